"""Weights of the index system: the program's own, by comparison matrix, by entropy, or combined."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal

from gzvalue.schema.field import OWN_DEFAULT
from gzvalue.schema.problems import Problem
from gzvalue.schema.scoring_forms import RI_TABLES, ExpertScore, Judgement, Weighting
from gzvalue.valuation.doubts import ONE, ZERO, Doubts
from gzvalue.valuation.formulas.scoring import combined_weight
from gzvalue.valuation.parameters import index_system, parameters
from gzvalue.valuation.result import Consistency
from gzvalue.valuation.score_judgements import CRITERIA, GroupResult, ahp_words, group_weights, judged_groups

_DIGITS = 12
ENTROPY, CRITIC = "熵权法", "CRITIC 法"


@dataclass(frozen=True)
class Weights:
    """Weights with how they came about; empty mappings where the chosen method gives none.

    Attributes:
        indicators: indicator key → weight within the whole; sums to 1.
        dimensions: dimension key → weight; sums to 1.
    """

    method: str
    own_default: bool
    indicators: Mapping[str, Decimal]
    dimensions: Mapping[str, Decimal]
    consistency: tuple[Consistency, ...]
    note: str
    problems: tuple[Problem, ...]

    @cached_property
    def all(self) -> Mapping[str, Decimal]:
        """Both levels in one mapping."""
        return {**self.dimensions, **self.indicators}


def weights_of(weighting: Weighting, judgements: Sequence[Judgement], means: Sequence[Mapping[str, Decimal]]) -> Weights:
    """The weights by the method that ``weighting`` names; without one the program's own.

    Args:
        weighting: the settings.
        judgements: all pairwise comparisons.
        means: mean scores of the completely scored data sets; used by the methods that weigh by data only.
    """
    doubts = Doubts()
    method = weighting.method or "默认权重"
    if method == "默认权重":
        return _default(method)
    subjective: GroupResult | None = None
    if method in ("层次分析法", "组合权重"):
        subjective = _by_judgement(weighting, judgements, doubts)
    by_data = (weighting.objective or ENTROPY) if method == "组合权重" else method
    objective = _by_data(by_data, means, doubts) if by_data in (ENTROPY, CRITIC) else None
    consistency = () if subjective is None else subjective.consistency
    found, note = _chosen(method, weighting, subjective, objective, doubts)
    if doubts.blocked or not found:
        return Weights(method, False, {}, {}, consistency, "", doubts.found)
    return Weights(method, False, found, _dimension_sums(found), consistency, note, doubts.found)


def _default(method: str) -> Weights:
    system = index_system()
    indicators = {one.key: one.weight for one in system.indicators}
    dimensions = {one.key: one.weight for one in system.dimensions}
    return Weights(method, True, indicators, dimensions, (), f"权重为{OWN_DEFAULT}", ())


def _chosen(
    method: str, weighting: Weighting, subjective: GroupResult | None, objective: Mapping[str, Decimal] | None, doubts: Doubts
) -> tuple[dict[str, Decimal], str]:
    by_judgement = {} if subjective is None else dict(subjective.weights)
    if method == "层次分析法":
        return by_judgement, "" if subjective is None else subjective.note
    if method == "熵权法":
        return dict(objective or {}), "权重由熵权法算出：各数据集评分差异越大的指标权重越大（评分先按极差标准化）；数据集或专家较少时不稳定"
    if method == CRITIC:
        words = "权重由 CRITIC 法算出：评分差异大、又与其他指标不相关的指标权重大（评分先按极差标准化）；数据集或专家较少时不稳定"
        return dict(objective or {}), words
    if weighting.combination in _COMBINED and by_judgement and objective:
        return _multiplied(by_judgement, objective, weighting, doubts), (
            f"组合权重：层次分析法与{weighting.objective or ENTROPY}的{weighting.combination}"
            + ("；" + subjective.note if subjective else "")
        )
    alpha = doubts.sound(weighting, "alpha", "组合权重未得出")
    share = parameters("scoring")["alpha"].value if alpha is None else alpha
    if not by_judgement or not objective or doubts.blocked:
        return {}, ""
    words = f"组合权重：层次分析法占 {(share * 100).normalize():f}%，{weighting.objective or ENTROPY}占其余" + (
        "" if alpha is not None else f"（{OWN_DEFAULT}）"
    )
    both = {key: combined_weight(share, by_judgement[key], objective[key]) for key in by_judgement}
    return both, words + ("；" + subjective.note if subjective else "")


def _by_judgement(weighting: Weighting, judgements: Sequence[Judgement], doubts: Doubts) -> GroupResult | None:
    """Dimension weights from their matrix, indicator weights from those of their dimension or, without one, equal."""
    system = index_system()
    method = weighting.ahp_method or "特征向量法"
    table = next((key for key, name in RI_TABLES.items() if weighting.ri_table in (key, name)), "saaty_2005")
    groups = judged_groups(judgements, doubts)
    top = group_weights(CRITERIA, groups.get(CRITERIA, ()), method, table, doubts)
    if top is None:
        return None
    weights: dict[str, Decimal] = {}
    consistency = list(top.consistency)
    equal = []
    for dimension in system.dimensions:
        keys = [one.key for one in dimension.indicators]
        within = group_weights(dimension.key, groups[dimension.key], method, table, doubts) if dimension.key in groups else None
        if dimension.key not in groups:
            equal.append(dimension.name)
        elif within is not None:
            consistency.extend(within.consistency)
        parts = within.weights if within is not None else dict.fromkeys(keys, ONE / len(keys))
        weights.update({key: top.weights[dimension.key] * parts[key] for key in keys})
    if doubts.blocked or not all(one.accepted for one in consistency):
        return GroupResult({}, tuple(consistency), "")
    note = ahp_words(method, table, consistency) + (f"；{'、'.join(equal)}维度内各指标等权" if equal else "")
    return GroupResult(exact_weights(weights), tuple(consistency), note)


_COMBINED: Mapping[str, Literal["product", "geometric"]] = {"乘积归一": "product", "几何平均": "geometric"}


def _multiplied(
    subjective: Mapping[str, Decimal], objective: Mapping[str, Decimal], weighting: Weighting, doubts: Doubts
) -> dict[str, Decimal]:
    from gzvalue.valuation.procedures.unsolvable import Unsolvable
    from gzvalue.valuation.procedures.weights import combined_weights

    keys = list(subjective)
    try:
        found = combined_weights([subjective[k] for k in keys], [objective[k] for k in keys], _COMBINED[weighting.combination or ""])
    except Unsolvable as wrong:
        doubts.block(weighting, "combination", str(wrong))
        return {}
    return exact_weights({key: Decimal(str(w)) for key, w in zip(keys, found, strict=True)})


def _by_data(method: str, means: Sequence[Mapping[str, Decimal]], doubts: Doubts) -> dict[str, Decimal] | None:
    # NumPy comes with the procedures: not needed before somebody asks for these weights
    from gzvalue.valuation.procedures.unsolvable import Unsolvable
    from gzvalue.valuation.procedures.weights import critic_weights, entropy_weights

    keys = [one.key for one in index_system().indicators]
    anchor = ExpertScore(id=0)
    if len(means) < 2:
        doubts.block(anchor, "data_set", f"{method}至少要有 2 个评分完整的数据集，现有 {len(means)} 个")
        return None
    try:
        found = (critic_weights if method == CRITIC else entropy_weights)([[one[key] for key in keys] for one in means])
    except Unsolvable as wrong:
        doubts.block(anchor, "data_set", str(wrong))
        return None
    return exact_weights({key: Decimal(str(w)) for key, w in zip(keys, found.weights, strict=True)})


def exact_weights(weights: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """The weights at twelve decimals, summing to 1 exactly; the largest takes the rest."""
    whole = sum(weights.values(), ZERO)
    found = {key: round(weight / whole, _DIGITS) for key, weight in weights.items()}
    largest = max(found, key=lambda key: (found[key], key))
    found[largest] += ONE - sum(found.values(), ZERO)
    return found


def _dimension_sums(indicators: Mapping[str, Decimal]) -> Mapping[str, Decimal]:
    return {d.key: sum((indicators[one.key] for one in d.indicators), ZERO) for d in index_system().dimensions}
