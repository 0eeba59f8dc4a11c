"""The books as strangers keep them: periods in a row, spending after recognition, entries out of order, codes that a sheet confuses."""

from dataclasses import replace
from datetime import date

import formualizer
import openpyxl
import pytest
from accounting_projects import OWN_USE, D, answers, asset, cost, moved, project

from gzvalue.accounting.accounts import NOT_MADE, accounts_of
from gzvalue.accounting.rules import questions
from gzvalue.actions.accounting import as_json, books_of, write_books
from gzvalue.schema.accounting_forms import AccountingPeriod

LAST, THIS = (AccountingPeriod(begins=date(year, 1, 1), ends=date(year, 12, 31)) for year in (2025, 2026))


def words(made) -> str:
    return "\n".join(one.message for one in made.problems)


def recalculated(given, path) -> set[str]:
    """The words of the check page, by an engine that is not ours."""
    write_books(books_of(given), path)
    book = formualizer.load_workbook(str(path))
    book.evaluate_all()
    sheet = openpyxl.load_workbook(path)["勾稽检查"]
    return {book.get_value(sheet.title, row, 5) for row in range(1, sheet.max_row + 1) if sheet.cell(row, 5).data_type == "f"} - {0}


RECORDS = (
    asset(1, "D01", recognised_on=date(2025, 3, 31), ready_from="2025-04", life_months=36),
    asset(2, "D02", asset_class="存货", recognised_on=date(2025, 2, 1)),
    asset(3, "D03", way="外购", life="使用寿命不确定", recognised_on=date(2025, 1, 31), ready_from="2025-01", life_months=None),
    asset(4, "D04", way="外购", method="其他方法", recognised_on=date(2025, 1, 31), ready_from="2025-01", life_months=36),
    cost(1, "D01", "90000", date(2025, 2, 28)),
    cost(2, "D02", "50000", date(2025, 2, 1), item="数据采集", phase="加工"),
    cost(3, "D03", "30000", date(2025, 1, 10), item="购买价款", phase="购入"),
    cost(4, "D04", "30000", date(2025, 1, 10), item="购买价款", phase="购入"),
    moved(1, "K01", date(2025, 12, 31), "减值（跌价）准备", "计提", "9000"),
    moved(2, "K02", date(2025, 6, 30), "账面原值", "出售", "20000"),
    moved(3, "K02", date(2025, 12, 31), "减值（跌价）准备", "计提", "5000"),
    moved(4, "K02", date(2026, 3, 31), "减值（跌价）准备", "转回", "2000"),
    moved(5, "K03", date(2025, 12, 31), "减值（跌价）准备", "计提", "10000"),
    moved(6, "K04", date(2025, 12, 31), "累计摊销", "计提", "10000"),
    moved(7, "K04", date(2026, 12, 31), "累计摊销", "计提", "11000"),
)  # fmt: skip


@pytest.mark.parametrize("by_ledger", [False, True])
def test_what_one_period_closes_with_the_next_opens_with(by_ledger):
    records = RECORDS
    if by_ledger:  # nothing but entries: what precedes the period is its opening balance
        records = (
            replace(RECORDS[0], amounts_from="按账载发生额"),
            moved(1, "K01", date(2025, 3, 31), "开发支出", "内部研发", "90000"),
            moved(2, "K01", date(2025, 3, 31), "开发支出", "确认为无形资产", "90000"),
            moved(3, "K01", date(2025, 3, 31), "账面原值", "内部研发", "90000"),
            moved(4, "K01", date(2025, 12, 31), "累计摊销", "计提", "22500"),
            moved(5, "K01", date(2025, 12, 31), "减值（跌价）准备", "计提", "9000"),
            moved(6, "K01", date(2026, 12, 31), "累计摊销", "计提", "26000"),
        )
    last, this = (accounts_of(project(*records, period=period)) for period in (LAST, THIS))
    assert [one.name for made in (last, this) for one in made.checks if not one.ok] == []
    for key, table in last.tables.items():
        for row in table.rule.rows:
            if row.sort in ("closing", "carrying_closing"):
                after = row.key.replace("closing", "opening")
                for column in ("purchased", "developed", "other", "total"):
                    assert table.at(row.key, column) == this.tables[key].at(after, column), (key, row.key, column)
    # 90,000 over 36 months from April; 9,000 of the 67,500 that are left goes: 58,500 over 27 months
    own = next(one for one in this.assets if one.code == "K01")
    assert (own.charged, own.carrying(), own.remaining_months) == (D("26000.00"), D("32500.00"), 15)


def test_an_impairment_typed_and_entered_before_counts_once():
    records = (replace(RECORDS[0], opening_impairment=D(8000)), RECORDS[4], RECORDS[8])
    made = accounts_of(project(*records, period=THIS))
    assert made.assets[0].blocks["减值（跌价）准备"].opening == D(9000)
    assert [(one.left, one.right) for one in made.checks if not one.ok] == [(D(9000), D(8000))]


def test_spending_after_recognition_passes_through_development(tmp_path):
    given = project(
        *answers("D01", OWN_USE), asset(1, "D01", recognised_on=date(2026, 4, 30), ready_from="2026-05", life_months=36),
        cost(1, "D01", "80000", date(2025, 9, 30)), cost(2, "D01", "9000", date(2026, 5, 20)),
        cost(3, "D01", "4000", date(2026, 6, 20), treatment="计入成本", reason="新增功能"),
    )  # fmt: skip
    made = accounts_of(given)
    assert [one.name for one in made.checks if not one.ok] == []
    table = made.tables["development"]
    assert (table.at("spending_transferred", "total"), table.at("spending_closing", "total")) == (D(93000), 0)
    assert recalculated(given, tmp_path / "a.xlsx") == {"平"}


def test_recognised_now_and_ready_next_year_is_not_amortised_and_foots(tmp_path):
    given = project(
        asset(1, "D01", way="外购", recognised_on=date(2026, 11, 30), ready_from="2027-03", life_months=36),
        cost(1, "D01", "36000", date(2026, 10, 30), item="购买价款", phase="购入"),
    )  # fmt: skip
    made = accounts_of(given)
    assert (made.assets[0].charged, made.assets[0].carrying(), made.assets[0].remaining_months) == (0, D(36000), 36)
    assert recalculated(given, tmp_path / "a.xlsx") == {"平"}


def test_months_left_of_what_is_gone_and_within_a_month():
    bought = asset(1, "D01", way="外购", recognised_on=date(2026, 1, 20), ready_from="2026-01", life_months=12)
    paid = cost(1, "D01", "1200", date(2026, 1, 18), item="购买价款", phase="购入")
    gone = (moved(1, "K01", date(2026, 3, 15), "账面原值", "处置", 1200), moved(2, "K01", date(2026, 3, 15), "累计摊销", "处置", 200))
    assert accounts_of(project(bought, paid, *gone)).assets[0].remaining_months == 0
    within = accounts_of(project(bought, paid, period=AccountingPeriod(begins=date(2026, 1, 1), ends=date(2026, 6, 15)))).assets[0]
    assert (within.charged, within.remaining_months) == (D(500), 7)


def test_an_entry_before_recognition_is_named():
    made = accounts_of(
        project(asset(1, "D01", recognised_on=date(2026, 6, 30), ready_from="2026-07", life_months=36),
                cost(1, "D01", 36000, date(2026, 5, 10)), moved(1, "K01", date(2026, 3, 31), "减值（跌价）准备", "计提", 100))
    )  # fmt: skip
    assert "2026-03-31 早于资产的确认日期 2026-06-30" in words(made)


def test_openings_below_zero_are_named():
    given = project(asset(1, "D01", asset_class="存货", amounts_from="按账载发生额", opening_cost=D(-500)))
    assert any(
        one["key"] == "opening_cost" and one["level"] == "error" and "-500" in one["message"]
        for one in as_json(books_of(given))["problems"]
    )


def test_codes_that_a_spreadsheet_confuses_stay_apart(tmp_path):
    codes = ("1", "01", "k01", "K01", "1E2", "100", "12345678901234567", "12345678901234568", "nan", "inf")
    sets = tuple(f"D{place:02d}" for place in range(len(codes)))
    records = [
        record
        for place, code in enumerate(codes, 1)
        for record in (
            replace(asset(place, sets[place - 1], way="外购", recognised_on=date(2026, 1, 20), ready_from="2026-01", life_months=30 + place), code=code),
            cost(place, sets[place - 1], 1000 * place, date(2026, 1, 18), item="购买价款", phase="购入"),
        )
    ]  # fmt: skip
    path = tmp_path / "a.xlsx"
    assert recalculated(project(*records, codes=sets), path) == {"平"}
    sheet = openpyxl.load_workbook(path)["成本归集"]
    named = [sheet.cell(row, 3).value for row in range(1, sheet.max_row + 1) if str(sheet.cell(row, 1).value).startswith("D")]
    assert named[:6] == ["1", "01〔2〕", "k01", "K01〔2〕", "1E2", "100〔2〕"]
    assert len({str(one).casefold() for one in named}) == len(codes)


def test_a_period_that_ends_before_it_begins_is_not_called_books_without_assets():
    given = project(RECORDS[0], RECORDS[4], period=AccountingPeriod(begins=date(2026, 12, 31), ends=date(2026, 1, 1)))
    told = as_json(books_of(given))
    assert told["message"] == NOT_MADE
    assert "早于开始日" in str(told["problems"])


def test_what_is_held_for_sale_is_stated_with_its_caveat():
    assert "依据待核对官方文本" in questions()["C1"].printed


def test_what_is_not_ready_for_use_is_not_amortised_unsaid():
    paid = cost(1, "D01", 3600, date(2026, 1, 5))
    owned = asset(1, "D01", recognised_on=date(2026, 1, 31), ready_from="2026-01", life_months=36)
    assert "尚未达到预定用途" in words(accounts_of(project(*answers("D01", {**OWN_USE, "U1": "否"}), owned, paid)))
    assert "未填可供使用的月份" in words(accounts_of(project(*answers("D01", OWN_USE), replace(owned, ready_from=None), paid)))
    assert not accounts_of(project(*answers("D01", OWN_USE), owned, paid)).problems
