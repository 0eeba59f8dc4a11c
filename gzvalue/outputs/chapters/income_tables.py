"""Tables behind a unit's income: the bridge from actual years by contract, contributory assets, increments."""

from collections.abc import Iterator
from decimal import Decimal

from gzvalue.outputs.blocks import NOT_APPLICABLE, Block, Cell, Column, RowsTable
from gzvalue.outputs.content import Content
from gzvalue.outputs.words import figure, percent, yuan
from gzvalue.schema.income_forms import IncomeChange
from gzvalue.schema.valuation_forms import IncomeYear, ValuationUnit
from gzvalue.valuation.income_terms import BY_EXCESS, INCREMENT
from gzvalue.valuation.result import UnitValue

_ZERO = Decimal(0)


def life_terms(unit: UnitValue) -> Iterator[tuple[str, Cell]]:
    """The life that counts and what contracts have locked in, where they say more than the entered data."""
    if unit.life is not None:
        yield "计入的收益期限", f"{figure(unit.life, 2)} 年"
    if unit.locked is not None:
        yield "另示：合同已锁定收益的现值", f"{yuan(unit.locked)} 元（已含在单元价值中，不另计）"


def income_tables(content: Content, record: ValuationUnit) -> Iterator[Block]:
    """What a unit's income is made from; each table only where it has lines."""
    methods = {record.main_method, *(record.cross_methods or ())}
    yield from _bridge(content, record)
    if methods & set(BY_EXCESS):
        yield from _assets(content, record)
    if INCREMENT in methods:
        yield from _increments(content, record)


def _bridge(content: Content, record: ValuationUnit) -> Iterator[Block]:
    changes = [one for one in content.project.income_changes if one.unit == record.code and one.year is not None]
    rows = [row for row in content.project.income_years if row.unit == record.code and row.version == record.version]
    if not changes:
        return
    lines: list[tuple[Cell, ...]] = []
    for year in sorted({one.year or 0 for one in changes}):
        lines.append((f"{year - 1}", "上年收益", NOT_APPLICABLE, yuan(_income(rows, year - 1)), NOT_APPLICABLE))
        lines += [_change(one) for one in changes if one.year == year]
        lines.append((f"{year}", "本年收益", NOT_APPLICABLE, yuan(_income(rows, year)), NOT_APPLICABLE))
    columns = (
        Column("年度", 1, "code"),
        Column("合同与原因", 2.4),
        Column("合同", 1.2, "code"),
        Column("金额", 2.2, "figure"),
        Column("依据", 4),
    )
    note = "收益为可转让与内部收益之和；上年收益加各项变动应等于本年预测，差额列入待补正。"
    yield RowsTable(columns, tuple(lines), caption=f"{record.code} 由实际年份到预测的收益衔接", unit="元", note=note)


def _change(one: IncomeChange) -> tuple[Cell, ...]:
    return (f"{one.year}", f"变动：{one.cause or '未填'}", one.contract or NOT_APPLICABLE, yuan(one.amount), one.basis or NOT_APPLICABLE)


def _income(rows: list[IncomeYear], year: int) -> Decimal | None:
    """Income of a year: the actual one before the forecast."""
    found = sorted((row for row in rows if row.year == year), key=lambda row: row.basis != "实际")
    return (found[0].transferable or _ZERO) + (found[0].internal or _ZERO) if found else None


def _assets(content: Content, record: ValuationUnit) -> Iterator[Block]:
    assets = [one for one in content.project.contributory_assets if one.unit == record.code]
    if not assets:
        return
    columns = (
        Column("类别", 1.6), Column("资产", 2.4), Column("年度", 1, "code"), Column("公允价值", 2.2, "figure"), Column("要求回报率", 1.9, "figure"),
        Column("年回报", 2.2, "figure"), Column("依据", 3),
    )  # fmt: skip
    rows = tuple(
        (
            one.kind or NOT_APPLICABLE,
            one.name or NOT_APPLICABLE,
            str(one.year or "各年"),
            yuan(one.value),
            percent(one.required_return, 2),
            yuan(None if one.value is None or one.required_return is None else one.value * one.required_return),
            one.basis or NOT_APPLICABLE,
        )
        for one in assets
    )
    yield RowsTable(columns, rows, caption=f"{record.code} 贡献资产及其回报", unit="元")


def _increments(content: Content, record: ValuationUnit) -> Iterator[Block]:
    found = [one for one in content.project.increments if one.unit == record.code]
    if not found:
        return
    columns = (
        Column("年度", 1, "code"), Column("类别", 1.4), Column("项目", 2.4), Column("使用数据后", 2.2, "figure"), Column("不使用数据", 2.2, "figure"),
        Column("利润率", 1.1, "figure"), Column("性质", 1.1), Column("依据", 2.6),
    )  # fmt: skip
    rows = tuple(
        (
            str(one.year or NOT_APPLICABLE),
            one.kind or NOT_APPLICABLE,
            one.name or NOT_APPLICABLE,
            yuan(one.with_data),
            yuan(one.without_data),
            percent(one.margin, 2),
            one.belongs or "内部",
            one.basis or NOT_APPLICABLE,
        )
        for one in sorted(found, key=lambda one: one.year or 0)
    )
    yield RowsTable(columns, rows, caption=f"{record.code} 增量收益的对照", unit="元")
