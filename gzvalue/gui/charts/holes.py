"""Where cells are missing: columns down, blocks of rows across, darker the more are missing; a block without a hole stays paper."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from gzvalue.gui import theme
from gzvalue.gui.charts import canvas
from gzvalue.gui.tokens import HELP, Tokens

ROW, HEAD = 22, 30
_SHARE = 72


@dataclass(frozen=True)
class HoleRow:
    """One column of the data: its name, missing cells by block, and cells in all."""

    name: str
    missing: tuple[int, ...]
    cells: int


class HolesMap(canvas.Chart):
    """``chosen`` gives ``(column, number of the block)``."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, interactive=True, parent=parent)
        self._blocks: tuple[tuple[str, int], ...] = ()
        self._rows: tuple[HoleRow, ...] = ()

    def show_holes(self, blocks: Sequence[tuple[str, int]], rows: Sequence[HoleRow]) -> None:
        """Show these; ``blocks`` are words (``第 2–101 行``) and rows in each."""
        self._blocks, self._rows = tuple(blocks), tuple(rows)
        self.describe("；".join(f"{row.name} 缺失 {sum(row.missing):,} / {row.cells:,}" for row in rows) or "没有缺失的单元格")

    @property
    def rows(self) -> tuple[HoleRow, ...]:
        """What is shown."""
        return self._rows

    def sizeHint(self) -> QSize:
        """A line per column under the head."""
        return QSize(420, HEAD + ROW * len(self._rows))

    def draw(self, painter: QPainter, tokens: Tokens) -> None:
        """The lines in sight, then the head."""
        label = min(max((self.ink_width(row.name, HELP) for row in self._rows), default=60) + 12, self.width() * 0.34)
        wide = max((self.width() - label - _SHARE) / max(len(self._blocks), 1), 2)
        sight = self.visibleRegion().boundingRect()
        small = theme.font(HELP)
        for number, row in enumerate(self._rows):
            top = HEAD + number * ROW
            if top + ROW < sight.top() or top > sight.bottom():
                continue
            canvas.words(painter, QRectF(0, top, label - 8, ROW), row.name, tokens.ink, small)
            for place, ((words, rows), missing) in enumerate(zip(self._blocks, row.missing, strict=True)):
                area = QRectF(label + place * wide, top + 2, max(wide - 1, 1), ROW - 4)
                canvas.bar(painter, area, tint(tokens, missing / rows if rows else 0.0).name())
                if missing:
                    self.door((row.name, place), area, f"{row.name} {words}：缺失 {missing:,} / {rows:,}")
            share = sum(row.missing) / row.cells if row.cells else 0.0
            right = QRectF(self.width() - _SHARE + 8, top, _SHARE - 8, ROW)
            canvas.words(painter, right, f"{share:.1%}" if share >= 0.001 else "<0.1%", tokens.quiet, small, Qt.AlignmentFlag.AlignRight)
        self._head(painter, tokens, label, wide)

    def _head(self, painter: QPainter, tokens: Tokens, label: float, wide: float) -> None:
        top = float(max(self.visibleRegion().boundingRect().top(), 0))
        canvas.bar(painter, QRectF(0, top, self.width(), HEAD - 4), tokens.paper)
        small = theme.font(HELP)
        if self._blocks:
            across = wide * len(self._blocks)
            first, last = self._blocks[0][0], self._blocks[-1][0]
            half = QRectF(label, top, across / 2, HEAD - 6)
            canvas.words(painter, half, first if len(self._blocks) == 1 else f"← {first}", tokens.quiet, small)
            if len(self._blocks) > 1:
                canvas.words(painter, half.translated(across / 2, 0), f"{last} →", tokens.quiet, small, Qt.AlignmentFlag.AlignRight)
        canvas.words(
            painter,
            QRectF(self.width() - _SHARE + 8, top, _SHARE - 8, HEAD - 6),
            "缺失率",
            tokens.quiet,
            small,
            Qt.AlignmentFlag.AlignRight,
        )
        canvas.rule(painter, 0, top + HEAD - 4, self.width(), top + HEAD - 4, tokens.line)


def tint(tokens: Tokens, share: float) -> QColor:
    """The ground of a share of missing cells: none the colour of panels, all the darkest hue; a single hole is seen already."""
    paper, ink = QColor(tokens.panel), QColor(tokens.data[0] if not tokens.dark else tokens.data[1])
    far = 0.0 if share <= 0 else 0.22 + 0.78 * min(share, 1.0)
    return QColor.fromRgbF(
        paper.redF() + (ink.redF() - paper.redF()) * far,
        paper.greenF() + (ink.greenF() - paper.greenF()) * far,
        paper.blueF() + (ink.blueF() - paper.blueF()) * far,
    )
