"""Tables: rules above, under the head and below; figures on the decimal point; heads repeated; rows kept whole."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from gzvalue.outputs.blocks import NOT_APPLICABLE, NOT_FILLED, NOT_MEASURED, Cell, Column, Marked, RowsTable
from gzvalue.outputs.pdf.pen import Pen
from gzvalue.outputs.pdf.pieces import Parts, Piece
from gzvalue.outputs.pdf.style import CAPTION, CELL, CELL_BOLD, HEAD, TONES, UNIT, Style
from gzvalue.outputs.pdf.typesetting import SetLine, set_text, widest_word, width_of

GAP = 10.0
"""Between two columns."""

PAD = 3.5
"""Above and below the text of a row."""

_NARROWEST = 30.0
_TALL = 260.0
"""A row higher than this may be divided between its lines, four of which stay on either page."""

_SHORT = 170.0
"""A table no higher than this is never divided: a third of a landscape page."""

_FIGURE = re.compile(r"[-−+]?[\d,]+((?:\.\d+)?\D{0,6})")
_QUIET = frozenset((NOT_APPLICABLE, NOT_FILLED, NOT_MEASURED))


class SetCell(NamedTuple):
    """A cell ready to be painted: its lines, style, and how far a figure stands left of the right edge."""

    lines: Sequence[SetLine]
    style: Style
    back: float = 0


class Row(NamedTuple):
    """A row ready to be painted; ``group`` is a line of text that stands above it."""

    cells: tuple[SetCell, ...]
    height: float
    group: SetCell | None = None

    @property
    def lines(self) -> int:
        """Lines of the highest cell."""
        return max(len(cell.lines) for cell in self.cells)


class Grid(NamedTuple):
    """The columns of a table: left edge and width of each, and whether it holds figures."""

    lefts: tuple[float, ...]
    widths: tuple[float, ...]
    figures: tuple[bool, ...]

    @property
    def measure(self) -> float:
        """Width of the table."""
        return self.lefts[-1] + self.widths[-1]


# --- widths --------------------------------------------------------------------------------------


def plain_text(cell: Cell) -> str:
    """The text of a cell; an empty one would be a hole in the paper."""
    text = cell.text if isinstance(cell, Marked) else cell
    return text if text.strip() else NOT_APPLICABLE


def cell_style(cell: Cell, style: Style) -> Style:
    """The style of a cell: tones in their colour, what is missing in the quiet one."""
    if isinstance(cell, Marked):
        return style.colored(TONES[cell.tone])
    return style.colored(TONES["quiet"]) if cell in _QUIET else style


def tail(text: str) -> str | None:
    """What stands behind the ones of a figure: decimal point, decimals and unit; ``None`` for other text."""
    match = _FIGURE.fullmatch(text)
    return match[1] if match else None


def grid(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], measure: float) -> Grid:
    """Columns that fill the measure by their shares; codes and figures get the width that they need."""
    free = measure - GAP * (len(columns) - 1)
    whole = sum(c.share for c in columns)
    widths = [free * c.share / whole for c in columns]
    needs = [_need(column, [row[i] for row in rows]) for i, column in enumerate(columns)]
    fixed = {i for i, column in enumerate(columns) if column.kind != "text" or needs[i] > widths[i]}
    for i in fixed:
        widths[i] = max(needs[i], widths[i] if columns[i].kind == "figure" else 0)
    _balance(widths, needs, fixed, free)
    lefts = [0.0, *accumulate(w + GAP for w in widths)][: len(widths)]
    return Grid(tuple(lefts), tuple(widths), tuple(c.kind == "figure" for c in columns))


def _need(column: Column, cells: Sequence[Cell]) -> float:
    """What a column needs so that no figure and no word of its head is divided."""
    longest = max(width_of(part, HEAD) for part in column.head.split("\n"))
    head = max(widest_word(column.head, HEAD), min(longest, max(longest / 2 + HEAD.size / 2, 4.2 * HEAD.size)))
    if column.kind == "text":
        return head
    texts = {plain_text(cell) for cell in cells}
    widest = max((width_of(text, CELL_BOLD) for text in texts if len(text) < 60), default=0)
    return max(head, min(widest, 150) + 0.5)


def _balance(widths: list[float], needs: Sequence[float], fixed: set[int], free: float) -> None:
    """Takes what is too much from the widest free columns, or gives what is left to the free ones by share."""
    loose = [i for i in range(len(widths)) if i not in fixed]
    over = sum(widths) - free
    if not loose or (over > 0 and sum(widths[i] - max(needs[i], _NARROWEST) for i in loose) < over):
        factor = free / sum(widths)
        widths[:] = [w * factor for w in widths]
        return
    if over <= 0:
        given = sum(widths[i] for i in loose)
        for i in loose:
            widths[i] -= over * widths[i] / given
        return
    spare = {i: widths[i] - max(needs[i], _NARROWEST) for i in loose}
    whole = sum(max(s, 0) for s in spare.values())
    for i in loose:
        widths[i] -= over * max(spare[i], 0) / whole


# --- rows ----------------------------------------------------------------------------------------


def tails(grid: Grid, rows: Sequence[Sequence[Cell]]) -> list[float]:
    """For each column of figures the width of the longest tail, on which all its decimal points are set."""
    found = []
    for i, figure in enumerate(grid.figures):
        texts = {tail(plain_text(row[i])) or "" for row in rows} if figure else set()
        found.append(max((width_of(text, CELL_BOLD) for text in texts), default=0))
    return found


def set_rows(grid: Grid, rows: Sequence[Sequence[Cell]], points: Sequence[float], style: Style = CELL) -> list[Row]:
    """Rows with every cell measured and broken, figures set back to the common decimal point."""
    return [_set_row(grid, row, style, points) for row in rows]


def _set_row(grid: Grid, row: Sequence[Cell], style: Style, points: Sequence[float]) -> Row:
    cells = []
    for cell, width, figure, point in zip(row, grid.widths, grid.figures, points, strict=True):
        text = plain_text(cell)
        own = cell_style(cell, style)
        lines = set_text(text, own, width)
        behind = tail(text) if figure else None
        back = 0 if behind is None else min(point - width_of(behind, own), width - lines[0].width)
        cells.append(SetCell(lines, own, max(back, 0)))
    return Row(tuple(cells), max(len(c.lines) for c in cells) * style.leading + 2 * PAD)


class Table(Piece):
    """Rows ``first`` to ``last`` of a table, with its head on every page."""

    def __init__(self, grid: Grid, head: Row, rows: Sequence[Row], totals: int = 0, *, first: int = 0, last: int | None = None) -> None:
        self.grid, self.head, self.rows, self.totals = grid, head, rows, totals
        self.first, self.last = first, len(rows) if last is None else last
        self._sums = [0.0, *accumulate(r.height for r in rows)] if last is None else []
        self.before, self.after = 4, 8

    def _part(self, first: int, last: int) -> "Table":
        part = Table(self.grid, self.head, self.rows, self.totals, first=first, last=last)
        part._sums = self._sums
        return part

    def _depth(self, first: int, last: int) -> float:
        return self._sums[last] - self._sums[first]

    @property
    def height(self) -> float:  # type: ignore[override]
        """Head and rows."""
        return self.head.height + self._depth(self.first, self.last)

    @property
    def least(self) -> float:
        """All of a short table; else the head with two rows, or with the first lines of a very high one."""
        if self.height <= _SHORT:
            return self.height
        two = self._depth(self.first, min(self.first + 2, self.last))
        return self.head.height + min(two, _TALL)

    def split(self, room: float) -> Parts:
        """Between rows: two stay on either side, totals aside; a very high row between its lines. A short table stays whole."""
        if room < self.height <= _SHORT:
            return None, self
        room -= self.head.height
        fits = bisect_right(self._sums, self._sums[self.first] + room + 1e-6, self.first, self.last + 1) - 1
        if fits >= self.last:
            return self, None
        best = min(fits, self.last - self.totals - 2)
        if best - self.first >= 2 or (best > self.first and fits - self.first < 3):
            return self._part(self.first, best), self._part(best, self.last)
        if fits == self.first and self.rows[fits].height > _TALL and room > _TALL / 2:
            return self._through_row(room)
        return None, self

    def force(self, room: float) -> Parts:
        """Between any rows; a row higher than the page between its lines."""
        room -= self.head.height
        fits = bisect_right(self._sums, self._sums[self.first] + room + 1e-6, self.first, self.last + 1) - 1
        if fits > self.first:
            return self._part(self.first, fits), self._part(fits, self.last)
        return self._through_row(room)

    def _through_row(self, room: float) -> Parts:
        row = self.rows[self.first]
        leading = row.cells[0].style.leading
        lines = int((room - 2 * PAD - _above(row.group)) / leading + 1e-6)
        if lines < 1 or lines >= row.lines:
            return None, self
        upper = [SetCell(c.lines[:lines], c.style, c.back) for c in row.cells]
        lower = [SetCell(c.lines[lines:], c.style, c.back) for c in row.cells]
        height = max(len(c.lines) for c in lower) * leading + 2 * PAD
        rest = [Row(tuple(lower), height), *self.rows[self.first + 1 : self.last]]
        above = [Row(tuple(upper), row.height - row.lines * leading + lines * leading, row.group)]
        return Table(self.grid, self.head, above), Table(self.grid, self.head, rest, self.totals)

    def paint(self, pen: Pen, x: float, top: float) -> None:
        """Rules, head, rows."""
        width = self.grid.measure
        pen.rule(x, top, width, 0.9)
        self._paint_row(pen, x, top, self.head, PAD)
        top += self.head.height
        pen.rule(x, top, width, 0.5)
        total_from = len(self.rows) - self.totals
        for number in range(self.first, self.last):
            row = self.rows[number]
            if number == total_from and self.totals:
                pen.rule(x, top, width, 0.5)
            offset = PAD
            if row.group:
                pen.lines(x, top + PAD + 6, row.group.lines, row.group.style)
                offset += _above(row.group)
            self._paint_row(pen, x, top, row, offset)
            top += row.height
        pen.rule(x, top, width, 0.9)

    def _paint_row(self, pen: Pen, x: float, top: float, row: Row, offset: float) -> None:
        for cell, left, width, figure in zip(row.cells, self.grid.lefts, self.grid.widths, self.grid.figures, strict=True):
            y = top + offset
            for line in cell.lines:
                at = x + left + (width - line.width - cell.back if figure else 0)
                pen.line(at, y, line, cell.style)
                y += cell.style.leading


class Caption(Piece):
    """What a table shows, and its unit flush right."""

    def __init__(self, text: str, unit: str, measure: float) -> None:
        self.unit, self.measure = unit, measure
        room = measure - (width_of(unit, UNIT) + GAP if unit else 0)
        self.lines = set_text(text, CAPTION, room) if text else []
        self.height = max(len(self.lines), 1) * CAPTION.leading
        self.before, self.after, self.keep_next = 12, 3, True

    def paint(self, pen: Pen, x: float, top: float) -> None:
        """The title left, the unit right on its last line."""
        pen.lines(x, top, self.lines, CAPTION)
        if self.unit:
            pen.text(x + self.measure, top + self.height - CAPTION.leading, self.unit, UNIT, align=1)


def rows_table(block: RowsTable, measure: float) -> Table:
    """The table of a block."""
    every = [*block.rows, *block.totals]
    found = grid(block.columns, every, measure)
    points = tails(found, every)
    rows = set_rows(found, block.rows, points)
    for number, text in block.groups:
        group = SetCell(set_text(text, CELL_BOLD, found.measure), CELL_BOLD)
        rows[number] = Row(rows[number].cells, rows[number].height + _above(group), group)
    totals = set_rows(found, block.totals, points, CELL_BOLD)
    return Table(found, _head(found, [c.head for c in block.columns]), [*rows, *totals], len(totals))


def _above(group: SetCell | None) -> float:
    """The height of the line that stands above a row."""
    return len(group.lines) * group.style.leading + 7 if group else 0


def _head(found: Grid, heads: Sequence[str]) -> Row:
    cells = [SetCell(set_text(head, HEAD, width), HEAD) for head, width in zip(heads, found.widths, strict=True)]
    deepest = max(len(cell.lines) for cell in cells)
    padded = [SetCell([*[SetLine((), 0)] * (deepest - len(c.lines)), *c.lines], c.style) for c in cells]
    return Row(tuple(padded), deepest * HEAD.leading + 2 * PAD)
