"""What is still missing or wrong, each line a way to its field."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPen, QPolygonF, QShowEvent
from PySide6.QtWidgets import QComboBox, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gzvalue.gui.pieces import column, label, row, section
from gzvalue.gui.session import Session
from gzvalue.gui.theme import font, tokens_of
from gzvalue.gui.tokens import HELP, L, S, Tokens
from gzvalue.schema.chapters import CHAPTERS
from gzvalue.schema.problems import LEVEL_WORDS, Problem
from gzvalue.schema.progress import is_missing
from gzvalue.schema.project import Project

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_HEIGHT = 50
_WITH_FORMS = tuple(chapter for chapter in CHAPTERS if chapter.key != "dossier")


def is_lacking(project: Project, problem: Problem) -> bool:
    """Whether a problem keeps its step from being 已填报: wrong, or not filled in."""
    return problem.level == "error" or is_missing(project, problem)


class _Problems(QAbstractListModel):
    """The problems shown, as a list of values."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shown: list[Problem] = []

    def rowCount(self, parent: Index = _ROOT) -> int:
        """How many are shown."""
        return 0 if parent.isValid() else len(self.shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The sentence, with its level for those who cannot see."""
        problem = self.shown[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return problem
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{LEVEL_WORDS[problem.level]}：{problem.message}"
        return None

    def show_problems(self, problems: list[Problem]) -> None:
        """Show other problems; the same ones again cost nothing."""
        if problems != self.shown:
            self.beginResetModel()
            self.shown = problems
            self.endResetModel()


class _Lines(QStyledItemDelegate):
    """Two lines of text with a mark of the level: a red disc for an error, an amber triangle for a notice."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All lines are of one height, or thousands of them would be slow."""
        return QSize(200, _HEIGHT)

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        """The ground, the mark, the sentence, an arrow."""
        colours = tokens_of(option.widget)
        problem: Problem = index.data(Qt.ItemDataRole.UserRole)
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            selected = option.state & QStyle.StateFlag.State_Selected
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.wash if selected else colours.hover))
            painter.drawRoundedRect(rect.adjusted(2, 1, -2, -1), 4, 4)
        _paint_level(painter, problem.level, QRectF(rect.left() + S + 2, rect.top() + 10, 10, 10), colours)
        words = rect.adjusted(S + 20, 5, -S, -5)
        metrics = QFontMetrics(font(HELP))
        painter.setFont(font(HELP))
        painter.setPen(QColor(colours.ink))
        for number, line in enumerate(_two_lines(problem.message, metrics, words.width())):
            painter.drawText(words.left(), words.top() + metrics.ascent() + number * metrics.lineSpacing(), line)
        painter.restore()


def _paint_level(painter: QPainter, level: str, rect: QRectF, colours: Tokens) -> None:
    painter.setPen(QPen(QColor(colours.stop if level == "error" else colours.attention), 1.6))
    if level == "error":
        painter.drawEllipse(rect)
        painter.drawLine(rect.topLeft() + QPointF(3, 3), rect.bottomRight() - QPointF(3, 3))
        painter.drawLine(rect.topRight() + QPointF(-3, 3), rect.bottomLeft() - QPointF(-3, 3))
    else:
        painter.drawPolygon(QPolygonF([QPointF(rect.center().x(), rect.top()), rect.bottomRight(), rect.bottomLeft()]))


def _two_lines(text: str, metrics: QFontMetrics, width: int) -> list[str]:
    """The text on two lines at most; what does not fit ends in an ellipsis."""
    fits = len(text)
    while fits > 1 and metrics.horizontalAdvance(text[:fits]) > width:
        fits = max(1, min(fits - 1, int(fits * width / max(1, metrics.horizontalAdvance(text[:fits])))))
    while fits < len(text) and metrics.horizontalAdvance(text[: fits + 1]) <= width:
        fits += 1
    if fits < len(text) and text[fits] in "，。；：、）”》？！":
        fits -= 1
    rest = text[fits:]
    return [text[:fits]] + ([metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)] if rest else [])


class ProblemList(QListView):
    """The list itself: a click or Enter goes to the field."""

    wanted = Signal(object)

    def __init__(self, model: _Problems, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(_Lines(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._want)
        self.setAccessibleName("待补正清单")
        self.setStyleSheet("background: transparent;")

    def _want(self, index: QModelIndex) -> None:
        if index.isValid():
            self.wanted.emit(index.data(Qt.ItemDataRole.UserRole))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes there."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._want(self.currentIndex())
        else:
            super().keyPressEvent(event)


class ProblemsPanel(QWidget):
    """The list of problems with its count; of all steps or of one.

    Signals:
        go(form, id, key): a problem's datum is asked for.
    """

    go = Signal(str, int, str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._stale = True
        self._next = -1
        self.model = _Problems(self)
        self.list = ProblemList(self.model, self)
        self.list.wanted.connect(self._go)
        self._count = section("")
        self._count.setWordWrap(True)
        self._none = label("没有待补正的事项", "good")
        self.which = QComboBox()
        self.which.addItems(["全部步骤", "只看错误", *(chapter.label for chapter in _WITH_FORMS)])
        self.which.setAccessibleName("显示哪些")
        self.which.setFixedWidth(104)
        self.which.view().setMinimumWidth(160)
        self.which.currentIndexChanged.connect(lambda _n: self.refresh())
        head = row(self._count, self.which)
        head.setStretch(0, 1)
        head.setContentsMargins(L, S, S, 0)
        box = column(gap=S)
        box.addLayout(head)
        box.addWidget(self._none, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(self.list, 1)
        self.setLayout(box)
        session.changed.connect(self._changed)

    def refresh(self) -> None:
        """Show what is wrong now, errors first."""
        self._stale = False
        problems = self.session.problems
        number = self.which.currentIndex()
        if number == 1:
            problems = tuple(p for p in problems if p.level == "error")
        elif number > 1:
            forms = _WITH_FORMS[number - 2].forms
            problems = tuple(p for p in problems if p.form in forms)
        ordered = sorted(problems, key=self._rank)
        self._count.setText(self.words(ordered))
        self._none.setVisible(not ordered)
        self.list.setVisible(bool(ordered))
        self.model.show_problems(ordered)

    def words(self, problems: Sequence[Problem]) -> str:
        """``还差 3 处 · 提醒 9 条``: what must be mended or filled in, apart from what should be known."""
        lacking = sum(is_lacking(self.session.project, problem) for problem in problems)
        parts = [f"还差 {lacking:,} 处" if lacking else "", f"提醒 {len(problems) - lacking:,} 条" if len(problems) > lacking else ""]
        return " · ".join(part for part in parts if part)

    def next_problem(self) -> None:
        """Go to the next problem of the list (F8)."""
        if self._stale:
            self.refresh()
        if self.model.shown:
            self._next = (self._next + 1) % len(self.model.shown)
            self.list.setCurrentIndex(self.model.index(self._next, 0))
            self._go(self.model.shown[self._next])

    def _rank(self, problem: Problem) -> int:
        return 0 if problem.level == "error" else 1 if is_lacking(self.session.project, problem) else 2

    def _go(self, problem: Problem) -> None:
        if problem in self.model.shown:
            self._next = self.model.shown.index(problem)
        self.go.emit(problem.form, problem.id, problem.key)

    def _changed(self) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up on what changed while folded away."""
        super().showEvent(event)
        if self._stale:
            self.refresh()
