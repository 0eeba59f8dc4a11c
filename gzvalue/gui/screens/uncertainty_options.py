"""实物期权: the worth of being able to wait, extend or give up, beside the conclusion and never in it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gzvalue.gui import pieces
from gzvalue.gui.figure import wan
from gzvalue.gui.figures_table import Column, FiguresTable, Line
from gzvalue.gui.rows import RowsPanel, RowsTable
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import L, M, S
from gzvalue.valuation.simulation.options import OptionValue, option_values

_KEYS = [
    "code",
    "name",
    "unit",
    "kind",
    "model",
    "spot",
    "strike",
    "rate",
    "volatility",
    "years",
    "delay_cost",
    "steps",
    "american",
    "basis",
]
_COLUMNS = (Column("编号", width=70), Column("期权", wide=True, width=180), Column("模型", width=130), Column("期权价值（万元）", numeric=True, width=130),
            Column("说明", width=260))  # fmt: skip


class OptionsPage(QWidget):
    """The forms above, what they come to below; a double click opens the derivation.

    Signals:
        trace_asked(step): how a figure came about.
    """

    trace_asked = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._found: tuple[OptionValue, ...] = ()
        self.table = RowsTable(
            session,
            "real_option",
            _KEYS,
            empty=("可以等待、扩张或放弃本身也有价值。写下一项，按布莱克–斯科尔斯或二叉树测算。", "新增实物期权"),
        )
        self.values = FiguresTable("实物期权价值", _COLUMNS, empty="填写一项实物期权后，这里显示它的价值。")
        self.values.opened.connect(self._open)
        for part in (self.table, self.values):
            part.setMinimumHeight(60)  # both scroll: the smallest window holds them
        self.setLayout(
            pieces.column(
                pieces.caption("实物期权只作佐证，不进入结论，也不与结论相加。波动率须有依据，本软件不提供现行利率。"),
                RowsPanel(self.table, add_word="新增期权"), self.values, gap=S, margins=(0, M, 0, L),
            )
        )  # fmt: skip
        self.refresh()

    def refresh(self) -> None:
        """Follow the Session."""
        self._found = option_values(self.session.project)
        self.values.show_lines([_line(one) for one in self._found])
        self.values.setVisible(bool(self._found))

    def _open(self, id: object) -> None:
        one = next((one for one in self._found if one.id == id), None)
        if one is not None and one.steps:
            self.trace_asked.emit(one.steps[-1])


def _line(one: OptionValue) -> Line:
    note = one.fault or "只作佐证；双击看计算过程"
    texts = (one.code, one.name, one.model or "—", "—" if one.value is None else wan(one.value, 2), note)
    return Line(one.id, texts, (one.code, one.name, one.model, one.value, note), tone="quiet" if one.value is None else "")
