"""⑧ 申报材料: what is missing, what the paper shall hold, the pages themselves, 生成 and 打印."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QSplitter, QTabWidget, QWidget

from gzvalue.errors import UserError
from gzvalue.gui import pieces
from gzvalue.gui.paper import PaperMaker, order_of
from gzvalue.gui.paper_child import Paper
from gzvalue.gui.printing import PrintJob, a4_printer
from gzvalue.gui.screen import Screen
from gzvalue.gui.screen_head import ScreenHead
from gzvalue.gui.screens.dossier_check import CheckList
from gzvalue.gui.screens.dossier_parts import PartsPage
from gzvalue.gui.screens.dossier_preview import Preview
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import XL, L, M, S
from gzvalue.gui.work import Task, Work
from gzvalue.gui.workbook_export import export_workbook

NAME = "数据资产价值自测说明"
_PAUSE = 600  # milliseconds without a further edit before the pages are made anew


class DossierScreen(Screen):
    """The pages are made anew, in a child process, whenever the project changes while they are seen."""

    key = "dossier"

    def __init__(self, session: Session, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(session, work, parent)
        self._maker = PaperMaker()
        self._own = Work(self)  # papers wait for each other, not for an import
        self._folder = TemporaryDirectory(prefix="gzvalue-", ignore_cleanup_errors=True)
        self._made_of: object = None
        self._rendering = self._again = False
        self._job: PrintJob | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._render)
        self.checks = CheckList(session)
        self.parts = PartsPage(session)
        self.preview = Preview()
        self.left = QTabWidget()
        self.left.addTab(self.checks, "检查")
        self.left.addTab(self.parts, "内容")
        split = QSplitter()
        split.addWidget(self.left)
        split.addWidget(self.preview)
        split.setChildrenCollapsible(False)
        split.setStretchFactor(1, 1)
        split.setSizes([300, 700])
        self.left.setMinimumWidth(186)
        self.preview.setContentsMargins(M, 0, 0, 0)
        head = ScreenHead("申报材料")
        head.say(f"《{NAME}（非资产评估报告）》预览，与生成的 PDF 一致")
        head.add(pieces.button("导出测算底稿", lambda: export_workbook(self), tip="Excel 底稿：公式可重算，供评估人员与银行复核"))
        self.setLayout(pieces.column(head, split, gap=S, margins=(XL, L, XL, M)))
        self.checks.place_wanted.connect(self.go_to)
        self.preview.make_wanted.connect(self.generate)
        self.preview.issue_wanted.connect(self.issue)
        self.preview.print_wanted.connect(self.print)
        self.preview.cancel_wanted.connect(self._cancel)
        self._own.progressed.connect(self._progressed)
        self._own.finished.connect(self._ended)
        self.destroyed.connect(_closer(self._own, self._maker, self._folder))

    def close_down(self) -> None:
        """End the child process, the work thread and what lies in the temporary folder; called when the project is closed."""
        self._pause.stop()
        if self._job is not None:
            self._job.stop()
        self._own.close()
        self._maker.close()
        self.preview.pages.show_document(None)
        self._folder.cleanup()

    # --- following the project ------------------------------------------------------------------

    def refresh(self) -> None:
        """Follow the Session; the pages follow when a person pauses."""
        self.checks.refresh()
        self.parts.refresh()
        self._stale_pages()

    def showEvent(self, event: QShowEvent) -> None:
        """Pages are made when they are first seen."""
        super().showEvent(event)
        self._stale_pages(at_once=True)

    def _stale_pages(self, *, at_once: bool = False) -> None:
        if self._made_of is self.session.project or not self.isVisible():
            return
        self._pause.start(0 if at_once and self._made_of is None else _PAUSE)

    def _render(self) -> None:
        if not self.isVisible() or self._job is not None:
            return
        if self._rendering:
            self._again = True
            return
        project = self.session.project
        out = Path(self._folder.name) / "preview.pdf"
        self._rendering = True
        self.preview.show_work("正在排版", 0, 0)

        def show(paper: Paper) -> None:
            self._made_of = project
            self._show_pages(paper)

        self._own.run(
            "正在排版", self._maker.make, order_of(project, out, self.session.path, "preview"), then=show, failed=self.preview.show_trouble
        )

    def _show_pages(self, paper: Paper) -> None:
        """Fresh pages; not under a print job, which reads the old ones."""
        if self._job is None:
            self.preview.show_paper(paper)
        else:
            self._made_of = None

    def _ended(self, _task: Task) -> None:
        self._rendering = False
        if not self._own.tasks:
            self.preview.end_work()
        if self._again:
            self._again = False
            self._pause.start(0)

    def _progressed(self, task: Task) -> None:
        self.preview.show_work(task.detail or task.what, task.done, task.total)

    def _cancel(self) -> None:
        for task in list(self._own.tasks):
            self._own.cancel(task)
        self._again = False
        if self._own.tasks:
            self.preview.show_trouble("已停止；下一次修改后，或再次进入本步骤时，重新排版。")
        if self._job is not None:
            self._job.stop()

    # --- 生成 -----------------------------------------------------------------------------------

    def generate(self) -> None:
        """Ask where the PDF shall lie, and make it."""
        out = self.ask_where()
        if out is not None:
            self.make(out)

    def ask_where(self) -> Path | None:
        """The place of the PDF, beside the project unless the person says otherwise; ``None`` if he does not want one."""
        name = self.session.project.enterprise.name or self.session.path.stem
        proposed = self.session.path.parent / f"{NAME}－{_plain(name)}.pdf"
        chosen, _ = QFileDialog.getSaveFileName(self, "生成 PDF", str(proposed), "PDF 文件 (*.pdf)")
        return Path(chosen) if chosen else None

    def make(self, out: Path) -> None:
        """Make the PDF there; a quiet line with a link when it is finished."""
        out = out if out.suffix.lower() == ".pdf" else out.with_name(out.name + ".pdf")
        project = self.session.project
        self.preview.show_work("正在生成草稿", 0, 0)

        def done(paper: Paper) -> None:
            self._made_of = project
            self._show_pages(paper)
            self.said.emit(f"已生成草稿 {out.name}，共 {len(paper.sizes)} 页", str(out))

        self._own.run(
            "正在生成草稿", self._maker.make, order_of(project, out, self.session.path), then=done, failed=self.preview.show_trouble
        )

    # --- 签发 -----------------------------------------------------------------------------------

    def issue(self) -> None:
        """Ask where the PDF shall lie, and issue it there."""
        out = self.ask_where()
        if out is not None:
            self.issue_to(out)

    def issue_to(self, out: Path) -> None:
        """Make it beside the window, keep it in the project, then put PDF, data and workbook in their place."""
        out = out if out.suffix.lower() == ".pdf" else out.with_name(out.name + ".pdf")
        made = Path(self._folder.name) / "issue.pdf"
        self.preview.show_work("正在签发", 0, 0)

        def done(paper: Paper) -> None:
            from gzvalue.actions.window_dossier import issue_prepared  # late: only an issue needs it

            try:
                issue_prepared(self.session.store, paper.prepared, paper.path, out)
            except UserError as wrong:
                self.preview.show_trouble(str(wrong))
                return
            self.preview.show_trouble("")
            self.said.emit(f"已签发 {paper.prepared.name}：{out.name}，共 {len(paper.sizes)} 页，旁边另存数据与底稿", str(out))

        order = order_of(self.session.project, made, self.session.path, "issue")
        self._own.run("正在签发", self._maker.make, order, then=done, failed=self.preview.show_trouble)

    # --- 打印 -----------------------------------------------------------------------------------

    def print(self) -> None:
        """Ask for the printer, and print the pages that are shown."""
        printer = a4_printer(NAME)
        dialog = QPrintDialog(printer, self)
        dialog.setMinMax(1, max(self.preview.pages.count, 1))
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.print_on(printer)

    def print_on(self, printer: QPrinter) -> bool:
        """Print on this printer; whether it takes the pages."""
        document = self.preview.pages.document
        if document is None or self._job is not None:
            return False
        self._job = PrintJob(document, printer, self)
        self._job.progressed.connect(lambda done, total: self.preview.show_work("正在打印", done, total))
        self._job.finished.connect(self._printed)
        if not self._job.start():
            self._job = None
            self.preview.show_trouble("打印机没有接受这份材料；请检查打印机是否可用，或先生成 PDF 再打印。")
            return False
        self.preview.show_work("正在打印", 0, 0)
        return True

    def _printed(self, complete: bool) -> None:
        self._job = None
        self.preview.end_work()
        self._stale_pages()
        self.said.emit("已送到打印机" if complete else "打印已取消；已送出的页仍会打印", "")

    # --- places ---------------------------------------------------------------------------------

    def show_place(self, form: str, id: int, key: str) -> None:
        """The choice of parts, if that is asked for."""
        if form == "dossier_choice":
            self.left.setCurrentWidget(self.parts)

    def place(self) -> dict[str, Any]:
        """Page and zoom of the preview, and the tab."""
        return {"page": self.preview.pages.page, "zoom": self.preview.pages.zoom, "tab": self.left.currentIndex()}

    def restore(self, place: dict[str, Any]) -> None:
        """Back to them; the page as soon as there are pages."""
        self.left.setCurrentIndex(int(place.get("tab", 0)))
        if place.get("zoom"):
            self.preview.pages.zoom_to(float(place["zoom"]))
        page = int(place.get("page", 0))
        if page > 1:
            self.preview.pages.start_at(page)


def _closer(work: Work, maker: PaperMaker, folder: "TemporaryDirectory[str]"):
    """Ends child, thread and folder when the screen is gone; holds no reference to the screen."""

    def close() -> None:
        for task in work.tasks:
            task.stop.set()
        if not work.tasks:  # else the work thread ends the child as soon as it notices
            maker.close()
        folder.cleanup()

    return close


def _plain(name: str) -> str:
    """A name without what file systems do not take."""
    return "".join("_" if c in '\\/:*?"<>|' or ord(c) < 32 else c for c in name)[:80]
