"""Cost and market approach as calculators."""

from decimal import Decimal

from gzvalue.valuation.calc.method import Inputs, Method, Result, Sheet
from gzvalue.valuation.calc.readings import Field, empty, items, number, rate, record, text
from gzvalue.valuation.calc.wrong import WrongInput
from gzvalue.valuation.formulas import cost as c
from gzvalue.valuation.formulas import market as m
from gzvalue.valuation.formulas.sources import COST, EXAM, MARKET
from gzvalue.valuation.result import Step

FACTORS = ("quality", "supply", "date", "volume", "other")
"""The five market coefficients: 质量, 供求, 期日, 容量, 其他."""

_AMOUNT = number(least=0)
_YEARS = 1000


def _replacement(given: Inputs, sheet: Sheet) -> Result:
    adjustment, reason = given["adjustment"], given["reason"]
    if adjustment > 1 and empty(reason):
        raise WrongInput("reason_required", "reason", "价值调整系数大于 1 时须填写理由（reason）")
    if adjustment > 1:
        sheet.warn("adjustment_above_1", f"价值调整系数大于 1，已按所填理由采用：{reason}")
    names = "、".join(item["name"] for item in given["items"])
    if "机会成本" in names and "利润" in names:
        sheet.warn("double_count", "同时计入机会成本与利润，可能重复计算")
    cost = sheet.work(c.replacement_cost, items=[item["amount"] for item in given["items"]])
    value = sheet.work(c.cost_value, cost=cost, adjustment=adjustment)
    return {"cost": cost.value, "value": value.value}


def _multiplier(given: Inputs, sheet: Sheet) -> Result:
    cost = sheet.work(
        c.multiplied_cost, material=given["material"], creativity=given["creativity"], labour=given["labour"],
        research_risk=given["research_risk"], profit_rate=given["return"],
    )  # fmt: skip
    value = sheet.work(c.cost_after_loss, cost=cost, loss_rate=given["loss_rate"])
    return {"cost": cost.value, "value": value.value}


def _price_index(given: Inputs, sheet: Sheet) -> Result:
    return {
        "cost": sheet.work(
            c.indexed_cost, historic_cost=given["historic_cost"], index_now=given["index_now"], index_then=given["index_then"]
        ).value
    }


def _life_ratio(given: Inputs, sheet: Sheet) -> Result:
    return {"adjustment": sheet.work(c.life_adjustment, remaining=given["remaining"], used=given["used"]).value}


def _market(given: Inputs, sheet: Sheet) -> Result:
    parts = [_part(subset, place, sheet) for place, subset in enumerate(given["subsets"])]
    return {"value": sheet.work(m.market_value, parts=parts).value, "parts": [part.value for part in parts]}


def _part(subset: Inputs, place: int, sheet: Sheet) -> Step:
    """One part of the object: by one reference, or by the mean of several after their adjustment."""
    path, of = f"subsets[{place}]", f"（子数据集 {place + 1}）"
    single = [name for name in ("reference_value", "factors") if subset[name] is not None]
    if subset["references"] is None:
        if len(single) < 2:
            raise WrongInput(
                "missing",
                f"{path}.{'factors' if single == ['reference_value'] else 'reference_value'}",
                f"“{path}”缺少参照价值或五项调整系数",
            )
        return _adjusted(sheet, subset["reference_value"], subset["factors"], "修正后参照价值" + of)
    if single:
        raise WrongInput("conflict", f"{path}.references", f"“{path}”不能同时填单个参照与多个参照")
    several = [
        _adjusted(sheet, one["value"], one["factors"], f"修正后参照价值（子数据集 {place + 1}，参照 {number}）")
        for number, one in enumerate(subset["references"], 1)
    ]
    return sheet.work(m.mean_value, "参照价值平均" + of, values=several, count=len(several))


def _adjusted(sheet: Sheet, reference: Decimal, factors: tuple[Decimal, ...], name: str) -> Step:
    return sheet.work(m.adjusted_reference, name, reference=reference, **dict(zip(FACTORS, factors, strict=True)))


_VALUE = {"value": "价值，元"}
_COST = {"cost": "重置成本，元"}
_FIVE = items(number(above=0), least=5, most=5)
_ITEM = record(Field("name", "成本名称", text(200)), Field("amount", "金额", _AMOUNT, "元"))
_REFERENCE = record(Field("value", "参照数据集价值", _AMOUNT, "元"), Field("factors", "质量、供求、期日、容量、其他五项调整系数", _FIVE))
_SUBSET = record(
    Field("reference_value", "参照数据集价值", _AMOUNT, "元", optional=True),
    Field("factors", "质量、供求、期日、容量、其他五项调整系数", _FIVE, optional=True),
    Field("references", "多个参照", items(_REFERENCE), optional=True),
)
_INDEX = number(above=0)
_ZERO = Decimal(0)

METHODS = (
    Method("replacement_cost", "成本法：重置成本", COST,
           (Field("items", "成本明细", items(_ITEM), "元"), Field("adjustment", "价值调整系数 δ", number(above=0), "比率"),
            Field("reason", "δ 大于 1 的理由", text(), optional=True)),
           _COST | _VALUE, _replacement),
    Method("cost_multiplier", "成本法：倍加系数", EXAM,
           (Field("material", "物化劳动", _AMOUNT, "元"), Field("labour", "活劳动", _AMOUNT, "元"), Field("creativity", "创造性劳动倍加系数", _AMOUNT),
            Field("research_risk", "科研平均风险率", number(least=0, below=1), "比率"), Field("return", "投资报酬率", rate(), "比率"),
            Field("loss_rate", "贬值率", number(least=0, below=1), "比率", optional=True, default=_ZERO)),
           _COST | _VALUE, _multiplier),
    Method("price_index", "成本法：物价指数调整", EXAM,
           (Field("historic_cost", "历史成本", _AMOUNT, "元"), Field("index_then", "发生时物价指数", _INDEX), Field("index_now", "基准日物价指数", _INDEX)),
           {"cost": "调整后成本，元"}, _price_index),
    Method("life_ratio", "成本法：剩余年限系数", COST,
           (Field("used", "已使用年限", number(least=0, most=_YEARS), "年"), Field("remaining", "剩余收益年限", number(above=0, most=_YEARS), "年")),
           {"adjustment": "价值调整系数 δ"}, _life_ratio),
    Method("market_adjusted", "市场法：五项系数修正", MARKET, (Field("subsets", "子数据集及其参照", items(_SUBSET), "元"),),
           _VALUE | {"parts": "各子数据集价值，元"}, _market),
)  # fmt: skip
