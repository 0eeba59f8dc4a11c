"""The build that 作价出资 and 训练数据集 share: records above, the current one with its tables below, and beside it what it comes to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QTabWidget, QWidget

from gzvalue.gui import pieces
from gzvalue.gui.master_detail import MasterDetail
from gzvalue.gui.record import RecordForm
from gzvalue.gui.rows import RowsPanel, RowsTable
from gzvalue.gui.screens.uses_product_paper import SheetPapers
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import L, M, S
from gzvalue.gui.work import Work
from gzvalue.schema.field import Record

_WIDE = 980
_MOST = 8
"""Problems that stand above the result; the paper has all."""


@dataclass(frozen=True)
class RowsKind:
    """One table of rows that belong to the record: its form, the key that names the record, title, columns, empty state, word to add."""

    form: str
    owner: str
    title: str
    columns: tuple[str, ...]
    widths: dict[str, int]
    empty: tuple[str, str]
    add: str


@dataclass(frozen=True)
class FrameKind:
    """What the page shows.

    Attributes:
        form: English name of the main form.
        sheet: kind of its sheet.
        columns, widths, empty, add: of the table of records.
        rows: the tables that belong to a record.
    """

    form: str
    sheet: str
    columns: tuple[str, ...]
    widths: dict[str, int]
    empty: tuple[str, str]
    add: str
    rows: tuple[RowsKind, ...]


class Outcome(Protocol):
    """What stands beside a record: shows what it comes to, and gives the data set whose sheet is made."""

    def show_record(self, record: Record | None) -> None:
        """Work it out anew."""

    def code(self) -> str:
        """Of the data set; empty for none."""


class _Detail(QTabWidget):
    """The form of the current record, its tables, and where the window is narrow what it comes to."""

    def __init__(self, form: RecordForm) -> None:
        super().__init__()
        self.form = form
        self.tables: dict[str, RowsTable] = {}
        self.addTab(form, "内容")

    def add_rows(self, kind: RowsKind, table: RowsTable, more: QWidget | None) -> None:
        """A page with a table of rows; ``more`` goes into its tool bar."""
        self.tables[kind.form] = table
        panel = RowsPanel(table, add_word=kind.add)
        if more is not None:
            panel.bar.insertWidget(3, more)
        holder = QWidget()
        holder.setLayout(pieces.column(panel, margins=(0, M, 0, 0)))
        self.addTab(holder, kind.title)

    def set_record(self, id: int | None) -> None:
        """Show that record."""
        self.form.set_record(id)

    def focus_field(self, key: str) -> bool:
        """Go to a field of the form."""
        if key in self.form.inputs:
            self.setCurrentIndex(0)
        return self.form.focus_field(key)

    def show_row(self, form: str, id: int, key: str) -> bool:
        """Go to a row of one of the tables."""
        table = self.tables[form]
        holder = table.parentWidget()
        while holder is not None and self.indexOf(holder) < 0:
            holder = holder.parentWidget()
        if holder is not None:
            self.setCurrentWidget(holder)
        return table.select(id, key)


class TermsPage(QWidget):
    """A page of 其他用途 with a main form, rows that belong to it, and what they come to.

    Args:
        session, work: of the window.
        kind: which forms.
        outcome: makes the widget beside the record; it emits ``go_to``.
        tools: extra buttons for the tables, by form.

    Signals:
        said(text, path): a quiet line, with a file that was written.
        go_to(form, id, key): show that datum.
    """

    said = Signal(str, str)
    go_to = Signal(str, int, str)

    def __init__(
        self,
        session: Session,
        work: Work,
        kind: FrameKind,
        outcome: Any,
        tools: Callable[["TermsPage"], dict[str, QWidget]] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.session, self.kind, self.outcome = session, kind, outcome
        self._wide = True
        self.table = RowsTable(session, kind.form, list(kind.columns), widths=kind.widths, empty=kind.empty)
        self.detail = _Detail(RecordForm(session, kind.form))
        self.master = MasterDetail(RowsPanel(self.table, add_word=kind.add), self.detail, share=0.28)
        self.papers = SheetPapers(session, work, kind.sheet, outcome.code, self)
        more = {} if tools is None else tools(self)
        for rows in kind.rows:
            table = RowsTable(
                session, rows.form, list(rows.columns), widths=rows.widths, empty=rows.empty, where=self._belongs(rows), fixed=self._fixed(rows)
            )  # fmt: skip
            table.said.connect(lambda text: self.said.emit(text, ""))
            self.detail.add_rows(rows, table, more.get(rows.form))
        self.side = pieces.scrolled(self._side())
        self.halves = QSplitter()
        self.halves.addWidget(self.master)
        self.halves.setChildrenCollapsible(False)
        self.setLayout(pieces.column(self.halves, margins=(0, M, 0, 0)))
        self._place_side(wide=True)
        self.master.said.connect(lambda text: self.said.emit(text, ""))
        self.papers.said.connect(self.said)
        self.table.current.connect(lambda _id: self._another())
        outcome.go_to.connect(self._go)

    def _side(self) -> QWidget:
        page = QWidget()
        page.setMinimumWidth(320)
        box = pieces.column(gap=S, margins=(L, 0, M, L))
        box.addLayout(pieces.row(self.papers.preview_button, self.papers.save_button, None, gap=S))
        box.addWidget(self.outcome)
        box.addStretch(1)
        page.setLayout(box)
        return page

    def _belongs(self, rows: RowsKind) -> Callable[[Record], bool]:
        def mine(row: Record) -> bool:
            owner, record = getattr(row, rows.owner), self.record()
            alone = len(self.session.project.rows[self.kind.form]) == 1
            return record is not None and (owner == getattr(record, "code", None) or (alone and owner is None))

        return mine

    def _fixed(self, rows: RowsKind) -> Callable[[], dict[str, str]]:
        def fixed() -> dict[str, str]:
            code = getattr(self.record(), "code", None)
            return {rows.owner: code} if code else {}

        return fixed

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What it comes to stands beside the record where there is room, else on a page behind it."""
        super().resizeEvent(event)
        wide = event.size().width() >= _WIDE
        if wide != self._wide:
            self._place_side(wide=wide)

    def _place_side(self, *, wide: bool) -> None:
        self._wide = wide
        place = self.detail.indexOf(self.side)
        if wide:
            if place >= 0:
                self.detail.removeTab(place)
            self.halves.addWidget(self.side)
            self.halves.setStretchFactor(0, 2)
            self.halves.setStretchFactor(1, 3)
            self.side.setVisible(self.record() is not None)
            self.halves.setSizes([400, 600])
        elif place < 0:
            self.detail.addTab(self.side, "结果与核查")

    def _another(self) -> None:
        for rows in self.kind.rows:
            self.detail.tables[rows.form].set_where(self._belongs(rows))
        self.refresh()

    def refresh(self) -> None:
        """Follow the Session and the current record."""
        record = self.record()
        self.outcome.show_record(record)
        self.papers.show_state()
        if self._wide:
            self.side.setVisible(record is not None)

    def record(self) -> Record | None:
        """The current record, else the first."""
        id = self.table.current_id() or next(iter(self.table.ids()), 0)
        return self.session.record(self.kind.form, id) if id else None

    def _go(self, form: str, id: int, key: str) -> None:
        if form == self.kind.form or form in self.detail.tables:
            self.show_place(form, id, key)
        else:
            self.go_to.emit(form, id, key)

    def show_place(self, form: str, id: int, key: str) -> None:
        """A record and its field, or a row of one of its tables."""
        if form == self.kind.form:
            self.master.select(id, key)
            return
        rows = next((one for one in self.kind.rows if one.form == form), None)
        row = self.session.record(form, id)
        if rows is None or row is None:
            return
        owner = self.session.project.by_code[self.kind.form].get(getattr(row, rows.owner) or "")
        if owner is not None:
            self.master.select(owner.id)
        self.detail.show_row(form, id, key)

    def close_down(self) -> None:
        """The project is being closed."""
        self.papers.close_down()


def problem_words(problems: Sequence[Any]) -> str:
    """What is to be mended, a line each; of many the first few."""
    lines = [f"· {one.message}" for one in problems[:_MOST]]
    return "\n".join(lines + ([f"另有 {len(problems) - _MOST} 处，见生成的 PDF。"] if len(problems) > _MOST else []))
