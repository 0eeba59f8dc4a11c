"""Texts beyond the length of their field are printed up to that length: a name of ten thousand characters fits no table.

The file keeps all of it, a notice names the field, and the paper says how much it leaves out.
"""

from bisect import bisect_left
from dataclasses import replace
from typing import Any

from gzvalue.schema.field import Field, Record
from gzvalue.schema.forms import FORMS, RawText
from gzvalue.schema.project import Project, project_of


def fitted(project: Project) -> Project:
    """The project as it is printed; the very same one if no text is too long."""
    records = [record for form in FORMS if form is not RawText.form for record in project.rows[form.name].values()]
    shorter = {(record.form.name, record.id): changed for record in records if (changed := _fitted(record)) is not record}
    if not shorter:
        return project
    return project_of(shorter.get((one.form.name, one.id), one) for rows in project.rows.values() for one in rows.values())


def _fitted(record: Record) -> Record:
    cut: dict[str, Any] = {}
    for key, field in record.form.fields.items():
        value = getattr(record, key)
        free = isinstance(value, str) and not field.kind.choices and field.kind.name != "moment"  # a day out of range is still a day
        if free and field.kind.verdict(value) is not None:
            cut[key] = _cut(field, value)
    return replace(record, **cut) if cut else record


def _cut(field: Field, text: str) -> str:
    """As much as the field allows. A code stays bare, so that references, cut alike, still meet it."""
    most = bisect_left(range(1, len(text)), True, key=lambda length: field.kind.verdict(text[:length]) is not None)
    kept = text[:most]
    return kept if field.kind.name in ("code", "reference") else f"{kept}…（下略，全文 {len(text):,} 字）"
