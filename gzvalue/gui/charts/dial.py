"""The consistency dial of a comparison matrix: CR against the limit of 0.1."""

import math
from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from gzvalue.gui import theme
from gzvalue.gui.charts import canvas
from gzvalue.gui.tokens import HELP, SECTION, Tokens
from gzvalue.schema.kinds import grouped

LIMIT = Decimal("0.1")
_FULL = Decimal("0.2")


class ConsistencyDial(canvas.Chart):
    """A half circle from 0 to 0.2: the half below 0.1 is consistent, the half above is refused; also said in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("一致性比例 CR", parent=parent)
        self._cr: Decimal | None = None
        self._verdict = "尚未比较"

    def show_ratio(self, cr: Decimal | None, without: str = "") -> None:
        """Show this consistency ratio; ``None`` where there is none, because the matrix is incomplete or as ``without`` says."""
        self._cr = cr
        if cr is None:
            self._verdict = without or "判断未填完"
        else:
            self._verdict = "一致性可以接受" if cr < LIMIT else "不一致，不采用"
        shown = "" if cr is None else f"CR {grouped(cr, 3)}，限值 0.1，"
        self.describe(shown + self._verdict)

    @property
    def verdict(self) -> str:
        """What the dial says in words."""
        return self._verdict

    def sizeHint(self) -> QSize:
        """A half circle with two lines of words under it."""
        return QSize(200, 150)

    def draw(self, painter: QPainter, tokens: Tokens) -> None:
        """Scale, hand, words."""
        reach = min(self.width() / 2 - 24, 76.0)
        middle = QPointF(self.width() / 2, reach + 24)
        around = QRectF(middle.x() - reach, middle.y() - reach, reach * 2, reach * 2)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for start, span, colour in ((90, 90, tokens.good), (0, 90, tokens.stop)):
            painter.setPen(QPen(QColor(colour), 8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
            painter.drawArc(around, start * 16, span * 16)
        for text, left, top in (("0", middle.x() - reach - 4, middle.y() + 2), ("0.2", middle.x() + reach - 16, middle.y() + 2)):
            canvas.words(painter, QRectF(left, top, 30, 16), text, tokens.quiet, theme.font(HELP))
        canvas.words(painter, QRectF(middle.x() - 20, 0, 40, 17), "0.1", tokens.quiet, theme.font(HELP), Qt.AlignmentFlag.AlignHCenter)
        self._hand(painter, tokens, middle, reach)
        self._say(painter, tokens, middle)

    def _hand(self, painter: QPainter, tokens: Tokens, middle: QPointF, reach: float) -> None:
        if self._cr is None:
            return
        angle = math.pi * (1 - float(min(self._cr, _FULL) / _FULL))
        tip = QPointF(middle.x() + (reach - 10) * math.cos(angle), middle.y() - (reach - 10) * math.sin(angle))
        painter.setPen(QPen(QColor(tokens.ink), 2.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(middle, tip)
        painter.setBrush(QColor(tokens.ink))
        painter.drawEllipse(middle, 3, 3)

    def _say(self, painter: QPainter, tokens: Tokens, middle: QPointF) -> None:
        ratio = "CR —" if self._cr is None else f"CR {grouped(self._cr, 3)}"
        colour = tokens.quiet if self._cr is None else tokens.good if self._cr < LIMIT else tokens.stop
        across = QRectF(0, middle.y() + 8, self.width(), 20)
        canvas.words(painter, across, ratio, tokens.ink, theme.font(SECTION, bold=True), Qt.AlignmentFlag.AlignHCenter)
        canvas.words(painter, across.translated(0, 20), self._verdict, colour, theme.font(HELP), Qt.AlignmentFlag.AlignHCenter)
