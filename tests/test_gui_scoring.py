"""⑤ 综合评分 through real widgets."""

from decimal import Decimal
from fractions import Fraction

import pytest

pytest.importorskip("PySide6.QtWidgets", reason="Qt 的系统库缺失：.ci/run 会安装", exc_type=ImportError)

from hands import button, choose, click, paste, press, sample_session, session_of, shown, type_cell
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from gzvalue.gui.screens.scoring import ScoringScreen
from gzvalue.gui.screens.scoring_index import INDICATORS, definition
from gzvalue.gui.theme import tokens_of
from gzvalue.gui.work import Work
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.project import project_of
from gzvalue.schema.scoring_forms import Expert, Weighting

EXPERTS, SHEET, WEIGHTS, RESULT = range(4)


@pytest.fixture
def screen(qtbot, tmp_path):
    made = ScoringScreen(sample_session(tmp_path), Work())
    shown(qtbot, made)
    yield made
    made.work.close()
    made.session.close()


@pytest.fixture
def fresh(qtbot, tmp_path):
    records = [
        DataSet(id=1, code="D01", name="门票订单"),
        DataSet(id=2, code="D02", name="检票记录"),
        DataSet(id=3, code="D03", name="内部排班", pledge_suitability="不适合"),
        Expert(id=1, code="E1", name="赵工"),
        Weighting(method="层次分析法"),
    ]
    made = ScoringScreen(session_of(tmp_path, project_of(records)), Work())
    shown(qtbot, made)
    yield made
    made.work.close()
    made.session.close()


def test_the_tree_shows_every_weight_and_what_each_indicator_means(screen):
    assert screen.tree.weight_text("application") == "34.9%"
    assert screen.tree.weight_text("criteria") == "100%"
    parts = [Decimal(screen.tree.weight_text(key).rstrip("%")) for key in INDICATORS]
    assert abs(sum(parts) - 100) < Decimal("0.5")
    words = definition("market_scarcity")
    assert "越稀缺越高" in words
    assert "非官方指标" in words


def test_head_says_how_far_the_scores_have_come(screen):
    assert "44/45 项数据集已评分" in screen.head.note.text()
    assert "层次分析法" in screen.head.note.text()


def test_a_digit_enters_a_judgement_and_the_lower_half_is_its_reciprocal(fresh):
    fresh.tabs.setCurrentIndex(WEIGHTS)
    view, model = fresh.weights.view, fresh.weights.model
    view.setFocus()
    view.setCurrentIndex(model.index(0, 1))
    press(view, Qt.Key.Key_3)
    assert model.text_at(0, 1) == "3"
    assert model.text_at(1, 0) == "1/3"
    press(view, Qt.Key.Key_Slash)
    assert model.text_at(0, 1) == "1/3"
    record = fresh.session.project.judgements[0]
    assert (record.group, record.first, record.second, record.value) == ("criteria", "quality", "cost", Fraction(1, 3))
    assert "已填 1/10" in fresh.weights.verdict.text()


def test_below_the_diagonal_nothing_can_be_typed(fresh):
    fresh.tabs.setCurrentIndex(WEIGHTS)
    view, model = fresh.weights.view, fresh.weights.model
    view.setCurrentIndex(model.index(2, 1))
    press(view, Qt.Key.Key_9)
    assert fresh.session.project.judgements == ()


def test_the_list_in_a_cell_says_what_each_judgement_means(fresh):
    fresh.tabs.setCurrentIndex(WEIGHTS)
    view, model = fresh.weights.view, fresh.weights.model
    view.setCurrentIndex(model.index(1, 2))
    view.edit(model.index(1, 2))
    box = next(one for one in view.findChildren(QComboBox) if one.isVisible())
    assert "行比列稍微重要" in box.itemText(box.findData("3"))
    assert "列比行极端重要" in box.itemText(box.findData("1/9"))
    choose(box, "行比列明显重要")
    assert model.text_at(1, 2) == "5"


def test_a_pasted_block_fills_the_upper_half_as_one_step_and_the_dial_accepts_it(fresh):
    fresh.tabs.setCurrentIndex(WEIGHTS)
    view, model = fresh.weights.view, fresh.weights.model
    view.setCurrentIndex(model.index(0, 0))
    paste(view, "1\t2\t1/2\t1\t1\n0.5\t1\t0.3333\t1/2\t0.5\n2\t3\t1\t2\t2\n1\t2\t1/2\t1\t1\n1\t2\t1/2\t1\t1")
    assert len(fresh.session.project.judgements) == 10
    assert model.text_at(1, 2) == "1/3"
    assert fresh.session.undo_stack.count() == 1
    assert "可以接受" in fresh.weights.dial.verdict
    assert "CR 0.002" in fresh.weights.verdict.text()
    assert fresh.tree.weight_text("application") == "34.9%"
    fresh.session.undo()
    assert fresh.session.project.judgements == ()


def test_an_inconsistent_matrix_is_refused_in_words_and_its_worst_pair_is_marked(fresh):
    fresh.tabs.setCurrentIndex(WEIGHTS)
    view, model = fresh.weights.view, fresh.weights.model
    view.setCurrentIndex(model.index(0, 0))
    paste(view, "1\t9\t1/9\t1\t1\n\t1\t9\t1\t1\n\t\t1\t1\t1\n\t\t\t1\t1\n\t\t\t\t1")
    words = fresh.weights.verdict.text()
    assert "不采用" in words
    assert "应小于 0.1" in words
    assert "不采用" in fresh.weights.dial.verdict
    marked = [(row, column) for row in range(5) for column in range(row + 1, 5) if model.is_worst(row, column)]
    assert len(marked) == 1
    image = view.viewport().grab().toImage()
    corner = view.visualRect(model.index(*marked[0])).topLeft()
    assert image.pixelColor(corner.x() + 4, corner.y() + 4).name() == tokens_of(view).stop_wash.lower(), "its ground is red on the screen"
    first, second = (model.headerData(n, Qt.Orientation.Horizontal) for n in marked[0])
    assert first in words
    assert second in words
    assert fresh.tree.weight_text("quality") == "—"


def test_choosing_a_dimension_in_the_tree_shows_the_matrix_of_its_indicators(fresh):
    fresh.tabs.setCurrentIndex(WEIGHTS)
    fresh.tree.choose("market")
    assert fresh.weights.model.rowCount() == 3
    assert "“市场”内各指标" in fresh.weights.title.text()
    fresh.tree.choose("market_demand")
    assert fresh.weights.model.group == "market"


def test_score_rows_are_completed_for_the_fit_data_sets_only(fresh):
    fresh.tabs.setCurrentIndex(SHEET)
    click(button(fresh.sheet, "补齐评分行"))
    assert [row.data_set for row in fresh.session.project.expert_scores] == ["D01", "D02"]


def test_a_sheet_of_scores_is_pasted_from_excel_and_ranked(fresh):
    fresh.tabs.setCurrentIndex(SHEET)
    fresh.sheet.add_rows()
    table = fresh.sheet.table
    table.select(fresh.session.project.expert_scores[0].id, INDICATORS[0])
    paste(table.view, "\t".join(["70"] * 15) + "\n" + "\t".join(["９０"] * 15))
    fresh.session.enter([_entry("weighting", 1, "method", "默认权重")])
    fresh.tabs.setCurrentIndex(RESULT)
    assert [row.label for row in fresh.result.ranking.rows] == ["1. D02 检票记录", "2. D01 门票订单"]
    assert "2/2 项评分已填满" in fresh.sheet.progress.text()
    assert "高 1 项" in fresh.result.summary.text()


def test_a_score_above_100_is_named(fresh):
    fresh.tabs.setCurrentIndex(SHEET)
    fresh.sheet.add_rows()
    row = fresh.session.project.expert_scores[0]
    type_cell(fresh.sheet.table, row.id, "quality_integrity", "180")
    assert "不大于 100" in (fresh.session.fault("expert_score", row.id, "quality_integrity") or "")


def test_without_experts_the_screen_says_what_to_do_first(qtbot, tmp_path):
    made = ScoringScreen(session_of(tmp_path), Work())
    shown(qtbot, made)
    made.tabs.setCurrentIndex(SHEET)
    click(button(made.sheet, "登记专家"))
    assert made.tabs.currentIndex() == EXPERTS
    made.work.close()
    made.session.close()


def test_up_to_three_data_sets_are_compared_in_the_radar(screen):
    screen.tabs.setCurrentIndex(RESULT)
    ranking = screen.result.ranking
    assert len(ranking.rows) == 44
    ranking.grab()
    for key in ("D01", "D30", "D45"):
        ranking.chosen.emit(key)
    assert screen.result.chosen == ("D01", "D30", "D45")
    assert [one.label.split()[0] for one in screen.result.radar.series] == ["D01", "D30", "D45"]
    ranking.chosen.emit("D30")
    assert screen.result.chosen == ("D01", "D45")
    assert "等级" in screen.result.chosen_words.text()


def test_a_problem_leads_to_its_score(screen):
    row = next(one for one in screen.session.project.expert_scores if one.expert == "E2")
    screen.show_place("expert_score", row.id, "risk_rights")
    assert screen.tabs.currentIndex() == SHEET
    assert screen.sheet.expert.currentData() == "E2"
    assert screen.sheet.table.current_id() == row.id


def test_a_problem_leads_to_its_judgement(screen):
    record = screen.session.project.judgements[1]
    screen.show_place("judgement", record.id, "value")
    assert screen.tabs.currentIndex() == WEIGHTS
    index = screen.weights.view.currentIndex()
    assert (screen.weights.model.keys[index.row()], screen.weights.model.keys[index.column()]) == (record.first, record.second)


def test_the_place_is_kept(screen):
    screen.tabs.setCurrentIndex(RESULT)
    screen.result.choose(["D30", "D45"])
    kept = screen.place()
    screen.tabs.setCurrentIndex(EXPERTS)
    screen.result.choose(["D01"])
    screen.restore(kept)
    assert screen.tabs.currentIndex() == RESULT
    assert screen.result.chosen == ("D30", "D45")


def _entry(*parts):
    from gzvalue.schema.edit import Entry

    return Entry(*parts)
