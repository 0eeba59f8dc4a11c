"""Pieces onto pages, in one pass: headings with what follows, no single lines left over, heads of tables repeated."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from gzvalue.outputs.pdf.pieces import Group, HeadingText, NewPage, Piece
from gzvalue.outputs.pdf.style import LANDSCAPE, PORTRAIT, Sheet


class Placed(NamedTuple):
    """A piece and the distance of its upper edge from the top of the text."""

    piece: Piece
    top: float


@dataclass
class Page:
    """One page: its format and what stands on it. ``chapter`` is the chapter that it belongs to."""

    sheet: Sheet
    chapter: str = ""
    placed: list[Placed] = field(default_factory=list)


def paginate(pieces: Iterable[Piece], pages: dict[str, int]) -> list[Page]:
    """Pages with their pieces; notes the page number of each heading in ``pages``.

    Raises:
        ValueError: a piece is higher than a page and cannot be divided: our fault, never the user's.
    """
    flow = _Flow(pages)
    queue = list(pieces)
    for number, piece in enumerate(queue):
        flow.add(piece, queue, number)
    return flow.pages


def height_of(pieces: Sequence[Piece]) -> float:
    """How much of a page pieces take one below the other, from its top."""
    height, gap = 0.0, 0.0
    for place, piece in enumerate(pieces):
        height += (max(gap, piece.before) if place else 0.0) + piece.height
        gap = piece.after
    return height


class _Flow:
    def __init__(self, numbers: dict[str, int]) -> None:
        self.pages = [Page(PORTRAIT)]
        self._numbers = numbers
        self._y = 0.0
        self._gap = 0.0

    @property
    def _page(self) -> Page:
        return self.pages[-1]

    def _new_page(self, sheet: Sheet | None = None) -> None:
        self.pages.append(Page(sheet or self._page.sheet, self._page.chapter))
        self._y = self._gap = 0.0

    def add(self, piece: Piece, queue: Sequence[Piece], number: int) -> None:
        """Place a piece, on this page or on the next."""
        if isinstance(piece, NewPage):
            self._turn(LANDSCAPE if piece.landscape else PORTRAIT)
            return
        if self._page.placed and self._y + self._distance(piece) + _needed(queue, number) > self._page.sheet.depth + 0.01:
            self._new_page()
        while True:
            room = self._page.sheet.depth - self._y - self._distance(piece)
            if piece.height + piece.below <= room + 0.01 or (piece.height <= room + 0.01 and not self._page.placed):
                self._place(piece)
                return
            piece = self._divide(piece, room - piece.below if piece.height <= room + 0.01 else room)

    def _turn(self, sheet: Sheet) -> None:
        if self._page.placed:
            self._new_page(sheet)
        else:
            self._page.sheet = sheet

    def _divide(self, piece: Piece, room: float) -> Piece:
        """Places a first part, if any, turns the page, and gives what is left."""
        empty = not self._page.placed
        upper, lower = piece.split(room)
        if upper is None and empty:
            upper, lower = piece.force(room)
            if upper is None:
                raise ValueError(f"{type(piece).__name__} of {piece.height:.0f} pt does not fit on a page")
        if upper is not None:
            self._place(upper)
        self._new_page()
        assert lower is not None
        lower.below = piece.below
        return lower

    def _distance(self, piece: Piece) -> float:
        return max(self._gap, piece.before) if self._page.placed else 0.0

    def _place(self, piece: Piece) -> None:
        top = self._y + self._distance(piece)
        self._page.placed.append(Placed(piece, top))
        self._note(piece)
        self._y = top + piece.height
        self._gap = piece.after

    def _note(self, piece: Piece) -> None:
        if isinstance(piece, HeadingText):
            self._numbers[piece.entry.key] = len(self.pages)
            if piece.entry.level == 1:
                self._page.chapter = piece.entry.text
        elif isinstance(piece, Group):
            for inner in piece.pieces:
                self._note(inner)


def _needed(queue: Sequence[Piece], number: int) -> float:
    """The height that must be left for a piece: its own least part, or all that must stay with it."""
    height, gap = 0.0, 0.0
    for place in range(number, len(queue)):
        piece = queue[place]
        if isinstance(piece, NewPage):
            return height
        height += max(gap, piece.before) if height else 0.0
        if not piece.keep_next:
            whole = piece.least >= piece.height  # what is never divided takes its note along
            return height + piece.least + (piece.below if whole else 0)
        height += piece.height
        gap = piece.after
    return height
