"""The methods of one unit beside each other, the usual ones first, the conclusion under them."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QMenu, QPushButton, QSizePolicy, QWidget

from gzvalue.gui import pieces
from gzvalue.gui.charts.conclusion import ConclusionBar, Figure
from gzvalue.gui.doors import difference_step
from gzvalue.gui.figure import NONE, FigureDoor, wan
from gzvalue.gui.session import Session
from gzvalue.gui.short_text import ShortText
from gzvalue.gui.tokens import TITLE, S
from gzvalue.schema.edit import Entry
from gzvalue.schema.kinds import in_percent
from gzvalue.schema.valuation_forms import METHODS, ValuationUnit
from gzvalue.valuation.figures import unit_step
from gzvalue.valuation.result import Step, UnitValue

COST, MARKET = "成本法", "市场法"
_USUAL = ("收益法-直接", "收益法-分成", COST)
"""What every unit shows; other methods stand behind 其他方法 until a unit uses them."""

_SUITS = {
    "收益法-直接": "有合同、发票，能单独核算数据带来的收益时适用",
    "收益法-分成": "收益由数据与其他资产共同产生、按分成率 K 归于数据时适用",
    "收益法-超额": "数据是主导资产、其他资产的贡献都能扣除时适用；一个项目只能用于一项",
    "收益法-增量": "有数据与没有数据的收入或成本可以对照时适用",
    "收益法-许可费节省": "有同类数据的许可费率可参照时适用",
    "收益法-单期超额": "收益已稳定、可按单期资本化时适用",
    COST: "投入可归集、收益尚不能可靠预测时适用；常作交叉验证",
    MARKET: "有活跃的公开市场、可比案例的日期与条件可知时适用",
}
_ACROSS = 3


class MethodCard(pieces.Card):
    """One approach: its value, its part in the conclusion, and why.

    Signals:
        main_wanted(method): make it the main method.
        cross_wanted(method, on): hold it against the main method, or no longer.
        trace_asked(step): how its value came about.
    """

    main_wanted = Signal(str)
    cross_wanted = Signal(str, bool)
    trace_asked = Signal(object)

    def __init__(self, method: str, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.method = method
        self._step: Step | None = None
        self._gap: Step | None = None
        self.role = pieces.label("", "caption")
        self.value = FigureDoor(TITLE, bold=True)
        self.value.clicked.connect(lambda: self._ask(self._step))
        self.gap = FigureDoor()
        self.gap.clicked.connect(lambda: self._ask(self._gap))
        self.why = ShortText(2)
        self.choose = pieces.button("选用", lambda: self.main_wanted.emit(method), kind="link", tip="设为主要方法，结论采用它")
        self.cross = QCheckBox("交叉验证")
        self.cross.clicked.connect(self._cross)
        self.box.setContentsMargins(S, S, S, S)
        self.box.setSpacing(2)
        self.box.addLayout(pieces.row(pieces.label(method, "strong"), None, self.role, gap=S))
        figures = pieces.row(self.value, self.gap, None, gap=0)
        figures.setContentsMargins(-4, 0, 0, 0)  # the ring of the figure stands out, its digits stand in line
        self.box.addLayout(figures)
        self.box.addWidget(self.why)
        self._foot = QWidget()
        self._foot.setLayout(pieces.row(self.choose, None, self.cross, gap=S))
        self._foot.setMinimumHeight(30)
        self.box.addStretch(1)
        self.box.addWidget(self._foot)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(168)

    def show_method(self, unit: UnitValue, record: ValuationUnit, why_not: str) -> None:
        """Show what this approach gives for a unit; ``why_not`` says what it lacks."""
        main = record.main_method == self.method
        tried = self.method in unit.by_method
        value = unit.by_method.get(self.method)
        self._step = unit_step(unit, self.method) if value is not None else None
        self._gap = difference_step(unit, self.method)
        self.role.setText("主要方法" if main else "交叉验证" if tried else "未采用")
        pieces.set_role(self.role, "strong" if main else "caption")
        self.value.set_open(self._step is not None)
        self.value.set_figure(wan(value, 2) if value is not None else NONE, name=f"{self.method}（万元）")
        self.gap.setVisible(self._gap is not None)
        if self._gap is not None and not isinstance(self._gap.value, tuple):
            self.gap.set_figure(f"差 {in_percent(self._gap.value)}", name=f"{self.method}与主要方法")
        self.why.set_whole(self._reason(record, main=main, tried=tried, valued=value is not None, why_not=why_not))
        self.choose.setVisible(not main)
        self.cross.setVisible(not main and record.main_method in METHODS)
        self.cross.setChecked(tried and not main)
        only_default = self.method == COST and not record.cross_methods
        self.cross.setEnabled(not only_default)
        self.cross.setToolTip("收益法单元默认用成本法交叉验证；另选其他方法后可以取消" if only_default else "只并列展示，不参与平均")

    def _reason(self, record: ValuationUnit, *, main: bool, tried: bool, valued: bool, why_not: str) -> str:
        if (main or tried) and not valued:
            return why_not or "所需数据还没有填全"
        if main:
            return record.method_reason or "请在下面“单元与方法”中写明为什么用它、为什么不用其他方法"
        return "只作交叉验证，不参与平均" if tried else _SUITS.get(self.method, "")

    def _ask(self, step: Step | None) -> None:
        if step is not None:
            self.trace_asked.emit(step)

    def _cross(self, on: bool) -> None:
        self.cross_wanted.emit(self.method, on)


class MethodsBand(QWidget):
    """The cards in a row over the conclusion bar.

    Signals:
        trace_asked(step): how a figure came about.
    """

    trace_asked = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.id = 0
        self.cards = {method: MethodCard(method) for method in METHODS}
        self._asked: set[str] = set()
        self.others = QPushButton("其他方法")
        self.others.setProperty("kind", "quiet")
        self.others.setToolTip("超额、增量、许可费节省、市场法等：选一种，在下面设为主要方法或交叉验证")
        self._menu = QMenu(self.others)
        self.others.setMenu(self._menu)
        self.bar = ConclusionBar("单元价值的结论与交叉验证", "万元")
        self.bar.chosen.connect(self._trace)
        self._grid = QGridLayout()
        self._grid.setSpacing(S)
        self._laid: tuple[str, ...] = ()
        for card in self.cards.values():
            card.hide()
            card.setParent(self)
            card.trace_asked.connect(self.trace_asked)
            card.main_wanted.connect(self._choose)
            card.cross_wanted.connect(self._cross)
        box = pieces.column(gap=S)
        box.addLayout(pieces.row(pieces.label("各方法的结果（万元）", "label"), None, self.others, gap=S))
        box.addLayout(self._grid)
        box.addWidget(self.bar)
        self.setLayout(box)

    def show_unit(self, id: int) -> None:
        """Show a unit's figures."""
        if id != self.id:
            self._asked = set()
        self.id = id
        unit = next((one for one in self.session.valuation.units if one.id == id), None)
        record = self.session.record("valuation_unit", id)
        if unit is None or not isinstance(record, ValuationUnit):
            return
        lacking = [problem.message for problem in self.session.problems_of("valuation_unit", id)]
        for method, card in self.cards.items():
            named = next((words for words in lacking if method in words), "")
            if not named and self.session.valuation.rate is None and record.discount_rate is None and method not in (COST, MARKET):
                named = "折现率还没有得出，请先在“折现率”中填全"
            card.show_method(unit, record, named or (lacking[0] if lacking and record.main_method == method else ""))
        self._lay_out(tuple(m for m in METHODS if m in _USUAL or m in unit.by_method or m == record.main_method or m in self._asked))
        self._show_bar(unit, record)

    def _lay_out(self, methods: tuple[str, ...]) -> None:
        """The cards of these methods, three in a row; the rest behind the button."""
        if methods == self._laid:
            return
        self._laid = methods
        for card in self.cards.values():
            self._grid.removeWidget(card)
            card.hide()
        for place, method in enumerate(methods):
            self._grid.addWidget(self.cards[method], place // _ACROSS, place % _ACROSS)
            self.cards[method].show()
        for column in range(_ACROSS):
            self._grid.setColumnStretch(column, 1)
        self._menu.clear()
        for method in METHODS:
            if method not in methods:
                self._menu.addAction(method).triggered.connect(partial(self._ask_for, method))
        self.others.setVisible(not self._menu.isEmpty())

    def _ask_for(self, method: str, _on: bool = False) -> None:
        """Show the card of one more method, to be chosen there."""
        self._asked.add(method)
        self.show_unit(self.id)

    def _show_bar(self, unit: UnitValue, record: ValuationUnit) -> None:
        figures = {
            method: Figure(method, method, value, wan(value, 2))
            for method, value in unit.by_method.items()
            if value is not None and value > 0
        }
        main = figures.pop(record.main_method or "", None)
        if unit.weights and unit.value is not None:
            whole = unit.value + sum(unit.excluded.values())
            figures = {record.main_method or "": main, **figures} if main is not None else figures
            main = Figure(record.main_method, "加权", whole, wan(whole, 2))
        self.bar.setVisible(main is not None or bool(figures))
        self.bar.show_values(main, list(figures.values()))

    def _trace(self, method: object) -> None:
        card = self.cards.get(str(method))
        if card is not None:
            card.value.click()

    def _choose(self, method: str) -> None:
        self.session.enter([Entry("valuation_unit", self.id, "main_method", method)])

    def _cross(self, method: str, on: bool) -> None:
        record = self.session.record("valuation_unit", self.id)
        if not isinstance(record, ValuationUnit):
            return
        tried = {one for one, card in self.cards.items() if card.cross.isVisibleTo(card) and card.cross.isChecked() and one != method}
        wanted = tried | {method} if on else tried
        text = "、".join(one for one in METHODS if one in wanted)
        self.session.enter([Entry("valuation_unit", self.id, "cross_methods", text)])
