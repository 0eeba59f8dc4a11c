"""Why income, rate or life is changed after the loan amount was entered: asked when it happens, kept in the log."""

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from gzvalue.gui.asking import Question
from gzvalue.gui.pieces import column
from gzvalue.gui.tokens import S
from gzvalue.schema.reasons import SENTENCE


class ReasonAsker:
    """Asks for a reason; a person may keep one for as long as the file stays open.

    Attributes:
        kept: the reason that holds until the file is closed, or empty.
    """

    def __init__(self, parent: QWidget) -> None:
        self.parent = parent
        self.kept = ""
        self._last = ""

    def __call__(self, words: str) -> str | None:
        """The reason for changing what is named; ``None`` if the person changed their mind."""
        if self.kept:
            return self.kept
        question = ReasonQuestion(words, self._last, self.parent)
        if not question.exec():
            return None
        self._last = question.line.text().strip()
        if question.keep.isChecked():
            self.kept = self._last
        return self._last or None


class ReasonQuestion(Question):
    """One line for the reason, and whether it holds for what follows."""

    def __init__(self, words: str, last: str, parent: QWidget) -> None:
        self.line = QLineEdit(last)
        self.line.setPlaceholderText("例：与客户重新签约，年费由 96 万元改为 110 万元（合同 H03）")
        self.line.setMaxLength(300)
        self.keep = QCheckBox("关闭文件之前都用这个理由")
        answer = QWidget()
        answer.setLayout(column(self.line, self.keep, gap=S))
        super().__init__("为什么改动", f"正在改动：{words}。{SENTENCE}。", answer, "保存改动", parent)
        self.line.textChanged.connect(lambda text: self.yes.setEnabled(bool(text.strip())))
        self.yes.setEnabled(bool(last.strip()))
        self.line.selectAll()
        self.line.setFocus()
