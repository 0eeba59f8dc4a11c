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
    """One bill.

    ``due_on`` is the day it was due, ``paid_on`` the day on which it was paid in full (None: not yet), ``amount`` in 元
    (None: not told), ``month`` the first day of the month it is for, ``place`` its row, ``part`` what this row says was paid.
    """

    due_on: date | None
    paid_on: date | None
    amount: float | None
    month: date | None
    place: int
    meter: str = ""
    part: float | None = None

    @property
    def asks(self) -> bool:
        """Whether anything is to be paid: not for a bill over nothing, nor for a credit."""
        return self.amount is None or self.amount > 0


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
    """Everything of one sheet, or of several files taken together.

    Attributes:
        readings: by meter; the meter without a name is the empty text.
        zones: energy by meter and zone (``sharp``, ``peak``, ``flat``, ``valley``), as readings.
        demands: greatest demand in kW by meter: (moment, kW).
        billed: energy that stands on bills, by meter; counts only where no reading tells it.
        capacities: contracted capacity in kVA by meter.
        factor: power factor, None where no table tells it.
        events_told: a list of breaches or states was handed over, be it empty; no list is not the same as no breach.
        label: what people call this sheet.
    """

    readings: dict[str, list[Reading]] = field(default_factory=dict)
    zones: dict[str, dict[str, list[Reading]]] = field(default_factory=dict)
    demands: dict[str, list[tuple[int, float]]] = field(default_factory=dict)
    billed: dict[str, list[Reading]] = field(default_factory=dict)
    bills: list[Bill] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    capacities: dict[str, float] = field(default_factory=dict)
    factor: float | None = None
    sector: str = ""
    events_told: bool = False
    remarks: list[Remark] = field(default_factory=list)
    label: str = ""

    @property
    def capacity(self) -> float | None:
        """Contracted capacities of all meters together, kVA."""
        return sum(self.capacities.values()) or None

    def say(self, level: str, message: str, meter: str = "") -> None:
        """Note something about the source."""
        self.remarks.append(Remark(level, meter, message))
