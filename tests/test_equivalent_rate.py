"""The discount rate on the other side of income tax."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from valuation_case import data_set, head, income, member, project, rate, unit

from gzvalue.actions.gathering import gathered
from gzvalue.actions.value import as_json, value
from gzvalue.outputs.blocks import RowsTable
from gzvalue.outputs.chapters.valuation_rates import discount_rate
from gzvalue.valuation.equivalent_rate import equivalent_rates, project_equivalent
from gzvalue.valuation.evaluate import evaluate
from gzvalue.valuation.formulas.income import income_after_tax, present_value
from gzvalue.valuation.procedures.pretax import post_tax_rate, pre_tax_rate
from gzvalue.valuation.procedures.unsolvable import Unsolvable


def one_year(basis="税后"):
    """One year of income, discounted over one year (end of the year)."""
    return project(
        head(tax_rate=Decimal("0.25"), timing="期末"), rate(basis=basis), data_set(1, "D1"),
        unit(1, "U1", life_years=Decimal(1), income_basis="税前", rate_basis=basis), member(1, "U1", "D1"), income(1, "U1", 2026, 1000),
    )  # fmt: skip


def test_one_year_by_hand_both_ways():
    """(1 − T) ÷ (1 + r) = 1 ÷ (1 + r′): the unit's flow drops out."""
    after = one_year()
    r = after.discount.entered_rate
    (found,) = equivalent_rates(after, evaluate(after))
    expected = (1 + Fraction(r)) / (1 - Fraction(1, 4)) - 1
    assert (found.unit, found.basis, found.other) == ("", "税后", "税前")
    assert abs(Fraction(found.equivalent) - expected) < Fraction("1e-9")
    assert found.approximate == (r / Decimal("0.75")).quantize(Decimal("1e-10")).normalize()
    before = one_year("税前")
    (back,) = equivalent_rates(before, evaluate(before))
    assert (back.basis, back.other) == ("税前", "税后")
    assert abs(Fraction(back.equivalent) - ((1 + Fraction(r)) * Fraction(3, 4) - 1)) < Fraction("1e-9")


@given(st.lists(st.integers(0, 10**6).map(Decimal), min_size=1, max_size=6).filter(any), st.integers(0, 3000), st.integers(0, 6000))
@settings(deadline=None, max_examples=40)
def test_there_and_back(flows, rate, tax):
    r, t, years = Decimal(rate).scaleb(-4), Decimal(tax).scaleb(-4), [Decimal(n) - Decimal("0.5") for n in range(1, len(flows) + 1)]
    there = pre_tax_rate(flows, r, t, years)
    assert float(post_tax_rate(flows, there, t, years)) == pytest.approx(float(r), abs=1e-9)
    after = present_value([income_after_tax(f, t) for f in flows], r, years)
    assert float(present_value(flows, there, years)) == pytest.approx(float(after), rel=1e-12)


def test_a_tax_that_no_rate_makes_up_for_is_said():
    with pytest.raises(Unsolvable, match="税后"):
        post_tax_rate([Decimal(1)], Decimal("0.1"), Decimal("0.9999"), [Decimal(1)])


def test_units_with_their_own_rate_stand_apart():
    found = project(
        head(tax_rate=Decimal("0.25")), rate(basis="税后"), data_set(1, "D1"), data_set(2, "D2"),
        unit(1, "U1", income_basis="税前", rate_basis="税后"), member(1, "U1", "D1"), income(1, "U1", 2026, 1000), income(2, "U1", 2027, 1000),
        unit(2, "U2", income_basis="税前", rate_basis="税后", discount_rate=Decimal("0.2"), life_years=Decimal(1)), member(2, "U2", "D2"), income(3, "U2", 2026, 500),
    )  # fmt: skip
    rates = equivalent_rates(found, evaluate(found))
    assert [(one.unit, one.rate) for one in rates] == [("", found.discount.entered_rate), ("U2", Decimal("0.2"))]
    assert rates[0].equivalent > rates[0].approximate


def test_without_a_tax_or_a_rate_there_is_none():
    bare = project(head(tax_rate=None), rate(basis="税前"), data_set(1, "D1"), unit(1, "U1", rate_basis="税前", life_years=Decimal(1)), member(1, "U1", "D1"),
                   income(1, "U1", 2026, 1000))  # fmt: skip
    assert equivalent_rates(bare, evaluate(bare)) == ()
    assert project_equivalent(project(head()), evaluate(project(head()))) is None


def test_json_and_chapter_say_the_same():
    found = one_year()
    (told,) = as_json(value(found))["equivalent_rates"]
    assert told["unit"] is None
    assert told["formula"].startswith("Σ")
    table = next(b for b in discount_rate(gathered(found)) if isinstance(b, RowsTable) and b.caption == "税前、税后折现率的换算")
    assert table.rows[0][5] == f"{(Decimal(told['equivalent']) * 100).quantize(Decimal('0.01'))}%"
    assert "迭代" in table.note
    assert "近似" in table.note
