"""市场法: what is declared of the market, the parts of units, comparables with five coefficients, and the user's own library."""

from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QSplitter, QWidget

from gzvalue.errors import UserError
from gzvalue.gui import pieces
from gzvalue.gui.comparables_dialog import LibraryDialog
from gzvalue.gui.figure import NONE
from gzvalue.gui.folded import Folded
from gzvalue.gui.record import RecordForm
from gzvalue.gui.rows import RowsPanel, RowsTable
from gzvalue.gui.rows_model import Computed
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import XS, M, S
from gzvalue.schema.field import Record
from gzvalue.schema.market_forms import Comparable

_COLUMNS = [
    "unit", "subset", "name", "source", "deal_date", "value", "quality", "supply", "timing", "volume", "other",
]  # fmt: skip
_PAIRS = [
    "quality_own",
    "quality_reference",
    "index_now",
    "index_then",
    "volume_own",
    "volume_reference",
    "volume_power",
    "weight",
    "rights",
    "reason",
]


class MarketPage(QWidget):
    """The premises folded above, the comparables with their adjusted values, the parts folded below.

    Signals:
        said(text): a quiet line.
    """

    said = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._known: tuple[object, dict[int, Decimal]] = (None, {})
        self.hint = pieces.caption("", wrap=True)
        self.state = RecordForm(session, "market_state", scrolling=False, helping=False)
        adjusted = Computed("adjusted", "修正后（元）", self._adjusted, numeric=True, help="案例价值×五项系数；没有日期或缺系数时没有")
        self.table = RowsTable(
            session, "comparable", [*_COLUMNS, adjusted, *_PAIRS],
            empty=("市场上成交或挂牌的相似数据产品，记下来源和日期；可从自己的案例库加入。", "新增可比案例"),
        )  # fmt: skip
        panel = RowsPanel(self.table, add_word="新增案例")
        self.from_library = pieces.button("从案例库加入…", self.choose, tip="案例库存在本机，各项目共用")
        self.to_library = pieces.button("存入案例库", self.keep, kind="quiet", tip="把选中的案例存入自己的案例库，供以后的项目使用")
        panel.bar.insertWidget(3, self.to_library)
        panel.bar.insertWidget(3, self.from_library)
        self.subsets = RowsTable(
            session, "market_subset", ["unit", "name", "combine", "reason"],
            empty=("一个单元分几部分求和、或一部分有几个案例时，在这里写明取值方式与理由。", "新增子数据集"),
        )  # fmt: skip
        subsets = RowsPanel(self.subsets, add_word="新增子数据集")
        subsets.setMinimumHeight(180)
        self.premises = Folded("市场法前提", self.state, hint="声明有合法、活跃的市场并写明理由，才采用市场法")
        self.parts = Folded("子数据集与取值方式", subsets, hint="平均、中位数或加权，须有理由")
        upper, lower = QWidget(), QWidget()
        folded = pieces.scrolled(_page(self.premises, self.parts))
        folded.setMinimumHeight(28)
        upper.setLayout(pieces.column(self.hint, folded, gap=XS))
        box = pieces.column(gap=S)
        box.addWidget(panel, 1)
        lower.setLayout(box)
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.setChildrenCollapsible(False)
        halves.addWidget(upper)
        halves.addWidget(lower)
        halves.setStretchFactor(1, 1)
        halves.setSizes([120, 420])
        self._halves = halves
        self.setLayout(pieces.column(halves, margins=(0, M, 0, 0)))
        for part in (self.premises, self.parts):
            part.opened.connect(lambda _open: self._give_room())
        for table in (self.table, self.subsets):
            table.said.connect(self.said)

    def refresh(self) -> None:
        """Follow the Session."""
        state = self.session.project.rows["market_state"][1]
        active = getattr(state, "active", None)
        words = {"是": "已声明有活跃市场。", "否": "已声明没有活跃市场，不采用市场法；案例只作记录备查。"}
        self.hint.setText(words.get(active or "", "还没有声明市场情况；没有活跃市场时不采用市场法，案例先记录备查。"))
        self.state.refresh()
        self.table.refresh()
        self.subsets.refresh()

    def select(self, form: str, id: int, key: str) -> bool:
        """Go to a comparable, a part, or a premise."""
        if form == "market_state":
            self.premises.set_open(True)
            return self.state.focus_field(key or "active")
        if form == "market_subset":
            self.parts.set_open(True)
            return self.subsets.select(id, key)
        return self.table.select(id, key)

    def choose(self) -> None:
        """Cases of the library into the project."""
        try:
            dialog = LibraryDialog(self.session, self.window())
        except UserError as wrong:
            self.said.emit(str(wrong))
            return
        dialog.said.connect(self.said)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            dialog.copy_chosen()

    def keep(self) -> None:
        """The chosen comparables into the library."""
        from gzvalue.actions.comparables import case_of, keep  # late: seldom wanted

        chosen = [self.session.record("comparable", id) for id in self.table.selected_ids()]
        cases = [case_of(one) for one in chosen if isinstance(one, Comparable)]
        if not cases:
            self.said.emit("请先选中要存入案例库的案例")
            return
        try:
            added = keep(cases)
        except UserError as wrong:
            self.said.emit(str(wrong))
            return
        self.said.emit(f"案例库新加入 {added} 个案例" if added else "这些案例已在案例库中")

    def _give_room(self) -> None:
        open_parts = self.premises.is_open + self.parts.is_open
        height = max(self._halves.height(), 300)
        upper = 90 + 190 * open_parts
        self._halves.setSizes([min(upper, height - 180), max(height - upper, 180)])

    def _adjusted(self, record: Record) -> str:
        valuation = self.session.valuation
        if self._known[0] is not valuation:
            steps = (one for one in valuation.steps if one.formula == "adjusted_reference")
            self._known = valuation, {one.about[1]: one.value for one in steps if not isinstance(one.value, tuple)}
        value = self._known[1].get(record.id)
        return NONE if value is None else f"{value:,.2f}"


def _page(*parts: QWidget) -> QWidget:
    page = QWidget()
    page.setLayout(pieces.column(*parts, None, gap=S))
    return page
