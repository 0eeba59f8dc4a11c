"""Whether the works run: against a base period, and after an event."""

from datetime import timedelta
from statistics import fmean

from gzvalue.power.calendar import days_between, months_before
from gzvalue.power.conventions import rules
from gzvalue.power.facts import YEAR, Counting, Facts, Found, Inputs, Missing, base_mean, last_month, span, year_days
from gzvalue.power.stamps import next_month


def _operating(facts: Facts) -> Found:
    last = last_month(facts)
    base, name = base_mean(facts, [months_before(last, YEAR)])
    mean = facts.calendar.months[last] / (next_month(last) - last).days
    is_open = base > 0 and mean / base >= float(rules()["constants"]["open_line"])
    return {"daily_kwh": mean, "base_daily_kwh": base, "open": "是" if is_open else "否"}, f"{last:%Y-%m}；基期 {name}"


def _recovery(facts: Facts) -> Found:
    event = facts.settings.event
    if event is None:
        raise Missing("没有录入事件日期。")
    length = int(rules()["constants"]["event_days"])
    days = facts.calendar.days
    before = [days[day] for day in days_between(event - timedelta(days=length), event - timedelta(days=1)) if day in days]
    after = [days[day] for day in days_between(event + timedelta(days=1), event + timedelta(days=length)) if day in days]
    if not before or not after:
        raise Missing("事件前后 30 天内没有日用电量。")
    inputs: Inputs = {
        "after_daily_kwh": fmean(after), "before_daily_kwh": fmean(before), "before_days": len(before), "after_days": len(after),
    }  # fmt: skip
    whole = len(before) == len(after) == length
    told = f"前后各 {length} 天" if whole else f"前 {len(before)} 天、后 {len(after)} 天（前后各 {length} 天中有日用电量的）"
    return inputs, f"{event:%Y-%m-%d} {told}"


def _production(line: str) -> Counting:
    def counted(facts: Facts) -> Found:
        found, first, last = year_days(facts)
        month = last_month(facts)
        base, name = base_mean(facts, [months_before(month, n) for n in range(2 * YEAR - 1, YEAR - 1, -1)])
        if base == 0:
            raise Missing("基期用电量为零。")
        reached = sum(value >= float(rules()["constants"][line]) * base for value in found.values())
        return {"days_reached": reached, "days": len(found), "base_daily_kwh": base}, f"{span(first, last)}；基期 {name}"

    return counted


COUNTED: dict[str, Counting] = {
    "operating": _operating,
    "recovery": _recovery,
    "full_production": _production("full_line"),
    "over_production": _production("over_line"),
}
