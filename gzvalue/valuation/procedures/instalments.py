"""Repayment of a loan by stated instalments: interest by actual days of 360, due on the 20th of the last month of each quarter.

Which days interest is due on is the program's own convention (a common one); the loan contract decides.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from typing import NamedTuple

from gzvalue.schema.kinds import rounded
from gzvalue.valuation.formula import EXACT
from gzvalue.valuation.formulas.loan import period_interest

YEAR_DAYS = 360
INTEREST_DAY = 20
_QUARTER = 3


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


def instalment_schedule(annual_rate: Decimal, start: date, instalments: Mapping[date, Decimal]) -> tuple[Due, ...]:
    """All days on which something is due, in order.

    Interest runs from the day of drawdown to the day before a payment; with the last instalment the rest of it is due.

    Args:
        annual_rate: ≥ 0, as a ratio.
        start: day of drawdown.
        instalments: day → principal in 元 with no fraction of a 分, > 0, after ``start``; their sum is the loan.
    """
    with localcontext(EXACT):
        return tuple(_dues(annual_rate, start, instalments))


def _dues(annual_rate: Decimal, start: date, instalments: Mapping[date, Decimal]) -> Iterator[Due]:
    last = max(instalments)
    interest_days = {*_interest_days(start, last), last}
    balance, before = rounded(sum(instalments.values(), Decimal(0)), 2), start
    stretches: list[Stretch] = []
    for day in sorted(interest_days | instalments.keys()):
        stretches.append(Stretch(balance, (day - before).days))
        principal, before = rounded(instalments.get(day, Decimal(0)), 2), day
        balance -= principal
        if day in interest_days:
            interest = sum((period_interest(one.balance, annual_rate, one.days, YEAR_DAYS) for one in stretches), Decimal(0))
            yield Due(day, principal, rounded(interest, 2), balance, tuple(stretches))
            stretches = []
        else:
            yield Due(day, principal, Decimal("0.00"), balance, ())


def _interest_days(start: date, last: date) -> Iterator[date]:
    """Days of interest after the first day, up to the last."""
    year, month = start.year, (start.month + _QUARTER - 1) // _QUARTER * _QUARTER
    while (day := date(year, month, INTEREST_DAY)) <= last:
        if day > start:
            yield day
        year, month = (year, month + _QUARTER) if month + _QUARTER <= 12 else (year + 1, _QUARTER)
