"""Workbooks (.xlsx, .xls, .ods) through calamine."""

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gzvalue.errors import UserError
from gzvalue.schema.kinds import clean
from gzvalue.tables.extent import MOST_CELLS, of_ods
from gzvalue.tables.sheet import Format, Mark, Merge, Progress, Row, Sheet, number_text, tell
from gzvalue.tables.xlsx_marks import SheetMarks, marks_of

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

_EVERY = 2000

_NUMBERS = frozenset({int, float})
_KEPT = 10**15
"""From here on a spreadsheet has lost the last digits of a number."""


def read(path: Path, format: Format, progress: Progress | None = None) -> list[Sheet]:
    """All worksheets, the hidden ones too.

    Raises:
        UserError: damaged, protected by a password, or too large.
        Cancelled: the progress callback stopped the reading.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    if format == "ods":
        _refuse_endless(path, "内容", *of_ods(path))
    try:
        with path.open("rb") as file:
            return _sheets(CalamineWorkbook.from_filelike(file), path, format, progress)
    except PasswordError:
        raise UserError(
            f"“{path.name}”设有打开密码，读不到内容；请在 Excel 或 WPS 中取消密码（文件→信息→保护工作簿），另存后再导入。"
        ) from None
    except (CalamineError, ValueError, OSError) as wrong:
        raise UserError(
            f"“{path.name}”已损坏或不是完整的工作簿，读不出来；请用 Excel 或 WPS 打开，另存为 .xlsx 后再导入。（{type(wrong).__name__}）"
        ) from None


def _sheets(book: "CalamineWorkbook", path: Path, format: Format, progress: Progress | None) -> list[Sheet]:
    from python_calamine import SheetTypeEnum

    names = [one.name for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
    hidden = _hidden(book)
    marks = marks_of(path) if format == "xlsx" else {}
    for name, noted in marks.items():
        _refuse_endless(path, name, *noted.extent)
    found = []
    for place, name in enumerate(names):
        tell(progress, place, len(names), f"读取“{name}”")
        values = _values(book, name, path)
        noted = marks.get(name, SheetMarks())
        if format == "xls":
            noted = SheetMarks({}, _merges(book.get_sheet_by_name(name)))
        found.append(_sheet(name, values, format, noted, name in hidden, progress))
    tell(progress, len(names), len(names), "读取完成")
    return found


def _values(book: "CalamineWorkbook", name: str, path: Path) -> list[list[Any]]:
    """All rows of the sheet's rectangle, empty ones too, so that their numbers are those of the spreadsheet."""
    sheet = book.get_sheet_by_name(name)
    _refuse_endless(path, name, sheet.total_height, sheet.total_width)
    return list(sheet.to_python(skip_empty_area=False))


def _refuse_endless(path: Path, name: str, rows: int, columns: int) -> None:
    if rows * columns > MOST_CELLS:
        raise UserError(
            f"“{path.name}”的“{name}”一直延伸到第 {rows:,} 行、第 {columns:,} 列，太大，未打开；"
            "多半是远处留有零星内容：请删去表格右侧和下方多余的行、列，保存后再导入。"
        )


def _hidden(book: Any) -> set[str]:
    from python_calamine import SheetVisibleEnum

    return {sheet.name for sheet in book.sheets_metadata if sheet.visible != SheetVisibleEnum.Visible}


def _merges(sheet: Any) -> tuple[Merge, ...]:
    ranges = sheet.merged_cell_ranges or []
    return tuple(Merge(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in ranges)


def _sheet(name: str, values: list[list[Any]], format: Format, noted: SheetMarks, hidden: bool, progress: Progress | None) -> Sheet:
    marks: dict[tuple[int, int], Mark] = dict(noted.marks)
    texts: dict[int, list[str]] = {}
    for number, line in enumerate(values, start=1):
        if number % _EVERY == 0:
            tell(progress, number, len(values), f"读取“{name}”第 {number:,} 行，共 {len(values):,} 行")
        cells = [_text(value) for value in line]
        for column, value in enumerate(line):
            if type(value) in _NUMBERS and abs(value) >= _KEPT:
                marks[number, column] = "cut"
        texts[number] = cells
    for (number, column), text in noted.texts.items():
        cells = texts.setdefault(number, [])
        cells.extend([""] * (column + 1 - len(cells)))
        cells[column] = text
    rows = tuple(Row(number, tuple(cells)) for number, cells in sorted(texts.items()) if any(cells))
    return Sheet(name, rows, format, marks, noted.merges, hidden)


def _text(value: Any) -> str:
    """One cell as clean text; dates in ISO, numbers as plain digits, 是/否 for truth values."""
    if isinstance(value, str):
        return clean(value) if value else ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return "" if value != value or abs(value) == float("inf") else number_text(value)
    if isinstance(value, datetime.datetime):
        return _moment(value)
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return "" if value is None else clean(str(value))


def _moment(value: datetime.datetime) -> str:
    if (value.hour, value.minute, value.second) == (0, 0, 0):
        return value.date().isoformat()
    return value.isoformat(sep=" ", timespec="seconds")
