"""银行审查: the lender's page. Worked out beside the window, as every line of the stress table values the project anew."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from gzvalue.financing.lending import Lending, lending_of
from gzvalue.financing.result import FinancingPlan
from gzvalue.financing.stress import largest_contract
from gzvalue.gui import pieces
from gzvalue.gui.charts.run_off import RunOffColumns
from gzvalue.gui.charts.stress import StressBars
from gzvalue.gui.figures_table import FiguresTable
from gzvalue.gui.screens import financing_lender_lines as lines
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import L, M, S
from gzvalue.gui.work import Progress, Task, Work
from gzvalue.schema.project import Project
from gzvalue.valuation.figures import unit_step
from gzvalue.valuation.result import Step, Valuation

_SETTLED = 500  # milliseconds without a further change before it is worked out again
_NARROW = 560
_POOL, _LENDABLE = "融资/质押池价值", "融资/额度/数据质押"


class LenderPage(QWidget):
    """Ladder, stress, run-off, concentration, sale and public cases; every row and bar is a door.

    Signals:
        trace_asked(step): how a figure came about.
        place_wanted(form, id, key): a datum is asked for.
        cases_wanted(): show the public cases.
    """

    trace_asked = Signal(object)
    place_wanted = Signal(str, int, str)
    cases_wanted = Signal()

    def __init__(self, session: Session, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.work = session, work
        self.found: Lending | None = None
        self._about: Project | None = None
        self._task: Task | None = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLED)
        self._settle.timeout.connect(self.run)
        work.finished.connect(self._ended)
        self.state = pieces.caption("")
        self.sentences = pieces.caption("")
        self.ladder = self._table("质押率阶梯", lines.LADDER, lambda _key: self._open(_LENDABLE))
        self.bars = StressBars("压力测试：数据可支持的金额", "万元")
        self.bars.chosen.connect(self._open_stress)
        self.stress = self._table("压力测试", lines.STRESS, self._open_stress)
        self.stress_note = pieces.caption("")
        self.ends = self._table("损益平衡点", lines.ENDS, lambda _key: self._open(_LENDABLE))
        self.ends_note = pieces.caption("")
        self.run_off = RunOffColumns("价值消减与贷款余额", "万元")
        self.run_off.chosen.connect(lambda _key: self._open(_POOL))
        self.run_off_lines = self._table("价值消减与贷款余额", lines.RUN_OFF, lambda _key: self._open(_POOL))
        self.concentration = self._table("集中度", lines.SHARES, self._open_share)
        self.earned = pieces.caption("")
        self.sales = self._table("违约处置", lines.SALES, lambda _key: self._open(_POOL))
        self.distance = pieces.label("", wrap=True)
        for table in (self.ladder, self.ends, self.run_off_lines, self.sales):
            table.setMaximumWidth(_NARROW)
        self._body = self._page()
        self._area = pieces.scrolled(self._body)
        box = pieces.column(gap=S, margins=(0, M, 0, 0))
        box.addWidget(self.state)
        box.addWidget(self._area, 1)
        self.setLayout(box)
        self._body.hide()

    def _table(self, name: str, columns: Any, opened: Callable[[Any], object]) -> FiguresTable:
        made = FiguresTable(name, columns, fitted=True, sortable=False, doors=True)
        made.opened.connect(opened)
        return made

    def _page(self) -> QWidget:
        page = QWidget()
        page.setMaximumWidth(1000)
        box = pieces.column(gap=S, margins=(0, 0, M, L))
        groups: tuple[tuple[str, tuple[QWidget, ...]], ...] = (
            ("质押率阶梯（万元）", (self.sentences, self.ladder)),
            ("压力测试：数据可支持的金额（万元）", (self.bars, self.stress, self.stress_note)),
            ("损益平衡点", (self.ends, self.ends_note)),
            ("价值消减与贷款余额（万元）", (
                pieces.caption("把评估基准日逐年后移、收益期限相应缩短后重新测算；到期的合同、凭证不假定续期。"), self.run_off, self.run_off_lines)),
            ("集中度", (self.concentration, self.earned)),
            ("违约处置（万元）", (self.sales, pieces.caption(lines.SALES_NOTE))),
            ("与公开案例的距离", (self.distance, pieces.button("看公开案例 ›", self.cases_wanted.emit, kind="link"))),
        )  # fmt: skip
        self._groups: dict[str, tuple[QWidget, ...]] = {}
        for title, widgets in groups:
            head = pieces.section(title)
            head.setContentsMargins(0, M, 0, 0)
            self._groups[title] = (head, *widgets)
            for widget in (head, *widgets):
                box.addWidget(widget)
        box.addStretch(1)
        page.setLayout(box)
        return page

    # --- for the screen -------------------------------------------------------------------------

    def refresh(self) -> None:
        """Follow the Session: what is shown is said to be old until it has been worked out again."""
        if self._about is not self.session.project and self.isVisible():
            self.state.setText("已有改动，即将重新测算……" if self.found is not None else "正在准备测算……")
            self._settle.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up on what changed while another page was in front."""
        super().showEvent(event)
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is started for a page that nobody sees."""
        super().hideEvent(event)
        self._settle.stop()

    def close_down(self) -> None:
        """The project is being closed: nothing is started any more."""
        self._settle.stop()

    # --- working it out -------------------------------------------------------------------------

    def run(self) -> None:
        """Work it out for the present project; what is under way is given up."""
        if self._task is not None:
            self.work.cancel(self._task)
        project, valuation, plan = self.session.project, self.session.valuation, self.session.financing
        self.state.setText("正在测算压力情形……")
        self._task = self.work.run(
            "正在测算压力情形", _lending, project, valuation, plan,
            then=lambda found: self._show(project, plan, found), failed=lambda words: self._failed(project, words),
        )  # fmt: skip

    def _failed(self, project: Project, words: str) -> None:
        self._about = project
        self.state.setText(words)

    def _ended(self, task: Task) -> None:
        if task is self._task:
            self._task = None
            if task.stop.is_set():
                self._about = self.session.project  # stopped on purpose: worked out again when something changes
                self.state.setText("已停止；下一次修改后重新测算。")

    def _show(self, project: Project, plan: FinancingPlan, found: Lending) -> None:
        self._about, self.found = project, found
        page, stress = found.lender, found.stress
        self.state.setText("每项只改一个输入，用同一程序重新测算，未经评估。点一行或一根条，看它从哪个数算起。")
        self.sentences.setText("\n".join(page.sentences))
        self.ladder.show_lines(lines.ladder(page, plan))
        self.bars.show_cases(lines.cases(stress, plan), lines.target(stress))
        self.stress.show_lines(lines.stress(stress))
        self.stress_note.setText(stress.note)
        self.ends.show_lines([lines.end(one) for one in stress.break_evens])
        self.ends_note.setText(lines.ends_note(stress))
        self.run_off.show_pairs(lines.pairs(page))
        self.run_off_lines.show_lines(lines.run_off(page))
        self.concentration.show_lines(lines.shares(page))
        self.earned.setText(lines.earned(found))
        self.sales.show_lines(lines.sales(page))
        self.distance.setText("" if page.distance is None else page.distance.words)
        seen = (bool(plan.pool), bool(stress.lines), bool(stress.break_evens), len(page.run_off) > 1, bool(page.by_data_set.shares), bool(plan.pool),
                page.distance is not None)  # fmt: skip
        for widgets, on in zip(self._groups.values(), seen, strict=True):
            for widget in widgets:
                widget.setVisible(on)
        self._body.setVisible(any(seen))
        if not any(seen):
            self.state.setText("还没有质押池价值：先在“价值测算”中得出单元价值，并登记权属凭证，这里才有可审查的数字。")
        self.refresh()

    # --- doors ----------------------------------------------------------------------------------

    def _open(self, id: str) -> None:
        found: Step | None = next((one for one in self.session.financing.steps if one.id == id), None)
        if found is not None:
            self.trace_asked.emit(found)

    def _open_stress(self, key: object) -> None:
        """The present figure that a case starts from; a loss leads to what would be lost."""
        contract = largest_contract(self.session.project) if key == "contract" else None
        if contract is not None:
            self.place_wanted.emit("contract", contract.id, "annual_amount")
        elif key in ("right", "largest") and self.found is not None and self.found.lender.by_data_set.shares:
            self._open(f"融资/质押池/{self.found.lender.by_data_set.shares[0][0]}")
        else:
            self._open(_LENDABLE if key == "now" else _POOL)

    def _open_share(self, key: object) -> None:
        if not isinstance(key, tuple):
            return
        what, code = key
        if what == "数据集":
            self._open(f"融资/质押池/{code}")
        elif what == "评估单元":
            unit = next((one for one in self.session.valuation.units if one.code == code), None)
            step = None if unit is None else unit_step(unit)
            if step is not None:
                self.trace_asked.emit(step)
        else:
            record = self.session.project.by_code["contract"].get(code)
            if record is not None:
                self.place_wanted.emit("contract", record.id, "annual_amount")


def _lending(project: Project, valuation: Valuation, plan: FinancingPlan, *, progress: Progress) -> Lending:
    """In the work thread, on frozen values."""
    progress(0, 0, "正在测算压力情形")
    found = lending_of(project, valuation, plan)
    progress(1, 1, "正在测算压力情形")
    return found
