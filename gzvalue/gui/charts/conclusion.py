"""The conclusion on a line from zero: the main method's value large, the cross-checks as marks, the span between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from gzvalue.gui import theme
from gzvalue.gui.charts import canvas
from gzvalue.gui.tokens import BODY, HELP, Tokens

_TRACK = 14


@dataclass(frozen=True)
class Figure:
    """One value on the line: the key it leads to, what it is, its size and how that is written."""

    key: object
    label: str
    value: Decimal
    text: str


class ConclusionBar(canvas.Chart):
    """A bar from zero to the conclusion; other methods' values are diamonds under it, never mixed in."""

    def __init__(self, title: str, unit: str, *, parent: QWidget | None = None) -> None:
        super().__init__(title, interactive=True, parent=parent)
        self._unit = unit
        self._main: Figure | None = None
        self._others: tuple[Figure, ...] = ()

    def show_values(self, main: Figure | None, others: Sequence[Figure]) -> None:
        """Show the conclusion and the cross-checks."""
        self._main, self._others = main, tuple(others)
        said = [f"结论 {main.label} {main.text} {self._unit}"] if main else ["主要方法尚无结果"]
        said += [f"交叉验证 {other.label} {other.text} {self._unit}" for other in self._others]
        self.describe("；".join(said))

    def sizeHint(self) -> QSize:
        """Label, track, and one line per cross-check."""
        return QSize(420, 26 + _TRACK + 12 + 20 * max(len(self._others), 1))

    def draw(self, painter: QPainter, tokens: Tokens) -> None:
        """Track, span, bar, marks."""
        known = [one for one in (self._main, *self._others) if one is not None]
        longest = max((one.value for one in known), default=Decimal(0))
        room = self.width() - 12.0
        track = QRectF(0, 26, self.width(), _TRACK)
        canvas.bar(painter, track, tokens.panel)
        if longest > 0 and len(known) > 1:
            ends = [_at(one.value, longest, room) for one in known]
            canvas.bar(painter, QRectF(min(ends), 26, max(ends) - min(ends), _TRACK), tokens.wash)
        if self._main is not None:
            at = max(_at(self._main.value, longest, room), 2)
            canvas.bar(painter, QRectF(0, 31, at, _TRACK - 10), tokens.data[1])
            canvas.rule(painter, at, 22, at, 44, tokens.ink, 2)
            said = f"结论 {self._main.text}"
            wide = self.ink_width(said, BODY, bold=True) + 4
            left = min(max(at - wide / 2, 0), self.width() - wide)
            canvas.words(painter, QRectF(left, 0, wide, 22), said, tokens.ink, theme.font(BODY, bold=True))
            self.door(self._main.key, QRectF(left, 0, wide, 44), f"结论 {self._main.label} {self._main.text} {self._unit}")
        for number, other in enumerate(self._others):
            self._other(painter, tokens, other, _at(other.value, longest, room), 46 + number * 20)

    def _other(self, painter: QPainter, tokens: Tokens, other: Figure, at: float, top: float) -> None:
        middle = QPointF(max(at, 4), 33)
        painter.setPen(QPen(QColor(tokens.ink), 1.5))
        painter.setBrush(QColor(tokens.paper))
        corners = [QPointF(0, -5), QPointF(5, 0), QPointF(0, 5), QPointF(-5, 0)]
        painter.drawPolygon(QPolygonF([middle + corner for corner in corners]))
        canvas.rule(painter, middle.x(), 39, middle.x(), top + 4, tokens.line)
        said = f"{other.label} {other.text}"
        wide = self.ink_width(said, HELP) + 4
        left = min(max(middle.x() - wide / 2, 0), self.width() - wide)
        area = QRectF(left, top, wide, 20)
        canvas.words(painter, area, said, tokens.quiet, theme.font(HELP), Qt.AlignmentFlag.AlignHCenter)
        self.door(other.key, area, f"交叉验证 {other.label} {other.text} {self._unit}")


def _at(value: Decimal, longest: Decimal, room: float) -> float:
    return room * float(max(value, Decimal(0)) / longest) if longest > 0 else 0.0
