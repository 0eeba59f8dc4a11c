"""What a source is once an engine can ask it."""

from dataclasses import dataclass

from gzvalue.quality.fingerprint import Fingerprinting


@dataclass(frozen=True)
class Loaded:
    """A source as an engine's rows: columns ``c0``, ``c1``, … of text and a row number ``r``.

    Attributes:
        name: of the file, folder or table, without credentials.
        kind: csv, excel, parquet, jsonl, sqlite, folder or table.
        names: heads of the columns.
        stored: type of each column as the source keeps it.
        rows: how many rows.
        fingerprint: gives the digests; asked last, since they are made while the engine counts.
        encoding: of text, or ``None``.
        notes: what a reader should know about how the source was read.
        broken: some bytes could not be read; cells with U+FFFD are wrong.
        faulty_rows: rows with too few or too many cells or unpaired quotes.
        row_numbers: whether rows can be found again by number.
        files: of a folder, in order; row numbers of the n-th begin at n times `folder.ROWS_OF_A_FILE`.
    """

    name: str
    kind: str
    names: tuple[str, ...]
    stored: tuple[str, ...]
    rows: int
    fingerprint: Fingerprinting
    encoding: str | None = None
    notes: tuple[str, ...] = ()
    broken: bool = False
    faulty_rows: int = 0
    row_numbers: bool = True
    files: tuple[str, ...] = ()
