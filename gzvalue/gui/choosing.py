"""Lists to choose from while typing: choices, yes or no, codes of other records with their names, industries."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit

from gzvalue.gui.session import Session
from gzvalue.schema.field import Field
from gzvalue.schema.kinds import Kind

_INSERTED = Qt.ItemDataRole.UserRole


def options(session: Session, field: Field) -> list[tuple[str, str]]:
    """(text to insert, text to show) of everything that can be chosen in a field; empty if it is free."""
    kind = field.kind
    if kind.target:
        return [(code, f"{code}　{name}") for code, name in targets(session, kind)]
    offered = kind.choices if kind.offers is None else kind.offers()
    return [(choice, choice) for choice in offered]


def targets(session: Session, kind: Kind) -> list[tuple[str, str]]:
    """(code, name) of the records a reference may mean."""
    found = session.project.by_code.get(kind.target, {})
    return [(code, str(getattr(r, "name", None) or getattr(r, "title", None) or "")) for code, r in found.items()]


def completer_for(session: Session, field: Field, line: QLineEdit) -> "Completer | None":
    """A list under the line that narrows to what is typed; ``None`` for free text."""
    if not (field.kind.target or field.kind.choices or field.kind.offers):
        return None
    completer = Completer(line, several=field.kind.name in ("choices", "references"))
    completer.offer(options(session, field))
    return completer


class Completer(QCompleter):
    """Finds by code and name, inserts the code; of several parts written with 、 between them it completes the last."""

    def __init__(self, line: QLineEdit, *, several: bool) -> None:
        super().__init__(line)
        self._line = line
        self._several = several
        self._items = QStandardItemModel(self)
        self.setModel(self._items)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setMaxVisibleItems(10)
        self.popup().setProperty("role", "popup")
        self.popup().setMinimumWidth(220)

    def offer(self, found: list[tuple[str, str]]) -> None:
        """List these: (text to insert, text to show)."""
        self._items.clear()
        for inserted, words in found:
            item = QStandardItem(words)
            item.setData(inserted, _INSERTED)
            self._items.appendRow(item)

    def splitPath(self, path: str) -> list[str]:
        """Only what stands after the last 、 is looked up."""
        return [_parts(path)[1] if self._several else path.strip()]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        """The code; the parts before it stay."""
        chosen = str(index.data(_INSERTED))
        before = _parts(self._line.text())[0] if self._several else ""
        return f"{before}、{chosen}" if before else chosen


def _parts(text: str) -> tuple[str, str]:
    before, _, last = text.replace("，", "、").replace(",", "、").rpartition("、")
    return before.strip(), last.strip()
