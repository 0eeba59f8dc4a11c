"""Electricity tables as strangers wrote them: dates, units, heads and totals in their own ways."""

import calendar
from datetime import date, datetime, timedelta

import pytest
from test_power_tables import MONTHS, QUARTERS, made, months_of, stamps, told, written

from gzvalue.errors import UserError
from gzvalue.power.read import read


def test_full_width_figures_dates_and_units_are_read(tmp_path):
    rows = [("２０２５－０１－０１", "１２．５"), ("２０２５－０１－０２", "１，０１２．５ｋＷｈ"), ("2025-01-03", "０．００１万千瓦时")]
    found = made(written(tmp_path / "a.csv", [("日期", "电量"), *rows]))
    assert sorted(found.calendar.days.values()) == [10, 12.5, 1012.5]
    assert not told(found, "无法识别")


@pytest.mark.parametrize(("behind", "factor"), [("(度)", 1), ("用电量（万千瓦时）", 10_000), ("电量", 1), ("（单位：MWh）", 1000)])
def test_months_across_with_amount_and_unit_in_every_head(tmp_path, behind, factor):
    found = made(written(tmp_path / "a.csv", [("户号", *(f"{month}{behind}" for month in MONTHS)), ("P1", *range(1, 25))]))
    assert list(months_of(found).values()) == [number * factor for number in range(1, 25)]


def test_months_across_in_two_units_each_by_its_own_head(tmp_path):
    heads = [f"{month}({'度' if place % 2 else 'MWh'})" for place, month in enumerate(MONTHS)]
    found = made(written(tmp_path / "a.csv", [("户号", *heads), ("P1", *(5000 if place % 2 else 5 for place in range(24)))]))
    assert set(months_of(found).values()) == {5000}


@pytest.mark.parametrize("shape", ["%Y%m%d%H%M%S", "%Y%m%d%H%M"])
def test_moments_as_bare_digits(tmp_path, shape):
    start = datetime(2025, 1, 1)
    rows = [((start + timedelta(minutes=15 * n)).strftime(shape), 1) for n in range(31 * 96)]
    assert months_of(made(written(tmp_path / "a.csv", [("时间", "电量"), *rows]))) == {"2025-01": 31 * 96}


def test_twelve_months_up_to_the_end_of_february_leave_out_the_leap_day_before(tmp_path):
    every = [date(2023, 1, 1) + timedelta(days=n) for n in range(790)]
    rows = [(one, 1) for one in every if one <= date(2025, 2, 28)]
    by_code = {one.code: one for one in made(written(tmp_path / "a.csv", [("日期", "电量"), *rows])).indicators}
    assert (by_code["activity"].inputs["days"], by_code["activity"].window) == (365, "2024-03-01 至 2025-02-28")
    assert by_code["full_production"].window == "2024-03-01 至 2025-02-28；基期 2023-03 至 2024-02"


def test_an_event_near_the_end_says_how_few_days_were_compared(tmp_path):
    rows = [(date(2025, 1, 1) + timedelta(days=n), 10 if n < 50 else 5) for n in range(59)]
    by_code = {one.code: one for one in made(written(tmp_path / "a.csv", [("日期", "电量"), *rows]), event=date(2025, 2, 20)).indicators}
    assert by_code["recovery"].value == 0.5
    assert "前 30 天、后 8 天" in by_code["recovery"].window


@pytest.mark.parametrize("shape", ["%Y/%m/%d %I:%M %p", "zh"])
def test_clocks_of_twelve_hours(tmp_path, shape):
    def words(moment):
        half = "上午" if moment.hour < 12 else "下午"
        return f"{moment:%Y/%m/%d} {half}{moment.hour % 12 or 12}:{moment:%M}" if shape == "zh" else moment.strftime(shape)

    rows = [(words(datetime(2025, 1, 1) + timedelta(hours=n)), 1) for n in range(31 * 24)]
    found = made(written(tmp_path / "a.csv", [("时间", "电量"), *rows]))
    assert months_of(found) == {"2025-01": 744}
    assert not told(found, "重复")


def test_a_year_of_two_digits(tmp_path):
    rows = [(f"{year}年{month}月", 10) for year in (24, 25) for month in range(1, 13)]
    assert list(months_of(made(written(tmp_path / "a.csv", [("月份", "电量"), *rows])))) == MONTHS


@pytest.mark.parametrize("across", [False, True])
def test_months_without_a_year_take_it_from_the_title(tmp_path, across):
    paths = []
    for year in (2024, 2025):
        body = [("户号", *(f"{m}月" for m in range(1, 13))), ("P1", *[year] * 12)]
        rows = body if across else [("月份", "电量"), *((f"{m}月", year) for m in range(1, 13))]
        paths.append(written(tmp_path / f"{year}.csv", [(f"示例公司{year}年用电量统计表",), *rows]))
    assert months_of(made(*paths)) == {month: int(month[:4]) for month in MONTHS}


def test_a_title_with_two_years_tells_no_year(tmp_path):
    rows = [("2024—2025年用电量",), ("月份", "电量"), *((f"{m}月", 10) for m in range(1, 13))]
    with pytest.raises(UserError, match="时间无法识别"):
        made(written(tmp_path / "a.csv", rows))


def test_a_head_of_two_lines_is_the_total_of_its_zones_and_not_the_first(tmp_path):
    head = [("电量及电费", "", "", "", ""), ("月份", "电量(万千瓦时)", "", "", "电费(元)"), ("", "峰", "平", "谷", "")]
    found = made(written(tmp_path / "a.csv", [*head, *((month, 3, 4, 2, 9) for month in MONTHS)]))
    assert set(months_of(found).values()) == {90_000}
    assert next(one for one in found.indicators if one.code == "peak_valley").value == 1.5


@pytest.mark.parametrize("words", ["合 计：", "2024年合计", "全年小计", "总  计"])
def test_rows_of_totals_however_written_are_no_fault(tmp_path, words):
    rows = [*((month, 10) for month in MONTHS), (words, 240)]
    found = made(written(tmp_path / "a.csv", [("月份", "电量"), *rows]))
    assert sum(months_of(found).values()) == 240
    assert not told(found, "无法识别")


def test_a_unit_that_is_none_is_named_and_a_firm_in_its_column_is_not(tmp_path):
    def with_unit(words):
        return made(written(tmp_path / "a.csv", [("月份", "电量", "单位"), *((month, 10, words) for month in MONTHS)]))

    assert told(with_unit("吨"), "不是电量单位")
    assert not told(with_unit("示例黔菌食品有限公司"), "不是电量单位")


def test_what_cannot_be_read_is_told_by_its_rows_and_an_empty_table_as_such(tmp_path):
    with pytest.raises(UserError, match="第 2、3 行的时间无法识别"):
        read([written(tmp_path / "us.csv", [("date", "kWh"), ("12/31/2025", 1), ("01/13/2025", 2)])])
    with pytest.raises(UserError, match="没有数据行"):
        read([written(tmp_path / "none.csv", [("日期", "电量")])])


@pytest.mark.parametrize("joint", ["至", "~", "-", " — "])
def test_first_and_last_day_in_one_cell(tmp_path, joint):
    rows = []
    for month in MONTHS:
        year, number = int(month[:4]), int(month[5:])
        last = calendar.monthrange(year, number)[1]
        rows.append((f"{year}.{number:02}.01{joint}{year}.{number:02}.{last}", "1 000.5"))
    assert months_of(made(written(tmp_path / "a.csv", [("抄表周期", "电量"), *rows]))) == dict.fromkeys(MONTHS, 1000.5)


def test_a_few_hours_that_lack_are_told_and_not_made_up(tmp_path):
    rows = [["时间", "电量"], *[[one, 1] for one in stamps(datetime(2025, 3, 1), 60, 744) if not "2025-03-03 00" <= one < "2025-03-03 05"]]
    found = made(written(tmp_path / "a.csv", rows))
    assert months_of(found) == {"2025-03": 739}
    assert told(found, "少量读数缺失") == ["2025-03（缺 0.7%）有少量读数缺失，按已有读数计，不作推算。"]


def test_months_as_people_write_them(tmp_path):
    for form in ("{}{:02}", "{}.{:02}", "{}/{}", "{}年{}月", "{}年{:02}月份", "{}-{:02}-01 00:00:00"):
        rows = [["月份", "电量"], *[[form.format(y, m), m] for y in (2024, 2025) for m in range(1, 13)]]
        assert months_of(made(written(tmp_path / "a.csv", rows)))["2025-03"] == 3, form


def test_rows_of_points_tell_themselves_what_they_are(tmp_path):
    head = ["户号", "数据日期", "数据类型", *QUARTERS]
    days = [f"2025-01-{d:02}" for d in range(1, 32)]
    rows = [["A", d, kind, *[value] * 96] for d in days for kind, value in (("有功功率(kW)", 8), ("A相电压", 230), ("反向有功功率", 1))]
    found = made(written(tmp_path / "a.csv", [head, *rows]))
    assert months_of(found) == {"2025-01": 31 * 96 * 2}
    assert "62 行" in told(found, "未读取")[0]
    assert not told(found, "没有写明")
    energy = [["A", d, "正向有功电量", *[2] * 96] for d in days]
    assert months_of(made(written(tmp_path / "b.csv", [head, *energy]))) == {"2025-01": 31 * 96 * 2}
