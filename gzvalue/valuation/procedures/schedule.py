"""Repayment schedules in exact decimals: interest of each month rounded half up to the 分, the last payment absorbs the rest."""

import calendar
from dataclasses import dataclass
from datetime import MAXYEAR, date
from decimal import Decimal, localcontext
from itertools import pairwise
from typing import Literal

from gzvalue.schema.kinds import rounded
from gzvalue.valuation.formula import EXACT
from gzvalue.valuation.formulas.loan import annuity_payment, interest_factor, level_payment, period_interest

Repayment = Literal["annuity", "equal_principal", "bullet"]
DayCount = Literal["month", "act/360", "act/365"]

MOST_MONTHS = 1200
"""Longest loan that is taken for meant."""

_MONTHS = 12
_YEAR_DAYS = {"act/360": 360, "act/365": 365}


@dataclass(frozen=True)
class Payment:
    """One month of a schedule; money in 元, rounded to the 分."""

    month: int
    payment: Decimal
    principal: Decimal
    interest: Decimal
    balance: Decimal


@dataclass(frozen=True)
class Schedule:
    """All payments, their interest in total, and the level payment of an annuity before rounding."""

    payments: tuple[Payment, ...]
    total_interest: Decimal
    level: Decimal | None


@dataclass(frozen=True)
class Terms:
    """Terms of a loan.

    Attributes:
        principal: in 元, with no fraction of a 分.
        annual_rate: ≥ 0, as a ratio.
        months: number of payments.
        method: ``annuity`` equal payments, ``equal_principal`` equal parts of principal, ``bullet`` all at the end.
        grace: months of interest only at the beginning; fewer than ``months``.
        day_count: interest by months (a twelfth of the yearly rate), or by actual days of 360 or 365.
        start: day of drawdown; needed for interest by days.
    """

    principal: Decimal
    annual_rate: Decimal
    months: int
    method: Repayment
    grace: int = 0
    day_count: DayCount = "month"
    start: date | None = None

    @property
    def monthly_rate(self) -> Decimal:
        """A twelfth of the yearly rate, in 34 digits."""
        return EXACT.divide(self.annual_rate, Decimal(_MONTHS))


def schedule(terms: Terms) -> Schedule:
    """The payments month by month. Payments of an annuity by days are level at the loan's own interest of each month."""
    with localcontext(EXACT):
        return _schedule(terms)


def _schedule(terms: Terms) -> Schedule:
    parts = spans(terms)
    level = _level(terms, parts) if terms.method == "annuity" else None
    payments: list[Payment] = []
    balance, paid_interest = rounded(terms.principal, 2), Decimal(0)
    part = rounded(terms.principal / (terms.months - terms.grace), 2)
    for month, (days, year) in enumerate(parts, 1):
        interest = rounded(period_interest(balance, terms.annual_rate, days, year), 2)
        principal = _principal(terms, month, balance, part if level is None else rounded(level, 2) - interest)
        balance -= principal
        paid_interest += interest
        payments.append(Payment(month, principal + interest, principal, interest, balance))
    return Schedule(tuple(payments), paid_interest, level)


def _principal(terms: Terms, month: int, balance: Decimal, usual: Decimal) -> Decimal:
    if month == terms.months:
        return balance
    if month <= terms.grace or terms.method == "bullet":
        return rounded(Decimal(0), 2)
    return min(max(usual, Decimal(0)), balance)  # rounding up may pay a tiny loan off early


def _level(terms: Terms, parts: list[tuple[int, int]]) -> Decimal:
    if terms.day_count == "month":
        return annuity_payment(terms.principal, terms.monthly_rate, terms.months - terms.grace)
    factors, factor = [], Decimal(1)
    for days, year in parts[terms.grace :]:
        factor = interest_factor(factor, terms.annual_rate, days, year)
        factors.append(factor)
    return level_payment(terms.principal, factors)


def spans(terms: Terms) -> list[tuple[int, int]]:
    """For each month what part of a year it counts, as (days, days of a year) or (1, 12)."""
    if terms.day_count == "month":
        return [(1, _MONTHS)] * terms.months
    assert terms.start is not None
    days = [month_after(terms.start, n) for n in range(terms.months + 1)]
    return [((after - before).days, _YEAR_DAYS[terms.day_count]) for before, after in pairwise(days)]


def month_after(start: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month; at the end of the calendar its last day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year > MAXYEAR:
        return date.max
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))
