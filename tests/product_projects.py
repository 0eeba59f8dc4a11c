"""Projects with products, licences and trades for the tests of their sheets: every field filled from its example, then changed."""

from dataclasses import replace
from typing import Any

from paper_projects import HOSTILE, complete

from gzvalue.schema.field import Record
from gzvalue.schema.product_forms import DataLicence, DataProduct, DataTrade
from gzvalue.schema.project import Project, project_of

_LEADS_OUT = ("compliance_opinion", "consent_evidence", "contract", "pricing", "licence", "certificate_number")
"""Fields whose example names a record that these projects do not have."""


def filled(record: type[Record], id: int = 1, **more: Any) -> Record:
    """A record of that form with its examples, and other values in their place; ``None`` empties a field."""
    values = {key: field.kind.parse(field.example) for key, field in record.form.fields.items() if field.example and key not in _LEADS_OUT}
    return record.form.record(id=id, **{**values, **more})


def product(**more: Any) -> Record:
    """A product of D01 that lacks nothing."""
    return filled(DataProduct, **{"data_sets": ("D01",), "compliance_opinion": "A01", **more})


def licence(id: int = 1, **more: Any) -> Record:
    """A licence of D01 that lacks nothing."""
    return filled(DataLicence, id, **{"code": f"XK{id:02d}", "data_set": "D01", **more})


def trade(**more: Any) -> Record:
    """A deal in D01 that lacks nothing."""
    return filled(DataTrade, **{"data_sets": ("D01",), **more})


def offering(*records: Record, count: int = 2, loan: bool = False, changed: Any = None) -> Project:
    """A project with these records; ``changed`` gives each record of the rest another shape."""
    rows = [one for form in complete(count).rows.values() for one in form.values()]
    if not loan:
        rows = [replace(one, loan_asked=None) if one.form.name == "financing" else one for one in rows]
    return project_of(map(changed or (lambda one: one), [*rows, *records]))


def of_data_set(code: str, **more: Any) -> Any:
    """Changes one data set: for `offering`."""
    return lambda one: replace(one, **more) if one.form.name == "data_set" and one.code == code else one


def hostile(one: Record) -> Record:
    """Markup, formulas and letters outside the font in every text."""
    texts = ("text", "long_text")
    keys = [key for key, field in one.form.fields.items() if field.kind.name in texts and key not in ("about_form", "about_key")]
    return replace(one, **dict.fromkeys(keys, HOSTILE))


def stretched(one: Record) -> Record:
    """Every text longer than its field takes."""
    keys = [
        key for key, field in one.form.fields.items() if field.kind.name in ("text", "long_text") and key not in ("about_form", "about_key")
    ]
    return replace(one, **dict.fromkeys(keys, "长" * 3000))
