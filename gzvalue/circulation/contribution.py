"""A contribution of data in kind, whole: values beside each other, who holds what, the questions of the law, what remains.

Pure: the records and a valuation go in, plain values come out. docs/contribution.md says what the keys of the JSON are.
"""

from collections.abc import Iterator, Sequence

from gzvalue.circulation.contribution_checks import checks
from gzvalue.circulation.contribution_facts import Facts, contributor_of, worth_of
from gzvalue.circulation.contribution_result import ContributionResult, ShareTable, ToDo
from gzvalue.circulation.contribution_rules import remaining
from gzvalue.circulation.contribution_table import Refused, Told, share_table
from gzvalue.schema.contribution_forms import Contribution, Contributor
from gzvalue.schema.problems import Problem
from gzvalue.schema.project import Project
from gzvalue.valuation.result import Valuation


def contribution(project: Project, record: Contribution, valuation: Valuation | None = None) -> ContributionResult:
    """Everything about one contribution; never raises on a draft.

    Args:
        project: the records.
        record: one of its contributions.
        valuation: of the project; without it no measured value stands beside the appraised one.
    """
    rows = rows_of(project, record)
    told = Told(record)
    table: ShareTable | None = None
    refused = key = ""
    try:
        table = share_table(record, rows, contributor_of(project, record), told)
    except Refused as wrong:
        refused, key = str(wrong), wrong.key
    worth = worth_of(project, record, valuation)
    asked = checks(Facts(project, record, rows, table, worth))
    return ContributionResult(table, refused, key, tuple(told.found), worth, asked, tuple(_todo(record, table)))


def rows_of(project: Project, record: Contribution) -> tuple[Contributor, ...]:
    """The shareholders of a contribution; where there is only one contribution, rows without a number belong to it."""
    alone = len(project.all(Contribution)) == 1
    return tuple(one for one in project.all(Contributor) if one.contribution == record.code or (alone and one.contribution is None))


def contributions_of(project: Project, code: str) -> tuple[Contribution, ...]:
    """The contributions in which a data set is brought in."""
    return tuple(one for one in project.all(Contribution) if code in (one.data_sets or ()))


def contribution_problems(project: Project) -> tuple[Problem, ...]:
    """What is wrong with the arithmetic of each contribution, for the list of problems of the project, which it never holds up."""
    return tuple(_problems(project, project.all(Contribution)))


def _problems(project: Project, records: Sequence[Contribution]) -> Iterator[Problem]:
    for record in records:
        told = Told(record)
        try:
            share_table(record, rows_of(project, record), contributor_of(project, record), told)
        except Refused as wrong:
            key = wrong.key if wrong.key in record.form.fields else "registered_capital"
            yield Problem("notice", record.form.name, record.id, key, f"{record.name_for_people}：{wrong}")
        for one in told.found:
            yield Problem("notice", one.form, one.id, one.key, one.message)


def _todo(record: Contribution, table: ShareTable | None) -> Iterator[ToDo]:
    """The usual way of a contribution, as far as it is not done."""
    premium = table is not None and table.premium > 0
    for row in remaining():
        if row.when == "premium" and not premium:
            continue
        done = row.when == "transfer" and record.transfer == "已完成"
        yield ToDo(row.what, row.who, row.basis, "已完成" if done else "待办")
