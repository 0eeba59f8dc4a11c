"""The income approach for one unit: which amounts enter, over which periods, on which tax basis, and their present value."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from gzvalue.schema.field import Record
from gzvalue.schema.income_forms import Increment
from gzvalue.schema.valuation_forms import IncomeYear, ValuationUnit
from gzvalue.valuation.doubts import ZERO, Doubts, number
from gzvalue.valuation.formula import Given, step
from gzvalue.valuation.formulas.income import discount_factor, present_value_by_factors
from gzvalue.valuation.formulas.unit_income import part_after_upkeep, value_in_parts
from gzvalue.valuation.income_life import FIXED, Life, life_of
from gzvalue.valuation.income_single import single_value
from gzvalue.valuation.income_tail import check_terminal, tail_steps, upkeep_step
from gzvalue.valuation.income_terms import BY_EXCESS as BY_EXCESS
from gzvalue.valuation.income_terms import EXCESS, INCREMENT, ROYALTY, SHARE, SINGLE, IncomeSources, rate_of, royalty_of, share_of, tax_of
from gzvalue.valuation.income_terms import Terms as Terms
from gzvalue.valuation.income_yearly import Plan, charges_of, check_amounts, increments_of, locked_part, transferable_part, yearly_income
from gzvalue.valuation.income_years import check_locked, check_stock, counted_value, forecast_rows, portions_of, spans_of
from gzvalue.valuation.periods import Period as Span
from gzvalue.valuation.result import Period, Step


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
        life: years that count, as used; ``None`` where only the forecast limits them.
        locked: the part of the value that contracts have locked in; ``None`` where nothing was said of it.
    """

    step: Step
    transferable: Decimal
    rate: Decimal
    periods: tuple[Period, ...]
    steps: tuple[Step, ...]
    shared: tuple[Step, ...]
    life: Decimal | None = None
    locked: Decimal | None = None


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


def income_value(
    unit: ValuationUnit, label: str, sources: IncomeSources, terms: Terms, factors: Factors, method: str, doubts: Doubts
) -> IncomeValue | None:
    """The present value of a unit's income, or ``None`` where ``doubts`` say why there is none.

    Only 预测 rows of the unit's own version enter. 收益法-直接 takes the sum of the transferable and the internal
    income, 收益法-分成 the share K of that sum or of revenue, 收益法-超额 that sum less what contributory assets
    claim, 收益法-许可费节省 the royalty on revenue, 收益法-增量 what the data adds; 收益法-单期超额 capitalises one year.
    """
    if method in BY_EXCESS and sources.rivals:
        others = "、".join(sources.rivals)
        doubts.block(unit, "main_method", f"{unit.code or ''} 与 {others} 都用超额收益：同一次测算中超额收益法只能用于一个数据集或数据组整体，"
                     f"不能同时用于两项资产，否则同一收益会算两次，{method}没有结果；请只保留一个，或合并为一个单元")  # fmt: skip
        return None
    if method == SINGLE:
        found = single_value(unit, label, sources, terms, doubts)
        return None if found is None else IncomeValue(found.step, found.transferable, found.rate, (), found.steps, ())
    made = _plan(unit, label, sources, terms, method, doubts)
    return None if made is None else _valued(*made, label, factors, doubts)


def _valued(plan: Plan, life: Life, before: tuple[Step, ...], label: str, factors: Factors, doubts: Doubts) -> IncomeValue | None:
    unit, about = plan.unit, plan.about
    incomes = [yearly_income(plan, place) for place in range(len(plan.spans))]
    own_rate = plan.rate.origin == (*about, "discount_rate")
    path, whose = (f"{label}/", about) if own_rate else ("", ("discount", 1))
    shared = [factors.get(plan.rate, span.exponent, path, whose) for span in plan.spans]
    whole = unit.terminal != "计入" and not unit.upkeep
    name = "收益现值" if whole else "明确预测期现值"
    explicit = step(present_value_by_factors, id=f"{plan.path}/{name}", about=about, name=name, income=incomes, factors=shared)
    part, extra = transferable_part(plan, explicit, shared)
    locked = locked_part(plan, explicit, shared)
    steps = [*before, *incomes, explicit, *extra, *([] if locked is None else [locked])]
    value = explicit
    if not whole:
        value, part, more = _in_parts(plan, explicit, part, shared)
        steps += more
    if number(value) < ZERO:
        doubts.block(unit, "main_method", f"{unit.code or ''} 的收益现值为负，{plan.method}不适用，请核对收益预测或改用其他方法")
        return None
    table = tuple(_row(plan, place, one, factor) for place, (one, factor) in enumerate(zip(incomes, shared, strict=True)))
    transferable = number(part) if isinstance(part, Step) else part
    return IncomeValue(
        value, transferable, number(plan.rate), table, tuple(steps), tuple(shared), life.years, None if locked is None else number(locked)
    )


def _in_parts(plan: Plan, explicit: Step, part: Decimal | Step, shared: Sequence[Step]) -> tuple[Step, Decimal | Step, tuple[Step, ...]]:
    """The value with upkeep taken off and a terminal value put on; the transferable part bears its share of the upkeep."""
    upkeep = upkeep_step(plan, shared)
    tail = tail_steps(plan)
    value = step(value_in_parts, id=f"{plan.path}/收益现值", about=plan.about, name="收益现值",
                 explicit=explicit, upkeep=upkeep or ZERO, tail=tail[-1] if tail else ZERO)  # fmt: skip
    steps = (*(() if upkeep is None else (upkeep,)), *tail, value)
    if upkeep is None or not isinstance(part, Step) or not number(explicit):
        return value, part, steps
    borne = step(
        part_after_upkeep, id=f"{plan.path}/可转让部分（扣维护成本后）", about=plan.about, part=part, explicit=explicit, upkeep=upkeep
    )
    return value, borne, (*steps, borne)


# --- gathering ----------------------------------------------------------------------------------


def _plan(
    unit: ValuationUnit, label: str, sources: IncomeSources, terms: Terms, method: str, doubts: Doubts
) -> tuple[Plan, Life, tuple[Step, ...]] | None:
    before, doubts.blocked = doubts.blocked, False
    without, path, about = f"{unit.code or unit.name_for_people} 的{method}没有结果", f"{label}/{method}", (unit.form.name, unit.id)
    increments = increments_of(unit, path, sources.increments, doubts, without) if method == INCREMENT else {}
    chosen: dict[int, Record] = {year: few[0][0] for year, few in increments.items()}
    rows: dict[int, IncomeYear] = {}
    if method != INCREMENT:
        rows = forecast_rows(unit, sources.rows, doubts, without)
        chosen = dict(rows)
    life = life_of(unit, path, sources.rights, sources.contracts, terms.head.valuation_date, doubts, without)
    spans = spans_of(unit, chosen, "增量收益" if method == INCREMENT else f"{unit.version}预测", terms.head, life, doubts, without)
    rate, tax = rate_of(unit, terms, doubts, without), tax_of(unit, terms, method, doubts, without)
    check_stock(unit, doubts, without)
    check_terminal(unit, unit.renewable == FIXED, doubts, without)
    share = None
    if method == SHARE:
        share = share_of(unit, sources.share, doubts, without)
    elif method == ROYALTY:
        share = royalty_of(unit, doubts, without)
    years = [span.year for span in spans]
    charges, claimed = charges_of(unit, path, sources.assets, years, doubts, without) if method == EXCESS else ({}, ())
    revenue = method == ROYALTY or (method == SHARE and unit.share_base == "收入")
    own = tuple(rows[year] for year in years if year in rows)
    for row in own:
        check_amounts(row, revenue, doubts, without)
    check_locked(unit, own, sources.contracts, doubts)
    failed, doubts.blocked = doubts.blocked, doubts.blocked or before
    if failed or rate is None or tax is None or (method in (SHARE, ROYALTY) and share is None):
        doubts.blocked = True
        return None
    portions, worn = portions_of(unit, path, about, spans)
    counted = tuple(made for year in years for _, made in increments.get(year, ()))
    plan = Plan(unit, method, path, spans, portions, own, tax, rate, share, revenue, charges, increments)
    return plan, life, (*life.steps, *worn, *claimed, *counted)


# --- the table of periods -----------------------------------------------------------------------


def _row(plan: Plan, place: int, income: Step, factor: Step) -> Period:
    span: Span = plan.spans[place]
    transferable, internal = _sources(plan, place)
    return Period(span.year, counted_value(plan.portions[place]), span.exponent, number(factor), transferable, internal, number(income))


def _sources(plan: Plan, place: int) -> tuple[Decimal, Decimal]:
    """Income of a whole year before share, charges and tax: what others pay, and what has its effect inside."""
    if plan.method == INCREMENT:
        few = plan.increments[plan.spans[place].year]
        return _added(few, others=True), _added(few, others=False)
    row = plan.rows[place]
    if plan.revenue:
        revenue = row.revenue or ZERO
        return (revenue, ZERO) if plan.unit.kind == "数据产品" else (ZERO, revenue)
    return row.transferable or ZERO, row.internal or ZERO


def _added(few: Sequence[tuple[Increment, Step]], *, others: bool) -> Decimal:
    return sum((number(made) for row, made in few if (row.belongs == "可转让") == others), ZERO)
