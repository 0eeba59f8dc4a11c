"""A build-up: parts that follow each other from zero, and their sum."""

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
class Piece:
    """One part: the key it leads to, its name, its size (``None``: not filled in) and how that is written."""

    key: object
    label: str
    value: Decimal | None
    text: str


class BuildUp(canvas.Chart):
    """One line per part, each bar beginning where the last one ended; the sum below from zero."""

    def __init__(self, title: str, *, parent: QWidget | None = None) -> None:
        super().__init__(title, interactive=True, parent=parent)
        self._pieces: tuple[Piece, ...] = ()
        self._total: Piece | None = None

    def show_pieces(self, pieces: Sequence[Piece], total: Piece) -> None:
        """Show these parts and their sum."""
        self._pieces, self._total = tuple(pieces), total
        self.describe("；".join(f"{piece.label} {piece.text}" for piece in (*self._pieces, total)))

    def sizeHint(self) -> QSize:
        """One line per part and one for the sum."""
        return QSize(320, _ROW * (len(self._pieces) + 1) + 4)

    def draw(self, painter: QPainter, tokens: Tokens) -> None:
        """Parts from above, a rule, the sum."""
        if self._total is None:
            return
        lines = (*self._pieces, self._total)
        label = min(max(self.ink_width(piece.label, HELP, bold=piece is self._total) for piece in lines) + 12, self.width() * 0.45)
        text = max(self.ink_width(piece.text, HELP, bold=True) for piece in lines) + 6
        whole = sum((abs(piece.value) for piece in self._pieces if piece.value is not None), Decimal(0))
        room = max(self.width() - label - text - 8, 10)
        start = Decimal(0)
        for number, piece in enumerate(self._pieces):
            top = float(number * _ROW)
            self._line(painter, tokens, piece, (top, label, text))
            if piece.value is None:
                canvas.hatch(painter, QRectF(label + _share(start, whole, room), top + 6, 18, _ROW - 12), tokens)
                continue
            first, last = sorted((_share(start, whole, room), _share(start + piece.value, whole, room)))
            canvas.bar(painter, QRectF(label + first, top + 6, max(last - first, 1), _ROW - 12), tokens.data[1])
            start += piece.value
        top = float(len(self._pieces) * _ROW + 4)
        canvas.rule(painter, 0, top - 2, self.width(), top - 2, tokens.line)
        self._line(painter, tokens, self._total, (top, label, text))
        if self._total.value is not None:
            canvas.bar(painter, QRectF(label, top + 6, max(_share(self._total.value, whole, room), 1), _ROW - 12), tokens.data[0])

    def _line(self, painter: QPainter, tokens: Tokens, piece: Piece, places: tuple[float, float, float]) -> None:
        top, label, text = places
        font = theme.font(HELP, bold=piece is self._total)
        canvas.words(painter, QRectF(0, top, label - 8, _ROW), piece.label, tokens.ink, font)
        canvas.words(painter, QRectF(self.width() - text, top, text, _ROW), piece.text, tokens.ink, font, Qt.AlignmentFlag.AlignRight)
        self.door(piece.key, QRectF(0, top, self.width(), _ROW), f"{piece.label} {piece.text}")


def _share(value: Decimal, whole: Decimal, room: float) -> float:
    return room * float(value / whole) if whole > 0 else 0.0
