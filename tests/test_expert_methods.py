"""Weights by CRITIC and by products, fuzzy evaluation, grey relation, rounds of questions and grey forecasts, on a project."""

from decimal import Decimal
from typing import Any

import pytest
from valuation_case import d, data_set, income, messages, project, unit

from gzvalue.schema.expert_forms import DelphiScore
from gzvalue.schema.scoring_forms import Expert, ExpertScore, Judgement, Weighting
from gzvalue.valuation.expert_methods import (
    Compared,
    accuracy,
    compared,
    delphi_problems,
    forecast_rows,
    proposals,
    rank_correlations,
    rounds,
)
from gzvalue.valuation.parameters import index_system
from gzvalue.valuation.procedures.weights import combined_weights, critic_weights, entropy_weights
from gzvalue.valuation.scores import score

KEYS = [one.key for one in index_system().indicators]


def sheet(id: int, code: str, marks: list[int], expert: str = "E1") -> ExpertScore:
    return ExpertScore(id=id, expert=expert, data_set=code, **{key: Decimal(mark) for key, mark in zip(KEYS, marks, strict=True)})


MARKS = [[50 + (n * 13 + i * i * 7 + i * n) % 50 for i in range(15)] for n in range(4)]


def scored(*more: Any, **weighting: Any) -> Any:
    return project(
        *(data_set(n + 1, f"D{n + 1}") for n in range(4)), Expert(id=1, code="E1"), Weighting(**weighting),
        *(sheet(n + 1, f"D{n + 1}", marks) for n, marks in enumerate(MARKS)), *more,
    )  # fmt: skip


def judgements() -> list[Judgement]:
    from fractions import Fraction

    names = [one.name for one in index_system().dimensions]
    size = [5, 4, 3, 2, 1]
    pairs = [(i, j) for i in range(5) for j in range(i + 1, 5)]
    return [
        Judgement(id=n, group="准则层", first=names[i], second=names[j], value=Fraction(size[i], size[j]))
        for n, (i, j) in enumerate(pairs, 1)
    ]


def test_weights_by_critic_are_those_of_the_procedure() -> None:
    found = score(scored(method="CRITIC 法"))
    wanted = critic_weights(MARKS).weights
    assert [float(found.weights[key]) for key in KEYS] == pytest.approx(wanted, abs=1e-9)
    assert sum(found.weights[key] for key in KEYS) == 1
    assert "CRITIC" in found.note


@pytest.mark.parametrize("objective", ["熵权法", "CRITIC 法"])
@pytest.mark.parametrize(("combination", "method"), [("乘积归一", "product"), ("几何平均", "geometric"), ("线性加权", "")])
def test_combined_weights(objective: str, combination: str, method: Any) -> None:
    found = score(scored(*judgements(), method="组合权重", objective=objective, combination=combination, alpha=d("0.3")))
    by_hand = score(scored(*judgements(), method="层次分析法")).weights
    data = (critic_weights if "CRITIC" in objective else entropy_weights)(MARKS).weights
    own = [float(by_hand[key]) for key in KEYS]
    wanted = combined_weights(own, data, method) if method else [0.3 * a + 0.7 * b for a, b in zip(own, data, strict=True)]
    assert [float(found.weights[key]) for key in KEYS] == pytest.approx(wanted, abs=1e-8)
    assert objective in found.note


def test_fuzzy_evaluation_by_hand() -> None:
    """Two experts: one gives 95 to all (优), the other 80 (良): half and half, 0.5 × 95 + 0.5 × 82 = 88.5."""
    given = project(
        data_set(1, "D1"), Expert(id=1, code="E1"), Expert(id=2, code="E2"), sheet(1, "D1", [95] * 15), sheet(2, "D1", [80] * 15, "E2"),
        data_set(2, "D2"), sheet(3, "D2", [55] * 15),
    )  # fmt: skip
    first, second = compared(given, score(given))
    assert first.fuzzy == (Decimal("0.5000"), Decimal("0.5000"), 0, 0)
    assert (first.fuzzy_score, first.fuzzy_rank) == (Decimal("88.50"), 1)
    assert (second.fuzzy_score, second.fuzzy_rank) == (Decimal("40.00"), 2)
    assert first.grey == 1
    assert first.grey_rank == 1


def test_without_scores_there_is_nothing_to_compare() -> None:
    given = project(data_set(1, "D1"))
    assert compared(given, score(given)) == ()


def marks(*rows: tuple[int, str, str, int]) -> list[DelphiScore]:
    return [DelphiScore(id=n, round=r, expert=e, item=i, score=Decimal(s)) for n, (r, e, i, s) in enumerate(rows, 1)]


def test_rounds_of_questions_with_their_agreement() -> None:
    """Three experts who rank three items alike agree fully: W = 1, χ² = 3·2·1 = 6, p = e^−3."""
    rows = [(1, e, i, s) for e in ("E1", "E2", "E3") for i, s in (("甲", 90), ("乙", 80), ("丙", 70))]
    mixed = [(2, "E1", "甲", 90), (2, "E1", "乙", 80), (2, "E2", "甲", 80), (2, "E2", "乙", 90), (2, "E3", "甲", 50)]
    first, second = rounds(project(*marks(*rows, *mixed)))
    assert (first.w, first.chi_square, first.p, first.agreed) == (1, 6, Decimal("0.0498"), True)
    assert first.items[0] == ("甲", 90, 0)
    assert (second.w, second.agreed) == (0, False)
    assert "另有 1 位专家没有评完" in second.fault


def test_rounds_that_cannot_be_judged_say_why() -> None:
    (only,) = rounds(project(*marks((1, "E1", "甲", 90))))
    assert only.w is None
    assert "至少" in only.fault
    (level,) = rounds(project(*marks(*((1, e, i, 80) for e in ("E1", "E2") for i in ("甲", "乙")))))
    assert "没有先后次序" in level.fault
    twice = project(*marks((1, "E1", "甲", 90), (1, "E1", "甲", 80)))
    assert "评了两次" in messages(delphi_problems(twice))


def actual(*amounts: Any, first: int = 2021, **more: Any) -> list[Any]:
    return [income(n, "U1", first + n - 1, amount, basis="实际", **more) for n, amount in enumerate(amounts, 1)]


def test_a_grey_forecast_is_proposed_with_its_grade_and_enters_nothing() -> None:
    given = project(unit(1, "U1"), *actual(100, 110, 121, 133, 146), income(9, "U1", 2026, 1))
    (one,) = proposals(given)
    assert (one.unit, one.key, one.grade) == ("U1", "transferable", "好")
    assert float(one.forecast[2026]) == pytest.approx(161, abs=1.5)
    assert list(one.forecast) == [2026, 2027, 2028, 2029, 2030]
    assert one.error < Decimal("0.01")
    rows = forecast_rows(given, one)
    assert (rows[0][0], rows[1][0]) == (9, None)  # a forecast of 2026 is there and would be changed
    assert given.income_years[-1].transferable == 1


def test_too_few_years_or_gaps_give_no_forecast() -> None:
    assert proposals(project(unit(1, "U1"), *actual(1, 2, 3))) == ()
    gap = [*actual(1, 2), *[income(n, "U1", 2030 + n, 5, basis="实际") for n in (5, 6)]]
    assert proposals(project(unit(1, "U1"), *gap)) == ()
    (negative,) = proposals(project(unit(1, "U1"), *actual(10, -5, 10, 20)))
    assert "负数" in negative.fault
    assert not negative.forecast


def test_grades_of_accuracy() -> None:
    grades = [accuracy(d(c), d(p)) for c, p in (("0.3", "1"), ("0.3", "0.9"), ("0.6", "0.75"), ("0.7", "1"))]  # type: ignore[arg-type]
    assert grades == ["好", "合格", "勉强", "不合格"]


def test_the_paper_tells_how_far_the_methods_agree_and_every_round() -> None:
    from gzvalue.actions.dossier import gathered
    from gzvalue.outputs.blocks import Paragraph, RowsTable
    from gzvalue.outputs.chapters.experts import blocks

    rows = marks(*[(1, e, i, s) for e in ("E1", "E2", "E3") for i, s in (("甲", 90), ("乙", 80), ("丙", 70))])
    content = gathered(scored(*rows, method="默认权重"))
    found = rank_correlations(content.compared_scores)
    assert found is not None
    made = blocks(content)
    words = "".join(one.text for one in made if isinstance(one, Paragraph))
    assert f"模糊综合评价 {found[0]}" in words.replace("−", "-")
    table = next(one for one in made if isinstance(one, RowsTable))
    assert table.rows[0][:3] == ("第 1 轮", "3", "1.000")
    assert blocks(gathered(project(data_set(1, "D1")))) == ()


def test_rank_correlation_by_hand() -> None:
    """Ranks 1 2 3 against 1 3 2: Σd² = 2, 1 − 6·2 ÷ (3·8) = 0.5."""
    one, two, three = (compared_row(rank, fuzzy) for rank, fuzzy in ((1, 1), (2, 3), (3, 2)))
    assert rank_correlations([one, two, three]) == (Decimal("0.500"), Decimal("1.000"))
    assert rank_correlations([one, two]) is None


def compared_row(rank: int, fuzzy: int) -> Compared:
    return Compared(f"D{rank}", "", Decimal(0), rank, (), Decimal(0), fuzzy, Decimal(0), rank)
