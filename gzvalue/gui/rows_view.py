"""A table that takes typing, the keys of Excel, and blocks from and to the clipboard."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QMimeData, QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QHeaderView, QTableView, QToolTip, QWidget

from gzvalue.gui import rows_clip
from gzvalue.gui.inputs import help_text
from gzvalue.gui.rows_delegate import RowsDelegate, row_height
from gzvalue.gui.rows_model import Index, RowsModel
from gzvalue.gui.rows_paste import clear_cells, paste
from gzvalue.schema.field import Field

_WIDTHS = {
    "code": 96, "year": 80, "money": 140, "ratio": 96, "number": 110, "integer": 120, "date": 116, "moment": 110, "flag": 90,
    "score": 84, "judgement": 90, "reference": 180, "references": 140, "choice": 120, "choices": 160, "text": 180, "long_text": 220,
}  # fmt: skip
_STRETCHING = {"text", "long_text", "reference", "references"}


class RowsView(QTableView):
    """The grid itself; see `gzvalue.gui.rows.RowsTable` for the part with an empty state.

    Signals:
        current(id): another record is current; 0 for none.
        said(text): what a paste could not take, for the quiet line.
        menu_wanted(point): the context menu at that place of the screen.
    """

    current = Signal(int)
    said = Signal(str)
    menu_wanted = Signal(object)

    def __init__(self, model: RowsModel, widths: Mapping[str, int] | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._widths = widths or {}
        self._setting = False
        self._hand_sized = False
        self._remembered: tuple[int, int] = (0, 0)
        self._last_current = 0
        self.setModel(model)
        self.setItemDelegate(RowsDelegate(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(lambda point: self.menu_wanted.emit(self.viewport().mapToGlobal(point)))
        self._dress_heads()
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._come_back)

    def rows(self) -> RowsModel:
        """The model, with its own type."""
        model = self.model()
        assert isinstance(model, RowsModel)
        return model

    def _dress_heads(self) -> None:
        across, down = self.horizontalHeader(), self.verticalHeader()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(row_height(self))
        down.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        down.setMinimumWidth(36)
        across.setHighlightSections(False)
        down.setHighlightSections(False)
        across.setMinimumSectionSize(56)
        if self.rows().turned:
            down.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            across.setDefaultSectionSize(140)
            across.hide()
            return
        self.horizontalScrollBar().valueChanged.connect(lambda value: self.rows().show_codes(value > 60))
        down.setMinimumWidth(48)
        across.setSectionsClickable(True)
        across.sectionClicked.connect(self.rows().sort_by)
        across.sectionResized.connect(self._resized_by_hand)
        self._set_widths()

    # --- widths -----------------------------------------------------------------------------

    def _set_widths(self) -> None:
        """Each column as wide as its sort of content and its head; what is left goes to the texts."""
        columns = self.rows().columns
        widths = []
        for column in columns:
            wished = _WIDTHS.get(column.kind.name, 120) if isinstance(column, Field) else 110
            wished = self._widths.get(column.key, wished)
            widths.append(max(wished, self.fontMetrics().horizontalAdvance(column.head) + 28))
        left = self.viewport().width() - sum(widths)
        stretching = [n for n, c in enumerate(columns) if isinstance(c, Field) and c.kind.name in _STRETCHING]
        if left > 0 and stretching:
            share = sum(widths[n] for n in stretching)
            for n in stretching:
                widths[n] += left * widths[n] // share
        self._setting = True
        for n, width in enumerate(widths):
            self.setColumnWidth(n, width)
        self._setting = False

    def _resized_by_hand(self) -> None:
        self._hand_sized = self._hand_sized or (not self._setting and self.isVisible())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns fill the width until a person sizes one."""
        super().resizeEvent(event)
        if not self._hand_sized and not self.rows().turned:
            self._set_widths()

    # --- where the person is -----------------------------------------------------------------

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which record is current."""
        super().currentChanged(current, previous)
        id = self.rows().id_at(current) or 0
        if id != self._last_current:
            self._last_current = id
            self.current.emit(id)

    def go(self, id: int, key: str = "") -> bool:
        """Make the cell of a record and field current and show it; whether it is there."""
        rows = self.rows()
        record, field = rows.number_of(id), rows.column_of(key) if key else 0
        if record is None:
            return False
        index = rows.at(record, field or 0)
        self.put_cursor(index)
        self.scrollTo(index)
        return True

    def put_cursor(self, index: QModelIndex) -> None:
        """Make a cell the current and only selected one, whatever modifier keys are held just now."""
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def selected_ids(self) -> list[int]:
        """The records in which a cell is selected, in the order shown."""
        rows = self.rows()
        numbers = {rows.split(i)[0] for i in self.selectedIndexes()}
        return [rows.ids[n] for n in sorted(numbers) if n < len(rows.ids)]

    def _remember(self) -> None:
        rows, index = self.rows(), self.currentIndex()
        self._remembered = (rows.id_at(index) or 0, rows.split(index)[1] if index.isValid() else 0)

    def _come_back(self) -> None:
        id, field = self._remembered
        record = self.rows().number_of(id)
        if record is not None:
            self.put_cursor(self.rows().at(record, field))

    # --- keys -------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys that people know from Excel."""
        doing = {
            QKeySequence.StandardKey.Copy: self.copy,
            QKeySequence.StandardKey.Cut: self.cut,
            QKeySequence.StandardKey.Paste: self.paste,
        }
        for keys, action in doing.items():
            if event.matches(keys):
                action()
                return
        key, modifiers = event.key(), event.modifiers()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._move(-1 if modifiers & Qt.KeyboardModifier.ShiftModifier else 1)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not modifiers:
            self.clear_cells()
        elif key == Qt.Key.Key_F1:
            self.show_help()
        elif key == Qt.Key.Key_D and modifiers == Qt.KeyboardModifier.ControlModifier:
            self.fill_down()
        elif key == Qt.Key.Key_Down and modifiers == Qt.KeyboardModifier.AltModifier:
            self.open_list()
        else:
            super().keyPressEvent(event)

    def edit(self, index, trigger=None, event=None):
        """Opening a cell by F2 or a double click shows its list of choices; typing narrows it."""
        if trigger is None:
            return super().edit(index)
        triggers = QAbstractItemView.EditTrigger
        self.setProperty("list_wanted", trigger in (triggers.DoubleClicked, triggers.EditKeyPressed, triggers.AllEditTriggers))
        return super().edit(index, trigger, event)

    def open_list(self) -> None:
        """Edit the current cell with its list open."""
        self.edit(self.currentIndex(), QAbstractItemView.EditTrigger.AllEditTriggers, None)

    def show_help(self) -> None:
        """F1: what the column of the current cell is, beside the cell."""
        index = self.currentIndex()
        if index.isValid():
            column = self.rows().columns[self.rows().split(index)[1]]
            text = help_text(column, "\n") if isinstance(column, Field) else column.help
            place = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())
            QToolTip.showText(place, f"{column.head}\n{text}", self)

    def _move(self, down: int) -> None:
        index = self.currentIndex()
        below = index.siblingAtRow(index.row() + down)
        if below.isValid():
            self.put_cursor(below)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Enter goes to the next row, Tab to the next cell; neither opens it for editing."""
        hints = QAbstractItemDelegate.EndEditHint
        super().closeEditor(editor, hints.NoHint)
        self.setFocus()
        if hint == hints.SubmitModelCache:
            self._move(1)
        elif hint in (hints.EditNextItem, hints.EditPreviousItem):
            move = QAbstractItemView.CursorAction.MoveNext if hint == hints.EditNextItem else QAbstractItemView.CursorAction.MovePrevious
            index = self.moveCursor(move, Qt.KeyboardModifier.NoModifier)
            if index.isValid():
                self.put_cursor(index)

    # --- blocks -----------------------------------------------------------------------------

    def _block(self) -> list[QModelIndex]:
        return [i for i in self.selectedIndexes() if self.rows().id_at(i) is not None]

    def copy(self) -> None:
        """The selected cells' rectangle to the clipboard, as text and as a table."""
        found = self._block()
        if not found:
            return
        rows = self.rows()
        picked = {(i.row(), i.column()): i for i in found}
        lines = sorted({r for r, _ in picked})
        across = sorted({c for _, c in picked})
        block = [[rows.copied(picked[r, c]) if (r, c) in picked else "" for c in across] for r in lines]
        textual = [not rows.is_figure(rows.index(lines[0], c)) for c in across]
        mime = QMimeData()
        mime.setText(rows_clip.to_text(block))
        mime.setHtml(rows_clip.to_html(block, textual))
        QGuiApplication.clipboard().setMimeData(mime)

    def cut(self) -> None:
        """Copy, then empty the cells."""
        self.copy()
        self.clear_cells()

    def clear_cells(self) -> None:
        """Empty the selected cells, as one edit."""
        clear_cells(self.rows(), self._block())

    def paste(self) -> None:
        """A block from the clipboard at the current cell, as one edit; it adds records as needed."""
        text = QGuiApplication.clipboard().text()
        if text and self.currentIndex().isValid():
            self.put(rows_clip.from_text(text), "粘贴")

    def fill_down(self) -> None:
        """The first selected row's cells into the selected cells below, as one edit."""
        found = [i for i in self._block() if i.flags() & Qt.ItemFlag.ItemIsEditable]
        across = sorted({i.column() for i in found})
        lines = sorted({i.row() for i in found})
        if len(lines) > 1 and not self.rows().turned:
            first = [self.rows().copied(self.rows().index(lines[0], c)) for c in across]
            self.put([first] * len(lines), "向下填充")

    def put(self, block: rows_clip.Block, word: str) -> None:
        """Write a block of texts from the top left of the selection on; one text fills the whole selection."""
        chosen = self.selectedIndexes() or [self.currentIndex()]
        top, left = min(i.row() for i in chosen), min(i.column() for i in chosen)
        start = self.rows().index(top, left)
        if len(block) == 1 and len(block[0]) == 1 and len(chosen) > 1:
            block = [[block[0][0]] * (max(i.column() for i in chosen) - left + 1)] * (max(i.row() for i in chosen) - top + 1)
            block = [line[:] for line in block[: self.rows().rowCount()]]
        ids, message = paste(self.rows(), start, block, word)
        if message:
            self.said.emit(message)
        if ids:
            self._select(ids, self.rows().split(start)[1], max(len(line) for line in block))

    def _select(self, ids: list[int], field: int, width: int) -> None:
        """Show what was pasted as the selection."""
        rows = self.rows()
        numbers = [n for n in (rows.number_of(id) for id in ids) if n is not None]
        if not numbers:
            return
        last = min(field + width, len(rows.columns)) - 1
        selection = QItemSelection(rows.at(min(numbers), field), rows.at(max(numbers), max(field, last)))
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    # --- focus ------------------------------------------------------------------------------

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A frame shows which table has the keyboard; its first cell is current if none was."""
        super().focusInEvent(event)
        self._frame(True)
        if not self.currentIndex().isValid() and self.rows().rowCount() and self.rows().columnCount():
            self.put_cursor(self.rows().index(0, 0))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The frame goes with the keyboard."""
        super().focusOutEvent(event)
        self._frame(False)

    def _frame(self, focused: bool) -> None:
        self.setProperty("focused", focused)
        self.style().unpolish(self)
        self.style().polish(self)

    def changeEvent(self, event: QEvent) -> None:
        """Other fonts, other row heights."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.verticalHeader().setDefaultSectionSize(row_height(self))
