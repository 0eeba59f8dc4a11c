"""Readings that can be counted: negatives, repeats, overlaps and mixed units are named and left out, never mended in silence."""

from datetime import date
from statistics import median

from gzvalue.errors import UserError
from gzvalue.power.source import DAY, Reading, Tables

_SHOWN = 5
_TWO_METERS = 0.3
"""From this share of contradicting repeats on, the column holds two meters and not one with faults."""

_MIXED = 1000.0
"""Neighbouring months that differ by more than this factor were written in different units."""


def cleaned(tables: Tables) -> dict[str, list[Reading]]:
    """The readings of each meter in order of time, none overlapping another.

    Raises:
        UserError: two meters stand in one column without a column that tells them apart.
    """
    return {meter: _of_meter(meter, readings, tables) for meter, readings in tables.readings.items()}


def _of_meter(meter: str, readings: list[Reading], tables: Tables) -> list[Reading]:
    positive = _without_negatives(meter, readings, tables)
    single = _without_repeats(meter, positive, tables)
    apart = _without_overlaps(meter, single, tables)
    _look_for_units(meter, apart, tables)
    return apart


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


def _without_overlaps(meter: str, readings: list[Reading], tables: Tables) -> list[Reading]:
    """What overlaps an earlier period is left out; a finer reading that makes up a coarser one goes before it."""
    kept, dropped = _sweep(readings)
    if dropped:
        tables.say("notice", f"{_rows(dropped)}的时段与其他行重叠，未重复计入；请核对是否同时导入了明细和汇总。", meter)
    return kept


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


def _look_for_units(meter: str, readings: list[Reading], tables: Tables) -> None:
    """Months that differ a thousandfold from the middle one were probably written in 万千瓦时 and 度."""
    daily: dict[int, float] = {}
    for one in readings:
        daily[one.start // DAY] = daily.get(one.start // DAY, 0.0) + one.kwh
    monthly: dict[date, float] = {}
    for day, kwh in daily.items():
        month = date.fromordinal(day).replace(day=1)
        monthly[month] = monthly.get(month, 0.0) + kwh
    used = sorted(value for value in monthly.values() if value > 0)
    if len(used) < 3:
        return
    middle = median(used)
    odd = [month for month, value in monthly.items() if value > 0 and not middle / _MIXED < value < middle * _MIXED]
    if odd:
        shown = "、".join(str(month)[:7] for month in odd[:_SHOWN])
        tables.say("error", f"{shown} 的电量与其他月份相差千倍以上，疑为“度”与“万千瓦时”混用；请统一单位或在表中加“单位”列。", meter)
