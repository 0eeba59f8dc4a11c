"""The open price calculator as a calculator: cost, margin and six coefficients within their ranges (docs/price.md)."""

from decimal import Decimal

from gzvalue.schema.price_forms import COEFFICIENTS
from gzvalue.valuation.calc.method import Inputs, Method, Result, Sheet
from gzvalue.valuation.calc.readings import Field, number, whole
from gzvalue.valuation.formulas import price as p
from gzvalue.valuation.parameters import parameters

_ONE = Decimal(1)
_MOST_BUYERS = 100_000


def _price(given: Inputs, sheet: Sheet) -> Result:
    rules = parameters("price")
    margin = rules["margin"].value if given["margin"] is None else given["margin"]
    if margin > 1:
        sheet.warn("rate_above_1", "“margin”大于 1（即超过 100%），请确认不是把百分数填成了比率")
    base = sheet.work(p.price_base, cost=given["cost_per_year"], margin=margin)
    coefficient = sheet.work(p.price_coefficient, **{key: given[key] for key in COEFFICIENTS})
    price = sheet.work(p.product_price, base=base, coefficient=coefficient)
    band = rules["band"].value
    low = sheet.work(p.price_bound, "价格区间下限", price=price, deviation=-band)
    high = sheet.work(p.price_bound, "价格区间上限", price=price, deviation=band)
    each = sheet.work(p.price_per_buyer, price=price, buyers=given["buyers"])
    return {
        "base_price": base.value, "coefficient": coefficient.value, "price": price.value, "low": low.value, "high": high.value,
        "price_per_buyer": each.value,
    }  # fmt: skip


_GIVES = {
    "base_price": "基础价格，元", "coefficient": "调整系数 K", "price": "测算价格，元/年", "low": "价格区间下限，元", "high": "价格区间上限，元",
    "price_per_buyer": "每个买方的价格，元/年",
}  # fmt: skip

METHODS = (
    Method("price_open", "数据产品定价：公开测算公式", p.product_price.source,
           (Field("cost_per_year", "年成本", number(above=0), "元"),
            Field("margin", "目标利润率，默认 0.15", number(least=0, most=10), "比率", optional=True),
            *(Field(key, f"{one.label} {one.sign}，范围 {one.words}", number(least=str(one.low), most=str(one.high)), optional=True, default=_ONE)
              for key, one in COEFFICIENTS.items()),
            Field("buyers", "预计买方数", whole(1, _MOST_BUYERS), "家", optional=True, default=1)),
           _GIVES, _price),
)  # fmt: skip
