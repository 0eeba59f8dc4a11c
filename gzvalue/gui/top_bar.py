"""The bar over the work: which file, undo and redo with their labels, search, and the one primary action."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QToolButton, QWidget

from gzvalue.gui.icons import icon
from gzvalue.gui.pieces import button, row
from gzvalue.gui.search import SearchBox
from gzvalue.gui.session import Session
from gzvalue.gui.short_text import OneLine
from gzvalue.gui.tokens import L, M, S

_WIDEST_MARK = 320  # the mark of a sample may be any text; the name of the file stays in sight
_LABELLED_FROM = 1240  # below this width undo and redo show only their arrows


class TopBar(QFrame):
    """Follows the Session: names, labels, what can be undone.

    Signals:
        go(form, id, key): a search hit was chosen.
        making(): 生成申报材料.
    """

    go = Signal(str, int, str)
    making = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.name = OneLine("strong")
        self.name.setText(session.path.name)
        self.name.setToolTip(str(session.path))
        self.name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.mark = OneLine("attention")
        self.mark.setMaximumWidth(_WIDEST_MARK)
        self.undo_button = self._tool("undo", session.undo)
        self.redo_button = self._tool("redo", session.redo)
        self.search = SearchBox(session)
        self.search.go.connect(self.go)
        self.search.setMinimumWidth(150)
        self.search.setMaximumWidth(260)
        self.make_button = button("生成申报材料", self.making.emit, kind="primary")
        layout = row(self.name, self.mark, self.undo_button, self.redo_button, self.search, self.make_button, gap=M)
        layout.setContentsMargins(L, S, M, S)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        session.undo_stack.indexChanged.connect(self._labels)
        session.changed.connect(self.refresh)
        self.refresh()

    def _tool(self, picture: str, action) -> QToolButton:
        made = QToolButton()
        made.setIcon(icon(picture, "ink"))
        made.setIconSize(QSize(18, 18))
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.clicked.connect(lambda: action())
        return made

    def refresh(self) -> None:
        """The mark of a sample is shown on every screen."""
        mark = self._session.project.head.sample_mark or ""
        self.mark.setText(mark)
        self.mark.setToolTip(mark)
        self.mark.setVisible(bool(mark))
        self._labels()

    def _labels(self, _index: int = 0) -> None:
        stack = self._session.undo_stack
        wide = self.width() >= _LABELLED_FROM
        for tool, word, keys, can, text in (
            (self.undo_button, "撤销", "Ctrl+Z", stack.canUndo(), stack.undoText()),
            (self.redo_button, "重做", "Ctrl+Y", stack.canRedo(), stack.redoText()),
        ):
            tool.setEnabled(can)
            words = f"{word} {text}".strip()
            tool.setToolTip(f"{words}（{keys}）")
            tool.setAccessibleName(words)
            tool.setText(QFontMetrics(tool.font()).elidedText(words, Qt.TextElideMode.ElideRight, 150))
            style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if wide else Qt.ToolButtonStyle.ToolButtonIconOnly
            tool.setToolButtonStyle(style)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Labels beside the arrows where there is room."""
        super().resizeEvent(event)
        self._labels()
