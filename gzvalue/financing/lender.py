"""What a lender reads beside the plan: the ladder, concentration, run-off of value against balance, what a sale may bring, public cases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, localcontext
from types import MappingProxyType

from gzvalue.financing.pool import plan
from gzvalue.financing.public_cases import KINDS, public_cases
from gzvalue.financing.result import FinancingPlan
from gzvalue.schema.enterprise import ValuationHead
from gzvalue.schema.kinds import in_percent, in_wan, rounded
from gzvalue.schema.project import Project
from gzvalue.schema.valuation_forms import Contract, ValuationUnit
from gzvalue.valuation.doubts import ZERO
from gzvalue.valuation.evaluate import evaluate
from gzvalue.valuation.formula import EXACT
from gzvalue.valuation.parameters import parameters
from gzvalue.valuation.procedures.schedule import month_after
from gzvalue.valuation.result import Valuation

_RUNGS = tuple(Decimal(n) / 100 for n in range(10, 80, 10))
_MOST_YEARS = 10
_TOP = (1, 3, 5)


@dataclass(frozen=True)
class Rung:
    """One pledge rate, what the pool carries at it, and whether that reaches the loan (``None`` without a loan)."""

    rate: Decimal
    lendable: Decimal
    carried: bool | None


@dataclass(frozen=True)
class Concentration:
    """How much of the pool few things carry: ``shares`` are of the pool, largest first; ``index`` is Σ share² (Herfindahl)."""

    what: str
    shares: tuple[tuple[str, str, Decimal], ...]
    index: Decimal

    def top(self, count: int) -> Decimal:
        """The share of the largest ones."""
        return sum((share for _, _, share in self.shares[:count]), ZERO)


@dataclass(frozen=True)
class RunOff:
    """The pool valued anew at a later day with what is left of the lives, against what is left of the loan then."""

    on: date
    pool: Decimal
    balance: Decimal
    loan_to_pool: Decimal | None


@dataclass(frozen=True)
class Sale:
    """What a sale on default may bring at a share of the pool, and how much of the loan that covers."""

    name: str
    share: Decimal
    proceeds: Decimal
    covers: Decimal | None


@dataclass(frozen=True)
class Distance:
    """The loan beside the published ones: how many are known, their median and greatest, and how many are greater."""

    known: int
    median: Decimal
    greatest: Decimal
    greater: int
    words: str


@dataclass(frozen=True)
class LenderPage:
    """Everything of the lender's page but the stress table."""

    ladder: tuple[Rung, ...]
    by_data_set: Concentration
    by_unit: Concentration
    by_contract: Concentration
    run_off: tuple[RunOff, ...]
    sales: tuple[Sale, ...]
    distance: Distance | None
    contracted: Decimal
    transferable: Decimal
    sentences: tuple[str, ...]


def lender_page(project: Project, valuation: Valuation, financing: FinancingPlan) -> LenderPage:
    """The lender's page of a project; tables are empty where there is no pool or no loan."""
    with localcontext(EXACT):
        pool, loan = financing.pool, financing.loan
        ladder = tuple(_rung(rate, pool, loan) for rate in _RUNGS)
        data_sets = _concentration("数据集", [(row.code, row.name, row.pooled) for row in financing.rows])
        units = _concentration("评估单元", [(unit.code, unit.name, unit.value or ZERO) for unit in valuation.units])
        contracts = _concentration("收入合同", [(one.code or "", one.name or "", one.annual_amount or ZERO) for one in earning(project)])
        run_off = run_off_of(project, valuation, financing)
        contracted, transferable = _first_year(project)
        page = LenderPage(
            ladder, data_sets, units, contracts, run_off, _sales(pool, loan), _distance(loan), contracted, transferable, ()
        )  # fmt: skip
        return replace(page, sentences=tuple(_sentences(page, financing)))


def _rung(rate: Decimal, pool: Decimal, loan: Decimal | None) -> Rung:
    lendable = rounded(pool * rate, 2)
    return Rung(rate, lendable, None if loan is None else lendable >= loan)


def _concentration(what: str, parts: Sequence[tuple[str, str, Decimal]]) -> Concentration:
    whole = sum((amount for _, _, amount in parts if amount > 0), ZERO)
    if not whole:
        return Concentration(what, (), ZERO)
    shares = sorted(((code, name, amount / whole) for code, name, amount in parts if amount > 0), key=lambda one: (-one[2], one[0]))
    return Concentration(what, tuple(shares), sum((share * share for _, _, share in shares), ZERO))


def earning(project: Project) -> list[Contract]:
    """Contracts that earn and have not ended at the valuation date."""
    base = project.head.valuation_date or date.min
    return [one for one in project.contracts if one.kind == "数据产品收入" and one.annual_amount and (one.ends is None or one.ends >= base)]


def _first_year(project: Project) -> tuple[Decimal, Decimal]:
    """Of the first forecast year: what contracts lock, and all transferable income."""
    rows = [row for row in project.income_years if row.basis == "预测" and row.year is not None]
    if not rows:
        return ZERO, ZERO
    first = min(row.year or 0 for row in rows)
    own = [row for row in rows if row.year == first]
    return sum((row.contracted or ZERO for row in own), ZERO), sum((row.transferable or ZERO for row in own), ZERO)


# --- run-off ------------------------------------------------------------------------------------


def run_off_of(project: Project, valuation: Valuation, financing: FinancingPlan) -> tuple[RunOff, ...]:
    """The pool at the valuation date and each year on, until the loan is repaid; lives shrink by the years gone."""
    base = project.head.valuation_date
    if base is None or not financing.schedule or not financing.pool:
        return ()
    end = financing.schedule[-1].on
    found = [RunOff(base, financing.pool, financing.loan or ZERO, _over(financing.loan or ZERO, financing.pool))]
    for years in range(1, _MOST_YEARS + 1):
        on = month_after(base, 12 * years)
        if month_after(base, 12 * (years - 1)) >= end:
            break
        later = aged(project, valuation, years)
        pool = plan(later, evaluate(later, valuation), financing).pool
        balance = balance_on(financing, on)
        found.append(RunOff(on, pool, balance, _over(balance, pool)))
    return tuple(found)


def _over(balance: Decimal, pool: Decimal) -> Decimal | None:
    return balance / pool if pool else None


def balance_on(financing: FinancingPlan, on: date) -> Decimal:
    """What is left of the loan asked for on a day."""
    left = financing.loan or ZERO
    for row in financing.schedule:
        if row.on <= on:
            left = row.balance
    return left


def aged(project: Project, valuation: Valuation, years: int) -> Project:
    """The project so many years later: the valuation date moves, lives shrink, nothing is renewed."""
    head = project.head
    assert head.valuation_date is not None
    moved = replace(head, valuation_date=month_after(head.valuation_date, 12 * years))
    units = dict(project.rows[ValuationUnit.form.name])
    for one in valuation.units:
        old = units.get(one.id)
        if isinstance(old, ValuationUnit) and one.periods:
            life = sum((period.part for period in one.periods), ZERO) - years
            units[one.id] = replace(old, life_years=max(ZERO, life))
    changed = {ValuationHead.form.name: MappingProxyType({head.id: moved}), ValuationUnit.form.name: MappingProxyType(units)}
    return replace(project, rows=MappingProxyType({**project.rows, **changed}))


# --- default, public cases ----------------------------------------------------------------------


def _sales(pool: Decimal, loan: Decimal | None) -> tuple[Sale, ...]:
    shares: Mapping[str, str] = {"低": "sale_low", "中": "sale_middle", "高": "sale_high"}
    found = []
    for name, key in shares.items():
        share = parameters("lending")[key].value
        proceeds = rounded(pool * share, 2)
        found.append(Sale(name, share, proceeds, proceeds / loan if loan else None))
    return tuple(found)


def _distance(loan: Decimal | None) -> Distance | None:
    known = sorted(one.loan for one in public_cases() if one.loan and one.kind in (KINDS["pledge"], KINDS["pledge+guarantee"]))
    if loan is None or not known:
        return None
    middle = known[len(known) // 2] if len(known) % 2 else (known[len(known) // 2 - 1] + known[len(known) // 2]) / 2
    greater = sum(one > loan for one in known)
    words = (
        f"已收集的公开质押案例 {len(known)} 笔有金额，中位数 {in_wan(middle, 0)} 万元，最大 {in_wan(known[-1], 0)} 万元；"
        f"本次申请 {in_wan(loan, 0)} 万元，高于其中 {len(known) - greater - sum(one == loan for one in known)} 笔。"
    )
    return Distance(len(known), middle, known[-1], greater, words)


def _sentences(page: LenderPage, financing: FinancingPlan) -> list[str]:
    found = []
    if financing.pool:
        found.append("质押池已按权利状态打折，再乘质押率，是两次折扣：两个数字分别列示，不得只看其中一个。")
    if page.by_data_set.shares:
        found.append(f"最大的 1、3、5 个数据集占质押池 {'、'.join(in_percent(page.by_data_set.top(n), 0) for n in _TOP)}。")
    if page.transferable:
        locked = page.contracted / page.transferable
        found.append(f"首个预测年度可转让收益中，合同已锁定 {in_percent(locked, 0)}（{in_wan(page.contracted, 0)} 万元）。")
    worse = [one for one in page.run_off if one.loan_to_pool is not None and one.loan_to_pool > financing.pledge_rate]
    if worse:
        found.append(f"按逐年重估，{'、'.join(f'{one.on.year} 年末' for one in worse[:5])}贷款余额超过质押池价值与质押率之积。")
    return found
