"""The records of one form as a table model: a view on the Session's project, with typing handed to the Session."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from gzvalue.gui.rows_order import runs, sort_key
from gzvalue.gui.session import Session
from gzvalue.gui.texts import shown, typed
from gzvalue.schema.edit import Entry
from gzvalue.schema.field import Field, Record
from gzvalue.schema.forms import form_of

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_MOST_PAINTED = 5000  # cells whose looks are remembered
_MOST_RUNS = 40  # beyond this a reset is quicker than telling every run of rows


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


class Look(NamedTuple):
    """How a cell looks: text, the name behind a code, what is wrong, whether a figure, whether not for typing, whether it is only a notice."""

    text: str
    note: str
    fault: str
    right: bool
    fixed: bool
    mild: bool = False


_EMPTY = Look("", "", "", False, False)


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
        self.named = False
        self._where = where
        self._fixed = fixed
        self._words = ""
        self._sorted: tuple[int, bool] | None = None
        self._unsaved: dict[tuple[int, str], str] = {}
        self._seen: object = None
        self._painted: dict[tuple[int, int], Look] = {}
        self._forgot = False
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
                return self._row_head(section)
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
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter if self.turned else _alignment(column)
        return None

    def _row_head(self, number: int) -> str:
        """The number of a row; its code while the column with the code is scrolled out of sight."""
        if number >= len(self.ids):
            return "＋"
        code = self.session.text(self.form.name, self.ids[number], self.form.code) if self.named and self.form.code else ""
        return code or str(number + 1)

    def show_codes(self, named: bool) -> None:
        """Whether rows are headed by their codes instead of their numbers."""
        if named != self.named:
            self.named = named
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, max(0, self.rowCount() - 1))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The text of a cell, its alignment, what is wrong with it."""
        if not index.isValid():
            return None
        column = self.columns[self.split(index)[1]]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column, turned=self.turned)
        id = self.id_at(index)
        if id is None:
            return "" if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole) else None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(id, column).split("\n", 1)[0]
        if role == Qt.ItemDataRole.EditRole:
            return self.text(id, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._fault(id, column) or self._note(id, column) or None
        return None

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
            if self._unsaved.pop((id, column.key), None) is not None:
                self._tell_changes()
            return True
        self._unsaved[id, column.key] = text
        self._tell_changes()
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
        self._tell_changes()

    def _tell_changes(self) -> None:
        """Only cells that look different now are painted anew: after most edits that is one, not the whole table."""
        number = {id: n for n, id in enumerate(self.ids)}
        seen, self._painted = self._painted, {}
        for (id, column), then in seen.items():
            if id in number:
                now = self._painted[id, column] = self._look(id, column)
                if now != then:
                    index = self.at(number[id], column)
                    self.dataChanged.emit(index, index)
        if self._forgot and self.rowCount() and self.columnCount():
            self._forgot = False
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def look(self, index: Index) -> Look:
        """How a cell looks, for painting; remembered until the next change."""
        id, column = self.id_at(index), self.split(index)[1]
        if id is None:
            return _EMPTY if isinstance(self.columns[column], Field) else _EMPTY._replace(fixed=True)
        found = self._painted.get((id, column))
        if found is None:
            if len(self._painted) > _MOST_PAINTED:
                self._painted, self._forgot = {}, True
            found = self._painted[id, column] = self._look(id, column)
        return found

    def _look(self, id: int, number: int) -> Look:
        column = self.columns[number]
        text = self.text(id, column).split("\n", 1)[0]
        numeric = column.numeric if isinstance(column, Computed) else _flush_right(column, turned=self.turned)
        fault = self._fault(id, column) or ""
        mild = bool(fault) and isinstance(column, Field) and self._is_mild(id, column)
        return Look(text, self._note(id, column), fault, numeric, isinstance(column, Computed), mild)

    def _is_mild(self, id: int, column: Field) -> bool:
        return (id, column.key) not in self._unsaved and self.session.is_mild(self.form.name, id, column.key)

    def _rebuild(self) -> None:
        rows = self.session.project.rows[self.form.name]
        ids = [id for id, record in rows.items() if self._passes(record)]
        if self._sorted is not None:
            column, down = self.columns[self._sorted[0]], self._sorted[1]
            keyed = [(sort_key(rows[id], column), id) for id in ids]
            full = sorted(((k, id) for k, id in keyed if k is not None), key=lambda pair: pair[0], reverse=down)
            ids = [id for _, id in full] + [id for k, id in keyed if k is None]
        self._seen = rows
        self._replace(ids)

    def _replace(self, ids: list[int]) -> None:
        """Take new rows; the current cell and selections follow their records."""
        wanted, here = set(ids), set(self.ids)
        gone = runs([n for n, id in enumerate(self.ids) if id not in wanted])
        come = runs([n for n, id in enumerate(ids) if id not in here])
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


def _flush_right(field: Field, *, turned: bool) -> bool:
    """Figures stand flush right; a year only where it heads a column of figures."""
    return field.kind.numeric and (turned or field.kind.name != "year")


def _alignment(column: Field | Computed, *, turned: bool = False) -> Qt.AlignmentFlag:
    numeric = column.numeric if isinstance(column, Computed) else _flush_right(column, turned=turned)
    return (Qt.AlignmentFlag.AlignRight if numeric else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter
