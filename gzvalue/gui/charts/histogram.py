"""The values that many draws gave, with P10, P50 and P90 and the conclusion as lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from gzvalue.gui import theme
from gzvalue.gui.charts import canvas
from gzvalue.gui.tokens import HELP, Tokens

_TOP, _FOOT, _HEIGHT = 44, 24, 220


@dataclass(frozen=True)
class Mark:
    """A line across the picture: its value, its label, and whether it is the conclusion itself."""

    value: Decimal
    label: str
    strong: bool = False


class Histogram(canvas.Chart):
    """Columns from a zero base; the part between P10 and P90 is darker."""

    def __init__(self, title: str, unit: str, *, parent: QWidget | None = None) -> None:
        super().__init__(title, parent=parent)
        self._unit = unit
        self._edges: tuple[Decimal, ...] = ()
        self._counts: tuple[int, ...] = ()
        self._marks: tuple[Mark, ...] = ()
        self._ends: tuple[str, str] = ("", "")
        self._between: tuple[Decimal, Decimal] = (Decimal(0), Decimal(0))

    def show_counts(
        self,
        edges: Sequence[Decimal],
        counts: Sequence[int],
        marks: Sequence[Mark],
        between: tuple[Decimal, Decimal],
        ends: tuple[str, str],
    ) -> None:
        """Show the bins.

        Args:
            edges: borders, one more than ``counts``.
            counts: draws per bin.
            marks: lines.
            between: what lies between is darker.
            ends: how the outer borders are written.
        """
        self._edges, self._counts, self._marks, self._between, self._ends = tuple(edges), tuple(counts), tuple(marks), between, ends
        said = [f"{mark.label} {self._unit}" for mark in self._marks]
        self.describe(f"模拟结果的分布，自 {ends[0]} 至 {ends[1]} {self._unit}；" + "；".join(said))

    def sizeHint(self) -> QSize:
        """A broad picture of one height."""
        return QSize(620, _HEIGHT)

    def draw(self, painter: QPainter, tokens: Tokens) -> None:
        """Columns, base, marks with their labels in two lines so that near ones do not touch."""
        if not self._counts or self._edges[-1] <= self._edges[0]:
            if self._marks:
                canvas.words(
                    painter, QRectF(0, 0, self.width(), _TOP), "各次模拟的结果相同：" + self._marks[0].label, tokens.quiet, theme.font(HELP)
                )
            return
        base = _HEIGHT - _FOOT
        room = base - _TOP
        most = max(self._counts)
        for left, right, count in zip(self._edges, self._edges[1:], self._counts, strict=False):
            inside = self._between[0] <= (left + right) / 2 <= self._between[1]
            high = room * count / most
            x = self._place(left)
            canvas.bar(
                painter, QRectF(x, base - high, max(self._place(right) - x - 1, 1), high), tokens.data[1] if inside else tokens.data[4]
            )
        canvas.rule(painter, 0, base, self.width(), base, tokens.line)
        font = theme.font(HELP)
        canvas.words(painter, QRectF(0, base + 2, 120, 20), self._ends[0], tokens.quiet, font)
        canvas.words(
            painter,
            QRectF(self.width() - 160, base + 2, 160, 20),
            f"{self._ends[1]} {self._unit}",
            tokens.quiet,
            font,
            Qt.AlignmentFlag.AlignRight,
        )
        self._lines(painter, tokens, base)

    def _lines(self, painter: QPainter, tokens: Tokens, base: float) -> None:
        taken = [-1e9, -1e9]
        for mark in sorted(self._marks, key=lambda one: one.value):
            x = self._place(mark.value)
            canvas.rule(painter, x, _TOP - 4, x, base, tokens.ink, 2 if mark.strong else 1, dashed=not mark.strong)
            wide = self.ink_width(mark.label, HELP, bold=mark.strong) + 6
            left = min(max(x - wide / 2, 0), self.width() - wide)
            line = 0 if left > taken[0] else 1
            taken[line] = left + wide + 4
            canvas.words(painter, QRectF(left, line * 20, wide, 20), mark.label, tokens.ink, theme.font(HELP, bold=mark.strong))

    def _place(self, value: Decimal) -> float:
        span = self._edges[-1] - self._edges[0]
        place = float((value - self._edges[0]) / span) * self.width()
        return min(max(place, 1.0), self.width() - 1.0)
