"""Checks between tables, schedules, collected costs and the ledger, and against what cannot be."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from gzvalue.accounting.assets import Compared
from gzvalue.accounting.disclosure import TOTAL, checks_of, equal
from gzvalue.accounting.result import CAPITALISED, ZERO, AssetBook, Check, CostLine, Table
from gzvalue.schema.accounting_forms import BLOCKS, BookedCost
from gzvalue.schema.kinds import rounded


def all_checks(
    tables: Mapping[str, Table],
    assets: Sequence[AssetBook],
    lines: Sequence[CostLine],
    costs: Sequence[BookedCost],
    compared: Iterable[Compared],
) -> tuple[Check, ...]:
    """Every check, those of the tables first."""
    found = [check for table in tables.values() for check in checks_of(table)]
    found += _between(tables, assets)
    found += _costs(lines, costs)
    found += [
        equal(f"{one.asset}：{one.what}，所用金额＝另一来源", one.used, one.other, "按成本归集与摊销表计算的，与账载发生额核对")
        for one in compared
    ]
    found += [check for one in assets for check in _of_asset(one)]
    return tuple(found)


def _between(tables: Mapping[str, Table], assets: Sequence[AssetBook]) -> Iterator[Check]:
    intangible, development = tables["intangible"], tables["development"]
    own = [one for one in assets if one.asset_class == "无形资产"]
    yield equal("无形资产·本期摊销＝各资产摊销之和", intangible.at("amortisation_increase", TOTAL), sum((one.charged for one in own), ZERO))
    for key, label in (("intangible", "无形资产"), ("inventory", "存货")):
        cards = sum((one.carrying() for one in assets if one.asset_class == label), ZERO)
        yield equal(f"{label}·期末账面价值＝账面资产合计", tables[key].at("carrying_closing", TOTAL), cards)
    cards = sum((one.spending() for one in assets), ZERO)
    yield equal("开发支出·期末余额＝账面资产合计", development.at("spending_closing", TOTAL), cards)
    yield equal("开发支出转出＝无形资产内部研发增加", development.at("spending_transferred", TOTAL), intangible.at("cost_developed", TOTAL),
                "内部研发形成的无形资产，应等于开发支出确认为无形资产的金额")  # fmt: skip


def _costs(lines: Sequence[CostLine], costs: Sequence[BookedCost]) -> Iterator[Check]:
    whole = sum((rounded(one.amount, 2) for one in costs if one.amount is not None), ZERO)
    yield equal("历史成本合计＝各处理结果之和", whole, sum((one.amount for one in lines), ZERO), "有支出没有归集时不等，见待补正")
    entered = sum((one.amount for one in lines if one.outcome == CAPITALISED), ZERO)
    named = sum((one.amount for one in lines if one.outcome == CAPITALISED and one.asset), ZERO)
    yield equal("计入成本的支出都有账面资产", entered, named, "应计入成本而没有建立账面资产的，差额就是这部分")


def _of_asset(asset: AssetBook) -> Iterator[Check]:
    name = asset.label
    if asset.by_schedule is not None:
        yield equal(f"{name}：期末账面价值＝摊销表剩余金额", asset.carrying(), asset.by_schedule)
    schedule = asset.schedule
    if schedule.segments and not schedule.note:
        spread = sum((one.change for one in schedule.segments), ZERO)
        yield equal(f"{name}：各月摊销之和＝应摊销金额", sum((one.amount for one in schedule.months), ZERO), spread)
    if schedule.allowed is not None and schedule.life is not None:
        left, right = Decimal(schedule.life), Decimal(schedule.allowed)
        yield Check(f"{name}：摊销月数不长于权利剩余月数", left, right, left <= right, "单位：月")
    least = min([asset.carrying(), *(asset.blocks[block].closing for block in BLOCKS if block in asset.blocks)])
    yield Check(f"{name}：期末余额没有负数", least, ZERO, least >= ZERO, "原值、摊销、减值、开发支出、账面价值中最小的一个")
