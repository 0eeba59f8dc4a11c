"""The income approach for one unit: which rows enter, over which periods, on which tax basis, and their present value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache

from gzvalue.schema.enterprise import ValuationHead
from gzvalue.schema.valuation_forms import IncomeYear, ValuationUnit
from gzvalue.valuation.doubts import ONE, ZERO, Doubts, number
from gzvalue.valuation.evaluate_rate import ProjectRate
from gzvalue.valuation.formula import Given, given, step
from gzvalue.valuation.formulas.income import discount_factor, present_value_by_factors
from gzvalue.valuation.formulas.unit_income import direct_unit_income, part_of_present_value, shared_unit_income, shared_unit_revenue
from gzvalue.valuation.periods import Period as Span
from gzvalue.valuation.periods import Timing, periods
from gzvalue.valuation.result import Origin, Period, Step

_MOST_YEARS = 60
_TIMING: dict[str, Timing] = {"期中": "mid", "期末": "end"}


@dataclass(frozen=True)
class Terms:
    """What holds for all units of a project."""

    head: ValuationHead
    rate: ProjectRate

    @property
    def key(self) -> tuple[object, ...]:
        """What of it bears on a unit's value."""
        head = self.head
        return head.id, head.valuation_date, head.timing, head.tax_rate, self.rate.value, self.rate.basis


@dataclass(frozen=True)
class IncomeValue:
    """What the income approach gives for one unit; unrounded.

    Attributes:
        step: the present value.
        transferable: the part of it that comes from contracts with others.
        rate: the discount rate used.
        periods: the table of periods.
        steps: all steps of the unit's own.
        shared: steps of discount factors, which units have in common.
    """

    step: Step
    transferable: Decimal
    rate: Decimal
    periods: tuple[Period, ...]
    steps: tuple[Step, ...]
    shared: tuple[Step, ...]


@dataclass
class Factors:
    """Discount factors already worked out; most units share rate and periods."""

    known: dict[tuple[object, ...], Step] = field(default_factory=dict)

    def get(self, rate: Given, exponent: Decimal, path: str, about: tuple[str, int]) -> Step:
        """The factor's step, made when first asked for."""
        key = (rate.value, rate.origin, exponent, path)
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = step(
                discount_factor,
                id=f"{path}折现/{number(rate).normalize():f}/{exponent.normalize():f}",
                about=about,
                rate=rate,
                exponent=exponent,
            )
        return found


@dataclass(frozen=True)
class _Plan:
    """All arguments of the present value, once nothing blocks it."""

    spans: tuple[Span, ...]
    rows: tuple[IncomeYear, ...]
    tax: Given
    rate: Given
    share: Given | None
    revenue: bool


def income_value(
    unit: ValuationUnit, label: str, rows: Sequence[IncomeYear], terms: Terms, factors: Factors, method: str, doubts: Doubts
) -> IncomeValue | None:
    """The present value of a unit's income, or ``None`` where ``doubts`` say why there is none.

    Only 预测 rows of the unit's own version enter. The income of 收益法-直接 is the sum of the transferable and
    the internal income; 收益法-分成 takes the share K of that sum or of revenue, as 分成基数 says.
    """
    plan = _plan(unit, rows, terms, method, doubts)
    if plan is None:
        return None
    about = (unit.form.name, unit.id)
    incomes = [
        _period_income(span, row, plan, f"{label}/{method}/{span.year}", about) for span, row in zip(plan.spans, plan.rows, strict=True)
    ]
    own_rate = plan.rate.origin == (*about, "discount_rate")
    path, whose = (f"{label}/", about) if own_rate else ("", ("discount", 1))
    shared = [factors.get(plan.rate, span.exponent, path, whose) for span in plan.spans]
    value = step(present_value_by_factors, id=f"{label}/{method}/收益现值", about=about, income=incomes, factors=shared)
    if number(value) < ZERO:
        doubts.block(unit, "main_method", f"{unit.code or ''} 的收益现值为负，{method}不适用，请核对收益预测或改用其他方法")
        return None
    transferable, extra = _transferable(unit, label, method, plan, value, shared)
    table = tuple(
        _row(span, row, plan, unit, one, factor) for span, row, one, factor in zip(plan.spans, plan.rows, incomes, shared, strict=True)
    )
    return IncomeValue(value, transferable, number(plan.rate), table, (*incomes, value, *extra), tuple(shared))


# --- gathering ----------------------------------------------------------------------------------


def _plan(unit: ValuationUnit, rows: Sequence[IncomeYear], terms: Terms, method: str, doubts: Doubts) -> _Plan | None:
    before, doubts.blocked = doubts.blocked, False
    without = f"{unit.code or unit.name_for_people} 的{method}没有结果"
    chosen = _chosen(unit, rows, doubts, without)
    spans = _spans(unit, chosen, terms.head, doubts, without)
    rate = _rate(unit, terms, doubts, without)
    tax = _tax(unit, terms, doubts, without)
    share = None
    if method == "收益法-分成":
        doubts.value(unit, "share_base", without)
        share = _share(unit, doubts, without)
    revenue = share is not None and unit.share_base == "收入"
    own = tuple(chosen[span.year] for span in spans if span.year in chosen)
    for row in own:
        _check_amounts(row, revenue, doubts, without)
    failed, doubts.blocked = doubts.blocked, doubts.blocked or before
    if failed or rate is None or tax is None or (method == "收益法-分成" and share is None):
        doubts.blocked = True
        return None
    return _Plan(spans, own, tax, rate, share, revenue)


def _chosen(unit: ValuationUnit, rows: Sequence[IncomeYear], doubts: Doubts, without: str) -> dict[int, IncomeYear]:
    version = doubts.value(unit, "version", without)
    found: dict[int, IncomeYear] = {}
    for row in rows:
        missing = next((key for key in ("basis", "version", "year") if getattr(row, key) is None), None)
        if missing:
            doubts.error(row, missing, f"{row.name_for_people} 未填“{row.form.fields[missing].label}”，这一行没有计入")
        elif row.basis == "预测" and row.version == version and row.year is not None:
            if row.year in found:
                doubts.block(row, "year", f"{unit.code} 的 {row.year} 年有两行{version}预测，请合并或删去一行，{without}")
            found[row.year] = row
    if version is not None and not found:
        doubts.block(unit, "version", f"{unit.code or unit.name_for_people} 没有{version}的收益预测，{without}")
    return found


def _spans(unit: ValuationUnit, chosen: Mapping[int, IncomeYear], head: ValuationHead, doubts: Doubts, without: str) -> tuple[Span, ...]:
    base, timing = doubts.value(head, "valuation_date", without), doubts.value(head, "timing", without)
    life = doubts.sound(unit, "life_years", without)
    if life is not None and life == ZERO:
        doubts.block(unit, "life_years", f"{unit.code or ''} 的收益期限须大于 0 年，{without}")
    if base is None or timing is None or doubts.blocked or not chosen:
        return ()
    if life is None:
        doubts.notice(unit, "life_years", f"{unit.code} 未填收益期限，暂按收益预测到 {max(chosen)} 年为止计算")
    spans = _counted(base, _TIMING[timing], life, None if life is not None else max(chosen))
    _name_gaps(unit, chosen, spans, base, life, doubts, without)
    return spans


@lru_cache(maxsize=512)
def _counted(base: date, timing: Timing, life: Decimal | None, last: int | None) -> tuple[Span, ...]:
    """The years of which some part counts, in order; many units ask for the same."""
    end = base.year + _MOST_YEARS if last is None else min(last, base.year + _MOST_YEARS)
    return tuple(span for span in periods(base, range(base.year, end + 1), timing, life) if span.portion > ZERO)


def _name_gaps(
    unit: ValuationUnit,
    chosen: Mapping[int, IncomeYear],
    spans: Sequence[Span],
    base: date,
    life: Decimal | None,
    doubts: Doubts,
    without: str,
) -> None:
    counted = [span.year for span in spans]
    gaps = [year for year in counted if year not in chosen]
    if gaps:
        shown = "、".join(str(year) for year in gaps[:6]) + ("…" if len(gaps) > 6 else "")
        reach = f"收益期限到 {counted[-1]} 年" if life is not None else "收益预测须逐年连续"
        doubts.block(unit, "life_years", f"{unit.code} 的{reach}，缺 {shown} 年的{unit.version}预测，{without}；请补填或缩短收益期限")
    if not spans:
        doubts.block(unit, "life_years", f"{unit.code} 的收益预测都不在评估基准日 {base.isoformat()} 之后，{without}")
    early = [year for year in chosen if year < base.year or (year == base.year and year not in counted)]
    for year in early:
        doubts.notice(chosen[year], "year", f"{unit.code} 的 {year} 年预测不在评估基准日之后，没有计入")


def _rate(unit: ValuationUnit, terms: Terms, doubts: Doubts, without: str) -> Given | None:
    if unit.discount_rate is not None:
        own = doubts.sound(unit, "discount_rate", without)
        return None if own is None else given(own, (unit.form.name, unit.id, "discount_rate"))
    rate = terms.rate.rate
    if rate is None:
        doubts.blocked = True  # the problems of the rate itself say why
        return None
    return rate if isinstance(rate, Given) else given(rate.value, rate.id)


def _tax(unit: ValuationUnit, terms: Terms, doubts: Doubts, without: str) -> Given | None:
    """The tax to take off the income so that it stands on the basis of the rate."""
    code, income, rate = unit.code or "", unit.income_basis or "税前", unit.rate_basis or terms.rate.basis
    if rate is None:
        doubts.block(unit, "rate_basis", f"{code} 的折现率口径（税前或税后）未填，{without}")
        return None
    if unit.discount_rate is None and terms.rate.basis is not None and rate != terms.rate.basis:
        doubts.block(unit, "rate_basis", f"{code} 的折现率口径填{rate}，而所用的折现率表为{terms.rate.basis}，{without}")
        return None
    if income == rate:
        return given(ZERO, None)
    if income == "税后":
        doubts.block(unit, "income_basis", f"{code} 的收益为税后、折现率为税前，口径不一致，{without}；请改用税前收益或税后折现率")
        return None
    record, key = (unit, "tax_rate") if unit.tax_rate is not None else (terms.head, "tax_rate")
    if getattr(record, key) is None:
        doubts.block(record, key, f"{code} 的收益为税前、折现率为税后，口径不一致：须填所得税率扣税后才能折现，{without}")
        return None
    tax = doubts.sound(record, key, without)
    return None if tax is None else given(tax, (record.form.name, record.id, key))


def _share(unit: ValuationUnit, doubts: Doubts, without: str) -> Given | None:
    share = doubts.value(unit, "share_rate", without)
    if share is None:
        return None
    if share == ZERO:
        doubts.block(unit, "share_rate", f"{unit.code or ''} 的分成率 K 须大于 0，{without}")
        return None
    return given(share, (unit.form.name, unit.id, "share_rate"))


def _check_amounts(row: IncomeYear, revenue: bool, doubts: Doubts, without: str) -> None:
    if revenue:
        doubts.value(row, "revenue", without)
        return
    for key in ("transferable", "internal"):
        doubts.sound(row, key, without)
    if row.transferable is None and row.internal is None:
        doubts.block(row, "transferable", f"{row.name_for_people} 的可转让收益和内部收益都没有填，{without}")


# --- figures ------------------------------------------------------------------------------------


def _amount(row: IncomeYear, key: str) -> Given:
    """An amount of a row; of the two kinds of income one may be empty, which is 0."""
    value = getattr(row, key)
    origin: Origin = ("income_year", row.id, key)
    return given(ZERO if value is None else value, origin)


def _period_income(span: Span, row: IncomeYear, plan: _Plan, id: str, about: tuple[str, int]) -> Step:
    name = f"{span.year} 年收益"
    if plan.revenue and plan.share is not None:
        return step(
            shared_unit_revenue,
            id=id,
            about=about,
            name=name,
            revenue=_amount(row, "revenue"),
            portion=span.portion,
            share=plan.share,
            tax=plan.tax,
        )
    transferable, internal = _amount(row, "transferable"), _amount(row, "internal")
    if plan.share is None:
        return step(
            direct_unit_income,
            id=id,
            about=about,
            name=name,
            transferable=transferable,
            internal=internal,
            portion=span.portion,
            tax=plan.tax,
        )
    return step(
        shared_unit_income, id=id, about=about, name=name,
        transferable=transferable, internal=internal, portion=span.portion, share=plan.share, tax=plan.tax,
    )  # fmt: skip


def _transferable(
    unit: ValuationUnit, label: str, method: str, plan: _Plan, value: Step, shared: Sequence[Step]
) -> tuple[Decimal, tuple[Step, ...]]:
    """The part of the value that others pay; of a share of revenue all for a product, none for a group of own scenarios."""
    whole = number(value)
    if plan.revenue:
        return (whole if unit.kind == "数据产品" else ZERO), ()
    if not any(row.internal for row in plan.rows):
        return whole, ()
    if not any(row.transferable for row in plan.rows):
        return ZERO, ()
    part = step(
        part_of_present_value, id=f"{label}/{method}/可转让部分", about=value.about,
        transferable=[_amount(row, "transferable") for row in plan.rows], portions=[span.portion for span in plan.spans],
        share=plan.share or ONE, tax=plan.tax, factors=shared,
    )  # fmt: skip
    return number(part), (part,)


def _row(span: Span, row: IncomeYear, plan: _Plan, unit: ValuationUnit, income: Step, factor: Step) -> Period:
    transferable, internal = row.transferable or ZERO, row.internal or ZERO
    if plan.revenue:
        revenue = row.revenue or ZERO
        transferable, internal = (revenue, ZERO) if unit.kind == "数据产品" else (ZERO, revenue)
    return Period(span.year, span.portion, span.exponent, number(factor), transferable, internal, number(income))
