"""From the methods to the conclusion: weights where they are argued for, and whole 万元."""

from gzvalue.valuation.formula import formula
from gzvalue.valuation.formulas.sources import GUIDANCE, OWN
from gzvalue.valuation.functions import Number, Numbers, total


@formula(
    key="weighted_conclusion", name="加权结论", symbol="P", unit="元", source=GUIDANCE.format(clause="第二十四条") + "；权重须有书面理由",
    symbols={"weights": ("wₖ", "方法权重", "%"), "values": ("Pₖ", "各方法结果", "元")},
)  # fmt: skip
def weighted_conclusion(weights: Numbers, values: Numbers) -> Number:
    """The methods' values by weights that sum to 1; never without written reasons."""
    return total(w * v for w, v in zip(weights, values, strict=True))


@formula(
    key="value_in_wan", name="结论（取整到万元）", symbol="W", unit="万元", source=OWN + "：四舍五入到整万元，精确值并列",
    symbols={"value": ("P", "测算价值合计", "元")},
)  # fmt: skip
def value_in_wan(value: Number) -> Number:
    """The total in 万元, before it is rounded to whole ones."""
    return value / 10000
