"""Printing the rendered pages, one at a time, so that the window stays alive and printing can be stopped."""

from typing import Any

from PySide6.QtCore import QObject, QRectF, QTimer, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from gzvalue.gui.pages import page_image

_SHARPEST = 300  # dots per inch; more is not seen on paper and fills the memory


def a4_printer(name: str) -> QPrinter:
    """A printer set to the paper of the dossier, its margins being in the pages already."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(name)
    printer.setFullPage(True)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    return printer


def chosen_pages(printer: QPrinter, count: int) -> range:
    """The pages that the person asked for in the print dialog, counted from 0."""
    if printer.printRange() == QPrinter.PrintRange.PageRange and printer.fromPage() > 0:
        return range(printer.fromPage() - 1, min(printer.toPage(), count))
    return range(count)


class PrintJob(QObject):
    """Pages of a pypdfium2 document onto a printer.

    Signals:
        progressed(done, total): another page has been handed to the printer.
        finished(complete): the end, or the person stopped it.
    """

    progressed = Signal(int, int)
    finished = Signal(bool)

    def __init__(self, document: Any, printer: QPrinter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self._printer = document, printer
        self._pages = list(chosen_pages(printer, len(document)))
        self._done = 0
        self._painter = QPainter()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._next)

    def start(self) -> bool:
        """Begin; whether the printer takes it."""
        self._turn(0)
        if not self._pages or not self._painter.begin(self._printer):
            return False
        self._timer.start(0)
        return True

    def stop(self) -> None:
        """Stop after the present page; what the printer has, it prints."""
        if self._timer.isActive():
            self._end(complete=False)

    def _next(self) -> None:
        if self._done == len(self._pages):
            self._end(complete=True)
            return
        if self._done:
            self._turn(self._done)
            self._printer.newPage()
        page = self._document[self._pages[self._done]]
        resolution = self._printer.resolution()
        image = page_image(page, min(resolution, _SHARPEST) / 72)
        area = QRectF(self._printer.paperRect(QPrinter.Unit.DevicePixel))
        self._painter.drawImage(area, image)
        self._done += 1
        self.progressed.emit(self._done, len(self._pages))

    def _turn(self, number: int) -> None:
        """Wide pages print across the sheet."""
        if number < len(self._pages):
            width, height = self._document.get_page_size(self._pages[number])
            across = QPageLayout.Orientation.Landscape if width > height else QPageLayout.Orientation.Portrait
            self._printer.setPageOrientation(across)

    def _end(self, *, complete: bool) -> None:
        self._timer.stop()
        self._painter.end()
        self.finished.emit(complete)
