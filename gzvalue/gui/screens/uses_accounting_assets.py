"""账面资产: the assets as they stand in the books; below the current one its card, ledger entries and amortisation by month and year."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTabWidget, QWidget

from gzvalue.accounting import months
from gzvalue.accounting.result import ZERO, AssetBook
from gzvalue.actions.accounting import Books
from gzvalue.gui import pieces
from gzvalue.gui.figures_table import Column, FiguresTable, Line
from gzvalue.gui.master_detail import MasterDetail
from gzvalue.gui.record import RecordForm
from gzvalue.gui.rows import RowsPanel, RowsTable
from gzvalue.gui.rows_model import Computed
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import M, S
from gzvalue.schema.accounting_forms import AssetMovement, BookedAsset
from gzvalue.schema.field import Record
from gzvalue.schema.kinds import grouped

_LOW, _MOST_YEARS = 240, 6
_MONTHS = (
    Column("月份", width=74),
    Column("摊销（元）", numeric=True, width=96),
    Column("累计摊销（元）", numeric=True, width=112),
    Column("摊余价值（元）", numeric=True, width=112, wide=True),
)


class SchedulePart(QWidget):
    """The amortisation of one asset."""

    def __init__(self) -> None:
        super().__init__()
        self.words = pieces.label("", wrap=True)
        self.months = FiguresTable("按月摊销", _MONTHS, sortable=False)
        self.years = pieces.caption("", wrap=True)
        box = pieces.column(gap=S, margins=(0, M, 0, 0))
        box.addWidget(self.words)
        box.addWidget(self.years)
        box.addWidget(self.months, 1)
        self.setLayout(box)

    def show_book(self, book: AssetBook | None) -> None:
        """Show it, or say why there is none."""
        schedule = None if book is None else book.schedule
        rows = () if schedule is None else schedule.months
        self.words.setText(_words(book))
        pieces.set_role(self.words, "stop" if schedule is not None and (schedule.too_long or (schedule.note and rows)) else "")
        self.months.show_lines([
            Line(one.month, (months.text(one.month), grouped(one.amount, 2), grouped(one.accumulated, 2), grouped(one.remaining, 2))) for one in rows
        ])  # fmt: skip
        years = [] if schedule is None else sorted(schedule.by_year().items())
        first, later = years[:_MOST_YEARS], years[_MOST_YEARS:]
        parts = [f"{year} 年 {grouped(amount, 2)}" for year, amount in first]
        parts += [f"以后 {len(later)} 年合计 {grouped(sum((amount for _, amount in later), ZERO), 2)}"] if later else []
        self.years.setText("按年：" + "　".join(parts) if parts else "")
        self.years.setVisible(bool(years) and self.height() >= _LOW)
        self.months.setVisible(bool(rows))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the months need the room."""
        super().resizeEvent(event)
        self.years.setVisible(bool(self.years.text()) and event.size().height() >= _LOW)


def _words(book: AssetBook | None) -> str:
    if book is None:
        return "选中一项账面资产，这里列出它的摊销表。"
    schedule = book.schedule
    if not schedule.months:
        return schedule.note or "没有摊销。"
    assert schedule.start is not None
    assert schedule.life is not None
    words = f"自 {months.text(schedule.start)} 起 {schedule.life} 个月直线摊销，残值为零；期末剩余 {book.remaining_months} 个月。"
    if schedule.too_long:
        words += f"权利至 {schedule.right_until}，最多 {schedule.allowed} 个月：摊销期长于权利期限，请缩短。"
    return words + (f"{schedule.note}。" if schedule.note else "")


class _Detail(QTabWidget):
    """Card, ledger and schedule of the current asset."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.code = ""
        self.form = RecordForm(session, BookedAsset.form.name)
        self.movements = RowsTable(
            session, AssetMovement.form.name, ["entered_on", "block", "kind", "amount", "voucher", "note"],
            where=lambda _row: False, fixed=self._fixed, widths={"note": 140},
            empty=("没有账载发生额。处置、减值、转回等减少从这里记；增加和摊销按成本归集与摊销表自动算出。", "新增发生额"),
        )  # fmt: skip
        self.schedule = SchedulePart()
        holder = QWidget()
        holder.setLayout(pieces.column(RowsPanel(self.movements, add_word="新增发生额"), margins=(0, M, 0, 0)))
        self.holder = holder
        for page, label in ((self.form, "内容"), (holder, "账载发生额"), (self.schedule, "摊销表")):
            self.addTab(page, label)

    def _fixed(self) -> dict[str, str]:
        return {"asset": self.code} if self.code else {}

    def set_record(self, id: int | None) -> None:
        """Show that asset."""
        self.form.set_record(id)

    def focus_field(self, key: str) -> bool:
        """Go to a field."""
        if key in self.form.inputs:
            self.setCurrentIndex(0)
        return self.form.focus_field(key)


class AssetsPage(QWidget):
    """Master and detail.

    Signals:
        said(text): a quiet line.
    """

    said = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._books: dict[int, AssetBook] = {}
        figures = (("cost", "原值（元）", lambda one: one.blocks["账面原值"].closing + one.spending()),
                   ("charged", "本期摊销（元）", lambda one: one.charged), ("carrying", "账面价值（元）", lambda one: one.carrying() + one.spending()))  # fmt: skip
        computed = [Computed(key, head, self._figure(of), numeric=True, help="报告期末，按本页数据算出") for key, head, of in figures]
        self.table = RowsTable(
            session, BookedAsset.form.name,
            ["code", "name", "data_set", "asset_class", "way", "recognised_on", "ready_from", "life_months", *computed],
            widths={"name": 170, "way": 130}, empty=("账上还没有数据资源。判断为无形资产、存货或开发支出的，在这里建立账面资产。", "新增账面资产"),
        )  # fmt: skip
        self.detail = _Detail(session)
        self.master = MasterDetail(RowsPanel(self.table, add_word="新增资产"), self.detail, share=0.42)
        self.setLayout(pieces.column(self.master, margins=(0, M, 0, 0)))
        self.master.said.connect(self.said)
        self.detail.movements.said.connect(self.said)
        self.table.current.connect(lambda _id: self._another())

    def _figure(self, of):
        def text(record: Record) -> str:
            book = self._books.get(record.id)
            return "" if book is None else grouped(of(book), 2)

        return text

    def current(self) -> BookedAsset | None:
        """The current asset, else the first."""
        id = self.table.current_id() or next(iter(self.table.ids()), 0)
        record = self.session.record(BookedAsset.form.name, id) if id else None
        return record if isinstance(record, BookedAsset) else None

    def show_books(self, books: Books) -> None:
        """The figures of every asset, and the schedule of the current one."""
        self._books = {one.record.id: one for one in books.accounts.assets}
        self.table.model.refresh()
        self._another()

    def _another(self) -> None:
        record = self.current()
        code = (record.code if record is not None else None) or ""
        if code != self.detail.code or not self.detail.movements.ids():
            self.detail.code = code
            self.detail.movements.set_where(lambda row: bool(code) and getattr(row, "asset", None) == code)
        self.detail.schedule.show_book(self._books.get(record.id) if record is not None else None)

    def show_place(self, form: str, id: int, key: str) -> None:
        """An asset and its field, or an entry of its ledger."""
        if form == BookedAsset.form.name:
            self.master.select(id, key)
            return
        row = self.session.record(form, id)
        owner = self.session.project.by_code[BookedAsset.form.name].get(getattr(row, "asset", None) or "")
        if owner is not None:
            self.master.select(owner.id)
            self._another()
        self.detail.setCurrentWidget(self.detail.holder)
        self.detail.movements.select(id, key)


def check_words(books: Books) -> tuple[str, str]:
    """How the checks stand, in words, and their tone."""
    bad = sum(not one.ok for one in books.accounts.checks)
    errors = sum(one.level == "error" for one in books.problems)
    if bad or errors:
        parts = [f"✗ 勾稽不平 {bad} 项" if bad else "勾稽相符", f"待补正 {errors} 处" if errors else ""]
        return "，".join(part for part in parts if part), "stop" if bad else "attention"
    return f"✓ 勾稽 {len(books.accounts.checks)} 项相符", "good"


def lines_of_problems(books: Books) -> Sequence[Line]:
    """What is to be mended, errors first; each leads to its datum."""
    order = sorted(books.problems, key=lambda one: one.level != "error")
    return [
        Line(
            (one.form, one.id, one.key),
            ("错误" if one.level == "error" else "提醒", one.message),
            tone="stop" if one.level == "error" else "",
        )
        for one in order
    ]
