"""A ladder of securities: each layer begins where the last one ended; the loan asked is the line to reach."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from gzvalue.gui import theme
from gzvalue.gui.charts import canvas
from gzvalue.gui.tokens import BODY, HELP, Tokens

_ROW, _HEAD = 44, 26


@dataclass(frozen=True)
class Rung:
    """One layer: the key it leads to, its name, what it carries (``None``: not known) and how that is written."""

    key: object
    label: str
    carries: Decimal | None
    text: str


class Ladder(canvas.Chart):
    """Layers from above, the sum below, a dashed line at the loan asked through all of them."""

    def __init__(self, title: str, unit: str, *, parent: QWidget | None = None) -> None:
        super().__init__(title, interactive=True, parent=parent)
        self._unit = unit
        self._rungs: tuple[Rung, ...] = ()
        self._sum: Rung | None = None
        self._asked: tuple[Decimal, str] | None = None

    def show_rungs(self, rungs: Sequence[Rung], total: Rung, asked: tuple[Decimal, str] | None) -> None:
        """Show these layers, their sum and what is asked."""
        self._rungs, self._sum, self._asked = tuple(rungs), total, asked
        said = "；".join(f"{rung.label} {rung.text} {self._unit}" for rung in (*self._rungs, total))
        self.describe(said + (f"；{asked[1]} {self._unit}" if asked else ""))

    def sizeHint(self) -> QSize:
        """Two lines per layer and for the sum."""
        return QSize(420, _HEAD + _ROW * (len(self._rungs) + 1))

    def draw(self, painter: QPainter, tokens: Tokens) -> None:
        """Layers, sum, line."""
        if self._sum is None:
            return
        known = sum((rung.carries for rung in self._rungs if rung.carries is not None), Decimal(0))
        longest = max(known, self._sum.carries or Decimal(0), self._asked[0] if self._asked else Decimal(0))
        room = self.width() - 4.0
        start = Decimal(0)
        for number, rung in enumerate((*self._rungs, self._sum)):
            whole = rung is self._sum
            top = _HEAD + number * _ROW
            if whole:
                canvas.rule(painter, 0, top, self.width(), top, tokens.line)
            self._rung(
                painter,
                tokens,
                rung,
                (top, _length(Decimal(0) if whole else start, longest, room), _length(rung.carries, longest, room)),
                number,
            )
            start += rung.carries or Decimal(0)
        if self._asked:
            at = max(_length(self._asked[0], longest, room), 1)
            canvas.rule(painter, at, _HEAD - 4, at, self.height(), tokens.attention, 1.5, dashed=True)
            wide = self.ink_width(self._asked[1], HELP) + 4
            left = min(max(at - wide / 2, 0), self.width() - wide)
            canvas.words(painter, QRectF(left, 0, wide, _HEAD - 6), self._asked[1], tokens.attention, theme.font(HELP))

    def _rung(self, painter: QPainter, tokens: Tokens, rung: Rung, place: tuple[float, float, float], number: int) -> None:
        top, left, length = place
        whole = rung is self._sum
        font = theme.font(BODY, bold=whole)
        text = QRectF(4, top + 2, self.width() - 8, 22)
        figure = self.ink_width(rung.text, BODY, bold=whole) + 12
        canvas.words(painter, text.adjusted(0, 0, -figure, 0), rung.label, tokens.ink, font)
        canvas.words(painter, text, rung.text, tokens.ink, font, Qt.AlignmentFlag.AlignRight)
        area = QRectF(left + 1, top + 26, max(length, 2), 10)
        if rung.carries is None:
            canvas.hatch(painter, QRectF(left + 1, top + 26, 40, 10), tokens)
        else:
            canvas.bar(painter, area, tokens.data[0] if whole else tokens.data[1 + number % 3])
        self.door(rung.key, QRectF(0, top, self.width(), _ROW), f"{rung.label} {rung.text} {self._unit}")


def _length(value: Decimal | None, longest: Decimal, room: float) -> float:
    return room * float(max(value, Decimal(0)) / longest) if value is not None and longest > 0 else 0.0
