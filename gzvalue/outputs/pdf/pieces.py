"""Pieces of a page: things with a height that paint themselves, and the rules by which pages may divide them."""

from collections.abc import Sequence
from dataclasses import dataclass

from gzvalue.outputs.pdf.pen import Pen
from gzvalue.outputs.pdf.style import Style
from gzvalue.outputs.pdf.typesetting import SetLine

Parts = tuple["Piece | None", "Piece | None"]


class Piece:
    """Something that takes ``height`` points of a page.

    Attributes:
        before: least distance to the piece above; dropped at the top of a page.
        after: least distance to the piece below; of two distances the larger counts.
        keep_next: never the last piece of a page.
        below: height of the note under it, which must not stand alone on the next page.
    """

    height: float = 0
    before: float = 0
    after: float = 0
    keep_next: bool = False
    below: float = 0

    @property
    def least(self) -> float:
        """The height of the smallest first part that may stand alone at the foot of a page."""
        return self.height

    def split(self, room: float) -> Parts:
        """A first part no higher than ``room`` and the rest; ``(None, self)`` where it may not be divided there."""
        return None, self

    def force(self, room: float) -> Parts:
        """Divides at any cost: asked on an empty page that is too small."""
        return self.split(room)

    def paint(self, pen: Pen, x: float, top: float) -> None:
        """Draw it with its upper left corner there."""
        raise NotImplementedError


class NewPage(Piece):
    """Begins a page of that format."""

    def __init__(self, landscape: bool) -> None:
        self.landscape = landscape

    def paint(self, pen: Pen, x: float, top: float) -> None:
        """Nothing to be seen."""


class Text(Piece):
    """Set lines; never a single line of a paragraph alone at the foot or head of a page."""

    def __init__(
        self, lines: Sequence[SetLine], style: Style, *, x: float = 0, before: float = 0, after: float = 0, keep_next: bool = False
    ) -> None:
        self.lines, self.style, self.x = lines, style, x
        self.before, self.after, self.keep_next = before, after, keep_next
        self.height = len(lines) * style.leading

    @property
    def least(self) -> float:
        """Two lines, or all of a short text."""
        few = len(self.lines) if len(self.lines) <= 3 else 2
        return few * self.style.leading

    def split(self, room: float) -> Parts:
        """At a line, two of which stay on either side."""
        first = min(int(room / self.style.leading + 1e-6), len(self.lines) - 2)
        if first < 2:
            return None, self
        return self._cut(first)

    def force(self, room: float) -> Parts:
        """At any line."""
        first = int(room / self.style.leading + 1e-6)
        return self._cut(first) if 0 < first < len(self.lines) else (None, self)

    def _cut(self, first: int) -> Parts:
        upper = Text(self.lines[:first], self.style, x=self.x, before=self.before)
        lower = Text(self.lines[first:], self.style, x=self.x, after=self.after, keep_next=self.keep_next)
        return upper, lower

    def paint(self, pen: Pen, x: float, top: float) -> None:
        """Line below line."""
        pen.lines(x + self.x, top, self.lines, self.style)


@dataclass(frozen=True)
class Entry:
    """A heading as the contents and the bookmarks name it."""

    key: str
    number: str
    text: str
    level: int


class HeadingText(Text):
    """A heading: where it lands is noted for contents, bookmarks and running head."""

    def __init__(self, entry: Entry, lines: Sequence[SetLine], style: Style, *, before: float, after: float) -> None:
        super().__init__(lines, style, before=before, after=after, keep_next=True)
        self.entry = entry

    def split(self, room: float) -> Parts:
        """A heading stays whole."""
        return None, self


class Item(Piece):
    """A paragraph with a mark hanging in the margin on its left."""

    def __init__(self, mark: str, body: Text, style: Style, hang: float) -> None:
        self.mark, self.body, self.style, self.hang = mark, body, style, hang
        self.height, self.after = body.height, body.after

    @property
    def least(self) -> float:
        """As its text."""
        return self.body.least

    def split(self, room: float) -> Parts:
        """As its text; the mark stays with the first part."""
        return self._halves(*self.body.split(room))

    def force(self, room: float) -> Parts:
        """As its text."""
        return self._halves(*self.body.force(room))

    def _halves(self, upper: Piece | None, lower: Piece | None) -> Parts:
        if not isinstance(upper, Text) or not isinstance(lower, Text):
            return None, self
        return Item(self.mark, upper, self.style, self.hang), Item("", lower, self.style, self.hang)

    def paint(self, pen: Pen, x: float, top: float) -> None:
        """The mark, then the text beside it."""
        if self.mark:
            pen.text(x, top, self.mark, self.style)
        self.body.paint(pen, x + self.hang, top)


class Group(Piece):
    """Pieces that stay together on one page; divided only where they are higher than a page."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.pieces = list(pieces)
        self.tops, self.height = stacked(self.pieces)
        self.before = self.pieces[0].before if self.pieces else 0
        self.after = self.pieces[-1].after if self.pieces else 0
        self.keep_next = bool(self.pieces) and self.pieces[-1].keep_next

    def paint(self, pen: Pen, x: float, top: float) -> None:
        """One below another."""
        for piece, offset in zip(self.pieces, self.tops, strict=True):
            piece.paint(pen, x, top + offset)


def stacked(pieces: Sequence[Piece]) -> tuple[list[float], float]:
    """The offset of each piece when they stand below one another, and the height of all."""
    tops: list[float] = []
    height, gap = 0.0, 0.0
    for number, piece in enumerate(pieces):
        height += max(gap, piece.before) if number else 0
        tops.append(height)
        height += piece.height
        gap = piece.after
    return tops, height
