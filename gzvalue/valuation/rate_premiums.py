"""The premiums of the four data risks: as entered, or within their ranges by scored sub-factors."""

from collections.abc import Sequence

from gzvalue.schema.rate_forms import BY_FACTORS, RISKS, Discount, RiskFactor
from gzvalue.valuation.doubts import Doubts, number
from gzvalue.valuation.formula import Given, given, step
from gzvalue.valuation.formulas.rate import within_range
from gzvalue.valuation.parameters import parameters
from gzvalue.valuation.rate_capital import datum
from gzvalue.valuation.result import Step
from gzvalue.valuation.weighing import sums_to_one

PREMIUM = "折现率/风险报酬/"
"""Beginning of the ids of premiums by scores."""


def premiums(discount: Discount, factors: Sequence[RiskFactor], doubts: Doubts, without: str) -> dict[str, Given | Step]:
    """The premium of each risk by its key; what is missing is said by ``doubts``."""
    if discount.premium_by != BY_FACTORS:
        entered = {key: doubts.value(discount, key, f"{without}；确实没有的填 0%") for key in RISKS}
        return {key: datum(discount, key) for key, value in entered.items() if value is not None}
    found: dict[str, Given | Step] = {}
    for key, risk in RISKS.items():
        made = _scored(discount, key, risk, [one for one in factors if one.risk == risk], doubts, without)
        if made is not None:
            found[key] = made
    return found


def _scored(discount: Discount, key: str, risk: str, factors: Sequence[RiskFactor], doubts: Doubts, without: str) -> Step | None:
    before, doubts.blocked = doubts.blocked, False
    if not factors:
        doubts.block(discount, "premium_by", f"{risk}还没有因素评分，{without}；请在“风险因素”中填写，或改为录入")
    for one in factors:
        doubts.value(one, "weight", without)
        doubts.value(one, "score", without)
    low, high = _bound(discount, f"{key}_low", "risk_low", doubts, without), _bound(discount, f"{key}_high", "risk_high", doubts, without)
    if low is not None and high is not None and number(low) > number(high):
        doubts.block(discount, f"{key}_low", f"{risk}报酬的下限大于上限，{without}")
    if not doubts.blocked:
        sums_to_one([one.weight for one in factors if one.weight is not None], f"{risk}的因素", factors[0], "weight", doubts, without)
    failed, doubts.blocked = doubts.blocked, doubts.blocked or before
    if failed or low is None or high is None:
        return None
    return step(
        within_range, id=f"{PREMIUM}{risk}", about=(discount.form.name, discount.id), name=f"{risk}报酬率", low=low, high=high,
        weights=[given(one.weight or 0, (one.form.name, one.id, "weight")) for one in factors],
        scores=[given(one.score or 0, (one.form.name, one.id, "score")) for one in factors],
    )  # fmt: skip


def _bound(discount: Discount, key: str, default: str, doubts: Doubts, without: str) -> Given | None:
    """A bound of a range: as entered, else the usual one, which is no official figure."""
    if getattr(discount, key) is None:
        return given(parameters("rate")[default].value, None)
    return None if doubts.sound(discount, key, without) is None else datum(discount, key)
