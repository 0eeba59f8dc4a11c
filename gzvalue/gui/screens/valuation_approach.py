"""One approach beside the others: what the units make of it, why, and the questions of its applicability."""

from PySide6.QtWidgets import QSizePolicy, QWidget

from gzvalue.gui import pieces
from gzvalue.gui.folded import Folded
from gzvalue.gui.inputs import FieldInput
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import M, S
from gzvalue.schema.conclusion_forms import APPROACHES, Approach, ApproachAnswer
from gzvalue.schema.edit import add, combined
from gzvalue.valuation.conclusion import Question, questions
from gzvalue.valuation.conclusion_result import ApproachUse


def lacking(session: Session) -> bool:
    """Whether some approach or question has no record yet to be filled in."""
    project = session.project
    said = {one.approach for one in project.all(Approach)}
    asked = {one.item for one in project.all(ApproachAnswer)}
    return bool(set(APPROACHES) - said or {one.key for one in questions()} - asked)


def begin(session: Session) -> bool:
    """Add the three approaches and all questions that are not there yet, as one edit."""
    project = session.project
    said = {one.approach for one in project.all(Approach)}
    asked = {one.item for one in project.all(ApproachAnswer)}
    rows = [{"approach": one} for one in APPROACHES if one not in said]
    answers = [{"item": one.key} for one in questions() if one.key not in asked]
    edits = [add(project, "", form, found) for form, found in ((Approach.form.name, rows), (ApproachAnswer.form.name, answers)) if found]
    return session.apply(combined("开始填写方法适用性", project, edits))


class ApproachCard(pieces.Card):
    """One of the three approaches."""

    def __init__(self, session: Session, approach: str, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.session = session
        self.approach = approach
        self.role = pieces.label("", "caption")
        self.units = pieces.caption("", wrap=True)
        self.use = FieldInput(session, "approach", "use")
        self.reason = FieldInput(session, "approach", "reason")
        self._questions: list[tuple[Question, FieldInput, FieldInput]] = []
        self.folded = Folded("适用性问答", self._asked())
        self.box.setSpacing(S)
        self.box.addLayout(pieces.row(pieces.label(approach, "section"), None, self.role, gap=S))
        self.box.addWidget(self.units)
        self.box.addWidget(self.use)
        self.box.addWidget(self.reason)
        self.box.addWidget(self.folded)
        self.box.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(230)

    def _asked(self) -> QWidget:
        page = QWidget()
        box = pieces.column(gap=M)
        for one in questions():
            if one.approach != self.approach:
                continue
            answer, note = FieldInput(self.session, "approach_answer", "answer"), FieldInput(self.session, "approach_answer", "note")
            for made, words in ((answer, "回答"), (note, "说明")):
                made.label.hide()
                made.editor.setAccessibleName(f"{one.text}　{words}")
            answer.editor.setMaximumWidth(96)
            note.editor.setPlaceholderText("依据、例外")  # type: ignore[union-attr]
            line = pieces.row(answer, note, gap=S)
            line.setStretch(1, 1)
            box.addWidget(pieces.label(one.text, wrap=True))
            box.addLayout(line)
            self._questions.append((one, answer, note))
        page.setLayout(box)
        return page

    def show_use(self, found: ApproachUse | None) -> None:
        """Follow the Session; ``found`` is what the units make of it, ``None`` while nothing is concluded."""
        project = self.session.project
        own = next((one for one in project.all(Approach) if one.approach == self.approach), None)
        for made in (self.use, self.reason):
            _follow(made, own.id if own else None)
        answers = {one.item: one.id for one in reversed(project.all(ApproachAnswer))}
        answered = 0
        for question, answer, note in self._questions:
            for made in (answer, note):
                _follow(made, answers.get(question.key))
            answered += bool(answer.editor.text_now())
        self.folded.hint.setText(f"{answered}/{len(self._questions)} 已答")
        self.folded.hint.show()
        use = found.use if found is not None else ""
        self.role.setText(f"按单元：{use}" if use else "还没有结论")
        units = "、".join(found.units[:6]) + (f" 等 {len(found.units)} 个" if len(found.units) > 6 else "") if found and found.units else ""
        self.units.setText(f"评估单元 {units}" if units else "没有评估单元使用")


def _follow(made: FieldInput, id: int | None) -> None:
    if made.id != (id or 0):
        made.set_record(id)
    else:
        made.refresh()
