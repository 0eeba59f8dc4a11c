"""The pool: each data set's value, the state of its rights and what of it may secure a loan."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gzvalue.financing.result import FinancingPlan, PoolRow
from gzvalue.gui import pieces
from gzvalue.gui.figure import wan
from gzvalue.gui.figures_table import Column, FiguresTable, Line
from gzvalue.gui.session import Session
from gzvalue.gui.short_text import ShortText
from gzvalue.gui.tokens import L, M, S
from gzvalue.schema.kinds import in_percent

_COLUMNS = (
    Column("编号", width=64), Column("数据名称", wide=True, width=150), Column("价值（万元）", numeric=True), Column("权利状态", width=90),
    Column("权利状态系数", numeric=True, help="已发证且含经营权为 100%，未发证为 0；理由见下"), Column("计入质押池（万元）", numeric=True),
    Column("待发证后可增（万元）", numeric=True, help="只作说明，不计入"), Column("凭证", width=60),
)  # fmt: skip


class PoolPage(QWidget):
    """A table; under it the reason for the current row's coefficient.

    Signals:
        trace_asked(step): how a row's part came about.
        data_set_wanted(id): show the data set in the catalogue.
    """

    trace_asked = Signal(object)
    data_set_wanted = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.table = FiguresTable("质押池", _COLUMNS, empty="有测算价值的数据集会列在这里：先在“价值测算”中得出单元价值。")
        self.table.current.connect(self._explain)
        self.table.opened.connect(self._open)
        self.reason = ShortText(2)
        self.sum = pieces.caption("")
        self.open = pieces.button("怎么算的", lambda: self._open(self.table.current_key()), kind="link")
        self.show_data_set = pieces.button("看这个数据集", lambda: self.data_set_wanted.emit(self.table.current_key()), kind="link")
        box = pieces.column(
            pieces.caption("有测算价值的数据集才进入；价值 × 权利状态系数＝计入质押池。系数由凭证与核查情况定，不能直接改。"),
            self.table, self.reason, gap=S, margins=(0, M, 0, L),
        )  # fmt: skip
        box.addLayout(pieces.row(self.open, self.show_data_set, None, gap=M))
        box.addWidget(self.sum)
        self.setLayout(box)

    def refresh(self) -> None:
        """Follow the Session."""
        plan: FinancingPlan = self.session.financing
        self.table.show_lines([_line(row) for row in plan.rows])
        counts = "、".join(f"{word} {number} 项" for word, number in plan.status_counts.items())
        potential = f"，待发证后可增 {wan(plan.potential, 1)} 万元（不计入）" if plan.potential else ""
        self.sum.setText(f"质押池 {wan(plan.pool, 1)} 万元，取自测算价值 {wan(plan.value, 1)} 万元{potential}。{counts}")
        self._explain(self.table.current_key())

    def _find(self, id: object) -> PoolRow | None:
        plan: FinancingPlan = self.session.financing
        return next((row for row in plan.rows if row.id == id), None)

    def _explain(self, id: object) -> None:
        row = self._find(id)
        self.reason.set_whole(f"{row.code}：{row.reason}" if row is not None else "选中一行，查看系数的理由。")
        for button in (self.open, self.show_data_set):
            button.setVisible(row is not None)

    def _open(self, id: object) -> None:
        row = self._find(id)
        if row is None:
            return
        plan: FinancingPlan = self.session.financing
        found = next((step for step in plan.steps if step.about == ("data_set", row.id) and step.id.startswith("融资/质押池/")), None)
        if found is not None:
            self.trace_asked.emit(found)


def _line(row: PoolRow) -> Line:
    texts = (
        row.code, row.name, wan(row.value, 2), row.status, in_percent(row.coefficient, 0), wan(row.pooled, 2),
        wan(row.potential, 2) if row.potential else "", row.certificate,
    )  # fmt: skip
    sort = (row.code, row.name, row.value, row.status, row.coefficient, row.pooled, row.potential or None, row.certificate)
    return Line(row.id, texts, sort, tone="quiet" if not row.pooled else "")
