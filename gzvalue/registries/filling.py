"""A registration form filled in: every field with its text, where it came from, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass

from gzvalue.registries import naming
from gzvalue.registries.composed import OF_DATA_SET
from gzvalue.registries.composed_loan import OF_ALL
from gzvalue.registries.gathered import Case
from gzvalue.registries.lengths import Overlong, overlong
from gzvalue.registries.registry import FormField, RegistryForm
from gzvalue.registries.templates import Place, filled, places
from gzvalue.schema.field import Record
from gzvalue.schema.forms import form_of

BEHIND = {
    "name": (("data_set", "registration_name"), ("data_set", "name"), ("data_set", "span_start"), ("data_set", "territory"), ("data_set", "industry")),
    "summary": (("data_set", "name"), ("data_set", "source_system"), ("data_set", "scenarios")),
    "business": (("enterprise", "legal_representative"), ("enterprise", "registered_on"), ("enterprise", "business_scope")),
    "subject_type": (("enterprise", "credit_code"),), "span": (("data_set", "span_start"), ("data_set", "span_end")),
    "geo_level": (("data_set", "territory"),), "volume": (("data_set", "record_count"), ("data_set", "storage_gb")),
    "data_form": (("data_set", "structure"),), "limits": (("data_set", "right_limits"),), "rights": (("data_set", "rights"),),
    "update": (("data_set", "frequency"), ("data_set", "right_until")), "algorithm": (("data_set", "personal_note"),),
    "personal": (("data_set", "public_data"), ("data_set", "registered_personal")), "pledgor": (("enterprise", "legal_representative"),),
    "filing_term": (("financing", "term_months"),), "debt_term": (("financing", "drawdown_on"), ("financing", "term_months")),
    "resource": (("data_set", "name"),), "scale": (("data_set", "record_count"),), "as_of": (("valuation_head", "as_of"),),
}  # fmt: skip
"""Data behind a composed text, for a link to where it is mended."""


@dataclass(frozen=True)
class FilledField:
    """One field of a form, filled.

    Attributes:
        field: as the registry asks for it.
        text: what is to be copied into the registry's own form; never cut.
        written: a person wrote it; else the program composed it.
        overlong: by how much it is too long and what to cut.
        faults: what is wrong with it, in sentences, over-length included.
        place: where a person mends it: form, id, key; ``None`` if only here.
    """

    field: FormField
    text: str
    written: bool
    overlong: Overlong | None
    faults: tuple[str, ...]
    place: tuple[str, int, str] | None

    @property
    def missing(self) -> bool:
        """Required and empty."""
        return self.field.required and self.field.kind != "system" and not self.text


@dataclass(frozen=True)
class FilledForm:
    """A form filled for one case."""

    form: RegistryForm
    fields: tuple[FilledField, ...]

    @property
    def faults(self) -> tuple[str, ...]:
        """Everything that is wrong, in the order of the fields."""
        return tuple(fault for one in self.fields for fault in one.faults)


def fill(case: Case, form: RegistryForm) -> FilledForm:
    """The form with every field filled as far as the project tells; texts written by hand come first."""
    texts = _Texts(case)
    return FilledForm(form, tuple(_field(case, form, field, texts) for field in form.fields))


class _Texts(dict[Place, str]):
    """The text behind each placeholder, worked out when first asked for."""

    def __init__(self, case: Case) -> None:
        super().__init__()
        self._case = case

    def __missing__(self, place: Place) -> str:
        text = self[place] = self._text(place)
        return text

    def _text(self, place: Place) -> str:
        if place.form == "kit":
            if place.key in OF_ALL:
                return OF_ALL[place.key](self._case)
            return OF_DATA_SET[place.key](self._case) if self._case.data_set is not None else ""
        return datum_text(self._case.record(place.form), place.key)


def datum_text(record: Record | None, key: str) -> str:
    """A datum as people read it, with its unit; empty if it is not filled in."""
    value = None if record is None else getattr(record, key)
    if record is None or value is None or value == ():
        return ""
    kind = record.form.fields[key].kind
    return f"{kind.format(value)}{f' {kind.unit}' if kind.unit not in ('', '%') else ''}"


def _field(case: Case, form: RegistryForm, field: FormField, texts: _Texts) -> FilledField:
    code = case.data_set.code or "" if case.data_set is not None else ""
    entry = case.gathered.entries.get((case.registry.name, form.name, code, field.key))
    written = entry is not None and bool(entry.text)
    text = (entry.text or "") if entry is not None and written else automatic(field, texts)
    too_long = overlong(text, field.limit, _advice(case, field, text))
    place = _place(case, field)
    return FilledField(field, text, written, too_long, tuple(_faults(field, text, too_long, place)), place)


def automatic_text(case: Case, form: RegistryForm, key: str) -> str:
    """What the program puts into a field, whatever a person wrote there."""
    return automatic(next(field for field in form.fields if field.key == key), _Texts(case))


def automatic(field: FormField, texts: Mapping[Place, str]) -> str:
    """What the templates give."""
    parts = [filled(template, texts) for template in field.fill]  # type: ignore[arg-type]
    mapped = [_mapped(field, part) for part in parts if part]
    return field.join.join(part for part in mapped if part)


def _mapped(field: FormField, text: str) -> str:
    if not field.map:
        return text
    if field.kind == "choices":
        return "、".join(field.map.get(one, one) for one in text.split("、"))
    return field.map.get(text, text)


def _advice(case: Case, field: FormField, text: str) -> str:
    if field.advice != "name" or case.data_set is None or field.limit is None:
        return ""
    return naming.advice(text, naming.named_parts(case.data_set), field.limit)


def _faults(field: FormField, text: str, too_long: Overlong | None, place: tuple[str, int, str] | None) -> list[str]:
    if not text:
        if not field.required or field.kind == "system":
            return []
        where = (
            f"，可在“{form_of(place[0]).label}”的“{form_of(place[0]).fields[place[2]].label}”中填写" if place else "，请在登记材料中填写"
        )
        return [f"未填“{field.label}”{where}。"]
    found = []
    if too_long is not None:
        found.append(f"“{field.label}”{len(text)} 字，限 {field.limit} 字，须删去 {too_long.over} 字：{too_long.advice}。")
    if field.kind in ("choice", "choices"):
        given = [text] if field.kind == "choice" else text.split("、")
        wrong = [one for one in given if one and one not in field.values]
        if wrong:
            found.append(f"“{field.label}”的“{wrong[0][:40]}”不在登记表的可选值中（{'、'.join(field.values)}），请改选。")
    return found


def _place(case: Case, field: FormField) -> tuple[str, int, str] | None:
    """The first datum behind a field that is empty, else the first one."""
    behind = [pair for template in field.fill for place in places(template) for pair in _data_of(place)]
    found = [(form, record, key) for form, key in behind if (record := case.record(form)) is not None]
    if not found:
        return None
    form, record, key = next(((f, r, k) for f, r, k in found if getattr(r, k) in (None, ())), found[0])
    return form, record.id, key


def _data_of(place: Place) -> tuple[tuple[str, str], ...]:
    return BEHIND.get(place.key, ()) if place.form == "kit" else ((place.form, place.key),)
