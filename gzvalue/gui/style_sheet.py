"""Qt's style sheet, written from the tokens; lies on top of the Fusion style."""

from string import Template

from gzvalue.gui.tokens import BODY, FAMILY, HELP, RADIUS, SECTION, TITLE, Tokens
from gzvalue.paths import resource

_SHEET = Template("""
* { font-family: "$family"; font-size: ${body}px; outline: none; }
QToolTip { background: $panel; color: $ink; border: 1px solid $frame; padding: 4px 8px; font-size: ${help}px; }
QMainWindow, QDialog, QStackedWidget, QScrollArea, QScrollArea > QWidget > QWidget#page { background: $paper; }
QScrollArea { border: none; }
QLabel { background: transparent; }
QLabel[role="title"] { font-size: ${title}px; font-weight: bold; }
QLabel[role="section"] { font-size: ${section}px; font-weight: bold; }
QLabel[role="label"] { font-size: ${help}px; color: $quiet; }
QLabel[role="caption"] { font-size: ${help}px; color: $quiet; }
QLabel[role="strong"] { font-weight: bold; }
QLabel[role="stop"] { font-size: ${help}px; color: $stop; }
QLabel[role="attention"] { font-size: ${help}px; color: $attention; }
QLabel[role="good"] { font-size: ${help}px; color: $good; }
QFrame[role="rule"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QFrame[role="upright"] { background: $line; border: none; max-width: 1px; min-width: 1px; }
QFrame[role="card"] { background: $paper; border: 1px solid $line; border-radius: 8px; }
QFrame[role="side"] { background: $panel; border: none; }
QFrame[role="strip-attention"] { background: $attention_wash; border: none; }
QFrame[role="strip-stop"] { background: $stop_wash; border: none; }
QFrame[role="strip"] { background: $panel; border: none; border-top: 1px solid $line; }

QPushButton, QToolButton[role="button"] {
    background: $paper; border: 1px solid $frame; border-radius: ${radius}px; padding: 5px 14px; min-height: 20px;
}
QPushButton:hover, QToolButton[role="button"]:hover { background: $hover; }
QPushButton:pressed, QToolButton[role="button"]:pressed { background: $line; }
QPushButton:focus, QToolButton[role="button"]:focus { border: 2px solid $accent; padding: 4px 13px; }
QPushButton:disabled, QToolButton[role="button"]:disabled { color: $faint; border-color: $line; background: $paper; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border-color: $accent; font-weight: bold; }
QPushButton[kind="primary"]:hover { background: $accent_hover; }
QPushButton[kind="primary"]:focus { border: 2px solid $ink; }
QPushButton[kind="primary"]:disabled { background: $line; color: $faint; border-color: $line; }
QPushButton[kind="quiet"], QToolButton {
    background: transparent; border: 1px solid transparent; border-radius: ${radius}px; padding: 5px 10px;
}
QPushButton[kind="quiet"]:hover, QToolButton:hover { background: $hover; }
QPushButton[kind="quiet"]:focus, QToolButton:focus { border: 2px solid $accent; padding: 4px 9px; }
QToolButton:checked { background: $wash; color: $accent; }
QToolButton:disabled { color: $faint; }
QToolButton[popupMode="2"]::menu-indicator, QToolButton::menu-indicator { image: none; }
QPushButton[kind="link"] { background: transparent; border: 1px solid transparent; color: $accent; padding: 3px 4px; text-align: left; min-height: 18px; }
QPushButton[kind="link"]:hover { text-decoration: underline; }
QPushButton[kind="link"]:focus { border: 2px solid $accent; padding: 2px 3px; }
QPushButton::menu-indicator { image: url($down); subcontrol-position: right center; subcontrol-origin: padding; right: 8px; }

QLineEdit, QComboBox, QAbstractSpinBox { min-height: 20px; }
QComboBox { combobox-popup: 0; }
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox {
    background: $paper; border: 1px solid $frame; border-radius: ${radius}px; padding: 5px 9px;
    selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit:hover, QPlainTextEdit:hover, QComboBox:hover { border-color: $quiet; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QComboBox:on, QAbstractSpinBox:focus {
    border: 2px solid $accent; padding: 4px 8px;
}
QLineEdit:read-only, QPlainTextEdit[readOnly="true"] { background: $panel; color: $quiet; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled { background: $panel; color: $faint; border-color: $line; }
QLineEdit[fault="true"], QPlainTextEdit[fault="true"], QComboBox[fault="true"] { border-color: $stop; }
QLineEdit[missing="true"], QComboBox[missing="true"], QPlainTextEdit[missing="true"] { border-color: $attention; }
QComboBox QLineEdit, QComboBox QLineEdit:focus { border: none; padding: 0; min-height: 16px; background: transparent; }
QComboBox::drop-down { border: none; width: 26px; }
QComboBox::down-arrow { image: url($down); width: 14px; height: 14px; }
QComboBox QAbstractItemView, QListView[role="popup"] {
    background: $paper; border: 1px solid $frame; padding: 4px; selection-background-color: $wash; selection-color: $ink;
}
QComboBox QAbstractItemView::item { min-height: 28px; padding: 0 8px; border-radius: 4px; }

QCheckBox, QRadioButton { spacing: 8px; padding: 3px; border: 2px solid transparent; border-radius: ${radius}px; }
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }
QCheckBox::indicator, QTableView::indicator, QListView::indicator { width: 16px; height: 16px; border: 1px solid $quiet; border-radius: 4px; background: $paper; }
QCheckBox::indicator:checked, QTableView::indicator:checked, QListView::indicator:checked { background: $accent; border-color: $accent; image: url($check); }
QCheckBox::indicator:indeterminate { background: $accent; border-color: $accent; image: url($dash); }
QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid $quiet; border-radius: 8px; background: $paper; }
QRadioButton::indicator:checked { border: 5px solid $accent; width: 6px; height: 6px; }

QTableView, QTreeView, QListView { background: $paper; border: none; gridline-color: $line; alternate-background-color: $paper;
    selection-background-color: $wash; selection-color: $ink; }
QTableView { border: 1px solid $line; border-radius: ${radius}px; }
QTableView[focused="true"] { border-color: $accent; }
QTableView::item { padding: 0 8px; border: none; }
QTreeView::item, QListView::item { min-height: 30px; padding: 0 8px; border-radius: 4px; }
QTreeView::item:hover, QListView::item:hover { background: $hover; }
QTreeView::item:selected, QListView::item:selected { background: $wash; color: $ink; }
QHeaderView { background: $panel; border: none; }
QHeaderView::section { background: $panel; color: $quiet; font-size: ${help}px; border: none; border-bottom: 1px solid $line; padding: 6px 8px; }
QHeaderView::section:horizontal { border-right: 1px solid $line; }
QHeaderView::section:hover { color: $ink; }
QHeaderView::section:vertical { padding: 0 6px; border-bottom: none; color: $quiet; }
QHeaderView::down-arrow, QHeaderView::up-arrow { image: none; }
QTableCornerButton::section { background: $panel; border: none; border-bottom: 1px solid $line; }

QTabWidget::pane { border: none; border-top: 1px solid $line; }
QTabBar { background: transparent; qproperty-drawBase: 0; }
QTabBar::tab { background: transparent; color: $quiet; padding: 8px 9px; border: none; border-bottom: 2px solid transparent; margin-right: 2px; }
QTabBar::tab:hover { color: $ink; }
QTabBar::tab:selected { color: $accent; font-weight: bold; border-bottom-color: $accent; }
QTabBar::tab:focus { background: $wash; }
QTabBar QToolButton { background: $paper; border: 1px solid $line; padding: 2px; }
QTabBar QToolButton::left-arrow { image: url($left); }
QTabBar QToolButton::right-arrow { image: url($right); }

QMenuBar { background: $paper; border: none; padding: 2px 4px; }
QMenuBar::item { padding: 5px 10px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $paper; border: 1px solid $frame; padding: 4px; }
QMenu::item { padding: 6px 28px 6px 24px; border-radius: 4px; }
QMenu::item:selected { background: $wash; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QMenu::right-arrow { image: url($right); }
QMenu::indicator { width: 14px; height: 14px; left: 6px; }

QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $hatch; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $quiet; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }

QSplitter::handle { background: transparent; }
QSplitter::handle:vertical { height: 7px; border-top: 1px solid $line; }
QSplitter::handle:horizontal { width: 7px; border-left: 1px solid $line; }
QSplitter::handle:hover { border-color: $accent; }
QProgressBar { background: $line; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QGroupBox { border: none; margin-top: 24px; font-weight: bold; }
QGroupBox::title { subcontrol-origin: margin; left: 0; }
QCalendarWidget QToolButton { min-height: 24px; font-weight: bold; color: $ink; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: $panel; }
QCalendarWidget { border: 1px solid $frame; }
QCalendarWidget QTableView { border: none; border-radius: 0; selection-background-color: $accent; selection-color: $on_accent; }
QCalendarWidget QTableView::item { padding: 0; }
QCalendarWidget QToolButton#qt_calendar_prevmonth { qproperty-icon: url($left); }
QCalendarWidget QToolButton#qt_calendar_nextmonth { qproperty-icon: url($right); }
""")


def style_sheet(tokens: Tokens) -> str:
    """The whole style sheet in these tokens."""
    mode = "dark" if tokens.dark else "light"
    pictures = {n: resource("interface", f"{n}-{mode}.svg").as_posix() for n in ("down", "check", "dash", "left", "right")}
    return _SHEET.substitute(
        vars(tokens),
        family=FAMILY,
        body=BODY,
        help=HELP,
        section=SECTION,
        title=TITLE,
        radius=RADIUS,
        accent_hover="#2A6FBF" if not tokens.dark else "#8BBAF0",
        **pictures,
    )
