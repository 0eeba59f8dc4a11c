"""How long each reading is of, where the table tells only a moment, a day of reading the meter, or a month."""

import itertools
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeAlias

from gzvalue.power.source import DAY, Reading, Tables
from gzvalue.power.stamps import next_month

_FINE = 60
"""Intervals of up to an hour."""

_FEWEST = 3


Point: TypeAlias = tuple[int, int, float, int]
"""Start, minutes that its text spans (0 where it told only a moment), amount, row."""


def with_length(points: list[Point], power: bool, tables: Tables) -> list[Reading]:
    """Readings out of points.

    Moments get the usual distance between two of them as their length. Moments that stand at the end of their interval
    (00:15 … 24:00) are moved back. Days on which a meter is read once a month become the months, or the time since the last
    reading. Mean power becomes energy.
    """
    points = _days_told_as_midnights(points)
    timed = _between_readings(points, tables) or _moments(points, tables)
    if power:
        return [Reading(start, minutes, amount * minutes / 60, place) for start, minutes, amount, place in timed]
    return list(map(Reading._make, timed))


def _days_told_as_midnights(points: list[Point]) -> list[Point]:
    """Days and months that a program wrote as moments, ``2025-01-01 00:00:00``: midnights only, a day or more apart, are days."""
    if any(start % DAY or minutes not in (0, DAY) for start, minutes, _, _ in points) or usual_step([one[0] for one in points]) < DAY:
        return points
    return [(start, DAY, amount, place) for start, _, amount, place in points]


def usual_step(moments: Sequence[int]) -> int:
    """The most frequent distance between neighbouring moments, in minutes; a day where there is none."""
    ordered = sorted(set(moments))
    counts: dict[int, int] = {}
    for before, after in itertools.pairwise(ordered):
        counts[after - before] = counts.get(after - before, 0) + 1
    return max(counts, key=lambda step: (counts[step], -step)) if counts else DAY


def _moments(points: list[Point], tables: Tables) -> list[Point]:
    moments = [start for start, minutes, _, _ in points if not minutes]
    if not moments:
        return points
    usual = usual_step(moments)
    if usual <= _FINE and len(moments) < len(points):
        points = _with_midnights(points, set(moments), usual)
        moments = [start for start, minutes, _, _ in points if not minutes]
    back = usual if usual <= _FINE and _stand_at_ends(moments, usual) else 0
    if back:
        first = f"{usual // 60:02}:{usual % 60:02}"
        tables.say("notice", f"时间从 {first} 起至 24:00 止，按各 {usual} 分钟时段的终点理解。")
    return [(start if told else start - back, told or usual, amount, place) for start, told, amount, place in points]


def _with_midnights(points: list[Point], moments: set[int], step: int) -> list[Point]:
    """A spreadsheet shows midnight as the bare day: a day beside a moment one step before or after is that moment."""
    return [
        (start, 0, amount, place)
        if told == DAY and start not in moments and (start + step in moments or start - step in moments)
        else (start, told, amount, place)
        for start, told, amount, place in points
    ]


def _stand_at_ends(moments: list[int], step: int) -> bool:
    """Whether the series begins one step after midnight and ends at midnight."""
    return min(moments) % DAY == step and max(moments) % DAY == 0


def _between_readings(points: list[Point], tables: Tables) -> list[Point]:
    """Days far apart are days on which the meter was read: the energy is of the month, or of the time since the last reading; else nothing."""
    if not points or any(minutes != DAY for _, minutes, _, _ in points):
        return []
    starts = sorted({one[0] for one in points})
    usual = usual_step(starts)
    if len(starts) < _FEWEST or usual < 2 * DAY:
        return []
    days = [date.fromordinal(start // DAY) for start in starts]
    monthly = 28 * DAY <= usual <= 31 * DAY
    if monthly and (all(one.day == 1 for one in days) or all(_is_last(one) for one in days)):
        return [_of_month(one) for one in points]
    tables.say("notice", "日期相隔一天以上，按抄表日理解：电量归入上一抄表日次日至本抄表日（第一次按通常间隔）。")
    before = dict(zip(starts[1:], starts, strict=False))
    return [((since := before.get(start, start - usual)) + DAY, start - since, amount, place) for start, _, amount, place in points]


def _is_last(day: date) -> bool:
    """Whether a day is the last of its month."""
    return (day + timedelta(days=1)).day == 1


def _of_month(point: Point) -> Point:
    first = date.fromordinal(point[0] // DAY).replace(day=1)
    return first.toordinal() * DAY, (next_month(first) - first).days * DAY, point[2], point[3]
