"""Page 勾稽检查: every check of the engine with both sides live, saying 平 or 不平.

The checks of the tables are not written a second time: the engine's own checks run over cells instead of amounts, and
what they add up becomes the formula.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from gzvalue.accounting.disclosure import TOTAL, checks_of
from gzvalue.accounting.result import CAPITALISED, ZERO, AssetBook, Check, Table
from gzvalue.outputs.accounting import costs, detail, schedule
from gzvalue.outputs.accounting.sheaf import OPENING, Sheaf, quoted, sumifs
from gzvalue.outputs.workbook.page import Column, Live, Page, span
from gzvalue.schema.accounting_forms import BLOCKS, INTANGIBLE, INVENTORY, BookedCost
from gzvalue.schema.kinds import rounded

HOLDS, FAILS = "平", "不平"
_COLUMNS = (
    Column("检查", 66),
    Column("左边", 18, True),
    Column("右边", 18, True),
    Column("差额", 16, True),
    Column("结果", 10),
    Column("说明", 44),
)


class Sum:
    """An amount together with the formula that makes it; adds and subtracts like one."""

    def __init__(self, value: Decimal, text: str) -> None:
        self.value, self.text = value, text

    def _with(self, other: Any, sign: str) -> "Sum":
        value = other.value if isinstance(other, Sum) else other
        if not isinstance(other, Sum) and not other:
            return self
        text = other.text if isinstance(other, Sum) else f"{other:f}"
        text = f"({text})" if sign == "-" and any(one in text for one in "+-") else text
        return Sum(self.value + value if sign == "+" else self.value - value, f"{self.text}{sign}{text}")

    def __add__(self, other: Any) -> "Sum":
        return self._with(other, "+")

    def __radd__(self, other: Any) -> "Sum":
        return self._with(other, "+")

    def __sub__(self, other: Any) -> "Sum":
        return self._with(other, "-")

    def __eq__(self, other: object) -> bool:
        return self.value == (other.value if isinstance(other, Sum) else other)

    __hash__ = None  # type: ignore[assignment]


class _Cells(Table):
    """A disclosure table whose amounts are cells."""

    def on(self, sheaf: Sheaf, page: Page) -> "_Cells":
        """The same, named from a page."""
        object.__setattr__(self, "_place", (sheaf, page))
        return self

    def at(self, row: str, column: str) -> Any:
        """One cell."""
        sheaf, page = self._place  # type: ignore[attr-defined]
        return Sum(super().at(row, column), sheaf.tables[self.rule.key, row, column].on(page))


def lay_checks(sheaf: Sheaf) -> None:
    """All checks; the number of those that fail is what the first page refers to."""
    page = sheaf.draft.page("勾稽检查", "J1", "各表内部与各表之间的勾稽，改动后实时显示平或不平", _COLUMNS)
    page.heading("左右两边都是公式：改动任何一个数，不相符的行立即显示“不平”。与账载核对、与程序核对的右边是编制时的数。")
    page.heads(freeze=True)
    first = page.row
    checks = iter(sheaf.accounts.checks)
    for key in sheaf.accounts.tables:
        table = sheaf.accounts.tables[key]
        for live in checks_of(_Cells(table.rule, table.amounts).on(sheaf, page)):
            _line(page, next(checks), _text(live.left), _text(live.right))
    others = _Others(sheaf, page)
    for check in checks:
        left, right = others.texts(check)
        _line(page, check, left, right)
    for row, words in (("carrying_closing", "intangible"), ("carrying_closing", "inventory"), ("spending_closing", "development")):
        value, cell = sheaf.accounts.tables[words].at(row, TOTAL), sheaf.tables[words, row, TOTAL]
        title = sheaf.accounts.tables[words].rule.title
        _line(
            page,
            Check(f"{title}：期末与本软件编制结果一致", value, value, True, "右边为编制时的结果，改动原始数据后不平属正常"),
            cell.on(page),
            "",
        )
    last = page.row - 1
    results = span(page.ref(4, first), page.ref(4, last), page)
    page.next()
    page.put(0, "不平的项数", role="total")
    bad = sum(not one.ok for one in sheaf.accounts.checks)
    sheaf.overall = page.put(4, Live(f'=COUNTIF({results},"{FAILS}")', Decimal(bad)), "integer", "total")


def _text(side: Any) -> str:
    return side.text if isinstance(side, Sum) else f"{side:f}"


def _line(page: Page, check: Check, left: str, right: str) -> None:
    """One check; a side without formula is the figure itself."""
    page.put(0, check.name, role="wrapped")
    cells = []
    for place, (text, value) in enumerate(((left, check.left), (right, check.right)), 1):
        cells.append(page.put(place, Live(f"={text}", value) if text else value, "money", "live" if text else "constant"))
    difference = page.put(3, Live(f"=ROUND({cells[0].on(page)}-{cells[1].on(page)},2)", check.difference), "money", "live").on(page)
    test = {"摊销月数不长于": f"{difference}<=0", "没有负数": f"{difference}>=0"}
    condition = next((text for words, text in test.items() if words in check.name), f"{difference}=0")
    page.put(4, Live(f'=IF({condition},"{HOLDS}","{FAILS}")', HOLDS if check.ok else FAILS), "text", "strong" if check.ok else "attention")
    page.put(5, check.why, role="wrapped")
    page.next()


class _Others:
    """The two sides of the checks between tables, costs, schedules and assets, by the check's name."""

    def __init__(self, sheaf: Sheaf, page: Page) -> None:
        self.sheaf, self.page = sheaf, page
        self.known = dict(self._between())
        for book in sheaf.accounts.assets:
            self.known.update(self._of_asset(book))

    def texts(self, check: Check) -> tuple[str, str]:
        """Left and right as formulas; empty where only the figure is known."""
        return self.known.get(check.name, ("", ""))

    def _cell(self, table: str, row: str) -> str:
        return self.sheaf.tables[table, row, TOTAL].on(self.page)

    def _moved(self, *criteria: tuple[int, str], signed: bool = True) -> str:
        area = self.sheaf.accounts_area
        assert area is not None
        amounts = area.column(detail.SIGNED if signed else detail.AMOUNT)
        return sumifs(amounts, *((area.column(place), what) for place, what in criteria))

    def _between(self) -> Iterator[tuple[str, tuple[str, str]]]:
        sheaf = self.sheaf
        charge = self._moved((detail.BLOCK, quoted("累计摊销")), (detail.TABLE, quoted(INTANGIBLE)), (detail.SIGN, "1"),
                             (detail.KIND, f'"<>{OPENING}"'))  # fmt: skip
        yield "无形资产·本期摊销＝各资产摊销之和", (self._cell("intangible", "amortisation_increase"), charge)
        for key, label in (("intangible", INTANGIBLE), ("inventory", INVENTORY)):
            parts = [self._moved((detail.TABLE, quoted(label)), (detail.BLOCK, quoted(block))) for block in BLOCKS[:3]]
            yield f"{label}·期末账面价值＝账面资产合计", (self._cell(key, "carrying_closing"), "-".join(parts))
        spent = self._moved((detail.BLOCK, quoted("开发支出")))
        yield "开发支出·期末余额＝账面资产合计", (self._cell("development", "spending_closing"), spent)
        yield (
            "开发支出转出＝无形资产内部研发增加",
            (self._cell("development", "spending_transferred"), self._cell("intangible", "cost_developed")),
        )
        area = sheaf.costs
        assert area is not None
        whole = sum((rounded(one.amount, 2) for one in sheaf.draft.material.project.all(BookedCost) if one.amount is not None), ZERO)
        yield "历史成本合计＝各处理结果之和", (f"{whole:f}", f"SUM({area.column(costs.AMOUNT)})")
        capital = area.column(costs.CAPITAL)
        named = sumifs(capital, (area.column(costs.ASSET), '"?*"'), (area.column(costs.OUTCOME), quoted(CAPITALISED)))
        yield "计入成本的支出都有账面资产", (f"SUM({capital})", named)

    def _of_asset(self, book: AssetBook) -> Iterator[tuple[str, tuple[str, str]]]:
        own, name = (detail.ASSET, quoted(self.sheaf.mark(book.code))), book.label
        cost, charged, impaired, spent = (self._moved(own, (detail.BLOCK, quoted(block))) for block in BLOCKS)
        area = self.sheaf.schedule
        assert area is not None
        asset = (area.column(schedule.ASSET), quoted(self.sheaf.mark(book.code)))
        changes = sumifs(area.column(schedule.CHANGE), asset)
        done = f"{sumifs(area.column(schedule.BEFORE), asset)}-{sumifs(area.column(schedule.CHARGED), asset)}"
        back = f"+{book.schedule.opening:f}" if book.schedule.opening else ""
        yield f"{name}：期末账面价值＝摊销表剩余金额", (f"{cost}-{charged}-{impaired}", f"{changes}-{done}{back}")
        yield f"{name}：各月摊销之和＝应摊销金额", (sumifs(area.column(schedule.WHOLE), asset), sumifs(area.column(schedule.CHANGE), asset))
        if book.code in self.sheaf.limits:
            left, right = self.sheaf.limits[book.code]
            yield f"{name}：摊销月数不长于权利剩余月数", (left.on(self.page), right.on(self.page))
        yield f"{name}：期末余额没有负数", (f"MIN({cost}-{charged}-{impaired},{cost},{charged},{impaired},{spent})", "0")
