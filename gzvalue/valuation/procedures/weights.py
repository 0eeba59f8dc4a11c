"""Objective weights from data (entropy, CRITIC), and their combination with subjective ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from gzvalue.valuation.procedures.unsolvable import Unsolvable

Matrix = npt.NDArray[np.float64]
Rescale = Literal["none", "minmax"]
Combination = Literal["product", "geometric"]


@dataclass(frozen=True)
class ObjectiveWeights:
    """Weights that sum to 1, and per indicator what they come from: its entropy, or its amount of information."""

    weights: tuple[float, ...]
    measure: tuple[float, ...]


def _array(matrix: Sequence[Sequence[Any]]) -> Matrix:
    return np.array([[float(x) for x in row] for row in matrix])


def _minmax(x: Matrix, directions: Sequence[str]) -> Matrix:
    """Columns scaled to 0…1, 1 being best; a constant column becomes 0."""
    low, high = x.min(axis=0), x.max(axis=0)
    spread = np.where(high > low, high - low, 1.0)
    negative = np.array([one == "-" for one in directions])
    scaled: Matrix = np.where(negative, (high - x) / spread, (x - low) / spread) * (high > low)
    return scaled


def entropy_weights(matrix: Sequence[Sequence[Any]], directions: Sequence[str] = (), rescale: Rescale = "minmax") -> ObjectiveWeights:
    """Entropy weights of indicators (columns) over at least two objects (rows).

    A constant column has entropy 1 and weight 0. Without rescaling p = x / Σx, so columns must be ≥ 0 and not all 0.

    Raises:
        Unsolvable: every indicator is the same for all objects.
    """
    x = _array(matrix)
    constant = x.max(axis=0) == x.min(axis=0)
    scaled = _minmax(x, directions or ["+"] * x.shape[1]) if rescale == "minmax" else x
    totals = scaled.sum(axis=0)
    p = scaled / np.where(totals > 0, totals, 1.0)
    terms = np.where(p > 0, p * np.log(np.where(p > 0, p, 1.0)), 0.0)
    e = np.where(constant, 1.0, -terms.sum(axis=0) / np.log(len(x)))
    spread = np.where(constant, 0.0, 1.0 - e)
    if spread.sum() <= 0:
        raise Unsolvable("matrix", "所有指标在各对象间都相同，没有信息，无法计算熵权")
    return ObjectiveWeights(tuple((spread / spread.sum()).tolist()), tuple(e.tolist()))


def critic_weights(matrix: Sequence[Sequence[Any]], directions: Sequence[str] = ()) -> ObjectiveWeights:
    """CRITIC weights: spread (sample standard deviation of min–max data) times conflict Σ(1 − r).

    A constant column has no information and weight 0, and takes no part in the conflict of the others.

    Raises:
        Unsolvable: no indicator carries information beside the others.
    """
    x = _minmax(_array(matrix), directions or ["+"] * len(matrix[0]))
    varies = x.max(axis=0) > x.min(axis=0)
    information = np.zeros(x.shape[1])
    if varies.sum() >= 2:
        moving = x[:, varies]
        information[varies] = moving.std(axis=0, ddof=1) * (1.0 - np.corrcoef(moving, rowvar=False)).sum(axis=0)
    information = np.where(information > 1e-12, information, 0.0)
    if information.sum() <= 0:
        raise Unsolvable("matrix", "各指标相同或完全相关，没有可比较的信息，无法计算 CRITIC 权重")
    return ObjectiveWeights(tuple((information / information.sum()).tolist()), tuple(information.tolist()))


def combined_weights(subjective: Sequence[Any], objective: Sequence[Any], method: Combination) -> tuple[float, ...]:
    """Two sets of weights multiplied (∝ s·o) or geometrically averaged (∝ √(s·o)), to the sum 1.

    Raises:
        Unsolvable: no item has weight in both.
    """
    product = np.array([float(x) for x in subjective]) * np.array([float(x) for x in objective])
    found = product if method == "product" else np.sqrt(product)
    if found.sum() <= 0:
        raise Unsolvable("objective", "两组权重没有共同大于 0 的指标，乘积为 0，无法组合")
    return tuple((found / found.sum()).tolist())
