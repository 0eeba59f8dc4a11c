"""用电画像: electricity tables in, indicators, score and curves out; the account, the authorisation and the weights beside them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QTabWidget, QWidget

from gzvalue.gui import pieces
from gzvalue.gui.record import RecordForm
from gzvalue.gui.screens.uses_power_curves import CurvesPage
from gzvalue.gui.screens.uses_power_offer import OfferPage
from gzvalue.gui.screens.uses_power_problems import ProblemsPage
from gzvalue.gui.screens.uses_power_result import ResultPage
from gzvalue.gui.screens.uses_power_weights import WeightsPage
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import M, S
from gzvalue.gui.work import Task, Work
from gzvalue.power.assessment import Assessment, assessed, power_problems
from gzvalue.power.facts import Settings
from gzvalue.schema.power_forms import PowerAccount, PowerProfile, PowerWeight
from gzvalue.schema.project import Project

FILTER = "用电表格（*.csv *.xlsx *.xls *.xlsm *.ods *.tsv *.txt）(*.csv *.xlsx *.xls *.xlsm *.ods *.tsv *.txt);;所有文件 (*)"
_RESULT, _CURVES, _WEIGHTS, _ACCOUNT, _PROBLEMS = range(5)
_PAGES = {PowerAccount.form.name: _ACCOUNT, PowerWeight.form.name: _WEIGHTS, PowerProfile.form.name: _PROBLEMS}
"""Form → the page on which its records are."""


class PowerPage(QWidget):
    """The tab; files may be dropped anywhere on it. Reading and computing run in the work thread.

    Signals:
        said(text, path): a quiet line.
        go_to(form, id, key): show that datum.
    """

    said = Signal(str, str)
    go_to = Signal(str, int, str)

    def __init__(self, session: Session, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.work = session, work
        self._task: Task | None = None
        self._shown: Project | None = None
        self.setAcceptDrops(True)
        self.choose_button = pieces.button("选择用电表格…", self.choose)
        self.state = pieces.caption("可多选：用电量、账单、违约与状态记录、合同容量；也可以把文件或文件夹拖到这里。读数不存入项目。")
        self.result = ResultPage(session, self.choose)
        self.curves = CurvesPage()
        self.weights = WeightsPage(session)
        self.account = RecordForm(session, PowerAccount.form.name)
        self.problems = ProblemsPage(session)
        self.offer = OfferPage(session, work)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        for page, label in (
            (self.result, "指标与评分"), (self.curves, "曲线"), (self.weights, "评分权重"), (self.account, "账户与授权"), (self.problems, "数据问题与历史"), (self.offer, "对外提供"),
        ):  # fmt: skip
            self.tabs.addTab(page, label)
        top = pieces.row(self.choose_button, self.state, gap=M)
        top.setStretch(1, 1)
        box = pieces.column(gap=S, margins=(0, M, 0, 0))
        box.addLayout(top)
        box.addWidget(self.tabs, 1)
        self.setLayout(box)
        self.result.go_to.connect(self.go_to)
        self.weights.said.connect(lambda text: self.said.emit(text, ""))
        self.problems.said.connect(lambda text: self.said.emit(text, ""))
        self.offer.said.connect(self.said)
        work.finished.connect(self._ended)

    # --- for the screen -------------------------------------------------------------------------

    def refresh(self) -> None:
        """Follow the Session."""
        project = self.session.project
        if project is self._shown:
            return
        self._shown = project
        found = assessed(project)
        self.result.show_assessment(found)
        self.curves.show_assessment(found)
        self.weights.show_assessment(found)
        self.problems.show_assessment(found, power_problems(project))
        self.offer.refresh()

    @property
    def assessment(self) -> Assessment | None:
        """What is shown."""
        return self.result.assessment

    def show_place(self, form: str, id: int, key: str) -> None:
        """The page of a form, its record and field."""
        self.tabs.setCurrentIndex(_PAGES[form])
        if form == PowerAccount.form.name:
            self.account.focus_field(key or "enterprise")
        elif form == PowerWeight.form.name:
            self.weights.table.select(id, key)
        else:
            self.problems.table.select(id, key)

    def close_down(self) -> None:
        """The project is being closed: what is under way is given up."""
        self.offer.close_down()
        if self._task is not None:
            self.work.cancel(self._task)

    # --- files ----------------------------------------------------------------------------------

    def choose(self) -> None:
        """Ask for tables and make the profile of them."""
        names, _ = QFileDialog.getOpenFileNames(self, "选择用电表格", str(self.session.path.parent), FILTER)
        if names:
            self.take([Path(name) for name in names])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped here."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the files that were dropped."""
        self.take([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])
        event.acceptProposedAction()

    def take(self, paths: Sequence[Path]) -> None:
        """Make a profile of these files and folders beside the window, and keep it."""
        if not paths:
            return
        if self._task is not None:
            self.work.cancel(self._task)
        from gzvalue.errors import UserError
        from gzvalue.power.entered import settings_of

        try:
            settings = settings_of(self.session.project)
        except UserError as wrong:
            self._refused(str(wrong))
            return
        self.choose_button.setEnabled(False)
        self.state.setText("正在读取并计算…")
        self._task = self.work.run("正在生成用电画像", _made, tuple(paths), settings, then=self._keep, failed=self._refused)

    def _keep(self, made: Any) -> None:
        from gzvalue.actions.power import keeping

        if not self.session.apply(keeping(self.session.project, made)):
            self._refused("画像没有保存。")
            return
        found = made.profile
        errors = sum(1 for one in found.remarks if one.level == "error" and "书面授权" not in one.message)
        words = f"已生成画像：{sum(count for _, count in found.meters):,} 条读数"
        self.state.setText(words + (f"，{errors} 处问题须核对（见“数据问题与历史”）" if errors else ""))
        self.said.emit(words, "")
        self.tabs.setCurrentIndex(_RESULT)
        self.refresh()

    def _refused(self, words: str) -> None:
        self.state.setText(words)
        self.said.emit(words, "")

    def _ended(self, task: Task) -> None:
        if task is self._task:
            self._task = None
            self.choose_button.setEnabled(True)
            if task.stop.is_set():
                self.state.setText("已停止，没有改动。")


def _made(paths: tuple[Path, ...], settings: Settings, *, progress: Any) -> Any:
    from gzvalue.actions.power import made_from  # reads foreign tables, which nothing else in the window needs

    return made_from(paths, settings, progress)
