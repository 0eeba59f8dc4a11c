"""合规自查: the questions that apply to a scope, answered once for a source system or a domain, overridden per data set."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QLabel, QProgressBar, QScrollArea, QSplitter, QVBoxLayout, QWidget

from gzvalue.gui.pieces import button, column, label, row, scrolled
from gzvalue.gui.screens.rights_question_card import QuestionCard, topic_label
from gzvalue.gui.screens.rights_scopes import NONE, Chosen, ScopeList
from gzvalue.gui.session import Session
from gzvalue.gui.short_text import OneLine
from gzvalue.gui.tokens import L, M, S
from gzvalue.rights.result import Answered, DataSetReview
from gzvalue.rights.tables import gradings, questions
from gzvalue.schema.edit import Entry
from gzvalue.schema.rights_chain_forms import SCOPES, ComplianceAnswer

_NARROW, _LOW = 900, 380
_GRADING_TOPIC = "分类分级（依次提问，第一个“是”决定级别）"


class QuestionsPage(QWidget):
    """Scopes with their progress at the left, the questions of the chosen one at the right.

    Signals:
        said(text): a quiet line.
    """

    said = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._scope: Chosen = NONE
        self.scopes = ScopeList(session, "已答", _progress)
        self.title = OneLine("section")
        self.progress_words = label("", "caption")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(110)
        self.only_open = QCheckBox("只看未答和待核")
        self.only_open.toggled.connect(lambda _on: self._show())
        self.next_button = button("下一个未答完的", self._next, kind="quiet", tip="到下一个还有问题没有回答的对象")
        self.hint = label("", "caption", wrap=True)
        self.nothing = label("没有要问的问题。", "caption")
        self.cards: dict[str, QuestionCard] = {}
        self.topics: dict[str, tuple[QLabel, list[str]]] = {}
        self._area: QScrollArea | None = None
        right = QWidget()
        head = row(self.title, self.progress_words, self.bar, self.only_open, self.next_button, gap=M)
        head.setStretch(0, 1)
        box = column(gap=S, margins=(L, 0, 0, 0))
        box.addLayout(head)
        box.addWidget(self.hint)
        self._area = scrolled(self._page())
        box.addWidget(self._area, 1)
        right.setLayout(box)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.scopes)
        halves.addWidget(right)
        halves.setStretchFactor(1, 1)
        halves.setSizes([230, 800])
        self.setLayout(column(halves, gap=0, margins=(0, M, 0, 0)))
        self.scopes.chosen.connect(self._choose)
        session.changed.connect(self._changed)

    def _page(self) -> QWidget:
        page = QWidget()
        page.setMaximumWidth(980)
        box = column(gap=M, margins=(0, 0, M, L))
        for one in questions().values():
            self._add(box, one.topic, QuestionCard(one.key, one.question, one.why, one.bases))
        for each in gradings():
            self._add(box, _GRADING_TOPIC, QuestionCard(each.key, each.question, each.why, (each.basis,)))
        box.addWidget(self.nothing)
        box.addStretch(1)
        page.setLayout(box)
        return page

    def _add(self, box: QVBoxLayout, topic: str, card: QuestionCard) -> None:
        if topic not in self.topics:
            self.topics[topic] = (topic_label(topic), [])
            box.addWidget(self.topics[topic][0])
        self.topics[topic][1].append(card.key)
        self.cards[card.key] = card
        card.answered.connect(self.answer)
        card.noted.connect(self.note)
        box.addWidget(card)

    # --- showing ----------------------------------------------------------------------------

    def refresh(self) -> None:
        """Follow the project."""
        self.scopes.refresh()
        self._show()

    def _choose(self, kind: str, name: str) -> None:
        if (kind, name) == self._scope:  # the list was shown anew: whoever is at a question stays there
            return
        self._scope = (kind, name)
        self._show()
        if self._area is not None:
            self._area.verticalScrollBar().setValue(0)

    def _show(self) -> None:
        members = self.scopes.members(self._scope)
        self.title.setText(self._scope[1] or "全部数据")
        asked, done = _asked(members), _answered(members)
        self.progress_words.setText(f"已答 {len(done & asked.keys())}／{len(asked)} 题" if members else "")
        self.bar.setRange(0, max(1, len(asked)))
        self.bar.setValue(len(done & asked.keys()))
        self.hint.setText(_hint(self._scope, members))
        own = self._own()
        seen = 0
        for card in self.cards.values():
            seen += self._show_card(card, asked, own.get(card.key), members)
        for heading, keys in self.topics.values():
            heading.setVisible(any(not self.cards[key].isHidden() for key in keys))
        self.nothing.setVisible(not seen)

    def _own(self) -> dict[str, ComplianceAnswer]:
        kind, name = self._scope
        rows = self.session.project.all(ComplianceAnswer)
        return {one.question: one for one in rows if one.question and one.scope_kind == kind and (kind == SCOPES[0] or one.scope == name)}

    def _show_card(
        self, card: QuestionCard, asked: dict[str, list[Answered]], own: ComplianceAnswer | None, members: Sequence[DataSetReview]
    ) -> bool:
        """Whether the card is shown."""
        given = asked.get(card.key, [])
        shown = bool(given) and not (self.only_open.isChecked() and all(one.answer not in ("", "待核") for one in given))
        card.setVisible(shown)
        if not shown:
            return False
        inherited = "" if own is not None else _inherited(given)
        finding = next(
            (f.message for one in members for f in one.findings if own is not None and (f.form, f.id) == (own.form.name, own.id)), ""
        )
        if own is None:
            card.show_answer("", inherited, "", "", "", finding)
        else:
            card.show_answer(own.answer or "", "", own.note or "", "、".join(own.evidence or ()), own.page or "", finding)
        return True

    # --- what a person does -----------------------------------------------------------------

    def answer(self, key: str, answer: str) -> None:
        """Answer a question for the current scope; an empty answer takes it back."""
        own = self._own().get(key)
        kind, name = self._scope
        if not answer:
            if own is not None:
                self.session.remove(own.form.name, [own.id], f"删除 {key} 的答复")
        elif own is None:
            row_ = {"scope_kind": kind, "scope": name, "question": key, "answer": answer}
            self.session.add(ComplianceAnswer.form.name, [row_], f"答复 {key}（{name or kind}）")
        else:
            self.session.enter([Entry(own.form.name, own.id, "answer", answer)], f"答复 {key}（{name or kind}）")

    def note(self, key: str, field: str, text: str) -> None:
        """Note, evidence or page of the answer."""
        own = self._own().get(key)
        if own is not None:
            self.session.enter([Entry(own.form.name, own.id, field, text)])

    def _next(self) -> None:
        if not self.scopes.next_open():
            self.said.emit("所有对象都已答完")

    def show_place(self, id: int) -> None:
        """The scope and the question of an answer."""
        record = self.session.record(ComplianceAnswer.form.name, id)
        if not isinstance(record, ComplianceAnswer):
            return
        self.only_open.setChecked(False)
        self.refresh()
        self.scopes.choose((record.scope_kind or SCOPES[0], record.scope or ""))
        card = self.cards.get(record.question or "")
        area = self._area
        if card is not None and area is not None and not card.isHidden():
            QTimer.singleShot(0, card, lambda: area.ensureWidgetVisible(card, L, L))
            next(iter(card.radios.values())).setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The bar goes first where the window is narrow: the count says the same."""
        super().resizeEvent(event)
        self.bar.setVisible(event.size().width() >= _NARROW)
        self.hint.setVisible(event.size().height() >= _LOW)

    def _changed(self) -> None:
        if self.isVisible():
            self.refresh()

    def showEvent(self, event) -> None:
        """Catch up on what changed while hidden."""
        super().showEvent(event)
        self.refresh()


def _asked(members: Sequence[DataSetReview]) -> dict[str, list[Answered]]:
    """Question → its answer for every data set of the scope to which it applies; the classification applies to all."""
    found: dict[str, list[Answered]] = {}
    for one in members:
        for each in (*one.answers, *one.gradings):
            found.setdefault(each.question, []).append(each)
    return found


def _answered(members: Sequence[DataSetReview]) -> set[str]:
    """Questions answered for every data set to which they apply; one of the classification also where an earlier decided."""
    open_ = {each.question for one in members for each in one.answers if not each.answer}
    open_ |= {each.question for one in members if not one.proposed for each in one.gradings if not each.answer}
    return set(_asked(members)) - open_


def _progress(_scope: Chosen, members: Sequence[DataSetReview]) -> tuple[str, bool]:
    asked, done = _asked(members), _answered(members)
    return f"{len(done)}／{len(asked)}", len(done) < len(asked)


def _inherited(given: Sequence[Answered]) -> str:
    words = list(dict.fromkeys(f"{one.answer}（{one.scope}）" for one in given if one.answer))
    if not words:
        return "未答"
    missing = sum(not one.answer for one in given)
    return "沿用：" + "，".join(words[:3]) + (" 等" if len(words) > 3 else "") + (f"；{missing} 项未答" if missing else "")


def _hint(scope: Chosen, members: Sequence[DataSetReview]) -> str:
    if not members:
        return "没有数据集属于这里。"
    count = f"{len(members)} 个数据集" if len(members) > 1 else f"{members[0].code} {members[0].name}"
    if scope[0] == SCOPES[3]:
        return f"{count}：只在与来源系统、业务域的答复不同的地方单独作答；这里的答复优先。"
    return f"答复适用于{count}；其中个别不同的，改为“按数据集”单独作答。按所填级别、个人信息和来源，只列适用的问题。"
