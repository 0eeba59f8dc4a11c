"""Which data sets serve a unit, and how its value is split to them."""

from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from gzvalue.gui import pieces
from gzvalue.gui.choose_data_sets import DataSetChooser
from gzvalue.gui.figure import NONE
from gzvalue.gui.inputs import FieldInput
from gzvalue.gui.rows import RowsTable
from gzvalue.gui.rows_model import Computed
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import XL, L, M, S
from gzvalue.schema.edit import Entry, add, combined, remove
from gzvalue.schema.field import Record
from gzvalue.schema.kinds import grouped, in_percent, rounded
from gzvalue.schema.valuation_forms import UnitMember, ValuationUnit

_ENTERED = "按录入比例"


class MembersPage(QWidget):
    """The members as a table with their share and part of the value, the sum against 100 % under it.

    Signals:
        said(text): a quiet line.
    """

    said = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.id = 0
        self._code: str | None = None
        self.allocation = FieldInput(session, "valuation_unit", "allocation")
        self.choose_button = pieces.button("选择数据集…", self.choose)
        self.even = pieces.button("平均分配比例", self.split_evenly, kind="quiet", tip="让各成员的分摊比例相等，合计 100%")
        self.table = RowsTable(
            session,
            "unit_member",
            [
                "data_set",
                "share",
                Computed("part", "分摊价值（元）", self._part, numeric=True, help="单元价值按分摊依据分到各数据集，分到分"),
                "note",
            ],
            where=self._mine,
            fixed=lambda: {"unit": self._code or ""},
            empty=("这个单元还没有数据集。选择为它提供数据的数据集；一个数据集可以服务几个单元。", "选择数据集…"),
            on_empty=self.choose,
        )
        self.table.said.connect(self.said)
        self.table.setMinimumHeight(240)
        self.sum = pieces.label("", "caption")
        box = pieces.column(gap=S, margins=(0, M, 0, L))
        box.addLayout(pieces.row(self.choose_button, self.even, None, self.sum, gap=S))
        box.addWidget(self.table, 1)
        box.addLayout(pieces.row(self.allocation, None, gap=XL))
        self.setLayout(box)

    # --- up to date -----------------------------------------------------------------------------

    def show_unit(self, id: int) -> None:
        """Show a unit's members."""
        unit = self.session.record("valuation_unit", id)
        code = unit.code if isinstance(unit, ValuationUnit) else None
        if (id, code) != (self.id, self._code):
            self.id, self._code = id, code
            self.table.set_where(self._mine)
            self.allocation.set_record(id)
        else:
            self.allocation.refresh()
        self._show_sum(unit.allocation if isinstance(unit, ValuationUnit) else None)

    def members(self) -> list[UnitMember]:
        """The members of the unit shown."""
        return [one for one in self.session.project.unit_members if self._mine(one)]

    def _show_sum(self, allocation: str | None) -> None:
        members = self.members()
        self.even.setVisible(allocation == _ENTERED and bool(members))
        if allocation != _ENTERED or not members:
            self.sum.setText(f"{allocation or '分摊依据未选'} · {len(members)} 个数据集" if members else "")
            pieces.set_role(self.sum, "caption")
            return
        total = sum((one.share for one in members if one.share is not None), Decimal(0))
        right = total == 1
        self.sum.setText(f"比例合计 {in_percent(total, _places(total))}" + ("" if right else "，应为 100%"))
        pieces.set_role(self.sum, "good" if right else "stop")

    def _mine(self, record: Record) -> bool:
        return self._code is not None and getattr(record, "unit", None) == self._code

    def _part(self, record: Record) -> str:
        unit = next((one for one in self.session.valuation.units if one.id == self.id), None)
        code = getattr(record, "data_set", None) or ""
        if unit is None or unit.value is None:
            return NONE
        if code in unit.excluded:
            return "不纳入结论"
        return grouped(unit.shares[code], 2) if code in unit.shares else NONE

    # --- what a person does ---------------------------------------------------------------------

    def choose(self) -> None:
        """Tick the data sets that serve the unit."""
        if not self._code:
            self.said.emit("请先给评估单元填写编号")
            return
        present = [one.data_set or "" for one in self.members()]
        dialog = DataSetChooser(
            "选择数据集", f"哪些数据集为 {self._code} 提供数据？", self.session.project.data_sets, present, self.window()
        )
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.set_members(dialog.chosen)

    def set_members(self, codes: tuple[str, ...]) -> None:
        """Let exactly these data sets serve the unit, as one undoable step; who stays keeps share and note."""
        present = {one.data_set: one.id for one in self.members()}
        gone = [id for code, id in present.items() if code not in codes]
        new = [{"unit": self._code or "", "data_set": code} for code in codes if code not in present]
        project, label = self.session.project, f"{self._code} 的数据集：增 {len(new)} 减 {len(gone)}"
        steps = []
        if gone:
            steps.append(remove(project, label, "unit_member", gone))
        if new:
            steps.append(add(project, label, "unit_member", new))
        if steps:
            self.session.apply(combined(label, project, steps))

    def split_evenly(self) -> None:
        """Equal shares that sum to 100 % exactly; the last one takes the rest."""
        members = self.members()
        if not members:
            return
        each = rounded(Decimal(1) / len(members), 4)
        shares = [each] * (len(members) - 1) + [1 - each * (len(members) - 1)]
        entries = [Entry("unit_member", one.id, "share", str(share)) for one, share in zip(members, shares, strict=True)]
        self.session.enter(entries, f"平均分配 {self._code} 的比例")


def _places(value: Decimal) -> int:
    exponent = value.scaleb(2).normalize().as_tuple().exponent
    return min(max(0, -exponent), 6) if isinstance(exponent, int) else 0
