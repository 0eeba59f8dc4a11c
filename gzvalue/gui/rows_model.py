"""The records of one form as a table model: a view on the Session's project, with typing handed to the Session."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from gzvalue.gui.session import Session
from gzvalue.gui.texts import shown, typed
from gzvalue.schema.edit import Entry
from gzvalue.schema.field import Field, Record
from gzvalue.schema.forms import form_of

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_MOST_RUNS = 40  # beyond this a reset is quicker than telling every run of rows


class Role(IntEnum):
    """What the delegate asks beyond Qt's own roles."""

    FAULT = Qt.ItemDataRole.UserRole
    NOTE = Qt.ItemDataRole.UserRole + 1
    GHOST = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True)
class Computed:
    """A column that is worked out, not typed.

    Attributes:
        key: name within the table.
        head: head of the column, with unit.
        text: what stands in it for a record.
        sort: value to sort by; the text if not given.
        numeric: whether it is a figure, flush right.
        help: explanation on the head.
    """

    key: str
    head: str
    text: Callable[[Record], str]
    sort: Callable[[Record], Any] | None = None
    numeric: bool = False
    help: str = ""


class RowsModel(QAbstractTableModel):
    """Records as rows (as columns if ``turned``), fields and computed figures across.

    After the last record stands an empty ghost row, if ``growing``: typing there adds a record. Rows keep their
    place while they are edited; only a click on a head sorts.
    """

    def __init__(
        self,
        session: Session,
        form: str,
        columns: Sequence[str | Computed],
        *,
        where: Callable[[Record], bool] | None = None,
        fixed: Mapping[str, str] | Callable[[], Mapping[str, str]] | None = None,
        growing: bool = True,
        turned: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.session = session
        self.form = form_of(form)
        self.columns: list[Field | Computed] = [self.form.fields[c] if isinstance(c, str) else c for c in columns]
        self.turned = turned
        self.growing = growing
        self.ids: list[int] = []
        self._where = where
        self._fixed = fixed
        self._words = ""
        self._sorted: tuple[int, bool] | None = None
        self._unsaved: dict[tuple[int, str], str] = {}
        self._seen: object = None
        self.refresh()

    # --- shape ------------------------------------------------------------------------------

    def _records(self) -> int:
        return len(self.ids) + int(self.growing)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Records and the ghost, or fields if turned."""
        if parent.isValid():
            return 0
        return len(self.columns) if self.turned else self._records()

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Fields, or records and the ghost if turned."""
        if parent.isValid():
            return 0
        return self._records() if self.turned else len(self.columns)

    def split(self, index: Index) -> tuple[int, int]:
        """(number of the record, number of the field) of a cell."""
        return (index.column(), index.row()) if self.turned else (index.row(), index.column())

    def at(self, record: int, field: int) -> QModelIndex:
        """The cell of a record and a field by their numbers."""
        return self.index(field, record) if self.turned else self.index(record, field)

    def id_at(self, index: Index) -> int | None:
        """The record of a cell; ``None`` for the ghost and for no cell."""
        record, _ = self.split(index)
        return self.ids[record] if index.isValid() and 0 <= record < len(self.ids) else None

    def number_of(self, id: int) -> int | None:
        """The place of a record among those shown."""
        try:
            return self.ids.index(id)
        except ValueError:
            return None

    def column_of(self, key: str) -> int | None:
        """The place of a field among those shown."""
        return next((n for n, c in enumerate(self.columns) if c.key == key), None)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Fields take typing, computed columns do not."""
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        if index.isValid() and isinstance(self.columns[self.split(index)[1]], Field):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    # --- what stands where ------------------------------------------------------------------

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Labels with units over fields, numbers beside records."""
        if (orientation == Qt.Orientation.Horizontal) == self.turned:
            if role == Qt.ItemDataRole.DisplayRole:
                return str(section + 1) if section < len(self.ids) else "＋"
            return None
        if not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            mark = ""
            if self._sorted is not None and self._sorted[0] == section:
                mark = " ↓" if self._sorted[1] else " ↑"
            return column.head + mark
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.help
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The text of a cell, its alignment, what is wrong with it."""
        if not index.isValid():
            return None
        column = self.columns[self.split(index)[1]]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        id = self.id_at(index)
        if id is None:
            return self._ghost(index, role)
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(id, column).split("\n", 1)[0]
        if role == Qt.ItemDataRole.EditRole:
            return self.text(id, column)
        if role == Role.FAULT:
            return self._fault(id, column)
        if role == Role.NOTE:
            return self._note(id, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._fault(id, column) or self._note(id, column) or None
        return None

    def _ghost(self, index: Index, role: int) -> Any:
        if role == Role.GHOST:
            return True
        return "" if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole) else None

    def text(self, id: int, column: Field | Computed) -> str:
        """The text of one cell as it stands on the screen."""
        if isinstance(column, Computed):
            record = self.session.record(self.form.name, id)
            return "" if record is None else column.text(record)
        unsaved = self._unsaved.get((id, column.key))
        return shown(column, self.session.text(self.form.name, id, column.key)) if unsaved is None else unsaved

    def copied(self, index: Index) -> str:
        """The text of a cell for the clipboard: figures with their per-cent sign, so that a spreadsheet reads them right."""
        id, column = self.id_at(index), self.columns[self.split(index)[1]]
        if id is None:
            return ""
        return self.session.text(self.form.name, id, column.key) if isinstance(column, Field) else self.text(id, column)

    def is_figure(self, index: Index) -> bool:
        """Whether a cell holds figures."""
        column = self.columns[self.split(index)[1]]
        return column.numeric if isinstance(column, Computed) else column.kind.numeric

    def _fault(self, id: int, column: Field | Computed) -> str | None:
        if isinstance(column, Computed):
            return None
        if (id, column.key) in self._unsaved:
            return "尚未保存到文件：按 F2 后再按回车重试"
        return self.session.fault(self.form.name, id, column.key)

    def _note(self, id: int, column: Field | Computed) -> str:
        """The name behind a code that refers to another record."""
        if isinstance(column, Computed) or column.kind.name != "reference":
            return ""
        code = getattr(self.session.record(self.form.name, id), column.key, None)
        target = None if code is None else self.session.project.by_code.get(column.kind.target, {}).get(code)
        return str(getattr(target, "name", None) or getattr(target, "title", None) or "")

    # --- what a person does -----------------------------------------------------------------

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Hand typed text to the Session; text that the file did not take keeps standing in its cell, marked."""
        column = self.columns[self.split(index)[1]] if index.isValid() else None
        if role != Qt.ItemDataRole.EditRole or not isinstance(column, Field):
            return False
        id, text = self.id_at(index), str(value)
        if id is None:
            return not text.strip() or bool(self.session.add(self.form.name, [{**self.fixed(), column.key: typed(column, text)}]))
        if (id, column.key) not in self._unsaved and text == self.text(id, column):
            return True
        if self.session.enter([Entry(self.form.name, id, column.key, typed(column, text))]):
            self._unsaved.pop((id, column.key), None)
            return True
        self._unsaved[id, column.key] = text
        self.dataChanged.emit(index, index)
        return False

    def fixed(self) -> Mapping[str, str]:
        """What every added record gets."""
        return self._fixed() if callable(self._fixed) else self._fixed or {}

    # --- order, filter, following the project -----------------------------------------------

    def set_where(self, where: Callable[[Record], bool] | None) -> None:
        """Show only the records for which this holds."""
        self._where = where
        self._rebuild()

    def set_filter(self, words: str) -> None:
        """Show only records in whose cells every word occurs."""
        if words != self._words:
            self._words = words
            self._rebuild()

    @property
    def filtered(self) -> bool:
        """Whether a text filter hides records."""
        return bool(self._words.strip())

    def sort_by(self, column: int) -> None:
        """Up at the first click on a head, down at the second, as entered at the third."""
        last = self._sorted if self._sorted is not None and self._sorted[0] == column else None
        self._sorted = (column, False) if last is None else None if last[1] else (column, True)
        self._rebuild()

    def refresh(self) -> None:
        """Follow the Session: rows that came or went, texts that changed."""
        rows = self.session.project.rows[self.form.name]
        if rows is not self._seen:
            old, here = self.ids, set(self.ids)
            fresh = [id for id in rows if id not in here and self._passes(rows[id])]
            kept = [id for id in old if id in rows and (self._where is None or self._where(rows[id]))]
            if fresh or kept != old:
                self._replace(kept + fresh if self._sorted is not None else sorted(kept + fresh))
            self._seen = rows
        if self.rowCount() and self.columnCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def _rebuild(self) -> None:
        rows = self.session.project.rows[self.form.name]
        ids = [id for id, record in rows.items() if self._passes(record)]
        if self._sorted is not None:
            column, down = self.columns[self._sorted[0]], self._sorted[1]
            keyed = [(self._sort_key(rows[id], column), id) for id in ids]
            full = sorted(((k, id) for k, id in keyed if k is not None), key=lambda pair: pair[0], reverse=down)
            ids = [id for _, id in full] + [id for k, id in keyed if k is None]
        self._seen = rows
        self._replace(ids)

    def _replace(self, ids: list[int]) -> None:
        """Take new rows; the current cell and selections follow their records."""
        wanted, here = set(ids), set(self.ids)
        gone = _runs([n for n, id in enumerate(self.ids) if id not in wanted])
        come = _runs([n for n, id in enumerate(ids) if id not in here])
        stays = [id for id in self.ids if id in wanted]
        if len(gone) + len(come) > _MOST_RUNS or stays != [id for id in ids if id in here]:
            self.beginResetModel()
            self.ids = list(ids)
            self.endResetModel()
            return
        for first, last in reversed(gone):
            (self.beginRemoveColumns if self.turned else self.beginRemoveRows)(_ROOT, first, last)
            del self.ids[first : last + 1]
            (self.endRemoveColumns if self.turned else self.endRemoveRows)()
        for first, last in come:
            (self.beginInsertColumns if self.turned else self.beginInsertRows)(_ROOT, first, last)
            self.ids[first:first] = ids[first : last + 1]
            (self.endInsertColumns if self.turned else self.endInsertRows)()

    def _passes(self, record: Record) -> bool:
        if self._where is not None and not self._where(record):
            return False
        words = self._words.casefold().split()
        if not words:
            return True
        texts = " ".join(self.text(record.id, column) for column in self.columns).casefold()
        return all(word in texts for word in words)

    def _sort_key(self, record: Record, column: Field | Computed) -> Any:
        if isinstance(column, Computed):
            return column.sort(record) if column.sort is not None else _natural(column.text(record))
        value = getattr(record, column.key)
        if value is None:
            return None
        if column.kind.choices and value in column.kind.choices:
            return column.kind.choices.index(value)
        return value if column.kind.numeric or column.kind.name in ("date", "flag", "judgement") else _natural(column.kind.format(value))


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    """Ascending numbers as (first, last) of each unbroken run."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def _natural(text: str) -> list[tuple[int, int, str]]:
    """D2 before D10."""
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in re.split(r"(\d+)", text.casefold()) if part]


def _alignment(column: Field | Computed) -> Qt.AlignmentFlag:
    numeric = column.numeric if isinstance(column, Computed) else column.kind.numeric and column.kind.name != "year"
    return (Qt.AlignmentFlag.AlignRight if numeric else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter
