"""An open project: rail, the screen of the current step, the right column. Knows where everything is shown."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QWidget

from gzvalue.gui.pieces import MessageLine, column, rule
from gzvalue.gui.rail import Rail
from gzvalue.gui.screen import Screen
from gzvalue.gui.screens import make_screen
from gzvalue.gui.session import Session
from gzvalue.gui.side import Side
from gzvalue.gui.top_bar import TopBar
from gzvalue.gui.trace import show_trace
from gzvalue.gui.work import Work
from gzvalue.schema.chapters import CHAPTERS

FOLD_BELOW, NUMBERS_BELOW = 1600, 1100
"""Widths in logical pixels below which the right column folds, and the rail shows numbers only."""


class Workspace(QWidget):
    """Everything that is seen of one Session.

    Signals:
        said(text, path): a quiet line for the foot of the window.
        moved(): another step is shown.
    """

    said = Signal(str, str)
    moved = Signal()

    def __init__(self, session: Session, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._work = work
        self._screens: dict[str, Screen] = {}
        self._places: dict[str, Any] = {}
        self._folded_by_hand: bool | None = None
        self.step = ""
        self.bar = TopBar(session)
        self.warning = MessageLine("attention")
        self.refusal = MessageLine("stop")
        self.rail = Rail()
        self.stack = QStackedWidget()
        self.side = Side(session)
        self._put_together()
        self._connect()
        self.warning.show_text("　".join(session.store.warnings))
        self._states()

    def _put_together(self) -> None:
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        for widget, stretch in ((self.rail, 0), (rule(upright=True), 0), (self.stack, 1), (rule(upright=True), 0), (self.side, 0)):
            body.addWidget(widget, stretch)
        box = column(self.bar, rule(), self.warning, self.refusal, gap=0)
        box.addLayout(body, 1)
        self.setLayout(box)

    def _connect(self) -> None:
        self.rail.chosen.connect(self.show_step)
        for source in (self.bar, self.side):
            source.go.connect(self.show_place)
        self.bar.making.connect(self.make_dossier)
        self.side.trace_asked.connect(lambda step: show_trace(self, self.session, step, self.show_place))
        self.side.folded_by_hand.connect(self._remember_fold)
        self.session.changed.connect(self._states)
        self.session.refused.connect(self.refusal.show_text)
        self.session.saved.connect(lambda: self.refusal.show_text(""))

    # --- going somewhere --------------------------------------------------------------------

    def screen_of(self, key: str) -> Screen:
        """The screen of a step, made when first asked for."""
        if key not in self._screens:
            made = make_screen(key, self.session, self._work)
            made.go_to.connect(self.show_place)
            made.step.connect(self.show_step)
            made.said.connect(self.said)
            self.stack.addWidget(made)
            self._screens[key] = made
            if self._places.get(key):
                made.restore(self._places[key])
        return self._screens[key]

    def show_step(self, key: str) -> None:
        """Go to a step; what is being typed is handed on first."""
        finish_typing()
        self.stack.setCurrentWidget(self.screen_of(key))
        self.rail.show_step(key)
        self.step = key
        self.moved.emit()

    def show_place(self, form: str, id: int, key: str = "") -> None:
        """Go to a datum, wherever it is shown."""
        chapter = next((c.key for c in CHAPTERS if form in c.forms), "dossier")
        self.show_step(chapter)
        self.screen_of(chapter).show_place(form, id, key)

    def make_dossier(self) -> None:
        """生成申报材料: go to the last step and start there."""
        self.show_step("dossier")
        start = getattr(self.screen_of("dossier"), "generate", None)
        if start is not None:
            start()

    def next_problem(self) -> None:
        """Go to the next problem of the list."""
        self.side.problems.next_problem()

    def search(self) -> None:
        """Put the cursor into the search line."""
        self.bar.search.setFocus()
        self.bar.search.selectAll()

    def fold(self) -> None:
        """Fold the right column, or unfold it."""
        self.side.fold(not self.side.folded, by_hand=True)

    # --- where one stopped ------------------------------------------------------------------

    def place(self) -> dict[str, Any]:
        """Where the person is: step, and the place on every screen visited."""
        places = {**self._places, **{key: screen.place() for key, screen in self._screens.items()}}
        return {"step": self.step, "screens": places}

    def restore(self, place: dict[str, Any]) -> None:
        """Go back to where `place` was taken."""
        screens = place.get("screens")
        self._places = screens if isinstance(screens, dict) else {}
        known = {chapter.key for chapter in CHAPTERS}
        step = place.get("step")
        self.show_step(step if step in known else CHAPTERS[0].key)

    def close_down(self) -> None:
        """End what works beside the screens, then close the file."""
        for screen in self._screens.values():
            screen.close_down()
        self.session.close()

    # --- within -----------------------------------------------------------------------------

    def _states(self) -> None:
        self.rail.show_states(dict(self.session.states))

    def _remember_fold(self, folded: bool) -> None:
        self._folded_by_hand = folded

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold and narrow by the width of the window; a fold by hand holds until it is wide enough for all."""
        super().resizeEvent(event)
        width = event.size().width()
        self.rail.set_narrow(width < NUMBERS_BELOW)
        small = width < FOLD_BELOW
        was_small = event.oldSize().width() < FOLD_BELOW
        if small != was_small or not event.oldSize().isValid():
            self._folded_by_hand = None
        self.side.fold(small if self._folded_by_hand is None else self._folded_by_hand)


def finish_typing() -> None:
    """What is being typed counts as finished: leaving a field hands its text on."""
    focus = QApplication.focusWidget()
    if focus is not None:
        focus.clearFocus()
