"""What the indicators look at, how far back they look, and how they say that something is missing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import fsum
from typing import TypeAlias

from gzvalue.power.calendar import Calendar, days_between, months_before
from gzvalue.power.source import Bill, Event, Reading
from gzvalue.power.stamps import next_month

BILL_MONTHS = 24
YEAR = 12
FEWEST_DAYS = 28


@dataclass(frozen=True)
class Settings:
    """What the tables do not tell and a person enters.

    Attributes:
        as_of: the last day that counts, of readings, bills, breaches and states alike; None: the last day of the data.
        capacity: contracted capacity, kVA; goes before that of the tables.
        factor: power factor; None: that of the tables, else the default of the program.
        event: the day of an event (flood, fire, epidemic) for the recovery rate.
        base: first and last month of the base period; None: as each indicator says.
        revenue: revenue of a year, 元.
        sector_median: median monthly kWh of the sector, entered with its source.
        peak, valley: hours as (first minute, last minute) of the day.
        weights: weights of the score by its keys.
        authorisation: the written authorisation: number, day, scope; empty: none is registered.
    """

    as_of: date | None = None
    capacity: float | None = None
    factor: float | None = None
    event: date | None = None
    base: tuple[date, date] | None = None
    revenue: float | None = None
    sector_median: float | None = None
    peak: tuple[tuple[int, int], ...] = ()
    valley: tuple[tuple[int, int], ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict)
    authorisation: str = ""


@dataclass(frozen=True)
class Facts:
    """Everything the indicators look at."""

    calendar: Calendar
    zones: Mapping[str, Mapping[str, Sequence[Reading]]]
    demands: Mapping[str, Sequence[tuple[int, float]]]
    bills: Sequence[Bill]
    events: Sequence[Event]
    events_told: bool
    settings: Settings
    capacity: float | None
    factor: float | None
    as_of: date


class Missing(Exception):
    """An indicator cannot be computed; the text says why."""


Inputs: TypeAlias = dict[str, float | int | str]
"""What an indicator is combined from, by English names that stand in the JSON."""

Found: TypeAlias = tuple[Inputs, str]
"""The inputs of an indicator, and its window in plain dates."""

Counting: TypeAlias = Callable[[Facts], Found]
"""What counts the inputs of one indicator."""


def last_month(facts: Facts) -> date:
    """The last whole month.

    Raises:
        Missing: there is none.
    """
    if not facts.calendar.months:
        raise Missing("没有一个完整的月份。")
    return max(facts.calendar.months)


def months_to(facts: Facts, last: date, count: int) -> list[float]:
    """Energy of ``count`` months up to ``last``; missing months stop the indicator."""
    wanted = [months_before(last, n) for n in range(count - 1, -1, -1)]
    lacking = [month for month in wanted if month not in facts.calendar.months]
    if lacking:
        shown = "、".join(f"{month:%Y-%m}" for month in lacking[:6])
        raise Missing(f"缺少完整月份 {shown}{'等' if len(lacking) > 6 else ''}。")
    return [facts.calendar.months[month] for month in wanted]


def year_days(facts: Facts) -> tuple[dict[date, float], date, date]:
    """Whole days of the last twelve months of daily data; the window reaches back from the last whole day."""
    days = facts.calendar.days
    if not days:
        raise Missing("没有日用电量（只有月度数据）。")
    last = max(days)
    first = max(year_before(last) + timedelta(days=1), min(days))
    found = {day: days[day] for day in days_between(first, last) if day in days}
    if len(found) < FEWEST_DAYS:
        raise Missing(f"日用电量不足 {FEWEST_DAYS} 天。")
    return found, first, last


def year_before(day: date) -> date:
    """The same day a year earlier; of the last day of a month the last, so that twelve whole months lie between them."""
    return since(day, YEAR) - timedelta(days=1)


def span(first: date, last: date) -> str:
    """A window of days in words."""
    return f"{first:%Y-%m-%d} 至 {last:%Y-%m-%d}"


def month_span(last: date, count: int) -> str:
    """A window of months up to the last one in words."""
    return f"{months_before(last, count - 1):%Y-%m} 至 {last:%Y-%m}" if count > 1 else f"{last:%Y-%m}"


def base_mean(facts: Facts, default: list[date]) -> tuple[float, str]:
    """Daily mean of the base period in kWh, and its name."""
    months = default
    if facts.settings.base is not None:
        first, last = facts.settings.base
        months = []
        while first <= last:
            months.append(first)
            first = next_month(first)
    lacking = [month for month in months if month not in facts.calendar.months]
    if lacking or not months:
        raise Missing(f"基期缺少完整月份 {'、'.join(f'{month:%Y-%m}' for month in lacking[:6])}。")
    days = sum((next_month(month) - month).days for month in months)
    name = f"{months[0]:%Y-%m}" + (f" 至 {months[-1]:%Y-%m}" if len(months) > 1 else "")
    return fsum(facts.calendar.months[month] for month in months) / days, name


def since(day: date, months: int) -> date:
    """The first day after the same day so many months earlier; after the last day of a month the first of the next."""
    first = months_before(day, months)
    if next_month(day) == day + timedelta(days=1):
        return next_month(first)
    return min(first + timedelta(days=day.day), next_month(first))
