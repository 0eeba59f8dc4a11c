"""The window: the start page, or an open project; menus over it, the foot under it. It owns nothing else."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from gzvalue.actions import recent
from gzvalue.errors import UserError
from gzvalue.gui.files import Files
from gzvalue.gui.foot import Foot
from gzvalue.gui.icons import program_icon
from gzvalue.gui.menus import Menus
from gzvalue.gui.pieces import column
from gzvalue.gui.remembered import Remembered
from gzvalue.gui.start_page import StartPage
from gzvalue.gui.work import Work

if TYPE_CHECKING:
    from gzvalue.gui.workspace import Workspace

_CHAPTER_KEYS = ("enterprise", "catalogue", "rights", "quality", "scoring", "valuation", "financing", "dossier")


class Window(QMainWindow):
    """One window, at most one open project."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("gzvalue")
        self.setWindowIcon(program_icon())
        self.setMinimumSize(720, 420)
        self.setAcceptDrops(True)
        self.remembered = Remembered()
        self.work = Work(self)
        self.work.failed.connect(self.complain)
        self.files = Files(self)
        self.workspace: Workspace | None = None
        self.start = StartPage()
        self.foot = Foot(self.work)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.start)
        self._pages.addWidget(QWidget())
        centre = QWidget()
        box = column(gap=0)
        box.addWidget(self._pages, 1)
        box.addWidget(self.foot)
        centre.setLayout(box)
        self.setCentralWidget(centre)
        self.menus = Menus(self)
        self.foot.hide()
        self.start.opened.connect(lambda name: self.open_project(Path(name)))
        self.start.creating.connect(self.files.create)
        self.start.choosing.connect(self.files.choose)
        self.start.sampling.connect(self.files.open_sample)
        self._show_start()
        self._take_size()

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
        from gzvalue.gui.session import Session  # late, as above
        from gzvalue.gui.workspace import Workspace

        self._leave()
        workspace = self.workspace = Workspace(Session(store), self.work)
        workspace.session.setParent(workspace)
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
        workspace.session.close()
        self._pages.removeWidget(workspace)
        workspace.deleteLater()

    def _show_start(self) -> None:
        self.foot.hide()
        self.menus.set_open(False)
        self.setWindowTitle("gzvalue")
        self.start.show_recent(self.recent())
        self._pages.setCurrentWidget(self.start)
        self.start.first().setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, self.start, self._offer_samples)

    def _offer_samples(self) -> None:
        from gzvalue.actions.sample_list import samples  # late: after the first painting

        self.start.show_samples([(s.name, s.title, s.description) for s in samples()])

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

    def closeEvent(self, event: QCloseEvent) -> None:
        """No question about saving: everything finished is on disk, what is being typed is handed on now."""
        last = self.workspace.session.path if self.workspace is not None else None
        self._leave()
        if last is not None:
            self.remembered.opened(last)
        self.remembered.set("geometry", bytes(self.saveGeometry().toBase64().data()).decode())
        self.work.close()
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Project files may be dropped anywhere, sheets on an open project."""
        names = [url.toLocalFile().lower() for url in event.mimeData().urls()]
        sheet = self.workspace is not None and any(n.endswith((".xlsx", ".xls", ".csv")) for n in names)
        if sheet or any(n.endswith(".gzv") for n in names):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open or import what was dropped."""
        path = Path(event.mimeData().urls()[0].toLocalFile())
        if path.suffix.lower() == ".gzv":
            self.open_project(path)
        else:
            self.files.import_sheet(path)
