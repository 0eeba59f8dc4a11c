"""The load of the whole enterprise by interval, and what a day looks like."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import fsum
from typing import TypeAlias

from gzvalue.power.source import DAY, Reading

_FINE = 60
_HOURS = 24

Load: TypeAlias = tuple[tuple[int, float, int], ...]
"""(start minute, mean kW, minutes)."""


def load_of(meters: Sequence[list[Reading]]) -> Load:
    """Mean kW by interval of up to an hour, where every meter in use then has a reading.

    Meters of different intervals are put together over the longest of them. A meter that is only read by day or month has no
    load, and while it is in use the whole has none.
    """
    fine = [[one for one in readings if one.minutes <= _FINE] for readings in meters]
    if not any(fine):
        return ()
    if len(fine) == 1:
        return tuple((start, kwh * 60 / minutes, minutes) for start, minutes, kwh, _ in fine[0])
    step = max(_usual(readings) for readings in fine if readings)
    series = [_in_steps(readings, step) for readings in fine]
    spans = [(min(one.start for one in readings), max(one.start for one in readings)) for readings in meters if readings]
    sums: dict[int, float] = {}
    counts: dict[int, int] = {}
    for found in series:
        for start, kwh in found.items():
            sums[start] = sums.get(start, 0.0) + kwh
            counts[start] = counts.get(start, 0) + 1
    return tuple(
        (start, kwh * 60 / step, step) for start, kwh in sorted(sums.items()) if counts[start] == sum(a <= start <= b for a, b in spans)
    )


def _usual(readings: Sequence[Reading]) -> int:
    counts: dict[int, int] = {}
    for one in readings:
        counts[one.minutes] = counts.get(one.minutes, 0) + 1
    return max(counts, key=lambda minutes: (counts[minutes], minutes))


def _in_steps(readings: Sequence[Reading], step: int) -> dict[int, float]:
    """kWh by start of a step, only steps that are covered whole."""
    energy: dict[int, float] = {}
    cover: dict[int, int] = {}
    for start, minutes, kwh, _ in readings:
        at = start - start % step
        if start + minutes <= at + step:
            energy[at] = energy.get(at, 0.0) + kwh
            cover[at] = cover.get(at, 0) + minutes
    return {at: kwh for at, kwh in energy.items() if cover[at] == step}


@dataclass(frozen=True)
class DayCurve:
    """What a day looks like over the last twelve months of load.

    Attributes:
        minutes: of an interval; the curves have ``1440 ÷ minutes`` points.
        mean: mean kW by interval of the day.
        peak_day: the day on which the greatest load stood; its kW by interval, None where a reading lacks.
        days: how many days the mean is of.
    """

    minutes: int
    mean: tuple[float, ...]
    peak_day: date
    peak: tuple[float | None, ...]
    days: int


def day_curve(load: Load) -> DayCurve | None:
    """The mean day and the day of the greatest load; None without intervals that divide the day evenly."""
    if not load:
        return None
    counts: dict[int, int] = {}
    for _, _, minutes in load:
        counts[minutes] = counts.get(minutes, 0) + 1
    step = max(counts, key=lambda one: (counts[one], one))
    if DAY % step:
        return None
    used = [(start, kw) for start, kw, minutes in load if minutes == step and start % step == 0]
    if not used:
        return None
    slots: list[list[float]] = [[] for _ in range(DAY // step)]
    for start, kw in used:
        slots[start % DAY // step].append(kw)
    if not all(slots):
        return None
    top = max(used, key=lambda one: (one[1], -one[0]))[0] // DAY
    of_day = {start % DAY // step: kw for start, kw in used if start // DAY == top}
    return DayCurve(
        step, tuple(fsum(one) / len(one) for one in slots), date.fromordinal(top), tuple(of_day.get(n) for n in range(len(slots))),
        len({start // DAY for start, _ in used}),
    )  # fmt: skip
