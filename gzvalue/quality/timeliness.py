"""Periods that were due and those that hold at least one row."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from gzvalue.quality.measurement import BadCell, Dimension, Indicator, Json


@dataclass(frozen=True)
class Updates:
    """When a source was updated.

    Attributes:
        column: of dates.
        frequency: as declared.
        first, last: the first and last day with data in the time examined.
        longest_gap: periods in a row without data.
    """

    column: str
    frequency: str
    first: date | None
    last: date | None
    longest_gap: int

    def as_json(self) -> Json:
        """For the JSON."""
        days = {"first": self.first, "last": self.last}
        return {
            "column": self.column, "frequency": self.frequency, "longest_gap": self.longest_gap,
            **{key: None if day is None else day.isoformat() for key, day in days.items()},
        }  # fmt: skip


def _longest(expected: Sequence[date], have: set[tuple[int, int]], frequency: str) -> int:
    longest = running = 0
    for day in expected:
        running = 0 if period(day, frequency) in have else running + 1
        longest = max(longest, running)
    return longest


def period(day: date, frequency: str) -> tuple[int, int]:
    """The period a day belongs to, as a pair that sorts by time."""
    if frequency == "按年":
        return day.year, 0
    if frequency == "按季":
        return day.year, (day.month + 2) // 3
    if frequency == "按月":
        return day.year, day.month
    if frequency == "按周":
        year, week, _ = day.isocalendar()
        return year, week
    return day.year, day.toordinal()


def named(day: date, frequency: str) -> str:
    """The period in words."""
    first, second = period(day, frequency)
    return {
        "按年": f"{first} 年",
        "按季": f"{first} 年第 {second} 季",
        "按月": f"{first}-{second:02}",
        "按周": f"{first} 年第 {second} 周",
    }.get(frequency, day.isoformat())


def due(start: date, end: date, frequency: str) -> Iterator[date]:
    """One day of each period from the one that holds ``start`` to the one that holds ``end``."""
    last = None
    step = timedelta(days=1 if frequency in {"按天", "按周"} else 20)
    day = start
    while day <= end:
        now = period(day, frequency)
        if now != last:
            yield day
            last = now
        day += step
    if start <= end and period(end, frequency) != last:
        yield end


def timeliness(days: Iterable[date], frequency: str, start: date | None, end: date, column: str) -> tuple[Dimension, Updates] | None:
    """Periods updated over periods due, from the first day (or ``start``) to ``end``; ``None`` if nothing is due."""
    held = sorted(set(days))
    first = start or (held[0] if held else None)
    if first is None or first > end:
        return None
    expected = list(due(first, end, frequency))
    have = {period(day, frequency) for day in held}
    gaps = [day for day in expected if period(day, frequency) not in have]
    formula = f"{first.isoformat()} 至 {end.isoformat()} 内有数据的期数 ÷ 应更新的期数（{frequency}）"
    sample = tuple(BadCell(None, column, f"缺 {named(day, frequency)}") for day in gaps[:5])
    latest = int(period(expected[-1], frequency) in have)
    newest = Indicator("0502", "基于时间点的及时性", latest, 1, f"最近一期（{named(expected[-1], frequency)}）有数据记 1", in_score=False)
    inside = [day for day in held if first <= day <= end]
    updates = Updates(column, frequency, inside[0] if inside else None, inside[-1] if inside else None, _longest(expected, have, frequency))
    return Dimension(
        (Indicator("0501", "基于时间段的正确性", len(expected) - len(gaps), len(expected), formula, sample=sample), newest)
    ), updates
