"""Repayment of a loan by stated instalments: interest by actual days, due on the 20th of the last month of each quarter or of each month.

Which days interest is due on is the program's own convention (a common one); the loan contract decides.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from typing import Literal, NamedTuple

from gzvalue.schema.kinds import rounded
from gzvalue.valuation.formula import EXACT
from gzvalue.valuation.formulas.loan import period_interest

YEAR_DAYS = 360
INTEREST_DAY = 20
_QUARTER = 3

Cycle = Literal["quarter", "month", "end"]
"""Interest is due each quarter, each month, or with the last instalment alone."""


class Stretch(NamedTuple):
    """So many days with one balance, in 元."""

    balance: Decimal
    days: int


@dataclass(frozen=True)
class Due:
    """What is due on one day. Money in 元, to the 分.

    Attributes:
        on: the day.
        principal: 0 on a day of interest alone.
        interest: of the ``stretches`` together, rounded half up once; 0 on a day of principal alone.
        balance: what is left after the payment.
        stretches: what the interest is made of, since the last day of interest; one unless principal was paid within.
    """

    on: date
    principal: Decimal
    interest: Decimal
    balance: Decimal
    stretches: tuple[Stretch, ...]


def instalment_schedule(
    annual_rate: Decimal, start: date, instalments: Mapping[date, Decimal], year_days: int = YEAR_DAYS, cycle: Cycle = "quarter"
) -> tuple[Due, ...]:
    """All days on which something is due, in order.

    Interest runs from the day of drawdown to the day before a payment; with the last instalment the rest of it is due.

    Args:
        annual_rate: ≥ 0, as a ratio.
        start: day of drawdown.
        instalments: day → principal in 元 with no fraction of a 分, > 0, after ``start``; their sum is the loan.
        year_days: days of a year of interest, 360 or 365.
        cycle: how often interest is due.
    """
    with localcontext(EXACT):
        return tuple(_dues(annual_rate, start, instalments, year_days, cycle))


def _dues(annual_rate: Decimal, start: date, instalments: Mapping[date, Decimal], year_days: int, cycle: Cycle) -> Iterator[Due]:
    last = max(instalments)
    interest_days = {*(_interest_days(start, last, _QUARTER if cycle == "quarter" else 1) if cycle != "end" else ()), last}
    balance, before = rounded(sum(instalments.values(), Decimal(0)), 2), start
    stretches: list[Stretch] = []
    for day in sorted(interest_days | instalments.keys()):
        stretches.append(Stretch(balance, (day - before).days))
        principal, before = rounded(instalments.get(day, Decimal(0)), 2), day
        balance -= principal
        if day in interest_days:
            interest = sum((period_interest(one.balance, annual_rate, one.days, year_days) for one in stretches), Decimal(0))
            yield Due(day, principal, rounded(interest, 2), balance, tuple(stretches))
            stretches = []
        else:
            yield Due(day, principal, Decimal("0.00"), balance, ())


def _interest_days(start: date, last: date, every: int) -> Iterator[date]:
    """Days of interest after the first day, up to the last, every so many months of the calendar year."""
    number = start.year * 12 + (start.month + every - 1) // every * every - 1
    while (day := date(number // 12, number % 12 + 1, INTEREST_DAY)) <= last:
        if day > start:
            yield day
        number += every
