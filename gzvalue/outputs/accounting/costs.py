"""Page 成本归集: every historical cost, what becomes of it, and when it enters which account."""

from decimal import Decimal

from gzvalue.accounting.collection import totals
from gzvalue.accounting.entries import places_of
from gzvalue.accounting.result import CAPITALISED, OUTCOMES, ZERO
from gzvalue.outputs.accounting.sheaf import Area, Sheaf
from gzvalue.outputs.workbook.page import Column, Live, Ref, span
from gzvalue.schema.accounting_forms import BookedAsset

DATA_SET, NAME, ASSET, ITEM, PHASE, DAY, VOUCHER, AMOUNT, OUTCOME, INTO, SPENT_ON, BOOKED_ON, CAPITAL, REASON = range(14)
_COLUMNS = (
    Column("数据集", 9), Column("成本名称", 26), Column("账面资产", 10), Column("会计成本项目", 16), Column("阶段", 11), Column("发生日期", 12),
    Column("凭证号", 18), Column("历史成本（元）", 16, True), Column("处理", 13), Column("计入", 19), Column("列开发支出日", 13),
    Column("入账面原值日", 13), Column("计入成本额（元）", 16, True), Column("理由", 42),
)  # fmt: skip


def lay_costs(sheaf: Sheaf) -> None:
    """The list with its totals by outcome."""
    page = sheaf.draft.page("成本归集", "C1", "历史成本逐笔归集与处理", _COLUMNS)
    page.heading("金额为实际发生的历史成本；价值测算所用的重置成本、机会成本、合理利润不进入本表的计入成本额。")
    page.heads(freeze=True, columns=2)
    page.broken = (OUTCOME,)  # printed on two pages side by side, so that it can be read
    assets = {one.code: one for one in sheaf.draft.material.project.all(BookedAsset)}
    first = page.row
    for line in sheaf.accounts.costs:
        record, asset = line.record, assets.get(line.asset)
        spent_on, booked_on = (None, None) if asset is None else places_of(asset, line)
        texts = {DATA_SET: line.data_set, ASSET: sheaf.mark(line.asset), NAME: record.name or "", ITEM: line.item, PHASE: record.phase or "",
                 VOUCHER: record.voucher or "", OUTCOME: line.outcome, INTO: line.into}  # fmt: skip
        for place, words in texts.items():
            page.put(place, words, role="wrapped" if place in (NAME, INTO) else "plain")
        for place, value in ((DAY, record.incurred_on), (SPENT_ON, spent_on), (BOOKED_ON, booked_on)):
            page.put(place, value, "date")
        amount = page.put(AMOUNT, line.amount, "money", "input")
        outcome = page.ref(OUTCOME)
        capital = line.amount if line.outcome == CAPITALISED else ZERO
        page.put(CAPITAL, Live(f'=IF({outcome.on(page)}="{CAPITALISED}",{amount.on(page)},0)', capital), "money", "live")
        page.put(REASON, line.reason, role="wrapped")
        page.next()
    last = page.row - 1
    if not sheaf.accounts.costs:
        page.put(0, "没有归集历史成本。", role="note")
        page.next()
    sheaf.costs = Area(page, first, last)
    page.next()
    _totals(sheaf, page.row)


def _totals(sheaf: Sheaf, row: int) -> None:
    area = sheaf.costs
    assert area is not None
    page, sums = area.page, totals(sheaf.accounts.costs)
    page.row = row
    amounts = span(Ref(page, area.first, AMOUNT), Ref(page, max(area.last, area.first), AMOUNT), page)
    outcomes = span(Ref(page, area.first, OUTCOME), Ref(page, max(area.last, area.first), OUTCOME), page)
    for outcome in OUTCOMES:
        page.put(NAME, outcome, role="label")
        page.put(AMOUNT, Live(f'=SUMIF({outcomes},"{outcome}",{amounts})', sums.get(outcome, ZERO)), "money", "live")
        page.next()
    whole: Decimal = sum(sums.values(), ZERO)
    page.put(NAME, "合计", role="total")
    page.put(AMOUNT, Live(f"=SUM({amounts})", whole), "money", "total")
    page.next()
