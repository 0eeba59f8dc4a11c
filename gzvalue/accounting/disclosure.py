"""The disclosure tables filled from the accounts of the assets, and every arithmetic check on them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gzvalue.accounting.entries import TABLE_OF
from gzvalue.accounting.result import CAPITALISED, EXPENSED_NOW, ZERO, AssetBook, Balance, Check, CostLine, Period, Table
from gzvalue.accounting.rules import RowRule, TableRule, tables
from gzvalue.schema.accounting_forms import AMORTISATION, COST, DEVELOPMENT_PHASE, IMPAIRMENT, RESEARCH, SPENDING

TOTAL = "total"
TOTAL_LABEL = "合计"


def filled(assets: Sequence[AssetBook]) -> Mapping[str, Table]:
    """The three tables by key."""
    return {key: table_of(rule, [one for one in assets if _belongs(one, key)]) for key, rule in tables().items()}


def _belongs(asset: AssetBook, key: str) -> bool:
    if key == "development":  # what becomes an intangible asset has been development before
        return asset.asset_class in TABLE_OF and any(_moved(asset.blocks.get(SPENDING, Balance())))
    return TABLE_OF.get(asset.asset_class) == key


def _moved(balance: Balance) -> tuple[bool, ...]:
    return bool(balance.opening), bool(balance.increases), bool(balance.decreases)


def table_of(rule: TableRule, assets: Sequence[AssetBook]) -> Table:
    """One table: every row by column, its totals made of what stands in it."""
    amounts: dict[str, dict[str, Decimal]] = {}
    by_way = {column.key: [one for one in assets if one.way == column.way] for column in rule.columns}
    for block in rule.blocks:
        rows = {row.key: row for row in rule.rows if row.block == block}
        for key, row in rows.items():
            if row.sort != "heading":
                amounts[key] = {column: sum((_amount(rule, row, one) for one in own), ZERO) for column, own in by_way.items()}
    for row in rule.rows:
        if row.sort in ("carrying_closing", "carrying_opening"):
            closing = row.sort == "carrying_closing"
            amounts[row.key] = {column: sum((one.carrying(closing) for one in own), ZERO) for column, own in by_way.items()}
    for parts in amounts.values():
        parts[TOTAL] = sum(parts.values(), ZERO)
    return Table(rule, amounts)


def _amount(rule: TableRule, row: RowRule, asset: AssetBook) -> Decimal:
    balance = asset.blocks.get(row.block, Balance())
    if row.sort == "opening":
        return balance.opening
    if row.sort == "closing":
        return balance.closing
    side = balance.increases if row.sort.startswith("increase") else balance.decreases
    if row.sort.endswith("_part"):
        return sum((side.get(kind, ZERO) for kind in row.kinds), ZERO)
    return sum(side.values(), ZERO)


@dataclass(frozen=True)
class Development:
    """Research and development of the period: expensed, of which research, and capitalised."""

    expensed: Decimal
    research: Decimal
    capitalised: Decimal


def development_of(lines: Iterable[CostLine], period: Period | None) -> Development:
    """What of the costs of both phases that were incurred in the period was expensed and capitalised."""
    sums = {(phase, outcome): ZERO for phase in (RESEARCH, DEVELOPMENT_PHASE) for outcome in (EXPENSED_NOW, CAPITALISED)}
    for one in lines:
        key = (one.record.phase or "", one.outcome)
        if key in sums and period is not None and one.record.incurred_on is not None and period.holds(one.record.incurred_on):
            sums[key] += one.amount
    research, spent = sums[RESEARCH, EXPENSED_NOW], sums[DEVELOPMENT_PHASE, EXPENSED_NOW]
    return Development(research + spent, research, sums[RESEARCH, CAPITALISED] + sums[DEVELOPMENT_PHASE, CAPITALISED])


def short_title(rule: TableRule) -> str:
    """``无形资产`` of 数据资源无形资产."""
    return rule.title.removeprefix("数据资源")


# --- checks -----------------------------------------------------------------------------------------


def equal(name: str, left: Decimal, right: Decimal, why: str = "") -> Check:
    """Left must be right."""
    return Check(name, left, right, left == right, why)


def checks_of(table: Table) -> Iterator[Check]:
    """Every arithmetic check of one table; those of one sort and column are one each."""
    rule = table.rule
    columns = [(column.key, column.way) for column in rule.columns] + [(TOTAL, TOTAL_LABEL)]
    for key, label in columns:
        for block in rule.blocks:
            yield from _block(table, block, key, f"{short_title(rule)}·{label}")
        yield from _carrying(table, key, f"{short_title(rule)}·{label}")
    for row in rule.rows:
        if row.sort != "heading":
            whole = sum((table.at(row.key, column.key) for column in rule.columns), ZERO)
            yield equal(
                f"{short_title(rule)}·{row.block}·{row.label.partition('.')[2] or row.label}：合计＝各栏之和",
                table.at(row.key, TOTAL),
                whole,
            )


def _block(table: Table, block: str, column: str, where: str) -> Iterator[Check]:
    rule = table.rule
    (opening,), (increase,), (decrease,), (closing,) = (
        rule.in_block(block, sort) for sort in ("opening", "increase", "decrease", "closing")
    )
    at = {row.sort: table.at(row.key, column) for row in (opening, increase, decrease, closing)}
    yield equal(f"{where}·{block}：期末＝期初＋增加－减少", at["closing"], at["opening"] + at["increase"] - at["decrease"])
    for sort, words in (("increase", "本期增加"), ("decrease", "本期减少")):
        parts = rule.in_block(block, f"{sort}_part")
        if parts:
            yield equal(f"{where}·{block}：{words}＝其中各项之和", at[sort], sum((table.at(row.key, column) for row in parts), ZERO))


def _carrying(table: Table, column: str, where: str) -> Iterator[Check]:
    rule = table.rule
    for sort, end, words in (("carrying_closing", "closing", "期末"), ("carrying_opening", "opening", "期初")):
        for row in (one for one in rule.rows if one.sort == sort):
            parts = {block: table.at(rule.in_block(block, end)[0].key, column) for block in rule.blocks}
            worth = parts.get(COST, ZERO) - parts.get(AMORTISATION, ZERO) - parts.get(IMPAIRMENT, ZERO)
            formula = "原值－摊销－减值" if AMORTISATION in parts else "原值－跌价准备"
            yield equal(f"{where}：{words}账面价值＝{formula}", table.at(row.key, column), worth)
