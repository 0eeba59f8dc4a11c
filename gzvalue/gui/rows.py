"""The table of one form's records: grid, empty state, tool bar, context menu."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from gzvalue.gui.pieces import EmptyPicture, EmptyState, button, column
from gzvalue.gui.rows_model import Computed, RowsModel
from gzvalue.gui.rows_view import RowsView
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import S
from gzvalue.schema.field import Record


class RowsTable(QWidget):
    """Records of a form, one a row; typing, paste, sort, filter. Follows the Session by itself.

    Args:
        session: the open file.
        form: English name of the form.
        columns: keys of fields, and `Computed` columns.
        where: which records are shown; all if not given.
        fixed: texts by key that every added record gets, or a function that gives them.
        empty: the sentence and the button of the empty state; the button adds a first record, unless ``on_empty`` is given;
            a sentence with an empty word has no button.
        growing: whether a line at the end takes new records by typing.
        turned: records as columns, fields as rows.
        widths: least widths of columns by key, where the sort of content does not say it.

    Signals:
        current(id): another record is current; 0 for none.
        said(text): a quiet line (what a paste could not take).
    """

    current = Signal(int)
    said = Signal(str)

    def __init__(
        self,
        session: Session,
        form: str,
        columns: Sequence[str | Computed],
        *,
        where: Callable[[Record], bool] | None = None,
        fixed: Mapping[str, str] | Callable[[], Mapping[str, str]] | None = None,
        empty: tuple[str, str] = ("", ""),
        on_empty: Callable[[], object] | None = None,
        growing: bool = True,
        turned: bool = False,
        widths: Mapping[str, int] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.session = session
        self.model = RowsModel(session, form, columns, where=where, fixed=fixed, growing=growing, turned=turned, parent=self)
        self.view = RowsView(self.model, widths, self)
        self.view.setAccessibleName(self.model.form.label)
        label = self.model.form.label
        self._empty = EmptyState(
            empty[0] or f"还没有{label}", empty[1] if empty[0] else f"新增{label}", on_empty or self.add_row, EmptyPicture()
        )
        self._nothing = EmptyState("没有符合筛选条件的记录", "清除筛选", lambda: self.set_filter(""))
        self._pages = QStackedLayout(self)
        for page in (self.view, self._empty, self._nothing):
            self._pages.addWidget(page)
        self.setMinimumSize(160, 96)  # an empty state asks for more; in the lowest window it may be cut, not the window
        self.view.current.connect(self.current)
        self.view.said.connect(self.said)
        self.view.menu_wanted.connect(self._menu)
        session.changed.connect(self._changed)
        self._stale = False
        self._show_page()
        self.setFocusProxy(self.view)

    # --- for screens ------------------------------------------------------------------------

    def ids(self) -> list[int]:
        """The records shown, in the order shown."""
        return list(self.model.ids)

    def current_id(self) -> int:
        """The current record; 0 for none."""
        return self.model.id_at(self.view.currentIndex()) or 0

    def selected_ids(self) -> list[int]:
        """The records in which cells are selected."""
        return self.view.selected_ids()

    def select(self, id: int, key: str = "") -> bool:
        """Make a record (and field) current; a filter that hides it is dropped. Whether it is there."""
        if self.model.number_of(id) is None and self.model.filtered:
            self.set_filter("")
        return self.view.go(id, key)

    def set_empty(self, sentence: str, action: str) -> None:
        """What is said, and offered, while there is no record at all."""
        self._empty.say(sentence, action)

    def set_where(self, where: Callable[[Record], bool] | None) -> None:
        """Show other records."""
        self.model.set_where(where)
        self._show_page()

    def set_filter(self, words: str) -> None:
        """Show only records in which every word occurs."""
        self.model.set_filter(words)
        self._show_page()

    def refresh(self) -> None:
        """Follow the Session now."""
        self._stale = False
        self.model.refresh()
        self._show_page()

    # --- what a person does -----------------------------------------------------------------

    def add_row(self) -> int:
        """Add an empty record and go to its first cell; its id, 0 if it could not be kept."""
        ids = self.session.add(self.model.form.name, [dict(self.model.fixed())])
        if ids:
            self.refresh()
            self.view.setFocus()
            self.view.go(ids[0])
        return ids[0] if ids else 0

    def duplicate_rows(self) -> None:
        """Copies of the selected records."""
        ids = self.session.duplicate(self.model.form.name, self.selected_ids())
        if ids:
            self.view.go(ids[0])

    def delete_rows(self) -> None:
        """Remove the selected records; 撤销 brings them back."""
        ids = self.selected_ids()
        if ids:
            self.session.remove(self.model.form.name, ids)

    # --- within -----------------------------------------------------------------------------

    def _changed(self) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def showEvent(self, event) -> None:
        """Catch up on what changed while hidden."""
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def _show_page(self) -> None:
        page: QWidget = self.view
        if not self.model.ids:
            page = self._nothing if self.model.filtered else self._empty
        if self._pages.currentWidget() is not page:
            self._pages.setCurrentWidget(page)

    def _menu(self, point: QPoint) -> None:
        menu = self.menu()
        menu.exec(point)
        menu.deleteLater()

    def menu(self) -> QMenu:
        """What can be done with the selection."""
        menu = QMenu(self)
        some = bool(self.selected_ids())
        for words, keys, action, on in (
            ("剪切", "Ctrl+X", self.view.cut, some),
            ("复制", "Ctrl+C", self.view.copy, some),
            ("粘贴", "Ctrl+V", self.view.paste, True),
            ("向下填充", "Ctrl+D", self.view.fill_down, some),
            ("清除内容", "Del", self.view.clear_cells, some),
            ("", "", None, False),
            ("新增一条", "", self.add_row, True),
            ("复制为新记录", "", self.duplicate_rows, some),
            (f"删除记录（{len(self.selected_ids())}）", "", self.delete_rows, some),
        ):
            if action is None:
                menu.addSeparator()
                continue
            made = menu.addAction(f"{words}\t{keys}" if keys else words)
            made.triggered.connect(lambda _checked=False, do=action: do())
            made.setEnabled(on)
        return menu


class FilterLine(QLineEdit):
    """Typing narrows a table, a moment after the last key."""

    wanted = Signal(str)

    def __init__(self, hint: str = "筛选", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(hint)
        self.setAccessibleName("筛选")
        self.setToolTip("输入任意文字，只列出含有它的行")
        self.setClearButtonEnabled(True)
        self.setMaximumWidth(240)
        self.setMinimumWidth(90)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(150)
        self._timer.timeout.connect(lambda: self.wanted.emit(self.text()))
        self.textChanged.connect(lambda _text: self._timer.start())


class RowsPanel(QWidget):
    """A `RowsTable` under a small tool bar: 新增, 复制, 删除, 筛选; further buttons go into ``bar``."""

    def __init__(self, table: RowsTable, *, add_word: str = "新增", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = table
        self.filter = FilterLine()
        self.filter.wanted.connect(table.set_filter)
        self.bar = QHBoxLayout()
        self.bar.setSpacing(S)
        self.add_button = button(f"＋ {add_word}", table.add_row)
        self.copy_button = button("复制", table.duplicate_rows, kind="quiet", tip="把选中的记录复制为新记录")
        self.delete_button = button("删除", table.delete_rows, kind="quiet", tip="删除选中的记录，可撤销")
        for item in (self.add_button, self.copy_button, self.delete_button):
            self.bar.addWidget(item)
        self.bar.addStretch(1)
        self.bar.addWidget(self.filter)
        self._box: QVBoxLayout = column(gap=S)
        self._box.addLayout(self.bar)
        self._box.addWidget(table, 1)
        self.setLayout(self._box)
        for item in (self.add_button, self.copy_button, self.delete_button):
            item.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def give_table(self) -> RowsTable:
        """The table, to be placed elsewhere; the tool bar stays."""
        self._box.removeWidget(self.table)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        return self.table
