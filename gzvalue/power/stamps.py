"""Moments and amounts as office tables write them."""

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import TypeAlias

from gzvalue.power.conventions import energy_factor, money_factor
from gzvalue.power.source import DAY

_DATE = re.compile(r"(\d{4})\s*[-/.年—–]\s*(\d{1,2})(?:\s*[-/.月—–]\s*(\d{1,2})\s*日?|\s*月份?)?")
_PERIOD = re.compile(r"(\d{4}.*?\d日?)\s*(?:至|到|~|-|—|–)+\s*(\d{4}.*\d日?)")
_SHORT_YEAR = re.compile(r"\d{2}\s*年")
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})?")
_PACKED_MOMENT = re.compile(r"(\d{8})(\d{2})(\d{2})(?:\d{2})?")
_MOMENT_DIGITS = 12
_TIME = re.compile(r"(\d{1,2})[:：时](\d{1,2})分?(?:[:：](\d{1,2})(?:\.\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2})?")
_HALF_DAY = re.compile(r"(上午|下午|凌晨|晚上)?\s*(\d{1,2}:\d{2}(?::\d{2})?)\s*(AM|PM|am|pm)?")
_NUMBER = re.compile(r"([+-]?(?:\d[\d,，]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*([^\d\s.,，+-]*.*)")
_GROUPS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
"""Blanks between thousands: ``1 000.5``."""
_MONTH = re.compile(r"(\d{1,2})\s*月?份?")
_YEAR = re.compile(r"(\d{4})\s*年?度?")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_SERIALS = (30_000, 60_000)
_SERIAL_ZERO = date(1899, 12, 30).toordinal()
_MOST = 1e15
"""No enterprise uses, or pays, more."""
_YEARS = (1950, 2199)
"""Years that a person may mean; anything else is a slip."""


Stamp: TypeAlias = tuple[int, int]
"""A moment in minutes since ``date.min``, and the minutes that its text spans: 0 for a moment, else a day, a month or a period."""


@lru_cache(maxsize=20_000)
def _day(text: str) -> Stamp | None:
    """The start of a day or a month, and its minutes."""
    text = text.strip()
    if _SHORT_YEAR.match(text):
        text = "20" + text
    match = _DATE.fullmatch(text) or _PACKED.fullmatch(text)
    if match is None:
        return None
    year, month, day = int(match[1]), int(match[2]), match[3]
    if not _YEARS[0] <= year <= _YEARS[1]:
        return None
    try:
        first = date(year, month, int(day) if day else 1)
    except ValueError:
        return None
    length = DAY if day else (next_month(first) - first).days * DAY
    return first.toordinal() * DAY, length


@lru_cache(maxsize=5_000)
def clock(text: str) -> int | None:
    """Minutes since midnight; ``24:00`` is the end of the day; None where the text is no time of day."""
    match = _TIME.fullmatch(text.strip())
    half = None
    if match is None:
        half = _HALF_DAY.fullmatch(text.strip())
        match = None if half is None else _TIME.fullmatch(half[2])
    if match is None:
        return None
    hours, minutes = int(match[1]), int(match[2])
    if half is not None:
        hours = _of_twelve(hours, half[1] or half[3])
    if hours > 24 or minutes > 59 or hours * 60 + minutes > DAY:
        return None
    return hours * 60 + minutes


def _of_twelve(hours: int, half: str) -> int:
    """The hour of a clock of twelve hours: 上午 12 is midnight, 下午 12 noon; 下午 15 stays 15."""
    if half in ("下午", "晚上", "PM", "pm"):
        return hours + 12 if hours < 12 else hours
    return 0 if hours == 12 else hours


def stamp(text: str) -> Stamp | None:
    """A moment, a day or a month; None where the text is none, such as 2024-02-30."""
    head, blank, tail = text.partition(" ")
    if not blank and "T" in text:
        head, blank, tail = text.partition("T")
    if blank:
        found, minutes = _day(head), clock(tail)
        if found is not None and minutes is not None:
            return found[0] + minutes, 0
    packed = _PACKED_MOMENT.fullmatch(text.strip()) if len(text) >= _MOMENT_DIGITS else None
    if packed is not None:
        return stamp(f"{packed[1]} {packed[2]}:{packed[3]}")
    return _day(text)


@lru_cache(maxsize=20_000)
def _serial(text: str) -> Stamp | None:
    """A spreadsheet's own number of a day or moment, as stands in a cell that lost its date format."""
    if _SERIAL.fullmatch(text) is None:
        return None
    days = float(text)
    if not _SERIALS[0] <= days < _SERIALS[1]:
        return None
    minutes = round(days * DAY)
    return minutes + _SERIAL_ZERO * DAY, DAY if minutes % DAY == 0 else 0


@lru_cache(maxsize=5_000)
def _period(text: str) -> Stamp | None:
    """First and last day in one cell, such as ``2025-01-01至2025-01-31``; both belong to the period."""
    match = _PERIOD.fullmatch(text)
    first, last = (None, None) if match is None else (_day(match[1]), _day(match[2]))
    if first is None or last is None or last[0] < first[0]:
        return None
    return first[0], last[0] + last[1] - first[0]


def moment_in(text: str) -> Stamp | None:
    """A moment, day, month or period in a cell of a column of times; spreadsheet serials too, which a head never is."""
    return stamp(text) or _serial(text.strip()) or _period(text.strip())


def year_in(text: str) -> int | None:
    """The year of ``2025`` or ``2025年``; None where the text is none."""
    match = _YEAR.fullmatch(text.strip())
    return int(match[1]) if match is not None and _YEARS[0] <= int(match[1]) <= _YEARS[1] else None


def month_in(year: str, month: str) -> Stamp | None:
    """A month told by its year and its number: ``2025年`` and ``3月``; None where they tell none."""
    match, number_of_year = _MONTH.fullmatch(month.strip()), year_in(year)
    if match is None or number_of_year is None or not 1 <= int(match[1]) <= 12:
        return None
    first = date(number_of_year, int(match[1]), 1)
    return first.toordinal() * DAY, (next_month(first) - first).days * DAY


def day_of(text: str) -> date | None:
    """The day of a text, time of day left out; None where it is none."""
    found = moment_in(text)
    return None if found is None else date.fromordinal(found[0] // DAY)


def number(text: str) -> tuple[float, str] | None:
    """A figure and what stands behind it: ``1.2万千瓦时`` → (1.2, "万千瓦时"); None where it is none, or absurd."""
    try:
        value = float(text)
        return (value, "") if -_MOST < value < _MOST else None
    except ValueError:
        pass
    match = _NUMBER.fullmatch(_GROUPS.sub("", text.strip().removeprefix("¥").removeprefix("￥")))
    if match is None:
        return None
    value = float(match[1].replace(",", "").replace("，", ""))
    return (value, match[2].strip()) if -_MOST < value < _MOST else None


def amount(text: str, unit: str) -> float | None:
    """元 of a cell: its own unit counts before the column's; None where the text is no amount."""
    found = number(text)
    if found is None:
        return None
    factor = money_factor(found[1] or unit or "元")
    return None if factor is None else found[0] * factor


def energy(text: str, factor: float) -> float | None:
    """kWh of a cell: its own unit counts before the column's; None where the text is no amount of energy."""
    found = number(text)
    if found is None:
        return None
    value, unit = found
    if not unit:
        return value * factor
    own = energy_factor(unit)
    if own is None and unit == "万":
        own = 10_000 * factor
    return None if own is None else value * own


def next_month(day: date) -> date:
    """The first day of the month after that of ``day``."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def month_of(moment: int) -> date:
    """The first day of the month in which a moment lies."""
    return date.fromordinal(moment // DAY).replace(day=1)
