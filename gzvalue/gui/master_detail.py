"""Many records above, the current one in full below; side by side where the window is low."""

from typing import Any, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedLayout, QVBoxLayout, QWidget

from gzvalue.gui.pieces import caption, column
from gzvalue.gui.rows import RowsPanel, RowsTable
from gzvalue.gui.short_text import OneLine
from gzvalue.gui.tokens import L, M, S

_LOW, _WIDE_ENOUGH, _TITLED_FROM = 520, 640, 380


class Detail(Protocol):
    """What stands below: shows one record, and leads to one of its fields."""

    def set_record(self, id: int | None) -> None:
        """Show that record; ``None`` shows that none is chosen."""

    def focus_field(self, key: str) -> bool:
        """Go to a field; whether it is here."""


class MasterDetail(QWidget):
    """A `RowsPanel` and the detail of its current record.

    Args:
        panel: the table with its tool bar.
        detail: the widget below, with `Detail`'s two functions.
        share: part of the height that the table takes.

    Signals:
        said(text): a quiet line.
    """

    said = Signal(str)

    def __init__(self, panel: RowsPanel, detail: Any, *, share: float = 0.6, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.panel = panel
        self.table: RowsTable = panel.table
        self.detail = detail
        self._share = share
        self._shown = 0
        self.title = OneLine("section")  # a long name may not push the whole page wide
        self.hint = caption("选中一条记录，在这里填写它的全部内容。", wrap=True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        lower = QWidget()
        box: QVBoxLayout = column(self.title, gap=S, margins=(0, M, 0, 0))
        lower.setLayout(box)
        self._pages = QStackedLayout()
        box.addLayout(self._pages, 1)
        self._pages.addWidget(self.hint)  # only now: a stacked layout shows its first widget, which without a parent is a window
        self._pages.addWidget(detail)
        self._lower = lower
        self.halves = QSplitter(Qt.Orientation.Vertical)
        self.halves.setChildrenCollapsible(False)
        self.halves.addWidget(panel.give_table())
        self.halves.addWidget(lower)
        box = column(panel, gap=S)
        box.addWidget(self.halves, 1)
        self.setLayout(box)
        self.setMinimumHeight(190)
        self.table.current.connect(self._show)
        self.table.said.connect(self.said)
        self.table.session.changed.connect(self._rename)
        self._show(0)

    def showEvent(self, event: QShowEvent) -> None:
        """The first record is shown when none was chosen yet."""
        super().showEvent(event)
        ids = self.table.ids()
        if not self._shown and ids:
            self.table.view.go(ids[0])

    def select(self, id: int, key: str = "") -> bool:
        """Go to a record, and to one of its fields: in the detail if it is there, else in its cell."""
        if not self.table.select(id, key if self.table.model.column_of(key) is not None else ""):
            return False
        self._show(id)
        return bool(key) and (self.detail.focus_field(key) or self.table.select(id, key))

    def _show(self, id: int) -> None:
        """Another record is current; when none is, the last one stays while it exists."""
        if not id and self._shown and self.table.session.record(self.table.model.form.name, self._shown) is not None:
            return
        self._shown = id
        self._pages.setCurrentIndex(1 if id else 0)
        self.detail.set_record(id or None)
        self._rename()

    def _rename(self) -> None:
        form = self.table.model.form.name
        record = self.table.session.record(form, self._shown) if self._shown else None
        self._lower.setVisible(bool(self.table.session.project.rows[form]))
        self.title.setVisible(record is not None and self.height() >= _TITLED_FROM)
        if record is None:
            self._pages.setCurrentIndex(0)
            return
        self.title.setText(record.words or record.name_for_people)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Low and wide enough: side by side; the share of the table is kept."""
        super().resizeEvent(event)
        low = event.size().height() < _LOW and event.size().width() >= _WIDE_ENOUGH
        wanted = Qt.Orientation.Horizontal if low else Qt.Orientation.Vertical
        if self.halves.orientation() != wanted or not event.oldSize().isValid():
            self.halves.setOrientation(wanted)
            whole = event.size().width() if low else event.size().height()
            share = 0.5 if low else self._share
            self.halves.setSizes([int(whole * share), int(whole * (1 - share))])
            self._rename()
            self._lower.layout().setContentsMargins(L if low else 0, 0 if low else M, 0, 0)  # type: ignore[union-attr]
