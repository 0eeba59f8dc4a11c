"""What an import would do, cell by cell, before it is done."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from PySide6.QtWidgets import QDialog, QTabWidget, QWidget

from gzvalue.actions.import_plan import Added, Changed, Doubt, Failed, ImportPlan, UnknownColumn, UnknownSheet
from gzvalue.gui.listing import Listing, listing_view
from gzvalue.gui.pieces import button, caption, column, heading, label, row
from gzvalue.gui.tokens import XL, L, M, S


class ImportDialog(QDialog):
    """Shows an `ImportPlan`; accepted when the person wants it applied."""

    def __init__(self, plan: ImportPlan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("从 Excel 导入")
        self.plan = plan
        self.tabs = QTabWidget()
        for one in _pages(plan):
            if one.items:
                page = QWidget()
                view = listing_view(Listing(one.heads, one.items, one.line_of, page), one.widths)
                page.setLayout(column(view, gap=0, margins=(0, M, 0, 0)))
                self.tabs.addTab(page, f"{one.name}（{len(one.items):,}）")
        self.summary = label(summary(plan), "strong", wrap=True)
        box = column(heading(f"导入 {plan.file}"), self.summary, gap=S, margins=(XL, L, XL, L))
        for note in plan.notes:
            box.addWidget(label(note, "attention", wrap=True))
        box.addWidget(self.tabs, 1)
        self.accept_button = button("导入（可撤销）", self.accept, kind="primary")
        self.accept_button.setEnabled(bool(plan.edit))
        self.accept_button.setDefault(bool(plan.edit))
        box.addLayout(
            row(
                caption("未识别的文字会原样保留在格子里并列入待补正。", wrap=False),
                None,
                button("取消", self.reject),
                self.accept_button,
                gap=M,
            )
        )
        self.setLayout(box)
        self.tabs.setVisible(self.tabs.count() > 0)
        self.resize(960, 620)
        if parent is not None:
            self.resize(min(960, parent.width() - XL), min(620, parent.height() - XL))


def summary(plan: ImportPlan) -> str:
    """One sentence: what goes in, what does not."""
    if not plan.edit:
        return (
            "与项目内容相同，没有需要导入的变化。"
            if not plan.failed
            else f"没有可导入的内容；{len(plan.failed):,} 处未能导入，原因见下表。"
        )
    parts = [f"新增 {len(plan.added):,} 条", f"修改 {len(plan.changed):,} 格"]
    if plan.failed:
        kept = sum(one.kept for one in plan.failed)
        parts.append(f"未能识别 {len(plan.failed):,} 处" + (f"（其中 {kept:,} 处保留原文待补正）" if kept else ""))
    conflicts = sum(one.conflict for one in plan.changed)
    if conflicts:
        parts.append(f"{conflicts:,} 格在导出后又在软件中改过，将以表格为准")
    if plan.kept_newer:
        parts.append(f"{plan.kept_newer:,} 格表格未改、软件中已改，保持软件中的内容")
    return "，".join(parts) + "。"


class _Page(NamedTuple):
    """One list: name, heads, items, how an item becomes a line, widths of columns."""

    name: str
    heads: Sequence[str]
    items: Sequence[Any]
    line_of: Callable[[Any], Sequence[str]]
    widths: Sequence[int]


def _pages(plan: ImportPlan) -> list[_Page]:
    left = [*plan.unknown_columns, *plan.unknown_sheets]
    text = ("位置", "字段", "原文", "原因")
    return [
        _Page("修改", ("记录", "字段", "原内容", "新内容", "位置"), plan.changed, _changed, (220, 130, 190, 200)),
        _Page("新增", ("记录", "内容", "位置"), plan.added, _added, (260, 440)),
        _Page("未能导入", text, plan.failed, _failed, (170, 130, 180)),
        _Page("请核对", text, plan.doubtful, lambda d: (_place(d), d.label, d.text, d.reason), (170, 130, 180)),
        _Page("未导入的列和表", ("工作表", "列", "表头", "原因"), left, _unknown, (170, 80, 200)),
        _Page("跳过的行", ("位置", "内容", "原因"), plan.skipped, lambda s: (_where(s.sheet, s.row), s.text, s.reason), (170, 380)),
        _Page("表中没有的记录", ("记录", "说明"), plan.missing, lambda name: (name, _MISSING), (320,)),
    ]


_MISSING = "导出过、现在不在表中；不会删除，需要时请在软件中删除"


def _changed(one: Changed) -> Sequence[str]:
    after = (one.after or "（清空）") + ("　⚠ 软件中也改过" if one.conflict else "")
    return one.name, one.label, one.before or "（空）", after, _where(one.sheet, one.row)


def _added(one: Added) -> Sequence[str]:
    return one.name, "；".join(f"{name}：{text}" for name, text in one.values), _where(one.sheet, one.row)


def _failed(one: Failed) -> Sequence[str]:
    return _place(one), one.label, one.text, one.reason + ("（原文保留，列入待补正）" if one.kept else "")


def _unknown(one: UnknownColumn | UnknownSheet) -> Sequence[str]:
    if isinstance(one, UnknownColumn):
        return one.sheet, one.column, one.head, one.reason
    return one.sheet, "", "整张表", one.reason


def _place(one: Failed | Doubt) -> str:
    return f"{_where(one.sheet, one.row)} {one.column}".strip()


def _where(sheet: str, line: int) -> str:
    return f"{sheet} 第 {line} 行" if line else "随编号更改"
