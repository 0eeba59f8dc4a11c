"""A joint value split by Shapley: from the gain of every combination, or from scenarios that need all they name. Pure.

Shapley: φᵢ = Σ |S|!(n−|S|−1)!/n! · (v(S∪i) − v(S)), the mean over sizes of what i adds on average to combinations of that
size (textbook formula; `gzvalue.valuation.procedures.shapley`). Amounts to the 分 by largest remainder, ties by order.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import combinations

from gzvalue.circulation.training_result import Combination, Gain
from gzvalue.valuation.formula import EXACT
from gzvalue.valuation.procedures.shapley import MOST_PLAYERS, shapley

__all__ = ["MOST_PLAYERS", "averages", "completed", "exact_parts", "missing", "of_scenarios", "shapley"]


def missing(players: Sequence[str], known: Mapping[Combination, Decimal]) -> tuple[tuple[str, ...], ...]:
    """The combinations without a gain, by size and order of the players; that of none needs none."""
    return tuple(
        one for size in range(1, len(players) + 1) for one in combinations(players, size) if frozenset(one) not in known
    )  # fmt: skip


def completed(players: Sequence[str], known: Mapping[Combination, Decimal]) -> tuple[Gain, ...]:
    """The gain of every combination, by size; a lacking one is the largest known of what it contains, at least 0 (project's own rule)."""
    bits = {player: 1 << place for place, player in enumerate(players)}
    gains = {sum(bits[player] for player in one): gain for one, gain in known.items()}
    best = [Decimal(0)] * (1 << len(players))
    for mask in range(1, 1 << len(players)):
        inside = max(best[mask & ~bit] for bit in bits.values() if mask & bit)
        best[mask] = max(inside, gains.get(mask, inside))
        gains.setdefault(mask, inside)
    return tuple(
        Gain(one, gains[sum(bits[player] for player in one)], frozenset(one) not in known)
        for size in range(1, len(players) + 1)
        for one in combinations(players, size)
    )


def averages(players: Sequence[str], worth: Mapping[Combination, Decimal]) -> dict[str, tuple[Decimal, ...]]:
    """What each player adds on average to combinations of 0, 1, …, n−1 others."""
    found = {}
    with localcontext(EXACT):
        for player in players:
            others = [one for one in players if one != player]
            row = []
            for size in range(len(players)):
                added = [worth[frozenset((*one, player))] - worth.get(frozenset(one), Decimal(0)) for one in combinations(others, size)]
                row.append(sum(added, Decimal(0)) / len(added))
            found[player] = tuple(row)
    return found


def of_scenarios(players: Sequence[str], scenarios: Sequence[tuple[Combination, Decimal]]) -> dict[str, Decimal]:
    """Shapley values where each scenario earns only if all its data sets are there: it is split evenly between them."""
    with localcontext(EXACT):
        return {
            player: sum((income / len(needed) for needed, income in scenarios if player in needed), Decimal(0)) for player in players
        }  # fmt: skip


def exact_parts(total: int, values: Sequence[Decimal]) -> tuple[int, ...]:
    """Whole numbers in the proportions of the values that sum to the total: cut downwards, the rest by largest remainder, ties by order.

    Args:
        total: what is split.
        values: of which some may be negative; their sum is above 0.

    Raises:
        ValueError: the sum is not above 0.
    """
    weights = [Fraction(value) for value in values]
    whole = sum(weights)
    if whole <= 0:
        raise ValueError("values whose sum is not above 0 give no proportions")
    exact = [total * weight / whole for weight in weights]
    parts = [share.numerator // share.denominator for share in exact]
    order = sorted(range(len(parts)), key=lambda place: (parts[place] - exact[place], place))
    for place in order[: total - sum(parts)]:
        parts[place] += 1
    return tuple(parts)
