"""⑥ 价值测算: units with their approaches, costs, the discount rate, and what falls to each data set."""

from typing import Any

from PySide6.QtWidgets import QTabWidget, QWidget

from gzvalue.gui import pieces
from gzvalue.gui.figure import wan
from gzvalue.gui.rows import RowsPanel, RowsTable
from gzvalue.gui.screen import Screen
from gzvalue.gui.screen_head import ScreenHead
from gzvalue.gui.screens.uncertainty import PAGES as UNCERTAINTY_FORMS
from gzvalue.gui.screens.uncertainty import UncertaintyPage
from gzvalue.gui.screens.valuation_allocation import AllocationPage
from gzvalue.gui.screens.valuation_backing import BackingPage
from gzvalue.gui.screens.valuation_conclusion import PAGES as CONCLUSION_FORMS
from gzvalue.gui.screens.valuation_conclusion import ConclusionPage
from gzvalue.gui.screens.valuation_costs import CostsPage
from gzvalue.gui.screens.valuation_market import MarketPage
from gzvalue.gui.screens.valuation_rate import RatePage
from gzvalue.gui.screens.valuation_shares import SharesPage
from gzvalue.gui.screens.valuation_units import UnitsPage
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import XL, L, M, S
from gzvalue.gui.trace import show_trace
from gzvalue.gui.work import Work
from gzvalue.gui.workbook_export import export_workbook
from gzvalue.schema.kinds import in_percent
from gzvalue.schema.valuation_forms import ContributoryAsset, IncomeChange, IncomeYear, Increment, UnitMember

_UNITS, _COSTS, _RATE, _CONTRACTS, _COMPARABLES, _ALLOCATION = range(6)
_CONTRACT = [
    "code",
    "name",
    "kind",
    "party",
    "counterparty",
    "signed_on",
    "starts",
    "ends",
    "annual_amount",
    "total_amount",
    "data_sets",
    "pledged",
    "note",
]


class ValuationScreen(Screen):
    """Nothing here knows of the loan, so that nobody steers the value to it."""

    key = "valuation"

    def __init__(self, session: Session, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(session, work, parent)
        self.units = UnitsPage(session)
        self.costs = CostsPage(session, whole=True)
        self.rate = RatePage(session)
        self.allocation = AllocationPage(session)
        self.contracts = RowsTable(
            session, "contract", _CONTRACT, empty=("产生收益、取得授权或限制使用的合同。收益有合同支持，依据才齐备。", "新增合同")
        )
        self.market = MarketPage(session)
        self.shares = SharesPage(session)
        self.conclusion = ConclusionPage(session)
        self.tabs = QTabWidget()
        self.tabs.addTab(self.units, "评估单元")
        self.tabs.addTab(self.costs, "成本明细")
        self.tabs.addTab(self.rate, "折现率")
        self.tabs.addTab(_panel(self.contracts, "新增合同", ""), "合同")
        self.tabs.addTab(self.market, "可比案例")
        self.tabs.addTab(self.allocation, "分摊到数据集")
        self.uncertainty = UncertaintyPage(session, work)
        self.tabs.addTab(self.uncertainty, "敏感性与不确定性")
        self.backing = BackingPage(session)
        self.tabs.addTab(self.backing, "证据")
        self.backing.place_wanted.connect(self.go_to)
        self.tabs.insertTab(_ALLOCATION + 1, self.conclusion, "适用性与结论")
        self.tabs.addTab(self.shares, "分成率")
        self.head = ScreenHead("价值测算")
        self.head.add(pieces.button("导出测算底稿", lambda: export_workbook(self), tip="Excel 底稿：公式可重算，含逐项核对"))
        self.setLayout(pieces.column(self.head, self.tabs, gap=S, margins=(XL, L, XL, M)))
        for page in (self.units, self.costs, self.contracts, self.rate, self.market, self.shares, self.conclusion, self.uncertainty):
            page.said.connect(lambda text: self.said.emit(text, ""))
        for door in (self.units, self.rate, self.shares, self.conclusion, self.allocation, self.uncertainty):
            door.trace_asked.connect(lambda step: show_trace(self, self.session, step, self.go_to.emit))
        self.allocation.data_set_wanted.connect(lambda one: self.go_to.emit("data_set", one, ""))
        self.tabs.currentChanged.connect(lambda _number: self.refresh())

    def refresh(self) -> None:
        """Follow the Session: the page in front, and the line above."""
        valuation = self.session.valuation
        rate = f" · 折现率 {in_percent(valuation.rate, 2)}" if valuation.rate is not None else ""
        valued = sum(unit.value is not None for unit in valuation.units)
        total = f"结论 {wan(valuation.total)} 万元" if valued else "还没有结论"
        self.head.say(valuation.stopped or f"{len(valuation.units)} 个评估单元，{valued} 个有结论 · {total}{rate}")
        page = self.tabs.currentWidget()
        if page in (
            self.units,
            self.costs,
            self.rate,
            self.market,
            self.shares,
            self.conclusion,
            self.allocation,
            self.uncertainty,
            self.backing,
        ):
            page.refresh()

    def show_place(self, form: str, id: int, key: str) -> None:
        """The page of the form, its record and field."""
        if form == "discount":
            self.tabs.setCurrentIndex(_RATE)
            self.rate.focus_field(key or "method")
        elif form in ("risk_factor", "asset_return"):
            self.tabs.setCurrentIndex(_RATE)
            self.rate.select(form, id, key)
        elif form in ("share_basis", "share_factor"):
            self.tabs.setCurrentWidget(self.shares)
            self._show_share(form, id, key)
        elif form in CONCLUSION_FORMS:
            self.tabs.setCurrentWidget(self.conclusion)
            self.conclusion.show_place(form, id, key)
        elif form in ("comparable", "market_state", "market_subset"):
            self.tabs.setCurrentWidget(self.market)
            self.market.select(form, id, key)
        elif form == "quality_weights":
            self.tabs.setCurrentIndex(_COSTS)
            self.costs.focus_weight(key)
        elif form == "cost_item":
            self.tabs.setCurrentIndex(_COSTS)
            self.costs.table.select(id, key)
        elif form == "contract":
            self.tabs.setCurrentIndex(_CONTRACTS)
            self.contracts.select(id, key)
        elif form in UNCERTAINTY_FORMS:
            self.tabs.setCurrentWidget(self.uncertainty)
            self.uncertainty.show_place(form, id, key)
        elif form == "data_set":
            self.tabs.setCurrentIndex(_ALLOCATION)
            self.allocation.select(id)
        else:
            self._show_unit_place(form, id, key)

    def _show_share(self, form: str, id: int, key: str) -> None:
        record = self.session.record(form, id)
        if form == "share_factor":
            basis = self.session.project.by_code["share_basis"].get(getattr(record, "share_basis", None) or "")
            if basis is not None and self.shares.halves.select(basis.id) is not None:
                self.shares.detail.factors.select(id, key)
            return
        self.shares.halves.select(id, key)

    def _show_unit_place(self, form: str, id: int, key: str) -> None:
        self.tabs.setCurrentIndex(_UNITS)
        self.refresh()
        record = self.session.record(form, id)
        if form == "valuation_unit" and record is not None:
            self.units.select(id)
            self.units.detail.show_key(key)
        elif isinstance(record, IncomeYear | UnitMember | ContributoryAsset | Increment | IncomeChange):
            unit = self.session.project.by_code["valuation_unit"].get(record.unit or "")
            if unit is not None and self.units.select(unit.id):
                detail = self.units.detail
                if isinstance(record, IncomeYear):
                    detail.show_income(id, key)
                elif isinstance(record, UnitMember):
                    detail.show_member(id, key)
                else:
                    detail.show_item(form, id, key)

    def close_down(self) -> None:
        """End what works beside this screen."""
        self.uncertainty.close_down()

    def place(self) -> dict[str, Any]:
        """Page, unit and its tab."""
        return {"tab": self.tabs.currentIndex(), "unit": self.units.detail.id, "unit_tab": self.units.detail.tabs.currentIndex()}

    def restore(self, place: dict[str, Any]) -> None:
        """Back to the unit one left."""
        self.refresh()
        if place.get("unit"):
            self.units.select(int(place["unit"]))
        self.units.detail.tabs.setCurrentIndex(int(place.get("unit_tab", 0)))
        self.tabs.setCurrentIndex(int(place.get("tab", _UNITS)))


def _panel(table: RowsTable, word: str, hint: str) -> QWidget:
    page = QWidget()
    box = pieces.column(gap=S, margins=(0, M, 0, M))
    if hint:
        box.addWidget(pieces.caption(hint))
    box.addWidget(RowsPanel(table, add_word=word), 1)
    page.setLayout(box)
    return page
