"""One record as a form: groups of fields in at most two columns, and the help of the field one is in."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from gzvalue.gui.inputs import FieldInput, help_text
from gzvalue.gui.pieces import Card, column, label, scrolled, section
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import XL, L, M, S
from gzvalue.schema.forms import form_of

Groups = Sequence[tuple[str, Sequence[str]]]
_TWO_COLUMNS_FROM = 600
_WIDEST = 880
_LOW = 300
_HINT = "这里说明光标所在的一项（F1 在旁边显示）"


class RecordForm(QWidget):
    """The fields of one record. Follows the Session by itself; typing under way is never lost.

    Args:
        session: the open file.
        form: English name of the form.
        groups: (heading, keys) in the order shown; the schema's own groups if not given. An empty heading is left out.
        columns: at most this many columns; one when it is narrow.
        framed: headings of groups that stand on a card of their own.
        scrolling: whether the form scrolls by itself; else it takes the height it needs.

    Signals:
        focused(key): the person is in that field.
    """

    focused = Signal(str)

    def __init__(
        self,
        session: Session,
        form: str,
        groups: Groups | None = None,
        *,
        columns: int = 2,
        scrolling: bool = True,
        helping: bool = True,
        framed: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.session = session
        self.form = form_of(form)
        self.id: int | None = None
        self.inputs: dict[str, FieldInput] = {}
        self._groups = groups if groups is not None else self._own_groups()
        self._framed = framed
        self._most, self._columns = columns, 0
        self._stale = False
        self._entered_key = ""
        self._grids: list[tuple[QGridLayout, Sequence[str]]] = []
        self._heads: list[QWidget | None] = []
        self._shown: frozenset[str] | None = None
        page = self._page()
        self._area: QScrollArea | None = scrolled(page) if scrolling else None
        self._help = self._help_line()
        self.setLayout(column(self._area or page, self._help, gap=0))
        self._help.setVisible(helping)
        session.changed.connect(self._changed)
        self.set_record(1 if self.form.single else None)

    def _own_groups(self) -> Groups:
        found: dict[str, list[str]] = {}
        for key, field in self.form.fields.items():
            found.setdefault(field.group, []).append(key)
        return list(found.items())

    def _page(self) -> QWidget:
        page = QWidget()
        page.setMaximumWidth(_WIDEST)
        outer = QVBoxLayout(page)
        outer.setContentsMargins(0, M, L, L)
        outer.setSpacing(S)
        for number, (words, keys) in enumerate(self._groups):
            box = outer
            if words in self._framed:
                card = Card()
                outer.addWidget(card)
                box = card.box
            head = section(words) if words else None
            if head is not None and number and words not in self._framed:
                head.setContentsMargins(0, L, 0, 0)  # the room above goes with the heading when its group is out of sight
            self._heads.append(head)
            if head is not None:
                box.addWidget(head)
            grid = QGridLayout()
            grid.setHorizontalSpacing(XL)
            grid.setVerticalSpacing(M)
            box.addLayout(grid)
            for key in keys:
                made = self.inputs[key] = FieldInput(self.session, self.form.name, key)
                made.setParent(page)  # one that is shown before it is laid out would be a window of its own
                made.focused.connect(self._entered)
            self._grids.append((grid, keys))
        outer.addStretch(1)
        return page

    def _help_line(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("role", "side")
        self.help = label(_HINT, "caption", wrap=True)
        self.help.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.help.setMinimumHeight(self.help.fontMetrics().height() + S)
        frame.setLayout(column(self.help, margins=(M, S, M, S)))
        return frame

    # --- for screens ------------------------------------------------------------------------

    def set_record(self, id: int | None) -> None:
        """Show that record; ``None`` shows empty fields that take nothing."""
        if id is not None and self.session.record(self.form.name, id) is None:
            id = None
        self.id = id
        for made in self.inputs.values():
            made.set_record(id)

    def show_only(self, keys: Collection[str]) -> None:
        """Show these fields and the headings over them; the others stay as they are, out of sight."""
        if frozenset(keys) == self._shown:
            return
        self._shown = frozenset(keys)
        for head, (grid, own) in zip(self._heads, self._grids, strict=True):
            visible = [key for key in own if key in self._shown]
            if head is not None:
                head.setVisible(bool(visible))
            _lay_out(grid, [self.inputs[key] for key in visible], self._columns or 1)
            for key in own:
                self.inputs[key].setVisible(key in self._shown)

    def shows(self, key: str) -> bool:
        """Whether the field is one of those in sight."""
        return key in self.inputs and (self._shown is None or key in self._shown)

    def focus_field(self, key: str) -> bool:
        """Go to a field and show it; whether this form has it."""
        made = self.inputs.get(key)
        if made is None:
            return False
        made.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if self._area is not None:
            QTimer.singleShot(0, made, lambda: self._reveal(made))
        return True

    def refresh(self) -> None:
        """Follow the Session now."""
        self._stale = False
        if self.id is not None and self.session.record(self.form.name, self.id) is None:
            self.set_record(None)
            return
        for made in self.inputs.values():
            made.refresh()
        if self._entered_key:
            self._help_for(self._entered_key)

    # --- within -----------------------------------------------------------------------------

    def _reveal(self, made: FieldInput) -> None:
        if self._area is not None:
            self._area.ensureWidgetVisible(made, L, XL)

    def _entered(self, key: str) -> None:
        self._entered_key = key
        self._help_for(key)
        if self._area is not None:
            self._reveal(self.inputs[key])
        self.focused.emit(key)

    def _help_for(self, key: str) -> None:
        """What the field is; and that it is still to be filled in, which is said here and not by red frames everywhere."""
        field = self.form.fields[key]
        problems = self.session.problems_of(self.form.name, self.id, key) if self.id else []
        missing = problems and not self.inputs[key].editor.text_now()
        self._say_help(f"{field.label}{'（待填）' if missing else ''}：{help_text(field)}")

    def _say_help(self, text: str) -> None:
        """Two lines where there is room; one, cut, where the form is low (F1 shows the whole)."""
        low = self.height() < _LOW
        self.help.setWordWrap(not low)
        width = self.help.width()
        self.help.setText(self.help.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width) if low else text)
        self.help.setToolTip(text)

    def _changed(self) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up on what changed while hidden."""
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two columns where there is room, one where there is not."""
        super().resizeEvent(event)
        self._arrange(event.size())
        self._say_help(self.help.toolTip() or _HINT)

    def _arrange(self, size: QSize) -> None:
        columns = self._most if size.width() >= _TWO_COLUMNS_FROM else 1
        if columns == self._columns:
            return
        self._columns = columns
        for grid, keys in self._grids:
            _lay_out(grid, [self.inputs[key] for key in keys if self.shows(key)], columns)


def _lay_out(grid: QGridLayout, inputs: Sequence[FieldInput], columns: int) -> None:
    """Fill rows from left to right; long text takes the whole row."""
    line = place = 0
    for made in inputs:
        grid.removeWidget(made)
        if made.field.kind.name == "long_text":
            line, place = (line + 1, 0) if place else (line, 0)
            grid.addWidget(made, line, 0, 1, columns)
            line += 1
            continue
        grid.addWidget(made, line, place, Qt.AlignmentFlag(0))
        line, place = (line, place + 1) if place + 1 < columns else (line + 1, 0)
    for number in range(2):
        grid.setColumnStretch(number, 1 if number < columns else 0)
