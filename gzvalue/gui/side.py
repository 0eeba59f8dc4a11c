"""The right column: the value and what is missing, folded to a strip where the window is small."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QSplitter, QWidget

from gzvalue.gui.icons import draw, icon
from gzvalue.gui.pieces import button, column, row, scrolled
from gzvalue.gui.problems_panel import ProblemsPanel, is_lacking
from gzvalue.gui.result_panel import ResultPanel
from gzvalue.gui.session import Session
from gzvalue.gui.theme import font, tokens_of
from gzvalue.gui.tokens import BODY, HELP

WIDE, STRIP = 304, 44


class FoldedStrip(QAbstractButton):
    """What is left of the column when it is folded: what it is, and how much is missing."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setFixedWidth(STRIP)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip("展开测算结果与待补正清单（F9）")
        self.setAccessibleName("展开测算结果与待补正清单")
        session.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """An arrow, the words from top to bottom, the count."""
        colours = tokens_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(colours.hover if self.underMouse() else colours.panel))
        draw(painter, "unfold", QRectF(14, 14, 16, 16), colours.quiet)
        painter.setFont(font(BODY))
        painter.setPen(QColor(colours.ink))
        y = 44
        for letter in "测算结果":
            painter.drawText(QRectF(0, y, STRIP, 20), Qt.AlignmentFlag.AlignCenter, letter)
            y += 20
        y += 16
        painter.setFont(font(HELP))
        painter.setPen(QColor(colours.quiet))
        for letter in "还差":
            painter.drawText(QRectF(0, y, STRIP, 18), Qt.AlignmentFlag.AlignCenter, letter)
            y += 18
        project = self._session.project
        count = sum(is_lacking(project, problem) for problem in self._session.problems)
        errors = any(p.level == "error" for p in self._session.problems)
        painter.setPen(QColor(colours.stop if errors else colours.attention if count else colours.good))
        painter.setFont(font(HELP, bold=True))
        painter.drawText(QRectF(0, y + 4, STRIP, 20), Qt.AlignmentFlag.AlignCenter, f"{count:,}" if count < 1000 else "999+")
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 4, 4)


class Side(QFrame):
    """`ResultPanel` above `ProblemsPanel`, foldable.

    Signals:
        go(form, id, key): a datum is asked for.
        trace_asked(step): the derivation of a figure is asked for.
        folded_by_hand(folded): the person folded or unfolded it.
    """

    go = Signal(str, int, str)
    trace_asked = Signal(object)
    folded_by_hand = Signal(bool)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "side")
        self.result = ResultPanel(session)
        self.problems = ProblemsPanel(session)
        self.strip = FoldedStrip(session)
        self._whole = self._put_together()
        self.setLayout(row(self.strip, self._whole, gap=0))
        self.result.go.connect(self.go)
        self.result.trace_asked.connect(self.trace_asked)
        self.problems.go.connect(self.go)
        self.strip.clicked.connect(lambda: self.fold(False, by_hand=True))
        self.folded = True
        self.fold(False)

    def _put_together(self) -> QWidget:
        whole = QWidget()
        fold = button("", lambda: self.fold(True, by_hand=True), kind="quiet", tip="收起（F9）")
        fold.setIcon(icon("fold"))
        fold.setAccessibleName("收起测算结果")
        upper = QWidget()
        area = scrolled(self.result)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        upper.setLayout(column(area, gap=0))
        fold.setParent(whole)
        fold.setFixedSize(30, 28)
        self._fold_button = fold
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.addWidget(upper)
        halves.addWidget(self.problems)
        halves.setStretchFactor(0, 3)
        halves.setStretchFactor(1, 2)
        halves.setChildrenCollapsible(False)
        self.problems.setMinimumHeight(140)
        whole.setLayout(column(halves, gap=0))
        whole.setFixedWidth(WIDE)
        fold.move(WIDE - 42, 12)
        fold.raise_()
        return whole

    def fold(self, folded: bool, *, by_hand: bool = False) -> None:
        """Show the strip, or the whole."""
        if folded != self.folded:
            self.folded = folded
            self.strip.setVisible(folded)
            self._whole.setVisible(not folded)
            self.setFixedWidth(STRIP if folded else WIDE)
            if by_hand:
                (self.strip if folded else self._fold_button).setFocus()
        if by_hand:
            self.folded_by_hand.emit(folded)
