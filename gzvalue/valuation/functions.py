"""The closed list of functions that a formula may use; each works on all four faces.

Numbers may be `Decimal` (or `Fraction` where no transcendental function is asked for), recorded
expressions, or NumPy arrays of draws.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import reduce
from operator import add
from typing import Any, TypeAlias

from gzvalue.valuation.expression import Binary, Call, Expression, Sum, recorded

Number: TypeAlias = Any
"""One number of any face."""

Numbers: TypeAlias = Sequence[Any]
"""A sequence of numbers of any face, e.g. one per period."""


def total(items: Iterable[Number]) -> Number:
    """Σ of the items; 0 of none."""
    found = list(items)
    if any(isinstance(item, Expression) for item in found):
        return Sum(tuple(recorded(item) for item in found))
    return reduce(add, found) if found else 0


def smallest(items: Iterable[Number]) -> Number:
    """The least of at least one item."""
    return _extreme("smallest", items, min)


def largest(items: Iterable[Number]) -> Number:
    """The greatest of at least one item."""
    return _extreme("largest", items, max)


def _extreme(name: str, items: Iterable[Number], plain: Callable[..., Any]) -> Number:
    found = list(items)
    if any(isinstance(item, Expression) for item in found):
        return Call(name, tuple(recorded(item) for item in found))
    if all(_scalar(item) for item in found):
        return plain(found)
    import numpy as np

    return reduce(np.minimum if name == "smallest" else np.maximum, [np.asarray(i, dtype=float) for i in found])


def exp(x: Number) -> Number:
    """e to the power x."""
    return _one("exp", x, lambda d: d.exp())


def ln(x: Number) -> Number:
    """Natural logarithm of x > 0."""
    return _one("ln", x, lambda d: d.ln())


def sqrt(x: Number) -> Number:
    """Square root of x ≥ 0."""
    return _one("sqrt", x, lambda d: d.sqrt())


def normal_cdf(x: Number) -> Number:
    """Distribution function of the standard normal, in double precision on every face."""
    return _one("normal_cdf", x, lambda d: Decimal(repr(_cdf(float(d)))))


def _cdf(x: float) -> float:
    return math.erfc(-x / math.sqrt(2)) / 2


def _one(name: str, x: Number, plain: Callable[[Decimal], Decimal]) -> Number:
    if isinstance(x, Expression):
        return Call(name, (x,))
    if isinstance(x, Decimal | int):
        return plain(Decimal(x))
    import numpy as np

    if name == "normal_cdf":
        return np.asarray(np.frompyfunc(_cdf, 1, 1)(x), dtype=float)
    return {"exp": np.exp, "ln": np.log, "sqrt": np.sqrt}[name](x)


def equal(left: Number, right: Number) -> Any:
    """Whether both are the same number; a condition for `choose`."""
    if isinstance(left, Expression) or isinstance(right, Expression):
        return Binary("=", recorded(left), recorded(right))
    return left == right


def choose(condition: Any, yes: Callable[[], Number], no: Callable[[], Number]) -> Number:
    """``yes()`` where the condition holds, else ``no()``; of plain numbers only the chosen one is worked out.

    The condition compares arguments by ``<``, ``<=``, ``>``, ``>=`` or `equal`.
    """
    if isinstance(condition, Expression):
        return Call("choose", (condition, recorded(yes()), recorded(no())))
    if isinstance(condition, bool):
        return yes() if condition else no()
    import numpy as np

    with np.errstate(all="ignore"):  # the branch not taken may divide by zero
        return np.where(condition, yes(), no())


def _scalar(value: Number) -> bool:
    return not hasattr(value, "shape")
