"""Ranking: one bar per item from a zero baseline, the longest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from gzvalue.gui import theme
from gzvalue.gui.charts import canvas
from gzvalue.gui.tokens import HELP, Tokens

_ROW = 24


@dataclass(frozen=True)
class Ranked:
    """One item: the key it leads to, its name, its size, how the size is written, and a word behind it (a grade)."""

    key: object
    label: str
    value: Decimal
    text: str
    mark: str = ""


class RankingBars(canvas.Chart):
    """The first ``most`` items by size, with name left, bar and figure right; the rest is counted in a last line."""

    def __init__(self, title: str, unit: str, *, most: int = 10, parent: QWidget | None = None) -> None:
        super().__init__(title, interactive=True, parent=parent)
        self._unit, self._most = unit, most
        self._rows: tuple[Ranked, ...] = ()
        self._left_out = 0
        self._top = Decimal(0)
        self._marked: frozenset[object] = frozenset()

    def show_rows(
        self, rows: Sequence[Ranked], *, full: Decimal | None = None, marked: frozenset[object] = frozenset(), of: int = 0
    ) -> None:
        """Show these items, largest first.

        ``full`` is the value of a full-length bar, else the largest; ``marked`` are keys of items that are chosen;
        ``of`` how many items there are where only the first of them are given.
        """
        before = (self._rows, self._left_out, self._top, self._marked)
        ordered = sorted(rows, key=lambda row: -row.value)
        self._rows, self._marked = tuple(ordered[: self._most]), marked
        self._left_out = max(of, len(ordered)) - len(self._rows)
        self._top = full if full is not None else max((row.value for row in self._rows), default=Decimal(0))
        if before == (self._rows, self._left_out, self._top, self._marked):
            return
        self.describe("；".join(self._words(number, row) for number, row in enumerate(self._rows, 1)))

    @property
    def rows(self) -> tuple[Ranked, ...]:
        """What is shown, in order."""
        return self._rows

    def sizeHint(self) -> QSize:
        """One line per item, one for what is left out."""
        return QSize(248, _ROW * (len(self._rows) + (1 if self._left_out else 0)))

    def draw(self, painter: QPainter, tokens: Tokens) -> None:
        """One line per item."""
        small = theme.font(HELP)
        text = max((self.ink_width(row.text, HELP) for row in self._rows), default=0) + 4
        mark = max((self.ink_width(row.mark, HELP) for row in self._rows if row.mark), default=0)
        label = min(max((self.ink_width(row.label, HELP) for row in self._rows), default=0) + 14, self.width() * 0.46)
        room = max(self.width() - label - text - (mark + 10 if mark else 0) - 4, 10)
        for number, row in enumerate(self._rows):
            line = QRectF(0, number * _ROW, self.width(), _ROW)
            if row.key in self._marked:
                canvas.bar(painter, line, tokens.wash)
            length = room * float(min(max(row.value, Decimal(0)) / self._top, Decimal(1))) if self._top > 0 else 0
            canvas.words(painter, QRectF(4, line.top(), label - 10, _ROW), row.label, tokens.ink, small)
            canvas.bar(painter, QRectF(label, line.top() + 6, max(length, 1), _ROW - 12), tokens.data[1])
            canvas.words(painter, QRectF(label + length + 6, line.top(), text, _ROW), row.text, tokens.ink, small)
            if row.mark:
                canvas.words(painter, line.adjusted(0, 0, -4, 0), row.mark, tokens.quiet, small, Qt.AlignmentFlag.AlignRight)
            self.door(row.key, line, self._words(number + 1, row))
        canvas.rule(painter, label, 0, label, _ROW * len(self._rows), tokens.line)
        if self._left_out:
            rest = QRectF(label, _ROW * len(self._rows), self.width() - label, _ROW)
            canvas.words(painter, rest, f"另有 {self._left_out} 项未列出", tokens.quiet, small)

    def _words(self, number: int, row: Ranked) -> str:
        mark = (f"，{row.mark}" if row.mark else "") + ("，已选中" if row.key in self._marked else "")
        return f"第 {number} {row.label} {row.text} {self._unit}{mark}"
