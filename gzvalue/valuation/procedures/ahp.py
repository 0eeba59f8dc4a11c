"""Analytic hierarchy process: weights of a comparison matrix, its consistency, judgements of a group."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from gzvalue.valuation.formulas.scoring import consistency_index, consistency_ratio
from gzvalue.valuation.procedures.ri_tables import DEFAULT, random_index

Matrix = npt.NDArray[np.float64]
AhpMethod = Literal["eigen", "sum", "root"]

ACCEPTED_BELOW = Decimal("0.1")
"""A matrix whose CR reaches this goes back for revision."""


@dataclass(frozen=True)
class Ahp:
    """Weights and consistency of one matrix.

    Attributes:
        weights: they sum to 1.
        lambda_max: greatest eigenvalue; for 和法 and 方根法 the mean of (A·w)ᵢ / wᵢ.
        ri: mean random index of the table ``ri_table``; 0 up to two rows.
        cr: ci / ri; 0 up to two rows.
        worst: the pair (i, j), i < j, with the largest |ln(a_ij·w_j/w_i)|; ``None`` up to two rows.
    """

    weights: tuple[float, ...]
    lambda_max: float
    ci: float
    ri: Decimal
    cr: float
    accepted: bool
    worst: tuple[int, int] | None
    ri_table: str


@dataclass(frozen=True)
class Hierarchy:
    """Weights of alternatives under several criteria."""

    weights: tuple[float, ...]
    criteria: Ahp
    alternatives: Mapping[str, Ahp]


def ahp(matrix: Sequence[Sequence[Any]], method: AhpMethod = "eigen", ri_table: str = DEFAULT) -> Ahp:
    """Weights and consistency of a positive square matrix.

    Args:
        matrix: a_ij is how much i outweighs j; reciprocity is judged by the caller.
        method: ``eigen`` principal eigenvector, ``sum`` 和法, ``root`` 方根法.
        ri_table: name of the RI table.

    Raises:
        Unsolvable: the RI table has no value for this size.
    """
    a = np.array([[float(x) for x in row] for row in matrix])
    n = len(a)
    weights, lambda_max = _WAYS[method](a)
    ri = random_index(ri_table, n)
    if n <= 2:  # always consistent; RI is 0 and must not divide
        return Ahp(tuple(weights.tolist()), lambda_max, 0.0, ri, 0.0, True, None, ri_table)
    ci = max(Decimal(0), consistency_index(Decimal(repr(lambda_max)), n))  # below 0 only by rounding of the entries
    cr = consistency_ratio(ci, ri)
    return Ahp(tuple(weights.tolist()), lambda_max, float(ci), ri, float(cr), cr < ACCEPTED_BELOW, worst_pair(a, weights), ri_table)


def _eigen(a: Matrix) -> tuple[Matrix, float]:
    values, vectors = np.linalg.eig(a)
    first = int(np.argmax(values.real))
    vector = np.abs(vectors[:, first].real)
    return vector / vector.sum(), float(values[first].real)


def _sum(a: Matrix) -> tuple[Matrix, float]:
    weights = (a / a.sum(axis=0)).mean(axis=1)
    return weights, _mean_eigenvalue(a, weights)


def _root(a: Matrix) -> tuple[Matrix, float]:
    means = np.exp(np.log(a).mean(axis=1))
    weights = means / means.sum()
    return weights, _mean_eigenvalue(a, weights)


def _mean_eigenvalue(a: Matrix, weights: Matrix) -> float:
    return float(((a @ weights) / weights).mean())


_WAYS = {"eigen": _eigen, "sum": _sum, "root": _root}


def worst_pair(matrix: Sequence[Sequence[Any]] | Matrix, weights: Sequence[float] | Matrix) -> tuple[int, int]:
    """The pair whose judgement strays farthest from the weights: the largest |ln(a_ij·w_j/w_i)|, i < j."""

    def stray(pair: tuple[int, int]) -> float:
        i, j = pair
        found = abs(math.log(float(matrix[i][j]) * float(weights[j]) / float(weights[i])))
        return round(found, 9)  # of equal ones (three items stray alike) the first, not the one that rounding favours

    size = len(matrix)
    return max(((i, j) for i in range(size) for j in range(i + 1, size)), key=stray)


def group_matrix(matrices: Sequence[Sequence[Sequence[Any]]]) -> list[list[float]]:
    """The judgements of several people as one matrix: geometric means, entry by entry, which keep reciprocity."""
    logs = np.log(np.array([[[float(x) for x in row] for row in one] for one in matrices]))
    found: list[list[float]] = np.exp(logs.mean(axis=0)).tolist()
    return found


def hierarchy(criteria: Sequence[Sequence[Any]], alternatives: Mapping[str, Sequence[Sequence[Any]]]) -> Hierarchy:
    """Alternatives under criteria, by principal eigenvectors; criteria in the order of the mapping."""
    top = ahp(criteria)
    below = {name: ahp(matrix) for name, matrix in alternatives.items()}
    columns = np.array([one.weights for one in below.values()]).T
    return Hierarchy(tuple((columns @ np.array(top.weights)).tolist()), top, below)
