"""Pages of a PDF as they will be printed: below each other, at any zoom, rendered only where they are seen."""

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from gzvalue.gui import theme
from gzvalue.gui.tokens import L, M

_KEPT = 12  # rendered pages that are remembered
_STEPS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)
WHOLE_PAGE = -1.0
"""The zoom that shows a page from head to foot."""
_POINT = 96 / 72  # logical pixels of one point of paper at 100 %


def page_image(page: Any, scale: float) -> QImage:
    """One page of a pypdfium2 document as a picture; ``scale`` in pixels per point."""
    bitmap = page.render(scale=scale, prefer_bgrx=True)
    image = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32).copy()
    bitmap.close()
    return image


class _Opened:
    """The document that is open; outlives the view just long enough to be closed."""

    def __init__(self) -> None:
        self.document: Any = None

    def close(self) -> None:
        if self.document is not None:
            self.document.close()
        self.document = None


class PagesView(QAbstractScrollArea):
    """A document to leaf through.

    Signals:
        moved(number): another page is at the top, counted from 1.
        zoomed(): the zoom has changed.
    """

    moved = Signal(int)
    zoomed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._opened = _Opened()
        self._sizes: list[tuple[float, float]] = []
        self._tops: list[int] = []
        self._zoom = 0.0
        self._page = 0
        self._images: OrderedDict[tuple[int, int], QImage] = OrderedDict()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("申报材料预览")
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.destroyed.connect(self._opened.close)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.horizontalScrollBar().valueChanged.connect(lambda _value: self.viewport().update())

    # --- the document ---------------------------------------------------------------------------

    def show_document(self, content: bytes | None, sizes: Sequence[tuple[float, float]] = ()) -> None:
        """Show a PDF whose pages have these sizes in points (read from it if not given); the same page stays in front.

        ``None`` shows nothing.
        """
        import pypdfium2  # late: only this screen needs it

        at = self._place()
        self._close()
        if content is not None:
            document = self._opened.document = pypdfium2.PdfDocument(content)
            self._sizes = list(sizes) or [document.get_page_size(number) for number in range(len(document))]
        self._lay_out(at)
        self.setAccessibleDescription(f"共 {self.count} 页" if self.count else "还没有预览")

    @property
    def count(self) -> int:
        """Number of pages."""
        return len(self._sizes)

    @property
    def page(self) -> int:
        """The page in front, counted from 1; 0 without a document."""
        return self._page + 1 if self.count else 0

    @property
    def document(self) -> Any:
        """The pypdfium2 document, for printing; ``None`` without one."""
        return self._opened.document

    def _close(self) -> None:
        self._images.clear()
        self._sizes = []
        self._opened.close()

    # --- moving ---------------------------------------------------------------------------------

    def go(self, number: int) -> None:
        """Bring a page to the top, counted from 1."""
        if self.count:
            number = min(max(number, 1), self.count)
            self.verticalScrollBar().setValue(self._tops[number - 1] - M)

    def start_at(self, number: int) -> None:
        """The page to bring to the top as soon as there are pages."""
        if self.count:
            self.go(number)
        else:
            self._page = max(number - 1, 0)

    def zoom_to(self, zoom: float) -> None:
        """Show at this zoom, 1 for the size of the paper; 0 fits the width, `WHOLE_PAGE` the page."""
        at = self._place()
        self._zoom = zoom
        self._images.clear()
        self._lay_out(at)
        self.zoomed.emit()

    @property
    def zoom(self) -> float:
        """The zoom that was asked for; 0 for the width."""
        return self._zoom

    def scale_of(self, number: int) -> float:
        """Logical pixels per point of paper of a page, counted from 0; fitted pages are all as wide as the view."""
        if self._zoom > 0:
            return self._zoom * _POINT
        wide, high = self._sizes[number] if self._sizes else (595.0, 842.0)
        fit = (self.viewport().width() - 2 * L) / wide
        if self._zoom == WHOLE_PAGE:
            fit = min(fit, (self.viewport().height() - 2 * M) / high)
        return max(fit, 0.2)

    def step_zoom(self, up: bool) -> None:
        """The next larger or smaller zoom."""
        now = self.scale_of(self._page if self.count else 0) / _POINT
        wanted = [step for step in _STEPS if (step > now * 1.02 if up else step < now * 0.98)]
        if wanted:
            self.zoom_to(wanted[0] if up else wanted[-1])

    def _place(self) -> float:
        """Where the view is, in pages and parts of a page, so that it can come back at another zoom."""
        if not self.count:
            return float(self._page)
        number = self._page
        return number + (self.verticalScrollBar().value() - self._tops[number]) / max(self._high(number), 1)

    def _scrolled(self, value: int) -> None:
        middle = value + self.viewport().height() // 3
        page = max((number for number, top in enumerate(self._tops) if top <= middle), default=0)
        if page != self._page:
            self._page = page
            self.moved.emit(self.page)
        self.viewport().update()

    # --- painting -------------------------------------------------------------------------------

    def _high(self, number: int) -> int:
        return round(self._sizes[number][1] * self.scale_of(number))

    def _wide(self, number: int) -> int:
        return round(self._sizes[number][0] * self.scale_of(number))

    def _lay_out(self, at: float | None = None) -> None:
        top, self._tops = M, []
        for number in range(self.count):
            self._tops.append(top)
            top += self._high(number) + M
        view = self.viewport().size()
        widest = max((self._wide(number) for number in range(self.count)), default=0) + 2 * M
        up, across = self.verticalScrollBar(), self.horizontalScrollBar()
        up.setPageStep(view.height())
        up.setSingleStep(48)
        up.setRange(0, max(top - view.height(), 0))
        across.setPageStep(view.width())
        across.setRange(0, max(widest - view.width(), 0))
        if at is not None and self.count:
            number = min(int(max(at, 0)), self.count - 1)
            up.setValue(self._tops[number] + round((at - number) * self._high(number)))
        self._scrolled(up.value())
        self.moved.emit(self.page)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The pages in sight."""
        painter = QPainter(self.viewport())
        tokens = theme.tokens_of(self)
        painter.fillRect(self.viewport().rect(), QColor(tokens.hover))
        offset = QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        for number in range(self.count):
            wide = self._wide(number)
            left = max((self.viewport().width() - wide) // 2, M)
            area = QRect(left, self._tops[number], wide, self._high(number)).translated(-offset)
            if area.intersects(self.viewport().rect()):
                painter.drawImage(area, self._image(number))
                painter.setPen(QColor(tokens.frame))
                painter.drawRect(area.adjusted(-1, -1, 0, 0))
        painter.end()

    def _image(self, number: int) -> QImage:
        scale = self.scale_of(number) * self.devicePixelRatioF()
        key = (number, round(scale * 1000))
        if key not in self._images:
            self._images[key] = page_image(self._opened.document[number], scale)
            while len(self._images) > _KEPT:
                self._images.popitem(last=False)
        self._images.move_to_end(key)
        return self._images[key]

    # --- keys and wheel -------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, another fit."""
        at = self._place()
        super().resizeEvent(event)
        if self._zoom <= 0:
            self._images.clear()
        self._lay_out(at)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls, with Ctrl it zooms."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(event.angleDelta().y() > 0)
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page keys turn pages, + and − zoom, 0 fits the width."""
        turn = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_Space: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()))
        if turn is not None:
            self.go(self.page + turn)
        elif event.key() == Qt.Key.Key_Home:
            self.go(1)
        elif event.key() == Qt.Key.Key_End:
            self.go(self.count)
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.step_zoom(True)
        elif event.key() == Qt.Key.Key_Minus:
            self.step_zoom(False)
        elif event.key() == Qt.Key.Key_0:
            self.zoom_to(0)
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Room for a page."""
        return QSize(560, 600)
