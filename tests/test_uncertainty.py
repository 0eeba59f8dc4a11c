"""Tornado, scenarios and Monte Carlo: seeded, correlated, named in their faults."""

from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gzvalue.valuation.formulas.income import present_value
from gzvalue.valuation.procedures.unsolvable import Unsolvable
from gzvalue.valuation.uncertainty import Normal, Pert, Triangular, Uniform, draw_parameters, monte_carlo, scenarios, tornado

COUNT = 40_000


def value(income: Any, rate: Any) -> Any:
    """Five equal years, on whatever face the numbers have."""
    if isinstance(income, Decimal):
        return present_value((income,) * 5, rate, (1, 2, 3, 4, 5))
    return present_value.arrays(income=[income] * 5, rate=rate, exponents=[1, 2, 3, 4, 5])


@pytest.mark.parametrize(
    ("one", "mean", "variance", "least", "most"),
    [
        (Uniform(2, 8), 5, 36 / 12, 2, 8),
        (Triangular(0, 3, 6), 3, 36 / 24, 0, 6),
        (Pert(0, 1, 5), 1.5, 1.5 * 3.5 / 7, 0, 5),  # (0 + 4 + 5) ÷ 6; variance (μ − a)(b − μ) ÷ 7
        (Normal(10, 2), 10, 4, -np.inf, np.inf),
        (Triangular(4, 4, 4), 4, 0, 4, 4),
        (Pert(4, 4, 4), 4, 0, 4, 4),
    ],
    ids=lambda v: type(v).__name__,
)
def test_draws_have_the_mean_spread_and_limits_of_their_distribution(
    one: Any, mean: float, variance: float, least: float, most: float
) -> None:
    found = draw_parameters({"x": one}, COUNT, 3)["x"]
    assert found.mean() == pytest.approx(mean, abs=0.05)
    assert found.var() == pytest.approx(variance, abs=0.1)
    assert (found >= least).all()
    assert (found <= most).all()


def test_the_same_seed_gives_the_same_result_and_another_seed_another() -> None:
    given = {"income": Triangular(80, 100, 130), "rate": Pert(0.1, 0.14, 0.2)}
    first = monte_carlo(value, given, draws=2000, seed=5)
    assert first == monte_carlo(value, given, draws=2000, seed=5)
    assert first.p50 != monte_carlo(value, given, draws=2000, seed=6).p50
    assert (first.draws, first.seed) == (2000, 5)


def test_percentiles_and_histogram() -> None:
    found = monte_carlo(lambda x: x * 100, {"x": Uniform(0, 1)}, draws=COUNT, seed=2)
    assert (found.p10, found.p50, found.p90) == pytest.approx((10, 50, 90), abs=1)
    assert sum(found.counts) == COUNT
    assert len(found.edges) == len(found.counts) + 1


@pytest.mark.parametrize("rho", [-0.8, 0.5])
def test_correlation_is_brought_about_without_touching_the_distributions(rho: float) -> None:
    given = {"a": Pert(0, 1, 5), "b": Uniform(0, 1), "c": Normal(0, 1)}
    apart, together = draw_parameters(given, COUNT, 4), draw_parameters(given, COUNT, 4, {("a", "c"): rho})
    assert np.array_equal(np.sort(together["a"]), np.sort(apart["a"]))
    assert np.array_equal(together["b"], apart["b"])
    ranks = [np.argsort(np.argsort(together[k])) for k in ("a", "c")]
    spearman = 6 / np.pi * np.arcsin(rho / 2)  # of jointly normal scores
    assert np.corrcoef(ranks)[0, 1] == pytest.approx(spearman, abs=0.02)


def test_simulation_runs_the_same_definition_as_the_report() -> None:
    fixed = monte_carlo(value, {"income": Uniform(100, 100), "rate": Uniform(0.1, 0.1)}, draws=3)
    assert fixed.p50 == pytest.approx(float(value(Decimal(100), Decimal("0.1"))), rel=1e-12)


@pytest.mark.parametrize(
    "wrong", [Uniform(2, 1), Triangular(0, 7, 6), Pert(3, 2, 6), Normal(0, -1), Normal(float("nan"), 1), Uniform(0, float("inf"))], ids=repr
)
def test_a_bad_distribution_is_named_by_its_parameter(wrong: Any) -> None:
    with pytest.raises(Unsolvable, match="折现率") as caught:
        monte_carlo(value, {"income": Uniform(1, 2), "折现率": wrong})
    assert caught.value.key == "折现率"


def test_correlations_that_cannot_hold_together_are_refused() -> None:
    given = {k: Uniform(0, 1) for k in "abc"}
    for wrong in ({("a", "b"): 0.9, ("b", "c"): 0.9, ("a", "c"): -0.9}, {("a", "b"): 1.5}, {("a", "a"): 0.5}):
        with pytest.raises(Unsolvable, match="相关"):
            draw_parameters(given, 10, 1, wrong)


def test_draws_that_make_no_sense_are_refused() -> None:
    with pytest.raises(Unsolvable, match="收窄"):
        monte_carlo(lambda x: np.log(x), {"x": Uniform(-1, 1)}, draws=100)
    with pytest.raises(Unsolvable, match="模拟次数"):
        monte_carlo(value, {"income": Uniform(0, 1)}, draws=0)


def test_tornado_puts_the_widest_bar_first() -> None:
    base = {"income": Decimal(100), "rate": Decimal("0.14")}
    bars = tornado(value, base, {"rate": (Decimal("0.13"), Decimal("0.15")), "income": (Decimal(80), Decimal(120))})
    assert [bar.name for bar in bars] == ["income", "rate"]
    assert bars[0].at_low < value(**base) < bars[0].at_high
    assert bars[1].at_low > bars[1].at_high  # a lower rate, a higher value
    assert bars[0].swing == bars[0].at_high - bars[0].at_low


def test_faults_of_a_tornado_name_the_parameter() -> None:
    with pytest.raises(Unsolvable, match="寿命"):
        tornado(value, {"income": 1, "rate": 0.1}, {"寿命": (1, 2)})
    with pytest.raises(Unsolvable, match="rate"):
        tornado(value, {"income": 1, "rate": 0.1}, {"rate": (0.2, 0.1)})


def test_scenarios_depart_from_the_base() -> None:
    base = {"income": Decimal(100), "rate": Decimal("0.1")}
    found = scenarios(value, base, {"基准": {}, "悲观": {"income": Decimal(70), "rate": Decimal("0.12")}})
    assert found["基准"] == value(**base)
    assert found["悲观"] < found["基准"]
    with pytest.raises(Unsolvable, match="悲观"):
        scenarios(value, base, {"悲观": {"incme": 1}})


@given(st.integers(1, 10**6), st.integers(1, 5000), st.integers(0, 10**6))
@settings(max_examples=20, deadline=None)
def test_percentiles_are_ordered(income: int, rate: int, seed: int) -> None:
    found = monte_carlo(value, {"income": Pert(0, income, 2 * income), "rate": Triangular(0, rate / 1e4, 1)}, draws=200, seed=seed)
    assert found.p10 <= found.p50 <= found.p90
    assert found.edges[0] <= found.mean <= found.edges[-1]
