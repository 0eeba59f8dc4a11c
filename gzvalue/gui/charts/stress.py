"""What is left when something goes wrong: one bar per case in the order given, the present as the first, a line at what must be carried."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from gzvalue.gui import theme
from gzvalue.gui.charts import canvas
from gzvalue.gui.tokens import HELP, Tokens

_ROW, _BAR, _HEAD = 24, 12, 26


@dataclass(frozen=True)
class Case:
    """One case: the key it leads to, its name, what is left (``None``: cannot be computed) and how that is written."""

    key: object
    label: str
    value: Decimal | None
    text: str


class StressBars(canvas.Chart):
    """Bars from zero; those that do not reach the line carry the word 不足, so that colour is never alone."""

    def __init__(self, title: str, unit: str, *, parent: QWidget | None = None) -> None:
        super().__init__(title, interactive=True, parent=parent)
        self._unit = unit
        self._cases: tuple[Case, ...] = ()
        self._line: tuple[Decimal, str] | None = None

    def show_cases(self, cases: Sequence[Case], line: tuple[Decimal, str] | None) -> None:
        """Show these cases and, where known, the amount to reach with its words."""
        self._cases, self._line = tuple(cases), line
        said = "；".join(self._words(case) for case in self._cases)
        self.describe(said + (f"；{line[1]} {self._unit}" if line else ""))

    @property
    def cases(self) -> tuple[Case, ...]:
        """What is shown, in order."""
        return self._cases

    def short(self, case: Case) -> bool:
        """Whether a case does not reach the line."""
        return self._line is not None and case.value is not None and case.value < self._line[0]

    def sizeHint(self) -> QSize:
        """One line per case under the words of the line."""
        return QSize(420, _HEAD + _ROW * len(self._cases) + 4)

    def draw(self, painter: QPainter, tokens: Tokens) -> None:
        """Names left, bars, figures in a column at the right where the dashed line does not cross them."""
        if not self._cases:
            return
        left = min(max(self.ink_width(case.label, HELP) for case in self._cases) + 14, self.width() * 0.42)
        figure = max(self.ink_width(self._figure(case), HELP) for case in self._cases) + 10
        sizes = [case.value for case in self._cases if case.value is not None] + ([self._line[0]] if self._line else [])
        longest = max(sizes, default=Decimal(0))
        room = max(self.width() - left - figure, 20.0)
        for number, case in enumerate(self._cases):
            self._bar(painter, tokens, case, number, (left, _length(case.value, longest, room)))
        bottom = _HEAD + _ROW * len(self._cases)
        canvas.rule(painter, left, _HEAD, left, bottom, tokens.line)
        if self._line:
            at = left + _length(self._line[0], longest, room)
            canvas.rule(painter, at, _HEAD - 4, at, bottom, tokens.attention, 1.5, dashed=True)
            wide = self.ink_width(self._line[1], HELP) + 4
            start = min(max(at - wide / 2, 0), self.width() - wide)
            canvas.words(painter, QRectF(start, 0, wide, _HEAD - 6), self._line[1], tokens.attention, theme.font(HELP))

    def _bar(self, painter: QPainter, tokens: Tokens, case: Case, number: int, place: tuple[float, float]) -> None:
        left, length = place
        area = QRectF(0, _HEAD + number * _ROW, self.width(), _ROW)
        small = theme.font(HELP, bold=not number)
        canvas.words(painter, QRectF(0, area.top(), left - 8, _ROW), case.label, tokens.ink, small)
        top = area.top() + (_ROW - _BAR) / 2
        if case.value is None:
            canvas.hatch(painter, QRectF(left, top, 40, _BAR), tokens)
        else:
            canvas.bar(painter, QRectF(left, top, max(length, 2), _BAR), tokens.data[0] if not number else tokens.data[1])
        colour = tokens.stop if self.short(case) else tokens.ink
        canvas.words(painter, area, self._figure(case), colour, small, Qt.AlignmentFlag.AlignRight)
        self.door(case.key, area, self._words(case))

    def _figure(self, case: Case) -> str:
        return f"不足 {case.text}" if self.short(case) else case.text

    def _words(self, case: Case) -> str:
        unit = "" if case.value is None else f" {self._unit}"
        return f"{case.label}：{case.text}{unit}" + ("，不足" if self.short(case) else "")


def _length(value: Decimal | None, longest: Decimal, room: float) -> float:
    return room * float(max(value, Decimal(0)) / longest) if value is not None and longest > 0 else 0.0
