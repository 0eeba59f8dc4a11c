"""The firm as on its licence, and its accounts by year."""

from collections.abc import Sequence
from decimal import Decimal

from gzvalue.outputs.blocks import NOT_APPLICABLE, Block, Cell, Column, ColumnChart, Heading, PageBreak, Paragraph, RecordTable, RowsTable
from gzvalue.outputs.content import Content
from gzvalue.outputs.options import Options
from gzvalue.outputs.words import figure, grouped_keys, items, percent, wan
from gzvalue.schema.enterprise import FinanceYear

_MOST_YEARS = 6
_HEADS = ("year", "basis", "note")


def chapter(content: Content, options: Options) -> tuple[Block, ...]:
    """Licence card, business, finance."""
    enterprise = content.project.enterprise
    keys = grouped_keys(enterprise)
    business = [key for key in keys.get("经营", []) if key != "business_summary"]
    blocks: list[Block] = [PageBreak(), Heading("企业概况", 1), Heading("登记信息", 2)]
    blocks.append(RecordTable(items(enterprise, *keys["营业执照"]), card=True))
    blocks += [Heading("经营与联系", 2), RecordTable(items(enterprise, *business, *keys.get("联系", [])))]
    if enterprise.business_summary:
        blocks += [Heading("业务与数据概述", 2), Paragraph(enterprise.business_summary)]
    return (*blocks, *_accounts(content.project.finance_years))


def _accounts(all_years: Sequence[FinanceYear]) -> list[Block]:
    """Years that are over, with ratios and picture; what the firm expects stands apart and is never compared with them."""
    years = sorted((y for y in all_years if y.year is not None), key=lambda y: y.year or 0)
    over = [y for y in years if y.basis != "预测"][-_MOST_YEARS:]
    expected = [y for y in years if y.basis == "预测"][:_MOST_YEARS]
    blocks: list[Block] = [Heading("财务状况", 2)] if years else []
    if over:
        blocks += [_table(over, "各年财务数据"), _ratios(over), *_chart(over), *_notes(over)]
    if expected:
        blocks += [_table(expected, "企业自编的财务预测"), *_notes(expected)]
    return blocks


def _table(years: Sequence[FinanceYear], caption: str) -> RowsTable:
    form = FinanceYear.form
    columns = [Column("项目", 3), *(Column(f"{y.year} 年\n{y.basis or '口径未填'}", 2, "figure") for y in years)]
    rows: list[tuple[Cell, ...]] = []
    groups: list[tuple[int, str]] = []
    group = ""
    for key, field in form.fields.items():
        if key in _HEADS or all(getattr(y, key) is None for y in years):
            continue
        if field.group != group:
            group = field.group
            groups.append((len(rows), group))
        rows.append((field.label, *(wan(getattr(y, key)) for y in years)))
    return RowsTable(tuple(columns), tuple(rows), caption=caption, unit="万元", groups=tuple(groups))


def _ratios(years: Sequence[FinanceYear]) -> RowsTable:
    columns = (Column("比率", 3), *(Column(f"{y.year} 年", 2, "figure") for y in years))
    rows = (
        ("息税折旧摊销前利润率", *(_ratio(y.ebitda, y.revenue) for y in years)),
        ("息税前利润 ÷ 利息支出", *(_times(y.ebit, y.interest) for y in years)),
        ("资产负债率", *(_debt_ratio(y) for y in years)),
    )
    return RowsTable(columns, rows, caption="由上列数字算得的比率")


def _times(part: Decimal | None, whole: Decimal | None) -> str:
    return figure(part / whole, 1) if part is not None and whole else NOT_APPLICABLE


def _ratio(part: Decimal | None, whole: Decimal | None) -> str:
    return percent(part / whole) if part is not None and whole else NOT_APPLICABLE


def _debt_ratio(year: FinanceYear) -> str:
    if year.equity is None or not year.total_assets:
        return NOT_APPLICABLE
    return percent(1 - year.equity / year.total_assets)


def _chart(years: Sequence[FinanceYear]) -> list[Block]:
    known = [y for y in years if y.revenue is not None]
    if len(known) < 2:
        return []
    last, before = known[-1], known[-2]
    assert last.revenue is not None
    assert before.revenue is not None
    title = f"{last.year} 年营业收入 {wan(last.revenue)} 万元"
    if before.revenue > 0:
        change = last.revenue / before.revenue - 1
        title += f"，比 {before.year} 年{'增长' if change >= 0 else '下降'} {percent(abs(change))}"
    series = (
        ("营业收入", tuple(_scaled(y.revenue) for y in years)),
        ("息税折旧摊销前利润", tuple(_scaled(y.ebitda) for y in years)),
    )
    return [ColumnChart(title, "万元", tuple(f"{y.year} 年" for y in years), series)]


def _scaled(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else amount.scaleb(-4)


def _notes(years: Sequence[FinanceYear]) -> list[Block]:
    said = [f"{y.year} 年：{y.note}" for y in years if y.note]
    return [Paragraph("；".join(said), "quiet")] if said else []
