"""③ 权属与合规自查: the chain from source to evidence, and the tables behind its links."""

from typing import Any, cast

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTabWidget, QWidget

from gzvalue.gui.chain_strip import ChainStrip
from gzvalue.gui.evidence_panel import EvidencePanel
from gzvalue.gui.master_detail import MasterDetail
from gzvalue.gui.pieces import caption, column
from gzvalue.gui.problems_panel import is_lacking
from gzvalue.gui.record import RecordForm
from gzvalue.gui.rows import RowsPanel, RowsTable
from gzvalue.gui.rows_model import Computed
from gzvalue.gui.screen import LOW, Screen
from gzvalue.gui.screen_head import ScreenHead
from gzvalue.gui.screens.attachments_page import AttachmentsPage
from gzvalue.gui.screens.certificates_board import CertificatesBoard
from gzvalue.gui.screens.registration import RegistrationPage
from gzvalue.gui.screens.rights_chain import certificates_of, evidence_count, links
from gzvalue.gui.screens.rights_chains import ChainsPage
from gzvalue.gui.screens.rights_evidence import EvidenceTable
from gzvalue.gui.screens.rights_questions import QuestionsPage
from gzvalue.gui.screens.rights_records import FormAndProofs, MadeWhenSeen
from gzvalue.gui.screens.rights_results import ResultsPage
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import XL, L, M, S
from gzvalue.gui.work import Work

_FORMS = (
    "source_link",
    "consent_version",
    "compliance_answer",
    "certificate",
    "deposit",
    "stated_name",
    "contract",
    "evidence",
    "evidence_link",
)
_LEGAL = {"source_type", "authoriser", "holder", "rights", "right_until", "exclusive", "restriction", "public_data", "grade",
          "personal_information", "registered_personal", "right_scope", "right_limits", "right_path", "personal_note"}  # fmt: skip


class RightsScreen(Screen):
    """A grid of the data sets' rights, certificates, contracts, and the attachments that prove them."""

    key = "rights"

    def __init__(self, session: Session, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(session, work, parent)
        self.head = ScreenHead("权属与合规自查")
        self.chain = ChainStrip(6)
        self.grid = RowsTable(
            session, "data_set",
            ["code", "name", "source_type", "authoriser", "holder", "rights", "right_until", "exclusive", "restriction", "public_data", "grade",
             "personal_information", "registered_personal",
             Computed("certificates", "权属凭证", lambda r: certificates_of(session.project, r), help="覆盖这个数据集的凭证及其状态"),
             Computed("evidence", "证据", lambda r: evidence_count(session.project, r), numeric=True, help="与这个数据集对应的附件份数")],
            growing=False, widths={"name": 220, "source_type": 150, "rights": 180},
            empty=("先在数据目录中列出数据集，再逐项核对来源、权利和个人信息。", "到数据目录"), on_empty=lambda: self.step.emit("catalogue"),
        )  # fmt: skip
        self.certificates = self._records("certificate", ["code", "kind", "number", "name", "state", "issued_on", "valid_until", "data_sets"],
                                          "登记凭证，或准备申请的登记。未发证的，质押时权利状态系数按 0 计。", "新增凭证")  # fmt: skip
        self.contracts = self._records("contract", ["code", "name", "kind", "counterparty", "starts", "ends", "annual_amount", "data_sets", "pledged"],
                                       "产生收益、取得授权或限制使用的合同。", "新增合同")  # fmt: skip
        self.evidence = EvidenceTable(session, work)
        self.grid_page = self._grid_page()
        self.chains = MadeWhenSeen(self._chains_page)
        self.questions = MadeWhenSeen(self._questions_page)
        self.results = MadeWhenSeen(self._results_page)
        self.board = MadeWhenSeen(self._board_page)
        self.registration = MadeWhenSeen(self._registration_page)
        self.book = MadeWhenSeen(self._book_page)
        self.tabs = QTabWidget()
        for page, name in self._pages():
            self.tabs.addTab(page, name)
        for source in (self.grid, self.certificates, self.contracts, self.evidence):
            source.said.connect(lambda text: self.said.emit(text, ""))
        self.tabs.currentChanged.connect(lambda _n: self._fit())
        self.chain.chosen.connect(self._follow)
        self.setLayout(column(self.head, self.chain, self.tabs, gap=S, margins=(XL, L, XL, M)))

    def _pages(self) -> tuple[tuple[QWidget, str], ...]:
        """The tabs in their order."""
        return (
            (self.grid_page, "权利核查"),
            (self.chains, "权属链条"),
            (self.questions, "合规自查"),
            (self.results, "结论"),
            (self.certificates, "权属凭证"),
            (self.board, "凭证台账"),
            (self.registration, "登记材料"),
            (self.contracts, "合同"),
            (self.evidence, "证据附件"),
            (self.book, "附件册"),
        )

    def _chains_page(self) -> ChainsPage:
        made = ChainsPage(self.session, self.work)
        made.said.connect(lambda text: self.said.emit(text, ""))
        return made

    def _questions_page(self) -> QuestionsPage:
        made = QuestionsPage(self.session)
        made.said.connect(lambda text: self.said.emit(text, ""))
        return made

    def _results_page(self) -> ResultsPage:
        made = ResultsPage(self.session)
        made.said.connect(lambda text: self.said.emit(text, ""))
        made.go_to.connect(self.go_to)
        return made

    def _board_page(self) -> CertificatesBoard:
        made = CertificatesBoard(self.session)
        made.said.connect(lambda text: self.said.emit(text, ""))
        made.go_to.connect(self.go_to)
        return made

    def _registration_page(self) -> RegistrationPage:
        made = RegistrationPage(self.session, self.work)
        made.said.connect(self.said)
        made.go_to.connect(self.go_to)
        return made

    def _book_page(self) -> AttachmentsPage:
        made = AttachmentsPage(self.session, self.work)
        made.said.connect(self.said)
        made.go_to.connect(self.go_to)
        return made

    def _grid_page(self) -> QWidget:
        page = QWidget()
        panel = RowsPanel(self.grid)
        for item in (panel.add_button, panel.copy_button, panel.delete_button):
            item.hide()
        panel.bar.insertWidget(0, caption("逐项自查，不作“合格”结论；详细内容在数据目录的“法律属性”中填。", wrap=False))
        page.setLayout(column(panel, gap=0, margins=(0, M, 0, 0)))
        return page

    def _records(self, form: str, columns: list[str], sentence: str, action: str) -> MasterDetail:
        table = RowsTable(self.session, form, columns, empty=(sentence, action), widths={"name": 240, "number": 150, "counterparty": 150})
        detail = FormAndProofs(RecordForm(self.session, form), EvidencePanel(self.session, self.work, form))
        made = MasterDetail(RowsPanel(table, add_word=action), detail, share=0.45)
        made.setContentsMargins(0, M, 0, 0)
        return made

    def _follow(self, key: str) -> None:
        """A link of the chain leads to its table, at the first record that is not in order."""
        pages = {"certificate": self.certificates, "contract": self.contracts, "evidence": self.evidence}
        self.tabs.setCurrentWidget(pages.get(key, self.grid_page))
        if key in pages:
            return
        rows = self.session.project.rows["data_set"]
        lacking = next((id for id in self.grid.ids() if getattr(rows[id], key) is None or getattr(rows[id], key) == "待核"), 0)
        self.grid.select(lacking or next(iter(self.grid.ids()), 0), key)
        self.grid.view.setFocus()

    def refresh(self) -> None:
        """The chain, and the line beside the title."""
        self.chain.show_links(links(self.session.project))
        lacking = sum(
            is_lacking(self.session.project, p)
            for p in self.session.problems
            if p.form in _FORMS or (p.form == "data_set" and p.key in _LEGAL)
        )
        self.head.say(f"还差 {lacking} 处" if lacking else "自查表已填，结论由银行和律师判断" if self.session.project.data_sets else "")

    def show_place(self, form: str, id: int, key: str) -> None:
        """The table of the form, its record and field."""
        if form in ("source_link", "consent_version"):
            self.tabs.setCurrentWidget(self.chains)
            cast(ChainsPage, self.chains.page()).show_place(form, id, key)
        elif form == "compliance_answer":
            self.tabs.setCurrentWidget(self.questions)
            cast(QuestionsPage, self.questions.page()).show_place(id)
        elif form in ("deposit", "stated_name"):
            self.tabs.setCurrentWidget(self.board)
            cast(CertificatesBoard, self.board.page()).show_place(form, id, key)
        elif form == "registration_entry":
            self.tabs.setCurrentWidget(self.registration)
            cast(RegistrationPage, self.registration.page()).show_place(id)
        elif form in ("certificate", "contract"):
            page = self.certificates if form == "certificate" else self.contracts
            self.tabs.setCurrentWidget(page)
            page.select(id, key)
        elif form in ("evidence", "evidence_link"):
            self.tabs.setCurrentWidget(self.evidence)
            self.evidence.show_place(form, id, key)
        else:
            self.tabs.setCurrentWidget(self.grid_page)
            self.grid.select(id, key)
            self.grid.view.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The chain takes one line where the window is low."""
        super().resizeEvent(event)
        self.chain.set_low(event.size().height() < LOW)
        self._fit()

    def _fit(self) -> None:
        """The overview of all chains stands over the pages that it leads to; the others have pictures of their own and need the room."""
        self.chain.setVisible(
            self.tabs.currentWidget() not in (self.chains, self.questions, self.results, self.board, self.registration, self.book)
        )

    def place(self) -> dict[str, Any]:
        """Which page, which record."""
        return {"page": self.tabs.tabText(self.tabs.currentIndex()), "data_set": self.grid.current_id()}

    def restore(self, place: dict[str, Any]) -> None:
        """Show them again."""
        names = [self.tabs.tabText(number) for number in range(self.tabs.count())]
        if place.get("page") in names:
            self.tabs.setCurrentIndex(names.index(place["page"]))
        if isinstance(place.get("data_set"), int):
            self.grid.select(place["data_set"])
