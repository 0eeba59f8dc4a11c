"""Tables with a reading a row: energy, what a register shows, or mean power; several meters, zones and demands beside them."""

from collections.abc import Callable, Sequence

from gzvalue.power.columns import TOTALS, Places, Row, Unread, cell, places_of, single_column, when_of
from gzvalue.power.conventions import Head, capacity_factor, energy_factor, power_factor
from gzvalue.power.lengths import Point, with_length
from gzvalue.power.registers import Register, at_day_ends, consumption
from gzvalue.power.source import Reading, Tables
from gzvalue.power.stamps import Stamp, energy, moment_in, number

_ZONES = {"peak_kwh": "peak", "sharp_kwh": "sharp", "flat_kwh": "flat", "valley_kwh": "valley"}
_BESIDE = _ZONES.keys() | {"peak_kw", "capacity", "power_factor"}
_KINDS = ("kwh", "register", "kw")

_LONGEST_UNIT = 4
"""Letters of a unit such as 万千瓦时; longer words are names."""

Value = Callable[[Row, str], float | None]


def long(cells: Sequence[str], heads: Sequence[Head | None], body: Sequence[Row], tables: Tables, unit: str = "") -> None:
    """One row per reading, at a moment or over a period.

    Args:
        cells: the heads as they stand.
        heads: what they mean.
        body: the rows below.
        tables: taken into.
        unit: of energy, where the title tells it and no head does.
    """
    places = places_of(heads)
    kind = next((role for role in _KINDS if role in places), "peak_kwh")
    at = places[kind][0]
    value_of = _value_of(kind, places, unit)
    moments, amounts = Unread("时间"), Unread("负荷" if kind == "kw" else "电量")
    points: dict[str, list[Point]] = {}
    registers: dict[str, list[Register]] = {}
    has_more = bool(_BESIDE & places.keys())
    meter_at, when_told = places.get("meter", (-1, ""))[0], when_of(cells, heads, body)
    alone = single_column(cells, heads, body)  # most tables, and the long ones, tell the time so
    for row in body:
        text = row.cells[at] if at < len(row.cells) else ""
        when = moment_in(row.cells[alone]) if alone is not None and alone < len(row.cells) else when_told(row)
        meter = row.cells[meter_at] if 0 <= meter_at < len(row.cells) else ""
        if when is None or (meter and meter.startswith(TOTALS)):
            if text and when is None:
                moments.note(row)
            continue
        if has_more:
            _beside(row, places, when, tables, unit)
        if not text:
            continue
        value = value_of(row, text)
        if value is None:
            amounts.note(row)
        elif kind == "register":
            registers.setdefault(meter, []).append(_register(row, places, when, value))
        else:
            points.setdefault(meter, []).append((*when, value, row.number))
    moments.tell(tables)
    amounts.tell(tables)
    _tell_of_unknown_units(body, places, tables)
    for meter, found in registers.items():
        tables.readings.setdefault(meter, []).extend(consumption(meter, at_day_ends(found), tables))
    for meter, several in points.items():
        tables.readings.setdefault(meter, []).extend(with_length(several, kind == "kw", tables))


def _value_of(kind: str, places: Places, title_unit: str) -> Value:
    """What reads an amount: the unit in the cell goes first, then that of its row, its head, the title."""
    unit = places[kind][1]
    if kind == "peak_kwh":
        return lambda row, text: _zones_together(row, places, title_unit)
    if kind == "kw":
        own = power_factor(unit) or 1.0
        return lambda row, text: _power(text, own)
    default = energy_factor(unit or title_unit) or 1.0
    if "unit" not in places:
        return lambda row, text: energy(text, default)

    def value(row: Row, text: str) -> float | None:
        told = energy_factor(cell(row, places, "unit"))
        return energy(text, default if told is None else told)

    return value


def _tell_of_unknown_units(body: Sequence[Row], places: Places, tables: Tables) -> None:
    """A column 单位 often holds the firm; short words in it that are no unit are named, as they were taken for kWh."""
    if "unit" not in places:
        return
    words = {text for row in body if (text := cell(row, places, "unit").strip()) and len(text) <= _LONGEST_UNIT}
    unknown = sorted(text for text in words if energy_factor(text) is None and power_factor(text) is None)
    if unknown:
        tables.say("error", f"“单位”列的“{'、'.join(unknown[:3])}”不是电量单位，这些行按表头的单位（没有则按 kWh）计；请核对。")


def _zones_together(row: Row, places: Places, title_unit: str) -> float | None:
    """The whole of a table that tells only its zones; None where one of them cannot be read."""
    found = [
        energy(cell(row, places, role) or "0", energy_factor(places[role][1] or title_unit) or 1.0) for role in _ZONES if role in places
    ]
    known = [one for one in found if one is not None]
    return sum(known) if len(known) == len(found) else None


def _power(text: str, factor: float) -> float | None:
    found = number(text)
    if found is None:
        return None
    own = power_factor(found[1]) if found[1] else factor
    return None if own is None else found[0] * own


def _register(row: Row, places: Places, when: Stamp, value: float) -> Register:
    """What the register shows at the end of the row's moment, day or period."""
    times = number(cell(row, places, "factor"))
    before = number(cell(row, places, "register_before"))
    told = "start" in places and "end" in places
    moment = when[0] + when[1] if told else when[0]
    start = when[0] if told and before is not None else None
    return Register(moment, value, times[0] if times else 1.0, row.number, None if before is None else before[0], start)


def _beside(row: Row, places: Places, when: Stamp, tables: Tables, title_unit: str) -> None:
    """Zones, demand, capacity and power factor that stand on the row of a reading."""
    meter = cell(row, places, "meter")
    for role, zone in _ZONES.items():
        if role in places:
            value = energy(cell(row, places, role), energy_factor(places[role][1] or title_unit) or 1.0)
            if value is not None:
                tables.zones.setdefault(meter, {}).setdefault(zone, []).append(Reading(when[0], when[1] or 1, value, row.number))
    if "peak_kw" in places:
        found = number(cell(row, places, "peak_kw"))
        if found is not None and found[0] >= 0:
            factor = power_factor(found[1]) or power_factor(places["peak_kw"][1]) or 1.0
            tables.demands.setdefault(meter, []).append((when[0], found[0] * factor))
    contract(row, places, tables)


def contract(row: Row, places: Places, tables: Tables) -> None:
    """Contracted capacity and power factor of a row; a meter that stands in several rows counts once, by its last."""
    capacity = number(cell(row, places, "capacity"))
    if capacity is not None and capacity[0] > 0:
        factor = capacity_factor(capacity[1]) or capacity_factor(places["capacity"][1]) or 1.0
        tables.capacities[cell(row, places, "meter")] = capacity[0] * factor
    factor_found = number(cell(row, places, "power_factor"))
    if factor_found is not None:
        factor = factor_found[0] / 100 if factor_found[1].startswith("%") or 1 < factor_found[0] <= 100 else factor_found[0]
        if 0 < factor <= 1:
            tables.factor = factor
