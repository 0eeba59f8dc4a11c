"""入表判断: data sets with their conclusion at the left, the questions of the chosen one at the right, the conclusion live."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QSplitter, QWidget

from gzvalue.accounting.accounts import answers_of, decisions_of
from gzvalue.accounting.recognition import PENDING, Decision
from gzvalue.accounting.rules import questions
from gzvalue.gui import pieces
from gzvalue.gui.figures_table import Column, FiguresTable, Line
from gzvalue.gui.screens.rights_question_card import QuestionCard, topic_label
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import L, M, S
from gzvalue.rights.tables import Basis
from gzvalue.schema.accounting_forms import ANSWERS, EXPENSED, UNBOOKED, AccountingAnswer, BookedAsset
from gzvalue.schema.edit import Entry

_LIST = (Column("编号", width=56), Column("数据集", wide=True, width=90), Column("结论", width=78))
_LOW = 300
_TONES = {PENDING: "attention", UNBOOKED: "quiet", EXPENSED: "quiet"}
_ALIKE = {"note": "reason"}
"""The card's name of a field → the form's."""


class AnswersPage(QWidget):
    """The questions are those on the path of the answers given so far; each answer may open others.

    Signals:
        said(text): a quiet line.
    """

    said = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.code = ""
        self.decisions: dict[str, Decision] = {}
        self.booked: dict[str, str] = {}
        self.list = FiguresTable("入表判断", _LIST, sortable=False, empty="数据目录还没有数据集")
        self.list.current.connect(self._choose)
        self.conclusion = pieces.label("", "section", wrap=True)
        self.reason = pieces.caption("", wrap=True)
        self.cards: dict[str, QuestionCard] = {}
        self.heads: dict[str, tuple[QLabel, list[str]]] = {}
        self.same_button = pieces.button("照抄给未答的", self.copy_answers, kind="quiet",
                                         tip="把这个数据集的答复照抄给同一业务域中一题未答的数据集；理由和证据不抄")  # fmt: skip
        self._area: QScrollArea = pieces.scrolled(self._page())
        right = QWidget()
        head = pieces.row(self.conclusion, self.same_button, gap=M)
        head.setStretch(0, 1)
        box = pieces.column(gap=S, margins=(L, 0, 0, 0))
        box.addLayout(head)
        box.addWidget(self.reason)
        box.addWidget(self._area, 1)
        right.setLayout(box)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.list)
        halves.addWidget(right)
        halves.setStretchFactor(1, 1)
        halves.setSizes([345, 700])
        self.setLayout(pieces.column(halves, margins=(0, M, 0, 0)))

    def _page(self) -> QWidget:
        page = QWidget()
        page.setMaximumWidth(900)
        box = pieces.column(gap=M, margins=(0, 0, M, L))
        for one in questions().values():
            basis = Basis(one.basis, one.verified, False, "2026-11")
            card = QuestionCard(one.key, one.question, one.why, (basis,), answers=ANSWERS, back="取消答复")
            if one.group not in self.heads:
                self.heads[one.group] = (topic_label(one.group), [])
                box.addWidget(self.heads[one.group][0])
            self.heads[one.group][1].append(one.key)
            card.answered.connect(self.answer)
            card.noted.connect(self.note)
            self.cards[one.key] = card
            box.addWidget(card)
        box.addStretch(1)
        page.setLayout(box)
        return page

    # --- showing --------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Follow the project."""
        project = self.session.project
        data_sets = {one.code: one for one in project.data_sets if one.code}
        self.decisions = dict(decisions_of(project, data_sets, []))
        self.booked = {one.data_set: one.asset_class for one in project.all(BookedAsset) if one.data_set and one.asset_class}
        lines = []
        for code, one in data_sets.items():
            decision = self.decisions[code]
            answered = any(step.answer for step in decision.path)
            words = decision.asset_class if answered else "未答"
            lines.append(
                Line(
                    code,
                    (code, one.name or "", words),
                    tone=_TONES.get(decision.asset_class, "") if answered else "quiet",
                )
            )
        self.list.show_lines(lines)
        if self.code not in data_sets:
            answered_ones = answers_of(project)
            self.code = next((code for code in data_sets if code in answered_ones), next(iter(data_sets), ""))
        if self.list.current_key() != self.code and self.list.select(self.code):
            self.list.scrollTo(self.list.currentIndex())
        self._show()

    def _choose(self, key: object) -> None:
        code = key if isinstance(key, str) else ""
        if code and code != self.code:
            self.code = code
            self._show()
            self._area.verticalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the questions need the room."""
        super().resizeEvent(event)
        self.reason.setVisible(event.size().height() >= _LOW)

    def _show(self) -> None:
        decision = self.decisions.get(self.code)
        self.same_button.setVisible(decision is not None and any(step.answer for step in decision.path))
        if decision is None:
            self.conclusion.setText("先在数据目录中加入数据集")
            self.reason.setText("")
            for card in self.cards.values():
                card.hide()
            for head, _ in self.heads.values():
                head.hide()
            return
        way = f"·{decision.way_words}" if decision.way else ""
        self.conclusion.setText(f"{self.code}　结论：{decision.asset_class}{way}")
        aside = f"；已答但不影响结论：{'、'.join(decision.aside)}" if decision.aside else ""
        booked = f"；账上列：{self.booked[self.code]}" if self.code in self.booked else ""
        self.reason.setText(f"{decision.reason}{aside}{booked}")
        outcomes = {step.question.key: step.outcome for step in decision.path}
        own = answers_of(self.session.project).get(self.code, {})
        for key, card in self.cards.items():
            card.setVisible(key in outcomes)
            one = own.get(key)
            if one is None:
                card.show_answer("", "", "", "", "", "")
            else:
                finding = outcomes.get(key, "") if one.answer != "是" or key in ("C1", "C4", "C5") else ""
                card.show_answer(one.answer or "", "", one.reason or "", "、".join(one.evidence or ()), one.page or "", finding)
        for head, keys in self.heads.values():
            head.setVisible(any(key in outcomes for key in keys))

    # --- what a person does ---------------------------------------------------------------------

    def answer(self, key: str, answer: str) -> None:
        """Answer a question for the chosen data set; an empty answer takes it back."""
        own = answers_of(self.session.project).get(self.code, {}).get(key)
        form, label = AccountingAnswer.form.name, f"{self.code} 入表判断 {key}"
        if not answer:
            if own is not None:
                self.session.remove(form, [own.id], f"取消 {label}")
        elif own is None:
            self.session.add(form, [{"data_set": self.code, "question": key, "answer": answer}], label)
        else:
            self.session.enter([Entry(form, own.id, "answer", answer)], label)

    def note(self, key: str, field: str, text: str) -> None:
        """Reason, evidence or page of an answer."""
        own = answers_of(self.session.project).get(self.code, {}).get(key)
        if own is not None:
            self.session.enter([Entry(own.form.name, own.id, _ALIKE.get(field, field), text)])

    def copy_answers(self) -> None:
        """Give the answers of this data set to those of its domain that have none yet."""
        project = self.session.project
        known = answers_of(project)
        source = project.by_code["data_set"].get(self.code)
        domain = getattr(source, "business_domain", None)
        targets = [one.code for one in project.data_sets if one.code and one.business_domain == domain and one.code not in known]
        own = known.get(self.code, {})
        rows = [
            {"data_set": code, "question": key, "answer": one.answer or ""} for code in targets for key, one in own.items() if one.answer
        ]
        if not rows:
            self.said.emit(f"业务域“{domain or '（未填）'}”中没有一题未答的数据集")
            return
        self.session.add(AccountingAnswer.form.name, rows, f"照抄 {self.code} 的入表判断到 {len(targets)} 个数据集")
        self.said.emit(f"已照抄到 {len(targets)} 个数据集，请逐个核对")

    def show_place(self, id: int) -> None:
        """The data set and question of an answer."""
        record = self.session.record(AccountingAnswer.form.name, id)
        if not isinstance(record, AccountingAnswer):
            return
        self.refresh()
        if record.data_set in self.decisions:
            self.list.select(record.data_set)
            self._choose(record.data_set)
        card = self.cards.get(record.question or "")
        if card is not None and not card.isHidden():
            QTimer.singleShot(0, card, lambda: self._area.ensureWidgetVisible(card, L, L))
