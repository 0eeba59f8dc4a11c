"""Option value on a recombining binomial tree (Cox–Ross–Rubinstein's backward induction)."""

import math

import numpy as np

from gzvalue.valuation.procedures.unsolvable import Unsolvable

MOST_STEPS = 5000
"""Work grows with the square of the steps."""


def binomial_value(
    *,
    spot: float,
    strike: float,
    up: float,
    down: float,
    rate: float,
    step_years: float,
    steps: int,
    probability: float,
    call: bool,
    american: bool,
) -> float:
    """Value today of an option after so many steps; an American one may be exercised at every step.

    Args:
        probability: risk-neutral probability of an up step, from `options.risk_neutral_probability`.

    Raises:
        Unsolvable: prices of the tree leave the range of double precision.
    """
    sign = 1.0 if call else -1.0
    discount = math.exp(-rate * step_years)
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        value = np.maximum(sign * (_prices(spot, up, down, steps) - strike), 0.0)
        for level in range(steps - 1, -1, -1):
            value = discount * (probability * value[1:] + (1.0 - probability) * value[:-1])
            if american:
                value = np.maximum(value, sign * (_prices(spot, up, down, level) - strike))
    found = float(value[0])
    if not math.isfinite(found):
        raise Unsolvable("steps", "二叉树的价格超出可计算的范围，请减少步数或核对上升、下降倍数")
    return found


def _prices(spot: float, up: float, down: float, level: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Prices of a level, lowest first."""
    ups = np.arange(level + 1, dtype=float)
    found: np.ndarray[tuple[int], np.dtype[np.float64]] = spot * np.power(up, ups) * np.power(down, level - ups)
    return found
