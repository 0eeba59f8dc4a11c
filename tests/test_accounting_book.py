"""The accountant's workbook and the command: formulas with the engine's values, checks that turn, nobody's text a formula."""

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import formualizer
import openpyxl
import pytest
from accounting_projects import OWN_USE, answers, asset, cost, everything, moved, project
from click.testing import CliRunner
from hands import sample_file

from gzvalue.actions.accounting import as_json, books_of, checked, write_books
from gzvalue.cli import main
from gzvalue.errors import UserError
from gzvalue.schema.project import Project
from gzvalue.store.open import Store

SHEETS = [
    "说明",
    "确认判断",
    "成本归集",
    "摊销表",
    "账面资产",
    "无形资产披露",
    "存货披露",
    "开发支出",
    "质押披露",
    "账面与测算价值对照",
    "勾稽检查",
]
HOSTILE = '=HYPERLINK("http://x","y")&<b>*?~"'


def written(given: Project, path: Path) -> Path:
    return write_books(books_of(given), path)


def formulas(path: Path) -> dict[tuple[str, str], tuple[str, object]]:
    """Every formula with the value kept beside it, by sheet and cell."""
    texts, values = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    return {
        (sheet.title, cell.coordinate): (cell.value, values[sheet.title][cell.coordinate].value)
        for sheet in texts for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
    }  # fmt: skip


def same(found: object, expected: object) -> bool:
    if isinstance(found, int | float) and isinstance(expected, int | float):
        return abs(found - expected) < 1e-6
    return found == expected


def results(book: formualizer.Workbook, path: Path) -> list[str]:
    """The column 平／不平, as the engine that is not ours sees it."""
    sheet = openpyxl.load_workbook(path)["勾稽检查"]
    return [book.get_value("勾稽检查", row, 5) for row in range(1, sheet.max_row + 1) if sheet.cell(row, 5).data_type == "f"][:-1]


def test_the_workbook_holds_what_the_engine_found(tmp_path):
    books = books_of(everything())
    path = write_books(books, tmp_path / "底稿.xlsx")
    book = openpyxl.load_workbook(path, data_only=True)
    assert [name for name in book.sheetnames if name != "待补正"] == SHEETS
    sheet = book["无形资产披露"]
    rows = {sheet.cell(row, 1).value: row for row in range(5, 40)}
    table = books.accounts.tables["intangible"]
    assert sheet.cell(rows["　1.期末账面价值"], 5).value == float(table.at("carrying_closing", "total"))
    assert sum(cell.value in (one.label for one in table.rule.rows) for (cell,) in sheet.iter_rows(min_col=1, max_col=1) if cell.value) >= 4
    kept = formulas(path)
    assert sum(place[0] == "无形资产披露" for place in kept) >= 23 * 4
    assert {value for (name, cell), (_, value) in kept.items() if name == "勾稽检查" and cell.startswith("E")} <= {"平", 0}


def test_another_engine_recalculates_the_same_and_the_checks_turn(tmp_path):
    path = written(everything(), tmp_path / "底稿.xlsx")
    book = formualizer.load_workbook(str(path))
    book.evaluate_all()
    for (name, cell), (text, value) in formulas(path).items():
        row = openpyxl.utils.cell.coordinate_from_string(cell)
        got = book.get_value(name, row[1], openpyxl.utils.column_index_from_string(row[0]))
        assert same(got, value), (name, cell, text, got, value)
    assert set(results(book, path)) == {"平"}
    sheet = openpyxl.load_workbook(path)["无形资产披露"]
    for row in range(5, sheet.max_row + 1):
        cell = sheet.cell(row, 3)  # 自行开发
        if cell.data_type == "f" and row < 35:
            changed = formualizer.load_workbook(str(path))
            changed.evaluate_all()
            kept = changed.get_value("无形资产披露", row, 3)
            changed.set_value("无形资产披露", row, 3, kept + 0.01)
            changed.evaluate_all()
            assert "不平" in results(changed, path), sheet.cell(row, 1).value
            break
    costs = openpyxl.load_workbook(path)["成本归集"]
    row = next(row for row in range(1, 30) if costs.cell(row, 8).value == 100000.01)
    book.set_value("成本归集", row, 8, 136000.01)  # a thousand more a month
    book.evaluate_all()
    assert "不平" in results(book, path)


def test_text_of_people_is_never_a_formula(tmp_path):
    path = written(
        project(
            *answers("D01", OWN_USE), replace(asset(1, "D01", recognised_on=date(2026, 1, 31), ready_from="2026-01", life_months=12, important=True,
            restricted="用于担保", content=HOSTILE), code=HOSTILE, name=HOSTILE), cost(1, "D01", 1200, date(2026, 1, 5), name=HOSTILE, voucher=HOSTILE),
            moved(1, HOSTILE, date(2026, 3, 1), "减值（跌价）准备", "计提", 3),
        ), tmp_path / "底稿.xlsx",
    )  # fmt: skip
    for text, _ in formulas(path).values():
        assert not text.startswith("=HYPERLINK")
    book = formualizer.load_workbook(str(path))
    book.evaluate_all()
    assert set(results(book, path)) == {"平"}


def test_an_empty_project_gives_tables_of_zeros(tmp_path):
    books = books_of(Project())
    data = as_json(books)
    assert data["message"].startswith("账上没有数据资源")
    assert not data["problems"]
    assert {row["total"] for row in data["intangible"]["rows"]} == {None, "0.00"}
    path = write_books(books, tmp_path / "空.xlsx")
    assert openpyxl.load_workbook(path).sheetnames == SHEETS


@pytest.mark.parametrize(("name", "words"), [("a.xls", ".xlsx"), ("评估报告.xlsx", "评估报告"), ("nowhere/a.xlsx", "不存在")])
def test_places_where_no_workbook_may_lie(tmp_path, name, words):
    with pytest.raises(UserError, match=words):
        checked(tmp_path / name)


def test_the_command(tmp_path):
    with Store.create(tmp_path / "项目.gzv", everything()):
        pass
    out = tmp_path / "底稿.xlsx"
    run = CliRunner().invoke(main, ["accounting", str(tmp_path / "项目.gzv"), "-o", str(out), "--json"])
    assert run.exit_code == 0, run.output
    data = json.loads(run.stdout)
    assert out.is_file()
    assert data["balanced"]
    run = CliRunner().invoke(main, ["accounting", str(tmp_path / "项目.gzv")])
    assert "勾稽检查" in run.output
    assert "全部相符" in run.output
    run = CliRunner().invoke(main, ["accounting", str(tmp_path / "没有.gzv")])
    assert run.exit_code == 2


def test_the_sample_with_books(tmp_path):
    """The sample that shows the books opens, foots and is written."""
    with Store.open(sample_file(tmp_path, "aluminium"), write=False) as store:
        given = store.project
    books = books_of(given)
    assert books.accounts.booked
    assert all(one.ok for one in books.accounts.checks)
    assert not [one for one in books.problems if one.level == "error"]


def test_the_dossier_states_the_books_where_there_are_any():
    from gzvalue.actions.gathering import gathered
    from gzvalue.frozen.plain import plain
    from gzvalue.outputs.blocks import Heading, RowsTable
    from gzvalue.outputs.dossier import dossier_blocks

    content = gathered(everything())
    blocks = dossier_blocks(content)
    place = next(n for n, one in enumerate(blocks) if isinstance(one, Heading) and one.text == "数据资源入账情况")
    tables = [one for one in blocks[place : place + 8] if isinstance(one, RowsTable)]
    assert [row[2] for row in tables[0].rows] == ["39,000.00", "85,340.91", "7,800.55"]
    assert tables[2].rows[0][:3] == ("K01 资产1", "D01", "46,250.00")
    assert plain(content.books)["failed"] == 0
    without = gathered(project())
    assert without.books is None
    assert not [one for one in dossier_blocks(without) if isinstance(one, Heading) and one.text == "数据资源入账情况"]


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
def test_libreoffice_recalculates_the_same(tmp_path):
    from test_workbook_libreoffice import recalculated

    path = written(everything(), tmp_path / "底稿.xlsx")
    spoilt = tmp_path / "改动.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["成本归集"]
    row = next(row for row in range(1, 30) if sheet.cell(row, 8).value == 100000.01)
    sheet.cell(row, 8).value = 136000.01
    book.save(spoilt)
    recalculated(tmp_path, [path, spoilt])
    done = openpyxl.load_workbook(tmp_path / "out" / path.name, data_only=True)
    for (name, cell), (text, value) in formulas(path).items():
        assert same(done[name][cell].value, value), (name, cell, text)
    turned = openpyxl.load_workbook(tmp_path / "out" / spoilt.name, data_only=True)["勾稽检查"]
    assert "不平" in {turned.cell(row, 5).value for row in range(1, turned.max_row + 1)}
