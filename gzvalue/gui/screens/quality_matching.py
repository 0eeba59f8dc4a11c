"""Dialogs before and after measuring: which file belongs to which data set; what the field dictionary would become."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QTabWidget, QWidget

from gzvalue.actions.dictionary import Draft, Proposed
from gzvalue.actions.match_files import Match
from gzvalue.gui.figures_table import Column, FiguresTable, Line
from gzvalue.gui.listing import Listing, listing_view
from gzvalue.gui.pieces import button, caption, column, heading, label, row
from gzvalue.gui.tokens import XL, L, M, S
from gzvalue.schema.data_set import DataField, DataSet

_NONE = "（不测量）"


class MatchDialog(QDialog):
    """Proposed pairs with how alike the names are; a person corrects, confirms, and sees what has no partner."""

    def __init__(self, proposed: Sequence[Match], data_sets: Sequence[DataSet], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("按名称匹配文件")
        self._matches = list(proposed)
        self._names = {one.code: one.name or "" for one in data_sets if one.code}
        self.table = FiguresTable(
            "文件与数据集的对应",
            (Column("文件", wide=True), Column("数据集", wide=True), Column("相似度", numeric=True), Column("所在文件夹")),
        )
        self.table.current.connect(lambda _key: self._show_current())
        self.chooser = QComboBox()
        self.chooser.setAccessibleName("对应的数据集")
        self.chooser.addItem(_NONE, None)
        for code, name in self._names.items():
            self.chooser.addItem(f"{code}　{name}", code)
        self.chooser.setMaxVisibleItems(16)
        self.chooser.activated.connect(self._correct)
        self.summary = label("", "strong", wrap=True)
        self.left_over = caption("")
        self.accept_button = button("", self.accept, kind="primary")
        self.accept_button.setDefault(True)
        box = column(heading("按名称匹配文件"), self.summary, gap=S, margins=(XL, L, XL, L))
        box.addWidget(self.table, 1)
        box.addLayout(row(label("选中的文件对应到", "label"), self.chooser, None))
        box.addWidget(self.left_over)
        box.addLayout(
            row(
                caption("相似度按名称计算，请逐行核对；100% 表示文件名以编号开头。", wrap=False),
                None,
                button("取消", self.reject),
                self.accept_button,
                gap=M,
            )
        )
        self.setLayout(box)
        self.resize(900, 560)
        if parent is not None:
            self.resize(min(900, parent.width() - XL), min(560, parent.height() - XL))
        self._refresh()
        if self._matches:
            self.table.select(0)

    def pairs(self) -> list[tuple[Path, str]]:
        """What was confirmed: file and code."""
        return [(one.path, one.code) for one in self._matches if one.code]

    def _refresh(self) -> None:
        lines = []
        for number, one in enumerate(self._matches):
            name = f"{one.code}　{self._names.get(one.code, '')}" if one.code else _NONE
            alike = "" if not one.code else "手工指定" if one.similarity < 0 else f"{one.similarity:.0%}"
            lines.append(Line(number, (one.path.name, name, alike, str(one.path.parent)), tone="" if one.code else "quiet"))
        self.table.show_lines(lines)
        taken = {one.code for one in self._matches if one.code}
        missing = [code for code in self._names if code not in taken]
        self.summary.setText(
            f"{len(self._matches):,} 个文件中 {len(taken):,} 个对应到数据集，{len(self._matches) - len(taken):,} 个不测量。"
        )
        shown = "、".join(missing[:20]) + (f" 等 {len(missing)} 个" if len(missing) > 20 else "")
        self.left_over.setText(f"没有文件的数据集：{shown}" if missing else "每个数据集都有文件。")
        self.accept_button.setText(f"测量 {len(taken):,} 个文件")
        self.accept_button.setEnabled(bool(taken))

    def _show_current(self) -> None:
        key = self.table.current_key()
        if isinstance(key, int):
            code = self._matches[key].code
            self.chooser.setCurrentIndex(0 if code is None else self.chooser.findData(code))

    def _correct(self, _index: int) -> None:
        """The chosen file gets another data set; whoever had that one before gets none."""
        key = self.table.current_key()
        if not isinstance(key, int):
            return
        code = self.chooser.currentData()
        for number, one in enumerate(self._matches):
            if code is not None and one.code == code and number != key:
                self._matches[number] = Match(one.path, None)
        if self._matches[key].code != code:
            self._matches[key] = Match(self._matches[key].path, code, -1.0)
        self._refresh()


class DictionaryDialog(QDialog):
    """What the field dictionary would become, before it is taken."""

    def __init__(self, draft: Draft, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("由数据生成字段字典")
        self.draft = draft
        fields = DataField.form.fields
        self.tabs = QTabWidget()
        self._page("新增", ("字段名", "类型", "长度", "主键", "个人信息"), draft.new, _new, (240, 100, 80, 80))
        heads = ("字段名", "内容", "原来", "数据中")
        for title, found in (("补填", draft.filled), ("不同", draft.differing)):
            self._page(
                title, heads, found, lambda one: (one.name, fields[one.key].label, one.before or "（空）", one.after), (240, 130, 140)
            )
        self._page("数据中没有", ("字段名",), draft.gone, lambda name: (name,), (300,))
        self.overwrite = QCheckBox(f"同时按数据改写 {len(draft.differing):,} 处不同的内容")
        self.overwrite.setVisible(bool(draft.differing))
        self.overwrite.toggled.connect(lambda _on: self._enable())
        words = (
            f"新增 {len(draft.new):,} 个字段，补填 {len(draft.filled):,} 处，不同 {len(draft.differing):,} 处，{draft.same:,} 个字段不变。"
        )
        note = "类型按含义，长度为出现过的最大字符数；主键只在整列无缺失且不重复时提出；是否个人信息只提出“是”，“否”须人工判断。"
        box = column(
            heading(f"由数据生成字段字典：{name}"), label(words, "strong", wrap=True), caption(note), gap=S, margins=(XL, L, XL, L)
        )
        box.addWidget(self.tabs, 1)
        box.addWidget(self.overwrite)
        self.accept_button = button("写入字典（可撤销）", self.accept, kind="primary")
        self.accept_button.setDefault(True)
        box.addLayout(row(None, button("取消", self.reject), self.accept_button))
        self.setLayout(box)
        self.tabs.setVisible(self.tabs.count() > 0)
        self.resize(820, 540)
        if parent is not None:
            self.resize(min(820, parent.width() - XL), min(540, parent.height() - XL))
        self._enable()

    def _page(self, title, heads, items, line_of, widths) -> None:
        if items:
            page = QWidget()
            view = listing_view(Listing(heads, items, line_of, page), widths)
            page.setLayout(column(view, gap=0, margins=(0, M, 0, 0)))
            self.tabs.addTab(page, f"{title}（{len(items):,}）")

    def _enable(self) -> None:
        self.accept_button.setEnabled(bool(self.draft.new or self.draft.filled or self.overwrite.isChecked()))


def _new(one: Proposed) -> Sequence[str]:
    return one.name, one.texts.get("type", ""), one.texts.get("length", ""), one.texts.get("key", ""), one.texts.get("personal", "")
