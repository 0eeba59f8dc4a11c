"""The six dimensions as bars with numerator and denominator; what is not measured is hatched and says so."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from gzvalue.gui import theme
from gzvalue.gui.charts import canvas
from gzvalue.gui.tokens import BODY, HELP, Tokens

BAR, LINE = 30, 20


@dataclass(frozen=True)
class DimensionBar:
    """One dimension: key, name, share from 0 to 1 or ``None``, words behind the bar, and a line for each indicator."""

    key: str
    name: str
    score: float | None
    words: str
    lines: tuple[str, ...] = ()


class DimensionBars(canvas.Chart):
    """``chosen`` gives the key of a dimension."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, interactive=True, parent=parent)
        self._bars: tuple[DimensionBar, ...] = ()

    def show_bars(self, bars: Sequence[DimensionBar]) -> None:
        """Show these in this order."""
        self._bars = tuple(bars)
        self.describe("；".join(f"{one.name} {one.words}" for one in bars))

    @property
    def bars(self) -> tuple[DimensionBar, ...]:
        """What is shown."""
        return self._bars

    def sizeHint(self) -> QSize:
        """A bar each, and its lines."""
        return QSize(440, sum(BAR + LINE * len(one.lines) + 6 for one in self._bars))

    def draw(self, painter: QPainter, tokens: Tokens) -> None:
        """From top to bottom."""
        label = max((self.ink_width(one.name, BODY) for one in self._bars), default=50) + 14
        figure = self.ink_width("100.00%", BODY, bold=True) + 12
        wide = max(self.width() - label - figure, 60)
        top = 0.0
        for one in self._bars:
            canvas.words(painter, QRectF(0, top, label - 8, BAR), one.name, tokens.ink, theme.font(BODY))
            track = QRectF(label, top + 8, wide, BAR - 16)
            if one.score is None:
                canvas.hatch(painter, track, tokens)
                canvas.words(
                    painter, QRectF(label + wide, top, figure, BAR), "未测量", tokens.quiet, theme.font(HELP), Qt.AlignmentFlag.AlignRight
                )
            else:
                canvas.bar(painter, track, tokens.line)
                canvas.bar(painter, QRectF(label, top + 8, wide * one.score, BAR - 16), tokens.data[1])
                shown = QRectF(label + wide, top, figure, BAR)
                canvas.words(painter, shown, _percent(one.score), tokens.ink, theme.font(BODY, bold=True), Qt.AlignmentFlag.AlignRight)
            self.door(one.key, QRectF(0, top, self.width(), BAR + LINE * len(one.lines)), f"{one.name}：{one.words}")
            top += BAR
            for line in one.lines:
                canvas.words(painter, QRectF(label, top - 4, self.width() - label, LINE), line, tokens.quiet, theme.font(HELP))
                top += LINE
            top += 6


def _percent(score: float) -> str:
    """Never 100 % where something failed."""
    return "99.99%" if 0.99995 <= score < 1 else f"{score:.2%}"
