"""What an import would do, cell by cell, before it is done."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QTabWidget, QWidget

from gzvalue.actions.import_plan import ImportPlan
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
        for name, heads, lines, widths in _pages(plan):
            if lines:
                page = QWidget()
                page.setLayout(column(listing_view(Listing(heads, lines, page), widths), gap=0, margins=(0, M, 0, 0)))
                self.tabs.addTab(page, f"{name}（{len(lines):,}）")
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


_Page = tuple[str, Sequence[str], Sequence[Sequence[str]], Sequence[int]]


def _pages(plan: ImportPlan) -> list[_Page]:
    """(name, heads, lines, widths) of each list."""
    return [
        ("修改", ("记录", "字段", "原内容", "新内容", "位置"),
         [(c.name, c.label, c.before or "（空）", (c.after or "（清空）") + ("　⚠ 软件中也改过" if c.conflict else ""), _where(c.sheet, c.row))
          for c in plan.changed], (220, 130, 190, 200)),
        ("新增", ("记录", "内容", "位置"),
         [(a.name, "；".join(f"{name}：{text}" for name, text in a.values), _where(a.sheet, a.row)) for a in plan.added], (260, 440)),
        ("未能导入", ("位置", "字段", "原文", "原因"),
         [(f"{_where(f.sheet, f.row)} {f.column}", f.label, f.text, f.reason + ("（原文保留，列入待补正）" if f.kept else "")) for f in plan.failed],
         (170, 130, 180)),
        ("请核对", ("位置", "字段", "原文", "原因"),
         [(f"{_where(d.sheet, d.row)} {d.column}", d.label, d.text, d.reason) for d in plan.doubtful], (170, 130, 180)),
        ("未导入的列和表", ("工作表", "列", "表头", "原因"),
         [(u.sheet, u.column, u.head, u.reason) for u in plan.unknown_columns] + [(u.sheet, "", "整张表", u.reason) for u in plan.unknown_sheets],
         (170, 80, 200)),
        ("跳过的行", ("位置", "内容", "原因"), [(_where(s.sheet, s.row), s.text, s.reason) for s in plan.skipped], (170, 380)),
        ("表中没有的记录", ("记录", "说明"), [(name, "导出过、现在不在表中；不会删除，需要时请在软件中删除") for name in plan.missing], (320,)),
    ]  # fmt: skip


def _where(sheet: str, line: int) -> str:
    return f"{sheet} 第 {line} 行" if line else "随编号更改"
