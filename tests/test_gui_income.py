"""The income page of a unit: only what its methods ask for, the rest folded; places of problems are found."""

from datetime import date
from types import SimpleNamespace

import pytest

pytest.importorskip("PySide6.QtWidgets", reason="Qt 的系统库缺失：.ci/run 会安装", exc_type=ImportError)

from hands import fill, session_of, settle, shown
from test_income_methods import ASSETS, change, contract, increment, one_unit
from valuation_case import d, income

from gzvalue.gui.screens.valuation import ValuationScreen
from gzvalue.gui.work import Work
from gzvalue.outputs.blocks import RowsTable
from gzvalue.outputs.chapters.income_tables import income_tables, life_terms
from gzvalue.schema.edit import Entry
from gzvalue.valuation.evaluate import evaluate

INCOME = 1
ROWS = (income(1, "U1", 2026, 110, 0, contracted=d(50)), income(2, "U1", 2027, 121), income(3, "U1", 2025, 100, basis="实际"))
FULL = one_unit(
    *ROWS, *ASSETS, change(1, 2026, 10, "新增", "H1"), contract(1, date(2026, 12, 31)), increment(1, 2026, "节支", 40, 50),
    contracts=("H1",), renewable="不可续期", renewal_reason="不续",
)  # fmt: skip


@pytest.fixture
def page(qtbot, tmp_path):
    screen = ValuationScreen(session_of(tmp_path, FULL), Work())
    shown(qtbot, screen, (1366, 768))
    screen.units.select(1)
    screen.units.detail.tabs.setCurrentIndex(INCOME)
    settle()
    yield screen
    screen.work.close()
    screen.session.close()


def seen(page):
    income_page = page.units.detail.income
    tables = {
        "forecast": income_page.forecast,
        "assets": income_page.assets,
        "increments": income_page.increments,
        "changes": income_page.changes,
    }
    return {name for name, table in tables.items() if not table.isHidden()}


def method(page, words, key="main_method"):
    page.session.enter([Entry("valuation_unit", 1, key, words)])
    page.refresh()
    settle()


def test_each_method_shows_what_it_takes_its_income_from(page):
    terms = page.units.detail.income.terms
    assert seen(page) == {"forecast", "changes"}  # the bridge is filled in
    assert not terms.form.shows("royalty_rate")
    method(page, "收益法-超额")
    assert seen(page) == {"forecast", "assets", "changes"}
    method(page, "收益法-增量")
    assert "increments" in seen(page)
    assert "assets" not in seen(page)
    method(page, "收益法-许可费节省")
    view = page.units.detail.income.forecast.view
    assert [view.isColumnHidden(column) for column in (1, 2, 4)] == [True, True, False]
    assert terms.form.shows("royalty_rate")
    assert not terms.form.shows("single_year")
    method(page, "收益法-单期超额")
    assert terms.form.shows("single_year")
    assert terms.form.shows("terminal_reason")


def test_rare_fields_are_folded_until_they_are_wanted_or_filled(page):
    terms = page.units.detail.income.terms
    assert not terms.form.shows("attrition")
    assert page.units.detail.show_key("upkeep")
    assert terms.form.shows("upkeep")
    fill(terms, "attrition", "20")
    page.units.detail.income.show_unit(0)
    page.units.detail.income.show_unit(1)
    assert terms.form.shows("attrition")  # filled in: never out of sight


def test_limits_of_the_life_and_the_locked_part_are_told(page):
    words = page.units.detail.income.terms.limits.text()
    assert "合同年限 1.00 年（合同 H1 至 2026-12-31）" in words
    assert "计入 1.00 年（不可续期，取最短）" in words
    assert "合同已锁定" in words


def test_the_place_of_a_problem_is_found_in_its_table(page):
    for form in ("contributory_asset", "increment", "income_change"):
        page.show_place(form, 1, "")
        settle()
        assert page.units.detail.tabs.currentIndex() == INCOME


def test_the_paper_has_the_bridge_and_what_the_method_is_made_from():
    unit = evaluate(FULL).units[0]
    record = FULL.units[0]
    content = SimpleNamespace(project=FULL)
    tables = [block for block in income_tables(content, record) if isinstance(block, RowsTable)]
    assert [table.caption for table in tables] == ["U1 由实际年份到预测的收益衔接"]
    assert [row[1] for row in tables[0].rows] == ["上年收益", "变动：新增", "本年收益"]
    assert dict(life_terms(unit))["计入的收益期限"] == "1.00 年"
