"""Analytic hierarchy process: weights of a comparison matrix, its consistency, judgements of a group.

Matrices have at most 15 rows (no RI table goes further), so plain floats do, and nobody waits for NumPy.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from gzvalue.valuation.formulas.scoring import consistency_index, consistency_ratio
from gzvalue.valuation.procedures.ri_tables import DEFAULT, random_index

Matrix = list[list[float]]
Weights = tuple[float, ...]
AhpMethod = Literal["eigen", "sum", "root"]

ACCEPTED_BELOW = Decimal("0.1")
"""A matrix whose CR reaches this goes back for revision."""

_MOST_SQUARINGS = 60
_POLISH = 3
_CLOSE = 1e-13


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
    a = [[float(x) for x in row] for row in matrix]
    n = len(a)
    ri = random_index(ri_table, n)  # first: it refuses what is too large to multiply out
    weights, lambda_max = _WAYS[method](a)
    if n <= 2:  # always consistent; RI is 0 and must not divide
        return Ahp(weights, lambda_max, 0.0, ri, 0.0, True, None, ri_table)
    ci = max(Decimal(0), consistency_index(Decimal(repr(lambda_max)), n))  # below 0 only by rounding of the entries
    cr = consistency_ratio(ci, ri)
    return Ahp(weights, lambda_max, float(ci), ri, float(cr), cr < ACCEPTED_BELOW, worst_pair(a, weights), ri_table)


def _eigen(a: Matrix) -> tuple[Weights, float]:
    """The principal eigenvector of a positive matrix: its powers, squared until all their columns agree."""
    power = a
    weights = _normed([sum(row) for row in a])
    for _ in range(_MOST_SQUARINGS):
        power = _scaled(_times(power, power))
        before, weights = weights, _normed([sum(row) for row in power])
        if max(abs(x - y) for x, y in zip(weights, before, strict=True)) < _CLOSE:
            break
    for _ in range(_POLISH):  # the powers carry rounding errors of their own; the matrix itself takes them out
        weights = _normed(_applied(a, weights))
    return weights, sum(_applied(a, weights))


def _sum(a: Matrix) -> tuple[Weights, float]:
    columns = [sum(row[j] for row in a) for j in range(len(a))]
    weights = _normed([sum(x / whole for x, whole in zip(row, columns, strict=True)) for row in a])
    return weights, _mean_eigenvalue(a, weights)


def _root(a: Matrix) -> tuple[Weights, float]:
    weights = _normed([math.exp(sum(map(math.log, row)) / len(row)) for row in a])
    return weights, _mean_eigenvalue(a, weights)


def _mean_eigenvalue(a: Matrix, weights: Weights) -> float:
    return sum(x / w for x, w in zip(_applied(a, weights), weights, strict=True)) / len(weights)


def _normed(values: Sequence[float]) -> Weights:
    whole = math.fsum(values)
    return tuple(x / whole for x in values)


def _applied(a: Matrix, vector: Weights) -> list[float]:
    return [math.fsum(x * y for x, y in zip(row, vector, strict=True)) for row in a]


def _times(a: Matrix, b: Matrix) -> Matrix:
    columns = list(zip(*b, strict=True))
    return [[sum(x * y for x, y in zip(row, column, strict=True)) for column in columns] for row in a]


def _scaled(a: Matrix) -> Matrix:
    top = max(max(row) for row in a)
    return [[x / top for x in row] for row in a]


_WAYS = {"eigen": _eigen, "sum": _sum, "root": _root}


def worst_pair(matrix: Sequence[Sequence[Any]], weights: Sequence[float]) -> tuple[int, int]:
    """The pair whose judgement strays farthest from the weights: the largest |ln(a_ij·w_j/w_i)|, i < j."""

    def stray(pair: tuple[int, int]) -> float:
        i, j = pair
        found = abs(math.log(float(matrix[i][j]) * float(weights[j]) / float(weights[i])))
        return round(found, 9)  # of equal ones (three items stray alike) the first, not the one that rounding favours

    size = len(matrix)
    return max(((i, j) for i in range(size) for j in range(i + 1, size)), key=stray)


def group_matrix(matrices: Sequence[Sequence[Sequence[Any]]]) -> list[list[float]]:
    """The judgements of several people as one matrix: geometric means, entry by entry, which keep reciprocity."""
    size = len(matrices[0])

    def mean(i: int, j: int) -> float:
        return math.exp(math.fsum(math.log(float(one[i][j])) for one in matrices) / len(matrices))

    return [[mean(i, j) for j in range(size)] for i in range(size)]


def hierarchy(criteria: Sequence[Sequence[Any]], alternatives: Mapping[str, Sequence[Sequence[Any]]]) -> Hierarchy:
    """Alternatives under criteria, by principal eigenvectors; criteria in the order of the mapping."""
    top = ahp(criteria)
    below = {name: ahp(matrix) for name, matrix in alternatives.items()}
    rows = zip(*(one.weights for one in below.values()), strict=True)
    return Hierarchy(tuple(math.fsum(x * w for x, w in zip(row, top.weights, strict=True)) for row in rows), top, below)
