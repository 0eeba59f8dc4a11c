"""权属链条: source, collector, basis, rights, limits, term and exclusivity with their proofs, by source system first."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QTabWidget, QWidget

from gzvalue.gui.chain_strip import ChainStrip, Link
from gzvalue.gui.evidence_panel import EvidencePanel
from gzvalue.gui.master_detail import MasterDetail
from gzvalue.gui.pieces import column, label, row
from gzvalue.gui.record import RecordForm
from gzvalue.gui.rows import RowsPanel, RowsTable
from gzvalue.gui.screens.rights_records import FormAndProofs
from gzvalue.gui.screens.rights_rules import RulesPage
from gzvalue.gui.screens.rights_scopes import NONE, Chosen, ScopeList
from gzvalue.gui.session import Session
from gzvalue.gui.short_text import OneLine, ShortText
from gzvalue.gui.tokens import L, M, S
from gzvalue.gui.work import Work
from gzvalue.rights.result import EMPTY, EXPIRED, PROVEN, UNPROVEN, ChainLink, DataSetReview, Proof, SourceReview
from gzvalue.schema.field import Record
from gzvalue.schema.forms import form_of
from gzvalue.schema.rights_chain_forms import SCOPES, ConsentVersion, Scoped, SourceLink

_MARKS = {PROVEN: "已填报", UNPROVEN: "填报中", EXPIRED: "待补正", EMPTY: "未开始"}
_FIELDS = {"source": "source", "collector": "collector", "basis": "basis", "rights": "condition", "limits": "limits", "term": "ends",
           "exclusivity": "exclusive"}  # fmt: skip
_LINKS = 7
_SOURCES, _CONSENTS = 0, 1
_LOW, _LEAST_BESIDE = 430, 480


class ChainsPage(QWidget):
    """Scopes at the left; at the right the chain of the chosen one, its sources, the consents by years, the rule table.

    Signals:
        said(text): a quiet line.
    """

    said = Signal(str)

    def __init__(self, session: Session, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._scope: Chosen = NONE
        self.scopes = ScopeList(session, "链条", _state)
        self.title = label("", "section")
        self.rights = OneLine("caption")
        self.strip = ChainStrip(_LINKS)
        self.rule = ShortText(2)
        self.sources = self._records(
            work, SourceLink.form.name, ["source", "part", "in_registered", "condition"],
            ("按来源系统填一次：谁采集、凭什么、有哪些权利和限制。有几个来源的各填一条。", "新增来源"),
        )  # fmt: skip
        self.consents = self._records(
            work, ConsentVersion.form.name, ["version", "starts", "ends", "valid"],
            ("含个人信息的，按收集年份列出各版本的同意或其他处理依据；没有依据的年份会被点名。", "新增版本"),
        )  # fmt: skip
        self.tabs = QTabWidget()
        for page, name in ((self.sources, "来源"), (self.consents, "同意版本（按年份）"), (RulesPage(), "权利规则表")):
            self.tabs.addTab(page, name)
        right = QWidget()
        head = row(self.title, self.rights, gap=M)
        head.setStretch(1, 1)
        box = column(gap=S, margins=(L, 0, 0, 0))
        box.addLayout(head)
        box.addWidget(self.strip)
        box.addWidget(self.rule)
        box.addWidget(self.tabs, 1)
        right.setLayout(box)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.scopes)
        halves.addWidget(right)
        halves.setStretchFactor(1, 1)
        halves.setSizes([230, 800])
        self.setLayout(column(halves, gap=0, margins=(0, M, 0, 0)))
        self.scopes.chosen.connect(lambda kind, name: self._choose((kind, name)))
        self.strip.chosen.connect(self._follow)
        self.sources.table.current.connect(lambda _id: self._show_chain())
        session.changed.connect(self._changed)

    def _records(self, work: Work, form: str, columns: list[str], empty: tuple[str, str]) -> MasterDetail:
        table = RowsTable(self.session, form, columns, where=self._mine, fixed=self._fixed, empty=empty, growing=False,
                          widths={"source": 170, "part": 140, "collector": 120, "version": 200})  # fmt: skip
        detail = FormAndProofs(RecordForm(self.session, form, _groups(form)), EvidencePanel(self.session, work, form))
        panel = RowsPanel(table, add_word=empty[1])
        panel.filter.hide()
        made = _Narrow(panel, detail, share=0.3)
        made.setContentsMargins(0, S, 0, 0)
        made.said.connect(self.said)
        return made

    def _mine(self, record: Record) -> bool:
        assert isinstance(record, Scoped)
        kind, name = self._scope
        return record.scope_kind == kind and (kind == SCOPES[0] or record.scope == name)

    def _fixed(self) -> dict[str, str]:
        kind, name = self._scope
        return {"scope_kind": kind, "scope": name}

    # --- showing ----------------------------------------------------------------------------

    def refresh(self) -> None:
        """Follow the project."""
        self.scopes.refresh()
        self._show_chain()

    def _choose(self, scope: Chosen) -> None:
        if scope == self._scope:  # the list was shown anew: whoever is in a record stays there
            return
        self._scope = scope
        for records in (self.sources, self.consents):
            records.table.set_where(self._mine)
        for records in (self.sources, self.consents):
            ids = records.table.ids()
            if ids:
                records.table.view.go(ids[0])
            else:
                records.detail.set_record(None)
        self._show_chain()

    def _show_chain(self) -> None:
        """The chain of the current source as it stands for the first data set of the scope."""
        members = self.scopes.members(self._scope)
        self.title.setText(self._scope[1] or "全部数据")
        if not members:
            self.rights.setText("")
            self.strip.hide()
            self.rule.set_whole("")
            return
        shown = members[0]
        source = self._source_of(members)
        self.strip.setVisible(source is not None)
        if source is not None:
            self.strip.show_links([_link(one) for one in source.links])
            for made, one in zip(self.strip.buttons, source.links, strict=True):
                made.setToolTip(_told(one))
            self.rule.set_whole(f"{_whence(source, self._scope)}{source.rule}　→　{_three(source)}（{source.basis}）")
        else:
            self.rule.set_whole("还没有来源：在下面新增，或先在数据目录填“数据来源”。")
        rights = "、".join(f"{right}{state}" for right, state in shown.rights.items())
        more = f"（图示 {shown.code}，同类共 {len(members)} 项）" if len(members) > 1 else ""
        self.rights.setText(f"{rights}{more}")

    def _source_of(self, members: Sequence[DataSetReview]) -> SourceReview | None:
        wanted = self.sources.table.current_id()
        for one in members:
            for source in one.sources:
                if source.id == wanted:
                    return source
        return members[0].sources[0] if members[0].sources else None

    def _follow(self, key: str) -> None:
        """A link leads to its field, also where it was filled in for a wider scope."""
        self.tabs.setCurrentIndex(_SOURCES)
        ids = self.sources.table.ids()
        if not ids:
            source = self._source_of(self.scopes.members(self._scope))
            if source is not None and source.id:
                self.show_place(SourceLink.form.name, source.id, _FIELDS[key])
            else:
                self.said.emit("这里还没有填写来源；新增一条后再填。")
            return
        self.sources.select(self.sources.table.current_id() or ids[0], _FIELDS[key])

    def show_place(self, form: str, id: int, key: str) -> None:
        """The scope, record and field."""
        record = self.session.record(form, id)
        if not isinstance(record, Scoped):
            return
        self.refresh()
        self.scopes.choose((record.scope_kind or SCOPES[0], record.scope or ""))
        self.tabs.setCurrentIndex(_CONSENTS if form == ConsentVersion.form.name else _SOURCES)
        (self.consents if form == ConsentVersion.form.name else self.sources).select(id, key)

    def _changed(self) -> None:
        if self.isVisible():
            self.refresh()

    def showEvent(self, event) -> None:
        """Catch up on what changed while hidden."""
        super().showEvent(event)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The strip takes one line where the window is low."""
        super().resizeEvent(event)
        low = event.size().height() < _LOW
        self.strip.set_low(low)
        for item in (self.title, self.rights, self.rule):
            item.setVisible(not low)


class _Narrow(MasterDetail):
    """A short list beside a long form: most scopes have one source."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A third for the list where they stand side by side."""
        super().resizeEvent(event)
        width = event.size().width()
        if event.size().height() < _LOW and width >= _LEAST_BESIDE:
            self.halves.setOrientation(Qt.Orientation.Horizontal)
        if self.halves.orientation() == Qt.Orientation.Horizontal:
            self.halves.setSizes([int(width * 0.32), int(width * 0.68)])


def _groups(form: str) -> list[tuple[str, list[str]]]:
    """The fields of a form without the scope, which is chosen in the list."""
    found: dict[str, list[str]] = {}
    for key, field in form_of(form).fields.items():
        if key not in ("scope_kind", "scope"):
            found.setdefault(field.group, []).append(key)
    return list(found.items())


def _state(_scope: Chosen, members: Sequence[DataSetReview]) -> tuple[str, bool]:
    """The worst of the chains within."""
    if not all(one.chained for one in members):
        return ("未填" if not any(one.chained for one in members) else "部分未填"), True
    states = {link.state for one in members for source in one.sources if source.in_registered for link in source.links}
    for state in (EXPIRED, EMPTY, UNPROVEN):
        if state in states:
            return ("有空项" if state == EMPTY else state), True
    return PROVEN, False


def _link(one: ChainLink) -> Link:
    codes = "、".join(proof.code for proof in one.proofs)
    return Link(one.key, one.label, f"{one.state} {codes}".strip(), _MARKS[one.state])


def _told(one: ChainLink) -> str:
    """All that stands on a link: the statement, its state, the documents with page and expiry."""
    documents = "；".join(_document(proof) for proof in one.proofs)
    lines = (f"{one.label}：{one.text or '未填'}", one.state + (f"：{documents}" if documents else ""))
    return "<qt>" + "<br>".join(escape(line) for line in lines) + "</qt>"  # a tip would take a person's < for markup


def _document(proof: Proof) -> str:
    parts = [f"{proof.code} {proof.title}", f"第 {proof.page} 页" if proof.page else "", f"有效期至 {proof.expires_on}" if proof.expires_on else "",
             "已过期" if proof.expired else "", "" if proof.sha256 else "原件未存入"]  # fmt: skip
    return "，".join(part for part in parts if part)


def _whence(source: SourceReview, scope: Chosen) -> str:
    """Where the source was filled in, if not for the scope that is looked at."""
    if not source.id:
        return "按数据目录推定："
    return "" if source.scope.startswith(scope[0]) else f"沿用{source.scope}："


def _three(source: SourceReview) -> str:
    return "、".join(f"{word}{state}" for word, state in zip(("持有", "使用", "经营"), source.rights, strict=True))
