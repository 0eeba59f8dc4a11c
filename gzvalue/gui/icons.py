"""The shipped line pictures as icons, in the colour of the moment and sharp at every scale."""

from functools import cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from gzvalue.gui.theme import tokens_of
from gzvalue.paths import resource

_PEN = "#1F2A37"


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    text = resource("icons", "line", f"{name}.svg").read_text(encoding="utf-8").replace(_PEN, colour)
    return QSvgRenderer(QByteArray(text.encode()))


def draw(painter: QPainter, name: str, rect: QRect | QRectF, colour: str) -> None:
    """Paint a picture into a square."""
    _renderer(name, colour).render(painter, QRectF(rect))


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


def program_icon() -> QIcon:
    """The program's own picture, for windows and the task bar."""
    made = QIcon()
    for size in (16, 32, 48, 64, 128, 256):
        made.addFile(str(resource("icons", f"app-{size}.png")), QSize(size, size))
    return made
