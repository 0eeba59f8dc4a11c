"""分成率: derivations of K that units refer to, each with the fields of its own method and what it comes to."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gzvalue.gui import pieces
from gzvalue.gui.figure import NONE, FigureDoor
from gzvalue.gui.master_detail import MasterDetail
from gzvalue.gui.record import RecordForm
from gzvalue.gui.rows import RowsPanel, RowsTable
from gzvalue.gui.rows_model import Computed
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import TITLE, M, S
from gzvalue.schema.field import Record
from gzvalue.schema.kinds import in_percent
from gzvalue.schema.share_forms import BY_FACTORS, EQUIVALENT, MARGINAL, RANGE, ROYALTY, ShareBasis, ShareFactor
from gzvalue.valuation.result import Step

_OF_METHOD = {
    EQUIVALENT: ["data_sets", "asset_cost", "asset_profit_rate", "other_cost", "other_profit_rate"],
    RANGE: ["low", "high", "range_source", "score_by", "data_sets"],
    ROYALTY: ["royalty", "margin"],
    MARGINAL: ["additional", "whole"],
}
_HEAD = ["code", "name", "method"]


class ShareDetail(QWidget):
    """One derivation: only the fields of its method are shown.

    Signals:
        trace_asked(step): how K came about.
    """

    trace_asked = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.id = 0
        self.rate = FigureDoor(TITLE, bold=True)
        self.rate.clicked.connect(self._trace)
        self.used = pieces.caption("", wrap=False)
        own = list(dict.fromkeys(key for keys in _OF_METHOD.values() for key in keys))
        self.form = RecordForm(
            session, "share_basis", [("测算", _HEAD), ("参数", own), ("依据", ["basis"])], scrolling=False, helping=False
        )
        self.factors = RowsTable(
            session, "share_factor", ["name", "weight", "score", "reason"], where=self._mine, fixed=lambda: {"share_basis": self._code() or ""},
            empty=("列出影响分成的因素，权重合计 100%，得分 0% 取下限、100% 取上限。", "新增因素"),
        )  # fmt: skip
        self.factors.setMinimumHeight(190)
        page = QWidget()
        box = pieces.column(gap=S)
        box.addLayout(pieces.row(pieces.label("分成率 K", "label"), self.rate, self.used, None, gap=M))
        box.addWidget(self.form)
        box.addWidget(self.factors)
        box.addStretch(1)
        page.setLayout(box)
        self.setLayout(pieces.column(pieces.scrolled(page)))
        session.changed.connect(self.refresh)

    def set_record(self, id: int | None) -> None:
        """Show that derivation."""
        self.id = id or 0
        self.form.set_record(id)
        self.factors.set_where(self._mine)
        self.refresh()

    def focus_field(self, key: str) -> bool:
        """Go to a field of the derivation."""
        return self.form.focus_field(key)

    def refresh(self) -> None:
        """Follow the Session."""
        record = self._record()
        method = record.method if record is not None else None
        shown = set(_OF_METHOD.get(method or "", ()))
        for key, made in self.form.inputs.items():
            made.setVisible(key in _HEAD or key == "basis" or key in shown)
        self.factors.setVisible(method == RANGE and record is not None and record.score_by == BY_FACTORS)
        step = self._step()
        value = step.value if step is not None and not isinstance(step.value, tuple) else None
        self.rate.set_open(step is not None)
        self.rate.set_figure(in_percent(value, 2) if value is not None else NONE, name="分成率 K")
        code = self._code()
        users = "、".join(unit.code or "" for unit in self.session.project.units if code and unit.share_basis == code)
        self.used.setText(f"用于 {users}" if users else "还没有评估单元引用：在单元的“收益”中填“分成率测算编号”")

    def _record(self) -> ShareBasis | None:
        found = self.session.record("share_basis", self.id) if self.id else None
        return found if isinstance(found, ShareBasis) else None

    def _code(self) -> str | None:
        record = self._record()
        return None if record is None else record.code

    def _mine(self, record: Record) -> bool:
        return isinstance(record, ShareFactor) and record.share_basis is not None and record.share_basis == self._code()

    def _step(self) -> Step | None:
        return share_step(self.session, self.id)

    def _trace(self) -> None:
        step = self._step()
        if step is not None:
            self.trace_asked.emit(step)


def share_step(session: Session, id: int) -> Step | None:
    """The step that gives the K of a derivation, if it has one."""
    steps = [step for step in session.valuation.steps if step.about == ("share_basis", id)]
    return steps[-1] if steps and steps[-1].unit == "%" else None


class SharesPage(QWidget):
    """All derivations above, one in full below.

    Signals:
        trace_asked(step): how a K came about.
        said(text): a quiet line.
    """

    trace_asked = Signal(object)
    said = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        rate = Computed("rate", "分成率 K", self._rate, numeric=True, help="按所选方法得出")
        self.table = RowsTable(
            session, "share_basis", ["code", "name", "method", rate],
            empty=("分成法的 K 可以录入，也可以在这里测算：约当投资量、区间与加权得分、许可费率折算或边际分析。", "新增分成率测算"),
        )  # fmt: skip
        self.detail = ShareDetail(session)
        self.halves = MasterDetail(RowsPanel(self.table, add_word="新增测算"), self.detail, share=0.3)
        self.setLayout(pieces.column(self.halves, margins=(0, M, 0, 0)))
        self.halves.said.connect(self.said)
        self.detail.trace_asked.connect(self.trace_asked)

    def refresh(self) -> None:
        """Follow the Session."""
        self.table.refresh()
        self.detail.refresh()

    def _rate(self, record: Record) -> str:
        step = share_step(self.session, record.id)
        return in_percent(step.value, 2) if step is not None and not isinstance(step.value, tuple) else NONE
