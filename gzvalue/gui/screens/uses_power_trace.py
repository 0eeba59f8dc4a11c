"""How an indicator came about: formula, what was put in, window, source, files."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QLabel, QWidget

from gzvalue.gui import pieces
from gzvalue.gui.tokens import XL, L, M, S
from gzvalue.power.assessment import Assessment
from gzvalue.power.indicators import Indicator
from gzvalue.power.words import input_lines, shown


def show_indicator(parent: QWidget, one: Indicator, found: Assessment) -> "IndicatorDialog":
    """Open it beside the window."""
    dialog = IndicatorDialog(one, found, parent.window())
    dialog.show()
    dialog.raise_()
    return dialog


class IndicatorDialog(QDialog):
    """One indicator, read from above."""

    def __init__(self, one: Indicator, found: Assessment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("这个数怎么来的")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(600, 520)
        self.setAccessibleName(f"{one.name} {shown(one)}")
        box = pieces.column(gap=M, margins=(XL, L, XL, L))
        box.addWidget(pieces.heading(one.name))
        box.addWidget(_selectable(shown(one), "section"))
        card = QFrame()
        card.setProperty("role", "side")
        inside = pieces.column(gap=S, margins=(L, M, L, M))
        for label, text in (("公式", one.formula), ("窗口", one.window), ("依据", one.source)):
            inside.addWidget(pieces.label(label, "label"))
            inside.addWidget(_selectable(text))
        card.setLayout(inside)
        box.addWidget(card)
        if one.why_not:
            box.addWidget(pieces.label(f"未能计算：{one.why_not}", "attention", wrap=True))
        lines = input_lines(one.inputs)
        if lines:
            box.addWidget(pieces.section("其中"))
        for name, text in lines:
            box.addWidget(pieces.rule())
            box.addLayout(pieces.row(pieces.label(name), None, _selectable(text, "strong"), gap=M))
        if found.sources:
            box.addWidget(pieces.section("用电表格"))
            box.addWidget(_selectable("\n".join(f"{name}　SHA-256 {digest[:12]}…" for name, digest in found.sources), "caption"))
        box.addStretch(1)
        page = QWidget()
        page.setLayout(box)
        foot = pieces.row(None, pieces.button("关闭", self.close))
        foot.setContentsMargins(L, 0, L, 0)
        layout = pieces.column(pieces.scrolled(page), margins=(0, 0, 0, M))
        layout.addLayout(foot)
        self.setLayout(layout)


def _selectable(text: str, role: str = "") -> QLabel:
    made = pieces.label(text, role, wrap=True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
    return made
