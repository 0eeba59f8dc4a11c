"""The bridge from actual years to the forecast: last year's income, and what changes it, contract by contract."""

from collections.abc import Sequence
from decimal import Decimal

from gzvalue.schema.income_forms import IncomeChange
from gzvalue.schema.kinds import grouped
from gzvalue.schema.valuation_forms import IncomeYear, ValuationUnit
from gzvalue.valuation.doubts import ZERO, Doubts, number
from gzvalue.valuation.formula import given, step
from gzvalue.valuation.formulas.unit_income import bridged_income
from gzvalue.valuation.income_yearly import amount
from gzvalue.valuation.result import Step

_NEAR = Decimal("0.01")


def bridge_steps(
    unit: ValuationUnit, label: str, rows: Sequence[IncomeYear], changes: Sequence[IncomeChange], doubts: Doubts
) -> tuple[Step, ...]:
    """One step per bridged year; a bridge that does not meet the forecast is said, and changes no value."""
    by_year: dict[int, list[IncomeChange]] = {}
    for one in changes:
        if one.year is None or one.amount is None:
            key = "year" if one.year is None else "amount"
            doubts.error(one, key, f"{one.name_for_people} 未填“{one.form.fields[key].label}”，没有计入收益衔接")
        else:
            by_year.setdefault(one.year, []).append(one)
    made = (_bridge(unit, label, year, few, rows, doubts) for year, few in sorted(by_year.items()))
    return tuple(one for one in made if one is not None)


def _bridge(
    unit: ValuationUnit, label: str, year: int, changes: Sequence[IncomeChange], rows: Sequence[IncomeYear], doubts: Doubts
) -> Step | None:
    own = [row for row in rows if row.version == unit.version]
    before = next((row for basis in ("实际", "预测") for row in own if row.year == year - 1 and row.basis == basis), None)
    after = next((row for basis in ("预测", "实际") for row in own if row.year == year and row.basis == basis), None)
    if before is None or after is None:
        lacking = f"{year - 1} 年的收益" if before is None else f"{year} 年的预测"
        doubts.error(changes[0], "year", f"{unit.code or ''} 的收益衔接到 {year} 年，但没有{unit.version or ''}{lacking}，请补填或改正年度")
        return None
    parts = [given(one.amount or ZERO, (one.form.name, one.id, "amount")) for one in changes]
    made = step(bridged_income, id=f"{label}/收益衔接/{year}", about=(unit.form.name, unit.id), name=f"由 {year - 1} 年{before.basis or ''}衔接到 {year} 年的收益",
                transferable=amount(before, "transferable"), internal=amount(before, "internal"), changes=parts)  # fmt: skip
    stated = (after.transferable or ZERO) + (after.internal or ZERO)
    gap = stated - number(made)
    if abs(gap) > _NEAR:
        doubts.error(after, "transferable", f"{unit.code or ''} {year} 年：{year - 1} 年收益加各项变动为 {grouped(number(made), 2)} 元，而{after.basis}填 "
                     f"{grouped(stated, 2)} 元，相差 {grouped(gap, 2)} 元；请补列变动原因或更正预测")  # fmt: skip
    return made
