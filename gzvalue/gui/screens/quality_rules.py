"""The rules of one data set as a small editor: it writes the JSON that docs/measure.md describes, and keeps it in the project."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QDialog, QFileDialog, QTabWidget, QWidget

from gzvalue.errors import UserError
from gzvalue.gui.pieces import button, caption, column, heading, label, row
from gzvalue.gui.screens.quality_rules_pages import ColumnsPage, MorePage, RowsPage
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import XL, L, M, S
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.edit import Entry
from gzvalue.schema.measurement_form import QualityRules

Rules = dict[str, Any]


def edit_rules(session: Session, one: DataSet, document: Mapping[str, Any] | None, parent: QWidget | None = None) -> bool:
    """Ask for the rules of a data set and keep them by one edit; whether they were changed."""
    kept = session.project.by_code["quality_rules"].get(one.code or "")
    before = kept.rules if isinstance(kept, QualityRules) else None
    columns = [(str(found["name"]), str(found["type"])) for found in document["columns"]] if document is not None else []
    if not columns:
        columns = [(found.name, "") for found in session.project.data_fields if found.data_set == one.code and found.name]
    dialog = RulesDialog(_read(before), columns, f"{one.code} {one.name or ''}", session.path.absolute().parent, parent)
    if not dialog.exec():
        return False
    text = json.dumps(dialog.rules(), ensure_ascii=False) if dialog.rules() else ""
    if text == (before or ""):
        return False
    words = f"{one.code} 的质量规则"
    if isinstance(kept, QualityRules):
        return session.enter([Entry("quality_rules", kept.id, "rules", text)], words)
    return bool(session.add("quality_rules", [{"data_set": one.code or "", "rules": text}], words))


def _read(text: str | None) -> Rules:
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def fault_of(rules: Rules, folder: Path) -> str:
    """What measuring would refuse, in a sentence; empty if nothing."""
    from gzvalue.quality.rules import rules_of  # late: the window does not need it to start

    try:
        rules_of(rules, folder / "规则", "")
    except UserError as wrong:
        return str(wrong).replace("规则文件“规则”看不懂：", "").replace("格式见 docs/measure.md。", "")
    return ""


class RulesDialog(QDialog):
    """Three pages; 保存 only when the rules can be understood."""

    def __init__(self, rules: Rules, columns: Sequence[tuple[str, str]], name: str, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("质量规则")
        self._folder = folder
        self._rest: Rules = {}
        self.columns = ColumnsPage(columns)
        self.rows = RowsPage()
        self.more = MorePage()
        self.tabs = QTabWidget()
        for page, title in ((self.columns, "各列"), (self.rows, "主键与跨列"), (self.more, "引用、时效、访问")):
            self.tabs.addTab(page, title)
        self.wrong = label("", "stop", wrap=True)
        self.wrong.hide()
        self.save = button("保存（可撤销）", self._save, kind="primary")
        known = "列取自最近一次测量。" if columns else "这个数据集还没有测量，也没有字段字典：请先测量一次，或把列名写进来。"
        box = column(
            heading(f"质量规则：{name}"),
            caption(f"{known}缺失的单元格只由“必填”检查；引用的文件相对于项目文件所在的文件夹。"),
            gap=S,
            margins=(XL, L, XL, L),
        )
        box.addWidget(self.tabs, 1)
        box.addWidget(self.wrong)
        files = (button("从规则文件读入…", self._load, kind="quiet"), button("存为规则文件…", self._store, kind="quiet"))
        box.addLayout(row(*files, None, button("取消", self.reject), self.save, gap=M))
        self.setLayout(box)
        self.resize(900, 580)
        if parent is not None:
            self.resize(min(900, parent.width() - XL), min(580, parent.height() - XL))
        self.show_rules(rules)

    def show_rules(self, rules: Rules) -> None:
        """Show these."""
        self._rest = {"name": rules["name"]} if rules.get("name") else {}
        self.columns.show_rules(rules.get("columns") or {})
        self.rows.show_rules(rules)
        self.more.show_rules(rules)

    def rules(self) -> Rules:
        """As they stand in the dialog; empty parts are left out."""
        found = {"columns": self.columns.rules(), **self.rows.rules(), **self.more.rules()}
        found = {key: part for key, part in found.items() if part}
        return {**self._rest, **found} if found else {}

    def _save(self) -> None:
        if not self._wrong():
            self.accept()

    def _wrong(self) -> bool:
        fault = fault_of(self.rules(), self._folder)
        self.wrong.setText(fault)
        self.wrong.setVisible(bool(fault))
        return bool(fault)

    def _load(self) -> None:
        name = QFileDialog.getOpenFileName(self, "读入规则文件", str(self._folder), "规则 (*.json);;所有文件 (*)")[0]
        if not name:
            return
        from gzvalue.quality.rules import read_rules  # late, as above

        try:
            read_rules(Path(name))
            self.show_rules(json.loads(Path(name).read_text(encoding="utf-8-sig")))
        except UserError as wrong:
            self.wrong.setText(str(wrong))
            self.wrong.show()

    def _store(self) -> None:
        if self._wrong():
            return
        name = QFileDialog.getSaveFileName(self, "存为规则文件", str(self._folder / "规则.json"), "规则 (*.json)")[0]
        if name:
            try:
                Path(name).write_text(json.dumps(self.rules(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
            except OSError as wrong:
                self.wrong.setText(f"写不了“{Path(name).name}”（{wrong.strerror}）；请换一个文件夹或文件名。")
                self.wrong.show()
