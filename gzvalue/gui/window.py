"""The window: the start page, or an open project; menus over it, the foot under it. It owns nothing else."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from gzvalue.actions import recent
from gzvalue.errors import UserError
from gzvalue.gui.icons import program_icon
from gzvalue.gui.pieces import column
from gzvalue.gui.remembered import Remembered
from gzvalue.gui.start_page import StartPage

if TYPE_CHECKING:
    from gzvalue.gui.files import Files
    from gzvalue.gui.foot import Foot
    from gzvalue.gui.menus import Menus
    from gzvalue.gui.work import Work
    from gzvalue.gui.workspace import Workspace

_CHAPTER_KEYS = ("enterprise", "catalogue", "rights", "quality", "scoring", "valuation", "financing", "dossier", "uses")


class Window(QMainWindow):
    """One window, at most one open project.

    What the start page does not need is imported and made when it is first wanted, or right after the first painting.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("gzvalue")
        self.setWindowIcon(program_icon())
        self.setMinimumSize(720, 420)
        self.setAcceptDrops(True)
        self.remembered = Remembered()
        self.workspace: Workspace | None = None
        self.start = StartPage()
        self._pages = QStackedWidget()
        self._pages.addWidget(self.start)
        self._pages.addWidget(QWidget())
        centre = QWidget()
        self._box = column(gap=0)
        self._box.addWidget(self._pages, 1)
        centre.setLayout(self._box)
        self.setCentralWidget(centre)
        self.titles = [self.menuBar().addMenu(title) for title in ("文件(&F)", "编辑(&E)", "步骤(&S)", "帮助(&H)")]
        self.start.opened.connect(lambda name: self.open_file(Path(name)))
        self.start.verifying.connect(self.verify)
        self.start.surveying.connect(self.show_portfolio)
        self.start.creating.connect(lambda: self.files.create())
        self.start.choosing.connect(lambda: self.files.choose())
        self.start.sampling.connect(lambda name: self.files.open_sample(name))
        self._show_start()
        self._take_size()

    # --- parts that are made when first wanted -------------------------------------------------

    @cached_property
    def work(self) -> "Work":
        """The one executor of slow work."""
        from gzvalue.gui.work import Work

        made = Work(self)
        made.failed.connect(self.complain)
        return made

    @cached_property
    def files(self) -> "Files":
        """What the 文件 menu does."""
        from gzvalue.gui.files import Files

        return Files(self)

    @cached_property
    def foot(self) -> "Foot":
        """The line at the foot."""
        from gzvalue.gui.foot import Foot

        made = Foot(self.work)
        self._box.addWidget(made)
        return made

    @cached_property
    def menus(self) -> "Menus":
        """The contents of the menu bar."""
        from gzvalue.gui.menus import Menus

        return Menus(self)

    # --- opening and closing ----------------------------------------------------------------

    def open_project(self, path: Path) -> bool:
        """Open a project file in this window; a file that cannot be opened is said in words and the old one stays."""
        from gzvalue.actions.projects import open_project  # late: the start page needs no store

        if self.workspace is not None and path.absolute() == self.workspace.session.path:
            return True
        try:
            store = open_project(path)
        except UserError as wrong:
            self.complain(str(wrong))
            return False
        self.show_store(store)
        return True

    def show_store(self, store) -> None:
        """Show a file that was just opened or made, at the place where its person stopped."""
        from gzvalue.gui.reason import ReasonAsker
        from gzvalue.gui.session import Session  # late, as above
        from gzvalue.gui.workspace import Workspace

        self._leave()
        workspace = self.workspace = Workspace(Session(store), self.work)
        workspace.session.setParent(workspace)
        workspace.session.ask_reason = ReasonAsker(self)
        workspace.said.connect(self.foot.say)
        workspace.session.saved.connect(self.foot.saved)
        workspace.moved.connect(self._keep_place)
        self._pages.addWidget(workspace)
        self._pages.setCurrentWidget(workspace)
        self.foot.show()
        self.menus.set_open(True)
        self.setWindowTitle(f"{store.path.name} — gzvalue")
        self.remembered.opened(store.path)
        workspace.restore(self.remembered.place(store.path))
        self.foot.say(f"每填完一项自动保存到 {store.path}")

    def close_project(self) -> None:
        """Back to the start page; everything is on disk."""
        self._leave()
        self.remembered.closed()
        self._show_start()

    def _leave(self) -> None:
        workspace = self.workspace
        if workspace is None:
            return
        self.finish_typing()
        self._keep_place()
        for task in list(self.work.tasks):
            self.work.cancel(task)
        self.workspace = None
        workspace.close_down()
        self._pages.removeWidget(workspace)
        workspace.deleteLater()

    def _show_start(self) -> None:
        if "foot" in vars(self):
            self.foot.hide()
        self.setWindowTitle("gzvalue")
        self.start.show_recent(self.recent())
        self._pages.setCurrentWidget(self.start)
        self.start.first().setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, self, self._furnish)

    def _furnish(self) -> None:
        """What may come after the first painting."""
        from gzvalue.actions.sample_list import samples  # late: after the first painting

        self.menus.set_open(self.workspace is not None)
        self.start.show_samples(samples())

    def recent(self) -> list[Path]:
        """Files opened lately that are still there."""
        return [one.path for one in recent.recent_files() if one.exists]

    # --- saying something -------------------------------------------------------------------

    def complain(self, sentence: str) -> None:
        """Something a person can mend, beside the work and not in a box."""
        if self.workspace is not None:
            self.workspace.refusal.show_text(sentence, "未完成")
        else:
            self.start.message.show_text(sentence, "未打开")

    # --- what the menus do ------------------------------------------------------------------

    def undo(self) -> None:
        """Take back the last edit; what is being typed is handed on first."""
        if self.workspace is not None:
            self.finish_typing()
            self.workspace.session.undo()

    def redo(self) -> None:
        """Do again what was taken back."""
        if self.workspace is not None:
            self.workspace.session.redo()

    def show_step(self, number: int) -> None:
        """Go to a step by its number, from 0."""
        if self.workspace is not None:
            self.workspace.show_step(_CHAPTER_KEYS[number])

    def search(self) -> None:
        """Find a field or a data set."""
        if self.workspace is not None:
            self.workspace.search()

    def next_problem(self) -> None:
        """Go to the next thing to mend."""
        if self.workspace is not None:
            self.workspace.next_problem()

    def fold(self) -> None:
        """Fold or unfold the right column."""
        if self.workspace is not None:
            self.workspace.fold()

    def make_dossier(self) -> None:
        """生成申报材料."""
        if self.workspace is not None:
            self.workspace.make_dossier()

    def open_file(self, path: Path) -> None:
        """A project is opened, a dossier is verified."""
        if path.suffix.lower() == ".pdf":
            self.verify(path)
        else:
            self.open_project(path)

    def verify(self, path: Path | None = None) -> None:
        """核验申报材料: asks for the file where none is given; needs no project."""
        from gzvalue.gui.verify_window import VerifyWindow  # late: seldom wanted

        if path is None:
            path = self.files.ask_open("核验申报材料", "PDF 文件 (*.pdf)")
        if path is not None:
            dialog = VerifyWindow(self)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()
            dialog.check(path)

    def show_portfolio(self) -> None:
        """质押组合: asks for a folder of dossiers; needs no project."""
        from gzvalue.gui.portfolio_window import PortfolioWindow  # late: seldom wanted

        dialog = PortfolioWindow(self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def show_history(self) -> None:
        """修改日志."""
        from gzvalue.gui.history_window import HistoryWindow  # late: seldom wanted

        if self.workspace is not None:
            self.finish_typing()
            dialog = HistoryWindow(self.workspace.session, self)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def help_here(self) -> None:
        """The help of the field that has the cursor."""
        focus = QApplication.focusWidget()
        if focus is not None:
            for kind in (QKeyEvent.Type.KeyPress, QKeyEvent.Type.KeyRelease):
                QApplication.sendEvent(focus, QKeyEvent(kind, Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier))

    def show_about(self) -> None:
        """Our about window."""
        from gzvalue.gui.about import About  # late: seldom wanted

        About(self).open()

    def show_keys(self) -> None:
        """The list of keys."""
        from gzvalue.gui.keys import KeysHelp  # late: seldom wanted

        KeysHelp(self).open()

    # --- the window itself ------------------------------------------------------------------

    def finish_typing(self) -> None:
        """What is being typed counts as finished."""
        from gzvalue.gui.workspace import finish_typing  # late, as above

        finish_typing()

    def _keep_place(self) -> None:
        if self.workspace is not None:
            self.remembered.stopped(self.workspace.session.path, self.workspace.place())

    def _take_size(self) -> None:
        kept = self.remembered.get("geometry")
        if not (isinstance(kept, str) and self.restoreGeometry(QByteArray.fromBase64(kept.encode()))):
            screen = self.screen().availableGeometry()
            self.resize(min(1440, screen.width()), min(880, screen.height()))

    def show_fitting(self) -> None:
        """Show the window; on a screen that a frame around it would overflow, all over the screen."""
        screen = self.screen().availableGeometry()
        if screen.width() < self.width() + 40 or screen.height() < self.height() + 60:
            self.showMaximized()
        else:
            self.show()

    def closeEvent(self, event: QCloseEvent) -> None:
        """No question about saving: everything finished is on disk, what is being typed is handed on now."""
        last = self.workspace.session.path if self.workspace is not None else None
        self._leave()
        if last is not None:
            self.remembered.opened(last)
        self.remembered.set("geometry", bytes(self.saveGeometry().toBase64().data()).decode())
        if "work" in vars(self):
            self.work.close()
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Project files may be dropped anywhere, sheets on an open project."""
        names = [url.toLocalFile().lower() for url in event.mimeData().urls()]
        sheet = self.workspace is not None and any(n.endswith((".xlsx", ".xls", ".csv")) for n in names)
        if sheet or any(n.endswith((".gzv", ".pdf")) for n in names):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open or import what was dropped."""
        path = Path(event.mimeData().urls()[0].toLocalFile())
        if path.suffix.lower() in (".gzv", ".pdf"):
            self.open_file(path)
        else:
            self.files.import_sheet(path)
