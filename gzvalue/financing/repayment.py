"""When the loan asked for is repaid: by the stated plan where there is a sound one, else by its way of repayment."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gzvalue.financing.result import ScheduleRow
from gzvalue.financing.stated_plan import BY_INSTALMENTS, StatedPlan, first_day, is_sound, stated_plan
from gzvalue.schema.kinds import rounded
from gzvalue.schema.rights_forms import Financing, PrincipalPayment
from gzvalue.valuation.doubts import ZERO, Doubts
from gzvalue.valuation.formula import Given, given, step
from gzvalue.valuation.formulas.income import sum_of_values
from gzvalue.valuation.formulas.loan import period_interest
from gzvalue.valuation.procedures import schedule as by_months
from gzvalue.valuation.procedures.instalments import YEAR_DAYS, Cycle, Due, instalment_schedule
from gzvalue.valuation.result import Step

_METHODS: dict[str, by_months.Repayment] = {
    "到期一次还本": "bullet", "分期还本": "equal_principal", "等额本金": "equal_principal", "等额本息": "annuity",
}  # fmt: skip
_UNIT_LOAN = Decimal(100_000_000)
"""A loan large enough that rounding its payments to the 分 does not show in the service per 元."""

_YEARS = {"实际天数/360": 360, "实际天数/365": 365}
_COUNTS: dict[int, by_months.DayCount] = {360: "act/360", 365: "act/365"}
_CYCLES: dict[str | None, Cycle] = {None: "quarter", "按季": "quarter", "按月": "month", "到期付息": "end"}
_CYCLE_WORDS: dict[Cycle, str] = {"quarter": "每季末月 20 日付息", "month": "每月 20 日付息", "end": "利息到期一次付清"}

_ABOUT = (Financing.form.name, 1)


@dataclass(frozen=True)
class YearService:
    """Principal and interest due in one calendar year, in 元 to the 分; ``parts`` say where each comes from."""

    principal: Decimal
    interest: Decimal
    parts: tuple[Given, ...]


@dataclass(frozen=True)
class Repayment:
    """How a loan on the asked terms is repaid.

    Attributes:
        rows: payments of the loan asked for; empty without one.
        years: what is due by calendar year; empty without a loan asked for.
        per_yuan: calendar year → what is due for each 元 lent.
        note: how principal and interest were worked out, in words.
        steps: the interest of a stated plan.
        stated: whether it follows the stated plan.
    """

    rows: tuple[ScheduleRow, ...]
    years: Mapping[int, YearService]
    per_yuan: Mapping[int, Decimal]
    note: str
    steps: tuple[Step, ...] = ()
    stated: bool = False

    @property
    def interest(self) -> Decimal:
        """All interest of the loan asked for."""
        return sum((row.interest for row in self.rows), ZERO)


def repayment_of(financing: Financing, payments: Sequence[PrincipalPayment], as_of: date | None, doubts: Doubts) -> Repayment | None:
    """The repayment of the loan asked for; ``None`` while drawdown, term or rate are not known.

    Args:
        financing: the loan asked for.
        payments: stated repayments of principal.
        as_of: counts as day of drawdown while none is given.
        doubts: takes what is wrong with the stated plan.
    """
    stated = stated_plan(financing, payments, as_of, doubts)
    start = first_day(financing, as_of)
    if start is None or not financing.term_months or not is_sound(financing, "term_months") or not is_sound(financing, "annual_rate"):
        return None
    return _by_method(financing, start, unused=bool(payments)) if stated is None else _by_plan(financing, stated)


# --- by the stated plan -------------------------------------------------------------------------


def _by_plan(financing: Financing, stated: StatedPlan) -> Repayment:
    assert financing.annual_rate is not None
    instalments: dict[date, list[Given]] = defaultdict(list)
    for on, amount, id in stated.payments:
        instalments[on].append(given(amount, (PrincipalPayment.form.name, id, "amount")))
    steps = []
    if stated.rest:
        rest = _rest(stated)
        steps.append(rest)
        instalments[stated.end].append(given(stated.rest, rest.id))
    totals = {on: sum((Decimal(str(part.value)) for part in parts), ZERO) for on, parts in instalments.items()}
    year_days, cycle = _YEARS.get(financing.day_count or "", YEAR_DAYS), _CYCLES[financing.interest_cycle]
    dues = instalment_schedule(financing.annual_rate, stated.start, totals, year_days, cycle)
    years: dict[int, YearService] = {}
    for due in dues:
        made = _interest_steps(financing.annual_rate, due, year_days)
        steps += made
        parts = [*instalments.get(due.on, ()), *([given(due.interest, made[-1].id)] if made else [])]
        before = years.get(due.on.year, YearService(ZERO, ZERO, ()))
        years[due.on.year] = YearService(before.principal + due.principal, before.interest + due.interest, (*before.parts, *parts))
    return Repayment(
        tuple(ScheduleRow(due.on, due.principal, due.interest, due.balance) for due in dues),
        years,
        {year: (one.principal + one.interest) / stated.loan for year, one in years.items()},
        f"本笔贷款按还本计划还本，利息按实际天数÷{year_days}、{_CYCLE_WORDS[cycle]}（本软件约定，以借款合同为准）",
        tuple(steps),
        stated=True,
    )


def _rest(stated: StatedPlan) -> Step:
    loan = given(stated.loan, (*_ABOUT, "loan_asked"))
    return step(sum_of_values, id="融资/还本计划/到期还清", about=_ABOUT, name="未列入还本计划、到期还清的本金",
                values=[loan, *(-amount for _, amount, _ in stated.payments)])  # fmt: skip


def _interest_steps(annual_rate: Decimal, due: Due, year_days: int) -> list[Step]:
    """The interest due on a day; the last step is the whole of it."""
    name, id = f"{due.on.isoformat()} 应付利息", f"融资/还本计划/{due.on.isoformat()}/利息"
    rate = given(annual_rate, (*_ABOUT, "annual_rate"))
    alone = len(due.stretches) == 1
    made = [
        step(
            period_interest, id=id if alone else f"{id}/{number}", about=_ABOUT, name=name if alone else f"{name}之 {number}",
            balance=one.balance, annual_rate=rate, days=one.days, year=year_days,
        )
        for number, one in enumerate(due.stretches, 1)
    ]  # fmt: skip
    return made if len(made) < 2 else [*made, step(sum_of_values, id=id, about=_ABOUT, name=name, values=made)]


# --- by the way of repayment --------------------------------------------------------------------


def _by_method(financing: Financing, start: date, *, unused: bool) -> Repayment:
    note = ""
    if financing.repayment in BY_INSTALMENTS:
        note = ("还本计划有误，没有采用，" if unused else "") + "分期还本按每月等额本金估算"
    note = "；".join(one for one in (note, _how(financing)) if one)
    per_yuan = {year: (one.principal + one.interest) / _UNIT_LOAN for year, one in _years(_payments(financing, start, _UNIT_LOAN)).items()}
    loan = rounded(financing.loan_asked or Decimal(0), 2)
    if not loan or not is_sound(financing, "loan_asked"):
        return Repayment((), {}, per_yuan, note)
    rows = _payments(financing, start, loan)
    return Repayment(rows, _years(rows), per_yuan, note)


def _by_days(financing: Financing) -> bool:
    """Whether interest is due by its own cycle rather than with each month's payment; level payments are always monthly."""
    by_month = financing.interest_cycle == "按月" or _METHODS[financing.repayment or "分期还本"] == "annuity"
    return financing.day_count in _YEARS and not by_month


def _how(financing: Financing) -> str:
    """How interest counts, in words; empty where nothing was chosen."""
    parts = []
    if financing.grace_months:
        parts.append(f"前 {financing.grace_months} 个月只付息不还本")
    if financing.day_count in _YEARS:
        words = _CYCLE_WORDS[_CYCLES[financing.interest_cycle]] if _by_days(financing) else "随每月还款付息"
        parts.append(f"利息按实际天数÷{_YEARS[financing.day_count or '']}、{words}（以借款合同为准）")
    return "，".join(parts)


def _payments(financing: Financing, start: date, principal: Decimal) -> tuple[ScheduleRow, ...]:
    """All payments of a loan on the asked terms."""
    if not _by_days(financing):
        return _months(financing, start, principal)
    assert financing.annual_rate is not None
    parts = _months(financing, start, principal)
    instalments = {row.on: row.principal for row in parts if row.principal}
    dues = instalment_schedule(
        financing.annual_rate, start, instalments, _YEARS[financing.day_count or ""], _CYCLES[financing.interest_cycle]
    )
    return tuple(ScheduleRow(due.on, due.principal, due.interest, due.balance) for due in dues)


def _months(financing: Financing, start: date, principal: Decimal) -> tuple[ScheduleRow, ...]:
    """Monthly payments of a loan on the asked terms."""
    assert financing.term_months is not None
    assert financing.annual_rate is not None
    method = _METHODS[financing.repayment or "分期还本"]
    count = _COUNTS.get(_YEARS.get(financing.day_count or "", 0), "month")
    grace = min(financing.grace_months or 0, financing.term_months - 1)
    terms = by_months.Terms(principal, financing.annual_rate, financing.term_months, method, grace, count, start)
    return tuple(
        ScheduleRow(by_months.month_after(start, one.month), one.principal, one.interest, one.balance)
        for one in by_months.schedule(terms).payments
    )


def _years(rows: Sequence[ScheduleRow]) -> dict[int, YearService]:
    found: dict[int, YearService] = {}
    for row in rows:
        before = found.get(row.on.year, YearService(ZERO, ZERO, ()))
        principal, interest = before.principal + row.principal, before.interest + row.interest
        found[row.on.year] = YearService(principal, interest, (given(principal, None), given(interest, None)))
    return found
