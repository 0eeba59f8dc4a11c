"""⑦ as a credit officer uses it, through real widgets: gates and need, structures, the lender's page, due diligence, monitoring, portfolio."""

import shutil
from decimal import Decimal

import pytest

pytest.importorskip("PySide6.QtWidgets", reason="Qt 的系统库缺失：.ci/run 会安装", exc_type=ImportError)

from hands import button, click, fill, sample_session, session_of, settle, shown, type_cell, wait_for
from icalendar import Calendar
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gzvalue.actions.dossier import issue_file
from gzvalue.actions.known_digests import KnownDigest
from gzvalue.actions.samples import build_sample
from gzvalue.financing.diligence import items
from gzvalue.gui.portfolio_window import PortfolioWindow
from gzvalue.gui.screens.financing import FinancingScreen
from gzvalue.gui.screens.financing_borrower import GateLine
from gzvalue.gui.session import Session
from gzvalue.gui.trace import TraceDialog
from gzvalue.gui.work import Work
from gzvalue.schema.edit import Entry
from gzvalue.store.open import Store


def screen_of(qtbot, session):
    made = FinancingScreen(session, Work())
    shown(qtbot, made)
    return made


@pytest.fixture
def screen(qtbot, tmp_path):
    made = screen_of(qtbot, sample_session(tmp_path))
    yield made
    made.close_down()
    made.work.close()
    made.session.close()


def page(screen, name):
    screen.tabs.setCurrentWidget(getattr(screen, name))
    settle()
    return getattr(screen, name).page()


def trace_of(screen):
    found = [
        one
        for one in QApplication.topLevelWidgets()
        if isinstance(one, TraceDialog) and one.isVisible() and one.parentWidget() is screen.window()
    ]
    assert found, "no derivation is open"
    step = found[-1].step
    found[-1].close()
    return step


# --- the loan, the borrower, the need -----------------------------------------------------------


def test_the_terms_of_interest_are_on_the_loan_page_and_change_the_schedule(screen):
    before = screen.session.financing.schedule
    fill(screen.test.form, "day_count", "实际天数/365")
    assert screen.session.financing.schedule != before
    for key in ("interest_cycle", "grace_months", "chain_margin"):
        assert screen.test.form.inputs[key].isVisibleTo(screen.test)


def test_a_closed_gate_is_said_beside_the_form_and_named_as_a_problem(screen):
    made = page(screen, "borrower")
    assert "待核" in made.verdict.text()
    fill(made.check, "hidden_debt", "是")
    assert made.verdict.text().startswith("禁入情形：地方政府隐性债务")
    assert made.verdict.property("role") == "stop"
    assert [one.level for one in screen.session.problems_of("borrower_check", 1, "hidden_debt")] == ["error"]
    fill(made.check, "hidden_debt", "否")
    assert not screen.session.problems_of("borrower_check", 1, "hidden_debt")


def test_a_gate_leads_to_its_field_wherever_it_is(screen):
    made = page(screen, "borrower")
    places = []
    screen.go_to.connect(lambda *place: places.append(place))
    lines = [line for line in made.findChildren(GateLine) if line.isVisible()]
    click(button(lines[0], "融资平台公司"))
    assert places == [("enterprise", 1, "financing_platform")]
    screen.show_place("borrower_check", 1, "resolution")
    settle()
    assert made.check.inputs["resolution"].editor.hasFocus()


def test_the_need_of_working_capital_follows_its_form_and_is_a_door(screen):
    made = page(screen, "borrower")
    fill(screen.test.form, "loan_kind", "流动资金贷款")
    for key, text in (("revenue", "126000000"), ("margin", "8"), ("growth", "6"), ("stock_days", "12"), ("receivable_days", "45"),
                      ("payable_days", "30"), ("prepaid_days", "5"), ("advance_days", "8"), ("own_funds", "500000"),
                      ("present_loans", "0"), ("other_channels", "0")):  # fmt: skip
        fill(made.need, key, text)
    days = Decimal(12 + 45 + 5 - 30 - 8)
    volume = Decimal(126_000_000) * (1 - Decimal("0.08")) * (1 + Decimal("0.06")) / (360 / days)
    shown_text = made.doors["融资/额度/资金需求"].text().replace(",", "")
    assert Decimal(shown_text) == pytest.approx((volume - 500_000) / 10_000, abs=Decimal("0.01"))
    click(made.doors["融资/流动资金/营运资金量"])
    assert trace_of(screen).id == "融资/流动资金/营运资金量"


def test_data_pledged_before_on_this_computer_are_named(monitored, monkeypatch):
    made = page(monitored, "borrower")
    assert made.copy.isEnabled() == (made._digest() is not None)
    click(made.look)
    assert "没有发现" in made.twice.text()
    other = KnownDigest("ab" * 32, "GZV-OTHER", 1, "D09", "2025-12-31")
    code = monitored.session.project.data_sets[0].code
    monkeypatch.setattr("gzvalue.actions.known_digests.known", lambda: (other,))
    monkeypatch.setattr("gzvalue.actions.known_digests.fingerprints", lambda _project: {code: "ab" * 32})
    click(made.look)
    assert f"{code} 的数据指纹已出现在本机签发的 GZV-OTHER" in made.twice.text()
    assert "只能查到本机" in made.twice.text()


# --- structures ---------------------------------------------------------------------------------


def test_structures_are_compared_and_taken(screen):
    made = page(screen, "structures")
    made.kinds.select("应收账款或收费权质押")
    settle()
    said = " ".join(made.texts.itemAt(n).widget().text() for n in range(made.texts.count()))
    assert "质权自办理出质登记时设立" in said
    assert "统一登记公示系统" in said
    assert "只能计一次" in said
    made.kinds.select("数据知识产权质押")
    settle()
    said = " ".join(made.texts.itemAt(n).widget().text() for n in range(made.texts.count()))
    assert "未与官方文本核对" in said, "a hint is never shown as law"
    count = len(screen.session.project.rows["pledge_structure"])
    made.kinds.select("应收账款或收费权质押")
    click(made.take)
    rows = screen.session.project.rows["pledge_structure"]
    assert len(rows) == count + 1
    assert [one.level for one in screen.session.problems_of("pledge_structure", max(rows), "contracts")] == ["error"]
    screen.session.undo()
    settle()
    assert len(screen.session.project.rows["pledge_structure"]) == count


# --- the lender's page --------------------------------------------------------------------------


def lender(screen):
    made = page(screen, "lender")
    wait_for(lambda: made.found is not None and made._task is None, what="the lender's page")
    return made


def test_the_lenders_page_is_worked_out_beside_the_window_and_shows_what_the_engine_says(screen):
    made = page(screen, "lender")
    assert made.found is None, "the page is there before its figures"
    made = lender(screen)
    table = made.found.stress
    assert len(made.stress.lines) == len(table.lines) == 16
    assert made.bars.cases[0].value == screen.session.financing.lendable
    short = [one.key for one in table.lines if one.lendable < table.carried_by_data]
    assert short
    for line in made.stress.lines:
        assert ("不足" in line.texts[4]) == (line.key in short)
    assert any("本方案" in line.texts[2] and line.bold for line in made.ladder.lines)
    assert "下降" in made.ends.lines[0].texts[1]
    assert made.distance.text()


def test_every_figure_of_the_lenders_page_is_one_click_from_its_trace(screen):
    made = lender(screen)
    place = made.ladder.visualRect(made.ladder.model().index(0, 1)).center()
    QTest.mouseClick(made.ladder.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert trace_of(screen).id == "融资/额度/数据质押"
    made.bars.chosen.emit("income-10")
    assert trace_of(screen).id == "融资/质押池价值"
    what, code = made.concentration.lines[0].key
    assert what == "数据集"
    made.concentration.opened.emit((what, code))
    assert trace_of(screen).id == f"融资/质押池/{code}"
    unit = next(line.key for line in made.concentration.lines if line.key[0] == "评估单元")
    made.concentration.opened.emit(unit)
    assert unit[1] in trace_of(screen).id
    places = []
    screen.go_to.connect(lambda *place: places.append(place))
    made.bars.chosen.emit("contract")
    assert places[0][0] == "contract"


def test_the_lenders_page_follows_a_change_and_says_when_it_is_old(screen):
    made = lender(screen)
    before = made.stress.lines[0].texts
    unit = screen.session.project.rows["discount"]
    assert unit
    other = next(iter(screen.session.project.other_security))
    screen.session.enter([Entry("other_security", other.id, "value", "1")])
    settle()
    assert "重新测算" in made.state.text() or "正在" in made.state.text()
    first = made.found
    wait_for(lambda: made.found is not first and made._task is None, what="the page anew")
    assert made.stress.lines[0].texts[:4] == before[:4], "other security does not change the value"
    assert made.found.stress.carried_by_data > first.stress.carried_by_data


def test_without_a_pool_the_page_says_what_is_missing(qtbot, tmp_path):
    made = screen_of(qtbot, session_of(tmp_path))
    inner = lender(made)
    assert "还没有质押池价值" in inner.state.text()
    assert not inner._body.isVisible()
    made.work.close()
    made.session.close()


# --- due diligence ------------------------------------------------------------------------------


def test_the_check_list_is_laid_out_once_and_typed_in_place(screen):
    made = page(screen, "diligence")
    told = {row.item for row in screen.session.project.rows["diligence_item"].values()}
    click(made.missing)
    assert len(screen.session.project.rows["diligence_item"]) == len(items()) == len(made.table.ids())
    first = [made.table.model.index(n, 0).data() for n in range(3)]
    assert first == ["A1", "A2", "A3"], "in the order of the list, not as entered"
    fresh = next(row for row in screen.session.project.rows["diligence_item"].values() if row.item not in told)
    type_cell(made.table, fresh.id, "note", "已电话核实")
    assert screen.session.project.get("diligence_item", fresh.id).note == "已电话核实"
    assert not made.missing.isVisible()
    before = made.counts.text()
    screen.session.enter([Entry("diligence_item", fresh.id, "state", "已核")])
    settle()
    assert made.counts.text() != before
    assert screen.session.problems_of("diligence_item", fresh.id, "evidence"), "checked without a document"


# --- monitoring ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def issued(tmp_path_factory):
    folder = tmp_path_factory.mktemp("issued")
    path = build_sample("small", folder / "样例.gzv")
    issue_file(path, folder / "材料.pdf")
    return path


@pytest.fixture
def monitored(qtbot, tmp_path, issued):
    path = tmp_path / issued.name
    shutil.copy(issued, path)
    made = screen_of(qtbot, Session(Store.open(path)))
    yield made
    made.close_down()
    made.work.close()
    made.session.close()


def test_monitoring_of_an_unchanged_project_reports_no_change_and_a_changed_one_does(monitored, tmp_path):
    made = page(monitored, "monitor")
    assert "第 1 版" in made.against.text()
    made.day.setText("2026-06-30")
    click(made.start)
    wait_for(lambda: made.found is not None)
    assert "没有变化" in made.against.text()
    assert made.found.watch.changes == ()
    assert not made.changes.isVisible()
    rows = monitored.session.project.rows["income_year"]
    cut = [
        Entry("income_year", id, key, str(value * Decimal("0.5")))
        for id, row in rows.items()
        for key in ("transferable", "internal")
        if (value := getattr(row, key)) is not None
    ]
    assert monitored.session.enter(cut)
    settle()
    assert "再监测一次" in made.against.text()
    first = made.found
    click(made.start)
    wait_for(lambda: made.found is not first)
    assert "触发" in made.state.text()
    assert made.state.property("role") == "stop"
    assert any("补充担保" in line.texts[2] for line in made.lights.lines)
    assert made.changes.isVisible()
    said = []
    monitored.said.connect(lambda text, path: said.append((text, path)))
    made.save_paper(tmp_path / "报告")
    wait_for(lambda: said)
    assert (tmp_path / "报告.pdf").read_bytes().startswith(b"%PDF")
    made.save_calendar(tmp_path / "日历.ics")
    wait_for(lambda: len(said) == 2)
    events = Calendar.from_ical((tmp_path / "日历.ics").read_bytes()).walk("VEVENT")
    assert len(events) == len(made._shown_due)


def test_without_a_snapshot_and_with_a_wrong_one_it_is_said(screen, tmp_path):
    made = page(screen, "monitor")
    assert not made.start.isEnabled()
    assert "还没有签发过" in made.against.text()
    assert made.due.lines, "what is due needs no snapshot"
    wrong = tmp_path / "别的.json"
    wrong.write_text('{"a": 1}', encoding="utf-8")
    made.run_against(wrong)
    wait_for(lambda: "不能使用" in made.state.text())
    made.day.setText("明天")
    made.run_against(wrong)
    assert "不是日期" in made.state.text()


# --- portfolio ----------------------------------------------------------------------------------


def test_a_folder_is_verified_summed_up_and_saved(qtbot, tmp_path, issued):
    folder = tmp_path / "组合"
    folder.mkdir()
    shutil.copy(issued.parent / "材料.pdf", folder / "甲.pdf")
    (folder / "断.pdf").write_bytes((issued.parent / "材料.pdf").read_bytes()[:9000])
    shutil.copy(issued, folder / "项目.gzv")
    made = PortfolioWindow()
    shown(qtbot, made)
    assert not made.paper.isEnabled()
    steps = []
    made._work.progressed.connect(lambda task: steps.append((task.done, task.total)))
    made.gather(folder)
    wait_for(lambda: made.found is not None, 60)
    settle()
    assert {total for _, total in steps if total} == {3}
    by_file = {line.texts[2]: line.texts for line in made.rows.lines}
    assert by_file["甲.pdf"][1] == "核验通过"
    assert by_file["断.pdf"][4] == "—", "no figure of what does not verify"
    assert "核验通过 1 份（共 3 个文件）" in made.totals.text()
    assert "计入合计" in by_file["项目.gzv"][10]
    for name, start in (("组合.pdf", b"%PDF"), ("组合.xlsx", b"PK")):
        made.save(tmp_path / name)
        wait_for(lambda name=name: f"已保存 {name}" in made.totals.text())
        assert (tmp_path / name).read_bytes().startswith(start)
    made.done(0)


def test_a_folder_can_be_given_up_and_an_empty_one_is_said(qtbot, tmp_path, issued):
    folder = tmp_path / "组合"
    folder.mkdir()
    for number in range(3):
        shutil.copy(issued.parent / "材料.pdf", folder / f"{number}.pdf")
    made = PortfolioWindow()
    shown(qtbot, made)
    made.gather(folder)
    wait_for(made.cancel.isVisible)
    click(made.cancel)
    wait_for(lambda: made._task is None, 60)
    assert "已取消" in made.totals.text()
    assert made.found is None
    empty = tmp_path / "空"
    empty.mkdir()
    made.gather(empty)
    wait_for(lambda: "没有申报材料" in made.totals.text())
    made.done(0)
