"""Which records speak for which data set: indexed once per table, looked up from the narrowest scope outwards."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar, cast

from gzvalue.schema.data_set import DataSet
from gzvalue.schema.field import Record
from gzvalue.schema.project import Project
from gzvalue.schema.rights_chain_forms import SCOPES, Scoped
from gzvalue.schema.rules_within import folded

Scope = tuple[str, str]
ALL: Scope = (SCOPES[0], "")

_S = TypeVar("_S", bound=Scoped)
_T = TypeVar("_T")
_indexes: dict[tuple[str, str], tuple[object, object]] = {}
"""The last index of each table with the rows it was made of; rows never change, so the same rows mean the same index."""


def once_per_rows(project: Project, form: str, what: str, make: Callable[[Mapping[int, Record]], _T]) -> _T:
    """An index of one table, made anew only when the table is another one."""
    rows = project.rows[form]
    known = _indexes.get((form, what))
    if known is not None and known[0] is rows:
        return cast(_T, known[1])
    made = make(rows)
    _indexes[form, what] = (rows, made)
    return made


def scope_of(record: Scoped) -> Scope | None:
    """The scope of a record as it is looked up; ``None`` while it is not filled in."""
    if record.scope_kind is None:
        return None
    if record.scope_kind == SCOPES[0]:
        return ALL
    return (record.scope_kind, folded(record.scope)) if record.scope else None


def scopes_of(one: DataSet) -> tuple[Scope, ...]:
    """The scopes that a data set belongs to, the narrowest first."""
    memory: dict[str, Any] = vars(one)
    found = memory.get("_scopes")
    if found is None:
        named = ((SCOPES[3], one.code), (SCOPES[2], one.source_system), (SCOPES[1], one.business_domain))
        found = memory["_scopes"] = (*((kind, folded(words)) for kind, words in named if words), ALL)
    return cast(tuple[Scope, ...], found)


def by_scope(project: Project, record: type[_S]) -> Mapping[Scope, tuple[_S, ...]]:
    """The records of a form by scope."""

    def make(rows: Mapping[int, Record]) -> Mapping[Scope, tuple[_S, ...]]:
        found: dict[Scope, list[_S]] = defaultdict(list)
        for row in rows.values():
            scope = scope_of(cast(_S, row))
            if scope is not None:
                found[scope].append(cast(_S, row))
        return {scope: tuple(several) for scope, several in found.items()}

    return once_per_rows(project, record.form.name, "scope", make)


def narrowest(index: Mapping[Scope, tuple[_S, ...]], scopes: Sequence[Scope]) -> tuple[_S, ...]:
    """The records of the narrowest scope that has any: they override all wider ones."""
    for scope in scopes:
        found = index.get(scope)
        if found:
            return found
    return ()


def lost(project: Project, record: type[_S]) -> Iterator[_S]:
    """Records whose scope names nothing of the catalogue."""
    index = by_scope(project, record)
    if set(index) <= {ALL}:
        return
    known = {scope for one in project.data_sets for scope in scopes_of(one)} | {ALL}
    for scope, rows in index.items():
        if scope not in known:
            yield from rows
