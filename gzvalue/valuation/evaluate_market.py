"""The market approach for one unit: comparables adjusted by five factors, one value per part, the sum of the parts."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from gzvalue.schema.market_forms import MEAN, MEDIAN, WEIGHTED, Comparable, MarketState, MarketSubset
from gzvalue.schema.valuation_forms import ValuationUnit
from gzvalue.valuation.doubts import ONE, ZERO, Doubts, number
from gzvalue.valuation.formula import Given, given, step
from gzvalue.valuation.formulas.market import (
    adjusted_reference,
    comparison_factor,
    market_value,
    mean_value,
    volume_factor,
    weighted_reference,
)
from gzvalue.valuation.result import Step
from gzvalue.valuation.weighing import sums_to_one

MARKET = "市场法"
"""The method's name among those of a unit."""

FACTORS = {"quality": ("quality_own", "quality_reference"), "supply": None, "timing": ("index_now", "index_then"),
           "volume": ("volume_own", "volume_reference"), "other": None}  # fmt: skip
"""The five coefficients by their field, with the two fields that give them where they are left empty."""

_NAMES = {"supply": "supply", "timing": "date"}


class MarketInputs(NamedTuple):
    """What the market value of a unit depends on besides the unit."""

    comparables: tuple[Comparable, ...] = ()
    subsets: tuple[MarketSubset, ...] = ()
    state: MarketState = MarketState()


class MarketValue(NamedTuple):
    """The value by the market, unrounded, with all its steps."""

    step: Step
    steps: tuple[Step, ...]


def market_value_of(unit: ValuationUnit, label: str, inputs: MarketInputs, doubts: Doubts) -> MarketValue | None:
    """The market value of a unit, or ``None`` where ``doubts`` say why there is none.

    Without a lawful and active market declared with reasons the approach is refused, and so is a comparable without a date.
    """
    without = f"{unit.code or unit.name_for_people} 的{MARKET}没有结果"
    before, doubts.blocked = doubts.blocked, False
    _check_market(inputs.state, doubts, without)
    parts = _parts(unit, inputs, doubts, without)
    steps: list[Step] = []
    values = [
        _part(unit, f"{label}/{MARKET}/子集{place}", subset, rows, steps, doubts, without) for place, (subset, rows) in enumerate(parts, 1)
    ]
    failed, doubts.blocked = doubts.blocked, doubts.blocked or before
    found = [value for value in values if value is not None]
    if failed or not found:
        doubts.blocked = True
        return None
    whole = step(market_value, id=f"{label}/{MARKET}/单元市场价值", about=(unit.form.name, unit.id), parts=found)
    return MarketValue(whole, (*steps, whole))


def _check_market(state: MarketState, doubts: Doubts, without: str) -> None:
    if state.active != "是":
        said = "填为“否”" if state.active == "否" else "为“待核”" if state.active else "未填"
        doubts.block(state, "active", f"市场法前提“活跃市场”{said}，没有合法、活跃的公开市场时不采用市场法，{without}")
    elif not state.active_reason:
        doubts.block(state, "active_reason", f"已声明有活跃市场，须写明理由（成交笔数、参与者、查询日期），{without}")


_Part = tuple[MarketSubset, tuple[Comparable, ...]]


def _parts(unit: ValuationUnit, inputs: MarketInputs, doubts: Doubts, without: str) -> list[_Part]:
    """The parts of the unit with their comparables: as listed, else as the comparables name them."""
    if not inputs.comparables:
        doubts.block(unit, "main_method" if unit.main_method == MARKET else "cross_methods", f"{unit.code or ''} 没有可比案例，{without}")
        return []
    rows: dict[str, list[Comparable]] = {}
    for one in inputs.comparables:
        rows.setdefault(one.subset or "", []).append(one)
    listed = {one.name or "": one for one in inputs.subsets}
    if not listed:
        for name, several in rows.items():
            if len(several) > 1:
                doubts.notice(
                    several[0],
                    "subset",
                    f"{unit.code} 的子数据集“{name or '全部'}”有 {len(several)} 个案例而未说明取值方式，暂按平均；请在“子数据集”中写明取值方式与理由",
                )
        return [(MarketSubset(unit=unit.code, name=name, combine=MEAN, reason=""), tuple(several)) for name, several in rows.items()]
    for name, several in rows.items():
        if name not in listed:
            doubts.block(
                several[0],
                "subset",
                f"案例“{several[0].name or several[0].id}”对应的子数据集“{name or '未填'}”不在 {unit.code} 的子数据集中，{without}",
            )
    for name, subset in listed.items():
        if name not in rows:
            doubts.block(subset, "name", f"{unit.code} 的子数据集“{name}”没有可比案例，{without}")
    return [(subset, tuple(rows.get(name, ()))) for name, subset in listed.items()]


def _part(
    unit: ValuationUnit, path: str, subset: MarketSubset, rows: Sequence[Comparable], steps: list[Step], doubts: Doubts, without: str
) -> Step | None:
    adjusted = [_adjusted(unit, f"{path}/案例{one.id}", one, steps, doubts, without) for one in rows]
    values = [one for one in adjusted if one is not None]
    if not values or len(values) < len(rows):
        return None
    combine = doubts.value(subset, "combine", without)
    if combine in (MEDIAN, WEIGHTED) and not subset.reason:
        doubts.block(subset, "reason", f"{unit.code} 的子数据集“{subset.name or ''}”按{combine}取值，须写明取值理由，{without}")
    about, name = (unit.form.name, unit.id), f"子数据集价值：{subset.name or '全部'}"
    made: Step | None = None
    if combine == WEIGHTED:
        for one in rows:
            doubts.value(one, "weight", without)
        weights = [one.weight for one in rows if one.weight is not None]
        if len(weights) == len(rows) and sums_to_one(weights, f"{unit.code} 的案例", rows[0], "weight", doubts, without):
            origins = [given(one.weight or ZERO, (one.form.name, one.id, "weight")) for one in rows]
            made = step(weighted_reference, id=f"{path}/取值", about=about, name=name, weights=origins, values=values)
    elif combine is not None:
        taken = _middle(values) if combine == MEDIAN else values
        made = step(mean_value, id=f"{path}/取值", about=about, name=f"{name}（{combine}）", values=taken, count=Decimal(len(taken)))
    if made is not None:
        steps.append(made)
    return made


def _middle(values: Sequence[Step]) -> list[Step]:
    """The middle one of an odd number, the middle two of an even one; of equal ones the first."""
    ordered = sorted(values, key=number)
    half, odd = divmod(len(ordered), 2)
    return [ordered[half]] if odd else ordered[half - 1 : half + 1]


def _adjusted(unit: ValuationUnit, path: str, one: Comparable, steps: list[Step], doubts: Doubts, without: str) -> Step | None:
    before, doubts.blocked = doubts.blocked, False
    name = f"案例“{one.name or one.id}”"
    doubts.value(one, "value", without)
    if one.deal_date is None:
        doubts.block(one, "deal_date", f"{name}没有交易日期，不能使用，{without}；请补填日期，或删去该案例")
    factors = {key: _factor(path, key, pair, one, steps, doubts, without) for key, pair in FACTORS.items()}
    failed, doubts.blocked = doubts.blocked, doubts.blocked or before
    if failed:
        return None
    arguments: dict[str, Given | Step] = {_NAMES.get(key, key): factor for key, factor in factors.items() if factor is not None}
    made = step(adjusted_reference, id=path, about=(one.form.name, one.id), name=f"{name}修正后价值",
                reference=given(one.value or ZERO, (one.form.name, one.id, "value")), **arguments)  # fmt: skip
    steps.append(made)
    return made


def _factor(
    path: str, key: str, pair: tuple[str, str] | None, one: Comparable, steps: list[Step], doubts: Doubts, without: str
) -> Given | Step | None:
    """One coefficient: as entered, else from its two figures; an empty one is never taken for 1."""
    label = one.form.fields[key].label
    if getattr(one, key) is not None:
        value = doubts.sound(one, key, without)
        if value is not None and value <= ZERO:
            doubts.block(one, key, f"案例“{one.name or one.id}”的{label}须大于 0，{without}")
        return given(getattr(one, key), (one.form.name, one.id, key))
    if pair is None or any(getattr(one, part) is None for part in pair):
        doubts.block(one, key, f"案例“{one.name or one.id}”未填“{label}”，{without}；不需要调整的填 1")
        return None
    before, doubts.blocked = doubts.blocked, False
    for part in pair:
        if doubts.sound(one, part, without) is not None and getattr(one, part) <= ZERO:
            doubts.block(one, part, f"案例“{one.name or one.id}”的{one.form.fields[part].label}须大于 0，{without}")
    if key == "volume" and one.volume_power is not None and not ZERO < one.volume_power <= ONE:
        doubts.block(one, "volume_power", f"案例“{one.name or one.id}”的容量递减指数 γ 须大于 0、不大于 1，{without}")
    failed, doubts.blocked = doubts.blocked, doubts.blocked or before
    if failed:
        return None
    figures: dict[str, Any] = {"subject": _figure(one, pair[0]), "reference": _figure(one, pair[1])}
    about = (one.form.name, one.id)
    if key == "volume" and one.volume_power is not None:
        made = step(volume_factor, id=f"{path}/{label}", about=about, power=_figure(one, "volume_power"), **figures)
    else:
        made = step(comparison_factor, id=f"{path}/{label}", about=about, name=label, **figures)
    steps.append(made)
    return made


def _figure(one: Comparable, key: str) -> Given:
    return given(getattr(one, key), (one.form.name, one.id, key))
