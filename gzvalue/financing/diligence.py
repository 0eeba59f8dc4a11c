"""The lender's check list of due diligence with the state of each item and its evidence."""

import json
from dataclasses import dataclass
from functools import cache

from gzvalue.paths import resource
from gzvalue.schema.lending_forms import DiligenceItem
from gzvalue.schema.problems import Problem
from gzvalue.schema.project import Project

DONE, OPEN = "已核", "缺"


@dataclass(frozen=True)
class Checked:
    """One item: its code such as A1, name, group, state (缺 until someone says otherwise), evidence and note."""

    code: str
    group: str
    name: str
    state: str
    evidence: str
    note: str


@cache
def items() -> tuple[tuple[str, str, str], ...]:
    """All items as (code, group, name)."""
    told = json.loads(resource("financing", "diligence.json").read_text(encoding="utf-8"))
    return tuple((f"{group['key']}{n}", group["name"], name) for group in told["groups"] for n, name in enumerate(group["items"], 1))


def diligence(project: Project) -> tuple[Checked, ...]:
    """The list of the project."""
    told = {(row.item or "").strip().upper(): row for row in project.all(DiligenceItem)}
    found = []
    for code, group, name in items():
        row = told.get(code)
        state = row.state or OPEN if row is not None else OPEN
        evidence = "" if row is None else "　".join(part for part in (row.evidence, row.page) if part)
        found.append(Checked(code, group, name, state, evidence, (row.note or "") if row is not None else ""))
    return tuple(found)


def diligence_problems(project: Project) -> tuple[Problem, ...]:
    """Items that are none of the list, and items said to be checked without evidence."""
    known = {code for code, _, _ in items()}
    found = []
    for row in project.all(DiligenceItem):
        code = (row.item or "").strip().upper()
        if row.item and code not in known:
            found.append(Problem("error", row.form.name, row.id, "item", f"尽职调查清单中没有“{row.item[:20]}”这一项，请填 A1 这样的编号"))
        elif row.state == DONE and not row.evidence:
            found.append(Problem("notice", row.form.name, row.id, "evidence", f"{code} 填了“已核”，没有对应的附件，请补证据"))
    return tuple(found)
