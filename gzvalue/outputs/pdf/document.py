"""The PDF file: pages painted with head and foot, contents with page numbers, bookmarks, document properties."""

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from reportlab.pdfgen.canvas import Canvas

from gzvalue import __version__
from gzvalue.outputs import palette
from gzvalue.outputs.blocks import Block
from gzvalue.outputs.pdf.compose import Composer, entries_of
from gzvalue.outputs.pdf.fonts import REGULAR, faces
from gzvalue.outputs.pdf.furniture import CoverPage
from gzvalue.outputs.pdf.paginate import Page, paginate
from gzvalue.outputs.pdf.pen import Pen, Shown
from gzvalue.outputs.pdf.pieces import Entry, Group, HeadingText, Piece
from gzvalue.outputs.pdf.style import MM, PORTRAIT, RUNNING, RUNNING_MARK
from gzvalue.outputs.pdf.typesetting import fitted, width_of

Progress = Callable[[int, int, str], None]
"""Called with (done, total, words), total 100; may raise `gzvalue.errors.Cancelled`."""

_LAID_OUT = 55
"""Per cent of the work done when every piece has its place."""


@dataclass(frozen=True)
class PageSet:
    """What every page says besides its content.

    Attributes:
        title: the document's title, shown by readers in their title bar.
        short_name: left in the running head.
        owner: right in the running head, and author of the document.
        subject: a line for the document's properties.
        as_of: date of the document; the clock is never asked. Without it the first of January 2000.
        draft: print the mark 草稿 on every page.
        sample_mark: printed on every page of a sample.
        mirrored: the binding margin changes sides, for printing on both sides.
        number: report number with version, left in the foot of every page.
    """

    title: str
    short_name: str
    owner: str = ""
    subject: str = ""
    as_of: date | None = None
    draft: bool = False
    sample_mark: str = ""
    mirrored: bool = False
    number: str = ""


@dataclass(frozen=True)
class Slot:
    """A place left for an electronic signature: role, page from 1, (left, bottom, right, top) in points."""

    role: str
    page: int
    rect: tuple[float, float, float, float]


@dataclass(frozen=True)
class Rendered:
    """A finished PDF file, and what is known of its pages.

    Attributes:
        data: the file.
        pages: how many it has.
        headings: each heading with its page.
        drawn: for each page the set lines on it, in the order of drawing.
        slots: places left for electronic signatures.
    """

    data: bytes
    pages: int
    headings: tuple[tuple[Entry, int], ...]
    drawn: tuple[tuple[str, ...], ...] = ()
    slots: tuple[Slot, ...] = ()


def render(blocks: Iterable[Block], page: PageSet, progress: Progress | None = None) -> bytes:
    """The blocks as a PDF file; the same blocks give the same bytes."""
    return typeset(blocks, page, progress).data


def typeset(blocks: Iterable[Block], page: PageSet, progress: Progress | None = None) -> Rendered:
    """The blocks as a PDF file, with what is known of its pages."""
    faces()
    every = tuple(blocks)
    composer = Composer(entries_of(every))
    pages = paginate(_watched(composer, every, progress), composer.pages)
    del every  # the pieces hold what is painted; a thousand data sets make thousands of blocks
    paper = _Paper(page, pages, composer.entries)
    data = paper.paint(progress)
    headings = tuple((entry, composer.pages[entry.key]) for entry in composer.entries)
    return Rendered(data, len(pages), headings, tuple(paper.drawn), tuple(paper.slots))


def _watched(composer: Composer, blocks: Sequence[Block], progress: Progress | None) -> Iterator[Piece]:
    """The pieces of the blocks, telling how far the layout is."""
    for number, block in enumerate(blocks):
        if progress is not None and number % 20 == 0:
            progress(number * _LAID_OUT // len(blocks), 100, "排版")
        yield from composer.pieces([block])


class _Paper:
    """Paints placed pages with one canvas."""

    def __init__(self, page: PageSet, pages: Sequence[Page], entries: Sequence[Entry]) -> None:
        self._set, self._pages, self._entries = page, pages, entries
        self._file = io.BytesIO()
        self._canvas = Canvas(
            self._file, pagesize=(PORTRAIT.width, PORTRAIT.height), pageCompression=1, invariant=1, initialFontName=REGULAR, lang="zh-CN"
        )
        self._level = -1
        self._shown: Shown = {}
        self.drawn: list[tuple[str, ...]] = []
        self.slots: list[Slot] = []

    def paint(self, progress: Progress | None) -> bytes:
        self._properties()
        for number, page in enumerate(self._pages, 1):
            self._page(number, page)
            page.placed.clear()  # painted: its pieces need not wait for the last page
            if progress is not None:
                share = number * (100 - _LAID_OUT) // len(self._pages)
                progress(_LAID_OUT + share, 100, f"绘制第 {number} 页，共 {len(self._pages)} 页")
        self._canvas.save()
        return self._file.getvalue()

    def _properties(self) -> None:
        canvas, page = self._canvas, self._set
        canvas.setTitle(page.title)
        canvas.setAuthor(page.owner or page.short_name)
        canvas.setSubject(page.subject or page.title)
        canvas.setCreator(f"gzvalue {__version__}")
        canvas.setProducer("reportlab")
        canvas.setViewerPreference("DisplayDocTitle", "true")
        canvas.showOutline()
        moment = f"D:{page.as_of or date(2000, 1, 1):%Y%m%d}000000+08'00'"
        canvas.setDateFormatter(lambda *clock: moment)

    def _page(self, number: int, page: Page) -> None:
        sheet = page.sheet
        self._canvas.setPageSize((sheet.width, sheet.height))
        pen = Pen(self._canvas, sheet.height, self._shown)
        left = self._left(number, page)
        for piece, top in page.placed:
            self._bookmarks(piece, sheet.top + top, sheet.height)
            piece.paint(pen, left, sheet.top + top)
        if not any(isinstance(p.piece, CoverPage) for p in page.placed):
            self._head(pen, left, page)
        self._foot(pen, left, number, page)
        pen.flush()
        self.drawn.append(tuple(pen.drawn))
        self.slots += [Slot(role, number, rect) for role, rect in pen.slots.items()]
        self._canvas.showPage()

    def _left(self, number: int, page: Page) -> float:
        mirrored = self._set.mirrored and number % 2 == 0 and page.sheet is PORTRAIT
        return page.sheet.right if mirrored else page.sheet.left

    def _bookmarks(self, piece: Piece, top: float, height: float) -> None:
        if isinstance(piece, Group):
            for inner, offset in zip(piece.pieces, piece.tops, strict=True):
                self._bookmarks(inner, top + offset, height)
        elif isinstance(piece, HeadingText):
            entry = piece.entry
            self._level = min(entry.level - 1, self._level + 1)
            self._canvas.bookmarkPage(entry.key, fit="XYZ", left=0, top=height - top + 6, zoom=0)
            text = f"{entry.number} {entry.text}" if entry.number else entry.text
            self._canvas.addOutlineEntry(text, entry.key, self._level, closed=self._level > 0)

    def _head(self, pen: Pen, x: float, page: Page) -> None:
        measure = page.sheet.measure
        y = page.sheet.top - 8 * MM
        marks = [mark for mark in ("草稿" if self._set.draft else "", self._set.sample_mark) if mark]
        room = measure
        for mark in reversed(marks):
            text = fitted(mark, RUNNING_MARK, measure / 3)
            wide = width_of(text, RUNNING_MARK) + 8
            pen.box(x + room - wide, y - 2.5, wide, 14, stroke=palette.ATTENTION, thickness=0.7)
            pen.text(x + room - wide + 4, y - 0.5, text, RUNNING_MARK)
            room -= wide + 6
        left = " · ".join(part for part in (self._set.short_name, page.chapter) if part)
        pen.text(x, y, fitted(left, RUNNING, room * 0.62), RUNNING)
        owner = fitted(self._set.owner, RUNNING, room * 0.36 - 8)
        pen.text(x + room - (8 if marks else 0), y, owner, RUNNING, align=1)
        pen.rule(x, y + 14, measure, 0.4, palette.LINE)

    def _foot(self, pen: Pen, x: float, number: int, page: Page) -> None:
        y = page.sheet.height - page.sheet.bottom + 7 * MM
        total = len(self._pages)
        pen.text(x + page.sheet.measure, y, f"第 {number} 页 / 共 {total} 页", RUNNING, align=1)
        left = " · ".join(part for part in (self._set.number, self._set.title) if part)
        pen.text(x, y, fitted(left, RUNNING, page.sheet.measure * 0.75), RUNNING)
