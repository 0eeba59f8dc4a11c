"""④ 质量评价: measured from real files, the picture of all data sets, and what is only declared."""

from decimal import ROUND_DOWN, Decimal
from typing import Any

from PySide6.QtWidgets import QTabWidget, QWidget

from gzvalue.gui.charts.heat import HeatMap, HeatRow
from gzvalue.gui.pieces import caption, column, row, scrolled
from gzvalue.gui.screen import Screen
from gzvalue.gui.screen_head import ScreenHead
from gzvalue.gui.screens.quality_declared import DeclaredPage
from gzvalue.gui.screens.quality_measured import MeasuredPage
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import XL, L, M, S
from gzvalue.gui.work import Work
from gzvalue.schema.quality_scores import DIMENSIONS, MARK_DECLARED, MEASURED, QualityScores, quality_scores


class QualityScreen(Screen):
    """Three pages: 实测, 一览, 申报."""

    key = "quality"

    def __init__(self, session: Session, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(session, work, parent)
        self.head = ScreenHead("质量评价")
        self.measured = MeasuredPage(session, work)
        self.declared = DeclaredPage(session)
        self.picture = HeatMap("实测质量，数据集×维度", list(DIMENSIONS.items()), empty="未测量", places=1)
        self.picture.chosen.connect(self._from_picture)
        self.overview = QWidget()
        box = column(gap=S, margins=(0, M, 0, 0))
        box.addLayout(row(caption("只画实测分，斜线＝未测量；申报分不画在这里。点一格看是怎么测得的。", wrap=False), None))
        box.addWidget(scrolled(self.picture), 1)
        self.overview.setLayout(box)
        self.tabs = QTabWidget()
        for page, name in ((self.measured, "实测"), (self.overview, "一览"), (self.declared, "申报")):
            self.tabs.addTab(page, name)
        self.tabs.currentChanged.connect(lambda _n: self.refresh())
        box = column(self.head, gap=S, margins=(XL, L, XL, M))
        box.addWidget(self.tabs, 1)
        self.setLayout(box)
        self.measured.said.connect(self.said)
        self.measured.step.connect(self.step)
        self.measured.go_to.connect(self.go_to)
        self.declared.said.connect(lambda text: self.said.emit(text, ""))
        self.declared.catalogue_wanted.connect(lambda: self.step.emit("catalogue"))

    @property
    def table(self):
        """The grid of declared scores."""
        return self.declared.table

    def refresh(self) -> None:
        """The page in front, and the line above."""
        scores = quality_scores(self.session.project)
        measured = sum(bool(one.measured) for one in scores.values())
        declared = sum(one.mark == MARK_DECLARED for one in scores.values())
        parts = [f"{len(scores):,} 项", f"{measured:,} 项已实测", f"{declared:,} 项仅有申报分（{MARK_DECLARED}）"]
        self.head.say(" · ".join(parts) if scores else "")
        page = self.tabs.currentWidget()
        if page is self.measured:
            self.measured.refresh()
        elif page is self.declared:
            self.declared.refresh()
        else:
            self.picture.show_rows([_row(self.session, one) for one in scores.values()])

    def _from_picture(self, cell: tuple[str, str]) -> None:
        code, _ = cell
        self.tabs.setCurrentWidget(self.measured)
        self.measured.select(code)

    def show_place(self, form: str, id: int, key: str) -> None:
        """The declaration's cell, or the data set whose measuring or rules are meant."""
        record = self.session.record(form, id)
        if form == "declared_quality":
            self.tabs.setCurrentWidget(self.declared)
            self.declared.select(id, key)
        elif record is not None:
            self.tabs.setCurrentWidget(self.measured)
            self.measured.refresh()
            self.measured.select(str(getattr(record, "data_set", None) or ""))

    def place(self) -> dict[str, Any]:
        """Which page and line."""
        current = self.measured.current()
        return {"tab": self.tabs.currentIndex(), "id": self.declared.table.current_id(), "data_set": current.id if current else 0}

    def restore(self, place: dict[str, Any]) -> None:
        """Show it again."""
        if isinstance(place.get("id"), int):
            self.declared.table.select(place["id"])
        if isinstance(place.get("tab"), int):
            self.tabs.setCurrentIndex(place["tab"])
        if isinstance(place.get("data_set"), int):
            self.measured.refresh()
            self.measured.table.select(place["data_set"])

    def close_down(self) -> None:
        """End the measuring under way."""
        self.measured.queue.close()


def _row(session: Session, one: QualityScores) -> HeatRow:
    name = getattr(session.project.by_code["data_set"][one.code], "name", None) or ""
    values = tuple(_points(part.score) if part.source == MEASURED else None for part in one.dimensions.values())
    return HeatRow(one.code, f"{one.code} {name}", values, "" if one.measured else one.mark)


def _points(score: Decimal | None) -> Decimal | None:
    """Of 100, cut and not rounded: never 100 where something failed."""
    return None if score is None else (score * 100).quantize(Decimal("0.1"), ROUND_DOWN)
