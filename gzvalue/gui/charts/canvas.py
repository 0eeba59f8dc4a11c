"""What all pictures share: tokens of the theme, doors that can be clicked, chosen by keyboard and read aloud."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gzvalue.gui import theme
from gzvalue.gui.tokens import Tokens


@dataclass(frozen=True)
class Door:
    """One part of a picture that leads somewhere: its key, where it lies, and how it is read aloud."""

    key: object
    area: QRectF
    words: str


class Chart(QWidget):
    """A picture with a title that is read aloud. A subclass paints in `draw` and calls `door` for what can be clicked.

    ``interactive`` pictures take the keyboard focus; arrows move between the doors, Enter goes through.
    """

    chosen = Signal(object)

    def __init__(self, title: str, *, interactive: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._doors: list[Door] = []
        self._at = -1
        self._interactive = interactive
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if interactive:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setMouseTracking(True)

    # --- for subclasses -----------------------------------------------------------------------

    def draw(self, painter: QPainter, tokens: Tokens) -> None:
        """Paint the picture; the area is ``self.rect()``."""
        raise NotImplementedError

    def describe(self, words: str) -> None:
        """Say the figures in words for those who cannot see them, and paint anew."""
        self.setAccessibleDescription(words)
        self.updateGeometry()
        self.update()

    def door(self, key: object, area: QRectF, words: str) -> None:
        """Make an area of the picture a door."""
        self._doors.append(Door(key, area, words))

    def ink_width(self, text: str, size: int, *, bold: bool = False) -> float:
        """Width of a text in points."""
        return QFontMetricsF(theme.font(size, bold=bold)).horizontalAdvance(text)

    # --- Qt -----------------------------------------------------------------------------------

    @property
    def doors(self) -> Sequence[Door]:
        """What can be clicked, as last painted."""
        return tuple(self._doors)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint with the theme's present tokens, then the focus ring."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        self._doors.clear()
        tokens = theme.tokens_of(self)
        try:
            self.draw(painter, tokens)
            if self._interactive and self.hasFocus() and self._doors:
                self._at = min(max(self._at, 0), len(self._doors) - 1)
                ring(painter, self._doors[self._at].area, tokens)
        finally:  # a painter that outlives its event kills the process
            painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move between the doors, Enter and the space bar go through."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        if self._interactive and self._doors and step is not None:
            self._at = (max(self._at, 0) + step) % len(self._doors)
            self.update()
        elif (
            self._interactive
            and 0 <= self._at < len(self._doors)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        ):
            self.chosen.emit(self._doors[self._at].key)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click goes through the door under it."""
        found = self._under(event.position())
        if found is not None and event.button() == Qt.MouseButton.LeftButton:
            self._at = self._doors.index(found)
            self.chosen.emit(found.key)
        else:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The click was taken when the button went down."""
        event.setAccepted(self._interactive)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over what can be clicked."""
        if self._interactive:
            over = self._under(event.position()) is not None
            self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def event(self, event: QEvent) -> bool:
        """Say under the pointer what a part is."""
        if event.type() == QEvent.Type.ToolTip:
            found = self._under(QPointF(event.pos()))  # type: ignore[attr-defined]
            if found is not None and found.words:
                QToolTip.showText(event.globalPos(), found.words, self)  # type: ignore[attr-defined]
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change between light and dark."""
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.update()
        super().changeEvent(event)

    def minimumSizeHint(self) -> QSize:
        """Never narrower than a label, as high as the picture."""
        return QSize(min(160, self.sizeHint().width()), self.sizeHint().height())

    def _under(self, point: QPointF) -> Door | None:
        if not self._interactive:
            return None
        return next((door for door in reversed(self._doors) if door.area.contains(point)), None)


# --- strokes that pictures share ----------------------------------------------------------------


def ring(painter: QPainter, area: QRectF, tokens: Tokens) -> None:
    """The focus ring: two points of accent around an area."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(tokens.accent), 2))
    painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 4, 4)


def words(
    painter: QPainter,
    area: QRectF,
    text: str,
    colour: str,
    font: QFont,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """One line of text, centred in height, cut with … where it is too long."""
    painter.setFont(font)
    painter.setPen(QColor(colour))
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width() + 0.5)
    painter.drawText(area, int(align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)


def bar(painter: QPainter, area: QRectF, colour: str) -> None:
    """A filled bar without outline."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRect(area)


def rule(painter: QPainter, x1: float, y1: float, x2: float, y2: float, colour: str, width: float = 1, *, dashed: bool = False) -> None:
    """A straight line."""
    style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
    painter.setPen(QPen(QColor(colour), width, style))
    painter.drawLine(QPointF(x1, y1), QPointF(x2, y2))


def hatch(painter: QPainter, area: QRectF, tokens: Tokens) -> None:
    """Diagonal lines for what is not measured; drawn, not a brush, so that they scale with the screen."""
    bar(painter, area, tokens.panel)
    painter.save()
    painter.setClipRect(area)
    painter.setPen(QPen(QColor(tokens.hatch), 1))
    start = area.left() - area.height()
    while start < area.right():
        painter.drawLine(QPointF(start, area.bottom()), QPointF(start + area.height(), area.top()))
        start += 6
    painter.restore()
