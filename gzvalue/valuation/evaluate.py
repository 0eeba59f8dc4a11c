"""The valuation of a project: a pure function of its records, recomputed each time, never stored.

The total is the sum of the units' values by their main methods, each rounded to the 分; other methods stand
beside it and are never averaged in. A draft is a normal state: what cannot be computed is left out and a
problem says why.
"""

import gc
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal, DecimalException, localcontext
from typing import TypeVar

from gzvalue.rights.gates import closed, opened
from gzvalue.schema.conclusion_forms import MethodWeight, UnitConclusion
from gzvalue.schema.cost_forms import QualityWeights
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.market_forms import Comparable, MarketState, MarketSubset
from gzvalue.schema.project import Project
from gzvalue.schema.quality_scores import quality_scores
from gzvalue.schema.rate_forms import AssetReturn, RiskFactor
from gzvalue.schema.rights_chain_forms import ComplianceAnswer, ConsentVersion, SourceLink
from gzvalue.schema.share_forms import BY_SCORES, RANGE, ShareBasis, ShareFactor
from gzvalue.schema.valuation_forms import CostItem, UnitMember, ValuationUnit
from gzvalue.valuation.conclusion import approach_of, conclude
from gzvalue.valuation.doubts import ONE, Doubts
from gzvalue.valuation.evaluate_adjustment import BY_QUALITY, Quality
from gzvalue.valuation.evaluate_cost import KEY_FIELDS, CommonShare, CommonShares, DataSetCost, common_shares, data_set_cost
from gzvalue.valuation.evaluate_income import Factors, Terms
from gzvalue.valuation.evaluate_market import MarketInputs
from gzvalue.valuation.evaluate_rate import project_rate
from gzvalue.valuation.evaluate_share import ShareRate, Sources, share_rate
from gzvalue.valuation.evaluate_split import Member
from gzvalue.valuation.evaluate_unit import COST, UnitInputs, UnitOutcome, unit_outcome
from gzvalue.valuation.evaluate_whole import (
    INCOME,
    TOTAL,
    DataSetInputs,
    DataSetOutcome,
    by_main_method,
    cross_checks,
    data_set_inputs,
    data_set_outcome,
    excluded_data_sets,
    idle_data_sets,
    lost_rows,
    stopped_valuation,
    total_of,
    total_step,
)
from gzvalue.valuation.formula import EXACT
from gzvalue.valuation.gates import closed_gate, gate_key, stopped
from gzvalue.valuation.income_sources import by_excess, income_sources
from gzvalue.valuation.income_terms import IncomeSources
from gzvalue.valuation.ledger import Ledger, ledger_of
from gzvalue.valuation.result import Origin, Scores, Valuation
from gzvalue.valuation.scores import score
from gzvalue.valuation.shapley_split import BY_SHAPLEY, Joint, joint_shares
from gzvalue.valuation.weighted import Choice

_MOST_FACTORS = 5000
_SELF_CHECK = (SourceLink.form, ConsentVersion.form, ComplianceAnswer.form)
_Owned = TypeVar("_Owned", Comparable, MarketSubset, MethodWeight)


@dataclass(frozen=True)
class Memory:
    """What the next valuation may use again where its inputs are equal: pure results by their inputs."""

    units: Mapping[int, tuple[UnitInputs, UnitOutcome]] = field(default_factory=dict)
    costs: Mapping[int, tuple[tuple[object, ...], DataSetCost]] = field(default_factory=dict)
    data_sets: Mapping[int, tuple[DataSetInputs, DataSetOutcome]] = field(default_factory=dict)
    common: tuple[object, CommonShares] | None = None
    factors: Factors = field(default_factory=Factors)
    scores: Scores | None = None


def evaluate(project: Project, previous: Valuation | None = None) -> Valuation:
    """The valuation of a project; never raises on a draft.

    Args:
        project: all records.
        previous: an earlier valuation, of this or any project; units and data sets whose inputs are equal are
            taken over from it. The result is the same with and without it.
    """
    memory = previous.memory if previous is not None and isinstance(previous.memory, Memory) else Memory()
    halt = stopped(project.enterprise)
    if halt:
        return stopped_valuation(project, halt)
    with localcontext(EXACT), _without_cycle_search():
        return _evaluate(project, memory)


@contextmanager
def _without_cycle_search() -> Iterator[None]:
    """Keeps the collector of cycles from going through the steps while they are made.

    There are none among them, and with ten thousand data sets the search took a third of the time and grew faster
    than the project.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _evaluate(project: Project, memory: Memory) -> Valuation:
    ledger = ledger_of(project)
    rate = project_rate(project.discount, project.head, project.all(RiskFactor), project.all(AssetReturn))
    gates, keys = _gates(project, ledger)
    common = _common(ledger, memory)
    costs, cost_memory = _costs(project, ledger, common[1][0], memory)
    scores = score(project, memory.scores) if _asks_scores(project) else None
    totals = {} if scores is None else {one.id: one.total for one in scores.data_sets}
    joint = joint_shares(project, ledger)
    weights = _Weights(ledger, costs, totals, joint)
    shares = _shares(project, Sources(ledger.data_sets, costs, totals, project.all(ShareFactor)))
    factors = memory.factors if len(memory.factors.known) < _MOST_FACTORS else Factors()
    outcomes, unit_memory = _units(project, ledger, gates, costs, weights, Terms(project.head, rate, shares), factors, memory)
    units = tuple(one.value for one in outcomes)
    data_sets, data_set_memory = _data_sets(data_set_inputs(project, ledger, units, costs, gates), memory)
    asks_rate = any(_needs_project_rate(unit) for unit in project.units)
    problems = dict.fromkeys([
        *(rate.problems if asks_rate else ()), *lost_rows(ledger), *common[1][2], *excluded_data_sets(ledger, gates, keys), *idle_data_sets(ledger, gates),
        *(problem for cost in costs.values() for problem in cost.problems), *(problem for one in outcomes for problem in one.problems),
        *joint.problems,
    ])  # fmt: skip
    cross, checked = cross_checks(units)
    total = total_of(unit.value for unit in units)
    concluded_as = conclude(project, units, total, TOTAL, cross, checked)
    problems |= dict.fromkeys((*(problem for one in shares.values() for problem in one.problems), *concluded_as.problems))
    shared = {one.id: one for outcome in outcomes for one in outcome.shared}
    concluded = [unit for unit in units if unit.value is not None]
    steps = (
        *rate.steps, *joint.steps, *(s for one in shares.values() for s in one.steps), *shared.values(), *common[1][1], *(s for cost in costs.values() for s in cost.steps), *(s for unit in units for s in unit.steps),
        *(one.step for one in data_sets if one.step is not None), total_step(project.head, concluded, ledger),
        *(() if concluded_as.step is None else (concluded_as.step,)),
    )  # fmt: skip
    return Valuation(
        total=total, by_method=by_main_method(concluded), units=units,
        data_sets=tuple(one.value for one in data_sets), steps=steps, problems=tuple(problems), cross_check=cross, checked=checked,
        transferable=total_of(unit.transferable for unit in concluded), internal=total_of(unit.internal for unit in concluded),
        cost=total_of(cost.value for cost in costs.values()), replacement_cost=total_of(cost.replacement for cost in costs.values()),
        rate=rate.value, conclusion=concluded_as.conclusion, memory=Memory(unit_memory, cost_memory, data_set_memory, common, factors, scores),
    )  # fmt: skip


def _units(
    project: Project, ledger: Ledger, gates: Mapping[str, str], costs: Mapping[int, DataSetCost], weights: "_Weights", terms: Terms,
    factors: Factors, memory: Memory,
) -> tuple[list[UnitOutcome], dict[int, tuple[UnitInputs, UnitOutcome]]]:  # fmt: skip
    kept: dict[int, tuple[UnitInputs, UnitOutcome]] = {}
    key, sides, excess = terms.key, _sides(project), by_excess(ledger.units)
    for unit in project.units:
        inputs = _unit_inputs(unit, ledger, gates, costs, weights, key, excess)
        market, choice = sides.get(unit.code or "", (MarketInputs(state=project.single(MarketState)), Choice()))
        inputs = inputs._replace(market=market, choice=choice, share=terms.shares.get(unit.share_basis or ""))
        before = memory.units.get(unit.id)
        kept[unit.id] = before if before is not None and before[0] == inputs else (inputs, unit_outcome(inputs, terms, factors))
    return [outcome for _, outcome in kept.values()], kept


def _data_sets(
    found: Iterable[DataSetInputs], memory: Memory
) -> tuple[list[DataSetOutcome], dict[int, tuple[DataSetInputs, DataSetOutcome]]]:
    kept: dict[int, tuple[DataSetInputs, DataSetOutcome]] = {}
    for inputs in found:
        before = memory.data_sets.get(inputs.one.id)
        kept[inputs.one.id] = before if before is not None and before[0] == inputs else (inputs, data_set_outcome(inputs))
    return [outcome for _, outcome in kept.values()], kept


# --- inputs -------------------------------------------------------------------------------------


def _needs_project_rate(unit: ValuationUnit) -> bool:
    methods = (unit.main_method, *(unit.cross_methods or ()))
    return unit.discount_rate is None and any(method is not None and approach_of(method) == INCOME for method in methods)


def _gates(project: Project, ledger: Ledger) -> tuple[dict[str, str], dict[str, str]]:
    """Why each data set may not be valued (empty if it may), by the catalogue and by the chain of rights; and the field that says so."""
    checked = any(project.rows[form.name] for form in _SELF_CHECK)  # without any of it the self-check closes and opens nothing
    shown: Collection[str] = opened(project) if checked else ()
    found = closed(project) if checked else {}
    gates = {code: closed_gate(one, opened=code in shown) for code, one in ledger.data_sets.items()}
    keys = {code: gate_key(ledger.data_sets[code]) for code, gate in gates.items() if gate}
    for code, (reason, key) in found.items():
        if code in gates and not gates[code]:
            gates[code], keys[code] = reason, key
    return gates, keys


def _asks_scores(project: Project) -> bool:
    by_scores = any(one.method == RANGE and one.score_by == BY_SCORES for one in project.all(ShareBasis))
    return by_scores or any(unit.allocation == "按综合评分" for unit in project.units)


def _shares(project: Project, sources: Sources) -> dict[str, ShareRate]:
    """Every derivation of a share rate by its code; one that no unit uses is worth notices only."""
    used = {unit.share_basis for unit in project.units if unit.share_basis}
    found: dict[str, ShareRate] = {}
    for basis in project.all(ShareBasis):
        if basis.code is not None and basis.code not in found:
            found[basis.code] = share_rate(basis, sources, needed=basis.code in used)
    return found


def _sides(project: Project) -> dict[str, tuple[MarketInputs, Choice]]:
    """What units have besides members and income: comparables, and how their conclusion is formed; by unit code."""
    comparables, subsets, weights = _by_unit(project.comparables), _by_unit(project.all(MarketSubset)), _by_unit(project.all(MethodWeight))
    choices = {one.unit: one for one in reversed(project.all(UnitConclusion)) if one.unit}
    state = project.single(MarketState)
    codes = {*comparables, *subsets, *weights, *choices}
    return {
        code: (MarketInputs(comparables.get(code, ()), subsets.get(code, ()), state), Choice(choices.get(code), weights.get(code, ())))
        for code in codes
    }


def _by_unit(rows: Iterable[_Owned]) -> dict[str, tuple[_Owned, ...]]:
    found: dict[str, list[_Owned]] = {}
    for row in rows:
        if row.unit:
            found.setdefault(row.unit, []).append(row)
    return {code: tuple(several) for code, several in found.items()}


def _common(ledger: Ledger, memory: Memory) -> tuple[object, CommonShares]:
    """What the split of common costs depends on, with the split itself."""
    if not ledger.common_costs:
        return (), ({}, (), ())
    key = (
        ledger.common_costs,
        [(code, one.id, *(getattr(one, field) for field in KEY_FIELDS)) for code, one in ledger.data_sets.items()],
        ledger.labels,
    )
    if memory.common is not None and memory.common[0] == key:
        return memory.common
    return key, _split_common(ledger)


def _split_common(ledger: Ledger) -> CommonShares:
    try:
        return common_shares(ledger.common_costs, ledger.data_sets, ledger.labels)
    except DecimalException:
        doubts = Doubts()
        doubts.block(ledger.common_costs[0], "amount", "共同成本的数字超出可计算的范围，没有分摊，请核对金额与物价指数")
        return dict.fromkeys(ledger.data_sets, ((ledger.common_costs[0], None),)), (), doubts.found


def _costs(
    project: Project, ledger: Ledger, common: Mapping[str, tuple[CommonShare, ...]], memory: Memory
) -> tuple[dict[int, DataSetCost], dict[int, tuple[tuple[object, ...], DataSetCost]]]:
    """Each data set's cost approach, by id."""
    needed = _codes_whose_cost_decides(ledger)
    measured = any(one.adjustment_by == BY_QUALITY for one in project.data_sets)
    scores, weights = quality_scores(project) if measured else {}, project.single(QualityWeights)
    found: dict[int, DataSetCost] = {}
    kept: dict[int, tuple[tuple[object, ...], DataSetCost]] = {}
    for one in project.data_sets:
        code = one.code if one.code is not None and ledger.data_sets.get(one.code) is one else None
        own, shares = ((), ()) if code is None else (ledger.own_costs.get(code, ()), common.get(code, ()))
        quality = Quality(scores.get(one.code or ""), weights) if one.adjustment_by == BY_QUALITY else None
        inputs = (one, ledger.labels[one.form.name, one.id], own, shares, quality, code in needed)
        before = memory.costs.get(one.id)
        result = before[1] if before is not None and before[0] == inputs else _cost(*inputs)
        found[one.id] = result
        kept[one.id] = (inputs, result)
    return found, kept


def _cost(
    one: DataSet, label: str, own: tuple[CostItem, ...], shares: tuple[CommonShare, ...], quality: Quality | None, needed: bool
) -> DataSetCost:
    try:
        return data_set_cost(one, label, own, shares, quality, needed=needed)
    except DecimalException:
        doubts = Doubts(needed=needed)
        doubts.block(one, "code", f"{one.code or one.name_for_people} 的成本数字超出可计算的范围，请核对金额、物价指数与年限")
        return DataSetCost(None, None, None, None, None, (), doubts.found)


def _codes_whose_cost_decides(ledger: Ledger) -> set[str]:
    """Data sets whose cost enters a conclusion: as main method, or as the key of a split."""
    return {
        row.data_set or ""
        for code, rows in ledger.members.items()
        if ledger.units[code].main_method == COST or ledger.units[code].allocation == "按重置成本"
        for row in rows
    }


@dataclass(frozen=True)
class _Weights:
    """The weight of a member by each key, with its origin."""

    ledger: Ledger
    costs: Mapping[int, DataSetCost]
    scores: Mapping[int, Decimal]
    joint: Joint = field(default_factory=Joint)

    def of(self, row: UnitMember, one: DataSet, key: str | None) -> tuple[Decimal | None, Origin]:
        """The weight of one member, ``None`` where it is not known."""
        if key == "按重置成本":
            cost = self.costs[one.id]
            return cost.replacement, None if cost.replacement_step is None else cost.replacement_step.id
        if key == "按综合评分":
            return self.scores.get(one.id), ("data_set", one.id, "code")
        if key == "按记录数":
            return None if one.record_count is None else Decimal(one.record_count), ("data_set", one.id, "record_count")
        if key == "按存储量":
            return one.storage_gb, ("data_set", one.id, "storage_gb")
        if key == BY_SHAPLEY:
            return self.joint.weight(row.unit or "", row.data_set or "")
        if key == "平均":
            return ONE, None
        return row.share, ("unit_member", row.id, "share")


def _unit_inputs(
    unit: ValuationUnit,
    ledger: Ledger,
    gates: Mapping[str, str],
    costs: Mapping[int, DataSetCost],
    weights: _Weights,
    terms: tuple[object, ...],
    excess: tuple[str, ...],
) -> UnitInputs:
    first = unit.code is not None and ledger.units.get(unit.code) is unit
    code = unit.code or ""
    members = []
    for row in ledger.members.get(code, ()) if first else ():
        owner = row.data_set or ""
        one = ledger.data_sets[owner]
        cost = costs[one.id]
        weight, origin = weights.of(row, one, unit.allocation)
        cost_step = None if cost.value_step is None else cost.value_step.id
        members.append(
            Member(row, owner, (one.form.name, one.id), gates[owner], ledger.served[owner], cost.value, cost_step, weight, origin)
        )
    contracts = tuple(ledger.contracts[c] for c in unit.contracts or () if c in ledger.contracts)
    rows = ledger.incomes.get(code, ()) if first else ()
    more = income_sources(unit, ledger, excess) if first else IncomeSources()
    return UnitInputs(unit, ledger.labels[unit.form.name, unit.id], rows, tuple(members), contracts, terms, more=more)
