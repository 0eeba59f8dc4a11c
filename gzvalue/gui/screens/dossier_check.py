"""What is to be mended before the paper goes out, step by step, each line a link to its field."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeWidget, QTreeWidgetItem, QWidget

from gzvalue.gui import pieces, theme
from gzvalue.gui.session import Session
from gzvalue.gui.short_text import cut_to
from gzvalue.gui.tokens import BODY, HELP, M, S
from gzvalue.schema.chapters import CHAPTERS
from gzvalue.schema.problems import LEVEL_WORDS, Problem

_NUMBERS = "①②③④⑤⑥⑦⑧⑨"
_LEAF, _BRANCH, _WORD, _FEW = 46, 34, 36, 20
Index = QModelIndex | QPersistentModelIndex


class _Lines(QStyledItemDelegate):
    """Steps on one line, problems on two: the word of their level in its colour, then as much of the sentence as fits."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, _LEAF if isinstance(index.data(Qt.ItemDataRole.UserRole), Problem) else _BRANCH)

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        problem = index.data(Qt.ItemDataRole.UserRole)
        tokens = theme.tokens_of(option.widget)
        painter.save()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        over = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.fillRect(option.rect, QColor(tokens.wash if selected else tokens.hover if over else tokens.paper))
        area = option.rect.adjusted(4, 2, -4, -2)
        if isinstance(problem, Problem):
            painter.setFont(theme.font(HELP))
            painter.setPen(QColor(tokens.stop if problem.level == "error" else tokens.attention))
            painter.drawText(area.adjusted(0, 2, 0, 0), int(Qt.AlignmentFlag.AlignTop), LEVEL_WORDS[problem.level])
            text = area.adjusted(_WORD, 2, 0, 0)
            painter.setPen(QColor(tokens.ink))
            shown, _cut = cut_to(problem.message, painter.font(), max(text.width(), 20), 2)
            painter.drawText(text, int(Qt.AlignmentFlag.AlignTop), shown)
        else:
            painter.setFont(theme.font(BODY))
            painter.setPen(QColor(tokens.ink))
            painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter), str(index.data()))
        painter.restore()


class CheckList(QWidget):
    """Problems by step, errors first.

    Signals:
        place_wanted(form, id, key): the field of a problem.
    """

    place_wanted = Signal(str, int, str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._shown: tuple[Problem, ...] | None = None
        self.verdict = pieces.label("", "good", wrap=True)
        self.words = pieces.caption("")
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        self.tree.setIndentation(12)
        self.tree.setItemDelegate(_Lines(self.tree))
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tree.setAccessibleName("待补正事项，按步骤")
        self.tree.itemActivated.connect(self._open)
        self.tree.itemClicked.connect(self._open)
        self.setLayout(pieces.column(self.verdict, self.words, self.tree, gap=S, margins=(0, M, 0, 0)))

    def refresh(self) -> None:
        """Follow the Session."""
        problems = self.session.problems
        if problems == self._shown:
            return
        self._shown = problems
        errors = sum(one.level == "error" for one in problems)
        notices = len(problems) - errors
        pieces.set_role(self.verdict, "stop" if errors else "good")
        self.verdict.setText(f"错误 {errors} 处 · 提醒 {notices} 处" if problems else "没有待补正事项")
        draft = "有错误时不能签发，只能生成每页带“草稿”字样的 PDF。" if errors else "没有错误，可以签发；未签发的每页带“草稿”字样。"
        self.words.setText(draft + ("提醒不影响生成，会列在“待补正事项”一页。" if notices else ""))
        self._fill(problems)

    def _fill(self, problems: Sequence[Problem]) -> None:
        branches = [item for n in range(self.tree.topLevelItemCount()) if (item := self.tree.topLevelItem(n)) is not None]
        opened = {item.data(0, Qt.ItemDataRole.UserRole + 1) for item in branches if item.isExpanded()}
        first = not branches
        self.tree.clear()
        chapter_of = {form: number for number, chapter in enumerate(CHAPTERS) for form in chapter.forms}
        own_step = next(number for number, chapter in enumerate(CHAPTERS) if chapter.key == "dossier")
        for number, chapter in enumerate(CHAPTERS):
            own = [one for one in problems if chapter_of.get(one.form, own_step) == number]
            if not own:
                continue
            own.sort(key=lambda one: one.level != "error")
            branch = QTreeWidgetItem([f"{_NUMBERS[number]} {chapter.label}　{_counted(own)}"])
            branch.setData(0, Qt.ItemDataRole.UserRole + 1, chapter.key)
            self.tree.addTopLevelItem(branch)
            for one in own:
                leaf = QTreeWidgetItem([f"{LEVEL_WORDS[one.level]}　{one.message}"])
                leaf.setData(0, Qt.ItemDataRole.UserRole, one)
                leaf.setToolTip(0, f"{one.message}\n点击到填报处")
                branch.addChild(leaf)
            wrong = any(one.level == "error" for one in own)
            branch.setExpanded(chapter.key in opened or (first and (wrong or len(problems) <= _FEW)))

    def _open(self, item: QTreeWidgetItem, _column: int) -> None:
        problem = item.data(0, Qt.ItemDataRole.UserRole)
        if isinstance(problem, Problem):
            self.place_wanted.emit(problem.form, problem.id, problem.key)


def _counted(problems: Sequence[Problem]) -> str:
    errors = sum(one.level == "error" for one in problems)
    parts = [f"错误 {errors}"] if errors else []
    parts += [f"提醒 {len(problems) - errors}"] if len(problems) > errors else []
    return " · ".join(parts)
