"""Grey methods: relation of series to a reference, and the forecast model GM(1,1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from gzvalue.valuation.procedures.unsolvable import Unsolvable

Series = npt.NDArray[np.float64]
Scaling = Literal["initial", "mean", "none"]

LEAST_POINTS = 4
"""GM(1,1) from fewer points says nothing."""


def grey_relation(
    reference: Sequence[Any], series: Mapping[str, Sequence[Any]], rho: float = 0.5, scaling: Scaling = "mean"
) -> dict[str, float]:
    """Degree of relation 0…1 of each series to the reference.

    Args:
        reference: the series to come close to.
        series: name → series of the same length.
        rho: distinguishing coefficient, 0 < ρ ≤ 1.
        scaling: ``initial`` divides by the first item, ``mean`` by the mean.

    Raises:
        Unsolvable: a series cannot be scaled since its first item or mean is 0.
    """
    base = _scaled("reference", reference, scaling)
    gaps = {name: np.abs(base - _scaled(f"series.{name}", one, scaling)) for name, one in series.items()}
    least, most = min(float(g.min()) for g in gaps.values()), max(float(g.max()) for g in gaps.values())
    if most == 0:  # every series equals the reference
        return dict.fromkeys(gaps, 1.0)
    return {name: float(((least + rho * most) / (gap + rho * most)).mean()) for name, gap in gaps.items()}


def _scaled(key: str, values: Sequence[Any], scaling: Scaling) -> Series:
    x = np.array([float(v) for v in values])
    by = {"initial": float(x[0]), "mean": float(x.mean()), "none": 1.0}[scaling]
    if by == 0:
        raise Unsolvable(key, f"数列的{'首项' if scaling == 'initial' else '均值'}为 0，不能这样作无量纲化，请换用其他方式")
    return x / by


@dataclass(frozen=True)
class Forecast:
    """GM(1,1): development coefficient a, grey input b, the fitted past and the forecast."""

    a: float
    b: float
    fitted: tuple[float, ...]
    forecast: tuple[float, ...]


def gm11(series: Sequence[Any], steps: int) -> Forecast:
    """Forecast of a short positive series: x⁽⁰⁾(k) + a·z⁽¹⁾(k) = b by least squares.

    Args:
        series: at least four values, none negative.
        steps: how many further values to forecast.

    Raises:
        Unsolvable: the series determines no a and b.
    """
    x0 = np.array([float(v) for v in series])
    x1 = x0.cumsum()
    z1 = (x1[1:] + x1[:-1]) / 2
    design = np.column_stack([-z1, np.ones(len(z1))])
    (a, b), _, rank, _ = np.linalg.lstsq(design, x0[1:], rcond=None)
    if rank < 2:
        raise Unsolvable("series", "数列不足以确定 GM(1,1) 的参数（例如除首项外全为 0），请换用其他预测方法")
    # x̂⁽⁰⁾(k+1) = x̂⁽¹⁾(k+1) − x̂⁽¹⁾(k), written so that it also holds where a is close to 0
    slope = np.expm1(a) / a if a else 1.0
    later = (b - a * x0[0]) * slope * np.exp(-a * np.arange(1, len(x0) + steps))
    whole = [float(x0[0]), *later.tolist()]
    return Forecast(float(a), float(b), tuple(whole[: len(x0)]), tuple(whole[len(x0) :]))
