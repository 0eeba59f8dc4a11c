"""The adjustment δ of the cost approach: as entered with its reason, from remaining life, or from measured quality."""

from decimal import Decimal
from typing import NamedTuple

from gzvalue.schema.cost_forms import QualityWeights
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.kinds import in_percent
from gzvalue.schema.quality_scores import DimensionScore, QualityScores
from gzvalue.valuation.doubts import ONE, ZERO, Doubts, number
from gzvalue.valuation.formula import Given, given, step
from gzvalue.valuation.formulas.cost import life_adjustment, quality_adjustment_bound, quality_adjustment_measured
from gzvalue.valuation.parameters import parameters
from gzvalue.valuation.result import Step

ENTERED, BY_LIFE, BY_QUALITY = "录入", "按剩余年限", "按实测质量"


class Quality(NamedTuple):
    """What a δ from measured quality depends on."""

    scores: QualityScores | None
    weights: QualityWeights


class Adjustment(NamedTuple):
    """δ, and the steps beside it that show between which bounds it may lie."""

    figure: Step | Given
    bounds: tuple[Step, ...] = ()


def adjustment_of(one: DataSet, name: str, label: str, quality: Quality | None, doubts: Doubts) -> Adjustment | None:
    """δ of one data set in the way chosen; where none is chosen, as entered, else from its years.

    Args:
        one: the data set.
        name: how messages call it.
        label: its name within step ids.
        quality: its measured quality; needed only where δ comes from it.
        doubts: gathers what stands in the way.
    """
    before, doubts.blocked = doubts.blocked, False
    without = f"{name} 的成本价值未得出"
    way = one.adjustment_by or (ENTERED if one.adjustment is not None else BY_LIFE)
    if way == BY_QUALITY:
        found = _by_quality(one, name, label, quality, doubts, without)
    elif way == ENTERED:
        found = _entered(one, name, doubts, without)
    else:
        found = _by_life(one, name, label, doubts, without)
    failed, doubts.blocked = doubts.blocked, doubts.blocked or before
    return None if failed else found


def _entered(one: DataSet, name: str, doubts: Doubts, without: str) -> Adjustment | None:
    delta = doubts.value(one, "adjustment", without) if one.adjustment_by == ENTERED else doubts.sound(one, "adjustment", without)
    if delta is None:
        return None
    if delta == 0:
        doubts.block(one, "adjustment", f"{name} 的价值调整系数 δ 须大于 0，{without}")
    if not one.adjustment_reason:
        doubts.block(one, "adjustment_reason", f"{name} 的价值调整系数 δ 为录入值，须填写理由（质量评价报告等），{without}")
    elif delta > ONE:
        doubts.notice(one, "adjustment_reason", f"{name} 的价值调整系数 δ 大于 100%，即认为现有数据优于重新建设，请核对理由")
    return Adjustment(given(delta, ("data_set", one.id, "adjustment")))


def _by_life(one: DataSet, name: str, label: str, doubts: Doubts, without: str) -> Adjustment | None:
    remaining = doubts.value(one, "remaining_years", without)
    used = doubts.value(one, "used_years", without)
    if remaining is not None and remaining == ZERO:
        doubts.block(one, "remaining_years", f"{name} 的剩余使用年限须大于 0，{without}")
    if doubts.blocked:
        return None
    about = ("data_set", one.id)
    return Adjustment(step(
        life_adjustment, id=f"{label}/成本法/价值调整系数", about=about,
        remaining=given(remaining, (*about, "remaining_years")), used=given(used, (*about, "used_years")),
    ))  # fmt: skip


# --- measured quality ---------------------------------------------------------------------------


def weight_of(weights: QualityWeights, key: str) -> Given:
    """The weight of a dimension: as entered, else the program's own default, which is no official figure."""
    entered = getattr(weights, key)
    return (
        given(parameters("quality_weights")[key].value, None) if entered is None else given(entered, (weights.form.name, weights.id, key))
    )


def _by_quality(one: DataSet, name: str, label: str, quality: Quality | None, doubts: Doubts, without: str) -> Adjustment | None:
    scores = None if quality is None else quality.scores
    if quality is None or scores is None or scores.measurement is None or not scores.measured:
        doubts.block(
            one, "adjustment_by", f"{name} 的 δ 选了按实测质量，但还没有实测结果，{without}；请先在质量评价中测量，申报的分数不能代替"
        )
        return None
    record = quality.weights
    for key in scores.dimensions:
        doubts.sound(record, key, without)
    weights = {key: weight_of(record, key) for key in scores.dimensions}
    taken = [weights[dimension.key] for dimension in scores.measured]
    if not any(number(weight) for weight in taken):
        doubts.block(record, scores.measured[0].key, f"{name} 已测维度的权重都为 0，{without}")
    if doubts.blocked:
        return None
    about, path = ("data_set", one.id), f"{label}/成本法/价值调整系数"
    points = [_point(dimension, scores.measurement.id) for dimension in scores.measured]
    delta = step(quality_adjustment_measured, id=path, about=about, weights=taken, scores=points)
    if number(delta) <= ZERO:
        doubts.block(one, "adjustment_by", f"{name} 的实测质量得分为 0，δ 须大于 0，{without}")
        return None
    missing = [dimension for dimension in scores.dimensions.values() if dimension not in scores.measured]
    if not missing:
        return Adjustment(delta)
    others = [weights[dimension.key] for dimension in missing]
    bounds = tuple(
        step(quality_adjustment_bound, id=f"{path}/{words}", about=about, name=f"价值调整系数{words}", weights=taken, scores=points, missing=others,
             mark=mark)
        for words, mark in (("下限", ZERO), ("上限", ONE))
    )  # fmt: skip
    low, high = (in_percent(number(bound), 1) for bound in bounds)
    doubts.notice(
        one,
        "adjustment_by",
        f"{name} 的 δ 取自 {len(points)} 个已测维度，{'、'.join(one.label for one in missing)}未测量；δ 在 {low} 至 {high} 之间",
    )
    return Adjustment(delta, bounds)


def _point(dimension: DimensionScore, measurement: int) -> Given:
    return given(Decimal(0) if dimension.score is None else dimension.score, ("measurement", measurement, "document"))
