"""Ctrl+F: find a field or a record by a part of its name, and go there."""

from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from gzvalue.gui.icons import icon
from gzvalue.gui.session import Session
from gzvalue.schema.chapters import CHAPTERS
from gzvalue.schema.forms import form_of
from gzvalue.schema.project import Project

_MOST, _WIDE = 40, 420


class Hit(NamedTuple):
    """One thing found: words to show, and where it is."""

    words: str
    form: str
    id: int
    key: str


def find(project: Project, text: str) -> list[Hit]:
    """Records whose code or name, and fields whose label, hold every word of the text; records first."""
    words = text.casefold().split()
    if not words:
        return []
    found: list[Hit] = []
    forms = [(form_of(name), chapter.label) for chapter in CHAPTERS for name in chapter.forms]
    for form, _ in forms:
        if form.code and not form.fields[form.code].kind.target:
            for id, record in project.rows[form.name].items():
                called = record.name_for_people
                if all(word in called.casefold() for word in words):
                    found.append(Hit(called, form.name, id, ""))
                    if len(found) >= _MOST:
                        return found
    for form, chapter in forms:
        first = next(iter(project.rows[form.name]), 0)
        for key, field in form.fields.items():
            if all(word in f"{field.label}{form.label}".casefold() for word in words) and any(w in field.label.casefold() for w in words):
                where = chapter if chapter == form.label else f"{chapter}／{form.label}"
                found.append(Hit(f"{field.label}　·　{where}", form.name, first, key))
    return found[:_MOST]


class SearchBox(QLineEdit):
    """The line in the top bar; its list is made as one types.

    Signals:
        go(form, id, key): a hit was chosen.
    """

    go = Signal(str, int, str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setPlaceholderText("搜索字段或数据集")
        self.setToolTip("Ctrl+F")
        self.setAccessibleName("搜索字段或数据集")
        self.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._hits = QStandardItemModel(self)
        self._list = QCompleter(self._hits, self)
        self._list.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._list.setMaxVisibleItems(12)
        self._list.popup().setProperty("role", "popup")
        self._list.setWidget(self)
        self.textEdited.connect(self._look)
        self._list.activated[QModelIndex].connect(self._take)  # type: ignore[index]

    def hits(self) -> list[Hit]:
        """What is found now."""
        return find(self._session.project, self.text())

    def _look(self, text: str) -> None:
        self._hits.clear()
        for hit in self.hits():
            item = QStandardItem(hit.words)
            item.setData(hit, Qt.ItemDataRole.UserRole)
            self._hits.appendRow(item)
        if text.strip() and not self._hits.rowCount():
            nothing = QStandardItem(f"没有找到“{text.strip()}”")
            nothing.setEnabled(False)
            self._hits.appendRow(nothing)
        if self._hits.rowCount():
            # Flush right with the line, which stands at the right edge of the window: to the left is room.
            self._list.complete(QRect(self.width() - _WIDE, 0, _WIDE, self.height()))
            self._list.popup().setCurrentIndex(self._list.completionModel().index(0, 0))
        else:
            self._list.popup().hide()

    def _take(self, index: QModelIndex) -> None:
        hit = index.data(Qt.ItemDataRole.UserRole)
        self.clear()
        if hit is not None:
            self.go.emit(hit[1], hit[2], hit[3])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the first hit, Escape leaves."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            found = self.hits()
            if found:
                self._list.popup().hide()
                self.clear()
                self.go.emit(found[0].form, found[0].id, found[0].key)
            return
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.clearFocus()
            return
        super().keyPressEvent(event)
