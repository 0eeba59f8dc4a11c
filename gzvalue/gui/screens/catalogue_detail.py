"""One data set in full: its attribute groups, its costs, its field dictionary, its evidence."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QWidget

from gzvalue.gui.evidence_panel import EvidencePanel
from gzvalue.gui.pieces import column
from gzvalue.gui.record import RecordForm
from gzvalue.gui.rows import RowsPanel, RowsTable
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import M
from gzvalue.gui.work import Work
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.field import Record
from gzvalue.schema.forms import form_of

_PAGES = (
    ("信息属性", ("信息属性", "责任分工")),
    ("法律属性", ("法律属性",)),
    ("价值属性", ("价值属性", "价值调整")),
    ("登记与质押", ("登记与质押",)),
)


class DataSetDetail(QWidget):
    """Tabs of forms and tables about one data set; only the tab in front is kept up to date.

    Signals:
        said(text): a quiet line.
    """

    said = Signal(str)

    def __init__(self, session: Session, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._id: int | None = None
        self.tabs = QTabWidget()
        self.forms = [self._form(name, groups) for name, groups in _PAGES]
        self.costs = RowsTable(
            session, "cost_item", ["category", "name", "amount", "incurred_on", "index_then", "index_now", "basis"],
            where=self._mine, fixed=self._code, empty=("这个数据集自己的重置成本，按类别逐项填。共同成本在“价值测算”中填。", "新增成本"),
        )  # fmt: skip
        self.fields = RowsTable(
            session, "data_field", ["name", "label", "type", "length", "key", "personal", "description"],
            where=self._mine, fixed=self._code, empty=("一行一个字段；可从数据库的表结构整块粘贴。", "新增字段"),
        )  # fmt: skip
        self.evidence = EvidencePanel(session, work, "data_set")
        for page, name in ((self.costs, "成本"), (self.fields, "字段字典"), (self.evidence, "证据")):
            self.tabs.addTab(self._holder(page), name)
            page.said.connect(self.said)
        self.tabs.currentChanged.connect(lambda _n: self._show())
        self.setLayout(column(self.tabs, gap=0))

    def _form(self, name: str, groups: tuple[str, ...]) -> RecordForm:
        fields = form_of("data_set").fields
        chosen = [("" if words == name else words, [k for k, f in fields.items() if f.group == words]) for words in groups]
        made = RecordForm(self.session, "data_set", chosen)
        self.tabs.addTab(made, name)
        return made

    @staticmethod
    def _holder(page: QWidget) -> QWidget:
        holder = QWidget()
        inner: Any = RowsPanel(page) if isinstance(page, RowsTable) else page
        holder.setLayout(column(inner, gap=0, margins=(0, M, 0, 0)))
        return holder

    def _own(self) -> str:
        record = self.session.record("data_set", self._id) if self._id else None
        return record.code or "" if isinstance(record, DataSet) else ""

    def _code(self) -> dict[str, str]:
        return {"data_set": self._own()}

    def _mine(self, record: Record) -> bool:
        return bool(self._own()) and getattr(record, "data_set", None) == self._own()

    def set_record(self, id: int | None) -> None:
        """Show that data set."""
        self._id = id
        self._show()

    def _show(self) -> None:
        number = self.tabs.currentIndex()
        if number < len(self.forms):
            if self.forms[number].id != self._id:
                self.forms[number].set_record(self._id)
            return
        page = (self.costs, self.fields, self.evidence)[number - len(self.forms)]
        if isinstance(page, RowsTable):
            page.set_where(self._mine)
        else:
            page.set_record(self._id)

    def focus_field(self, key: str) -> bool:
        """The tab and field of the data set."""
        for number, form in enumerate(self.forms):
            if key in form.inputs:
                self.tabs.setCurrentIndex(number)
                self._show()
                return form.focus_field(key)
        return False

    def show_data_field(self, id: int, key: str) -> None:
        """A line of the field dictionary."""
        self.tabs.setCurrentIndex(len(self.forms) + 1)
        self._show()
        self.fields.select(id, key)
        self.fields.view.setFocus()
