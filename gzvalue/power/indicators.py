"""The indicators of 企业用电画像, each with its value, or why there is none; formulas and windows stand in ``indicators.json``."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import fmean, median, pstdev

from gzvalue.power.calendar import Calendar, days_between, months_before
from gzvalue.power.conventions import rules
from gzvalue.power.source import DAY, Bill, Event, Reading
from gzvalue.power.stamps import next_month

_BILL_MONTHS = 24
_YEAR = 12


@dataclass(frozen=True)
class Settings:
    """What the tables do not tell and a person enters.

    Attributes:
        as_of: the day up to which bills, breaches and states count; None: the last day of the data.
        capacity: contracted capacity, kVA; goes before that of the tables.
        factor: power factor; None: that of the tables, else the default of the program.
        event: the day of an event (flood, fire, epidemic) for the recovery rate.
        base: first and last month of the base period; None: as each indicator says.
        revenue: revenue of a year, 元.
        sector_median: median monthly kWh of the sector, entered with its source.
        peak, valley: hours as (first minute, last minute) of the day.
        weights: weights of the score by its keys.
        authorisation: the written authorisation: number, day, scope; empty: none is registered.
    """

    as_of: date | None = None
    capacity: float | None = None
    factor: float | None = None
    event: date | None = None
    base: tuple[date, date] | None = None
    revenue: float | None = None
    sector_median: float | None = None
    peak: tuple[tuple[int, int], ...] = ()
    valley: tuple[tuple[int, int], ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict)
    authorisation: str = ""


@dataclass(frozen=True)
class Indicator:
    """One indicator: its value or None, the inputs that it came from, its window in days or months, and why it is missing."""

    code: str
    name: str
    value: float | None
    unit: str
    formula: str
    window: str
    source: str
    inputs: Mapping[str, float | int | str]
    why_not: str = ""


@dataclass(frozen=True)
class Facts:
    """Everything the indicators look at."""

    calendar: Calendar
    zones: Mapping[str, Mapping[str, Sequence[Reading]]]
    demands: Mapping[str, Sequence[tuple[int, float]]]
    bills: Sequence[Bill]
    events: Sequence[Event]
    events_told: bool
    settings: Settings
    capacity: float | None
    factor: float | None
    as_of: date


class Missing(Exception):
    """An indicator cannot be computed; the text says why."""


Found = tuple[float, dict[str, float | int | str], str]
"""Value, inputs, and the window in plain dates."""


def all_indicators(facts: Facts) -> tuple[Indicator, ...]:
    """Every indicator in the order of the resource; those that cannot be computed say why."""
    return tuple(_indicator(told, facts) for told in rules()["indicators"])


def _indicator(told: Mapping[str, str], facts: Facts) -> Indicator:
    value: float | None
    inputs: Mapping[str, float | int | str]
    try:
        value, inputs, window = _COMPUTED[told["code"]](facts)
        why = ""
    except Missing as missing:
        value, inputs, window, why = None, {}, told["window"], str(missing)
    return Indicator(told["code"], told["name"], value, told["unit"], told["formula"], window, told["source"], inputs, why)


# --- windows ------------------------------------------------------------------------------------


def _last_month(facts: Facts) -> date:
    if not facts.calendar.months:
        raise Missing("没有一个完整的月份。")
    return max(facts.calendar.months)


def _months(facts: Facts, last: date, count: int) -> list[float]:
    """Energy of ``count`` months up to ``last``; missing months stop the indicator."""
    wanted = [months_before(last, n) for n in range(count - 1, -1, -1)]
    lacking = [month for month in wanted if month not in facts.calendar.months]
    if lacking:
        shown = "、".join(f"{month:%Y-%m}" for month in lacking[:6])
        raise Missing(f"缺少完整月份 {shown}{'等' if len(lacking) > 6 else ''}。")
    return [facts.calendar.months[month] for month in wanted]


def _year_days(facts: Facts) -> tuple[dict[date, float], date, date]:
    """Whole days of the last twelve months of daily data; the window reaches back from the last whole day."""
    days = facts.calendar.days
    if not days:
        raise Missing("没有日用电量（只有月度数据）。")
    last = max(days)
    first = max(_year_before(last) + timedelta(days=1), min(days))
    found = {day: days[day] for day in days_between(first, last) if day in days}
    if len(found) < 28:
        raise Missing("日用电量不足 28 天。")
    return found, first, last


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def _span(first: date, last: date) -> str:
    return f"{first:%Y-%m-%d} 至 {last:%Y-%m-%d}"


def _month_span(last: date, count: int) -> str:
    return f"{months_before(last, count - 1):%Y-%m} 至 {last:%Y-%m}"


def _ratio(above: float, below: float, why: str) -> float:
    if below == 0:
        raise Missing(why)
    return above / below


# --- from energy --------------------------------------------------------------------------------


def _activity(facts: Facts) -> Found:
    found, first, last = _year_days(facts)
    line = float(rules()["constants"]["activity_line"]) * median(found.values())
    active = sum(value > line for value in found.values())
    return active / len(found), {"active_days": active, "days": len(found), "line_kwh": line}, _span(first, last)


def _growth(facts: Facts, months: int) -> Found:
    last = _last_month(facts)
    now = math.fsum(_months(facts, last, months))
    before = math.fsum(_months(facts, months_before(last, _YEAR), months))
    value = _ratio(now - before, before, "上年同期用电量为零，不能计算增长率。")
    return value, {"now_kwh": now, "before_kwh": before}, f"{_month_span(last, months)} 与上年同期"


def _trend(facts: Facts) -> Found:
    last = _last_month(facts)
    months = _months(facts, last, _YEAR)
    if any(value <= 0 for value in months):
        raise Missing("近 12 个月中有用电量为零的月份，不能取对数。")
    logs = [math.log(value) for value in months]
    places = range(len(logs))
    middle_x, middle_y = fmean(places), fmean(logs)
    slope = sum((x - middle_x) * (y - middle_y) for x, y in zip(places, logs, strict=True)) / sum((x - middle_x) ** 2 for x in places)
    return slope, {"months": len(logs)}, _month_span(last, _YEAR)


def steadiness(values: Iterable[float]) -> float:
    """max(0, 1 − population standard deviation ÷ mean); 0 for nothing used at all."""
    found = list(values)
    mean = fmean(found)
    return max(0.0, 1 - pstdev(found, mean) / mean) if mean > 0 else 0.0


def _stability(facts: Facts) -> Found:
    last = _last_month(facts)
    months = _months(facts, last, _YEAR)
    return steadiness(months), {"mean_kwh": fmean(months), "standard_deviation_kwh": pstdev(months)}, _month_span(last, _YEAR)


def _seasonal(facts: Facts) -> Found:
    by_month: dict[int, list[float]] = {}
    for month, value in facts.calendar.months.items():
        by_month.setdefault(month.month, []).append(value)
    compared = [steadiness(values) for values in by_month.values() if len(values) > 1]
    if not compared:
        raise Missing("没有两年都有数据的同一日历月。")
    months = facts.calendar.months
    return fmean(compared), {"calendar_months": len(compared)}, f"{min(months):%Y-%m} 至 {max(months):%Y-%m}"


def _peak(facts: Facts) -> tuple[float, float, date, date]:
    """Greatest load, mean load, first and last day of the last twelve months."""
    last = facts.calendar.last
    first = _year_before(last) + timedelta(days=1)
    border = first.toordinal() * DAY
    load = [(kw, minutes) for start, kw, minutes in facts.calendar.load if start >= border]
    if load:
        mean = sum(kw * minutes for kw, minutes in load) / sum(minutes for _, minutes in load)
        return max(kw for kw, _ in load), mean, max(first, facts.calendar.first), last
    demands = [kw for found in facts.demands.values() for moment, kw in found if moment >= border]
    if not demands:
        raise Missing("没有分时负荷，也没有最大需量。")
    month = _last_month(facts)
    used = [one for one in (months_before(month, n) for n in range(_YEAR)) if one in facts.calendar.months]
    hours = sum((next_month(one) - one).days * 24 for one in used)
    mean = math.fsum(facts.calendar.months[one] for one in used) / hours
    return _greatest(facts, border), mean, first, last


def _greatest(facts: Facts, border: int) -> float:
    """Greatest demand; the demands of several meters at the same moment add up."""
    sums: dict[int, float] = {}
    for found in facts.demands.values():
        for moment, kw in found:
            if moment >= border:
                sums[moment] = sums.get(moment, 0.0) + kw
    return max(sums.values())


def _load_factor(facts: Facts) -> Found:
    peak, mean, first, last = _peak(facts)
    value = _ratio(mean, peak, "最高负荷为零。")
    return value, {"mean_kw": mean, "peak_kw": peak}, _span(first, last)


def _capacity_use(facts: Facts) -> Found:
    if not facts.capacity:
        raise Missing("没有合同容量（kVA）。")
    peak, _, first, last = _peak(facts)
    factor = facts.factor or float(rules()["constants"]["power_factor"])
    inputs: dict[str, float | int | str] = {"peak_kw": peak, "capacity_kva": facts.capacity, "power_factor": factor}
    return peak / (facts.capacity * factor), inputs, _span(first, last)


def _peak_valley(facts: Facts) -> Found:
    first = _year_before(facts.calendar.last) + timedelta(days=1)
    border = first.toordinal() * DAY
    sums = {"peak": 0.0, "valley": 0.0}
    for zones in facts.zones.values():
        for zone in sums:
            sums[zone] += math.fsum(one.kwh for one in zones.get(zone, ()) if one.start >= border)
    if not any(sums.values()):
        sums = _by_hours(facts, border)
    value = _ratio(sums["peak"], sums["valley"], "谷段电量为零。")
    return value, {"peak_kwh": sums["peak"], "valley_kwh": sums["valley"]}, _span(first, facts.calendar.last)


def _by_hours(facts: Facts, border: int) -> dict[str, float]:
    if not facts.calendar.load:
        raise Missing("没有峰谷电量，也没有一小时以内的分时数据。")
    hours = {"peak": facts.settings.peak, "valley": facts.settings.valley}
    sums = {"peak": 0.0, "valley": 0.0}
    for start, kw, minutes in facts.calendar.load:
        if start >= border:
            at = start % DAY
            for zone, spans in hours.items():
                if any(a <= at < b for a, b in spans):
                    sums[zone] += kw * minutes / 60
    return sums


def _base(facts: Facts, default: list[date]) -> tuple[float, str]:
    """Daily mean of the base period in kWh, and its name."""
    months = default
    if facts.settings.base is not None:
        first, last = facts.settings.base
        months = []
        while first <= last:
            months.append(first)
            first = next_month(first)
    lacking = [month for month in months if month not in facts.calendar.months]
    if lacking or not months:
        raise Missing(f"基期缺少完整月份 {'、'.join(f'{month:%Y-%m}' for month in lacking[:6])}。")
    days = sum((next_month(month) - month).days for month in months)
    name = f"{months[0]:%Y-%m}" + (f" 至 {months[-1]:%Y-%m}" if len(months) > 1 else "")
    return math.fsum(facts.calendar.months[month] for month in months) / days, name


def _operating(facts: Facts) -> Found:
    last = _last_month(facts)
    base, name = _base(facts, [months_before(last, _YEAR)])
    mean = facts.calendar.months[last] / (next_month(last) - last).days
    value = _ratio(mean, base, "基期用电量为零。")
    open_line = float(rules()["constants"]["open_line"])
    inputs: dict[str, float | int | str] = {"daily_kwh": mean, "base_daily_kwh": base, "open": "是" if value >= open_line else "否"}
    return value, inputs, f"{last:%Y-%m}；基期 {name}"


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
    value = _ratio(fmean(after), fmean(before), "事件前用电量为零。")
    inputs: dict[str, float | int | str] = {"before_days": len(before), "after_days": len(after)}
    return value, inputs, f"{event:%Y-%m-%d} 前后各 {length} 天"


def _production(facts: Facts, line: str) -> Found:
    found, first, last = _year_days(facts)
    month = _last_month(facts)
    base, name = _base(facts, [months_before(month, n) for n in range(2 * _YEAR - 1, _YEAR - 1, -1)])
    level = float(rules()["constants"][line]) * base
    reached = sum(value >= level for value in found.values())
    inputs: dict[str, float | int | str] = {"days_reached": reached, "days": len(found), "base_daily_kwh": base}
    return reached / len(found), inputs, f"{_span(first, last)}；基期 {name}"


# --- from bills and events ----------------------------------------------------------------------


def _since(day: date, months: int) -> date:
    """The first day after the same day so many months earlier."""
    first = months_before(day, months)
    return min(first.replace(day=1) + timedelta(days=day.day), next_month(first))


def _due(facts: Facts) -> tuple[list[Bill], date]:
    """Bills that fell due within 24 months up to the day of the profile."""
    if not facts.bills:
        raise Missing("没有账单。")
    first = _since(facts.as_of, _BILL_MONTHS)
    found = [one for one in facts.bills if one.due_on is not None and first <= one.due_on <= facts.as_of]
    if not found:
        raise Missing("近 24 个月没有到期账单。")
    return found, first


def _punctuality(facts: Facts) -> Found:
    found, first = _due(facts)
    on_time = sum(one.paid_on is not None and one.due_on is not None and one.paid_on <= one.due_on for one in found)
    return on_time / len(found), {"on_time": on_time, "due": len(found)}, _span(first, facts.as_of)


def overdue_days(bill: Bill, as_of: date) -> int:
    """Days by which a bill was, or up to now is, paid too late; never below 0."""
    if bill.due_on is None:
        return 0
    return max(0, ((bill.paid_on or as_of) - bill.due_on).days)


def _overdue(facts: Facts) -> Found:
    found, first = _due(facts)
    total = sum(overdue_days(one, facts.as_of) for one in found)
    return total / len(found), {"overdue_days": total, "due": len(found)}, _span(first, facts.as_of)


def _bill_to_revenue(facts: Facts) -> Found:
    if not facts.settings.revenue:
        raise Missing("没有录入年收入。")
    first = _since(facts.as_of, _YEAR)
    amounts = [
        one.amount for one in facts.bills if one.amount is not None and one.due_on is not None and first <= one.due_on <= facts.as_of
    ]
    if not amounts:
        raise Missing("近 12 个月的账单没有金额。")
    total = math.fsum(amounts)
    return total / facts.settings.revenue, {"bills_yuan": total, "revenue_yuan": facts.settings.revenue}, _span(first, facts.as_of)


def recent(facts: Facts, kinds: tuple[str, ...] | None, months: int) -> list[Event]:
    """Events of the last months of some kinds; None: changes of the supply status."""
    first = _since(facts.as_of, months)
    return [
        one
        for one in facts.events
        if first <= one.on <= facts.as_of and (one.kind in kinds if kinds is not None else one.kind not in ("theft", "breach"))
    ]


def _told(facts: Facts) -> None:
    if not facts.events_told:
        raise Missing("没有提供违约用电与用电状态的记录表。")


def _violations(facts: Facts) -> Found:
    _told(facts)
    found = recent(facts, ("theft", "breach"), _BILL_MONTHS)
    thefts = sum(one.kind == "theft" for one in found)
    return float(len(found)), {"theft": thefts}, _span(_since(facts.as_of, _BILL_MONTHS), facts.as_of)


def _status(facts: Facts) -> Found:
    _told(facts)
    found = recent(facts, None, _YEAR)
    words = "、".join(sorted({one.kind for one in found}))
    return float(len(found)), {"states": words}, _span(_since(facts.as_of, _YEAR), facts.as_of)


def _shell(facts: Facts) -> Found:
    if not facts.settings.sector_median:
        raise Missing("没有录入行业月用电量中位数。")
    line = float(rules()["constants"]["shell_share"]) * facts.settings.sector_median
    longest = run = 0
    before: date | None = None
    for month in sorted(facts.calendar.months):
        follows = before is not None and next_month(before) == month
        low = facts.calendar.months[month] < line
        run = (run + 1 if follows else 1) if low else 0
        longest, before = max(longest, run), month
    last = _last_month(facts)
    return float(longest), {"line_kwh": line}, f"{min(facts.calendar.months):%Y-%m} 至 {last:%Y-%m}"


_COMPUTED: dict[str, Callable[[Facts], Found]] = {
    "activity": _activity,
    "growth": lambda facts: _growth(facts, 1),
    "growth_quarter": lambda facts: _growth(facts, 3),
    "growth_year": lambda facts: _growth(facts, _YEAR),
    "trend": _trend,
    "stability": _stability,
    "seasonal_stability": _seasonal,
    "load_factor": _load_factor,
    "capacity_use": _capacity_use,
    "peak_valley": _peak_valley,
    "operating": _operating,
    "recovery": _recovery,
    "full_production": lambda facts: _production(facts, "full_line"),
    "over_production": lambda facts: _production(facts, "over_line"),
    "punctuality": _punctuality,
    "overdue_days": _overdue,
    "bill_to_revenue": _bill_to_revenue,
    "violations": _violations,
    "status_events": _status,
    "shell_months": _shell,
}
