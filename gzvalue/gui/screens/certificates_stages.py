"""The stages of certificates as a row of counters: each shows how many stand there and filters the board."""

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from gzvalue.gui.theme import font, tokens_of
from gzvalue.gui.tokens import HELP, SECTION, XS
from gzvalue.registries.board import STAGES

_TONES = {"certified": "good", "expiring": "attention", "lapsed": "stop"}


class _Stage(QAbstractButton):
    """One counter: the figure, the stage's name, a line in its colour where it is chosen."""

    def __init__(self, key: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key, self.label, self.count = key, label, 0
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_count(self, count: int) -> None:
        """Another count."""
        self.count = count
        self.setAccessibleName(f"{self.label} {count} 份")
        self.setToolTip(f"只看“{self.label}”的凭证；再点一次看全部")
        self.update()

    def sizeHint(self) -> QSize:
        """Two lines."""
        return QSize(88, 50)

    def minimumSizeHint(self) -> QSize:
        """Room for the name."""
        return QSize(58, 50)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The figure above the name."""
        tokens = tokens_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        chosen = self.isChecked()
        painter.setPen(QPen(QColor(tokens.accent if chosen or self.hasFocus() else tokens.line), 1))
        painter.setBrush(QColor(tokens.wash if chosen else tokens.hover if self.underMouse() else tokens.paper))
        painter.drawRoundedRect(area, 6, 6)
        tone = _TONES.get(self.key, "ink") if self.count else "faint"
        painter.setPen(QColor(getattr(tokens, tone)))
        painter.setFont(font(SECTION, bold=True))
        painter.drawText(area.adjusted(0, 4, 0, -24), int(Qt.AlignmentFlag.AlignCenter), str(self.count))
        painter.setPen(QColor(tokens.quiet))
        painter.setFont(font(HELP))
        painter.drawText(area.adjusted(0, 24, 0, -4), int(Qt.AlignmentFlag.AlignCenter), self.label)


class StageStrip(QWidget):
    """All stages beside each other.

    Signals:
        chosen(key): show only that stage; empty for all.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(XS)
        self.buttons = {key: _Stage(key, label) for key, label in STAGES.items()}
        for made in self.buttons.values():
            made.clicked.connect(lambda on, b=made: self._choose(b, on))
            layout.addWidget(made)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many certificates stand in each stage."""
        for key, made in self.buttons.items():
            made.show_count(counts.get(key, 0))

    @property
    def stage(self) -> str:
        """The stage that is chosen; empty for all."""
        return next((key for key, made in self.buttons.items() if made.isChecked()), "")

    def _choose(self, button: _Stage, on: bool) -> None:
        for made in self.buttons.values():
            if made is not button:
                made.setChecked(False)
        self.chosen.emit(button.key if on else "")
