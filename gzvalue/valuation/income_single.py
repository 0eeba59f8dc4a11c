"""Single-period excess earnings: one normal year, capitalised; it takes the income to go on and so needs a reason."""

from decimal import Decimal
from typing import NamedTuple

from gzvalue.schema.valuation_forms import IncomeYear, ValuationUnit
from gzvalue.valuation.doubts import ONE, ZERO, Doubts, number
from gzvalue.valuation.formula import Given, given, step
from gzvalue.valuation.formulas.income import capitalised_growing
from gzvalue.valuation.formulas.unit_income import excess_unit_income, proportional_part
from gzvalue.valuation.income_life import FIXED
from gzvalue.valuation.income_terms import SINGLE, IncomeSources, Terms, rate_of, tax_of
from gzvalue.valuation.income_yearly import amount, charges_of, check_amounts
from gzvalue.valuation.result import Step


class SingleValue(NamedTuple):
    """The capitalised value, unrounded, with the part that others pay."""

    step: Step
    transferable: Decimal
    rate: Decimal
    steps: tuple[Step, ...]


def single_value(unit: ValuationUnit, label: str, sources: IncomeSources, terms: Terms, doubts: Doubts) -> SingleValue | None:
    """(income − Σ charges)·(1 − T)·(1 + g) ÷ (r − g) of the named year, or ``None`` where ``doubts`` say why there is none."""
    before, doubts.blocked = doubts.blocked, False
    without, path = f"{unit.code or unit.name_for_people} 的{SINGLE}没有结果", f"{label}/{SINGLE}"
    rate, tax = rate_of(unit, terms, doubts, without), tax_of(unit, terms, SINGLE, doubts, without)
    row = _row(unit, sources, terms, doubts, without)
    growth = doubts.value(unit, "growth", f"{without}；不增长填 0%")
    _check_endless(unit, doubts, without)
    if rate is not None and growth is not None and growth >= number(rate):
        doubts.block(unit, "growth", f"{unit.code or ''} 的长期增长率须小于折现率，否则资本化没有意义，{without}")
    years = [row.year or 0] if row is not None else []
    charges, claimed = charges_of(unit, path, sources.assets, years, doubts, without)
    failed, doubts.blocked = doubts.blocked, doubts.blocked or before
    if failed or rate is None or tax is None or row is None or growth is None:
        doubts.blocked = True
        return None
    return _capitalised(
        unit, path, row, (rate, tax, given(growth, (unit.form.name, unit.id, "growth"))), (charges[years[0]], claimed), doubts
    )


def _row(unit: ValuationUnit, sources: IncomeSources, terms: Terms, doubts: Doubts, without: str) -> IncomeYear | None:
    """The income of the named year; up to the valuation date the actual one if there is one."""
    year = doubts.value(unit, "single_year", without)
    version = doubts.value(unit, "version", without)
    if year is None or version is None:
        return None
    few = {row.basis: row for row in reversed(sources.rows) if row.year == year and row.version == version and row.basis}
    base = terms.head.valuation_date
    past = base is not None and year <= base.year
    row = few.get("实际" if past else "预测") or few.get("预测" if past else "实际")
    if row is None:
        doubts.block(unit, "single_year", f"{unit.code or ''} 没有 {year} 年的{version}收益，{without}；请补填该年收益或改选年度")
        return None
    check_amounts(row, False, doubts, without)
    return row


def _check_endless(unit: ValuationUnit, doubts: Doubts, without: str) -> None:
    code = unit.code or ""
    if not unit.terminal_reason:
        doubts.block(unit, "terminal_reason", f"{code} 的单期超额法把收益视为持续不断，须在“计终值的理由”中写明为什么，{without}")
    if unit.renewable == FIXED:
        doubts.block(unit, "renewable", f"{code} 已判断为不可续期，单期超额法不适用，{without}；请改用有限期限的收益法")
    if unit.attrition or unit.upkeep:
        key = "attrition" if unit.attrition else "upkeep"
        doubts.block(unit, key, f"{code} 填了{unit.form.fields[key].label}，单期超额法不逐年扣减，{without}；请改用收益法-超额")


def _capitalised(
    unit: ValuationUnit,
    path: str,
    row: IncomeYear,
    terms: tuple[Given, Given, Given],
    charges: tuple[list[Step], tuple[Step, ...]],
    doubts: Doubts,
) -> SingleValue | None:
    (rate, tax, growth), (own, claimed), about = terms, charges, (unit.form.name, unit.id)
    transferable, internal = amount(row, "transferable"), amount(row, "internal")
    excess = step(excess_unit_income, id=f"{path}/{row.year}", about=about, name=f"{row.year} 年超额收益",
                  transferable=transferable, internal=internal, charges=own, portion=ONE, tax=tax)  # fmt: skip
    value = step(capitalised_growing, id=f"{path}/收益现值", about=about, income=excess, growth=growth, rate=rate)
    if number(value) < ZERO:
        doubts.block(unit, "main_method", f"{unit.code or ''} 的超额收益为负，{SINGLE}不适用，请核对收益与贡献资产回报")
        return None
    steps = (*claimed, excess, value)
    if not row.internal:
        return SingleValue(value, number(value), number(rate), steps)
    if not row.transferable or row.transferable + row.internal <= ZERO:
        return SingleValue(value, ZERO, number(rate), steps)
    part = step(proportional_part, id=f"{path}/可转让部分", about=about, value=value, transferable=[transferable], internal=[internal],
                portions=[ONE], factors=[ONE])  # fmt: skip
    return SingleValue(value, number(part), number(rate), (*steps, part))
