"""How the pool wears off beside what is still owed: two columns a year from a zero base, labelled directly."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from gzvalue.gui import theme
from gzvalue.gui.charts import canvas
from gzvalue.gui.tokens import HELP, Tokens

_HEIGHT, _TOP, _FOOT = 210, 46, 24
_WIDEST = 64.0


@dataclass(frozen=True)
class Pair:
    """One day: the key it leads to, its label, the value of the pool and the balance with how both are written."""

    key: object
    label: str
    pool: Decimal
    balance: Decimal
    pool_text: str
    balance_text: str


class RunOffColumns(canvas.Chart):
    """Left column the pool (filled), right the balance (hatched, so that both are told apart in grey)."""

    def __init__(self, title: str, unit: str, *, parent: QWidget | None = None) -> None:
        super().__init__(title, interactive=True, parent=parent)
        self._unit = unit
        self._pairs: tuple[Pair, ...] = ()

    def show_pairs(self, pairs: Sequence[Pair]) -> None:
        """Show these days in order."""
        self._pairs = tuple(pairs)
        self.describe("；".join(self._words(one) for one in self._pairs))

    def sizeHint(self) -> QSize:
        """One height; nothing without days."""
        return QSize(420, _HEIGHT if self._pairs else 0)

    def draw(self, painter: QPainter, tokens: Tokens) -> None:
        """Legend, columns with their figures, days."""
        if not self._pairs:
            return
        self._legend(painter, tokens)
        most = max(max(one.pool, one.balance) for one in self._pairs)
        base = float(_HEIGHT - _FOOT)
        step = self.width() / len(self._pairs)
        small = theme.font(HELP)
        for number, one in enumerate(self._pairs):
            place = QRectF(number * step, 0, step, _HEIGHT)
            wide = min(step * 0.4, _WIDEST)
            middle = place.center().x()
            for side, (value, text) in enumerate(((one.pool, one.pool_text), (one.balance, one.balance_text))):
                high = (base - _TOP) * float(max(value, Decimal(0)) / most) if most > 0 else 0.0
                area = QRectF(middle - wide - 1 if not side else middle + 1, base - high, wide, high)
                if side:
                    canvas.hatch(painter, area, tokens)
                else:
                    canvas.bar(painter, area, tokens.data[1])
                label = area.adjusted(-8 if not side else 0, 0, 0 if not side else 8, 0)
                label.setTop(base - high - 20)
                label.setHeight(18)
                canvas.words(painter, label, text, tokens.ink, small, Qt.AlignmentFlag.AlignHCenter)
            canvas.words(painter, QRectF(place.left(), base + 3, step, 20), one.label, tokens.quiet, small, Qt.AlignmentFlag.AlignHCenter)
            self.door(one.key, place, self._words(one))
        canvas.rule(painter, 0, base, self.width(), base, tokens.line)

    def _legend(self, painter: QPainter, tokens: Tokens) -> None:
        small = theme.font(HELP)
        canvas.bar(painter, QRectF(0, 4, 12, 12), tokens.data[1])
        canvas.words(painter, QRectF(18, 0, 90, 20), "质押池价值", tokens.quiet, small)
        canvas.hatch(painter, QRectF(112, 4, 12, 12), tokens)
        canvas.words(painter, QRectF(130, 0, 90, 20), "贷款余额", tokens.quiet, small)

    def _words(self, one: Pair) -> str:
        return f"{one.label}：质押池 {one.pool_text}，贷款余额 {one.balance_text} {self._unit}"
