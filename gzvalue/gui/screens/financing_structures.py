"""担保结构: which legal forms of security are chosen, and what each of them means."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from gzvalue.financing.structures import Structure, structures
from gzvalue.gui import pieces
from gzvalue.gui.figures_table import Column, FiguresTable, Line
from gzvalue.gui.rows import RowsPanel, RowsTable
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import L, M, S
from gzvalue.schema.lending_forms import PledgeStructure

_FORM = "pledge_structure"
_TYPED = ["kind", "data_sets", "contracts", "registered", "note"]
_COLUMNS = (Column("法律结构", wide=True, width=170), Column("方案中", width=76))


class StructuresPage(QWidget):
    """The chosen ones in a table above; below, all forms side by side with the meaning of the current one.

    Signals:
        said(text): a quiet line.
    """

    said = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.table = RowsTable(
            session, _FORM, _TYPED, widths={"kind": 180, "data_sets": 150, "contracts": 120, "note": 220},
            empty=("数据用哪种法律形式作担保。先在下面比较各种结构的后果、登记机构和风险，再选用。", "新增一种结构"),
        )  # fmt: skip
        self.kinds = FiguresTable("法律结构比较", _COLUMNS, sortable=False)
        self.title = pieces.section("")
        self.take = pieces.button("选用这种结构", self._take)
        self.texts = pieces.column(gap=S)
        self.table.said.connect(self.said)
        self.table.current.connect(self._follow)
        self.kinds.current.connect(lambda _key: self._explain())
        typed = QWidget()
        typed.setLayout(pieces.column(RowsPanel(self.table, add_word="新增结构"), margins=(0, M, 0, S)))
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(typed)
        split.addWidget(self._compared())
        split.setChildrenCollapsible(False)
        split.setSizes([230, 360])
        self.setLayout(pieces.column(split))

    def _compared(self) -> QWidget:
        page = QWidget()
        box = pieces.column(gap=S, margins=(L, S, M, M))
        box.addLayout(pieces.row(self.title, None, self.take, gap=M))
        box.addLayout(self.texts)
        box.addStretch(1)
        page.setLayout(box)
        page.setMinimumWidth(300)
        split = QSplitter()
        split.addWidget(self.kinds)
        split.addWidget(pieces.scrolled(page))
        split.setChildrenCollapsible(False)
        split.setStretchFactor(1, 1)
        split.setSizes([280, 620])
        return split

    def refresh(self) -> None:
        """Follow the Session: which forms are part of the plan."""
        taken = [one.kind for one in self.session.project.all(PledgeStructure)]
        self.kinds.show_lines([
            Line(one.kind, (one.kind, f"{taken.count(one.kind)} 项" if one.kind in taken else "—")) for one in structures()
        ])  # fmt: skip
        if self.kinds.current_key() is None:
            wanted = next((kind for kind in taken if kind), structures()[0].kind)
            self.kinds.select(wanted)
        self._explain()

    def show_place(self, id: int, key: str) -> None:
        """A row of the plan."""
        self.table.select(id, key)

    def _follow(self, id: int) -> None:
        record = self.session.record(_FORM, id) if id else None
        if isinstance(record, PledgeStructure) and record.kind:
            self.kinds.select(record.kind)

    def _take(self) -> None:
        kind = self.kinds.current_key()
        if isinstance(kind, str):
            ids = self.session.add(_FORM, [{"kind": kind}], f"选用{kind}")
            if ids:
                self.table.refresh()
                self.table.select(ids[0], "data_sets")

    def _explain(self) -> None:
        kind = self.kinds.current_key()
        one = next((one for one in structures() if one.kind == kind), None)
        pieces.clear(self.texts)
        self.take.setVisible(one is not None)
        self.title.setText("" if one is None else one.kind)
        if one is not None:
            for head, lines in _parts(one):
                self.texts.addWidget(pieces.label(head, "label"))
                for text in lines:
                    self.texts.addWidget(pieces.label(text, wrap=True))


def _parts(one: Structure) -> list[tuple[str, tuple[str, ...]]]:
    basis = f"{one.basis}（公开文本的转述，以官方文本为准）" if one.verified else f"办理提示（未与官方文本核对）：{one.basis}"
    needs = ("须写明涉及的合同，否则无法识别质押的是哪些应收账款",) if one.needs_contracts else ()
    return [("后果", one.consequences), ("登记", (one.place, *needs)), ("风险", one.risks), ("依据", (basis,))]
