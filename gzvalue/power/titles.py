"""What stands outside the rows of a table and yet belongs to them: a head of two lines, a year that only the title tells."""

import re
from collections.abc import Iterable, Sequence

from gzvalue.power.columns import Row, head_cells, places_of, text_at
from gzvalue.power.stamps import moment_in
from gzvalue.power.wide import month_columns

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)\s*(?:年度?)?")
_WITHOUT_YEAR = re.compile(r"(\d{1,2})\s*月(?:份|\s*(\d{1,2})\s*日?)?")
_FEWEST_MONTHS = 6
_SAMPLED = 30


def one_head(upper: Row, lower: Row) -> Row | None:
    """Two lines of heads as one: ``电量(kWh)`` above ``峰 平 谷`` is ``电量(kWh)(峰)`` …; None where the lower line is no head.

    A lower line has no time below the head of the times, and each of its texts is a head or, in brackets, makes one with what stands above.
    """
    heads = head_cells(upper)
    places = places_of(heads)
    at = next((places[role][0] for role in ("time", "bill_month", "start") if role in places), None)
    texts = [(place, text) for place, text in enumerate(lower.cells) if text]
    if at is None or text_at(lower, at) or len(texts) < 2:
        return None
    width = max(len(upper.cells), len(lower.cells))
    cells, above = [], ""
    for place in range(width):
        own, below = text_at(upper, place), text_at(lower, place)
        above = own or (above if below else "")
        cells.append(f"{above}({below})" if below and above else below or own)
    joined = Row(lower.number, tuple(cells))
    found = head_cells(joined)
    return joined if all(place < len(found) and found[place] is not None for place, _ in texts) else None


def year_around(nearest_first: Iterable[Sequence[str]]) -> str:
    """The year that titles, sheet or file tell, the nearest that tell any; empty where they tell none or several."""
    for texts in nearest_first:
        years = {year for text in texts for year in _YEAR.findall(text)}
        if years:
            return years.pop() if len(years) == 1 else ""
    return ""


def head_with_year(head: Row, year: str) -> Row:
    """Months across whose year only the title tells: ``1月`` is ``2025年1月``."""
    places = places_of(head_cells(head))
    months = dict(month_columns(head.cells))
    if not year or {"year", "time"} & places.keys() or len(months) < _FEWEST_MONTHS:
        return head
    return Row(head.number, tuple(f"{year}年{text}" if place in months else text for place, text in enumerate(head.cells)))


def rows_with_year(head: Row, body: Sequence[Row], year: str) -> Sequence[Row]:
    """Rows whose months or days have no year, which only the title tells: ``3月`` and ``3月5日`` get it."""
    places = places_of(head_cells(head))
    if not year or "time" not in places or "year" in places:
        return body
    at = places["time"][0]
    seen = [text for row in body[:_SAMPLED] if (text := text_at(row, at))]
    bare = sum(_WITHOUT_YEAR.fullmatch(text) is not None for text in seen)
    if bare * 2 <= len(seen) or any(moment_in(text) is not None for text in seen):
        return body
    return [Row(row.number, (*row.cells[:at], _dated(text_at(row, at), year), *row.cells[at + 1 :])) for row in body]


def _dated(text: str, year: str) -> str:
    match = _WITHOUT_YEAR.fullmatch(text)
    return text if match is None else f"{year}年{match[1]}月{match[2] + '日' if match[2] else ''}"
