"""Whole months as numbers, so that a life of 36 months has no leap days in it."""

import calendar
from datetime import date


def number(day: date) -> int:
    """The month of a day, counted from year 0."""
    return day.year * 12 + day.month - 1


def of_moment(moment: str) -> int | None:
    """The month of ``2026-05`` or ``2026-05-31``; ``None`` for a bare year, which names no month."""
    return None if len(moment) < 7 else int(moment[:4]) * 12 + int(moment[5:7]) - 1


def first_day(month: int) -> date:
    """The first day of a month."""
    return date(month // 12, month % 12 + 1, 1)


def last_day(month: int) -> date:
    """The last day of a month, on which its amortisation is booked."""
    year, rest = divmod(month, 12)
    return date(year, rest + 1, calendar.monthrange(year, rest + 1)[1])


def text(month: int) -> str:
    """``2026-05``."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def full_months_until(start: int, until: date) -> int:
    """How many months from the start of month ``start`` end on or before the day ``until``; never negative."""
    last = number(until) if until == last_day(number(until)) else number(until) - 1
    return max(0, last - start + 1)
