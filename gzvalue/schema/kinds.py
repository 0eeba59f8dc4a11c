"""Kinds: one sort of value and its faces — text (typed, read), value (Python), cell (SQLite, JSON).

A Kind alone knows how text becomes a value and back, in which unit it is shown, and what range
is sensible. No other module converts units or parses users' text.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

from gzvalue.schema.figures import Unreadable as Unreadable
from gzvalue.schema.figures import clean as clean
from gzvalue.schema.figures import grouped as grouped
from gzvalue.schema.figures import in_percent as in_percent
from gzvalue.schema.figures import in_wan as in_wan
from gzvalue.schema.figures import plain as plain
from gzvalue.schema.figures import read_number as read_number
from gzvalue.schema.figures import rounded as rounded
from gzvalue.schema.figures import shortened

Cell: TypeAlias = str | int | None

ABSURD = Decimal(10) ** 15
"""Amounts above this are taken for a slip of the pen (project's own rule)."""


@dataclass(frozen=True)
class Kind:
    """One sort of value. ``parse`` takes cleaned text, never empty; ``None`` stands for 'not filled in'.

    Attributes:
        name: stable English name, used in the glossary and by the window to choose a widget.
        sql: ``TEXT`` or ``INTEGER``, the type of the STRICT column.
        unit: shown in the head of a column or inside the field, e.g. ``元`` or ``%``.
        choices: allowed texts of a choice.
        target: for a reference, the name of the form whose code is meant.
        offers: texts to offer while free text is typed, or ``None``.
        verdict: for a value that could be read, what is wrong with it, or ``None``.
    """

    name: str
    sql: str
    parse: Callable[[str], Any]
    format: Callable[[Any], str]
    to_cell: Callable[[Any], Cell]
    from_cell: Callable[[Any], Any]
    unit: str = ""
    choices: tuple[str, ...] = ()
    target: str = ""
    offers: Callable[[], tuple[str, ...]] | None = None
    verdict: Callable[[Any], str | None] = lambda value: None

    @property
    def numeric(self) -> bool:
        """Whether values are figures, to be set flush right."""
        return self.name in {"money", "ratio", "number", "integer", "year", "score"}


def _within(least: Decimal | None, most: Decimal | None, show: Callable[[Any], str]) -> Callable[[Any], str | None]:
    def verdict(value: Any) -> str | None:
        if least is not None and value < least:
            return f"应不小于 {show(least)}，现为 {show(value)}"
        if most is not None and value > most:
            return f"应不大于 {show(most)}，现为 {show(value)}"
        return None

    return verdict


# --- the kinds --------------------------------------------------------------------------------


def text_kind(most: int = 200, *, long: bool = False) -> Kind:
    """Free text of at most ``most`` characters; ``long`` text may have several lines."""

    def parse(text: str) -> str:
        return text if long else " ".join(text.split("\n"))

    def verdict(value: str) -> str | None:
        return f"最多 {most} 字，现有 {len(value)} 字" if len(value) > most else None

    return Kind("long_text" if long else "text", "TEXT", parse, str, str, str, verdict=verdict)


def identifier_kind(most: int) -> Kind:
    """An official number that stays text: widths and case folded, blanks dropped, never a figure."""

    def parse(text: str) -> str:
        return "".join(unicodedata.normalize("NFKC", text).split()).upper()

    return replace(text_kind(most), parse=parse)


def _parse_money(text: str) -> Decimal:
    return read_number(text, ("元整", "元", "人民币", "RMB", "CNY"))


def money_kind(*, least: Decimal | None = Decimal(0)) -> Kind:
    """An amount in 元, exact; typed and shown in 元 (``150万`` is understood)."""

    def show(value: Decimal) -> str:
        return grouped(value, max(2, min(6, _places(value))))

    return Kind("money", "TEXT", _parse_money, show, plain, Decimal, unit="元", verdict=_within(least, ABSURD, show))


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _parse_ratio(text: str) -> Decimal:
    plain_text = unicodedata.normalize("NFKC", text).replace(" ", "")
    for sign, scale in (("%", 2), ("‰", 3)):
        if plain_text.endswith(sign):
            return read_number(plain_text[:-1]).scaleb(-scale)
    return read_number(plain_text)


def _show_ratio(value: Decimal) -> str:
    return f"{plain(value.scaleb(2))}%"


def ratio_kind(*, least: Decimal | None = Decimal(0), most: Decimal | None = Decimal(1)) -> Kind:
    """A ratio kept as 0.1 and shown as 10%. Text without a per-cent sign is the ratio itself."""
    return Kind("ratio", "TEXT", _parse_ratio, _show_ratio, plain, Decimal, unit="%", verdict=_within(least, most, _show_ratio))


def number_kind(unit: str = "", *, least: Decimal | None = Decimal(0), most: Decimal | None = ABSURD) -> Kind:
    """A plain exact number with a unit of its own, e.g. GB or 年."""

    def show(value: Decimal) -> str:
        return grouped(value, min(8, _places(value)))

    return Kind(
        "number", "TEXT", lambda t: read_number(t, (unit,) if unit else ()), show, plain, Decimal,
        unit=unit, verdict=_within(least, most, show),
    )  # fmt: skip


def integer_kind(unit: str = "", *, least: int | None = 0, most: int | None = 10**15) -> Kind:
    """A whole number; ``1,860万`` is understood."""

    def parse(text: str) -> int:
        value = read_number(text, (unit, "条", "次", "人", "个") if unit else ())
        if value != value.to_integral_value():
            raise Unreadable(f"“{shortened(text)}”不是整数")
        if abs(value) >= 2**62:
            raise Unreadable(f"“{shortened(text)}”超出可记录的数字范围，请核对")
        return int(value)

    return Kind(
        "integer", "INTEGER", parse, lambda v: f"{v:,}", int, int, unit=unit,
        verdict=_within(None if least is None else Decimal(least), None if most is None else Decimal(most), lambda v: f"{v:,}"),
    )  # fmt: skip


def _parse_year(text: str) -> int:
    digits = unicodedata.normalize("NFKC", text).replace(" ", "").removesuffix("年度").removesuffix("年")
    digits = digits.removesuffix(".0")
    if not re.fullmatch(r"\d{4}", digits):
        raise Unreadable(f"“{shortened(text)}”不是四位年份，例如 2025")
    return int(digits)


def year_kind() -> Kind:
    """A calendar year."""
    return Kind("year", "INTEGER", _parse_year, lambda v: f"{v:04d}", int, int, verdict=_within(Decimal(1949), Decimal(2199), str))


_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?(?:[T ]?0{1,2}:00(?::00(?:\.0+)?)?)?")
_SERIAL_ZERO = date(1899, 12, 30)


def _read_date(text: str) -> tuple[int, int | None, int | None]:
    plain_text = unicodedata.normalize("NFKC", text).replace("－", "-").strip()
    plain_text = re.sub(r"\s*([-/.年月日])\s*", r"\1", plain_text)
    if re.fullmatch(r"\d{5}(\.0+)?", plain_text):
        day = _SERIAL_ZERO + timedelta(days=int(float(plain_text)))
        return day.year, day.month, day.day
    if re.fullmatch(r"\d{8}", plain_text):
        return int(plain_text[:4]), int(plain_text[4:6]), int(plain_text[6:])
    if re.fullmatch(r"\d{4}年?(\.0)?", plain_text):
        return int(plain_text[:4]), None, None
    match = _DATE.fullmatch(plain_text)
    if match is None:
        raise Unreadable(f"“{shortened(text)}”不是日期，请写成 2025-12-31")
    year, month, day_text = match.groups()
    return int(year), int(month), int(day_text) if day_text else None


def _real(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Unreadable(f"“{shortened(text)}”不是日历上有的日期，请核对") from None


def _parse_date(text: str) -> date:
    year, month, day = _read_date(text)
    if month is None or day is None:
        raise Unreadable(f"“{shortened(text)}”缺月或日，请写成 2025-12-31")
    return _real(year, month, day, text)


def date_kind() -> Kind:
    """A day; text dates, 2025年12月31日, 20251231 and spreadsheet serials are understood."""

    def verdict(value: date) -> str | None:
        return None if 1949 <= value.year <= 2199 else f"年份 {value.year} 不合常理，请核对"

    return Kind("date", "TEXT", _parse_date, date.isoformat, date.isoformat, date.fromisoformat, verdict=verdict)


def _parse_moment(text: str) -> str:
    year, month, day = _read_date(text)
    if month is None:
        return f"{_real(year, 1, 1, text).year:04d}"
    first = _real(year, month, day or 1, text)
    return first.isoformat() if day else first.isoformat()[:7]


def moment_kind() -> Kind:
    """A year, month or day as ISO text of that length (``2005``, ``2005-03``, ``2005-03-01``); sorts by time."""

    def verdict(value: str) -> str | None:
        return None if 1949 <= int(value[:4]) <= 2199 else f"年份 {value[:4]} 不合常理，请核对"

    return Kind("moment", "TEXT", _parse_moment, str, str, str, verdict=verdict)


def first_day(moment: str) -> date:
    """The first day that a moment may mean."""
    year, month, day = (moment + "-01-01")[:10].split("-")
    return date(int(year), int(month), int(day))


def last_day(moment: str) -> date:
    """The last day that a moment may mean."""
    if len(moment) == 10:
        return date.fromisoformat(moment)
    if len(moment) == 4:
        return date(int(moment), 12, 31)
    year, month = int(moment[:4]), int(moment[5:])
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def choice_kind(*choices: str, aliases: dict[str, str] | None = None) -> Kind:
    """One of a closed list of texts; ``aliases`` maps other spellings to a listed one."""
    other = {_fold(k): v for k, v in (aliases or {}).items()} | {_fold(c): c for c in choices}

    def parse(text: str) -> str:
        try:
            return other[_fold(text)]
        except KeyError:
            raise Unreadable(f"“{shortened(text)}”不在可选范围，可选：{'、'.join(choices)}") from None

    return Kind("choice", "TEXT", parse, str, str, str, choices=choices)


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace(" ", "").casefold()


_SEPARATORS = re.compile(r"[、,，;；/|\n]+")


def choices_kind(*choices: str, aliases: dict[str, str] | None = None) -> Kind:
    """Several of a closed list, kept in the list's order, written with 、 between them."""
    single = choice_kind(*choices, aliases=aliases)

    def parse(text: str) -> tuple[str, ...]:
        found = {single.parse(part) for part in _SEPARATORS.split(unicodedata.normalize("NFKC", text)) if part.strip()}
        return tuple(c for c in choices if c in found)

    return _several("choices", parse, choices=choices)


def _several(name: str, parse: Callable[[str], tuple[str, ...]], **more: Any) -> Kind:
    def from_cell(cell: str) -> tuple[str, ...]:
        return tuple(cell.split("、"))

    return Kind(name, "TEXT", parse, "、".join, "、".join, from_cell, **more)


def flag_kind() -> Kind:
    """Yes or no."""
    words = {"是": True, "有": True, "含": True, "true": True, "yes": True, "y": True, "1": True, "√": True, "1.0": True,
             "否": False, "无": False, "不含": False, "false": False, "no": False, "n": False, "0": False, "×": False, "0.0": False}  # fmt: skip

    def parse(text: str) -> bool:
        try:
            return words[_fold(text)]
        except KeyError:
            raise Unreadable(f"“{shortened(text)}”请填 是 或 否") from None

    return Kind("flag", "INTEGER", parse, lambda v: "是" if v else "否", int, bool, choices=("是", "否"))


def code_kind(most: int = 40) -> Kind:
    """The number by which people name a record (D01); other records refer to it."""

    def parse(text: str) -> str:
        code = clean(unicodedata.normalize("NFKC", text))
        if not code or _SEPARATORS.search(code):
            raise Unreadable("编号中不能有顿号、逗号、分号、斜线或换行")
        return code

    return replace(text_kind(most), name="code", parse=parse)


def reference_kind(target: str) -> Kind:
    """The code of one record of the form ``target``."""
    return replace(code_kind(), name="reference", target=target)


def references_kind(target: str) -> Kind:
    """The codes of several records of the form ``target``, written with 、 between them."""

    def parse(text: str) -> tuple[str, ...]:
        parts = (clean(p) for p in _SEPARATORS.split(unicodedata.normalize("NFKC", text)))
        return tuple(dict.fromkeys(p for p in parts if p))

    return replace(_several("references", parse), target=target)


_JUDGEMENT = re.compile(r"(\d{1,6}(?:\.\d{1,30})?)(?:/(\d{1,6}(?:\.\d{1,30})?))?")


def _parse_judgement(text: str) -> Fraction:
    plain_text = unicodedata.normalize("NFKC", text).replace(" ", "").replace("⁄", "/")
    match = _JUDGEMENT.fullmatch(plain_text)
    bottom = Fraction(match[2] or 1) if match else Fraction(0)
    if match is None or not bottom:
        raise Unreadable(f"“{shortened(text)}”不是判断值，请填 1 至 9 或 1/2 至 1/9")
    value = Fraction(match[1]) / bottom
    near = value.limit_denominator(9)
    return near if abs(near - value) < Fraction(1, 1000) else value


def judgement_kind() -> Kind:
    """A pairwise judgement of AHP: 1 … 9 or its reciprocal, kept exactly as a fraction."""

    def verdict(value: Fraction) -> str | None:
        return None if Fraction(1, 9) <= value <= 9 else "判断值应在 1/9 至 9 之间"

    return Kind("judgement", "TEXT", _parse_judgement, str, str, Fraction, verdict=verdict)


def score_kind() -> Kind:
    """A score from 0 to 100."""
    kind = number_kind("分", most=Decimal(100))
    return replace(kind, name="score")
