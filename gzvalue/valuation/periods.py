"""From calendar years to periods after the valuation date: how much of each year counts, and how far away it lies.

Period t is the t-th twelve months after the 评估基准日. Income is forecast by calendar year; with a base date
other than a 31 December the first year is a stub of days/365, and every later exponent follows from it.
A leap year has 365 days here too (a stub never counts more than the whole year). The program's own rule.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from typing import Literal

from gzvalue.valuation.formula import EXACT
from gzvalue.valuation.formulas.period import counted_part, discount_years, first_stub, period_start

Timing = Literal["end", "mid"]
"""Whether a period's income is taken to come at its end or in its middle."""

_HALF = Decimal("0.5")
MOMENTS: dict[Timing, Decimal] = {"end": Decimal(1), "mid": _HALF}
"""Where within the counted part of a year its income is taken to come."""


@dataclass(frozen=True)
class Period:
    """One calendar year seen from the valuation date.

    Attributes:
        year: the calendar year.
        portion: part of the year's income that lies after the valuation date and within the life, 0…1.
        exponent: years from the valuation date to when that part is taken to come.
    """

    year: int
    portion: Decimal
    exponent: Decimal


def periods(valuation_date: date, years: Sequence[int], timing: Timing = "end", life: Decimal | None = None) -> tuple[Period, ...]:
    """The periods of some calendar years, in the order given.

    A year that is over at the valuation date, or begins after the life has ended, has portion 0. A life that
    ends within a year leaves a last partial portion, whose end (or middle) gives the exponent.

    Args:
        valuation_date: 评估基准日; its own day lies before the first period.
        years: calendar years; gaps are allowed.
        timing: income at the ``end`` or in the ``mid`` of each period.
        life: years after the valuation date for which income is counted, or ``None`` for no limit.
    """
    with localcontext(EXACT):
        stub = first_stub(Decimal((date(valuation_date.year, 12, 31) - valuation_date).days))
        return tuple(_period(year, year - valuation_date.year, stub, timing, life) for year in years)


def _period(year: int, after: int, stub: Decimal, timing: Timing, life: Decimal | None) -> Period:
    start = period_start(after, stub)
    portion = counted_part(after, stub, start, Decimal(abs(after) + 2) if life is None else life)  # beyond the year: no limit
    return Period(year, portion, discount_years(start, portion, MOMENTS[timing]))


def twelve_months(count: int, timing: Timing = "end") -> tuple[Decimal, ...]:
    """Exponents of whole periods 1, 2, …: t at the end, t − 0.5 in the middle."""
    return tuple(Decimal(t) if timing == "end" else Decimal(t) - _HALF for t in range(1, count + 1))
