"""What a sheet shows of each field: as typed in the form, or taken from what the project knows already, and which of the two."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gzvalue.schema.field import Form, Record
from gzvalue.schema.figures import shortened
from gzvalue.schema.forms import form_of
from gzvalue.schema.problems import Problem
from gzvalue.schema.project import Project

TYPED = "填写"
CATALOGUE = "数据目录"
ENTERPRISE = "企业概况"

Place = tuple[str, int, str]


@dataclass(frozen=True)
class Shown:
    """One field as a sheet shows it.

    Attributes:
        key, label: English and Chinese name.
        text: with unit; empty where nobody knows it.
        origin: where the text comes from; empty with an empty text.
        place: (form, id, key) of the datum that decides it; id 0 where there is no record yet.
        group: heading under which it stands.
        required: it must not be empty on a finished sheet.
    """

    key: str
    label: str
    text: str
    origin: str
    place: Place
    group: str = ""
    required: bool = False

    @property
    def missing(self) -> bool:
        """Required and empty."""
        return self.required and not self.text


class Lines:
    """Gathers the fields of one form; a record that is not there yet counts as empty."""

    def __init__(self, form: Form, record: Record | None) -> None:
        self._form, self._record = form, record
        self._id = record.id if record is not None else 0

    def one(self, key: str, text: str = "", origin: str = "", *, required: bool = False, label: str = "") -> Shown:
        """A field of the form; where it is empty, ``text`` from ``origin``."""
        field = self._form.fields[key]
        typed = said(self._record, key) if self._record is not None else ""
        shown, source = (typed, TYPED) if typed else (text, origin if text else "")
        return Shown(key, label or field.label, shown, source, (self._form.name, self._id, key), field.group, required)

    def typed(self, *keys: str, required: Iterable[str] = ()) -> Iterator[Shown]:
        """Several fields for which there is no other source."""
        must = frozenset(required)
        for key in keys:
            yield self.one(key, required=key in must)


def taken(key: str, label: str, text: str | None, origin: str, place: Place, group: str = "", *, required: bool = False) -> Shown:
    """A field that only another form holds."""
    return Shown(key, label, text or "", origin if text else "", place, group, required)


def said(record: Record, key: str) -> str:
    """A datum as its kind writes it, with its unit; empty where it is empty."""
    field, value = record.form.fields[key], getattr(record, key)
    if value is None or value == ():
        return ""
    text = field.kind.format(value)
    return f"{text} {field.kind.unit}" if field.kind.unit not in ("", "%") else text


def missing_problems(lines: Iterable[Shown], name: str, form: Form) -> Iterator[Problem]:
    """What a finished sheet needs: a problem each, or one for all while there is no record to fill in."""
    lacking = [one for one in lines if one.missing]
    for one in lacking:
        if one.place[1]:
            whose = name if one.place[0] == form.name else form_of(one.place[0]).label
            yield Problem("error", *one.place, f"{whose}：未填“{one.label}”，请补充。")
    rest = [one.label for one in lacking if not one.place[1]]
    if rest:
        yield Problem("error", form.name, 0, "", f"还没有“{form.label}”记录，以下必填项无从取得：{'、'.join(rest)}。请在“其他用途”中新增。")


def lost_problems(project: Project, record: Record) -> Iterator[Problem]:
    """References of a record that lead nowhere: what they were to prove is not proved."""
    for key, field in record.form.fields.items():
        value = getattr(record, key)
        if not field.kind.target or not value:
            continue
        known = project.by_code[field.kind.target]
        lost = [code for code in ((value,) if isinstance(value, str) else value) if code not in known]
        if lost:
            words = f"{field.label}“{shortened('、'.join(lost), 60)}”在{form_of(field.kind.target).label}中没有，请改正编号或先加入"
            yield Problem("error", record.form.name, record.id, key, f"{record.name_for_people}：{words}")
