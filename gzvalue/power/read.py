"""Electricity tables of any common shape, from any file that the importer reads, as readings, bills and events."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from gzvalue.errors import UserError
from gzvalue.power import papers, shapes, wide
from gzvalue.power.columns import head_cells
from gzvalue.power.conventions import unit_in_title
from gzvalue.power.joining import joined
from gzvalue.power.source import Tables
from gzvalue.power.titles import head_with_year, one_head, rows_with_year, year_around
from gzvalue.tables.read import read_workbook
from gzvalue.tables.sheet import Progress, Row, Sheet

_ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".xlsm", ".ods")
_HEAD_ROWS = 15
_FEWEST_POINTS = 12
_FEWEST_PERIODS = 6
_FEWEST_YEARS = 2
_WIDE = re.compile("[\u2460-\u2473\u3251-\u33ff\uff01-\uff5e\uffe5]").search
"""Full-width characters and units squeezed into one, such as ％ and ㎾; ordinary Chinese text has none of them but punctuation."""


def read(paths: Iterable[Path], progress: Progress | None = None) -> Tables:
    """Everything that the files tell, files of a folder in the order of their names.

    Raises:
        UserError: a file cannot be read, or none of the sheets is a table of electricity.
    """
    parts: list[Tables] = []
    unread: list[str] = []
    for path in files_of(paths):
        sheets = read_workbook(path, progress)
        for sheet in sheets:
            part = Tables(label=path.stem if len(sheets) == 1 else sheet.name)
            if _take(sheet, path, part):
                parts.append(part)
            elif sheet.rows:
                unread.append(f"“{path.name}”的工作表“{sheet.name}”没有认出电量、账单或事件的表头，未读取。")
    tables = joined(parts)
    for words in unread:
        tables.say("notice", words)
    if not (tables.readings or tables.bills or tables.events):
        if tables.remarks and parts:
            first = tables.remarks[0].message
            how = "时间的写法如 2025-01-31、2025-01-31 00:15 或 2025年1月。" if "时间" in first else ""
            raise UserError(f"没有读到用电数据：{first}{how}")
        if parts:
            raise UserError("认出了用电数据的表头，但表中没有数据行。请核对文件。")
        raise UserError("没有认出用电数据：表头需有时间（或日期、月份）与电量（或示数、负荷），例如“户号、时间、电量(kWh)”。请核对文件。")
    return tables


def files_of(paths: Iterable[Path]) -> list[Path]:
    """The files that are meant, each once; those of a folder by name.

    Raises:
        UserError: a folder holds no table.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(one for one in path.iterdir() if one.suffix.lower() in _ENDINGS and not one.name.startswith(("~$", ".")))
            if not inside:
                raise UserError(f"文件夹“{path.name}”中没有表格文件（CSV 或 Excel）。请核对路径。")
            found += inside
        else:
            found.append(path)
    return list({path.resolve(): path for path in reversed(found)}.values())[::-1]


def _take(sheet: Sheet, path: Path, tables: Tables) -> bool:
    rows = [Row(row.number, tuple(map(_narrow, row.cells))) if _WIDE("".join(row.cells)) else row for row in sheet.rows]
    for at, row in enumerate(rows[:_HEAD_ROWS]):
        titles = [text for above in rows[:at] for text in above.cells if text]
        year = year_around((titles, [sheet.name], [path.stem]))
        head, body = head_with_year(row, year), rows[at + 1 :]
        below = one_head(row, body[0]) if body else None
        if below is not None:
            head, body = below, body[1:]
        if _by_shape(head, rows_with_year(head, body, year), tables, titles, [path.stem, sheet.name]):
            return True
    return False


@lru_cache(maxsize=20_000)
def _narrow(text: str) -> str:
    """Full-width digits, points, brackets and units as their usual characters: ``１２．５ｋＷｈ`` is a figure like any other."""
    return unicodedata.normalize("NFKC", text)


def _by_shape(row: Row, body: Sequence[Row], tables: Tables, titles: Sequence[str], names: Sequence[str]) -> bool:
    cells, heads = row.cells, head_cells(row)
    roles = {head.role for head in heads if head is not None}
    unit = unit_in_title([*titles, *(text for text in cells if text)])
    timed = bool(roles & {"time", "start", "end", "bill_month"})
    if roles & {"due_on", "paid_on"} and roles & {"due_on", "amount", "bill_month", "paid_amount"}:
        papers.bills(cells, heads, body, tables, unit)
    elif ({"kwh", "register", "kw"} & roles or {"peak_kwh", "valley_kwh"} <= roles) and timed:
        shapes.long(cells, heads, body, tables, unit)
    elif "time" in roles and len(wide.point_columns(cells)) >= _FEWEST_POINTS:
        wide.points_of_day(cells, heads, body, tables, [*titles, *names])
    elif len(wide.period_columns(cells)) >= _FEWEST_PERIODS:
        wide.periods_across(cells, heads, body, tables, unit)
    elif roles & {"year", "time"} and len(wide.month_columns(cells)) >= _FEWEST_PERIODS:
        wide.months_of_years(cells, heads, body, tables, unit)
    elif "time" in roles and len(wide.year_columns(cells)) >= _FEWEST_YEARS:
        wide.years_of_months(cells, heads, body, tables, unit)
    elif "event" in roles and roles & {"event_on", "time"} and papers.is_list_of_events(heads, body):
        papers.events(heads, body, tables)
    elif "capacity" in roles:
        papers.account(heads, body, tables)
    else:
        return False
    return True
