"""敏感性与不确定性 in ⑥: what the conclusion depends on, how it spreads, named cases, and real options beside it."""

from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QTabWidget, QWidget

from gzvalue.gui import pieces
from gzvalue.gui.record import RecordForm
from gzvalue.gui.rows import RowsPanel, RowsTable
from gzvalue.gui.screens.uncertainty_options import OptionsPage
from gzvalue.gui.screens.uncertainty_results import ResultsPage
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import L, M, S
from gzvalue.gui.work import Task, Work
from gzvalue.schema.field import OWN_DEFAULT
from gzvalue.schema.project import Project
from gzvalue.valuation.figures import total_step

_RESULTS, _PARAMETERS, _CASES, _OPTIONS = range(4)
_SETTLED = 700  # milliseconds without a further change before it is run again
PAGES = {
    "uncertainty_setting": _PARAMETERS, "uncertain_parameter": _PARAMETERS, "parameter_correlation": _PARAMETERS, "value_scenario": _CASES,
    "real_option": _OPTIONS,
}  # fmt: skip
"""Form → the page on which its records are."""

_PARAMETER = ["code", "lever", "unit", "shape", "low", "mode", "high", "mean", "deviation", "basis"]
_CORRELATION = ["first", "second", "rho", "basis"]
_CASE = [
    "code",
    "name",
    "rate",
    "income",
    "transferable",
    "internal",
    "growth",
    "share",
    "life",
    "tax",
    "cost",
    "adjustment",
    "market",
    "note",
]


class UncertaintyPage(QWidget):
    """Runs by itself in the work thread whenever it is in front and the project has changed.

    Signals:
        said(text): a quiet line.
        trace_asked(step): how a figure came about.
    """

    said = Signal(str)
    trace_asked = Signal(object)

    def __init__(self, session: Session, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.work = session, work
        self._studied: Project | None = None
        self._task: Task | None = None
        self.results = ResultsPage(lambda: self.tabs.setCurrentIndex(_PARAMETERS), self.run)
        self.results.total_wanted.connect(self._trace_total)
        self.setting = RecordForm(session, "uncertainty_setting", [("", ["draws", "seed", "note"])], scrolling=False, helping=False)
        self.parameters = RowsTable(session, "uncertain_parameter", _PARAMETER, empty=(
            f"没有填写分布时，模拟使用{OWN_DEFAULT}。写下哪些数可能偏离、偏离多少、凭什么。", "新增参数分布"))  # fmt: skip
        self.correlations = RowsTable(
            session, "parameter_correlation", _CORRELATION, empty=("两个参数会一起变动时，在这里写下相关系数。", "新增相关")
        )
        self.cases = RowsTable(
            session, "value_scenario", _CASE, empty=("除悲观、基准、乐观外，写下自己关心的情景，例如最大客户不续签。", "新增情景")
        )
        self.options = OptionsPage(session)
        self.options.trace_asked.connect(self.trace_asked)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.results, "结果")
        self.tabs.addTab(self._parameters_page(), "参数分布")
        self.tabs.addTab(
            _page(RowsPanel(self.cases, add_word="新增情景"), "比例类填相对现值的变动，折现率、年增长、税率填加减的百分点，期限填年数。"),
            "情景",
        )
        self.tabs.addTab(self.options, "实物期权")
        self.cases.setMinimumHeight(60)
        self.setLayout(pieces.column(self.tabs, margins=(0, S, 0, 0)))
        for table in (self.parameters, self.correlations, self.cases, self.options.table):
            table.said.connect(self.said)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLED)
        self._settle.timeout.connect(self.run)
        work.finished.connect(self._ended)
        self.tabs.currentChanged.connect(lambda _number: self.refresh())

    def _parameters_page(self) -> QWidget:
        page = QWidget()
        box = pieces.column(gap=S, margins=(0, M, 0, L))
        box.addWidget(self.setting)
        box.addWidget(
            pieces.caption(
                "变动都相对现在的取值：折现率、年增长、税率填百分点，期限填年（按季取整），其余填百分数。相关按秩，用 Iman–Conover 法实现。"
            )
        )
        box.addWidget(RowsPanel(self.parameters, add_word="新增参数"), 3)
        box.addWidget(RowsPanel(self.correlations, add_word="新增相关"), 2)
        page.setLayout(box)
        return pieces.scrolled(page)

    # --- for the screen -------------------------------------------------------------------------

    def refresh(self) -> None:
        """Follow the Session: what is shown is said to be old until it has been run again."""
        self.options.refresh()
        if self._studied is not self.session.project and self.isVisible() and self.tabs.currentIndex() == _RESULTS:
            self.results.say_old()
            self._settle.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is started for a page that nobody sees."""
        super().hideEvent(event)
        self._settle.stop()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up on what changed while another page was in front."""
        super().showEvent(event)
        self.refresh()

    def show_place(self, form: str, id: int, key: str) -> None:
        """The page of a form, its record and field."""
        self.tabs.setCurrentIndex(PAGES[form])
        if form == "uncertainty_setting":
            self.setting.focus_field(key or "draws")
        else:
            tables = {"uncertain_parameter": self.parameters, "parameter_correlation": self.correlations, "value_scenario": self.cases}
            tables.get(form, self.options.table).select(id, key)

    def close_down(self) -> None:
        """The project is being closed: nothing is started any more."""
        self._settle.stop()

    # --- running --------------------------------------------------------------------------------

    def run(self) -> None:
        """Run the study of the present project beside the window; one that is under way is given up."""
        if self._task is not None:
            self.work.cancel(self._task)
        project = self.session.project
        self.results.say_running()
        self._task = self.work.run(
            "正在模拟",
            _studied,
            project,
            then=lambda found: self._show(project, found),
            failed=lambda words: self._failed(project, words),
        )

    def _show(self, project: Project, found: Any) -> None:
        self._studied = project
        self.results.show_study(found)
        self.refresh()

    def _failed(self, project: Project, words: str) -> None:
        self._studied = project
        self.results.show_nothing(words)

    def _trace_total(self) -> None:
        step = total_step(self.session.valuation)
        if step is not None:
            self.trace_asked.emit(step)

    def _ended(self, task: Task) -> None:
        if task is self._task:
            self._task = None
            if task.stop.is_set():
                self._studied = self.session.project  # stopped on purpose: it is run again when asked, or when something changes
                self.results.say_stopped()


def _studied(project: Project, *, progress: Any) -> Any:
    from gzvalue.actions.uncertainty import study_of  # brings NumPy, which nothing else in the window needs

    return study_of(project, progress)[0]


def _page(panel: QWidget, hint: str) -> QWidget:
    page = QWidget()
    page.setLayout(pieces.column(pieces.caption(hint), panel, gap=S, margins=(0, M, 0, M)))
    return page
