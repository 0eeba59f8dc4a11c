"""Weights of the score: the defaults, those that replace them with their reason, and whether all add up to 100."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gzvalue.gui import pieces
from gzvalue.gui.rows import RowsPanel, RowsTable
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import M, S
from gzvalue.power.assessment import Assessment, usable_weights
from gzvalue.power.conventions import rules
from gzvalue.power.scoring import weights_of
from gzvalue.power.words import figure
from gzvalue.schema.field import OWN_DEFAULT
from gzvalue.schema.power_forms import PARTS, PowerWeight

_FORM = PowerWeight.form.name
_WHOLE = 100
_LEAST = 260
"""Points of height in which the rows can be edited; where the window is lower the page scrolls."""


class WeightsPage(QWidget):
    """Rows that replace defaults; a part without a row keeps its default.

    Signals:
        said(text): a quiet line.
    """

    said = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        defaults = "、".join(f"{label} {figure(rules()['weights'][key], 0)}" for key, label in PARTS.items())
        self.table = RowsTable(
            session, _FORM, ["part", "weight", "reason"], growing=False, widths={"part": 160, "reason": 320},
            empty=(f"现按默认权重（{OWN_DEFAULT}）：{defaults}。要改就先列出来，逐项填权重与理由。", "列出各项权重"), on_empty=self.list_all,
        )  # fmt: skip
        self.panel = RowsPanel(self.table, add_word="新增权重")
        self.panel.bar.insertWidget(
            3, pieces.button("列出各项权重", self.list_all, kind="quiet", tip="为还没有列出的评分项各加一行，权重先为默认值")
        )
        self.sum = pieces.label("", "strong", wrap=True)
        self.score = pieces.caption("")
        self.table.said.connect(self.said)
        box = pieces.column(
            pieces.caption(f"默认权重：{defaults}（{OWN_DEFAULT}）。没有列出的项用默认权重；删去一行即恢复默认。"), self.sum, self.score, gap=S,
            margins=(0, M, 0, M),
        )  # fmt: skip
        self.panel.setMinimumHeight(_LEAST)
        box.addWidget(self.panel, 1)
        page = QWidget()
        page.setLayout(box)
        self.setLayout(pieces.column(pieces.scrolled(page)))

    def show_assessment(self, found: Assessment | None) -> None:
        """Say what the weights add up to, and what comes of it."""
        weights, wrong = usable_weights(self.session.project)
        whole = sum(weights_of(weights).values())
        if wrong:
            words, role = f"{wrong}现按默认权重计分。", "stop"
        elif whole != _WHOLE:
            words, role = f"权重合计 {figure(whole, 0 if whole == int(whole) else 2)}，应为 100；现按各项所占比例计分。", "attention"
        else:
            words, role = "权重合计 100。", "good"
        self.sum.setText(words)
        pieces.set_role(self.sum, role)
        total = None if found is None else found.score.total
        self.score.setText("" if total is None else f"按这些权重，用电评分 {figure(total, 1)} 分。")

    def list_all(self) -> None:
        """A row for every part that has none, with its default."""
        there = {one.part for one in self.session.project.all(PowerWeight)}
        rows = [{"part": label, "weight": f"{rules()['weights'][key]:g}"} for key, label in PARTS.items() if label not in there]
        if rows:
            self.session.add(_FORM, rows, "列出各项权重")
        else:
            self.said.emit("各项权重都已列出。")
