"""How the weights come about: method, comparison matrix, consistency."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QWidget

from gzvalue.gui import pieces
from gzvalue.gui.charts.dial import ConsistencyDial
from gzvalue.gui.inputs import FieldInput
from gzvalue.gui.record import RecordForm
from gzvalue.gui.screens.scoring_index import CRITERIA, index_name
from gzvalue.gui.screens.scoring_matrix import MatrixModel, MatrixView
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import XL, L, M, S
from gzvalue.schema.edit import Entry
from gzvalue.schema.kinds import grouped
from gzvalue.valuation.result import Consistency

_COMMON = "共同判断（不分专家）"
_SHARED = "共同判断"
_MORE = ["objective", "combination", "alpha", "ahp_method", "ri_table", "high_from", "middle_from"]
_WITH_MATRIX = ("层次分析法", "组合权重")


class WeightsPage(QWidget):
    """Weighting settings above, one comparison layer with its dial below.

    Signals:
        said(text): a quiet line.
    """

    said = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._group = CRITERIA
        self.method = FieldInput(session, "weighting", "method")
        self.method.set_record(1)
        self.settings = RecordForm(session, "weighting", [("更多设置", _MORE)], scrolling=False, helping=False)
        self.note = pieces.caption("")
        self.title = pieces.section("")
        self.expert = QComboBox()
        self.expert.setAccessibleName("谁的判断")
        self.expert.currentIndexChanged.connect(lambda _n: self._show_layer())
        self.model = MatrixModel(session)
        self.view = MatrixView(self.model)
        self.view.said.connect(self.said)
        self.dial = ConsistencyDial()
        self.dial.setFixedWidth(220)
        self.verdict = pieces.label("", wrap=True)
        self._unused = QWidget()
        self._unused_words = pieces.caption("")
        line = pieces.row(self._unused_words, pieces.button("改用层次分析法", self._use_matrix), gap=M)
        line.setStretch(0, 1)
        self._unused.setLayout(line)
        self._build()

    def _build(self) -> None:
        page = QWidget()
        box = pieces.column(gap=S, margins=(0, M, L, L))
        self.note.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        top = pieces.row(self.method, self.note, gap=XL)
        top.setStretch(1, 1)
        box.addLayout(top)
        box.addWidget(self._unused)
        box.addSpacing(S)
        box.addLayout(pieces.row(self.title, None, pieces.caption("判断人", wrap=False), self.expert, gap=S))
        box.addWidget(
            pieces.caption(
                "对角线以上填行比列重要多少：按数字键 1–9，按 / 键取倒数，Enter 打开列表；下半部分自动取倒数。左边选中一个维度，比较其中的指标。"
            )
        )
        self._pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._pair.setSpacing(XL)
        self._pair.addWidget(self.view, 1, Qt.AlignmentFlag.AlignTop)
        self._pair.addWidget(self.dial, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(self._pair)
        box.addWidget(self.verdict)
        box.addSpacing(M)
        box.addWidget(self.settings)
        box.addStretch(1)
        page.setLayout(box)
        self.area = pieces.scrolled(page)
        self.setLayout(pieces.column(self.area))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The dial under the matrix where it is narrow."""
        super().resizeEvent(event)
        wide = event.size().width() >= 660
        self._pair.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    # --- for the screen -------------------------------------------------------------------------

    def show_group(self, group: str) -> None:
        """Show the layer of the criteria or of one dimension."""
        if group != self._group:
            self._group = group
            self._show_layer()

    @property
    def group(self) -> str:
        """The layer that is shown."""
        return self._group

    def choose_expert(self, code: str | None) -> None:
        """Show this expert's judgements, ``None`` for the common ones."""
        self.expert.setCurrentIndex(max(self.expert.findData(code), 0))

    def refresh(self) -> None:
        """Follow the Session."""
        self._fill_experts()
        self.method.refresh()
        self.note.setText(self.session.scores.note)
        self.note.setVisible(bool(self.session.scores.note))
        self._show_layer(keep=True)

    def show_pair(self, first: str, second: str) -> None:
        """Put the cursor into the cell of a pair."""
        if first in self.model.keys and second in self.model.keys:
            row, column = sorted((self.model.keys.index(first), self.model.keys.index(second)))
            self.view.setCurrentIndex(self.model.index(row, column))
            self.view.setFocus()

    # --- within ---------------------------------------------------------------------------------

    def _fill_experts(self) -> None:
        wanted = [(_COMMON, None)] + [(f"{e.code} {e.name or ''}".strip(), e.code) for e in self.session.project.experts if e.code]
        present = [(self.expert.itemText(n), self.expert.itemData(n)) for n in range(self.expert.count())]
        if wanted == present:
            return
        current = self.expert.currentData()
        with QSignalBlocker(self.expert):
            self.expert.clear()
            for words, code in wanted:
                self.expert.addItem(words, code)
            self.expert.setCurrentIndex(max(self.expert.findData(current), 0))

    def _show_layer(self, *, keep: bool = False) -> None:
        found = self._consistency()
        worst = found.worst if found is not None and not found.accepted else None
        expert = self.expert.currentData()
        if keep and (self.model.group, self.model.expert) == (self._group, expert):
            self.model.follow(worst)
        else:
            self.model.show_layer(self._group, expert, worst)
        name = "五个维度之间" if self._group == CRITERIA else f"“{index_name(self._group)}”内各指标之间"
        self.title.setText(f"判断矩阵：{name}")
        method = self.session.project.weighting.method
        self.dial.show_ratio(found.cr if found is not None else None, "" if method in _WITH_MATRIX else "未使用")
        self._say(found)
        self._unused.setVisible(method not in _WITH_MATRIX)
        self._unused_words.setText(f"现在的权重方法是“{method or '未选'}”，不使用判断矩阵。")

    def _consistency(self) -> Consistency | None:
        found = {one.group: one for one in self.session.scores.consistency}
        return found.get(f"{self._group}/{self.expert.currentData() or _SHARED}") or found.get(self._group)

    def _say(self, found: Consistency | None) -> None:
        done, of = self.model.filled()
        if found is None:
            pieces.set_role(self.verdict, "caption")
            self.verdict.setText(f"已填 {done}/{of} 对；全部填完后计算一致性。" if done < of else f"{of} 对都已填。")
            return
        ratio = f"λmax {grouped(found.lambda_max, 4)}，CI {grouped(found.ci, 4)}，RI {grouped(found.ri, 3)}，CR {grouped(found.cr, 3)}"
        if found.accepted:
            pieces.set_role(self.verdict, "good")
            self.verdict.setText(f"一致性可以接受（{ratio}，小于 0.1）。")
            return
        pieces.set_role(self.verdict, "stop")
        pair = ""
        if found.worst is not None:
            first, second = found.worst
            pair = f"最不一致的一对是“{first}”与“{second}”（红底格），请先修改这一格。"
        self.verdict.setText(f"判断矩阵不一致，不采用（{ratio}，应小于 0.1）。{pair}")

    def _use_matrix(self) -> None:
        self.session.enter([Entry("weighting", 1, "method", "层次分析法")])
