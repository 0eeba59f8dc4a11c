"""How uncertain a value is: tornado, scenarios and seeded Monte Carlo over the array face of the formulas.

A *model* is any function of named numbers that gives one number; built from formulas' ``arrays`` it takes
whole arrays of draws at once. Results are evidence of sensitivity, never the conclusion.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from gzvalue.valuation.procedures.unsolvable import Unsolvable

Array = npt.NDArray[np.float64]
Model = Callable[..., Any]

MOST_DRAWS = 2_000_000
BINS = 40


class Distribution(Protocol):
    """What a parameter may be worth."""

    def fault(self) -> str:
        """What is wrong with it, in words, or nothing."""

    def draw(self, source: np.random.Generator, count: int) -> Array:
        """So many independent draws."""


@dataclass(frozen=True)
class Uniform:
    """Anything between two limits, equally likely."""

    least: float
    most: float

    def fault(self) -> str:
        """What is wrong with it, in words, or nothing."""
        return _ordered(self.least, self.most)

    def draw(self, source: np.random.Generator, count: int) -> Array:
        """So many independent draws."""
        return source.uniform(self.least, self.most, count)


@dataclass(frozen=True)
class Triangular:
    """Between two limits, most likely at ``mode``."""

    least: float
    mode: float
    most: float

    def fault(self) -> str:
        """What is wrong with it, in words, or nothing."""
        return _ordered(self.least, self.mode, self.most)

    def draw(self, source: np.random.Generator, count: int) -> Array:
        """So many independent draws."""
        if self.least == self.most:
            return np.full(count, self.least)
        return source.triangular(self.least, self.mode, self.most, count)


@dataclass(frozen=True)
class Pert:
    """Between two limits, gathered around ``mode``: Beta with mean (a + 4m + b) ÷ 6."""

    least: float
    mode: float
    most: float

    def fault(self) -> str:
        """What is wrong with it, in words, or nothing."""
        return _ordered(self.least, self.mode, self.most)

    def draw(self, source: np.random.Generator, count: int) -> Array:
        """So many independent draws."""
        span = self.most - self.least
        if span == 0:
            return np.full(count, self.least)
        first = 1 + 4 * (self.mode - self.least) / span
        second = 1 + 4 * (self.most - self.mode) / span
        return self.least + span * source.beta(first, second, count)


@dataclass(frozen=True)
class Normal:
    """Around a mean, without limits."""

    mean: float
    deviation: float

    def fault(self) -> str:
        """What is wrong with it, in words, or nothing."""
        if not np.isfinite([self.mean, self.deviation]).all():
            return "均值与标准差须为有限的数"
        return "标准差不能为负" if self.deviation < 0 else ""

    def draw(self, source: np.random.Generator, count: int) -> Array:
        """So many independent draws."""
        return source.normal(self.mean, self.deviation, count)


def _ordered(*values: float) -> str:
    if not np.isfinite(values).all():
        return "上下限须为有限的数"
    if list(values) != sorted(values):
        return "须满足 最小值 ≤ 最可能值 ≤ 最大值" if len(values) == 3 else "最小值不能大于最大值"
    return ""


# --- Monte Carlo ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Simulation:
    """What many draws gave.

    Attributes:
        p10, p50, p90: values below which 10, 50 and 90 % of the draws lie.
        edges: borders of the histogram's bins, one more than ``counts``.
        draws, seed: as printed with every result, so that it can be repeated.
    """

    p10: float
    p50: float
    p90: float
    mean: float
    deviation: float
    edges: tuple[float, ...]
    counts: tuple[int, ...]
    draws: int
    seed: int


def draw_parameters(
    distributions: Mapping[str, Distribution], count: int, seed: int, correlations: Mapping[tuple[str, str], float] | None = None
) -> dict[str, Array]:
    """Draws of all parameters, each with exactly its own distribution, in an order that brings about the correlations.

    The draws of each parameter are put into the order of jointly normal scores with those correlations (so they
    hold for ranks, closely); the same seed gives the same draws.

    Raises:
        Unsolvable: a bad distribution, named by its parameter; or correlations that cannot hold together.
    """
    for name, one in distributions.items():
        if fault := one.fault():
            raise Unsolvable(name, f"参数“{name}”的分布有误：{fault}")
    if not 1 <= count <= MOST_DRAWS:
        raise Unsolvable("draws", f"模拟次数应在 1 与 {MOST_DRAWS} 之间，现为 {count}")
    source = np.random.default_rng(seed)
    found = {name: one.draw(source, count) for name, one in distributions.items()}
    if not correlations:
        return found
    names = sorted({name for pair in correlations for name in pair}, key=list(distributions).index)
    scores = _root(names, correlations) @ source.standard_normal((len(names), count))
    for name, score in zip(names, scores, strict=True):
        ranks = np.empty(count, dtype=np.intp)
        ranks[np.argsort(score)] = np.arange(count)
        found[name] = np.sort(found[name])[ranks]
    return found


def _root(names: Sequence[str], correlations: Mapping[tuple[str, str], float]) -> Array:
    """The triangular root of the correlation matrix."""
    matrix = np.eye(len(names))
    for (one, other), rho in correlations.items():
        if one == other or not -1 < rho < 1:
            raise Unsolvable("correlations", f"“{one}”与“{other}”的相关系数应在 −1 与 1 之间，且为两个不同的参数")
        i, j = names.index(one), names.index(other)
        matrix[i, j] = matrix[j, i] = rho
    try:
        root: Array = np.linalg.cholesky(matrix).astype(np.float64)
    except np.linalg.LinAlgError:
        raise Unsolvable("correlations", "各相关系数不能同时成立（相关矩阵不是正定的），请核对") from None
    return root


def monte_carlo(
    model: Model,
    distributions: Mapping[str, Distribution],
    *,
    draws: int = 10_000,
    seed: int = 1,
    correlations: Mapping[tuple[str, str], float] | None = None,
) -> Simulation:
    """The distribution of a value from those of its parameters.

    Args:
        model: takes one array per parameter, by name, and gives an array of values.
        distributions: parameter → distribution.
        draws: how many.
        seed: of the generator.
        correlations: pairs of parameters that move together.

    Raises:
        Unsolvable: a bad distribution or correlation; or draws for which the model is not defined.
    """
    parameters = draw_parameters(distributions, draws, seed, correlations)
    with np.errstate(all="ignore"):  # what is not finite is refused below
        values = np.broadcast_to(np.asarray(model(**parameters), dtype=float), draws)
    if not np.isfinite(values).all():
        raise Unsolvable("model", "部分抽样值使结果没有意义（例如折现率不大于 −100%），请收窄参数的分布")
    p10, p50, p90 = np.percentile(values, [10, 50, 90]).tolist()
    counts, edges = np.histogram(values, bins=BINS)
    return Simulation(
        p10, p50, p90, float(values.mean()), float(values.std()), tuple(edges.tolist()), tuple(counts.tolist()), draws, seed
    )  # fmt: skip


# --- tornado and scenarios --------------------------------------------------------------------------


@dataclass(frozen=True)
class Bar:
    """One parameter of a tornado: the value at its low and its high, everything else at base."""

    name: str
    at_low: Any
    at_high: Any

    @property
    def swing(self) -> Any:
        """How far the value moves."""
        return abs(self.at_high - self.at_low)


def tornado(model: Model, base: Mapping[str, Any], ranges: Mapping[str, tuple[Any, Any]]) -> tuple[Bar, ...]:
    """Bars with the widest swing first; ties in the order given. Numbers of any face, `Decimal` for print.

    Raises:
        Unsolvable: a range whose low lies above its high, or of a parameter that the base does not have.
    """
    bars = []
    for name, (low, high) in ranges.items():
        if name not in base:
            raise Unsolvable(name, f"敏感性分析的参数“{name}”没有基准值")
        if low > high:
            raise Unsolvable(name, f"参数“{name}”的下限大于上限")
        bars.append(Bar(name, model(**{**base, name: low}), model(**{**base, name: high})))
    return tuple(sorted(bars, key=lambda bar: bar.swing, reverse=True))


def scenarios(model: Model, base: Mapping[str, Any], cases: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The value in each named scenario, which says only where it departs from the base.

    Raises:
        Unsolvable: a scenario changes a parameter that the base does not have.
    """
    for case, changes in cases.items():
        if strange := changes.keys() - base.keys():
            raise Unsolvable(case, f"情景“{case}”改动了不存在的参数：{'、'.join(sorted(strange))}")
    return {case: model(**{**base, **changes}) for case, changes in cases.items()}
