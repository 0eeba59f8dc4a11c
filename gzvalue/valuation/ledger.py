"""The records of a project by their owner, made once per valuation, so that nothing is searched for twice."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from gzvalue.schema.data_set import DataSet
from gzvalue.schema.field import Record
from gzvalue.schema.income_forms import ContributoryAsset, IncomeChange, Increment
from gzvalue.schema.project import Project
from gzvalue.schema.valuation_forms import Contract, CostItem, IncomeYear, UnitMember, ValuationUnit

_R = TypeVar("_R", bound=Record)


@dataclass(frozen=True)
class Ledger:
    """Who owns what.

    Attributes:
        data_sets: code → data set; of two with one code the first.
        units: code → unit; likewise.
        members: unit code → its member rows whose data set exists, by data set code.
        served: data set code → codes of the units it serves, ascending, each once.
        own_costs: data set code → its cost items.
        common_costs: cost items of no single data set.
        incomes: unit code → its income years.
        contracts: code → contract.
        lost: rows that name an owner which does not exist, or none, as (record, key).
        assets, increments, changes: unit code → its contributory assets, increments, bridge from actual years.
        labels: (form, id) → the name of a record within step ids; unique.
    """

    data_sets: Mapping[str, DataSet]
    units: Mapping[str, ValuationUnit]
    members: Mapping[str, tuple[UnitMember, ...]]
    served: Mapping[str, tuple[str, ...]]
    own_costs: Mapping[str, tuple[CostItem, ...]]
    common_costs: tuple[CostItem, ...]
    incomes: Mapping[str, tuple[IncomeYear, ...]]
    contracts: Mapping[str, Contract]
    lost: tuple[tuple[Record, str], ...]
    labels: Mapping[tuple[str, int], str]
    assets: Mapping[str, tuple[ContributoryAsset, ...]]
    increments: Mapping[str, tuple[Increment, ...]]
    changes: Mapping[str, tuple[IncomeChange, ...]]


def ledger_of(project: Project) -> Ledger:
    """The ledger of a project; one pass over each form."""
    data_sets = _by_code(project.data_sets)
    units = _by_code(project.units)
    lost: list[tuple[Record, str]] = []
    members = _members(project.unit_members, units, data_sets, lost)
    own: dict[str, list[CostItem]] = defaultdict(list)
    common = []
    for item in project.cost_items:
        if item.data_set is None:
            common.append(item)
        elif item.data_set in data_sets:
            own[item.data_set].append(item)
        else:
            lost.append((item, "data_set"))
    incomes = _of_units(project.income_years, units, lost)
    assets = _of_units(project.contributory_assets, units, lost)
    increments = _of_units(project.increments, units, lost)
    changes = _of_units(project.income_changes, units, lost)
    return Ledger(
        data_sets, units, members, _served(members), _frozen(own), tuple(common), incomes,
        _by_code(project.contracts), tuple(lost), _labels(project), assets, increments, changes,
    )  # fmt: skip


_Owned = TypeVar("_Owned", IncomeYear, ContributoryAsset, Increment, IncomeChange)


def _of_units(
    rows: Iterable[_Owned], units: Mapping[str, ValuationUnit], lost: list[tuple[Record, str]]
) -> Mapping[str, tuple[_Owned, ...]]:
    found: dict[str, list[_Owned]] = defaultdict(list)
    for row in rows:
        if row.unit is not None and row.unit in units:
            found[row.unit].append(row)
        else:
            lost.append((row, "unit"))
    return _frozen(found)


def _by_code(records: Iterable[_R]) -> dict[str, _R]:
    found: dict[str, _R] = {}
    for record in records:
        code = getattr(record, "code", None)
        if code is not None:
            found.setdefault(code, record)
    return found


def _members(
    rows: Iterable[UnitMember], units: Mapping[str, ValuationUnit], data_sets: Mapping[str, DataSet], lost: list[tuple[Record, str]]
) -> Mapping[str, tuple[UnitMember, ...]]:
    found: dict[str, list[UnitMember]] = defaultdict(list)
    for row in rows:
        if row.unit is None or row.unit not in units:
            lost.append((row, "unit"))
        elif row.data_set is None or row.data_set not in data_sets:
            lost.append((row, "data_set"))
        else:
            found[row.unit].append(row)
    for several in found.values():
        several.sort(key=lambda row: row.data_set or "")
    return _frozen(found)


def _served(members: Mapping[str, tuple[UnitMember, ...]]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for unit in sorted(members):
        for row in members[unit]:
            served = found[row.data_set or ""]
            if not served or served[-1] != unit:
                served.append(unit)
    return {code: tuple(units) for code, units in found.items()}


def _frozen(found: Mapping[str, list[_R]]) -> Mapping[str, tuple[_R, ...]]:
    return {key: tuple(several) for key, several in found.items()}


def _labels(project: Project) -> Mapping[tuple[str, int], str]:
    """Codes where they are there and free, else the form's name with the id."""
    found: dict[tuple[str, int], str] = {}
    taken: set[str] = set()
    records: tuple[Record, ...] = (*project.units, *project.data_sets)
    for record in records:
        label = getattr(record, "code", None) or f"{record.form.label}{record.id}"
        if label in taken:
            label = f"{label}#{record.form.name}{record.id}"
        taken.add(label)
        found[record.form.name, record.id] = label
    return found
