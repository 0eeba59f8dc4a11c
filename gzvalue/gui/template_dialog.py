"""Starting from a template by industry: which industry, what it holds, and a tick for each data set to take."""

from collections.abc import Collection, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QListWidget, QListWidgetItem, QSizePolicy, QVBoxLayout, QWidget

from gzvalue.actions.templates import already_there, card_of
from gzvalue.gui.pieces import button, caption, clear, column, heading, label, row, scrolled, section
from gzvalue.gui.tokens import XL, XS, L, M, S
from gzvalue.schema.project import Project
from gzvalue.schema.templates import Template, TypicalSet, template, templates

_BLANK = "空白项目"
_BLANK_WORDS = (
    "数据集逐项新增，或从别的表格整块粘贴。",
    "已有台账的，建好后用“从 Excel 导入”：导入前逐格列出差异，可整批撤销。",
    "以后也可在数据目录中用“模板”添加某个行业的典型数据集。",
)
_ROLE = Qt.ItemDataRole.UserRole
_HONEST = (
    "典型写法由本软件整理，非官方目录，也不是本企业的事实：每项都标“待确认”，逐项核对后才可用于申报。记录数、时间跨度、持有人和权利不预填。"
)

_SETS_SHARE = 4
"""Width of the list of data sets against 5 of what one of them holds."""


class TemplateDialog(QDialog):
    """Choose 空白 or an industry, and what to take of it. After acceptance `chosen` and `numbers` hold the answer.

    Attributes:
        industries: the list on the left; its first line is the blank project where a new project is made.
        sets: the data sets of the chosen industry, with ticks.
        yes: the button that accepts.
    """

    def __init__(self, project: Project | None, parent: QWidget | None = None) -> None:
        """With a project, data sets are added to it and there is no blank line; those it holds already are not ticked."""
        super().__init__(parent)
        self._project = project
        self.setWindowTitle("新建项目" if project is None else "从行业模板添加")
        self.industries = QListWidget()
        self.industries.setAccessibleName("行业")
        self.industries.setFixedWidth(184)
        self.industries.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.sets = QListWidget()
        self.sets.setAccessibleName("典型数据集")
        self.sets.setMinimumWidth(190)
        self.counted = caption("", wrap=False)
        self.words = caption("")
        self._card = QWidget()
        self._card_box = QVBoxLayout(self._card)
        self._card_box.setContentsMargins(M, 0, S, 0)
        self._card_box.setSpacing(S)
        self.yes = button("", self.accept, kind="primary")
        self.yes.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.yes.setDefault(True)
        self._lay_out()
        self._list_industries()
        room = parent.size() if parent is not None else None
        self.resize(min(960, room.width() - XL) if room else 960, min(620, room.height() - XL) if room else 620)

    def _lay_out(self) -> None:
        all_button = button("全选", lambda: self._tick_all(True), kind="quiet")
        none_button = button("全不选", lambda: self._tick_all(False), kind="quiet")
        self._ticks = QWidget()
        self._ticks.setLayout(row(all_button, none_button, None, self.counted))
        middle = column(self.sets, self._ticks, gap=XS)
        self._lists = lists = row(self.industries, gap=M)
        lists.addLayout(middle, _SETS_SHARE)
        lists.addWidget(scrolled(self._card), 5)
        box = column(heading(self.windowTitle()), self.words, gap=S, margins=(XL, L, XL, L))
        box.addLayout(lists, 1)
        self._honest = caption(_HONEST)
        box.addWidget(self._honest)
        box.addLayout(row(None, button("取消", self.reject), self.yes, gap=M))
        self.setLayout(box)
        self.industries.currentItemChanged.connect(lambda _now, _before: self._show_industry())
        self.sets.currentItemChanged.connect(lambda now, _before: self._show_set(now))
        self.sets.itemChanged.connect(lambda _item: self._count())
        self.sets.itemActivated.connect(self._flip)
        self.industries.itemActivated.connect(lambda _item: self.accept() if self.yes.isEnabled() else None)

    def _list_industries(self) -> None:
        if self._project is None:
            self._line(_BLANK, "")
        for one in templates():
            self._line(one.title, one.name)
        self.industries.setCurrentRow(0)
        self.industries.setFocus()

    def _line(self, words: str, name: str) -> None:
        item = QListWidgetItem(words)
        item.setData(_ROLE, name)
        self.industries.addItem(item)

    # --- the answer -------------------------------------------------------------------------

    @property
    def chosen(self) -> Template | None:
        """The template; ``None`` for a blank project."""
        item = self.industries.currentItem()
        name = str(item.data(_ROLE)) if item is not None else ""
        return template(name) if name else None

    @property
    def numbers(self) -> Collection[int]:
        """Numbers of the ticked data sets."""
        items = (self.sets.item(line) for line in range(self.sets.count()))
        return frozenset(int(item.data(_ROLE)) for item in items if item.checkState() == Qt.CheckState.Checked)

    def choose(self, name: str, numbers: Collection[int] | None = None) -> None:
        """Choose an industry, empty for the blank project, and tick these of its data sets."""
        for line in range(self.industries.count()):
            if self.industries.item(line).data(_ROLE) == name:
                self.industries.setCurrentRow(line)
        for line in range(self.sets.count() if numbers is not None else 0):
            item = self.sets.item(line)
            ticked = numbers is not None and item.data(_ROLE) in numbers
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)

    # --- showing ----------------------------------------------------------------------------

    def _show_industry(self) -> None:
        offered = self.chosen
        for widget in (self.sets, self._ticks, self._honest):
            widget.setVisible(offered is not None)
        self._lists.setStretch(1, 0 if offered is None else _SETS_SHARE)  # no gap where nothing is to be ticked
        self.sets.clear()
        if offered is None:
            self.words.setText("从空白开始，或选一个行业，从它的典型数据集开始。")
            self._show(_BLANK, *(label(words, wrap=True) for words in _BLANK_WORDS))
            self._count()
            return
        self.words.setText(f"{offered.description}勾选要取的数据集，点名称看内容。")
        held = already_there(self._project, offered) if self._project is not None else frozenset()
        for one in offered.data_sets:
            item = QListWidgetItem(one.name + ("（目录中已有）" if one.number in held else ""))
            item.setData(_ROLE, one.number)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked if one.number in held else Qt.CheckState.Checked)
            self.sets.addItem(item)
        self.sets.setCurrentRow(0)
        self._count()

    def _show_set(self, item: QListWidgetItem | None) -> None:
        offered = self.chosen
        if item is not None and offered is not None:
            one = offered.data_sets[int(item.data(_ROLE)) - 1]
            self._show(one.name, _lines(one))

    def _show(self, title: str, *parts: QWidget) -> None:
        clear(self._card_box)
        for part in (section(title), *parts):
            self._card_box.addWidget(part)
        self._card_box.addStretch(1)

    def _tick_all(self, on: bool) -> None:
        for line in range(self.sets.count()):
            self.sets.item(line).setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def _flip(self, item: QListWidgetItem) -> None:
        item.setCheckState(Qt.CheckState.Unchecked if item.checkState() == Qt.CheckState.Checked else Qt.CheckState.Checked)

    def _count(self) -> None:
        number = len(self.numbers)
        self.counted.setText(f"已选 {number} 项")
        self.yes.setEnabled(self.chosen is None or number > 0)
        self.yes.setText("选择位置…" if self._project is None else f"添加 {number} 项（可撤销）")


def _lines(one: TypicalSet) -> QWidget:
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(M)
    grid.setVerticalSpacing(XS)
    grid.setColumnStretch(1, 1)
    columns = "；".join(_column(words) for words in one.fields)
    for line, (name, text) in enumerate((*card_of(one), (f"字段 {len(one.fields)} 个", columns))):
        grid.addWidget(caption(name, wrap=False), line, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(text, wrap=True), line, 1)
    return holder


def _column(words: Mapping[str, str]) -> str:
    marks = "、".join(mark for mark, key in (("主键", "key"), ("个人信息", "personal")) if words.get(key) == "是")
    return words["label"] + (f"（{marks}）" if marks else "")
