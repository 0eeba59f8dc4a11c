"""企业用电画像: each indicator against slow obvious counting, tables of every shape, and what is wrong in them said in words."""

import calendar
import csv
import json
import math
import statistics
from datetime import date, datetime, timedelta

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gzvalue.cli import main
from gzvalue.errors import UserError
from gzvalue.power.facts import Settings
from gzvalue.power.profile import profile
from gzvalue.power.read import read
from gzvalue.power.scoring import on_scale
from gzvalue.power.stamps import energy, stamp

DAY = 1440


def written(path, head, rows):
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return path


def made(path, head, rows, **entered):
    return profile(read([written(path, head, rows)]), Settings(**entered))


def values(found):
    return {one.code: one.value for one in found.indicators}


def days(first, count):
    return [first + timedelta(days=n) for n in range(count)]


# --- against slow obvious counting --------------------------------------------------------------

amounts = st.lists(st.integers(0, 5000).map(lambda n: n / 10), min_size=731, max_size=731)


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.large_base_example])
@given(amounts)
def test_daily_indicators_equal_slow_counting(tmp_path, used):
    every = days(date(2024, 1, 1), 731)  # a leap year and a common one
    found = values(made(tmp_path / "a.csv", ["日期", "电量(kWh)"], zip(every, used, strict=True)))
    by_day = dict(zip(every, used, strict=True))

    def month(y, m):
        return math.fsum(by_day[date(y, m, d)] for d in range(1, calendar.monthrange(y, m)[1] + 1))

    year = [month(2025, m) for m in range(1, 13)]
    before = [month(2024, m) for m in range(1, 13)]
    last_year = [by_day[one] for one in every if one.year == 2025]
    line = 0.2 * statistics.median(last_year)
    assert found["activity"] == pytest.approx(sum(one > line for one in last_year) / 365)
    expected = {
        "growth": None if not before[11] else (year[11] - before[11]) / before[11],
        "growth_quarter": None if not sum(before[9:]) else (sum(year[9:]) - sum(before[9:])) / sum(before[9:]),
        "growth_year": None if not sum(before) else (sum(year) - sum(before)) / sum(before),
        "stability": max(0.0, 1 - statistics.pstdev(year) / statistics.fmean(year)) if sum(year) else 0.0,
        "operating": None if not before[11] else (year[11] / 31) / (before[11] / 31),
    }
    for code, value in expected.items():
        assert found[code] == (None if value is None else pytest.approx(value, rel=1e-9, abs=1e-9)), code
    if all(one > 0 for one in year):
        logs = [math.log(one) for one in year]
        slope = statistics.linear_regression(range(12), logs).slope
        assert found["trend"] == pytest.approx(slope, rel=1e-6, abs=1e-12)
    base = sum(before) / 366
    for code, share in (("full_production", 0.8), ("over_production", 1.2)):
        reached = sum(one >= share * base for one in last_year) / 365
        assert found[code] == (pytest.approx(reached) if base else None)


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**6), st.sampled_from([15, 30, 60]))
def test_load_of_intervals_equals_slow_counting(tmp_path, seed, step):
    import random

    chance = random.Random(seed)
    start = datetime(2025, 1, 1)
    rows = [(start + timedelta(minutes=step * n), round(chance.random() * 50, 2)) for n in range(60 * 1440 // step)]
    found = made(tmp_path / "a.csv", ["时间", "电量（kWh）"], [(f"{when:%Y-%m-%d %H:%M}", kwh) for when, kwh in rows])
    load = [kwh * 60 / step for _, kwh in rows]
    assert values(found)["load_factor"] == pytest.approx(statistics.fmean(load) / max(load))
    peak = sum(kwh for when, kwh in rows if 8 <= when.hour < 12 or 17 <= when.hour < 21)
    valley = sum(kwh for when, kwh in rows if when.hour == 23 or when.hour < 7)
    assert values(found)["peak_valley"] == pytest.approx(peak / valley)
    found = profile(read([tmp_path / "a.csv"]), Settings(capacity=500, factor=0.95))
    capacity = values(found)["capacity_use"]
    assert not any("合同容量" in one.message for one in found.remarks)
    tiny = profile(read([tmp_path / "a.csv"]), Settings(capacity=1, factor=0.95))
    assert any("最大负荷明显高于合同容量" in one.message for one in tiny.remarks)
    assert capacity == pytest.approx(max(load) / 475)


def test_bills_breaches_and_states_are_counted_in_their_windows(tmp_path):
    bills = [("2023-11", 100, "2023-11-25", "2023-12-30")]  # too long ago
    bills += [(f"2024-{m:02}", 1000, f"2024-{m:02}-25", f"2024-{m:02}-20") for m in range(1, 13)]
    bills += [(f"2025-{m:02}", 2000, f"2025-{m:02}-25", f"2025-{m:02}-28") for m in range(1, 12)]
    bills += [("2025-12", 2000, "2025-12-25", "")]
    written(tmp_path / "bills.csv", ["账单月份", "电费", "应缴日期", "缴费日期"], bills)
    events = [("2023-12-30", "违约用电"), ("2024-01-02", "超容量用电"), ("2025-05-01", "暂停"), ("2025-06-01", "正常")]
    written(tmp_path / "events.csv", ["发生日期", "类型"], events)
    found = profile(read([tmp_path]), Settings(as_of=date(2025, 12, 31), revenue=240_000))
    got = values(found)
    assert got["punctuality"] == pytest.approx(12 / 24)
    assert got["overdue_days"] == pytest.approx((11 * 3 + 6) / 24)
    assert got["bill_to_revenue"] == pytest.approx(24_000 / 240_000)
    assert (got["violations"], got["status_events"]) == (1, 1)
    assert found.score.grade == "C"
    assert any("违约用电" in one for one in found.score.vetoes)
    assert got["activity"] is None


def test_an_event_and_a_base_period_of_ones_own(tmp_path):
    every = days(date(2024, 1, 1), 500)
    event = date(2024, 7, 1)
    rows = [(one, 10 if one < event else 0 if one == event else 5) for one in every]
    found = made(tmp_path / "a.csv", ["日期", "用电量"], rows, event=event, base=(date(2024, 2, 1), date(2024, 3, 1)))
    assert values(found)["recovery"] == pytest.approx(0.5)
    assert values(found)["operating"] == pytest.approx(0.5)


def test_a_shell_shows_by_six_low_months_in_a_row_while_revenue_is_declared(tmp_path):
    rows = [(f"2025-{m:02}", 900 if 3 <= m <= 8 else 5000) for m in range(1, 13)]
    head = ["月份", "月用电量"]
    found = made(tmp_path / "a.csv", head, rows, sector_median=10_000, revenue=1e6)
    assert values(found)["shell_months"] == 6
    assert "疑似空壳" in found.score.signs[0]
    assert made(tmp_path / "a.csv", head, rows, sector_median=10_000).score.signs == ()


# --- the score ----------------------------------------------------------------------------------


def test_the_score_weighs_only_what_was_measured_and_says_so(tmp_path):
    rows = [(f"{y}-{m:02}", 1000) for y in (2024, 2025) for m in range(1, 13)]
    found = made(tmp_path / "a.csv", ["月份", "月用电量"], rows, weights={"growth": 30, "stability": 10})
    assert found.score.total == pytest.approx((30 * 60 + 10 * 100) / 40)
    assert found.score.measured == pytest.approx(40 / (20 + 30 + 10 + 10 + 25 + 15))
    assert found.score.grade == "B"


@pytest.mark.parametrize(("value", "points"), [(-1, 0), (-0.25, 30), (0, 60), (0.1, 80), (0.2, 100), (9, 100)])
def test_a_scale_is_straight_between_its_marks(value, points):
    assert on_scale(value, ((-0.5, 0), (0, 60), (0.2, 100))) == pytest.approx(points)


def test_weights_that_cannot_be_used_are_refused(tmp_path):
    rows = [("2025-01", 1)]
    for weights, told in (
        ({"luck": 1}, "luck"),
        ({"growth": -1}, "growth"),
        (dict.fromkeys(["activity", "growth", "stability", "load_factor", "punctuality", "violations"], 0), "全部为零"),
    ):
        with pytest.raises(UserError, match=told):
            made(tmp_path / "a.csv", ["月份", "电量"], rows, weights=weights)


# --- shapes of tables ---------------------------------------------------------------------------


def months_of(found):
    return {f"{month:%Y-%m}": round(value, 6) for month, value in found.calendar.months.items()}


def test_ninety_six_points_across_a_day(tmp_path):
    head = ["户号", "日期", *(f"{m // 60:02}:{m % 60:02}" for m in range(15, DAY + 1, 15))]
    rows = [("M1", one, *[0.25] * 96) for one in days(date(2025, 1, 1), 31)]
    found = made(tmp_path / "a.csv", head, rows)
    assert months_of(found) == {"2025-01": 744}
    assert values(found)["load_factor"] == pytest.approx(1)


def test_months_across_a_year_and_meters_below(tmp_path):
    head = ["户号", *(f"2025年{m}月" for m in range(1, 13))]
    found = made(tmp_path / "a.csv", head, [("A", *range(1, 13)), ("B", *[100] * 12), ("合计", *range(101, 113))])
    assert months_of(found)["2025-12"] == 112


def test_registers_become_energy_and_a_changed_meter_is_named(tmp_path):
    rows = [("2025-01-01", 100, 10), ("2025-02-01", 150, 10), ("2025-03-01", 30, 10), ("2025-04-01", 80, 10)]
    found = made(tmp_path / "a.csv", ["抄表日期", "示数", "倍率"], rows)
    assert months_of(found) == {"2025-01": 500, "2025-03": 500}
    assert any("更换、清零" in one.message and "4" in one.message for one in found.remarks)
    assert [f"{one:%Y-%m}" for one in found.calendar.missing] == ["2025-02"]


def test_several_meters_add_up_and_each_counts_only_while_it_is_in_use(tmp_path):
    rows = [("A", f"2025-{m:02}", 100) for m in range(1, 13)] + [("B", f"2025-{m:02}", 50) for m in range(7, 13)]
    found = made(tmp_path / "a.csv", ["户号", "月份", "电量"], rows)
    assert months_of(found)["2025-06"] == 100
    assert months_of(found)["2025-07"] == 150


def test_peak_and_valley_columns_and_the_greatest_demand(tmp_path):
    rows = [(f"2025-{m:02}", 1000, 600, 300, 2.5 if m == 7 else 2) for m in range(1, 13)]
    found = values(made(tmp_path / "a.csv", ["月份", "总电量", "峰电量", "谷电量", "最大需量(kW)"], rows))
    assert found["peak_valley"] == pytest.approx(2)
    assert found["load_factor"] == pytest.approx(12_000 / 8760 / 2.5)


@pytest.mark.parametrize(
    ("head", "cell", "kwh"),
    [
        ("电量(万千瓦时)", "1.2", 12_000),
        ("电量", "1.2万千瓦时", 12_000),
        ("电量（度）", "1,234.5", 1234.5),
        ("电量(MWh)", "2", 2000),
        ("用电量kWh", "７", 7),
    ],
)
def test_units_in_head_or_cell(tmp_path, head, cell, kwh):
    assert months_of(made(tmp_path / "a.csv", ["月份", head], [("2025-01", cell)])) == {"2025-01": kwh}


# --- what is wrong in them ----------------------------------------------------------------------


def told(found, word):
    return [one.message for one in found.remarks if word in one.message]


def test_faults_are_left_out_and_named_by_row(tmp_path):
    rows = [("2025-01", 10), ("2025-02", -5), ("2025-03", "很多"), ("2025-02-30", 7), ("2025-05", 12), ("2025-05", 12), ("2025-06", 3)]
    rows += [(f"2025-{m:02}", 11) for m in range(7, 12)] + [("合计", 999)]
    found = made(tmp_path / "a.csv", ["月份", "电量"], rows)
    assert "第 3 行" in told(found, "为负")[0]
    assert "第 4 行" in told(found, "电量无法识别")[0]
    assert "第 5 行" in told(found, "时间无法识别")[0]
    assert told(found, "完全重复")
    assert "2025-02" in told(found, "缺少 3 个月")[0]
    assert sum(months_of(found).values()) == 10 + 12 + 3 + 5 * 11


def test_two_meters_in_one_column_are_refused(tmp_path):
    rows = [(f"2025-{m:02}", value) for m in range(1, 13) for value in (m, 100 * m)]
    with pytest.raises(UserError, match="两块电表"):
        made(tmp_path / "a.csv", ["月份", "电量"], rows)


def test_one_contradiction_is_named_and_neither_counts(tmp_path):
    rows = [(f"2025-{m:02}", 10) for m in range(1, 13)] + [("2025-06", 20)]
    found = made(tmp_path / "a.csv", ["月份", "电量"], rows)
    assert told(found, "同一时间电量不同")
    assert "2025-06" not in months_of(found)


def test_overlapping_periods_count_once(tmp_path):
    rows = [
        (date(2025, 1, 1), date(2025, 1, 31), 310),
        (date(2025, 1, 16), date(2025, 2, 15), 300),
        (date(2025, 2, 1), date(2025, 2, 28), 280),
    ]
    found = made(tmp_path / "a.csv", ["开始日期", "结束日期", "电量"], rows)
    assert told(found, "重叠")
    assert months_of(found) == {"2025-01": 310, "2025-02": 280}


def test_mixed_units_are_noticed(tmp_path):
    rows = [(f"2025-{m:02}", 50_000) for m in range(1, 12)] + [("2025-12", 5)]
    assert told(made(tmp_path / "a.csv", ["月份", "电量"], rows), "混用")


def test_a_table_of_something_else_is_refused(tmp_path):
    with pytest.raises(UserError, match="没有认出用电数据"):
        made(tmp_path / "a.csv", ["姓名", "年龄"], [("王敏", 30)])


def test_a_leap_day_belongs_to_its_february(tmp_path):
    found = made(tmp_path / "a.csv", ["日期", "电量"], [(one, 1) for one in days(date(2024, 2, 1), 29)])
    assert months_of(found) == {"2024-02": 29}
    assert stamp("2025-02-29") is None


def test_the_end_of_a_day_is_the_start_of_the_next():
    assert stamp("2025-01-31 24:00") == stamp("2025-02-01 00:00")
    assert energy("1.5万", 1) == 15_000
    assert energy("3 苹果", 1) is None


# --- the command --------------------------------------------------------------------------------


def test_the_command_gives_json_with_every_indicator(tmp_path):
    path = written(tmp_path / "a.csv", ["月份", "电量"], [(f"2025-{m:02}", 10) for m in range(1, 13)])
    done = CliRunner().invoke(main, ["power", str(path), "--json", "--authorisation", "授权书 2025-01"])
    data = json.loads(done.output)
    assert {one["code"] for one in data["indicators"]} >= {"activity", "growth", "load_factor", "punctuality", "recovery"}
    assert all(one["formula"] and one["source"] and (one["value"] is not None or one["why_not"]) for one in data["indicators"])
    assert data["authorisation"] == "授权书 2025-01"
    assert not [one for one in data["problems"] if one["level"] == "error"]
    without = json.loads(CliRunner().invoke(main, ["power", str(path), "--json"]).output)
    assert any("书面授权" in one["message"] for one in without["problems"])


@pytest.mark.parametrize(
    ("extra", "word"),
    [
        (["--as-of", "明天"], "不是日期"),
        (["--power-factor", "9"], "0.9"),
        (["--base", "2025-05:2024-01"], "月份区间"),
        (["--peak", "8点"], "时段"),
        (["--capacity", "-1"], "大于 0"),
    ],
)
def test_wrong_options_are_refused_in_words(tmp_path, extra, word):
    path = written(tmp_path / "a.csv", ["月份", "电量"], [("2025-01", 10)])
    done = CliRunner().invoke(main, ["power", str(path), *extra])
    assert done.exit_code == 2
    assert word in done.output
