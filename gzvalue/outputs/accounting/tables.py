"""Pages 无形资产披露, 存货披露, 开发支出, 质押披露: as they are printed in the notes, every cell summed from 账面资产."""

from decimal import Decimal

from gzvalue.accounting.disclosure import TOTAL, TOTAL_LABEL, development_of
from gzvalue.accounting.result import CAPITALISED, EXPENSED_NOW, ZERO, Table
from gzvalue.accounting.rules import RowRule
from gzvalue.outputs.accounting import costs, detail
from gzvalue.outputs.accounting.sheaf import OPENING, Sheaf, day, quoted, sumifs
from gzvalue.outputs.workbook.page import Column, Live, Page, Ref, Role
from gzvalue.schema.accounting_forms import DECREASES, DEVELOPMENT_PHASE, INCREASES, RESEARCH

_PAGES = (("intangible", "无形资产披露", "F1"), ("inventory", "存货披露", "F2"), ("development", "开发支出", "F3"))
_INDENT = ("", "　", "　　", "　　　　　")
_PLEDGED = (
    Column("账面资产", 11), Column("名称", 30), Column("数据集", 10), Column("期末账面价值（元）", 18, True), Column("本期摊销（元）", 16, True),
    Column("状态", 20), Column("依据", 44),
)  # fmt: skip
_IMPORTANT = (Column("账面资产", 11), Column("内容", 46), Column("期末账面价值（元）", 18, True), Column("剩余摊销月数", 14, True))


def lay_tables(sheaf: Sheaf) -> None:
    """The three tables."""
    for key, name, number in _PAGES:
        table = sheaf.accounts.tables[key]
        heads = [*(column.label for column in table.rule.columns), TOTAL_LABEL]
        columns = (Column("项目", 34), *(Column(head, 21, True) for head in heads))
        page = sheaf.draft.page(name, number, f"{table.rule.title}的披露表", columns, title=table.rule.title, landscape=False)
        period = sheaf.period
        span = "报告期未填" if period is None else f"{period.begins.isoformat()} 至 {period.ends.isoformat()}"
        page.heading(f"{span}　　单位：元", f"依据：{table.rule.printed}")
        page.heads(freeze=True, columns=1)
        for row in table.rule.rows:
            _row(sheaf, page, table, row)
        if key == "intangible":
            _important(sheaf, page)
        elif key == "development":
            _development(sheaf, page)


def _row(sheaf: Sheaf, page: Page, table: Table, row: RowRule) -> None:
    if row.sort == "heading":
        page.band(row.label)
        return
    strong = row.sort in ("closing", "carrying_closing")
    role: Role = "strong" if strong else "plain"
    page.put(0, _INDENT[row.level] + row.label, role=role)
    cells = []
    for place, column in enumerate(table.rule.columns, 1):
        value = table.at(row.key, column.key)
        text = _sum(sheaf, table, row, column.way)
        cells.append(page.put(place, Live(f"={text}", value), "money", role if strong else "live"))
        sheaf.tables[table.rule.key, row.key, column.key] = cells[-1]
    whole = f"={'+'.join(cell.on(page) for cell in cells)}"
    sheaf.tables[table.rule.key, row.key, TOTAL] = page.put(
        len(cells) + 1, Live(whole, table.at(row.key, TOTAL)), "money", role if strong else "live"
    )
    page.next()


def _sum(sheaf: Sheaf, table: Table, row: RowRule, way: str) -> str:
    """What a cell sums: never another cell of the table, so that the checks between them can fail."""
    area = sheaf.accounts_area
    assert area is not None
    own = [(area.column(detail.TABLE), quoted(detail.table_label(table.rule.key))), (area.column(detail.WAY), quoted(way))]
    amounts, signed = area.column(detail.AMOUNT), area.column(detail.SIGNED)
    block = [*own, (area.column(detail.BLOCK), quoted(row.block))]
    kind = area.column(detail.KIND)
    if row.sort == "opening":
        return sumifs(amounts, *block, (kind, quoted(OPENING)))
    if row.sort == "closing":
        return sumifs(signed, *block)
    if row.sort.startswith("carrying"):
        when = [(kind, quoted(OPENING))] if row.sort == "carrying_opening" else []
        parts = [sumifs(signed, *own, (area.column(detail.BLOCK), quoted(one)), *when) for one in table.rule.blocks]
        return "-".join(parts)
    if row.sort.endswith("_part"):
        return "+".join(sumifs(amounts, *block, (kind, quoted(one))) for one in row.kinds)
    sign = INCREASES if row.sort == "increase" else DECREASES
    if row.sort == "increase":  # openings count as +1 too
        return f"{sumifs(amounts, *block, (area.column(detail.SIGN), '1'))}-{sumifs(amounts, *block, (kind, quoted(OPENING)))}"
    assert sign is DECREASES
    return sumifs(amounts, *block, (area.column(detail.SIGN), "-1"))


def _development(sheaf: Sheaf, page: Page) -> None:
    """Research and development of the period, summed from the collected costs."""
    found, period, area = development_of(sheaf.accounts.costs, sheaf.period), sheaf.period, sheaf.costs
    assert area is not None
    page.next()
    page.put(0, "本期研究开发支出（元）", role="section")
    page.next()
    rows = (("费用化", EXPENSED_NOW, (RESEARCH, DEVELOPMENT_PHASE), found.expensed), ("　其中：研究阶段", EXPENSED_NOW, (RESEARCH,), found.research),
            ("资本化", CAPITALISED, (RESEARCH, DEVELOPMENT_PHASE), found.capitalised))  # fmt: skip
    for words, outcome, phases, value in rows:
        page.put(0, words)
        if period is None:
            page.put(1, value, "money")
        else:
            dates = ((area.column(costs.DAY), f'">="&{day(period.begins)}'), (area.column(costs.DAY), f'"<="&{day(period.ends)}'))
            own = (area.column(costs.OUTCOME), quoted(outcome))
            parts = [sumifs(area.column(costs.AMOUNT), own, (area.column(costs.PHASE), quoted(phase)), *dates) for phase in phases]
            page.put(1, Live(f"={'+'.join(parts)}", value), "money", "live")
        page.next()


def _important(sheaf: Sheaf, page: Page) -> None:
    page.next()
    page.put(0, "单项重要的数据资源", role="section")
    page.next()
    if not sheaf.accounts.important:
        page.put(0, "没有（由企业勾选“单项重要”或在会计政策中定下限）。", role="note")
        page.next()
        return
    for place, head in enumerate(("账面资产", "内容", "期末账面价值（元）", "剩余摊销月数")):
        page.put(place, head, role="head")
    page.next()
    for one in sheaf.accounts.important:
        page.put(0, f"{sheaf.mark(one.code)} {one.name}", role="wrapped")
        page.put(1, one.record.content or "未填内容", role="wrapped")
        page.put(2, Live(f"={_carrying(sheaf, one.code)}", one.carrying() + one.spending()), "money", "live")
        left = one.remaining_months
        page.put(3, "不摊销" if left is None else Decimal(left), "integer" if left is not None else "text")
        page.next()


def _carrying(sheaf: Sheaf, code: str) -> str:
    """An asset's carrying amount from the detail: cost and development less amortisation and impairment."""
    area = sheaf.accounts_area
    assert area is not None
    signed, own = area.column(detail.SIGNED), (area.column(detail.ASSET), quoted(sheaf.mark(code)))
    parts = [
        sumifs(signed, own, (area.column(detail.BLOCK), quoted(one))) for one in ("账面原值", "开发支出", "累计摊销", "减值（跌价）准备")
    ]
    return f"{parts[0]}+{parts[1]}-{parts[2]}-{parts[3]}"


def lay_pledged(sheaf: Sheaf) -> None:
    """Data resources whose ownership or use is restricted: carrying amount and amortisation of the period."""
    page = sheaf.draft.page("质押披露", "G1", "所有权或使用权受限、用于担保的数据资源", _PLEDGED, title="用于担保或权利受限的数据资源")
    page.heading("“拟质押（尚未设立）”来自融资方案的质押池，设立前不属于受限资产，仅供编制时参考。")
    page.heads(freeze=True)
    area = sheaf.accounts_area
    assert area is not None
    first = page.row
    for one in sheaf.accounts.pledged:
        page.put(0, sheaf.mark(one.code), role="code")
        page.put(1, one.name, role="wrapped")
        page.put(2, one.data_set, role="code")
        page.put(3, Live(f"={_carrying(sheaf, one.code)}", one.carrying), "money", "live")
        text = sumifs(area.column(detail.AMOUNT), (area.column(detail.ASSET), quoted(sheaf.mark(one.code))), (area.column(detail.BLOCK), quoted("累计摊销")),
                      (area.column(detail.SIGN), "1"), (area.column(detail.KIND), f'"<>{OPENING}"'))  # fmt: skip
        page.put(4, Live(f"={text}", one.charged), "money", "live")
        page.put(5, one.state)
        page.put(6, one.basis, role="wrapped")
        page.next()
    if not sheaf.accounts.pledged:
        page.put(0, "没有用于担保或权利受限的数据资源。", role="note")
        page.next()
        return
    page.put(0, "合计", role="total")
    for place in (1, 2, 5, 6):
        page.put(place, None, role="total")
    for place, value in (
        (3, sum((one.carrying for one in sheaf.accounts.pledged), ZERO)),
        (4, sum((one.charged for one in sheaf.accounts.pledged), ZERO)),
    ):
        cells = f"{Ref(page, first, place).on(page)}:{Ref(page, page.row - 1, place).on(page)}"
        page.put(place, Live(f"=SUM({cells})", value), "money", "total")
    page.next()
