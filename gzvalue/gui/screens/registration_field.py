"""One field of a registration form: its text to copy, how long it is, what of it is too much, and where it comes from."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QComboBox, QFrame, QTextEdit, QWidget

from gzvalue.gui.editors import LongEditor
from gzvalue.gui.pieces import button, column, label, row, set_role
from gzvalue.gui.theme import tokens_of
from gzvalue.gui.tokens import XS, S
from gzvalue.registries.filling import FilledField


class FieldCard(QFrame):
    """A field with its text in an editor; one click copies it.

    Signals:
        written(key, text): a person wrote another text; empty goes back to the automatic one.
        go_to(form, id, key): the datum behind it.
        said(text): a quiet line.
    """

    written = Signal(str, str)
    go_to = Signal(str, int, str)
    said = Signal(str)

    def __init__(self, one: FilledField, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.filled = one
        field = one.field
        self.title = label(f"{field.label}{'' if field.verified else '＊'}", "strong")
        self.need = label("必填" if field.required else "可不填", "label")
        self.count = label("", "label")
        self.copy_button = button("复制", self.copy, kind="quiet", tip="把这一栏的文字放到剪贴板，到登记平台粘贴")
        self.back_button = button(
            "恢复自动", lambda: self.written.emit(field.key, ""), kind="quiet", tip="不用手写的文字，重新由项目数据生成"
        )
        self.place_button = button("到填报处", self._go, kind="link", tip="到这一栏数据填写的地方")
        self.editor = LongEditor()
        self.editor.setAccessibleName(field.label)
        self.editor.setPlaceholderText(field.help or "（空）")
        self.fault = label("", "stop", wrap=True)
        self.choices: QComboBox | None = None
        head = row(self.title, self.need, self.count, None, self.place_button, self.back_button, self.copy_button, gap=S)
        box = column(gap=XS, margins=(0, 0, 0, S))
        box.addLayout(head)
        if field.kind == "choice":
            self.choices = QComboBox()
            self.choices.setAccessibleName(f"{field.label}的可选值")
            self.choices.addItem("选择登记表的可选值…")
            self.choices.addItems(list(field.values))
            self.choices.activated.connect(self._choose)
            box.addLayout(row(self.choices, None))
        box.addWidget(self.editor)
        box.addWidget(self.fault)
        self.setLayout(box)
        self.setToolTip("\n".join(text for text in (field.help, field.source, "" if field.verified else "＊ 未与官方文本核对") if text))
        self.editor.finished.connect(lambda text: self.written.emit(field.key, text))
        self.editor.textChanged.connect(self._measure)
        self.show_filled(one)

    def show_filled(self, one: FilledField) -> None:
        """Show the field of another data set, or after an edit."""
        self.filled = one
        self.editor.show_text(one.text)
        self.back_button.setVisible(one.written)
        self.place_button.setVisible(one.place is not None)
        self._measure()

    def _measure(self) -> None:
        """The counter, and the part beyond the limit marked, while typing too."""
        text, limit = self.editor.toPlainText(), self.filled.field.limit
        over = 0 if limit is None else max(len(text) - limit, 0)
        self.count.setText(f"{len(text)}／{limit} 字" + (f"，超出 {over} 字" if over else "") if limit else f"{len(text)} 字")
        set_role(self.count, "stop" if over else "label")
        changed = text != self.filled.text
        said = [] if changed else list(self.filled.faults)
        if changed and over and limit is not None:
            said = [f"须删去 {over} 字，例如“{text[limit:][:30]}”。"]
        self.fault.setText("".join(said))
        self.fault.setVisible(bool(said))
        self.editor.setProperty("fault", bool(over))
        self.editor.style().polish(self.editor)
        self._mark(limit if over and limit is not None else None)

    def _mark(self, start: int | None) -> None:
        marked: list[QTextEdit.ExtraSelection] = []
        if start is not None:
            colours = tokens_of(self)
            made = QTextEdit.ExtraSelection()
            style = QTextCharFormat()
            style.setBackground(QColor(colours.stop_wash))
            style.setForeground(QColor(colours.stop))
            cursor = QTextCursor(self.editor.document())
            before = self.editor.toPlainText()[:start]
            cursor.setPosition(len(before.encode("utf-16-le")) // 2)  # Qt counts in halves of rare characters
            cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
            made.cursor, made.format = cursor, style  # type: ignore[attr-defined]
            marked.append(made)
        self.editor.setExtraSelections(marked)

    def copy(self) -> None:
        """The text to the clipboard; an over-long one is copied whole and said."""
        text = self.editor.toPlainText()
        QGuiApplication.clipboard().setText(text)
        limit = self.filled.field.limit
        more = f"，比限长多 {len(text) - limit} 字" if limit and len(text) > limit else ""
        self.said.emit(
            f"已复制“{self.filled.field.label}”{len(text)} 字{more}" if text else f"“{self.filled.field.label}”是空的，没有可复制的文字"
        )

    def _choose(self, index: int) -> None:
        if self.choices is not None and index > 0:
            self.written.emit(self.filled.field.key, self.choices.itemText(index))
            self.choices.setCurrentIndex(0)

    def _go(self) -> None:
        if self.filled.place is not None:
            self.go_to.emit(*self.filled.place)

    def focus(self) -> None:
        """Go to the text."""
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
