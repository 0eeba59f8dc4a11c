"""Process start to first paint: a bare PySide6 window, our start page, the sample project open and usable."""

import sys
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer

from benchmarks.child import report, since_start


class _FirstPaint(QObject):
    """Ends the program when a first widget has been painted and all that was waiting behind it is done."""

    def __init__(self, app, painted) -> None:
        super().__init__(app)
        self._painted = painted
        self._seen = False
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and not self._seen:
            self._seen = True
            QTimer.singleShot(0, self._painted)
        return False


def main() -> None:
    what = sys.argv[1]
    if what == "bare":
        from PySide6.QtWidgets import QApplication, QMainWindow

        app = QApplication([])
        window = QMainWindow()
    else:
        from gzvalue.gui.app import make_app
        from gzvalue.gui.window import Window

        app = make_app([])
        window = Window()
        if what == "sample":
            window.open_project(Path(sys.argv[2]))
    seen: dict[str, float] = {}

    def painted() -> None:
        seen["seconds"] = since_start()
        app.quit()

    _FirstPaint(app, painted)
    window.show()
    app.exec()
    report(seconds=seen["seconds"], pandas="pandas" in sys.modules)


if __name__ == "__main__":
    main()
