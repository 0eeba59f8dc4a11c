"""How a cell of a table is painted and edited."""

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import (
    QCompleter,
    QLineEdit,
    QPlainTextEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from gzvalue.gui.choosing import completer_for
from gzvalue.gui.rows_model import Look, RowsModel
from gzvalue.gui.theme import tokens_of
from gzvalue.gui.tokens import S, Tokens
from gzvalue.schema.field import Field

Index = QModelIndex | QPersistentModelIndex


class RowsDelegate(QStyledItemDelegate):
    """Paints text with a corner mark where it is wrong; edits with one line, a list where there are choices."""

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        """Ground, text, the name behind a code, the mark of a fault, the frame of the current cell."""
        colours = tokens_of()
        rect: QRect = option.rect
        state = option.state
        look = look_of(index)
        painter.fillRect(rect, QColor(colours.wash if state & QStyle.StateFlag.State_Selected else colours.paper))
        painter.setPen(QColor(colours.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if look.text:
            _write(painter, rect.adjusted(S, 0, -S, -1), look, option.fontMetrics, colours)
        if look.fault:
            _mark(painter, rect, colours.attention if look.mild else colours.stop)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -2))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """One line; several for long text; with a list where there is one to choose from."""
        model = index.model()
        assert isinstance(model, RowsModel)
        column = model.columns[model.split(index)[1]]
        assert isinstance(column, Field)
        if column.kind.name == "long_text":
            editor = QPlainTextEdit(parent)
            editor.setTabChangesFocus(True)
            return editor
        line = QLineEdit(parent)
        line.setAlignment(Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole)))
        line.setStyleSheet("padding: 0 6px; border-radius: 0;")
        completer = completer_for(model.session, column, line)
        if completer is not None:
            line.setCompleter(completer)
            completer.activated.connect(lambda chosen: self._take(line, chosen))
            if self._opened_by_hand(line):
                QTimer.singleShot(0, completer, completer.complete)
        return line

    def _opened_by_hand(self, line: QLineEdit) -> bool:
        view = self.parent()
        return bool(view is not None and view.property("list_wanted"))

    def _take(self, line: QLineEdit, chosen: str) -> None:
        line.setText(chosen)
        self._finish(line)

    def _finish(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.SubmitModelCache)

    def updateEditorGeometry(self, editor: QWidget, option: Any, index: Index) -> None:
        """As large as the cell; long text gets a few lines."""
        rect = QRect(option.rect)
        if isinstance(editor, QPlainTextEdit):
            rect.setSize(rect.size().expandedTo(QSize(280, 104)))
            view = editor.parentWidget()
            if view is not None:
                rect.moveRight(min(rect.right(), view.width() - 1))
                rect.moveBottom(min(rect.bottom(), view.height() - 1))
        editor.setGeometry(rect)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """The text as it stands, all of it selected when it is one line."""
        text = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, QPlainTextEdit):
            editor.setPlainText(text)
        elif isinstance(editor, QLineEdit):
            editor.setText(text)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """The typed text to the model, which hands it to the Session."""
        if isinstance(editor, QPlainTextEdit):
            model.setData(index, editor.toPlainText())
        elif isinstance(editor, QLineEdit):
            model.setData(index, editor.text())

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter finishes and goes to the next row; with Shift or Alt it breaks the line of long text."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            breaking = event.modifiers() & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier)
            if isinstance(editor, QPlainTextEdit) and breaking:
                editor.insertPlainText("\n")
                return True
            if isinstance(editor, QWidget):
                self._take_listed(editor)
                self._finish(editor)
                return True
        return super().eventFilter(editor, event)

    @staticmethod
    def _take_listed(editor: QWidget) -> None:
        """Enter takes the line that is marked in the open list."""
        completer = editor.completer() if isinstance(editor, QLineEdit) else None
        if isinstance(completer, QCompleter) and completer.popup().isVisible():
            marked: Any = completer.popup().currentIndex()
            if marked.isValid() and isinstance(editor, QLineEdit):
                editor.setText(completer.pathFromIndex(marked))
            completer.popup().hide()


def look_of(index: Index) -> Look:
    """How a cell looks; tables that are only read give nothing but texts."""
    model = index.model()
    if isinstance(model, RowsModel):
        return model.look(index)
    return Look(str(index.data() or ""), "", "", False, False)


def _write(painter: QPainter, inner: QRect, look: Look, metrics: QFontMetrics, colours: Tokens) -> None:
    alignment = (Qt.AlignmentFlag.AlignRight if look.right else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter
    painter.setPen(QColor(_ink(look, colours)))
    width = metrics.horizontalAdvance(look.text)
    cut = look.text if width <= inner.width() else metrics.elidedText(look.text, Qt.TextElideMode.ElideRight, inner.width())
    painter.drawText(inner, alignment, cut)
    if look.note and inner.width() - width > 4 * S:
        space = inner.adjusted(width + S, 0, 0, 0)
        painter.setPen(QColor(colours.quiet))
        painter.drawText(space, alignment, metrics.elidedText(look.note, Qt.TextElideMode.ElideRight, space.width()))


def _ink(look: Look, colours: Tokens) -> str:
    if look.fault:
        return colours.ink if look.mild else colours.stop
    return colours.quiet if look.fixed else colours.ink


def _mark(painter: QPainter, rect: QRect, colour: str) -> None:
    """The corner that says that something is wrong."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    corner = QPointF(rect.topRight()) + QPointF(1, 0)
    painter.drawPolygon(QPolygonF([corner, corner + QPointF(-9, 0), corner + QPointF(0, 9)]))
    painter.restore()


def row_height(view: QTableView) -> int:
    """A row that breathes: the text's height and 8 above and below it."""
    return max(34, view.fontMetrics().height() + 2 * S)
