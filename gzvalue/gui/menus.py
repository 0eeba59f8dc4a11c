"""The menus of the window, all by keyboard."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from gzvalue.gui.window import Window

_STEPS = ("企业概况", "数据目录", "权属与合规自查", "质量评价", "综合评分", "价值测算", "融资与担保方案", "申报材料", "其他用途")


class Menus:
    """Builds the menu bar; actions that need an open project are switched with it."""

    def __init__(self, window: "Window") -> None:
        self._window = window
        self._needing: list[QAction] = []
        self.recent = QMenu("最近打开(&R)")
        self.recent.aboutToShow.connect(self._fill_recent)
        self._file()
        self._edit()
        self._steps()
        self._help()
        self.set_open(False)

    def set_open(self, open: bool) -> None:
        """Whether a project is open."""
        for action in self._needing:
            action.setEnabled(open)

    def _add(
        self, menu: QMenu, words: str, action: Callable[[], object], keys: str | QKeySequence.StandardKey = "", *, needs: bool = True
    ) -> QAction:
        made = menu.addAction(words)
        if keys:
            made.setShortcut(QKeySequence(keys))
        made.triggered.connect(lambda _on=False: action())
        if needs:
            self._needing.append(made)
        return made

    def _file(self) -> None:
        window, files = self._window, self._window.files
        menu = window.titles[0]
        self._add(menu, "新建项目…(&N)", files.create, "Ctrl+N", needs=False)
        self._add(menu, "打开…(&O)", files.choose, "Ctrl+O", needs=False)
        menu.addMenu(self.recent)
        menu.addSeparator()
        self._add(menu, "另存副本…(&A)", files.save_copy, "Ctrl+Shift+S")
        self._add(menu, "新一期复制…(&P)", files.next_period)
        self._add(menu, "恢复备份…(&B)", files.restore, needs=False)
        menu.addSeparator()
        self._add(menu, "从 Excel 导入…(&I)", files.import_sheet, "Ctrl+I")
        self._add(menu, "从行业模板添加…(&T)", files.add_template)
        self._add(menu, "确认已核对的模板项…", files.confirm_templates)
        self._add(menu, "导出 Excel…(&E)", files.export_sheet, "Ctrl+E")
        menu.addSeparator()
        self._add(menu, "修改日志…(&L)", window.show_history)
        self._add(menu, "核验申报材料…(&V)", window.verify, needs=False)
        self._add(menu, "质押组合…(&L)", window.show_portfolio, needs=False)
        menu.addSeparator()
        self._add(menu, "关闭项目(&C)", window.close_project, "Ctrl+W")
        self._add(menu, "退出(&X)", window.close, "Ctrl+Q", needs=False)

    def _edit(self) -> None:
        window = self._window
        menu = window.titles[1]
        self.undo = self._add(menu, "撤销(&U)", window.undo, "Ctrl+Z")
        self.redo = self._add(menu, "重做(&R)", window.redo, "Ctrl+Y")
        self.redo.setShortcuts([QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z")])
        menu.aboutToShow.connect(self._name_undo)
        menu.aboutToHide.connect(lambda: self.set_open(window.workspace is not None))
        menu.addSeparator()
        self._add(menu, "搜索字段或数据集(&F)", window.search, "Ctrl+F")
        self._add(menu, "下一处待补正(&N)", window.next_problem, "F8")
        self._add(menu, "收起或展开测算结果(&V)", window.fold, "F9")

    def _steps(self) -> None:
        menu = self._window.titles[2]
        for number, name in enumerate(_STEPS):
            self._add(menu, f"{number + 1} {name}", partial(self._window.show_step, number), f"Alt+{number + 1}")
        menu.addSeparator()
        self._add(menu, "生成申报材料(&G)", self._window.make_dossier, "Ctrl+G")

    def _help(self) -> None:
        menu = self._window.titles[3]
        self._add(menu, "本项帮助　F1", self._window.help_here)
        self._add(menu, "键盘操作(&K)", self._window.show_keys, needs=False)
        self._add(menu, "关于 gzvalue(&A)", self._window.show_about, needs=False)

    def _name_undo(self) -> None:
        workspace = self._window.workspace
        if workspace is not None:
            stack = workspace.session.undo_stack
            self.undo.setText(f"撤销 {stack.undoText()}".strip())
            self.undo.setEnabled(stack.canUndo())
            self.redo.setText(f"重做 {stack.redoText()}".strip())
            self.redo.setEnabled(stack.canRedo())

    def _fill_recent(self) -> None:
        self.recent.clear()
        for number, path in enumerate(self._window.recent(), 1):
            made = self.recent.addAction(f"&{number} {path.name}　{path.parent}" if number < 10 else f"{path.name}　{path.parent}")
            made.triggered.connect(lambda _on=False, p=path: self._window.open_project(p))
        if self.recent.isEmpty():
            self.recent.addAction("还没有打开过文件").setEnabled(False)
