"""凭证台账: where every certificate stands and when it ends; whether papers name the data alike; deposits."""

from collections import Counter
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QSplitter, QTabWidget, QWidget

from gzvalue.gui.figures_table import Column, FiguresTable, Line
from gzvalue.gui.pieces import caption, column, row
from gzvalue.gui.rows import RowsPanel, RowsTable
from gzvalue.gui.screens.certificates_stages import StageStrip
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import M, S
from gzvalue.registries.board import ALARMS, STAGES, Card, board
from gzvalue.registries.consistency import SUBJECTS, Difference, differences
from gzvalue.schema.project import Project

_LOW, _LOWER, _LOWEST = 430, 340, 260
_FAR = 10**9


class CertificatesBoard(QWidget):
    """Counters by stage, the certificates with days left and what is due; below names, deposits.

    Signals:
        said(text): a quiet line.
        go_to(form, id, key): show that datum.
    """

    said = Signal(str)
    go_to = Signal(str, int, str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._stale = True
        self._cards: tuple[Card, ...] = ()
        self.stages = StageStrip()
        self.day = QComboBox()
        self.day.addItem("按今天计算", "today")
        self.day.addItem("按编制日期计算", "as_of")
        self.day.setToolTip("剩余天数和提醒从哪一天算起；申报材料总按编制日期")
        self.words = caption("", wrap=False)
        self.table = FiguresTable(
            "凭证台账",
            [Column("凭证", width=60), Column("阶段", width=76), Column("所载名称", wide=True), Column("凭证编码"), Column("有效期至"),
             Column("剩余天数", numeric=True), Column("提示", wide=True, width=160),
             Column("续期窗口", help="可以申请续期的第一天和最后一天"), Column("凭证种类")],
            empty="还没有权属凭证。在“权属凭证”中新增，或先登记准备申请的。",
        )  # fmt: skip
        self.differences = FiguresTable(
            "名称与编码核对",
            [Column("数据集", width=70), Column("项目", width=76), Column("不一致之处", wide=True), Column("程度", width=110)],
            empty="各文件所载的名称、凭证编码和权利人一致，或还没有可比较的文件。在“文件所载名称”中照抄合同、担保登记中的写法。",
        )
        self.names = RowsTable(
            session, "stated_name", ["data_set", "paper", "paper_name", "name", "number", "holder", "dated_on", "note"],
            empty=("照抄合同、质押合同、担保登记等文件中的数据名称和凭证编码，程序逐字核对是否与凭证一致。", "新增一条"),
            widths={"name": 260, "paper_name": 180},
        )  # fmt: skip
        self.deposits = RowsTable(
            session, "deposit", ["data_set", "platform", "number", "deposited_on", "file_name", "sha256", "sm3", "size", "rows", "note"],
            empty=("记录在存证平台、公证处或交易所链上的存证；与实测的指纹不同时会提示。", "新增存证"), widths={"sha256": 180, "sm3": 140},
        )  # fmt: skip
        self.papers = QTabWidget()
        for page, name in (
            (self.differences, "名称与编码核对"),
            (RowsPanel(self.names, add_word="新增一条"), "文件所载名称"),
            (RowsPanel(self.deposits, add_word="新增存证"), "存证记录"),
        ):
            self.papers.addTab(page, name)
        self.halves = QSplitter(Qt.Orientation.Vertical)
        self.halves.setChildrenCollapsible(False)
        self.halves.addWidget(self.table)
        self.halves.addWidget(self.papers)
        self.halves.setStretchFactor(0, 3)
        self.halves.setStretchFactor(1, 2)
        self.table.setMinimumHeight(80)
        self.setMinimumHeight(190)
        box = column(self.stages, gap=S, margins=(0, M, 0, 0))
        box.addLayout(row(self.day, self.words, None))
        box.addWidget(self.halves, 1)
        self.setLayout(box)
        self.stages.chosen.connect(lambda _key: self._show_cards())
        self.day.currentIndexChanged.connect(lambda _n: self.refresh())
        self.table.opened.connect(lambda key: self.go_to.emit("certificate", key, "state"))
        self.differences.opened.connect(lambda key: self.go_to.emit(*key))
        for source in (self.names, self.deposits):
            source.said.connect(self.said)
        session.changed.connect(self._changed)

    def on(self) -> date | None:
        """The day from which is counted."""
        return date.today() if self.day.currentData() == "today" else self.session.project.head.as_of

    def refresh(self) -> None:
        """Count anew."""
        project = self.session.project
        day = self.on()
        self._cards = board(project, day)
        self.stages.show_counts(Counter(card.stage for card in self._cards))
        self._show_cards()
        found = differences(project)
        self.differences.show_lines([_difference_line(one) for one in found])
        self.papers.setTabText(0, f"名称与编码核对（{len(found)} 处）" if found else "名称与编码核对")
        self.words.setText(self._summary(project, day))

    def _summary(self, project: Project, day: date | None) -> str:
        if day is None:
            return "还没有填写编制日期，不计到期"
        alarms = Counter(card.alarm for card in self._cards)
        told = [f"{days} 天内 {alarms[days]} 份" for days in ALARMS if alarms[days]]
        told += [f"已到期 {alarms[0]} 份"] if alarms[0] else []
        return f"{day.isoformat()}　到期提醒：" + ("、".join(told) if told else f"{ALARMS[0]} 天内没有到期的凭证")

    def _show_cards(self) -> None:
        stage = self.stages.stage
        self.table.show_lines([_card_line(card) for card in self._cards if stage in ("", card.stage)])

    def show_place(self, form: str, id: int, key: str) -> None:
        """A stated name or a deposit."""
        self.papers.show()
        table, page = (self.names, 1) if form == "stated_name" else (self.deposits, 2)
        self.papers.setCurrentIndex(page)
        table.select(id, key)
        table.view.setFocus()

    def _changed(self) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up."""
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side where the window is low; what is less wanted gives way where it is lower still."""
        super().resizeEvent(event)
        high = event.size().height()
        self.halves.setOrientation(Qt.Orientation.Horizontal if high < _LOW else Qt.Orientation.Vertical)
        self.papers.setVisible(high >= _LOWER)
        self.stages.setVisible(high >= _LOWEST)


def _card_line(card: Card) -> Line:
    one = card.certificate
    window = f"{card.renewal[0]} 至 {card.renewal[1]}" if card.renewal else "—"
    left = "—" if card.days_left is None else f"{card.days_left:,}"
    texts = (
        one.code or "（无编号）", STAGES[card.stage], one.name or "", one.number or "—", str(one.valid_until or "—"), left,
        "".join(card.words) or "—", window, one.kind or "",
    )  # fmt: skip
    sort = (*texts[:5], _FAR if card.days_left is None else card.days_left, *texts[6:])
    tone = {"expiring": "attention", "lapsed": "stop"}.get(card.stage, "")
    return Line(one.id, texts, sort, tone)


def _difference_line(one: Difference) -> Line:
    last = one.statements[-1]
    told = "；".join(f"{said.paper}：“{said.text}”" for said in one.statements)
    degree = "仅全半角空格" if one.slight else "不一致"
    return Line(
        (last.form, last.id, last.key), (one.data_set, SUBJECTS[one.subject], told, degree), (), "attention" if one.slight else "stop"
    )
