"""The discount rate: its parts with their sources left, how they add up right."""

from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gzvalue.gui import pieces
from gzvalue.gui.charts.build_up import BuildUp, Piece
from gzvalue.gui.doors import rate_step
from gzvalue.gui.figure import NONE, FigureDoor
from gzvalue.gui.record import RecordForm
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import FIGURE, XL, L, M, S
from gzvalue.schema.field import OWN_DEFAULT
from gzvalue.schema.kinds import in_percent
from gzvalue.schema.valuation_forms import Discount

_PARTS = ("risk_free", "industry_premium", "management", "circulation", "security", "regulation")


class RatePage(QWidget):
    """Form and build-up.

    Signals:
        trace_asked(step): how the rate came about.
    """

    trace_asked = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.form = RecordForm(session, "discount", columns=1)
        self.rate = FigureDoor(FIGURE, bold=True)
        self.rate.clicked.connect(self._trace)
        self.words = pieces.caption("")
        self.picture = BuildUp("折现率的组成")
        self.picture.chosen.connect(lambda key: self.form.focus_field(str(key)))
        card = pieces.Card("折现率")
        card.setFixedWidth(380)
        card.box.addWidget(self.rate, 0, Qt.AlignmentFlag.AlignLeft)
        card.box.addWidget(self.words)
        card.box.addWidget(self.picture)
        card.box.addWidget(pieces.caption(f"各项风险报酬须按企业实际自行判断；本软件不提供现行利率数值。任何默认值均为{OWN_DEFAULT}。"))
        right = QWidget()
        right.setLayout(pieces.column(card, None))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, M, 0, 0)
        layout.setSpacing(XL)
        layout.addWidget(self.form, 1)
        layout.addWidget(pieces.scrolled(right), 0)
        right.setMinimumWidth(380 + S)
        right.setContentsMargins(0, 0, S, L)

    def refresh(self) -> None:
        """Follow the Session."""
        discount = self.session.project.discount
        rate = self.session.valuation.rate
        self.rate.set_open(rate_step(self.session.valuation) is not None)
        self.rate.set_figure(in_percent(rate, 2) if rate is not None else NONE, discount.basis or "", name="折现率")
        entered = discount.method == "直接录入"
        self.words.setText(_words(discount, rate))
        self.picture.setVisible(not entered)
        if not entered:
            self._show_parts(discount, rate)

    def _show_parts(self, discount: Discount, rate: Decimal | None) -> None:
        pieces_shown = []
        for key in _PARTS:
            value = getattr(discount, key)
            label = discount.form.fields[key].label
            pieces_shown.append(Piece(key, label, value, in_percent(value, 2) if value is not None else "未填"))
        total = Piece("method", "折现率", rate, in_percent(rate, 2) if rate is not None else NONE)
        self.picture.show_pieces(pieces_shown, total)

    def _trace(self) -> None:
        step = rate_step(self.session.valuation)
        if step is not None:
            self.trace_asked.emit(step)


def _words(discount: Discount, rate: Decimal | None) -> str:
    if rate is None:
        return "还不能得出：请填全左边各项，确实没有的填 0%"
    if discount.method == "直接录入":
        return f"直接录入：{discount.entered_reason or '须填写录入理由'}"
    dated = f"，{discount.risk_free_date.isoformat()}" if discount.risk_free_date else ""
    source = f"无风险利率取自 {discount.risk_free_source}{dated}" if discount.risk_free_source else "请写明无风险利率的来源与日期"
    return f"无风险利率＋各项风险报酬。{source}"
