"""When the right in a data set ends, as far as an amortisation may not run beyond it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gzvalue.rights.scopes import by_scope, narrowest, scopes_of
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.project import Project
from gzvalue.schema.rights_chain_forms import SourceLink

GRANTED = frozenset({"协议取得", "公共数据授权运营", "平台或SaaS中的数据"})
"""Sources whose right lasts as long as the agreement; a contract for work that is done leaves the right behind."""


@dataclass(frozen=True)
class RightEnd:
    """The last day of the right, and where it stands."""

    until: date
    where: str


def right_end(project: Project, one: DataSet) -> RightEnd | None:
    """The earliest end of the right in a data set; ``None`` where nothing ends it."""
    return min(_ends(project, one), key=lambda end: end.until, default=None)


def _ends(project: Project, one: DataSet) -> Iterator[RightEnd]:
    if one.right_until is not None:
        yield RightEnd(one.right_until, "数据目录的“权利期限至”")
    for link in narrowest(by_scope(project, SourceLink), scopes_of(one)):
        if link.source in GRANTED:
            contract = next((row for row in project.contracts if link.contract is not None and row.code == link.contract), None)
            until = link.ends or (contract.ends if contract else None)
            if until is not None:
                yield RightEnd(until, f"权属链条“{link.source}”的期限")
