"""Scores: sheets averaged, weighted by the chosen method, graded and ranked; bad matrices refused by name."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from valuation_case import about, d, data_set, messages

from gzvalue.schema import edit
from gzvalue.schema.field import OWN_DEFAULT
from gzvalue.schema.kinds import rounded
from gzvalue.schema.project import Project, project_of
from gzvalue.schema.scoring_forms import DIMENSIONS, ExpertScore, Judgement, Weighting
from gzvalue.valuation.parameters import index_system, parameters
from gzvalue.valuation.score_steps import score_steps
from gzvalue.valuation.scores import score

KEYS = [one.key for one in index_system().indicators]
GOOD = ((1, 2, "1/2", 1, 1), ("1/2", 1, "1/3", "1/2", "1/2"), (2, 3, 1, 2, 2), (1, 2, "1/2", 1, 1), (1, 2, "1/2", 1, 1))
"""The sample's matrix: weights 0.1843, 0.0980, 0.3491, 0.1843, 0.1843; CR 0.002."""


def sheet(id: int, code: str, value: Any, expert: str = "E1", **others: Any) -> ExpertScore:
    return ExpertScore(id=id, expert=expert, data_set=code, **{**dict.fromkeys(KEYS, d(value)), **{k: d(v) for k, v in others.items()}})


def matrix(
    rows: Any = GOOD, *, first: int = 1, expert: str | None = None, group: str = "criteria", names: Any = tuple(DIMENSIONS)
) -> list[Judgement]:
    pairs = [(i, j) for i in range(len(names)) for j in range(i + 1, len(names))]
    return [
        Judgement(id=first + n, expert=expert, group=group, first=names[i], second=names[j], value=Fraction(str(rows[i][j])))
        for n, (i, j) in enumerate(pairs)
    ]


def scored(*more: Any, method: str | None = "默认权重", **settings: Any) -> Project:
    return project_of([data_set(1, "D1"), data_set(2, "D2"), data_set(3, "D3"), Weighting(method=method, **settings), *more])


# --- sheets, grades, ranks ----------------------------------------------------------------------


def test_experts_are_averaged_and_the_total_is_weighted():
    scores = score(scored(sheet(1, "D1", 80), sheet(2, "D1", 60, "E2", application_benefit=100)))
    one = scores.data_sets[0]
    assert one.experts == 2
    assert one.indicators["quality_accuracy"] == 70
    assert one.indicators["application_benefit"] == 90
    assert one.total == Decimal("72.80")  # 70 + 20 × 0.14
    assert one.dimensions["application"] == rounded(70 + 20 * Decimal("0.14") / Decimal("0.30"), 2)


def test_default_weights_sum_to_one_and_say_whose_they_are():
    scores = score(scored(sheet(1, "D1", 80)))
    assert scores.own_default
    assert OWN_DEFAULT in scores.note
    assert sum(scores.weights[key] for key in KEYS) == 1
    assert sum(scores.weights[key] for key in DIMENSIONS) == 1
    assert all(one.own_default and not one.verified for one in parameters("scoring").values())


@pytest.mark.parametrize(
    ("value", "grade"), [("78", "高"), ("77.99", "中"), ("62", "中"), ("61.99", "低"), ("0", "低"), ("100", "高"), ("77.996", "高")]
)
def test_the_grade_goes_by_the_total_as_shown(value, grade):
    assert score(scored(sheet(1, "D1", value))).data_sets[0].grade == grade


def test_thresholds_may_be_set_and_must_not_cross():
    assert score(scored(sheet(1, "D1", 70), high_from=d(70))).data_sets[0].grade == "高"
    crossed = score(scored(sheet(1, "D1", 70), high_from=d(50), middle_from=d(60)))
    assert crossed.data_sets[0].grade == "中"
    assert "高于" in about(crossed.problems, "weighting", 1, "middle_from").message


def test_ranks_go_by_total_and_of_equals_by_code():
    scores = score(scored(sheet(1, "D3", 80), sheet(2, "D1", 70), sheet(3, "D2", 80)))
    assert [(one.code, one.rank) for one in scores.data_sets] == [("D2", 1), ("D3", 2), ("D1", 3)]


def test_missing_indicators_are_named_and_leave_the_data_set_without_score():
    scores = score(scored(sheet(1, "D1", 80, market_demand=None, risk_rights=None), sheet(2, "D2", 70)))
    assert [one.code for one in scores.data_sets] == ["D2"]
    message = messages(scores.problems, "error")
    assert "D1" in message
    assert "需求强度" in message
    assert "权属清晰" in message
    assert "D3" in messages(scores.problems, "notice")


def test_one_expert_without_an_opinion_does_not_count_in_that_mean():
    scores = score(scored(sheet(1, "D1", 80), sheet(2, "D1", 60, "E2", market_demand=None)))
    assert scores.data_sets[0].indicators["market_demand"] == 80
    assert "需求强度" in messages(scores.problems, "notice")


def test_scores_out_of_range_lost_sheets_and_doubled_sheets_are_named():
    scores = score(scored(sheet(1, "D1", 120), sheet(2, "D9", 50), sheet(3, "D2", 50), sheet(4, "D2", 60)))
    assert [one.code for one in scores.data_sets] == ["D2"]
    assert "不大于" in about(scores.problems, "expert_score", 1, KEYS[0]).message
    assert "D9 不存在" in about(scores.problems, "expert_score", 2, "data_set").message
    assert "不止一张" in about(scores.problems, "expert_score", 4, "expert").message


def test_an_empty_project_has_no_scores_and_no_complaints():
    empty = score(project_of([]))
    assert empty.data_sets == ()
    assert empty.problems == ()


# --- AHP ----------------------------------------------------------------------------------------


def test_the_samples_matrix_gives_its_published_weights():
    scores = score(scored(sheet(1, "D1", 80), *matrix(), method="层次分析法", ri_table="textbook_a"))
    assert [rounded(scores.weights[key], 4) for key in DIMENSIONS] == [
        Decimal(w) for w in ("0.1843", "0.0980", "0.3491", "0.1843", "0.1843")
    ]
    top = scores.consistency[0]
    assert (rounded(top.cr, 3), top.ri, top.accepted) == (Decimal("0.002"), Decimal("1.12"), True)
    assert sum(scores.weights[key] for key in KEYS) == 1
    assert not scores.own_default
    assert "等权" in scores.note
    assert "国内教材甲" in scores.note


def test_judgements_within_a_dimension_replace_equal_weights():
    names = [one.key for one in index_system().dimensions[0].indicators]
    within = matrix(((1, 2, 2), (1, 1, 1), (1, 1, 1)), first=20, group="质量", names=names)
    scores = score(scored(sheet(1, "D1", 80), *matrix(), *within, method="层次分析法"))
    parts = [scores.weights[name] / scores.weights["quality"] for name in names]
    assert [rounded(part, 6) for part in parts] == [Decimal("0.5"), Decimal("0.25"), Decimal("0.25")]
    assert "质量" not in scores.note.partition("；")[2]


def test_either_direction_and_either_language_may_be_entered():
    turned = [Judgement(id=j.id, group="维度", first=DIMENSIONS[j.second], second=DIMENSIONS[j.first], value=1 / j.value) for j in matrix()]
    plain = score(scored(sheet(1, "D1", 80), *matrix(), method="层次分析法"))
    assert score(scored(sheet(1, "D1", 80), *turned, method="层次分析法")).weights == plain.weights


def test_several_experts_are_joined_by_geometric_means():
    low = matrix([[1] * 5] * 5, expert="E1")
    nine = [[1, 4, 4, 4, 4], [1] * 5, [1] * 5, [1] * 5, [1] * 5]
    scores = score(scored(sheet(1, "D1", 80), *low, *matrix(nine, first=11, expert="E2"), method="层次分析法"))
    assert rounded(scores.weights["quality"], 6) == rounded(Decimal(1) / 3, 6)  # √(1·4) = 2 against four others
    assert [one.group for one in scores.consistency] == ["criteria", "criteria/E1", "criteria/E2"]


def test_an_inconsistent_matrix_is_refused_with_its_worst_pair():
    bad = [list(row) for row in GOOD]
    bad[0][1] = 9  # quality against cost, out of step with the rest
    bad[1][2] = 9
    scores = score(scored(sheet(1, "D1", 80), *matrix(bad), method="层次分析法"))
    assert scores.weights == {}
    assert scores.data_sets == ()
    assert not scores.consistency[0].accepted
    problem = about(scores.problems, "judgement", 5, "value")
    assert problem.level == "error"
    assert "CR＝" in problem.message
    assert "“成本”与“应用”" in problem.message
    assert scores.consistency[0].worst == ("成本", "应用")


def test_one_inconsistent_expert_is_named_even_if_the_group_agrees():
    bad = [list(row) for row in GOOD]
    bad[1][2] = 9
    scores = score(scored(sheet(1, "D1", 80), *matrix(expert="E1"), *matrix(bad, first=11, expert="E2"), method="层次分析法"))
    assert scores.data_sets == ()
    assert "专家 E2 的" in messages(scores.problems, "error")


def test_an_incomplete_matrix_is_named():
    scores = score(scored(sheet(1, "D1", 80), *matrix()[:-1], method="层次分析法"))
    assert scores.data_sets == ()
    assert "市场–风险" in messages(scores.problems, "error")
    none = score(scored(sheet(1, "D1", 80), method="层次分析法"))
    assert "没有五个维度之间的判断矩阵" in messages(none.problems, "error")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (Judgement(id=50, group="价格", first="quality", second="cost", value=Fraction(1)), "不在指标体系内"),
        (Judgement(id=50, group="criteria", first="quality", second="price", value=Fraction(1)), "不是五个维度之间的比较项"),
        (Judgement(id=50, group="criteria", first="quality", second="quality", value=Fraction(1)), "与自己比较"),
        (Judgement(id=50, group="criteria", first="cost", second="quality", value=Fraction(9)), "互相矛盾"),
        (Judgement(id=50, group="criteria", first="cost", second="quality"), "甲比乙"),
        (Judgement(id=50, group="criteria", first="cost", second="quality", value=Fraction(20)), "1/9"),
    ],
)
def test_judgements_that_make_no_sense_are_named(wrong, words):
    scores = score(scored(sheet(1, "D1", 80), *matrix(), wrong, method="层次分析法"))
    assert words in messages(scores.problems, "error")


# --- entropy and combination --------------------------------------------------------------------


def test_entropy_weighs_what_differs():
    sheets = (sheet(1, "D1", 50, market_demand=10), sheet(2, "D2", 50, market_demand=90), sheet(3, "D3", 50, market_demand=50))
    scores = score(scored(*sheets, method="熵权法"))
    assert scores.weights["market_demand"] == 1
    assert [one.total for one in scores.data_sets] == [90, 50, 10]
    assert scores.data_sets[0].dimensions["quality"] == 50


def test_entropy_needs_several_data_sets_that_differ():
    assert "至少要有 2 个" in messages(score(scored(sheet(1, "D1", 50), method="熵权法")).problems, "error")
    same = score(scored(sheet(1, "D1", 50), sheet(2, "D2", 50), method="熵权法"))
    assert same.data_sets == ()
    assert "都相同" in messages(same.problems, "error")


def test_combined_weights_lie_between():
    sheets = (sheet(1, "D1", 50, market_demand=10), sheet(2, "D2", 50, market_demand=90))
    scores = score(scored(*sheets, *matrix(), method="组合权重", alpha=d("0.6")))
    ahp = score(scored(*sheets, *matrix(), method="层次分析法")).weights["market_demand"]
    assert rounded(scores.weights["market_demand"], 9) == rounded(Decimal("0.6") * ahp + Decimal("0.4"), 9)
    assert "60%" in scores.note
    assert OWN_DEFAULT in score(scored(*sheets, *matrix(), method="组合权重")).note


# --- steps and reuse ----------------------------------------------------------------------------


def test_the_derivation_of_a_score_ends_in_its_total():
    project = scored(sheet(1, "D1", 80), sheet(2, "D1", 61, "E2", market_demand=37))
    scores = score(project)
    steps = score_steps(project, scores, 1)
    assert rounded(steps[-1].value, 2) == scores.data_sets[0].total
    assert steps[0].inputs[0].origins == (("expert_score", 1, KEYS[0]), ("expert_score", 2, KEYS[0]))
    assert len({one.id for one in steps}) == len(steps) == 21
    assert score_steps(project, scores, 2) == ()


def test_earlier_scores_are_taken_over_without_changing_anything():
    project = scored(sheet(1, "D1", 80), sheet(2, "D2", 61), *matrix(), method="组合权重")
    before = score(project)
    assert score(project, before) is before
    for entry in (
        edit.Entry("expert_score", 1, "market_demand", "15"), edit.Entry("judgement", 1, "value", "3"), edit.Entry("weighting", 1, "method", "熵权法"),
        edit.Entry("weighting", 1, "high_from", "60"), edit.Entry("data_set", 1, "name", "新名"), edit.Entry("data_set", 1, "code", "X1"),
    ):  # fmt: skip
        changed = edit.apply(project, edit.enter(project, "改", [entry]))
        assert score(changed, before) == score(changed)
