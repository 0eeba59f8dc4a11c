"""Procedures: AHP in groups, RI tables, Delphi agreement, sampled Shapley, pre-tax rates, schedules."""

import itertools
import math
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gzvalue.valuation.formulas.income import income_after_tax, present_value
from gzvalue.valuation.procedures.ahp import ahp, group_matrix, worst_pair
from gzvalue.valuation.procedures.delphi import agreement, authority, chi_square_tail
from gzvalue.valuation.procedures.pretax import pre_tax_rate
from gzvalue.valuation.procedures.ri_tables import DEFAULT, random_index, ri_tables
from gzvalue.valuation.procedures.schedule import Terms, month_after, schedule
from gzvalue.valuation.procedures.shapley import sampled_shapley, shapley
from gzvalue.valuation.procedures.unsolvable import Unsolvable
from gzvalue.valuation.procedures.weights import entropy_weights

# --- AHP --------------------------------------------------------------------------------------------


@st.composite
def consistent(draw: st.DrawFn) -> tuple[list[float], list[list[float]]]:
    weights = draw(st.lists(st.integers(1, 9).map(float), min_size=3, max_size=9))
    return [w / sum(weights) for w in weights], [[a / b for b in weights] for a in weights]


@given(consistent(), st.sampled_from(["eigen", "sum", "root"]))
@settings(deadline=None)
def test_a_consistent_matrix_gives_back_its_weights(made: tuple[list[float], list[list[float]]], method: str) -> None:
    weights, matrix = made
    found = ahp(matrix, method)  # type: ignore[arg-type]
    assert found.weights == pytest.approx(weights, rel=1e-9)
    assert found.lambda_max == pytest.approx(len(weights), rel=1e-9)
    assert (round(found.cr, 9), found.accepted) == (0, True)


def test_group_judgements_are_geometric_means_and_stay_reciprocal() -> None:
    one, other = [[1, 4], [0.25, 1]], [[1, 9], [1 / 9, 1]]
    assert group_matrix([one, other]) == [pytest.approx([1, 6]), pytest.approx([1 / 6, 1])]


def test_worst_pair_is_the_one_that_strays_farthest() -> None:
    assert worst_pair([[1, 2, 4, 4], [0.5, 1, 2, 9], [0.25, 0.5, 1, 1], [0.25, 1 / 9, 1, 1]], [0.5, 0.25, 0.125, 0.125]) == (1, 3)


def test_ri_tables_are_complete_sourced_and_not_called_official() -> None:
    assert set(ri_tables()) == {"textbook_a", "textbook_b", "saaty_2005", "donegan_dodd", "alonso_lamata"}
    assert DEFAULT == "saaty_2005"
    for name, table in ri_tables().items():
        assert table.source
        assert table.verified is False
        assert set(table.values) == set(range(1, 14 if name == "textbook_a" else 16))
        assert random_index(name, 2) == 0
        rising = list(table.values.values())
        assert rising == sorted(rising)


def test_the_doubtful_values_of_table_a_are_left_out_and_explained() -> None:
    assert "未核实" in ri_tables()["textbook_a"].note
    with pytest.raises(Unsolvable, match="14 阶"):
        random_index("textbook_a", 14)


def test_entropy_of_a_constant_column_is_one() -> None:
    found = entropy_weights([[1, 7], [2, 7], [4, 7]], rescale="none")
    assert found.measure[1] == 1
    assert found.weights == (1.0, 0.0)


# --- Delphi -----------------------------------------------------------------------------------------


def test_full_agreement() -> None:
    """Three experts rank three items alike: W = 1, χ² = 3 · 2 · 1 = 6, p = e⁻³ for two degrees of freedom."""
    found = agreement([[90, 80, 70], [85, 75, 60], [99, 50, 10]])
    assert (found.w, found.chi_square) == pytest.approx((1, 6))
    assert found.p == pytest.approx(math.exp(-3))


def test_agreement_with_ties() -> None:
    """Ranks (1.5, 1.5, 3) and (1, 2, 3): sums 2.5, 3.5, 6, S = 6.5; W = 12 · 6.5 ÷ (4 · 24 − 2 · 6) = 78/84."""
    found = agreement([[1, 1, 5], [1, 2, 3]])
    assert found.w == pytest.approx(78 / 84)


def test_variation_of_scores() -> None:
    found = agreement([[80, 0], [100, 0], [90, 5]])
    assert found.means == pytest.approx((90, 5 / 3))
    assert found.variations[0] == pytest.approx(10 / 90)


def test_no_order_no_agreement() -> None:
    with pytest.raises(Unsolvable, match="没有先后"):
        agreement([[3, 3], [4, 4]])


@pytest.mark.parametrize(
    ("x", "freedom", "p"), [(3.841458820694124, 1, 0.05), (5.991464547107979, 2, 0.05), (7.814727903251179, 3, 0.05), (18.307038053275146, 10, 0.05), (21.66599433346194, 9, 0.01), (0, 4, 1)]
)  # fmt: skip
def test_chi_square_against_printed_quantiles(x: float, freedom: int, p: float) -> None:
    assert chi_square_tail(x, freedom) == pytest.approx(p, rel=1e-12)


def test_authority_is_the_mean_of_basis_and_familiarity() -> None:
    assert authority(Decimal("0.8"), Decimal("0.7")) == Decimal("0.75")


# --- Shapley ----------------------------------------------------------------------------------------


def test_sampling_comes_within_its_error_and_sums_to_the_whole() -> None:
    players = [f"D{n:02}" for n in range(1, 15)]
    own = {p: Decimal(n) for n, p in enumerate(players, 1)}

    def worth(group: frozenset[str]) -> Decimal:
        """Each alone, and 100 more where the first two are together."""
        return sum((own[p] for p in group), Decimal(0)) + (100 if {"D01", "D02"} <= group else 0)

    found = sampled_shapley(players, worth, orders=400, seed=7)
    assert abs(sum(found.shares.values()) - worth(frozenset(players))) < Decimal("1e-20")
    assert found.shares["D14"] == 14
    assert abs(found.shares["D01"] - 51) <= 4 * found.errors["D01"]
    assert 0 < found.errors["D01"] < 5
    assert found == sampled_shapley(players, worth, orders=400, seed=7)


def test_exact_shares_of_twelve_players() -> None:
    players = [f"P{n}" for n in range(12)]
    groups = {frozenset(p for n, p in enumerate(players) if mask >> n & 1) for mask in range(1, 1 << 12)}
    shares = shapley(players, {g: Decimal(len(g)) ** 2 for g in groups})
    assert all(abs(Fraction(share) - 12) < Fraction("1e-28") for share in shares.values())


# --- pre-tax rate -----------------------------------------------------------------------------------


def test_pre_tax_rate_of_one_period() -> None:
    """F(1 − T) ÷ (1 + r) = F ÷ (1 + r′) gives 1 + r′ = (1 + r) ÷ (1 − T) = 1.1 ÷ 0.75."""
    assert abs(Fraction(pre_tax_rate([100], Decimal("0.1"), Decimal("0.25"), [1])) - (Fraction(11, 10) / Fraction(3, 4) - 1)) < Fraction(
        "1e-19"
    )


@given(st.lists(st.integers(0, 10**6).map(Decimal), min_size=1, max_size=6).filter(any), st.integers(0, 3000), st.integers(0, 5000))
@settings(deadline=None, max_examples=30)
def test_pre_tax_rate_keeps_the_value(income: list[Decimal], rate: int, tax: int) -> None:
    r, t, years = Decimal(rate).scaleb(-4), Decimal(tax).scaleb(-4), list(range(1, len(income) + 1))
    found = pre_tax_rate(income, r, t, years)
    assert found >= r
    after = present_value([income_after_tax(f, t) for f in income], r, years)
    assert float(present_value(income, found, years)) == pytest.approx(float(after), rel=1e-12)


@pytest.mark.parametrize("income", [[Decimal(-1), Decimal(3)], [Decimal(0)]])
def test_pre_tax_rate_needs_income(income: list[Decimal]) -> None:
    with pytest.raises(Unsolvable, match="收益"):
        pre_tax_rate(income, Decimal("0.1"), Decimal("0.25"), [1] * len(income))


# --- schedules --------------------------------------------------------------------------------------


def test_level_payments_by_days_end_without_a_jump() -> None:
    """The payment is level at the loan's own interest by days, so that only rounding is left for the last one."""
    found = schedule(Terms(Decimal(300000), Decimal("0.049"), 24, "annuity", 0, "act/360", date(2026, 1, 31)))
    payments = {p.payment for p in found.payments[:-1]}
    assert len(payments) == 1
    assert abs(found.payments[-1].payment - payments.pop()) < Decimal("0.50")


def test_interest_by_days_follows_the_calendar() -> None:
    found = schedule(Terms(Decimal(3600000), Decimal("0.1"), 3, "bullet", 0, "act/360", date(2028, 1, 31)))
    assert [p.interest for p in found.payments] == [29000, 31000, 30000]  # 29 February, 31 March, 30 April


def test_grace_is_interest_only() -> None:
    found = schedule(Terms(Decimal(1200), Decimal("0.12"), 5, "equal_principal", 2))
    assert [(p.principal, p.interest) for p in found.payments] == [(0, 12), (0, 12), (400, 12), (400, 8), (400, 4)]


def test_a_month_after_the_31st_is_the_last_day() -> None:
    assert [month_after(date(2026, 10, 31), n) for n in (1, 2, 4)] == [date(2026, 11, 30), date(2026, 12, 31), date(2027, 2, 28)]


@given(st.integers(2, 15), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_weights_are_numpy_s_eigenvector(size, random):
    matrix = np.ones((size, size))
    for i, j in itertools.combinations(range(size), 2):
        matrix[i, j] = random.choice([1, 2, 3, 5, 7, 9, 1 / 2, 1 / 3, 1 / 5, 1 / 9])
        matrix[j, i] = 1 / matrix[i, j]
    values, vectors = np.linalg.eig(matrix)
    first = int(np.argmax(values.real))
    expected = np.abs(vectors[:, first].real)
    found = ahp(matrix.tolist())
    assert np.allclose(found.weights, expected / expected.sum(), rtol=1e-11, atol=0)
    assert found.lambda_max == pytest.approx(float(values[first].real), rel=1e-12)
