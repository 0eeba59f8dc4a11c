"""The distributions of a project's parameters for NumPy and for SciPy."""

from typing import Any

from gzvalue.valuation.simulation.asked import Varied
from gzvalue.valuation.uncertainty import Distribution, Normal, Pert, Triangular, Uniform

_SHAPES = {"三角分布": Triangular, "PERT 分布": Pert, "正态分布": Normal, "均匀分布": Uniform}


def distribution_of(one: Varied) -> Distribution:
    """The distribution of the changes of a lever, as ratios (years for the life)."""
    made: Distribution = _SHAPES[one.shape](*(float(value * one.lever.scale) for value in one.values))
    return made


def frozen(one: Distribution) -> Any:
    """The same as a distribution of SciPy, for quasi-random draws through its inverse; it must not be a single value."""
    from scipy import stats

    match one:
        case Uniform(least, most):
            return stats.uniform(least, most - least)
        case Triangular(least, mode, most):
            return stats.triang((mode - least) / (most - least), least, most - least)
        case Pert(least, mode, most):
            span = most - least
            return stats.beta(1 + 4 * (mode - least) / span, 1 + 4 * (most - mode) / span, least, span)
        case Normal(mean, deviation):
            return stats.norm(mean, deviation)
    raise TypeError(f"no such distribution: {type(one).__name__}")
