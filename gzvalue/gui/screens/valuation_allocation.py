"""What the units' values come to per data set, with each data set's cost approach beside it."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gzvalue.gui import pieces
from gzvalue.gui.doors import share_step
from gzvalue.gui.figure import FigureDoor, wan
from gzvalue.gui.figures_table import Column, FiguresTable, Line
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import L, M
from gzvalue.schema.kinds import in_percent
from gzvalue.valuation.figures import data_set_step
from gzvalue.valuation.result import DataSetValue, Step

_COLUMNS = (
    Column("编号", width=70), Column("数据名称", wide=True, width=150), Column("主要方法"), Column("价值（万元）", numeric=True),
    Column("其中可转让", numeric=True), Column("内部", numeric=True), Column("成本法对照", numeric=True),
    Column("重置成本", numeric=True), Column("δ", numeric=True, help="价值调整系数"), Column("说明", width=84),
)  # fmt: skip


class AllocationPage(QWidget):
    """A table of all data sets; under it the doors of the chosen one.

    Signals:
        trace_asked(step): how a figure came about.
        data_set_wanted(id): show the data set in the catalogue.
    """

    trace_asked = Signal(object)
    data_set_wanted = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.table = FiguresTable("各数据集价值", _COLUMNS, empty="数据目录里有数据集后，这里列出每个数据集分到的价值和成本法对照。")
        self.table.current.connect(self._show_doors)
        self.table.opened.connect(self._open)
        self.sum = pieces.caption("")
        self._doors = QHBoxLayout()
        self._doors.setSpacing(M)
        box = pieces.column(
            pieces.caption("单元价值按各单元的分摊依据分到数据集，分到分，合计与总价值一致；金额单位万元。"),
            self.table,
            margins=(0, M, 0, L),
        )
        box.addLayout(self._doors)
        box.addWidget(self.sum)
        self.setLayout(box)

    def refresh(self) -> None:
        """Follow the Session."""
        valuation = self.session.valuation
        self.table.show_lines([_line(one) for one in valuation.data_sets])
        valued = [one for one in valuation.data_sets if one.value is not None]
        self.sum.setText(
            f"{len(valued)} 项数据集有价值，合计 {wan(valuation.total, 2)} 万元；"
            f"全部数据集的成本法合计 {wan(valuation.cost, 2)} 万元，仅作对照，不计入结论"
        )
        self._show_doors(self.table.current_key())

    def select(self, id: int) -> bool:
        """Make a data set current."""
        return self.table.select(id)

    def _find(self, id: object) -> DataSetValue | None:
        return next((one for one in self.session.valuation.data_sets if one.id == id), None)

    def _show_doors(self, id: object) -> None:
        pieces.clear(self._doors)
        one = self._find(id)
        if one is None:
            self._doors.addWidget(pieces.caption("选中一行，查看它的价值由哪些单元分来。", wrap=False))
            self._doors.addStretch(1)
            return
        self._doors.addWidget(pieces.button(f"{one.code} {one.name}", partial(self.data_set_wanted.emit, one.id), kind="link"))
        for unit in self.session.valuation.units:
            if unit.code in one.by_unit:
                self._door(f"{unit.code} 分来 {wan(one.by_unit[unit.code], 2)}", share_step(unit, one.code))
        if one.cost is not None:
            self._door(f"成本法 {wan(one.cost, 2)}", data_set_step(self.session.valuation, one.id, "cost"))
        self._doors.addStretch(1)

    def _door(self, words: str, step: Step | None) -> None:
        door = FigureDoor()
        door.set_open(step is not None)
        door.set_figure(words, "万元")
        door.clicked.connect(lambda: self.trace_asked.emit(step))
        self._doors.addWidget(door)

    def _open(self, id: object) -> None:
        one = self._find(id)
        if one is None:
            return
        valuation = self.session.valuation
        step = data_set_step(valuation, one.id) or data_set_step(valuation, one.id, "cost")
        if step is not None:
            self.trace_asked.emit(step)


def _line(one: DataSetValue) -> Line:
    amounts = (one.value, one.transferable, one.internal, one.cost, one.replacement_cost)
    delta = in_percent(one.adjustment) if one.adjustment is not None else "—"
    note = one.excluded or ("未入单元" if not one.by_unit and one.value is None else "")
    texts = (one.code, one.name, one.method or "—", *(wan(amount, 2) for amount in amounts), delta, note)
    sort = (one.code, one.name, one.method, *amounts, one.adjustment, note)
    return Line(one.id, texts, sort, tone="quiet" if one.value is None else "")
