"""Marks of a scale that window and paper share: round figures, and labels that do not meet."""

from collections.abc import Sequence
from math import ceil, floor, log10

_STEPS = 4
_GAP = 6.0
_EVERY = (1, 2, 3, 4, 6, 8, 12, 16, 24, 48, 96)


def ticks(most: float) -> list[float]:
    """Round marks from 0 to at least ``most``."""
    if most <= 0:
        return [0.0, 1.0]
    rough = most / _STEPS
    power = 10.0 ** floor(log10(rough))
    step = next(one * power for one in (1, 2, 2.5, 5, 10) if one * power >= rough * 0.9999999)
    return [step * n for n in range(ceil(most / step - 1e-9) + 1)]


def shown_labels(widths: Sequence[float], step: float) -> list[int]:
    """Which labels fit below the scale: all, or every so many from the first.

    Args:
        widths: of the labels.
        step: distance between two of them.
    """
    widest = max(widths, default=0.0) + _GAP
    least = max(1, ceil(widest / step)) if step > 0 else 1
    every = next((one for one in _EVERY if one >= least), least)
    return list(range(0, len(widths), every))
