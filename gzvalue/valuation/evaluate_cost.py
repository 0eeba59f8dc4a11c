"""The cost approach for one data set: replacement cost, its share of common costs, δ, and the cost value P = C × δ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from gzvalue.schema.cost_forms import SPLIT_KEYS
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.kinds import rounded
from gzvalue.schema.problems import Problem
from gzvalue.schema.valuation_forms import CostItem
from gzvalue.valuation.apportion import apportion
from gzvalue.valuation.doubts import ONE, ZERO, Doubts, number
from gzvalue.valuation.evaluate_adjustment import Quality, adjustment_of
from gzvalue.valuation.formula import Given, given, step
from gzvalue.valuation.formulas.allocation import allocated_value
from gzvalue.valuation.formulas.cost import cost_value, indexed_cost, replacement_cost
from gzvalue.valuation.result import Step

CommonShare = tuple[CostItem, Step | None]
"""A common cost item and the step of one data set's part of it; no step where it could not be split."""

CommonShares = tuple[Mapping[str, tuple[CommonShare, ...]], tuple[Step, ...], tuple[Problem, ...]]
"""The common costs of each data set by code, the steps that brought their amounts to today's prices, and the problems."""

_KEYS = SPLIT_KEYS
KEY_FIELDS = tuple(field for field, _ in _KEYS.values())
"""The fields of a data set by which common costs are split."""


@dataclass(frozen=True)
class DataSetCost:
    """What the cost approach gives for one data set; money unrounded in steps, to the 分 here."""

    replacement: Decimal | None
    adjustment: Decimal | None
    value: Decimal | None
    replacement_step: Step | None
    value_step: Step | None
    steps: tuple[Step, ...]
    problems: tuple[Problem, ...]


# --- common costs -------------------------------------------------------------------------------


def common_shares(items: Sequence[CostItem], data_sets: Mapping[str, DataSet], labels: Mapping[tuple[str, int], str]) -> CommonShares:
    """Each data set's part of each common cost, to the 分; the parts of an item sum to it exactly.

    A common cost is borne by all data sets of the catalogue, whether they are valued or not.
    """
    doubts = Doubts()
    shares: dict[str, list[CommonShare]] = {code: [] for code in data_sets}
    current: list[Step] = []
    for item in items:
        steps, amount = _split(item, data_sets, labels, doubts)
        current.extend([amount] if isinstance(amount, Step) else [])
        for code, own in shares.items():
            own.append((item, steps.get(code)))
    return {code: tuple(own) for code, own in shares.items()}, tuple(current), doubts.found


def _split(
    item: CostItem, data_sets: Mapping[str, DataSet], labels: Mapping[tuple[str, int], str], doubts: Doubts
) -> tuple[dict[str, Step], Step | Given | None]:
    """The steps of the parts by code, and the amount that was split."""
    doubts.blocked = False
    without = f"共同成本“{item.name or item.id}”没有分摊，各数据集的重置成本未得出"
    amount = current_amount(item, f"共同成本{item.id}", ("cost_item", item.id), doubts, without)
    key = doubts.value(item, "allocation", without)
    keys = {} if key is None else _keys(key, data_sets, item, doubts, without)
    if amount is None or doubts.blocked or not keys:
        return {}, amount
    if not any(k.value for k in keys.values()):
        doubts.block(item, "allocation", f"所有数据集的{_KEYS[key][1]}都为 0，{without}")
        return {}, amount
    whole = rounded(number(amount), 2)
    parts = apportion(whole, {code: number(k) for code, k in keys.items()})
    about = {code: ("data_set", data_sets[code].id) for code in keys}
    origin = amount.id if isinstance(amount, Step) else amount.origin
    weights = given(sum((number(k) for k in keys.values()), ZERO), ("cost_item", item.id, "allocation"))
    steps = {
        code: replace(
            step(allocated_value, id=f"{labels[about[code]]}/成本法/共同成本{item.id}", about=about[code],
                 name=f"分摊的共同成本：{item.name or item.category or ''}",
                 value=given(whole, origin), weight=keys[code], weights=weights),
            value=parts[code],
        )
        for code in keys
    }  # fmt: skip
    return steps, amount


def _keys(key: str, data_sets: Mapping[str, DataSet], item: CostItem, doubts: Doubts, without: str) -> dict[str, Given]:
    if key not in _KEYS:
        return {code: given(ONE, ("cost_item", item.id, "allocation")) for code in data_sets}
    field, label = _KEYS[key]
    found = {code: getattr(one, field) for code, one in data_sets.items()}
    missing = [code for code, value in found.items() if value is None or value < 0]
    if missing:
        names = "、".join(missing[:5]) + ("等" if len(missing) > 5 else "")
        doubts.block(data_sets[missing[0]], field, f"{len(missing)} 个数据集（{names}）的{label}未填或为负，{without}")
        return {}
    return {code: given(value, ("data_set", data_sets[code].id, field)) for code, value in found.items()}


def current_amount(item: CostItem, path: str, about: tuple[str, int], doubts: Doubts, without: str) -> Step | Given | None:
    """The amount at the valuation date: as entered, or rolled forward where both indices are given."""
    before = doubts.blocked
    doubts.blocked = False
    amount = doubts.value(item, "amount", without)
    then, now = (doubts.sound(item, key, without) for key in ("index_then", "index_now"))
    if (item.index_then is None) != (item.index_now is None):
        missing = "index_now" if item.index_now is None else "index_then"
        doubts.block(item, missing, f"{item.name_for_people} 的两个物价指数须同时填写，{without}")
    if then is not None and then == 0:
        doubts.block(item, "index_then", f"{item.name_for_people} 的发生时物价指数不能为 0，{without}")
    failed, doubts.blocked = doubts.blocked, doubts.blocked or before
    if failed:
        return None
    origin = given(amount, ("cost_item", item.id, "amount"))
    if then is None:
        return origin
    return step(
        indexed_cost, id=f"{path}/现行成本", about=about, name=f"{item.name or item.category or '成本'}（按物价指数调整）", historic_cost=origin,
        index_now=given(now, ("cost_item", item.id, "index_now")), index_then=given(then, ("cost_item", item.id, "index_then")),
    )  # fmt: skip


# --- one data set -------------------------------------------------------------------------------


def data_set_cost(
    one: DataSet, label: str, items: Sequence[CostItem], common: Sequence[CommonShare], quality: Quality | None = None, *, needed: bool
) -> DataSetCost:
    """Replacement cost, δ and cost value of one data set.

    Args:
        one: the data set.
        label: its name within step ids.
        items: its own cost items.
        common: its parts of the common ones.
        quality: its measured quality, where δ comes from it.
        needed: whether a conclusion rests on this; if not, what is missing is a notice.
    """
    doubts = Doubts(needed=needed)
    about = ("data_set", one.id)
    name = one.code or one.name_for_people
    steps: list[Step] = []
    parts: list[Any] = []
    without = f"{name} 的重置成本未得出"
    for item in items:
        part = current_amount(item, f"{label}/成本法/{item.id}", about, doubts, without)
        parts.append(part)
        if isinstance(part, Step):
            steps.append(part)
    for _, share in common:
        parts.append(share)
        steps.extend([] if share is None else [share])
    if not parts and needed:
        doubts.block(one, "code", f"{name} 没有成本明细，成本法没有结果")
    _warn_of_profit(one, name, items, doubts)
    cost_step = None
    if parts and all(part is not None for part in parts):
        cost_step = step(replacement_cost, id=f"{label}/成本法/重置成本", about=about, items=parts)
        steps.append(cost_step)
    found = adjustment_of(one, name, label, quality, doubts) if parts else None
    delta = None if found is None else found.figure
    if isinstance(delta, Step):
        steps.append(delta)
    steps += () if found is None else found.bounds
    value_step = None
    if cost_step is not None and delta is not None:
        value_step = step(cost_value, id=f"{label}/成本法/数据集成本价值", about=about, cost=cost_step, adjustment=delta)
        steps.append(value_step)
    return DataSetCost(
        replacement=_fen(cost_step), adjustment=None if delta is None else number(delta),
        value=_fen(value_step), replacement_step=cost_step, value_step=value_step, steps=tuple(steps), problems=doubts.found,
    )  # fmt: skip


def _fen(figure: Step | None) -> Decimal | None:
    return None if figure is None else rounded(number(figure), 2)


def _warn_of_profit(one: DataSet, name: str, items: Sequence[CostItem], doubts: Doubts) -> None:
    categories = {item.category for item in items if item.amount}
    if {"机会成本", "合理利润"} <= categories:
        doubts.notice(one, "cost_note", f"{name} 的成本同时列有机会成本和合理利润，两者可能重复计算，请只留一项或说明理由")
