"""证据: every input that the conclusion stands on, with the document behind it, and those that have none first."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from gzvalue.gui import pieces
from gzvalue.gui.evidence_dialog import show_evidence
from gzvalue.gui.figures_table import Column, FiguresTable, Line
from gzvalue.gui.places import record_words
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import L, M, S
from gzvalue.schema.forms import form_of
from gzvalue.valuation.backing import Datum, backing, evidence_of

_COLUMNS = (
    Column("输入", wide=True, width=240), Column("字段", width=130), Column("数值", width=120), Column("附件与页码", width=200),
    Column("证明力", width=70), Column("来源", width=120), Column("整理人", width=80), Column("整理日期", width=100),
)  # fmt: skip


class BackingPage(QWidget):
    """A table of the inputs; a double click opens the documents of one.

    Signals:
        place_wanted(form, id, key): show where the datum is filled in.
        said(text): a quiet line.
    """

    place_wanted = Signal(str, int, str)
    said = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.sum = pieces.caption("", wrap=False)
        self.only = QCheckBox("只列没有证据的")
        self.only.toggled.connect(lambda _on: self.refresh())
        self.table = FiguresTable("测算所用输入的证据", _COLUMNS, empty="还没有进入测算的输入。")
        self.table.opened.connect(self._open)
        self.table.current.connect(lambda _key: self._enable())
        self.prove = pieces.button("补充证据…", lambda: self._open(self.table.current_key()), kind="primary")
        self.go = pieces.button("去填报处", self._leave)
        box = pieces.column(gap=S, margins=(0, M, 0, L))
        box.addLayout(pieces.row(self.sum, None, self.only, gap=M))
        box.addWidget(self.table, 1)
        box.addLayout(pieces.row(self.prove, self.go, None, gap=S))
        self.setLayout(box)
        self._enable()

    def refresh(self) -> None:
        """Follow the Session."""
        project = self.session.project
        found = backing(project, self.session.valuation.steps)
        share = "" if found.percent is None else f"，依据齐备 {found.percent}%"
        self.sum.setText(
            f"进入测算的输入 {found.count} 项，有证据 {len(found.backed)} 项，没有 {len(found.bare)} 项{share}。双击一行补充证据。"
        )
        self.table.show_lines([self._line(one) for one in (*found.bare, *(() if self.only.isChecked() else found.backed))])
        self._enable()

    def _line(self, datum: Datum) -> Line:
        project = self.session.project
        form, id, key = datum
        links = evidence_of(project, *datum)
        shown = "、".join(f"{one.evidence}{f' 第 {one.page} 页' if one.page else ''}" for one in links if one.evidence)
        first = links[0] if links else None
        about = ("", "", "", "") if first is None else (first.strength or "", first.source or "", first.prepared_by or "",
                                                        first.prepared_on.isoformat() if first.prepared_on else "")  # fmt: skip
        texts = (record_words(project, form, id), form_of(form).fields[key].label, self.session.text(*datum), shown or "尚无证据", *about)
        return Line(datum, texts, tone="" if shown else "attention")

    def _current(self) -> Datum | None:
        key = self.table.current_key()
        return key if isinstance(key, tuple) else None

    def _enable(self) -> None:
        for deed in (self.prove, self.go):
            deed.setEnabled(self._current() is not None)

    def _open(self, key: object) -> None:
        if isinstance(key, tuple):
            show_evidence(self, self.session, key)

    def _leave(self) -> None:
        datum = self._current()
        if datum is not None:
            self.place_wanted.emit(*datum)
