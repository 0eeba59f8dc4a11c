"""Heat map: things down, dimensions across, a cell darker the higher its score; what is not measured is hatched."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMoveEvent, QPainter
from PySide6.QtWidgets import QWidget

from gzvalue.gui import theme
from gzvalue.gui.charts import canvas
from gzvalue.gui.tokens import HELP, Tokens
from gzvalue.schema.kinds import grouped

ROW, HEAD = 26, 34


@dataclass(frozen=True)
class HeatRow:
    """One line: the key it leads to, its name, one score or ``None`` per column, and a word behind it."""

    key: object
    label: str
    values: tuple[Decimal | None, ...]
    mark: str = ""


class HeatMap(canvas.Chart):
    """Scores of 0–100 as tinted cells that also carry their figure. ``chosen`` gives ``(row key, column key)``.

    Put it into a scroll area: the head stays at the top of what is visible.
    """

    def __init__(
        self, title: str, columns: Sequence[tuple[object, str]], *, empty: str = "未测量", places: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(title, interactive=True, parent=parent)
        self._columns = tuple(columns)
        self._empty = empty
        self._places = places
        self._rows: tuple[HeatRow, ...] = ()

    def show_rows(self, rows: Sequence[HeatRow]) -> None:
        """Show these lines in this order."""
        self._rows = tuple(rows)
        missing = sum(value is None for row in rows for value in row.values)
        self.describe(f"{len(rows)} 行，{len(self._columns)} 列，{missing} 格{self._empty}；" + "；".join(map(self._words, rows)))

    @property
    def rows(self) -> tuple[HeatRow, ...]:
        """What is shown."""
        return self._rows

    def sizeHint(self) -> QSize:
        """One line per row under the head."""
        head = max((self.ink_width(name, HELP) for _, name in self._columns), default=40) + 16
        return QSize(int(260 + head * len(self._columns)), HEAD + ROW * len(self._rows))

    def moveEvent(self, event: QMoveEvent) -> None:
        """Scrolled: the head moves against the picture."""
        self.update()
        super().moveEvent(event)

    def draw(self, painter: QPainter, tokens: Tokens) -> None:
        """Only the lines that are in sight, then the head above them."""
        sight = self.visibleRegion().boundingRect()
        label, mark, wide = self._layout()
        first = max(int((sight.top() - HEAD) // ROW), 0)
        last = min(int((sight.bottom() - HEAD) // ROW) + 1, len(self._rows))
        for number in range(first, last):
            self._line(painter, tokens, self._rows[number], HEAD + number * ROW, (label, wide))
        top = float(max(sight.top(), 0))
        canvas.bar(painter, QRectF(0, top, self.width(), HEAD - 2), tokens.paper)
        for number, (_, name) in enumerate(self._columns):
            head = QRectF(label + number * wide, top, wide, HEAD - 2)
            canvas.words(painter, head, name, tokens.quiet, theme.font(HELP), Qt.AlignmentFlag.AlignHCenter)
        canvas.rule(painter, 0, top + HEAD - 2, self.width() - mark, top + HEAD - 2, tokens.line)

    def _layout(self) -> tuple[float, float, float]:
        label = min(max((self.ink_width(row.label, HELP) for row in self._rows), default=60) + 12, self.width() * 0.42)
        mark = max((self.ink_width(row.mark, HELP) + 12 for row in self._rows if row.mark), default=0)
        return label, mark, min((self.width() - label - mark) / max(len(self._columns), 1), 120)

    def _line(self, painter: QPainter, tokens: Tokens, row: HeatRow, top: float, layout: tuple[float, float]) -> None:
        label, wide = layout
        small = theme.font(HELP)
        canvas.words(painter, QRectF(0, top, label - 8, ROW), row.label, tokens.ink, small)
        for number, ((key, name), value) in enumerate(zip(self._columns, row.values, strict=True)):
            cell = QRectF(label + number * wide + 1, top + 1, wide - 2, ROW - 2)
            if value is None:
                canvas.hatch(painter, cell, tokens)
            else:
                canvas.bar(painter, cell, _tint(tokens, value).name())
                canvas.words(painter, cell, grouped(value, self._places), tokens.ink, small, Qt.AlignmentFlag.AlignHCenter)
            shown = self._empty if value is None else f"{grouped(value, 1)} 分"
            self.door((row.key, key), cell, f"{row.label} {name}：{shown}")
        if row.mark:
            right = label + wide * len(self._columns) + 8
            canvas.words(painter, QRectF(right, top, self.width() - right, ROW), row.mark, tokens.quiet, small)

    def _words(self, row: HeatRow) -> str:
        named = zip(self._columns, row.values, strict=True)
        return f"{row.label}：" + "、".join(f"{name} {self._empty if value is None else grouped(value, 0)}" for (_, name), value in named)


_PALEST, _DEEPEST = 0.06, {False: 0.72, True: 0.46}
"""How far from paper towards the accent a tint goes, in the light and in the dark set: ink on it keeps a contrast of 4.5."""


def _tint(tokens: Tokens, value: Decimal) -> QColor:
    """The ground of a score: below 40 all pale, so that the useful range is told apart."""
    share = min(max((float(value) - 40) / 60, 0.0), 1.0)
    far, paper, accent = _PALEST + (_DEEPEST[tokens.dark] - _PALEST) * share, QColor(tokens.paper), QColor(tokens.data[1])
    return QColor.fromRgbF(
        paper.redF() + (accent.redF() - paper.redF()) * far,
        paper.greenF() + (accent.greenF() - paper.greenF()) * far,
        paper.blueF() + (accent.blueF() - paper.blueF()) * far,
    )
