"""The units as a list, and one unit in detail: value, approaches, income, members, costs."""

from decimal import Decimal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QSplitter, QStackedLayout, QTabWidget, QWidget

from gzvalue.gui import pieces
from gzvalue.gui.figure import NONE, FigureDoor, wan
from gzvalue.gui.record import RecordForm
from gzvalue.gui.rows import RowsPanel, RowsTable
from gzvalue.gui.rows_model import Computed
from gzvalue.gui.screens.valuation_costs import CostsPage
from gzvalue.gui.screens.valuation_income import IncomePage
from gzvalue.gui.screens.valuation_members import MembersPage
from gzvalue.gui.screens.valuation_methods import MethodsBand
from gzvalue.gui.session import Session
from gzvalue.gui.short_text import ShortText
from gzvalue.gui.tokens import TITLE, L, M, S
from gzvalue.schema.field import Record
from gzvalue.schema.valuation_forms import ValuationUnit
from gzvalue.valuation.figures import unit_step

_UNIT = ["code", "name", "kind", "version"]
_METHOD = ["main_method", "cross_methods", "method_reason"]
_BACKING = ["certificates", "contracts", "department", "filler", "note"]
_NARROW = 900
_FORM, _INCOME, _MEMBERS, _COSTS = range(4)


class _Tabs(QTabWidget):
    """As high as the page in front, so that a short page leaves no empty room to scroll through."""

    def sizeHint(self) -> QSize:
        page = self.currentWidget()
        high = 0 if page is None else page.sizeHint().height()
        return QSize(self.minimumSizeHint().width(), self.tabBar().sizeHint().height() + high + S)

    def heightForWidth(self, width: int) -> int:
        """Qt would ask all pages and take the highest."""
        page = self.currentWidget()
        if page is None or not page.hasHeightForWidth():
            return self.sizeHint().height()
        return self.tabBar().sizeHint().height() + page.heightForWidth(width) + S

    def fit(self, current: int) -> None:
        """Only the page in front asks for room."""
        for number in range(self.count()):
            policy = QSizePolicy.Policy.Preferred if number == current else QSizePolicy.Policy.Ignored
            page = self.widget(number)
            if page is not None:
                page.setSizePolicy(QSizePolicy.Policy.Preferred, policy)
        self.updateGeometry()


class UnitDetail(QWidget):
    """One unit. Everything about it on one page that scrolls: figures above, inputs in tabs below.

    Signals:
        trace_asked(step): how a figure came about.
        said(text): a quiet line.
    """

    trace_asked = Signal(object)
    said = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.id = 0
        self.title = ShortText(1, role="section")
        self.value = FigureDoor(TITLE, bold=True)
        self.value.clicked.connect(self._trace_value)
        self.note = pieces.caption("")
        self.band = MethodsBand(session)
        self.form = RecordForm(
            session, "valuation_unit", [("单元", _UNIT), ("方法", _METHOD), ("依据与分工", _BACKING)], scrolling=False, helping=False
        )
        self.income = IncomePage(session)
        self.members = MembersPage(session)
        self.costs = CostsPage(session)
        self.tabs = _Tabs()
        for tab, words in ((self.form, "单元与方法"), (self.income, "收益"), (self.members, "成员与分摊"), (self.costs, "成本")):
            self.tabs.addTab(tab, words)
        for made in (self.income, self.members, self.costs):
            made.said.connect(self.said)
        self.band.trace_asked.connect(self.trace_asked)
        page = QWidget()
        box = pieces.column(gap=S, margins=(S, 0, S, L))
        head = pieces.row(self.title, self.value, gap=M)
        head.setStretch(0, 1)
        box.addLayout(head)
        box.addWidget(self.note)
        box.addWidget(self.band)
        box.addWidget(self.tabs, 1)
        page.setLayout(box)
        self.area = pieces.scrolled(page)
        self.setLayout(pieces.column(self.area))
        self.tabs.currentChanged.connect(self.tabs.fit)
        self.tabs.fit(0)
        self.tabs.currentChanged.connect(lambda _number: self._show_page())

    def show_unit(self, id: int) -> None:
        """Show another unit, or the same one as it is now."""
        record = self.session.record("valuation_unit", id)
        if not isinstance(record, ValuationUnit):
            return
        if id != self.id:
            self.id = id
            self.form.set_record(id)
        unit = next((one for one in self.session.valuation.units if one.id == id), None)
        self.title.set_whole(f"{record.code or '（未编号）'}　{record.name or '（未命名）'}")
        value = unit.value if unit is not None else None
        self.value.set_open(unit is not None and unit_step(unit) is not None)
        self.value.set_figure(wan(value, 2) if value is not None else NONE, "万元", name="单元价值")
        excluded = "、".join(f"{code} {wan(part, 2)} 万元" for code, part in unit.excluded.items()) if unit is not None else ""
        self.note.setText(f"已扣除不纳入结论的数据集：{excluded}" if excluded else "")
        self.note.setVisible(bool(excluded))
        self.band.show_unit(id)
        self._show_page()

    def _show_page(self) -> None:
        """Only the page in front follows; the others when they come to the front."""
        page = self.tabs.currentWidget()
        if page is self.income:
            self.income.show_unit(self.id)
        elif page is self.members:
            self.members.show_unit(self.id)
        elif page is self.costs:
            code = getattr(self.session.record("valuation_unit", self.id), "code", None)
            self.costs.show_codes([one.data_set or "" for one in self.session.project.unit_members if code and one.unit == code])

    def show_key(self, key: str) -> bool:
        """Show one field of the unit; whether there is one."""
        if key == "allocation":
            self.tabs.setCurrentIndex(_MEMBERS)
            self.members.allocation.editor.setFocus()
            return True
        if self.income.terms.inputs.get(key) is not None:
            self.tabs.setCurrentIndex(_INCOME)
            found = self.income.terms.focus_field(key)
            self.area.ensureWidgetVisible(self.income.terms.inputs[key], L, 80)
            return found
        self.tabs.setCurrentIndex(_FORM)
        return self._reveal(self.form, key or "code")

    def show_income(self, id: int, key: str) -> bool:
        """Show one income year."""
        self.tabs.setCurrentIndex(_INCOME)
        found = self.income.show_row(id, key)
        self.area.ensureWidgetVisible(self.income.forecast)
        return found

    def show_item(self, form: str, id: int, key: str) -> bool:
        """Show a contributory asset, an increment or a line of the bridge."""
        self.tabs.setCurrentIndex(_INCOME)
        return self.income.show_item(form, id, key)

    def show_member(self, id: int, key: str) -> bool:
        """Show one member."""
        self.tabs.setCurrentIndex(_MEMBERS)
        self.area.ensureWidgetVisible(self.members.table)
        return self.members.table.select(id, key)

    def _reveal(self, form: RecordForm, key: str) -> bool:
        found = form.focus_field(key)
        if found:
            self.area.ensureWidgetVisible(form.inputs[key], L, 80)
        return found

    def _trace_value(self) -> None:
        unit = next((one for one in self.session.valuation.units if one.id == self.id), None)
        step = unit_step(unit) if unit is not None else None
        if step is not None:
            self.trace_asked.emit(step)


class UnitsPage(QWidget):
    """List left, detail right."""

    trace_asked = Signal(object)
    said = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._narrow: bool | None = None
        self._known: tuple[object, dict[int, Decimal | None]] = (None, {})
        self.table = RowsTable(
            session,
            "valuation_unit",
            ["code", "name", Computed("value", "万元", self._value, self._amount, numeric=True, help="按主要方法得出的单元价值，万元")],
            empty=("评估单元是能单独说清收益的一个数据产品，或一组内部用途。先建单元，再选它用到的数据集。", "新增评估单元"),
            on_empty=self.add_unit,
            growing=False,
            widths={"code": 62, "name": 90, "value": 80},
        )
        self.table.view.verticalHeader().hide()
        self.panel = RowsPanel(self.table, add_word="新增")
        self.panel.add_button.clicked.disconnect()
        self.panel.add_button.clicked.connect(lambda: self.add_unit())
        self.panel.filter.setPlaceholderText("筛选")
        self.panel.filter.setMaximumWidth(110)
        self.detail = UnitDetail(session)
        hint = pieces.EmptyState(
            "选中或新增一个评估单元，在这里填写方法、收益、成员与成本，并看到三种方法的结果。", picture=pieces.EmptyPicture()
        )
        right = QWidget()
        self._pages = QStackedLayout(right)
        self._pages.addWidget(hint)
        self._pages.addWidget(self.detail)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.panel)
        split.addWidget(right)
        split.setChildrenCollapsible(False)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 5)
        split.setSizes([380, 720])
        self._split = split
        right.setMinimumWidth(330)
        self.setLayout(pieces.column(split, margins=(0, M, 0, 0)))
        self.table.current.connect(self._show)
        self.table.said.connect(self.said)
        self.detail.said.connect(self.said)
        self.detail.trace_asked.connect(self.trace_asked)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow the list keeps only names and values; the rest of its tools is in its context menu."""
        super().resizeEvent(event)
        narrow = event.size().width() < _NARROW
        if narrow == self._narrow:
            return
        self._narrow = narrow
        self.table.view.setColumnHidden(0, narrow)
        for tool in (self.panel.copy_button, self.panel.delete_button, self.panel.filter):
            tool.setVisible(not narrow)
        self.panel.setMinimumWidth(180 if narrow else 260)
        self._split.setSizes([190, 570] if narrow else [380, 720])

    def refresh(self) -> None:
        """Follow the Session."""
        ids = [one.id for one in self.session.project.units]
        if self.detail.id not in ids:
            self.detail.id = 0
            if ids and not self.table.current_id():
                self.table.select(ids[0], "name")
        self._show(self.table.current_id() or self.detail.id)

    def select(self, id: int) -> bool:
        """Show this unit."""
        return self.table.select(id)

    def add_unit(self) -> None:
        """Add a unit with the next free number and the usual choices, and go to its name."""
        codes = {one.code for one in self.session.project.units}
        number = len(codes) + 1
        while f"U{number:02}" in codes:
            number += 1
        row = {
            "code": f"U{number:02}",
            "allocation": "按录入比例",
            "income_basis": "税前",
            "rate_basis": self.session.project.discount.basis or "税后",
        }
        ids = self.session.add("valuation_unit", [row])
        if ids:
            self.table.select(ids[0])
            self._show(ids[0])
            self.detail.show_key("name")

    def _show(self, id: int) -> None:
        self._pages.setCurrentIndex(1 if id else 0)
        if id:
            self.detail.show_unit(id)

    def _amount(self, record: Record) -> Decimal | None:
        valuation = self.session.valuation
        if self._known[0] is not valuation:
            self._known = valuation, {unit.id: unit.value for unit in valuation.units}
        return self._known[1].get(record.id)

    def _value(self, record: Record) -> str:
        return wan(self._amount(record), 2)
