"""The repayment plan: instalments to type in and their sum, beside what is due on which day."""

from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from gzvalue.financing.result import FinancingPlan, ScheduleRow
from gzvalue.gui import pieces
from gzvalue.gui.figure import NONE, wan
from gzvalue.gui.figures_table import Column, FiguresTable, Line
from gzvalue.gui.rows import RowsPanel, RowsTable
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import L, M, S

_TYPED = ["due_on", "amount", "note"]
_COLUMNS = (
    Column("日期", width=96), Column("还本", numeric=True, width=84), Column("付息", numeric=True, width=84),
    Column("还后余额", numeric=True, wide=True, width=96, help="这一天还款之后尚欠的本金"),
)  # fmt: skip
_BEFORE = "填好申请贷款金额、期限、年利率和拟放款日期后，这里列出每一天应还的本金和利息。"


class PaymentsPage(QWidget):
    """Typing left, the schedule right.

    Signals:
        said(text): a quiet line.
        trace_asked(step): how the interest of a day came about.
    """

    said = Signal(str)
    trace_asked = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.table = RowsTable(
            session, "principal_payment", _TYPED, widths={"due_on": 110, "amount": 120},
            empty=("分期还本的，逐笔填写哪天还多少本金。不填则按每月等额本金估算。", "新增一笔还本"),
        )  # fmt: skip
        self.table.said.connect(self.said)
        self.note = pieces.caption("")
        self.schedule_note = pieces.caption("")
        self.total = pieces.label("", "strong")
        self.schedule = FiguresTable("应还本金和利息", _COLUMNS, sortable=False)
        self.schedule.opened.connect(self._open)
        typed = QWidget()
        typed.setLayout(
            pieces.column(pieces.section("还本计划"), self.note, RowsPanel(self.table, add_word="新增还本"), gap=S, margins=(0, M, M, M))
        )
        made = QWidget()
        made.setLayout(
            pieces.column(
                pieces.section("应还本金和利息（万元）"), self.schedule_note, self.total, self.schedule, gap=S, margins=(M, M, 0, L)
            )
        )
        split = QSplitter(Qt.Orientation.Horizontal)
        for side in (typed, made):
            split.addWidget(side)
        split.setChildrenCollapsible(False)
        split.setSizes([500, 480])
        self.setLayout(pieces.column(split))

    def refresh(self) -> None:
        """Follow the Session: the schedule and its sums."""
        plan: FinancingPlan = self.session.financing
        rows = plan.schedule
        self.note.setText(self._words(plan))
        self.schedule_note.setText(f"{plan.schedule_note}。" if rows and plan.schedule_note else "" if rows else _BEFORE)
        self.schedule_note.setVisible(bool(self.schedule_note.text()))
        self.total.setVisible(bool(rows))
        self.total.setText(f"{len(rows)} 次，利息合计 {wan(sum((row.interest for row in rows), Decimal(0)), 2)} 万元")
        self.schedule.setVisible(bool(rows))
        self.schedule.show_lines([_line(row) for row in rows])

    def _words(self, plan: FinancingPlan) -> str:
        total = sum((one.amount for one in self.session.project.principal_payments if one.amount is not None), Decimal(0))
        if not total or plan.loan is None:
            return "到期一次还本的不用填。"
        same = "，与申请金额一致" if total == plan.loan else f"，与申请金额 {wan(plan.loan)} 万元相差 {wan(abs(total - plan.loan), 2)} 万元"
        return f"合计 {wan(total)} 万元{same}。"

    def _open(self, day: object) -> None:
        found = next((step for step in self.session.financing.steps if step.id == f"融资/还本计划/{day}/利息"), None)
        if found is not None:
            self.trace_asked.emit(found)


def _line(row: ScheduleRow) -> Line:
    paid = tuple(wan(amount, 2) if amount else NONE for amount in (row.principal, row.interest))
    return Line(row.on.isoformat(), (row.on.isoformat(), *paid, wan(row.balance, 2)))
