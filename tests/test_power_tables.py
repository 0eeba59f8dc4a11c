"""Electricity tables as offices write them: layouts, units, several meters and files, mixtures of periods, and what is hostile in them."""

import calendar
import csv
import json
import random
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gzvalue.errors import UserError
from gzvalue.power.facts import Settings
from gzvalue.power.kept import masked
from gzvalue.power.profile import profile
from gzvalue.power.read import read

MONTHS = [f"{y}-{m:02}" for y in (2024, 2025) for m in range(1, 13)]
QUARTERS = [f"{h:02}:{q:02}" for h in range(24) for q in (0, 15, 30, 45)]


def written(path, rows, encoding="utf-8"):
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def made(*paths, **entered):
    return profile(read(paths), Settings(**entered))


def months_of(found):
    return {f"{month:%Y-%m}": round(kwh, 6) for month, kwh in found.months.items()}


def told(found, word):
    return [one.message for one in found.remarks if word in one.message]


def stamps(first, minutes, count, form="%Y-%m-%d %H:%M"):
    return [f"{first + timedelta(minutes=minutes * n):{form}}" for n in range(count)]


# --- layouts ---------------------------------------------------------------------------------------

YEARS_DOWN = [["年份", *(f"{m}月" for m in range(1, 13)), "合计"], ["2024年", *range(1, 13), 78], ["2025年", *range(1, 13), 78]]
YEARS_ACROSS = [["月份", "2024年", "2025年"], *[[f"{m}月", m, m] for m in range(1, 13)], ["合计", 78, 78]]
YEAR_BESIDE = [["年份", "月份", "电量"], *[[one[:4], int(one[5:]), int(one[5:])] for one in MONTHS]]
FIRST_DAYS = [["日期", "电量"], *[[one + "-01", int(one[5:])] for one in MONTHS]]
LAST_DAYS = [["抄表日期", "电量"], *[[f"{one}-{calendar.monthrange(int(one[:4]), int(one[5:]))[1]}", int(one[5:])] for one in MONTHS]]
ACROSS_DAYS = [["户号", *(one + "-01" for one in MONTHS)], ["A", *(int(one[5:]) for one in MONTHS)]]
TITLED = [["用电量统计表", ""], ["单位：万千瓦时", ""], ["月份", "用电量"], *[[one, int(one[5:]) / 10_000] for one in MONTHS]]
ZONES = [["月份", "峰电量", "平电量", "谷电量"], *[[one, int(one[5:]) - 0.5, 0.25, 0.25] for one in MONTHS]]
WITH_TOTAL_METER = [["户号", "月份", "电量"], *[[k, m, v * int(m[5:])] for m in MONTHS for k, v in (("A", 0.25), ("B", 0.75), ("合计", 1))]]


@pytest.mark.parametrize(
    "rows", [YEARS_DOWN, YEARS_ACROSS, YEAR_BESIDE, FIRST_DAYS, LAST_DAYS, ACROSS_DAYS, TITLED, ZONES, WITH_TOTAL_METER]
)
def test_months_in_every_layout(tmp_path, rows):
    assert months_of(made(written(tmp_path / "a.csv", rows))) == {one: float(one[5:]) for one in MONTHS}


def test_a_sheet_of_gb18030_with_units_in_rows_and_cells(tmp_path):
    rows = [["户号", "月份", "电量", "单位"]] + [
        ["㐀1", one, 5 if n % 2 else 50_000, "万千瓦时" if n % 2 else "度"] for n, one in enumerate(MONTHS)
    ]
    assert set(months_of(made(written(tmp_path / "a.csv", rows, "gb18030"))).values()) == {50_000}
    cells = [["月份", "电量"]] + [[one, "5万千瓦时" if n % 2 else "50,000 度"] for n, one in enumerate(MONTHS)]
    assert set(months_of(made(written(tmp_path / "b.csv", cells, "gb18030"))).values()) == {50_000}


DAY_AND_TIME = [["日期", "时间", "电量"], *[[f"2025-01-{d:02}", q, 1] for d in range(1, 32) for q in QUARTERS]]
DAY_AND_SPAN = [
    ["日期", "时段", "电量"],
    *[[f"2025-01-{d:02}", f"{h:02}:00-{(h + 1) % 24:02}:00", 4] for d in range(1, 32) for h in range(24)],
]
ENDS = [["时间", "电量"], *[[one, 1] for one in stamps(datetime(2025, 1, 1, 0, 15), 15, 31 * 96)]]
MEGAWATTS = [["时间", "负荷(MW)"], *[[one, 0.004] for one in stamps(datetime(2025, 1, 1), 15, 31 * 96)]]
POINTS = [["户号", "日期", *QUARTERS], *[["A", f"2025-01-{d:02}", *[1] * 96] for d in range(1, 32)]]
LOAD_POINTS = [["96 点负荷曲线（kW）"], ["户号", "日期", *QUARTERS], *[["A", f"2025-01-{d:02}", *[4] * 96] for d in range(1, 32)]]
NUMBERED = [["户号", "日期", "单位", *(f"P{n}" for n in range(1, 97))], *[["A", f"2025-01-{d:02}", "kW", *[4] * 96] for d in range(1, 32)]]


@pytest.mark.parametrize("rows", [DAY_AND_TIME, DAY_AND_SPAN, ENDS, MEGAWATTS, POINTS, LOAD_POINTS, NUMBERED])
def test_intervals_in_every_layout(tmp_path, rows):
    found = made(written(tmp_path / "a.csv", rows))
    assert months_of(found) == {"2025-01": 2976}
    assert found.curve is not None
    assert set(found.curve.mean) == {4}


def test_a_workbook_with_several_tabs_is_read_as_one(tmp_path):
    import xlsxwriter

    path = tmp_path / "用电.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for year in ("2024", "2025"):
            sheet = book.add_worksheet(year)
            for row, cells in enumerate([["户号", "月份", "电量(kWh)"], *[["A", m, 7] for m in MONTHS if m[:4] == year]]):
                sheet.write_row(row, 0, cells)
        bills = book.add_worksheet("电费")
        for row, cells in enumerate([["账单月份", "电费（万元）", "应缴日期", "缴费日期"], ["2025-11", 1.5, "2025-12-25", "2025-12-24"]]):
            bills.write_row(row, 0, cells)
        book.add_worksheet("说明").write(0, 0, "本表由财务部编制")
    found = made(path, as_of=date(2025, 12, 31), revenue=150_000)
    assert months_of(found) == dict.fromkeys(MONTHS, 7)
    values = {one.code: one.value for one in found.indicators}
    assert (values["punctuality"], values["bill_to_revenue"]) == (1, pytest.approx(0.1))
    assert told(found, "说明")


# --- several meters and files ------------------------------------------------------------------------


def test_files_without_a_meter_are_years_of_one_or_meters_of_their_own(tmp_path):
    one = written(tmp_path / "1号表.csv", [["月份", "电量"], *[[m, 5] for m in MONTHS]])
    other = written(tmp_path / "2号表.csv", [["月份", "电量"], *[[m, 7] for m in MONTHS]])
    found = made(one, other)
    assert [meter for meter, _ in found.meters] == ["1号表", "2号表"]
    assert set(months_of(found).values()) == {12}
    assert told(found, "按不同的电表相加")
    early = written(tmp_path / "2024.csv", [["月份", "电量"], *[[m, 5] for m in MONTHS[:12]]])
    late = written(tmp_path / "2025.csv", [["月份", "电量"], *[[m, 7] for m in MONTHS[12:]]])
    assert len(made(early, late).meters) == 1
    assert months_of(made(early, early, late)) == months_of(made(early, late))


def test_a_meter_read_by_month_keeps_the_days_of_the_others_from_counting_as_all(tmp_path):
    days = [[f"{date(2025, 1, 1) + timedelta(days=n)}", 1] for n in range(365)]
    daily = written(tmp_path / "a.csv", [["表号", "日期", "电量"], *[["A", *one] for one in days]])
    monthly = written(tmp_path / "b.csv", [["表号", "月份", "电量"], *[["B", m, 100] for m in MONTHS[12:]]])
    found = made(daily, monthly)
    assert months_of(found)["2025-01"] == 131
    assert {one.code: one.value for one in found.indicators}["activity"] is None


def test_energy_on_bills_counts_only_where_no_reading_tells_it(tmp_path):
    bills = written(tmp_path / "b.csv", [["户号", "账单月份", "电量", "电费", "应缴日期", "缴费日期"],
                                         *[["户1", m, 101, 9, m + "-25", m + "-20"] for m in MONTHS]])  # fmt: skip
    readings = written(tmp_path / "a.csv", [["表号", "月份", "电量"], *[["表9", m, 100] for m in MONTHS[12:]]])
    found = months_of(made(bills, readings))
    assert found["2025-06"] == 100
    assert found["2024-06"] == 101
    assert set(months_of(made(bills)).values()) == {101}


@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**9))
def test_mixtures_of_months_days_and_intervals_give_every_kilowatt_hour_once(tmp_path, seed):
    chance = random.Random(seed)
    first, count = date(2025, 1, 1), 120
    used = {first + timedelta(days=n): [chance.randrange(1, 50) for _ in range(24)] for n in range(count)}
    daily, hourly = [["日期", "电量"]], [["时间", "电量"]]
    for day, hours in used.items():
        kind = chance.choice(["day", "hours", "both", "part"])
        if kind != "hours":
            daily.append([str(day), sum(hours)])
        if kind in ("hours", "both"):
            hourly += [[f"{day} {h:02}:00", kwh] for h, kwh in enumerate(hours)]
        elif kind == "part":
            hourly += [[f"{day} {h:02}:00", kwh] for h, kwh in enumerate(hours) if h < 20]
    by_month = {}
    for day, hours in used.items():
        by_month[f"{day:%Y-%m}"] = by_month.get(f"{day:%Y-%m}", 0) + sum(hours)
    monthly = [["月份", "电量"], *[[month, kwh] for month, kwh in by_month.items() if chance.random() < 0.5]]
    files = [written(tmp_path / f"{name}.csv", rows) for name, rows in (("d", daily), ("h", hourly), ("m", monthly)) if len(rows) > 1]
    chance.shuffle(files)
    assert months_of(made(*files)) == by_month


def test_a_month_whose_days_are_not_all_there_is_taken_from_its_own_reading(tmp_path):
    months = written(tmp_path / "m.csv", [["表号", "月份", "电量"], *[["A", m, 3000] for m in MONTHS]])
    fine = written(tmp_path / "f.csv", [["表号", "时间", "电量"], *[["A", one, 1] for one in stamps(datetime(2025, 11, 10), 15, 52 * 96)]])
    found = months_of(made(months, fine))
    assert found["2025-11"] == 3000
    assert found["2025-12"] == 31 * 96


# --- registers, bills, records ---------------------------------------------------------------------


def test_registers_that_tell_the_earlier_reading_go_on_across_a_changed_meter(tmp_path):
    head = ["开始日期", "结束日期", "上次示数", "本次示数", "倍率"]
    rows = [["2025-01-01", "2025-01-31", 0, 100, 10], ["2025-02-01", "2025-02-28", 100, 150, 10], ["2025-03-01", "2025-03-31", 0, 30, 20]]
    assert months_of(made(written(tmp_path / "a.csv", [head, *rows]))) == {"2025-01": 1000, "2025-02": 500, "2025-03": 600}
    ends = [["抄表日期", "示数"], ["2025-01-31", 10], ["2025-02-28", 38], ["2025-03-31", 69]]
    assert months_of(made(written(tmp_path / "b.csv", ends))) == {"2025-02": 28, "2025-03": 31}


def test_two_meters_in_one_column_of_registers_are_refused(tmp_path):
    rows = [["抄表日期", "示数"], *[[f"{m}-01", value] for n, m in enumerate(MONTHS) for value in (n * 10, 5000 + n)]]
    with pytest.raises(UserError, match="两块电表"):
        made(written(tmp_path / "a.csv", rows))


def test_part_payments_settle_a_bill_on_the_day_of_the_last(tmp_path):
    rows = [
        ["账单月份", "应缴电费(元)", "实缴金额(元)", "应缴日期", "缴费日期"],
        ["2025-01", 100, 100, "2025-01-25", "2025-01-20"],
        ["2025-02", 100, 40, "2025-02-25", "2025-02-20"],
        ["2025-02", 100, 60, "2025-02-25", "2025-03-02"],
        ["2025-03", 100, 40, "2025-03-25", "2025-03-20"],
        ["2025-04", 100, "", "2025-04-25", "未缴"],
        ["2025-05", 100, 100, "2025-05-25", "已缴"],
    ]
    found = made(written(tmp_path / "a.csv", rows), as_of=date(2025, 8, 1), revenue=4000)
    by_code = {one.code: one for one in found.indicators}
    assert by_code["punctuality"].inputs == {"on_time": 1, "due": 4}
    assert by_code["overdue_days"].inputs["overdue_days"] == 5 + 129 + 98
    assert by_code["bill_to_revenue"].value == pytest.approx(0.1)
    assert any("欠费" in one and "2 笔" in one for one in found.score.vetoes)
    assert "第 7 行的缴费日期" in told(found, "缴费日期无法识别")[0]


def test_contracts_add_up_once_per_meter(tmp_path):
    energy = written(tmp_path / "a.csv", [["户号", "月份", "电量", "最大需量", "合同容量(kVA)"],
                                          *[[k, m, 720, 10, 100] for m in MONTHS for k in "AB"]])  # fmt: skip
    found = {one.code: one for one in made(energy).indicators}
    assert found["capacity_use"].inputs == {"peak_kw": 20, "capacity_kva": 200, "power_factor": 0.9}


@pytest.mark.parametrize(
    ("words", "counted"),
    [("窃电", 1), ("未发现窃电", 0), ("无违约用电", 0), ("违约用电（已恢复）", 1), ("正常", 0), ("私自增容", 1), ("暂停恢复", 0)],
)
def test_what_is_denied_or_ended_is_no_breach(tmp_path, words, counted):
    found = made(written(tmp_path / "a.csv", [["发生日期", "类型"], ["2025-02-01", words], ["2025-03-01", "减容"]]))
    assert {one.code: one.value for one in found.indicators}["violations"] == counted


# --- hostile -----------------------------------------------------------------------------------------


def test_absurd_texts_are_named_and_left_out(tmp_path):
    rows = [["月份", "电量"], ["9999-12", 5], ["0001-01", 3], ["2025-01", "1e400"], ["2025-02", "nan"], ["2025-03", "inf"], ["2025-04", "-0"],
            ["2025-05", "=1+1"], ["2025-06", "1,234"], ["2025-13", 1]]  # fmt: skip
    found = made(written(tmp_path / "a.csv", rows))
    assert months_of(found) == {"2025-04": 0, "2025-06": 1234}
    assert "第 2、3、10 行的时间" in told(found, "时间无法识别")[0]
    assert "第 4、5、6、8 行的电量" in told(found, "电量无法识别")[0]


def test_only_negative_readings_are_refused_with_their_rows(tmp_path):
    with pytest.raises(UserError, match="第 2 行的电量为负"):
        made(written(tmp_path / "a.csv", [["月份", "电量"], ["2025-01", -5]]))


def test_units_mixed_without_a_word_are_left_out(tmp_path):
    rows = [["月份", "电量"], *[[m, 5 if n in (3, 4) else 50_000] for n, m in enumerate(MONTHS)]]
    found = made(written(tmp_path / "a.csv", rows))
    assert "2024-04" not in months_of(found)
    assert "第 5、6 行" in told(found, "混用")[0]
    assert {one.code: one.value for one in found.indicators}["growth_year"] is None


def test_what_comes_after_the_day_of_the_profile_does_not_count(tmp_path):
    path = written(tmp_path / "a.csv", [["月份", "电量"], *[[m, n + 1] for n, m in enumerate(MONTHS)]])
    found = made(path, as_of=date(2025, 6, 30))
    assert max(months_of(found)) == "2025-06"
    assert next(one for one in found.indicators if one.code == "growth").inputs == {"now_kwh": 18, "before_kwh": 6}


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=12),
    st.sampled_from(["月份,电量", "抄表日期,示数,倍率", "应缴日期,电费,缴费日期", "户号,日期,类型", "a"]),
)
def test_any_text_is_read_or_refused_in_words(tmp_path, rows, head):
    path = written(tmp_path / "a.csv", [head.split(","), *rows], "utf-8-sig")
    try:
        found = made(path).as_json()
    except UserError:
        return
    assert json.loads(json.dumps(found, allow_nan=False)) == found


@pytest.mark.parametrize(
    ("meter", "shown"), [("0601234567891234", "0601********1234"), ("123456", "12**56"), ("1号表", "1号表"), ("A1B2C3", "A1B2C3"), ("", "")]
)
def test_account_numbers_are_masked(meter, shown):
    assert masked(meter) == shown


def test_cells_of_a_workbook_that_are_dates_or_have_lost_their_format(tmp_path):
    import xlsxwriter

    path, first, hours = tmp_path / "a.xlsx", datetime(2025, 1, 1), 31 * 24
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd hh:mm"}) as book:
        dated, bare, across = (book.add_worksheet(name) for name in ("有格式", "无格式", "逐日各点"))
        for sheet, meter in ((dated, "A"), (bare, "B")):
            sheet.write_row(0, 0, ["户号", "时间", "电量(kWh)"])
            for n in range(hours):
                sheet.write(n + 1, 0, meter)
                sheet.write(n + 1, 2, 1)
        for n in range(hours):
            dated.write_datetime(n + 1, 1, first + timedelta(hours=n))  # midnight is read as a bare day
            bare.write(n + 1, 1, 45658 + n / 24)
        across.write_row(0, 0, ["户号", "日期", "单位"])
        for q in range(96):
            across.write(0, 3 + q, q / 96, book.add_format({"num_format": "hh:mm"}))
        for d in range(31):
            across.write_row(d + 1, 0, ["C", f"2025-01-{d + 1:02}", "kWh", *[0.25] * 96])
    found = made(path)
    assert dict(found.meters) == {"A": hours, "B": hours, "C": 31 * 96}
    assert months_of(found) == {"2025-01": 3 * hours}
    assert not [one for one in found.remarks if one.level == "error" and "授权" not in one.message]


def test_a_list_of_something_else_is_no_list_of_breaches(tmp_path):
    months = written(tmp_path / "a.csv", [["月份", "电量"], *[[m, 5] for m in MONTHS]])
    other = written(tmp_path / "b.csv", [["日期", "类型", "经办"], ["2025-01-01", "采购", "王"], ["2025-02-01", "销售", "李"]])
    empty = written(tmp_path / "c.csv", [["发生日期", "违约类型"]])
    violations = [{one.code: one.value for one in found.indicators}["violations"] for found in (made(months, other), made(months, empty))]
    assert violations == [None, 0]


def test_a_main_meter_beside_those_behind_it_is_named(tmp_path):
    rows = [[k, m, v * (n + 5)] for n, m in enumerate(MONTHS) for k, v in (("总", 10.1), ("甲", 4), ("乙", 6))]
    assert "总表" in told(made(written(tmp_path / "a.csv", [["表号", "月份", "电量"], *rows])), "重复")[0]
    alone = [row for row in rows if row[0] != "总"]
    assert not told(made(written(tmp_path / "b.csv", [["表号", "月份", "电量"], *alone])), "重复")


def test_a_month_of_intervals_stands_back_behind_the_demands_of_a_year(tmp_path):
    demands = written(tmp_path / "a.csv", [["月份", "电量", "最大需量(kW)"], *[[m, 744, 10 if m == "2025-07" else 3] for m in MONTHS]])
    fine = written(tmp_path / "b.csv", [["时间", "电量"], *[[one, 1] for one in stamps(datetime(2025, 12, 1), 60, 744)]])
    both = {one.code: one for one in made(demands, fine).indicators}["load_factor"]
    assert both.inputs["peak_kw"] == 10
    alone = {one.code: one for one in made(fine).indicators}["load_factor"]
    assert (alone.value, alone.window) == (1, "2025-12-01 至 2025-12-31")
