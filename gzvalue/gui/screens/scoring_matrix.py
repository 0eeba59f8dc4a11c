"""The comparison matrix as cells to fill: above the diagonal typed or chosen, below it the reciprocals."""

from fractions import Fraction

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from gzvalue.gui import theme
from gzvalue.gui.screens.scoring_index import CRITERIA, INDICATORS, index_name, layer, layer_key
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import Tokens
from gzvalue.schema.edit import Entry, add, combined, enter
from gzvalue.schema.forms import form_of
from gzvalue.schema.kinds import Unreadable, clean
from gzvalue.schema.scoring_forms import DIMENSIONS, Judgement

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_WORDS = {"9": "极端重要", "7": "强烈重要", "5": "明显重要", "3": "稍微重要", "1": "同等重要"}
_KEYS = {index_name(key): key for key in (*DIMENSIONS, *INDICATORS)}
SCALE = [str(n) for n in range(9, 0, -1)] + [f"1/{n}" for n in range(2, 10)]
"""The judgements one may choose, from 'row far more' to 'column far more'."""


def judgement_words(text: str) -> str:
    """A judgement with its meaning: ``3　行比列稍微重要``."""
    if text in _WORDS:
        return f"{text}　{_WORDS[text]}" if text == "1" else f"{text}　行比列{_WORDS[text]}"
    back = text.removeprefix("1/")
    return f"{text}　列比行{_WORDS[back]}" if text.startswith("1/") and back in _WORDS else text


class MatrixModel(QAbstractTableModel):
    """One layer's judgements of one expert (or the common ones) as a square; typing goes to the Session."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.group = CRITERIA
        self.expert: str | None = None
        self.keys: tuple[str, ...] = layer(CRITERIA)
        self.worst: tuple[str, str] | None = None

    def show_layer(self, group: str, expert: str | None, worst: tuple[str, str] | None) -> None:
        """Show another layer or expert; ``worst`` names the pair to point at."""
        self.beginResetModel()
        self.group, self.expert, self.keys, self.worst = group, expert, layer(group), worst
        self.endResetModel()

    def follow(self, worst: tuple[str, str] | None) -> None:
        """The project changed: repaint the same cells."""
        self.worst = worst
        last = len(self.keys) - 1
        self.dataChanged.emit(self.index(0, 0), self.index(last, last))

    # --- judgements -----------------------------------------------------------------------------

    def find(self, first: str, second: str) -> Judgement | None:
        """The record of a pair in that order."""
        wanted = (self.expert, self.group, first, second)
        return next((j for j in self.session.project.judgements if (j.expert, layer_key(j.group), *keys_of(j)) == wanted), None)

    def text_at(self, row: int, column: int) -> str:
        """What stands in a cell."""
        if row == column:
            return "1"
        first, second = self.keys[row], self.keys[column]
        record = self.find(first, second)
        if record is not None and (record.value is not None or self.session.text("judgement", record.id, "value")):
            return self.session.text("judgement", record.id, "value")
        turned = self.find(second, first)
        return _reciprocal(self.session.text("judgement", turned.id, "value")) if turned is not None else ""

    def filled(self) -> tuple[int, int]:
        """How many pairs are judged, of how many."""
        size = len(self.keys)
        pairs = [(row, column) for row in range(size) for column in range(row + 1, size)]
        return sum(bool(self.text_at(*pair)) for pair in pairs), len(pairs)

    def put(self, cells: list[tuple[int, int, str]]) -> bool:
        """Enter texts above the diagonal, as one undoable step; other cells are passed over."""
        edits = []
        project = self.session.project
        entries: list[Entry] = []
        rows = []
        for row, column, text in cells:
            if row >= column or text == self.text_at(row, column):
                continue
            first, second = self.keys[row], self.keys[column]
            record, turned = self.find(first, second), self.find(second, first)
            if record is not None:
                entries.append(Entry("judgement", record.id, "value", text))
            elif turned is not None:
                entries += [
                    Entry("judgement", turned.id, key, value) for key, value in (("first", first), ("second", second), ("value", text))
                ]
            elif clean(text):
                rows.append({"expert": self.expert or "", "group": self.group, "first": first, "second": second, "value": text})
        label = self._label(entries, rows)
        if entries:
            edits.append(enter(project, label, entries))
        if rows:
            edits.append(add(project, label, "judgement", rows))
        return self.session.apply(combined(label, project, edits)) if edits else True

    def _label(self, entries: list[Entry], rows: list[dict[str, str]]) -> str:
        name = "五个维度" if self.group == CRITERIA else index_name(self.group)
        return f"填写判断矩阵（{name}）{len({e.id for e in entries}) + len(rows)} 处"

    # --- Qt -------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _ROOT) -> int:
        """As many as things compared."""
        return 0 if parent.isValid() else len(self.keys)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """As many as rows."""
        return 0 if parent.isValid() else len(self.keys)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole):
        """Names of what is compared."""
        return index_name(self.keys[section]) if role == Qt.ItemDataRole.DisplayRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Only what lies above the diagonal takes typing."""
        able = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return able | Qt.ItemFlag.ItemIsEditable if index.row() < index.column() else able

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole):
        """Text, colours and the sentence under the pointer."""
        row, column = index.row(), index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self.text_at(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignCenter)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(row, column)
        tokens = theme.tokens_of()
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(self._ink(row, column, tokens))
        if role == Qt.ItemDataRole.BackgroundRole:
            return self._ground(row, column, tokens)
        return None

    def setData(self, index: Index, value, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Hand a chosen or typed text to the Session."""
        return role == Qt.ItemDataRole.EditRole and self.put([(index.row(), index.column(), str(value))])

    def _ink(self, row: int, column: int, tokens: Tokens) -> str:
        if row >= column:
            return tokens.quiet
        return tokens.stop if self._faulty(row, column) or self.is_worst(row, column) else tokens.ink

    def _ground(self, row: int, column: int, tokens: Tokens) -> QColor | None:
        if row >= column:
            return QColor(tokens.panel)
        return QColor(tokens.stop_wash) if self.is_worst(row, column) else None

    def is_worst(self, row: int, column: int) -> bool:
        """Whether this cell is the pair that contradicts the others most."""
        return self.worst is not None and row != column and {index_name(self.keys[n]) for n in (row, column)} == set(self.worst)

    def _faulty(self, row: int, column: int) -> str:
        record = self.find(self.keys[row], self.keys[column])
        return (self.session.fault("judgement", record.id, "value") or "") if record is not None else ""

    def _tip(self, row: int, column: int) -> str:
        if row == column:
            return "与自身比较恒为 1"
        first, second = index_name(self.keys[row]), index_name(self.keys[column])
        if row > column:
            return f"“{first}”比“{second}”：由上半部分的倒数得出"
        fault = self._faulty(row, column)
        worst = "。这一对与其他判断最不一致，请先修改" if self.is_worst(row, column) else ""
        return fault or f"“{first}”比“{second}”重要多少：1 同等、3 稍微、5 明显、7 强烈、9 极端；反过来填 1/3 等{worst}"


def keys_of(judgement: Judgement) -> tuple[str | None, str | None]:
    """The keys of a pair; imported judgements may name them in Chinese."""
    return _KEYS.get(judgement.first or "", judgement.first), _KEYS.get(judgement.second or "", judgement.second)


def _reciprocal(text: str) -> str:
    kind = form_of("judgement").fields["value"].kind
    try:
        value = kind.parse(clean(text)) if clean(text) else None
    except Unreadable:
        return ""
    return kind.format(1 / Fraction(value)) if value else ""


class _ScaleDelegate(QStyledItemDelegate):
    """A list of the judgements with their meaning; a digit chooses, and so does 1/3 typed quickly."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The ground of the model first: the style sheet would leave it out."""
        ground = index.data(Qt.ItemDataRole.BackgroundRole)
        if isinstance(ground, QColor):
            painter.fillRect(option.rect, ground)  # type: ignore[attr-defined]
        super().paint(painter, option, index)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        box = QComboBox(parent)
        for text in SCALE:
            box.addItem(judgement_words(text), text)
        box.view().setMinimumWidth(190)
        box.activated.connect(lambda: self._done(box))
        return box

    def _done(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, QComboBox)
        editor.setCurrentIndex(
            max(editor.findData(index.data(Qt.ItemDataRole.EditRole)), SCALE.index("1"))
            if not index.data()
            else editor.findData(index.data())
        )

    def setModelData(self, editor: QWidget, model, index: Index) -> None:
        assert isinstance(editor, QComboBox)
        model.setData(index, editor.currentData())

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(88, 40)


class MatrixView(QTableView):
    """The matrix with the keys of a sheet: digits and F2 edit, Delete empties, blocks are copied and pasted.

    Signals:
        said(text): what a paste could not take.
    """

    said = Signal(str)

    def __init__(self, model: MatrixModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.matrix = model
        self.setModel(model)
        self.setItemDelegate(_ScaleDelegate(self))
        self.setAccessibleName("判断矩阵")
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed | triggers.SelectedClicked)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for head in (self.horizontalHeader(), self.verticalHeader()):
            head.setSectionsClickable(False)
            head.setHighlightSections(False)
        self.verticalHeader().setDefaultSectionSize(40)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setMinimumSectionSize(72)
        model.modelReset.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        rows = self.matrix.rowCount()
        self.setFixedHeight(40 * rows + self.horizontalHeader().sizeHint().height() + 4)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit enters a judgement at once and goes on; the other keys are those of a sheet."""
        index = self.currentIndex()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste(QGuiApplication.clipboard().text())
        elif event.key() == Qt.Key.Key_Delete:
            self.matrix.put([(one.row(), one.column(), "") for one in self.selectedIndexes()])
        elif event.text() in tuple("123456789") and index.isValid() and index.row() < index.column():
            self.matrix.put([(index.row(), index.column(), event.text())])
        elif event.text() == "/" and index.isValid() and index.row() < index.column():
            self._turn(index)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit(index)
        else:
            super().keyPressEvent(event)

    def _turn(self, index: QModelIndex) -> None:
        """The stroke key turns a judgement round: 3 becomes 1/3."""
        text = self.matrix.text_at(index.row(), index.column())
        self.matrix.put([(index.row(), index.column(), _reciprocal(text))])

    def copy(self) -> None:
        """The selected block to the clipboard, as a sheet takes it."""
        chosen = self.selectedIndexes()
        rows, columns = sorted({i.row() for i in chosen}), sorted({i.column() for i in chosen})
        lines = ("\t".join(self.matrix.text_at(row, column) for column in columns) for row in rows)
        QGuiApplication.clipboard().setText("\n".join(lines))

    def paste(self, text: str) -> None:
        """A block from a sheet, from the current cell on; only what falls above the diagonal is taken."""
        lines = [line.split("\t") for line in text.rstrip("\n").split("\n")]
        at = self.currentIndex()
        if not at.isValid():
            return
        size = self.matrix.rowCount()
        cells = [
            (at.row() + down, at.column() + right, part.strip())
            for down, line in enumerate(lines)
            for right, part in enumerate(line)
            if at.row() + down < size and at.column() + right < size
        ]
        self.matrix.put([cell for cell in cells if cell[2]])
        left_out = sum(len(line) for line in lines) - len(cells)
        if left_out:
            self.said.emit(f"粘贴的内容超出矩阵，{left_out} 格没有填入")
