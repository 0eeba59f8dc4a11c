"""Computed results as plain JSON values, whatever their shape: figures become texts, so that nothing is rounded on the way.

Generic over dataclasses and named tuples: what a later version computes is frozen and compared without code of its own.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from gzvalue.schema.figures import plain as plain_decimal
from gzvalue.valuation.result import Step, UnitValue

_NOT_RESULTS = {"memory"}
"""What a result remembers for the next computing is no part of it."""


def plain(value: Any) -> Any:
    """The value in texts, whole numbers, truth values, ``None``, lists and dictionaries.

    Raises:
        TypeError: it holds something that has no plain form: our fault.
    """
    return _turn(type(value))(value)


_turns: dict[type, Callable[[Any], Any]] = {}


def _turn(sort: type) -> Callable[[Any], Any]:
    found = _turns.get(sort)
    if found is None:
        found = _turns[sort] = _turn_for(sort)
    return found


def _turn_for(sort: type) -> Callable[[Any], Any]:
    """How values of a type become plain; looked up once per type, as there are hundreds of thousands of values."""
    if sort in (str, int, bool, type(None)):
        return lambda value: value
    for known, turn in _SORTS:
        if issubclass(sort, known):
            return turn
    if sort is UnitValue:
        return _unit
    if is_dataclass(sort):
        keys = tuple(one.name for one in fields(sort) if one.name not in _NOT_RESULTS)
        return lambda value: {key: plain(getattr(value, key)) for key in keys}
    raise TypeError(f"{sort.__name__} has no plain form")


def _unit(unit: UnitValue) -> dict[str, Any]:
    """A unit; its steps stand among those of the valuation already and are only named."""
    keys = (one.name for one in fields(unit))
    return {key: [step.id for step in unit.steps] if key == "steps" else plain(getattr(unit, key)) for key in keys}


def _sequence(value: Any) -> Any:
    names = getattr(value, "_fields", None)
    if names is not None:
        return {name: plain(one) for name, one in zip(names, value, strict=True)}
    if value and isinstance(value[0], Step):
        return _steps(value)
    return [plain(one) for one in value]


def _steps(steps: Sequence[Step]) -> dict[str, Any]:
    """Steps by their path, which stays the same when others are added before them."""
    found: dict[str, Any] = {}
    for step in steps:
        key, number = step.id, 2
        while key in found:
            key, number = f"{step.id}#{number}", number + 1
        found[key] = plain(step)
    return found


def _mapping(value: Mapping[Any, Any]) -> dict[str, Any]:
    return {_key(key): plain(one) for key, one in value.items()}


def _key(key: Any) -> str:
    return "/".join(map(str, key)) if isinstance(key, tuple) else str(key)


def _decimal(value: Decimal) -> str:
    return plain_decimal(value) if value.is_finite() else str(value)


_SORTS: tuple[tuple[type, Callable[[Any], Any]], ...] = (
    (Decimal, _decimal),
    (str, str),
    (float, repr),
    (Fraction, str),
    (date, lambda value: value.isoformat()),
    (Mapping, _mapping),
    (frozenset, lambda value: sorted(map(plain, value))),
    (tuple, _sequence),
    (list, _sequence),
)
