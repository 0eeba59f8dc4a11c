"""Shapley shares of a unit's data sets from its joint scenarios.

The worth of a coalition of data sets is the income of those scenarios whose required data sets all lie in it. Such a worth is
a sum of games in which all required ones are indispensable, and each of these splits evenly; so the Shapley share is a
closed formula, exact for any number of data sets, and no coalition need be listed and no order sampled.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from gzvalue.schema.expert_forms import JointScenario
from gzvalue.schema.kinds import rounded
from gzvalue.schema.problems import Problem
from gzvalue.schema.project import Project
from gzvalue.valuation.doubts import Doubts, number
from gzvalue.valuation.formula import given, step
from gzvalue.valuation.formulas.allocation import shapley_share
from gzvalue.valuation.ledger import Ledger
from gzvalue.valuation.procedures.shapley import Coalition
from gzvalue.valuation.result import Origin, Step

BY_SHAPLEY = "按沙普利值"


@dataclass(frozen=True)
class Joint:
    """The Shapley shares of all units that are split by them.

    Attributes:
        shares: (unit code, data set code) → the step of its share; a member that no scenario needs has none.
        units: codes of the units with at least one scenario.
    """

    shares: Mapping[tuple[str, str], Step] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    units: frozenset[str] = frozenset()

    def weight(self, unit: str, data_set: str) -> tuple[Decimal | None, Origin]:
        """The share of a member, stated to the 分, with its origin: 0 where no scenario needs it, ``None`` where the unit has no scenario."""
        found = self.shares.get((unit, data_set))
        if found is not None:
            return rounded(number(found), 2), found.id
        return (Decimal(0) if unit in self.units else None), None

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps."""
        return tuple(self.shares.values())


def joint_shares(project: Project, ledger: Ledger) -> Joint:
    """The shares of every unit whose key is 按沙普利值; a scenario that cannot be used is named."""
    units = {code: unit for code, unit in ledger.units.items() if unit.allocation == BY_SHAPLEY}
    rows = project.all(JointScenario)
    if not units and not rows:
        return Joint()
    doubts = Doubts()
    usable: dict[str, list[JointScenario]] = {}
    for row in rows:
        doubts.blocked, doubts.needed = False, row.unit in units
        for key in ("unit", "data_sets", "income"):
            doubts.value(row, key, f"联合场景“{row.name or row.id}”没有计入沙普利值")
        strange = [code for code in row.data_sets or () if code not in {one.data_set for one in ledger.members.get(row.unit or "", ())}]
        if strange and row.unit in ledger.units:
            doubts.block(
                row, "data_sets", f"联合场景“{row.name or row.id}”所需的 {'、'.join(strange)} 不是 {row.unit} 的成员，没有计入沙普利值"
            )
        if not doubts.blocked and row.unit is not None:
            usable.setdefault(row.unit, []).append(row)
    shares = {}
    for code, unit in units.items():
        label, about = ledger.labels[unit.form.name, unit.id], (unit.form.name, unit.id)
        own = usable.get(code, [])
        for member in dict.fromkeys(one.data_set or "" for one in ledger.members.get(code, ())) if own else ():
            part = [row for row in own if member in (row.data_sets or ())]
            if not part:
                continue
            shares[code, member] = step(
                shapley_share, id=f"{label}/沙普利值/{member}", about=about, name=f"{member} 的沙普利值",
                incomes=[given(row.income or Decimal(0), (row.form.name, row.id, "income")) for row in part],
                sizes=[given(Decimal(len(row.data_sets or ())), (row.form.name, row.id, "data_sets")) for row in part],
            )  # fmt: skip
    return Joint(shares, doubts.found, frozenset(usable))


def worth(scenarios: list[tuple[frozenset[str], Decimal]], coalition: Coalition) -> Decimal:
    """What a coalition earns: the income of the scenarios whose required data sets all lie in it."""
    return sum((income for required, income in scenarios if required <= coalition), Decimal(0))
