"""A chain as a row of links: each says how much of it is in order, and leads to where it is filled."""

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from gzvalue.gui.rail import paint_mark, state_colour
from gzvalue.gui.theme import font, tokens_of
from gzvalue.gui.tokens import BODY, HELP, M

_POINT = 10


class Link(NamedTuple):
    """One link of a chain: its key, name, how far it is in words, and its state (as the rail's)."""

    key: str
    name: str
    words: str
    state: str


class _LinkButton(QAbstractButton):
    def __init__(self, first: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first = first
        self.link = Link("", "", "", "未开始")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_link(self, link: Link) -> None:
        """Show that link."""
        if link != self.link:
            self.link = link
            words = f"{link.name}：{link.words}，{link.state}"
            self.setToolTip(words)
            self.setAccessibleName(words)
            self.update()

    def sizeHint(self) -> QSize:
        """Two lines of text."""
        return QSize(140, 52)

    def minimumSizeHint(self) -> QSize:
        """Room for the name."""
        return QSize(92, 30)

    def paintEvent(self, event: QPaintEvent) -> None:
        """An arrow-shaped link with its mark, name and figures."""
        colours = tokens_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        w, h = float(self.width()), float(self.height())
        notch = 0.0 if self._first else float(_POINT)
        shape = QPolygonF([
            QPointF(1, 1), QPointF(w - _POINT, 1), QPointF(w - 1, h / 2), QPointF(w - _POINT, h - 1), QPointF(1, h - 1), QPointF(1 + notch, h / 2),
        ])  # fmt: skip
        painter.setPen(QPen(QColor(colours.accent if self.hasFocus() else colours.line), 2 if self.hasFocus() else 1))
        painter.setBrush(QColor(colours.hover if self.underMouse() else colours.panel))
        painter.drawPolygon(shape)
        left = notch + M
        if h < 40:
            paint_mark(painter, self.link.state, QRectF(left, h / 2 - 5, 9, 9), colours)
            painter.setPen(QColor(colours.ink))
            painter.setFont(font(BODY))
            painter.drawText(QRectF(left + 16, 0, w - left - 18 - _POINT, h), Qt.AlignmentFlag.AlignVCenter, self.link.name)
            return
        paint_mark(painter, self.link.state, QRectF(left, h / 2 - 15, 9, 9), colours)
        painter.setPen(QColor(colours.ink))
        painter.setFont(font(BODY, bold=True))
        text = QRectF(left + 16, 4, w - left - 18 - _POINT, h / 2 - 4)
        cut = Qt.TextElideMode.ElideRight
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, painter.fontMetrics().elidedText(self.link.name, cut, int(text.width())))
        painter.setPen(QColor(state_colour(colours, self.link.state)))
        painter.setFont(font(HELP))
        below = QRectF(left, h / 2, w - left - 4 - _POINT, h / 2 - 4)
        painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, painter.fontMetrics().elidedText(self.link.words, cut, int(below.width())))


class ChainStrip(QWidget):
    """The links beside each other.

    Signals:
        chosen(key): a link was asked for.
    """

    chosen = Signal(str)

    def __init__(self, count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.buttons = [_LinkButton(number == 0) for number in range(count)]
        for made in self.buttons:
            made.clicked.connect(lambda _on=False, b=made: self.chosen.emit(b.link.key))
            layout.addWidget(made)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_low(self, low: bool) -> None:
        """One line where the window is low."""
        for made in self.buttons:
            made.setFixedHeight(30 if low else 52)

    def show_links(self, links: list[Link]) -> None:
        """Show these links, one per button."""
        for made, link in zip(self.buttons, links, strict=True):
            made.show_link(link)
