"""证据: every input that the conclusion stands on, with the document behind it, and those that have none first."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QTabWidget, QWidget

from gzvalue.gui import pieces
from gzvalue.gui.evidence_dialog import show_evidence
from gzvalue.gui.figures_table import Column, FiguresTable, Line
from gzvalue.gui.places import record_words
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import L, M, S
from gzvalue.schema.forms import form_of
from gzvalue.valuation.backing import Datum, backing, evidence_of
from gzvalue.valuation.parameters import Parameter, listed_parameters

_COLUMNS = (
    Column("输入", wide=True, width=240), Column("字段", width=130), Column("数值", width=120), Column("附件与页码", width=200),
    Column("证明力", width=70), Column("来源", width=120), Column("整理人", width=80), Column("整理日期", width=100),
)  # fmt: skip
_CONSTANTS = (
    Column("类别", width=150), Column("参数", wide=True, width=260), Column("数值", numeric=True, width=80), Column("单位", width=70),
    Column("来源", width=260), Column("起用日期", width=100), Column("状态", width=190),
)  # fmt: skip


def _constant(title: str, one: Parameter) -> Line:
    value = f"{(one.value * 100).normalize():f}" if one.unit in ("比例", "百分点") else f"{one.value.normalize():f}"
    unit = "%" if one.unit in ("比例", "百分点") else one.unit
    texts = (title, one.label, value, unit, one.source, one.in_force_since.isoformat(), one.standing)
    return Line(one.key, texts, (title, one.label, one.value, *texts[3:]), tone="" if one.verified else "quiet")


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
        page = QWidget()
        box = pieces.column(gap=S, margins=(0, M, 0, L))
        box.addLayout(pieces.row(self.sum, None, self.only, gap=M))
        self.table.setMinimumHeight(60)
        box.addWidget(self.table, 1)
        box.addLayout(pieces.row(self.prove, self.go, None, gap=S))
        page.setLayout(box)
        self.constants = FiguresTable("程序参数", _CONSTANTS)
        self.constants.show_lines([_constant(title, one) for title, group in listed_parameters() for one in group])
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(page, "输入的证据")
        self.tabs.addTab(self._constants_page(), "程序参数与来源")
        self.setLayout(pieces.column(self.tabs, margins=(0, S, 0, 0)))
        self._enable()

    def _constants_page(self) -> QWidget:
        page = QWidget()
        hint = pieces.caption("本软件自带的系数、界限与默认值，逐项注明来源、起用日期和是否与官方文本核对；填报项可以改写其中的默认值。")
        page.setLayout(pieces.column(hint, self.constants, gap=S, margins=(0, M, 0, L)))
        return page

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
