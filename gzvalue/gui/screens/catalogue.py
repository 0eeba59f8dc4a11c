"""② 数据目录: all data sets above, the chosen one in full below."""

from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QMenu, QWidget

from gzvalue.gui.master_detail import MasterDetail
from gzvalue.gui.pieces import button, column
from gzvalue.gui.problems_panel import is_lacking
from gzvalue.gui.rows import RowsPanel, RowsTable
from gzvalue.gui.rows_model import Computed
from gzvalue.gui.screen import Screen
from gzvalue.gui.screen_head import ScreenHead
from gzvalue.gui.screens.catalogue_detail import DataSetDetail
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import XL, L, M, S
from gzvalue.gui.work import Work
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.field import Record
from gzvalue.schema.kinds import in_percent
from gzvalue.schema.progress import fill_rate

_ALL = "全部业务域"


class CatalogueScreen(Screen):
    """The master table with its filters and Excel in and out, and `DataSetDetail`."""

    key = "catalogue"

    def __init__(self, session: Session, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(session, work, parent)
        self.head = ScreenHead("数据目录")
        self.table = RowsTable(
            session, "data_set",
            ["code", "name", "business_domain", "record_count", "storage_gb", "frequency", "grade",
             Computed("filled", "填报率", lambda r: in_percent(fill_rate(r), 0), fill_rate, numeric=True, help="应填字段中已填的比例"),
             Computed("problems", "待补正", self._problems, self._problem_count, numeric=True, help="这个数据集还有几处要补正"),
             "department", "filler"],
            empty=("还没有数据集。从 Excel 导入现成的台账最快，也可以直接新增、粘贴，或从行业模板挑选。", "从 Excel 导入"), on_empty=self._import,
            widths={"code": 72, "name": 230, "business_domain": 104, "record_count": 112, "storage_gb": 110, "frequency": 80, "grade": 84,
                    "filled": 76, "problems": 76, "department": 120, "filler": 100},
        )  # fmt: skip
        self.panel = RowsPanel(self.table, add_word="新增")
        self.domain = QComboBox()
        self.domain.setAccessibleName("业务域")
        self.domain.setMaximumWidth(200)
        self.domain.setMinimumWidth(72)  # in the smallest window only
        self.only_problems = QCheckBox("只看待补正")
        self._tools()
        self.detail = DataSetDetail(session, work)
        self.pages = MasterDetail(self.panel, self.detail, share=0.55)
        self.setLayout(column(self.head, self.pages, gap=S, margins=(XL, L, XL, M)))
        self.pages.said.connect(lambda text: self.said.emit(text, ""))
        self.detail.said.connect(lambda text: self.said.emit(text, ""))
        self.domain.currentIndexChanged.connect(lambda _n: self._filter())
        self.only_problems.toggled.connect(lambda _on: self._filter())

    def _tools(self) -> None:
        self.import_button = button("从 Excel 导入", self._import, tip="Ctrl+I，也可把文件拖进窗口")
        self.export_button = button("导出", tip="Ctrl+E")
        menu = QMenu(self.export_button)
        menu.addAction("导出全部或按责任部门…").triggered.connect(lambda _on=False: self._files().export_sheet())
        menu.addAction("导出空白模板…").triggered.connect(lambda _on=False: self._files().export_template())
        self.export_button.setMenu(menu)
        self.template_button = button("模板", tip="从行业的典型数据集中挑选，逐项核对后使用")
        offers = QMenu(self.template_button)
        offers.addAction("从行业模板添加…").triggered.connect(lambda _on=False: self._files().add_template())
        offers.addAction("确认已核对的模板项…").triggered.connect(lambda _on=False: self._files().confirm_templates())
        self.template_button.setMenu(offers)
        bar = self.panel.bar
        bar.insertWidget(1, self.import_button)
        bar.insertWidget(2, self.export_button)
        bar.insertWidget(3, self.template_button)
        bar.insertWidget(bar.count() - 1, self.only_problems)
        bar.insertWidget(bar.count() - 1, self.domain)

    def _files(self) -> Any:
        """The window's file actions: asking for places and telling results is the window's part."""
        return self.window().files  # type: ignore[attr-defined]

    def _import(self) -> None:
        self._files().import_sheet()

    # --- computed columns and filters -------------------------------------------------------

    def _problem_count(self, record: Record) -> int:
        """What must be mended or filled in counts 1000, what should be known 1."""
        found = self.session.problems_of("data_set", record.id)
        return sum(1000 if is_lacking(self.session.project, problem) else 1 for problem in found)

    def _problems(self, record: Record) -> str:
        lacking, notices = divmod(self._problem_count(record), 1000)
        return f"{lacking} 处" if lacking else "有提醒" if notices else ""

    def _filter(self) -> None:
        domain = self.domain.currentText() if self.domain.currentIndex() > 0 else ""
        only = self.only_problems.isChecked()

        def passes(record: Record) -> bool:
            assert isinstance(record, DataSet)
            return (not domain or record.business_domain == domain) and (not only or bool(self._problem_count(record)))

        self.table.set_where(passes if domain or only else None)

    def _show_domains(self) -> None:
        domains = list(dict.fromkeys(d.business_domain for d in self.session.project.data_sets if d.business_domain))
        wanted = [_ALL, *domains]
        if [self.domain.itemText(n) for n in range(self.domain.count())] != wanted:
            chosen = self.domain.currentText()
            self.domain.blockSignals(True)
            self.domain.clear()
            self.domain.addItems(wanted)
            self.domain.setCurrentIndex(max(0, self.domain.findText(chosen)))
            self.domain.blockSignals(False)
            if chosen not in ("", self.domain.currentText()):
                self._filter()

    # --- the screen -------------------------------------------------------------------------

    def refresh(self) -> None:
        """Domains, and the line beside the title."""
        self._show_domains()
        sets = self.session.project.data_sets
        counts = [self._problem_count(one) for one in sets]
        lacking, noticed = sum(n >= 1000 for n in counts), sum(0 < n < 1000 for n in counts)
        parts = [f"{len(sets):,} 项", f"{lacking:,} 项待补正" if lacking else "", f"{noticed:,} 项有提醒" if noticed else ""]
        self.head.say(" · ".join(part for part in parts if part) if sets else "")

    def show_place(self, form: str, id: int, key: str) -> None:
        """The data set, and the tab and field in its detail."""
        if form == "data_field":
            record = self.session.record(form, id)
            owner = self.session.project.by_code["data_set"].get(getattr(record, "data_set", None) or "")
            if owner is not None:
                self._select(owner.id, "")
                self.detail.show_data_field(id, key)
            return
        if id:
            self._select(id, key)

    def _select(self, id: int, key: str) -> None:
        """A filter must not hide what one was sent to."""
        if self.table.model.number_of(id) is None:
            self.domain.setCurrentIndex(0)
            self.only_problems.setChecked(False)
            self.panel.filter.clear()
            self.table.set_filter("")
        self.pages.select(id, key)
        if not key:
            self.table.view.setFocus()

    def place(self) -> dict[str, Any]:
        """Which data set and which tab are shown."""
        return {"id": self.table.current_id(), "tab": self.detail.tabs.currentIndex()}

    def restore(self, place: dict[str, Any]) -> None:
        """Show them again."""
        if isinstance(place.get("tab"), int):
            self.detail.tabs.setCurrentIndex(place["tab"])
        if isinstance(place.get("id"), int):
            self.table.select(place["id"])
