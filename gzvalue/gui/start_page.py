"""The first thing one sees: what the program is for, recent files, new, open, the samples."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from gzvalue.actions.sample_list import Sample
from gzvalue.gui.icons import draw, program_icon
from gzvalue.gui.pieces import MessageLine, button, caption, clear, column, label, row, scrolled
from gzvalue.gui.theme import font, tokens_of
from gzvalue.gui.tokens import BODY, HELP, XL, XS, L, M, S

_WHAT = (
    "把企业的数据集编目、自查权属、评价质量，按成本法、收益法、市场法测算价值，检验能支持多少贷款。",
    "最后生成一份银行能核对的 PDF 申报材料：每个数字都能追到公式、依据和附件。",
    "全程离线，一个项目就是一个文件；填完一项即保存，随时可撤销。",
)


_WRAPPED = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)


def _height(of: QFont, text: str, width: int) -> int:
    return QFontMetrics(of).boundingRect(QRect(0, 0, max(width, 1), 9999), _WRAPPED, text).height()


class Tile(QAbstractButton):
    """A large button: picture, name, one line under it."""

    def __init__(
        self, picture: str, name: str, words: str, *, primary: bool = False, lines: int = 1, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._least = 56 + 20 * lines
        self._picture, self._words, self._primary = picture, words, primary
        self.setText(name)
        self.setAccessibleName(f"{name}：{words}")
        self.setToolTip(f"{name}：{words}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def sizeHint(self) -> QSize:
        """Room for the name and the lines under it."""
        return QSize(260, max(self._least, self._needed()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrower, so higher: name and words are never cut."""
        super().resizeEvent(event)
        if self.minimumHeight() != self.sizeHint().height():
            self.setMinimumHeight(self.sizeHint().height())
            self.updateGeometry()

    def _text_area(self) -> QRect:
        return self.rect().adjusted(L + 33, M + 1, -M - 1, -M)

    def _needed(self) -> int:
        if self.width() < 160:  # not laid out yet
            return 0
        area = self._text_area()
        name = _height(font(BODY, bold=True), self.text(), area.width())
        return name + XS + _height(font(HELP), self._words, area.width()) + 2 * M + 2

    def paintEvent(self, event: QPaintEvent) -> None:
        """A card that answers to pointer and keyboard."""
        colours = tokens_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self.rect().adjusted(1, 1, -1, -1)
        fill = colours.accent if self._primary else colours.hover if self.underMouse() or self.isDown() else colours.paper
        ink, quiet = (colours.on_accent, colours.on_accent) if self._primary else (colours.ink, colours.quiet)
        edge = colours.accent if self.hasFocus() or self._primary else colours.line
        painter.setPen(QPen(QColor(edge), 2 if self.hasFocus() else 1))
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(area, 8, 8)
        if self._primary and (self.hasFocus() or self.underMouse()):
            painter.setPen(QPen(QColor(colours.on_accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(3, 3, -3, -3), 6, 6)
        self._draw_picture(painter, QRect(area.left() + L, area.top() + L, 20, 20), ink)
        text = self._text_area()
        painter.setPen(QColor(ink))
        painter.setFont(font(BODY, bold=True))
        painter.drawText(text, _WRAPPED, self.text())
        under = _height(font(BODY, bold=True), self.text(), text.width()) + XS
        painter.setPen(QColor(quiet))
        painter.setFont(font(HELP))
        painter.drawText(text.adjusted(0, under, 0, M), _WRAPPED, self._words)

    def _draw_picture(self, painter: QPainter, place: QRect, ink: str) -> None:
        draw(painter, self._picture, place, ink)


class SampleCard(Tile):
    """A sample as a card: a letter for the industry, its name, one line of what the case shows; the tip says the whole."""

    def __init__(self, one: Sample, parent: QWidget | None = None) -> None:
        super().__init__("sample", one.card.title, one.card.line, parent=parent)
        self._letter = one.card.letter
        self.setToolTip(f"{one.title}\n{one.description}")

    def _draw_picture(self, painter: QPainter, place: QRect, ink: str) -> None:
        colours = tokens_of(self)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.wash))
        painter.drawRoundedRect(place.adjusted(-4, -3, 4, 5), 6, 6)
        painter.setPen(QColor(colours.accent))
        painter.setFont(font(BODY, bold=True))
        painter.drawText(place.adjusted(-4, -3, 4, 5), Qt.AlignmentFlag.AlignCenter, self._letter)


_WIDE, _NARROW = 640, 420
"""Of the page, in pixels: from the first on three cards stand side by side, from the second on two."""


class StartPage(QWidget):
    """Signals:
    opened(path): a project file is to be opened.
    creating(): a new project is asked for.
    choosing(): a file is to be chosen.
    sampling(name): a sample is asked for.
    verifying(): a dossier is to be verified.
    surveying(): a folder of dossiers is to be verified and summed up.
    """

    opened = Signal(str)
    creating = Signal()
    choosing = Signal()
    sampling = Signal(str)
    verifying = Signal()
    surveying = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.message = MessageLine("stop")
        self.new_tile = Tile("add", "新建项目", "从空白或行业模板开始", primary=True)
        self.open_tile = Tile("folder", "打开项目", "选择一个 .gzv 文件，也可拖到这里")
        self.verify_tile = Tile("ok", "核验申报材料", "逐个数字复算收到的 PDF，可拖到这里")
        self.verify_tile.clicked.connect(self.verifying)
        self.survey_link = button("质押组合：核验一个文件夹的申报材料，汇总成表 ›", self.surveying.emit, kind="link")
        self.new_tile.clicked.connect(self.creating)
        self.open_tile.clicked.connect(self.choosing)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(XS)
        self._samples = QGridLayout()
        self._samples.setSpacing(M)
        self._columns = 0
        self.cards: list[SampleCard] = []
        page = self._page = QWidget()
        page.setMaximumWidth(940)
        page.setLayout(self._contents())
        holder = QWidget()
        holder.setObjectName("page")
        holder.setLayout(row(None, page, None, gap=0))
        holder.layout().setStretch(1, 10)  # type: ignore[union-attr]
        self.setLayout(column(self.message, scrolled(holder), gap=0))

    def _contents(self) -> QVBoxLayout:
        picture = QLabel()
        picture.setPixmap(program_icon().pixmap(QSize(48, 48), self.devicePixelRatio()))
        picture.setFixedSize(48, 48)
        words = column(label("gzvalue　数据资产价值自测", "title"), caption("从数据目录到银行申报材料", wrap=False), gap=XS)
        head = row(picture, gap=L)
        head.addLayout(words)
        head.addStretch(1)
        box = column(gap=M, margins=(XL, XL, XL, XL))
        box.addStretch(2)  # a little above the middle of a large screen
        box.addLayout(head)
        box.addSpacing(XS)
        box.addLayout(column(*(label(sentence, wrap=True) for sentence in _WHAT), gap=XS))
        box.addSpacing(S)
        tiles = row(self.new_tile, self.open_tile, self.verify_tile, gap=M)
        box.addLayout(tiles)
        box.addLayout(row(self.survey_link, None))
        box.addSpacing(M)
        self._samples_head = label("打开示例", "section")
        self._recent_head = label("最近打开", "section")
        box.addWidget(self._recent_head)
        box.addLayout(self._recent)
        box.addSpacing(M)
        box.addWidget(self._samples_head)
        box.addLayout(self._samples)
        box.addStretch(3)
        return box

    def show_recent(self, files: Sequence[Path]) -> None:
        """List the files opened before; those that are gone are left out."""
        clear(self._recent)
        there = [path for path in files if path.is_file()][:6]
        self._recent_head.setVisible(bool(there))
        for path in there:
            line = RecentLine(path)
            line.clicked.connect(lambda _on=False, p=path: self.opened.emit(str(p)))
            self._recent.addWidget(line)

    def show_samples(self, samples: Sequence[Sample]) -> None:
        """Offer the samples as cards, once."""
        if not self.cards:
            for one in samples:
                card = SampleCard(one)
                card.clicked.connect(lambda _on=False, n=one.name: self.sampling.emit(n))
                self.cards.append(card)
            self._place_cards()
        self._samples_head.setVisible(bool(samples))

    def _place_cards(self) -> None:
        """As many side by side as the page is wide enough for; all of one width."""
        width = self._page.width()
        columns = 3 if width >= _WIDE else 2 if width >= _NARROW else 1
        if self.cards and columns == self._columns:
            return
        self._columns = columns if self.cards else 0
        for number, card in enumerate(self.cards):
            self._samples.removeWidget(card)
            self._samples.addWidget(card, number // columns, number % columns)
        for place in range(3):
            self._samples.setColumnStretch(place, 1 if place < columns else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The cards go with the width."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._place_cards)  # after the page has its width

    def first(self) -> QWidget:
        """What Enter does at once: the last file if there is one, else a new project."""
        item = self._recent.itemAt(0)
        line = item.widget() if item is not None else None
        return line if line is not None else self.new_tile

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A project file, or a dossier to be verified, may be dropped here."""
        if any(url.toLocalFile().lower().endswith((".gzv", ".pdf")) for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the first of them that was dropped."""
        files = [url.toLocalFile() for url in event.mimeData().urls()]
        self.opened.emit(next(name for name in files if name.lower().endswith((".gzv", ".pdf"))))


class RecentLine(QAbstractButton):
    """One file: name, folder, last change."""

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self.setText(path.stem)
        self.setToolTip(str(path))
        self.setAccessibleName(f"打开 {path.name}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        """One line of text with air."""
        return QSize(300, 36)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The name in ink, the folder quiet, cut in the middle."""
        colours = tokens_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self.rect().adjusted(1, 1, -1, -1)
        if self.underMouse() or self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.hover))
            painter.drawRoundedRect(area, 6, 6)
        draw(painter, "file", QRect(area.left() + S, area.top() + 9, 16, 16), colours.accent)
        painter.setFont(font(BODY))
        metrics = painter.fontMetrics()
        name = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, area.width() // 2)
        text = area.adjusted(36, 0, -S, 0)
        painter.setPen(QColor(colours.ink))
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, name)
        painter.setFont(font(HELP))
        rest = text.adjusted(metrics.horizontalAdvance(name) + L, 0, 0, 0)
        painter.setPen(QColor(colours.quiet))
        folder = painter.fontMetrics().elidedText(str(self._path.parent), Qt.TextElideMode.ElideMiddle, rest.width())
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, folder)
