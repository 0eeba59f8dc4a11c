"""Choosing several data sets from the catalogue by ticking them."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QListWidget, QListWidgetItem, QWidget

from gzvalue.gui import pieces
from gzvalue.gui.tokens import L, S
from gzvalue.schema.data_set import DataSet


class DataSetChooser(QDialog):
    """A list with ticks that narrows while typing; `chosen` holds the codes after 确定."""

    def __init__(
        self, title: str, sentence: str, data_sets: Iterable[DataSet], ticked: Iterable[str] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(480, 540)
        self.search = QLineEdit()
        self.search.setPlaceholderText("按编号、名称或业务域查找")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._narrow)
        self.list = QListWidget()
        self.list.setAccessibleName("数据集")
        self.list.setUniformItemSizes(True)
        marked = set(ticked)
        for one in data_sets:
            if one.code:
                item = QListWidgetItem(f"{one.code}　{one.name or ''}")
                item.setData(Qt.ItemDataRole.UserRole, one.code)
                item.setData(Qt.ItemDataRole.UserRole + 1, f"{one.code} {one.name or ''} {one.business_domain or ''}".casefold())
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Checked if one.code in marked else Qt.CheckState.Unchecked)
                self.list.addItem(item)
        self.list.itemChanged.connect(lambda _item: self._count())
        self.list.itemActivated.connect(self._flip)
        self.counted = pieces.caption("", wrap=False)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.button(QDialogButtonBox.StandardButton.Ok).setProperty("kind", "primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        ticks = pieces.row(
            pieces.button("全选所列", lambda: self._tick(True), kind="quiet"),
            pieces.button("全不选所列", lambda: self._tick(False), kind="quiet"),
            None,
            self.counted,
        )
        box = pieces.column(pieces.caption(sentence), self.search, self.list, gap=S, margins=(L, L, L, L))
        box.addLayout(ticks)
        box.addWidget(buttons)
        self.setLayout(box)
        self._count()

    @property
    def chosen(self) -> tuple[str, ...]:
        """Codes of the ticked data sets, in the order of the catalogue."""
        items = (self.list.item(number) for number in range(self.list.count()))
        return tuple(str(item.data(Qt.ItemDataRole.UserRole)) for item in items if item.checkState() == Qt.CheckState.Checked)

    def tick(self, code: str, on: bool = True) -> None:
        """Tick one data set."""
        for number in range(self.list.count()):
            item = self.list.item(number)
            if item.data(Qt.ItemDataRole.UserRole) == code:
                item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def _narrow(self, words: str) -> None:
        wanted = words.casefold().split()
        for number in range(self.list.count()):
            item = self.list.item(number)
            item.setHidden(not all(word in item.data(Qt.ItemDataRole.UserRole + 1) for word in wanted))

    def _tick(self, on: bool) -> None:
        for number in range(self.list.count()):
            item = self.list.item(number)
            if not item.isHidden():
                item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def _flip(self, item: QListWidgetItem) -> None:
        item.setCheckState(Qt.CheckState.Unchecked if item.checkState() == Qt.CheckState.Checked else Qt.CheckState.Checked)

    def _count(self) -> None:
        self.counted.setText(f"已选 {len(self.chosen)} 项")
