"""A page of the workbook before it is written: cells with what they hold and how they look, and references to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple, TypeAlias

from gzvalue.tables.sheet import column_name
from gzvalue.valuation.result import Origin

Number = Literal[
    "text", "money", "whole", "ratio", "percent", "factor", "years", "number", "integer", "year", "score", "remainder", "date", "choice"
]
"""Which number format a cell has."""

Role = Literal[
    "plain", "code", "live", "input", "entered", "constant", "aid", "total", "strong", "head", "title", "section", "note", "band", "label",
    "key", "wrapped", "box", "attention", "mark", "name",
]  # fmt: skip
"""What a cell is for, which decides how it looks: live formula, input, marked procedure value, head …"""


class Live(NamedTuple):
    """A live formula, beginning with ``=``, and its value now."""

    formula: str
    cached: Decimal | str


class Linked(NamedTuple):
    """A figure that stands elsewhere in the workbook: an input or the result of a step.

    ``stated`` links to the figure as it is stated, rounded to the 分. What has no place in the workbook is written
    as a value: a constant of the formula where ``origin`` is ``None``, else a marked procedure value.
    """

    origin: Origin
    value: Decimal
    stated: bool = False


class Jump(NamedTuple):
    """Words that lead to a cell when clicked."""

    words: str
    target: "Ref"


Content: TypeAlias = str | Decimal | int | date | Live | Linked | Jump | None


@dataclass(frozen=True)
class Ref:
    """One cell; rows and columns count from 0."""

    page: "Page"
    row: int
    column: int

    def on(self, page: "Page") -> str:
        """How a formula on ``page`` names this cell."""
        own = f"{column_name(self.column)}{self.row + 1}"
        return own if page is self.page else f"{self.page.quoted}!{own}"

    @property
    def fixed(self) -> str:
        """The absolute reference with its page, as a defined name needs it."""
        return f"{self.page.quoted}!${column_name(self.column)}${self.row + 1}"


def span(first: Ref, last: Ref, on: "Page", *, fixed: bool = False) -> str:
    """The range from one cell to another of the same page, as a formula on page ``on`` names it."""
    sign = "$" if fixed else ""
    ends = ":".join(f"{sign}{column_name(one.column)}{sign}{one.row + 1}" for one in (first, last))
    return ends if on is first.page else f"{first.page.quoted}!{ends}"


class Cell(NamedTuple):
    """A cell with its content and look."""

    row: int
    column: int
    content: Content
    number: Number
    role: Role


class Column(NamedTuple):
    """The head of a column: words with the unit, width in characters, whether figures stand in it."""

    head: str
    width: float
    figures: bool = False


@dataclass(eq=False)
class Page:
    """One sheet.

    Attributes:
        name: of the sheet; fixed words of ours, never a user's text.
        number: 底稿索引号.
        title: heading.
        about: what it holds, in a sentence, for the index.
        columns: widths and heads.
        frozen: how many rows and columns stay in sight.
        repeated: the row repeated on every printed page, if any.
        filtered: head row, last row of a list that people filter, if any.
        broken: columns before which a printed page ends, where one page would be too narrow; the first two are repeated.
        choices: cells with a list to choose from.
    """

    name: str
    number: str
    title: str
    about: str
    columns: Sequence[Column]
    landscape: bool = True
    cells: list[Cell] = field(default_factory=list)
    heights: dict[int, float] = field(default_factory=dict)
    merged: list[tuple[int, int, int, str, Role]] = field(default_factory=list)
    choices: list[tuple[int, int, tuple[str, ...]]] = field(default_factory=list)
    frozen: tuple[int, int] = (0, 0)
    repeated: int | None = None
    filtered: tuple[int, int] | None = None
    broken: tuple[int, ...] = ()
    row: int = 0

    @property
    def quoted(self) -> str:
        """The sheet's name as formulas write it."""
        return f"'{self.name}'"

    def put(self, column: int, content: Content, number: Number = "text", role: Role = "plain", *, row: int | None = None) -> Ref:
        """Put something into a column of the current row (or another one)."""
        place = self.row if row is None else row
        self.cells.append(Cell(place, column, content, number, role))
        return Ref(self, place, column)

    def ref(self, column: int, row: int | None = None) -> Ref:
        """The cell in a column of the current row (or another one)."""
        return Ref(self, self.row if row is None else row, column)

    def next(self, rows: int = 1) -> None:
        """Go on to a following row."""
        self.row += rows

    def heading(self, *notes: str) -> None:
        """Title and notes at the top of the page."""
        self.put(0, self.title, role="title")
        self.heights[0] = 30
        self.next()
        for note in notes:
            self.put(0, note, role="note")
            self.next()

    def heads(self, *, freeze: bool = False, columns: int = 0, words: Mapping[int, str] | None = None) -> None:
        """The heads of all columns in the current row, some in other words; repeated in print where they stay in sight."""
        for place, column in enumerate(self.columns):
            self.put(place, (words or {}).get(place, column.head), number="number" if column.figures else "text", role="head")
        self.heights[self.row] = 34
        if freeze:
            self.frozen = (self.row + 1, columns)
            self.repeated = self.row
        self.next()

    def band(self, words: str) -> None:
        """A line across all columns that opens a block."""
        self.put(0, words, role="band")
        for place in range(1, len(self.columns)):
            self.put(place, None, role="band")
        self.next()

    def wide(self, words: str, role: Role = "wrapped", first: int = 0) -> None:
        """A paragraph across the columns."""
        self.merged.append((self.row, first, len(self.columns) - 1, words, role))
        self.next()
