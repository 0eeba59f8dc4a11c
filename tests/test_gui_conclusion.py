"""⑥ through real widgets: applicability and conclusion, rate by other methods, share rates, the market with the library, the workbook."""

from decimal import Decimal

import pytest

pytest.importorskip("PySide6.QtWidgets", reason="Qt 的系统库缺失：.ci/run 会安装", exc_type=ImportError)

from hands import click, fill, fill_input, sample_session, settle, shown, wait_for
from PySide6.QtCore import Qt

from gzvalue.actions import comparables as library
from gzvalue.gui.comparables_dialog import LibraryDialog
from gzvalue.gui.screens.valuation import ValuationScreen
from gzvalue.gui.work import Work
from gzvalue.gui.workbook_export import make_workbook_at
from gzvalue.schema.conclusion_forms import Approach, ApproachAnswer
from gzvalue.schema.edit import Entry
from gzvalue.schema.rate_forms import RiskFactor


@pytest.fixture
def screen(qtbot, tmp_path):
    made = ValuationScreen(sample_session(tmp_path), Work())
    shown(qtbot, made, (1200, 760))
    yield made
    made.work.close()
    made.session.close()


def front(screen, page):
    screen.tabs.setCurrentWidget(page)
    settle()
    return page


def test_the_conclusion_stands_in_whole_wan_with_reasons_beside_it(screen):
    page = front(screen, screen.conclusion)
    assert page.figure.text() == "2,046"
    assert "20,455,725.41 元" in page.exact.text()
    assert "市场价值" in page.stated.text()
    assert [card.role.text() for card in page.cards.values()] == ["按单元：采用", "按单元：交叉验证", "按单元：不采用"]
    assert "12 处" in page.gaps.text()


def test_a_reason_taken_away_is_a_problem_and_typed_again_is_none(screen):
    page = front(screen, screen.conclusion)
    reason = page.cards["市场法"].reason
    before = reason.editor.text_now()
    screen.session.enter([Entry("approach", reason.id, "reason", "")])
    assert any(one.form == "approach" and one.key == "reason" for one in screen.session.problems)
    fill_input(reason, before)
    assert not any(one.form == "approach" for one in screen.session.problems)


def test_questions_are_folded_and_answered_by_choosing(screen):
    page = front(screen, screen.conclusion)
    card = page.cards["市场法"]
    assert not card.folded.is_open
    click(card.folded.button)
    question, answer, _ = card._questions[0]
    fill_input(answer, "部分")
    assert {one.item: one.answer for one in screen.session.project.all(ApproachAnswer)}[question.key] == "部分"


def test_applicability_is_begun_by_one_button_and_taken_back_by_one_step(screen):
    session = screen.session
    session.remove("approach", [one.id for one in session.project.all(Approach)])
    session.remove("approach_answer", [one.id for one in session.project.all(ApproachAnswer)])
    page = front(screen, screen.conclusion)
    page.refresh()
    click(page.begin)
    assert (len(session.project.all(Approach)), len(session.project.all(ApproachAnswer))) == (3, 12)
    assert not page.begin.isVisible()
    session.undo()
    assert not session.project.all(Approach)


def test_a_weighted_conclusion_by_the_folded_tables_changes_the_total_at_once(screen):
    page = front(screen, screen.conclusion)
    session = screen.session
    screen.show_place("method_weight", 0, "")
    assert page.expert.is_open
    session.add("unit_conclusion", [{"unit": "U01", "by": "加权", "weight_reason": "两种方法同样可靠"}])
    session.add(
        "method_weight", [{"unit": "U01", "method": "收益法-直接", "weight": "60%"}, {"unit": "U01", "method": "成本法", "weight": "40%"}]
    )
    settle()
    one = next(unit for unit in session.valuation.units if unit.code == "U01")
    income, cost = one.by_method["收益法-直接"], one.by_method["成本法"]
    assert one.value == (Decimal("0.6") * income + Decimal("0.4") * cost).quantize(Decimal("0.01"))
    page.refresh()
    assert page.figure.text() == f"{session.valuation.conclusion.wan:,}"


def test_the_rate_by_wacc_from_the_folded_form(screen):
    page = front(screen, screen.rate)
    assert not page.by_capital.is_open
    fill(page.form, "method", "WACC")
    assert screen.session.valuation.rate is None
    click(page.by_capital.button)
    for key, text in (("beta", "1.1"), ("market_premium", "6.5"), ("specific", "2"), ("equity_value", "5.29亿"), ("debt_value", "3.26亿"),
                      ("cost_debt", "4.7"), ("asset_premium", "5.85")):  # fmt: skip
        fill(page.capital, key, text)
    assert abs(screen.session.valuation.rate - Decimal("0.14")) < Decimal("0.0001")
    page.refresh()
    assert page.rate.text() == "14.00%"
    assert "加权平均资本成本 8.15%" in page.checks.text()


def test_suggested_factors_come_without_scores_and_once(screen):
    page = front(screen, screen.rate)
    page.suggest()
    page.suggest()
    found = screen.session.project.all(RiskFactor)
    assert len(found) == 12
    assert all(one.score is None for one in found)


def test_a_share_rate_worked_out_is_used_by_the_unit_that_names_it(screen):
    page, session = front(screen, screen.shares), screen.session
    session.add("share_basis", [{"code": "K01", "method": "约当投资量法", "asset_cost": "1764万", "asset_profit_rate": "20%", "other_cost": "2050万",
                                 "other_profit_rate": "15%", "basis": "测试"}])  # fmt: skip
    page.halves.select(1)
    settle()
    assert page.detail.rate.text() == "47.31%"
    visible = {key for key, made in page.detail.form.inputs.items() if made.isVisible()}
    assert {"asset_cost", "other_cost"} <= visible
    assert not {"royalty", "low"} & visible
    unit = next(one for one in session.project.units if one.main_method == "收益法-分成")
    screen.session.enter([Entry("valuation_unit", unit.id, "share_basis", "K01")])
    step = next(one for one in session.valuation.steps if one.id.startswith(f"{unit.code}/收益法-分成/2026"))
    assert any(part.origin == "分成率/K01/约当投资量法" for part in step.inputs)
    page.refresh()
    assert unit.code in page.detail.used.text()


def test_a_case_goes_into_the_library_and_from_there_into_another_unit(screen, qtbot):
    page, session = front(screen, screen.market), screen.session
    ids = session.add("comparable", [{"unit": "U01", "name": "某影像年度授权", "value": "90万", "deal_date": "2025-09-01"}])
    page.table.select(ids[0], "name")
    page.keep()
    assert [one["name"] for one in library.library()] == ["某影像年度授权"]
    dialog = LibraryDialog(session, screen)
    qtbot.addWidget(dialog)
    assert not dialog.add_button.isEnabled()
    dialog.list.item(0).setCheckState(Qt.CheckState.Checked)
    dialog.unit.setCurrentIndex(1)
    dialog.copy_chosen()
    assert [(one.unit, one.value) for one in session.project.comparables] == [("U01", Decimal(900000)), ("U02", Decimal(900000))]


def test_problems_lead_to_their_new_places(screen):
    session = screen.session
    session.add("risk_factor", [{"risk": "管理风险", "name": "制度"}])
    session.add("share_basis", [{"code": "K01"}])
    for form, page in (("risk_factor", screen.rate), ("asset_return", screen.rate), ("share_basis", screen.shares), ("market_state", screen.market),
                       ("market_subset", screen.market), ("conclusion_note", screen.conclusion), ("approach", screen.conclusion),
                       ("quality_weights", screen.costs)):  # fmt: skip
        screen.tabs.setCurrentIndex(0)
        screen.show_place(form, 1 if session.record(form, 1) else 0, "")
        assert screen.tabs.currentWidget() is page, form


def test_the_workbook_is_made_beside_the_window(screen, tmp_path):
    said = []
    screen.said.connect(lambda text, path: said.append((text, path)))
    make_workbook_at(screen, tmp_path / "底稿")
    wait_for(lambda: said, what="the workbook")
    assert (tmp_path / "底稿.xlsx").stat().st_size > 50_000
    assert "张工作表" in said[0][0]
    make_workbook_at(screen, tmp_path / "评估报告.xlsx")
    wait_for(lambda: len(said) > 1, what="the refusal")
    assert "不是资产评估报告" in said[1][0]


def test_one_method_for_the_whole_group_is_one_step(screen):
    page = front(screen, screen.conclusion)
    before = screen.session.valuation.total
    page.choose_for_all("成本法")
    assert {one.main_method for one in screen.session.project.units} == {"成本法"}
    assert screen.session.valuation.conclusion.approaches[0].use == "不采用"
    assert screen.session.valuation.by_method["成本法"] == screen.session.valuation.total
    screen.session.undo()
    assert screen.session.valuation.total == before
