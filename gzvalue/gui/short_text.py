"""Text that takes at most so many lines, cut with …; the whole of it stands in the tool tip."""

from itertools import pairwise

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent, QTextLayout
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class OneLine(QLabel):
    """A label of one line that is painted cut with … where it does not fit; ``text()`` stays whole."""

    def __init__(self, role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        if role:
            self.setProperty("role", role)

    def minimumSizeHint(self) -> QSize:
        """It may become as narrow as one wishes."""
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """As a label paints, but cut."""
        painter = QPainter(self)
        area = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, area.width())
        self.style().drawItemText(painter, area, int(self.alignment()), self.palette(), self.isEnabled(), shown, self.foregroundRole())


class ShortText(QLabel):
    """A paragraph of a fixed number of lines, whatever stands in it; quiet unless ``role`` says otherwise."""

    def __init__(self, lines: int = 2, *, role: str = "caption", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines, self._whole = lines, ""
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_whole(self, text: str) -> None:
        """Show this text as far as it fits."""
        self._whole = " ".join(text.split())
        self.setAccessibleName(self._whole)
        self._cut()

    def whole(self) -> str:
        """The text, not cut."""
        return self._whole

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        return QSize(80, QFontMetrics(self.font()).lineSpacing() * self._lines + 2)

    def minimumSizeHint(self) -> QSize:
        """The same height however narrow."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, another cut."""
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        shown, cut = cut_to(self._whole, self.font(), max(self.width(), 20), self._lines)
        self.setText(shown)
        self.setToolTip(self._whole if cut else "")


def cut_to(text: str, font: QFont, width: int, lines: int) -> tuple[str, bool]:
    """As much of a text as fits into so many lines of a width, the last one ending in …; whether it was cut."""
    layout = QTextLayout(text, font)
    layout.beginLayout()
    starts: list[int] = []
    while len(starts) <= lines:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        starts.append(line.textStart())
    layout.endLayout()
    if len(starts) <= lines:
        return "\n".join(text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)), False
    last = starts[lines - 1]
    tail = QFontMetrics(font).elidedText(text[last:], Qt.TextElideMode.ElideRight, width)
    return "\n".join([*(text[a:b] for a, b in pairwise(starts[:lines])), tail]), True
