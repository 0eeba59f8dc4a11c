"""The evidence of one datum beside whatever screen it stands on: which document, page, strength, who prepared it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from gzvalue.gui import pieces
from gzvalue.gui.evidence_panel import EvidencePanel
from gzvalue.gui.places import datum_words
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import XL, L, M, S
from gzvalue.gui.work import Work


class EvidenceDialog(QDialog):
    """Documents of one field of one record; a document that is dropped here proves this field."""

    def __init__(self, session: Session, datum: tuple[str, int, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        form, id, key = datum
        self.setWindowTitle("这一项的证据")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(760, 420)
        self._work = Work(self)
        self.panel = EvidencePanel(session, self._work, form, key=key)
        self.panel.set_record(id)
        said = pieces.caption("附件拖到这里，或在表中填已有附件的编号；逐条写页码、证明力、来源、整理人和日期。")
        self.panel.said.connect(said.setText)
        box = pieces.column(pieces.section(datum_words(session.project, *datum)), pieces.caption(session.text(*datum) or "未填"), self.panel, said,
                            gap=S, margins=(XL, L, XL, M))  # fmt: skip
        box.addLayout(pieces.row(None, pieces.button("关闭", self.close)))
        self.setLayout(box)

    def done(self, result: int) -> None:
        """Wait for a document that is being read."""
        self._work.close()
        super().done(result)


def show_evidence(parent: QWidget, session: Session, datum: tuple[str, int, str]) -> EvidenceDialog:
    """Open the evidence of a datum."""
    dialog = EvidenceDialog(session, datum, parent.window())
    dialog.show()
    return dialog
