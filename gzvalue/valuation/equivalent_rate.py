"""The discount rate on the other side of income tax, so that a reader used to pre-tax rates can compare.

The definition is that both rates give one present value: Σ F(1−T)/(1+r)^n = Σ F/(1+r′)^n. It depends on the flows, hence is solved for all
units together, and for units with a rate of their own; r ÷ (1 − T) stands beside it as the common approximation, which holds for a level perpetuity only.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext

from gzvalue.schema.project import Project
from gzvalue.schema.valuation_forms import ValuationUnit
from gzvalue.valuation.doubts import ONE, ZERO
from gzvalue.valuation.formula import EXACT
from gzvalue.valuation.procedures.pretax import post_tax_rate, pre_tax_rate
from gzvalue.valuation.procedures.unsolvable import Unsolvable
from gzvalue.valuation.result import UnitValue, Valuation

AFTER, BEFORE = "税后", "税前"
FORMULA = "Σ Fₜ(1−T)/(1+r)^n＝Σ Fₜ/(1+r′)^n"
"""Fₜ income before tax, T tax rate, r the rate after tax, r′ before tax."""

NOTE = "等值折现率由各期收益按上式迭代求得（本软件约定，无官方公式），收益期越短与原折现率相差越大；近似值 r÷(1−T) 只在收益等额、永续时成立，仅供对照。"


@dataclass(frozen=True)
class EquivalentRate:
    """One rate with its equivalent on the other side of tax. All ratios.

    Attributes:
        unit: code of the valuation unit; empty for all units that take the project's rate together.
        basis: of ``rate``: 税前 or 税后.
        rate: as it is used.
        tax: the income tax between the two.
        equivalent: the rate of the other basis, to ten decimals; ``None`` where ``wrong`` says why there is none.
        approximate: r ÷ (1 − T), or r′ × (1 − T).
        wrong: a sentence, or empty.
    """

    unit: str
    basis: str
    rate: Decimal
    tax: Decimal
    equivalent: Decimal | None
    approximate: Decimal
    wrong: str = ""

    @property
    def other(self) -> str:
        """The basis of ``equivalent``."""
        return BEFORE if self.basis == AFTER else AFTER


def equivalent_rates(project: Project, valuation: Valuation) -> tuple[EquivalentRate, ...]:
    """For all units together that take the project's rate and tax, then for each unit with its own; none without a tax rate."""
    whole = project_equivalent(project, valuation)
    single = (_of_unit(project, one) for one in valuation.units if not _joined(project, one))
    return tuple(one for one in (whole, *single) if one is not None)


def project_equivalent(project: Project, valuation: Valuation) -> EquivalentRate | None:
    """The equivalent of the project's rate over the income of all units that are discounted with it; ``None`` where there is none."""
    basis, tax, rate = project.discount.basis, project.head.tax_rate, valuation.rate
    if basis not in (AFTER, BEFORE) or rate is None or not _sound(tax):
        return None
    assert tax is not None
    flows: dict[Decimal, Decimal] = {}
    with localcontext(EXACT):
        for unit in valuation.units:
            if _joined(project, unit):
                for exponent, income in _flows(unit, basis, tax).items():
                    flows[exponent] = flows.get(exponent, ZERO) + income
    return _solved("", basis, rate, tax, flows) if flows else None


def _joined(project: Project, unit: UnitValue) -> bool:
    """Whether a unit is discounted with the project's rate and taxed by its tax rate."""
    record = project.get(ValuationUnit.form.name, unit.id)
    return isinstance(record, ValuationUnit) and record.discount_rate is None and record.tax_rate in (None, project.head.tax_rate)


def _of_unit(project: Project, unit: UnitValue) -> EquivalentRate | None:
    record = project.get(ValuationUnit.form.name, unit.id)
    if not isinstance(record, ValuationUnit) or unit.rate is None or not unit.periods:
        return None
    basis = record.rate_basis or project.discount.basis
    tax = project.head.tax_rate if record.tax_rate is None else record.tax_rate
    if basis not in (AFTER, BEFORE) or not _sound(tax):
        return None
    assert tax is not None
    return _solved(unit.code, basis, unit.rate, tax, _flows(unit, basis, tax))


def _sound(tax: Decimal | None) -> bool:
    return tax is not None and ZERO < tax < ONE


def _flows(unit: UnitValue, basis: str, tax: Decimal) -> dict[Decimal, Decimal]:
    """Income before tax by the years over which it is discounted; what is discounted with a rate after tax is after tax."""
    found: dict[Decimal, Decimal] = {}
    with localcontext(EXACT):
        for one in unit.periods:
            gross = one.income / (1 - tax) if basis == AFTER else one.income
            found[one.exponent] = found.get(one.exponent, ZERO) + gross
    return found


def _solved(unit: str, basis: str, rate: Decimal, tax: Decimal, flows: Mapping[Decimal, Decimal]) -> EquivalentRate:
    solve = pre_tax_rate if basis == AFTER else post_tax_rate
    with localcontext(EXACT):
        approximate = _short(rate / (1 - tax) if basis == AFTER else rate * (1 - tax))
    try:
        found = solve(tuple(flows.values()), rate, tax, tuple(flows))
    except Unsolvable as wrong:
        return EquivalentRate(unit, basis, rate, tax, None, approximate, str(wrong))
    return EquivalentRate(unit, basis, rate, tax, _short(found), approximate)


def _short(value: Decimal) -> Decimal:
    return value.quantize(Decimal("1e-10")).normalize()


def told(one: EquivalentRate, show: Callable[[Decimal], str]) -> str:
    """One line for people.

    Args:
        one: the rate.
        show: how the place writes a ratio.
    """
    who = f"{one.unit} 的" if one.unit else ""
    near = f"近似值 {'r÷(1−T)' if one.basis == AFTER else 'r′×(1−T)'}＝{show(one.approximate)}"
    found = one.wrong if one.equivalent is None else f"{show(one.equivalent)}（迭代；{near}）"
    return f"{who}{one.basis}折现率 {show(one.rate)}，所得税率 {show(one.tax)}，等值{one.other}折现率 {found}"
