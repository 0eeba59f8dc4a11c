"""The discount rate held against the cost of capital and the returns of all assets; it changes no figure."""

from collections.abc import Sequence
from decimal import Decimal

from gzvalue.schema.enterprise import ValuationHead
from gzvalue.schema.kinds import in_percent
from gzvalue.schema.rate_forms import RETURN_ENTERED, RETURN_LPR_1, RETURN_LPR_5, RETURN_RATE, AssetReturn, Discount
from gzvalue.valuation.doubts import ZERO, Doubts, number
from gzvalue.valuation.formula import Given, given, step
from gzvalue.valuation.formulas.rate import asset_weight, rate_after_tax, rate_gap, wara_rate
from gzvalue.valuation.parameters import parameters
from gzvalue.valuation.rate_capital import Capital, average_cost, can_be_averaged, datum
from gzvalue.valuation.result import Step

_ABOUT = "加权平均资产回报率没有得出"
_LPR = {RETURN_LPR_1: "lpr_one", RETURN_LPR_5: "lpr_five"}


def rate_checks(
    discount: Discount, head: ValuationHead, assets: Sequence[AssetReturn], rate: Step | Given, known: Capital | None, doubts: Doubts
) -> tuple[Step, ...]:
    """Steps of the check; problems of it are notices.

    Args:
        rate: the project's rate.
        known: the weighted average cost of capital, where the rate was made from it.
    """
    capital, steps = known, []
    if capital is None and can_be_averaged(discount, head):
        capital = average_cost(discount, head, doubts, "加权平均资本成本没有得出")
        steps = [] if capital is None else list(capital.steps)
    if capital is not None and number(rate) < number(capital.cost):
        doubts.notice(discount, "method", f"折现率 {in_percent(number(rate), 2)} 低于加权平均资本成本 {in_percent(number(capital.cost), 2)}，"
                      "数据资产的风险一般不低于企业整体，请核对")  # fmt: skip
    if assets:
        steps += _wara(discount, head, assets, rate, capital, doubts)
    return tuple(steps)


def _wara(
    discount: Discount, head: ValuationHead, assets: Sequence[AssetReturn], rate: Step | Given, capital: Capital | None, doubts: Doubts
) -> list[Step]:
    before, doubts.blocked = doubts.blocked, False
    steps: list[Step] = []
    returns = [_return(one, discount, head, rate, steps, doubts) for one in assets]
    values = [doubts.value(one, "value", _ABOUT) for one in assets]
    if not doubts.blocked and not any(values):
        doubts.block(assets[0], "value", f"各类资产的价值都为 0，{_ABOUT}")
    failed, doubts.blocked = doubts.blocked, before
    if failed:
        return steps
    worth = [given(one.value or ZERO, (one.form.name, one.id, "value")) for one in assets]
    weights = [
        step(
            asset_weight,
            id=f"折现率/核对/{one.id}/占比",
            about=(one.form.name, one.id),
            name=f"{one.name or '资产'}占比",
            value=value,
            values=worth,
        )
        for one, value in zip(assets, worth, strict=True)
    ]
    whole = step(wara_rate, id="折现率/核对/加权平均资产回报率", about=(discount.form.name, discount.id), shares=weights, returns=returns)
    steps += [*weights, whole]
    if capital is None:
        doubts.notice(discount, "cost_debt", "资产回报率没有可以核对的加权平均资本成本，请填写资本成本各项")
        return steps
    gap = step(rate_gap, id="折现率/核对/差", about=(discount.form.name, discount.id), first=whole, second=capital.cost)
    limit = parameters("rate")["wara_gap"].value
    if abs(number(gap)) > limit:
        doubts.notice(discount, "note", f"加权平均资产回报率 {in_percent(number(whole), 2)} 与加权平均资本成本 {in_percent(number(capital.cost), 2)} "
                      f"相差超过 {in_percent(limit, 0)}，请核对各类资产的回报率与折现率")  # fmt: skip
    return [*steps, gap]


def _return(
    one: AssetReturn, discount: Discount, head: ValuationHead, rate: Step | Given, steps: list[Step], doubts: Doubts
) -> Given | Step:
    """The return of one asset after tax; where something is missing ``doubts`` say so and 0 stands in."""
    by = doubts.value(one, "return_by", _ABOUT)
    if by == RETURN_RATE:
        return rate
    if by == RETURN_ENTERED:
        doubts.value(one, "return_rate", _ABOUT)
        return given(one.return_rate or ZERO, (one.form.name, one.id, "return_rate"))
    if by in _LPR:
        key = _LPR[by]
        doubts.value(discount, key, _ABOUT)
        doubts.value(head, "tax_rate", _ABOUT)
        if discount.lpr_date is None or not discount.lpr_source:
            doubts.notice(discount, "lpr_date" if discount.lpr_date is None else "lpr_source", "LPR 须写明日期和来源")
        if getattr(discount, key) is not None and head.tax_rate is not None:
            made = step(rate_after_tax, id=f"折现率/核对/{one.id}/回报率", about=(one.form.name, one.id), name=f"{one.name or '资产'}的税后回报率",
                        rate=datum(discount, key), tax=given(head.tax_rate, (head.form.name, head.id, "tax_rate")))  # fmt: skip
            steps.append(made)
            return made
    return given(Decimal(0), None)
