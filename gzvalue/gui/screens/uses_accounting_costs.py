"""成本归集: historical costs with what becomes of each; the same names as in the cost approach, other amounts."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gzvalue.accounting.collection import totals
from gzvalue.accounting.result import CAPITALISED, OUTCOMES, UNDECIDED, CostLine
from gzvalue.accounting.rules import item_of_category
from gzvalue.actions.accounting import Books
from gzvalue.gui import pieces
from gzvalue.gui.rows import RowsPanel, RowsTable
from gzvalue.gui.rows_model import Computed
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import M, S
from gzvalue.schema.accounting_forms import BookedCost
from gzvalue.schema.cost_forms import CostItem
from gzvalue.schema.field import Record
from gzvalue.schema.kinds import grouped, plain

_COLUMNS = ("data_set", "name", "item", "phase", "incurred_on", "amount")
_REST = ("category", "voucher", "treatment", "reason", "expensed_before", "asset", "allocation", "evidence", "department", "filler")


class CostsPage(QWidget):
    """The list, what it sums to by outcome, and a way to bring the names over from the cost approach.

    Signals:
        said(text): a quiet line.
    """

    said = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._lines: dict[int, list[CostLine]] = {}
        self.table = RowsTable(
            session, BookedCost.form.name,
            [*_COLUMNS, Computed("outcome", "处理结果", self._outcome, help="按规则得出：计入成本、费用化、不入账或待定"),
             Computed("why", "理由", self._why), *_REST],
            widths={"data_set": 70, "name": 150, "item": 90, "phase": 80, "incurred_on": 96, "outcome": 84, "why": 260},
            empty=("还没有历史成本。逐笔填写实际发生的支出，可从 Excel 整块粘贴；评估用的重置成本不能填在这里。", "新增一笔成本"),
        )  # fmt: skip
        self.table.said.connect(self.said)
        panel = RowsPanel(self.table, add_word="新增成本")
        self.bring_button = pieces.button("从成本明细带入名称", self.bring, kind="quiet",
                                          tip="把价值测算成本明细中尚未归集的成本名称、类别带到这里；重置水平的金额不带，须按凭证另填")  # fmt: skip
        panel.bar.insertWidget(3, self.bring_button)
        self.sums = pieces.label("", "strong", wrap=True)
        hint = pieces.caption(
            "只填实际发生、有凭证的历史成本。测算用的重置成本、机会成本、合理利润不入账；2024 年前已费用化的不再调整。", wrap=True
        )
        box = pieces.column(gap=S, margins=(0, M, 0, 0))
        box.addWidget(hint)
        box.addWidget(panel, 1)
        box.addWidget(self.sums)
        self.setLayout(box)

    def show_books(self, books: Books) -> None:
        """What becomes of each cost."""
        found: dict[int, list[CostLine]] = {}
        for line in books.accounts.costs:
            found.setdefault(line.record.id, []).append(line)
        self._lines = found
        sums = totals(books.accounts.costs)
        self.sums.setText("　".join(f"{name} {grouped(sums[name], 2)} 元" for name in OUTCOMES if name in sums))
        self.table.model.refresh()

    def _outcome(self, record: Record) -> str:
        lines = self._lines.get(record.id, [])
        return "、".join(dict.fromkeys(one.outcome for one in lines)) or ("没有归集" if not lines else "")

    def _why(self, record: Record) -> str:
        lines = self._lines.get(record.id, [])
        several = f"分摊到 {len(lines)} 个数据集；" if len(lines) > 1 else ""
        order = [*(one for one in lines if one.outcome == UNDECIDED), *(one for one in lines if one.outcome != CAPITALISED), *lines]
        return several + order[0].reason if order else ""

    def bring(self) -> None:
        """Names, categories and data sets of cost items that have no historical cost yet.

        An amount comes along only beside price indices, where it is the historical one by definition; one at replacement level never.
        """
        project = self.session.project
        known = {(one.data_set, one.name) for one in project.all(BookedCost)}
        items = [
            one for one in project.all(CostItem) if (one.data_set, one.name) not in known and item_of_category().get(one.category or "", "")
        ]
        rows = []
        for one in items:
            row = {"data_set": one.data_set, "category": one.category, "name": one.name, "allocation": one.allocation}
            if one.incurred_on is not None and one.index_then is not None:
                row["incurred_on"] = one.incurred_on.isoformat()
                row["amount"] = plain(one.amount) if one.amount is not None else ""
            rows.append({key: value for key, value in row.items() if value})
        if not rows:
            self.said.emit("成本明细中没有尚未归集的成本")
            return
        self.session.add(BookedCost.form.name, rows, f"从成本明细带入 {len(rows)} 项成本名称")
        self.said.emit(f"已带入 {len(rows)} 项名称，请按凭证填写历史成本金额和发生日期")
