"""The pre-tax rate that gives pre-tax flows the same present value as the post-tax rate gives post-tax flows."""

from collections.abc import Sequence
from decimal import Decimal, localcontext
from typing import Any

from gzvalue.valuation.formula import EXACT
from gzvalue.valuation.formulas.income import income_after_tax, present_value
from gzvalue.valuation.procedures.unsolvable import Unsolvable

_FINE = Decimal("1e-20")


def pre_tax_rate(income: Sequence[Any], rate: Decimal, tax: Decimal, exponents: Sequence[Any]) -> Decimal:
    """Solve Σ F(1−T)/(1+r)^n = Σ F/(1+r′)^n for r′ by halving; dividing by (1 − T) holds for a level perpetuity only.

    Args:
        income: pre-tax income per period, none negative and one positive.
        rate: post-tax rate > −1.
        tax: 0 ≤ tax < 1.
        exponents: years of each period, > 0.

    Raises:
        Unsolvable: the income allows no unique rate.
    """
    if any(f < 0 for f in income) or not any(f > 0 for f in income):
        raise Unsolvable("income", "换算税前折现率需要各期收益不为负且至少一期为正")
    goal = present_value([income_after_tax(f, tax) for f in income], rate, exponents)
    with localcontext(EXACT):
        low, high = rate, rate + 1
        while present_value(income, high, exponents) > goal:
            high = high * 2 + 1
            if high > 10**6:
                raise Unsolvable("income", "税率过高，换算不出合理的税前折现率")
        while high - low > _FINE:
            middle = (low + high) / 2
            low, high = (middle, high) if present_value(income, middle, exponents) > goal else (low, middle)
        return (low + high) / 2
