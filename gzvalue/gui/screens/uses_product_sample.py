"""The first rows of a data file, without anything of people, as the sample of a product."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from gzvalue.gui import pieces
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import S
from gzvalue.gui.work import Progress, Work
from gzvalue.schema.edit import Entry
from gzvalue.schema.field import Record
from gzvalue.schema.product_forms import DataProduct

if TYPE_CHECKING:
    from gzvalue.schema.project import Project

_FORM, _KEY, _MOST = DataProduct.form.name, "sample", 3900
"""Somewhat less than the field takes."""


class SampleFromFile(QWidget):
    """A button that reads a file in the work thread and fills in 样例数据 as one edit, which can be undone.

    Args:
        session, work: of the window.
        record: gives the product.
        code: gives the code of its first data set; empty for none.

    Signals:
        said(text): what was done.
    """

    said = Signal(str)

    def __init__(
        self, session: Session, work: Work, record: Callable[[], Record | None], code: Callable[[], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.session, self.work, self._record, self._code = session, work, record, code
        self.choose = pieces.button(
            "从数据文件取样例…", self.ask, kind="quiet", tip="读取数据文件的前几行，去掉个人信息列，填入“样例数据”；文件不改动、不复制"
        )
        self.setLayout(pieces.column(gap=0))
        self.layout().addLayout(pieces.row(self.choose, None, gap=S))  # type: ignore[union-attr]
        self.show_state()

    def show_state(self) -> None:
        """A product with a data set of the catalogue is needed."""
        self.choose.setEnabled(self._record() is not None and bool(self._code()))

    def ask(self) -> None:
        """Ask for the file."""
        name, _ = QFileDialog.getOpenFileName(self, "选择数据文件（只读）", str(self.session.path.parent))
        if name:
            self.take(Path(name))

    def take(self, source: Path) -> None:
        """Read it, then fill in."""
        record = self._record()
        if record is None:
            return
        self.choose.setEnabled(False)

        def done(text: str) -> None:
            self.show_state()
            self.session.enter([Entry(_FORM, record.id, _KEY, text)], "从数据文件取样例")
            self.said.emit(f"已从“{source.name}”取样例，个人信息列已去掉；对外提供前请数据部门核对")

        def failed(words: str) -> None:
            self.show_state()
            self.work.failed.emit(words)

        self.work.run("正在读取样例", _read, self.session.project, self._code(), source, then=done, failed=failed)


def _read(project: "Project", code: str, source: Path, *, progress: Progress) -> str:
    """In the work thread."""
    from gzvalue.actions.sheet import typed_sample_of_file  # brings the query engine

    progress(0, 0, source.name)
    return typed_sample_of_file(project, code, source, _MOST)
