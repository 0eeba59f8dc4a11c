"""The page 会计处理 with real widgets: answering, costs, assets, tables, checks, the sheet."""

from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from accounting_projects import OWN_USE, D, answers, asset, cost, everything, project
from hands import session_of, settle, shown

from gzvalue.gui.screens.uses import USES, UsesScreen
from gzvalue.gui.screens.uses_accounting import AccountingPage
from gzvalue.gui.work import Work
from gzvalue.schema.accounting_forms import AccountingAnswer, BookedCost
from gzvalue.schema.valuation_forms import CostItem


@pytest.fixture
def opened(qtbot, tmp_path):
    made = []

    def open_(given):
        session, work = session_of(tmp_path, given), Work()
        page = AccountingPage(session, work)
        session.changed.connect(page.refresh)
        shown(qtbot, page, (1100, 640))
        page.refresh()
        settle()
        made.append((session, work))
        return page

    yield open_
    for session, work in made:
        work.close()
        session.close()


def texts(table) -> list[tuple[str, ...]]:
    return [line.texts for line in table.lines]


def test_the_tab_stands_among_the_uses():
    use = next(one for one in USES if one.key == "accounting")
    assert use.label == "会计处理"
    assert set(use.forms) == {"accounting_period", "accounting_answer", "booked_cost", "booked_asset", "asset_movement"}


def test_answers_lead_to_a_conclusion(opened):
    page = opened(project())
    part = page.answers
    assert part.conclusion.text() == "D01　结论：待核"
    assert [key for key, card in part.cards.items() if not card.isHidden()] == ["R1", "R2", "R3", "R4", "R5"]
    for key, word in OWN_USE.items():
        assert not part.cards[key].isHidden(), key  # a question is asked when it is its turn
        part.cards[key].radios[word].click()
        settle()
    assert part.conclusion.text() == "D01　结论：无形资产·自行开发"
    part.note("R1", "note", "自有系统产生")
    part.cards["R4"].radios["否"].click()
    settle()
    assert part.conclusion.text() == "D01　结论：不确认"
    assert "已答但不影响结论" in part.reason.text()
    first = page.session.project.all(AccountingAnswer)[0]
    assert (first.question, first.reason) == ("R1", "自有系统产生")
    part.answer("R4", "")
    settle()
    assert "R4" in part.decisions["D01"].open


def test_answers_are_copied_within_a_domain_only(opened):
    from gzvalue.schema.data_set import DataSet

    sets = [DataSet(id=n, code=f"D0{n}", name=f"数据{n}", business_domain="票务" if n < 3 else "酒店") for n in (1, 2, 3)]
    page = opened(project(*sets, *answers("D01", OWN_USE), codes=()))
    page.answers.copy_answers()
    settle()
    classes = {code: one.asset_class for code, one in page.answers.decisions.items()}
    assert classes == {"D01": "无形资产", "D02": "无形资产", "D03": "待核"}


def test_costs_say_what_becomes_of_them_and_take_names_from_the_cost_approach(opened):
    items = (
        CostItem(id=1, data_set="D01", category="直接成本-清洗加工", name="清洗", amount=D(900)),
        CostItem(id=2, data_set="D01", category="合理利润", name="利润", amount=D(90)),
        CostItem(
            id=3,
            data_set="D01",
            category="直接成本-采集",
            name="采集",
            amount=D(50),
            incurred_on=date(2025, 1, 1),
            index_then=D(100),
            index_now=D(110),
        ),
    )
    page = opened(
        project(*answers("D01", OWN_USE), asset(1, "D01", recognised_on=date(2026, 1, 31)), cost(1, "D01", 100, date(2026, 1, 5)), *items)
    )
    assert page.costs.sums.text() == "计入成本 100.00 元"
    page.costs.bring()
    settle()
    rows = {one.name: one.amount for one in page.session.project.all(BookedCost)}
    assert rows == {"支出1": 100, "清洗": None, "采集": 50}  # no amount at replacement level comes along
    assert "未填历史成本金额" in " ".join(text for row in texts(page.checks.problems) for text in row)


def test_tables_checks_and_schedule_are_shown(opened):
    page = opened(everything())
    shown_rows = {row[0].strip(): row for row in texts(page.disclosure.tables["intangible"])}
    assert len(page.disclosure.tables["intangible"].lines) == 27
    assert shown_rows["1.期末账面价值"][4:] == ("85,340.91", "✓")
    assert texts(page.disclosure.pledged)[0][4] == "已用于担保"
    assert "相符" in page.state.text()
    page.tabs.setCurrentWidget(page.assets)
    page.show_place("booked_asset", 1, "life_months")
    settle()
    assert len(page.assets.detail.schedule.months.lines) == 36
    assert "期末剩余 18 个月" in page.assets.detail.schedule.words.text()
    assert {row[4] for row in texts(page.checks.checks)} == {"平"}
    page.checks.only_bad.setChecked(True)
    assert not page.checks.checks.lines


def test_what_does_not_foot_is_marked_and_leads_to_its_datum(opened):
    page = opened(project(*answers("D01", OWN_USE), cost(1, "D01", 1200, date(2026, 1, 5)), replace(
        asset(1, "D01", recognised_on=date(2026, 1, 31), ready_from="2026-01", life_months=12), opening_cost=D(7))))  # fmt: skip
    assert "不平 1 项" in page.state.text()
    page.show_place("asset_movement", 1, "")
    page.session.add("asset_movement", [{"asset": "K09", "amount": "1"}])
    settle()
    message = next(line for line in page.checks.problems.lines if "K09" in line.texts[1])
    gone = []
    page.checks.go_to.connect(lambda *place: gone.append(place))
    page.checks.problems.opened.emit(message.key)
    assert gone == [("asset_movement", 1, "asset")]


def test_an_empty_project_invites(opened):
    page = opened(project(codes=()))
    assert "先回答入表判断的问题" in page.hint.text()
    assert page.answers.conclusion.text() == "先在数据目录中加入数据集"


def test_the_sheet_is_made_beside_the_window(opened, qtbot, tmp_path):
    page = opened(everything())
    with qtbot.waitSignal(page.said, timeout=20_000) as caught:
        page.export_to(tmp_path / "底稿")
    assert caught.args == ["已导出 底稿.xlsx", str(tmp_path / "底稿.xlsx")]
    assert "勾稽检查" in openpyxl.load_workbook(tmp_path / "底稿.xlsx").sheetnames


def test_many_data_sets_are_worked_out_beside_the_window(opened, qtbot):
    codes = tuple(f"D{n:03d}" for n in range(1, 151))
    page = opened(project(*answers("D001", OWN_USE), asset(1, "D001", recognised_on=date(2026, 1, 1)), codes=codes))
    qtbot.waitUntil(lambda: page.books is not None, timeout=20_000)
    assert len(page.answers.list.lines) == 150


def test_the_problem_panel_leads_into_the_tab(qtbot, tmp_path):
    session, work = session_of(tmp_path, everything()), Work()
    screen = UsesScreen(session, work)
    shown(qtbot, screen, (1100, 640))
    screen.show_place("booked_cost", 2, "amount")
    settle()
    assert screen.tabs.tabText(screen.tabs.currentIndex()) == "会计处理"
    assert screen.page("accounting").tabs.currentWidget() is screen.page("accounting").costs
    screen.close_down()
    work.close()
    session.close()
