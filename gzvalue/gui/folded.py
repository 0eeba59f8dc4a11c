"""A part of a page that is folded away until somebody asks for it: methods of experts beside the clerk's path."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from gzvalue.gui import pieces
from gzvalue.gui.tokens import S


class Folded(QWidget):
    """A line with a mark that opens what lies under it.

    Signals:
        opened(open): the part was opened or folded away.
    """

    opened = Signal(bool)

    def __init__(self, title: str, inner: QWidget, *, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self.inner = inner
        self.button = pieces.button("", self.toggle, kind="link")
        self.button.setCheckable(False)
        self.hint = pieces.caption(hint, wrap=True)
        if not hint:  # and never show it here: what has no parent yet would open a window of its own and take the keys away
            self.hint.hide()
        self.hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        head = pieces.row(self.button, self.hint, gap=S)
        head.setStretch(1, 1)
        box = pieces.column(gap=S)
        box.addLayout(head)
        box.addWidget(inner)
        self.setLayout(box)
        self.set_open(False)

    @property
    def is_open(self) -> bool:
        """Whether the inner part is shown."""
        return not self.inner.isHidden()

    def toggle(self) -> None:
        """Open it, or fold it away."""
        self.set_open(not self.is_open)

    def set_open(self, open: bool) -> None:
        """Open or fold away."""
        self.inner.setVisible(open)
        self.button.setText(f"{'▾' if open else '▸'} {self._title}")
        self.button.setAccessibleName(f"{self._title}，{'已展开' if open else '已收起'}")
        self.opened.emit(open)
