"""The bad cells of a source as a workbook: a list with reasons, the rows as they stand with bad cells painted, and what is left out.

Rows go to the disk as they are written. Cells that may be of a person are masked before they come here.
"""

import os
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from gzvalue.errors import UserError, reason_of
from gzvalue.outputs.excel_look import Look, display_width
from gzvalue.outputs.palette import ATTENTION, LINE
from gzvalue.quality import bad_cells as bad
from gzvalue.quality.bad_cells import BadCells, Cell
from gzvalue.quality.counted import Counted

FILE_NAME = "坏单元格.xlsx"
"""What the window proposes."""

ROWS, COLUMNS, NOTES = 20_000, 60, 2_000
"""Most rows and columns of the sheet with painted rows, and most cells that carry a note (project's own limits)."""

_MOST_CHARACTERS = 32_000
_PAINT = {bad.MISSING: "#E3E7EC", bad.TYPE: "#F7D9A8", bad.IDENTIFIER: "#F5C6C0", bad.RULE: "#CFE0F5", bad.REFERENCE: "#D8E8D2"}
"""Grounds by reason; each differs in lightness or is named beside, so that nothing rests on colour alone."""


@dataclass(frozen=True)
class Written:
    """A workbook that was written: where, bad cells in all, those listed, and rows painted."""

    path: Path
    total: int
    listed: int
    rows: int


def write_bad_cells(counted: Counted, path: Path, *, each: int = bad.OF_A_REASON, most: int = bad.OF_ALL, rows: int = ROWS) -> Written:
    """Write the workbook beside its place and rename it.

    Args:
        counted: the measured source, still open.
        path: the file, ending in ``.xlsx``.
        each: cells listed for one column and reason.
        most: cells listed in all.
        rows: rows painted.

    Raises:
        UserError: the name or the place does not do, with the reason.
        Cancelled: stopped; nothing is left behind.
    """
    checked(path)
    scratch = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        written = _write(counted, scratch, bad.bad_cells(counted, each, most), rows)
        os.replace(scratch, path)
    except PermissionError:
        raise UserError(f"写不进“{path.name}”：它可能正在 Excel 或 WPS 中打开，或者没有写入权限；请关闭它，或换一个文件名。") from None
    except OSError as wrong:
        raise UserError(f"写不进“{path.name}”（{reason_of(wrong)}）；请检查磁盘空间和所在文件夹，原有文件没有改动。") from None
    finally:
        with suppress(OSError):
            scratch.unlink()
    return Written(path, written.total, written.listed, written.rows)


def checked(path: Path) -> None:
    """Whether the workbook can lie there, before anything is measured.

    Raises:
        UserError: no ``.xlsx``, or no such folder.
    """
    if path.suffix.lower() != ".xlsx":
        raise UserError(f"坏单元格清单的文件名应以 .xlsx 结尾，现为“{path.name}”；请改名，例如“{FILE_NAME}”。")
    if not path.absolute().parent.is_dir():
        raise UserError(f"文件夹“{path.absolute().parent}”不存在，请先建立或另选位置。")


def _write(counted: Counted, scratch: Path, found: BadCells, rows: int) -> Written:
    import xlsxwriter  # late: the window does not need it to start
    from xlsxwriter.exceptions import FileCreateError

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "constant_memory": True}
    book = xlsxwriter.Workbook(str(scratch), options)
    try:
        book.set_properties({"title": "坏单元格清单", "author": "gzvalue"})
        sheets = _Sheets(book, counted, found)
        about, listing, painted = (book.add_worksheet(name) for name in ("说明", "坏单元格", "有问题的行"))
        sheets.listing(listing)
        shown, of = sheets.painted(painted, rows)
        sheets.about(about, shown, of)
    except BaseException:
        book.fileclosed = True  # else its destructor complains of a workbook that nobody wants
        raise
    try:
        book.close()
    except FileCreateError as wrong:
        raise wrong.args[0] if wrong.args and isinstance(wrong.args[0], OSError) else OSError(str(wrong)) from None
    return Written(scratch, found.total, len(found.cells), shown)


class _Sheets:
    """The three sheets while they are written, each from top to bottom, as constant memory demands."""

    def __init__(self, book: Any, counted: Counted, found: BadCells) -> None:
        self._counted, self._found = counted, found
        self._look = look = Look(book)
        line = {"bottom": 1, "bottom_color": LINE}
        self._head = look.head()
        self._plain = look.of(num_format="@", **line)
        self._number = look.of(num_format="0", align="right", indent=1, **line)
        self._count = look.of(num_format="#,##0", align="right", indent=1, **line)
        self._paint = {reason: look.of(num_format="@", bg_color=colour, **line) for reason, colour in _PAINT.items()}
        self._warning = look.of(font_color=ATTENTION, bold=True)
        self._folder = bool(counted.loaded.files)

    def listing(self, sheet: Any) -> None:
        """One line a bad cell, its reason painted."""
        heads = ["行号", *(["文件"] if self._folder else []), "列", "单元格内容", "原因", "说明"]
        self._lay_out(sheet, [9, *([26] if self._folder else []), 22, 30, 14, 44])
        top = self._heads(sheet, 0, heads)
        for n, one in enumerate(self._found.cells):
            row = top + n
            texts = [*([one.file or ""] if self._folder else []), self._found.names[one.column], one.text]
            self._row_number(sheet, row, one.row)
            for place, text in enumerate(texts, 1):
                sheet.write_string(row, place, text[:_MOST_CHARACTERS], self._plain)
            sheet.write_string(row, len(texts) + 1, bad.REASONS[one.reason], self._paint[one.reason])
            sheet.write_string(row, len(texts) + 2, one.why[:_MOST_CHARACTERS], self._plain)
        if self._found.cells:
            sheet.autofilter(top - 1, 0, top - 1 + len(self._found.cells), len(heads) - 1)

    def painted(self, sheet: Any, most: int) -> tuple[int, int]:
        """The rows that hold bad cells as they stand in the data, bad cells painted; rows shown, and rows there are among those listed."""
        bad_of: dict[int, dict[int, Cell]] = defaultdict(dict)
        for one in self._found.cells:
            if one.at is not None:
                bad_of[one.at].setdefault(one.column, one)
        columns = self._columns()
        self._lay_out(sheet, [9, *([26] if self._folder else []), *(self._wide(k) for k in columns)])
        heads = ["行号", *(["文件"] if self._folder else []), *(self._found.names[k] for k in columns)]
        row = self._heads(sheet, 0, heads)
        sheet.freeze_panes(row, 1)
        notes = 0
        for at, texts in bad.whole_rows(self._counted, sorted(bad_of)[:most], columns):
            number, file = bad.numbered(self._counted.loaded, at)
            self._row_number(sheet, row, number)
            if self._folder:
                sheet.write_string(row, 1, file or "", self._plain)
            notes = self._cells(sheet, row, dict(zip(columns, texts, strict=True)), bad_of[at], notes)
            row += 1
        return min(len(bad_of), most), len(bad_of)

    def _cells(self, sheet: Any, row: int, texts: Mapping[int, str], wrong: Mapping[int, Cell], notes: int) -> int:
        for place, (k, text) in enumerate(texts.items(), 2 if self._folder else 1):
            one = wrong.get(k)
            face = self._plain if one is None else self._paint[one.reason]
            if text:
                sheet.write_string(row, place, text[:_MOST_CHARACTERS], face)
            else:
                sheet.write_blank(row, place, None, face)
            if one is not None and notes < NOTES:
                sheet.write_comment(row, place, f"{bad.REASONS[one.reason]}：{one.why}", {"x_scale": 1.4, "y_scale": 0.6})
                notes += 1
        return notes

    def about(self, sheet: Any, shown: int, of: int) -> None:
        """What this is, of which data, what the colours mean, how many there are and how many are listed."""
        loaded, found = self._counted.loaded, self._found
        self._lay_out(sheet, [26, 16, 16, 16, 60], frozen=False)
        sheet.write_string(0, 0, "坏单元格清单", self._look.named("title"))
        facts = [
            f"数据：{loaded.name}（{loaded.rows:,} 行 × {len(loaded.names):,} 列）",
            f"列出时间：{datetime.now().astimezone():%Y-%m-%d %H:%M}，测量基准日 {self._counted.today}；引擎 {self._counted.engine.name} {self._counted.engine.version}",
            "能识别到个人的内容已遮盖；行号与用 Excel 打开原文件时一致。本清单不改动原文件。",
            f"坏单元格 {found.total:,} 个，“坏单元格”表列出 {len(found.cells):,} 个。一格因两种原因不合格的，两处都列。",
        ]
        for n, text in enumerate(facts, 1):
            sheet.write_string(n, 0, text[:_MOST_CHARACTERS], self._look.named("plain"))
        row = len(facts) + 1
        for text in self._limits(shown, of):
            sheet.write_string(row, 0, text, self._warning)
            row += 1
        row = self._heads(sheet, row + 1, ["列", "原因", "坏单元格数", "列出", "说明"], freeze=False)
        for n, group in enumerate(found.groups):
            sheet.write_string(row + n, 0, found.names[group.column][:_MOST_CHARACTERS], self._plain)
            sheet.write_string(row + n, 1, bad.REASONS[group.reason], self._paint[group.reason])
            sheet.write_number(row + n, 2, group.total, self._count)
            sheet.write_number(row + n, 3, group.listed, self._count)
            sheet.write_string(row + n, 4, group.why[:_MOST_CHARACTERS], self._plain)

    def _limits(self, shown: int, of: int) -> list[str]:
        texts = []
        if self._found.left_out:
            texts.append(f"未列出的坏单元格 {self._found.left_out:,} 个：每列每种原因、全表各有上限，数量见下表。")
        if shown < of:
            texts.append(f"“有问题的行”只画前 {shown:,} 行，其余 {of - shown:,} 行未画；全部见“坏单元格”表。")
        if len(self._columns()) < len(self._found.names):
            texts.append(f"“有问题的行”只画 {len(self._columns()):,} 列（共 {len(self._found.names):,} 列），优先有坏单元格的列。")
        if not self._counted.loaded.row_numbers:
            texts.append("这一数据没有可用的行号（没有主键的表），所以只有清单，没有“有问题的行”。")
        if len(self._found.cells) > NOTES:
            texts.append(f"“有问题的行”中前 {NOTES:,} 个坏单元格带批注，其余的原因见颜色和“坏单元格”表。")
        return texts

    def _columns(self) -> list[int]:
        every = range(len(self._found.names))
        if len(every) <= COLUMNS:
            return list(every)
        worst: dict[int, int] = defaultdict(int)
        for group in self._found.groups:
            worst[group.column] += group.total
        first = sorted(worst, key=lambda k: -worst[k])[:COLUMNS]
        return sorted([*first, *(k for k in every if k not in first)][:COLUMNS])

    def _wide(self, k: int) -> float:
        longest = self._counted.profiled[k].column.length
        return min(max(display_width(self._found.names[k]) + 2, 2.0 * (longest[1] if longest else 0) + 2, 9.0), 32.0)

    def _lay_out(self, sheet: Any, widths: list[float], *, frozen: bool = True) -> None:
        for place, wide in enumerate(widths):
            sheet.set_column(place, place, wide)
        sheet.hide_gridlines(2)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        if frozen:
            sheet.repeat_rows(0)

    def _heads(self, sheet: Any, row: int, heads: list[str], *, freeze: bool = True) -> int:
        for place, head in enumerate(heads):
            sheet.write_string(row, place, head[:_MOST_CHARACTERS], self._head)
        if freeze:
            sheet.freeze_panes(row + 1, 0)
        return row + 1

    def _row_number(self, sheet: Any, row: int, number: int | None) -> None:
        if number is None:
            sheet.write_blank(row, 0, None, self._number)
        else:
            sheet.write_number(row, 0, number, self._number)
