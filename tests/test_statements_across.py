"""Yearly statements with the years across the top become one record per year."""

from decimal import Decimal

import pytest
from foreign_files import save, table_of, values
from hypothesis import given
from hypothesis import strategies as st
from sheet_hands import filled, imported, planned

from gzvalue.schema.project import Project
from gzvalue.tables.layout import understand
from gzvalue.tables.period_heads import NO_YEAR, PARTIAL, period_of, stated_period
from gzvalue.tables.sheet import Row, Sheet


def sheet(rows, name="Sheet1"):
    cells = [tuple("" if cell is None else str(cell) for cell in row) for row in rows]
    return Sheet(name, tuple(Row(number, row) for number, row in enumerate(cells, 1) if any(row)))


def years(table):
    return {one.pop("year"): one for one in values(table)}


def reasons(table):
    return {column.letter: column.reason for column in table.unknown}


@pytest.mark.parametrize("heads", [
    ("2023年", "2024年", "2025年"), ("2023", "2024", "2025"), ("2023年度", "2024年度", "2025年度"), ("2023-12-31", "2024-12-31", "2025-12-31"),
    ("２０２３年末", "2024年12月31日", "2025年1-12月"), ("2025", "2024", "2023"), ("2023年金额", "2024年度实际数", "FY2025"),
    ("2023/12/31", "2024.12.31", "截至2025年12月31日"),
])  # fmt: skip
def test_every_year_becomes_a_record_scaled_by_the_title(heads):
    rows = [["主要财务数据"], ["编制单位：某公司", None, "单位：万元"], ["科目", *heads], ["营业收入", 100, "1,200.5", "300"], [],
            ["净利润", "(5)", "（6.5）", -30], ["货币资金", 2023, 2024, 2025], ["资产总计", 1, "—", "2亿"]]  # fmt: skip
    table = understand(sheet(rows))
    assert table.form.name == "finance_year"
    found = years(table)
    first, second, third = (period_of(head).year for head in heads)
    assert found[str(first)] == {"revenue": "1000000", "net_profit": "-50000", "total_assets": "10000"}
    assert found[str(second)] == {"revenue": "12005000", "net_profit": "-65000"}
    assert found[str(third)] == {"revenue": "3000000", "net_profit": "-300000", "total_assets": "2亿"}
    assert "按万元换算为元" in table.notes[1]
    assert [(one.number, one.text) for one in table.skipped] == [(7, "货币资金")]


def test_this_and_last_year_take_their_year_from_the_title():
    rows = [["利润表"], ["编制单位：某公司", None, "2025年度", "单位：元"], ["编制日期：2026年3月2日"],
            ["项  目", "附注", "本期金额", "上期金额"], ["一、营业总收入", "五、1", 100, 200], ["其中：营业收入", None, 90, 190],
            ["减：营业成本", None, 1, 2], ["其中：利息费用", None, 3, 4], ["三、利润总额（亏损总额以“－”号填列）", None, "-7", 8],
            ["减：所得税费用", None, 1, 2], ["四、净利润（净亏损以“－”号填列）", None, "-8", 6]]  # fmt: skip
    table = understand(sheet(rows, "利润表"))
    assert years(table) == {
        "2025": {"revenue": "90", "interest": "3", "profit_before_tax": "-7", "income_tax": "1", "net_profit": "-8"},
        "2024": {"revenue": "190", "interest": "4", "profit_before_tax": "8", "income_tax": "2", "net_profit": "6"},
    }
    assert reasons(table) == {"B": "附注列，未导入"}
    assert {one.number: one.reason for one in table.skipped}[5] == "与第 6 行是同一项，只取该行"


@pytest.mark.parametrize(
    ("title", "opening", "reason"), [("某公司", None, NO_YEAR), ("2025年6月30日", "2024", PARTIAL), ("2023年至2025年", None, NO_YEAR)]
)
def test_without_a_whole_year_in_the_title_nothing_is_guessed(title, opening, reason):
    rows = [[title], ["资产", "期末余额", "年初余额"], ["资产总计", 5, 4], ["净资产", 3, 2], ["有息负债", 1, 1]]
    table = understand(sheet(rows, "资产负债表"))
    assert set(years(table)) == ({opening} if opening else set())
    assert reasons(table)["B"] == reason


def test_assets_and_liabilities_side_by_side():
    rows = [["资产负债表"], ["2025年12月31日"], ["资产", "行次", "期末余额", "年初余额", None, "负债和所有者权益", "期末余额", "年初余额"],
            ["货币资金", 1, 1, 2, None, "短期借款", 3, 4], ["资产总计", 2, 100, 90, None, "所有者权益（或股东权益）合计", 50, "(40)"]]  # fmt: skip
    assert years(understand(sheet(rows, "资产负债表"))) == {
        "2025": {"total_assets": "100", "equity": "50"}, "2024": {"total_assets": "90", "equity": "(40)"},
    }  # fmt: skip


def test_merged_heads_in_two_lines_with_shares(tmp_path):
    rows = [["项目", "2024年度", None, None, "2025年度", None], [None, "占比", "金额", None, "增减（%）", "金额（万元）"],
            ["营业收入", "10%", 5, None, "20%", 6], ["净利润", "10%", 5, None, "20%", 6], ["资产总额", "1%", 2, None, "3%", 4]]  # fmt: skip

    def merged(page):
        for area in ("A1:A2", "B1:C1", "E1:F1"):
            page.merge_cells(area)

    table = table_of(save(tmp_path / "a.xlsx", rows, "Sheet1", merged))
    assert years(table) == {
        "2024": {"revenue": "5", "net_profit": "5", "total_assets": "2"},
        "2025": {"revenue": "60000", "net_profit": "60000", "total_assets": "40000"},
    }
    assert reasons(table) == dict.fromkeys("BE", "占比或增减，不是金额，未导入")


def test_two_columns_of_one_year_are_both_refused_with_their_letters():
    rows = [
        ["项目", "2024年", "2024年度", "2025年", "2025年1-6月"],
        ["营业收入", 1, 5, 2, 6],
        ["净利润", 3, 5, 4, 6],
        ["资产总额", 1, 2, 3, 4],
    ]
    table = understand(sheet(rows))
    assert set(years(table)) == {"2025"}
    assert reasons(table)["B"] == reasons(table)["C"] == "2024 年有 2 列（B 列“2024年”、C 列“2024年度”），不知道以哪一列为准，未导入"
    assert reasons(table)["E"] == PARTIAL


def test_a_foreign_currency_is_not_taken_for_yuan():
    table = understand(sheet([["单位：美元"], ["项目", "2023", "2024"], ["营业收入", 1, 5], ["净利润", 3, 5], ["资产总额", 1, 2]]))
    assert not table.rows
    assert set(reasons(table).values()) == {"单位“美元”不能换算为“元”"}


def test_reliability_from_heads_and_units_beside_the_accounts():
    rows = [
        ["指标", "单位", "2024年（经审计）", "2025年（未审计）", "2026年预测"],
        ["营业收入", "万元", 1, 2, 3],
        ["净利润", "元", 4, 5, 6],
        ["所得税（亿元）", "", 1, 1, 1],
    ]
    found = years(understand(sheet(rows)))
    assert {year: one["basis"] for year, one in found.items()} == {"2024": "审计", "2025": "未审计", "2026": "预测"}
    assert found["2026"] == {"revenue": "30000", "net_profit": "6", "income_tax": "100000000", "basis": "预测"}


def test_statements_of_one_file_come_together_and_contradictions_are_left(tmp_path):
    sheets = {
        "利润表": [["2025年度"], ["项目", "本年金额", "上年金额"], ["营业收入", 100, 90], ["净利润", 5, 4], ["利润总额", 7, 6]],
        "资产负债表": [["2025年12月31日"], ["项目", "期末余额", "年初余额"], ["资产总计", 500, 400], ["所有者权益合计", 50, 40]],
        "主要财务指标": [["项目", "2024年", "2025年"], ["营业收入", 90, 101], ["总资产", 400, 500]],
    }
    plan = planned(Project(), tmp_path, sheets)
    after = imported(Project(), tmp_path, sheets)
    assert [(one.year, one.revenue, one.net_profit, one.total_assets, one.equity) for one in after.finance_years] == [
        (2024, Decimal(90), Decimal(4), Decimal(400), Decimal(40)),
        (2025, None, Decimal(5), Decimal(500), Decimal(50)),
    ]
    assert [(one.sheet, one.row, one.column, one.kept) for one in plan.failed] == [("主要财务指标", 2, "C", False)]
    assert plan.failed[0].reason == "2025 年营业收入各表不一致（“利润表”第 3 行为 100、“主要财务指标”第 2 行为 101），未导入，请核对"


def test_years_across_change_the_records_that_exist(tmp_path):
    sheets = {"财务数据": [["年度", 2024, 2025], ["口径", "审计", "审计"], ["营业收入（万元）", 1, "面议"], ["净利润", 3, 4]]}
    after = imported(filled(), tmp_path, {"财务数据": [["年度", "营业收入", "说明"], [2024, 7, "原有"]]})
    plan = planned(after, tmp_path, sheets)
    changed = [(one.label, one.before, one.after, one.sheet, one.row) for one in plan.changed]
    assert changed == [
        ("口径", "", "审计", "财务数据", 2),
        ("营业收入", "7.00", "10,000.00", "财务数据", 3),
        ("净利润", "", "3.00", "财务数据", 4),
    ]
    assert [(one.row, one.column, one.kept) for one in plan.failed] == [(3, "C", True)]
    assert [one.name for one in plan.added] == ["财务数据 2025"]


def test_a_row_per_year_is_read_as_before(tmp_path):
    after = imported(Project(), tmp_path, {"财务数据": [["年度", "营业收入", "净利润"], [2024, 2025, 2026], [2025, 2026, 2027]]})
    assert [(one.year, one.revenue) for one in after.finance_years] == [(2024, Decimal(2025)), (2025, Decimal(2026))]


@given(st.text("0123456789年月日度本上期末初余额-./() 审计至E%", max_size=14))
def test_any_head_is_a_year_or_a_reason_or_none(text):
    found = period_of(text)
    assert found is None or found.year is not None or found.wrong or found.offset in (0, -1)
    assert found is None or found.year is None or str(found.year) in text


@pytest.mark.parametrize(
    "text", ["2025年1-6月", "2025年上半年", "2025-06-30", "2025年第一季度", "2025-01-01", "2025年6月", "本月数", "2025Q3"]
)
def test_parts_of_a_year_are_none(text):
    assert period_of(text).wrong == PARTIAL


@pytest.mark.parametrize("text", ["营业收入", "2023年同比增减", "20230101", "12345", "", "附注", "占2025年比例", "3,000"])
def test_other_heads_are_no_periods(text):
    assert period_of(text) is None


def test_titles_state_one_period():
    assert stated_period(["资产负债表", "2025年12月31日"]) == (2025, True)
    assert stated_period(["会计期间：2025年1-12月"]) == (2025, True)
    assert stated_period(["2025年12月"]) == (2025, False)
    assert stated_period(["文号 2024年5号", "2025年度"]) == (2025, True)
    assert stated_period(["某公司"]) is None
