"""The score sheet of one expert: data sets down, indicators across, typed or pasted from Excel."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from gzvalue.gui import pieces
from gzvalue.gui.rows import FilterLine, RowsTable
from gzvalue.gui.screens.scoring_index import INDICATORS
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import M, S
from gzvalue.schema.field import Record
from gzvalue.schema.scoring_forms import ExpertScore


class SheetPage(QWidget):
    """Choose the expert, fill the rows.

    Signals:
        said(text): a quiet line.
        experts_wanted(): the person wants to enter an expert first.
    """

    said = Signal(str)
    experts_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.expert = QComboBox()
        self.expert.setAccessibleName("专家")
        self.expert.setMinimumWidth(160)
        self.expert.currentIndexChanged.connect(lambda _n: self._show_expert())
        self.progress = pieces.caption("", wrap=False)
        self.fill = pieces.button("补齐评分行", self.add_rows, tip="为还没有评分行的数据集各加一行")
        self.filter = FilterLine()
        self.table = RowsTable(
            session,
            "expert_score",
            ["data_set", *INDICATORS, "note"],
            where=self._mine,
            fixed=lambda: {"expert": str(self.expert.currentData() or "")},
            empty=("这位专家还没有评分表。补齐评分行后，可以直接填写，也可以从 Excel 整块粘贴分数。", "补齐评分行"),
            on_empty=self.add_rows,
            growing=False,
            widths={"data_set": 200},
        )
        self.table.said.connect(self.said)
        self.filter.wanted.connect(self.table.set_filter)
        self._none = pieces.EmptyState(
            "评分由专家各自完成。先登记专家，再为每位专家填写评分表。", "登记专家", self.experts_wanted.emit, pieces.EmptyPicture()
        )
        self._bar = QWidget()
        self._bar.setLayout(pieces.row(pieces.caption("专家", wrap=False), self.expert, self.fill, self.progress, None, self.filter, gap=S))
        self.setLayout(pieces.column(self._bar, self.table, self._none, gap=S, margins=(0, M, 0, 0)))

    def refresh(self) -> None:
        """Follow the Session."""
        experts = [(f"{e.code} {e.name or ''}".strip(), e.code) for e in self.session.project.experts if e.code]
        if experts != [(self.expert.itemText(n), self.expert.itemData(n)) for n in range(self.expert.count())]:
            current = self.expert.currentData()
            with QSignalBlocker(self.expert):
                self.expert.clear()
                for words, code in experts:
                    self.expert.addItem(words, code)
                self.expert.setCurrentIndex(max(self.expert.findData(current), 0))
            self._show_expert()
        self._bar.setVisible(bool(experts))
        self.table.setVisible(bool(experts))
        self._none.setVisible(not experts)
        self._count()

    def choose_expert(self, code: str | None) -> None:
        """Show this expert's sheet."""
        at = self.expert.findData(code)
        if at >= 0:
            self.expert.setCurrentIndex(at)

    def show_score(self, id: int, key: str) -> bool:
        """Show one score; whether it is there."""
        record = self.session.record("expert_score", id)
        if not isinstance(record, ExpertScore):
            return False
        self.refresh()
        self.choose_expert(record.expert)
        return self.table.select(id, key)

    def add_rows(self) -> None:
        """A row for each data set that this expert has none for; not for those that are not fit to be pledged."""
        code = self.expert.currentData()
        done = {s.data_set for s in self.session.project.expert_scores if s.expert == code}
        wanted = [d.code for d in self.session.project.data_sets if d.code and d.code not in done and d.pledge_suitability != "不适合"]
        if not wanted:
            self.said.emit("没有要补的数据集：都已有评分行，或质押适合度为“不适合”，或数据目录还是空的")
            return
        self.session.add(
            "expert_score", [{"expert": str(code), "data_set": one} for one in wanted], f"为 {code} 补齐 {len(wanted)} 行评分表"
        )

    def _show_expert(self) -> None:
        self.table.set_where(self._mine)
        self._count()

    def _mine(self, record: Record) -> bool:
        return isinstance(record, ExpertScore) and record.expert == str(self.expert.currentData())

    def _count(self) -> None:
        rows = [s for s in self.session.project.expert_scores if s.expert == self.expert.currentData()]
        complete = sum(all(getattr(row, key) is not None for key in INDICATORS) for row in rows)
        self.progress.setText(f"{complete}/{len(rows)} 项评分已填满")
