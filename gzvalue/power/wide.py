"""Tables with time across: points of a day, days or months in a row, months against years."""

import re
from collections.abc import Callable, Sequence
from datetime import date

from gzvalue.power.columns import Row, Unread, cell, is_total, places_of, text_at
from gzvalue.power.conventions import Head, energy_factor, points_are_load, points_are_something_else, power_factor
from gzvalue.power.lengths import usual_step
from gzvalue.power.source import DAY, Reading, Tables
from gzvalue.power.stamps import Stamp, clock, energy, moment_in, month_in, number, stamp, year_in

_NUMBERED = re.compile(r"(?:p|点|h|t)?(\d{1,2})(?:点)?", re.IGNORECASE)
_POINTS = (24, 48, 96)
_MONTH = re.compile(r"(\d{1,2})\s*月(?:份)?")
_TOLD = re.compile(r"\s*(?:(?:用电|耗电|有功)?电?量)?\s*(?:[（(\[【]\s*(?:单位\s*[:：]?)?\s*([^）)\]】]*?)\s*[)）\]】])?\s*$")
"""What stands behind the month or time of a head: ``2025-01用电量(万千瓦时)``."""
_WHOLE_YEAR = 12

Across = Callable[[Row], list[tuple[int, Stamp]]]


def bare(text: str) -> str:
    """The month, day or time of a head without the amount and the unit behind it: ``2025年1月用电量(度)`` is ``2025年1月``.

    A bracket that holds anything but a unit of energy stays.
    """
    match = _TOLD.search(text)
    assert match is not None  # it matches nothing at the end of any text
    return text if match[1] and energy_factor(match[1]) is None else text[: match.start()].strip()


def _own_factor(text: str) -> float | None:
    """kWh of one unit that a head tells for its own column; None where it tells none."""
    match = _TOLD.search(text)
    return energy_factor(match[1]) if match is not None and match[1] else None


def point_columns(cells: Sequence[str]) -> list[tuple[int, int]]:
    """Columns of the points of a day with their minute: times of day, or P1 … P96 that stand at the end of their interval."""
    timed = [(place, minutes) for place, text in enumerate(cells) if (minutes := clock(text.strip())) is not None]
    if timed:
        return timed
    numbered = [(place, int(match[1])) for place, text in enumerate(cells) if (match := _NUMBERED.fullmatch(text.strip()))]
    count = len(numbered)
    if count not in _POINTS:
        return []
    numbers = [one for _, one in numbered]
    if numbers == list(range(1, count + 1)):
        return [(place, one * DAY // count) for place, one in numbered]
    if numbers == list(range(count)):
        return [(place, one * DAY // count) for place, one in numbered]
    return []


def points_of_day(cells: Sequence[str], heads: Sequence[Head | None], body: Sequence[Row], tables: Tables, around: Sequence[str]) -> None:
    """A day in a row, its points across: heads 00:15 … 24:00 tell the end of each, 00:00 … 23:45 the start.

    Args:
        around: titles and names that may say whether the points are energy or mean power.
    """
    places = places_of(heads)
    at = point_columns(cells)
    step = usual_step([minutes for _, minutes in at])
    back = step if any(minutes == DAY for _, minutes in at) else 0
    points = {place for place, _ in at}
    load = points_are_load([*around, *(text for place, text in enumerate(cells) if place not in points)])
    wrong, unsure, others = Unread("日期或电量"), False, 0
    for row in body:
        if is_total(row):
            continue
        day = moment_in(cell(row, places, "time"))
        if day is None:
            wrong.note(row)
            continue
        beside = [text for place, text in enumerate(row.cells) if text and place not in points]
        if points_are_something_else(beside):
            others += 1
            continue
        own = cell(row, places, "unit")
        told = points_are_load(beside) if len(beside) > 1 else None
        unsure = unsure or (told is None and load is None and not own)
        into = tables.readings.setdefault(cell(row, places, "meter"), [])
        for place, minutes in at:
            text = text_at(row, place)
            value = _point(text, own, bool(load if told is None else told), step) if text else None
            if value is not None:
                into.append(Reading(day[0] - day[0] % DAY + minutes - back, step, value, row.number))
            elif text:
                wrong.note(row)
    wrong.tell(tables)
    if unsure:
        tables.say("notice", "表中没有写明各点是电量还是负荷，按电量（kWh）计；如为负荷，请在表头或表名中写明“负荷（kW）”。")
    if others:
        tables.say("notice", f"有 {others:,} 行是电压、电流、无功、反向或示数，未读取：只读取正向有功的电量与负荷。")


def _point(text: str, unit: str, load: bool, step: int) -> float | None:
    """kWh of a point."""
    kw = power_factor(unit)
    if kw is None and not (load and energy_factor(unit) is None):
        return energy(text, energy_factor(unit) or 1.0)
    found = number(text)
    return None if found is None else found[0] * (power_factor(found[1]) or kw or 1.0) * step / 60


def period_columns(cells: Sequence[str]) -> list[tuple[int, Stamp]]:
    """Columns whose heads are months or days; first days of months, none twice, mean the months."""
    found = [(place, one) for place, text in enumerate(cells) if text and (one := stamp(bare(text))) is not None and one[1]]
    days = [date.fromordinal(one[0] // DAY) for _, one in found]
    if len(set(days)) == len(days) > 1 and all(one.day == 1 for one in days):
        return [(place, _month_at(day)) for (place, _), day in zip(found, days, strict=True)]
    return found


def _month_at(day: date) -> Stamp:
    found = month_in(str(day.year), str(day.month))
    assert found is not None
    return found


def periods_across(cells: Sequence[str], heads: Sequence[Head | None], body: Sequence[Row], tables: Tables, unit: str = "") -> None:
    """A meter in a row, its months or days across."""
    places = places_of(heads)
    across = period_columns(cells)
    _take(cells, body, places.get("meter", (-1, ""))[0], lambda row: across, heads, tables, unit)


def months_of_years(cells: Sequence[str], heads: Sequence[Head | None], body: Sequence[Row], tables: Tables, unit: str = "") -> None:
    """A year in a row, 1月 … 12月 across."""
    places = places_of(heads)
    months = month_columns(cells)

    def across(row: Row) -> list[tuple[int, Stamp]]:
        year = cell(row, places, "year") or cell(row, places, "time")
        return [(place, found) for place, text in months if (found := month_in(year, text)) is not None]

    _take(cells, body, places.get("meter", (-1, ""))[0], across, heads, tables, unit)


def years_of_months(cells: Sequence[str], heads: Sequence[Head | None], body: Sequence[Row], tables: Tables, unit: str = "") -> None:
    """A calendar month in a row, its years across."""
    places = places_of(heads)
    years = year_columns(cells)

    def across(row: Row) -> list[tuple[int, Stamp]]:
        month = cell(row, places, "time")
        return [(place, found) for place, text in years if (found := month_in(text, month)) is not None]

    _take(cells, body, places.get("meter", (-1, ""))[0], across, heads, tables, unit)


def month_columns(cells: Sequence[str]) -> list[tuple[int, str]]:
    """Columns headed 1月 … 12月."""
    found = [(place, match[1]) for place, text in enumerate(cells) if (match := _MONTH.fullmatch(bare(text)))]
    return found if len({month for _, month in found}) == len(found) <= _WHOLE_YEAR else []


def year_columns(cells: Sequence[str]) -> list[tuple[int, str]]:
    """Columns headed by years."""
    return [(place, bare(text)) for place, text in enumerate(cells) if year_in(bare(text)) is not None]


def _take(
    cells: Sequence[str], body: Sequence[Row], meter_at: int, across: Across, heads: Sequence[Head | None], tables: Tables, title_unit: str
) -> None:
    places = places_of(heads)
    told = {place: factor for place, text in enumerate(cells) if (factor := _own_factor(text)) is not None}
    wrong, undated = Unread("电量"), Unread("年份或月份")
    for row in body:
        if is_total(row):
            continue
        told_by_row = energy_factor(cell(row, places, "unit"))
        usual = energy_factor(title_unit) or 1.0
        columns = across(row)
        if not columns and any(row.cells[1:]):
            undated.note(row)
        for place, (start, minutes) in columns:
            text = text_at(row, place)
            value = energy(text, told_by_row or told.get(place, usual)) if text else None
            if value is not None:
                tables.readings.setdefault(text_at(row, meter_at), []).append(Reading(start, minutes, value, row.number))
            elif text:
                wrong.note(row)
    undated.tell(tables)
    wrong.tell(tables)
