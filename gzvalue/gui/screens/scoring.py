"""⑤ 综合评分: index system and weights, expert score sheets, ranking."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QTabWidget, QWidget

from gzvalue.gui import pieces
from gzvalue.gui.rows import RowsPanel, RowsTable
from gzvalue.gui.screen import Screen
from gzvalue.gui.screen_head import ScreenHead
from gzvalue.gui.screens.scoring_experts import ExpertsPage
from gzvalue.gui.screens.scoring_index import IndexTree, layer_key
from gzvalue.gui.screens.scoring_matrix import keys_of
from gzvalue.gui.screens.scoring_result import ResultPage
from gzvalue.gui.screens.scoring_sheet import SheetPage
from gzvalue.gui.screens.scoring_weights import WeightsPage
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import XL, L, M, S
from gzvalue.gui.work import Work
from gzvalue.schema.scoring_forms import Judgement

_WIDE = 940
_EXPERTS, _SHEET, _WEIGHTS, _RESULT, _METHODS = range(5)


class ScoringScreen(Screen):
    """Left the index tree with its weights, right one page at a time."""

    key = "scoring"

    def __init__(self, session: Session, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(session, work, parent)
        self.tree = IndexTree()
        self.weights = WeightsPage(session)
        self.sheet = SheetPage(session)
        self.result = ResultPage(session)
        experts = RowsTable(
            session,
            "expert",
            ["code", "name", "organisation", "field", "independent"],
            empty=("登记参加评分的人：本企业熟悉数据的同事，或外部专家。", "登记第一位专家"),
        )
        self.experts = RowsPanel(experts, add_word="登记专家")
        self.tabs = QTabWidget()
        self.tabs.addTab(_padded(self.experts), "专家")
        self.tabs.addTab(self.sheet, "专家评分表")
        self.tabs.addTab(self.weights, "权重与判断矩阵")
        self.tabs.addTab(self.result, "结果与排名")
        self.methods = ExpertsPage(session)
        self.tabs.addTab(self.methods, "专家方法")
        self.head = ScreenHead("综合评分")
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.tree)
        split.addWidget(self.tabs)
        split.setChildrenCollapsible(False)
        split.setStretchFactor(1, 1)
        split.setSizes([250, 800])
        self.tree.setMinimumWidth(190)
        self.tree.setMaximumWidth(340)
        self.setLayout(pieces.column(self.head, split, gap=S, margins=(XL, L, XL, M)))
        self.tree.layer_chosen.connect(self._show_layer)
        self.sheet.experts_wanted.connect(lambda: self.tabs.setCurrentIndex(_EXPERTS))
        self.result.sheet_wanted.connect(lambda: self.tabs.setCurrentIndex(_SHEET))
        for page in (self.sheet, self.weights, experts, self.methods):
            page.said.connect(lambda text: self.said.emit(text, ""))
        self.tabs.currentChanged.connect(lambda _number: self._make_room())
        self.tabs.setCurrentIndex(_SHEET)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Room for the page in front."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Where it is narrow the index tree stands beside the weights only."""
        page = self.tabs.currentIndex()
        self.tree.setVisible(page == _WEIGHTS or (self.width() >= _WIDE and page != _METHODS))

    def refresh(self) -> None:
        """Follow the Session."""
        scores = self.session.scores
        self.tree.show_weights(scores.weights)
        self.weights.refresh()
        self.sheet.refresh()
        self.result.refresh()
        self.methods.refresh()
        self.head.say(self._summary())

    def _summary(self) -> str:
        scores, project = self.session.scores, self.session.project
        own = "（本软件默认权重，非官方数值）" if scores.own_default else ""
        return (
            f"{len(scores.data_sets)}/{len(project.data_sets)} 项数据集已评分 · {len(project.experts)} 位专家 · 权重：{scores.method}{own}"
        )

    def _show_layer(self, group: str) -> None:
        self.weights.show_group(group)

    def show_place(self, form: str, id: int, key: str) -> None:
        """The page of the form, its record and field."""
        if form == "expert":
            self.tabs.setCurrentIndex(_EXPERTS)
            self.experts.table.select(id, key)
        elif form == "expert_score":
            self.tabs.setCurrentIndex(_SHEET)
            self.sheet.show_score(id, key)
        elif form == "weighting":
            self.tabs.setCurrentIndex(_WEIGHTS)
            if not self.weights.settings.focus_field(key):
                self.weights.method.editor.setFocus()
        elif form in ("delphi_score", "joint_scenario"):
            self.tabs.setCurrentIndex(_METHODS)
            self.methods.show_place(form, id, key)
        elif form == "judgement":
            self._show_judgement(id)

    def _show_judgement(self, id: int) -> None:
        self.tabs.setCurrentIndex(_WEIGHTS)
        record = self.session.record("judgement", id)
        self.weights.refresh()
        if isinstance(record, Judgement) and record.group:
            self.tree.choose(layer_key(record.group) or "")
            self.weights.choose_expert(record.expert)
            first, second = keys_of(record)
            self.weights.show_pair(first or "", second or "")

    def place(self) -> dict[str, Any]:
        """Page, layer, expert and compared data sets."""
        return {
            "tab": self.tabs.currentIndex(),
            "expert": self.sheet.expert.currentData(),
            "group": self.weights.group,
            "compared": list(self.result.chosen),
        }

    def restore(self, place: dict[str, Any]) -> None:
        """Back to the page one left."""
        self.refresh()
        self.tabs.setCurrentIndex(int(place.get("tab", _SHEET)))
        self.sheet.choose_expert(place.get("expert"))
        self.tree.choose(str(place.get("group", "")))
        self.result.choose([str(code) for code in place.get("compared", [])])


def _padded(widget: QWidget) -> QWidget:
    holder = QWidget()
    holder.setLayout(pieces.column(widget, margins=(0, M, 0, 0)))
    return holder
