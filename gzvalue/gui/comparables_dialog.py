"""The user's own library of comparables: choose cases for a unit, bring in or give out a file, take cases out."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QDialog, QFileDialog, QListWidget, QListWidgetItem, QWidget

from gzvalue.actions import comparables as library
from gzvalue.errors import UserError
from gzvalue.gui import pieces
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import XL, L, M, S

_FILES = "案例库 (*.json *.csv)"


class LibraryDialog(QDialog):
    """Cases with a check mark each; accepted when some shall go into the project.

    Signals:
        said(text): a quiet line for the screen.

    Raises:
        UserError: the library's file is none of ours.
    """

    said = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("案例库")
        self.session = session
        self.list = QListWidget()
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.list.setAccessibleName("案例库中的案例")
        self.list.itemChanged.connect(lambda _item: self._count())
        self.unit = QComboBox()
        self.unit.addItems([f"{one.code}　{one.name or ''}" for one in session.project.units if one.code])
        self.unit.setMinimumWidth(220)
        self.note = pieces.label("", "attention", wrap=True)
        self.add_button = pieces.button("加入项目", self.accept, kind="primary")
        tools = pieces.row(
            pieces.button("并入文件…", self.bring_in), pieces.button("导出文件…", self.give_out),
            pieces.button("从案例库删除", self.forget, kind="quiet", tip="只从案例库删除打勾的案例，不影响任何项目"), None, gap=S,
        )  # fmt: skip
        box = pieces.column(pieces.heading("案例库"), gap=M, margins=(XL, L, XL, L))
        box.addWidget(pieces.caption("案例库存在本机用户目录，各项目共用；只保存案例本身，不保存任何项目的数据。"))
        box.addLayout(tools)
        box.addWidget(self.list, 1)
        box.addWidget(self.note)
        box.addLayout(
            pieces.row(pieces.label("用于评估单元", "label"), self.unit, None, pieces.button("取消", self.reject), self.add_button, gap=M)
        )
        self.setLayout(box)
        self.note.hide()
        self.resize(720, 480)
        self._show()

    def chosen(self) -> list[library.Case]:
        """The cases with a check mark."""
        items = (self.list.item(place) for place in range(self.list.count()))
        return [item.data(Qt.ItemDataRole.UserRole) for item in items if item.checkState() == Qt.CheckState.Checked]

    def copy_chosen(self) -> None:
        """Put them into the project as one edit."""
        cases, unit = self.chosen(), self.unit.currentText().partition("　")[0]
        if cases and unit and self.session.apply(library.copied_into(self.session.project, cases, unit)):
            self.said.emit(f"已从案例库加入 {len(cases)} 个案例，用于 {unit}；请核对各项系数")

    def bring_in(self) -> None:
        """Cases of a file into the library."""
        chosen, _ = QFileDialog.getOpenFileName(self, "并入案例库", str(self.session.path.parent), _FILES)
        if chosen:
            self._try(partial(_brought_in, Path(chosen)))

    def give_out(self) -> None:
        """The library as a file."""
        chosen, _ = QFileDialog.getSaveFileName(self, "导出案例库", str(self.session.path.parent / "案例库.json"), _FILES)
        if chosen:
            self._try(partial(_given_out, Path(chosen)))

    def forget(self) -> None:
        """Take the cases with a check mark out of the library."""
        cases = self.chosen()
        if cases:
            self._try(partial(_forgotten, cases))

    def _try(self, action: Callable[[], str]) -> None:
        try:
            words = action()
        except UserError as wrong:
            words = str(wrong)
        self._show()
        self.note.setText(words)
        self.note.show()

    def _show(self) -> None:
        self.list.clear()
        for case in library.library():
            words = "　".join(case[key] for key in ("name", "value", "deal_date", "source") if case.get(key))
            item = QListWidgetItem(words)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            item.setData(Qt.ItemDataRole.UserRole, dict(case))
            self.list.addItem(item)
        self._count()
        if not self.list.count():
            self.note.setText("案例库还是空的：在可比案例中选中案例后点“存入案例库”，或并入他人给的文件。")
            self.note.show()

    def _count(self) -> None:
        count = len(self.chosen())
        self.add_button.setEnabled(bool(count and self.unit.count()))
        self.add_button.setText(f"加入项目（{count}）" if count else "加入项目")


def _brought_in(file: Path) -> str:
    return f"新加入 {library.keep(library.read_cases(file))} 个案例"


def _given_out(file: Path) -> str:
    library.write_cases(file, library.library())
    return f"已导出到 {file.name}"


def _forgotten(cases: Sequence[library.Case]) -> str:
    library.forget(cases)
    return f"已从案例库删除 {len(cases)} 个案例"
