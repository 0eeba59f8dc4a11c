"""Text that takes at most so many lines, cut with …; the whole of it stands in the tool tip."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent, QTextLayout
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class ShortText(QLabel):
    """A quiet paragraph of a fixed number of lines, whatever stands in it."""

    def __init__(self, lines: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines, self._whole = lines, ""
        self.setProperty("role", "caption")
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
        metrics = QFontMetrics(self.font())
        layout = QTextLayout(self._whole, self.font())
        layout.beginLayout()
        starts = []
        while len(starts) <= self._lines:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(max(self.width(), 20))
            starts.append(line.textStart())
        layout.endLayout()
        cut = len(starts) > self._lines
        if cut:
            last = starts[self._lines - 1]
            tail = metrics.elidedText(self._whole[last:], Qt.TextElideMode.ElideRight, max(self.width(), 20))
            self.setText(self._whole[:last] + "\n" * bool(last) + tail)
        else:
            self.setText(self._whole)
        self.setToolTip(self._whole if cut else "")
