"""⑦ 融资与担保方案: the loan asked, tested against what the inputs support."""

from typing import Any, cast

from PySide6.QtWidgets import QTabWidget, QWidget

from gzvalue.financing.result import FinancingPlan
from gzvalue.gui import pieces
from gzvalue.gui.rows import RowsPanel, RowsTable
from gzvalue.gui.screen import Screen
from gzvalue.gui.screen_head import ScreenHead
from gzvalue.gui.screens.financing_borrower import BorrowerPage
from gzvalue.gui.screens.financing_cases import CasesPage
from gzvalue.gui.screens.financing_dates import DatesPage
from gzvalue.gui.screens.financing_diligence import DiligencePage
from gzvalue.gui.screens.financing_lender import LenderPage
from gzvalue.gui.screens.financing_loan import LoanTestPage, loan_words
from gzvalue.gui.screens.financing_monitor import MonitorPage
from gzvalue.gui.screens.financing_pool import PoolPage
from gzvalue.gui.screens.financing_repayment import PaymentsPage
from gzvalue.gui.screens.financing_structures import StructuresPage
from gzvalue.gui.screens.rights_records import MadeWhenSeen
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import XL, L, M, S
from gzvalue.gui.trace import show_trace
from gzvalue.gui.work import Work
from gzvalue.valuation.result import Step

_HERE = {
    "financing": "test", "other_security": "others", "principal_payment": "payments", "borrower_check": "borrower", "working_capital": "borrower",
    "pledge_structure": "structures", "diligence_item": "diligence", "monitoring": "monitor",
}  # fmt: skip
"""Form → the page on which its records are."""

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
        self.borrower = MadeWhenSeen(self._borrower_page)
        self.structures = MadeWhenSeen(self._structures_page)
        self.lender = MadeWhenSeen(self._lender_page)
        self.diligence = MadeWhenSeen(self._diligence_page)
        self.monitor = MadeWhenSeen(self._monitor_page)
        self.others = self._others_page()
        self.cases = CasesPage()
        self.tabs = QTabWidget()
        for page, name in self._pages():
            self.tabs.addTab(page, name)
        self.head = ScreenHead("融资与担保方案")
        self.setLayout(pieces.column(self.head, self.tabs, gap=S, margins=(XL, L, XL, M)))
        for table in (self.securities, self.payments):
            table.said.connect(lambda text: self.said.emit(text, ""))
        for page in (self.test, self.pool, self.payments, self.dates):
            page.trace_asked.connect(self._trace)
        self.test.place_wanted.connect(self._show_here)
        self.dates.place_wanted.connect(self.go_to)
        self.pool.data_set_wanted.connect(lambda one: self.go_to.emit("data_set", one, ""))
        self.test.cases_wanted.connect(self._show_cases)
        self.tabs.currentChanged.connect(lambda _number: self.refresh())

    def _pages(self) -> tuple[tuple[QWidget, str], ...]:
        """The tabs in their order."""
        return (
            (self.test, "贷款与检验"),
            (self.borrower, "准入与需求"),
            (self.pool, "质押池"),
            (self.structures, "担保结构"),
            (self.others, "其他担保"),
            (self.payments, "还本计划"),
            (self.dates, "偿债与期限"),
            (self.lender, "银行审查"),
            (self.diligence, "尽职调查"),
            (self.monitor, "贷后监测"),
            (self.cases, "公开案例"),
        )

    # --- pages made when first seen -------------------------------------------------------------

    def _others_page(self) -> QWidget:
        made = QWidget()
        hint = pieces.caption(
            "担保收益与数据收益同源的（如同一租金、同一收费权），在“与数据收益重叠的单元”填单元编号，重叠部分从质押池扣除，不重复计算。"
        )
        made.setLayout(pieces.column(hint, RowsPanel(self.securities, add_word="新增担保"), gap=S, margins=(0, M, 0, M)))
        return made

    def _borrower_page(self) -> BorrowerPage:
        made = BorrowerPage(self.session)
        made.trace_asked.connect(self._trace)
        made.place_wanted.connect(self._show_here)
        return made

    def _structures_page(self) -> StructuresPage:
        made = StructuresPage(self.session)
        made.said.connect(lambda text: self.said.emit(text, ""))
        return made

    def _lender_page(self) -> LenderPage:
        made = LenderPage(self.session, self.work)
        made.trace_asked.connect(self._trace)
        made.place_wanted.connect(self._show_here)
        made.cases_wanted.connect(self._show_cases)
        return made

    def _diligence_page(self) -> DiligencePage:
        made = DiligencePage(self.session)
        made.said.connect(lambda text: self.said.emit(text, ""))
        return made

    def _monitor_page(self) -> MonitorPage:
        made = MonitorPage(self.session, self.work)
        made.said.connect(self.said)
        return made

    def _trace(self, step: object) -> None:
        show_trace(self, self.session, cast(Step, step), self.go_to.emit)

    def _show_cases(self) -> None:
        self.tabs.setCurrentWidget(self.cases)

    # --- for the window -------------------------------------------------------------------------

    def refresh(self) -> None:
        """Follow the Session: the page in front, and the lines above."""
        plan: FinancingPlan = self.session.financing
        self.head.say(loan_words(plan))
        page = self.tabs.currentWidget()
        if isinstance(page, MadeWhenSeen):
            page = page.page()
        if page not in (self.others, self.cases):
            cast(Any, page).refresh()

    def _show_here(self, form: str, id: int, key: str) -> None:
        if form in _HERE:
            self.show_place(form, id, key)
        else:
            self.go_to.emit(form, id, key)

    def show_place(self, form: str, id: int, key: str) -> None:
        """The page of the form, its record and field."""
        page = getattr(self, _HERE.get(form, "test"))
        self.tabs.setCurrentWidget(page)
        if form == "other_security":
            self.securities.select(id, key)
        elif form == "principal_payment":
            self.payments.table.select(id, key)
        elif form == "financing":
            self.test.form.focus_field(key or "loan_asked")
        elif form in ("borrower_check", "working_capital"):
            cast(BorrowerPage, self.borrower.page()).show_place(form, key)
        elif form == "pledge_structure":
            cast(StructuresPage, self.structures.page()).show_place(id, key)
        elif form == "diligence_item":
            cast(DiligencePage, self.diligence.page()).table.select(id, key)
        elif form == "monitoring":
            cast(MonitorPage, self.monitor.page()).form.focus_field(key or "report_fall")

    def close_down(self) -> None:
        """The project is being closed: nothing is started any more."""
        if self.lender.made is not None:
            cast(LenderPage, self.lender.made).close_down()

    def place(self) -> dict[str, Any]:
        """The page in front."""
        return {"tab": self.tabs.tabText(self.tabs.currentIndex())}

    def restore(self, place: dict[str, Any]) -> None:
        """Back to that page."""
        names = [self.tabs.tabText(number) for number in range(self.tabs.count())]
        if place.get("tab") in names:
            self.tabs.setCurrentIndex(names.index(place["tab"]))
