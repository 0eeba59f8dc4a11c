"""What a foreign file is once it is read: sheets of rows of clean text that still know their row numbers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, NamedTuple, TypeAlias

Progress: TypeAlias = Callable[[int, int, str], None]
"""Called with (done, total, words); it may raise `gzvalue.errors.Cancelled` to stop."""

Mark: TypeAlias = Literal["percent", "formula", "error", "cut"]
"""What a cell's text does not tell: shown as per cent; a formula without a stored result; an error value;
a number of more than 15 digits, of which the spreadsheet has lost the last ones."""

Format: TypeAlias = Literal["xlsx", "xls", "ods", "csv", "html"]


class Row(NamedTuple):
    """One row that is not blank: its number as the spreadsheet shows it (from 1) and its texts from column A on."""

    number: int
    cells: tuple[str, ...]


class Merge(NamedTuple):
    """One merged range; rows from 1, columns from 0, all inclusive. Its text stands in the upper left cell only."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook, or the whole of a text file.

    Attributes:
        name: the sheet's name; for a text file the file's name without ending.
        rows: the rows that are not blank.
        format: what the file is by its content.
        marks: (row number, column from 0) → what the text of that cell does not tell.
        merges: merged ranges.
        hidden: the sheet is hidden in the workbook.
    """

    name: str
    rows: tuple[Row, ...]
    format: Format = "xlsx"
    marks: Mapping[tuple[int, int], Mark] = field(default_factory=dict)
    merges: tuple[Merge, ...] = ()
    hidden: bool = False

    @property
    def formats_known(self) -> bool:
        """Whether a per-cent cell can be told from a plain number."""
        return self.format in {"xlsx", "csv", "html"}

    @property
    def width(self) -> int:
        """How many columns the widest row has."""
        return max((len(row.cells) for row in self.rows), default=0)


def column_name(index: int) -> str:
    """The letter of a column counted from 0: ``A``, ``Z``, ``AA``."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def number_text(value: float | int) -> str:
    """A spreadsheet's number as plain digits, to the 15 digits that a spreadsheet keeps; ``2005.0`` becomes ``2005``."""
    if isinstance(value, int) or value.is_integer():
        value = int(value)
        if abs(value) < 10**15:
            return str(value)
    return f"{Decimal(f'{value:.15g}'):f}"


def tell(progress: Progress | None, done: int, total: int, words: str) -> None:
    """Report progress if someone listens."""
    if progress is not None:
        progress(done, total, words)
