"""A unit split by Shapley shares of its joint scenarios: by hand, against all coalitions, against sampled orders."""

from decimal import Decimal
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from valuation_case import d, data_set, income, member, messages, project, unit
from workbook_hands import Recalculated, assert_near, figures, written

from gzvalue.schema.expert_forms import JointScenario
from gzvalue.valuation.evaluate import evaluate
from gzvalue.valuation.ledger import ledger_of
from gzvalue.valuation.procedures.shapley import sampled_shapley, shapley
from gzvalue.valuation.shapley_split import joint_shares, worth


def joint(id: int, sets: tuple[str, ...] | None, amount: Any, **more: Any) -> JointScenario:
    return JointScenario(id=id, **{"unit": "U1", "name": f"场景{id}", "data_sets": sets, "income": d(amount), **more})


def split(*scenarios: JointScenario, count: int = 3) -> Any:
    codes = [f"D{n}" for n in range(1, count + 1)]
    return project(
        *(data_set(n, code) for n, code in enumerate(codes, 1)), unit(1, "U1", income_basis="税后", allocation="按沙普利值"),
        *(member(n, "U1", code) for n, code in enumerate(codes, 1)), income(1, "U1", 2026, 1100), income(2, "U1", 2027, 1210), *scenarios,
    )  # fmt: skip


def test_a_split_by_hand() -> None:
    """600 from D1 and D2 together, 300 from all three: 300 + 100, 300 + 100, 100 of 900; the unit is worth 2,000."""
    found = evaluate(split(joint(1, ("D1", "D2"), 600), joint(2, ("D1", "D2", "D3"), 300)))
    assert found.units[0].shares == {"D1": Decimal("888.89"), "D2": Decimal("888.89"), "D3": Decimal("222.22")}
    assert sum(found.units[0].shares.values()) == found.total == 2000
    steps = {one.id: one for one in found.steps}
    assert steps["U1/沙普利值/D1"].value == 400
    assert [one.origin for one in steps["U1/分摊/D1"].inputs][1] == "U1/沙普利值/D1"


def test_a_member_that_no_scenario_needs_gets_nothing() -> None:
    found = evaluate(split(joint(1, ("D1",), 600)))
    assert found.units[0].shares == {"D1": Decimal("2000.00"), "D2": Decimal("0.00"), "D3": Decimal("0.00")}


def test_without_scenarios_the_value_is_not_split_and_it_is_said() -> None:
    found = evaluate(split())
    assert found.units[0].shares == {}
    assert "没有可用的沙普利值" in messages(found.problems)


@pytest.mark.parametrize(
    ("scenario", "said"),
    [
        (joint(1, ("D1", "D9"), 600), "D9 不是 U1 的成员"),
        (joint(1, None, 600), "没有计入沙普利值"),
        (joint(1, ("D1",), None), "没有计入沙普利值"),
        (joint(1, ("D1",), -5), "没有计入沙普利值"),
    ],
)
def test_a_scenario_that_cannot_be_used_is_named(scenario: JointScenario, said: str) -> None:
    found = evaluate(split(scenario, joint(2, ("D2",), 100)))
    assert said in messages(found.problems, "error")
    assert found.units[0].shares["D2"] == 2000


_SETS = st.sets(st.integers(1, 6), min_size=1)


@given(st.lists(st.tuples(_SETS, st.integers(0, 10**9)), min_size=1, max_size=8))
@settings(max_examples=40, deadline=None)
def test_the_closed_formula_is_the_shapley_value_over_all_coalitions(found: list[tuple[set[int], int]]) -> None:
    given = split(*(joint(n, tuple(f"D{i}" for i in sorted(sets)), amount) for n, (sets, amount) in enumerate(found, 1)), count=6)
    ours = joint_shares(given, ledger_of(given))
    players = [f"D{n}" for n in range(1, 7)]
    games = [(frozenset(f"D{i}" for i in sets), Decimal(amount)) for sets, amount in found]
    worths = {frozenset(some): worth(games, frozenset(some)) for size in range(1, 7) for some in combinations(players, size)}
    for player, share in shapley(players, worths).items():
        assert abs((ours.weight("U1", player)[0] or Decimal(0)) - share) <= Decimal("0.005")


def test_above_twelve_the_exact_shares_lie_within_the_error_of_sampled_orders() -> None:
    players = [f"D{n}" for n in range(1, 16)]
    games = [(frozenset(players[n : n + 4]), Decimal(100 * (n + 1))) for n in range(12)]
    given = split(*(joint(n, tuple(sorted(sets)), amount) for n, (sets, amount) in enumerate(games, 1)), count=15)
    ours = joint_shares(given, ledger_of(given))
    sampled = sampled_shapley(players, lambda some: worth(games, some), orders=400, seed=5)
    for player in players:
        assert abs((ours.weight("U1", player)[0] or Decimal(0)) - sampled.shares[player]) <= 5 * sampled.errors[player] + Decimal("0.01")


def test_the_workbook_recalculates_to_the_engine_also_after_a_change(tmp_path: Path) -> None:
    scenarios = [joint(1, ("D1", "D2"), 600), joint(2, ("D1", "D2", "D3"), "100.01")]
    made = written(split(*scenarios), tmp_path / "a.xlsx")
    book = Recalculated.of(tmp_path / "a.xlsx")
    assert_near(book.value, made, figures(split(*scenarios)))
    other = [scenarios[0], joint(2, ("D1", "D2", "D3"), "7777.77")]
    book.change({made.inputs["joint_scenario", 2, "income"]: 7777.77})
    assert_near(book.value, made, figures(split(*other)))
