"""A document as plain values: what stands in it, not how it is drawn.

All text is plain text, never markup. Numbers arrive as finished text (with separators and unit
words) except in charts, which need the amounts themselves. One module (`gzvalue.outputs.pdf`)
turns blocks into paper.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from gzvalue.outputs.proof import Proof

NOT_APPLICABLE = "—"
NOT_FILLED = "未填写"
NOT_MEASURED = "未测量"

Tone = Literal["plain", "quiet", "good", "attention", "stop"]


@dataclass(frozen=True, slots=True)
class Marked:
    """Text of a cell with a tone; the word itself carries the meaning, the tone only supports it."""

    text: str
    tone: Tone = "plain"


Cell: TypeAlias = str | Marked


@dataclass(frozen=True)
class Heading:
    """A heading. Level 1 begins a chapter; levels 1 and 2 stand in the contents; all are bookmarks.

    ``number`` is printed before the text; it is given when all chapters are known.
    """

    text: str
    level: int = 2
    number: str = ""


@dataclass(frozen=True)
class Paragraph:
    """Running text; ``\\n`` begins a new paragraph of the same sort."""

    text: str
    sort: Literal["body", "lead", "quiet", "small", "formula"] = "body"


@dataclass(frozen=True)
class Items:
    """A list; numbered ones carry ``1.`` or the given marks."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True)
class KeyFigure:
    """One large figure with what it is, its unit and a line below."""

    label: str
    value: str
    unit: str = ""
    note: str = ""
    tone: Tone = "plain"


@dataclass(frozen=True)
class KeyFigures:
    """Large figures side by side, ``per_row`` in a row."""

    figures: tuple[KeyFigure, ...]
    per_row: int = 3


@dataclass(frozen=True)
class Panel:
    """A titled box of short texts: what must not be overlooked."""

    title: str
    texts: tuple[str, ...]
    tone: Tone = "plain"


@dataclass(frozen=True)
class Panels:
    """Panels side by side, of equal height."""

    panels: tuple[Panel, ...]


@dataclass(frozen=True)
class RecordTable:
    """One record as label and value, in one or two columns; a card has a frame, a dense one stands closer."""

    items: tuple[tuple[str, Cell], ...]
    columns: int = 2
    card: bool = False
    caption: str = ""
    dense: bool = False


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes:
        head: its heading, with the unit where it has one.
        share: its part of the width, relative to the other columns.
        kind: ``text``; ``code`` is kept on one line; ``figure`` is set on the decimal point.
    """

    head: str
    share: float = 1.0
    kind: Literal["text", "code", "figure"] = "text"


@dataclass(frozen=True)
class RowsTable:
    """Many records. ``totals`` are printed bold under a rule. Empty cells are not allowed.

    Attributes:
        unit: printed flush right above the table, e.g. ``万元``.
        note: explained under the table, e.g. what ``—`` means.
        groups: row index → text of a line that stands above that row.
        width: part of the measure that a narrow table takes.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    totals: tuple[tuple[Cell, ...], ...] = ()
    caption: str = ""
    unit: str = ""
    note: str = ""
    groups: tuple[tuple[int, str], ...] = ()
    width: float = 1.0
    number: str = ""

    def __post_init__(self) -> None:
        wide = len(self.columns)
        for row in (*self.rows, *self.totals):
            if len(row) != wide:
                raise ValueError(f"a row of {len(row)} cells in a table of {wide} columns: {self.caption}")


@dataclass(frozen=True)
class StepInput:
    """One argument of a step as printed: symbol, meaning, figure, and where it comes from."""

    symbol: str
    meaning: str
    value: str
    origin: str


@dataclass(frozen=True)
class StepFilled:
    """The formula with its figures; ``name`` says which of several steps it is."""

    name: str
    filled: str
    result: str


@dataclass(frozen=True)
class StepLines:
    """A figure in full, or several by one formula: written, filled in, the arguments and their sources."""

    name: str
    result: str
    written: str
    filled: tuple[StepFilled, ...]
    inputs: tuple[StepInput, ...]
    source: str


@dataclass(frozen=True)
class StepList:
    """Steps in the order of computation."""

    steps: tuple[StepLines, ...]


@dataclass(frozen=True)
class Bar:
    """One bar; several parts are stacked. ``text`` is printed at its end."""

    label: str
    parts: tuple[Decimal, ...]
    text: str
    tone: Tone = "plain"


@dataclass(frozen=True)
class BarChart:
    """Horizontal bars from zero. ``title`` says the message in a sentence.

    Attributes:
        parts: names of the stacked parts, in order; empty for simple bars.
        mark: an amount with its label, drawn as a line across the bars.
        most: end of the scale; the longest bar if ``None``.
    """

    title: str
    unit: str
    bars: tuple[Bar, ...]
    parts: tuple[str, ...] = ()
    mark: tuple[Decimal, str] | None = None
    most: Decimal | None = None
    note: str = ""
    number: str = ""


@dataclass(frozen=True)
class RadarChart:
    """Scores 0–100 on axes; at most three series, told apart by line and label."""

    title: str
    axes: tuple[str, ...]
    series: tuple[tuple[str, tuple[Decimal, ...]], ...]
    note: str = ""
    number: str = ""


@dataclass(frozen=True)
class ColumnChart:
    """Upright columns by year, grouped series, zero baseline, each with its figure on top."""

    title: str
    unit: str
    years: tuple[str, ...]
    series: tuple[tuple[str, tuple[Decimal | None, ...]], ...]
    decimals: int = 0
    mark: tuple[Decimal, str] | None = None
    note: str = ""
    number: str = ""


@dataclass(frozen=True)
class LineChart:
    """Lines over an ordered scale, such as months or hours, from a zero baseline; a gap stays a gap.

    Attributes:
        labels: of every point of the scale; those that fit are printed.
        series: name and values; the first is the one that matters, at most four.
    """

    title: str
    unit: str
    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[Decimal | None, ...]], ...]
    note: str = ""
    number: str = ""


@dataclass(frozen=True)
class HeatGrid:
    """Shares as tinted fields: a line each with its name, shares from 0 to 1 in a row, and a figure at the end.

    Attributes:
        ends: what the first and the last field stand for.
        head: over the figures at the end.
    """

    title: str
    ends: tuple[str, str]
    head: str
    rows: tuple[tuple[str, tuple[float, ...], str], ...]
    note: str = ""
    number: str = ""


@dataclass(frozen=True)
class SignatureBox:
    """An empty frame for a seal, with the role under it and lines for name and date."""

    role: str
    person: str = ""


@dataclass(frozen=True)
class SignatureBoxes:
    """Frames of 50 × 50 mm, three in a row, never filled by the program."""

    boxes: tuple[SignatureBox, ...]


@dataclass(frozen=True)
class SignatureLines:
    """Lines to sign on: what is written before each line."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Cover:
    """The first page: title, name, a few facts, one line of what it is and is not, and the marks."""

    title: str
    subtitle: str
    owner: str
    facts: tuple[tuple[str, str], ...]
    statement: str
    marks: tuple[Marked, ...] = ()
    proof: Proof | None = None


@dataclass(frozen=True)
class ProofPanel:
    """Number, version and digests of this issue in full, with a QR code of them."""

    proof: Proof


@dataclass(frozen=True)
class SigningSlots:
    """Empty places for electronic signatures, three in a row: (role, its Chinese name). Never filled by the writer."""

    slots: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Contents:
    """The contents with page numbers, down to ``level``."""

    title: str = "目录"
    level: int = 2


@dataclass(frozen=True)
class PageBreak:
    """A new page; landscape ones hold wide tables."""

    landscape: bool = False


@dataclass(frozen=True)
class Together:
    """Blocks that stay on one page if they fit on one."""

    blocks: tuple["Block", ...]


@dataclass(frozen=True)
class OnePage:
    """Blocks at the beginning of a page that ought to fit it: dense records among them stand closer where the page would run over by a few lines."""

    blocks: tuple["Block", ...]


Block: TypeAlias = (
    Heading
    | Paragraph
    | Items
    | KeyFigures
    | Panels
    | RecordTable
    | RowsTable
    | StepList
    | BarChart
    | RadarChart
    | ColumnChart
    | LineChart
    | HeatGrid
    | SignatureBoxes
    | SignatureLines
    | SigningSlots
    | ProofPanel
    | Cover
    | Contents
    | PageBreak
    | Together
    | OnePage
)


def flat(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with those that are kept together taken out of their wrapping."""
    for block in blocks:
        if isinstance(block, Together | OnePage):
            yield from flat(block.blocks)
        else:
            yield block
