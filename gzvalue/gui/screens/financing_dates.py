"""Whether the cash covers the debt, and whether rights and certificates last as long as the loan."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gzvalue.financing.result import CoverYear, FinancingPlan, Maturity
from gzvalue.gui import pieces
from gzvalue.gui.figure import NONE, wan
from gzvalue.gui.figures_table import Column, FiguresTable, Line
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import L, M, S
from gzvalue.schema.kinds import grouped

_COVER = (
    Column("年度", width=70), Column("可用于还债的现金（万元）", numeric=True), Column("既有债务本息（万元）", numeric=True), Column("本笔本金（万元）", numeric=True),
    Column("本笔利息（万元）", numeric=True), Column("偿债备付率", numeric=True, help="可用于还债的现金÷当年全部应还本息"),
)  # fmt: skip
_MATURITY = (Column("期限", wide=True, width=220), Column("到期", width=110), Column("贷款需要到", width=110), Column("检验", width=220))
_HOLDS = {True: "覆盖贷款期", False: "早于贷款到期，须续期或更换", None: "未填到期日，无法检验"}


class DatesPage(QWidget):
    """Two tables with their limits in words.

    Signals:
        place_wanted(form, id, key): a datum is asked for.
        trace_asked(step): how a ratio came about.
    """

    place_wanted = Signal(str, int, str)
    trace_asked = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.cover = FiguresTable("偿债备付率", _COVER, fitted=True, sortable=False)
        self.cover.opened.connect(self._open_cover)
        self.cover_note = pieces.caption("")
        self.maturities = FiguresTable("期限检验", _MATURITY, fitted=True)
        self.maturities.opened.connect(self._open_maturity)
        self.maturity_note = pieces.caption("")
        page = QWidget()
        box = pieces.column(gap=S, margins=(0, M, M, L))
        box.addWidget(pieces.section("偿债备付率"))
        box.addWidget(self.cover_note)
        box.addWidget(self.cover)
        box.addSpacing(M)
        box.addWidget(pieces.section("期限检验"))
        box.addWidget(self.maturity_note)
        box.addWidget(self.maturities)
        box.addStretch(1)
        page.setLayout(box)
        self.setLayout(pieces.column(pieces.scrolled(page)))

    def refresh(self) -> None:
        """Follow the Session."""
        plan: FinancingPlan = self.session.financing
        self.cover_note.setText(plan.cover_note or "填好企业概况中的财务数据、贷款金额、期限和利率后，这里显示各年偿债备付率。")
        self.cover.setVisible(bool(plan.cover))
        self.cover.show_lines([_cover_line(one) for one in plan.cover])
        short = sum(one.holds is False for one in plan.maturities)
        unknown = sum(one.holds is None for one in plan.maturities)
        words = f"{len(plan.maturities)} 项期限：{short} 项早于贷款到期，{unknown} 项未填。双击一行到填报处。"
        self.maturity_note.setText(words if plan.maturities else "填好拟放款日期和期限后，检验凭证、权利与收益期限是否覆盖贷款期。")
        self.maturities.setVisible(bool(plan.maturities))
        lines = [_maturity_line(number, one) for number, one in enumerate(plan.maturities)]
        self.maturities.show_lines(sorted(lines, key=lambda line: not line.tone))  # what does not hold stands first

    def _open_cover(self, year: object) -> None:
        plan: FinancingPlan = self.session.financing
        found = next((step for step in plan.steps if step.id == f"融资/现金流/{year}/偿债备付率"), None)
        if found is not None:
            self.trace_asked.emit(found)

    def _open_maturity(self, number: object) -> None:
        plan: FinancingPlan = self.session.financing
        if isinstance(number, int) and number < len(plan.maturities):
            one = plan.maturities[number]
            self.place_wanted.emit(one.form, one.id, "")


def _cover_line(one: CoverYear) -> Line:
    ratio = grouped(one.ratio, 2) if one.ratio is not None else NONE
    amounts = tuple(wan(amount) for amount in (one.cash, one.existing, one.principal, one.interest))
    low = one.ratio is not None and one.ratio < 1
    return Line(one.year, (str(one.year), *amounts, f"{ratio}（不足）" if low else ratio), tone="stop" if low else "")


def _maturity_line(number: int, one: Maturity) -> Line:
    until = one.until.isoformat() if one.until is not None else "未填"
    tone = "stop" if one.holds is False else "attention" if one.holds is None else ""
    return Line(number, (one.name, until, one.needed.isoformat(), _HOLDS[one.holds]), tone=tone)
