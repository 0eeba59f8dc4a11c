"""Readings: how a value of JSON becomes an argument, strictly. Each says what it takes, for ``--list``."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from gzvalue.schema.kinds import ABSURD
from gzvalue.valuation.calc.wrong import WrongInput

TINY = Decimal("1e-30")
"""Numbers closer to 0 than this, but not 0, are taken for a slip (project's own rule)."""

MOST_ITEMS = 2000
"""Longest list; longest side of a matrix of indicators."""

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_NOT_FINITE = re.compile(r"[+-]?(s?nan\d*|inf(inity)?)", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class Reading:
    """How one value is read.

    Attributes:
        type: what is taken, in English, for ``--list``.
        read: value and path → argument; raises `WrongInput`.
    """

    type: str
    read: Callable[[Any, str], Any]


@dataclass(frozen=True)
class Field:
    """One input of a method.

    Attributes:
        name: key in the JSON.
        meaning: Chinese, for people.
        reading: how it is read.
        unit: ``元``, ``年``, ``比率`` …
        optional: may be missing or empty; then ``default`` is taken.
    """

    name: str
    meaning: str
    reading: Reading
    unit: str = ""
    optional: bool = False
    default: Any = None


def empty(value: Any) -> bool:
    """Whether the value counts as not given."""
    return value is None or (isinstance(value, str) and not value.strip()) or value == [] or value == {}


def read_fields(fields: Sequence[Field], value: Any, path: str = "") -> dict[str, Any]:
    """The arguments from a JSON object; unknown names are refused, empty optional fields take their default."""
    if not isinstance(value, Mapping):
        raise WrongInput("type", path or "input", f"“{path or 'input'}”应为对象（名称与值的集合）")
    prefix = f"{path}." if path else ""
    known = {one.name for one in fields}
    for name in value:
        if name not in known:
            listed = "、".join(one.name for one in fields)
            raise WrongInput(
                "unknown_field", prefix + name, f"没有“{_short(name)}”这个输入项，可用的是：{listed}", field=None if path else name
            )
    return {one.name: _read_field(one, value.get(one.name), prefix + one.name) for one in fields}


def _read_field(one: Field, value: Any, path: str) -> Any:
    if not empty(value):
        return one.reading.read(value, path)
    if one.optional:
        return one.default
    raise WrongInput("missing", path, f"缺少“{path}”（{one.meaning}），请填写")


# --- numbers ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Limits:
    least: Decimal | None = None
    most: Decimal | None = None
    above: Decimal | None = None
    below: Decimal | None = None

    def check(self, value: Decimal, path: str) -> None:
        wrong = (
            (self.least is not None and value < self.least and f"不小于 {self.least}")
            or (self.most is not None and value > self.most and f"不大于 {self.most}")
            or (self.above is not None and value <= self.above and f"大于 {self.above}")
            or (self.below is not None and value >= self.below and f"小于 {self.below}")
        )
        if wrong:
            raise WrongInput("range", path, f"“{path}”应{wrong}，现为 {_short(str(value))}")

    @property
    def words(self) -> str:
        pairs = (("≥", self.least), ("≤", self.most), (">", self.above), ("<", self.below))
        return "".join(f" {sign} {limit}" for sign, limit in pairs if limit is not None)


def _limit(value: int | str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def read_number(value: Any, path: str) -> Decimal:
    """One finite decimal of sensible size from a JSON number or a decimal string; truth values are no numbers."""
    if isinstance(value, bool) or not isinstance(value, Decimal | int | str):
        raise WrongInput("not_a_number", path, f"“{path}”应为数字")
    if isinstance(value, str):
        text = value.strip()
        if _NOT_FINITE.fullmatch(text):
            raise WrongInput("not_finite", path, f"“{path}”不能是无穷或非数值（NaN）")
        if not _NUMBER.fullmatch(text):
            raise WrongInput("not_a_number", path, f"“{path}”应为数字，现为“{_short(text)}”")
        value = text
    number = Decimal(value)
    if not number.is_finite():
        raise WrongInput("not_finite", path, f"“{path}”不能是无穷或非数值（NaN）")
    if number.copy_abs() > ABSURD:
        raise WrongInput("range", path, f"“{path}”超过 10 的 15 次方，请核对")
    if number and number.copy_abs() < TINY:
        raise WrongInput("range", path, f"“{path}”过于接近 0（小于 10 的负 30 次方），请核对")
    return number if number else Decimal(0)


def number(
    *, least: int | str | None = None, most: int | str | None = None, above: int | str | None = None, below: int | str | None = None
) -> Reading:
    """A number within limits."""
    limits = _Limits(_limit(least), _limit(most), _limit(above), _limit(below))

    def read(value: Any, path: str) -> Decimal:
        found = read_number(value, path)
        limits.check(found, path)
        return found

    return Reading("number" + limits.words, read)


def whole(least: int, most: int) -> Reading:
    """A whole number within limits."""
    limits = _Limits(Decimal(least), Decimal(most))

    def read(value: Any, path: str) -> int:
        found = read_number(value, path)
        limits.check(found, path)
        if found != int(found):
            raise WrongInput("range", path, f"“{path}”应为整数，现为 {_short(str(found))}")
        return int(found)

    return Reading("integer" + limits.words, read)


def rate() -> Reading:
    """A rate as a ratio, above −1."""
    return number(above=-1)


def share() -> Reading:
    """A ratio from 0 to 1."""
    return number(least=0, most=1)


def tax_rate() -> Reading:
    """A tax rate, 0 ≤ T < 1."""
    return number(least=0, below=1)


# --- lists --------------------------------------------------------------------------------------


def items(reading: Reading, *, least: int = 1, most: int = MOST_ITEMS) -> Reading:
    """A list of values of one kind."""

    def read(value: Any, path: str) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise WrongInput("type", path, f"“{path}”应为列表")
        if not least <= len(value) <= most:
            wanted = f"至少 {least} 项" if len(value) < least else f"最多 {most} 项"
            raise WrongInput("length", path, f"“{path}”应有{wanted}，现有 {len(value)} 项")
        return tuple(reading.read(item, f"{path}[{place}]") for place, item in enumerate(value))

    return Reading(f"list of {reading.type}", read)


def one_or_many(reading: Reading) -> Reading:
    """One value, or a list with one per period."""
    many = items(reading)
    return Reading(f"{reading.type} or list", lambda value, path: (many if isinstance(value, list) else reading).read(value, path))


def matrix(reading: Reading, *, rows: int = 1, columns: int = 1, most: int = MOST_ITEMS) -> Reading:
    """A rectangular matrix as a list of rows."""
    whole_rows = items(items(reading, least=columns, most=most), least=rows, most=most)

    def read(value: Any, path: str) -> tuple[tuple[Any, ...], ...]:
        found: tuple[tuple[Any, ...], ...] = whole_rows.read(value, path)
        for place, row in enumerate(found):
            if len(row) != len(found[0]):
                raise WrongInput(
                    "length", f"{path}[{place}]", f"“{path}”第 {place + 1} 行有 {len(row)} 列，与第 1 行的 {len(found[0])} 列不同"
                )
        return found

    return Reading(f"matrix of {reading.type}", read)


def same_length(first: str, one: Sequence[Any], second: str, other: Sequence[Any]) -> None:
    """Refuse two lists of different lengths.

    Raises:
        WrongInput: they differ; the second is named.
    """
    if len(one) != len(other):
        raise WrongInput("length", second, f"“{second}”有 {len(other)} 项，与“{first}”的 {len(one)} 项不同")


# --- words and objects --------------------------------------------------------------------------


def text(most: int = 1000) -> Reading:
    """Text for people."""

    def read(value: Any, path: str) -> str:
        if not isinstance(value, str):
            raise WrongInput("type", path, f"“{path}”应为文字")
        if len(value) > most:
            raise WrongInput("length", path, f"“{path}”最多 {most} 字，现有 {len(value)} 字")
        return value.strip()

    return Reading("text", read)


def choice(*words: str) -> Reading:
    """One of some words."""

    def read(value: Any, path: str) -> str:
        if not isinstance(value, str) or value not in words:
            raise WrongInput("choice", path, f"“{path}”应为 {'、'.join(words)} 之一")
        return value

    return Reading(" | ".join(f'"{word}"' for word in words), read)


def flag() -> Reading:
    """true or false."""

    def read(value: Any, path: str) -> bool:
        if not isinstance(value, bool):
            raise WrongInput("type", path, f"“{path}”应为 true 或 false")
        return value

    return Reading("true | false", read)


def day() -> Reading:
    """A day as 2026-01-31."""

    def read(value: Any, path: str) -> date:
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value.strip(), re.ASCII):
            try:
                return date.fromisoformat(value.strip())
            except ValueError:
                pass  # not in the calendar: refused below like any other text
        raise WrongInput("type", path, f"“{path}”应为日期，写作 2026-01-31")

    return Reading("date", read)


def named(reading: Reading, *, most: int = MOST_ITEMS) -> Reading:
    """An object of names and values of one kind."""

    def read(value: Any, path: str) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise WrongInput("type", path, f"“{path}”应为对象（名称与值的集合）")
        if len(value) > most:
            raise WrongInput("length", path, f"“{path}”最多 {most} 项，现有 {len(value)} 项")
        if any(not name.strip() for name in value):
            raise WrongInput("missing", path, f"“{path}”中有一项没有名称")
        return {name: reading.read(item, f"{path}.{name}") for name, item in value.items()}

    return Reading(f"object of name → {reading.type}", read)


def record(*fields: Field) -> Reading:
    """An object with fields of its own."""
    listed = ", ".join(f"{one.name}{'?' if one.optional else ''}: {one.reading.type}" for one in fields)
    return Reading("{" + listed + "}", lambda value, path: read_fields(fields, value, path))


def either(first: Reading, second: Reading, *, first_if: type) -> Reading:
    """One of two readings; the first for JSON values of type ``first_if``."""
    return Reading(
        f"{first.type} or {second.type}", lambda value, path: (first if isinstance(value, first_if) else second).read(value, path)
    )


def _short(text: str) -> str:
    return text if len(text) <= 30 else text[:29] + "…"
