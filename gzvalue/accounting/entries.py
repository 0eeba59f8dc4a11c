"""What moves the accounts of one asset: worked out from its costs, and as the ledger says."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache

from gzvalue.accounting.result import CAPITALISED, ZERO, Balance, CostLine, Entry, Period
from gzvalue.accounting.rules import tables
from gzvalue.schema.accounting_forms import (
    AMORTISATION,
    BLOCKS,
    COST,
    DEVELOPMENT,
    IMPAIRMENT,
    IN_HOUSE,
    INCREASES,
    INTANGIBLE,
    INVENTORY,
    PURCHASED,
    SPENDING,
    AssetMovement,
    BookedAsset,
)
from gzvalue.schema.kinds import rounded
from gzvalue.schema.problems import Problem

TABLE_OF = {INTANGIBLE: "intangible", INVENTORY: "inventory", DEVELOPMENT: "development"}
"""The disclosure table of a class."""


@cache
def kinds_of(asset_class: str, block: str) -> frozenset[str]:
    """The movements that an account of that class knows; development of an intangible asset is an account too."""
    key = "development" if block == SPENDING else TABLE_OF.get(asset_class, "")
    if not key or (block == SPENDING and asset_class == INVENTORY):
        return frozenset()
    return frozenset(kind for row in tables()[key].rows if row.block == block for kind in row.kinds)


def added_as(asset_class: str, way: str) -> str:
    """Which line of the table a cost adds to."""
    if way == PURCHASED:
        return "购入"
    if way == IN_HOUSE:
        return "采集加工" if asset_class == INVENTORY else "内部研发"
    return "其他增加"


def places_of(asset: BookedAsset, line: CostLine) -> tuple[date | None, date | None]:
    """When a capitalised cost enters development spending, and when the cost of the asset; ``None`` where it does not (yet)."""
    day, recognised = line.record.incurred_on, asset.recognised_on
    if line.outcome != CAPITALISED or day is None:
        return None, None
    if asset.asset_class == DEVELOPMENT:
        return day, None
    developed = asset.way == IN_HOUSE and asset.asset_class == INTANGIBLE
    if developed and (recognised is None or day <= recognised):
        return day, recognised
    if developed:  # spent on what is in use already: through development on its own day
        return day, day
    return None, None if recognised is None else line.entered_on


def from_costs(asset: BookedAsset, lines: Iterable[CostLine]) -> list[Entry]:
    """The entries that the collected costs of an asset make, over all time."""
    code, way = asset.code or "", asset.way or ""
    kind = added_as(asset.asset_class or "", way)
    found: list[Entry] = []
    transferred: dict[date, Decimal] = {}
    for line in lines:
        spent_on, booked_on = places_of(asset, line)
        if spent_on is not None:
            found.append(Entry(code, spent_on, SPENDING, "内部研发" if way == IN_HOUSE else "其他增加", line.amount, 1))
            if booked_on is not None:
                transferred[booked_on] = transferred.get(booked_on, ZERO) + line.amount
        elif booked_on is not None:
            found.append(Entry(code, booked_on, COST, kind, line.amount, 1))
    for day, amount in transferred.items():
        found.append(Entry(code, day, SPENDING, "确认为无形资产", amount, -1))
        found.append(Entry(code, day, COST, kind, amount, 1))
    return found


def from_ledger(asset: BookedAsset, movements: Iterable[AssetMovement], problems: list[Problem]) -> list[Entry]:
    """The entries of the ledger that can be used; the others are named."""
    found = []
    for one in movements:
        wrong = _fault(asset, one)
        if wrong:
            problems.append(Problem("error", one.form.name, one.id, wrong[0], f"账载发生额 {one.words or one.id}：{wrong[1]}"))
            continue
        day, amount, block, kind = one.entered_on, one.amount, one.block, one.kind
        if day is None or amount is None or block is None or kind is None:  # said by _fault
            continue
        found.append(Entry(asset.code or "", day, block, kind, rounded(amount, 2), 1 if kind in INCREASES else -1, one))
    return found


def _fault(asset: BookedAsset, one: AssetMovement) -> tuple[str, str] | None:
    for key in ("entered_on", "block", "kind", "amount"):
        if getattr(one, key) is None:
            return key, f"未填“{one.form.fields[key].label}”，没有计入。"
    assert one.amount is not None
    if one.amount < 0:
        return "amount", "金额请填正数，增减由“变动”决定；没有计入。"
    known = kinds_of(asset.asset_class or "", one.block or "")
    if one.kind not in known:
        if asset.asset_class == INTANGIBLE and one.block == IMPAIRMENT and one.kind == "转回":
            return "kind", "无形资产的减值准备一经计提不得转回（以企业会计准则第8号官方文本为准）；没有计入。"
        words = "、".join(sorted(known)) or "（没有）"
        return "kind", f"“{asset.asset_class or '未填类别'}”的{one.block}没有“{one.kind}”这种变动，可选：{words}；没有计入。"
    return None


def balances(openings: Mapping[str, Decimal], entries: Sequence[Entry], period: Period) -> Mapping[str, Balance]:
    """The accounts at both ends of the period: entries before it go into the opening balance, those after it nowhere."""
    increases: dict[str, dict[str, Decimal]] = {block: {} for block in BLOCKS}
    decreases: dict[str, dict[str, Decimal]] = {block: {} for block in BLOCKS}
    opening = {block: openings.get(block, ZERO) for block in BLOCKS}
    for one in entries:
        if one.on < period.begins:
            opening[one.block] += one.sign * one.amount
        elif one.on <= period.ends:
            side = (increases if one.sign > 0 else decreases)[one.block]
            side[one.kind] = side.get(one.kind, ZERO) + one.amount
    return {block: Balance(opening[block], increases[block], decreases[block]) for block in BLOCKS}


def stated_openings(asset: BookedAsset) -> dict[str, Decimal]:
    """The opening balances as typed, by block; those not typed are missing, and those of accounts that the class does not have."""
    typed = {COST: asset.opening_cost, AMORTISATION: asset.opening_amortisation, IMPAIRMENT: asset.opening_impairment,
             SPENDING: asset.opening_spending}  # fmt: skip
    known = (block for block in typed if kinds_of(asset.asset_class or "", block))
    return {block: rounded(amount, 2) for block in known if (amount := typed[block]) is not None}


def told_openings(entries: Iterable[Entry], period: Period) -> dict[str, Decimal]:
    """The opening balances that entries before the period come to, of the blocks that have any."""
    found: dict[str, Decimal] = {}
    for one in entries:
        if one.on < period.begins:
            found[one.block] = found.get(one.block, ZERO) + one.sign * one.amount
    return found
