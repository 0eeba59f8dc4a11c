"""Delphi rounds: how far experts agree — Kendall's W with ties, coefficient of variation, authority."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np

from gzvalue.valuation.procedures.unsolvable import Unsolvable


@dataclass(frozen=True)
class Agreement:
    """Coordination of one round.

    Attributes:
        w: Kendall's coefficient, 0 none … 1 full agreement, corrected for ties.
        chi_square: m·(n − 1)·W.
        p: probability of such a χ² or more without any agreement (n − 1 degrees of freedom).
        means: mean score per item.
        variations: coefficient of variation per item (sample standard deviation / mean); ``None`` where the mean is 0.
    """

    w: float
    chi_square: float
    p: float
    means: tuple[float, ...]
    variations: tuple[float | None, ...]


def agreement(scores: Sequence[Sequence[Any]]) -> Agreement:
    """Agreement of experts (rows) on items (columns); at least two of each.

    Raises:
        Unsolvable: every expert gave all items the same score, so there is no order to agree on.
    """
    x = np.array([[float(s) for s in row] for row in scores])
    experts, items = x.shape
    ranks = np.array([_ranks(row) for row in x.tolist()])
    sums = ranks.sum(axis=0)
    spread = float(((sums - sums.mean()) ** 2).sum())
    ties = sum(float(t**3 - t) for row in x.tolist() for t in Counter(row).values())
    most = experts**2 * (items**3 - items) - experts * ties
    if most <= 0:
        raise Unsolvable("scores", "各专家对所有项目给分相同，没有先后次序，无法计算协调系数")
    w = 12 * spread / most
    chi_square = experts * (items - 1) * w
    means = x.mean(axis=0)
    deviations = x.std(axis=0, ddof=1)
    variations = tuple(float(d / m) if m else None for d, m in zip(deviations, means, strict=True))
    return Agreement(w, chi_square, chi_square_tail(chi_square, items - 1), tuple(means.tolist()), variations)


def _ranks(row: Sequence[float]) -> list[float]:
    """Ranks from 1, ties sharing their mean."""
    ordered = sorted(row)
    return [ordered.index(s) + (ordered.count(s) + 1) / 2 for s in row]


def chi_square_tail(x: float, freedom: int) -> float:
    """P(χ² ≥ x) for whole degrees of freedom ≥ 1, by the finite sums that hold for them."""
    if x <= 0:
        return 1.0
    half = x / 2
    if freedom % 2 == 0:
        return math.fsum(math.exp(-half + k * math.log(half) - math.lgamma(k + 1)) for k in range(freedom // 2))
    odd = math.fsum(math.exp(-half + (k - 0.5) * math.log(half) - math.lgamma(k + 0.5)) for k in range(1, (freedom - 1) // 2 + 1))
    return math.erfc(math.sqrt(half)) + odd


def authority(basis: Decimal, familiarity: Decimal) -> Decimal:
    """An expert's authority Cr = (Ca + Cs) / 2 from the basis of judgement and familiarity, each 0…1; ≥ 0.7 is usually asked for."""
    return (basis + familiarity) / 2
