"""How far a sheet reaches, before it is unpacked: one stray cell at the far corner makes a sheet of 17 thousand million cells.

The reader of workbooks holds every sheet as a full rectangle and would bring the whole program down.
"""

import re
import zipfile
from pathlib import Path

MOST_CELLS = 12_000_000
"""Cells of one sheet's rectangle; 20,000 rows of 500 columns are 10 million."""

_NS = rb"(?:\w+:)?"
_ROW = re.compile(rb"<" + _NS + rb'row\b[^>]*?\br="(\d+)"')
_FILLED = re.compile(rb"<" + _NS + rb'c\s[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*(?=<' + _NS + rb"(?:v|is|f)\b)")
_AT_MOST = (
    (re.compile(rb'r="[A-Z]{3}\d'), 16384),
    (re.compile(rb'r="[B-Z][A-Z]\d'), 702),
    (re.compile(rb'r="A[A-Z]\d'), 52),
)
"""At most so many columns where such a reference stands. Begun by plain text, they are found by a fast search; one that
is no cell's only makes the estimate larger."""
_REPEATED_ROW = re.compile(rb"<table:table-row\b([^>]*)>(.*?)</table:table-row>", re.DOTALL)
_ROWS = re.compile(rb'number-rows-repeated="(\d+)"')
_COLUMNS = re.compile(rb'<table:table-cell\b[^>]*?number-columns-repeated="(\d+)"[^>]*?office:value-type|'
                      rb'<table:table-cell\b[^>]*?office:value-type[^>]*?number-columns-repeated="(\d+)"')  # fmt: skip


def of_xlsx(xml: bytes) -> tuple[int, int]:
    """Rows and columns of the rectangle that the filled cells of a sheet span; exact only where it may be too large."""
    rows = max((int(match[1]) for match in _ROW.finditer(xml)), default=0)
    columns = next((most for letters, most in _AT_MOST if letters.search(xml)), 26)
    if rows * columns <= MOST_CELLS:
        return rows, columns
    rows, widest = 0, b"A"
    for match in _FILLED.finditer(xml):
        rows = max(rows, int(match[2]))
        if (len(match[1]), match[1]) > (len(widest), widest):
            widest = match[1]
    return rows, column_index(widest) + 1


def of_ods(path: Path) -> tuple[int, int]:
    """The most rows and columns over which one filled row or cell of an OpenDocument sheet is repeated."""
    with zipfile.ZipFile(path) as archive:
        try:
            xml = archive.read("content.xml")
        except (KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
            return 0, 0
    columns = max((int(match[1] or match[2]) for match in _COLUMNS.finditer(xml)), default=1)
    rows = 1
    for match in _REPEATED_ROW.finditer(xml):
        repeated = _ROWS.search(match[1])
        if repeated and b"office:value-type" in match[2]:
            rows = max(rows, int(repeated[1]))
    return rows, columns


def column_index(letters: bytes) -> int:
    """The column counted from 0 for ``A``, ``Z``, ``AA``."""
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1
