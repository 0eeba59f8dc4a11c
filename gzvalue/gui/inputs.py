"""One datum on a form: its label, the editor for its Kind, and the message under it."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QToolTip, QVBoxLayout, QWidget

from gzvalue.gui.choosing import Completer, completer_for, options
from gzvalue.gui.editors import ChoiceEditor, ChoicesEditor, DateEditor, LineEditor, LongEditor
from gzvalue.gui.pieces import label, set_role
from gzvalue.gui.session import Session
from gzvalue.gui.texts import shown, typed
from gzvalue.gui.tokens import XS
from gzvalue.schema.edit import Entry
from gzvalue.schema.field import Field
from gzvalue.schema.forms import form_of

Editor = LineEditor | LongEditor | ChoiceEditor | ChoicesEditor

_WIDTHS = {"money": 240, "ratio": 160, "number": 180, "integer": 200, "year": 120, "score": 140, "judgement": 120, "date": 180,
           "moment": 160, "flag": 140, "code": 200, "choice": 280}  # fmt: skip
"""Fields are as wide as their content; others take the column."""


def make_editor(session: Session, field: Field) -> Editor:
    """The editor for a field's Kind."""
    kind = field.kind
    if kind.name in ("choice", "flag"):
        return ChoiceEditor(kind.choices)
    if kind.name == "choices":
        return ChoicesEditor(kind.choices)
    if kind.name == "long_text":
        return LongEditor()
    if kind.name == "date":
        return DateEditor()
    return LineEditor(kind.unit, figures=kind.numeric and kind.name != "year")


def help_text(field: Field, between: str = "　") -> str:
    """What a field is, its unit, an example, its source."""
    parts = [field.help, f"单位：{field.kind.unit}" if field.kind.unit else "", f"例：{field.example}" if field.example else ""]
    parts.append(f"来源：{field.source}" if field.source else "")
    return between.join(part for part in parts if part)


class FieldInput(QWidget):
    """A datum of one record: hands its text to the Session when it is finished, shows what is wrong under it.

    Signals:
        focused(key): the person is in this field now.
    """

    focused = Signal(str)

    def __init__(self, session: Session, form: str, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.form = form
        self.field = form_of(form).fields[key]
        self.id = 0
        self.editor = make_editor(session, self.field)
        self.editor.setAccessibleName(self.field.label)
        self.editor.setAccessibleDescription(help_text(self.field))
        self.label = label(self.field.label, "label")
        self.label.setBuddy(self.editor)
        self.label.setToolTip(help_text(self.field))
        self.message = label("", "stop", wrap=True)
        self.message.hide()
        self._refused = ""
        self._completer: Completer | None = None
        if isinstance(self.editor, LineEditor) and (self.field.kind.target or self.field.kind.offers):
            self._completer = completer_for(session, self.field, self.editor)
            self.editor.setCompleter(self._completer)  # type: ignore[arg-type]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(XS)
        layout.addWidget(self.label)
        layout.addWidget(self.editor)
        layout.addWidget(self.message)
        layout.addStretch(1)
        if self.field.kind.name in _WIDTHS:
            self.editor.setMaximumWidth(_WIDTHS[self.field.kind.name])
        self.editor.finished.connect(self._finished)
        self.editor.installEventFilter(self)
        for box in self.editor.boxes if isinstance(self.editor, ChoicesEditor) else []:
            box.installEventFilter(self)
        session.refused.connect(self._note_refusal)

    def set_record(self, id: int | None) -> None:
        """Show this record's datum; ``None`` shows an empty field that takes nothing."""
        if self.id and self.id != id:
            self.finish()
        self.id = id or 0
        self.editor.setEnabled(bool(id))
        self.refresh()

    def refresh(self) -> None:
        """Follow the Session; typing that is under way stays."""
        if not self._refused:
            text = shown(self.field, self.session.text(self.form, self.id, self.field.key)) if self.id else ""
            self.editor.show_text(text)
        self._say()

    def finish(self) -> None:
        """Hand on what is being typed."""
        if isinstance(self.editor, LineEditor):
            self.editor.editingFinished.emit()
        elif isinstance(self.editor, LongEditor):
            self.editor.finish()

    def _finished(self, text: str) -> None:
        if not self.id:
            return
        self._refused = ""
        kept = self.session.enter([Entry(self.form, self.id, self.field.key, typed(self.field, text))])
        if not kept:
            self.editor.forget()
        self.refresh()

    def _note_refusal(self, sentence: str) -> None:
        """The file did not take an edit: if it was this field's, its text stays here and says so."""
        if self.id and self.editor.text_now() != shown(self.field, self.session.text(self.form, self.id, self.field.key)):
            self._refused = sentence

    def _say(self) -> None:
        fault = self.session.fault(self.form, self.id, self.field.key) if self.id else None
        mild = bool(fault) and not self._refused and self.session.is_mild(self.form, self.id, self.field.key)
        text, role = (self._refused or fault or "", "attention" if mild else "stop")
        if not text and self.id and self.editor.text_now():
            problems = self.session.problems_of(self.form, self.id, self.field.key)
            if problems:
                text, role = self._here(problems[0].message), "stop" if problems[0].level == "error" else "attention"
        set_role(self.message, role)
        self.message.setText(text)
        self.message.setVisible(bool(text))
        self._frame("stop" if text and role == "stop" and self.editor.text_now() else "")

    def _here(self, message: str) -> str:
        """A problem's sentence without the record's name: under the field everybody sees whose it is."""
        record = self.session.record(self.form, self.id)
        return message if record is None else message.removeprefix(f"{record.name_for_people}：")

    def _frame(self, level: str) -> None:
        wanted = "true" if level else "false"
        if self.editor.property("fault") != wanted:
            self.editor.setProperty("fault", wanted)
            self.editor.style().unpolish(self.editor)
            self.editor.style().polish(self.editor)

    def show_help(self) -> None:
        """F1: everything there is to know about this field, beside it."""
        QToolTip.showText(
            self.editor.mapToGlobal(self.editor.rect().bottomLeft()), f"{self.field.label}\n{help_text(self.field, chr(10))}", self
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Entering tells the form; F1 helps."""
        if event.type() == QEvent.Type.FocusIn:
            self._offer()
            self.focused.emit(self.field.key)
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_F1:
            self.show_help()
            return True
        return super().eventFilter(watched, event)

    def _offer(self) -> None:
        """Codes of other records are looked up when the field is entered, so that the list is of now."""
        if self._completer is not None:
            self._completer.offer(options(self.session, self.field))
