"""The small parts that every screen is made of: headings, captions, buttons, lines, cards, empty states."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from gzvalue.gui.theme import tokens_of
from gzvalue.gui.tokens import XL, L, M, S


def label(text: str, role: str = "", *, wrap: bool = False) -> QLabel:
    """A line of text; ``role``: title, section, label, caption, strong, stop, attention, good. Never read as markup."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    return made


def set_role(widget: QWidget, role: str) -> None:
    """Give a widget another role of the style sheet."""
    if widget.property("role") != role:
        widget.setProperty("role", role)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def heading(text: str) -> QLabel:
    """The title of a screen."""
    return label(text, "title")


def section(text: str) -> QLabel:
    """The heading of a group."""
    return label(text, "section")


def caption(text: str, *, wrap: bool = True) -> QLabel:
    """Help and explanations, quiet."""
    return label(text, "caption", wrap=wrap)


def rule(*, upright: bool = False) -> QFrame:
    """A hair line."""
    made = QFrame()
    made.setProperty("role", "upright" if upright else "rule")
    return made


def button(text: str, on_click: Callable[[], object] | None = None, *, kind: str = "", tip: str = "") -> QPushButton:
    """A button; ``kind``: primary (one per view), quiet, link, or plain."""
    made = QPushButton(text)
    if kind:
        made.setProperty("kind", kind)
    if kind == "link":
        made.setCursor(Qt.CursorShape.PointingHandCursor)
    if tip:
        made.setToolTip(tip)
    if on_click is not None:
        made.clicked.connect(lambda: on_click())
    made.setAutoDefault(False)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def row(*items: QWidget | int | None, gap: int = S) -> QHBoxLayout:
    """Widgets beside each other; a number is a distance, ``None`` takes what is left."""
    made = QHBoxLayout()
    made.setSpacing(gap)
    made.setContentsMargins(0, 0, 0, 0)
    _fill(made, items)
    return made


def column(*items: QWidget | int | None, gap: int = S, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QVBoxLayout:
    """Widgets below each other; a number is a distance, ``None`` takes what is left."""
    made = QVBoxLayout()
    made.setSpacing(gap)
    made.setContentsMargins(*margins)
    _fill(made, items)
    return made


def _fill(box: QHBoxLayout | QVBoxLayout, items: tuple[QWidget | int | None, ...]) -> None:
    for item in items:
        if item is None:
            box.addStretch(1)
        elif isinstance(item, int):
            box.addSpacing(item)
        else:
            box.addWidget(item)


def scrolled(page: QWidget) -> QScrollArea:
    """A page that scrolls up and down when it is higher than its place."""
    page.setObjectName("page")
    area = QScrollArea()
    area.setWidget(page)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
    area.setMinimumHeight(48)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def clear(layout: QVBoxLayout | QHBoxLayout) -> None:
    """Take everything out of a layout and throw it away."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


class Card(QFrame):
    """A framed group with room inside; add to ``box``."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.box = column(gap=M, margins=(L, L, L, L))
        self.setLayout(self.box)
        if title:
            self.box.addWidget(section(title))


class MessageLine(QFrame):
    """One quiet line across a screen: a warning or a refusal, closed by the person.

    Signals:
        closed: the person has read it.
    """

    closed = Signal()

    def __init__(self, level: str = "attention", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", f"strip-{level}")
        self._word = label("提醒" if level == "attention" else "未保存", level)
        self._text = label("", wrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        layout = row(self._word, self._text, button("知道了", self._close, kind="quiet"), gap=M)
        layout.setContentsMargins(L, S, S, S)
        self.setLayout(layout)
        self.hide()

    def show_text(self, text: str, word: str = "") -> None:
        """Show a sentence, or hide the line when it is empty."""
        if word:
            self._word.setText(word)
        self._text.setText(text)
        self.setVisible(bool(text))

    def text(self) -> str:
        """What it says now."""
        return self._text.text()

    def _close(self) -> None:
        self.hide()
        self.closed.emit()


_ROOMY, _BROAD = 200, 260
"""Below this height or width of its place an empty state moves closer together."""


class EmptyPicture(QWidget):
    """The shape of a table that is still to come: a head, three lines, the first of them begun."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(200, 92)

    def sizeHint(self) -> QSize:
        """It has one size only."""
        return QSize(200, 92)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Quiet lines on a card."""
        colours = tokens_of()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.setBrush(QColor(colours.paper))
        painter.drawRoundedRect(QRectF(0.5, 0.5, 199, 91), 6, 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.panel))
        painter.drawRect(QRectF(1, 6, 198, 16))
        for line in range(3):
            top = 32 + line * 20
            for left, width in ((12, 24), (48, 84 - line * 14), (150, 38)):
                painter.setBrush(QColor(colours.accent if line == 0 and left == 12 else colours.line))
                painter.drawRoundedRect(QRectF(left, top, width, 7), 3, 3)


class EmptyState(QWidget):
    """What stands where nothing is yet: a picture of what will be here, one sentence, one button."""

    def __init__(
        self,
        sentence: str,
        action: str = "",
        on_click: Callable[[], object] | None = None,
        picture: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        layout = column(None, gap=L)
        self._picture = picture
        if picture is not None:
            layout.addWidget(picture, 0, Qt.AlignmentFlag.AlignHCenter)
        self._text = label(sentence, "caption", wrap=True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(self._text)
        self._button = button(action, on_click, kind="primary")
        layout.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
        self.setLayout(layout)
        self._button.setVisible(bool(action))  # only now: without a parent it would be a window
        self._fit()

    def say(self, sentence: str, action: str) -> None:
        """Another sentence, another word on the button."""
        self._text.setText(sentence)
        self._button.setText(action)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The picture goes first where there is little room; sentence and button stay whole."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        low, narrow = self.height() < _ROOMY, self.width() < _BROAD
        air, edge = M if low else XL, S if narrow else XL
        self.layout().setContentsMargins(edge, air, edge, air)  # type: ignore[union-attr]
        self.layout().setSpacing(S if low else L)  # type: ignore[union-attr]
        if self._picture is not None:
            inner = max(self.width() - 2 * edge, 1)
            used = self._text.heightForWidth(inner) + self._button.sizeHint().height() + 2 * air + 4 * L
            self._picture.setVisible(not narrow and self.height() >= used + self._picture.sizeHint().height())


def holder_of(widget: QWidget) -> QWidget:
    """The widget in which another stands."""
    found = widget.parentWidget()
    assert found is not None
    return found
