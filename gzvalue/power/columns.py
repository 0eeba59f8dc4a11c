"""How a row of an electricity table is read: where each role stands, when the row is of, and which rows could not be read."""

import re
from collections.abc import Callable, Sequence
from typing import TypeAlias

from gzvalue.power.conventions import Head, read_head
from gzvalue.power.source import DAY, Tables
from gzvalue.power.stamps import Stamp, clock, moment_in, month_in
from gzvalue.tables.sheet import Row as SheetRow

Row: TypeAlias = SheetRow

Places: TypeAlias = dict[str, tuple[int, str]]
"""Role → (column, unit)."""

_SHOWN = 5
_TIMES = ("time", "bill_month", "start", "end")
_SAMPLED = 30
TOTALS = ("合计", "总计", "小计", "累计", "平均", "total", "Total", "TOTAL")
_SUMS = ("合计", "总计", "小计")
_SPAN = re.compile(r"(\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)\s*[-–—~～至到]+\s*(\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)")


class Unread:
    """Rows that could not be read, named by number and only as far as a person wants to know."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._rows: list[int] = []

    def note(self, row: Row) -> None:
        """One row more; a row of totals is none."""
        if not is_total(row):
            self._rows.append(row.number)

    def tell(self, tables: Tables) -> None:
        """Put what was noted among the remarks."""
        if self._rows:
            rows = sorted(set(self._rows))
            shown = "、".join(str(one) for one in rows[:_SHOWN])
            more = f"等 {len(rows):,} 行" if len(rows) > _SHOWN else "行"
            tables.say("error", f"第 {shown} {more}的{self._what}无法识别，未计入；请在原表中改正后重新导入。")


def is_total(row: Row) -> bool:
    """Whether a row sums up others: ``合计``, ``总 计：``, ``2025年小计``."""
    return any(_sums_up("".join(cell.split()).rstrip(":：")) for cell in row.cells[:3] if cell)


def _sums_up(text: str) -> bool:
    return text.startswith(TOTALS) or text.endswith(_SUMS)


def places_of(heads: Sequence[Head | None]) -> Places:
    """Where each role stands first, with its unit."""
    found: Places = {}
    for place, head in enumerate(heads):
        if head is not None:
            found.setdefault(head.role, (place, head.unit))
    return found


def cell(row: Row, places: Places, role: str) -> str:
    """The text of a role in a row; empty where there is none."""
    place = places.get(role, (-1, ""))[0]
    return row.cells[place] if 0 <= place < len(row.cells) else ""


def text_at(row: Row, place: int) -> str:
    """The text of a column; empty where the row is shorter."""
    return row.cells[place] if 0 <= place < len(row.cells) else ""


When: TypeAlias = Callable[[Row], Stamp | None]


def single_column(cells: Sequence[str], heads: Sequence[Head | None], body: Sequence[Row]) -> int | None:
    """The column that alone tells the time of a row; None where it takes two."""
    places = places_of(heads)
    if ("start" in places and "end" in places) or "year" in places or _clock_column(cells, heads, body) is not None:
        return None
    return next(places[role][0] for role in _TIMES if role in places)


def when_of(cells: Sequence[str], heads: Sequence[Head | None], body: Sequence[Row]) -> When:
    """How a row tells its period: start and minutes, 0 where only a moment is told.

    Understood are a start and an end; one column; a day beside a time of day; a year beside a month.
    """
    places = places_of(heads)
    if "start" in places and "end" in places:
        return lambda row: _period(row, places)
    at = next(places[role][0] for role in _TIMES if role in places)
    beside = _clock_column(cells, heads, body)
    if beside is not None:
        day_at, clock_at = beside
        return lambda row: _day_and_clock(text_at(row, day_at), text_at(row, clock_at))
    if "year" in places:
        return lambda row: moment_in(text_at(row, at)) or month_in(cell(row, places, "year"), text_at(row, at))
    return lambda row: moment_in(text_at(row, at))


def _period(row: Row, places: Places) -> Stamp | None:
    start, end = moment_in(cell(row, places, "start")), moment_in(cell(row, places, "end"))
    if start is None or end is None:
        return None
    last = end[0] + end[1]  # a period of days is told by its first and last day, both belonging to it
    return (start[0], last - start[0]) if last > start[0] else None


def _clock_column(cells: Sequence[str], heads: Sequence[Head | None], body: Sequence[Row]) -> tuple[int, int] | None:
    """A column of days and one of times of day, where the time is told by two columns."""
    times = [place for place, head in enumerate(heads) if head is not None and head.role in ("time", "clock")]
    if len(times) < 2:
        return None
    days = [place for place in times if _mostly(body, place, lambda text: moment_in(text) is not None)]
    clocks = [place for place in times if _mostly(body, place, lambda text: _clocks(text) is not None)]
    return (days[0], clocks[0]) if days and clocks else None


def _mostly(body: Sequence[Row], place: int, reads: Callable[[str], bool]) -> bool:
    texts = [text for row in body[:_SAMPLED] if (text := text_at(row, place))]
    return bool(texts) and sum(map(reads, texts)) * 2 > len(texts)


def _clocks(text: str) -> tuple[int, int] | None:
    """A time of day, or a span of such as ``00:00-00:15``: first minute and length, 0 where only one is told."""
    match = _SPAN.fullmatch(text.strip())
    if match is None:
        one = clock(text)
        return None if one is None else (one, 0)
    first, last = clock(match[1]), clock(match[2])
    if first is None or last is None:
        return None
    return first, (last - first) % DAY


def _day_and_clock(day: str, time: str) -> Stamp | None:
    found, at = moment_in(day), _clocks(time)
    if found is None or at is None or (found[1] and found[1] != DAY):
        return None
    midnight = found[0] - found[0] % DAY
    return midnight + at[0], at[1]


def head_cells(row: Row) -> list[Head | None]:
    """What each cell of a row means as the head of a column."""
    return [read_head(text) if text else None for text in row.cells]
