"""Each of the twenty indicators against slow obvious computing on random series: days with holes, bills, records, months, demands."""

import calendar
import csv
import math
import random
import statistics
from datetime import date, datetime, timedelta
from itertools import groupby

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gzvalue.power.combining import combined
from gzvalue.power.conventions import rules
from gzvalue.power.facts import Settings
from gzvalue.power.profile import profile
from gzvalue.power.read import read

calm = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], derandomize=True
)
seeds = st.integers(0, 10**9)


def written(path, head, rows):
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return path


def values(found):
    return {one.code: one.value for one in found.indicators}


def same(got, wanted, code):
    assert got == (None if wanted is None else pytest.approx(wanted, rel=1e-9, abs=1e-9)), code


def in_month(y, m):
    return calendar.monthrange(y, m)[1]


def earlier(y, m, count):
    for _ in range(count):
        y, m = (y - 1, 12) if m == 1 else (y, m - 1)
    return y, m


def same_day_earlier(day, months):
    """The first day after the same day so many months earlier, walked day by day."""
    y, m = earlier(day.year, day.month, months)
    last = day.day == in_month(day.year, day.month)  # twelve months to the end of February 2025 begin on the first of March
    return date(y, m, in_month(y, m) if last else min(day.day, in_month(y, m))) + timedelta(days=1)


# --- energy ----------------------------------------------------------------------------------------


def whole_months(by_day):
    """Months of which at least 95 % of the days are known."""
    found = {}
    for y, m in sorted({(d.year, d.month) for d in by_day}):
        known = [kwh for d, kwh in by_day.items() if (d.year, d.month) == (y, m)]
        if len(known) / in_month(y, m) >= 0.95:
            found[y, m] = math.fsum(known)
    return found


def grown(months, last, count):
    now = [earlier(*last, n) for n in range(count)]
    before = [earlier(*last, n + 12) for n in range(count)]
    if any(one not in months for one in (*now, *before)):
        return None
    a, b = math.fsum(months[one] for one in now), math.fsum(months[one] for one in before)
    return (a - b) / b if b else None


def year_of(by_day):
    """Known days of the twelve months up to the last known day."""
    last = max(by_day)
    first = date(last.year - 1, last.month, 28 if (last.month, last.day) == (2, 29) else last.day) + timedelta(days=1)
    return [kwh for d, kwh in by_day.items() if first <= d <= last]


def daily_oracle(by_day, event):
    """Everything that follows from days, counted the long way."""
    months = whole_months(by_day)
    year = year_of(by_day)
    found = {"activity": sum(kwh > 0.2 * statistics.median(year) for kwh in year) / len(year)}
    last = max(months)
    for code, count in (("growth", 1), ("growth_quarter", 3), ("growth_year", 12)):
        found[code] = grown(months, last, count)
    twelve = [months.get(earlier(*last, n)) for n in range(11, -1, -1)]
    if None in twelve:
        found["trend"] = found["stability"] = None
    else:
        found["trend"] = statistics.linear_regression(range(12), [math.log(one) for one in twelve]).slope if all(twelve) else None
        found["stability"] = max(0.0, 1 - statistics.pstdev(twelve) / statistics.fmean(twelve)) if any(twelve) else 0.0
    compared = []
    for m in range(1, 13):
        series = [kwh for (_, month), kwh in months.items() if month == m]
        if len(series) > 1:
            compared.append(max(0.0, 1 - statistics.pstdev(series) / statistics.fmean(series)) if any(series) else 0.0)
    found["seasonal_stability"] = statistics.fmean(compared) if compared else None
    base = months.get(earlier(*last, 12))
    found["operating"] = (months[last] / in_month(*last)) / (base / in_month(*earlier(*last, 12))) if base else None
    before_year = [earlier(*last, n) for n in range(12, 24)]
    mean = None
    if all(one in months for one in before_year):
        mean = math.fsum(months[one] for one in before_year) / sum(in_month(*one) for one in before_year)
    for code, share in (("full_production", 0.8), ("over_production", 1.2)):
        found[code] = sum(kwh >= share * mean for kwh in year) / len(year) if mean else None
    ahead = [by_day[d] for n in range(1, 31) if (d := event - timedelta(days=n)) in by_day]
    behind = [by_day[d] for n in range(1, 31) if (d := event + timedelta(days=n)) in by_day]
    possible = ahead and behind and math.fsum(ahead)
    found["recovery"] = statistics.fmean(behind) / statistics.fmean(ahead) if possible else None
    return found


@calm
@given(seeds)
def test_days_with_holes(tmp_path, seed):
    chance = random.Random(seed)
    first = date(2022, 1, 1) + timedelta(days=chance.randrange(400))
    every = [first + timedelta(days=n) for n in range(chance.randrange(430, 1000))]
    holes = {chance.choice(every[1:-1]) for _ in range(chance.choice([0, 1, 3, 30]))}
    scale = chance.choice([0.5, 80.0, 4000.0])
    by_day = {d: round(chance.choice([1.0, 1.0, 0.3]) * (0.2 + chance.random()) * scale, 3) for d in every if d not in holes}
    event = chance.choice(every)
    path = written(tmp_path / "a.csv", ["日期", "电量(kWh)"], by_day.items())
    got = values(profile(read([path]), Settings(event=event)))
    for code, wanted in daily_oracle(by_day, event).items():
        same(got[code], wanted, code)


@calm
@given(seeds)
def test_months_low_enough_for_a_shell_and_the_greatest_demand(tmp_path, seed):
    chance = random.Random(seed)
    months = [(y, m) for y in (2023, 2024, 2025) for m in range(1, 13)]
    rows = {one: (chance.choice([40, 99.9, 100, 101, 900]), chance.randrange(2, 50) / 2) for one in months if chance.random() < 0.9}
    rows[2025, 12] = (500, 3)
    path = written(tmp_path / "a.csv", ["月份", "电量", "最大需量(kW)"], [(f"{y}-{m:02}", kwh, kw) for (y, m), (kwh, kw) in rows.items()])
    got = values(profile(read([path]), Settings(sector_median=1000, capacity=80, factor=0.9)))
    runs = groupby(months, key=lambda one: one in rows and rows[one][0] < 100)
    same(got["shell_months"], max((len(list(run)) for low, run in runs if low), default=0), "shell_months")
    peak = max(kw for (y, _), (_, kw) in rows.items() if y == 2025)
    used = [(kwh, in_month(y, m) * 24) for (y, m), (kwh, _) in rows.items() if y == 2025]
    mean = math.fsum(kwh for kwh, _ in used) / sum(hours for _, hours in used)
    same(got["load_factor"], mean / peak, "load_factor")
    same(got["capacity_use"], peak / (80 * 0.9), "capacity_use")


@calm
@given(seeds)
def test_load_of_several_meters_with_gaps(tmp_path, seed):
    chance = random.Random(seed)
    start, steps = datetime(2025, 3, 1), 9 * 96
    series = {meter: {n: round(chance.random() * 20, 2) for n in range(steps) if chance.random() > 0.01} for meter in "AB"}
    for one in series.values():
        one.setdefault(0, 1.0)
        one.setdefault(steps - 1, 1.0)
    rows = [(meter, f"{start + timedelta(minutes=15 * n):%Y-%m-%d %H:%M}", kwh) for meter, one in series.items() for n, kwh in one.items()]
    chance.shuffle(rows)
    path = written(tmp_path / "a.csv", ["表号", "时间", "电量"], rows)
    found = profile(read([path]), Settings(capacity=200, factor=0.8))
    got = values(found)
    both = {n: (series["A"][n] + series["B"][n]) * 4 for n in series["A"].keys() & series["B"].keys()}
    peak = max(both.values())
    same(got["load_factor"], math.fsum(both.values()) / len(both) / peak, "load_factor")
    same(got["capacity_use"], peak / 160, "capacity_use")

    def energy(hours):
        return math.fsum(kw / 4 for n, kw in both.items() if (start + timedelta(minutes=15 * n)).hour in hours)

    same(got["peak_valley"], energy({8, 9, 10, 11, 17, 18, 19, 20}) / energy({23, 0, 1, 2, 3, 4, 5, 6}), "peak_valley")
    slots = [[kw for n, kw in both.items() if n % 96 == slot] for slot in range(96)]
    assert found.curve is not None
    assert found.curve.mean == pytest.approx([statistics.fmean(one) for one in slots])


@calm
@given(seeds)
def test_zones_by_columns(tmp_path, seed):
    chance = random.Random(seed)
    months = [(y, m) for y in (2024, 2025) for m in range(1, 13)]
    rows = [(f"{y}-{m:02}", *(chance.randrange(1, 900) for _ in range(4))) for y, m in months]
    path = written(tmp_path / "a.csv", ["月份", "尖峰电量", "峰电量", "平电量", "谷电量"], rows)
    found = profile(read([path]), Settings())
    last = rows[12:]
    same(values(found)["peak_valley"], sum(a + b for _, a, b, _, _ in last) / sum(d for *_, d in last), "peak_valley")
    assert found.months[date(2025, 12, 1)] == sum(rows[-1][1:])


# --- bills and records --------------------------------------------------------------------------------


@calm
@given(seeds)
def test_bills_and_records(tmp_path, seed):
    chance = random.Random(seed)
    as_of = date(2025, 1, 1) + timedelta(days=chance.randrange(365))
    bills = []
    for n in range(chance.randrange(1, 60)):
        due = as_of - timedelta(days=chance.randrange(-40, 1000))
        paid = None if chance.random() < 0.2 else due + timedelta(days=chance.randrange(-20, 60))
        bills.append((n, round(chance.random() * 1000, 2), due, paid))
    rows = [(f"M{n}", amount, due, paid or "未缴") for n, amount, due, paid in bills]
    written(tmp_path / "bills.csv", ["户号", "电费", "应缴日期", "缴费日期"], rows)
    kinds = ["窃电", "违约用电", "暂停", "减容", "销户", "正常", "未发现窃电", "暂停恢复"]
    events = [(as_of - timedelta(days=chance.randrange(-30, 900)), chance.choice(kinds)) for _ in range(chance.randrange(0, 12))]
    written(tmp_path / "events.csv", ["发生日期", "类型"], [*events, (as_of, "正常")])
    found = profile(read([tmp_path / "bills.csv", tmp_path / "events.csv"]), Settings(as_of=as_of, revenue=54_321))
    got = values(found)
    two_years, one_year = same_day_earlier(as_of, 24), same_day_earlier(as_of, 12)
    due = [one for one in bills if two_years <= one[2] <= as_of and one[1] > 0]
    same(got["punctuality"], sum(1 for _, _, d, p in due if p is not None and p <= d) / len(due) if due else None, "punctuality")
    late = sum(max(0, ((p or as_of) - d).days) for _, _, d, p in due)
    same(got["overdue_days"], late / len(due) if due else None, "overdue_days")
    amounts = [amount for _, amount, d, _ in bills if one_year <= d <= as_of]
    same(got["bill_to_revenue"], math.fsum(amounts) / 54_321 if amounts else None, "bill_to_revenue")
    offences = [kind for day, kind in events if two_years <= day <= as_of and kind in ("窃电", "违约用电")]
    states = [kind for day, kind in events if one_year <= day <= as_of and kind in ("暂停", "减容", "销户")]
    same(got["violations"], len(offences), "violations")
    same(got["status_events"], len(states), "status_events")
    vetoes = " ".join(found.score.vetoes)
    assert ("窃电" in vetoes) == ("窃电" in offences)
    assert ("违约用电" in vetoes) == ("违约用电" in offences)
    assert ("销户" in vetoes) == ("销户" in states)
    assert ("欠费" in vetoes) == any(p is None and a > 0 and (as_of - d).days > 90 for _, a, d, p in bills)


# --- all of them --------------------------------------------------------------------------------------


def test_every_indicator_is_combined_from_the_inputs_that_stand_beside_it(tmp_path):
    rows = [(date(2023, 1, 1) + timedelta(days=n), 10 + n % 7) for n in range(1096)]
    written(tmp_path / "a.csv", ["日期", "电量"], rows)
    written(tmp_path / "b.csv", ["账单月份", "电费", "应缴日期", "缴费日期"], [("2025-11", 50, "2025-12-25", "2025-12-20")])
    written(tmp_path / "c.csv", ["发生日期", "类型"], [("2025-06-01", "暂停")])
    demand = [(f"2025-{m:02}", 2, 1, m) for m in range(1, 13)]
    written(tmp_path / "d.csv", ["月份", "峰电量", "谷电量", "最大需量"], demand)
    found = profile(read([tmp_path]), Settings(event=date(2025, 6, 1), capacity=100, revenue=1e6, sector_median=5))
    assert [one.code for one in found.indicators] == [one["code"] for one in rules()["indicators"]]
    assert len(found.indicators) == 20
    for one in found.indicators:
        assert one.value is not None, (one.code, one.why_not)
        assert combined(one.code, one.inputs) == one.value
        assert one.formula
        assert one.window
        assert one.source
