"""The loan asked against what the inputs support: honest sentences, the limit as the shortest bar, the combination."""

from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSplitter, QWidget

from gzvalue.financing.public_cases import median_pledge_loan, pledge_ratios
from gzvalue.financing.result import FinancingPlan, Sentence
from gzvalue.gui import pieces
from gzvalue.gui.charts.ladder import Ladder, Rung
from gzvalue.gui.charts.limits import Limit, LimitBars
from gzvalue.gui.figure import wan
from gzvalue.gui.record import RecordForm
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import L, M, S
from gzvalue.outputs.capital_amount import capital_amount
from gzvalue.schema.kinds import ABSURD, grouped, in_percent

_LIMITS = {"pledge": "数据质押", "need": "资金需求", "cash": "现金流"}
_FIRST = {"stopped", "data", "loan", "combination"}
_WORDS = {"good": "可支持", "attention": "注意", "stop": "不足"}


class SentenceLine(QWidget):
    """One finished sentence with a word for its tone."""

    def __init__(self, sentence: Sentence, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        text = pieces.label(sentence.text, wrap=True)
        line = pieces.row(gap=M)
        if sentence.tone in _WORDS:
            mark = pieces.label(_WORDS[sentence.tone], sentence.tone)
            mark.setMinimumWidth(44)
            line.addWidget(mark, 0)
        line.addWidget(text, 1)
        self.setLayout(line)


class LoanTestPage(QWidget):
    """The loan's form left, its test right.

    Signals:
        trace_asked(step): how a figure came about.
        place_wanted(form, id, key): a datum is asked for.
        cases_wanted(): show the public cases.
    """

    trace_asked = Signal(object)
    place_wanted = Signal(str, int, str)
    cases_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.form = RecordForm(session, "financing", columns=1)
        self.amount = pieces.caption("")
        self._first = pieces.column(gap=S)
        self._further = pieces.column(gap=S)
        self._further_head = pieces.section("其他检验")
        self.limits = LimitBars("可支持的贷款额度", "万元")
        self.limits.chosen.connect(self._open_limit)
        self.ladder = Ladder("担保组合可支持的贷款", "万元")
        self.ladder.chosen.connect(self._open_security)
        self.hows = pieces.caption("")
        self.overlaps = pieces.caption("")
        self.public_words = pieces.caption("")
        self.public = pieces.button("看公开案例 ›", self.cases_wanted.emit, kind="link")
        self._ladder_head = pieces.section("数据以外的担保一起，可支持多少（万元）")
        page = QWidget()
        box = pieces.column(gap=S, margins=(L, M, M, L))
        box.addWidget(pieces.section("检验结论"))
        box.addWidget(self.amount)
        box.addLayout(self._first)
        box.addSpacing(M)
        box.addWidget(pieces.section("可支持的额度（万元），取最短"))
        box.addWidget(self.limits)
        box.addWidget(self.hows)
        box.addWidget(self.public_words)
        box.addLayout(pieces.row(self.public, None))
        box.addSpacing(M)
        for widget in (self._ladder_head, self.ladder, self.overlaps):
            box.addWidget(widget)
        box.addSpacing(M)
        box.addWidget(self._further_head)
        box.addLayout(self._further)
        box.addStretch(1)
        page.setLayout(box)
        split = QSplitter()
        split.addWidget(self.form)
        split.addWidget(pieces.scrolled(page))
        split.setChildrenCollapsible(False)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        split.setSizes([380, 600])
        self.form.setMinimumWidth(280)
        page.setMinimumWidth(340)
        self.setLayout(pieces.column(split, margins=(0, S, 0, 0)))

    def refresh(self) -> None:
        """Follow the Session."""
        plan: FinancingPlan = self.session.financing
        self._show_sentences(plan)
        asked = None if plan.loan is None else (plan.loan, f"申请 {wan(plan.loan)}")
        self.limits.show_limits([Limit(one.key, one.name, one.amount, wan(one.amount), one.how) for one in plan.limits], asked)
        self.hows.setText("\n".join(f"{one.name}：{one.how}" for one in plan.limits if one.how))
        self._show_ladder(plan, asked)
        self._show_public(plan)

    def _show_sentences(self, plan: FinancingPlan) -> None:
        for box in (self._first, self._further):
            pieces.clear(box)
        for sentence in plan.sentences:
            (self._first if sentence.key in _FIRST else self._further).addWidget(SentenceLine(sentence))
        self._further_head.setVisible(self._further.count() > 0)
        known = plan.loan is not None and 0 < plan.loan < ABSURD
        self.amount.setVisible(known)
        if plan.loan is not None and known:
            self.amount.setText(f"申请金额 {grouped(plan.loan, 2)} 元（{capital_amount(plan.loan)}）")

    def _show_ladder(self, plan: FinancingPlan, asked: tuple[Decimal, str] | None) -> None:
        carried = sum((one.carries for one in plan.securities if one.carries is not None), Decimal(0))
        twice = carried - plan.combined  # what the same income would carry a second time: taken out of the data, the first layer
        rungs = []
        for number, one in enumerate(plan.securities):
            basis = f"{wan(one.value)} × {in_percent(one.rate, 0)}" if one.value is not None and one.rate is not None else "未填全"
            carries = one.carries
            if not number and twice and carries is not None:
                carries, basis = carries - twice, f"{basis}，扣除重叠 {wan(twice)}"
            rungs.append(Rung((one.form, one.id), f"{one.name or one.kind}（{basis}）", carries, wan(carries)))
        total = Rung(None, "合计", plan.combined, wan(plan.combined))
        self.ladder.show_rungs(rungs, total, asked)
        shown = len(plan.securities) > 1
        for widget in (self._ladder_head, self.ladder, self.overlaps):
            widget.setVisible(shown)
        words = []
        for security in plan.securities:
            for overlap in security.overlaps:
                note = f"（{security.overlap_note}）" if security.overlap_note else ""
                words.append(
                    f"“{security.name}”与单元 {overlap.unit} {overlap.name} 收益同源：池中 {wan(overlap.pooled, 1)} 万元已扣除，不重复计算{note}"
                )
        self.overlaps.setText("\n".join(words))

    def _show_public(self, plan: FinancingPlan) -> None:
        ratios, loan = pledge_ratios(), median_pledge_loan()
        own = "（本软件默认值，非官方数值）" if plan.rate_is_default else ""
        parts = [f"拟质押率上限 {in_percent(plan.pledge_rate, 0)}{own}"]
        if ratios:
            parts.append(f"公开质押案例中同时公布估值与贷款的 {len(ratios)} 个为 {in_percent(ratios[0], 0)}–{in_percent(ratios[-1], 0)}")
        if loan is not None:
            parts.append(f"贷款额中位数 {wan(loan)} 万元")
        self.public_words.setText("；".join(parts) + "。")

    # --- doors ----------------------------------------------------------------------------------

    def _open_limit(self, key: object) -> None:
        self._open_step(_LIMITS[str(key)])

    def _open_security(self, key: object) -> None:
        if not isinstance(key, tuple):
            return
        form, id = key
        if form == "financing":
            self._open_step(_LIMITS["pledge"])
        else:
            self.place_wanted.emit(form, id, "")

    def _open_step(self, end: str) -> None:
        found = next((step for step in self.session.financing.steps if step.id == f"融资/额度/{end}"), None)
        if found is not None:
            self.trace_asked.emit(found)


def loan_words(plan: FinancingPlan) -> str:
    """One line on the whole: pool, limit, loan."""
    if plan.stopped:
        return plan.stopped
    loan = f"申请 {wan(plan.loan)} 万元" if plan.loan is not None else "尚未填写申请金额"
    ratio = f" · 拟质押率 {in_percent(plan.loan_to_pool, 0)}（贷款÷质押池价值）" if plan.loan_to_pool is not None else ""
    return f"{loan} · 质押池 {wan(plan.pool)} 万元{ratio} · 仅凭数据可支持 {wan(plan.lendable)} 万元"
