"""Which cells are bad: as many as were counted, where they stand, why, and never a person's number in the clear."""

import json
import re
from datetime import date

import openpyxl
import pytest

from gzvalue.outputs.excel_bad_cells import write_bad_cells
from gzvalue.quality.bad_cells import BadCells, bad_cells
from gzvalue.quality.measure import Options, measure_file
from gzvalue.quality.rules import read_rules

TODAY = date(2026, 6, 1)
GOOD, BAD = "110101199003070011", "110101199003070010"


def planted(folder, rows=200):
    """A GB18030 file with known faults: by column the bad rows as a spreadsheet numbers them."""
    lines, bad = ["编号,证件号,日期,金额,景区,备注"], {"证件号": [], "日期": [], "金额": [], "缺失": [], "景区": []}
    for n in range(rows):
        row = n + 2
        wrong_id, wrong_day, wrong_sum, hole, lost = n % 9 == 4, n % 50 == 7, n % 40 == 3, 60 <= n < 80, n % 25 == 11
        for key, is_bad in (("证件号", wrong_id), ("日期", wrong_day), ("金额", wrong_sum), ("缺失", hole), ("景区", lost)):
            if is_bad:
                bad[key].append(row)
        day, amount, note = (
            "2024-02-30" if wrong_day else "2024-02-03",
            "1.5万" if wrong_sum else str(n),
            "无" if hole else "好 13812345678",
        )
        lines.append(f"T{n:04d},{BAD if wrong_id else GOOD},{day},{amount},{'Z' if lost else 'A'},{note}")
    (folder / "票.csv").write_bytes("\r\n".join(lines).encode("gb18030"))
    (folder / "景区.csv").write_text("编号\nA\nB\n", encoding="utf-8")
    rules = {"columns": {"金额": {"range": [0, 190]}}, "references": [{"columns": ["景区"], "source": "景区.csv", "to": ["编号"]}]}
    (folder / "规则.json").write_text(json.dumps(rules), encoding="utf-8")
    return bad


def listed(folder, *, name="票.csv", rules=True):
    found: list[BadCells] = []
    read = {"rules": read_rules(folder / "规则.json")} if rules else {}
    document = measure_file(
        folder / name, Options(today=TODAY, detail=True, listing=lambda one: found.append(bad_cells(one)), **read)
    ).as_json()
    return found[0], document


def test_every_bad_cell_is_found_where_it_was_planted(tmp_path):
    bad = planted(tmp_path)
    found, document = listed(tmp_path)
    rows = {}
    for one in found.cells:
        rows.setdefault((found.names[one.column], one.reason), []).append(one.row)
    over = [n + 2 for n in range(200) if n > 190 and n % 40 != 3]
    assert rows == {
        ("证件号", "identifier"): bad["证件号"], ("日期", "type"): bad["日期"], ("金额", "type"): bad["金额"],
        ("备注", "missing"): bad["缺失"], ("金额", "rule"): over, ("景区", "reference"): bad["景区"],
    }  # fmt: skip
    counted = {one["name"]: (one["missing"], one["invalid"]) for one in document["columns"]}
    for group in found.groups:
        if group.reason in {"missing", "type", "identifier"}:
            assert counted[found.names[group.column]][group.reason != "missing"] == group.total
    assert found.total == len(found.cells)
    assert not re.search(r"110101199003070|13812345678", json.dumps(document["detail"]) + "".join(one.text for one in found.cells))
    assert document["detail"]["bad_cells"]["total"] == found.total
    the_picture_of_holes_adds_up(document)


def the_picture_of_holes_adds_up(document):
    blocks = document["detail"]["missing_blocks"]
    assert sum(one["rows"] for one in blocks["blocks"]) == 200
    assert [one["name"] for one in blocks["columns"]] == ["备注"]
    holes = [(one["from"], one["to"], n) for one, n in zip(blocks["blocks"], blocks["columns"][0]["missing"], strict=True) if n]
    assert (holes[0][0], holes[-1][1]) == (62, 81)
    assert sum(n for *_, n in holes) == 20
    assert all(before["to"] + 1 == after["from"] for before, after in zip(blocks["blocks"], blocks["blocks"][1:], strict=False))


def test_a_folder_is_told_apart_by_file(tmp_path):
    folder = tmp_path / "各月"
    folder.mkdir()
    for month in (1, 2, 3):
        text = "\n".join(["编号,值", *(f"{n},{'' if month == 2 else n}" for n in range(10))])
        (folder / f"{month}月.csv").write_text(text, encoding="utf-8")
    found, document = listed(tmp_path, name="各月", rules=False)
    assert {(one.file, one.row) for one in found.cells} == {("2月.csv", n + 2) for n in range(10)}
    blocks = document["detail"]["missing_blocks"]
    assert [one["file"] for one in blocks["blocks"]] == ["1月.csv", "2月.csv", "3月.csv"]
    assert blocks["columns"][0]["missing"] == [0, 10, 0]


def test_nothing_bad_and_limits(tmp_path):
    (tmp_path / "好.csv").write_text("a,b\n1,2\n3,4\n", encoding="utf-8")
    found, document = listed(tmp_path, name="好.csv", rules=False)
    assert (found.cells, found.total, document["detail"]["missing_blocks"]) == ([], 0, None)
    planted(tmp_path)
    both: list[BadCells] = []
    measure_file(tmp_path / "票.csv", Options(today=TODAY, listing=lambda one: both.extend((bad_cells(one), bad_cells(one, 5, 12)))))
    every, some = both
    assert [one.listed for one in some.groups][:3] == [5, 4, 3]
    assert (len(some.cells), some.total) == (12, every.total)
    assert some.left_out == some.total - 12


def sheet_of(path, name):
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(path)[name].iter_rows()]


@pytest.fixture
def workbook(tmp_path):
    bad = planted(tmp_path)
    out, made = tmp_path / "坏单元格.xlsx", []
    rules = read_rules(tmp_path / "规则.json")
    document = measure_file(
        tmp_path / "票.csv", Options(rules=rules, today=TODAY, listing=lambda one: made.append(write_bad_cells(one, out)))
    ).as_json()
    return out, bad, made[0], document


def test_the_workbook_lists_paints_and_explains(workbook):
    out, bad, written, document = workbook
    lines = sheet_of(out, "坏单元格")
    head = next(row for row in lines if row[0] == "行号")
    assert head == ["行号", "列", "单元格内容", "原因", "说明"]
    body = lines[lines.index(head) + 1 :]
    assert len(body) == written.listed == sum(len(rows) for rows in bad.values()) + 9
    assert ["备注", "无", "缺失", "“无”按缺失计"] in [row[1:] for row in body]
    whole = openpyxl.load_workbook(out)
    assert not [
        cell.value for sheet in whole for row in sheet.iter_rows() for cell in row if re.search("1990030700|13812345678", str(cell.value))
    ]
    painted = whole["有问题的行"]
    heads = next(row for row in painted.iter_rows() if row[0].value == "行号")
    assert [cell.value for cell in heads] == ["行号", "编号", "证件号", "日期", "金额", "景区", "备注"]
    by_row = {row[0].value: row for row in painted.iter_rows(min_row=heads[0].row + 1)}
    assert sorted(by_row) == sorted({row for rows in bad.values() for row in rows} | set(range(193, 202)))
    coloured = by_row[bad["日期"][0]]
    assert coloured[3].fill.fgColor.rgb != coloured[1].fill.fgColor.rgb
    assert coloured[3].fill.patternType == "solid"
    assert coloured[3].comment is not None
    assert "应为日期" in coloured[3].comment.text
    about = "\n".join(str(cell) for row in sheet_of(out, "说明") for cell in row if cell is not None)
    assert document["source"]["name"] in about
    assert "缺失" in about


def test_the_workbook_says_where_it_stops(tmp_path):
    planted(tmp_path)
    out = tmp_path / "少.xlsx"
    made = []
    measure_file(tmp_path / "票.csv", Options(today=TODAY, listing=lambda one: made.append(write_bad_cells(one, out, each=5, rows=6))))
    about = "\n".join(str(cell) for row in sheet_of(out, "说明") for cell in row if cell is not None)
    assert made[0].total > made[0].listed
    assert "未列出" in about
    assert len([row for row in sheet_of(out, "有问题的行") if isinstance(row[0], int)]) == 6


def test_texts_of_the_data_are_never_formulas(tmp_path):
    (tmp_path / "坏.csv").write_text('=1+1,b\n"=cmd|x",1\n"=HYPERLINK(""a"")",2\n,x\n1,3\n2,4\n3,5\n4,6\n5,7\n', encoding="utf-8")
    out = tmp_path / "坏.xlsx"
    measure_file(tmp_path / "坏.csv", Options(today=TODAY, header=True, listing=lambda one: write_bad_cells(one, out)))
    for sheet in openpyxl.load_workbook(out):
        assert not [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
