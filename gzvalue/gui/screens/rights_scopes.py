"""For whom something is said: all data, a business domain, a source system, or one data set; a list to choose from."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from gzvalue.gui.figures_table import Column, FiguresTable, Line
from gzvalue.gui.pieces import column, row
from gzvalue.gui.rows import FilterLine
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import S
from gzvalue.rights.result import DataSetReview
from gzvalue.rights.review import review
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.rights_chain_forms import SCOPES

Chosen = tuple[str, str]
"""Kind of scope and its name; the name is empty for 全部数据."""

ALL: Chosen = (SCOPES[0], "")
NONE: Chosen = ("", "")
"""Before anything was chosen."""

_MODES = (("按来源系统", SCOPES[2], "source_system"), ("按业务域", SCOPES[1], "business_domain"), ("按数据集", SCOPES[3], "code"))


class ScopeList(QWidget):
    """Scopes of one kind with how far each is; 全部数据 stands first.

    Args:
        session: the open file.
        head: of the column that says how far a scope is.
        state: that word, and whether it asks for attention, from the reviews of the data sets within.

    Signals:
        chosen(kind, name): another scope is current.
    """

    chosen = Signal(str, str)

    def __init__(
        self, session: Session, head: str, state: Callable[[Chosen, Sequence[DataSetReview]], tuple[str, bool]], parent: QWidget | None = None
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.session = session
        self._state = state
        self._words = ""
        self.mode = QComboBox()
        self.mode.setAccessibleName("按什么填写")
        self.mode.addItems([words for words, _, _ in _MODES])
        self.mode.currentIndexChanged.connect(lambda _n: self.refresh())
        self.filter = FilterLine()
        self.filter.wanted.connect(self._narrow)
        self.table = FiguresTable(
            "填写对象", [Column(head, width=78), Column("对象", wide=True, width=120)], sortable=False, empty="没有符合筛选条件的对象"
        )
        self.table.current.connect(self._current)
        box = column(gap=S)
        box.addLayout(row(self.mode, self.filter))
        box.addWidget(self.table, 1)
        self.setLayout(box)
        self.setMinimumWidth(190)

    @property
    def current(self) -> Chosen:
        """The scope that is current."""
        key = self.table.current_key()
        return key if isinstance(key, tuple) else ALL

    def members(self, scope: Chosen) -> list[DataSetReview]:
        """The reviews of the data sets within a scope."""
        return self._groups(scope[0]).get(scope[1], [])

    def _groups(self, kind: str) -> dict[str, list[DataSetReview]]:
        reviews = review(self.session.project).data_sets
        if kind == SCOPES[0]:
            return {"": list(reviews)}
        if kind not in SCOPES:
            return {}
        key = next(key for _, one, key in _MODES if one == kind)
        rows = self.session.project.rows[DataSet.form.name]
        found: dict[str, list[DataSetReview]] = {}
        for one in reviews:
            name = getattr(rows[one.id], key)
            if name:
                found.setdefault(name, []).append(one)
        return found

    def refresh(self) -> None:
        """Show the scopes of the chosen kind as they are now."""
        kind = _MODES[self.mode.currentIndex()][1]
        groups = self._groups(kind)
        lines = [self._line(ALL, "全部数据", self._groups(SCOPES[0])[""])]
        for name, members in groups.items():
            words = f"{name} {members[0].name}" if kind == SCOPES[3] else f"{name}（{len(members)}）" if len(members) > 1 else name
            if all(word in words.casefold() for word in self._words.casefold().split()):
                lines.append(self._line((kind, name), words, members))
        self.table.show_lines(lines)
        if self.table.current_key() is None and lines:
            self.table.select(lines[1 if len(lines) > 1 else 0].key)

    def _line(self, scope: Chosen, words: str, members: Sequence[DataSetReview]) -> Line:
        state, attention = self._state(scope, members)
        return Line(scope, (state, words), tone="attention" if attention else "", bold=scope == ALL)

    def choose(self, scope: Chosen) -> bool:
        """Make a scope current; whether it is there."""
        for number, (_, kind, _key) in enumerate(_MODES):
            if kind == scope[0] and self.mode.currentIndex() != number:
                self.mode.setCurrentIndex(number)
        if self._words:
            self.filter.clear()
            self._narrow("")
        return self.table.select(scope)

    def next_open(self) -> bool:
        """Go to the next scope that asks for attention; whether there is one."""
        keys = [line.key for line in self.table.lines]
        start = keys.index(self.current) + 1 if self.current in keys else 0
        for line in (*self.table.lines[start:], *self.table.lines[:start]):
            if line.tone and line.key != self.current:
                return self.table.select(line.key)
        return False

    def _narrow(self, words: str) -> None:
        self._words = words
        self.refresh()

    def _current(self, key: object) -> None:
        if isinstance(key, tuple):
            self.chosen.emit(*key)
