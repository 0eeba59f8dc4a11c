"""One question of the self-check: what is asked and why, the legal basis, the answer, a note, the evidence."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QRadioButton, QWidget

from gzvalue.gui.editors import LineEditor
from gzvalue.gui.pieces import button, column, label, row
from gzvalue.gui.short_text import OneLine
from gzvalue.gui.tokens import XS, L, M, S
from gzvalue.rights.tables import Basis
from gzvalue.schema.rights_chain_forms import ANSWERS


class QuestionCard(QFrame):
    """A card for one question; made once, shown again for every scope. ``answers`` may be chosen; ``back`` takes one back.

    Signals:
        answered(key, answer): an answer was chosen; empty to take it back.
        noted(key, field, text): note, evidence or page was typed.
    """

    answered = Signal(str, str)
    noted = Signal(str, str, str)

    def __init__(
        self,
        key: str,
        question: str,
        why: str,
        bases: tuple[Basis, ...],
        parent: QWidget | None = None,
        *,
        answers: Sequence[str] = ANSWERS,
        back: str = "取消单独答复",
    ) -> None:
        super().__init__(parent)
        self.key = key
        self.setProperty("role", "card")
        self.question = label(f"{key}　{question}", "strong", wrap=True)
        self.why = label(why, "caption", wrap=True)
        self.bases = label(_bases(bases), "caption", wrap=True)
        self.fold = button("法律依据", self._unfold, kind="link")
        self.bases.hide()
        self.open_mark = label("依据待核对官方文本", "attention")
        self.open_mark.setVisible(not all(one.verified or one.own_rule for one in bases))
        self.choices = QButtonGroup(self)
        self.choices.setExclusive(True)
        self.radios: dict[str, QRadioButton] = {}
        for answer in answers:
            radio = QRadioButton(answer)
            radio.setAccessibleName(f"{key} {answer}")
            radio.clicked.connect(lambda _on=False, a=answer: self.answered.emit(self.key, a))
            self.choices.addButton(radio)
            self.radios[answer] = radio
        self.back = button(back, lambda: self.answered.emit(self.key, ""), kind="link", tip="删除这里的答复，沿用上一级的")
        self.inherited = OneLine("caption")
        self.note = _line("说明（答“否”“待核”“不适用”的写原因）", "说明")
        self.evidence = _line("附件编号", "证据附件编号")
        self.page = _line("页码", "证据页码")
        self.evidence.setMaximumWidth(150)
        self.page.setMaximumWidth(70)
        for field, editor in (("note", self.note), ("evidence", self.evidence), ("page", self.page)):
            editor.finished.connect(lambda text, f=field: self.noted.emit(self.key, f, text))
        self.more = QWidget()
        self.more.setLayout(_row_of(self.note, self.evidence, self.page))
        self.finding = label("", "attention", wrap=True)
        reason = row(self.why, self.open_mark, self.fold, gap=M)
        reason.setStretch(0, 1)
        box = column(self.question, gap=XS, margins=(L, M, L, M))
        box.addLayout(reason)
        box.addWidget(self.bases)
        box.addLayout(row(*self.radios.values(), M, self.inherited, None, self.back, gap=M))
        box.addWidget(self.more)
        box.addWidget(self.finding)
        self.setLayout(box)

    def show_answer(self, answer: str, inherited: str, note: str, evidence: str, page: str, finding: str) -> None:
        """Show the answer of the scope (empty for none), what it would inherit, and what follows."""
        self.choices.setExclusive(False)
        for word, radio in self.radios.items():
            radio.setChecked(word == answer)
        self.choices.setExclusive(True)
        self.inherited.setText(inherited)
        self.inherited.setToolTip(f"<qt>{escape(inherited)}</qt>" if inherited else "")
        self.inherited.setVisible(bool(inherited))
        self.back.setVisible(bool(answer))
        for editor, text in ((self.note, note), (self.evidence, evidence), (self.page, page)):
            editor.show_text(text)
        self.more.setVisible(bool(answer))
        self.finding.setText(finding)
        self.finding.setVisible(bool(finding))

    def _unfold(self) -> None:
        self.bases.setVisible(not self.bases.isVisible())


def _bases(bases: tuple[Basis, ...]) -> str:
    return "；".join(one.words for one in bases)


def _line(hint: str, name: str) -> LineEditor:
    made = LineEditor()
    made.setPlaceholderText(hint)
    made.setAccessibleName(name)
    return made


def _row_of(note: LineEditor, evidence: LineEditor, page: LineEditor):
    made = row(note, evidence, page, gap=S)
    made.setStretch(0, 1)
    return made


def topic_label(text: str) -> QLabel:
    """The heading over the questions of one topic."""
    made = label(text, "section")
    made.setContentsMargins(0, M, 0, 0)
    made.setAlignment(Qt.AlignmentFlag.AlignLeft)
    return made
