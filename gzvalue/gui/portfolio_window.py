"""质押组合: a lender's folder of dossiers, verified one after the other, in one table with lights and totals."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QProgressBar, QTabWidget, QWidget

from gzvalue.gui import pieces
from gzvalue.gui.figure import NONE, wan
from gzvalue.gui.figures_table import Column, FiguresTable, Line
from gzvalue.gui.tokens import XL, L, M, S
from gzvalue.gui.work import Progress, Task, Work
from gzvalue.schema.kinds import in_percent

if TYPE_CHECKING:
    from gzvalue.financing.portfolio import Portfolio, Position, Share

_ROWS = (
    Column("提示", width=76), Column("状态", width=110), Column("文件", wide=True, width=160), Column("企业", wide=True, width=160),
    Column("测算结果", numeric=True), Column("质押池", numeric=True), Column("可支持", numeric=True),
    Column("贷款", numeric=True), Column("凭证最早到期", width=104), Column("贷款到期", width=104), Column("说明", width=200),
)  # fmt: skip
_SHARES = (Column("按", width=76), Column("名称", wide=True, width=180), Column("份数", numeric=True), Column("贷款", numeric=True),
           Column("占比", numeric=True))  # fmt: skip
_TWICE = (Column("数据指纹", width=170), Column("出现在", wide=True, width=420))
_LIGHTS = {"green": ("● 正常", ""), "yellow": ("▲ 关注", "attention"), "red": ("■ 触发", "stop"), "grey": ("○ —", "quiet")}
_LIMIT = "只有核验通过的申报材料计入合计；每份材料的数字都由本软件重新计算，未经评估。项目文件没有签发，只列出。"


class PortfolioWindow(QDialog):
    """Give it a folder with `gather`; it shows how far it is, then the table, which can be saved.

    Its work is its own: closing a project in the window behind does not stop it, closing this one does.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("质押组合")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self._work = Work(self)
        self._task: Task | None = None
        self.found: Portfolio | None = None
        self._work.progressed.connect(self._progressed)
        self._work.finished.connect(self._ended)
        self.name = pieces.label("质押组合", "title")
        self.totals = pieces.label("选择存放申报材料（PDF）或项目文件的文件夹，逐份核验后汇总成一张表。", "strong", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.how_far = pieces.caption("")
        self.cancel = pieces.button("取消", self._cancel, kind="quiet")
        self.rows = FiguresTable("逐份明细", _ROWS, empty="这里将列出文件夹中的每一份材料：核验结果、金额、到期日和提示。")
        self.shares = FiguresTable("集中度", _SHARES, sortable=False, empty="没有核验通过的材料。")
        self.twice = FiguresTable("疑似重复质押", _TWICE, sortable=False, empty="没有发现同一数据出现在不同编号的材料中。")
        self.choose_button = pieces.button("选择文件夹…", self.choose, kind="primary")
        self.quick = QCheckBox("快速核验")
        self.quick.setToolTip("逐个数字复算、逐项核对指纹，但不逐字节重绘页面；快一倍，结果中注明")
        self.paper = pieces.button("保存 PDF…", self._ask_paper)
        self.sheet = pieces.button("保存 Excel…", self._ask_sheet)
        self.tabs = QTabWidget()
        for page, title in ((self.rows, "逐份明细（万元）"), (self.shares, "集中度（万元）"), (self.twice, "疑似重复质押")):
            self.tabs.addTab(page, title)
        box = pieces.column(self.name, self.totals, gap=S, margins=(XL, L, XL, L))
        far = pieces.row(self.bar, self.how_far, self.cancel, gap=M)
        far.setStretch(1, 1)
        box.addLayout(far)
        box.addWidget(self.tabs, 1)
        box.addWidget(pieces.caption(_LIMIT))
        box.addLayout(pieces.row(self.choose_button, self.quick, self.paper, self.sheet, None, pieces.button("关闭", self.accept), gap=M))
        self.setLayout(box)
        self.bar.setFixedWidth(220)
        self.resize(1080, 620)
        self._show_work(False)

    # --- gathering ------------------------------------------------------------------------------

    def choose(self) -> None:
        """Ask for a folder and gather it."""
        name = QFileDialog.getExistingDirectory(self, "存放申报材料的文件夹")
        if name:
            self.gather(Path(name))

    def gather(self, folder: Path, as_of: date | None = None) -> None:
        """Verify everything in a folder beside the window; what was under way is given up."""
        self._cancel()
        self.found = None
        self.name.setText(folder.name or "质押组合")
        self._say("正在逐份核验：重新计算每个数字……", "strong")
        for table in (self.rows, self.shares, self.twice):
            table.show_lines(())
        self._task = self._work.run(
            "正在核验",
            _gathered,
            folder,
            as_of or date.today(),
            self.quick.isChecked(),
            then=self._show,
            failed=lambda words: self._say(words, "stop"),
        )
        self._show_work(True)

    def _progressed(self, task: Task) -> None:
        if task is self._task:
            self.bar.setRange(0, task.total)
            self.bar.setValue(task.done)
            left = task.seconds_left()
            rest = "" if left is None else f"，约还需 {max(1, round(left))} 秒"
            self.how_far.setText(f"{task.detail}　{task.done:,}／{task.total:,}{rest}" if task.total else task.detail)

    def _ended(self, task: Task) -> None:
        if task is self._task:
            self._task = None
            self._show_work(False)
            if task.stop.is_set():
                self._say("已取消，没有保留核验到一半的结果。", "attention")

    def _cancel(self) -> None:
        if self._task is not None:
            self._work.cancel(self._task)
            self.how_far.setText("正在取消……")

    def _show_work(self, on: bool) -> None:
        for widget in (self.bar, self.how_far, self.cancel):
            widget.setVisible(on)
        for button in (self.paper, self.sheet):
            button.setEnabled(not on and self.found is not None)

    def _show(self, found: "Portfolio") -> None:
        self.found = found
        red = sum(one.light == "red" for one in found.positions)
        self._say(_totals(found) + (f"{red} 份已到期或核验未通过。" if red else ""), "stop" if red else "strong")
        self.rows.show_lines([_row(number, one) for number, one in enumerate(found.positions)])
        shares = (("行业", found.by_industry), ("地区", found.by_region))
        self.shares.show_lines([_share(what, one) for what, several in shares for one in several])
        self.twice.show_lines([Line(digest, (digest[:16], "；".join(places)), tone="attention") for digest, places in found.twice])
        self.tabs.setTabText(2, f"疑似重复质押 {len(found.twice)}" if found.twice else "疑似重复质押")
        self._show_work(False)

    def _say(self, words: str, role: str) -> None:
        self.totals.setText(words)
        pieces.set_role(self.totals, role)

    # --- files ----------------------------------------------------------------------------------

    def save(self, out: Path) -> None:
        """The portfolio as PDF or Excel, by the suffix."""
        found = self.found
        if found is None:
            return
        said = self.totals.text()
        self._work.run(f"正在写 {out.name}", _written, found, out, then=lambda _done: self._say(f"{said}　已保存 {out.name}", "strong"),
                       failed=lambda words: self._say(words, "stop"))  # fmt: skip

    def _ask_paper(self) -> None:
        self._ask("保存 PDF", "质押组合.pdf", "PDF 文件 (*.pdf)")

    def _ask_sheet(self) -> None:
        self._ask("保存 Excel", "质押组合.xlsx", "Excel (*.xlsx)")

    def _ask(self, title: str, proposed: str, kind: str) -> None:
        name, _ = QFileDialog.getSaveFileName(self, title, proposed, kind)
        if name:
            suffix = Path(proposed).suffix
            out = Path(name)
            self.save(out if out.suffix.lower() == suffix else out.with_name(out.name + suffix))

    # --- the window itself ----------------------------------------------------------------------

    def done(self, result: int) -> None:
        """Closing gives up what is under way."""
        self._work.close()
        super().done(result)


def _totals(found: "Portfolio") -> str:
    return (
        f"核验通过 {found.count('verified')} 份（共 {len(found.positions)} 个文件）：测算结果 {wan(found.value)} 万元，质押池 {wan(found.pool)} 万元，"
        f"可支持 {wan(found.lendable)} 万元，贷款 {wan(found.loan)} 万元。"
        f"{'快速核验，未逐字节重绘。' if found.quick else ''}"
    )


def _row(number: int, one: "Position") -> Line:
    from gzvalue.financing.portfolio import STATES

    word, tone = _LIGHTS[one.light]
    days = tuple(NONE if day is None else day.isoformat() for day in (one.expires, one.ends))
    amounts = (one.value, one.pool, one.lendable, one.loan)
    texts = (word, STATES[one.state], one.file, one.enterprise or NONE, *(wan(amount, 1) for amount in amounts), *days, one.words or NONE)
    sort = (one.light, one.state, one.file, one.enterprise, *amounts, one.expires, one.ends, one.words)
    return Line(number, texts, sort, tone=tone)


def _share(what: str, one: "Share") -> Line:
    return Line((what, one.name), (what, one.name, str(one.count), wan(one.loan, 1), in_percent(one.share, 1)))


def _gathered(folder: Path, as_of: date, quick: bool, *, progress: Progress) -> Any:
    """In the work thread: a few files at a time; a person who gives up is noticed within a file as well."""
    from gzvalue.actions.portfolio import portfolio_of  # late: brings the engine

    at: list[tuple[int, int, str]] = [(0, 0, "正在列出文件")]

    def told(done: int, total: int, words: str) -> None:
        at[0] = (done, total, words)
        progress(done, total, words)

    def stopped() -> bool:
        progress(*at[0])  # raises where the person gave up
        return False

    return portfolio_of(folder, as_of, told, stopped, quick=quick)


def _written(found: "Portfolio", out: Path, *, progress: Progress) -> None:
    from gzvalue.actions.writing import write_whole
    from gzvalue.outputs.portfolio_paper import portfolio_pdf, portfolio_workbook

    progress(0, 0, f"正在写 {out.name}")
    make: Callable[[Portfolio], bytes] = portfolio_pdf if out.suffix.lower() == ".pdf" else portfolio_workbook
    write_whole(out, make(found))
