"""Can the cash flow carry the loan: debt service by calendar year against the cash of that year.

Where the accounts hold a forecast of a year of the loan, its cash and its existing debt service are taken; for every
other year those of the latest audited year, held flat. What the loan asked for needs comes from its repayment. Income
from data is part of the operating cash flow and never added on top.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gzvalue.financing.repayment import Repayment
from gzvalue.financing.result import CoverYear, Limit
from gzvalue.financing.stated_plan import first_day
from gzvalue.schema.enterprise import FinanceYear
from gzvalue.schema.kinds import in_wan, rounded
from gzvalue.schema.rights_forms import Financing
from gzvalue.valuation.doubts import ZERO, Doubts, number
from gzvalue.valuation.formula import given, step
from gzvalue.valuation.formulas.lending import cash_capacity, cash_for_debt_service, service_due
from gzvalue.valuation.formulas.loan import debt_service_coverage
from gzvalue.valuation.parameters import parameters
from gzvalue.valuation.result import Step

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


@dataclass(frozen=True)
class _Account:
    """Cash and existing debt service of one year of accounts."""

    cash: Step
    existing: Step


def cover_of(
    financing: Financing, repayment: Repayment | None, accounts: Sequence[FinanceYear], as_of: date | None, doubts: Doubts
) -> Cover:
    """Debt service coverage of the loan asked for, and the cash-flow bound of any loan on these terms.

    Args:
        financing: the loan asked for.
        repayment: its payments; ``None`` while its terms are not known.
        accounts: audited years, and forecasts.
        as_of: counts as day of drawdown while none is given.
        doubts: takes what stands in the way.
    """
    audited = latest_audited(accounts)
    missing = _missing(financing, audited, as_of, doubts)
    if missing or audited is None or repayment is None:
        return Cover((), Limit("cash", "现金流", None, missing), missing, ())
    flat = _account(audited)
    forecasts = {one.year or 0: _account(one) for one in accounts if one.basis == "预测" and one.year and _filled(one, doubts)}
    by_year = {year: forecasts.get(year, flat) for year in repayment.per_yuan}
    loan_years, ratio_steps = _loan_years(financing, repayment, by_year)
    limit, limit_step = _limit(financing, repayment.per_yuan, by_year)
    used = {id(one): one for one in by_year.values()}.values()
    note = _note(audited, [year for year in by_year if year in forecasts], len(by_year), repayment.note)
    return Cover(loan_years, limit, note, (*(s for one in used for s in (one.cash, one.existing)), *ratio_steps, limit_step))


def _account(year: FinanceYear) -> _Account:
    about = (year.form.name, year.id)
    words = "（预测）" if year.basis == "预测" else ""
    cash = step(
        cash_for_debt_service, id=f"融资/现金流/{year.year}/账{year.id}可用资金", about=about, name=f"{year.year} 年可用于还本付息的资金{words}",
        operating=_datum(year, "operating_cash_flow"), capex=_datum(year, "maintenance_capex"),
    )  # fmt: skip
    existing = step(
        service_due, id=f"融资/现金流/{year.year}/账{year.id}既有还本付息", about=about, name=f"{year.year} 年既有债务还本付息{words}",
        parts=[_datum(year, "scheduled_principal"), _datum(year, "interest")],
    )  # fmt: skip
    return _Account(cash, existing)


def _filled(year: FinanceYear, doubts: Doubts) -> bool:
    return all(
        getattr(year, key) is not None and doubts.sound(year, key, "该年度预测没有用于现金流测算") is not None for key in _CASH_FIELDS
    )


def _note(audited: FinanceYear, forecast: Sequence[int], count: int, repaid: str) -> str:
    named = "、".join(str(year) for year in forecast)
    flat = f"最近审计年度 {audited.year} 年的经营现金流（付息前，扣除维持性资本支出）与既有债务还本付息逐年持平测算，未计业务增长与既有债务下降"
    if not forecast:
        basis = f"按{flat}"
    elif len(forecast) == count:
        basis = f"{named} 年按企业自编的财务预测测算（经营现金流为付息前，扣除维持性资本支出），预测能否实现由企业负责"
    else:
        basis = f"{named} 年按企业自编的财务预测，其余年度按{flat}"
    return f"{basis}{f'；{repaid}' if repaid else ''}；数据收益已包含在经营现金流中，不另加"


def _missing(financing: Financing, year: FinanceYear | None, as_of: date | None, doubts: Doubts) -> str:
    """What is missing for a test of cash, in a sentence; empty if nothing is."""
    if year is None:
        return "没有经审计的年度财务数据，未测算"
    for key in _CASH_FIELDS:
        if doubts.sound(year, key, "现金流承担能力未测算") is None:
            return f"{year.year} 年财务数据的“{year.form.fields[key].label}”未填或超出范围，未测算"
    if not financing.term_months or doubts.sound(financing, "term_months", "现金流承担能力未测算") is None:
        return "贷款期限未填或超出范围，未测算"
    if doubts.sound(financing, "annual_rate", "现金流承担能力未测算") is None:
        return "年利率未填或超出范围，未测算"
    return "" if first_day(financing, as_of) is not None else "没有可用的拟放款日期，也没有可用的编制日期，未测算"


def _datum(year: FinanceYear, key: str) -> object:
    return given(getattr(year, key), (year.form.name, year.id, key))


def _loan_years(financing: Financing, repayment: Repayment, accounts: Mapping[int, _Account]) -> tuple[tuple[CoverYear, ...], list[Step]]:
    years, steps = [], []
    about = (financing.form.name, financing.id)
    for year, one in repayment.years.items():
        account = accounts[year]
        due = step(
            service_due, id=f"融资/现金流/{year}/应还本付息", about=about, name=f"{year} 年应还本付息", parts=[account.existing, *one.parts]
        )
        steps.append(due)
        ratio = None
        if number(due):
            made = step(
                debt_service_coverage,
                id=f"融资/现金流/{year}/偿债备付率",
                about=about,
                name=f"{year} 年偿债备付率",
                cash=account.cash,
                service=due,
            )
            steps.append(made)
            ratio = number(made)
        cash, existing = rounded(number(account.cash), 2), rounded(number(account.existing), 2)
        years.append(CoverYear(year, cash, existing, one.principal, one.interest, ratio))
    return tuple(years), steps


def _limit(financing: Financing, per_yuan: Mapping[int, Decimal], accounts: Mapping[int, _Account]) -> tuple[Limit, Step]:
    """The bound by the tightest year, at the reference ratio."""
    minimum = parameters("financing")["dscr_reference"]
    about = (financing.form.name, financing.id)
    found = []
    for year, each in per_yuan.items():
        account = accounts[year]
        if each:
            made = step(
                cash_capacity,
                id="融资/额度/现金流",
                about=about,
                cash=account.cash,
                minimum=minimum.value,
                existing=account.existing,
                service=each,
            )
            found.append((number(made), year, each, made))
    capacity, year, each, made = min(found, key=lambda one: one[:2])
    account = accounts[year]
    how = (
        f"（{in_wan(number(account.cash))} 万元 ÷ 偿债备付率 {minimum.value} − 既有还本付息 {in_wan(number(account.existing))} 万元）"
        f" ÷ 每 1 元贷款 {year} 年还本付息 {rounded(each, 4)} 元"
    )
    return Limit("cash", "现金流", rounded(capacity, 2), how), made
