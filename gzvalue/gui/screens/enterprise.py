"""① 企业概况: the licence, the accounts by year, the head of the self-calculation, who fills which step."""

from typing import Any

from PySide6.QtWidgets import QTabWidget, QWidget

from gzvalue.gui.pieces import caption, column
from gzvalue.gui.problems_panel import is_lacking
from gzvalue.gui.record import RecordForm
from gzvalue.gui.rows import RowsPanel, RowsTable
from gzvalue.gui.screen import Screen
from gzvalue.gui.screen_head import ScreenHead
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import XL, L, M, S
from gzvalue.gui.work import Work
from gzvalue.schema.chapters import CHAPTERS
from gzvalue.schema.forms import form_of

_HEAD_GROUPS = (
    ("基本事项", ("valuation_date", "as_of", "period", "value_type", "purpose", "premise")),
    ("折现约定", ("timing", "tax_rate")),
    ("人员", ("preparer", "reviewer")),
    ("示例", ("sample_mark",)),
)
_PLACES = {"enterprise": 0, "finance_year": 1, "valuation_head": 2, "step_duty": 3}


class EnterpriseScreen(Screen):
    """Four pages: licence and contact, accounts, head, duties."""

    key = "enterprise"

    def __init__(self, session: Session, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(session, work, parent)
        self.head = ScreenHead("企业概况")
        self.licence = RecordForm(session, "enterprise", framed=("营业执照",))
        self.years = RowsTable(
            session, "finance_year", list(form_of("finance_year").fields), turned=True,
            empty=("近三年的财务数据，银行据此看第一还款来源。一列一个年度，可从 Excel 整块粘贴。", "新增年度"),
        )  # fmt: skip
        self.basics = RecordForm(session, "valuation_head", _HEAD_GROUPS)
        self.duties = RowsTable(
            session, "step_duty", ["step", "department", "filler", "due_on"], growing=False,
            empty=("说明每一步由哪个部门、谁来填写，导出 Excel 时可按部门分发。", "列出八个步骤"), on_empty=self.list_steps,
        )  # fmt: skip
        self.tabs = QTabWidget()
        for page, name in (
            (self.licence, "企业信息"), (self._years_page(), "财务数据"), (self.basics, "测算基本事项"), (self._duties_page(), "步骤分工"),
        ):  # fmt: skip
            self.tabs.addTab(page, name)
        for table in (self.years, self.duties):
            table.said.connect(lambda text: self.said.emit(text, ""))
        self.setLayout(column(self.head, self.tabs, gap=S, margins=(XL, L, XL, M)))

    def _years_page(self) -> QWidget:
        page = QWidget()
        panel = RowsPanel(self.years, add_word="新增年度")
        panel.filter.hide()
        box = column(gap=S, margins=(0, M, 0, 0))
        box.addWidget(caption("金额以元填写，可写 2,618万；一列一个年度，从早到晚。"))
        box.addWidget(panel, 1)
        page.setLayout(box)
        return page

    def _duties_page(self) -> QWidget:
        page = QWidget()
        box = column(gap=S, margins=(0, M, 0, 0))
        box.addWidget(caption("只作分工与催办之用，不进入测算。"))
        box.addWidget(self.duties, 1)
        page.setLayout(box)
        return page

    def list_steps(self) -> None:
        """Add a line for each of the eight steps that has none yet."""
        here = {duty.step for duty in self.session.project.step_duties}
        self.session.add("step_duty", [{"step": c.label} for c in CHAPTERS if not c.optional and c.label not in here], "列出八个步骤")

    def refresh(self) -> None:
        """The line beside the title."""
        lacking = sum(is_lacking(self.session.project, p) for p in self.session.problems if p.form in _PLACES)
        name = self.session.project.enterprise.name or ""
        self.head.say(" · ".join(filter(None, [name, f"还差 {lacking} 处" if lacking else ""])))

    def show_place(self, form: str, id: int, key: str) -> None:
        """The page of the form and its field."""
        self.tabs.setCurrentIndex(_PLACES.get(form, 0))
        if form == "finance_year":
            self.years.select(id, key)
            self.years.view.setFocus()
        elif form == "step_duty":
            self.duties.select(id, key)
            self.duties.view.setFocus()
        elif key:
            (self.basics if form == "valuation_head" else self.licence).focus_field(key)

    def place(self) -> dict[str, Any]:
        """Which page is shown."""
        return {"tab": self.tabs.currentIndex()}

    def restore(self, place: dict[str, Any]) -> None:
        """Show that page again."""
        tab = place.get("tab")
        if isinstance(tab, int):
            self.tabs.setCurrentIndex(tab)
