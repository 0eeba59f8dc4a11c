"""Cost items: all of the project, or those of one unit's data sets."""

from collections.abc import Collection
from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gzvalue.gui import pieces
from gzvalue.gui.figure import wan
from gzvalue.gui.folded import Folded
from gzvalue.gui.record import RecordForm
from gzvalue.gui.rows import RowsPanel, RowsTable
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import L, M
from gzvalue.schema.field import OWN_DEFAULT, Record
from gzvalue.schema.valuation_forms import CostItem

_COLUMNS = [
    "data_set",
    "category",
    "name",
    "amount",
    "basis",
    "incurred_on",
    "index_then",
    "index_now",
    "allocation",
    "department",
    "filler",
]
_LEAST = 230


class CostsPage(QWidget):
    """A grid of cost items with what they come to.

    Signals:
        said(text): a quiet line.
    """

    said = Signal(str)

    def __init__(self, session: Session, *, whole: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._whole = whole
        self._codes: tuple[str, ...] = ()
        self.table = RowsTable(
            session,
            "cost_item",
            _COLUMNS,
            where=self._mine,
            fixed=self._fixed,
            empty=("还没有成本。逐项填写重新形成这些数据要花的钱，可从 Excel 整块粘贴。", "新增一项成本"),
        )
        self.table.said.connect(self.said)
        self.panel = RowsPanel(self.table, add_word="新增成本")
        self.sum = pieces.caption("")
        hint = (
            "数据集编号留空的是共同成本，按所选依据分摊到全部数据集。"
            if whole
            else "金额为评估基准日的重置水平；只有历史成本时另填物价指数。"
        )
        box = pieces.column(pieces.caption(hint), margins=(0, M, 0, L))
        box.addWidget(self.panel, 1)
        box.addWidget(self.sum)
        self.weights = RecordForm(session, "quality_weights", scrolling=False, helping=False) if whole else None
        if self.weights is not None:
            self.quality = Folded("专家方法：δ 取实测质量时六个维度的权重", self.weights, hint=f"留空为{OWN_DEFAULT}")
            box.addWidget(self.quality)
        if whole:  # a low window scrolls
            page = QWidget()
            page.setLayout(box)
            self.panel.setMinimumHeight(_LEAST)
            self.setLayout(pieces.column(pieces.scrolled(page)))
        else:
            self.setLayout(box)
            self.table.setMinimumHeight(260)

    def show_codes(self, codes: Collection[str]) -> None:
        """Show the costs of these data sets."""
        if tuple(codes) != self._codes:
            self._codes = tuple(codes)
            self.table.set_where(self._mine)
        self.refresh()

    def focus_weight(self, key: str) -> None:
        """Go to the weight of a quality dimension."""
        if self.weights is not None:
            self.quality.set_open(True)
            self.weights.focus_field(key or "accuracy")

    def refresh(self) -> None:
        """Follow the Session."""
        items = [one for one in self.session.project.cost_items if self._mine(one)]
        entered = sum((one.amount for one in items if one.amount is not None), Decimal(0))
        data_sets = [one for one in self.session.valuation.data_sets if self._whole or one.code in self._codes]
        cost = sum((one.cost for one in data_sets if one.cost is not None), Decimal(0))
        replacement = sum((one.replacement_cost for one in data_sets if one.replacement_cost is not None), Decimal(0))
        self.sum.setVisible(bool(items))
        self.sum.setText(
            f"{len(items)} 项，录入 {wan(entered, 2)} 万元；重置成本 {wan(replacement, 2)} 万元，乘价值调整系数后成本价值 {wan(cost, 2)} 万元"
        )

    def _mine(self, record: Record) -> bool:
        return self._whole or (isinstance(record, CostItem) and record.data_set in self._codes)

    def _fixed(self) -> dict[str, str]:
        return {} if self._whole or not self._codes else {"data_set": self._codes[0]}
