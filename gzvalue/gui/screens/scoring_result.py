"""The outcome of the scores: ranking with grades, and the radar of the data sets one chooses to compare."""

from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gzvalue.gui import pieces
from gzvalue.gui.charts.radar import MOST_SERIES, Radar, Series
from gzvalue.gui.charts.ranking import Ranked, RankingBars
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import L, M, S
from gzvalue.schema.kinds import grouped
from gzvalue.schema.scoring_forms import DIMENSIONS
from gzvalue.valuation.result import DataSetScore

_FULL = Decimal(100)


class ResultPage(QWidget):
    """Ranking left; a click puts a data set into the radar right, three at most.

    Signals:
        sheet_wanted(): there are no scores yet and the person wants to fill them.
    """

    sheet_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._chosen: list[str] = []
        self.summary = pieces.caption("")
        self.ranking = RankingBars("综合评分排名", "分", most=2000)
        self.ranking.chosen.connect(self._toggle)
        self.radar = Radar("所选数据集各维度得分", tuple(DIMENSIONS.values()), height=240)
        self.radar.setFixedWidth(300)
        self.chosen_words = pieces.caption("")
        left = QWidget()
        left.setLayout(pieces.column(self.ranking, None, margins=(0, 0, M, L)))
        self._area = pieces.scrolled(left)
        self._right = QWidget()
        self._right.setLayout(pieces.column(pieces.section("所选数据集"), self.radar, self.chosen_words, None, gap=S, margins=(0, 0, M, 0)))
        self._empty = pieces.EmptyState(
            "填好专家评分后，这里显示每个数据集的总分、等级和排名。", "去填专家评分", self.sheet_wanted.emit, pieces.EmptyPicture()
        )
        self._both = QWidget()
        both = QHBoxLayout(self._both)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(M)
        both.addWidget(self._area, 1)
        right = pieces.scrolled(self._right)
        right.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        right.setFixedWidth(318)
        both.addWidget(right, 0)
        self.setLayout(pieces.column(self.summary, self._both, self._empty, gap=S, margins=(0, M, 0, 0)))

    def refresh(self) -> None:
        """Follow the Session."""
        scores = self.session.scores
        scored = sorted(scores.data_sets, key=lambda one: one.rank)
        self._both.setVisible(bool(scored))
        self.summary.setVisible(bool(scored))
        self._empty.setVisible(not scored)
        codes = {one.code for one in scored}
        self._chosen = [code for code in self._chosen if code in codes] or [one.code for one in scored[:1]]
        self._show(scored)

    def choose(self, codes: list[str]) -> None:
        """Compare these data sets."""
        self._chosen = codes[:MOST_SERIES]
        self.refresh()

    @property
    def chosen(self) -> tuple[str, ...]:
        """Codes of the data sets in the radar."""
        return tuple(self._chosen)

    def _toggle(self, key: object) -> None:
        code = str(key)
        if code in self._chosen:
            self._chosen.remove(code)
        else:
            self._chosen = [*self._chosen[-(MOST_SERIES - 1) :], code]
        self.refresh()

    def _show(self, scored: list[DataSetScore]) -> None:
        grades = {grade: sum(one.grade == grade for one in scored) for grade in ("高", "中", "低")}
        counted = "、".join(f"{grade} {number} 项" for grade, number in grades.items())
        scores = self.session.scores
        limits = f"“高”自 {grouped(scores.high_from, 0)} 分、“中”自 {grouped(scores.middle_from, 0)} 分起"
        self.summary.setText(f"已评分 {len(scored)} 项：{counted}（{limits}）。点击一行，加入或移出右边的比较，最多三项。")
        rows = [
            Ranked(one.code, f"{one.rank}. {one.code} {one.name}", one.total, grouped(one.total, 1), f"{one.grade} · {one.experts} 人")
            for one in scored
        ]
        self.ranking.show_rows(rows, full=_FULL, marked=frozenset(self._chosen))
        by_code = {one.code: one for one in scored}
        chosen = [by_code[code] for code in self._chosen]
        self.radar.show_series([Series(f"{one.code} {one.name}", tuple(one.dimensions.get(key) for key in DIMENSIONS)) for one in chosen])
        self.chosen_words.setText("\n".join(_sentence(one) for one in chosen))


def _sentence(one: DataSetScore) -> str:
    parts = "、".join(f"{name} {grouped(one.dimensions[key], 0)}" for key, name in DIMENSIONS.items() if key in one.dimensions)
    return f"{one.code}：总分 {grouped(one.total, 1)}，等级“{one.grade}”，第 {one.rank} 名。{parts}。"
