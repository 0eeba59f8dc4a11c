"""预览 and 生成 PDF of a sheet of one data set; the pages in a window of their own, to read and print."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from gzvalue.gui import pieces
from gzvalue.gui.pages import PagesView
from gzvalue.gui.printing import PrintJob, a4_printer
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import L, M, S
from gzvalue.gui.work import Progress, Work
from gzvalue.outputs.file_names import safe_name
from gzvalue.outputs.sheets import sheet_kind

if TYPE_CHECKING:
    from gzvalue.actions.sheet import MadeSheet
    from gzvalue.schema.project import Project


class SheetPreview(QDialog):
    """The pages of a sheet as they will be printed."""

    def __init__(self, title: str, content: bytes, draft: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._title = title
        self._job: PrintJob | None = None
        self.pages = PagesView()
        self.pages.setAccessibleName(f"{title}预览")
        self.count = pieces.caption("", wrap=False)
        self.print_button = pieces.button("打印…", self.print)
        bar = pieces.row(self.count, None, self.print_button, pieces.button("关闭", self.close), gap=S)
        box = pieces.column(gap=S, margins=(L, M, L, M))
        box.addLayout(bar)
        box.addWidget(self.pages, 1)
        self.setLayout(box)
        self.resize(760, 860)
        self.pages.show_document(content)
        self.count.setText(f"共 {self.pages.count} 页{'，为草稿' if draft else ''}")

    def print(self) -> None:
        """Ask for the printer, and print."""
        printer = a4_printer(self._title)
        dialog = QPrintDialog(printer, self)
        dialog.setWindowTitle("打印")
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.print_on(printer)

    def print_on(self, printer: QPrinter) -> bool:
        """Print on this printer; whether it takes the pages."""
        self._job = PrintJob(self.pages.document, printer, self)
        started = self._job.start()
        self.count.setText("已交给打印机" if started else "打印机没有接受，请检查后再试")
        return started

    def closeEvent(self, event: Any) -> None:
        """A print job reads the pages: it ends first; then they are let go."""
        if self._job is not None:
            self._job.stop()
        self.pages.show_document(None)
        super().closeEvent(event)


class SheetPapers(QObject):
    """Makes the sheet of one kind in the work thread.

    Args:
        session, work: of the window.
        kind: name of the kind (`gzvalue.outputs.sheets`).
        code: gives the code of the data set; empty for none.
        holder: the widget over which dialogs open.

    Signals:
        said(text, path): what was written.
    """

    said = Signal(str, str)

    def __init__(self, session: Session, work: Work, kind: str, code: Callable[[], str], holder: QWidget) -> None:
        super().__init__(holder)
        self.session, self.work, self.kind, self.code, self._holder = session, work, sheet_kind(kind), code, holder
        self.shown: SheetPreview | None = None
        self.preview_button = pieces.button("预览", self.preview, tip=f"《{self.kind.title}》按现在的填报排成页面，可以打印")
        self.save_button = pieces.button("生成 PDF…", self.ask_save, kind="primary", tip=f"把《{self.kind.title}》写成 PDF 文件")
        self.show_state()

    def show_state(self) -> None:
        """Without a data set there is nothing to make."""
        for button in (self.preview_button, self.save_button):
            button.setEnabled(bool(self.code()))

    def preview(self) -> None:
        """Make it and show its pages."""
        folder = tempfile.TemporaryDirectory(prefix="gzvalue-sheet-")
        target = Path(folder.name) / "sheet.pdf"

        def shown(made: "MadeSheet") -> None:
            content = target.read_bytes()
            folder.cleanup()
            self._end()
            self.shown = SheetPreview(made.kind.title, content, made.sheet.draft, self._holder)
            self.shown.open()

        def failed(words: str) -> None:
            folder.cleanup()
            self._failed(words)

        self._start(target, shown, failed)

    def ask_save(self) -> None:
        """Ask where, and write it."""
        code = self.code()
        name = safe_name(f"{code}_{self.kind.title}")
        chosen, _ = QFileDialog.getSaveFileName(
            self._holder, f"生成《{self.kind.title}》", str(self.session.path.parent / f"{name}.pdf"), "PDF 文件 (*.pdf)"
        )
        if chosen:
            self.save(Path(chosen if chosen.lower().endswith(".pdf") else f"{chosen}.pdf"))

    def save(self, out: Path) -> None:
        """Write it."""

        def written(made: "MadeSheet") -> None:
            self._end()
            draft = "，为草稿" if made.sheet.draft else ""
            self.said.emit(f"已生成《{made.kind.title}》，共 {made.pages} 页{draft}", str(made.path))

        self._start(out, written, self._failed)

    def _start(self, out: Path, then: Callable[["MadeSheet"], None], failed: Callable[[str], None]) -> None:
        self.preview_button.setEnabled(False)
        self.save_button.setEnabled(False)
        known = self.session.valuation
        self.work.run(
            f"正在生成{self.kind.title}", _made, self.session.project, self.kind.name, self.code(), out, known, then=then, failed=failed
        )

    def _end(self) -> None:
        self.show_state()

    def _failed(self, words: str) -> None:
        self._end()
        self.work.failed.emit(words)

    def close_down(self) -> None:
        """The project is being closed."""
        if self.shown is not None:
            self.shown.close()


def _made(project: "Project", kind: str, code: str, out: Path, known: Any, *, progress: Progress) -> "MadeSheet":
    """In the work thread, on frozen values."""
    from gzvalue.actions.sheet import sheet_of_project

    progress(0, 0, "排版")
    return sheet_of_project(project, kind, code, out, known)
