"""Readings that can be counted: negatives, repeats, overlaps and mixed units are named and left out, never mended in silence."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from datetime import date
from itertools import accumulate
from statistics import median
from typing import Any, NamedTuple

from gzvalue.errors import UserError
from gzvalue.power.source import DAY, Reading, Tables
from gzvalue.power.stamps import month_of

_SHOWN = 5
_TWO_METERS = 0.3
"""From this share of contradicting repeats on, the column holds two meters and not one with faults."""

_MIXED = 1000.0
"""Amounts of the same length of time that differ by more than this factor were written in different units."""

_FEWEST = 3

_ALIKE = 0.02
"""Losses between the main meter and those behind it stay below this share."""


class Meter(NamedTuple):
    """What counts of one meter: readings in order of time, none overlapping another, and coarser ones in whose time the finer have gaps."""

    readings: list[Reading]
    coarser: list[Reading]


def cleaned(tables: Tables, last: date | None = None) -> dict[str, Meter]:
    """The readings of each meter that has any.

    Args:
        tables: everything read; what is left out is said in its remarks.
        last: the last day that counts; None: all.

    Raises:
        UserError: two meters stand in one column without a column that tells them apart.
    """
    end = None if last is None else (last.toordinal() + 1) * DAY
    found = {meter: _of_meter(meter, _until(readings, end), tables) for meter, readings in tables.readings.items()}
    return {meter: one for meter, one in found.items() if one.readings}


def look_for_totals(meters: Mapping[str, Meter], tables: Tables) -> None:
    """Say of a meter that reads what all others read together: it is probably the main one, and counts twice."""
    if len(meters) < _FEWEST:
        return
    monthly = {name: _monthly(meter.readings) for name, meter in meters.items()}
    for name, own in monthly.items():
        both = [(kwh, sum(other.get(month, 0.0) for key, other in monthly.items() if key != name)) for month, kwh in own.items() if kwh > 0]
        alike = sum(abs(kwh - rest) <= _ALIKE * kwh for kwh, rest in both)
        if len(both) >= _FEWEST and alike > len(both) / 2:
            words = f"电表“{name}”各月的电量约等于其他电表之和，可能是总表：现在与分表相加，电量重复；请只保留总表或只保留分表。"
            tables.say("error", words, name)


def _monthly(readings: list[Reading]) -> dict[date, float]:
    found: dict[date, float] = {}
    for day, kwh in _daily(readings).items():
        month = month_of(day * DAY)
        found[month] = found.get(month, 0.0) + kwh
    return found


def _daily(readings: list[Reading]) -> dict[int, float]:
    found: dict[int, float] = {}
    for start, _, kwh, _ in readings:
        found[start // DAY] = found.get(start // DAY, 0.0) + kwh
    return found


def _until(readings: list[Reading], end: int | None) -> list[Reading]:
    return readings if end is None else [one for one in readings if one.start + one.minutes <= end]


def _of_meter(meter: str, readings: list[Reading], tables: Tables) -> Meter:
    positive = _without_negatives(meter, readings, tables)
    single = _without_repeats(meter, positive, tables)
    plausible = _without_mixed_units(meter, single, tables)
    kept, dropped = _sweep(plausible)
    if dropped:
        tables.say("notice", f"{_rows(dropped)}的时段与其他行重叠，未重复计入；请核对是否同时导入了明细和汇总。", meter)
    return Meter(kept, _coarser(kept, dropped) if dropped else [])


def cleaned_zones(tables: Tables, last: date | None = None) -> dict[str, dict[str, list[Reading]]]:
    """Energy by zone without negatives, repeats and contradictions; what is wrong with it is said of the readings beside it."""
    end = None if last is None else (last.toordinal() + 1) * DAY
    return {meter: {zone: _plain(_until(readings, end)) for zone, readings in zones.items()} for meter, zones in tables.zones.items()}


def _plain(readings: list[Reading]) -> list[Reading]:
    by_period: dict[tuple[int, int], set[float]] = {}
    for one in readings:
        by_period.setdefault(one[:2], set()).add(one.kwh)
    single = {one[:2]: one for one in readings if one.kwh >= 0 and len(by_period[one[:2]]) == 1}
    return _sweep(sorted(single.values()))[0]


def _rows(readings: list[Reading]) -> str:
    shown = "、".join(str(one.place) for one in readings[:_SHOWN])
    return f"第 {shown} 行" + (f"等 {len(readings):,} 处" if len(readings) > _SHOWN else "")


def _without_negatives(meter: str, readings: list[Reading], tables: Tables) -> list[Reading]:
    wrong = [one for one in readings if one.kwh < 0]
    if not wrong:
        return readings
    tables.say("notice", f"{_rows(wrong)}的电量为负，未计入（反向电量、冲减或抄录错误）；请向供电企业核对。", meter)
    return [one for one in readings if one.kwh >= 0]


def _without_repeats(meter: str, readings: list[Reading], tables: Tables) -> list[Reading]:
    """One reading per period; equal repeats are dropped, contradicting ones are both left out."""
    if len({one[:2] for one in readings}) == len(readings):
        return sorted(readings)
    by_period: dict[tuple[int, int], list[Reading]] = {}
    for one in readings:
        by_period.setdefault((one.start, one.minutes), []).append(one)
    repeated = [found for found in by_period.values() if len(found) > 1]
    contradicting = [found for found in repeated if any(one.kwh != found[0].kwh for one in found)]
    if len(contradicting) > _TWO_METERS * len(by_period):
        raise UserError(
            f"同一时间有两个不同的电量（{len(contradicting):,} 处，如{_rows(contradicting[0])}）：一列中混有两块电表。"
            "请加一列“户号”或“表号”区分各电表，或分成两个文件后重新导入。"
        )
    if contradicting:
        tables.say("error", f"{_rows([one for found in contradicting for one in found])}同一时间电量不同，均未计入；请核对原表。", meter)
    equal = sum(len(found) - 1 for found in repeated) - sum(len(found) - 1 for found in contradicting)
    if equal:
        tables.say("notice", f"有 {equal:,} 行与前面的行完全重复，只计一次。", meter)
    return sorted(found[0] for found in by_period.values() if len(found) == 1 or all(one.kwh == found[0].kwh for one in found))


def _sweep(ordered: list[Reading]) -> tuple[list[Reading], list[Reading]]:
    """Those in order that do not overlap; of two that do, the shorter period stays."""
    kept: list[Reading] = []
    dropped: list[Reading] = []
    end = 0
    for one in ordered:
        if one.start < end:
            if one.minutes >= kept[-1].minutes:
                dropped.append(one)
                continue
            dropped.append(kept.pop())
        kept.append(one)
        end = one.start + one.minutes
    return kept, dropped


def _coarser(kept: list[Reading], dropped: list[Reading]) -> list[Reading]:
    """Of the readings left out those of a day and more whose finer readings have gaps: for their time they know more."""
    starts = [one.start for one in kept]
    minutes = [0, *accumulate(one.minutes for one in kept)]
    found: list[Reading] = []
    for one in sorted(dropped, key=lambda one: (one.minutes, one.start)):
        end = one.start + one.minutes
        first, after = bisect_left(starts, one.start), bisect_left(starts, end)
        if one.minutes < DAY or first == after or minutes[after] - minutes[first] >= one.minutes:
            continue
        reaches_in = first > 0 and starts[first - 1] + kept[first - 1].minutes > one.start
        reaches_out = starts[after - 1] + kept[after - 1].minutes > end
        if not (reaches_in or reaches_out) and not _touches(found, one) and max(kept[n].minutes for n in range(first, after)) < one.minutes:
            found.insert(bisect_right(found, one), one)
    return found


def _touches(found: list[Reading], one: Reading) -> bool:
    return any(other.start < one.start + one.minutes and one.start < other.start + other.minutes for other in found)


def _without_mixed_units(meter: str, readings: list[Reading], tables: Tables) -> list[Reading]:
    """Without amounts that differ a thousandfold from those of the same length of time: some were written in 万千瓦时, some in 度."""
    classes: dict[object, dict[object, float]] = {}
    for one in readings:
        if one.minutes >= DAY:
            length = "day" if one.minutes == DAY else "longer"
            classes.setdefault(length, {})[one] = one.kwh / one.minutes
    fine = _monthly([one for one in readings if one.minutes < DAY])
    odd = {one for found in classes.values() for one in _odd(found)} | set(_odd(fine))
    if not odd:
        return readings
    left_out = [one for one in readings if one in odd or (one.minutes < DAY and month_of(one.start) in odd)]
    months = sorted({month_of(one.start) for one in left_out})
    shown = "、".join(f"{month:%Y-%m}" for month in months[:_SHOWN]) + ("等" if len(months) > _SHOWN else "")
    tables.say(
        "error",
        f"{_rows(left_out)}（{shown}）的电量与其他行相差千倍以上，疑为“度”与“万千瓦时”混用，未计入；请统一单位或在表中加“单位”列。",
        meter,
    )
    gone = set(left_out)
    return [one for one in readings if one not in gone]


def _odd(rates: Mapping[Any, float]) -> list[Any]:
    used = [value for value in rates.values() if value > 0]
    if len(used) < _FEWEST:
        return []
    middle = median(used)
    return [key for key, value in rates.items() if value > 0 and not middle / _MIXED < value < middle * _MIXED]
