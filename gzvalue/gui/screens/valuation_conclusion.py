"""适用性与结论: the conclusion in whole 万元, the three approaches with their reasons, differences explained, weights folded away."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QPushButton, QWidget

from gzvalue.gui import pieces
from gzvalue.gui.figure import NONE, FigureDoor
from gzvalue.gui.folded import Folded
from gzvalue.gui.record import RecordForm
from gzvalue.gui.rows import RowsPanel, RowsTable
from gzvalue.gui.screens.valuation_approach import ApproachCard, begin, lacking
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import FIGURE, L, M, S
from gzvalue.schema.conclusion_forms import APPROACHES
from gzvalue.schema.edit import Entry
from gzvalue.schema.kinds import grouped, in_percent
from gzvalue.schema.valuation_forms import METHODS
from gzvalue.valuation.conclusion import IN_WAN
from gzvalue.valuation.conclusion_result import Conclusion, Difference
from gzvalue.valuation.figures import total_step

PAGES = ("approach", "approach_answer", "unit_conclusion", "method_weight", "conclusion_note")
"""The forms whose places are on this page."""

_NARROW = 860
_MOST_LINES = 12


class ConclusionPage(QWidget):
    """Everything that is said of the conclusion on one page that scrolls.

    Signals:
        trace_asked(step): how the conclusion came about.
        said(text): a quiet line.
        go_to(form, id, key): a unit's difference leads to the unit.
    """

    trace_asked = Signal(object)
    said = Signal(str)
    go_to = Signal(str, int, str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.figure = FigureDoor(FIGURE, bold=True)
        self.figure.clicked.connect(self._trace)
        self.exact = pieces.caption("")
        self.stated = pieces.caption("", wrap=True)
        self.cards = {approach: ApproachCard(session, approach) for approach in APPROACHES}
        self.begin = pieces.button("开始填写适用性", lambda: begin(session), kind="primary", tip="加入三种方法与全部问题，逐项填写")
        self.group = QPushButton("全部单元的主要方法")
        self.group.setProperty("kind", "quiet")
        self.group.setToolTip("让所有评估单元采用同一种主要方法，可撤销；逐单元选择在“评估单元”中")
        menu = QMenu(self.group)
        for method in METHODS:
            menu.addAction(method).triggered.connect(partial(self.choose_for_all, method))
        self.group.setMenu(menu)
        self._row = QHBoxLayout()
        self._row.setSpacing(M)
        for card in self.cards.values():
            self._row.addWidget(card, 1)
        self.gaps = pieces.caption("", wrap=True)
        self.note = RecordForm(
            session, "conclusion_note", [("", ["difference_reason", "forming", "value_type_reason", "limits"])], columns=1, scrolling=False,
            helping=False,
        )  # fmt: skip
        self.choices = RowsTable(
            session, "unit_conclusion", ["unit", "by", "weight_reason", "difference_reason"],
            empty=("要逐单元说明差异、或由几种方法加权得出结论时，在这里登记单元。", "新增单元结论"),
        )  # fmt: skip
        self.weights = RowsTable(
            session, "method_weight", ["unit", "method", "weight"], empty=("加权结论的单元，各方法权重合计 100%。", "新增方法权重")
        )
        self.expert = Folded("专家方法：加权结论与逐单元差异说明", self._expert(), hint="一般不用；加权须有书面理由")
        self.setLayout(pieces.column(pieces.scrolled(self._page()), margins=(0, M, 0, 0)))
        for table in (self.choices, self.weights):
            table.said.connect(self.said)

    def _page(self) -> QWidget:
        page = QWidget()
        box = pieces.column(gap=S, margins=(0, 0, L, L))
        box.addLayout(pieces.row(pieces.label("结论（未经评估）", "label"), self.figure, self.exact, None, gap=M))
        box.addWidget(self.stated)
        box.addSpacing(S)
        box.addLayout(pieces.row(pieces.section("方法适用性"), self.begin, None, self.group, gap=M))
        box.addLayout(self._row)
        box.addSpacing(S)
        box.addWidget(pieces.section("方法间的差异与结论的形成"))
        box.addWidget(self.gaps)
        box.addWidget(self.note)
        box.addWidget(self.expert)
        box.addStretch(1)
        page.setLayout(box)
        return page

    def _expert(self) -> QWidget:
        page = QWidget()
        box = pieces.column(gap=S)
        for table, word in ((self.choices, "新增单元结论"), (self.weights, "新增方法权重")):
            panel = RowsPanel(table, add_word=word)
            panel.setMinimumHeight(210)
            box.addWidget(panel)
        page.setLayout(box)
        return page

    def choose_for_all(self, method: str, _on: bool = False) -> None:
        """One main method for the whole group, as one edit; the conclusion follows at once."""
        entries = [
            Entry("valuation_unit", one.id, "main_method", method) for one in self.session.project.units if one.main_method != method
        ]
        if self.session.enter(entries, f"全部单元改用{method}") and entries:
            without = sum(unit.value is None for unit in self.session.valuation.units)
            said = f"；其中 {without} 个还缺数据、没有结论" if without else ""
            self.said.emit(f"{len(entries)} 个评估单元改用{method}{said}，可撤销")

    # --- up to date -----------------------------------------------------------------------------

    def refresh(self) -> None:
        """Follow the Session."""
        found = self.session.valuation.conclusion
        self.figure.set_open(total_step(self.session.valuation) is not None)
        self.figure.set_figure(grouped(found.wan, 0) if found.wan is not None else NONE, "万元", name="结论")
        self.exact.setText(f"精确值 {grouped(found.exact, 2)} 元" if found.wan is not None else "还没有评估单元得出结论")
        self.stated.setText(_stated(found))
        self.begin.setVisible(lacking(self.session))
        self.group.setVisible(bool(self.session.project.units))
        uses = {one.approach: one for one in found.approaches}
        for approach, card in self.cards.items():
            card.show_use(uses.get(approach))
        self.gaps.setText(_gaps(found.differences))
        self.note.refresh()
        self.choices.refresh()
        self.weights.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Three columns where there is room, below each other where there is not."""
        super().resizeEvent(event)
        narrow = event.size().width() < _NARROW
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def show_place(self, form: str, id: int, key: str) -> bool:
        """Go to a reason, an answer, an explanation or a weight."""
        self.refresh()
        if form == "conclusion_note":
            return self.note.focus_field(key or "difference_reason")
        if form in ("unit_conclusion", "method_weight"):
            self.expert.set_open(True)
            return (self.choices if form == "unit_conclusion" else self.weights).select(id, key)
        record = self.session.record(form, id)
        card = self.cards.get(getattr(record, "approach", None) or "", next(iter(self.cards.values())))
        if form == "approach_answer":
            card.folded.set_open(True)
        (self.begin if lacking(self.session) and record is None else card.reason.editor).setFocus()
        return True

    def _trace(self) -> None:
        steps = {step.id: step for step in self.session.valuation.steps if step.id == IN_WAN}
        step = steps.get(IN_WAN) or total_step(self.session.valuation)
        if step is not None:
            self.trace_asked.emit(step)


def _stated(found: Conclusion) -> str:
    value_type, premise = found.value_type or "价值类型未填", found.premise or "价值前提未填"
    return f"{value_type}；前提：{premise}。结论取整到万元；账面价值另列，不以本结论入账。"


def _gaps(found: tuple[Difference, ...]) -> str:
    """What must be explained, in one paragraph."""
    if not found:
        return "没有超过结论 30% 的方法差异。"
    lines = [
        f"{one.unit or '合计'} {one.method} 相差 {in_percent(one.gap, 1)}{'' if one.reason else '（未说明）'}"
        for one in found[:_MOST_LINES]
    ]
    rest = f"；另有 {len(found) - _MOST_LINES} 处" if len(found) > _MOST_LINES else ""
    return f"超过结论 30% 的差异 {len(found)} 处，须说明：{'；'.join(lines)}{rest}"
