"""A figure that is a door: a click, Enter or the space bar asks where it comes from."""

from decimal import Decimal

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from gzvalue.gui import theme
from gzvalue.gui.charts import canvas
from gzvalue.gui.tokens import BODY, HELP, XS
from gzvalue.schema.kinds import in_wan

NONE = "—"
"""Stands where a figure cannot be computed."""


def wan(amount: Decimal | None, places: int = 0) -> str:
    """An amount as 万元 without the unit, or a dash."""
    return NONE if amount is None else in_wan(amount, places)


class FigureDoor(QAbstractButton):
    """A figure with its unit, underlined under the pointer. Without a way behind it (`set_open`) it is plain text."""

    def __init__(self, size: int = BODY, *, bold: bool = False, right: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size, self._bold, self._right = size, bold, right
        self._unit = ""
        self._open = True
        self._over = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_figure(self, text: str, unit: str = "", *, name: str = "") -> None:
        """Show a figure; ``name`` says what it is to those who cannot see."""
        self._unit = unit
        self.setText(text)
        said = f"{name} {text} {unit}".strip()
        self.setAccessibleName(said)
        self.setToolTip(f"{said}：点击查看怎么算出来的" if self._open else "")
        self.updateGeometry()
        self.update()

    def set_open(self, open: bool) -> None:
        """Whether there is something behind the figure."""
        self._open = open
        self.setEnabled(open)
        if not open:
            self.setToolTip("")

    def sizeHint(self) -> QSize:
        """Figure and unit beside each other."""
        return QSize(int(self._width() + 2 * XS + 1), self._size + 12)

    def minimumSizeHint(self) -> QSize:
        """Never cut: a figure without its first digits would be another figure."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The figure in ink, the unit quiet; a line under it when the pointer is over, a ring with the focus."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        tokens = theme.tokens_of(self)
        left = self.width() - self._width() - XS if self._right else float(XS)
        font = theme.font(self._size, bold=self._bold)
        figure_wide = QFontMetricsF(font).horizontalAdvance(self.text())
        base = (self.height() + self._size * 0.72) / 2
        painter.setFont(font)
        painter.setPen(QColor(tokens.accent if self._over and self._open else tokens.ink))
        painter.drawText(int(left), int(base), self.text())
        if self._unit:
            painter.setFont(theme.font(HELP))
            painter.setPen(QColor(tokens.quiet))
            painter.drawText(int(left + figure_wide + XS), int(base), self._unit)
        if self._over and self._open:
            canvas.rule(painter, left, base + 3, left + figure_wide, base + 3, tokens.accent)
        if self.hasFocus():
            canvas.ring(painter, QRectF(self.rect()), tokens)
        painter.end()

    def enterEvent(self, event: QEnterEvent) -> None:
        """The pointer is over it."""
        self._over = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer has left."""
        self._over = False
        self.update()
        super().leaveEvent(event)

    def _width(self) -> float:
        wide = QFontMetricsF(theme.font(self._size, bold=self._bold)).horizontalAdvance(self.text())
        return wide + (XS + QFontMetricsF(theme.font(HELP)).horizontalAdvance(self._unit) if self._unit else 0)
