"""The limit as the shortest of several bars, and what is asked beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from gzvalue.gui import theme
from gzvalue.gui.charts import canvas
from gzvalue.gui.tokens import BODY, HELP, Tokens

_ROW, _HEAD, _NAMES = 52, 26, 6


@dataclass(frozen=True)
class Limit:
    """One bound: the key it leads to, its name, its size (``None``: cannot be computed), how that is written, and why."""

    key: object
    label: str
    value: Decimal | None
    text: str
    why: str = ""


class LimitBars(canvas.Chart):
    """One bar per bound from zero; the shortest is marked in words, what is asked is a dashed line through all."""

    def __init__(self, title: str, unit: str, *, parent: QWidget | None = None) -> None:
        super().__init__(title, interactive=True, parent=parent)
        self._unit = unit
        self._limits: tuple[Limit, ...] = ()
        self._asked: tuple[Decimal, str] | None = None

    def show_limits(self, limits: Sequence[Limit], asked: tuple[Decimal, str] | None) -> None:
        """Show these bounds and, where known, what is asked with its words."""
        self._limits, self._asked = tuple(limits), asked
        said = "；".join(self._words(limit) for limit in self._limits)
        self.describe(said + (f"；{asked[1]} {self._unit}" if asked else ""))

    @property
    def shortest(self) -> Limit | None:
        """The bound that decides."""
        known = [limit for limit in self._limits if limit.value is not None]
        return min(known, key=lambda limit: limit.value or Decimal(0), default=None)

    def sizeHint(self) -> QSize:
        """Two lines per bound under the line of what is asked."""
        return QSize(420, _HEAD + _ROW * len(self._limits))

    def draw(self, painter: QPainter, tokens: Tokens) -> None:
        """Bars, then the dashed line of what is asked over them."""
        sizes = [limit.value for limit in self._limits if limit.value is not None]
        if self._asked:
            sizes.append(self._asked[0])
        longest = max(sizes, default=Decimal(0))
        figures = max((self.ink_width(limit.text, BODY, bold=True) for limit in self._limits), default=0.0)
        room = max(self.width() - figures - 20.0, 40.0)  # figures stand right of all bars and of the dashed line
        at = max(_length(self._asked[0], longest, room), 1) if self._asked else 0.0
        left = self.names_at(at)
        for number, limit in enumerate(self._limits):
            self._bar(painter, tokens, limit, (left, _HEAD + number * _ROW), _length(limit.value, longest, room))
        canvas.rule(painter, 0.5, _HEAD, 0.5, self.height(), tokens.line)
        if self._asked:
            canvas.rule(painter, at, _HEAD - 4, at, self.height(), tokens.attention, 1.5, dashed=True)
            wide = self.ink_width(self._asked[1], HELP) + 4
            left = min(max(at - wide / 2, 0), self.width() - wide)
            canvas.words(painter, QRectF(left, 0, wide, _HEAD - 6), self._asked[1], tokens.attention, theme.font(HELP))

    def names_at(self, line: float) -> float:
        """Where the names of the bounds begin: at the left, or right of a dashed line that would strike them."""
        longest = max((self.ink_width(limit.label, BODY, bold=True) for limit in self._limits), default=0.0)
        return _NAMES if not self._asked or line > _NAMES + longest + 4 else line + 8

    def _bar(self, painter: QPainter, tokens: Tokens, limit: Limit, at: tuple[float, float], length: float) -> None:
        left, top = at
        decides = limit is self.shortest
        whole = QRectF(0, top, self.width(), _ROW)
        text = QRectF(_NAMES, top + 2, self.width() - 2 * _NAMES, 22)
        mark = "◀ 最短，即可支持的额度" if decides else ""
        bold = theme.font(BODY, bold=decides)
        figure_wide = self.ink_width(limit.text, BODY, bold=decides) + 4
        canvas.words(painter, text.adjusted(left - _NAMES, 0, -figure_wide - 8, 0), limit.label, tokens.ink, bold)
        canvas.words(painter, text, limit.text, tokens.ink, bold, Qt.AlignmentFlag.AlignRight)
        if limit.value is None:
            canvas.hatch(painter, QRectF(1, top + 26, 60, 14), tokens)
        else:
            canvas.bar(painter, QRectF(1, top + 26, max(length, 2), 14), tokens.data[1] if decides else tokens.data[4])
        after = QRectF(max(length, 2) + 8, top + 24, self.width() - length - 14, 18)
        if mark and after.width() > self.ink_width(mark, HELP):
            canvas.words(painter, after, mark, tokens.ink, theme.font(HELP))
        self.door(limit.key, whole, self._words(limit))

    def _words(self, limit: Limit) -> str:
        size = "无法计算" if limit.value is None else f"{limit.text} {self._unit}"
        decides = "（最短，即可支持的额度）" if limit is self.shortest else ""
        return f"{limit.label}：{size}{decides}" + (f"。{limit.why}" if limit.why else "")


def _length(value: Decimal | None, longest: Decimal, room: float) -> float:
    if value is None or longest <= 0:
        return 0.0
    return room * float(max(value, Decimal(0)) / longest)
