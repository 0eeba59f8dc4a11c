"""What is wrong with borrower, security, due diligence and accounts, as problems that window, check and dossier name."""

from gzvalue.financing.borrower import STOPPING, borrower_gates
from gzvalue.financing.diligence import diligence_problems
from gzvalue.financing.statements import statement_problems
from gzvalue.financing.structures import structure_problems
from gzvalue.schema.problems import Level, Problem
from gzvalue.schema.project import Project

_TOLD_BY_PLAN = frozenset({"platform", "repeated_pledge"})
"""`gzvalue.financing.pool.plan` takes the pool to 0 for these and says so at the same field."""


def lending_problems(project: Project) -> tuple[Problem, ...]:
    """Everything that is wrong in gates, structure, due diligence and accounts."""
    return (
        *gate_problems(project), *structure_problems(project), *diligence_problems(project), *statement_problems(project.finance_years)
    )  # fmt: skip


def gate_problems(project: Project) -> tuple[Problem, ...]:
    """Closed gates of a borrower who asks for a loan: errors where they stop the pledge, else notices.

    What is merely not answered yet is shown beside the gates; nobody is told ten times that a form is empty.
    """
    if project.financing.loan_asked is None:
        return ()
    found = []
    for gate in borrower_gates(project):
        if gate.state == "closed" and gate.key not in _TOLD_BY_PLAN:
            level: Level = "error" if gate.key in STOPPING else "notice"
            found.append(Problem(level, gate.form, 1, gate.field, f"{gate.word}：{gate.words}"))
    return tuple(found)
