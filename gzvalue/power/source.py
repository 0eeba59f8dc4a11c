"""What was read from electricity tables, before and after cleaning: plain records in kWh and whole minutes."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

DAY = 24 * 60
"""Minutes of a day; moments are counted in minutes since ``date.min``."""


class Reading(NamedTuple):
    """Energy of one meter over one period.

    ``start`` and ``minutes`` are whole minutes; ``place`` is the row of the sheet, for people.
    """

    start: int
    minutes: int
    kwh: float
    place: int


class Bill(NamedTuple):
    """One bill: the day it was due, the day it was paid (None: not yet), its amount in 元 (None: not told), its month."""

    due_on: date | None
    paid_on: date | None
    amount: float | None
    month: date | None
    place: int


class Event(NamedTuple):
    """One breach, theft or change of supply status: ``theft``, ``breach`` or the status in Chinese."""

    on: date
    kind: str
    words: str
    place: int


@dataclass(frozen=True)
class Remark:
    """Something wrong or noteworthy in the source: ``error`` keeps an indicator from being computed, ``notice`` does not."""

    level: str
    meter: str
    message: str


@dataclass
class Tables:
    """Everything of one or several files.

    Attributes:
        readings: by meter.
        zones: energy by meter and zone (``peak``, ``flat``, ``valley``), as readings.
        demands: greatest demand in kW by meter: (moment, kW).
        capacity: contracted capacity in kVA, None where no table tells it.
        factor: power factor, likewise.
        events_told: a list of breaches or states was handed over, be it empty; no list is not the same as no breach.
    """

    readings: dict[str, list[Reading]] = field(default_factory=dict)
    zones: dict[str, dict[str, list[Reading]]] = field(default_factory=dict)
    demands: dict[str, list[tuple[int, float]]] = field(default_factory=dict)
    bills: list[Bill] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    capacity: float | None = None
    factor: float | None = None
    sector: str = ""
    events_told: bool = False
    remarks: list[Remark] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)

    def say(self, level: str, message: str, meter: str = "") -> None:
        """Note something about the source."""
        self.remarks.append(Remark(level, meter, message))
