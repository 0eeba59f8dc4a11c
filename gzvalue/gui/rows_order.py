"""In which order rows stand, and which runs of rows came or went."""

import re
from typing import Any, Protocol

from gzvalue.schema.field import Field, Record


class Sortable(Protocol):
    """A computed column, as far as sorting goes."""

    @property
    def text(self) -> Any:
        """What stands in it for a record."""

    @property
    def sort(self) -> Any:
        """Value to sort by, or ``None``."""


def sort_key(record: Record, column: Field | Sortable) -> Any:
    """What a record is sorted by in a column: figures and dates by value, choices by their order, codes as people count."""
    if not isinstance(column, Field):
        return column.sort(record) if column.sort is not None else natural(column.text(record))
    value = getattr(record, column.key)
    if value is None:
        return None
    if column.kind.choices and value in column.kind.choices:
        return column.kind.choices.index(value)
    return value if column.kind.numeric or column.kind.name in ("date", "flag", "judgement") else natural(column.kind.format(value))


def runs(numbers: list[int]) -> list[tuple[int, int]]:
    """Ascending numbers as (first, last) of each unbroken run."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def natural(text: str) -> list[tuple[int, int, str]]:
    """D2 before D10."""
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in re.split(r"(\d+)", text.casefold()) if part]
