"""A record's form and, beside it, the documents that prove it; a page that is made when it is first looked at."""

from collections.abc import Callable

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QTabWidget, QWidget

from gzvalue.gui.evidence_panel import EvidencePanel
from gzvalue.gui.pieces import column
from gzvalue.gui.record import RecordForm
from gzvalue.gui.tokens import M


class FormAndProofs(QTabWidget):
    """Two pages: 内容 and 证据."""

    def __init__(self, form: RecordForm, evidence: EvidencePanel) -> None:
        super().__init__()
        self._form, self._evidence = form, evidence
        holder = QWidget()
        holder.setLayout(column(evidence, gap=0, margins=(0, M, 0, 0)))
        self.addTab(form, "内容")
        self.addTab(holder, "证据")

    def set_record(self, id: int | None) -> None:
        """Show that record on both pages."""
        self._form.set_record(id)
        self._evidence.set_record(id)

    def focus_field(self, key: str) -> bool:
        """Go to a field of the form."""
        if key in self._form.inputs:
            self.setCurrentIndex(0)
        return self._form.focus_field(key)


class MadeWhenSeen(QWidget):
    """Holds a page that is made when it is first shown or asked for: opening the step must not wait for all of them."""

    def __init__(self, make: Callable[[], QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make = make
        self._made: QWidget | None = None
        self.setLayout(column(gap=0))

    @property
    def made(self) -> QWidget | None:
        """The page, if it was made already."""
        return self._made

    def page(self) -> QWidget:
        """The page."""
        if self._made is None:
            self._made = self._make()
            self.layout().addWidget(self._made)  # type: ignore[union-attr]
        return self._made

    def showEvent(self, event: QShowEvent) -> None:
        """Make it now."""
        self.page()
        super().showEvent(event)
