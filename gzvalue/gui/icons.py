"""Small line pictures, drawn in the colour of the text around them and sharp at every scale."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPainterPath, QPen, QPixmap

from gzvalue.gui.theme import tokens_of


def _undo(p: QPainterPath) -> None:
    p.moveTo(6, 3)
    p.lineTo(3, 6)
    p.lineTo(6, 9)
    p.moveTo(3, 6)
    p.lineTo(9, 6)
    p.arcTo(QRectF(5.5, 6, 7, 7), 90, -180)
    p.lineTo(6.5, 13)


def _redo(p: QPainterPath) -> None:
    p.moveTo(10, 3)
    p.lineTo(13, 6)
    p.lineTo(10, 9)
    p.moveTo(13, 6)
    p.lineTo(7, 6)
    p.arcTo(QRectF(3.5, 6, 7, 7), 90, 180)
    p.lineTo(9.5, 13)


def _search(p: QPainterPath) -> None:
    p.addEllipse(QPointF(7, 7), 4.2, 4.2)
    p.moveTo(10.2, 10.2)
    p.lineTo(13.5, 13.5)


def _calendar(p: QPainterPath) -> None:
    p.addRoundedRect(QRectF(2.5, 3.5, 11, 10), 1.5, 1.5)
    p.moveTo(2.5, 6.7)
    p.lineTo(13.5, 6.7)
    for x in (5.5, 10.5):
        p.moveTo(x, 2)
        p.lineTo(x, 4.6)


def _list(p: QPainterPath) -> None:
    for y in (4.5, 8, 11.5):
        p.moveTo(6, y)
        p.lineTo(13.5, y)
        p.moveTo(2.6, y)
        p.lineTo(3.2, y)


def _fold(p: QPainterPath) -> None:
    p.moveTo(4, 4)
    p.lineTo(8, 8)
    p.lineTo(4, 12)
    p.moveTo(9, 4)
    p.lineTo(13, 8)
    p.lineTo(9, 12)


def _unfold(p: QPainterPath) -> None:
    p.moveTo(12, 4)
    p.lineTo(8, 8)
    p.lineTo(12, 12)
    p.moveTo(7, 4)
    p.lineTo(3, 8)
    p.lineTo(7, 12)


def _file(p: QPainterPath) -> None:
    p.moveTo(4, 2.5)
    p.lineTo(9.5, 2.5)
    p.lineTo(12.5, 5.5)
    p.lineTo(12.5, 13.5)
    p.lineTo(4, 13.5)
    p.closeSubpath()
    p.moveTo(9.5, 2.5)
    p.lineTo(9.5, 5.5)
    p.lineTo(12.5, 5.5)


def _plus(p: QPainterPath) -> None:
    p.moveTo(8, 3)
    p.lineTo(8, 13)
    p.moveTo(3, 8)
    p.lineTo(13, 8)


def _sample(p: QPainterPath) -> None:
    p.moveTo(2.5, 12.5)
    p.lineTo(6.2, 5.5)
    p.lineTo(8.6, 9.4)
    p.lineTo(10.4, 6.8)
    p.lineTo(13.5, 12.5)
    p.closeSubpath()
    p.addEllipse(QPointF(11.4, 3.9), 1.2, 1.2)


def _menu(p: QPainterPath) -> None:
    for y in (4.5, 8, 11.5):
        p.moveTo(2.5, y)
        p.lineTo(13.5, y)


_SHAPES: dict[str, Callable[[QPainterPath], None]] = {
    "undo": _undo, "redo": _redo, "search": _search, "calendar": _calendar, "list": _list, "fold": _fold,
    "unfold": _unfold, "file": _file, "plus": _plus, "sample": _sample, "menu": _menu,
}  # fmt: skip


def draw(painter: QPainter, name: str, rect: QRect | QRectF, colour: str) -> None:
    """Paint a picture into a square."""
    path = QPainterPath()
    _SHAPES[name](path)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(QRectF(rect).topLeft())
    painter.scale(rect.width() / 16, rect.height() / 16)
    painter.setPen(QPen(QColor(colour), 1.4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    painter.restore()


class _Engine(QIconEngine):
    """Draws at the size that is asked for, in the colours of the moment."""

    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw into a rectangle."""
        colours = tokens_of()
        draw(painter, self._name, rect, colours.faint if mode == QIcon.Mode.Disabled else getattr(colours, self._role))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Draw on a transparent ground."""
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return made

    def clone(self) -> QIconEngine:
        """Another of the same."""
        return _Engine(self._name, self._role)


def icon(name: str, role: str = "quiet") -> QIcon:
    """A picture as an icon; ``role`` names the token of its colour."""
    return QIcon(_Engine(name, role))
