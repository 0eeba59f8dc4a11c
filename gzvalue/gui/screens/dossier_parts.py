"""Which parts the paper has, and which data sets get a page of their own; kept in the project file."""

from PySide6.QtWidgets import QCheckBox, QDialog, QWidget

from gzvalue.gui import pieces
from gzvalue.gui.choose_data_sets import DataSetChooser
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import L, M, S
from gzvalue.schema.dossier_choice import PARTS
from gzvalue.schema.edit import Entry

_FORM = "dossier_choice"


class PartsPage(QWidget):
    """Ticks for the parts, a chooser for the pages, one tick for the binding."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.ticks = {name: QCheckBox(name) for name in PARTS.values()}
        self.mirrored = QCheckBox("双面打印：装订边左右交替")
        self.pages = pieces.caption("")
        self.choose = pieces.button("选择数据集…", self._choose)
        self.default = pieces.button("恢复默认", lambda: self.set_sheets(()), kind="quiet")
        page = QWidget()
        box = pieces.column(gap=2, margins=(0, M, M, L))
        box.addWidget(pieces.section("列入的部分"))
        box.addWidget(pieces.caption("封面、目录和摘要总是列入。"))
        for tick in self.ticks.values():
            tick.clicked.connect(lambda _on: self._enter_parts())
            box.addWidget(tick)
        box.addSpacing(M)
        box.addWidget(pieces.section("单独成页的数据集"))
        box.addWidget(self.pages)
        box.addLayout(pieces.row(self.choose, self.default, None, gap=S))
        box.addSpacing(M)
        box.addWidget(pieces.section("装订"))
        box.addWidget(self.mirrored)
        box.addStretch(1)
        page.setLayout(box)
        self.setLayout(pieces.column(pieces.scrolled(page)))
        self.mirrored.clicked.connect(self._enter_mirrored)

    def refresh(self) -> None:
        """Follow the Session."""
        choice = self.session.project.dossier_choice
        left_out = choice.left_out or ()
        for name, tick in self.ticks.items():
            tick.setChecked(name not in left_out)
        self.mirrored.setChecked(bool(choice.mirrored))
        sheets = choice.sheets or ()
        self.default.setVisible(bool(sheets))
        shown = "、".join(sheets[:12]) + (f" 等 {len(sheets)} 项" if len(sheets) > 12 else "")
        self.pages.setText(f"已选 {shown}" if sheets else "默认：服务于评估单元的数据集各成一页。")

    def set_sheets(self, codes: tuple[str, ...]) -> None:
        """Give exactly these data sets a page; none restores the default."""
        self.session.enter([Entry(_FORM, 1, "sheets", "、".join(codes))], "选择单独成页的数据集")

    def _choose(self) -> None:
        ticked = self.session.project.dossier_choice.sheets or tuple(one.code for one in self.session.valuation.data_sets if one.by_unit)
        dialog = DataSetChooser("单独成页的数据集", "为哪些数据集各列一页说明？", self.session.project.data_sets, ticked, self.window())
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.set_sheets(dialog.chosen)

    def _enter_parts(self) -> None:
        left_out = "、".join(name for name, tick in self.ticks.items() if not tick.isChecked())
        self.session.enter([Entry(_FORM, 1, "left_out", left_out)], "选择申报材料列入的部分")

    def _enter_mirrored(self, on: bool) -> None:
        self.session.enter([Entry(_FORM, 1, "mirrored", "是" if on else "否")])
