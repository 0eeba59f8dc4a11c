"""Checks of the law and of practice as a list: result in a word, what it is about as a door, why; the clause folded away."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gzvalue.circulation.contribution_result import MET, TO_DO, UNSURE, Check
from gzvalue.gui import pieces
from gzvalue.gui.tokens import M, S

_ROLES = {MET: "good", TO_DO: "stop", UNSURE: "attention"}
_ORDER = (TO_DO, UNSURE, MET)


class _CheckRow(QWidget):
    """One check; keeps its place and its fold while its words change."""

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.check: Check | None = None
        self.mark = pieces.label("", "good")
        self.mark.setMinimumWidth(58)
        self.door = pieces.button("", lambda: self.asked.emit(self.check), kind="link", tip="到填报处")
        self.reason = pieces.caption("")
        self.clause = pieces.caption("")
        self.clause.hide()
        self.fold = pieces.button("▸ 依据", self.toggle, kind="link")
        box = pieces.column(gap=0)
        box.addLayout(pieces.row(self.mark, self.door, None, self.fold, gap=S))
        box.addWidget(self.reason)
        box.addWidget(self.clause)
        self.setLayout(box)

    def toggle(self) -> None:
        """Show the clause, or fold it away."""
        open = self.clause.isHidden()
        self.clause.setVisible(open)
        self.fold.setText(f"{'▾' if open else '▸'} 依据")
        self.fold.setAccessibleName(f"依据，{'已展开' if open else '已收起'}")

    def show_check(self, check: Check) -> None:
        """Its words as they are now."""
        if check == self.check:
            return
        self.check = check
        self.mark.setText(check.result)
        pieces.set_role(self.mark, _ROLES[check.result])
        self.door.setText(check.title)
        self.door.setAccessibleName(f"{check.result}：{check.title}")
        self.reason.setText(check.reason)
        self.clause.setText(f"{check.clause}（{check.caveat}）" if check.caveat else check.clause)


class CheckList(QWidget):
    """All checks, those to be dealt with first.

    Signals:
        go_to(form, id, key): the datum of a check.
    """

    go_to = Signal(str, int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: dict[str, _CheckRow] = {}
        self.counts = pieces.caption("", wrap=True)
        self._box: QVBoxLayout = pieces.column(gap=M)
        box = pieces.column(pieces.section("核查"), self.counts, gap=S)
        box.addLayout(self._box)
        self.setLayout(box)

    def show_checks(self, checks: Sequence[Check]) -> None:
        """These and no others."""
        shown = {one.key for one in checks}
        for key in [key for key in self.rows if key not in shown]:
            row = self.rows.pop(key)
            self._box.removeWidget(row)
            row.hide()
            row.deleteLater()
        ordered = sorted(checks, key=lambda one: _ORDER.index(one.result))
        for place, check in enumerate(ordered):
            row = self.rows.get(check.key) or self._made(check.key)
            row.show_check(check)
            if self._box.indexOf(row) != place:
                self._box.insertWidget(place, row)
        self.counts.setText("　".join(f"{result} {sum(one.result == result for one in checks)} 项" for result in _ORDER))
        self.setVisible(bool(checks))

    def _made(self, key: str) -> _CheckRow:
        row = self.rows[key] = _CheckRow()
        row.setParent(self)
        row.asked.connect(lambda check: self.go_to.emit(check.form, check.id, check.field))
        return row
