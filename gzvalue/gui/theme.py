"""Fonts, palette and style sheet: the tokens applied to the whole application, light or dark as the system is."""

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, Qt, QTranslator
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from gzvalue.gui.style_sheet import style_sheet
from gzvalue.gui.tokens import BODY, DARK, FAMILY, LIGHT, Tokens
from gzvalue.paths import resource


def tokens_of(widget: QWidget | None = None) -> Tokens:
    """The tokens to paint with, light or dark; ask inside ``paintEvent``, so that a change of the system is followed.

    The application's palette decides: a widget's own may be made transparent by a style sheet.
    """
    return DARK if QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT


tokens = tokens_of


def font(size: int = BODY, *, bold: bool = False) -> QFont:
    """The program's font in a size of the type scale, with figures of equal width."""
    made = QFont(FAMILY)
    made.setPixelSize(size)
    made.setBold(bold)
    return made


class Theme(QObject):
    """Keeps the application's look in step with the system's light or dark scheme."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        app.setStyle("Fusion")
        load_fonts()
        app.setFont(font())
        self._translate()
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self._follow)
        self._follow(hints.colorScheme())

    def _follow(self, scheme: Qt.ColorScheme) -> None:
        self.show(DARK if scheme == Qt.ColorScheme.Dark else LIGHT)

    def show(self, tokens: Tokens) -> None:
        """Dress the whole application in these tokens."""
        self._app.setPalette(palette(tokens))
        self._app.setStyleSheet(style_sheet(tokens))

    def _translate(self) -> None:
        """Qt's own buttons and menus speak Chinese."""
        QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
        translator = QTranslator(self._app)
        if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            self._app.installTranslator(translator)


def load_fonts() -> None:
    """Make the shipped Chinese font known to Qt; a system without one would draw boxes."""
    if not QFontDatabase.hasFamily(FAMILY):
        for name in ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"):
            QFontDatabase.addApplicationFont(str(resource("fonts", name)))


def palette(tokens: Tokens) -> QPalette:
    """Qt's colour roles from the tokens, for what the style sheet does not reach."""
    role = QPalette.ColorRole
    colours = {
        role.Window: tokens.paper, role.WindowText: tokens.ink, role.Base: tokens.paper, role.AlternateBase: tokens.panel,
        role.Text: tokens.ink, role.Button: tokens.panel, role.ButtonText: tokens.ink, role.BrightText: tokens.stop,
        role.Highlight: tokens.accent, role.HighlightedText: tokens.on_accent, role.Link: tokens.accent, role.LinkVisited: tokens.accent,
        role.ToolTipBase: tokens.panel, role.ToolTipText: tokens.ink, role.PlaceholderText: tokens.quiet,
        role.Light: tokens.paper, role.Midlight: tokens.panel, role.Mid: tokens.line, role.Dark: tokens.frame, role.Shadow: tokens.frame,
    }  # fmt: skip
    made = QPalette()
    for which, colour in colours.items():
        made.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, which, QColor(tokens.faint))
    return made
