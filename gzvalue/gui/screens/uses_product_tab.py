"""One of 产品, 许可, 交易: its records above, the current one in full below, and beside it what its sheet will say."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QTabWidget, QVBoxLayout, QWidget

from gzvalue.circulation.shown import TYPED, Shown
from gzvalue.circulation.standing import Around
from gzvalue.gui import pieces
from gzvalue.gui.figures_table import Column, FiguresTable, Line
from gzvalue.gui.master_detail import MasterDetail
from gzvalue.gui.record import RecordForm
from gzvalue.gui.rows import RowsPanel, RowsTable
from gzvalue.gui.screens.uses_product_paper import SheetPapers
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import L, M, S
from gzvalue.gui.work import Work
from gzvalue.schema.faults import grave_faults_of
from gzvalue.schema.field import Record
from gzvalue.schema.forms import form_of
from gzvalue.schema.problems import Problem

Looked = tuple[Sequence[Shown], Sequence[Problem], str]
"""The fields as the sheet shows them, what is to be mended, and the code of the data set whose sheet this is."""

_WORDS = {"error": ("待补正", "stop"), "notice": ("提示", "attention")}
_TAKEN = (Column("程序带出", width=92), Column("内容", wide=True, width=110), Column("来源", width=84))
_MOST = 20
_WIDE = 860


@dataclass(frozen=True)
class TabKind:
    """What one tab shows.

    Attributes:
        form: English name of the form.
        sheet: kind of its sheet.
        columns, widths: of the table.
        empty: sentence and button while there is no record.
        add: word of the button that adds one.
        look: the sheet of one record, without its paper.
    """

    form: str
    sheet: str
    columns: tuple[str, ...]
    widths: dict[str, int]
    empty: tuple[str, str]
    add: str
    look: Callable[[Around, Record], Looked]


class CheckLine(QWidget):
    """One problem: how grave, the field it is about as a way there, and the sentence."""

    def __init__(self, problem: Problem, go: Callable[[str, int, str], object]) -> None:
        super().__init__()
        word, role = _WORDS[problem.level]
        form = form_of(problem.form)
        field = form.fields.get(problem.key)
        where = f"{form.label}·{field.label}" if field is not None else form.label
        mark = pieces.label(word, role)
        mark.setMinimumWidth(48)
        self.door = pieces.button(where, lambda: go(problem.form, problem.id, problem.key), kind="link", tip="到填报处")
        self.door.setAccessibleName(f"{word}：{problem.message}")
        self.text = pieces.caption(problem.message)
        box = pieces.column(gap=0)
        box.addLayout(pieces.row(mark, self.door, None, gap=S))
        box.addWidget(self.text)
        self.setLayout(box)


class _Detail(QTabWidget):
    """The form of the current record; where the window is narrow, the checks on a second page."""

    def __init__(self, form: RecordForm) -> None:
        super().__init__()
        self._form = form
        self.addTab(form, "内容")
        self.tabBar().hide()

    def take_side(self, side: QWidget | None) -> None:
        """Put the checks on the second page, or give them up."""
        if side is not None:
            self.addTab(side, "核对与生成")
        elif self.count() > 1:
            self.removeTab(1)
        self.tabBar().setVisible(self.count() > 1)

    def set_record(self, id: int | None) -> None:
        """Show that record."""
        self._form.set_record(id)

    def focus_field(self, key: str) -> bool:
        """Go to a field of the form."""
        if key in self._form.inputs:
            self.setCurrentIndex(0)
        return self._form.focus_field(key)


class CirculationTab(QWidget):
    """Records and sheet of one kind.

    Signals:
        said(text, path): a quiet line, with a file that was written.
        go_to(form, id, key): show that datum.
    """

    said = Signal(str, str)
    go_to = Signal(str, int, str)

    def __init__(self, session: Session, work: Work, kind: TabKind, around: Callable[[], Around], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.kind, self._around = session, kind, around
        self._code = ""
        self._wide = True
        self.tools: QVBoxLayout = pieces.column(gap=S)
        self.table = RowsTable(session, kind.form, list(kind.columns), widths=kind.widths, empty=kind.empty)
        self.form = RecordForm(session, kind.form)
        self.detail = _Detail(self.form)
        self.master = MasterDetail(RowsPanel(self.table, add_word=kind.add), self.detail, share=0.32)
        self.papers = SheetPapers(session, work, kind.sheet, lambda: self._code, self)
        self.verdict = pieces.label("", "strong", wrap=True)
        self.checks: QVBoxLayout = pieces.column(gap=M)
        self.taken = FiguresTable("程序带出的内容", _TAKEN, fitted=True, sortable=False, doors=True)
        self.note = pieces.caption("表上还会印出下列内容，来自项目中已有的资料；在左边填写的以填写的为准。")
        self.side = pieces.scrolled(self._side())
        self.halves = QSplitter()
        self.halves.addWidget(self.master)
        self.halves.setChildrenCollapsible(False)
        self.setLayout(pieces.column(self.halves, margins=(0, M, 0, 0)))
        self._place_side(wide=True)
        self.master.said.connect(lambda text: self.said.emit(text, ""))
        self.papers.said.connect(self.said)
        self.table.current.connect(lambda _id: self.refresh())
        self.taken.opened.connect(lambda place: self.go_to.emit(*place) if isinstance(place, tuple) and place[1] else None)

    def _side(self) -> QWidget:
        page = QWidget()
        page.setMinimumWidth(270)
        box = pieces.column(gap=S, margins=(L, S, M, L))
        box.addLayout(pieces.row(self.papers.preview_button, self.papers.save_button, None, gap=S))
        box.addLayout(self.tools)
        box.addWidget(self.verdict)
        box.addLayout(self.checks)
        box.addSpacing(M)
        box.addWidget(self.note)
        box.addWidget(self.taken)
        box.addStretch(1)
        page.setLayout(box)
        return page

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Checks stand beside the record where there is room, else on a page of their own behind it."""
        super().resizeEvent(event)
        wide = event.size().width() >= _WIDE
        if wide != self._wide:
            self._place_side(wide=wide)

    def _place_side(self, *, wide: bool) -> None:
        self._wide = wide
        pieces.holder_of(self.form.help).setVisible(wide)  # in a low window every line counts; F1 says the same
        if wide:
            self.detail.take_side(None)
            self.halves.addWidget(self.side)
            self.halves.setStretchFactor(0, 1)
            self.halves.setSizes([570, 440])
            self.side.show()  # it may come from a page that was not in front
        else:
            self.detail.take_side(self.side)

    def refresh(self) -> None:
        """Follow the Session and the current record."""
        record = self.record()
        lines, problems, self._code = self.kind.look(self._around(), record) if record is not None else ((), (), "")
        problems = (*problems, *grave_faults_of(self.session.project, () if record is None else (record,), problems))
        self._show_checks(record, problems)
        taken = [one for one in lines if one.text and one.origin != TYPED]
        self.taken.show_lines([Line(one.place, (one.label, one.text, one.origin)) for one in taken])
        self.taken.setVisible(bool(taken))
        self.note.setVisible(bool(taken))
        self.papers.show_state()

    @property
    def code(self) -> str:
        """Of the data set whose sheet this is; empty for none."""
        return self._code

    def record(self) -> Record | None:
        """The current record, else the first."""
        id = self.table.current_id() or next(iter(self.table.ids()), 0)
        return self.session.record(self.kind.form, id) if id else None

    def _show_checks(self, record: Record | None, problems: Sequence[Problem]) -> None:
        wrong = sum(one.level == "error" for one in problems)
        if record is None:
            words, role = "", "strong"
        elif not self._code:
            words, role = "先填数据集编号，才能核对和生成。", "attention"
        elif wrong:
            words, role = f"待补正 {wrong} 处，生成的 PDF 为草稿", "stop"
        else:
            words, role = "没有待补正的事项" + (f"，提示 {len(problems)} 处" if problems else ""), "good"
        self.verdict.setText(words)
        self.verdict.setVisible(bool(words))
        pieces.set_role(self.verdict, role)
        pieces.clear(self.checks)
        ordered = sorted(problems, key=lambda one: one.level != "error")
        for one in ordered[:_MOST]:
            self.checks.addWidget(CheckLine(one, self.go_to.emit))
        if len(ordered) > _MOST:
            self.checks.addWidget(pieces.caption(f"另有 {len(ordered) - _MOST} 处，见生成的 PDF。"))

    def show_place(self, id: int, key: str) -> None:
        """A record and its field."""
        self.master.select(id, key)

    def close_down(self) -> None:
        """The project is being closed."""
        self.papers.close_down()
