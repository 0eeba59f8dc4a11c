"""Pages into an .xlsx file: formulas with their values beside them, names, links, print set-up. Users' text is never a formula."""

import datetime
import os
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

from gzvalue.errors import UserError, reason_of
from gzvalue.outputs.excel_look import lines
from gzvalue.outputs.words import NOT_AN_APPRAISAL
from gzvalue.outputs.workbook.draft import Draft
from gzvalue.outputs.workbook.index import TITLE
from gzvalue.outputs.workbook.look import Faces
from gzvalue.outputs.workbook.page import Cell, Jump, Linked, Live, Page, Role

Progress = Callable[[int, int, str], None]
"""Called with (done, total, words); it may raise `gzvalue.errors.Cancelled` to stop."""

_MOST_CHARACTERS = 32_000
_LINE, _ROW = 15.5, 20.0
_MOST_LINES = 8
_AMOUNTS, _LARGE = {"money", "whole"}, 10_000_000
_WRAPPED = {"wrapped", "attention"}


_PAPER = f"{TITLE}{NOT_AN_APPRAISAL}"


def write(draft: Draft, path: Path, progress: Progress, title: str = _PAPER) -> int:
    """Write the workbook beside its place and rename it; how many marked procedure values it holds.

    ``title`` stands in the file's properties and at the foot of every page.

    Raises:
        UserError: the file cannot be written, with the reason.
        Cancelled: the progress callback stopped it; nothing is left behind.
    """
    scratch = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        entered = _write(draft, scratch, progress, title)
        os.replace(scratch, path)
    except PermissionError:
        raise UserError(f"写不进“{path.name}”：它可能正在 Excel 或 WPS 中打开，或者没有写入权限；请关闭它，或换一个文件名。") from None
    except OSError as wrong:
        raise UserError(f"写不进“{path.name}”（{reason_of(wrong)}）；请检查磁盘空间和所在文件夹，原有文件没有改动。") from None
    finally:
        with suppress(OSError):
            scratch.unlink()
    return entered


def _write(draft: Draft, scratch: Path, progress: Progress, title: str) -> int:
    import xlsxwriter  # late: the first window does not need it
    from xlsxwriter.exceptions import FileCreateError

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(str(scratch), options)
    try:
        entered = _fill(book, draft, progress, title)
    except BaseException:
        book.fileclosed = True  # else its destructor complains of a workbook that nobody wants
        raise
    try:
        book.close()
    except FileCreateError as wrong:
        raise wrong.args[0] if wrong.args and isinstance(wrong.args[0], OSError) else OSError(str(wrong)) from None
    return entered


def _fill(book: Any, draft: Draft, progress: Progress, title: str) -> int:
    faces, owner = Faces(book), " ".join((draft.material.project.enterprise.name or "").split())
    day = draft.material.project.head.as_of or datetime.date(2000, 1, 1)  # never the clock: the same project gives the same bytes
    made = datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)
    book.set_properties({"title": title, "author": "gzvalue", "subject": owner[:120], "created": made})
    book.set_calc_mode("auto")
    sheet_class = _sheet_class()
    sheets = [book.add_worksheet(page.name, sheet_class) for page in draft.pages]
    entered = 0
    for place, (page, sheet) in enumerate(zip(draft.pages, sheets, strict=True)):
        progress(place, len(sheets), f"写入“{page.name}”")
        entered += _Sheet(sheet, page, draft, faces).fill()
        _paper(sheet, page, (owner, draft.material.project.head.sample_mark or "", title))
    for name, ref in draft.names.items():
        book.define_name(name, f"={ref.fixed}")
    progress(len(sheets), len(sheets), "写入文件")
    return entered


def _sheet_class() -> Any:
    """The library's sheet without its search for functions that need a prefix, a third of the time: ours carry theirs."""
    from xlsxwriter.worksheet import Worksheet

    class Prefixed(Worksheet):  # type: ignore[misc]  # the library has no types
        def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
            return formula.removeprefix("=")

    return Prefixed


class _Sheet:
    """One sheet while it is written."""

    def __init__(self, sheet: Any, page: Page, draft: Draft, faces: Faces) -> None:
        self.sheet, self.page, self.draft, self.faces = sheet, page, draft, faces
        self.entered = 0

    def fill(self) -> int:
        """Write everything; how many procedure values there were."""
        sheet, page = self.sheet, self.page
        plain = self.faces.of("text", "note")
        for place, (column, needed) in enumerate(zip(page.columns, _widths(page), strict=True)):
            sheet.set_column(place, place, max(column.width, needed), plain)
        high: dict[int, int] = {}
        for cell in page.cells:
            self._cell(cell)
            if cell.role in _WRAPPED and isinstance(cell.content, str):
                high[cell.row] = max(high.get(cell.row, 1), lines(cell.content, page.columns[cell.column].width))
        for row, first, last, words, role in page.merged:
            wide = sum(column.width for column in page.columns[first : last + 1])
            high[row] = max(high.get(row, 1), lines(words, wide))
            self._merge(row, first, last, words, role)
        for row, count in high.items():
            if count > 1 and row not in page.heights:
                sheet.set_row(row, _LINE * min(count, _MOST_LINES) + _ROW - _LINE)
        for row, height in page.heights.items():
            sheet.set_row(row, height)
        for row, place, choices in page.choices:
            sheet.data_validation(row, place, row, place, {"validate": "list", "source": list(choices)})
        return self.entered

    def _merge(self, row: int, first: int, last: int, words: str, role: Role) -> None:
        face = self.faces.of("text", role)
        if first == last:
            self.sheet.write_string(row, first, words[:_MOST_CHARACTERS], face)
        else:
            self.sheet.merge_range(row, first, row, last, "", face)
            self.sheet.write_string(row, first, words[:_MOST_CHARACTERS], face)

    def _cell(self, cell: Cell) -> None:
        sheet, content = self.sheet, cell.content
        face = self.faces.of(cell.number, cell.role)
        if isinstance(content, str):
            if content:
                sheet.write_string(cell.row, cell.column, content[:_MOST_CHARACTERS], face)
            else:
                sheet.write_blank(cell.row, cell.column, None, face)
        elif isinstance(content, Live):
            sheet.write_formula(cell.row, cell.column, content.formula, face, _cached(content.cached))
        elif isinstance(content, Linked):
            self._linked(cell, content)
        elif isinstance(content, Jump):
            sheet.write_url(cell.row, cell.column, f"internal:{content.target.fixed.replace('$', '')}", self.faces.link, content.words)
        elif isinstance(content, datetime.date):
            sheet.write_datetime(cell.row, cell.column, datetime.datetime(content.year, content.month, content.day), face)
        elif content is None:
            sheet.write_blank(cell.row, cell.column, None, face)
        else:
            sheet.write_number(cell.row, cell.column, float(content), face)
            self.entered += cell.role == "entered"

    def _linked(self, cell: Cell, content: Linked) -> None:
        """A link where the workbook holds the figure; else the figure itself, as a constant or marked as entered."""
        text = self.draft.links.text(content, self.page)
        if text is not None:
            self.sheet.write_formula(cell.row, cell.column, f"={text}", self.faces.of(cell.number, cell.role), float(content.value))
            return
        role: Role = "constant" if content.origin is None else "entered"
        self.entered += role == "entered"
        self.sheet.write_number(cell.row, cell.column, float(content.value), self.faces.of(cell.number, role))


def _widths(page: Page) -> list[float]:
    """What each column needs so that no amount shows as ``###``."""
    widths = [0.0] * len(page.columns)
    for cell in page.cells:
        if cell.number in _AMOUNTS and cell.column < len(widths):
            content = cell.content
            value = content.cached if isinstance(content, Live) else content.value if isinstance(content, Linked) else content
            if isinstance(value, Decimal) and abs(value) >= _LARGE:
                widths[cell.column] = max(widths[cell.column], len(f"{value:,.2f}") * (1.35 if cell.role == "key" else 1.1) + 2)
    return widths


def _cached(value: Decimal | str) -> float | str:
    return value if isinstance(value, str) else float(value)


def _paper(sheet: Any, page: Page, words: tuple[str, str, str]) -> None:
    """Frozen heads, filter, and paper: A4 with index number, owner, mark, title and page numbers."""
    owner, mark, title = words
    sheet.set_default_row(_ROW)
    sheet.hide_gridlines(2)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    if page.frozen != (0, 0):
        sheet.freeze_panes(*page.frozen)
    if page.repeated is not None:
        sheet.repeat_rows(page.repeated)
    if page.filtered is not None:
        sheet.autofilter(page.filtered[0], 0, page.filtered[1], len(page.columns) - 1)
    sheet.set_paper(9)
    if page.landscape:
        sheet.set_landscape()
    sheet.set_margins(left=0.7, right=0.5, top=0.8, bottom=0.7)
    sheet.fit_to_pages(len(page.broken) + 1, 0)
    if page.broken:
        sheet.set_v_pagebreaks(page.broken)
        sheet.repeat_columns(0, 1)
    safe = owner[:40].replace("&", "&&")
    sheet.set_header(f"&L&9{safe}&C&9{mark[:30].replace('&', '&&')}&R&9索引号 {page.number}")
    sheet.set_footer(f"&L&9{title}　&A&R&9第 &P 页，共 &N 页")
    if page.number == "A1":
        sheet.activate()
