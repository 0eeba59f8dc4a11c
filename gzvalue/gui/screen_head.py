"""The head of a screen: its title, where it stands, and room for what can be done."""

from PySide6.QtWidgets import QSizePolicy, QWidget

from gzvalue.gui.pieces import heading, row
from gzvalue.gui.short_text import OneLine
from gzvalue.gui.tokens import M


class ScreenHead(QWidget):
    """Title at the left, a quiet line beside it; ``add`` puts things at the right."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.note = OneLine("caption")
        self.note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._row = row(heading(title), self.note, gap=M)
        self._row.setStretch(1, 1)
        self.setLayout(self._row)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def say(self, text: str) -> None:
        """Show where this screen stands, e.g. ``45 项 · 3 项待补正``."""
        self.note.setText(text)
        self.note.setToolTip(text)

    def add(self, widget: QWidget) -> None:
        """Put a widget at the right."""
        self._row.addWidget(widget)
