"""Discount rates and share rates as calculators."""

from decimal import Decimal

from gzvalue.valuation.calc.method import Inputs, Method, Result, Sheet, check_rate, check_weights
from gzvalue.valuation.calc.readings import Field, items, named, number, rate, same_length, share, tax_rate
from gzvalue.valuation.calc.wrong import WrongInput
from gzvalue.valuation.formulas import rate as f
from gzvalue.valuation.formulas.sources import COMMON, EXAM, RATE, TEXTBOOK
from gzvalue.valuation.result import Step


def _rate(found: Step, sheet: Sheet, field: str) -> Result:
    assert isinstance(found.value, Decimal)
    if found.value <= -1:
        raise WrongInput("range", field, "求得的折现率不大于 −100%，请核对各组成部分")
    check_rate(found.value, "rate", sheet)
    return {"rate": found.value}


def _share_result(found: Step, sheet: Sheet) -> Result:
    assert isinstance(found.value, Decimal)
    if found.value > 1:
        sheet.warn("share_above_1", "求得的分成率大于 1（即超过 100%），请核对")
    return {"share": found.value}


def _build_up(given: Inputs, sheet: Sheet) -> Result:
    found = sheet.work(f.build_up_rate, risk_free=given["risk_free"], premiums=list(given["premiums"].values()))
    return _rate(found, sheet, "premiums")


def _capm(given: Inputs, sheet: Sheet) -> Result:
    return _rate(sheet.work(f.capm_rate, **given), sheet, "beta")


def _wacc(given: Inputs, sheet: Sheet) -> Result:
    check_weights((given["weight_equity"], given["weight_debt"]), "weight_debt", sheet)
    return _rate(sheet.work(f.wacc_rate, **given), sheet, "cost_equity")


def _equivalent(given: Inputs, sheet: Sheet) -> Result:
    if not given["asset_cost"] and not given["other_cost"]:
        raise WrongInput("undefined", "asset_cost", "双方成本都为 0，无法计算分成率")
    return _share_result(sheet.work(f.equivalent_investment_share, **given), sheet)


def _range(given: Inputs, sheet: Sheet) -> Result:
    if given["low"] > given["high"]:
        raise WrongInput("range", "high", "区间上限（high）不能小于下限（low）")
    same_length("weights", given["weights"], "scores", given["scores"])
    check_weights(given["weights"], "weights", sheet)
    return _share_result(sheet.work(f.within_range, **given), sheet)


def _royalty(given: Inputs, sheet: Sheet) -> Result:
    return _share_result(sheet.work(f.profit_share_of_royalty, **given), sheet)


_COST = number(least=0)
_RATE = {"rate": "折现率，比率"}
_SHARE = {"share": "分成率，比率"}

METHODS = (
    Method("share_equivalent_investment", "分成率：约当投资量", EXAM,
           (Field("asset_cost", "数据资产重置成本", _COST, "元"), Field("asset_profit_rate", "数据资产成本利润率", rate(), "比率"),
            Field("other_cost", "合作方资产成本", _COST, "元"), Field("other_profit_rate", "合作方资产成本利润率", rate(), "比率")),
           _SHARE, _equivalent),
    Method("share_range", "分成率：区间与加权得分", COMMON,
           (Field("low", "分成率下限", share(), "比率"), Field("high", "分成率上限", share(), "比率"),
            Field("weights", "因素权重", items(share()), "比率"), Field("scores", "因素得分 0 至 1", items(share()))),
           _SHARE, _range),
    Method("share_from_royalty", "分成率：由销售收入提成换算", EXAM,
           (Field("royalty", "销售收入分成率", share(), "比率"), Field("margin", "销售利润率", number(above=0), "比率")), _SHARE, _royalty),
    Method("rate_build_up", "折现率：风险累加", RATE,
           (Field("risk_free", "无风险利率", rate(), "比率"), Field("premiums", "各项风险报酬率", named(rate()), "比率")), _RATE, _build_up),
    Method("rate_capm", "折现率：资本资产定价模型", TEXTBOOK,
           (Field("risk_free", "无风险利率", rate(), "比率"), Field("beta", "权益系统风险系数", number()), Field("market_premium", "市场风险溢价", rate(), "比率"),
            Field("specific", "特定风险报酬率", rate(), "比率", optional=True, default=Decimal(0))),
           _RATE, _capm),
    Method("rate_wacc", "折现率：加权平均资本成本", TEXTBOOK,
           (Field("cost_equity", "权益资本成本", rate(), "比率"), Field("cost_debt", "债务资本成本", rate(), "比率"), Field("tax", "所得税率", tax_rate(), "比率"),
            Field("weight_equity", "权益比重", share(), "比率"), Field("weight_debt", "债务比重", share(), "比率")),
           _RATE, _wacc),
)  # fmt: skip
