"""The list of keys, for those who leave the mouse alone."""

from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from gzvalue.gui.pieces import button, column, label, row, section
from gzvalue.gui.tokens import XL, L, M, S

_KEYS = (
    ("到处", (("Alt+1 … Alt+8", "到第 1 … 8 步；Alt+9 到其他用途"), ("Ctrl+Z　Ctrl+Y", "撤销　重做"), ("Ctrl+F", "搜索字段或数据集"), ("F8", "到下一处待补正"),
             ("F9", "收起或展开测算结果"), ("F1", "这一项是什么、单位、例子、来源"), ("Ctrl+G", "生成申报材料"))),
    ("表格", (("直接输入　F2", "填写单元格"), ("Enter　Tab", "下一行　下一格"), ("Ctrl+C　Ctrl+X　Ctrl+V", "与 Excel、WPS 互相复制、剪切、粘贴整块"),
             ("Ctrl+D", "向下填充"), ("Delete", "清除选中的格"), ("Alt+↓", "打开可选项"), ("Esc", "放弃正在输入的内容"))),
    ("表单", (("Tab　Shift+Tab", "下一项　上一项"), ("Enter", "填完这一项"), ("Alt+↓", "打开日历或可选项"), ("Ctrl+Enter", "填完多行文字"))),
    ("文件", (("Ctrl+N　Ctrl+O", "新建　打开"), ("Ctrl+I　Ctrl+E", "从 Excel 导入　导出 Excel"), ("Ctrl+Shift+S", "另存副本"), ("Ctrl+W", "关闭项目"))),
)  # fmt: skip


class KeysHelp(QDialog):
    """Groups of keys with what they do."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("键盘操作")
        halves = row(gap=XL)
        for part in (_KEYS[:1] + _KEYS[3:], _KEYS[1:3]):
            box = column(gap=S)
            for words, keys in part:
                box.addWidget(section(words))
                grid = QGridLayout()
                grid.setHorizontalSpacing(L)
                grid.setVerticalSpacing(S)
                for line, (key, what) in enumerate(keys):
                    grid.addWidget(label(key, "strong"), line, 0)
                    grid.addWidget(label(what), line, 1)
                grid.setColumnStretch(1, 1)
                box.addLayout(grid)
                box.addSpacing(M)
            box.addStretch(1)
            halves.addLayout(box)
        close = button("关闭", self.accept, kind="primary")
        close.setDefault(True)
        box = column(gap=M, margins=(XL, L, XL, L))
        box.addLayout(halves)
        box.addLayout(row(None, close))
        self.setLayout(box)
