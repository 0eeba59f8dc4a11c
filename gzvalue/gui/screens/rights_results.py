"""结论: result, rights, grade and findings of every data set, with filters; each finding leads to its datum."""

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QSplitter, QWidget

from gzvalue.gui.figures_table import Column, FiguresTable, Line
from gzvalue.gui.pieces import button, caption, column, label, row
from gzvalue.gui.rows import FilterLine
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import M, S
from gzvalue.rights.result import EXCLUDED, PROVEN, RESULTS, DataSetReview, Finding
from gzvalue.rights.review import review
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.edit import Entry

_LEVELS = {"exclude": "不得纳入", "condition": "附条件", "notice": "提示"}
_TONES = {EXCLUDED: "stop"}
_LOW = 460


class ResultsPage(QWidget):
    """A table of all data sets above, the findings of the current one below.

    Signals:
        go_to(form, id, key): a finding's datum is asked for.
        said(text): a quiet line.
    """

    go_to = Signal(str, int, str)
    said = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._words = ""
        self.summary = label("", "strong")
        self.which = QComboBox()
        self.which.setAccessibleName("结论")
        self.which.addItems(["全部结论", *RESULTS])
        self.which.currentIndexChanged.connect(lambda _n: self.refresh())
        self.filter = FilterLine()
        self.filter.wanted.connect(self._narrow)
        self.take_button = button("采用拟定级别", self.take_grades, tip="把分类分级问题得出的级别填入数据目录，可撤销")
        columns = [
            Column("编号", width=70), Column("数据名称", wide=True, width=180), Column("结论", width=120), Column("持有", width=60), Column("使用", width=60),
            Column("经营", width=60), Column("级别", width=60), Column("拟定", width=76), Column("已答", width=70), Column("已证环节", width=84),
            Column("要点", numeric=True, width=60),
        ]  # fmt: skip
        self.table = FiguresTable("自查结论", columns, empty="没有符合条件的数据集")
        self.table.current.connect(lambda _key: self._show_findings())
        self.finding_title = label("", "section")
        self.findings = FiguresTable("自查要点", [Column("程度", width=84), Column("要点", wide=True, width=260), Column("依据", width=220)], sortable=False,
                                     empty="没有要点")  # fmt: skip
        self.findings.opened.connect(self._open)
        self.findings.clicked.connect(lambda _index: self._open(self.findings.current_key()))
        head = row(self.summary, None, self.take_button, self.which, self.filter)
        lower = QWidget()
        lower.setLayout(column(self.finding_title, self.findings, gap=S, margins=(0, S, 0, 0)))
        lower.layout().setStretch(1, 1)  # type: ignore[union-attr]
        self._halves = QSplitter(Qt.Orientation.Vertical)
        self._halves.setChildrenCollapsible(False)
        self._halves.addWidget(self.table)
        self._halves.addWidget(lower)
        self._halves.setStretchFactor(0, 3)
        self._halves.setStretchFactor(1, 2)
        note = caption("自查结果为“自查未发现问题、附条件、不得纳入”三种，不是法律意见，也不作“合格”结论。点一条要点到所在处。", wrap=False)
        box = column(gap=S, margins=(0, M, 0, 0))
        box.addLayout(head)
        box.addWidget(note)
        box.addWidget(self._halves, 1)
        self.setLayout(box)
        session.changed.connect(self._changed)

    # --- showing ----------------------------------------------------------------------------

    def refresh(self) -> None:
        """Follow the project."""
        found = review(self.session.project)
        self.summary.setText("，".join(f"{result} {count} 项" for result, count in found.counts().items() if count) or "还没有数据集")
        wanted = self.which.currentText() if self.which.currentIndex() else ""
        shown = [one for one in found.data_sets if (not wanted or one.result == wanted) and self._matches(one)]
        self.table.show_lines([_line(one) for one in shown])
        if self.table.current_key() is None and shown:
            self.table.select(shown[0].id)
        self.take_button.setText(f"采用拟定级别（{len(list(self._differing()))}）")
        self.take_button.setVisible(bool(list(self._differing())))
        self._show_findings()

    def _matches(self, one: DataSetReview) -> bool:
        text = f"{one.code} {one.name} {one.result} {one.grade} {' '.join(f.message for f in one.findings)}".casefold()
        return all(word in text for word in self._words.casefold().split())

    def _current(self) -> DataSetReview | None:
        key = self.table.current_key()
        return next((one for one in review(self.session.project).data_sets if one.id == key), None)

    def _show_findings(self) -> None:
        one = self._current()
        self.finding_title.setText("" if one is None else f"{one.code} {one.name}：{one.result}，{len(one.findings)} 条要点")
        found = () if one is None else one.findings
        self.findings.show_lines([_finding(finding) for finding in found])

    def _open(self, key: object) -> None:
        if isinstance(key, Finding):
            self.go_to.emit(key.form, key.id, key.key)

    # --- what a person does -----------------------------------------------------------------

    def _differing(self) -> Iterator[DataSetReview]:
        return (one for one in review(self.session.project).data_sets if one.proposed and one.proposed != one.grade)

    def take_grades(self) -> None:
        """Fill the catalogue's grade from the questions of the classification, in one edit."""
        found = list(self._differing())
        entries = [Entry(DataSet.form.name, one.id, "grade", one.proposed) for one in found]
        if self.session.enter(entries, f"采用拟定级别（{len(found)} 项）"):
            self.said.emit(f"已采用 {len(found)} 项拟定级别，可撤销")

    def _narrow(self, words: str) -> None:
        self._words = words
        self.refresh()

    def _changed(self) -> None:
        if self.isVisible():
            self.refresh()

    def showEvent(self, event) -> None:
        """Catch up on what changed while hidden."""
        super().showEvent(event)
        self.refresh()

    def resizeEvent(self, event) -> None:
        """Side by side where the window is low."""
        super().resizeEvent(event)
        low = event.size().height() < _LOW
        self._halves.setOrientation(Qt.Orientation.Horizontal if low else Qt.Orientation.Vertical)


def _line(one: DataSetReview) -> Line:
    links = [link for source in one.sources if source.in_registered for link in source.links]
    proven = sum(link.state == PROVEN for link in links)
    texts = (
        one.code, one.name, one.result, *one.rights.values(), one.grade or "未填", one.proposed or "—", f"{one.answered}／{len(one.answers)}",
        f"{proven}／{len(links)}" if links else "—", str(len(one.findings)),
    )  # fmt: skip
    return Line(one.id, texts, (*texts[:-1], len(one.findings)), tone=_TONES.get(one.result, ""))


def _finding(one: Finding) -> Line:
    return Line(one, (_LEVELS[one.level], one.message, one.basis), tone="stop" if one.level == "exclude" else "")
