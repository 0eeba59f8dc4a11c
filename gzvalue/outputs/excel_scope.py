"""Which records a workbook holds: all, or those of one department and what refers to them."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from gzvalue.errors import UserError
from gzvalue.schema.chapters import CHAPTERS
from gzvalue.schema.field import Form, Record
from gzvalue.schema.forms import form_of
from gzvalue.schema.project import Project
from gzvalue.tables.names import IMPORTED

Scope: TypeAlias = Mapping[Form, tuple[Record, ...]]

_ROOTS = {"data_set", "valuation_unit"}
"""What a department answers for; other records follow by referring to these."""


def records_of(project: Project, department: str | None = None) -> Scope:
    """Forms in the order of the steps, each with the records to export.

    A department gets the records that name it as 责任部门, and of the forms that refer to data sets or
    units the records that refer to its own; a record that names another department never comes along.

    Raises:
        UserError: nothing in the project names this department.
    """
    steps = [form for chapter in CHAPTERS for name in chapter.forms if (form := form_of(name)) in IMPORTED]
    forms = steps + [form for form in IMPORTED if form not in steps]
    wanted = (department or "").strip()
    if not wanted:
        return {form: tuple(project.rows[form.name].values()) for form in forms}
    known = _departments(project, forms)
    if wanted not in known:
        listed = "、".join(known) if known else "（还没有填写任何责任部门）"
        raise UserError(f"没有责任部门为“{wanted}”的内容，未导出；项目中的责任部门有：{listed}。")
    roots = {name: _codes(project, name, wanted) for name in _ROOTS}
    taken = [form for form in forms if not form.single and ("department" in form.fields or _refers(form))]
    return {form: tuple(_own(project.rows[form.name].values(), form, wanted, roots)) for form in taken}


def _departments(project: Project, forms: Iterable[Form]) -> tuple[str, ...]:
    names = (
        getattr(record, "department", None) for form in forms if "department" in form.fields for record in project.rows[form.name].values()
    )
    return tuple(dict.fromkeys(str(name).strip() for name in names if name))


def _codes(project: Project, form: str, department: str) -> frozenset[str]:
    key = form_of(form).code
    records: Iterable[Any] = project.rows[form].values()
    return frozenset(str(getattr(r, key)) for r in records if (r.department or "").strip() == department and getattr(r, key))


def _refers(form: Form) -> bool:
    return any(field.kind.target in _ROOTS for field in form.fields.values())


def _own(records: Iterable[Any], form: Form, department: str, roots: Mapping[str, frozenset[str]]) -> Iterable[Record]:
    for record in records:
        named = (getattr(record, "department", None) or "").strip()
        if named == department or (not named and form.name not in _ROOTS and _points_at(record, form, roots)):
            yield record


def _points_at(record: Record, form: Form, roots: Mapping[str, frozenset[str]]) -> bool:
    for key, field in form.fields.items():
        if field.kind.target in roots:
            value = getattr(record, key)
            named = {value} if isinstance(value, str) else set(value or ())
            if named & roots[field.kind.target]:
                return True
    return False
