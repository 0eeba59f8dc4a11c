"""Share rates K that are worked out, not entered: equivalent investment, range by score, royalty, marginal analysis."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from gzvalue.schema.data_set import DataSet
from gzvalue.schema.kinds import in_percent
from gzvalue.schema.problems import Problem
from gzvalue.schema.share_forms import BY_FACTORS, EQUIVALENT, MARGINAL, RANGE, ROYALTY, ShareBasis, ShareFactor
from gzvalue.valuation.doubts import ONE, ZERO, Doubts, number
from gzvalue.valuation.evaluate_cost import DataSetCost
from gzvalue.valuation.formula import Given, given, step
from gzvalue.valuation.formulas.income import sum_of_values
from gzvalue.valuation.formulas.rate import (
    equivalent_investment_share,
    marginal_share,
    profit_share_of_royalty,
    share_in_range,
    within_range,
)
from gzvalue.valuation.formulas.scoring import mean_score
from gzvalue.valuation.result import Step
from gzvalue.valuation.weighing import sums_to_one


@dataclass(frozen=True)
class ShareRate:
    """One derivation of K; ``rate`` is ``None`` where the problems say why."""

    code: str
    rate: Step | None
    steps: tuple[Step, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Sources:
    """What a share rate may draw on besides its own form.

    Attributes:
        data_sets: code → data set.
        costs: data set id → its cost approach.
        scores: data set id → total of the value score, 0…100.
        factors: the factors of all derivations.
    """

    data_sets: Mapping[str, DataSet]
    costs: Mapping[int, DataSetCost]
    scores: Mapping[int, Decimal]
    factors: Sequence[ShareFactor]


def share_rate(basis: ShareBasis, sources: Sources, *, needed: bool) -> ShareRate:
    """K by the chosen method; only that method's own fields enter.

    Args:
        basis: the derivation.
        sources: what it may draw on.
        needed: whether a conclusion rests on it.
    """
    doubts = Doubts(needed=needed)
    code = basis.code or basis.name_for_people
    without = f"分成率测算 {code} 没有结果"
    made = _BY_METHOD.get(doubts.value(basis, "method", without) or "")
    steps = () if made is None else made(basis, f"分成率/{code}", sources, doubts, without)
    rate = steps[-1] if steps and not doubts.blocked else None
    if rate is not None and not ZERO < number(rate) <= ONE:
        doubts.block(basis, "method", f"分成率测算 {code} 得出 {in_percent(number(rate), 2)}，应大于 0、不大于 100%，{without}；请核对各项")
        rate = None
    return ShareRate(code, rate, steps if rate is not None else (), doubts.found)


def _about(basis: ShareBasis) -> tuple[str, int]:
    return basis.form.name, basis.id


def _given(basis: ShareBasis, key: str) -> Given:
    return given(getattr(basis, key), (*_about(basis), key))


def _equivalent(basis: ShareBasis, path: str, sources: Sources, doubts: Doubts, without: str) -> tuple[Step, ...]:
    for key in ("asset_profit_rate", "other_cost", "other_profit_rate"):
        doubts.value(basis, key, without)
    cost: Given | Step | None
    if basis.asset_cost is not None:
        cost = None if doubts.sound(basis, "asset_cost", without) is None else _given(basis, "asset_cost")
    else:
        cost = _replacement(basis, path, sources, doubts, without)
    if doubts.blocked or cost is None:
        return ()
    if number(cost) + (basis.other_cost or ZERO) <= ZERO:
        doubts.block(basis, "other_cost", f"数据资产投入与其他资产投入都为 0，{without}")
        return ()
    share = step(
        equivalent_investment_share, id=f"{path}/{EQUIVALENT}", about=_about(basis), asset_cost=cost,
        asset_profit_rate=_given(basis, "asset_profit_rate"), other_cost=_given(basis, "other_cost"),
        other_profit_rate=_given(basis, "other_profit_rate"),
    )  # fmt: skip
    return (cost, share) if isinstance(cost, Step) else (share,)


def _replacement(basis: ShareBasis, path: str, sources: Sources, doubts: Doubts, without: str) -> Step | None:
    """The replacement cost of the data sets named, as their cost approach states it."""
    chosen = _chosen(basis, sources, doubts, f"{without}；或直接填写数据资产投入 A")
    costs = {one.code or "": sources.costs[one.id] for one in chosen}
    missing = [code for code, cost in costs.items() if cost.replacement is None]
    if missing:
        doubts.block(basis, "data_sets", f"{'、'.join(missing[:5])} 的重置成本未得出，{without}")
    if doubts.blocked or not costs:
        return None
    values = [given(cost.replacement or ZERO, cost.replacement_step.id if cost.replacement_step else None) for cost in costs.values()]
    return step(sum_of_values, id=f"{path}/数据资产投入", about=_about(basis), name="涉及数据集的重置成本合计", values=values)


def _chosen(basis: ShareBasis, sources: Sources, doubts: Doubts, without: str) -> list[DataSet]:
    codes = doubts.value(basis, "data_sets", without) or ()
    lost = [code for code in codes if code not in sources.data_sets]
    if lost:
        doubts.block(basis, "data_sets", f"涉及数据集 {'、'.join(lost)} 不在数据目录中，{without}")
    return [sources.data_sets[code] for code in codes if code in sources.data_sets]


def _range(basis: ShareBasis, path: str, sources: Sources, doubts: Doubts, without: str) -> tuple[Step, ...]:
    for key in ("low", "high", "score_by"):
        doubts.value(basis, key, without)
    if basis.low is not None and basis.high is not None and basis.low > basis.high:
        doubts.block(basis, "low", f"分成率区间的下限大于上限，{without}")
    if not basis.range_source:
        doubts.error(basis, "range_source", f"分成率测算 {basis.code or ''} 的区间须写明来源与日期")
    if doubts.blocked:
        return ()
    bounds: dict[str, Any] = {"low": _given(basis, "low"), "high": _given(basis, "high")}
    if basis.score_by == BY_FACTORS:
        return _by_factors(basis, path, bounds, sources, doubts, without)
    chosen = _chosen(basis, sources, doubts, without)
    unscored = [one.code or "" for one in chosen if one.id not in sources.scores]
    if unscored:
        doubts.block(basis, "data_sets", f"{'、'.join(unscored[:5])} 还没有综合评分，{without}")
    if doubts.blocked or not chosen:
        return ()
    mean = step(
        mean_score, id=f"{path}/综合得分", about=_about(basis), name="涉及数据集的综合评分平均",
        scores=[given(sources.scores[one.id], ("data_set", one.id, "code")) for one in chosen], count=Decimal(len(chosen)),
    )  # fmt: skip
    return mean, step(share_in_range, id=f"{path}/{RANGE}", about=_about(basis), score=mean, **bounds)


def _by_factors(
    basis: ShareBasis, path: str, bounds: Mapping[str, Any], sources: Sources, doubts: Doubts, without: str
) -> tuple[Step, ...]:
    factors = [one for one in sources.factors if one.share_basis is not None and one.share_basis == basis.code]
    if not factors:
        doubts.block(basis, "score_by", f"还没有分成率因素，{without}；请填写因素、权重与得分")
    for one in factors:
        doubts.value(one, "weight", without)
        doubts.value(one, "score", without)
    if not doubts.blocked:
        weights = [one.weight for one in factors if one.weight is not None]
        sums_to_one(weights, f"分成率测算 {basis.code or ''} 的因素", factors[0], "weight", doubts, without)
    if doubts.blocked:
        return ()
    return (step(
        within_range, id=f"{path}/{RANGE}", about=_about(basis), name="分成率（区间×因素得分）",
        weights=[given(one.weight or ZERO, (one.form.name, one.id, "weight")) for one in factors],
        scores=[given(one.score or ZERO, (one.form.name, one.id, "score")) for one in factors], **bounds,
    ),)  # fmt: skip


def _royalty(basis: ShareBasis, path: str, sources: Sources, doubts: Doubts, without: str) -> tuple[Step, ...]:
    for key in ("royalty", "margin"):
        doubts.value(basis, key, without)
    if basis.margin is not None and basis.margin <= ZERO:
        doubts.block(basis, "margin", f"销售利润率须大于 0，{without}")
    if doubts.blocked:
        return ()
    return (
        step(
            profit_share_of_royalty,
            id=f"{path}/{ROYALTY}",
            about=_about(basis),
            royalty=_given(basis, "royalty"),
            margin=_given(basis, "margin"),
        ),
    )


def _marginal(basis: ShareBasis, path: str, sources: Sources, doubts: Doubts, without: str) -> tuple[Step, ...]:
    for key in ("additional", "whole"):
        doubts.value(basis, key, without)
    if basis.whole is not None and basis.whole <= ZERO:
        doubts.block(basis, "whole", f"利润总额现值须大于 0，{without}")
    if doubts.blocked:
        return ()
    return (
        step(
            marginal_share,
            id=f"{path}/{MARGINAL}",
            about=_about(basis),
            additional=_given(basis, "additional"),
            whole=_given(basis, "whole"),
        ),
    )


_BY_METHOD = {EQUIVALENT: _equivalent, RANGE: _range, ROYALTY: _royalty, MARGINAL: _marginal}
