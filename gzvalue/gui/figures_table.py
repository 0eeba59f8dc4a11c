"""A table of computed figures: nothing to type, but to read, sort, copy, and to open what stands behind a row."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QStyledItemDelegate, QTableView, QWidget

from gzvalue.gui import theme
from gzvalue.gui.tokens import L, S

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
ROW = 34


@dataclass(frozen=True)
class Column:
    """A column: its head with unit, whether figures stand in it, its least width, and whether it takes what is left."""

    head: str
    numeric: bool = False
    width: int = 0
    wide: bool = False
    help: str = ""


@dataclass(frozen=True)
class Line:
    """One row: the key it leads to, its texts, values to sort by (else the texts), and how it is meant."""

    key: object
    texts: tuple[str, ...]
    sort: tuple[Any, ...] = ()
    tone: str = ""
    bold: bool = False


class _Model(QAbstractTableModel):
    def __init__(self, columns: Sequence[Column], parent: QWidget) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.lines: list[Line] = []

    def show_lines(self, lines: Sequence[Line]) -> None:
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole):
        if orientation == Qt.Orientation.Vertical:
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.head
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.help or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int((Qt.AlignmentFlag.AlignRight if column.numeric else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole):
        line, column = self.lines[index.row()], self.columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return line.texts[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int((Qt.AlignmentFlag.AlignRight if column.numeric else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ForegroundRole and line.tone:
            return QColor(getattr(theme.tokens_of(), line.tone))
        if role == Qt.ItemDataRole.FontRole and line.bold:
            return theme.font(bold=True)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if column < 0:
            return

        def rank(line: Line) -> tuple[bool, Any]:
            value = line.sort[column] if line.sort else line.texts[column]
            return value is None, 0 if value is None else value

        self.layoutAboutToBeChanged.emit()
        filled = sorted((line for line in self.lines if not rank(line)[0]), key=rank, reverse=order == Qt.SortOrder.DescendingOrder)
        self.lines = [*filled, *(line for line in self.lines if rank(line)[0])]
        self.layoutChanged.emit()


class _Delegate(QStyledItemDelegate):
    """Paints like the tables one types in: a hair line under each row, texts cut with …"""

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        tokens = theme.tokens_of(option.widget)
        rect: QRect = option.rect
        painter.save()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(rect, QColor(tokens.wash if selected else tokens.paper))
        painter.setPen(QColor(tokens.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        font = index.data(Qt.ItemDataRole.FontRole) or option.font
        painter.setFont(font)
        painter.setPen(index.data(Qt.ItemDataRole.ForegroundRole) or QColor(tokens.ink))
        inner = rect.adjusted(S, 0, -S, -1)
        text = QFontMetrics(font).elidedText(str(index.data() or ""), Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, int(index.data(Qt.ItemDataRole.TextAlignmentRole)), text)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.drawLine(rect.topLeft() + QPoint(1, 2), rect.bottomLeft() + QPoint(1, -3))
        painter.restore()


class FiguresTable(QTableView):
    """Rows of figures. As high as its rows where ``fitted``, else it scrolls; without rows it says ``empty``.

    Signals:
        opened(key): Enter or a double click on a row; a single click where the rows are ``doors``.
        current(key): another row is current, ``None`` for none.
    """

    opened = Signal(object)
    current = Signal(object)

    def __init__(
        self,
        name: str,
        columns: Sequence[Column],
        *,
        empty: str = "",
        fitted: bool = False,
        sortable: bool = True,
        doors: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._empty = empty
        self._model = _Model(columns, self)
        self._fitted = fitted
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(self))
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        if sortable:
            self.setSortingEnabled(True)
            self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        if fitted:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if doors:
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        (self.clicked if doors else self.doubleClicked).connect(lambda index: self.opened.emit(self._model.lines[index.row()].key))
        self.selectionModel().currentRowChanged.connect(lambda now, _before: self.current.emit(self._key(now)))

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these rows; the current one stays current if it is still there."""
        kept = self.current_key()
        self._model.show_lines(lines)
        head = self.horizontalHeader()
        if self.isSortingEnabled() and head.sortIndicatorSection() >= 0:
            self._model.sort(head.sortIndicatorSection(), head.sortIndicatorOrder())
        self._set_widths()
        if self._fitted:
            high = head.sizeHint().height() + ROW * len(lines) + 4
            self.setFixedHeight(high + (14 if self._too_wide() else 0))
        if kept is not None:
            self.select(kept)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The rows in the order shown."""
        return tuple(self._model.lines)

    def current_key(self) -> object:
        """The key of the current row."""
        return self._key(self.currentIndex())

    def select(self, key: object) -> bool:
        """Make a row current; whether it is there."""
        for number, line in enumerate(self._model.lines):
            if line.key == key:
                self.setCurrentIndex(self._model.index(number, 0))
                return True
        return False

    def _key(self, index: QModelIndex) -> object:
        return self._model.lines[index.row()].key if index.isValid() else None

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows, or what will stand here."""
        super().paintEvent(event)
        if not self._model.lines and self._empty:
            painter = QPainter(self.viewport())
            painter.setPen(QColor(theme.tokens_of(self).quiet))
            area = self.viewport().rect().adjusted(L, L, -L, -L)
            painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), self._empty)
            painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Ctrl+C copies the chosen rows with their heads as a sheet takes them."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self._key(self.currentIndex()))
        elif event.matches(QKeySequence.StandardKey.Copy):
            rows = sorted({index.row() for index in self.selectedIndexes()})
            block = [tuple(column.head for column in self._model.columns), *(self._model.lines[row].texts for row in rows)]
            QGuiApplication.clipboard().setText("\n".join("\t".join(texts) for texts in block))
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is left of the width goes to the wide columns."""
        super().resizeEvent(event)
        self._set_widths()

    def sizeHint(self) -> QSize:
        """Wide enough for its columns, within reason."""
        return QSize(min(sum(self._needed()), 720), 200)

    def _needed(self) -> list[int]:
        metrics = self.fontMetrics()
        widths = []
        for number, column in enumerate(self._model.columns):
            texts = [column.head, *(line.texts[number] for line in self._model.lines[:200])]
            content = max(metrics.horizontalAdvance(text) for text in texts) + L + 10
            widths.append(max(column.width, min(content, 240 if not column.wide else 200)))
        return widths

    def _too_wide(self) -> bool:
        return sum(self._needed()) > self.viewport().width()

    def _set_widths(self) -> None:
        widths = self._needed()
        left = self.viewport().width() - sum(widths)
        wide = [number for number, column in enumerate(self._model.columns) if column.wide]
        if left > 0 and wide:
            for number in wide:
                widths[number] += left // len(wide)
        for number, width in enumerate(widths):
            self.setColumnWidth(number, width)
