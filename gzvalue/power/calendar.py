"""Energy by day and by month over all meters, with what is covered and what is missing."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from gzvalue.power.clean import Meter
from gzvalue.power.load_curve import load_of
from gzvalue.power.source import DAY, Reading
from gzvalue.power.stamps import next_month


@dataclass(frozen=True)
class Calendar:
    """Energy of the whole enterprise.

    Attributes:
        days: kWh by day, only days that every meter in use covers whole; empty where only monthly readings exist.
        months: kWh by month (its first day), only months covered whole.
        partial: months that are begun but not whole, with the share covered.
        missing: months between the first and the last whole one of which nothing is known.
        load: mean kW of every interval of up to an hour that all meters cover: (start minute, kW, minutes).
        first, last: first and last day of all readings.
        gaps: whole months that lack a little nevertheless, with the share covered.
    """

    days: Mapping[date, float]
    months: Mapping[date, float]
    partial: Mapping[date, float]
    missing: tuple[date, ...]
    load: tuple[tuple[int, float, int], ...]
    first: date
    last: date
    gaps: Mapping[date, float] = field(default_factory=dict)


def calendar_of(meters: Mapping[str, Meter], most_missing: float) -> Calendar:
    """Add the meters up.

    A day or a month counts as whole when at least ``1 − most_missing`` of its minutes are covered at every meter that is in
    use then (between the first and the last reading of that meter); it is then taken as it is, never scaled up.

    Args:
        meters: cleaned readings by meter; each has at least one.
        most_missing: share of minutes that may lack.
    """
    every = [one for meter in meters.values() for one in (*meter.readings, *meter.coarser)]
    first = date.fromordinal(min(one.start for one in every) // DAY)
    last = date.fromordinal((max(one.start + one.minutes for one in every) - 1) // DAY)
    daily = _Sums()
    monthly = _Sums()
    for meter in meters.values():
        _add(meter, daily, monthly)
    days = daily.whole(most_missing, DAY)
    whole, partial, gaps = _months(monthly, most_missing)
    missing = [month for month in _between(whole) if month not in whole]
    return Calendar(days, whole, partial, tuple(missing), load_of([meter.readings for meter in meters.values()]), first, last, gaps)


class _Sums:
    """kWh and covered minutes by day or month and meter."""

    def __init__(self) -> None:
        self.meters: list[tuple[dict[date, float], dict[date, int], date, date]] = []

    def whole(self, most_missing: float, minutes: int) -> dict[date, float]:
        found: dict[date, float] = {}
        every = sorted({one for energy, _, _, _ in self.meters for one in energy})
        for one in every:
            value, good = 0.0, True
            for energy, cover, start, end in self.meters:
                if start <= one <= end:
                    good = good and cover.get(one, 0) >= (1 - most_missing) * minutes
                    value += energy.get(one, 0.0)
            if good:
                found[one] = value
        return found


def _add(meter: Meter, daily: _Sums, monthly: _Sums) -> None:
    """Days and months of one meter; a coarser reading stands for the finer ones in its time, for days where it is of a day."""
    by_day, day_cover, longer = _by_day(_with(meter.readings, [one for one in meter.coarser if one.minutes == DAY]))
    sums, covers, rest = (by_day, day_cover, longer) if not meter.coarser else _by_day(_with(meter.readings, meter.coarser))
    by_month: dict[date, float] = {}
    month_cover: dict[date, int] = {}
    for day, kwh in sums.items():
        month = date.fromordinal(day).replace(day=1)
        by_month[month] = by_month.get(month, 0.0) + kwh
        month_cover[month] = month_cover.get(month, 0) + covers[day]
    for start, minutes, kwh, _ in rest:
        for month, share in _spread(start, minutes):
            by_month[month] = by_month.get(month, 0.0) + kwh * share / minutes
            month_cover[month] = month_cover.get(month, 0) + share
    every = (*meter.readings, *meter.coarser)
    start_day = date.fromordinal(min(one.start for one in every) // DAY)
    end_day = date.fromordinal((max(one.start + one.minutes for one in every) - 1) // DAY)
    days = {date.fromordinal(day): value for day, value in by_day.items()}
    daily.meters.append((days, {date.fromordinal(day): value for day, value in day_cover.items()}, start_day, end_day))
    monthly.meters.append((by_month, month_cover, start_day.replace(day=1), end_day.replace(day=1)))


def _with(readings: list[Reading], coarser: list[Reading]) -> list[Reading]:
    """The readings, those in the time of a coarser one replaced by it."""
    if not coarser:
        return readings
    starts = [one.start for one in coarser]

    def replaced(one: Reading) -> bool:
        at = bisect_right(starts, one.start) - 1
        return at >= 0 and one.start < coarser[at].start + coarser[at].minutes

    return [*(one for one in readings if not replaced(one)), *coarser]


def _by_day(readings: list[Reading]) -> tuple[dict[int, float], dict[int, int], list[Reading]]:
    """Energy and minutes by day, and the readings that reach over midnight."""
    energy: dict[int, float] = {}
    cover: dict[int, int] = {}
    longer: list[Reading] = []
    for one in readings:
        start, minutes, kwh, _ = one
        day = start // DAY
        if start + minutes <= (day + 1) * DAY:
            energy[day] = energy.get(day, 0.0) + kwh
            cover[day] = cover.get(day, 0) + minutes
        else:
            longer.append(one)
    return energy, cover, longer


def _spread(start: int, minutes: int) -> Iterable[tuple[date, int]]:
    """The months that a long period touches with its minutes in each; energy is spread evenly over them."""
    end = start + minutes
    while start < end:
        month = date.fromordinal(start // DAY).replace(day=1)
        border = next_month(month).toordinal() * DAY
        yield month, min(end, border) - start
        start = border


def _months(sums: _Sums, most_missing: float) -> tuple[dict[date, float], dict[date, float], dict[date, float]]:
    """Whole months, begun ones with the share covered, and of the whole ones those with small gaps."""
    whole: dict[date, float] = {}
    partial: dict[date, float] = {}
    gaps: dict[date, float] = {}
    every = sorted({one for energy, _, _, _ in sums.meters for one in energy})
    for month in every:
        minutes = (next_month(month) - month).days * DAY
        value, least = 0.0, 1.0
        for energy, cover, start, end in sums.meters:
            if start <= month <= end:
                least = min(least, cover.get(month, 0) / minutes)
                value += energy.get(month, 0.0)
        if least >= 1 - most_missing:
            whole[month] = value
            if least < 1:
                gaps[month] = least
        else:
            partial[month] = least
    return whole, partial, gaps


def _between(months: Mapping[date, float]) -> list[date]:
    if not months:
        return []
    found, at, last = [], min(months), max(months)
    while at <= last:
        found.append(at)
        at = next_month(at)
    return found


def days_between(first: date, last: date) -> list[date]:
    """Every day from first to last, both included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def months_before(month: date, count: int) -> date:
    """The first day of the month ``count`` months earlier (later where negative)."""
    number = month.year * 12 + month.month - 1 - count
    return date(number // 12, number % 12 + 1, 1)
