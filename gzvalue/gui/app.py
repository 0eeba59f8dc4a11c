"""Starts the window: fonts, Qt's own translation, look, icon, what happens on a fault."""

import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from gzvalue import __version__
from gzvalue.gui import crash
from gzvalue.gui.icons import program_icon
from gzvalue.gui.theme import Theme
from gzvalue.gui.window import Window


def make_app(arguments: list[str] | None = None) -> QApplication:
    """The application with our look; Qt knows only one, so an existing one is dressed instead."""
    existing = QApplication.instance()
    if existing is None:
        QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    app = existing if isinstance(existing, QApplication) else QApplication(arguments or sys.argv[:1])
    app.setApplicationName("gzvalue")
    app.setApplicationDisplayName("gzvalue")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("gzvalue")
    app.setWindowIcon(program_icon())
    if not app.property("dressed"):
        app.setProperty("dressed", True)
        Theme(app)
    return app


def run(path: str | None = None) -> int:
    """Show the window until it is closed; opens ``path``, or the file that was open last. The exit code."""
    crash.install()
    app = make_app()
    window = Window()
    wanted = Path(path) if path is not None else window.remembered.last
    if wanted is not None:
        window.open_project(wanted)
    window.show_fitting()
    return app.exec()
