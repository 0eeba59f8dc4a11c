"""Periods that were due and those that hold at least one row."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from gzvalue.quality.measurement import BadCell, Dimension, Indicator


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


def timeliness(days: Iterable[date], frequency: str, start: date | None, end: date, column: str) -> Dimension | None:
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
    return Dimension((Indicator("0501", "基于时间段的正确性", len(expected) - len(gaps), len(expected), formula, sample=sample),))
