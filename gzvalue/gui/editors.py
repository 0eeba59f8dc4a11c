"""The bare editing widgets, one per sort of value: each holds text and says when it is finished."""

from collections.abc import Iterable

from PySide6.QtCore import QDate, QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent, QTextCharFormat, QWheelEvent
from PySide6.QtWidgets import QCalendarWidget, QCheckBox, QComboBox, QGridLayout, QLabel, QLineEdit, QPlainTextEdit, QToolButton, QWidget

from gzvalue.gui.icons import icon
from gzvalue.gui.pieces import label
from gzvalue.gui.tokens import L, S

_UNDOING = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


class LineEditor(QLineEdit):
    """One line of text, with the unit inside right.

    Signals:
        finished(text): Enter, or the focus left, after the text was changed.
    """

    finished = Signal(str)

    def __init__(self, unit: str = "", *, figures: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._given = ""
        self._unit: QLabel | None = None
        self._button: QToolButton | None = None
        if figures:
            self.setAlignment(Qt.AlignmentFlag.AlignRight)
        if unit:
            self._unit = label(unit, "caption")
            self._unit.setParent(self)
            self._unit.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self.setTextMargins(0, 0, self._unit.sizeHint().width() + S, 0)
        self.editingFinished.connect(self._finish)

    def text_now(self) -> str:
        """What stands in it."""
        return self.text()

    def show_text(self, text: str) -> None:
        """Take the text of the project; typing that is under way stays."""
        if self.isModified() and self.hasFocus() and self.text() != text:
            return
        self._given = text
        if self.text() != text or self.isUndoAvailable() or self.isRedoAvailable():
            place = self.cursorPosition()
            self.setText(text)  # also forgets the typing that led here: Ctrl+Z must not go behind a finished input
            self.setCursorPosition(place if self.hasFocus() else 0)
        self.setModified(False)

    def _finish(self) -> None:
        if self.text() != self._given:
            self._given = self.text()
            self.setModified(False)
            self.finished.emit(self.text())

    def forget(self) -> None:
        """The text was not kept: the next finishing hands it on again."""
        self._given = "\0"

    def add_button(self, picture: str, tip: str) -> QToolButton:
        """A small button inside right."""
        self._button = QToolButton(self)
        self._button.setIcon(icon(picture))
        self._button.setToolTip(tip)
        self._button.setCursor(Qt.CursorShape.ArrowCursor)
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._button.setStyleSheet("padding: 2px; border: none;")
        self.setTextMargins(0, 0, 24, 0)
        return self._button

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The unit and the button stay at the right."""
        super().resizeEvent(event)
        for item in (self._unit, self._button):
            if item is not None:
                item.adjustSize()
                item.move(self.width() - item.width() - S, (self.height() - item.height()) // 2)

    def event(self, event: QEvent) -> bool:
        """Ctrl+Z takes back typing while there is some; else it belongs to the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _leaves_undo(self, event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape puts back what was there."""
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self.setText(self._given)
            self.setModified(False)
            return
        super().keyPressEvent(event)


def _leaves_undo(line: QLineEdit, event: QKeyEvent) -> bool:
    undo, redo = _UNDOING
    return (event.matches(undo) and not (line.isModified() and line.isUndoAvailable())) or (
        event.matches(redo) and not line.isRedoAvailable()
    )


class LongEditor(QPlainTextEdit):
    """Several lines; as high as its text, within limits. Tab leaves it."""

    finished = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._given = ""
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        self._fit()

    def text_now(self) -> str:
        """What stands in it."""
        return self.toPlainText()

    def show_text(self, text: str) -> None:
        """Take the text of the project; typing that is under way stays."""
        if self.document().isModified() and self.hasFocus() and self.toPlainText() != text:
            return
        self._given = text
        if self.toPlainText() != text:
            self.setPlainText(text)
        self.document().setModified(False)

    def forget(self) -> None:
        """The text was not kept: the next finishing hands it on again."""
        self._given = "\0"

    def _fit(self) -> None:
        lines = max(2, min(8, int(self.document().size().height())))
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 2 * int(self.document().documentMargin()) + 2 * S)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width wraps into other lines."""
        super().resizeEvent(event)
        self._fit()

    def finish(self) -> None:
        """Hand the text on, if it was changed."""
        text = self.toPlainText()
        if text != self._given:
            self._given = text
            self.document().setModified(False)
            self.finished.emit(text)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving finishes."""
        super().focusOutEvent(event)
        self.finish()

    def event(self, event: QEvent) -> bool:
        """Ctrl+Z takes back typing while there is some; else it belongs to the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo, redo = _UNDOING
            document = self.document()
            if (event.matches(undo) and not document.isModified()) or (event.matches(redo) and not document.isRedoAvailable()):
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter finishes without leaving."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.finish()
            return
        super().keyPressEvent(event)


class ChoiceEditor(QComboBox):
    """One of a list, or nothing; text that is none of them is shown as it was typed."""

    finished = Signal(str)

    def __init__(self, choices: Iterable[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = tuple(choices)
        self._given = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(14)
        self.addItem("")
        self.addItems(list(self._choices))
        self.activated.connect(lambda _number: self._finish())

    def text_now(self) -> str:
        """What is chosen."""
        return self.currentText()

    def show_text(self, text: str) -> None:
        """Take the text of the project."""
        self._given = text
        if self.findText(text) < 0:
            self.addItem(text)
        self.setCurrentIndex(self.findText(text))
        while self.count() > len(self._choices) + 1 and self.currentIndex() <= len(self._choices):
            self.removeItem(self.count() - 1)

    def forget(self) -> None:
        """The choice was not kept: choosing it again hands it on again."""
        self._given = "\0"

    def _finish(self) -> None:
        if self.currentText() != self._given:
            self._given = self.currentText()
            self.finished.emit(self._given)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the page; it must not change an answer in passing."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete empties; arrows choose at once; typing a part of a word finds it."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.setCurrentIndex(0)
        else:
            super().keyPressEvent(event)
        if not self.view().isVisible():
            self._finish()


_IN_ONE_ROW = 4


class ChoicesEditor(QWidget):
    """Several of a short list, as boxes to tick: in a row, or in two columns where there are many."""

    finished = Signal(str)

    def __init__(self, choices: Iterable[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(L)
        layout.setVerticalSpacing(0)
        self.boxes = [QCheckBox(choice) for choice in choices]
        columns = len(self.boxes) if len(self.boxes) <= _IN_ONE_ROW else 2
        for number, box in enumerate(self.boxes):
            layout.addWidget(box, number // columns, number % columns)
            box.clicked.connect(lambda _on: self.finished.emit(self.text_now()))
        layout.setColumnStretch(columns, 1)
        self.setFocusProxy(self.boxes[0])

    def text_now(self) -> str:
        """The ticked ones."""
        return "、".join(box.text() for box in self.boxes if box.isChecked())

    def show_text(self, text: str) -> None:
        """Take the text of the project."""
        ticked = set(text.split("、"))
        for box in self.boxes:
            box.setChecked(box.text() in ticked)

    def forget(self) -> None:
        """The next tick hands all of them on anyway."""


class DateEditor(LineEditor):
    """A date by typing, or from a calendar (Alt+Down)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._calendar: QCalendarWidget | None = None
        self.add_button("calendar", "从日历选择（Alt+↓）").clicked.connect(self.open_calendar)

    def open_calendar(self) -> None:
        """Show a calendar below the field."""
        if self._calendar is None:
            self._calendar = QCalendarWidget(self)
            self._calendar.setWindowFlag(Qt.WindowType.Popup)
            self._calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
            self._calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
            self._calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames)
            for day_of_week in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
                self._calendar.setWeekdayTextFormat(day_of_week, QTextCharFormat())
            self._calendar.setMinimumSize(300, 250)
            self._calendar.activated.connect(self._take)
            self._calendar.clicked.connect(self._take)
        day = QDate.fromString(self.text(), Qt.DateFormat.ISODate)
        if day.isValid():
            self._calendar.setSelectedDate(day)
        self._calendar.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        self._calendar.show()
        self._calendar.setFocus()

    def _take(self, day: QDate) -> None:
        assert self._calendar is not None
        self._calendar.hide()
        self.setText(day.toString(Qt.DateFormat.ISODate))
        self._finish()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+Down opens the calendar."""
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
            return
        super().keyPressEvent(event)
