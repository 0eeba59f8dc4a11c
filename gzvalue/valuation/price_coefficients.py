"""The six coefficients of a price: as typed, else as the project's data propose, else 1; each says where it comes from.

How a coefficient is proposed is the program's own rule; its numbers lie in ``resources/parameters/price.json``.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import NamedTuple

from gzvalue.schema.cost_forms import QualityWeights
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.kinds import in_percent, last_day, plain, rounded
from gzvalue.schema.price_forms import COEFFICIENTS, Range
from gzvalue.schema.quality_scores import DECLARED
from gzvalue.schema.rules_within import says_none
from gzvalue.valuation.doubts import ONE, ZERO, number
from gzvalue.valuation.evaluate_adjustment import weight_of
from gzvalue.valuation.formula import Given, given, step
from gzvalue.valuation.formulas.price import (
    coefficient_by_count,
    coefficient_by_demand,
    coefficient_by_rights,
    coefficient_by_score,
    price_freshness,
    price_quality_score,
    price_timeliness,
)
from gzvalue.valuation.gates import OPERATE
from gzvalue.valuation.price_ground import Ground, Terms, rule
from gzvalue.valuation.price_result import ASKED, ENTERED, NEUTRAL, PROPOSED, Coefficient
from gzvalue.valuation.result import Origin, Step

SCARCITY = {"独有": "scarcity_sole", "稀缺": "scarcity_rare", "一般": "scarcity_common", "常见": "scarcity_plenty"}
"""Words of the catalogue → key of the rule for Ks."""

FREQUENCY = {
    "实时": "frequency_live", "按天": "frequency_day", "按周": "frequency_week", "按月": "frequency_month", "按季": "frequency_quarter",
    "按年": "frequency_year", "按需": "frequency_demand", "其他": "frequency_other", "不更新": "frequency_never",
}  # fmt: skip
"""Words of the catalogue → key of the rule for the score of a frequency."""

_PLACES = 2
_DAYS = Decimal(365)


class Proposal(NamedTuple):
    """What the data propose: the value, or ``None``; why, or what is missing; the steps, the last of which gives the value."""

    value: Decimal | None
    words: str
    steps: tuple[Step, ...] = ()
    origin: Origin = None


class Taken(NamedTuple):
    """A coefficient, its figure as an argument of K, and the steps behind it."""

    coefficient: Coefficient
    figure: Given
    steps: tuple[Step, ...]


def coefficients_of(ground: Ground, terms: Terms) -> Mapping[str, Taken]:
    """The six by key, in the order of the formula."""
    return {key: _taken(key, ground, terms) for key in COEFFICIENTS}


def _taken(key: str, ground: Ground, terms: Terms) -> Taken:
    span = COEFFICIENTS[key]
    found = _PROPOSALS[key](ground, terms, span)
    last = found.steps[-1] if found.steps else None
    typed: Decimal | None = getattr(terms.record, key)
    if typed is not None:
        asked = key in terms.asked
        reason = "只用于这一次，没有写入项目" if asked else getattr(terms.record, f"{key}_reason") or "没有写理由"
        made = Coefficient(span, typed, ASKED if asked else ENTERED, reason, found.value, found.words, last)
        return Taken(made, given(typed, terms.origin(key)), found.steps)
    if found.value is None:
        return Taken(Coefficient(span, ONE, NEUTRAL, found.words, None, found.words), given(ONE, None), ())
    made = Coefficient(span, found.value, PROPOSED, found.words, found.value, found.words, last)
    return Taken(made, given(found.value, found.origin if last is None else last.id), found.steps)


def _from(steps: tuple[Step, ...], words: str) -> Proposal:
    """A proposal to two decimals, which do not leave a range whose ends have one."""
    return Proposal(rounded(number(steps[-1]), _PLACES), words, steps)


def _id(terms: Terms, span: Range) -> str:
    return f"{terms.path}/{span.sign} 建议"


# --- quality ------------------------------------------------------------------------------------


def _quality(ground: Ground, terms: Terms, span: Range) -> Proposal:
    scores = ground.quality.get(terms.one.code or "")
    if scores is None or scores.measurement is None or not scores.measured:
        declared = scores is not None and any(one.source == DECLARED for one in scores.dimensions.values())
        return Proposal(None, "只有申报的质量分数，没有实测，不据以调整" if declared else "没有质量实测结果，在“质量评价”中测量后可建议")
    weights = ground.project.single(QualityWeights)
    taken = [weight_of(weights, one.key) for one in scores.measured]
    if not any(number(one) for one in taken):
        return Proposal(None, "已测维度的权重都为 0，没有建议")
    points = [given(one.score or ZERO, ("measurement", scores.measurement.id, "document")) for one in scores.measured]
    score = step(price_quality_score, id=f"{terms.path}/六维质量得分", about=terms.about, weights=taken, scores=points)
    made = step(coefficient_by_score, id=_id(terms, span), about=terms.about, name=span.label, low=span.low, high=span.high, score=score)
    missing = [one.label for one in scores.dimensions.values() if one not in scores.measured]
    left = f"，{'、'.join(missing)}未测不计入" if missing else ""
    return _from((score, made), f"实测质量得分 {in_percent(number(score), 1)}（{len(points)} 个维度{left}），在范围内线性取值")


# --- scarcity -----------------------------------------------------------------------------------


def _scarcity(ground: Ground, terms: Terms, span: Range) -> Proposal:
    one, record = terms.one, terms.record
    if record.sources is not None:
        return _by_sources(terms, span, given(Decimal(record.sources), terms.origin("sources")), f"可比数据源 {record.sources} 个")
    if one.scarcity in SCARCITY:
        word = f"数据目录中稀缺性为“{one.scarcity}”"
        return Proposal(rule(SCARCITY[one.scarcity]), word, origin=(one.form.name, one.id, "scarcity"))
    cases = {case.name for unit in ground.units(one.code or "") for case in ground.comparables.get(unit.code or "", ()) if case.name}
    if cases:
        return _by_sources(terms, span, given(Decimal(len(cases)), None), f"可比案例 {len(cases)} 个")
    return Proposal(None, "没有填可比数据源个数，数据目录也没有填稀缺性")


def _by_sources(terms: Terms, span: Range, count: Given, words: str) -> Proposal:
    most = rule("sources_most")
    made = step(
        coefficient_by_count, id=_id(terms, span), about=terms.about, name=span.label, none=span.high, many=span.low, count=count, most=most
    )
    return _from((made,), f"{words}（0 个取上限，{plain(most)} 个取下限，其间线性）")


# --- timeliness ---------------------------------------------------------------------------------


def _timeliness(ground: Ground, terms: Terms, span: Range) -> Proposal:
    one = terms.one
    steps: list[Step] = []
    words: list[str] = []
    frequency: Given | None = None
    if one.frequency in FREQUENCY:
        frequency = given(rule(FREQUENCY[one.frequency]), (one.form.name, one.id, "frequency"))
        words.append(f"更新频率“{one.frequency}”得 {in_percent(number(frequency), 0)}")
    freshness = _freshness(ground, terms, steps, words)
    if frequency is None and freshness is None:
        return Proposal(None, "没有填更新频率和时间跨度止")
    if frequency is not None and freshness is not None:
        score: Given | Step = step(
            price_timeliness, id=f"{terms.path}/时效得分", about=terms.about, frequency=frequency, freshness=freshness
        )
        steps.append(score)  # type: ignore[arg-type]
    else:
        score = freshness or frequency  # type: ignore[assignment]
    made = step(coefficient_by_score, id=_id(terms, span), about=terms.about, name=span.label, low=span.low, high=span.high, score=score)
    return _from((*steps, made), "，".join(words) + "；在范围内线性取值")


def _freshness(ground: Ground, terms: Terms, steps: list[Step], words: list[str]) -> Step | None:
    one = terms.one
    if not one.span_end or ground.day is None:
        return None
    age = max(ZERO, Decimal((ground.day - last_day(one.span_end)).days) / _DAYS)
    origin = (one.form.name, one.id, "span_end")
    made = step(price_freshness, id=f"{terms.path}/新鲜度", about=terms.about, age=given(age, origin), limit=rule("stale_years"))
    steps.append(made)
    words.append(f"数据截至 {one.span_end}，距基准日 {plain(rounded(age, 1))} 年，新鲜度 {in_percent(number(made), 0)}")
    return made


# --- application --------------------------------------------------------------------------------


def _application(ground: Ground, terms: Terms, span: Range) -> Proposal:
    record, code = terms.record, terms.one.code or ""
    units = ground.units(code)
    if record.scenario_count is not None:
        count, words = given(Decimal(record.scenario_count), terms.origin("scenario_count")), f"已验证场景 {record.scenario_count} 个"
    elif units:
        proven = [one.code or "" for one in units if _proven(ground, one.code or "", one.contracts or ())]
        count = given(Decimal(len(proven)), None)
        words = f"{len(units)} 个评估单元中有实际收益或有效合同的 {len(proven)} 个" + (f"：{'、'.join(proven)}" if proven else "")
    else:
        return Proposal(None, "没有填已验证场景数，也没有纳入评估单元")
    most = rule("scenarios_most")
    made = step(
        coefficient_by_count, id=_id(terms, span), about=terms.about, name=span.label, none=span.low, many=span.high, count=count, most=most
    )
    return _from((made,), f"{words}（0 个取下限，{plain(most)} 个取上限，其间线性）")


def _proven(ground: Ground, unit: str, contracts: tuple[str, ...]) -> bool:
    earned = any(
        row.basis == "实际" and any((amount or ZERO) > ZERO for amount in (row.revenue, row.transferable, row.internal))
        for row in ground.ledger.incomes.get(unit, ())
    )
    return earned or any(ground.running(ground.ledger.contracts[one]) for one in contracts if one in ground.ledger.contracts)


# --- rights -------------------------------------------------------------------------------------


def _risk(ground: Ground, terms: Terms, span: Range) -> Proposal:
    one = terms.one
    found = deductions(ground, one)
    figures = [given(rule(key), origin) for key, _, origin in found] or [given(ZERO, None)]
    made = step(
        coefficient_by_rights, id=_id(terms, span), about=terms.about, name=span.label, full=span.high, deductions=figures, low=span.low
    )
    words = "；".join(f"{text}，扣 {plain(rule(key))}" for key, text, _ in found)
    return _from((made,), words or "权利完整，没有应扣的情形")


def deductions(ground: Ground, one: DataSet) -> list[tuple[str, str, Origin]]:
    """What the rights of a data set lack: key of the rule, words, and the datum that says so."""
    code, about = one.code or "", (one.form.name, one.id)
    value = ground.values.get(code)
    if value is not None and value.excluded:
        return [("rights_gate", f"禁入情形：{value.excluded}", (*about, "rights"))]
    told: list[tuple[str, str, Origin]] = []
    if one.rights and OPERATE not in one.rights:
        told.append(("rights_operate", "权利类型不含经营权", (*about, "rights")))
    if one.restriction == "受限":
        told.append(("rights_restricted", "权利核查为“受限”", (*about, "restriction")))
    elif one.restriction == "待核":
        told.append(("rights_open", "权利核查为“待核”", (*about, "restriction")))
    told += _term(ground, one)
    if not _certified(ground, code):
        told.append(("rights_certificate", "没有已发证且在有效期内的权属凭证", None))
    if not says_none(one.right_limits):
        told.append(("rights_limits", "填有权利限制", (*about, "right_limits")))
    return told


def _term(ground: Ground, one: DataSet) -> list[tuple[str, str, Origin]]:
    if one.right_until is None or ground.day is None:
        return []
    origin = (one.form.name, one.id, "right_until")
    if one.right_until < ground.day:
        return [("rights_expired", f"权利期限已于 {one.right_until} 届满", origin)]
    if (one.right_until - ground.day).days < _DAYS:
        return [("rights_short", f"权利期限 {one.right_until} 届满，不足一年", origin)]
    return []


def _certified(ground: Ground, code: str) -> bool:
    return any(
        one.state == "已发证"
        and code in (one.data_sets or ())
        and (one.valid_until is None or ground.day is None or one.valid_until >= ground.day)
        for one in ground.project.certificates
    )


# --- demand -------------------------------------------------------------------------------------


def _demand(ground: Ground, terms: Terms, span: Range) -> Proposal:
    record = terms.record
    contracts = ground.contracts(terms.one.code or "")
    if record.enquiries is None and record.offers is None and not contracts:
        return Proposal(None, "没有填询价或意向买方数，也没有有效的收入合同")
    if record.enquiries is not None:
        demand, words = given(Decimal(record.enquiries), terms.origin("enquiries")), f"询价或意向买方 {record.enquiries} 家"
    else:
        demand, words = given(Decimal(len(contracts)), None), f"有效的收入合同 {len(contracts)} 份"
    offers = record.offers or 0
    supply = given(Decimal(offers), terms.origin("offers"))
    made = step(
        coefficient_by_demand,
        id=_id(terms, span),
        about=terms.about,
        name=span.label,
        low=span.low,
        high=span.high,
        demand=demand,
        supply=supply,
    )
    return _from((made,), f"{words}，同类供给 {offers} 个" + ("" if record.offers is not None else "（未填，按 0）"))


_PROPOSALS: Mapping[str, Callable[[Ground, Terms, Range], Proposal]] = {
    "quality": _quality,
    "scarcity": _scarcity,
    "timeliness": _timeliness,
    "application": _application,
    "risk": _risk,
    "demand": _demand,
}
