"""What one user action changes: a label and before → after pairs, with an inverse.

Edits are values. `apply` gives the project after an edit; the store applies the same edit to the
file. Builders turn text, as people type or paste it, into edits: text that cannot be read becomes
a `RawText` record beside the last good value, so nothing typed is ever lost.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from gzvalue.schema.data_set import DataSet
from gzvalue.schema.field import Field, Form, Record
from gzvalue.schema.forms import FORMS, RawText, form_of
from gzvalue.schema.kinds import Cell, Unreadable, clean
from gzvalue.schema.project import Project
from gzvalue.schema.rights_chain_forms import SCOPE_FIELDS, SCOPED_FORMS, Scoped

Cells = Mapping[str, Cell]


@dataclass(frozen=True)
class Change:
    """One record before and after: cells of the changed keys, all cells of an added or removed record.

    ``before is None`` means the record did not exist, ``after is None`` that it is gone.
    """

    form: str
    id: int
    before: Cells | None
    after: Cells | None

    def inverse(self) -> "Change":
        """The change back."""
        return Change(self.form, self.id, self.after, self.before)


@dataclass(frozen=True)
class Edit:
    """One user action: what it is called, what it changes (at most one change per record), and why where that is asked for."""

    label: str
    changes: tuple[Change, ...]
    reason: str = ""

    def inverse(self) -> "Edit":
        """The edit that takes this one back, under the same label and for the same reason."""
        return Edit(self.label, tuple(change.inverse() for change in reversed(self.changes)), self.reason)

    def __bool__(self) -> bool:
        return bool(self.changes)


class Conflict(Exception):
    """An edit does not fit the project it is applied to: our fault, never the user's."""


def apply(project: Project, edit: Edit) -> Project:
    """The project after the edit.

    Raises:
        Conflict: a record to be added exists, or one to be changed or removed does not.
    """
    touched: dict[str, dict[int, Record]] = {}
    last_ids = dict(project.last_ids)
    for change in edit.changes:
        rows = touched.get(change.form)
        if rows is None:  # copied once per form: an import changes thousands of records
            rows = touched[change.form] = dict(project.rows[change.form])
        exists = change.id in rows
        if exists == (change.before is None):
            raise Conflict(f"{change.form} {change.id}: {'exists' if exists else 'is missing'} ({edit.label})")
        one = form_of(change.form)
        if change.after is None:
            del rows[change.id]
        elif change.before is None:
            rows[change.id] = one.from_cells(change.id, change.after)
            last_ids[change.form] = max(last_ids.get(change.form, 0), change.id)
        else:
            rows[change.id] = one.from_cells(change.id, {**one.to_cells(rows[change.id]), **change.after})
    rows_of = dict(project.rows)
    for name, rows in touched.items():
        rows_of[name] = MappingProxyType(dict(sorted(rows.items())))
    return Project(MappingProxyType(rows_of), MappingProxyType(last_ids))


# --- builders ---------------------------------------------------------------------------------


class Entry(NamedTuple):
    """Text that a person gave for one datum; empty text empties it."""

    form: str
    id: int
    key: str
    text: str


class Unread(NamedTuple):
    """Text that its field cannot read; it is kept beside the last good value."""

    text: str


def read(field: Field, text: str) -> tuple[Cell, str | None]:
    """The cell for a text and, where it cannot be read, what is wrong with it."""
    cleaned = clean(text)
    if not cleaned:
        return None, None
    try:
        value = field.kind.parse(cleaned)
    except Unreadable as wrong:
        return None, str(wrong)
    return (None if value == () else field.kind.to_cell(value)), None  # a lone 、 names nothing


def enter(project: Project, label: str, entries: Iterable[Entry]) -> Edit:
    """An edit that sets existing records' data from text.

    Unreadable text leaves the value and keeps the text; readable or empty text removes a kept one.
    When a code changes, the references of all other records change with it.
    """
    build = _Builder(project)
    for entry in entries:
        build.enter(entry)
    return build.edit(label)


def add(project: Project, label: str, form: str, rows: Sequence[Mapping[str, str]]) -> Edit:
    """An edit that adds records whose data are given as text by key."""
    fields = form_of(form).fields
    return imported(project, label, (), {form: [{key: _meant(fields[key], text) for key, text in row.items()} for row in rows]})


def imported(project: Project, label: str, entries: Iterable[Entry], rows: Mapping[str, Sequence[Mapping[str, Cell | Unread]]]) -> Edit:
    """An edit that sets existing records' data as `enter` does and adds records whose data are read already.

    Args:
        project: what is changed.
        label: what the edit is called.
        entries: data of existing records.
        rows: by form the records to add, in order, as cells by key; `Unread` text is kept.
    """
    build = _Builder(project)
    for entry in entries:
        build.enter(entry)
    for form, added in rows.items():
        for row in added:
            build.add(form, row)
    return build.edit(label)


def remove(project: Project, label: str, form: str, ids: Iterable[int]) -> Edit:
    """An edit that removes records with all their kept texts and evidence links; single records are emptied instead."""
    build = _Builder(project)
    for id in dict.fromkeys(ids):
        build.remove(form, id)
    return build.edit(label)


def duplicate(project: Project, label: str, form: str, ids: Iterable[int]) -> Edit:
    """An edit that adds copies; a code gets a free ending (``D01-2``)."""
    build = _Builder(project)
    for id in dict.fromkeys(ids):
        build.duplicate(form, id)
    return build.edit(label)


def combined(label: str, project: Project, steps: Iterable["Edit"]) -> Edit:
    """Several edits, each made on the result of the one before, as one."""
    build = _Builder(project)
    for step in steps:
        for change in step.changes:
            build.change(change)
    return build.edit(label)


def _meant(field: Field, text: str) -> Cell | Unread:
    cell, wrong = read(field, text)
    return cell if wrong is None else Unread(text)


class _Builder:
    """Collects the wished cells of records and, at the end, compares them with the project."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._wanted: dict[tuple[str, int], dict[str, Cell] | None] = {}
        self._last_ids = dict(project.last_ids)
        self._raw_ids = {place: raw.id for place, raw in project.raw_texts.items()}
        self._entered: set[tuple[str, int, str]] = set()

    def _cells(self, form: str, id: int) -> dict[str, Cell]:
        wanted = self._wanted.get((form, id), ...)
        if wanted is ...:
            record = self._project.get(form, id)
            if record is None:
                raise Conflict(f"{form} {id}: is missing")
            wanted = self._wanted[form, id] = form_of(form).to_cells(record)
        if wanted is None:
            raise Conflict(f"{form} {id}: is removed")
        return wanted

    def _new_id(self, form: str) -> int:
        self._last_ids[form] = self._last_ids.get(form, 0) + 1
        return self._last_ids[form]

    def enter(self, entry: Entry) -> None:
        field = form_of(entry.form).fields[entry.key]
        cells = self._cells(entry.form, entry.id)
        cell, wrong = read(field, entry.text)
        place = (entry.form, entry.id, entry.key)
        if wrong is not None:
            self._keep_raw(place, entry.text)
            return
        self._drop_raw(place)
        cells[entry.key] = cell
        self._entered.add(place)

    def add(self, form: str, row: Mapping[str, Cell | Unread]) -> None:
        """As `enter` for each datum, in one go: an import adds a million of them."""
        id = self._new_id(form)
        fields = form_of(form).fields
        cells: dict[str, Cell] = dict.fromkeys(fields)
        self._wanted[form, id] = cells
        for key, cell in row.items():
            if isinstance(cell, Unread):
                self._keep_raw((form, id, key), cell.text)
            else:
                cells[key] = cell
                if fields[key].kind.target:  # a reference stays as entered; a new code renames nothing
                    self._entered.add((form, id, key))

    def remove(self, form: str, id: int) -> None:
        one = form_of(form)
        self._wanted[form, id] = dict.fromkeys(one.fields) if one.single else None
        for key in one.fields:
            self._drop_raw((form, id, key))
        for link in self._project.evidence_links:
            if (link.about_form, link.about_id) == (form, id) and self._wanted.get((link.form.name, link.id), ...) is not None:
                self.remove(link.form.name, link.id)

    def duplicate(self, form: str, id: int) -> None:
        one = form_of(form)
        cells = dict(self._cells(form, id))
        if one.code and cells.get(one.code) is not None and not one.fields[one.code].kind.target:
            cells[one.code] = self._free_code(form, one.code, cells[one.code])
        self._wanted[form, self._new_id(form)] = cells

    def change(self, change: Change) -> None:
        if change.after is None:
            self._wanted[change.form, change.id] = None
        elif change.before is None:
            self._last_ids[change.form] = max(self._last_ids.get(change.form, 0), change.id)
            self._wanted[change.form, change.id] = dict(change.after)
        else:
            self._cells(change.form, change.id).update(change.after)

    def edit(self, label: str) -> Edit:
        self._follow_renames()
        self._follow_scopes()
        changes = []
        for (form, id), after in self._wanted.items():
            record = self._project.get(form, id)
            before = None if record is None else form_of(form).to_cells(record)
            if before is None or after is None:
                if before != after:
                    changes.append(Change(form, id, before, after))
                continue
            keys = [key for key in after if after[key] != before[key]]
            if keys:
                changes.append(Change(form, id, {k: before[k] for k in keys}, {k: after[k] for k in keys}))
        return Edit(label, tuple(changes))

    def _free_code(self, form: str, key: str, code: Cell) -> Cell:
        taken = {str(cells[key]) for (name, _), cells in self._wanted.items() if name == form and cells is not None}
        taken |= {str(getattr(r, key)) for r in self._project.rows[form].values()}
        if isinstance(code, int):
            while str(code) in taken:
                code += 1
            return code
        number = 2
        while f"{code}-{number}" in taken:
            number += 1
        return f"{code}-{number}"

    def _keep_raw(self, place: tuple[str, int, str], text: str) -> None:
        id = self._raw_ids.get(place)
        if id is None:
            id = self._raw_ids[place] = self._new_id(RawText.form.name)
        form, about_id, key = place
        self._wanted[RawText.form.name, id] = {"about_form": form, "about_id": about_id, "about_key": key, "text": clean(text)[:20000]}

    def _drop_raw(self, place: tuple[str, int, str]) -> None:
        id = self._raw_ids.pop(place, None)
        if id is not None:
            self._wanted[RawText.form.name, id] = None

    def _follow_renames(self) -> None:
        """Let references follow changed codes, all at once, so that two codes may also be exchanged.

        A reference that this very edit enters stays as entered. Where several records bore the old code, nobody
        can tell which was meant, and references stay.
        """
        renamed: dict[str, dict[str, str]] = {}
        for name, id, key in self._entered:
            record = self._project.get(name, id) if key == form_of(name).code else None
            cells = self._wanted[name, id]
            old = None if record is None else getattr(record, key)
            new = None if cells is None else cells[key]
            if old is not None and new is not None and str(old) != str(new):
                renamed.setdefault(name, {})[str(old)] = str(new)
        for name, codes in renamed.items():
            one = form_of(name)
            bearers = Counter(str(getattr(record, one.code)) for record in self._project.rows[name].values())
            certain = {old: new for old, new in codes.items() if bearers[old] == 1}
            for other in FORMS if certain else ():
                for key, field in other.fields.items():
                    if field.kind.target == name:
                        self._follow(other, key, certain)

    def _follow(self, other: Form, key: str, renamed: Mapping[str, str]) -> None:
        ids = [id for id, record in self._project.rows[other.name].items() if _named(record, key) & renamed.keys()]
        added = [id for name, id in self._wanted if name == other.name and self._project.get(name, id) is None]
        for id in (*ids, *added):
            if (other.name, id, key) in self._entered or self._wanted.get((other.name, id), ...) is None:
                continue
            cells = self._cells(other.name, id)
            cell = cells[key]
            if isinstance(cell, str):
                cells[key] = "、".join(renamed.get(part, part) for part in cell.split("、"))

    def _follow_scopes(self) -> None:
        """Let what was said of a source system, a domain or a data set follow its new name, once nothing bears the old one."""
        for kind, key in SCOPE_FIELDS.items():
            touched = {id for name, id, entered in self._entered if name == DataSet.form.name and entered == key}
            before = {one.id: getattr(one, key) for one in self._project.data_sets} if touched else {}
            after = {id: self._now(id, key, value) for id, value in before.items()}
            renamed = {before[id]: after[id] for id in touched & before.keys() if before[id] and after[id]}
            kept = {after[id] for id in before if id not in touched}
            certain = {old: new for old, new in renamed.items() if old != new and old not in kept}
            for form in SCOPED_FORMS if certain else ():
                for row in self._project.rows[form].values():
                    assert isinstance(row, Scoped)
                    if row.scope_kind == kind and row.scope in certain and (form, row.id, "scope") not in self._entered:
                        self._cells(form, row.id)["scope"] = certain[row.scope]

    def _now(self, id: int, key: str, value: str | None) -> Cell:
        """A datum of a data set as it will be; ``None`` if the data set goes."""
        cells = self._wanted.get((DataSet.form.name, id), ...)
        if cells is ...:
            return value
        return None if cells is None else cells[key]


def _named(record: Record, key: str) -> frozenset[str]:
    """The codes that a reference field of a record names."""
    value = getattr(record, key)
    if value is None:
        return frozenset()
    return frozenset((value,) if isinstance(value, str) else value)
