"""尽职调查: the lender's check list with the state, document and note of each item, typed in place."""

import re

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gzvalue.financing.diligence import DONE, OPEN, diligence, items
from gzvalue.gui import pieces
from gzvalue.gui.rows import RowsPanel, RowsTable
from gzvalue.gui.rows_model import Computed
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import M, S
from gzvalue.schema.field import OWN_DEFAULT, Record
from gzvalue.schema.lending_forms import DiligenceItem

_FORM = "diligence_item"
_STATES = (DONE, "部分", OPEN, "不适用")


class DiligencePage(QWidget):
    """All items as one table to type in; the list is laid out by one step that can be undone.

    Signals:
        said(text): a quiet line.
    """

    said = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        names = {code: (group, name) for code, group, name in items()}
        self.table = RowsTable(
            session, _FORM,
            ["item", Computed("group", "类别", lambda row: names.get(_code(row), ("—", ""))[0], sort=_order),
             Computed("name", "事项", lambda row: names.get(_code(row), ("", "不在清单中"))[1], sort=_order), "state", "evidence", "page", "note"],
            growing=False, widths={"item": 64, "group": 110, "name": 300, "state": 84, "evidence": 90, "page": 70, "note": 200},
            empty=(f"贷款人的 {len(names)} 项尽职调查清单。列出后逐项填写状态、附件和说明；没有填的，材料中一律按“缺”列示。", "列出全部清单"),
            on_empty=self.lay_out,
        )  # fmt: skip
        self.table.said.connect(self.said)
        self.counts = pieces.label("", "strong", wrap=True)
        self.missing = pieces.button("", self.lay_out)
        note = pieces.caption(f"清单为{OWN_DEFAULT}，贷款人另有要求的以贷款人为准。“已核”须有附件；状态可整列粘贴或用 Ctrl+D 向下填充。")
        self.panel = RowsPanel(self.table)
        self.panel.add_button.hide()
        self.panel.copy_button.hide()
        head = pieces.row(self.counts, self.missing, gap=M)
        head.setStretch(0, 1)
        box = pieces.column(gap=S, margins=(0, M, 0, M))
        box.addLayout(head)
        box.addWidget(note)
        box.addWidget(self.panel, 1)
        self.setLayout(box)
        self.table.model.sort_by(0)

    def refresh(self) -> None:
        """Follow the Session: how many items are in which state."""
        checked = diligence(self.session.project)
        counts = {state: sum(one.state == state for one in checked) for state in _STATES}
        self.counts.setText(f"{len(checked)} 项：" + "，".join(f"{state} {number}" for state, number in counts.items()))
        left = len(self._absent())
        self.missing.setText(f"补齐其余 {left} 项")
        self.missing.setVisible(0 < left < len(checked))

    def lay_out(self) -> None:
        """Add a row for every item that has none yet; their state says what it was without a row."""
        rows = [{"item": code, "state": OPEN} for code in self._absent()]
        if rows and self.session.add(_FORM, rows, f"列出 {len(rows)} 项尽职调查清单"):
            self.table.refresh()
            self.panel.filter.clear()
            self.table.set_filter("")
            self.table.set_where(None)  # in the order of the list: until then rows that came stand at the end

    def _absent(self) -> list[str]:
        told = {_code(row) for row in self.session.project.all(DiligenceItem)}
        return [code for code, _, _ in items() if code not in told]


def _code(row: Record) -> str:
    return (getattr(row, "item", None) or "").strip().upper()


def _order(row: Record) -> tuple[str, int]:
    """A2 before A10."""
    code = _code(row)
    digits = re.sub(r"\D", "", code)
    return re.sub(r"\d", "", code), int(digits[:6]) if digits else 0
