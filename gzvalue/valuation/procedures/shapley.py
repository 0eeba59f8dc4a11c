"""Shapley shares: a joint income split by what each player adds to every coalition. Exact, in decimals."""

import math
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from gzvalue.valuation.formula import EXACT

MOST_PLAYERS = 12
"""Exact up to so many; 2¹² coalitions. Above, orders are sampled."""

Coalition = frozenset[str]


def shapley(players: Sequence[str], worth: Mapping[Coalition, Decimal]) -> dict[str, Decimal]:
    """Exact shares; they sum to the worth of all.

    Args:
        players: at most twelve different names.
        worth: of every coalition; that of none is 0 and need not be there.

    Raises:
        KeyError: a coalition has no worth.
    """
    count = len(players)
    values = _by_mask(players, worth)
    with localcontext(EXACT):
        whole = Decimal(math.factorial(count))
        orders = [math.factorial(size) * math.factorial(count - size - 1) for size in range(count)]
        shares = {}
        for place, player in enumerate(players):
            bit = 1 << place
            gains = [Decimal(0)] * count
            for mask in range(1 << count):
                if not mask & bit:
                    gains[mask.bit_count()] += values[mask | bit] - values[mask]
            shares[player] = sum((gain * n for gain, n in zip(gains, orders, strict=True)), Decimal(0)) / whole
        return shares


def _by_mask(players: Sequence[str], worth: Mapping[Coalition, Decimal]) -> list[Decimal]:
    coalitions = (frozenset(p for place, p in enumerate(players) if mask >> place & 1) for mask in range(1, 1 << len(players)))
    return [Decimal(0), *(worth[one] for one in coalitions)]


@dataclass(frozen=True)
class SampledShares:
    """Shares from sampled orders, with the standard error of each; shares sum to the worth of all."""

    shares: Mapping[str, Decimal]
    errors: Mapping[str, Decimal]
    orders: int
    seed: int


def sampled_shapley(players: Sequence[str], worth: Callable[[Coalition], Decimal], *, orders: int = 2000, seed: int = 1) -> SampledShares:
    """Shares from random orders of joining, for more players than can be enumerated; the same seed gives the same shares.

    Args:
        players: different names.
        worth: of a coalition; of none it is 0.
        orders: how many orders are drawn, at least 2.
        seed: of the generator.
    """
    draw = random.Random(seed)  # noqa: S311 - sampling, not secrecy
    with localcontext(EXACT):
        sums, squares = dict.fromkeys(players, Decimal(0)), dict.fromkeys(players, Decimal(0))
        known: dict[Coalition, Decimal] = {}
        for _ in range(orders):
            order, so_far, before = list(players), frozenset[str](), Decimal(0)
            draw.shuffle(order)
            for player in order:
                so_far |= {player}
                if so_far not in known:
                    known[so_far] = worth(so_far)
                gain = known[so_far] - before
                before = known[so_far]
                sums[player] += gain
                squares[player] += gain * gain
        shares = {p: sums[p] / orders for p in players}
        errors = {p: _standard_error(sums[p], squares[p], orders) for p in players}
        return SampledShares(shares, errors, orders, seed)


def _standard_error(total: Decimal, squares: Decimal, count: int) -> Decimal:
    variance = max(Decimal(0), squares - total * total / count) / (count - 1)
    return (variance / count).sqrt()
