"""Splitting a value to its parts, and holding two methods against each other. Money in 元."""

from gzvalue.valuation.formula import formula
from gzvalue.valuation.formulas.sources import GUIDANCE, OWN
from gzvalue.valuation.functions import Number, Numbers, largest, total

_TO_THE_FEN = OWN + "：按最大余数法分到分，各部分合计等于总额，余数相同按编号次序"


@formula(
    key="allocated_value", name="分摊额", symbol="p", unit="元", source=_TO_THE_FEN,
    symbols={"value": ("P", "单元价值", "元"), "weight": ("k", "本数据集分摊基数", ""), "weights": ("Σk", "分摊基数合计", "")},
)  # fmt: skip
def allocated_value(value: Number, weight: Number, weights: Number) -> Number:
    """One part of a value by its key, before it is brought to the 分; the sum of the keys > 0."""
    return value * weight / weights


@formula(
    key="cost_part", name="成本价值中归本单元的部分", symbol="p", unit="元", source=_TO_THE_FEN + "；一个数据集服务多个单元时成本价值在各单元间平均",
    symbols={"value": ("P", "数据集成本价值", "元"), "units": ("m", "所服务的单元数", "")},
)  # fmt: skip
def cost_part(value: Number, units: Number) -> Number:
    """What of a data set's cost value belongs to one of the units it serves, before it is brought to the 分."""
    return value / units


@formula(
    key="difference_of_methods", name="与结论的差异率", symbol="d", unit="%",
    source=GUIDANCE.format(clause="第二十四条") + "；分母取结论为本软件约定",
    symbols={"conclusion": ("P", "主要方法结果", "元"), "other": ("P′", "验证方法结果", "元")},
)  # fmt: skip
def difference_of_methods(conclusion: Number, other: Number) -> Number:
    """How far another method lies from the conclusion, as a part of the conclusion > 0."""
    return largest([conclusion - other, other - conclusion]) / conclusion


@formula(
    key="shapley_share", name="沙普利值", symbol="φ", unit="元",
    source=OWN + "：联合体的价值为所需数据集都在其中的各场景收益之和；这种情形下沙普利值为各场景收益在所需数据集间平分之和（教科书公式）",
    symbols={"incomes": ("yₖ", "需要本数据集的各场景收益", "元"), "sizes": ("mₖ", "各场景所需数据集个数", "")},
)  # fmt: skip
def shapley_share(incomes: Numbers, sizes: Numbers) -> Number:
    """What a data set adds on average over all orders of joining: an even part of every scenario that needs it; sizes ≥ 1."""
    return total(income / size for income, size in zip(incomes, sizes, strict=True))
