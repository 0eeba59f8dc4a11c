"""Records as label and value: open, dense, or in a frame like a licence."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from gzvalue.outputs import palette
from gzvalue.outputs.blocks import Cell, RecordTable
from gzvalue.outputs.pdf.furniture import GUTTER
from gzvalue.outputs.pdf.pen import Pen
from gzvalue.outputs.pdf.pieces import Parts, Piece
from gzvalue.outputs.pdf.style import CELL, DENSE, DENSE_LABEL, LABEL, Style
from gzvalue.outputs.pdf.table import cell_style, plain_text
from gzvalue.outputs.pdf.typesetting import SetLine, set_text, width_of


@dataclass(frozen=True)
class Look:
    """How the lines of a record are set: value, label, width of the label, air in a line, and the inset of a frame."""

    value: Style
    label: Style
    label_width: float
    pad: float
    inset: float = 0


OPEN = Look(CELL, LABEL, 78, 7)
CARD = Look(CELL, LABEL, 78, 7, 12)
CLOSE = Look(DENSE, DENSE_LABEL, 74, 3.5)
CLOSER = Look(replace(DENSE, leading=11.2), replace(DENSE_LABEL, leading=11.2), 74, 2.2)
"""Dense records on a page that would run over by a few lines: the same type, less air."""


class Pair(NamedTuple):
    """A label and its value, set."""

    label: Sequence[SetLine]
    value: Sequence[SetLine]
    style: Style


class RecordLine(Piece):
    """One or two label–value pairs on one line of a record, above a hairline."""

    def __init__(self, pairs: Sequence[Pair], width: float, measure: float, look: Look) -> None:
        self.pairs, self.width, self.measure, self.look = pairs, width, measure, look
        lines = max(max(len(pair.label), len(pair.value)) for pair in pairs)
        self.height = lines * look.value.leading + look.pad

    @property
    def least(self) -> float:
        """A few lines of a long value."""
        return min(self.height, 4 * self.look.value.leading + self.look.pad)

    def _lines(self, room: float) -> int:
        return int((room - self.look.pad) / self.look.value.leading + 1e-6)

    def split(self, room: float) -> Parts:
        """A long value between its lines, four of which stay above."""
        long = self.height > 12 * self.look.value.leading
        return self._cut(self._lines(room)) if long and self._lines(room) >= 4 else (None, self)

    def force(self, room: float) -> Parts:
        """Between any lines."""
        return self._cut(self._lines(room)) if self._lines(room) >= 1 else (None, self)

    def _cut(self, lines: int) -> Parts:
        upper = [Pair(pair.label[:lines], pair.value[:lines], pair.style) for pair in self.pairs]
        lower = [Pair(pair.label[lines:], pair.value[lines:], pair.style) for pair in self.pairs]
        rest = RecordLine(lower, self.width, self.measure, self.look)
        rest.after = self.after
        return RecordLine(upper, self.width, self.measure, self.look), rest

    def paint(self, pen: Pen, x: float, top: float) -> None:
        """Label in the quiet colour, value beside it."""
        look = self.look
        left, y = x + look.inset, top + look.pad / 2 - 0.5
        for pair in self.pairs:
            pen.lines(left, y, pair.label, look.label)
            pen.lines(left + look.label_width + 8, y, pair.value, pair.style)
            left += self.width + GUTTER
        pen.rule(x + look.inset, top + self.height, self.measure - 2 * look.inset, 0.4, palette.LINE)


def record_lines(block: RecordTable, measure: float, *, closer: bool = False) -> list[RecordLine]:
    """The lines of a record; long values get a line of their own. ``closer`` takes air out of dense ones."""
    dense = CLOSER if closer else CLOSE
    look = CARD if block.card else dense if block.dense else OPEN
    whole = measure - 2 * look.inset
    half = (whole - GUTTER * (block.columns - 1)) / block.columns
    lines: list[RecordLine] = []
    row: list[Pair] = []

    def end_row() -> None:
        if row:
            lines.append(RecordLine(list(row), half, measure, look))
            row.clear()

    for label, value in block.items:
        if block.columns > 1 and _long(plain_text(value), half - look.label_width - 8, look):
            end_row()
            lines.append(RecordLine([_pair(label, value, whole, look)], whole, measure, look))
        else:
            row.append(_pair(label, value, half, look))
            if len(row) == block.columns:
                end_row()
    end_row()
    return lines


def _long(text: str, room: float, look: Look) -> bool:
    """Whether a value would take more than two lines of a column."""
    return len(text) > 80 or width_of(text, look.value) > 2 * room


def _pair(label: str, value: Cell, width: float, look: Look) -> Pair:
    style = cell_style(value, look.value)
    return Pair(set_text(label, look.label, look.label_width), set_text(plain_text(value), style, width - look.label_width - 8), style)


class Framed(Piece):
    """Pieces in a frame, like a licence."""

    def __init__(self, pieces: Sequence[Piece], measure: float) -> None:
        self.pieces, self.measure = pieces, measure
        self.height = sum(p.height for p in pieces) + 16
        self.before, self.after = 6, 10

    def paint(self, pen: Pen, x: float, top: float) -> None:
        """The frame, then what is in it."""
        pen.box(x, top, self.measure, self.height, stroke=palette.LINE, thickness=1)
        pen.box(x, top, self.measure, 2.5, fill=palette.ACCENT)
        top += 9
        for piece in self.pieces:
            piece.paint(pen, x, top)
            top += piece.height
