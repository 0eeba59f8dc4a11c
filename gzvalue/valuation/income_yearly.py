"""The income of a unit in each year by each method, and what of its value others pay."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from gzvalue.schema.income_forms import ContributoryAsset, Increment
from gzvalue.schema.valuation_forms import IncomeYear, ValuationUnit
from gzvalue.valuation.doubts import ONE, ZERO, Doubts, number
from gzvalue.valuation.formula import Given, given, step
from gzvalue.valuation.formulas.income import contributory_charge, incremental_income
from gzvalue.valuation.formulas.unit_income import (
    added_revenue_profit,
    direct_unit_income,
    excess_unit_income,
    incremental_unit_income,
    locked_present_value,
    part_of_present_value,
    proportional_part,
    royalty_unit_income,
    saved_cost,
    shared_unit_income,
    shared_unit_revenue,
)
from gzvalue.valuation.income_terms import DIRECT, EXCESS, INCREMENT, ROYALTY, SHARE, SINGLE
from gzvalue.valuation.income_years import counted_value
from gzvalue.valuation.periods import Period
from gzvalue.valuation.result import Origin, Step

_USUAL_ASSETS = ("流动资金", "固定资产", "人力")
Increments = Mapping[int, Sequence[tuple[Increment, Step]]]


@dataclass(frozen=True)
class Plan:
    """All that the yearly incomes are made from, once nothing blocks them.

    Attributes:
        method: the income method.
        path: what ids of its steps begin with.
        spans: the years that count.
        portions: what counts of each.
        rows: the forecast rows of those years; none for increments.
        tax, rate: as given.
        share: share or royalty rate, where the method has one.
        revenue: whether the income is a part of revenue.
        charges: year → returns of contributory assets.
        increments: year → what the data adds, item by item.
    """

    unit: ValuationUnit
    method: str
    path: str
    spans: tuple[Period, ...]
    portions: Sequence[Decimal | Step]
    rows: tuple[IncomeYear, ...]
    tax: Given
    rate: Given
    share: Given | None = None
    revenue: bool = False
    charges: Mapping[int, Sequence[Step]] = field(default_factory=dict)
    increments: Increments = field(default_factory=dict)

    @property
    def about(self) -> tuple[str, int]:
        """The unit."""
        return self.unit.form.name, self.unit.id


# --- what stands behind a year ----------------------------------------------------------------------


def check_amounts(row: IncomeYear, revenue: bool, doubts: Doubts, without: str) -> None:
    """The amounts that the method takes from a row must be there and sensible."""
    if revenue:
        doubts.value(row, "revenue", without)
        return
    for key in ("transferable", "internal"):
        doubts.sound(row, key, without)
    if row.transferable is None and row.internal is None:
        doubts.block(row, "transferable", f"{row.name_for_people} 的可转让收益和内部收益都没有填，{without}")


def charges_of(
    unit: ValuationUnit, path: str, assets: Sequence[ContributoryAsset], years: Sequence[int], doubts: Doubts, without: str
) -> tuple[dict[int, list[Step]], tuple[Step, ...]]:
    """What contributory assets claim in each year, and the steps of it."""
    code, about = unit.code or "", (unit.form.name, unit.id)
    if not assets:
        doubts.block(unit, "main_method", f"{code} 没有填贡献资产：超额收益须逐项扣除流动资金、固定资产、人力等的回报，{without}")
    made: dict[int, Step] = {}
    for one in assets:
        for key in ("value", "required_return"):
            doubts.value(one, key, without)
        doubts.sound(one, "year", without)
        if one.value is not None and one.required_return is not None:
            made[one.id] = step(
                contributory_charge, id=f"{path}/贡献资产/{one.id}", about=about, name=f"贡献资产回报：{one.kind or ''}{one.name or ''}{f'（{one.year} 年）' if one.year else ''}",
                value=given(one.value, (one.form.name, one.id, "value")), rate=given(one.required_return, (one.form.name, one.id, "required_return")),
            )  # fmt: skip
    absent = [kind for kind in _USUAL_ASSETS if kind not in {one.kind for one in assets}]
    if assets and absent:
        doubts.notice(unit, "main_method", f"{code} 的贡献资产没有列{'、'.join(absent)}；确实没有占用的，请在方法选择理由中说明")
    by_year = {year: [made[one.id] for one in assets if one.id in made and one.year in (None, year)] for year in years}
    used = {one.id for charges in by_year.values() for one in charges}
    return by_year, tuple(one for one in made.values() if one.id in used)


def increments_of(
    unit: ValuationUnit, path: str, rows: Sequence[Increment], doubts: Doubts, without: str
) -> dict[int, list[tuple[Increment, Step]]]:
    """What the data adds, by year."""
    found: dict[int, list[tuple[Increment, Step]]] = {}
    for row in rows:
        if row.year is None or row.kind is None:
            key = "year" if row.year is None else "kind"
            doubts.error(row, key, f"{row.name_for_people} 未填“{row.form.fields[key].label}”，这一行没有计入")
            continue
        made = _increment(row, path, (unit.form.name, unit.id), doubts, without)
        if made is not None:
            found.setdefault(row.year, []).append((row, made))
    if not rows:
        doubts.block(unit, "main_method", f"{unit.code or ''} 没有填增量收益：须逐年填使用与不使用数据两种情形的金额，{without}")
    return found


def _increment(row: Increment, path: str, about: tuple[str, int], doubts: Doubts, without: str) -> Step | None:
    keys = ("with_data", "without_data", *(("margin",) if row.kind == "增收" else ()))
    if None in [doubts.value(row, key, without) for key in keys]:
        return None
    id, name = f"{path}/增量/{row.id}", f"{row.year} 年{row.kind}{f'：{row.name}' if row.name else ''}"
    after, before = (given(getattr(row, key), (row.form.name, row.id, key)) for key in ("with_data", "without_data"))
    if row.kind == "增收":
        margin = given(row.margin or ZERO, (row.form.name, row.id, "margin"))
        return step(added_revenue_profit, id=id, about=about, name=name, with_data=after, without_data=before, margin=margin)
    if row.kind == "节支":
        return step(saved_cost, id=id, about=about, name=name, without_data=before, with_data=after)
    return step(incremental_income, id=id, about=about, name=name, with_asset=after, without_asset=before)


# --- the income of a year ---------------------------------------------------------------------------


def amount(row: IncomeYear, key: str) -> Given:
    """An amount of a row; of the two kinds of income one may be empty, which is 0."""
    value = getattr(row, key)
    origin: Origin = ("income_year", row.id, key)
    return given(ZERO if value is None else value, origin)


def yearly_income(plan: Plan, place: int) -> Step:
    """The income of one year, after share, charges and tax."""
    year, portion = plan.spans[place].year, plan.portions[place]
    common: dict[str, Any] = {
        "id": f"{plan.path}/{year}",
        "about": plan.about,
        "name": f"{year} 年收益",
        "portion": portion,
        "tax": plan.tax,
    }
    if plan.method == INCREMENT:
        return step(incremental_unit_income, increments=[made for _, made in plan.increments[year]], **common)
    row = plan.rows[place]
    if plan.method == ROYALTY:
        return step(royalty_unit_income, revenue=amount(row, "revenue"), royalty=plan.share, **common)
    if plan.revenue:
        return step(shared_unit_revenue, revenue=amount(row, "revenue"), share=plan.share, **common)
    both: dict[str, Any] = {"transferable": amount(row, "transferable"), "internal": amount(row, "internal")}
    if plan.method in (EXCESS, SINGLE):
        return step(excess_unit_income, charges=plan.charges[year], **both, **common)
    if plan.method == SHARE:
        return step(shared_unit_income, share=plan.share, **both, **common)
    assert plan.method == DIRECT
    return step(direct_unit_income, **both, **common)


# --- what of it others pay --------------------------------------------------------------------------


def transferable_part(plan: Plan, value: Step, factors: Sequence[Step]) -> tuple[Decimal | Step, tuple[Step, ...]]:
    """The part of the value that others pay; of a part of revenue all for a product, none for a group of own scenarios."""
    if plan.revenue:
        return (value if plan.unit.kind == "数据产品" else ZERO), ()
    if plan.method == INCREMENT:
        return _of_increments(plan, value, factors)
    if not any(row.internal for row in plan.rows):
        return value, ()
    if not any(row.transferable for row in plan.rows):
        return ZERO, ()
    transferable = [amount(row, "transferable") for row in plan.rows]
    name = f"{plan.path}/可转让部分"
    if plan.charges:
        return _in_proportion(plan, value, transferable, factors, name)
    part = step(part_of_present_value, id=name, about=value.about, transferable=transferable, portions=plan.portions,
                share=plan.share or ONE, tax=plan.tax, factors=factors)  # fmt: skip
    return part, (part,)


def _of_increments(plan: Plan, value: Step, factors: Sequence[Step]) -> tuple[Decimal | Step, tuple[Step, ...]]:
    rows = [row for span in plan.spans for row, _ in plan.increments[span.year]]
    if not any(row.belongs == "可转让" for row in rows):
        return ZERO, ()
    if all(row.belongs == "可转让" for row in rows):
        return value, ()
    yearly = []
    for span in plan.spans:
        own = [made for row, made in plan.increments[span.year] if row.belongs == "可转让"]
        yearly.append(step(incremental_unit_income, id=f"{plan.path}/可转让增量/{span.year}", about=value.about, name=f"{span.year} 年可转让的增量收益",
                           increments=own, portion=ONE, tax=ZERO))  # fmt: skip
    part = step(part_of_present_value, id=f"{plan.path}/可转让部分", about=value.about, transferable=yearly, portions=plan.portions,
                share=ONE, tax=plan.tax, factors=factors)  # fmt: skip
    return part, (*yearly, part)


def _in_proportion(
    plan: Plan, value: Step, transferable: Sequence[Given], factors: Sequence[Step], id: str
) -> tuple[Decimal | Step, tuple[Step, ...]]:
    """The transferable part of a value from which charges were taken, by the make-up of the income before them."""
    whole = sum(
        ((row.transferable or ZERO) + (row.internal or ZERO)) * counted_value(portion) * number(factor)
        for row, portion, factor in zip(plan.rows, plan.portions, factors, strict=True)
    )
    if whole <= ZERO:  # charges took all of it: the value is not above 0 either
        return ZERO, ()
    part = step(proportional_part, id=id, about=value.about, value=value, transferable=transferable,
                internal=[amount(row, "internal") for row in plan.rows], portions=plan.portions, factors=factors)  # fmt: skip
    return part, (part,)


def locked_part(plan: Plan, value: Step, factors: Sequence[Step]) -> Step | None:
    """The part of the value that contracts have locked in already; ``None`` where nothing was said of it."""
    if plan.revenue or not plan.rows or all(row.contracted is None for row in plan.rows) or plan.charges:
        return None
    return step(locked_present_value, id=f"{plan.path}/合同已锁定部分", about=value.about, contracted=[amount(row, "contracted") for row in plan.rows],
                portions=plan.portions, share=plan.share or ONE, tax=plan.tax, factors=factors)  # fmt: skip
