"""From what a register shows to what was used, across a meter that was changed, reset, or ran over."""

import itertools
from typing import NamedTuple

from gzvalue.errors import UserError
from gzvalue.power.source import DAY, Reading, Tables
from gzvalue.power.stamps import month_of

_TWO_METERS = 0.3
"""From this share of contradicting moments on, the column holds two meters."""


class Register(NamedTuple):
    """What a meter's register showed at a moment, in kWh before its multiplier; ``before`` what it showed at ``start``, where the row tells."""

    moment: int
    value: float
    factor: float
    place: int
    before: float | None = None
    start: int | None = None


def consumption(meter: str, found: list[Register], tables: Tables) -> list[Reading]:
    """Energy between two readings of the register.

    Where the register falls, the meter was changed, reset or ran over: what was used in between is unknown, is left out and
    named, and no value is invented. A row that tells the earlier reading itself needs no row before it.

    Raises:
        UserError: two meters stand in one column.
    """
    ordered = sorted(found, key=lambda one: one.moment)
    _refuse_two_meters(ordered)
    readings: list[Reading] = []
    broken: list[int] = []
    if ordered and ordered[0].start is not None and ordered[0].before is not None:
        readings += _own(ordered[0], broken)
    for before, after in itertools.pairwise(ordered):
        if after.start is not None and after.before is not None:
            readings += _own(after, broken)
        elif after.moment != before.moment:
            readings += _since(before, after, broken)
    if broken:
        shown = "、".join(str(one) for one in broken[:5])
        tables.say(
            "notice",
            f"第 {shown} 行的示数小于上一次或倍率改变：电表更换、清零或走满。两次示数之间的电量未知，没有计入；"
            "请向供电企业取得换表时的止码后补一行。",
            meter,
        )
    return readings


def at_day_ends(found: list[Register]) -> list[Register]:
    """Registers read on the last day of every month show its end, not its beginning."""
    last_days = all(one.moment % DAY == 0 and month_of(one.moment + DAY) != month_of(one.moment) for one in found)
    if not last_days or any(one.start is not None for one in found):
        return found
    return [one._replace(moment=one.moment + DAY) for one in found]


def _own(row: Register, broken: list[int]) -> list[Reading]:
    assert row.start is not None
    assert row.before is not None
    used = row.value - row.before
    if used < 0 or row.moment <= row.start:
        broken.append(row.place)
        return []
    return [Reading(row.start, row.moment - row.start, used * row.factor, row.place)]


def _since(before: Register, after: Register, broken: list[int]) -> list[Reading]:
    shown_before = before.value if after.before is None else after.before
    used = after.value - shown_before
    if used < 0 or (after.before is None and after.factor != before.factor):
        broken.append(after.place)
        return []
    return [Reading(before.moment, after.moment - before.moment, used * after.factor, after.place)]


def _refuse_two_meters(ordered: list[Register]) -> None:
    """A meter that is changed shows two values on one day, once; two meters in one column do so every time."""
    moments: dict[int, set[float]] = {}
    for one in ordered:
        moments.setdefault(one.moment, set()).add(one.value)
    double = sum(len(values) > 1 for values in moments.values())
    if double > 1 and double > _TWO_METERS * len(moments):
        raise UserError(
            f"同一时间有两个不同的示数（{double:,} 处）：一列中混有两块电表。请加一列“户号”或“表号”区分各电表，或分成两个文件后重新导入。"
        )
