"""A coefficient on its range: the bar shows both ends, what the data propose and what is taken; by hand, wheelless, by keyboard."""

from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from gzvalue.gui import theme
from gzvalue.gui.charts import canvas
from gzvalue.gui.tokens import HELP, S
from gzvalue.schema.kinds import plain, rounded
from gzvalue.schema.price_forms import Range

_STEP = Decimal("0.01")
_KNOB, _TRACK, _HIGH = 7, 4, 40


class RangeBar(QWidget):
    """A value within a range.

    Signals:
        moved(value): while the knob is drawn.
        settled(value): the knob was let go, or a key was pressed.
    """

    moved = Signal(object)
    settled = Signal(object)

    def __init__(self, span: Range, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.span = span
        self.value = Decimal(1)
        self.proposed: Decimal | None = None
        self._drawn = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(f"{span.label} {span.sign}：范围 {span.words}；拖动或用左右键，放开后写入填报")
        self._say()

    def show_value(self, value: Decimal, proposed: Decimal | None) -> None:
        """What is taken, and what the data propose."""
        if not self._drawn:
            self.value, self.proposed = value, proposed
            self._say()
            self.update()

    def _say(self) -> None:
        more = "" if self.proposed is None else f"，程序建议 {plain(self.proposed)}"
        self.setAccessibleName(f"{self.span.label} {self.span.sign} {plain(self.value)}，范围 {self.span.words}{more}")

    def sizeHint(self) -> QSize:
        """A bar over the figures of its ends."""
        return QSize(180, _HIGH)

    def minimumSizeHint(self) -> QSize:
        """Narrow, but still a bar."""
        return QSize(110, _HIGH)

    # --- where things lie -----------------------------------------------------------------------

    def _at(self, value: Decimal) -> float:
        part = float((value - self.span.low) / (self.span.high - self.span.low))
        return _KNOB + 1 + part * (self.width() - 2 * _KNOB - 2)

    def _under(self, x: float) -> Decimal:
        part = min(max((x - _KNOB - 1) / max(self.width() - 2 * _KNOB - 2, 1), 0.0), 1.0)
        return rounded(self.span.low + (self.span.high - self.span.low) * Decimal(repr(part)), 2)

    # --- by hand ------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the knob where the pointer is."""
        if event.button() == Qt.MouseButton.LeftButton and self.isEnabled():
            self._drawn = True
            self._take(self._under(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw it along."""
        if self._drawn:
            self._take(self._under(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let it go."""
        if self._drawn:
            self._drawn = False
            self.settled.emit(self.value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows by a hundredth, page keys by a tenth, Home and End to the ends."""
        steps = {
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: 1,
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Down: -1,
            Qt.Key.Key_PageUp: 10,
            Qt.Key.Key_PageDown: -10,
        }
        ends = {Qt.Key.Key_Home: self.span.low, Qt.Key.Key_End: self.span.high}
        key = Qt.Key(event.key())
        if key in ends:
            self._take(ends[key])
        elif key in steps:
            self._take(min(max(self.value + steps[key] * _STEP, self.span.low), self.span.high))
        else:
            super().keyPressEvent(event)
            return
        self.settled.emit(self.value)

    def _take(self, value: Decimal) -> None:
        if value != self.value:
            self.value = value
            self._say()
            self.update()
            self.moved.emit(value)

    # --- what is seen ---------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """The track, 1 as a notch, the proposal as a small triangle, the knob; the ends in figures below."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        tokens = theme.tokens_of(self)
        middle = 13.0
        inside = min(max(self.value, self.span.low), self.span.high)
        left, right, knob = self._at(self.span.low), self._at(self.span.high), self._at(inside)
        canvas.bar(painter, QRectF(left, middle - _TRACK / 2, right - left, _TRACK), tokens.line)
        canvas.bar(painter, QRectF(left, middle - _TRACK / 2, knob - left, _TRACK), tokens.data[1])
        if self.span.low < 1 < self.span.high:
            one = self._at(Decimal(1))
            canvas.rule(painter, one, middle - 6, one, middle + 6, tokens.frame)
        if self.proposed is not None:
            at = self._at(self.proposed)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.attention))
            painter.drawPolygon(QPolygonF([QPointF(at - 4, 0), QPointF(at + 4, 0), QPointF(at, 6)]))
        painter.setPen(QPen(QColor(tokens.paper), 2))
        painter.setBrush(QColor(tokens.accent if inside == self.value else tokens.stop))
        painter.drawEllipse(QPointF(knob, middle), _KNOB, _KNOB)
        font = theme.font(HELP)
        area = QRectF(0, middle + _KNOB + 1, self.width(), _HIGH - middle - _KNOB - 1)
        canvas.words(painter, area, f"{self.span.low:f}", tokens.quiet, font)
        canvas.words(painter, area, f"{self.span.high:f}", tokens.quiet, font, Qt.AlignmentFlag.AlignRight)
        if self.hasFocus():
            canvas.ring(painter, QRectF(self.rect()).adjusted(0, 0, 0, -S / 2), tokens)
        painter.end()
