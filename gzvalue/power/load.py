"""When and how evenly it is used: load factor, use of the contracted capacity, peak and valley."""

import math
from dataclasses import dataclass
from datetime import date, timedelta

from gzvalue.power.calendar import months_before
from gzvalue.power.conventions import rules
from gzvalue.power.facts import YEAR, Counting, Facts, Found, Inputs, Missing, last_month, span, year_before
from gzvalue.power.source import DAY
from gzvalue.power.stamps import next_month


@dataclass(frozen=True)
class Peak:
    """Greatest and mean load in kW, and the first and last day that they are of."""

    peak: float
    mean: float
    first: date
    last: date


def peak_of(facts: Facts) -> Peak:
    """Greatest and mean load of the last twelve months: of intervals of up to an hour, else the demand that the supplier measured.

    Intervals that cover less than half of the time stand back behind demands, which tell of all of it.

    Raises:
        Missing: neither is told.
    """
    last = facts.calendar.last
    first = year_before(last) + timedelta(days=1)
    border = first.toordinal() * DAY
    load = [one for one in facts.calendar.load if one[0] >= border]
    demanded = any(moment >= border for found in facts.demands.values() for moment, _ in found)
    covered = sum(minutes for _, _, minutes in load)
    whole = ((last - max(first, facts.calendar.first)).days + 1) * DAY
    if load and (covered * 2 >= whole or not demanded):
        mean = math.fsum(kw * minutes for _, kw, minutes in load) / covered
        days = [date.fromordinal(start // DAY) for start in (load[0][0], load[-1][0])]
        return Peak(max(kw for _, kw, _ in load), mean, *days)
    if not demanded:
        raise Missing("没有分时负荷，也没有最大需量。")
    month = last_month(facts)
    used = [one for one in (months_before(month, n) for n in range(YEAR)) if one in facts.calendar.months]
    hours = sum((next_month(one) - one).days * 24 for one in used)
    mean = math.fsum(facts.calendar.months[one] for one in used) / hours
    return Peak(_greatest(facts, border), mean, first, last)


def _greatest(facts: Facts, border: int) -> float:
    """Greatest demand; the demands of several meters at the same moment add up."""
    sums: dict[int, float] = {}
    for found in facts.demands.values():
        of_meter: dict[int, float] = {}
        for moment, kw in found:
            if moment >= border:
                of_meter[moment] = max(of_meter.get(moment, 0.0), kw)
        for moment, kw in of_meter.items():
            sums[moment] = sums.get(moment, 0.0) + kw
    return max(sums.values())


def _load_factor(facts: Facts) -> Found:
    found = peak_of(facts)
    return {"mean_kw": found.mean, "peak_kw": found.peak}, span(found.first, found.last)


def _capacity_use(facts: Facts) -> Found:
    if not facts.capacity:
        raise Missing("没有合同容量（kVA）。")
    found = peak_of(facts)
    return capacity_inputs(found.peak, facts.capacity, facts.factor), span(found.first, found.last)


def capacity_inputs(peak: float, capacity: float, factor: float | None) -> Inputs:
    """Inputs of the use of the contracted capacity; where no power factor is told, the program's own default."""
    return {"peak_kw": peak, "capacity_kva": capacity, "power_factor": factor or float(rules()["constants"]["power_factor"])}


def _peak_valley(facts: Facts) -> Found:
    first = year_before(facts.calendar.last) + timedelta(days=1)
    border = first.toordinal() * DAY
    sums = {"peak": 0.0, "valley": 0.0}
    told: set[str] = set()
    for zones in facts.zones.values():
        for name, readings in zones.items():
            zone = "peak" if name == "sharp" else name
            counted = [one.kwh for one in readings if one.start >= border]
            if zone in sums and counted:
                sums[zone] += math.fsum(counted)
                told.add(zone)
    if len(told) < len(sums):
        return _by_hours(facts, border)
    return {"peak_kwh": sums["peak"], "valley_kwh": sums["valley"]}, span(max(first, facts.calendar.first), facts.calendar.last)


def _by_hours(facts: Facts, border: int) -> Found:
    """Peak and valley of the intervals of a day, by the hours entered or assumed."""
    load = [one for one in facts.calendar.load if one[0] >= border]
    if not load:
        raise Missing("没有峰谷电量，也没有一小时以内的分时数据。")
    hours = {"peak": facts.settings.peak, "valley": facts.settings.valley}
    sums = dict.fromkeys(hours, 0.0)
    for start, kw, minutes in load:
        at = start % DAY
        for zone, spans in hours.items():
            if any(a <= at < b for a, b in spans):
                sums[zone] += kw * minutes / 60
    first, last = (date.fromordinal(one[0] // DAY) for one in (load[0], load[-1]))
    return {"peak_kwh": sums["peak"], "valley_kwh": sums["valley"]}, span(first, last)


COUNTED: dict[str, Counting] = {"load_factor": _load_factor, "capacity_use": _capacity_use, "peak_valley": _peak_valley}
