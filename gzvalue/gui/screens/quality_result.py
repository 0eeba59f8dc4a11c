"""What one measuring found: dimensions and fingerprint, columns, holes, bad cells, personal information, change since the last."""

import json
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QTabWidget, QWidget

from gzvalue.gui.charts.dimensions import DimensionBars
from gzvalue.gui.charts.holes import HolesMap
from gzvalue.gui.figures_table import FiguresTable
from gzvalue.gui.pieces import button, caption, column, label, row, scrolled
from gzvalue.gui.screens import quality_words as words
from gzvalue.gui.tokens import XL, M, S
from gzvalue.schema.measurement_form import MeasurementRecord

Json = Mapping[str, Any]
_BESIDE = 760


class ResultView(QWidget):
    """Tabs over one measurement; every text can be selected or copied.

    Signals:
        said(text): a quiet line.
        rights_wanted(): personal information is a matter of the step 权属与合规.
        rules_wanted(): a dimension that needs rules was clicked.
    """

    said = Signal(str)
    rights_wanted = Signal()
    rules_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document: Json | None = None
        self._record: MeasurementRecord | None = None
        self.bars = DimensionBars("质量维度")
        self.bars.chosen.connect(self._bar_chosen)
        self.share = label("", "strong")
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(M)
        self._facts.setVerticalSpacing(4)
        self._facts.setColumnStretch(1, 1)
        self.columns = FiguresTable("各列概况", words.COLUMN_HEADS, empty="没有列")
        self.holes = HolesMap("缺失单元格的分布")
        self.holes_words = caption("")
        self.bad = FiguresTable("坏单元格", words.BAD_HEADS, empty="没有坏单元格")
        self.bad_words = caption("")
        self.personal = FiguresTable("个人信息", words.PERSONAL_HEADS, empty="没有发现能识别到个人的内容")
        self.personal_words = caption("")
        self.changes = label("", wrap=True)
        self.changes.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.changes.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.tabs = QTabWidget()
        self.tabs.addTab(self._overview(), "得分与指纹")
        self.tabs.addTab(_page(self.columns), "各列")
        self.tabs.addTab(_page(self.holes_words, scrolled(self.holes)), "缺失分布")
        self.tabs.addTab(_page(self.bad_words, self.bad), "坏单元格")
        self.rights = button("到权属与合规", self.rights_wanted.emit, kind="link")
        self.tabs.addTab(_page(self.personal_words, self.personal, below=self.rights), "个人信息")
        changes = QWidget()
        changes.setLayout(column(self.changes, None, margins=(0, 0, S, 0)))
        self.tabs.addTab(_page(scrolled(changes)), "与上次比较")
        self.setLayout(column(self.tabs, gap=0))
        self.setMinimumHeight(120)

    def _overview(self) -> QWidget:
        page = QWidget()
        self._halves = QHBoxLayout()
        self._halves.setContentsMargins(0, S, S, 0)
        self._halves.setSpacing(XL)
        left, right = QWidget(), QWidget()
        self._left = column(self.share, self.bars, None, gap=S)
        left.setLayout(self._left)
        box = column(gap=S)
        box.addLayout(self._facts)
        box.addLayout(row(button("复制指纹", self.copy_facts, kind="quiet"), button("复制全部结果", self.copy_all, kind="quiet"), None))
        box.addStretch(1)
        right.setLayout(box)
        self._halves.addWidget(left, 3)
        self._halves.addWidget(right, 2)
        page.setLayout(self._halves)
        return scrolled(page)

    def put_under_share(self, widget: QWidget) -> None:
        """What follows from the scores stands above them."""
        self._left.insertWidget(1, widget)

    # --- showing ------------------------------------------------------------------------------------

    def show_record(self, record: MeasurementRecord | None, before: MeasurementRecord | None = None) -> None:
        """Show what a record kept, beside the measuring before it."""
        if record is self._record and self.document is not None and record is not None:
            return
        self._record = record
        self.document = None if record is None else _document(record)
        if self.document is None or record is None:
            return
        document = self.document
        bars = words.bars(document)
        measured = sum(one.score is not None for one in bars)
        self.share.setText(f"实测 {measured} / {len(bars)} 个维度；未测量的不计入")
        self.bars.show_bars(bars)
        self._show_facts(words.facts(document, record.version))
        self.columns.show_lines(words.column_lines(document))
        blocks, rows, sentence = words.holes(document)
        self.holes.show_holes(blocks, rows)
        self.holes_words.setText(sentence)
        lines = words.bad_lines(document)
        self.bad.show_lines(lines)
        self.bad.setColumnHidden(len(words.BAD_HEADS) - 1, not any(line.texts[-1] for line in lines))
        self.bad_words.setText(words.bad_words(document))
        self._show_personal(document)
        self._show_changes(document, before)

    def _show_facts(self, facts: list[tuple[str, str]]) -> None:
        while (item := self._facts.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for number, (name, text) in enumerate(facts):
            shown = label(_breakable(text), wrap=True)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._facts.addWidget(label(name, "caption"), number, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(shown, number, 1)

    def _show_personal(self, document: Json) -> None:
        lines = words.personal_lines(document)
        self.personal.show_lines(lines)
        self.rights.setVisible(bool(lines))
        self.personal_words.setText(
            "这些内容能识别到个人。拟登记的版本须先匿名化；与目录中的填写不符的，列在右侧待补正中。"
            if lines
            else "按内容和表头查过身份证号、手机、银行卡、邮箱、姓名、地址等；没有发现不等于没有，请人工核对。"
        )
        self.tabs.setTabText(4, f"个人信息（{len(lines)}）" if lines else "个人信息")

    def _show_changes(self, document: Json, before: MeasurementRecord | None) -> None:
        from gzvalue.quality.compare import difference  # late: the window does not need it to start

        last = None if before is None else _document(before)
        self.changes.setText("\n".join(words.difference_lines(None if last is None else difference(last, document))))

    # --- copying ------------------------------------------------------------------------------------

    def copy_facts(self) -> None:
        """The fingerprint to the clipboard."""
        if self.document is not None and self._record is not None:
            pairs = words.facts(self.document, self._record.version)
            QGuiApplication.clipboard().setText("\n".join(f"{name}\t{text}" for name, text in pairs))
            self.said.emit("指纹已复制")

    def copy_all(self) -> None:
        """The whole result to the clipboard, as a sheet takes it."""
        if self.document is not None and self._record is not None:
            QGuiApplication.clipboard().setText(words.as_text(self.document, self._record.version))
            self.said.emit("测量结果已复制，可粘贴到表格")

    def _bar_chosen(self, key: object) -> None:
        document = self.document
        if document is not None and document["dimensions"].get(str(key)) is None:
            self.rules_wanted.emit()
        else:
            self.tabs.setCurrentIndex(2 if key == "completeness" else 3)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Bars and fingerprint beside each other where there is room."""
        super().resizeEvent(event)
        beside = event.size().width() >= _BESIDE
        self._halves.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)


def _document(record: MeasurementRecord) -> Json | None:
    """A kept measurement's JSON; ``None`` if it is not whole (made by hand)."""
    try:
        found = json.loads(record.document or "")
    except ValueError:
        return None
    return found if isinstance(found, dict) and "columns" in found and "dimensions" in found else None


def _breakable(text: str) -> str:
    """A digest in groups, so that it can be read aloud and breaks at the end of a line."""
    return " ".join(text[at : at + 8] for at in range(0, len(text), 8)) if len(text) == 64 and text.isalnum() else text


def _page(*items: QWidget, below: QWidget | None = None) -> QWidget:
    page = QWidget()
    box = column(gap=S, margins=(0, M, 0, 0))
    for item in items[:-1]:
        box.addWidget(item)
    box.addWidget(items[-1], 1)
    if below is not None:
        box.addWidget(below, 0, Qt.AlignmentFlag.AlignLeft)
    page.setLayout(box)
    return page
