"""The two-level index system as a tree with the weights of the moment, and the definition of what is chosen."""

from collections.abc import Mapping
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from gzvalue.gui import pieces
from gzvalue.gui.tokens import S
from gzvalue.schema.kinds import in_percent
from gzvalue.schema.scoring_forms import DIMENSIONS, ExpertScore

CRITERIA = "criteria"
"""Comparison layer of the five dimensions among each other."""


def indicators_of(dimension: str) -> tuple[str, ...]:
    """Keys of the indicators of a dimension, as the score sheet declares them."""
    return tuple(key for key in ExpertScore.form.fields if key.startswith(f"{dimension}_"))


INDICATORS: tuple[str, ...] = tuple(key for dimension in DIMENSIONS for key in indicators_of(dimension))
"""All indicators, dimension by dimension."""


def index_name(key: str) -> str:
    """Chinese name of a dimension or an indicator."""
    return DIMENSIONS[key] if key in DIMENSIONS else ExpertScore.form.fields[key].label


def layer(group: str) -> tuple[str, ...]:
    """What is compared within a comparison layer: the dimensions, or one dimension's indicators."""
    return tuple(DIMENSIONS) if group == CRITERIA else indicators_of(group)


def layer_key(text: str | None) -> str | None:
    """A comparison layer by its key or its Chinese name, as imported judgements may give it."""
    if text in (CRITERIA, "维度", "维度之间", "准则层"):
        return CRITERIA
    return next((key for key, name in DIMENSIONS.items() if text in (key, name)), text)


class IndexTree(QWidget):
    """Dimensions and indicators with their weights within the whole.

    Signals:
        layer_chosen(group): the person chose the whole (``criteria``) or a dimension, or an indicator of it.
    """

    layer_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tree = QTreeWidget()
        self._tree.setColumnCount(2)
        self._tree.setHeaderLabels(["指标", "权重"])
        self._tree.headerItem().setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._tree.setAccessibleName("指标体系与权重")
        self._tree.setIndentation(16)
        self._tree.setUniformRowHeights(True)
        self._tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._tree.header().setStretchLastSection(False)
        self._help = pieces.caption("")
        self._help.setMinimumHeight(76)
        self._help.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._items: dict[str, QTreeWidgetItem] = {}
        self._fill()
        self.setLayout(pieces.column(self._tree, self._help, gap=S))
        self._tree.currentItemChanged.connect(self._chosen)
        self._tree.setCurrentItem(self._items[CRITERIA])

    def _fill(self) -> None:
        whole = self._add(None, CRITERIA, "全部指标")
        for dimension, name in DIMENSIONS.items():
            branch = self._add(whole, dimension, name)
            for key in indicators_of(dimension):
                self._add(branch, key, index_name(key))
        self._tree.expandAll()

    def _add(self, above: QTreeWidgetItem | None, key: str, words: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem([words, ""])
        item.setData(0, Qt.ItemDataRole.UserRole, key)
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setToolTip(0, definition(key))
        if above is None:
            self._tree.addTopLevelItem(item)
        else:
            above.addChild(item)
        self._items[key] = item
        return item

    def show_weights(self, weights: Mapping[str, Decimal]) -> None:
        """Show these weights; where there are none, a dash."""
        for key, item in self._items.items():
            if key == CRITERIA:
                item.setText(1, "100%" if weights else "—")
            else:
                item.setText(1, in_percent(weights[key]) if key in weights else "—")

    def choose(self, key: str) -> None:
        """Make a layer, dimension or indicator current."""
        if key in self._items:
            self._tree.setCurrentItem(self._items[key])

    def weight_text(self, key: str) -> str:
        """The weight as shown."""
        return self._items[key].text(1)

    def _chosen(self, item: QTreeWidgetItem | None) -> None:
        if item is None:
            return
        key = str(item.data(0, Qt.ItemDataRole.UserRole))
        self._help.setText(definition(key))
        self.layer_chosen.emit(key.partition("_")[0])


def definition(key: str) -> str:
    """What a dimension or an indicator means, its direction and source."""
    if key == CRITERIA:
        return "五个维度、十五个指标；各指标权重之和为 100%。选中维度可比较其中的指标。"
    if key in DIMENSIONS:
        names = "、".join(index_name(one) for one in indicators_of(key))
        return f"{DIMENSIONS[key]}：{names}"
    field = ExpertScore.form.fields[key]
    return f"{field.label}：{field.help}。来源：{field.source}"
