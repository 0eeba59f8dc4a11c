"""Share counts in whole numbers: exact to the share, exact in sum. No record and no rounding error enters here.

A *unit* is what is counted: a share of a company limited by shares, a 分 of registered capital of a limited company.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

FEWEST_PLACES, MOST_PLACES = 4, 12
"""Decimals of a printed percentage: as many as it takes to tell unequal holdings apart, within these."""


def by_largest_remainder(total: int, weights: Sequence[int]) -> tuple[int, ...]:
    """A whole number split by weights into whole numbers that sum to it.

    Every part is its exact share cut to a whole number; what is left over goes, one each, to the largest remainders, of
    equal ones to the earlier. Money is apportioned likewise, with ties by code (`gzvalue.valuation.apportion`).

    Args:
        total: what is split, not negative.
        weights: not negative, one above 0.

    Raises:
        ValueError: the total or a weight is negative, or no weight is above 0.
    """
    whole = sum(weights)
    if total < 0 or min(weights, default=0) < 0 or not whole:
        raise ValueError("a split takes a total and weights that are not negative, one of them above 0")
    parts = [total * weight // whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda place: (-(total * weights[place] % whole), place))
    for place in order[: total - sum(parts)]:
        parts[place] += 1
    return tuple(parts)


def percentages(units: Sequence[int], places: int) -> tuple[Decimal, ...]:
    """Shares of the whole in per cent with so many decimals, which sum to exactly 100; all 0 where nothing is held."""
    if not sum(units):
        return tuple(Decimal(0) for _ in units)
    scaled = by_largest_remainder(100 * 10**places, units)
    return tuple(Decimal(part).scaleb(-places) for part in scaled)


def places_needed(*columns: Sequence[int]) -> int:
    """How many decimals a percentage needs so that in no column a holding shows as 0, or unequal ones as equal."""
    return max((_of_column(column) for column in columns), default=FEWEST_PLACES)


def _of_column(units: Sequence[int]) -> int:
    if not sum(units):
        return FEWEST_PLACES
    for places in range(FEWEST_PLACES, MOST_PLACES):
        if _told_apart(units, percentages(units, places)):
            return places
    return MOST_PLACES


def _told_apart(units: Sequence[int], shown: Sequence[Decimal]) -> bool:
    """Whether more held is shown as more, and nothing held as 0; equal holdings may differ in the last digit."""
    ranked = sorted(zip(units, shown, strict=True))
    return all(share > 0 for held, share in ranked if held) and all(low[1] < high[1] for low, high in pairwise(ranked) if low[0] != high[0])


def issued(amount: int, units_before: int, worth_before: int) -> int:
    """Whole new units for an amount at the price ``worth_before ÷ units_before``: cut, never rounded up.

    Args:
        amount: brought in, in 分.
        units_before: all units before the increase, above 0.
        worth_before: agreed worth of the company before it, in 分, above 0.
    """
    return amount * units_before // worth_before


def price(units_before: int, worth_before: int) -> Fraction:
    """The exact price of one unit in 分."""
    return Fraction(worth_before, units_before)


def stated(value: Fraction, places: int) -> Decimal:
    """A fraction, not negative, half up to so many decimals."""
    scaled = value * 10**places
    return Decimal((2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)).scaleb(-places)
