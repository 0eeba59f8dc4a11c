"""From units and data sets to the whole: what each data set gets, the totals, and what to say about the rest."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from gzvalue.schema.data_set import DataSet
from gzvalue.schema.enterprise import ValuationHead
from gzvalue.schema.problems import Problem
from gzvalue.schema.project import Project
from gzvalue.schema.valuation_forms import METHODS, UnitMember
from gzvalue.valuation.conclusion import approach_of
from gzvalue.valuation.doubts import ZERO
from gzvalue.valuation.evaluate_cost import DataSetCost
from gzvalue.valuation.evaluate_unit import conclusion_id, part_id
from gzvalue.valuation.formula import given, step
from gzvalue.valuation.formulas.income import sum_of_values
from gzvalue.valuation.ledger import Ledger
from gzvalue.valuation.result import DataSetValue, Step, UnitValue, Valuation

INCOME = "收益法"

TOTAL = "合计/测算价值"
"""Id of the step of the total."""


class DataSetInputs(NamedTuple):
    """Everything a data set's value depends on; equal inputs give equal results."""

    one: DataSet
    code: str
    label: str
    methods: tuple[str | None, ...]
    units: tuple[tuple[str, UnitValue], ...]
    cost: DataSetCost
    gate: str


class DataSetOutcome(NamedTuple):
    """The value of a data set with the step that adds up its parts, if it has any."""

    value: DataSetValue
    step: Step | None


def data_set_inputs(
    project: Project, ledger: Ledger, units: Sequence[UnitValue], costs: Mapping[int, DataSetCost], gates: Mapping[str, str]
) -> Iterable[DataSetInputs]:
    """What each data set gets from which unit, in the order of the records."""
    parts: dict[str, list[tuple[str, UnitValue]]] = {}
    for unit in units:
        label = ledger.labels["valuation_unit", unit.id]
        for code in unit.shares:
            parts.setdefault(code, []).append((label, unit))
    for one in project.data_sets:
        code = one.code if one.code is not None and ledger.data_sets.get(one.code) is one else ""
        methods = tuple(ledger.units[unit].main_method for unit in ledger.served.get(code, ()))
        label = ledger.labels["data_set", one.id]
        yield DataSetInputs(one, code, label, methods, tuple(parts.get(code, ())), costs[one.id], gates.get(code, ""))


def data_set_outcome(inputs: DataSetInputs) -> DataSetOutcome:
    """One data set: the sum of what the units allocate to it, and its own figures beside that."""
    one, code, units, cost = inputs.one, inputs.code, inputs.units, inputs.cost
    income = [unit for _, unit in units if approach_of(unit.main_method or "") == INCOME]
    earned = total_of(unit.shares[code] for unit in income) if income else None
    transferable = total_of(unit.transferable_shares.get(code) for unit in income) if income else None
    added = None
    if units:
        parts = [given(unit.shares[code], part_id(label, unit, code)) for label, unit in units]
        added = step(
            sum_of_values, id=f"{inputs.label}/价值/各单元分摊合计", about=("data_set", one.id), name="各单元分摊合计", values=parts
        )
    value = DataSetValue(
        id=one.id, code=one.code or "", name=one.name or "", method="、".join(method for method in METHODS if method in inputs.methods),
        value=total_of(unit.shares[code] for _, unit in units) if units else None, cost=cost.value, income=earned,
        replacement_cost=cost.replacement, adjustment=cost.adjustment, transferable=transferable,
        internal=None if earned is None or transferable is None else earned - transferable,
        by_unit={unit.code: unit.shares[code] for _, unit in units}, excluded=inputs.gate,
    )  # fmt: skip
    return DataSetOutcome(value, added)


def total_of(amounts: Iterable[Decimal | None]) -> Decimal:
    """The sum of amounts already stated to the 分; what is not there counts nothing."""
    return sum((amount for amount in amounts if amount is not None), Decimal("0.00"))


def total_step(head: ValuationHead, units: Sequence[UnitValue], ledger: Ledger) -> Step:
    """The total as the sum of the units' values."""
    parts = [given(unit.value, conclusion_id(ledger.labels["valuation_unit", unit.id], unit)) for unit in units if unit.value is not None]
    return step(sum_of_values, id=TOTAL, about=(head.form.name, head.id), name="测算价值合计", values=parts)


def by_main_method(units: Sequence[UnitValue]) -> Mapping[str, Decimal]:
    """The total split by main method; every method present."""
    return {method: total_of(unit.value for unit in units if unit.main_method == method) for method in METHODS}


def cross_checks(units: Sequence[UnitValue]) -> tuple[Mapping[str, Decimal], Mapping[str, Decimal]]:
    """What each method gives for concluded units with another main method, and the same units' values before exclusions."""
    cross: dict[str, Decimal] = {}
    checked: dict[str, Decimal] = {}
    for unit in units:
        if unit.value is None:
            continue
        main = unit.value + total_of(unit.excluded.values())
        for method, value in unit.by_method.items():
            if method != unit.main_method and value is not None:
                cross[method] = cross.get(method, ZERO) + value
                checked[method] = checked.get(method, ZERO) + main
    return cross, checked


# --- problems -----------------------------------------------------------------------------------


def lost_rows(ledger: Ledger) -> Iterable[Problem]:
    """Rows that name no owner, or one that does not exist: they enter nothing."""
    for record, key in ledger.lost:
        owner = getattr(record, key)
        label = record.form.fields[key].label
        what = f"“{label}”{owner} 不存在" if owner else f"未填“{label}”"
        yield Problem("error", record.form.name, record.id, key, f"{record.name_for_people} 的{what}，这一行没有计入")


def excluded_data_sets(ledger: Ledger, gates: Mapping[str, str], keys: Mapping[str, str]) -> Iterable[Problem]:
    """Data sets with a closed gate, each named."""
    for code, gate in gates.items():
        if gate:
            one = ledger.data_sets[code]
            units = "、".join(ledger.served.get(code, ()))
            taken = f"，其分摊部分已从 {units} 中扣除" if units else ""
            yield Problem("notice", one.form.name, one.id, keys[code], f"{code} 不纳入结论：{gate}{taken}")


def idle_data_sets(ledger: Ledger, gates: Mapping[str, str]) -> Iterable[Problem]:
    """Data sets that serve no unit, in one notice: they are not in the total."""
    idle = [code for code in ledger.data_sets if code not in ledger.served and not gates[code]]
    if ledger.units and idle:
        shown = "、".join(idle[:10]) + ("等" if len(idle) > 10 else "")
        words = f"{len(idle)} 个数据集不属于任何评估单元，没有计入结论，成本法结果仅供参考：{shown}"
        yield Problem("notice", UnitMember.form.name, 0, "data_set", words)


def stopped_valuation(project: Project, halt: str) -> Valuation:
    """No value at all: a gate of the enterprise is closed."""
    problem = Problem("error", project.enterprise.form.name, 1, "status", halt)
    none = Decimal("0.00")
    units = tuple(UnitValue(u.id, u.code or "", u.name or "", u.main_method, None, {}, None, None, {}, ()) for u in project.units)
    sets = tuple(DataSetValue(d.id, d.code or "", d.name or "", "", None, None, None, None, None, excluded=halt) for d in project.data_sets)
    return Valuation(none, dict.fromkeys(METHODS, none), units, sets, (), (problem,), stopped=halt)
