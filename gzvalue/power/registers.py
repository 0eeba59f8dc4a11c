"""From what a register shows to what was used, across a meter that was changed, reset, or ran over."""

import itertools
from typing import NamedTuple

from gzvalue.power.source import Reading, Tables


class Register(NamedTuple):
    """What a meter's register showed at a moment, in kWh before its multiplier."""

    moment: int
    value: float
    factor: float
    place: int


def consumption(meter: str, found: list[Register], tables: Tables) -> list[Reading]:
    """Energy between two readings of the register.

    Where the register falls, the meter was changed, reset or ran over: what was used in between is unknown, is left out and
    named, and no value is invented.
    """
    ordered = sorted(found, key=lambda one: one.moment)
    readings: list[Reading] = []
    broken: list[int] = []
    for before, after in itertools.pairwise(ordered):
        if after.moment == before.moment:
            continue
        used = after.value - before.value
        if used < 0 or after.factor != before.factor:
            broken.append(after.place)
            continue
        readings.append(Reading(before.moment, after.moment - before.moment, used * before.factor, after.place))
    if broken:
        shown = "、".join(str(one) for one in broken[:5])
        tables.say(
            "notice",
            f"第 {shown} 行的示数小于上一次或倍率改变：电表更换、清零或走满。两次示数之间的电量未知，没有计入；"
            "请向供电企业取得换表时的止码后补一行。",
            meter,
        )
    return readings
