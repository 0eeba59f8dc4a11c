"""The head of a table: below titles, over one or two rows, or missing; names made unique."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_FIGURE = re.compile(r"[+-]?[0-9][0-9,]*(\.[0-9]+)?%?$|[0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}")
_YEAR = re.compile(r"(19|20)[0-9]{2}(年|-?(0[1-9]|1[0-2]))?$")
TOTALS = {"合计", "总计", "共计", "小计", "总合计", "本页合计", "累计", "total", "grandtotal", "sum", "subtotal"}
TITLES_WITHIN = 12


@dataclass(frozen=True)
class Head:
    """What the first rows say.

    Attributes:
        names: one name per column, unique.
        skipped: rows above the head.
        rows: rows the head takes, 0 if there is none.
        notes: what a reader should know.
    """

    names: tuple[str, ...]
    skipped: int
    rows: int
    notes: tuple[str, ...] = ()


def head_of(records: Sequence[Sequence[str]], width: int | None = None) -> Head:
    """The head among the first records of a table; ``width`` is the number of columns if known."""
    usual = width or _usual_width(records)
    skipped = _titles(records, usual)
    notes = [f"表头上方有 {skipped} 行标题或说明，未计入"] if skipped else []
    first = list(records[skipped]) if skipped < len(records) else []
    if _is_data(first):
        return Head(numbered_names(max(usual, len(first))), skipped, 0, (*notes, "第一行像是数据而不是表头，各列以“列1、列2…”命名"))
    names, more = unique_names(first, max(usual, len(first)) if width else len(first))
    return Head(names, skipped, 1, (*notes, *more))


def numbered_names(width: int) -> tuple[str, ...]:
    """Names for columns that have none."""
    return tuple(f"列{place}" for place in range(1, width + 1))


def unique_names(cells: Sequence[str], width: int) -> tuple[tuple[str, ...], list[str]]:
    """Names of columns: blank ones numbered, repeated ones numbered on; and notes about both."""
    names: list[str] = []
    blank = repeated = 0
    taken: set[str] = set()
    for place in range(width):
        name = " ".join(cells[place].split()) if place < len(cells) else ""
        if not name:
            blank += 1
            name = f"列{place + 1}"
        number, free = 2, name
        while free in taken:
            free = f"{name}_{number}"
            number += 1
        repeated += free != name
        taken.add(free)
        names.append(free)
    notes = [f"有 {blank} 列没有列名，以“列N”命名"] if blank else []
    if repeated:
        notes.append(f"有 {repeated} 个列名重复，后面的加“_2、_3…”区分")
    return tuple(names), notes


def _usual_width(records: Sequence[Sequence[str]]) -> int:
    widths = [len(record) for record in records if record]
    return max(set(widths), key=lambda w: (widths.count(w), w)) if widths else 0


def _titles(records: Sequence[Sequence[str]], usual: int) -> int:
    """Rows above the head: nearly empty ones, while the table is wide."""
    if usual < 3:
        return 0
    for place, record in enumerate(records[:TITLES_WITHIN]):
        filled = sum(1 for cell in record if cell.strip())
        if filled > max(2, usual // 3) or (filled == 2 and usual < 4):
            return place
    return 0


def _is_data(cells: Sequence[str]) -> bool:
    """Whether a first row holds figures and dates like the others: more than half of its cells, years apart."""
    texts = [unicodedata.normalize("NFKC", cell).strip() for cell in cells]
    figures = sum(1 for text in texts if _FIGURE.match(text) and not _YEAR.match(text))
    return bool(texts) and figures * 2 > len(texts)


def is_total(cells: Sequence[str | None]) -> bool:
    """Whether a row is one of totals: the word among its first three filled cells, and no other text than figures after it."""
    filled = [(unicodedata.normalize("NFKC", cell).strip(), place) for place, cell in enumerate(cells) if cell and cell.strip()]
    for place, (text, _) in enumerate(filled[:3]):
        word = re.sub(r"[\s:()]", "", text).lower()
        if word in TOTALS:
            others = [other for at, (other, _) in enumerate(filled) if at != place]
            return all(_FIGURE.match(other) for other in others) and len(filled) < max(len(cells), 2) + 1
    return False
