"""Splitting an amount to the 分 so that the parts sum to it exactly: the largest remainder, ties by code."""

from collections.abc import Mapping
from decimal import Decimal

_FEN = 2


def apportion(amount: Decimal, weights: Mapping[str, Decimal], at_most: Mapping[str, Decimal] | None = None) -> dict[str, Decimal]:
    """The amount split by weights.

    Every part is its exact share cut to the 分; what is left over goes, one 分 each, to the largest remainders,
    of equal ones to the lower code. Whole-number arithmetic: no rounding error at any size.

    Args:
        amount: in 元, of at most two decimals; negative amounts are split like their opposite.
        weights: code → weight ≥ 0.
        at_most: code → the most that this code may get, for an amount that is itself a part of another split.

    Raises:
        ValueError: no weight is above 0, one is negative, or the amount is finer than a 分.
    """
    whole = amount.scaleb(_FEN)
    if whole != whole.to_integral_value():
        raise ValueError("an amount to be split has at most two decimals")
    codes = sorted(weights)
    keys = _whole_numbers([weights[code] for code in codes])
    if not any(keys) or min(keys) < 0:
        raise ValueError("the weights of a split are not negative, and one is above 0")
    sign, fen, all_keys = (-1 if whole < 0 else 1), abs(int(whole)), sum(keys)
    parts, rests = {}, []
    for code, key in zip(codes, keys, strict=True):
        parts[code], rest = divmod(fen * key, all_keys)
        rests.append((-rest, code))
    left = fen - sum(parts.values())
    room = None if at_most is None else {code: int(most.scaleb(_FEN)) for code, most in at_most.items()}
    for _, code in sorted(rests):
        if not left:
            break
        if room is None or parts[code] < room[code]:
            parts[code] += 1
            left -= 1
    return {code: Decimal(sign * part).scaleb(-_FEN) for code, part in parts.items()}


def _whole_numbers(values: list[Decimal]) -> list[int]:
    """The values scaled to whole numbers of the same proportions."""
    places = max([0, *(-int(value.as_tuple().exponent) for value in values)])
    return [int(value.scaleb(places)) for value in values]
