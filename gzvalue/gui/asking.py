"""Short questions that need an answer before something can be done."""

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QWidget

from gzvalue.gui.listing import Listing, listing_view
from gzvalue.gui.pieces import button, caption, column, heading, row
from gzvalue.gui.tokens import XL, L, M
from gzvalue.schema.forms import FORMS
from gzvalue.schema.project import Project
from gzvalue.store.backups import Backup, backups_of


class Question(QDialog):
    """A title, a sentence, something to answer with, and two buttons."""

    def __init__(self, title: str, sentence: str, answer: QWidget, yes: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.yes = button(yes, self.accept, kind="primary")
        self.yes.setDefault(True)
        box = column(heading(title), caption(sentence), answer, gap=M, margins=(XL, L, XL, L))
        box.addLayout(row(None, button("取消", self.reject), self.yes))
        self.setLayout(box)
        self.setMinimumWidth(480)
        answer.setFocus()


def ask_period(parent: QWidget, present: str) -> str:
    """The name of the next period; empty if the person changed their mind."""
    line = QLineEdit()
    line.setPlaceholderText("例：2026 年第二期")
    now = f"当前期次：{present}。" if present else ""
    question = Question("新一期复制", f"{now}企业、目录、权属等沿用，基准日、评分和收益等按期填写的内容留空。", line, "下一步", parent)
    return line.text().strip() if question.exec() else ""


def departments(project: Project) -> list[str]:
    """The 责任部门 named anywhere in the project, in order of appearance."""
    named = (
        getattr(record, "department", None)
        for form in FORMS
        if "department" in form.fields and not form.single
        for record in project.rows[form.name].values()
    )
    return list(dict.fromkeys(str(name).strip() for name in named if name))


def ask_department(parent: QWidget, project: Project) -> str | None:
    """The department whose sheets to export; empty for all, ``None`` if the person changed their mind."""
    box = QComboBox()
    box.addItem("全部内容")
    box.addItems(departments(project))
    sentence = "导出后可发给各部门填写，再用“从 Excel 导入”合并回来，合并前会逐格列出差异。"
    question = Question("导出 Excel", sentence, box, "选择位置…", parent)
    if not question.exec():
        return None
    return box.currentText() if box.currentIndex() else ""


def ask_backup(parent: QWidget, source: Path) -> Backup | None:
    """One of the kept copies of a file."""
    kept = backups_of(source)
    lines = [(f"{one.made.astimezone():%Y-%m-%d %H:%M:%S}", f"{one.size / 1024:,.0f} KB") for one in kept]
    view = listing_view(Listing(("打开时间", "大小"), lines), (260,))
    view.setMinimumHeight(240)
    sentence = f"每次打开“{source.name}”时自动保留一份核对过的副本，最多十份。恢复为一个新文件，原文件不动。"
    question = Question("恢复备份", sentence if kept else f"“{source.name}”还没有自动备份。", view, "恢复为…", parent)
    question.yes.setEnabled(bool(kept))
    view.setEnabled(bool(kept))
    view.selectRow(0)
    if not question.exec() or not kept:
        return None
    return kept[max(0, view.currentIndex().row())]
