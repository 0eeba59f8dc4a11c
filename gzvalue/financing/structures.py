"""The legal forms of security with their consequences, place of registration and risks, and what of those chosen is still missing."""

import json
from dataclasses import dataclass
from functools import cache

from gzvalue.paths import resource
from gzvalue.schema.lending_forms import PledgeStructure
from gzvalue.schema.problems import Problem
from gzvalue.schema.project import Project


@dataclass(frozen=True)
class Structure:
    """One legal form; what is not ``verified`` is a hint for the work and never printed as law."""

    kind: str
    basis: str
    verified: bool
    place: str
    consequences: tuple[str, ...]
    risks: tuple[str, ...]
    needs_contracts: bool = False


@cache
def structures() -> tuple[Structure, ...]:
    """All forms in the order of the resource."""
    told = json.loads(resource("financing", "structures.json").read_text(encoding="utf-8"))
    return tuple(
        Structure(one["kind"], one["basis"], one["verified"], one["place"], tuple(one["consequences"]), tuple(one["risks"]),
                  bool(one.get("needs_contracts")))
        for one in told["structures"]
    )  # fmt: skip


def chosen(project: Project) -> tuple[tuple[PledgeStructure, Structure], ...]:
    """What the project has chosen, with what is known of it."""
    known = {one.kind: one for one in structures()}
    return tuple((row, known[row.kind]) for row in project.all(PledgeStructure) if row.kind in known)


def structure_problems(project: Project) -> tuple[Problem, ...]:
    """A pledge of receivables without contracts, and contracts whose receivables are pledged already."""
    found = []
    contracts = project.by_code["contract"]
    for row, structure in chosen(project):
        if structure.needs_contracts and not row.contracts:
            words = "应收账款或收费权质押没有写明合同，无法识别质押的是哪些应收账款；请填写涉及合同"
            found.append(Problem("error", row.form.name, row.id, "contracts", words))
        for code in row.contracts or ():
            one = contracts.get(code)
            if one is not None and getattr(one, "pledged", None) == "是":
                words = f"合同 {code} 的应收账款已经质押，不能重复质押；请更换合同或解除原质押"
                found.append(Problem("error", row.form.name, row.id, "contracts", words))
    return tuple(found)
