"""产品与流通: data products as they are listed, licences granted, deals made; each with its checks and its sheet."""

from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QWidget

from gzvalue.circulation.around import around_of
from gzvalue.circulation.licence import licence
from gzvalue.circulation.listing import listing
from gzvalue.circulation.standing import Around
from gzvalue.circulation.trade import trade
from gzvalue.gui import pieces
from gzvalue.gui.screens.rights_records import MadeWhenSeen
from gzvalue.gui.screens.uses_product_sample import SampleFromFile
from gzvalue.gui.screens.uses_product_tab import CirculationTab, Looked, TabKind
from gzvalue.gui.session import Session
from gzvalue.gui.work import Work
from gzvalue.schema.field import Record
from gzvalue.schema.price_forms import ProductPrice
from gzvalue.schema.product_forms import DataLicence, DataProduct, DataTrade
from gzvalue.schema.project import Project


def _listing(around: Around, record: Record) -> Looked:
    assert isinstance(record, DataProduct)
    made = listing(around, record)
    return made.lines, made.problems, next((one.code or "" for one in made.data_sets), "")


def _licence(around: Around, record: Record) -> Looked:
    assert isinstance(record, DataLicence)
    made = licence(around, record)
    return made.lines, made.problems, (made.data_set.code or "") if made.data_set is not None else ""


def _trade(around: Around, record: Record) -> Looked:
    assert isinstance(record, DataTrade)
    made = trade(around, record)
    return made.lines, made.problems, next((one.code or "" for one in made.data_sets), "")


_KINDS = (
    TabKind(
        DataProduct.form.name, "listing", ("code", "name", "data_sets", "type", "pricing_mode", "listing_state"),
        {"name": 200, "data_sets": 90, "type": 80, "listing_state": 80},
        ("把一项或几项数据集做成对外提供的产品。名称、行业、字段、质量、权利和凭证从项目中带出，只补目录里没有的。", "新增数据产品"),
        "新增产品", _listing,
    ),
    TabKind(
        DataLicence.form.name, "licence", ("code", "data_set", "licensee", "right", "exclusivity", "ends"),
        {"licensee": 200, "data_set": 80, "right": 80},
        ("许可别人使用数据时应约定的要素。程序核对期限、再许可、独占、出境、质押与来源限制。", "新增数据许可"),
        "新增许可", _licence,
    ),
    TabKind(
        DataTrade.form.name, "trade", ("code", "product", "data_sets", "buyer", "amount", "state"),
        {"buyer": 200, "product": 80, "data_sets": 90},
        ("一笔数据交易的标的、价款、交付、验收、票据。程序核对金额、进度与权利。", "新增数据交易"),
        "新增交易", _trade,
    ),
)  # fmt: skip
_TITLES = ("产品与挂牌", "许可", "交易")


class ProductPage(QWidget):
    """Three tabs of one build.

    Signals:
        said(text, path): a quiet line.
        go_to(form, id, key): show that datum.
    """

    said = Signal(str, str)
    go_to = Signal(str, int, str)

    def __init__(self, session: Session, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self._work = session, work
        self._looked: Project | None = None
        self._known: Around | None = None
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.sample: SampleFromFile | None = None
        self._holders = {kind.form: MadeWhenSeen(lambda kind=kind: self._make(kind)) for kind in _KINDS}  # type: ignore[misc]
        for title, holder in zip(_TITLES, self._holders.values(), strict=True):
            self.tabs.addTab(holder, title)
        self.setLayout(pieces.column(self.tabs))
        self.tabs.currentChanged.connect(lambda _number: self.refresh())

    def _make(self, kind: TabKind) -> QWidget:
        page = CirculationTab(self.session, self._work, kind, self.around)
        page.said.connect(self.said)
        page.go_to.connect(self._go)
        if kind.form == DataProduct.form.name:
            self.sample = SampleFromFile(self.session, self._work, page.record, lambda: page.code)
            self.sample.said.connect(lambda text: self.said.emit(text, ""))
            page.tools.addWidget(self.sample)
        return page

    def tab(self, form: str) -> CirculationTab:
        """The tab of one of the three forms, made if need be."""
        return cast(CirculationTab, self._holders[form].page())

    def around(self) -> Around:
        """What stands around the records, worked out once for each state of the project."""
        project = self.session.project
        if self._known is None or self._looked is not project:
            from gzvalue.valuation.price import prices_of  # late: only a project with a pricing needs it

            prices = prices_of(project, self.session.valuation) if project.all(ProductPrice) else ()
            asked = project.financing.loan_asked is not None
            self._known = around_of(project, self.session.financing if asked else None, prices)
            self._looked = project
        return self._known

    def _go(self, form: str, id: int, key: str) -> None:
        if form in self._holders:
            self.show_place(form, id, key)
        else:
            self.go_to.emit(form, id, key)

    def refresh(self) -> None:
        """The tab in front follows the Session."""
        holder = self.tabs.currentWidget()
        if isinstance(holder, MadeWhenSeen):
            cast(CirculationTab, holder.page()).refresh()
        if self.sample is not None:
            self.sample.show_state()

    def show_place(self, form: str, id: int, key: str) -> None:
        """A record of one of the three forms; without one its tab."""
        if form in self._holders:
            self.tabs.setCurrentWidget(self._holders[form])
            self.tab(form).show_place(id, key)

    def close_down(self) -> None:
        """The project is being closed."""
        for holder in self._holders.values():
            if holder.made is not None:
                cast(CirculationTab, holder.made).close_down()
