"""准入与需求: what is asked of the borrower before any figure, and how much working capital is needed."""

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSplitter, QWidget

from gzvalue.actions.known_digests import LIMIT, description_digest, twice
from gzvalue.financing.borrower import STOPPING, BorrowerGate, borrower_gates
from gzvalue.financing.result import FinancingPlan
from gzvalue.frozen.number import report_number
from gzvalue.gui import pieces
from gzvalue.gui.figure import FigureDoor, wan
from gzvalue.gui.record import RecordForm
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import XL, XS, L, M, S
from gzvalue.schema.kinds import plain, rounded
from gzvalue.schema.project import Project

_TONES = {"open": "good", "closed": "stop", "unknown": "attention"}
_MARK = 72
"""Width of the word of a gate: five characters."""
_NEED = (
    ("融资/流动资金/周转次数", "营运资金周转次数", "次"), ("融资/流动资金/营运资金量", "营运资金量", "万元"),
    ("融资/额度/资金需求", "还需新增的流动资金贷款", "万元"),
)  # fmt: skip


class GateLine(QWidget):
    """One gate: its state as a word, its name, the sentence, and the way to its field."""

    def __init__(self, gate: BorrowerGate, go: Callable[[str, int, str], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark = pieces.label(gate.word, _TONES[gate.state])
        mark.setMinimumWidth(_MARK)
        name = pieces.button(gate.name, lambda: go(gate.form, 1, gate.field), kind="link", tip="到填报处")
        name.setAccessibleName(f"{gate.name}：{gate.word}。{gate.words}")
        head = pieces.row(mark, name, None, gap=S)
        self.setLayout(pieces.column(gap=0))
        self.layout().addLayout(head)  # type: ignore[union-attr]
        text = pieces.caption(gate.words)
        text.setContentsMargins(_MARK + S + XS, 0, 0, 0)
        self.layout().addWidget(text)  # type: ignore[union-attr]


class BorrowerPage(QWidget):
    """Two forms left, what follows from them right.

    Signals:
        place_wanted(form, id, key): a datum is asked for.
        trace_asked(step): how a figure came about.
    """

    place_wanted = Signal(str, int, str)
    trace_asked = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.check = RecordForm(session, "borrower_check", columns=1, scrolling=False, helping=False)
        self.need = RecordForm(session, "working_capital", columns=1, scrolling=False, helping=False)
        self.verdict = pieces.label("", "strong", wrap=True)
        self._gates = pieces.column(gap=S)
        self._looked: Project | None = None
        self._shown: tuple[BorrowerGate, ...] | None = None
        self.doors = {id: FigureDoor() for id, _, _ in _NEED}
        self.how = pieces.caption("")
        self.twice = pieces.caption("")
        self.look = pieces.button("核对本机签发记录", self.look_twice)
        self.copy = pieces.button(
            "复制质押描述摘要", self._copy, kind="quiet", tip="质押池内数据集指纹的 SHA-256，供质权人填入登记系统的担保财产描述"
        )
        split = QSplitter()
        self._forms = pieces.scrolled(self._forms_page())
        for side in (self._forms, pieces.scrolled(self._results_page())):
            split.addWidget(side)
        split.setChildrenCollapsible(False)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 1)
        split.setSizes([460, 500])
        self._forms.setMinimumWidth(280)
        self.setLayout(pieces.column(split, margins=(0, S, 0, 0)))
        for id, door in self.doors.items():
            door.clicked.connect(lambda _on=False, wanted=id: self._open(wanted))

    def _forms_page(self) -> QWidget:
        page = QWidget()
        box = pieces.column(gap=S, margins=(0, M, M, L))
        for title, form in (("借款人准入", self.check), ("流动资金需求", self.need)):
            box.addWidget(pieces.section(title))
            box.addWidget(form)
        box.addStretch(1)
        page.setLayout(box)
        return page

    def _results_page(self) -> QWidget:
        page = QWidget()
        page.setMinimumWidth(300)
        box = pieces.column(gap=S, margins=(L, M, M, L))
        box.addWidget(pieces.section("准入结论"))
        box.addWidget(self.verdict)
        box.addLayout(self._gates)
        box.addWidget(pieces.caption("企业申明的事项由贷款人查询核实；点名称到填报处。"))
        box.addSpacing(M)
        box.addWidget(pieces.section("流动资金需求"))
        for id, name, _unit in _NEED:
            box.addLayout(pieces.row(pieces.label(name), self.doors[id], None, gap=M))
        box.addWidget(self.how)
        box.addSpacing(M)
        box.addWidget(pieces.section("重复质押核对"))
        box.addWidget(self.twice)
        box.addLayout(pieces.row(self.look, self.copy, None, gap=S))
        box.addStretch(1)
        page.setLayout(box)
        return page

    # --- for the screen -------------------------------------------------------------------------

    def refresh(self) -> None:
        """Follow the Session."""
        gates = borrower_gates(self.session.project)
        if gates != self._shown:
            self._shown = gates
            pieces.clear(self._gates)
            for gate in gates:
                self._gates.addWidget(GateLine(gate, self.place_wanted.emit))
        words, role = _verdict(gates)
        self.verdict.setText(words)
        pieces.set_role(self.verdict, role)
        self._show_need()
        if self._looked is not self.session.project:
            self.twice.setText(LIMIT)
        self.copy.setEnabled(self._digest() is not None)

    def look_twice(self) -> None:
        """Whether the fingerprint of a data set stands in another dossier issued on this computer."""
        project = self._looked = self.session.project
        found = twice(project, report_number(project))
        self.twice.setText("\n".join([*(one.words for one in found), LIMIT]) if found else f"没有发现相同的数据指纹。{LIMIT}")

    def _digest(self) -> str | None:
        plan: FinancingPlan = self.session.financing
        return description_digest(self.session.project, {row.code for row in plan.rows if row.pooled})

    def _copy(self) -> None:
        digest = self._digest()
        if digest is not None:
            QGuiApplication.clipboard().setText(digest)
            self.twice.setText(f"已复制 {digest}")

    def show_place(self, form: str, key: str) -> None:
        """The field of one of the two forms."""
        shown = self.check if form == "borrower_check" else self.need
        wanted = key if key in shown.inputs else next(iter(shown.inputs))
        shown.focus_field(wanted)
        QTimer.singleShot(0, shown, lambda: self._forms.ensureWidgetVisible(shown.inputs[wanted], L, XL))

    def _show_need(self) -> None:
        plan: FinancingPlan = self.session.financing
        steps = {one.id: one for one in plan.steps}
        own = "融资/流动资金/营运资金量" in steps  # else the need comes from the budget of a project
        for id, name, unit in _NEED:
            found = steps.get(id) if own else None
            door = self.doors[id]
            door.set_open(found is not None)
            value = found.value if found is not None else None
            if not isinstance(value, Decimal):
                door.set_figure("—", "", name=name)
            else:
                door.set_figure(wan(value, 2) if unit == "万元" else plain(rounded(value, 2)), unit, name=name)
        need = next((one for one in plan.limits if one.key == "need"), None)
        kind = self.session.project.financing.loan_kind
        if kind is not None and kind != "流动资金贷款":
            self.how.setText(f"贷款种类为{kind}，资金需求按项目总投资与自有资金测算；流动资金需求只供参考。")
        else:
            self.how.setText("" if need is None else need.how)

    def _open(self, id: str) -> None:
        found = next((one for one in self.session.financing.steps if one.id == id), None)
        if found is not None:
            self.trace_asked.emit(found)


def _verdict(gates: tuple[BorrowerGate, ...]) -> tuple[str, str]:
    """One sentence and its tone."""
    closed = [one for one in gates if one.state == "closed"]
    stopping = [one.name for one in closed if one.key in STOPPING]
    if stopping:
        return f"禁入情形：{'、'.join(stopping)}。办结前不得以数据资产提供担保。", "stop"
    unknown = sum(one.state == "unknown" for one in gates)
    if closed or unknown:
        names = f"{'、'.join(one.name for one in closed)}须先解决，" if closed else ""
        return f"{names}{unknown} 项待核，须在放款前办结。", "attention"
    return f"{len(gates)} 项均未发现问题（企业申明，由贷款人核实）。", "good"
