"""All attachments of the project, and what each of them proves."""

import tempfile
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QWidget

from gzvalue.actions.attachments import copy_out
from gzvalue.actions.evidence import read_documents
from gzvalue.gui.evidence_panel import ask_documents, keep_documents, proven
from gzvalue.gui.pieces import button, caption, column
from gzvalue.gui.rows import RowsPanel, RowsTable
from gzvalue.gui.rows_model import Computed
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import M
from gzvalue.gui.work import Work
from gzvalue.schema.field import Record
from gzvalue.schema.forms import form_of
from gzvalue.schema.valuation_forms import Evidence, EvidenceLink


class EvidenceTable(QWidget):
    """Attachments above (files may be dropped anywhere), the links of the current one below.

    Signals:
        said(text): a quiet line.
    """

    said = Signal(str)

    def __init__(self, session: Session, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._work = work
        self.setAcceptDrops(True)
        self.table = RowsTable(
            session, "evidence",
            ["code", "title", "file_name", "pages", Computed("uses", "证明处数", self._uses, numeric=True), "issued_on", "expires_on",
             Computed("kept", "原件", self._kept, help="文件是否已存入项目文件"), "size", "note"],
            growing=False, widths={"title": 260, "file_name": 180},
            empty=("把合同、凭证、营业执照等扫描件拖到这里：自动记录页数、大小和文件指纹，原件存入项目文件。", "选择文件…"), on_empty=self.choose,
        )  # fmt: skip
        panel = RowsPanel(self.table, add_word="加入文件…")
        panel.add_button.clicked.disconnect()
        panel.add_button.clicked.connect(lambda: self.choose())
        panel.copy_button.hide()
        self.open_button = button("打开原件", self.open_current, kind="quiet", tip="用系统中的程序打开选中的附件")
        panel.bar.insertWidget(2, self.open_button)
        self.links = RowsTable(
            session, "evidence_link",
            ["evidence", Computed("record", "证明的记录", self._record), Computed("proven", "证明的内容", proven), "page", "strength", "source"],
            where=self._of_current, growing=False, empty=("这份附件还没有对应到任何记录。在数据集、凭证或合同的“证据”页中对应。", ""),
        )  # fmt: skip
        lower = QWidget()
        lower.setLayout(column(caption("选中附件所证明的内容"), self.links, margins=(0, M, 0, 0)))
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.setChildrenCollapsible(False)
        halves.addWidget(panel)
        halves.addWidget(lower)
        halves.setStretchFactor(0, 3)
        halves.setStretchFactor(1, 2)
        self._halves = halves
        self.setMinimumHeight(160)
        self.setLayout(column(halves, gap=0, margins=(0, M, 0, 0)))
        self.table.current.connect(lambda _id: self.links.set_where(self._of_current))
        for table in (self.table, self.links):
            table.said.connect(self.said)

    def showEvent(self, event: QShowEvent) -> None:
        """The first attachment is current when none was."""
        super().showEvent(event)
        if not self.table.current_id() and self.table.ids():
            self.table.view.go(self.table.ids()[0])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side where the window is low."""
        super().resizeEvent(event)
        low = event.size().height() < 380
        self._halves.setOrientation(Qt.Orientation.Horizontal if low else Qt.Orientation.Vertical)

    # --- computed columns -------------------------------------------------------------------

    def _uses(self, record: Record) -> str:
        assert isinstance(record, Evidence)
        count = sum(link.evidence == record.code for link in self.session.project.evidence_links)
        return str(count) if count else ""

    @staticmethod
    def _kept(record: Record) -> str:
        assert isinstance(record, Evidence)
        return "已存入" if record.sha256 else "未加入文件"

    def _record(self, record: Record) -> str:
        assert isinstance(record, EvidenceLink)
        if not record.about_form or not record.about_id:
            return ""
        about = self.session.record(record.about_form, record.about_id)
        return about.name_for_people if about is not None else f"{form_of(record.about_form).label}（已删除）"

    def _of_current(self, link: Record) -> bool:
        current = self.session.record("evidence", self.table.current_id())
        return isinstance(link, EvidenceLink) and isinstance(current, Evidence) and link.evidence == current.code

    # --- files ------------------------------------------------------------------------------

    def choose(self) -> None:
        """Ask for documents and keep them."""
        self.take(ask_documents(self))

    def take(self, paths: list[Path]) -> None:
        """Read documents beside the window and keep them."""
        if paths:
            self._work.run("正在读取附件", read_documents, paths, self.session.path, then=self._keep)

    def _keep(self, documents) -> None:
        ids = keep_documents(self.session, documents)
        if ids:
            self.table.select(ids[-1])
            self.said.emit(f"已加入 {len(ids)} 份附件")

    def open_current(self) -> None:
        """Write the current attachment to a temporary file and open it there; changes to it stay outside the project."""
        record = self.session.record("evidence", self.table.current_id())
        if not isinstance(record, Evidence):
            return
        if not record.sha256:
            self.said.emit("这份附件只有登记信息，没有存入文件；请选择文件重新加入")
            return
        folder = Path(tempfile.mkdtemp(prefix="gzvalue-"))
        self._work.run(
            "正在打开附件", copy_out, self.session.path, record, folder, then=self._open, failed=lambda words: self.said.emit(words)
        )

    @staticmethod
    def _open(path: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def show_place(self, form: str, id: int, key: str) -> None:
        """An attachment or one of its links."""
        if form == "evidence_link":
            link = self.session.record(form, id)
            owner = self.session.project.by_code["evidence"].get(getattr(link, "evidence", None) or "")
            if owner is not None:
                self.table.select(owner.id)
            self.links.set_where(self._of_current if owner is not None else lambda record: record.id == id)
            self.links.select(id, key)
            self.links.view.setFocus()
            return
        self.table.select(id, key)
        self.table.view.setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped here."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the files that were dropped."""
        self.take([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])
        event.acceptProposedAction()
