"""附件册: where each attachment's file is, which pages it takes, and the volume made of all."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from gzvalue.actions.attachments import BESIDE, INSIDE, MISSING, NO_FILE, Attachment, verify_all
from gzvalue.actions.attachments_book import FILE_NAME, Book, book_of_file
from gzvalue.gui.figures_table import Column, FiguresTable, Line
from gzvalue.gui.pieces import MessageLine, button, caption, column, row
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import M, S
from gzvalue.gui.work import Work
from gzvalue.outputs.book_pages import place_words, places
from gzvalue.schema.edit import Entry
from gzvalue.schema.valuation_forms import Evidence
from gzvalue.store.beside import INSIDE_MOST, find_beside, folder_of


class AttachmentsPage(QWidget):
    """The index as it will stand in the dossier, and a button for the volume.

    Signals:
        said(text, path): a quiet line; ``path`` becomes a link.
        go_to(form, id, key): show that datum.
    """

    said = Signal(str, str)
    go_to = Signal(str, int, str)

    def __init__(self, session: Session, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self._work = session, work
        self._stale = True
        self._miscounted: dict[int, int] = {}
        self._verdicts: dict[tuple[int, str], Attachment] = {}
        self.message = MessageLine()
        self.table = FiguresTable(
            "附件册",
            [Column("编号", width=60), Column("附件名称", wide=True, width=200), Column("页数", numeric=True), Column("册内页码", help="与申报材料的附件索引一致"),
             Column("文件", width=120), Column("大小", numeric=True), Column("SHA-256", width=150)],
            empty="还没有证据附件。在“证据附件”中加入合同、凭证、营业执照等扫描件。", sortable=False,
        )  # fmt: skip
        self.make_button = button("生成附件册…", self.make, kind="primary", tip="把全部附件合成一本 PDF：目录在前，逐页印册内页码")
        self.verify_button = button("核对文件", self.verify, kind="quiet", tip="逐份核对 SHA-256：文件是否还在、有没有被改动")
        self.mend_button = button("改正登记页数", self.mend, kind="quiet", tip="把登记页数改为文件的实际页数，使附件索引与附件册一致")
        self.words = caption("")
        box = column(self.message, gap=S, margins=(0, M, 0, 0))
        box.addLayout(row(self.make_button, self.verify_button, self.mend_button, None))
        box.addWidget(self.words)
        box.addWidget(self.table, 1)
        self.setLayout(box)
        self.table.setMinimumHeight(96)
        self.table.opened.connect(lambda key: self.go_to.emit("evidence", key, "title"))
        session.changed.connect(self._changed)
        self._mendable()

    def refresh(self) -> None:
        """The index as the project now says."""
        evidence = self.session.project.evidence
        counted = places(one.pages for one in evidence)
        self.table.show_lines([self._line(one, place) for one, place in zip(evidence, counted, strict=True)])
        total = sum(one.pages or 0 for one in evidence)
        unknown = sum(not one.pages for one in evidence)
        beside = folder_of(self.session.path).name
        more = f"，{unknown} 份没有页数，其后的册内页码暂不能推算" if unknown else ""
        self.words.setText(
            f"共 {len(evidence)} 份、{total:,} 页{more}。不超过 {INSIDE_MOST >> 20} MB 的存入项目文件，更大的存放在旁边的“{beside}”文件夹，移动项目时须一并移动。"
        )
        self.make_button.setEnabled(bool(evidence))
        self.verify_button.setEnabled(bool(evidence))

    def _line(self, one: Evidence, place: tuple[int, int] | None) -> Line:
        where = self._where(one)
        tone = "" if where in (INSIDE, BESIDE) else "quiet" if where == NO_FILE else "stop"
        size = "" if one.size is None else f"{one.size / 1024:,.0f} KB" if one.size < 1 << 20 else f"{one.size / (1 << 20):,.1f} MB"
        texts = (one.code or "", one.title or "", "" if one.pages is None else str(one.pages), "—" if place is None else place_words(place), where, size,
                 f"{(one.sha256 or '')[:16]}…" if one.sha256 else "—")  # fmt: skip
        return Line(one.id, texts, (), tone)

    def _where(self, one: Evidence) -> str:
        """Where the file is: as verified, else by its name only."""
        sha256 = (one.sha256 or "").lower()
        if not sha256:
            return NO_FILE
        known = self._verdicts.get((one.id, sha256))
        if known is not None:
            return known.where
        if self.session.store.has_content(sha256):
            return INSIDE
        return BESIDE if find_beside(self.session.path, sha256) is not None else MISSING

    # --- what a person does ----------------------------------------------------------------------

    def make(self) -> None:
        """Ask for a place and make the volume beside the window."""
        name, _ = QFileDialog.getSaveFileName(self, "生成附件册", str(self.session.path.parent / FILE_NAME), "PDF (*.pdf)")
        if name:
            self.make_at(Path(name) if Path(name).suffix else Path(f"{name}.pdf"))

    def make_at(self, path: Path) -> None:
        """Make the volume."""
        self.make_button.setEnabled(False)
        self._work.run("正在生成附件册", book_of_file, self.session.path, path, then=self._made, failed=self._failed)

    def _made(self, book: Book) -> None:
        self.make_button.setEnabled(True)
        self._miscounted = {one.evidence.id: one.pages for one in book.entries if one.miscounted and one.pages is not None}
        self._mendable()
        self.message.show_text("\n".join(book.notices[:6]) + (f"\n另有 {len(book.notices) - 6} 条" if len(book.notices) > 6 else ""))
        self.said.emit(f"已生成附件册：{book.pages} 页（目录 {book.index_pages} 页），附件 {len(book.entries)} 份", str(book.path))

    def _failed(self, words: str) -> None:
        self.make_button.setEnabled(True)
        self._work.failed.emit(words)

    def verify(self) -> None:
        """Hold every file against its digest, beside the window."""
        self._work.run("正在核对附件", verify_all, self.session.path, then=self._verified)

    def _verified(self, found: list[Attachment]) -> None:
        self._verdicts = {(one.evidence.id, (one.evidence.sha256 or "").lower()): one for one in found}
        wrong = [one.words for one in found if one.words]
        self.message.show_text("\n".join(wrong[:6]) + (f"\n另有 {len(wrong) - 6} 条" if len(wrong) > 6 else ""))
        self.refresh()
        self.said.emit("附件齐全，SHA-256 全部相符" if not wrong else f"有 {len(wrong)} 份附件须处理", "")

    def mend(self) -> None:
        """Enter the pages that the files really have."""
        entries = [
            Entry("evidence", id, "pages", str(pages))
            for id, pages in self._miscounted.items()
            if self.session.record("evidence", id) is not None
        ]
        if self.session.enter(entries, "改正附件的登记页数"):
            self._miscounted = {}
            self._mendable()

    def _mendable(self) -> None:
        self.mend_button.setVisible(bool(self._miscounted))

    # --- following the project ---------------------------------------------------------------------

    def _changed(self) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up."""
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.refresh()
