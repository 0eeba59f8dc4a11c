"""用电数据产品说明书 for who offers the profile: which data set, preview, PDF."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from gzvalue.gui import pieces
from gzvalue.gui.screens.uses_product_paper import SheetPapers
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import XL, L, M
from gzvalue.gui.work import Work
from gzvalue.power.conventions import rules
from gzvalue.power.plain import CAVEAT
from gzvalue.schema.product_forms import DataProduct

_WORDS = (
    "供电企业等提供方可以生成一份《用电数据产品说明书》：列出可提供的 {count} 项指标（公式、窗口、更新、所需数据与依据）、评分与否决、"
    "书面授权与查询流程、交付、使用约束和计价。产品的名称、交付方式、价格与使用约束取自“产品与流通”中由所选数据集加工的产品。"
)


class OfferPage(QWidget):
    """A choice and two buttons.

    Signals:
        said(text, path): what was written.
    """

    said = Signal(str, str)

    def __init__(self, session: Session, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.choice = QComboBox()
        self.choice.setAccessibleName("数据集")
        self.choice.setMinimumWidth(320)
        self.papers = SheetPapers(session, work, "power", self.code, self)
        self.papers.said.connect(self.said)
        self.choice.currentIndexChanged.connect(lambda _number: self.papers.show_state())
        label = pieces.label("数据集", "label")
        label.setBuddy(self.choice)
        box = pieces.column(gap=M, margins=(0, L, L, XL))
        box.addWidget(pieces.caption(_WORDS.format(count=len(rules()["indicators"]))))
        box.addLayout(pieces.row(label, self.choice, None, gap=M))
        box.addLayout(pieces.row(self.papers.preview_button, self.papers.save_button, None, gap=M))
        box.addWidget(pieces.caption(CAVEAT))
        box.addStretch(1)
        page = QWidget()
        page.setLayout(box)
        self.setLayout(pieces.column(pieces.scrolled(page)))

    def code(self) -> str:
        """Of the data set that is chosen."""
        return str(self.choice.currentData() or "")

    def refresh(self) -> None:
        """List the data sets; the one chosen stays chosen, at first one of which a product is made."""
        project = self.session.project
        kept = self.code()
        offered = [code for one in project.all(DataProduct) for code in one.data_sets or ()]
        self.choice.blockSignals(True)
        self.choice.clear()
        for one in project.data_sets:
            if one.code:
                self.choice.addItem(f"{one.code}　{one.name or ''}", one.code)
        wanted = next((at for code in (kept, *offered) if code and (at := self.choice.findData(code)) >= 0), 0)
        self.choice.setCurrentIndex(wanted if self.choice.count() else -1)
        self.choice.blockSignals(False)
        self.papers.show_state()

    def close_down(self) -> None:
        """Nothing is started any more."""
        self.papers.close_down()
