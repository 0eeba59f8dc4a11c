"""The pre-tax rate that gives pre-tax flows the same present value as the post-tax rate gives post-tax flows, and the other way round.

Solved by Newton's method: a present value falls and is convex in the rate, so that from the left the steps close in without passing it.
"""

from collections.abc import Sequence
from decimal import Decimal, localcontext
from typing import Any

from gzvalue.valuation.formula import EXACT
from gzvalue.valuation.formulas.income import income_after_tax, present_value
from gzvalue.valuation.procedures.unsolvable import Unsolvable

_FINE = Decimal("1e-20")
_MOST = 10**6
_STEPS = 500


def pre_tax_rate(income: Sequence[Any], rate: Decimal, tax: Decimal, exponents: Sequence[Any]) -> Decimal:
    """Solve Σ F(1−T)/(1+r)^n = Σ F/(1+r′)^n for r′; dividing by (1 − T) holds for a level perpetuity only.

    Args:
        income: pre-tax income per period, none negative and one positive.
        rate: post-tax rate > −1.
        tax: 0 ≤ tax < 1.
        exponents: years of each period, > 0.

    Raises:
        Unsolvable: the income allows no unique rate.
    """
    _check(income, "税前")
    goal = present_value([income_after_tax(f, tax) for f in income], rate, exponents)
    return _solved(income, goal, exponents, rate, "税率过高，换算不出合理的税前折现率")


def post_tax_rate(income: Sequence[Any], rate: Decimal, tax: Decimal, exponents: Sequence[Any]) -> Decimal:
    """Solve Σ F(1−T)/(1+r)^n = Σ F/(1+r′)^n for r, where the pre-tax rate r′ is known.

    Args:
        income: pre-tax income per period, none negative and one positive.
        rate: pre-tax rate > −1.
        tax: 0 ≤ tax < 1.
        exponents: years of each period, > 0.

    Raises:
        Unsolvable: the income allows no unique rate, or only one of −100 % or less.
    """
    _check(income, "税后")
    goal = present_value(income, rate, exponents)
    after = [income_after_tax(f, tax) for f in income]
    with localcontext(EXACT):
        low, wrong = rate, "税率过高，换算不出合理的税后折现率"
        while present_value(after, low, exponents) < goal:
            low = (low - 1) / 2  # towards −100 %, where the present value has no bound
            if low < Decimal("-0.999"):
                raise Unsolvable("income", wrong)
    return _solved(after, goal, exponents, low, wrong)


def _check(income: Sequence[Any], words: str) -> None:
    if any(f < 0 for f in income) or not any(f > 0 for f in income):
        raise Unsolvable("income", f"换算{words}折现率需要各期收益不为负且至少一期为正")


def _solved(income: Sequence[Any], goal: Decimal, exponents: Sequence[Any], start: Decimal, wrong: str) -> Decimal:
    """The rate at which the income is worth ``goal``; ``start`` is not above it."""
    with localcontext(EXACT):
        found = Decimal(start)
        for _ in range(_STEPS):
            parts = [f / (1 + found) ** n for f, n in zip(income, exponents, strict=True)]
            slope = sum((part * n for part, n in zip(parts, exponents, strict=True)), Decimal(0)) / (1 + found)
            further = (sum(parts, Decimal(0)) - goal) / slope
            found += further
            if abs(further) < _FINE * (1 + abs(found)):
                return found
            if found > _MOST:
                raise Unsolvable("income", wrong)
        return found
