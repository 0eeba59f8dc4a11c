"""What a screen of one step is, and how it tells the window where a person wants to go."""

from typing import Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from gzvalue.gui.session import Session
from gzvalue.gui.tokens import XL, L, M, S
from gzvalue.gui.work import Work

LOW = 440
"""Below this height, in logical pixels, a screen does without air."""


class Screen(QWidget):
    """One step of the rail. It is made when first visited and repaints only while it is visible.

    A subclass builds its widgets in ``__init__`` and brings them up to date in `refresh`. It hands text to
    ``self.session`` and never keeps a copy of the project.

    Signals:
        go_to(form, id, key): show that datum, wherever its screen is; id 0 or an empty key name less.
        step(key): show the step with that chapter key.
        said(text, path): a quiet line at the foot of the window; ``path`` (may be empty) becomes a link that opens it.
    """

    key = ""
    go_to = Signal(str, int, str)
    step = Signal(str)
    said = Signal(str, str)

    def __init__(self, session: Session, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.work = work
        self._stale = True
        session.changed.connect(self._changed)

    def refresh(self) -> None:
        """Bring everything that is shown up to date with ``self.session``; must not lose a cursor."""

    def show_place(self, form: str, id: int, key: str) -> None:
        """Show the datum: its page or tab, its record selected, its field with the focus."""

    def place(self) -> dict[str, Any]:
        """Where the person is on this screen, as JSON values, to come back to next time."""
        return {}

    def restore(self, place: dict[str, Any]) -> None:
        """Go where `place` said; what is no longer there is passed over."""

    def close_down(self) -> None:
        """The project is being closed: end what works beside this screen."""

    def _changed(self) -> None:
        if self.isVisible():
            self._stale = False
            self.refresh()
        else:
            self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up on what changed while another screen was in front."""
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the window is low the margins give way to the content."""
        super().resizeEvent(event)
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(*((L, S, L, S) if event.size().height() < LOW else (XL, L, XL, M)))

    def changeEvent(self, event: QEvent) -> None:
        """Colours are asked for when painting; a change of scheme only needs a new painting."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
