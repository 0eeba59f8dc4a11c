"""Prices got elsewhere against the program's own: the own price as one line, its band behind it, the others as marks."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from gzvalue.gui import theme
from gzvalue.gui.charts import canvas
from gzvalue.gui.tokens import BODY, HELP, Tokens
from gzvalue.schema.kinds import grouped, in_percent
from gzvalue.valuation.price_result import Compared

_ROW, _HEAD, _FOOT = 44, 22, 4
_LEAST, _MOST = 1.3, 3.0
"""The scale ends at 130 % of the own price at least; what lies beyond three times it stands at the edge with an arrow."""


class QuoteChart(canvas.Chart):
    """One row for each price got elsewhere, in parts of the own price on its basis."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("外来价格与本测算比较", interactive=True, parent=parent)
        self._rows: tuple[Compared, ...] = ()

    def show_rows(self, rows: Sequence[Compared]) -> None:
        """Show those that can be compared."""
        self._rows = tuple(one for one in rows if one.own)
        self.describe("；".join(one.words for one in self._rows))

    @property
    def rows(self) -> tuple[Compared, ...]:
        """What is shown."""
        return self._rows

    def sizeHint(self) -> QSize:
        """As high as its rows."""
        return QSize(300, _HEAD + _ROW * len(self._rows) + _FOOT)

    def draw(self, painter: QPainter, tokens: Tokens) -> None:
        """The band through all rows, the line of the own price, a mark in each row."""
        if not self._rows:
            return
        end = min(max(_LEAST, *(float(one.amount / (one.own or Decimal(1))) * 1.08 for one in self._rows)), _MOST)
        scale = (self.width() - 12) / end
        low, high = 0.85 * scale, 1.15 * scale
        for number in range(len(self._rows)):  # behind the marks only, so that no line runs through a figure
            top = _HEAD + number * _ROW + 22
            canvas.bar(painter, QRectF(low, top, high - low, 18), tokens.wash)
            canvas.rule(painter, scale, top, scale, top + 18, tokens.accent, 1.5)
        wide = self.ink_width("本测算（区间 85%–115%）", HELP) + 4
        left = min(max(scale - wide / 2, 0), self.width() - wide)
        canvas.words(painter, QRectF(left, 0, wide, _HEAD - 4), "本测算（区间 85%–115%）", tokens.accent, theme.font(HELP))
        for number, one in enumerate(self._rows):
            self._row(painter, tokens, one, _HEAD + number * _ROW, scale, end)

    def _row(self, painter: QPainter, tokens: Tokens, one: Compared, top: float, scale: float, end: float) -> None:
        own = one.own or Decimal(1)
        part = float(one.amount / own)
        at = min(part, end) * scale
        colour = tokens.good if one.within else tokens.attention
        line = QRectF(4, top + 2, self.width() - 8, 18)
        sign = "高" if one.amount > own else "低"
        gap = "相同" if one.amount == own else f"{sign} {in_percent(abs(one.rate or Decimal(0)), 1)}"
        figures = f"{grouped(one.amount, 2)} 元，{gap}"
        wide = self.ink_width(figures, BODY) + 6
        canvas.words(painter, line.adjusted(0, 0, -wide, 0), one.source or one.kind or "外来价格", tokens.ink, theme.font(BODY))
        canvas.words(painter, line, figures, tokens.ink, theme.font(BODY), Qt.AlignmentFlag.AlignRight)
        middle = top + 31
        canvas.rule(painter, 0, middle, at, middle, tokens.line, 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawEllipse(QPointF(max(at, 5), middle), 5, 5)
        if part > end:
            canvas.words(painter, QRectF(at - 26, middle - 9, 18, 18), "›", colour, theme.font(BODY, bold=True))
        self.door(one.step.id if one.step is not None else one.id, QRectF(0, top, self.width(), _ROW), one.words)
