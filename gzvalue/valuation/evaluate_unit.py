"""One valuation unit: its value by the main method, the other methods beside it, and its split to data sets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, DecimalException
from types import MappingProxyType
from typing import NamedTuple

from gzvalue.schema.kinds import rounded
from gzvalue.schema.problems import Problem
from gzvalue.schema.valuation_forms import METHODS, Contract, IncomeYear, ValuationUnit
from gzvalue.valuation.apportion import apportion
from gzvalue.valuation.doubts import ONE, ZERO, Doubts, number
from gzvalue.valuation.evaluate_income import Factors, IncomeValue, Terms, income_value
from gzvalue.valuation.evaluate_market import MARKET, MarketInputs, market_value_of
from gzvalue.valuation.evaluate_share import ShareRate
from gzvalue.valuation.evaluate_split import Member, Split, split_value
from gzvalue.valuation.formula import Given, given, step
from gzvalue.valuation.formulas.allocation import cost_part, difference_of_methods
from gzvalue.valuation.formulas.income import sum_of_values
from gzvalue.valuation.income_bridge import bridge_steps
from gzvalue.valuation.income_terms import IncomeSources
from gzvalue.valuation.result import Step, UnitValue
from gzvalue.valuation.weighted import END, Choice, Result, weighted_methods, weighted_value

COST = "成本法"
_ENDS = {COST: "单元成本价值", MARKET: "单元市场价值"}


def method_id(label: str, method: str) -> str:
    """Id of the step that gives a unit's value by one method."""
    return f"{label}/{method}/{_ENDS.get(method, '收益现值')}"


def conclusion_id(label: str, unit: UnitValue) -> str:
    """Id of the step that gives a unit's conclusion: its main method, or that less what was taken out."""
    return f"{label}/结论" if unit.excluded else source_id(label, unit)


def source_id(label: str, unit: UnitValue) -> str:
    """Id of the step that gives the whole value of a unit: its main method, or the methods by weights."""
    return f"{label}/{END}" if unit.weights else method_id(label, unit.main_method or "")


def part_id(label: str, unit: UnitValue, code: str) -> str:
    """Id of the step that gives a data set's part of a unit; a single member takes the conclusion itself."""
    alone = len(unit.shares) + len(unit.excluded) == 1
    return source_id(label, unit) if alone else f"{label}/分摊/{code}"


class UnitInputs(NamedTuple):
    """Everything a unit's value depends on; equal inputs give equal results."""

    unit: ValuationUnit
    label: str
    rows: tuple[IncomeYear, ...]
    members: tuple[Member, ...]
    contracts: tuple[Contract, ...]
    terms: tuple[object, ...]
    market: MarketInputs = MarketInputs()
    choice: Choice = Choice()
    share: ShareRate | None = None
    more: IncomeSources = IncomeSources()

    @property
    def sources(self) -> IncomeSources:
        """What its income is made from."""
        return self.more._replace(rows=self.rows, contracts=self.contracts, share=None if self.share is None else self.share.rate)


@dataclass(frozen=True)
class UnitOutcome:
    """The value of a unit with the problems met on the way and the discount factors it shares with others."""

    value: UnitValue
    problems: tuple[Problem, ...]
    shared: tuple[Step, ...]


class _Method(NamedTuple):
    """What one method gives: the value to the 分, and where it came from."""

    value: Decimal
    step: Step
    steps: tuple[Step, ...]
    income: IncomeValue | None
    transferable: Decimal | None = None
    weights: Mapping[str, Decimal] = MappingProxyType({})


def unit_outcome(inputs: UnitInputs, terms: Terms, factors: Factors) -> UnitOutcome:
    """The value of one unit; whatever is missing becomes a problem, never an exception."""
    doubts = Doubts()
    try:
        return _outcome(inputs, terms, factors, doubts)
    except DecimalException:
        unit = inputs.unit
        doubts.block(unit, "main_method", f"{_name(unit)} 的数字超出可计算的范围，请核对收益、折现率与期限")
        return UnitOutcome(_without_value(unit, {}), doubts.found, ())


def _name(unit: ValuationUnit) -> str:
    return unit.code or unit.name_for_people


def _without_value(unit: ValuationUnit, by_method: Mapping[str, Decimal | None], steps: tuple[Step, ...] = ()) -> UnitValue:
    return UnitValue(unit.id, unit.code or "", unit.name or "", unit.main_method, None, by_method, None, None, {}, steps)


def _outcome(inputs: UnitInputs, terms: Terms, factors: Factors, doubts: Doubts) -> UnitOutcome:
    unit = inputs.unit
    if not inputs.members:
        doubts.block(unit, "code", f"{_name(unit)} 没有成员数据集，不能计入结论；请在单元成员中指定")
    doubts.value(unit, "main_method", f"{_name(unit)} 没有结论")
    _name_ended_contracts(unit, inputs.contracts, terms.head.valuation_date, doubts)
    found: dict[str, _Method | None] = {}
    problems: dict[Problem, None] = {}
    for method in _methods(unit, inputs.choice):
        own = Doubts(needed=method == unit.main_method)
        found[method] = _by_method(method, inputs, terms, factors, own)
        problems |= dict.fromkeys(own.found)
    by_method = {method: None if one is None else one.value for method, one in found.items()}
    bridge = bridge_steps(unit, inputs.label, inputs.rows, inputs.more.changes, doubts) if inputs.more.changes else ()
    steps = (*bridge, *(s for one in found.values() if one is not None for s in one.steps))
    shared = tuple(s for one in found.values() if one is not None and one.income is not None for s in one.income.shared)
    main = found.get(unit.main_method or "")
    if main is not None and inputs.choice.weighted and not doubts.blocked:
        main = _weighted(inputs, main, found, doubts)
        steps = (*steps, main.step) if main is not None else steps
    if main is None or doubts.blocked:
        return UnitOutcome(_without_value(unit, by_method, steps), (*doubts.found, *problems), shared)
    gaps = _differences(inputs, main, found)
    split = split_value(unit, inputs.label, main.value, main.transferable, inputs.members, doubts, main.step.id)
    taken = _after_exclusions(inputs, split)
    gap = max((number(s) for s in gaps), default=None)
    value = _value(unit, main, by_method, split, (*steps, *gaps, *split.steps, *taken), gap)
    return UnitOutcome(value, (*doubts.found, *problems), shared)


def _name_ended_contracts(unit: ValuationUnit, contracts: Sequence[Contract], base: date | None, doubts: Doubts) -> None:
    for one in contracts:
        if base is not None and one.ends is not None and one.ends <= base:
            doubts.error(unit, "contracts", f"{_name(unit)} 所依据的合同 {one.code} 已于 {one.ends.isoformat()} 到期，不晚于评估基准日，"
                         "不能支持此后的收益；请改用续签的合同，或从单元的合同中去掉")  # fmt: skip


def _weighted(inputs: UnitInputs, main: _Method, found: Mapping[str, _Method | None], doubts: Doubts) -> _Method | None:
    """The conclusion by weights, in place of the main method's value."""
    results = {method: Result(one.value, one.step.id, one.transferable) for method, one in found.items() if one is not None}
    made = weighted_value(inputs.unit, inputs.label, inputs.choice, results, doubts)
    return None if made is None else _Method(made.value, made.step, (made.step,), main.income, made.transferable, made.weights)


def _methods(unit: ValuationUnit, choice: Choice) -> tuple[str, ...]:
    """The main method, what is held against it, and what is weighted in, in the order of `METHODS`."""
    checks = unit.cross_methods
    if checks is None:
        checks = (COST,) if unit.main_method in METHODS and unit.main_method != COST else ()
    weighted = weighted_methods(choice)
    return tuple(m for m in METHODS if m == unit.main_method or m in checks or m in weighted)


def _by_method(method: str, inputs: UnitInputs, terms: Terms, factors: Factors, doubts: Doubts) -> _Method | None:
    if method == COST:
        return _by_cost(inputs, doubts)
    if method == MARKET:
        market = market_value_of(inputs.unit, inputs.label, inputs.market, doubts)
        return None if market is None else _Method(rounded(number(market.step), 2), market.step, market.steps, None)
    found = income_value(inputs.unit, inputs.label, inputs.sources, terms, factors, method, doubts)
    if found is None:
        return None
    return _Method(rounded(number(found.step), 2), found.step, found.steps, found, rounded(found.transferable, 2))


def _by_cost(inputs: UnitInputs, doubts: Doubts) -> _Method | None:
    """The cost values of the members, each split evenly to the 分 over the units it serves."""
    unit, label = inputs.unit, inputs.label
    about = (unit.form.name, unit.id)
    without = [member.code for member in inputs.members if member.cost is None]
    if without:
        what = "没有结果" if doubts.needed else "不能作为交叉验证"
        doubts.block(
            unit,
            "cross_methods" if not doubts.needed else "main_method",
            f"{_name(unit)} 的成本法{what}：{'、'.join(without)} 的成本价值未得出",
        )
    if without or not inputs.members:
        return None
    parts: list[Step | Given] = []
    for member in inputs.members:
        value = given(member.cost or ZERO, member.cost_step)
        parts.append(value if len(member.serves) == 1 else _part(unit, label, about, member, value))
    whole = step(sum_of_values, id=f"{label}/{COST}/单元成本价值", about=about, name="单元成本价值", values=parts)
    return _Method(rounded(number(whole), 2), whole, (*(p for p in parts if isinstance(p, Step)), whole), None)


def _part(unit: ValuationUnit, label: str, about: tuple[str, int], member: Member, value: Given) -> Step:
    parts = apportion(number(value), dict.fromkeys(member.serves, ONE))
    made = step(cost_part, id=f"{label}/{COST}/成员/{member.code}", about=about, name=f"{member.code} 成本价值中归本单元的部分",
                value=value, units=Decimal(len(member.serves)))  # fmt: skip
    return replace(made, value=parts[unit.code or ""])


def _differences(inputs: UnitInputs, main: _Method, found: Mapping[str, _Method | None]) -> tuple[Step, ...]:
    """How far each other method lies from the conclusion."""
    unit, steps = inputs.unit, []
    whole = "加权结论" if main.weights else unit.main_method
    for method, one in found.items():
        if one is None or one is main or not main.value:
            continue
        gap = step(
            difference_of_methods, id=f"{inputs.label}/{method}/差异率", about=(unit.form.name, unit.id),
            name=f"{method}与{whole}的差异率", conclusion=given(main.value, main.step.id), other=given(one.value, one.step.id),
        )  # fmt: skip
        steps.append(gap)
    return tuple(steps)


def _after_exclusions(inputs: UnitInputs, split: Split) -> tuple[Step, ...]:
    """The conclusion as the sum of the parts that may be valued; only where something was taken out."""
    kept = [one for one in split.steps if one.id.rpartition("/")[2] not in split.excluded]
    if not split.excluded or not kept:
        return ()
    about = (inputs.unit.form.name, inputs.unit.id)
    return (step(sum_of_values, id=f"{inputs.label}/结论", about=about, name="扣除不得纳入的数据集后的结论", values=kept),)


def _value(
    unit: ValuationUnit,
    main: _Method,
    by_method: Mapping[str, Decimal | None],
    split: Split,
    steps: tuple[Step, ...],
    gap: Decimal | None,
) -> UnitValue:
    shares = {code: part for code, part in split.shares.items() if code not in split.excluded}
    excluded = {code: split.shares[code] for code in split.excluded if code in split.shares}
    value: Decimal | None = main.value - sum(excluded.values(), ZERO)
    transferable = main.transferable
    if transferable is not None:
        transferable -= sum((split.transferable.get(code, ZERO) for code in excluded), ZERO)
    if split.excluded and not shares:
        value = transferable = None
    income = main.income
    return UnitValue(
        id=unit.id, code=unit.code or "", name=unit.name or "", main_method=unit.main_method, value=value, by_method=by_method,
        transferable=transferable, internal=None if value is None or transferable is None else value - transferable,
        shares=shares, steps=steps, transferable_shares={code: split.transferable[code] for code in shares if code in split.transferable},
        excluded=excluded, difference=gap, rate=None if income is None else income.rate, periods=() if income is None else income.periods,
        life=None if income is None else income.life, locked=None if income is None or income.locked is None else rounded(income.locked, 2),
        weights=dict(main.weights),
    )  # fmt: skip
