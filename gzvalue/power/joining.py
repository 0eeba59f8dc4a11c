"""Sheets and files put together: which rows without a meter belong to which, and what stands in two of them counts once."""

from collections.abc import Iterable, Sequence

from gzvalue.power.papers import settled
from gzvalue.power.source import Reading, Remark, Tables

_DIFFERENT = 0.3
"""From this share of different amounts at the same times on, two sheets are of two meters."""

_NO_NAME = ""


def joined(parts: Sequence[Tables]) -> Tables:
    """All sheets as one."""
    whole = Tables()
    for part in parts:
        whole.remarks += [_named(one, part.label) if len(parts) > 1 else one for one in part.remarks]
    _apart(parts, whole)
    for part in parts:
        _add(part, whole)
    _give_names(whole)
    _add_billed(parts, whole)
    whole.bills = settled([one for part in parts for one in part.bills], whole)
    return whole


def _named(remark: Remark, label: str) -> Remark:
    return Remark(remark.level, remark.meter, f"“{label}”{remark.message}")


def _apart(parts: Sequence[Tables], whole: Tables) -> None:
    """Sheets without meters that contradict each other are of meters of their own, called as the sheets are."""
    unnamed = [part for part in parts if part.readings.get(_NO_NAME)]
    if len(unnamed) < 2 or not any(_contradict(one, other) for at, one in enumerate(unnamed) for other in unnamed[at + 1 :]):
        return
    shown = "、".join(part.label for part in unnamed[:6])
    whole.say("notice", f"{shown} 没有户号一列，同一时间电量不同：按不同的电表相加。")
    taken = {meter for part in parts for meter in part.readings}
    for part in unnamed:
        name = _free(part.label, taken)
        taken.add(name)
        for held in (part.readings, part.zones, part.demands, part.capacities):
            if _NO_NAME in held:
                held[name] = held.pop(_NO_NAME)  # type: ignore[assignment]


def _free(label: str, taken: set[str]) -> str:
    name, number = label or "表", 2
    while name in taken:
        name, number = f"{label}-{number}", number + 1
    return name


def _contradict(one: Tables, other: Tables) -> bool:
    known = {(reading.start, reading.minutes): reading.kwh for reading in one.readings[_NO_NAME]}
    both = [(known[key], reading.kwh) for reading in other.readings[_NO_NAME] if (key := (reading.start, reading.minutes)) in known]
    return bool(both) and sum(a != b for a, b in both) > _DIFFERENT * len(both)


def _add(part: Tables, whole: Tables) -> None:
    for meter, found in part.readings.items():
        whole.readings.setdefault(meter, []).extend(found)
    for meter, zones in part.zones.items():
        for zone, readings in zones.items():
            whole.zones.setdefault(meter, {}).setdefault(zone, []).extend(readings)
    for meter, demands in part.demands.items():
        whole.demands.setdefault(meter, []).extend(demands)
    whole.capacities |= part.capacities
    whole.factor = part.factor or whole.factor
    whole.sector = whole.sector or part.sector
    whole.events_told = whole.events_told or part.events_told
    whole.events += part.events


def _give_names(whole: Tables) -> None:
    """Readings without a meter belong to the only meter there is; beside several they are the total, and count where no meter tells."""
    names = [meter for meter, found in whole.readings.items() if meter != _NO_NAME and found]
    unnamed = whole.readings.get(_NO_NAME)
    if not unnamed or not names:
        return
    del whole.readings[_NO_NAME]
    if len(names) == 1:
        whole.readings[names[0]] += unnamed
        return
    rest = _outside(unnamed, [one for name in names for one in whole.readings[name]])
    if rest:
        whole.readings[_NO_NAME] = rest
    if len(rest) < len(unnamed):
        whole.say("notice", f"有 {len(unnamed) - len(rest):,} 条没有户号的电量与各电表的时间重叠，按合计理解，未重复计入。")


def _outside(readings: Iterable[Reading], others: Sequence[Reading]) -> list[Reading]:
    """Those that lie wholly before or after all others."""
    first = min(one.start for one in others)
    last = max(one.start + one.minutes for one in others)
    return [one for one in readings if one.start + one.minutes <= first or one.start >= last]


def _add_billed(parts: Sequence[Tables], whole: Tables) -> None:
    """Energy on bills counts where no reading of that time is known."""
    billed: dict[str, list[Reading]] = {}
    for part in parts:
        for meter, found in part.billed.items():
            billed.setdefault(meter, []).extend(found)
    if not billed:
        return
    names = {meter for meter, found in whole.readings.items() if found}
    if not names:
        whole.readings = billed
        return
    if len(billed) == 1 and len(names) == 1:
        billed = {next(iter(names)): next(iter(billed.values()))}
    elif not billed.keys() <= names:
        whole.say("notice", "账单上的户号与电量表的不同，不能对应：账单上的电量未计入，只计金额与缴费。")
        return
    for meter, found in billed.items():
        whole.readings[meter] += _untold(found, whole.readings[meter])


def _untold(found: Sequence[Reading], known: Sequence[Reading]) -> list[Reading]:
    """Those of which not a minute is known otherwise."""
    ordered = sorted(known)
    kept: list[Reading] = []
    at = 0
    for one in sorted(found):
        while at < len(ordered) and ordered[at].start + ordered[at].minutes <= one.start:
            at += 1
        if at == len(ordered) or ordered[at].start >= one.start + one.minutes:
            kept.append(one)
    return kept
