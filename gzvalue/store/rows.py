"""Rows of the tables and records of the forms: reading all, and writing one edit after checking what it found before."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from gzvalue.errors import UserError
from gzvalue.schema.edit import Change, Edit
from gzvalue.schema.field import Form, Record
from gzvalue.schema.forms import FORMS, form_of
from gzvalue.schema.kinds import Cell
from gzvalue.schema.project import Project, project_of

if TYPE_CHECKING:
    from sqlite_utils import Database


class Elsewhere(UserError):
    """The file no longer holds what this window believes: another program wrote to it."""


def read_project(db: "Database", name: str) -> Project:
    """All records of the file called ``name``.

    Raises:
        UserError: a stored value is none of its kind, so another program must have written it.
    """
    records: list[Record] = []
    for form in FORMS:
        records += _read_form(db, form, name)
    last_ids = {form: last for form, last in db.execute("SELECT form, last_id FROM counter") if form in form_names()}
    return project_of(records, last_ids)


def form_names() -> set[str]:
    """Names of all forms."""
    return {form.name for form in FORMS}


def _read_form(db: "Database", form: Form, name: str) -> list[Record]:
    readers = [(key, field.kind.from_cell) for key, field in form.fields.items()]
    columns = ", ".join(f'"{key}"' for key, _ in readers)
    found: list[Record] = []
    for id, *cells in db.execute(f'SELECT id, {columns} FROM "{form.name}" ORDER BY id'):  # noqa: S608
        try:
            values = {key: from_cell(cell) for (key, from_cell), cell in zip(readers, cells, strict=True) if cell is not None}
        except (ValueError, ArithmeticError) as wrong:
            raise UserError(
                f"“{name}”中{form.label}第 {id} 条的内容无法读取，可能被其他程序改动过。请用自动备份恢复，或在改动它的程序中改回。"
            ) from wrong
        found.append(form.record(id=id, **values))
    return found


def write_records(db: "Database", project: Project) -> tuple[Change, ...]:
    """Put all records of a project into empty tables; what the log is told."""
    changes = tuple(
        Change(form.name, record.id, None, form.to_cells(record)) for form in FORMS for record in project.rows[form.name].values()
    )
    _Writer(db, "").write(changes)
    count_up(db, project.last_ids)
    return changes


def write_edit(db: "Database", edit: Edit, name: str) -> None:
    """Make the changes of an edit, each on exactly the cells it was made for.

    Raises:
        Elsewhere: the file holds something else by now.
    """
    _Writer(db, name).write(edit.changes)


def count_up(db: "Database", last_ids: Mapping[str, int]) -> None:
    """Remember the highest ids ever given."""
    db.conn.executemany(
        "INSERT INTO counter (form, last_id) VALUES (?, ?) ON CONFLICT (form) DO UPDATE SET last_id = max(last_id, excluded.last_id)",
        sorted(last_ids.items()),
    )


class _Writer:
    """Writes changes; every table and column is named by a form, never by text from outside."""

    def __init__(self, db: "Database", name: str) -> None:
        self._conn = db.conn
        self._name = name

    def write(self, changes: tuple[Change, ...]) -> None:
        for change in changes:
            form = form_of(change.form)
            if change.before is None:
                self._add(form, change)
            elif change.after is None:
                self._check(form, change.id, change.before)
                self._conn.execute(f'DELETE FROM "{form.name}" WHERE id = ?', (change.id,))  # noqa: S608
            else:
                self._check(form, change.id, change.before)
                self._update(form, change.id, change.after)

    def _add(self, form: Form, change: Change) -> None:
        if self._conn.execute(f'SELECT 1 FROM "{form.name}" WHERE id = ?', (change.id,)).fetchone():  # noqa: S608
            raise self._elsewhere()
        cells = change.after or {}
        keys = _known(form, cells)
        columns, marks = "".join(f', "{key}"' for key in keys), ", ?" * len(keys)
        self._conn.execute(
            f'INSERT INTO "{form.name}" (id{columns}) VALUES (?{marks})',  # noqa: S608
            (change.id, *(cells[key] for key in keys)),
        )

    def _update(self, form: Form, id: int, cells: Mapping[str, Cell]) -> None:
        keys = _known(form, cells)
        if keys:
            sets = ", ".join(f'"{key}" = ?' for key in keys)
            self._conn.execute(f'UPDATE "{form.name}" SET {sets} WHERE id = ?', (*(cells[key] for key in keys), id))  # noqa: S608

    def _check(self, form: Form, id: int, before: Mapping[str, Cell]) -> None:
        keys = _known(form, before)
        columns = "".join(f', "{key}"' for key in keys)
        row = self._conn.execute(f'SELECT id{columns} FROM "{form.name}" WHERE id = ?', (id,)).fetchone()  # noqa: S608
        if row is None or list(row[1:]) != [before[key] for key in keys]:
            raise self._elsewhere()

    def _elsewhere(self) -> Elsewhere:
        return Elsewhere(f"“{self._name}”已被另一个程序改动，与窗口中的内容不一致，这一步没有写入。请重新打开文件后再改。")


def _known(form: Form, cells: Mapping[str, Cell]) -> list[str]:
    unknown = [key for key in cells if key not in form.fields]
    if unknown:
        raise KeyError(f"{form.name} has no field {unknown[0]}")
    return list(cells)
