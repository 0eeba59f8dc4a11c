"""Page 账面资产: every account of every asset, opening and each movement, from which the disclosure tables are summed."""

from collections.abc import Iterator
from decimal import Decimal

from gzvalue.accounting.entries import TABLE_OF, places_of
from gzvalue.accounting.result import CAPITALISED, ZERO, AssetBook, Balance, CostLine
from gzvalue.accounting.rules import tables
from gzvalue.outputs.accounting import costs, schedule
from gzvalue.outputs.accounting.sheaf import OPENING, Area, Sheaf, day, plus, quoted, sumifs
from gzvalue.outputs.workbook.page import Column, Content, Live, Role
from gzvalue.schema.accounting_forms import AMORTISATION, BLOCKS, COST, FROM_LEDGER, SPENDING

ASSET, NAME, TABLE, WAY, BLOCK, KIND, SIGN, AMOUNT, SIGNED, SOURCE = range(10)
_COLUMNS = (
    Column("账面资产", 10), Column("名称", 26), Column("披露表", 12), Column("取得方式", 20), Column("账户", 18), Column("变动", 16), Column("增减", 8, True),
    Column("金额（元）", 16, True), Column("增减额（元）", 16, True), Column("来源", 18),
)  # fmt: skip
_FROM_COSTS, _FROM_SCHEDULE, _STATED = "成本归集", "摊销表", "账载或录入"


def table_label(key: str) -> str:
    """How the detail names a disclosure table."""
    return tables()[key].title.removeprefix("数据资源")


def lay_detail(sheaf: Sheaf) -> None:
    """A row per opening balance and movement."""
    page = sheaf.draft.page("账面资产", "E1", "各项资产各账户的期初余额与本期变动，披露表由此汇总", _COLUMNS)
    page.heading("增减：期初与增加为 1，减少为 −1。来源为“账载或录入”的数可以改，其余由成本归集、摊销表计算。")
    page.heads(freeze=True, columns=2)
    by_asset: dict[str, list[CostLine]] = {}
    for line in sheaf.accounts.costs:
        by_asset.setdefault(line.asset, []).append(line)
    first = page.row
    for book in sheaf.accounts.assets:
        for block in BLOCKS:
            _Account(sheaf, book, block, by_asset.get(book.code, [])).lay()
    sheaf.accounts_area = Area(page, first, page.row - 1)
    if page.row == first:
        page.put(0, "没有账面资产。", role="note")
        page.next()


class _Account:
    """The rows of one account."""

    def __init__(self, sheaf: Sheaf, book: AssetBook, block: str, lines: list[CostLine]) -> None:
        self.sheaf, self.book, self.block, self.lines = sheaf, book, block, lines
        self.page = sheaf.draft.pages[-1]

    def lay(self) -> None:
        """Opening, then each movement."""
        balance = self.book.blocks.get(self.block, Balance())
        key = "development" if self.block == SPENDING else TABLE_OF.get(self.book.asset_class, "")
        for kind, amount, sign in _moves(balance):
            content, source = self._content(kind, amount)
            texts = (self.sheaf.mark(self.book.code), self.book.name, table_label(key) if key else "", self.book.way, self.block, kind)
            for place, words in enumerate(texts):
                self.page.put(place, words, role="wrapped" if place == NAME else "plain")
            factor = self.page.put(SIGN, Decimal(sign), "integer")
            role: Role = "input" if source == _STATED else "live"
            cell = self.page.put(AMOUNT, content, "money", role)
            self.page.put(SIGNED, Live(f"={factor.on(self.page)}*{cell.on(self.page)}", sign * amount), "money", "live")
            self.page.put(SOURCE, source)
            self.page.next()

    def _content(self, kind: str, amount: Decimal) -> tuple[Content, str]:
        """A live figure where the asset's amounts come from costs and schedule; what they do not explain is a constant beside it."""
        if self.book.record.amounts_from == FROM_LEDGER:
            return amount, _STATED
        if self.block == AMORTISATION:
            return self._scheduled(kind, amount)
        if self.block not in (COST, SPENDING):
            return amount, _STATED
        live = [(text, value) for text, value in self._collected(kind) if value]
        if not live:
            return amount, _STATED
        text = live[0][0] + "".join(f"-{other}" for other, _ in live[1:])
        worked = live[0][1] - sum((value for _, value in live[1:]), ZERO)
        return Live(f"={plus(text, amount - worked)}", amount), _FROM_COSTS

    def _scheduled(self, kind: str, amount: Decimal) -> tuple[Content, str]:
        area, made = self.sheaf.schedule, self.book.schedule
        if area is None or not made.months or kind not in (OPENING, "计提"):
            return amount, _STATED
        period = self.sheaf.period
        assert period is not None
        column = schedule.BEFORE if kind == OPENING else schedule.CHARGED
        from_schedule = (
            sum((one.amount for one in made.months if one.month < period.begins.year * 12 + period.begins.month - 1), ZERO) + made.opening
            if kind == OPENING
            else self.book.charged
        )
        text = sumifs(area.column(column), (area.column(schedule.ASSET), quoted(self.sheaf.mark(self.book.code))))
        return Live(f"={plus(text, amount - from_schedule)}", amount), _FROM_SCHEDULE

    def _collected(self, kind: str) -> Iterator[tuple[str, Decimal]]:
        """The sums over the collected costs that make a movement: the first added, further ones subtracted."""
        area, period = self.sheaf.costs, self.sheaf.period
        assert area is not None
        assert period is not None
        before, inside = (f'"<"&{day(period.begins)}',), (f'">="&{day(period.begins)}', f'"<="&{day(period.ends)}')
        entered = costs.SPENT_ON if self.block == SPENDING else costs.BOOKED_ON
        if kind == OPENING:
            yield self._sum(entered, before)
            if self.block == SPENDING:
                yield self._sum(costs.BOOKED_ON, before, transferred=True)
        elif kind in ("购入", "内部研发", "采集加工", "其他增加"):
            yield self._sum(entered, inside)
        elif kind == "确认为无形资产":
            yield self._sum(costs.BOOKED_ON, inside, transferred=True)

    def _sum(self, column: int, days: tuple[str, ...], transferred: bool = False) -> tuple[str, Decimal]:
        area, period = self.sheaf.costs, self.sheaf.period
        assert area is not None
        assert period is not None
        value = ZERO
        for line in self.lines:
            spent_on, booked_on = places_of(self.book.record, line)
            when = spent_on if column == costs.SPENT_ON else booked_on
            if line.outcome != CAPITALISED or when is None or (transferred and spent_on is None):
                continue
            if when < period.begins if len(days) == 1 else period.holds(when):
                value += line.amount
        criteria = [(area.column(costs.ASSET), quoted(self.sheaf.mark(self.book.code))), *((area.column(column), one) for one in days)]
        if transferred:
            criteria.append((area.column(costs.SPENT_ON), '">0"'))
        return sumifs(area.column(costs.CAPITAL), *criteria), value


def _moves(balance: Balance) -> Iterator[tuple[str, Decimal, int]]:
    if balance.opening:
        yield OPENING, balance.opening, 1
    for kind, amount in balance.increases.items():
        yield kind, amount, 1
    for kind, amount in balance.decreases.items():
        yield kind, amount, -1
