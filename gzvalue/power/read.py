"""Electricity tables of any common shape, from any file that the importer reads, as readings, bills and events."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from gzvalue.errors import UserError
from gzvalue.power import shapes
from gzvalue.power.conventions import Head, read_head
from gzvalue.power.source import Tables
from gzvalue.power.stamps import clock, stamp
from gzvalue.tables.read import read_workbook
from gzvalue.tables.sheet import Progress, Sheet

_ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".xlsm", ".ods")
_HEAD_ROWS = 15
_FEWEST_POINTS = 12
_FEWEST_MONTHS = 6


def read(paths: Iterable[Path], progress: Progress | None = None) -> Tables:
    """Everything that the files tell, files of a folder in the order of their names.

    Raises:
        UserError: a file cannot be read, or none of the sheets is a table of electricity.
    """
    tables = Tables()
    for path in _files(paths):
        for sheet in read_workbook(path, progress):
            if not _take(sheet, tables):
                tables.say("notice", f"“{path.name}”的工作表“{sheet.name}”没有认出电量、账单或事件的表头，未读取。")
    if not (tables.readings or tables.bills or tables.events):
        raise UserError("没有认出用电数据：表头需有时间（或日期、月份）与电量（或示数、负荷），例如“户号、时间、电量(kWh)”。请核对文件。")
    return tables


def _files(paths: Iterable[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(one for one in path.iterdir() if one.suffix.lower() in _ENDINGS and not one.name.startswith(("~$", ".")))
            if not inside:
                raise UserError(f"文件夹“{path.name}”中没有表格文件（CSV 或 Excel）。请核对路径。")
            found += inside
        else:
            found.append(path)
    return found


def _take(sheet: Sheet, tables: Tables) -> bool:
    for at, row in enumerate(sheet.rows[:_HEAD_ROWS]):
        heads = [read_head(cell) if cell else None for cell in row.cells]
        roles = {head.role for head in heads if head is not None}
        body = sheet.rows[at + 1 :]
        taken = _by_shape(row.cells, heads, roles, body, tables)
        if taken:
            tables.sheets.append(sheet.name)
            return True
    return False


def _by_shape(cells: Sequence[str], heads: list[Head | None], roles: set[str], body: Sequence[shapes.Row], tables: Tables) -> bool:
    if roles & {"due_on", "paid_on"}:
        shapes.bills(heads, body, tables)
    elif {"kwh", "register", "kw"} & roles and roles & {"time", "start", "end", "bill_month"}:
        shapes.long(heads, body, tables)
    elif _points(cells) >= _FEWEST_POINTS and "time" in roles:
        shapes.points_of_day(cells, heads, body, tables)
    elif _months(cells) >= _FEWEST_MONTHS:
        shapes.months_across(cells, heads, body, tables)
    elif "event" in roles and roles & {"event_on", "time"}:
        shapes.events(heads, body, tables)
    elif "capacity" in roles:
        shapes.account(heads, body, tables)
    else:
        return False
    return True


def _points(cells: Sequence[str]) -> int:
    return sum(clock(cell.strip()) is not None for cell in cells if cell)


def _months(cells: Sequence[str]) -> int:
    return sum(found is not None and found[1] > 27 * 24 * 60 for found in (stamp(cell) for cell in cells if cell))
