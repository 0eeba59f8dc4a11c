"""会计处理: recognition, costs, booked assets, disclosure tables and checks of one project's books, for the clerk and her accountant."""

from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QTabWidget, QWidget

from gzvalue.accounting.accounts import CAVEAT, nothing_made
from gzvalue.actions.accounting import FILE_NAME, Books, books_of, write_books
from gzvalue.gui import pieces
from gzvalue.gui.record import RecordForm
from gzvalue.gui.screens.uses_accounting_answers import AnswersPage
from gzvalue.gui.screens.uses_accounting_assets import AssetsPage, check_words
from gzvalue.gui.screens.uses_accounting_costs import CostsPage
from gzvalue.gui.screens.uses_accounting_tables import ChecksPage, DisclosurePage
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import M, S
from gzvalue.gui.work import Progress, Task, Work
from gzvalue.schema.accounting_forms import AccountingAnswer, AccountingPeriod, AssetMovement, BookedAsset, BookedCost
from gzvalue.schema.project import Project

_AT_ONCE = 100
"""Up to how many data sets the books are worked out at once; larger ones beside the window."""

_LOW = 420
_SETTLED = 400  # milliseconds without a further change


class AccountingPage(QWidget):
    """The tab.

    Signals:
        said(text, path): a quiet line, with a file that was written.
        go_to(form, id, key): show that datum.
    """

    said = Signal(str, str)
    go_to = Signal(str, int, str)

    def __init__(self, session: Session, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.work = session, work
        self.books: Books | None = None
        self._shown: Project | None = None
        self._task: Task | None = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLED)
        self._settle.timeout.connect(self._beside)
        self.state = pieces.label("", "caption")
        self.export_button = pieces.button("导出 Excel", self.export, kind="quiet", tip="给会计用的底稿：披露表、摊销表、勾稽检查都是公式")
        self.hint = pieces.caption("", wrap=True)
        self.answers = AnswersPage(session)
        self.costs = CostsPage(session)
        self.assets = AssetsPage(session)
        self.disclosure = DisclosurePage()
        self.checks = ChecksPage()
        self.policy = RecordForm(session, AccountingPeriod.form.name)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        for page, label in (
            (self.answers, "入表判断"), (self.costs, "成本归集"), (self.assets, "账面资产"), (self.disclosure, "披露表"), (self.checks, "勾稽与对照"),
            (self.policy, "期间与政策"),
        ):  # fmt: skip
            self.tabs.addTab(page, label)
        corner = QWidget()
        corner.setLayout(pieces.row(self.state, self.export_button, gap=M))
        self.tabs.setCornerWidget(corner)
        box = pieces.column(gap=S, margins=(0, S, 0, 0))
        box.addWidget(self.tabs, 1)
        box.addWidget(self.hint)
        self.setLayout(box)
        for quiet in (self.answers, self.costs, self.assets):
            quiet.said.connect(lambda text: self.said.emit(text, ""))
        for door in (self.disclosure, self.checks):
            door.go_to.connect(self._go)

    # --- following the project ------------------------------------------------------------------

    def refresh(self) -> None:
        """Follow the Session: the answers at once, the books at once or, of many data sets, when typing has settled."""
        project = self.session.project
        if project is self._shown:
            return
        self._shown = project
        self.answers.refresh()
        if len(project.data_sets) <= _AT_ONCE:
            self._show(books_of(project, self.session.valuation, self.session.financing))
        else:
            self.state.setText("正在编制……")
            self._settle.start()

    def _beside(self) -> None:
        if self._task is not None:
            self.work.cancel(self._task)
        project = self.session.project
        self._task = self.work.run("正在编制会计处理底稿", _made, project, self.session.valuation, self.session.financing, then=self._show)

    def _show(self, books: Books) -> None:
        if books.project is not self.session.project:
            return
        self.books = books
        for page in (self.costs, self.assets, self.disclosure, self.checks):
            page.show_books(books)
        words, role = check_words(books)
        period = books.accounts.period
        span = "报告期未填" if period is None else f"报告期 {period.begins} 至 {period.ends}{'（暂定）' if period.assumed else ''}"
        self.state.setText(words if books.accounts.booked or role != "good" else "账上没有数据资源")
        pieces.set_role(self.state, role if books.accounts.booked or role != "good" else "caption")
        self.state.setToolTip(span)
        self.hint.setText(f"{span}。{nothing_made(books.project, books.accounts) or CAVEAT}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the room belongs to the tables."""
        super().resizeEvent(event)
        self.hint.setVisible(event.size().height() >= _LOW)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up on what changed while hidden."""
        super().showEvent(event)
        self.refresh()

    # --- places ---------------------------------------------------------------------------------

    def _go(self, form: str, id: int, key: str) -> None:
        own = (AccountingPeriod, AccountingAnswer, BookedCost, BookedAsset, AssetMovement)
        if form in {one.form.name for one in own}:
            self.show_place(form, id, key)
        else:
            self.go_to.emit(form, id, key)

    def show_place(self, form: str, id: int, key: str) -> None:
        """The page of a form, its record and field."""
        if form == AccountingPeriod.form.name:
            self.tabs.setCurrentWidget(self.policy)
            self.policy.focus_field(key or "begins")
        elif form == AccountingAnswer.form.name:
            self.tabs.setCurrentWidget(self.answers)
            self.answers.show_place(id)
        elif form == BookedCost.form.name:
            self.tabs.setCurrentWidget(self.costs)
            self.costs.table.select(id, key)
        else:
            self.tabs.setCurrentWidget(self.assets)
            self.assets.show_place(form, id, key)

    def close_down(self) -> None:
        """The project is being closed."""
        self._settle.stop()
        if self._task is not None:
            self.work.cancel(self._task)

    # --- the sheet ------------------------------------------------------------------------------

    def export(self) -> None:
        """Ask for the place of the workbook and make it there."""
        proposed = self.session.path.parent / f"{self.session.path.stem}_{FILE_NAME}"
        chosen, _ = QFileDialog.getSaveFileName(self, "导出会计处理底稿", str(proposed), "Excel (*.xlsx)")
        if chosen:
            self.export_to(Path(chosen))

    def export_to(self, out: Path) -> None:
        """Make the workbook there, in the work thread."""
        out = out if out.suffix.lower() == ".xlsx" else out.with_name(out.name + ".xlsx")
        self.work.run(
            f"正在导出 {out.name}", _written, self.session.project, self.session.valuation, self.session.financing, out,
            then=lambda made: self.said.emit(f"已导出 {out.name}", str(made)), failed=lambda sentence: self.said.emit(sentence, ""),
        )  # fmt: skip


def _made(project: Project, valuation, financing, progress: Progress) -> Books:
    return books_of(project, valuation, financing, progress)


def _written(project: Project, valuation, financing, out: Path, progress: Progress) -> Path:
    return write_books(books_of(project, valuation, financing, progress), out, progress)
