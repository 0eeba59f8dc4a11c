"""Page 摊销表: a row per stretch of straight-line amortisation, its months of the period and its years, all live.

What is amortised after k of n months is ROUND(base in 分 × k ÷ n): whole numbers, so that a spreadsheet rounds as we do.
"""

from collections.abc import Sequence
from decimal import Decimal

from gzvalue.accounting import months
from gzvalue.accounting.amortisation import amortised
from gzvalue.accounting.entries import places_of
from gzvalue.accounting.result import ZERO, AssetBook, CostLine, Period, Segment
from gzvalue.outputs.accounting import costs
from gzvalue.outputs.accounting.sheaf import Area, Sheaf, day, plus, quoted, sumifs
from gzvalue.outputs.workbook.page import Column, Live, Page, Ref
from gzvalue.schema.accounting_forms import FROM_LEDGER, INTANGIBLE

ASSET, NAME, START, STOP, CHANGE, BASE, LEFT, LENGTH, RIGHT, ALLOWED, BEFORE, CHARGED, WHOLE = range(13)
_FIXED = (
    Column("账面资产", 10), Column("名称", 24), Column("起算月", 11), Column("下一段起算月", 13), Column("变动额（元）", 15, True),
    Column("应摊净额（元）", 15, True), Column("剩余月数", 10, True), Column("本段月数", 10, True), Column("权利期限至", 12),
    Column("权利可摊月数", 11, True), Column("期初前已摊（元）", 15, True), Column("本期摊销（元）", 15, True), Column("全部摊销（元）", 15, True),
)  # fmt: skip
_MOST_MONTHS, _MOST_YEARS, _ON_A_PAGE = 24, 12, 6
_HOW = (
    "自可供使用当月起按直线法摊销，残值为零；金额变动（增加、处置、减值）的，剩余金额在剩余月份重新分摊。",
    "第 k 个月末累计摊销＝应摊净额×k÷剩余月数，四舍五入到分；每月为两次累计之差，各月之和等于应摊净额。",
)


def lay_schedule(sheaf: Sheaf) -> None:
    """The rows of all assets that have a schedule, then the intangible assets that have none and why."""
    made = [one for one in sheaf.accounts.assets if one.schedule.months]
    codes = {one.code for one in made}
    none = [one for one in sheaf.accounts.assets if one.asset_class == INTANGIBLE and one.code not in codes]
    spans = _spans(made, sheaf.period)
    columns = (*_FIXED, *(Column(head, 13, True) for head, _, _ in spans))
    page = sheaf.draft.page("摊销表", "D1", "无形资产逐项按月、按年的摊销", columns)
    page.broken = (RIGHT, *range(len(_FIXED), len(columns), _ON_A_PAGE))  # printed side by side, so that it can be read
    page.heading(*_HOW)
    page.heads(freeze=True, columns=2)
    by_asset: dict[str, list[CostLine]] = {}
    for line in sheaf.accounts.costs:
        by_asset.setdefault(line.asset, []).append(line)
    first = page.row
    for book in made:
        _Rows(sheaf, page, book, by_asset.get(book.code, [])).lay(spans)
    sheaf.schedule = Area(page, first, page.row - 1)
    if made:
        _totals(page, sheaf.schedule, len(columns))
    for book in none:
        page.put(ASSET, sheaf.mark(book.code), role="code")
        page.put(NAME, book.name, role="wrapped")
        page.wide(book.schedule.note or "没有摊销", "wrapped", first=2)
    if not made and not none:
        page.put(0, "没有需要摊销的无形资产。", role="note")
        page.next()


Span = tuple[str, int, int]
"""Head of a column, its first and its last month."""


def _spans(made: Sequence[AssetBook], period: Period | None) -> list[Span]:
    """The months of the period, where they are not too many, then the years of all lives."""
    if period is None or not made:
        return []
    first, last = months.number(period.begins), last_month(period)
    inside = range(first, last + 1) if last - first < _MOST_MONTHS else range(0)
    years = sorted({row.month // 12 for book in made for row in book.schedule.months})[:_MOST_YEARS]
    return [(months.text(one), one, one) for one in inside] + [(f"{year} 年", year * 12, year * 12 + 11) for year in years]


def last_month(period: Period) -> int:
    """The last month that ends in the period."""
    month = months.number(period.ends)
    return month if months.last_day(month) <= period.ends else month - 1


class _Rows:
    """The rows of one asset."""

    def __init__(self, sheaf: Sheaf, page: Page, book: AssetBook, lines: Sequence[CostLine]) -> None:
        self.sheaf, self.page, self.book, self.lines = sheaf, page, book, lines

    def lay(self, spans: Sequence[Span]) -> None:
        """All its stretches."""
        page, schedule = self.page, self.book.schedule
        before: tuple[Ref, Segment] | None = None
        for place, one in enumerate(schedule.segments):
            page.put(ASSET, self.sheaf.mark(self.book.code), role="code")
            page.put(NAME, self.book.name if not place else "", role="wrapped")
            start = page.put(START, months.first_day(one.start), "date").on(page)
            stop = page.put(STOP, months.first_day(one.stop), "date").on(page)
            change = self._change(one, place)
            base = self._base(one, change, before)
            left = page.put(LEFT, Decimal(one.months), "integer", "input")
            length = f"=(YEAR({stop})-YEAR({start}))*12+MONTH({stop})-MONTH({start})"
            page.put(LENGTH, Live(length, Decimal(one.stop - one.start)), "integer", "live")
            self._right(place, left)
            self._amounts(one, spans, schedule.opening if not place else ZERO)
            before = (base, one)
            page.next()

    def _right(self, place: int, left: Ref) -> None:
        schedule = self.book.schedule
        if place or schedule.right_until is None:
            self.page.put(RIGHT, None)
            self.page.put(ALLOWED, None)
            return
        self.page.put(RIGHT, schedule.right_until, "date")
        assert schedule.start is not None
        # the stretch may begin later than the life: both are counted from the stretch
        passed = schedule.segments[0].start - schedule.start
        allowed = self.page.put(ALLOWED, Decimal((schedule.allowed or 0) - passed), "integer", "input")
        self.sheaf.limits[self.book.code] = (left, allowed)

    def _change(self, one: Segment, place: int) -> Ref:
        """What is added to the carrying amount: live from the collected costs; write-offs, impairment, ledger as they were."""
        area, period = self.sheaf.costs, self.sheaf.period
        assert area is not None
        assert period is not None
        begins, ends = months.first_day(one.start) if place else None, min(months.last_day(one.start), period.ends)
        live = ZERO
        for line in self.lines if self.book.record.amounts_from != FROM_LEDGER else ():
            booked_on = places_of(self.book.record, line)[1]
            if booked_on is not None and booked_on <= ends and (begins is None or booked_on >= begins):
                live += line.amount
        if not live:
            return self.page.put(CHANGE, one.change, "money", "input")
        criteria = [
            (area.column(costs.ASSET), quoted(self.sheaf.mark(self.book.code))),
            (area.column(costs.BOOKED_ON), f'"<="&{day(ends)}'),
        ]
        if begins is not None:
            criteria.append((area.column(costs.BOOKED_ON), f'">="&{day(begins)}'))
        text = plus(sumifs(area.column(costs.CAPITAL), *criteria), one.change - live)
        return self.page.put(CHANGE, Live(f"={text}", one.change), "money", "live")

    def _base(self, one: Segment, change: Ref, before: tuple[Ref, Segment] | None) -> Ref:
        """The carrying amount that is spread: what was left before, and the change."""
        page = self.page
        text = change.on(page)
        if before is not None:
            last, segment = before
            row = last.row
            text += f"+{last.on(page)}"
            if segment.months > 0:
                text += f"-{_passed(page, row, page.ref(LENGTH, row).on(page))}"
        return page.put(BASE, Live(f"={text}", one.base), "money", "live")

    def _amounts(self, one: Segment, spans: Sequence[Span], opening: Decimal) -> None:
        period = self.sheaf.period
        assert period is not None
        first = months.number(period.begins)
        self._between(BEFORE, one, (None, first - 1), opening)
        self._between(CHARGED, one, (first - 1, last_month(period)))
        self._between(WHOLE, one, (None, None))
        for place, (_, begin, end) in enumerate(spans):
            self._between(len(_FIXED) + place, one, (begin - 1, end))

    def _between(self, column: int, one: Segment, ends: tuple[int | None, int | None], opening: Decimal = ZERO) -> None:
        """Amortised after the end of month ``ends[0]`` up to that of ``ends[1]``; ``None`` is the beginning, or the end of the stretch."""
        page, low, high = self.page, *ends
        length = min(one.stop - one.start, one.months)
        if one.months <= 0:
            page.put(column, opening, "money")
            return

        def at(month: int | None) -> Decimal:
            return amortised(one.base, min(length if month is None else month - one.start + 1, length), one.months)

        value = at(high) - (ZERO if low is None else at(low)) + opening
        start = page.ref(START).on(page)
        since = f"(YEAR({start})*12+MONTH({start})-1)"
        text = _passed(page, page.row, page.ref(LENGTH).on(page) if high is None else f"{high + 1}-{since}")
        if low is not None:
            text += f"-{_passed(page, page.row, f'{low + 1}-{since}')}"
        page.put(column, Live(f"={plus(text, opening)}", value), "money", "live")


def _passed(page: Page, row: int, months_passed: str) -> str:
    """What a row's stretch has amortised after so many months, as a formula's text."""
    base, left, length = (page.ref(column, row).on(page) for column in (BASE, LEFT, LENGTH))
    return f"ROUND(ROUND({base}*100,0)*MAX(0,MIN({months_passed},{left},{length}))/{left},0)/100"


def _totals(page: Page, area: Area, columns: int) -> None:
    sums: dict[int, Decimal] = {}
    for cell in page.cells:
        if area.first <= cell.row <= area.last and cell.column >= BEFORE:
            value = cell.content.cached if isinstance(cell.content, Live) else cell.content
            sums[cell.column] = sums.get(cell.column, ZERO) + (value if isinstance(value, Decimal) else ZERO)
    page.put(ASSET, "合计", role="total")
    for place in range(1, columns):
        if place in sums:
            page.put(place, Live(f"=SUM({area.column(place)})", sums[place]), "money", "total")
        else:
            page.put(place, None, role="total")
    page.next(2)
