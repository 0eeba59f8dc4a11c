"""Can the cash flow carry the loan: debt service by calendar year against the latest audited year, held flat.

A sound simple version: the cash and the existing debt service of the latest audited year are taken for every
year of the loan, without growth and without the old debt running off; a stepped repayment is taken as equal
monthly parts. Income from data is part of the operating cash flow and never added on top.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gzvalue.financing.result import CoverYear, Limit
from gzvalue.schema.enterprise import FinanceYear
from gzvalue.schema.kinds import in_wan, rounded
from gzvalue.schema.rights_forms import Financing
from gzvalue.valuation.doubts import ZERO, Doubts, number
from gzvalue.valuation.formula import given, step
from gzvalue.valuation.formulas.lending import cash_capacity, cash_for_debt_service, service_due
from gzvalue.valuation.formulas.loan import debt_service_coverage
from gzvalue.valuation.parameters import parameters
from gzvalue.valuation.procedures.schedule import Repayment, Terms, month_after, schedule
from gzvalue.valuation.result import Step

_METHODS: dict[str, Repayment] = {
    "到期一次还本": "bullet", "分期还本": "equal_principal", "等额本金": "equal_principal", "等额本息": "annuity",
}  # fmt: skip
_UNIT_LOAN = Decimal(100_000_000)
"""A loan large enough that rounding its payments to the 分 does not show in the service per 元."""

_CASH_FIELDS = ("operating_cash_flow", "maintenance_capex", "interest", "scheduled_principal")


@dataclass(frozen=True)
class Cover:
    """Years of the asked loan, the largest loan that cash carries, and how both were made."""

    years: tuple[CoverYear, ...]
    limit: Limit
    note: str
    steps: tuple[Step, ...]

    @property
    def lowest(self) -> CoverYear | None:
        """The tightest year."""
        known = [one for one in self.years if one.ratio is not None]
        return min(known, key=lambda one: one.ratio or ZERO, default=None)


def latest_audited(years: Sequence[FinanceYear]) -> FinanceYear | None:
    """The latest audited year."""
    return max((one for one in years if one.basis == "审计" and one.year is not None), key=lambda one: one.year or 0, default=None)


def cover_of(financing: Financing, accounts: Sequence[FinanceYear], as_of: date | None, doubts: Doubts) -> Cover:
    """Debt service coverage of the loan asked for, and the cash-flow bound of any loan on these terms."""
    year = latest_audited(accounts)
    start = financing.drawdown_on or as_of
    missing = _missing(financing, year, start, doubts)
    if missing or year is None or start is None:
        return Cover((), Limit("cash", "现金流", None, missing), missing, ())
    cash = step(
        cash_for_debt_service, id=f"融资/现金流/{year.year}/可用资金", about=(year.form.name, year.id),
        operating=_datum(year, "operating_cash_flow"), capex=_datum(year, "maintenance_capex"),
    )  # fmt: skip
    existing = step(
        service_due, id=f"融资/现金流/{year.year}/既有还本付息", about=(year.form.name, year.id), name="既有债务当年还本付息",
        parts=[_datum(year, "scheduled_principal"), _datum(year, "interest")],
    )  # fmt: skip
    loan_years, ratio_steps = _loan_years(financing, start, cash, existing)
    limit, limit_step = _limit(financing, start, cash, existing)
    note = (
        f"按最近审计年度 {year.year} 年的经营现金流（付息前，扣除维持性资本支出）与既有债务还本付息逐年持平测算，未计业务增长与既有债务下降；"
        f"{'分期还本按每月等额本金估算；' if financing.repayment in (None, '分期还本') else ''}数据收益已包含在经营现金流中，不另加"
    )
    return Cover(loan_years, limit, note, (cash, existing, *ratio_steps, limit_step))


def _missing(financing: Financing, year: FinanceYear | None, start: date | None, doubts: Doubts) -> str:
    """What is missing for a test of cash, in a sentence; empty if nothing is."""
    if year is None:
        return "没有经审计的年度财务数据，未测算"
    for key in _CASH_FIELDS:
        if doubts.sound(year, key, "现金流承担能力未测算") is None:
            return f"{year.year} 年财务数据缺“{year.form.fields[key].label}”，未测算"
    if not financing.term_months or doubts.sound(financing, "term_months", "现金流承担能力未测算") is None:
        return "未填贷款期限，未测算"
    if doubts.sound(financing, "annual_rate", "现金流承担能力未测算") is None:
        return "未填年利率，未测算"
    return "" if start is not None else "未填拟放款日期，也没有编制日期，未测算"


def _datum(year: FinanceYear, key: str) -> object:
    return given(getattr(year, key), (year.form.name, year.id, key))


def _by_year(financing: Financing, start: date, principal: Decimal) -> dict[int, tuple[Decimal, Decimal]]:
    """Principal and interest due in each calendar year of a loan on the asked terms."""
    assert financing.term_months is not None
    assert financing.annual_rate is not None
    method = _METHODS[financing.repayment or "分期还本"]
    found: dict[int, tuple[Decimal, Decimal]] = {}
    for payment in schedule(Terms(principal, financing.annual_rate, financing.term_months, method)).payments:
        year = month_after(start, payment.month).year
        before = found.get(year, (ZERO, ZERO))
        found[year] = (before[0] + payment.principal, before[1] + payment.interest)
    return found


def _loan_years(financing: Financing, start: date, cash: Step, existing: Step) -> tuple[tuple[CoverYear, ...], list[Step]]:
    if not financing.loan_asked:
        return (), []
    years, steps = [], []
    for year, (principal, interest) in _by_year(financing, start, rounded(financing.loan_asked, 2)).items():
        about = (financing.form.name, financing.id)
        due = step(
            service_due,
            id=f"融资/现金流/{year}/应还本付息",
            about=about,
            name=f"{year} 年应还本付息",
            parts=[existing, principal, interest],
        )
        steps.append(due)
        ratio = None
        if number(due):
            one = step(
                debt_service_coverage, id=f"融资/现金流/{year}/偿债备付率", about=about, name=f"{year} 年偿债备付率", cash=cash, service=due
            )
            steps.append(one)
            ratio = number(one)
        years.append(CoverYear(year, rounded(number(cash), 2), rounded(number(existing), 2), principal, interest, ratio))
    return tuple(years), steps


def _limit(financing: Financing, start: date, cash: Step, existing: Step) -> tuple[Limit, Step]:
    """The bound by the tightest year, at the reference ratio."""
    minimum = parameters("financing")["dscr_reference"]
    due = {year: principal + interest for year, (principal, interest) in _by_year(financing, start, _UNIT_LOAN).items()}
    tightest = max(due, key=lambda year: (due[year], -year))
    service = due[tightest] / _UNIT_LOAN
    made = step(
        cash_capacity,
        id="融资/额度/现金流",
        about=(financing.form.name, financing.id),
        cash=cash,
        minimum=minimum.value,
        existing=existing,
        service=service,
    )
    amount = rounded(number(made), 2)
    how = (
        f"（{in_wan(number(cash))} 万元 ÷ 偿债备付率 {minimum.value} − 既有还本付息 {in_wan(number(existing))} 万元）"
        f" ÷ 每 1 元贷款 {tightest} 年还本付息 {rounded(service, 4)} 元"
    )
    return Limit("cash", "现金流", amount, how), made
