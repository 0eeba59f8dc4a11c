"""Declared scores, always marked 申报·未实测: the grid, and the picture of all of them."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from gzvalue.gui.charts.heat import HeatMap, HeatRow
from gzvalue.gui.pieces import button, caption, column, label, row, scrolled, section
from gzvalue.gui.rows import RowsPanel, RowsTable
from gzvalue.gui.rows_model import Computed
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import L, M, S
from gzvalue.schema.data_set import DeclaredQuality
from gzvalue.schema.field import Record
from gzvalue.schema.kinds import grouped
from gzvalue.schema.quality_scores import DIMENSIONS, MARK_DECLARED

_SIDE_BY_SIDE_FROM, _BELOW_FROM = 1000, 520


class DeclaredPage(QWidget):
    """The grid of declared scores beside the picture of all of them.

    Signals:
        said(text): a quiet line.
        catalogue_wanted(): there is no data set yet.
    """

    said = Signal(str)
    catalogue_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        fields = DeclaredQuality.form.fields
        self.table = RowsTable(
            session, "declared_quality",
            ["data_set", *DIMENSIONS, Computed("mean", "平均（分）", self._mean, self._mean_value, numeric=True, help="已填各维度的算术平均，仅供查看"),
             "basis", "declared_by", "declared_on"],
            on_empty=self.list_missing,
            widths={"data_set": 220, "basis": 200},
        )  # fmt: skip
        self.panel = RowsPanel(self.table)
        self.missing_button = button("", self.list_missing)
        self.panel.bar.insertWidget(1, self.missing_button)
        self.heat = HeatMap("质量申报分，数据集×维度", [(key, fields[key].label) for key in DIMENSIONS], empty="未申报")
        self.heat.chosen.connect(self._from_heat)
        self.halves = QSplitter(Qt.Orientation.Horizontal)
        self.halves.setChildrenCollapsible(False)
        self.halves.addWidget(self.panel)
        self.halves.addWidget(self._picture())
        note = caption("以下均为企业申报分，未经实测；在“实测”页用真实数据文件测量后，实测分与申报分并列，计算只取实测分。", wrap=False)
        head = row(label(MARK_DECLARED, "attention"), note, None)
        box = column(gap=S, margins=(0, M, 0, 0))
        box.addLayout(head)
        box.addWidget(self.halves, 1)
        self.setLayout(box)
        self.table.said.connect(self.said)

    def _picture(self) -> QWidget:
        page = QWidget()
        box = column(gap=S, margins=(L, 0, 0, 0))
        box.addLayout(row(section("申报分一览"), None, caption("斜线＝未申报；点一格到该格", wrap=False)))
        self._area = scrolled(self.heat)
        box.addWidget(self._area, 1)
        page.setLayout(box)
        page.setMinimumWidth(360)
        return page

    # --- figures ----------------------------------------------------------------------------

    @staticmethod
    def _mean_value(record: Record) -> Any:
        values = [v for v in (getattr(record, key) for key in DIMENSIONS) if v is not None]
        return sum(values) / len(values) if values else None

    def _mean(self, record: Record) -> str:
        mean = self._mean_value(record)
        return "" if mean is None else grouped(mean, 1)

    def _missing(self) -> list[str]:
        """Codes of the data sets that have no line yet."""
        here = {one.data_set for one in self.session.project.declared_quality}
        return [code for code in self.session.project.by_code["data_set"] if code not in here]

    def list_missing(self) -> None:
        """Add a line for every data set that has none."""
        missing = self._missing()
        if missing:
            self.session.add("declared_quality", [{"data_set": code} for code in missing], f"列出 {len(missing)} 行质量申报")
        elif not self.session.project.data_sets:
            self.catalogue_wanted.emit()

    # --- the page ---------------------------------------------------------------------------

    def refresh(self) -> None:
        """The picture, the count, the button for what is missing."""
        project = self.session.project
        missing = self._missing()
        if project.data_sets:
            self.table.set_empty("按六个维度申报每个数据集的质量分（0–100）。分数由申报人负责，处处注明未实测。", "为全部数据集列出申报行")
        else:
            self.table.set_empty("还没有数据集。先在数据目录登记，再回到这里申报各数据集的质量分。", "到数据目录")
        self.missing_button.setText(f"补齐 {len(missing)} 个数据集")
        self.missing_button.setVisible(bool(missing) and bool(project.declared_quality))
        by_code = project.by_code["declared_quality"]
        empty = tuple(None for _ in DIMENSIONS)
        rows = []
        for code, one in project.by_code["data_set"].items():
            declared = by_code.get(code)
            values = empty if declared is None else tuple(getattr(declared, key) for key in DIMENSIONS)
            rows.append(HeatRow(code, f"{code} {getattr(one, 'name', None) or ''}", values))
        self.heat.show_rows(rows)
        self._show_picture()

    def _from_heat(self, cell: tuple[str, str]) -> None:
        """A cell of the picture leads to its cell in the grid; a line that is not there yet is added."""
        code, key = cell
        declared = self.session.project.by_code["declared_quality"].get(code)
        id = declared.id if declared is not None else next(iter(self.session.add("declared_quality", [{"data_set": code}])), 0)
        if id:
            self.table.refresh()
            self.select(id, key)

    def select(self, id: int, key: str = "") -> None:
        """The line and cell of the grid."""
        self.table.select(id, key)
        self.table.view.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side where there is room; below each other where the window is narrow but high; else the grid alone."""
        super().resizeEvent(event)
        wide = event.size().width() >= _SIDE_BY_SIDE_FROM
        wanted = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        if self.halves.orientation() != wanted:
            self.halves.setOrientation(wanted)
        self._show_picture()
        if wide:
            self.halves.setSizes([int(event.size().width() * 0.55), int(event.size().width() * 0.45)])

    def _show_picture(self) -> None:
        room = self.width() >= _SIDE_BY_SIDE_FROM or self.height() >= _BELOW_FROM
        self.halves.widget(1).setVisible(room and bool(self.session.project.data_sets))
