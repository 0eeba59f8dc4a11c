"""What was wrong in the electricity tables, what is to be mended, and earlier profiles."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gzvalue.gui import pieces
from gzvalue.gui.figures_table import Column, FiguresTable, Line
from gzvalue.gui.rows import RowsPanel, RowsTable
from gzvalue.gui.rows_model import Computed
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import M, S
from gzvalue.power.assessment import Assessment
from gzvalue.schema.field import Record
from gzvalue.schema.power_forms import PowerProfile
from gzvalue.schema.problems import LEVEL_WORDS, Problem

_LEAST = 170
"""Points of height in which a table can be read; where the window is lower the page scrolls."""

_COLUMNS = (Column("级别", width=60), Column("户号", width=120), Column("问题", wide=True, width=420))


def _when(record: Record) -> str:
    return (getattr(record, "measured_at", None) or "")[:16].replace("T", " ")


def _files(record: Record) -> str:
    return "、".join((getattr(record, "sources", None) or "").splitlines())


class ProblemsPage(QWidget):
    """Remarks of the source above, kept profiles below: the newest counts.

    Signals:
        said(text): a quiet line.
    """

    said = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.remarks = FiguresTable("数据问题", _COLUMNS, empty="没有发现问题。")
        self.table = RowsTable(
            session, PowerProfile.form.name, [Computed("when", "生成时间", _when), Computed("files", "数据来源", _files), "rows"], growing=False,
            widths={"when": 160, "files": 420},
            empty=("还没有生成过画像。", ""),
        )  # fmt: skip
        panel = RowsPanel(self.table, add_word="新增")
        panel.add_button.hide()
        panel.copy_button.hide()
        self.table.said.connect(self.said)
        self.whole = pieces.label("", "section", wrap=True)
        self.remarks.setMinimumHeight(_LEAST)
        panel.setMinimumHeight(_LEAST)
        box = pieces.column(self.whole, gap=S, margins=(0, M, 0, M))
        box.addWidget(self.remarks, 3)
        box.addWidget(pieces.section("历次画像（最新一次有效）"))
        box.addWidget(panel, 2)
        page = QWidget()
        page.setLayout(box)
        self.setLayout(pieces.column(pieces.scrolled(page)))

    def show_assessment(self, found: Assessment | None, problems: Sequence[Problem]) -> None:
        """List what was found in the source and what is to be mended of the profile."""
        lines = [Line(("own", number), (LEVEL_WORDS[one.level], "", one.message)) for number, one in enumerate(problems)]
        if found is not None:
            lines += [
                Line(
                    ("source", number),
                    (LEVEL_WORDS.get(one.level, one.level), one.meter, one.message),
                    tone="" if one.level == "notice" else "stop",
                )
                for number, one in enumerate(found.remarks)
                if "书面授权" not in one.message
            ]
        self.whole.setText(f"问题与提醒 {len(lines)} 条")
        self.remarks.show_lines(lines)
