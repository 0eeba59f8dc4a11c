"""The shapes of electricity tables: one row per reading, 96 points across a day, months across a year, bills, events, account."""

import itertools
from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeAlias

from gzvalue.power.conventions import Head, energy_factor, event_kind, power_factor
from gzvalue.power.registers import Register, consumption
from gzvalue.power.source import DAY, Bill, Event, Reading, Tables
from gzvalue.power.stamps import clock, day_of, energy, number, stamp
from gzvalue.tables.sheet import Row as SheetRow

Row: TypeAlias = SheetRow

_SHOWN = 5
_ZONES = {"peak_kwh": "peak", "sharp_kwh": "peak", "flat_kwh": "flat", "valley_kwh": "valley"}
_TOTAL = ("合计", "总计", "小计", "平均")


class Unread:
    """Rows that could not be read, named by number and only as far as a person wants to know."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._rows: list[int] = []

    def note(self, row: Row) -> None:
        """One row more; a row of totals is none."""
        if not any(cell.strip().startswith(_TOTAL) for cell in row.cells[:3]):
            self._rows.append(row.number)

    def tell(self, tables: Tables) -> None:
        """Put what was noted among the remarks."""
        if self._rows:
            shown = "、".join(str(one) for one in self._rows[:_SHOWN])
            more = f"等 {len(self._rows):,} 行" if len(self._rows) > _SHOWN else "行"
            tables.say("error", f"第 {shown} {more}的{self._what}无法识别，未计入；请在原表中改正后重新导入。")


def _places(heads: Sequence[Head | None]) -> dict[str, tuple[int, str]]:
    """Where each role stands first, with its unit."""
    found: dict[str, tuple[int, str]] = {}
    for place, head in enumerate(heads):
        if head is not None:
            found.setdefault(head.role, (place, head.unit))
    return found


def _cell(row: Row, places: dict[str, tuple[int, str]], role: str) -> str:
    place = places.get(role, (-1, ""))[0]
    return row.cells[place] if 0 <= place < len(row.cells) else ""


def long(heads: Sequence[Head | None], body: Sequence[Row], tables: Tables) -> None:
    """One row per reading: energy, a register's reading, or mean power, at a moment or over a period."""
    places = _places(heads)
    kind = next(role for role in ("kwh", "register", "kw") if role in places)
    at, unit = places[kind]
    factor = (power_factor(unit) if kind == "kw" else energy_factor(unit)) or 1.0
    moments, amounts = Unread("时间"), Unread("负荷" if kind == "kw" else "电量")
    points: dict[str, list[tuple[int, int, float, int]]] = {}
    registers: dict[str, list[Register]] = {}
    has_unit, has_more = "unit" in places, bool(_ZONES.keys() & places.keys()) or "peak_kw" in places
    meter_at, when_of = places.get("meter", (-1, ""))[0], _when(places)
    for row in body:
        cells = row.cells
        text = cells[at] if at < len(cells) else ""
        when = when_of(row)
        if when is None:
            if text:
                moments.note(row)
            continue
        if has_more:
            _zones(row, places, when, tables)
            _demand(row, places, when[0], tables)
        if not text:
            continue
        own = energy_factor(_cell(row, places, "unit")) if has_unit else None
        value = energy(text, factor if own is None else own)
        if value is None:
            amounts.note(row)
            continue
        meter = cells[meter_at] if 0 <= meter_at < len(cells) else ""
        if kind == "register":
            times = number(_cell(row, places, "factor"))
            registers.setdefault(meter, []).append(Register(when[0], value, times[0] if times else 1.0, row.number))
        else:
            points.setdefault(meter, []).append((*when, value, row.number))
    moments.tell(tables)
    amounts.tell(tables)
    for meter, found in registers.items():
        tables.readings.setdefault(meter, []).extend(consumption(meter, found, tables))
    for meter, rows in points.items():
        tables.readings.setdefault(meter, []).extend(_with_length(rows, kind == "kw"))


def _when(places: dict[str, tuple[int, str]]) -> Callable[[Row], tuple[int, int] | None]:
    """How a row tells its period: start and minutes, 0 where only a moment is told."""
    if "start" in places and "end" in places:
        return lambda row: _period(row, places)
    at = next(places[role][0] for role in ("time", "bill_month", "start", "end") if role in places)
    return lambda row: stamp(row.cells[at]) if at < len(row.cells) else None


def _period(row: Row, places: dict[str, tuple[int, str]]) -> tuple[int, int] | None:
    start, end = stamp(_cell(row, places, "start")), stamp(_cell(row, places, "end"))
    if start is None or end is None:
        return None
    last = end[0] + end[1]  # a period of days is told by its first and last day, both belonging to it
    return (start[0], last - start[0]) if last > start[0] else None


def _with_length(rows: list[tuple[int, int, float, int]], power: bool) -> list[Reading]:
    """Moments get the usual distance between two of them as their length; mean power becomes energy."""
    usual = usual_step([start for start, minutes, _, _ in rows if not minutes])
    if power:
        return [Reading(start, told or usual, value * (told or usual) / 60, place) for start, told, value, place in rows]
    return [Reading(start, told or usual, value, place) for start, told, value, place in rows]


def usual_step(moments: list[int]) -> int:
    """The most frequent distance between neighbouring moments, in minutes; a day where there is none."""
    ordered = sorted(set(moments))
    counts: dict[int, int] = {}
    for before, after in itertools.pairwise(ordered):
        counts[after - before] = counts.get(after - before, 0) + 1
    return max(counts, key=lambda step: (counts[step], -step)) if counts else DAY


def _zones(row: Row, places: dict[str, tuple[int, str]], when: tuple[int, int], tables: Tables) -> None:
    for role, zone in _ZONES.items():
        if role in places:
            value = energy(_cell(row, places, role), energy_factor(places[role][1]) or 1.0)
            if value is not None:
                by_zone = tables.zones.setdefault(_cell(row, places, "meter"), {})
                by_zone.setdefault(zone, []).append(Reading(*when, value, row.number))


def _demand(row: Row, places: dict[str, tuple[int, str]], moment: int, tables: Tables) -> None:
    if "peak_kw" in places:
        found = number(_cell(row, places, "peak_kw"))
        if found is not None and found[0] >= 0:
            factor = power_factor(found[1]) or power_factor(places["peak_kw"][1]) or 1.0
            tables.demands.setdefault(_cell(row, places, "meter"), []).append((moment, found[0] * factor))


def points_of_day(cells: Sequence[str], heads: Sequence[Head | None], body: Sequence[Row], tables: Tables) -> None:
    """A day in a row, its points across: heads 00:15 … 24:00 tell the end of each, 00:00 … 23:45 the start."""
    places = _places(heads)
    at = [(place, minutes) for place, cell in enumerate(cells) if (minutes := clock(cell.strip())) is not None]
    step = usual_step([minutes for _, minutes in at])
    ends = any(minutes == DAY for _, minutes in at)
    wrong = Unread("日期或电量")
    for row in body:
        day = stamp(_cell(row, places, "time"))
        if day is None:
            wrong.note(row)
            continue
        into = tables.readings.setdefault(_cell(row, places, "meter"), [])
        for place, minutes in at:
            text = row.cells[place] if place < len(row.cells) else ""
            value = energy(text, 1.0) if text else None
            if value is not None:
                into.append(Reading(day[0] + minutes - (step if ends else 0), step, value, row.number))
            elif text:
                wrong.note(row)
    wrong.tell(tables)


def months_across(cells: Sequence[str], heads: Sequence[Head | None], body: Sequence[Row], tables: Tables) -> None:
    """A meter in a row, its months across."""
    places = _places(heads)
    months = [(place, found) for place, cell in enumerate(cells) if cell and (found := stamp(cell)) is not None and found[1]]
    wrong = Unread("电量")
    for row in body:
        unit = energy_factor(_cell(row, places, "unit")) or 1.0
        meter = _cell(row, places, "meter")
        if meter.startswith(_TOTAL):
            continue
        for place, (start, minutes) in months:
            text = row.cells[place] if place < len(row.cells) else ""
            value = energy(text, unit) if text else None
            if value is not None:
                tables.readings.setdefault(meter, []).append(Reading(start, minutes, value, row.number))
            elif text:
                wrong.note(row)
    wrong.tell(tables)


def bills(heads: Sequence[Head | None], body: Sequence[Row], tables: Tables) -> None:
    """One row per bill; energy that stands on it counts as a reading of its month where no other table tells it."""
    places = _places(heads)
    wrong = Unread("缴费期限")
    for row in body:
        due, paid = _cell(row, places, "due_on"), _cell(row, places, "paid_on")
        month = stamp(_cell(row, places, "bill_month") or _cell(row, places, "time"))
        amount = number(_cell(row, places, "amount"))
        due_on, paid_on = day_of(due), day_of(paid)
        if due_on is None:
            if any(cell for cell in row.cells):
                wrong.note(row)
            continue
        tables.bills.append(
            Bill(due_on, paid_on, amount[0] if amount else None, None if month is None else date.fromordinal(month[0] // DAY), row.number)
        )
    wrong.tell(tables)
    if {"kwh"} <= places.keys() and {"bill_month", "time"} & places.keys():
        long(heads, body, tables)


def events(heads: Sequence[Head | None], body: Sequence[Row], tables: Tables) -> None:
    """One row per breach, theft or change of supply status; a normal state is no event."""
    places = _places(heads)
    tables.events_told = True
    wrong = Unread("发生日期")
    for row in body:
        words = _cell(row, places, "event")
        kind = event_kind(words)
        if kind is None:
            continue
        on = day_of(_cell(row, places, "event_on") or _cell(row, places, "time"))
        if on is None:
            wrong.note(row)
            continue
        tables.events.append(Event(on, kind, words, row.number))
    wrong.tell(tables)


def account(heads: Sequence[Head | None], body: Sequence[Row], tables: Tables) -> None:
    """What the contract of supply tells: capacities of several meters add up."""
    places = _places(heads)
    for row in body:
        capacity = number(_cell(row, places, "capacity"))
        if capacity is not None and capacity[0] > 0:
            tables.capacity = (tables.capacity or 0.0) + capacity[0]
        factor = number(_cell(row, places, "power_factor"))
        if factor is not None and 0 < factor[0] <= 1:
            tables.factor = factor[0]
        tables.sector = tables.sector or _cell(row, places, "sector")
