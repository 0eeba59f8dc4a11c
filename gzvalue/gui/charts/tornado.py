"""How far the conclusion moves when one parameter moves: bars to both sides of a line, widest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from gzvalue.gui import theme
from gzvalue.gui.charts import canvas
from gzvalue.gui.tokens import HELP, Tokens

_ROW, _BAR, _HEAD = 30, 14, 26
_ENDS = 64.0  # room for a figure at either end of a bar


@dataclass(frozen=True)
class Reach:
    """One parameter: what was changed, the conclusion at its low and at its high end, and how these are written."""

    label: str
    at_low: Decimal
    at_high: Decimal
    low_text: str
    high_text: str


class Tornado(canvas.Chart):
    """Dark where the parameter is at its low end, light where it is at its high end; the line is the conclusion as it is.

    Every line is a door with its label as the key; the conclusion's own has an empty one.
    """

    def __init__(self, title: str, unit: str, *, parent: QWidget | None = None) -> None:
        super().__init__(title, interactive=True, parent=parent)
        self._unit = unit
        self._base = Decimal(0)
        self._base_text = ""
        self._rows: tuple[Reach, ...] = ()

    def show_rows(self, base: Decimal, base_text: str, rows: Sequence[Reach]) -> None:
        """Show these parameters around the conclusion."""
        self._base, self._base_text, self._rows = base, base_text, tuple(rows)
        said = [f"{one.label}：{one.low_text} 至 {one.high_text} {self._unit}" for one in self._rows]
        self.describe(f"结论 {base_text} {self._unit}；" + "；".join(said))

    def sizeHint(self) -> QSize:
        """One line per parameter under the line's own label."""
        return QSize(620, _HEAD + _ROW * max(len(self._rows), 1) + 6)

    def draw(self, painter: QPainter, tokens: Tokens) -> None:
        """Labels left, bars right."""
        if not self._rows:
            return
        left = min(max(self.ink_width(one.label, HELP) for one in self._rows) + 16, self.width() * 0.46)
        scale = self._scale(left)
        middle = scale(self._base)
        said = f"结论 {self._base_text}"
        wide = self.ink_width(said, HELP, bold=True) + 4
        at = min(max(middle - wide / 2, left), self.width() - wide)
        canvas.words(painter, QRectF(at, 0, wide, _HEAD - 4), said, tokens.ink, theme.font(HELP, bold=True))
        self.door("", QRectF(at, 0, wide, _HEAD - 4), f"{said} {self._unit}")
        for number, one in enumerate(self._rows):
            self._row(painter, tokens, one, _HEAD + number * _ROW, left, scale)
        canvas.rule(painter, middle, _HEAD - 4, middle, _HEAD + _ROW * len(self._rows), tokens.ink, 1.5)

    def _scale(self, left: float):
        """From a value to a place; all ends within the room for bars."""
        ends = [self._base, *(value for one in self._rows for value in (one.at_low, one.at_high))]
        low, span = min(ends), (max(ends) - min(ends)) or Decimal(1)
        start, room = left + _ENDS, max(self.width() - left - 2 * _ENDS, 20.0)
        return lambda value: start + float((value - low) / span) * room

    def _row(self, painter: QPainter, tokens: Tokens, one: Reach, top: float, left: float, scale) -> None:
        canvas.words(painter, QRectF(0, top, left - 8, _ROW), one.label, tokens.ink, theme.font(HELP))
        self.door(one.label, QRectF(0, top, self.width(), _ROW), f"{one.label}：{one.low_text} 至 {one.high_text} {self._unit}")
        middle = scale(self._base)
        inset = (_ROW - _BAR) / 2
        for value, colour in ((one.at_low, tokens.data[0]), (one.at_high, tokens.data[2])):
            start, end = sorted((middle, scale(value)))
            canvas.bar(painter, QRectF(start, top + inset, end - start, _BAR), colour)
        ends = sorted(((one.at_low, one.low_text), (one.at_high, one.high_text)))
        font = theme.font(HELP)
        canvas.words(
            painter, QRectF(scale(ends[0][0]) - _ENDS, top, _ENDS - 6, _ROW), ends[0][1], tokens.quiet, font, Qt.AlignmentFlag.AlignRight
        )
        canvas.words(painter, QRectF(scale(ends[1][0]) + 6, top, _ENDS - 6, _ROW), ends[1][1], tokens.quiet, font)
