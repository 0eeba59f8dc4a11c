"""The documents that prove a record's data: drop files, say which field and page they prove."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from gzvalue.actions.evidence import Document, next_code, read_documents
from gzvalue.gui.pieces import button, column, row
from gzvalue.gui.rows import RowsTable
from gzvalue.gui.rows_model import Computed
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import S
from gzvalue.gui.work import Work
from gzvalue.schema import edit as edits
from gzvalue.schema.edit import Edit
from gzvalue.schema.field import Record
from gzvalue.schema.forms import form_of
from gzvalue.schema.valuation_forms import Evidence, EvidenceLink

_DOCUMENTS = "扫描件与文档 (*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.bmp *.doc *.docx *.wps *.xls *.xlsx *.ofd);;所有文件 (*)"


def ask_documents(parent: QWidget) -> list[Path]:
    """Documents chosen by a person."""
    names, _ = QFileDialog.getOpenFileNames(parent, "选择证据附件", "", _DOCUMENTS)
    return [Path(name) for name in names]


def keep_documents(session: Session, documents: Sequence[Document], about: tuple[str, int, str] | None = None) -> list[int]:
    """Keep documents in the file and list them as 证据附件, one edit; ``about`` also links them to a record, or to one field of it.

    A document that is there already (same fingerprint) is not kept twice. Returns the ids of the attachments.
    """
    if not all(session.keep(document.content) for document in documents if document.content):
        return []
    here = {e.sha256: e for e in session.project.evidence}
    taken = set(session.project.by_code["evidence"])
    rows: list[dict[str, str]] = []
    codes: list[str] = []
    for document in documents:
        known = here.get(document.sha256)
        code = (known.code if known is not None else None) or next_code(taken)
        if known is None:
            rows.append(document.texts(code))
            taken.add(code)
        codes.append(code)
    label = f"加入附件 {'、'.join(codes[:5])}"
    steps: list[Edit] = [edits.add(session.project, label, Evidence.form.name, rows)]
    if about is not None:
        proves = {"about_form": about[0], "about_id": str(about[1]), **({"about_key": about[2]} if about[2] else {})}
        links = [{"evidence": code, **proves} for code in codes]
        steps.append(edits.add(edits.apply(session.project, steps[0]), label, EvidenceLink.form.name, links))
    if not session.apply(edits.combined(label, session.project, steps)):
        return []
    return [r.id for code in codes if (r := session.project.by_code["evidence"].get(code)) is not None]


def proven(link: Record) -> str:
    """What a link proves, in words: the field's label, or the whole record."""
    assert isinstance(link, EvidenceLink)
    form = form_of(link.about_form) if link.about_form else None
    field = form.fields.get(link.about_key or "") if form is not None else None
    return field.label if field is not None else "整条记录"


class EvidencePanel(QWidget):
    """The links of one record to documents.

    Signals:
        said(text): a quiet line.
    """

    said = Signal(str)

    def __init__(self, session: Session, work: Work, form: str, parent: QWidget | None = None, *, key: str = "") -> None:
        """``key`` is the field that new documents prove; empty for the whole record."""
        super().__init__(parent)
        self.session = session
        self._work, self._key = work, key
        self._form = form_of(form)
        self._id = 0
        self.setAcceptDrops(True)
        self.table = RowsTable(
            session, "evidence_link",
            ["evidence", Computed("proven", "证明的内容", proven), "page", "strength", "source", "prepared_by", "prepared_on"],
            where=self._mine, fixed=lambda: {"about_form": form, "about_id": str(self._id), **({"about_key": key} if key else {})},
            empty=("把合同、凭证、截图的扫描件拖到这里，就和这条记录对应起来。", "选择文件…"), on_empty=self.choose,
        )  # fmt: skip
        self.table.said.connect(self.said)
        self.add_button = button("＋ 加入文件…", self.choose)
        self.field_button = button("证明哪一项", kind="quiet", tip="选中的证据证明这条记录的哪一个字段")
        self.field_menu = QMenu(self.field_button)
        self.field_menu.addAction("整条记录").triggered.connect(lambda _on=False: self.prove(""))
        for key, field in self._form.fields.items():
            self.field_menu.addAction(field.label).triggered.connect(partial(self._prove_checked, key))
        self.field_button.setMenu(self.field_menu)
        self.delete_button = button("删除", self.table.delete_rows, kind="quiet", tip="只删除对应关系，附件仍在“证据附件”中")
        box = column(gap=S)
        box.addLayout(row(self.add_button, self.field_button, self.delete_button, None))
        box.addWidget(self.table, 1)
        self.setLayout(box)

    def set_record(self, id: int | None) -> None:
        """Show the links of that record."""
        self._id = id or 0
        self.add_button.setEnabled(bool(id))
        self.table.set_where(self._mine)

    def _mine(self, link: Record) -> bool:
        if not isinstance(link, EvidenceLink) or (link.about_form, link.about_id) != (self._form.name, self._id):
            return False
        return not self._key or (link.about_key or "") in (self._key, "")

    def choose(self) -> None:
        """Ask for documents and keep them."""
        self.take(ask_documents(self))

    def take(self, paths: Sequence[Path], then: Callable[[], object] | None = None) -> None:
        """Read documents beside the window, keep them, link them to this record."""
        if paths and self._id:
            about = (self._form.name, self._id, self._key)

            def keep(documents: list[Document]) -> None:
                if keep_documents(self.session, documents, about):
                    self.said.emit(f"已加入 {len(documents)} 份附件，可在“证明哪一项”中指明字段，在表中填页码")
                if then is not None:
                    then()

            self._work.run("正在读取附件", read_documents, list(paths), self.session.path, then=keep)

    def _prove_checked(self, key: str, _on: bool = False) -> None:
        self.prove(key)

    def prove(self, key: str) -> None:
        """The selected links prove that field."""
        ids = self.table.selected_ids()
        self.session.enter([edits.Entry("evidence_link", id, "about_key", key) for id in ids], "指明证据证明的字段")

    def focus_field(self, key: str) -> bool:
        """No field of the record itself is edited here."""
        return False

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped here."""
        if self._id and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the files that were dropped."""
        self.take([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])
        event.acceptProposedAction()
