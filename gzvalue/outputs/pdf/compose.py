"""Blocks into pieces: the one door through which a document's text reaches the paper."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from gzvalue.outputs import blocks as b
from gzvalue.outputs.pdf.charts import Bars, Columns, Radar
from gzvalue.outputs.pdf.furniture import (
    ContentsLine,
    ContentsPair,
    CoverPage,
    KeyFigureRow,
    PanelRow,
    ProofLines,
    SignatureLine,
    SignatureRow,
    SlotRow,
)
from gzvalue.outputs.pdf.heat import Heat
from gzvalue.outputs.pdf.line_chart import Lines
from gzvalue.outputs.pdf.paginate import height_of
from gzvalue.outputs.pdf.pieces import Entry, Group, HeadingText, Item, NewPage, Piece, Text
from gzvalue.outputs.pdf.records import Framed, record_lines
from gzvalue.outputs.pdf.steps import step_pieces
from gzvalue.outputs.pdf.style import BODY, FORMULA, HEADINGS, LANDSCAPE, LEAD, LIST, NOTE, PORTRAIT, SMALL, Sheet
from gzvalue.outputs.pdf.table import Caption, rows_table
from gzvalue.outputs.pdf.typesetting import set_text
from gzvalue.schema.figures import shortened

_SORTS = {"body": BODY, "lead": LEAD, "quiet": NOTE, "small": SMALL, "formula": FORMULA}
_INSET = 32.0
_MANY = 12
_MOST_LISTED = 120
"""A chapter with more sections is listed without them: a hundred pages of contents help nobody."""

_LONGEST_HEADING = 120
"""Headings and contents are never divided between pages: a longer name is cut there; its table prints all of it."""

_ABOVE = {1: 26.0, 2: 20.0, 3: 13.0}
_BELOW = {1: 12.0, 2: 7.0, 3: 4.0}


@dataclass
class Composer:
    """Turns blocks into pieces, on the format of page that is current.

    Attributes:
        entries: all headings of the document in order, as the contents name them.
        pages: key of a heading → page number; filled when all is placed, read when painted.
    """

    entries: Sequence[Entry]
    pages: dict[str, int] = field(default_factory=dict)
    sheet: Sheet = PORTRAIT
    _heading: int = 0
    _closer: bool = False

    def pieces(self, blocks: Iterable[b.Block]) -> Iterator[Piece]:
        """The pieces of all blocks in order."""
        for block in blocks:
            yield from self._block(block)

    def _block(self, block: b.Block) -> Iterator[Piece]:  # noqa: C901 - one case per sort of block, no more
        measure = self.sheet.measure
        match block:
            case b.PageBreak(landscape):
                self.sheet = LANDSCAPE if landscape else PORTRAIT
                yield NewPage(landscape)
            case b.Together(inner):
                yield from self._together(inner)
            case b.OnePage(inner):
                yield from self._one_page(inner)
            case b.Heading():
                yield self._heading_piece(block)
            case b.Paragraph(text, sort):
                yield from _paragraphs(text, sort, measure)
            case b.Items():
                yield from _items(block, measure)
            case b.KeyFigures(figures, per_row):
                for first in range(0, len(figures), per_row):
                    yield KeyFigureRow(figures[first : first + per_row], per_row, measure)
            case b.Panels(panels):
                yield from self._panels(panels)
            case b.RecordTable():
                yield from self._record(block)
            case b.RowsTable():
                yield from _rows(block, measure)
            case b.StepList(steps):
                for step in steps:
                    yield from step_pieces(step, measure)
            case b.BarChart() | b.RadarChart() | b.ColumnChart() | b.LineChart() | b.HeatGrid():
                yield from self._chart(block)
            case b.SignatureBoxes(boxes):
                for first in range(0, len(boxes), 3):
                    yield SignatureRow(boxes[first : first + 3], measure)
            case b.SignatureLines(lines):
                for text in lines:
                    yield SignatureLine(text, measure)
            case b.SigningSlots(slots):
                for first in range(0, len(slots), 3):
                    yield SlotRow(slots[first : first + 3], measure)
            case b.ProofPanel(proof):
                yield ProofLines(proof, measure)
            case b.Cover():
                yield CoverPage(block, measure, self.sheet.depth)
            case b.Contents(title, level):
                yield from self._contents(title, level)

    def _heading_piece(self, block: b.Heading) -> Piece:
        entry = self.entries[self._heading]
        self._heading += 1
        style = HEADINGS[block.level - 1]
        text = f"{block.number}\u3000{entry.text}" if block.number else entry.text
        lines = set_text(text, style, self.sheet.measure)
        return HeadingText(entry, lines, style, before=_ABOVE[block.level], after=_BELOW[block.level])

    def _together(self, inner: Sequence[b.Block]) -> Iterator[Piece]:
        pieces = list(self.pieces(inner))
        group = Group(pieces)
        if group.height > self.sheet.depth or any(isinstance(p, HeadingText | NewPage) for p in pieces):
            if pieces and group.height <= self.sheet.depth:
                for piece in pieces[:-1]:
                    piece.keep_next = True
            yield from pieces
        elif pieces:
            yield group

    def _one_page(self, inner: Sequence[b.Block]) -> Iterator[Piece]:
        """Set as usual, or with less air where only that makes them fit."""
        first = self._heading
        pieces = list(self.pieces(inner))
        if height_of(pieces) > self.sheet.depth:
            after, self._heading, self._closer = self._heading, first, True
            closer = list(self.pieces(inner))
            self._heading, self._closer = after, False
            if height_of(closer) <= self.sheet.depth:
                pieces = closer
        yield from pieces

    def _panels(self, panels: Sequence[b.Panel]) -> Iterator[Piece]:
        row = PanelRow(panels, self.sheet.measure)
        if row.height <= self.sheet.depth * 0.7:
            yield row
            return
        for panel in panels:
            yield from self.pieces([b.Paragraph(panel.title, "lead"), b.Items(panel.texts)])

    def _record(self, block: b.RecordTable) -> Iterator[Piece]:
        if block.caption:
            caption = Caption(block.caption, "", self.sheet.measure)
            caption.before, caption.after = (6 if self._closer else 9, 1) if block.dense else (12, 3)
            yield caption
        lines = record_lines(block, self.sheet.measure, closer=self._closer)
        framed = Framed(lines, self.sheet.measure)
        if block.card and framed.height <= self.sheet.depth:
            yield framed
        else:
            if lines:
                lines[-1].after = 4 if block.dense else 10
            yield from lines

    def _chart(self, block: b.BarChart | b.RadarChart | b.ColumnChart | b.LineChart | b.HeatGrid) -> Iterator[Piece]:
        measure = self.sheet.measure
        unit = "" if isinstance(block, b.RadarChart | b.HeatGrid) else f"单位：{block.unit}" if block.unit else ""
        title = f"图 {block.number}\u3000{block.title}" if block.number else block.title
        pieces: list[Piece] = [Caption(title, unit, measure)]
        match block:
            case b.BarChart():
                pieces.append(Bars(block, measure))
            case b.RadarChart():
                pieces.append(Radar(block, measure))
            case b.ColumnChart():
                pieces.append(Columns(block, measure))
            case b.LineChart():
                pieces.append(Lines(block, measure))
            case b.HeatGrid():
                pieces.append(Heat(block, measure))
        if block.note:
            pieces[-1].keep_next = True
            pieces.append(_note(block.note, measure))
        whole = Group(pieces)
        if whole.height <= self.sheet.depth:
            yield whole
        else:
            yield from pieces

    def _contents(self, title: str, level: int) -> Iterator[Piece]:
        style = HEADINGS[0]
        yield Text(set_text(title, style, self.sheet.measure), style, after=10, keep_next=True)
        listed = [entry for entry in self.entries if entry.level <= level]
        for number, entry in enumerate(listed):
            if entry.level == 1:
                sections = list(takewhile(lambda one: one.level > 1, listed[number + 1 :]))
                yield self._contents_line(entry, self.sheet.measure, keep_next=0 < len(sections) <= _MOST_LISTED)
                yield from self._sections(sections)

    def _contents_line(self, entry: Entry, measure: float, inset: float = 0, *, keep_next: bool = False) -> ContentsLine:
        line = ContentsLine(entry, measure, self.pages, inset)
        line.keep_next = keep_next
        return line

    def _sections(self, sections: Sequence[Entry]) -> Iterator[Piece]:
        """The sections of a chapter: few below one another, many in pairs, very many only as bookmarks."""
        measure = self.sheet.measure
        if len(sections) > _MOST_LISTED:
            return
        if len(sections) <= _MANY:
            yield from (self._contents_line(entry, measure, _INSET) for entry in sections)
            return
        half = (measure - _INSET - 20) / 2
        rows = (len(sections) + 1) // 2
        for number in range(rows):
            pair = (sections[number], *sections[number + rows : number + rows + 1])
            yield ContentsPair([self._contents_line(entry, half) for entry in pair], half + 20, _INSET)


def entries_of(blocks: Iterable[b.Block]) -> list[Entry]:
    """All headings of a document, with the keys under which links find them."""
    headings = [block for block in b.flat(blocks) if isinstance(block, b.Heading)]
    return [Entry(f"h{i}", h.number, shortened(h.text, _LONGEST_HEADING), h.level) for i, h in enumerate(headings)]


def _paragraphs(text: str, sort: str, measure: float) -> Iterator[Piece]:
    style = _SORTS[sort]
    for part in text.split("\n"):
        if part.strip():
            yield Text(set_text(part, style, measure), style, after=6 if sort in ("body", "lead") else 4)


def _items(block: b.Items, measure: float) -> Iterator[Piece]:
    hang = 22.0 if block.numbered else 14.0
    for number, text in enumerate(block.items, 1):
        body = Text(set_text(text, LIST, measure - hang), LIST, after=4)
        item = Item(f"{number}." if block.numbered else "·", body, LIST, hang)
        item.keep_next = number == len(block.items) - 1  # the last one never turns the page alone
        yield item


def _rows(block: b.RowsTable, whole: float) -> Iterator[Piece]:
    measure = whole * block.width
    if block.caption or block.unit:
        title = f"表 {block.number}\u3000{block.caption}" if block.number else block.caption
        yield Caption(title, f"单位：{block.unit}" if block.unit else "", measure)
    table = rows_table(block, measure)
    note = _note(block.note, whole) if block.note else None
    if note is not None:
        table.below = min(note.before + note.height, _MOST_BELOW)
    yield table
    if note is not None:
        yield note


_MOST_BELOW = 60.0
"""Room that a table leaves for its note; a longer note is text and may go on by itself."""


def _note(text: str, measure: float) -> Text:
    return Text(set_text(text, SMALL, measure), SMALL, before=2, after=10)
