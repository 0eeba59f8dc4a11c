"""What a person does at the window, for tests with real widgets: typing Chinese, choosing, pasting, waiting."""

import shutil
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QComboBox, QLineEdit, QWidget

from gzvalue.actions.samples import build_sample
from gzvalue.gui.editors import ChoiceEditor, ChoicesEditor, LineEditor, LongEditor
from gzvalue.gui.inputs import FieldInput
from gzvalue.gui.record import RecordForm
from gzvalue.gui.rows import RowsTable
from gzvalue.gui.session import Session
from gzvalue.schema.project import Project
from gzvalue.store.open import Store


@cache
def _built(name: str) -> Path:
    return build_sample(name, Path(mkdtemp(prefix="gzvalue-sample-")) / f"{name}.gzv")


def sample_file(folder: Path, name: str = "tourism") -> Path:
    """A fresh copy of a sample, built once per test process."""
    return Path(shutil.copy(_built(name), folder / f"{name}.gzv"))


def sample_session(folder: Path, name: str = "tourism") -> Session:
    """A sample, open in a Session."""
    return Session(Store.open(sample_file(folder, name)))


def session_of(folder: Path, project: Project | None = None) -> Session:
    """A project (an empty one if not given) in a new file, open in a Session."""
    return Session(Store.create(folder / "测试.gzv", project))


def shown(qtbot, widget: QWidget, size: tuple[int, int] = (1200, 760)) -> QWidget:
    """The widget on the (offscreen) screen."""
    qtbot.addWidget(widget)
    widget.resize(*size)
    widget.show()
    qtbot.waitExposed(widget)
    settle()
    return widget


def settle(times: int = 5) -> None:
    """Let the event loop do what is waiting."""
    for _ in range(times):
        QApplication.processEvents()


def wait_for(condition: Callable[[], object], seconds: float = 30, what: str = "") -> None:
    """Keep the window alive until something has happened."""
    end = time.monotonic() + seconds
    while not condition():
        QApplication.processEvents()
        if time.monotonic() > end:
            raise AssertionError(f"waited {seconds} s in vain for {what or condition}")
        time.sleep(0.005)


def commit(widget: QWidget, text: str) -> None:
    """Type text as an input method does; synthetic keys with Chinese text abort the process."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def press(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """One key."""
    QTest.keyClick(widget, key, modifier)
    settle(2)


def click(button: QAbstractButton) -> None:
    """A click on a button that a person can see and use."""
    assert button.isVisible(), f"{button.text()} is not visible"
    assert button.isEnabled(), f"{button.text()} is disabled"
    place = QPoint(10, button.height() // 2) if isinstance(button, QCheckBox) else QPoint()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=place)
    settle(2)


def button(parent: QWidget, words: str) -> QAbstractButton:
    """The visible button with that text."""
    found = [one for one in parent.findChildren(QAbstractButton) if words in one.text() and one.isVisible()]
    assert found, f"no visible button {words}"
    return found[0]


def choose(box: QComboBox, words: str) -> None:
    """Choose an entry of a list as a person does."""
    at = box.findText(words, Qt.MatchFlag.MatchContains)
    assert at >= 0, f"{words} is not among {[box.itemText(n) for n in range(box.count())]}"
    box.setFocus()
    box.setCurrentIndex(at)
    box.activated.emit(at)
    settle(2)


def type_line(line: QLineEdit, text: str, *, enter: bool = True) -> None:
    """Replace what stands in a line."""
    line.setFocus()
    line.selectAll()
    if text:
        commit(line, text)
    else:
        press(line, Qt.Key.Key_Delete)
    if enter:
        press(line, Qt.Key.Key_Return)


def fill_input(made: FieldInput, text: str) -> None:
    """Give one field a text, by its own editor."""
    editor = made.editor
    assert editor.isEnabled(), made.field.label
    if isinstance(editor, ChoiceEditor):
        choose(editor, text)
    elif isinstance(editor, ChoicesEditor):
        for box in editor.boxes:
            if box.isChecked() != (box.text() in text.split("、")):
                box.click()
    elif isinstance(editor, LongEditor):
        editor.setFocus()
        editor.selectAll()
        commit(editor, text)
        editor.finish()
    else:
        assert isinstance(editor, LineEditor)
        type_line(editor, text)
    settle(2)


def fill(form: RecordForm, key: str, text: str) -> None:
    """Give one field of a form a text."""
    form.focus_field(key)
    fill_input(form.inputs[key], text)


def paste(widget: QWidget, text: str) -> None:
    """Ctrl+V with this text on the clipboard."""
    QGuiApplication.clipboard().setText(text)
    widget.setFocus()
    QTest.keySequence(widget, QKeySequence(QKeySequence.StandardKey.Paste))
    settle(3)


def type_cell(table: RowsTable, id: int, key: str, text: str) -> None:
    """Type into a cell of a table and go on with Enter."""
    assert table.select(id, key), f"no cell {id} {key}"
    view = table.view
    view.setFocus()
    view.edit(view.currentIndex())
    settle(2)
    found = [one for one in view.viewport().findChildren(QLineEdit) if one.isVisible()]
    assert found, f"{key} of {id} opens no line"
    editor = found[-1]
    editor.setFocus()
    editor.selectAll()
    commit(editor, text)
    press(editor, Qt.Key.Key_Return)
    settle(3)
