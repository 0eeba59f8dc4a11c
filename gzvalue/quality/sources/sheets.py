"""Workbooks into the embedded engine: the sheet's own row numbers, heads over one or two rows, no rows of totals."""

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gzvalue.errors import UserError
from gzvalue.quality.engines.embedded import Embedded
from gzvalue.quality.sources.background import BackgroundFingerprint
from gzvalue.quality.sources.heads import Head, head_of, is_total, unique_names
from gzvalue.quality.sources.loaded import Loaded
from gzvalue.quality.sources.text_table import finished, load_rows
from gzvalue.tables.read import read_workbook
from gzvalue.tables.sheet import number_text

Beat = Callable[[str], None]

_FIRST_ROWS = 40
_EVERY = 5000


@dataclass
class _Grid:
    """A sheet's values with where it begins and which ranges are merged (rows and columns from 0)."""

    name: str
    values: list[list[Any]]
    merges: Sequence[tuple[tuple[int, int], tuple[int, int]]]
    notes: list[str] = field(default_factory=list)


def load_sheet(engine: Embedded, path: Path, beat: Beat, *, sheet: str | None = None, header: bool | None = None) -> Loaded:
    """One sheet of a workbook as the engine's table.

    Raises:
        UserError: damaged, protected, no such sheet, or nothing on it.
        Cancelled: stopped.
    """
    fingerprint = BackgroundFingerprint([path], beat)
    try:
        grid = _grid(path, sheet, beat)
        head, first = _head(grid, header)
        rows = _Rows(grid, first, len(head.names), beat)
        load_rows(engine, iter(rows), len(head.names), beat)
        count, notes = finished(engine, len(head.names))
    except BaseException:
        fingerprint.stop()
        raise
    stored = tuple(rows.stored(k) for k in range(len(head.names)))
    return Loaded(path.name, "excel", head.names, stored, count, fingerprint, None, (*grid.notes, *head.notes, *rows.notes(), *notes))


def load_page(engine: Embedded, path: Path, beat: Beat) -> Loaded:
    """The largest table of a web page that was saved as a workbook.

    Raises:
        UserError: no table on it.
    """
    sheet = max(read_workbook(path), key=lambda one: len(one.rows) * one.width)
    head = head_of([row.cells for row in sheet.rows[:_FIRST_ROWS]], sheet.width)
    below = sheet.rows[head.skipped + head.rows :]
    width = len(head.names)
    fingerprint = BackgroundFingerprint([path], beat)
    try:
        load_rows(engine, ((row.number, [*row.cells, *[""] * (width - len(row.cells))][:width]) for row in below), width, beat)
        count, notes = finished(engine, width)
    except BaseException:
        fingerprint.stop()
        raise
    return Loaded(path.name, "html", head.names, ("text",) * width, count, fingerprint, None, (*head.notes, *notes))


def _grid(path: Path, wanted: str | None, beat: Beat) -> _Grid:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    beat("读取工作簿")
    try:
        book = CalamineWorkbook.from_path(str(path))
        names = list(book.sheet_names)
        if wanted is not None and wanted not in names:
            raise UserError(f"“{path.name}”里没有工作表“{wanted}”，只有：{'、'.join(names[:20])}。")
        grids = [_read(book, name) for name in ([wanted] if wanted is not None else names)]
    except PasswordError:
        raise UserError(f"“{path.name}”设有打开密码，读不到内容；请在 Excel 或 WPS 中取消密码，另存后再测量。") from None
    except (CalamineError, ValueError, OSError) as wrong:
        raise UserError(
            f"“{path.name}”已损坏或不是完整的工作簿，读不出来；请用 Excel 或 WPS 打开，另存为 .xlsx。（{type(wrong).__name__}）"
        ) from None
    filled = [grid for grid in grids if any(any(cell not in ("", None) for cell in row) for row in grid.values)]
    if not filled:
        raise UserError(f"“{path.name}”里没有任何内容；请核对是否选错了文件，或内容是否保存。")
    grid = max(filled, key=lambda one: sum(map(len, one.values)))
    if len(filled) > 1:
        grid.notes.append(f"工作簿有 {len(filled)} 张有内容的工作表，测量的是最大的“{grid.name}”；其他工作表请用 --sheet 指定")
    return grid


def _read(book: Any, name: str) -> _Grid:
    sheet = book.get_sheet_by_name(name)
    values = sheet.to_python(skip_empty_area=False)
    return _Grid(name, values, tuple(getattr(sheet, "merged_cell_ranges", None) or ()))


def _head(grid: _Grid, header: bool | None) -> tuple[Head, int]:
    """The head, and the place of the first row below it."""
    width = max((_filled_width(row) for row in grid.values), default=0)
    places = [place for place, row in enumerate(grid.values[: _FIRST_ROWS * 2]) if any(cell not in ("", None) for cell in row)][
        :_FIRST_ROWS
    ]
    texts = [[_text(cell) for cell in grid.values[place][:width]] for place in places]
    if header is False:
        return Head(tuple(f"列{n}" for n in range(1, width + 1)), 0, 0), places[0]
    found = head_of(texts, width)
    if header is True:
        names, notes = unique_names(texts[0], width)
        return Head(names, 0, 1, tuple(notes)), places[0] + 1
    first = places[found.skipped]
    if found.rows and _groups(grid, first):
        below = [_text(cell) for cell in grid.values[first + 1][:width]] if first + 1 < len(grid.values) else []
        names, notes = unique_names(_joined(_spread(grid, first, texts[found.skipped]), below), width)
        return Head(names, found.skipped, 2, (*found.notes[: bool(found.skipped)], *notes, "表头占两行，列名由两行合成")), first + 2
    return found, first + found.rows


def _filled_width(row: Sequence[Any]) -> int:
    return max((place + 1 for place, cell in enumerate(row) if cell not in ("", None)), default=0)


def _groups(grid: _Grid, row: int) -> bool:
    """Whether a row of the head spans several columns with names of their own below."""
    return any(top == bottom == row and right > left for (top, left), (bottom, right) in grid.merges)


def _spread(grid: _Grid, row: int, texts: list[str]) -> list[str]:
    found = list(texts)
    for (top, left), (bottom, right) in grid.merges:
        if top == bottom == row:
            for place in range(left + 1, min(right + 1, len(found))):
                found[place] = found[left]
    return found


def _joined(above: Sequence[str], below: Sequence[str]) -> list[str]:
    pairs = ((up, below[place] if place < len(below) else "") for place, up in enumerate(above))
    return [f"{up}-{down}" if up and down and up != down else up or down for up, down in pairs]


class _Rows:
    """Numbered rows below the head as texts; blank rows and rows of totals are left out and counted."""

    def __init__(self, grid: _Grid, first: int, width: int, beat: Beat) -> None:
        self._grid, self._first, self._width, self._beat = grid, first, width, beat
        self._carried = _carried(grid, first, width)
        self._kinds: list[set[str]] = [set() for _ in range(width)]
        self._blank = 0
        self._totals: list[int] = []

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        values = self._grid.values
        for place in range(self._first, len(values)):
            if place % _EVERY == 0:
                self._beat(f"读取第 {place:,} 行，共 {len(values):,} 行")
            row = values[place][: self._width]
            cells = [cell if type(cell) is str else self._other(k, cell) for k, cell in enumerate(row)]
            if len(cells) < self._width:
                cells += [""] * (self._width - len(cells))
            if place in self._carried:
                for k, text in self._carried[place]:
                    cells[k] = cells[k] or text
            if not any(cells):
                self._blank += 1
            elif self._width > 1 and is_total(cells[:200]):
                self._totals.append(place + 1)
            else:
                yield place + 1, cells

    def _other(self, k: int, cell: Any) -> str:
        if cell is None or cell == "":
            return ""
        self._kinds[k].add(type(cell).__name__)
        return _text(cell)

    def stored(self, k: int) -> str:
        """The type of a column's cells in the workbook."""
        kinds = self._kinds[k]
        return (
            {"float": "number", "int": "number", "bool": "boolean"}.get(next(iter(kinds)), next(iter(kinds)))
            if len(kinds) == 1
            else ("mixed" if kinds else "text")
        )

    def notes(self) -> list[str]:
        """What was left out."""
        notes = []
        trailing = 0
        for row in reversed(self._grid.values[self._first :]):
            if any(cell not in ("", None) for cell in row):
                break
            trailing += 1
        if self._blank > trailing:
            notes.append(f"中间有 {self._blank - trailing:,} 个空行，未计入")
        if self._totals:
            notes.append(f"有 {len(self._totals):,} 行合计或小计行（如第 {'、'.join(map(str, self._totals[:5]))} 行），未计入")
        return notes


def _carried(grid: _Grid, first: int, width: int) -> dict[int, list[tuple[int, str]]]:
    """Texts of cells merged downwards, for the rows they cover."""
    found: dict[int, list[tuple[int, str]]] = {}
    for (top, left), (bottom, _) in grid.merges:
        if top < first or bottom == top or left >= width or top >= len(grid.values):
            continue
        text = _text(grid.values[top][left]) if left < len(grid.values[top]) else ""
        for place in range(top + 1, min(bottom, len(grid.values) - 1) + 1):
            found.setdefault(place, []).append((left, text))
    return found


def _text(value: Any) -> str:
    """One cell as text, dates in ISO, numbers as plain digits, 是/否 for truth values; texts as they are."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 10**15:
            return str(int(value))
        return "" if value != value or abs(value) == float("inf") else number_text(value)
    if isinstance(value, int):
        return number_text(value)
    if isinstance(value, datetime.datetime):
        midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date().isoformat() if midnight else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return "" if value is None else str(value)
