"""修改日志: who changed what when, entry by entry and field by field; and whether the record of it is whole."""

from datetime import datetime

from PySide6.QtWidgets import QDialog, QHeaderView, QSplitter, QTreeWidget, QTreeWidgetItem, QWidget

from gzvalue.actions.history import Entry
from gzvalue.gui.pieces import button, caption, column, label, row
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import XL, L, M, S
from gzvalue.schema.edit import Change
from gzvalue.schema.forms import BY_NAME
from gzvalue.schema.kinds import Cell
from gzvalue.schema.naming import record_words

_MOST_ENTRIES, _MOST_CHANGES = 5_000, 400
_LIMIT = "日志逐条以指纹相接，删改任何一条都会被发现；它证明次序与完整，不证明时间：时间取自本机时钟，持有文件的人可以另写一份。"


class HistoryWindow(QDialog):
    """Entries above, newest first; below what the chosen one changed."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("修改日志")
        self._session = session
        every = list(session.store.log())
        self.entries = every[-_MOST_ENTRIES:][::-1]
        self.list = _tree(["序号", "时间", "谁", "做了什么", "理由"], (64, 186, 110, 340))
        for entry in self.entries:
            self.list.addTopLevelItem(QTreeWidgetItem([str(entry.no), _local(entry), entry.user, entry.label, entry.reason]))
        self.detail = _tree(["记录", "字段", "改动前", "改动后"], (220, 140, 200))
        self.list.currentItemChanged.connect(lambda now, _before: self._show(self.list.indexOfTopLevelItem(now)))
        self.state = caption("")
        split = QSplitter()
        split.setOrientation(split.orientation().Vertical)
        split.addWidget(self.list)
        split.addWidget(self.detail)
        split.setChildrenCollapsible(False)
        earlier = f"，列出最近 {_MOST_ENTRIES:,} 条" if len(every) > _MOST_ENTRIES else ""
        head = caption(f"共 {len(every):,} 条{earlier}　链首指纹 {session.store.log_head}")
        head.setTextInteractionFlags(head.textInteractionFlags().TextSelectableByMouse)
        box = column(label("修改日志", "title"), head, split, self.state, caption(_LIMIT), gap=S, margins=(XL, L, XL, L))
        box.setStretch(2, 1)
        close = button("关闭", self.accept, kind="primary")
        box.addLayout(row(button("核对完整性", self.verify), None, close, gap=M))
        self.setLayout(box)
        self.resize(940, 620)
        first = self.list.topLevelItem(0)
        if first is not None:
            self.list.setCurrentItem(first)
        self.list.setFocus()

    def verify(self) -> None:
        """Follow the chain and hold the records against it."""
        faults = self._session.store.verify_log()
        self.state.setText("；".join(faults) if faults else "日志完整，与现有记录一致。")

    def _show(self, number: int) -> None:
        self.detail.clear()
        if not 0 <= number < len(self.entries):
            return
        changes = self.entries[number].changes
        if not changes:
            self.detail.addTopLevelItem(QTreeWidgetItem(["没有改动填报内容", "", "", ""]))
        for change in changes[:_MOST_CHANGES]:
            self._add(change)
        if len(changes) > _MOST_CHANGES:
            self.detail.addTopLevelItem(QTreeWidgetItem([f"…… 共 {len(changes):,} 条记录", "", "", ""]))

    def _add(self, change: Change) -> None:
        form = BY_NAME.get(change.form)
        there = form is not None and self._session.project.get(change.form, change.id) is not None
        name = (
            record_words(self._session.project, change.form, change.id)
            if there
            else f"{form.label if form else change.form} 第 {change.id} 条"
        )
        added, removed = change.before is None, change.after is None
        words = "增加" if added else "删除" if removed else ""
        for key in dict.fromkeys([*(change.before or {}), *(change.after or {})]):
            cells = [None if side is None else side.get(key) for side in (change.before, change.after)]
            if cells != [None, None]:
                field = form.fields.get(key) if form else None
                texts = [_shown(change.form, key, cell) for cell in cells]
                self.detail.addTopLevelItem(QTreeWidgetItem([f"{words} {name}".strip(), field.label if field else key, *texts]))
        if not (change.before or change.after):
            self.detail.addTopLevelItem(QTreeWidgetItem([f"{words} {name}".strip(), "", "", ""]))


def _shown(form: str, key: str, cell: Cell) -> str:
    """A stored cell as a person reads it."""
    if cell is None:
        return ""
    field = BY_NAME[form].fields.get(key) if form in BY_NAME else None
    if field is None:
        return str(cell)
    return str(field.kind.format(field.kind.from_cell(cell)))[:300]


def _local(entry: Entry) -> str:
    return datetime.fromisoformat(entry.time).astimezone().strftime("%Y-%m-%d %H:%M:%S")


def _tree(heads: list[str], widths: tuple[int, ...]) -> QTreeWidget:
    made = QTreeWidget()
    made.setColumnCount(len(heads))
    made.setHeaderLabels(heads)
    made.setRootIsDecorated(False)
    made.setUniformRowHeights(True)
    made.setAlternatingRowColors(False)
    for number, width in enumerate(widths):
        made.header().resizeSection(number, width)
    made.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    made.header().setStretchLastSection(True)
    return made
