"""⑦ 融资与担保方案: the loan asked, tested against what the inputs support."""

from typing import Any

from PySide6.QtWidgets import QTabWidget, QWidget

from gzvalue.financing.result import FinancingPlan
from gzvalue.gui import pieces
from gzvalue.gui.rows import RowsPanel, RowsTable
from gzvalue.gui.screen import Screen
from gzvalue.gui.screen_head import ScreenHead
from gzvalue.gui.screens.financing_cases import CasesPage
from gzvalue.gui.screens.financing_dates import DatesPage
from gzvalue.gui.screens.financing_loan import LoanTestPage, loan_words
from gzvalue.gui.screens.financing_pool import PoolPage
from gzvalue.gui.screens.financing_repayment import PaymentsPage
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import XL, L, M, S
from gzvalue.gui.trace import show_trace
from gzvalue.gui.work import Work

_TEST, _POOL, _OTHERS, _PAYMENTS, _DATES, _CASES = range(6)
_SECURITY = ["kind", "name", "basis", "value", "rate", "overlaps", "overlap_note"]


class FinancingScreen(Screen):
    """The only step in which the loan and the value stand beside each other."""

    key = "financing"

    def __init__(self, session: Session, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(session, work, parent)
        self.test = LoanTestPage(session)
        self.pool = PoolPage(session)
        self.dates = DatesPage(session)
        self.payments = PaymentsPage(session)
        self.securities = RowsTable(
            session, "other_security", _SECURITY,
            empty=("数据以外还能提供的担保：应收账款、收费权、保证、抵押。数据不足以支持申请金额时，由它们补足。", "新增一项担保"),
        )  # fmt: skip
        others = QWidget()
        hint = pieces.caption(
            "担保收益与数据收益同源的（如同一租金、同一收费权），在“与数据收益重叠的单元”填单元编号，重叠部分从质押池扣除，不重复计算。"
        )
        others.setLayout(pieces.column(hint, RowsPanel(self.securities, add_word="新增担保"), gap=S, margins=(0, M, 0, M)))
        self.tabs = QTabWidget()
        self.tabs.addTab(self.test, "贷款与检验")
        self.tabs.addTab(self.pool, "质押池")
        self.tabs.addTab(others, "其他担保")
        self.tabs.addTab(self.payments, "还本计划")
        self.tabs.addTab(self.dates, "偿债与期限")
        self.tabs.addTab(CasesPage(), "公开案例")
        self.head = ScreenHead("融资与担保方案")
        self.setLayout(pieces.column(self.head, self.tabs, gap=S, margins=(XL, L, XL, M)))
        for table in (self.securities, self.payments):
            table.said.connect(lambda text: self.said.emit(text, ""))
        for page in (self.test, self.pool, self.payments, self.dates):
            page.trace_asked.connect(lambda step: show_trace(self, self.session, step, self.go_to.emit))
        self.test.place_wanted.connect(self._show_here)
        self.dates.place_wanted.connect(self.go_to)
        self.pool.data_set_wanted.connect(lambda one: self.go_to.emit("data_set", one, ""))
        self.test.cases_wanted.connect(lambda: self.tabs.setCurrentIndex(_CASES))
        self.tabs.currentChanged.connect(lambda _number: self.refresh())

    def refresh(self) -> None:
        """Follow the Session: the page in front, and the lines above."""
        plan: FinancingPlan = self.session.financing
        self.head.say(loan_words(plan))
        page = (self.test, self.pool, None, self.payments, self.dates, None)[self.tabs.currentIndex()]
        if page is not None:
            page.refresh()

    def _show_here(self, form: str, id: int, key: str) -> None:
        if form in ("financing", "principal_payment", "other_security"):
            self.show_place(form, id, key)
        else:
            self.go_to.emit(form, id, key)

    def show_place(self, form: str, id: int, key: str) -> None:
        """The page of the form, its record and field."""
        if form == "other_security":
            self.tabs.setCurrentIndex(_OTHERS)
            self.securities.select(id, key)
        elif form == "principal_payment":
            self.tabs.setCurrentIndex(_PAYMENTS)
            self.payments.table.select(id, key)
        elif form == "financing":
            self.tabs.setCurrentIndex(_TEST)
            self.test.form.focus_field(key or "loan_asked")

    def place(self) -> dict[str, Any]:
        """The page in front."""
        return {"tab": self.tabs.currentIndex()}

    def restore(self, place: dict[str, Any]) -> None:
        """Back to that page."""
        self.tabs.setCurrentIndex(int(place.get("tab", _TEST)))
