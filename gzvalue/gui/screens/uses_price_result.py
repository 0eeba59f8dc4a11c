"""What a price comes to: key figures, coefficients on their ranges, ways of charging, comparisons; every figure is a door."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from gzvalue.gui import pieces
from gzvalue.gui.figure import FigureDoor
from gzvalue.gui.figures_table import Column, FiguresTable, Line
from gzvalue.gui.screens.uses_price_chart import QuoteChart
from gzvalue.gui.screens.uses_price_range import RangeBar
from gzvalue.gui.tokens import FIGURE, SECTION, L, M, S
from gzvalue.schema.kinds import grouped, in_percent, plain, rounded
from gzvalue.schema.price_forms import COEFFICIENTS
from gzvalue.valuation.price_result import CAVEAT, PROPOSED, Coefficient, ModePrice, Price

_MODES = (
    Column("计价方式", width=108), Column("单价", numeric=True, width=150), Column("说明", wide=True, width=130), Column("区间", width=150),
    Column("预计年收入（元）", numeric=True, width=116),
)  # fmt: skip
_CHECKS = (
    Column("形式", wide=True, width=92),
    Column("价格（元）", numeric=True, width=116),
    Column("折成每年（元）", numeric=True, width=116),
)


class CoefficientLine(QWidget):
    """One coefficient: name, value as a door, its range, where it comes from, and a way back to the proposal.

    Signals:
        moved(key, value): while the knob is drawn.
        settled(key, value): to be entered; ``None`` gives it back to the program.
        opened(key): how the proposal came about.
    """

    moved = Signal(str, object)
    settled = Signal(str, object)
    opened = Signal(str)

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key, span = key, COEFFICIENTS[key]
        self.bar = RangeBar(span)
        self.door = FigureDoor(SECTION, bold=True, right=True)
        self.door.clicked.connect(lambda: self.opened.emit(key))
        self.back = pieces.button("用建议", lambda: self.settled.emit(key, None), kind="link", tip="清空填写的系数，由程序按项目数据建议")
        self.reason = pieces.caption("")
        self.bar.moved.connect(lambda value: self.moved.emit(key, value))
        self.bar.settled.connect(lambda value: self.settled.emit(key, value))
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(M)
        grid.setVerticalSpacing(0)
        name = pieces.label(f"{span.label} {span.sign}", "label")
        name.setMinimumWidth(112)
        name.setContentsMargins(0, 4, 0, 0)
        grid.addWidget(name, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.bar, 0, 1)
        grid.addWidget(self.door, 0, 2, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(2, 56)
        grid.addWidget(self.reason, 1, 0, 1, 2)
        grid.addWidget(self.back, 1, 2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self.setLayout(grid)

    def show_part(self, part: Coefficient, *, own: bool) -> None:
        """Show it; ``own`` says that a value was typed into the record."""
        self.bar.show_value(part.value, part.proposed)
        self.door.set_figure(plain(part.value), name=f"{part.range.label} {part.range.sign}")
        self.door.set_open(part.step is not None)
        proposal = f"；程序建议 {plain(part.proposed)}" if part.proposed is not None and part.basis != PROPOSED else ""
        self.reason.setText(f"{part.basis_words}：{part.reason}{proposal}")
        self.back.setVisible(own)


class PriceResult(QWidget):
    """One column, read from above.

    Signals:
        moved(key, value), settled(key, value): of a coefficient.
        opened(id): the step behind a figure.
        wanted(form, id, key): the datum of a problem.
    """

    moved = Signal(str, object)
    settled = Signal(str, object)
    opened = Signal(str)
    wanted = Signal(str, int, str)

    def __init__(self, *buttons: QWidget) -> None:
        super().__init__()
        self._price: Price | None = None
        self.setMinimumWidth(300)
        self.word = pieces.label("", "attention", wrap=True)
        self.figure = FigureDoor(FIGURE, bold=True)
        self.band, self.each, self.base = FigureDoor(), FigureDoor(), FigureDoor()
        self.base_how = pieces.caption("")
        for door, end in ((self.figure, "/测算价格"), (self.band, "/区间下限"), (self.each, "/每个买方的价格"), (self.base, "/基础价格")):
            door.clicked.connect(partial(self._open, end))
        self.lines = {key: CoefficientLine(key) for key in COEFFICIENTS}
        self.k = FigureDoor(SECTION, bold=True)
        self.k.clicked.connect(partial(self._open, "/调整系数"))
        self.modes = FiguresTable("各计价方式", _MODES, fitted=True, sortable=False, doors=True)
        self.modes.opened.connect(self._open_mode)
        self.chart = QuoteChart()
        self.chart.chosen.connect(lambda key: self.opened.emit(key) if isinstance(key, str) else None)
        self.sentences: QVBoxLayout = pieces.column(gap=S)
        self.checks = FiguresTable("其他形式的价格", _CHECKS, fitted=True, sortable=False, doors=True)
        self.checks.opened.connect(lambda key: self.opened.emit(str(key)) if key else None)
        self.checks_note = pieces.caption("")
        self.problems: QVBoxLayout = pieces.column(gap=S)
        self._body = QWidget()
        self._body.setLayout(self._laid_out())
        box = pieces.column(gap=M, margins=(L, 0, M, L))
        box.addLayout(pieces.row(*buttons, None, gap=S))
        box.addWidget(self.word)
        box.addWidget(self._body)
        box.addWidget(pieces.caption(CAVEAT))
        box.addStretch(1)
        self.setLayout(box)
        for line in self.lines.values():
            line.moved.connect(self.moved)
            line.settled.connect(self.settled)
            line.opened.connect(self._open_coefficient)

    def _laid_out(self) -> QVBoxLayout:
        box = pieces.column(gap=S)
        box.addWidget(pieces.label("测算价格（一年，全部买方合计）", "label"))
        box.addWidget(self.figure)
        for words, door in (("议价区间", self.band), ("每个买方", self.each), ("基础价格", self.base)):
            name = pieces.label(words, "caption")
            name.setMinimumWidth(64)
            box.addLayout(pieces.row(name, door, None, gap=S))
        box.addWidget(self.base_how)
        box.addLayout(self.problems)
        head = pieces.row(pieces.section("系数"), None, pieces.label("K", "caption"), self.k, gap=S)
        head.setContentsMargins(0, M, 0, 0)
        box.addLayout(head)
        for line in self.lines.values():
            box.addWidget(line)
        for title, widgets in (
            ("计价方式", (self.modes,)),
            ("与外来价格比较", (self.chart,)),
            ("其他形式（只作对照）", (self.checks, self.checks_note)),
        ):
            box.addLayout(_headed(title, *widgets, more=self.sentences if self.chart in widgets else None))
        return box

    # --- what is shown --------------------------------------------------------------------------

    def show_price(self, price: Price | None, typed: frozenset[str], empty: str) -> None:
        """Show a price, or why there is none.

        Args:
            price: the price; ``None`` while no record is chosen.
            typed: keys of coefficients that were entered in the record.
            empty: what is said without a price.
        """
        self._price = price
        refused = price is None or bool(price.refused)
        self._body.setVisible(not refused)
        self.word.setText(empty if price is None else price.refused)
        self.word.setVisible(refused)
        pieces.set_role(self.word, "caption" if price is None else "stop")
        self._show_problems(price)
        if price is None or price.refused:
            return
        self.figure.set_figure(grouped(price.price, 2), "元", name="测算价格")
        self.band.set_figure(f"{grouped(price.low, 2)}–{grouped(price.high, 2)}", "元", name="议价区间")
        self.each.set_figure(
            grouped(price.price_per_buyer, 2), "元，独家" if price.exclusive else f"元，预计 {price.buyers} 个买方", name="每个买方"
        )
        self.base.set_figure(grouped(price.base_price, 2), "元", name="基础价格")
        self.base_how.setText(f"基础价格＝年成本 {grouped(price.cost_per_year, 2)} 元 ×（1＋目标利润率 {in_percent(price.margin, 2)}）")
        for key, part in price.coefficients.items():
            self.lines[key].show_part(part, own=key in typed)
        self.k.set_figure(plain(rounded(price.coefficient, 6)), name="调整系数 K")
        self.modes.show_lines([_mode_line(number, one) for number, one in enumerate(price.modes)])
        self._show_compared(price)
        checks = [
            Line(one.steps[-1].id if one.steps else "", (one.label, grouped(one.whole, 2), _money(one.per_year)))
            for one in price.cross_checks
        ]
        self.checks.show_lines(checks)
        self.checks_note.setText("\n".join(f"{one.label}：{one.words}" for one in price.cross_checks))
        pieces.holder_of(self.checks).setVisible(bool(checks))

    def _show_compared(self, price: Price) -> None:
        self.chart.show_rows(price.compared)
        self.chart.setVisible(bool(self.chart.rows))
        pieces.clear(self.sentences)
        for one in price.compared:
            role = "good" if one.within else "caption" if one.within is None else "attention"
            self.sentences.addWidget(pieces.label(one.words, role, wrap=True))
        pieces.holder_of(self.chart).setVisible(bool(price.compared))

    def _show_problems(self, price: Price | None) -> None:
        pieces.clear(self.problems)
        if price is None or price.refused:
            return
        for one in price.problems:
            door = pieces.button("到填报处", partial(self.wanted.emit, one.form, one.id, one.key), kind="link")
            text = pieces.label(one.message, "stop" if one.level == "error" else "attention", wrap=True)
            line = QWidget()
            inner = pieces.row(text, door, gap=S)
            inner.setStretch(0, 1)
            line.setLayout(inner)
            self.problems.addWidget(line)

    # --- doors ----------------------------------------------------------------------------------

    def _open(self, end: str) -> None:
        if self._price is not None:
            found = next((step.id for step in self._price.steps if step.id.startswith("定价/") and step.id.endswith(end)), "")
            if found:
                self.opened.emit(found)

    def _open_coefficient(self, key: str) -> None:
        part = None if self._price is None else self._price.coefficients.get(key)
        if part is not None and part.step is not None:
            self.opened.emit(part.step.id)

    def _open_mode(self, number: object) -> None:
        if self._price is not None and isinstance(number, int) and self._price.modes[number].steps:
            self.opened.emit(self._price.modes[number].steps[0].id)


def _headed(title: str, *widgets: QWidget, more: QVBoxLayout | None = None) -> QVBoxLayout:
    """A group under its heading, in a widget of its own that can be put out of sight."""
    group = QWidget()
    inner = pieces.column(pieces.section(title), *widgets, gap=S, margins=(0, M, 0, 0))
    if more is not None:
        inner.addLayout(more)
    group.setLayout(inner)
    return pieces.column(group)


def _mode_line(number: int, one: ModePrice) -> Line:
    if one.unit_price is None:
        return Line(number, (one.mode, "—", one.words, "", ""), tone="quiet")
    share = one.unit == "%"
    ends = [end for end in (one.low, one.high) if end is not None]
    shown: Callable[[Decimal], str] = (lambda value: in_percent(value, 2)) if share else (lambda value: f"{value:,f}")
    price = f"买方收益的 {shown(one.unit_price)}" if share else f"{shown(one.unit_price)} {one.unit}"
    band = "–".join(shown(end) for end in ends) if any(ends) else ""
    return Line(number, (one.mode, price, _with_tiers(one), band, _money(one.revenue)))


def _with_tiers(one: ModePrice) -> str:
    return "；".join((one.words, *(f"{tier.name} {grouped(tier.price, 2)} 元" for tier in one.tiers)))


def _money(amount: Decimal | None) -> str:
    return "" if amount is None else grouped(amount, 2)
