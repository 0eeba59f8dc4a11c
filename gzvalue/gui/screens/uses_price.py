"""产品定价: the products that are priced, what their prices are made from, and the price as it stands, live."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QTabWidget, QWidget

from gzvalue.gui import pieces
from gzvalue.gui.master_detail import MasterDetail
from gzvalue.gui.record import RecordForm
from gzvalue.gui.rows import RowsPanel, RowsTable
from gzvalue.gui.rows_model import Computed
from gzvalue.gui.screens.uses_price_result import PriceResult
from gzvalue.gui.screens.uses_product_paper import SheetPapers
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import M, S
from gzvalue.gui.trace import show_trace
from gzvalue.gui.work import Work
from gzvalue.schema.edit import Entry
from gzvalue.schema.field import Record
from gzvalue.schema.kinds import grouped, plain
from gzvalue.schema.price_forms import COEFFICIENTS, PriceMode, PriceQuote, PriceTier, ProductPrice
from gzvalue.schema.project import Project
from gzvalue.valuation.price import price_of
from gzvalue.valuation.price_ground import Ground
from gzvalue.valuation.price_result import Price

_PRICE = ProductPrice.form.name
_WIDE = 880
_EMPTY = (
    "用公开的公式测算数据产品的价格：成本 × 利润 × 六个系数。成本、质量、权利从项目中带出，只填买方与计价方式；系数可由程序建议。",
    "新增定价",
)
_CHOOSE = "选中一项定价，这里就显示价格、系数和各种计价方式。"
_GROUPS = (
    ("产品", ("code", "name", "data_set", "others")),
    ("销售", ("exclusive", "buyers")),
    ("成本与利润", ("years", "margin", "cost_share", "further_cost", "further_note", "yearly_categories")),
    ("系数的依据（用于程序建议）", ("sources", "scenario_count", "enquiries", "offers")),
    ("自行填写的系数与理由（留空由程序建议）", tuple(key for one in COEFFICIENTS for key in (one, f"{one}_reason"))),
    ("说明", ("note", "department", "filler")),
)
_PARTS: tuple[tuple[str, str, tuple[str, ...], tuple[str, str], str], ...] = (
    (
        PriceMode.form.name, "计价方式", ("mode", "quantity", "unit", "period", "term_years", "portion", "discount", "share", "base", "note"),
        ("按什么收费、一年预计卖出多少。不填时先按买方数列出一口价、订阅、竞价、议价。", "新增计价方式"), "新增方式",
    ),
    (
        PriceTier.form.name, "套餐档次", ("name", "units", "sold", "discount"),
        ("计价方式选了阶梯套餐时，在这里填各档的含量、份数与折扣。", "新增档次"), "新增档次",
    ),
    (
        PriceQuote.form.name, "外来价格", ("kind", "source", "given_on", "amount", "basis", "mode", "note"),
        ("从别处取得的价格：银行测算、其他工具、同类成交。程序只作比较，不采用。", "新增外来价格"), "新增价格",
    ),
)  # fmt: skip


class _Detail(QTabWidget):
    """The record's own fields, its ways of charging, tiers and quotes; where the window is narrow, the price as the first page."""

    def __init__(self, form: RecordForm) -> None:
        super().__init__()
        self._form = form
        self.addTab(form, "填报")

    def take_result(self, result: QWidget | None) -> None:
        """Put the price on a page of its own, or give it up."""
        if result is not None:
            self.insertTab(0, result, "价格")
            self.setCurrentIndex(0)
        elif self.tabText(0) == "价格":
            self.removeTab(0)

    def set_record(self, id: int | None) -> None:
        """Show that record."""
        self._form.set_record(id)

    def focus_field(self, key: str) -> bool:
        """Go to a field of the form."""
        if key in self._form.inputs:
            self.setCurrentWidget(self._form)
        return self._form.focus_field(key)


class PricePage(QWidget):
    """Left the products and what is filled in, right the price.

    Signals:
        said(text, path): a quiet line, with a file that was written.
        go_to(form, id, key): show that datum.
    """

    said = Signal(str, str)
    go_to = Signal(str, int, str)

    def __init__(self, session: Session, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.work = session, work
        self._ground: Ground | None = None
        self._trying: dict[str, Decimal] = {}
        self._shown: tuple[Project, int] | None = None
        self._wide = True
        shown: list[str | Computed] = ["code", "name", "data_set", Computed("price", "年价格（元）", self._price_words, numeric=True)]
        widths = {"code": 72, "name": 150, "data_set": 110, "price": 120}
        self.table = RowsTable(session, _PRICE, shown, widths=widths, empty=_EMPTY, fixed=self._new, growing=False)
        self.form = RecordForm(session, _PRICE, _GROUPS)
        self.detail = _Detail(self.form)
        self.parts: dict[str, RowsTable] = {}
        for form, title, columns, empty, word in _PARTS:
            table = self.parts[form] = RowsTable(
                session, form, list(columns), where=lambda row: getattr(row, "price", None) == self.code, fixed=lambda: {"price": self.code},
                empty=empty,
            )  # fmt: skip
            holder = QWidget()
            holder.setLayout(pieces.column(RowsPanel(table, add_word=word), margins=(0, M, 0, 0)))
            self.detail.addTab(holder, title)
            table.said.connect(lambda text: self.said.emit(text, ""))
        self.master = MasterDetail(RowsPanel(self.table, add_word="新增定价"), self.detail, share=0.3)
        self.papers = SheetPapers(session, work, "price", lambda: self.data_set, self)
        self.result = PriceResult(self.papers.preview_button, self.papers.save_button)
        self.area = pieces.scrolled(self.result)
        self.halves = QSplitter()
        self.halves.setChildrenCollapsible(False)
        self.halves.addWidget(self.master)
        self.setLayout(pieces.column(self.halves, margins=(0, M, 0, 0), gap=S))
        self._place(wide=True)
        self.master.said.connect(lambda text: self.said.emit(text, ""))
        self.papers.said.connect(self.said)
        self.table.current.connect(lambda _id: self.refresh())
        self.result.moved.connect(self._try)
        self.result.settled.connect(self._settle)
        self.result.opened.connect(self._trace)
        self.result.wanted.connect(self._go)

    # --- which ----------------------------------------------------------------------------------

    def record(self) -> ProductPrice | None:
        """The current record, else the first."""
        id = self.table.current_id() or next(iter(self.table.ids()), 0)
        found = self.session.record(_PRICE, id) if id else None
        return found if isinstance(found, ProductPrice) else None

    @property
    def code(self) -> str:
        """Of the current price; empty for none."""
        record = self.record()
        return (record.code or "") if record is not None else ""

    @property
    def data_set(self) -> str:
        """Of the current price; empty for none, or while there is no price."""
        price = self.price
        return "" if price is None or price.refused else price.data_set

    @property
    def price(self) -> Price | None:
        """The current price with what is being tried out."""
        record = self.record()
        return None if record is None else price_of(self.ground(), record, self._trying)

    def ground(self) -> Ground:
        """What prices stand on, worked out once for each state of the project."""
        if self._ground is None or self._ground.project is not self.session.project:
            self._ground = Ground(self.session.project, self.session.valuation)
        return self._ground

    def _price_words(self, record: Record) -> str:
        assert isinstance(record, ProductPrice)
        found = price_of(self.ground(), record)
        return "—" if found.refused else grouped(found.price, 2)

    def _new(self) -> Mapping[str, str]:
        """A free code, so that ways of charging can refer to the new record at once."""
        taken = self.session.project.by_code[_PRICE]
        return {"code": next(code for number in range(1, 10_000) if (code := f"J{number:02d}") not in taken)}

    # --- what is shown --------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The price stands beside the record where there is room, else on a page of its own."""
        super().resizeEvent(event)
        wide = event.size().width() >= _WIDE
        if wide != self._wide:
            self._place(wide=wide)

    def _place(self, *, wide: bool) -> None:
        self._wide = wide
        helping = self.form.help.parentWidget()
        if helping is not None:
            helping.setVisible(wide)
        if wide:
            self.detail.take_result(None)
            self.halves.addWidget(self.area)
            self.halves.setStretchFactor(0, 1)
            self.halves.setSizes([570, 440])
        else:
            self.detail.take_result(self.area)
        self.area.show()

    def refresh(self) -> None:
        """Follow the Session and the current record."""
        record = self.record()
        now = (self.session.project, record.id if record is not None else 0)
        if self._shown is None or self._shown[1] != now[1]:
            for table in self.parts.values():
                table.set_where(lambda row: getattr(row, "price", None) == self.code)
        self._shown = now
        self._trying = {}
        self._show(record)
        self.papers.show_state()

    def _show(self, record: ProductPrice | None) -> None:
        typed = frozenset() if record is None else frozenset(key for key in COEFFICIENTS if getattr(record, key) is not None)
        self.result.show_price(self.price, typed, _CHOOSE if self.session.project.rows[_PRICE] else "还没有定价。")

    # --- what is done ---------------------------------------------------------------------------

    def _try(self, key: str, value: Any) -> None:
        """The knob is being drawn: the price follows, the project does not."""
        self._trying = {key: value}
        self._show(self.record())

    def _settle(self, key: str, value: Any) -> None:
        """The knob was let go: the value is entered, or taken out again."""
        self._trying = {}
        record = self.record()
        if record is not None:
            self.session.enter([Entry(_PRICE, record.id, key, "" if value is None else plain(value))])
        self.refresh()

    def _trace(self, id: str) -> None:
        price = self.price
        step = None if price is None else next((one for one in price.steps if one.id == id), None)
        if step is not None:
            show_trace(self, self.session, step, self._go)

    def _go(self, form: str, id: int, key: str) -> None:
        if form in (_PRICE, *self.parts):
            self.show_place(form, id, key)
        else:
            self.go_to.emit(form, id, key)

    def show_place(self, form: str, id: int, key: str) -> None:
        """A price and its field, or a row of one of its tables."""
        if form == _PRICE:
            self.master.select(id, key)
            return
        table = self.parts.get(form)
        row = self.session.record(form, id)
        if table is None or row is None:
            return
        parent = self.session.project.by_code[_PRICE].get(getattr(row, "price", None) or "")
        if parent is not None:
            self.master.select(parent.id)
        self.refresh()
        holder = table.parentWidget()
        while holder is not None and self.detail.indexOf(holder) < 0:
            holder = holder.parentWidget()
        if holder is not None:
            self.detail.setCurrentWidget(holder)
        table.select(id, key)

    def close_down(self) -> None:
        """The project is being closed."""
        self.papers.close_down()
