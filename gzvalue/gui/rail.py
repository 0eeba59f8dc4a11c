"""The left rail: the whole road of eight steps, each with its state as word and mark."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QVBoxLayout, QWidget

from gzvalue.gui.theme import font, tokens_of
from gzvalue.gui.tokens import BODY, HELP, RADIUS, S, Tokens
from gzvalue.schema.chapters import CHAPTERS, Chapter

WIDE, NARROW = 208, 56


def state_colour(colours: Tokens, state: str) -> str:
    """The colour that goes with a state's word and mark."""
    return {"待补正": colours.attention, "已填报": colours.good, "填报中": colours.accent}.get(state, colours.quiet)


def paint_mark(painter: QPainter, state: str, rect: QRectF, colours: Tokens) -> None:
    """A shape for each state, told apart without colour: ring, half disc, triangle with a stroke, tick."""
    colour = QColor(state_colour(colours, state))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    if state == "已填报":
        x, y, w, h = rect.x(), rect.y(), rect.width(), rect.height()
        painter.drawPolyline(QPolygonF([QPointF(x, y + h * 0.55), QPointF(x + w * 0.38, y + h * 0.9), QPointF(x + w, y + h * 0.15)]))
    elif state == "待补正":
        painter.drawPolygon(QPolygonF([QPointF(rect.center().x(), rect.top()), rect.bottomRight(), rect.bottomLeft()]))
        painter.drawLine(QPointF(rect.center().x(), rect.top() + rect.height() * 0.4), QPointF(rect.center().x(), rect.bottom() - 3))
    else:
        painter.drawEllipse(rect)
        if state == "填报中":
            painter.setBrush(colour)
            painter.drawPie(rect, 90 * 16, -180 * 16)
    painter.restore()


class RailStep(QAbstractButton):
    """One step: number, name, state."""

    def __init__(self, number: int, chapter: Chapter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chapter = chapter
        self.state = self._word = "未开始"
        self.narrow = False
        self._number = number
        self.setText(chapter.label)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_state(self.state)

    def set_state(self, state: str) -> None:
        """Show that state, and say it to those who cannot see."""
        self.state = state
        self._word = "按需填写" if self.chapter.optional and state == "未开始" else state
        place = self.chapter.label if self.chapter.optional else f"第 {self._number} 步 {self.chapter.label}"
        words = f"{place}，{self._word}（Alt+{self._number}）"
        self.setToolTip(words)
        self.setAccessibleName(words)
        self.update()

    def sizeHint(self) -> QSize:
        """Two lines high, one in the narrow rail."""
        return QSize(NARROW if self.narrow else WIDE, 52)

    def minimumSizeHint(self) -> QSize:
        """Lower where the window is low."""
        return QSize(NARROW if self.narrow else WIDE, 36)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The current step on a wash with an accent stroke; the others quiet."""
        colours = tokens_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(S / 2, 1, -S / 2, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked() or self.underMouse():
            painter.setBrush(QColor(colours.wash if self.isChecked() else colours.hover))
            painter.drawRoundedRect(area, RADIUS, RADIUS)
        if self.isChecked():
            painter.setBrush(QColor(colours.accent))
            painter.drawRoundedRect(QRectF(area.left(), area.top() + 10, 3, area.height() - 20), 1.5, 1.5)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        (self._paint_narrow if self.narrow else self._paint_wide)(painter, colours)

    def _paint_number(self, painter: QPainter, rect: QRectF, colours: Tokens) -> None:
        painter.setPen(QPen(QColor(colours.accent if self.isChecked() else colours.frame), 1.2))
        painter.setBrush(QColor(colours.accent) if self.isChecked() else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(rect)
        painter.setPen(QColor(colours.on_accent if self.isChecked() else colours.quiet))
        painter.setFont(font(HELP, bold=self.isChecked()))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(self._number))

    def _paint_wide(self, painter: QPainter, colours: Tokens) -> None:
        middle = self.height() / 2
        self._paint_number(painter, QRectF(16, middle - 12, 24, 24), colours)
        low = self.height() < 46
        text = QRect(50, 0, self.width() - (86 if low else 58), self.height() if low else self.height() // 2 + 2)
        painter.setPen(QColor(colours.ink))
        painter.setFont(font(BODY, bold=self.isChecked()))
        vertical = Qt.AlignmentFlag.AlignVCenter if low else Qt.AlignmentFlag.AlignBottom
        painter.drawText(text, Qt.AlignmentFlag.AlignLeft | vertical, self.chapter.label)
        if low:
            paint_mark(painter, self.state, QRectF(self.width() - 28, middle - 5, 10, 10), colours)
            return
        paint_mark(painter, self.state, QRectF(51, middle + 8, 9, 9), colours)
        painter.setPen(QColor(state_colour(colours, self.state)))
        painter.setFont(font(HELP))
        below = QRect(66, self.height() // 2 + 3, self.width() - 70, self.height() // 2 - 5)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, self._word)

    def _paint_narrow(self, painter: QPainter, colours: Tokens) -> None:
        middle = self.height() / 2
        self._paint_number(painter, QRectF(self.width() / 2 - 12, middle - 12, 24, 24), colours)
        corner = QRectF(self.width() / 2 + 7, middle - 15, 11, 11)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.panel))
        painter.drawEllipse(corner.adjusted(-2, -2, 2, 2))
        paint_mark(painter, self.state, corner, colours)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk along the road, Enter goes to the step."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            (self.focusPreviousChild if event.key() == Qt.Key.Key_Up else self.focusNextChild)()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class Rail(QFrame):
    """All eight steps and the other uses below them, always visible, never locked.

    Signals:
        chosen(key): a step is asked for.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "side")
        self.setAccessibleName("步骤")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, S, 0, S)
        layout.setSpacing(0)
        self.steps: dict[str, RailStep] = {}
        for number, chapter in enumerate(CHAPTERS, 1):
            step = self.steps[chapter.key] = RailStep(number, chapter)
            step.clicked.connect(lambda _on=False, key=chapter.key: self.chosen.emit(key))
            if chapter.optional:
                layout.addSpacing(S)
            layout.addWidget(step)
        layout.addStretch(1)
        self.set_narrow(False)

    def set_narrow(self, narrow: bool) -> None:
        """Numbers only, where the window is small."""
        self.setFixedWidth(NARROW if narrow else WIDE)
        for step in self.steps.values():
            step.narrow = narrow
            step.updateGeometry()
            step.update()

    def show_step(self, key: str) -> None:
        """Mark the current step."""
        self.steps[key].setChecked(True)

    def show_states(self, states: dict[str, str]) -> None:
        """Show each step's state."""
        for key, step in self.steps.items():
            if states.get(key, "未开始") != step.state:
                step.set_state(states.get(key, "未开始"))
