"""What stays of the source in a profile, so that an indicator can be computed again when a figure that was entered changes."""

from contextlib import suppress
from dataclasses import dataclass

from gzvalue.power.facts import Facts, Missing, span
from gzvalue.power.load import peak_of
from gzvalue.power.payment import billed
from gzvalue.power.scoring import Counts, counts_of
from gzvalue.power.source import Tables


@dataclass(frozen=True)
class Basis:
    """Counted once from the source.

    Attributes:
        peak_kw: greatest load, for another contracted capacity; None where none is told.
        load_window: of what time.
        capacity, factor: of the tables, kVA and ratio.
        bills_yuan: bills of twelve months in 元, for another revenue.
        bills_window: of what time.
        counts: what forces the lowest grade.
    """

    peak_kw: float | None
    load_window: str
    capacity: float | None
    factor: float | None
    bills_yuan: float | None
    bills_window: str
    counts: Counts


def basis_of(facts: Facts, tables: Tables) -> Basis:
    """Count it."""
    peak, load_window, bills, bills_window = None, "", None, ""
    with suppress(Missing):  # the indicator itself says why
        found = peak_of(facts)
        peak, load_window = found.peak, span(found.first, found.last)
    with suppress(Missing):
        bills, bills_window = billed(facts)
    return Basis(peak, load_window, tables.capacity, tables.factor, bills, bills_window, counts_of(facts))
