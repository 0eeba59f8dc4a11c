"""核验申报材料: what any receiver opens, without a project: checks in green and red, and every figure that does not agree."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QHeaderView, QProgressBar, QTreeWidget, QTreeWidgetItem, QWidget

from gzvalue.gui.pieces import button, caption, column, label, row, set_role
from gzvalue.gui.theme import tokens_of
from gzvalue.gui.tokens import XL, L, M, S
from gzvalue.gui.work import Progress, Task, Work

if TYPE_CHECKING:
    from gzvalue.frozen.report import Check, Report

_MARKS = {"ok": "✓ 相符", "bad": "✗ 不符", "note": "· 说明"}
_LIMIT = (
    "核验由内嵌数据重新计算每个数字、重新绘制每一页，不联网，不执行也不写入文件中的任何内容。未签名的文件只证明前后一致，不证明出自何人。"
)


class VerifyWindow(QDialog):
    """Give it a file with `check`; it shows how far it is, then the report. Another file may be dropped on it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("核验申报材料")
        self.setAcceptDrops(True)
        self._work = Work(self)
        self._task: Task | None = None
        self.report: Report | None = None
        self.name = label("", "title")
        self.verdict = label("", "section", wrap=True)
        self.facts = caption("")
        self.facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.tree = QTreeWidget()
        self.tree.setColumnCount(3)
        self.tree.setHeaderLabels(["核验项", "结果", "说明"])
        self.tree.setWordWrap(True)
        self.tree.setUniformRowHeights(False)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        self.tree.header().resizeSection(0, 220)
        self.tree.header().resizeSection(1, 76)
        self.tree.header().setStretchLastSection(True)
        self.tree.setAccessibleName("核验结果")
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.other = button("核验另一份…", self.choose)
        self.close_button = button("关闭", self.accept, kind="primary")
        box = column(self.name, self.verdict, self.facts, self.bar, gap=S, margins=(XL, L, XL, L))
        box.addWidget(self.tree, 1)
        box.addWidget(caption(_LIMIT))
        box.addSpacing(S)
        box.addLayout(row(self.other, None, self.close_button, gap=M))
        self.setLayout(box)
        self.resize(820, 560)

    # --- asking and checking --------------------------------------------------------------------

    def choose(self) -> None:
        """Ask for a file and check it."""
        name, _ = QFileDialog.getOpenFileName(self, "核验申报材料", "", "PDF 文件 (*.pdf)")
        if name:
            self.check(Path(name))

    def check(self, path: Path) -> None:
        """Check a file beside the window; what was under way is given up."""
        if self._task is not None:
            self._work.cancel(self._task)
        self.report = None
        self.name.setText(path.name)
        self.verdict.setText("正在核验：重新计算每个数字、重新绘制每一页 …")
        set_role(self.verdict, "section")
        self.facts.setText("")
        self.tree.clear()
        self.bar.show()
        self._task = self._work.run(f"正在核验 {path.name}", _verified, path, then=self.show_report, failed=self._refused)

    def _refused(self, words: str) -> None:
        self.bar.hide()
        self.verdict.setText(words)
        set_role(self.verdict, "stop")

    def show_report(self, report: "Report") -> None:
        """Verdict, facts, checks; red ones open."""
        self.report = report
        self.bar.hide()
        red = [one for one in report.checks if one.state == "bad"]
        self.verdict.setText("核验通过：全部相符。" if report.ok else f"核验未通过：{'、'.join(one.name for one in red)}不符。")
        set_role(self.verdict, "good" if report.ok else "stop")
        if report.number:
            draft = "　草稿，未签发" if report.draft else ""
            self.facts.setText(f"{report.number} 第 {report.version} 版　{report.pages} 页{draft}\nSHA-256 {report.sha256}")
        for check in report.checks:
            self._add(check)
        if report.figures:
            self._add_figures(report)

    def _add(self, check: "Check") -> None:
        item = self._item(check.name, check.state, check.words)
        for fault in check.faults:
            compared = fault.compared
            line = QTreeWidgetItem([fault.place, "", fault.words + compared])
            line.setToolTip(2, fault.words + compared)
            item.addChild(line)
        self.tree.addTopLevelItem(item)
        item.setExpanded(check.state == "bad")

    def _add_figures(self, report: "Report") -> None:
        """Every page with its figures; a page is filled when it is opened, as there are thousands."""
        item = self._item(
            "逐个数字", "bad" if any(one.state == "bad" for one in report.figures) else "ok", f"{len(report.figures):,} 个，按页展开查看"
        )
        pages: dict[int, list[Any]] = {}
        for one in report.figures:
            pages.setdefault(one.page, []).append(one)
        for number, figures in pages.items():
            bad = sum(1 for one in figures if one.state == "bad")
            page = QTreeWidgetItem(
                [f"第 {number} 页", _MARKS["bad" if bad else "ok"], f"{len(figures)} 个数字{f'，{bad} 个不符' if bad else ''}"]
            )
            self._paint(page, "bad" if bad else "ok")
            page.setData(0, Qt.ItemDataRole.UserRole, number)
            page.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)
            item.addChild(page)
        self.tree.addTopLevelItem(item)
        self.tree.itemExpanded.connect(lambda opened: self._fill(opened, pages))

    def _fill(self, item: QTreeWidgetItem, pages: dict[int, list[Any]]) -> None:
        number = item.data(0, Qt.ItemDataRole.UserRole)
        if number is None or item.childCount() or number not in pages:
            return
        for one in pages[number]:
            line = QTreeWidgetItem([f"{one.order}　{one.text}", _MARKS[one.state], f"{one.reason}{f'　{one.key}' if one.key else ''}"])
            self._paint(line, one.state)
            item.addChild(line)

    def _item(self, name: str, state: str, words: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem([name, _MARKS[state], words])
        item.setToolTip(2, words)
        self._paint(item, state)
        return item

    def _paint(self, item: QTreeWidgetItem, state: str) -> None:
        colours = tokens_of(self)
        if state != "note":
            item.setForeground(1, QColor(colours.good if state == "ok" else colours.stop))

    # --- the window itself ----------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A PDF may be dropped here."""
        if any(url.toLocalFile().lower().endswith(".pdf") for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Check the first PDF that was dropped."""
        self.check(next(Path(url.toLocalFile()) for url in event.mimeData().urls() if url.toLocalFile().lower().endswith(".pdf")))

    def done(self, result: int) -> None:
        """Closing gives up what is under way."""
        self._work.close()
        super().done(result)


def _verified(path: Path, *, progress: Progress) -> "Report":
    """In the work thread: waits for the child process, and stops with it."""
    from gzvalue.actions.verify import verify_file  # late: brings the engine

    def stopped() -> bool:
        progress(0, 0, "核验")  # raises where the person gave up
        return False

    return verify_file(path, stopped=stopped)
