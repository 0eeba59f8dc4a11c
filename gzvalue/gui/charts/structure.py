"""Structure of a sum as one stacked bar with direct labels."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from gzvalue.gui import theme
from gzvalue.gui.charts import canvas
from gzvalue.gui.tokens import HELP, Tokens
from gzvalue.schema.kinds import in_percent

_BAR, _ROW, _GAP = 16, 22, 8


@dataclass(frozen=True)
class Part:
    """One part of the sum: the key it leads to, its name, its size and how the size is written."""

    key: object
    label: str
    value: Decimal
    text: str


class StructureBar(canvas.Chart):
    """A bar cut into parts, each named under it with figure and share.

    More parts than there are hues are shown as the largest ones and 其他; parts that are not positive
    have no length and are named all the same.
    """

    def __init__(self, title: str, unit: str, parent: QWidget | None = None) -> None:
        super().__init__(title, interactive=True, parent=parent)
        self._unit = unit
        self._parts: tuple[Part, ...] = ()

    def show_parts(self, parts: Sequence[Part], *, most: int = 5) -> None:
        """Show these parts, largest first."""
        ordered = sorted(parts, key=lambda part: part.value, reverse=True)
        if len(ordered) > most:
            rest = ordered[most - 1 :]
            size = sum((part.value for part in rest), Decimal(0))
            ordered = [*ordered[: most - 1], Part(None, f"其他 {len(rest)} 项", size, "")]
        if self._parts == tuple(ordered):
            return
        self._parts = tuple(ordered)
        self.describe("；".join(self._words(part) for part in self._parts))

    @property
    def parts(self) -> tuple[Part, ...]:
        """What is shown, in order."""
        return self._parts

    def sizeHint(self) -> QSize:
        """As high as bar and labels need."""
        return QSize(248, _BAR + _GAP + _ROW * len(self._parts) if self._parts else 0)

    def draw(self, painter: QPainter, tokens: Tokens) -> None:
        """The bar above, one line per part below."""
        whole = self._whole()
        left, wide = 0.0, float(self.width())
        for number, part in enumerate(self._parts):
            length = wide * float(max(part.value, Decimal(0)) / whole) if whole else 0.0
            colour = tokens.data[number % len(tokens.data)]
            piece = QRectF(left, 0, max(length - 1, 0), _BAR)
            canvas.bar(painter, piece, colour)
            left += length
            self._label(painter, tokens, part, colour, _BAR + _GAP + number * _ROW)

    def _label(self, painter: QPainter, tokens: Tokens, part: Part, colour: str, top: float) -> None:
        row = QRectF(0, top, self.width(), _ROW)
        canvas.bar(painter, QRectF(0, top + 6, 10, 10), colour)
        share = self._share(part)
        small = theme.font(HELP)
        share_width = self.ink_width("100.0%", HELP) + 4
        text_width = self.ink_width(part.text, HELP)
        canvas.words(painter, row, share, tokens.quiet, small, Qt.AlignmentFlag.AlignRight)
        canvas.words(painter, row.adjusted(0, 0, -share_width - 6, 0), part.text, tokens.ink, small, Qt.AlignmentFlag.AlignRight)
        canvas.words(painter, row.adjusted(16, 0, -share_width - text_width - 14, 0), part.label, tokens.ink, small)
        if part.key is not None:
            self.door(part.key, row, self._words(part))

    def _whole(self) -> Decimal:
        return sum((max(part.value, Decimal(0)) for part in self._parts), Decimal(0))

    def _share(self, part: Part) -> str:
        whole = self._whole()
        return in_percent(part.value / whole) if whole and part.value >= 0 else "—"

    def _words(self, part: Part) -> str:
        size = f" {part.text} {self._unit}" if part.text else ""
        return f"{part.label}{size}，占 {self._share(part)}"
