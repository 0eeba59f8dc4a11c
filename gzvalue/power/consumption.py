"""How much is used: activity, growth, trend, steadiness, and months low enough for a shell."""

import math
from collections.abc import Iterable
from datetime import date
from statistics import fmean, median, pstdev

from gzvalue.power.calendar import months_before
from gzvalue.power.combining import steady
from gzvalue.power.conventions import rules
from gzvalue.power.facts import YEAR, Counting, Facts, Found, Inputs, Missing, last_month, month_span, months_to, span, year_days
from gzvalue.power.stamps import next_month


def _activity(facts: Facts) -> Found:
    found, first, last = year_days(facts)
    line = float(rules()["constants"]["activity_line"]) * median(found.values())
    active = sum(value > line for value in found.values())
    return {"active_days": active, "days": len(found), "line_kwh": line}, span(first, last)


def _growth(months: int) -> Counting:
    def counted(facts: Facts) -> Found:
        last = last_month(facts)
        now = math.fsum(months_to(facts, last, months))
        before = math.fsum(months_to(facts, months_before(last, YEAR), months))
        return {"now_kwh": now, "before_kwh": before}, f"{month_span(last, months)} 与上年同期"

    return counted


def _trend(facts: Facts) -> Found:
    """Sums of the least-squares slope: Σ(x−x̄)(y−ȳ) and Σ(x−x̄)², x = 0 … 11, y = ln kWh."""
    last = last_month(facts)
    months = months_to(facts, last, YEAR)
    if any(value <= 0 for value in months):
        raise Missing("近 12 个月中有用电量为零的月份，不能取对数。")
    logs = [math.log(value) for value in months]
    middle_x, middle_y = (len(logs) - 1) / 2, fmean(logs)
    above = math.fsum((x - middle_x) * (y - middle_y) for x, y in enumerate(logs))
    below = math.fsum((x - middle_x) ** 2 for x in range(len(logs)))
    return {"sum_xy": above, "sum_xx": below, "months": len(logs)}, month_span(last, YEAR)


def steadiness(values: Iterable[float]) -> float:
    """max(0, 1 − population standard deviation ÷ mean) of a series."""
    found = list(values)
    mean = fmean(found)
    return steady(mean, pstdev(found, mean))


def _stability(facts: Facts) -> Found:
    last = last_month(facts)
    months = months_to(facts, last, YEAR)
    return {"mean_kwh": fmean(months), "standard_deviation_kwh": pstdev(months)}, month_span(last, YEAR)


def _seasonal(facts: Facts) -> Found:
    by_month: dict[int, list[float]] = {}
    for month, value in facts.calendar.months.items():
        by_month.setdefault(month.month, []).append(value)
    compared = [steadiness(values) for values in by_month.values() if len(values) > 1]
    if not compared:
        raise Missing("没有两年都有数据的同一日历月。")
    months = facts.calendar.months
    inputs: Inputs = {"sum_of_steadiness": math.fsum(compared), "calendar_months": len(compared)}
    return inputs, f"{min(months):%Y-%m} 至 {max(months):%Y-%m}"


def shell(facts: Facts) -> Found:
    """The longest run of months below a share of the sector's median."""
    if not facts.settings.sector_median:
        raise Missing("没有录入行业月用电量中位数。")
    last = last_month(facts)
    line = float(rules()["constants"]["shell_share"]) * facts.settings.sector_median
    longest = run = 0
    before: date | None = None
    for month in sorted(facts.calendar.months):
        follows = before is not None and next_month(before) == month
        low = facts.calendar.months[month] < line
        run = (run + 1 if follows else 1) if low else 0
        longest, before = max(longest, run), month
    inputs: Inputs = {"months_in_a_row": longest, "line_kwh": line}
    return inputs, f"{min(facts.calendar.months):%Y-%m} 至 {last:%Y-%m}"


COUNTED: dict[str, Counting] = {
    "activity": _activity,
    "growth": _growth(1),
    "growth_quarter": _growth(3),
    "growth_year": _growth(YEAR),
    "trend": _trend,
    "stability": _stability,
    "seasonal_stability": _seasonal,
    "shell_months": shell,
}
