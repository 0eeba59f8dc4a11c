"""⑥ 价值测算 through real widgets: units, the three approaches, income, members, costs, rate, allocation, and the trace."""

from datetime import date
from decimal import Decimal

import pytest

pytest.importorskip("PySide6.QtWidgets", reason="Qt 的系统库缺失：.ci/run 会安装", exc_type=ImportError)

from hands import button, click, fill, fill_input, paste, press, sample_session, session_of, settle, shown, type_cell, wait_for
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from shiboken6 import isValid

from gzvalue.gui.choose_data_sets import DataSetChooser
from gzvalue.gui.result_panel import ResultPanel
from gzvalue.gui.screens.valuation import ValuationScreen
from gzvalue.gui.screens.valuation_income import forecast_years
from gzvalue.gui.short_text import ShortText
from gzvalue.gui.trace import BareInputs, TraceDialog
from gzvalue.gui.work import Work
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.edit import Entry
from gzvalue.schema.enterprise import ValuationHead
from gzvalue.schema.project import project_of
from gzvalue.schema.valuation_forms import Discount

UNITS, COSTS, RATE, CONTRACTS, COMPARABLES, ALLOCATION = range(6)
FORM, INCOME, MEMBERS, UNIT_COSTS = range(4)


def screen_of(qtbot, session, size=(1200, 760)):
    made = ValuationScreen(session, Work())
    shown(qtbot, made, size)
    return made


@pytest.fixture
def screen(qtbot, tmp_path):
    made = screen_of(qtbot, sample_session(tmp_path))
    yield made
    made.work.close()
    made.session.close()


@pytest.fixture
def fresh(qtbot, tmp_path):
    records = [
        ValuationHead(valuation_date=date(2025, 12, 31), timing="期中", tax_rate=Decimal("0.25")),
        Discount(method="直接录入", entered_rate=Decimal("0.14"), entered_reason="测试", basis="税后"),
        *(DataSet(id=n, code=f"D0{n}", name=f"数据集{n}", rights=("持有权", "使用权", "经营权"), source_type="采集生成", grade="L2",
                  personal_information=False, used_years=Decimal("2.5"), remaining_years=Decimal(5)) for n in (1, 2, 3)),
    ]  # fmt: skip
    made = screen_of(qtbot, session_of(tmp_path, project_of(records)))
    yield made
    made.work.close()
    made.session.close()


def unit(screen, code):
    record = screen.session.project.by_code["valuation_unit"][code]
    assert screen.units.select(record.id)
    settle()
    return record


def texts(widget):
    return " ".join(one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget))


# --- reading ------------------------------------------------------------------------------------


def test_head_and_list_show_the_total_and_each_units_value(screen):
    assert "19 个评估单元，19 个有结论" in screen.head.note.text()
    assert "2,046 万元" in screen.head.note.text()
    model = screen.units.table.model
    values = [model.index(row, 2).data() for row in range(19)]
    assert sum(Decimal(value.replace(",", "")) for value in values) == pytest.approx(Decimal("2045.57"), abs=Decimal("0.1"))


def test_main_method_stands_beside_its_cross_check_with_the_difference(screen):
    unit(screen, "U01")
    cards = screen.units.detail.band.cards
    direct, shared, cost = (cards[name] for name in ("收益法-直接", "收益法-分成", "成本法"))
    assert (direct.role.text(), shared.role.text(), cost.role.text()) == ("主要方法", "未采用", "交叉验证")
    assert direct.value.text() == "220.82"
    assert cost.value.text() == "153.75"
    assert cost.gap.text() == "差 30.4%"
    assert "有合同与发票" in direct.why.whole()
    assert not direct.choose.isVisible()
    assert "结论 收益法-直接 220.82 万元；交叉验证 成本法 153.75 万元" in screen.units.detail.band.bar.accessibleDescription()


def test_no_word_of_the_loan_stands_in_this_step(screen):
    for number in range(screen.tabs.count()):
        screen.tabs.setCurrentIndex(number)
        settle()
        for word in ("质押率", "申请金额", "4,000"):
            assert word not in texts(screen)


def test_every_figure_is_a_door_within_three_clicks(screen):
    """Value of a unit → the income after tax → the datum and its evidence."""
    unit(screen, "U01")
    click(screen.units.detail.band.cards["收益法-直接"].value)
    dialog = next(
        one
        for one in QApplication.topLevelWidgets()
        if isinstance(one, TraceDialog) and one.isVisible() and one.parentWidget() is screen.window()
    )
    words = texts(dialog)
    assert "Σ" in words
    assert "220.82 万元" in words
    computed = next(one for one in dialog.findChildren(QPushButton) if one.text().startswith("算得：") and one.isVisible())
    click(computed)
    filled = [one for one in dialog.findChildren(QPushButton) if one.text().startswith("填报：") and one.isVisible()]
    clicks = 2
    while not filled:
        click(next(one for one in dialog.findChildren(QPushButton) if one.text().startswith("算得：") and one.isVisible()))
        filled = [one for one in dialog.findChildren(QPushButton) if one.text().startswith("填报：") and one.isVisible()]
        clicks += 1
    assert clicks <= 3
    places = []
    screen.go_to.connect(lambda *place: places.append(place))
    click(filled[0])
    assert places, "the origin leads to its field"
    dialog.back()
    dialog.close()


def test_the_trace_follows_a_change_of_the_project(screen):
    record = unit(screen, "U01")
    click(screen.units.detail.value)
    dialog = next(
        one
        for one in QApplication.topLevelWidgets()
        if isinstance(one, TraceDialog) and one.isVisible() and one.parentWidget() is screen.window()
    )
    before = texts(dialog)
    screen.session.enter([Entry("valuation_unit", record.id, "discount_rate", "0.2")])
    settle()
    assert texts(dialog) != before
    assert "1,957,390.04 元" in texts(dialog)
    screen.session.remove("valuation_unit", [record.id])
    settle()
    assert not isValid(dialog), "what it explained is gone"


def test_allocation_lists_every_data_set_and_its_doors(screen):
    screen.tabs.setCurrentIndex(ALLOCATION)
    table = screen.allocation.table
    assert len(table.lines) == 45
    assert "合计 2,045.57 万元" in screen.allocation.sum.text()
    by_code = {line.texts[0]: line for line in table.lines}
    assert by_code["D04"].texts[9] == "未入单元"
    assert by_code["D02"].texts[3] == "81.31"
    table.select(by_code["D02"].key)
    settle()
    doors = [one.text() for one in screen.allocation.findChildren(QPushButton) if one.isVisible()]
    assert any("D02" in words for words in doors)
    traces = []
    screen.allocation.trace_asked.connect(traces.append)
    table.opened.emit(by_code["D02"].key)
    assert traces[0].about == ("data_set", by_code["D02"].key)


def test_allocation_sorts_by_figure_not_by_text(screen):
    screen.tabs.setCurrentIndex(ALLOCATION)
    table = screen.allocation.table
    table.sortByColumn(3, Qt.SortOrder.DescendingOrder)
    shown_first = [line.texts[0] for line in table.lines[:2]]
    assert shown_first == ["D30", "D45"]
    assert table.lines[-1].texts[3] == "—"


def test_rate_shows_its_parts_and_their_sum(screen):
    screen.tabs.setCurrentIndex(RATE)
    assert screen.rate.rate.text() == "14.00%"
    said = screen.rate.picture.accessibleDescription()
    assert "无风险利率 1.85%" in said
    assert "折现率 14.00%" in said
    screen.rate.picture.chosen.emit("management")
    assert screen.rate.form.inputs["management"].editor.hasFocus()


# --- the clerk's path ----------------------------------------------------------------------------


def test_from_nothing_to_a_value(fresh):
    """A unit, its data sets, years, amounts pasted: the value appears and grows live."""
    click(button(fresh.units, "新增评估单元"))
    record = fresh.session.project.units[0]
    assert record.code == "U01"
    detail = fresh.units.detail
    fill(detail.form, "name", "客流指数服务")
    for key, text in (("kind", "数据产品"), ("version", "登记版"), ("main_method", "收益法-直接")):
        fill(detail.form, key, text)
    detail.tabs.setCurrentIndex(MEMBERS)
    detail.members.set_members(("D01", "D02"))
    click(detail.members.even)
    assert "合计 100%" in detail.members.sum.text()
    detail.tabs.setCurrentIndex(INCOME)
    fill(detail.income.terms, "life_years", "3")
    click(detail.income.fill)
    years = [one.year for one in fresh.session.project.income_years]
    assert years == [2026, 2027, 2028]
    first = fresh.session.project.income_years[0]
    detail.income.forecast.select(first.id, "transferable")
    paste(detail.income.forecast.view, "100万\n１２０万\n1,400,000")
    assert [one.transferable for one in fresh.session.project.income_years] == [Decimal(n) for n in (1_000_000, 1_200_000, 1_400_000)]
    # (100 v½ + 120 v1½ + 140 v2½) × 75 %, at 14 %
    expected = sum(amount * Decimal("0.75") / Decimal("1.14") ** (year + Decimal("0.5")) for year, amount in enumerate((100, 120, 140)))
    assert Decimal(detail.value.text()) == pytest.approx(expected, abs=Decimal("0.01"))
    assert [row.texts[0] for row in detail.income.periods.lines] == ["2026", "2027", "2028", "合计"]
    part = detail.members.table.model
    assert (
        Decimal(part.index(0, 2).data().replace(",", "")) + Decimal(part.index(1, 2).data().replace(",", ""))
        == fresh.session.valuation.total
    )


def test_shares_that_do_not_sum_to_100_are_said_beside_the_table(fresh):
    click(button(fresh.units, "新增评估单元"))
    fresh.units.detail.tabs.setCurrentIndex(MEMBERS)
    members = fresh.units.detail.members
    members.set_members(("D01", "D02"))
    for one, text in zip(fresh.session.project.unit_members, ("60", "30"), strict=True):
        type_cell(members.table, one.id, "share", text)
    assert "比例合计 90%，应为 100%" in members.sum.text()
    fill_input(members.allocation, "平均")
    assert "平均 · 2 个数据集" in members.sum.text()


def test_three_equal_shares_sum_to_100_exactly(fresh):
    click(button(fresh.units, "新增评估单元"))
    fresh.units.detail.tabs.setCurrentIndex(MEMBERS)
    members = fresh.units.detail.members
    members.set_members(("D01", "D02", "D03"))
    click(members.even)
    assert sum(one.share for one in fresh.session.project.unit_members) == 1


def test_changing_members_keeps_who_stays_and_is_one_step(fresh):
    click(button(fresh.units, "新增评估单元"))
    fresh.units.detail.tabs.setCurrentIndex(MEMBERS)
    members = fresh.units.detail.members
    members.set_members(("D01", "D02"))
    kept = fresh.session.project.unit_members[1].id
    fresh.session.enter([Entry("unit_member", kept, "note", "保留")])
    count = fresh.session.undo_stack.count()
    members.set_members(("D02", "D03"))
    assert [(one.data_set, one.note) for one in fresh.session.project.unit_members] == [("D02", "保留"), ("D03", None)]
    assert fresh.session.undo_stack.count() == count + 1
    fresh.session.undo()
    assert [one.data_set for one in fresh.session.project.unit_members] == ["D01", "D02"]


def test_actual_years_stand_apart_and_are_not_discounted(fresh):
    click(button(fresh.units, "新增评估单元"))
    income = fresh.units.detail.income
    fresh.units.detail.tabs.setCurrentIndex(INCOME)
    click(button(income.actual, "新增一个实际年份"))
    assert fresh.session.project.income_years[0].basis == "实际"
    assert income.actual.ids() == [1]
    assert income.forecast.ids() == []


def test_choosing_the_main_method_by_its_card(screen):
    unit(screen, "U01")
    click(screen.units.detail.band.cards["成本法"].choose)
    assert screen.session.project.by_code["valuation_unit"]["U01"].main_method == "成本法"
    assert screen.units.detail.value.text() == "153.75"
    assert screen.units.detail.band.cards["收益法-直接"].role.text() == "未采用"
    cross = screen.units.detail.band.cards["收益法-直接"].cross
    cross.click()
    settle()
    assert screen.units.detail.band.cards["收益法-直接"].role.text() == "交叉验证"
    assert screen.units.detail.value.text() == "153.75", "a cross-check is never averaged in"


def test_a_unit_without_a_method_says_what_it_lacks(fresh):
    click(button(fresh.units, "新增评估单元"))
    assert fresh.units.detail.value.text() == "—"
    fill(fresh.units.detail.form, "main_method", "收益法-直接")
    assert "U01" in fresh.units.detail.band.cards["收益法-直接"].why.whole()


def test_costs_of_a_unit_are_those_of_its_data_sets(screen):
    unit(screen, "U01")
    screen.units.detail.tabs.setCurrentIndex(UNIT_COSTS)
    costs = screen.units.detail.costs
    shown_codes = {screen.session.record("cost_item", id).data_set for id in costs.table.ids()}
    assert shown_codes == {"D45"}
    assert "重置成本 246.00 万元" in costs.sum.text()
    assert "成本价值 153.75 万元" in costs.sum.text()


def test_data_sets_are_found_and_ticked_in_the_chooser(qtbot, screen):
    chooser = DataSetChooser("选择", "哪些？", screen.session.project.data_sets, ("D01",))
    qtbot.addWidget(chooser)
    assert chooser.chosen == ("D01",)
    chooser.search.setText("影像")
    visible = [chooser.list.item(n).text() for n in range(chooser.list.count()) if not chooser.list.item(n).isHidden()]
    assert visible
    assert all("影像" in words for words in visible)
    chooser.tick("D45")
    assert chooser.chosen == ("D01", "D45")
    assert "已选 2 项" in chooser.counted.text()


# --- places ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "key", "tab", "inner"),
    [
        ("valuation_unit", "main_method", UNITS, FORM), ("valuation_unit", "life_years", UNITS, INCOME),
        ("valuation_unit", "allocation", UNITS, MEMBERS), ("income_year", "transferable", UNITS, INCOME),
        ("unit_member", "share", UNITS, MEMBERS), ("cost_item", "amount", COSTS, None), ("discount", "risk_free", RATE, None),
        ("contract", "ends", CONTRACTS, None),
    ],
)  # fmt: skip
def test_a_problem_leads_to_its_field(screen, form, key, tab, inner):
    record = list(screen.session.project.rows[form].values())[-1]
    screen.show_place(form, record.id, key)
    settle()
    assert screen.tabs.currentIndex() == tab
    if inner is not None:
        assert screen.units.detail.tabs.currentIndex() == inner
    focus = QApplication.focusWidget()
    assert focus is not None


def test_the_place_is_kept(screen):
    record = unit(screen, "U07")
    screen.units.detail.tabs.setCurrentIndex(INCOME)
    kept = screen.place()
    unit(screen, "U01")
    screen.tabs.setCurrentIndex(RATE)
    screen.restore(kept)
    assert screen.tabs.currentIndex() == UNITS
    assert screen.units.detail.id == record.id
    assert screen.units.detail.tabs.currentIndex() == INCOME


def test_nothing_is_cut_on_the_smallest_screen(qtbot, tmp_path):
    made = screen_of(qtbot, sample_session(tmp_path), (790, 380))
    assert made.minimumSizeHint().width() <= 790
    assert not made.units.detail.area.horizontalScrollBar().isVisible()
    made.work.close()
    made.session.close()


# --- the result panel -----------------------------------------------------------------------------


@pytest.fixture
def panel(qtbot, tmp_path):
    session = sample_session(tmp_path)
    made = ResultPanel(session)
    shown(qtbot, made, (280, 900))
    yield made
    session.close()


def test_panel_shows_total_methods_structure_and_ranking(panel):
    words = texts(panel)
    assert "测算结果（未经评估）" in words
    assert panel._total.text() == "2,046"
    assert "可转让 981 · 内部 1,064" in words
    assert "交叉验证 成本法" in words
    assert "差 24%" in words
    assert "D30" in panel._ranking.rows[0].label
    assert "另有" not in words
    assert panel._structure.parts[-1].label == "其他 15 项"
    assert "质押" not in words
    assert "贷款" not in words


def test_panel_follows_the_last_finished_input(panel, qtbot):
    session = panel._session
    row = next(one for one in session.project.income_years if one.unit == "U01" and one.basis == "预测")
    session.enter([Entry("income_year", row.id, "transferable", "50000000")])
    settle()
    assert panel._total.text() == "5,511", "2,046 + (5,000 − 66.8) × 75% × 0.93659"
    session.undo()
    settle()
    assert panel._total.text() == "2,046"


def test_panel_counts_inputs_with_evidence_and_lists_the_rest(panel):
    wait_for(lambda: "依据齐备" in panel._backing.text(), 5)
    if "还没有证据" not in panel._backing.text():
        pytest.fail(panel._backing.text())
    places = []
    panel.go.connect(lambda *place: places.append(place))
    click(panel._backing)
    dialog = next(one for one in QApplication.topLevelWidgets() if isinstance(one, BareInputs) and one.isVisible())
    links = [one for one in dialog.findChildren(QPushButton) if one.property("kind") == "link"]
    click(links[0])
    assert places
    dialog.close()


def test_panel_of_an_empty_project_says_what_will_be_here(qtbot, tmp_path):
    session = session_of(tmp_path)
    made = ResultPanel(session)
    shown(qtbot, made, (280, 600))
    assert made._total.text() == "—"
    assert "填好评估单元" in texts(made)
    assert not made._total.isEnabled()
    session.close()


def test_total_is_a_door(panel):
    asked = []
    panel.trace_asked.connect(asked.append)
    panel._total.setFocus()
    press(panel._total, Qt.Key.Key_Space)
    assert asked[0].id == "合计/测算价值"


# --- small parts ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base", "life", "years"),
    [
        (date(2025, 12, 31), Decimal(3), [2026, 2027, 2028]),
        (date(2025, 12, 31), None, [2026, 2027, 2028, 2029, 2030]),
        (date(2025, 6, 30), Decimal(2), [2025, 2026, 2027]),
        (date(2025, 12, 31), Decimal("2.5"), [2026, 2027, 2028]),
        (date(2025, 9, 30), Decimal("0.25"), [2025]),
    ],
)
def test_forecast_years_cover_the_life(base, life, years):
    assert forecast_years(base, life) == years


def test_short_text_cuts_to_its_lines_and_keeps_the_whole_in_the_tip(qtbot):
    made = ShortText(2)
    shown(qtbot, made, (120, 60))
    made.set_whole("很长的一段说明文字，" * 20)
    assert made.text().endswith("…")
    assert made.toolTip() == made.whole()
    first, second = made.text().split("\n")
    assert made.whole().startswith(first + second[:-1])
    made.set_whole("短")
    assert (made.text(), made.toolTip()) == ("短", "")
