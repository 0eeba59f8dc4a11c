"""Market approach: reference values adjusted by five coefficients, 1 meaning no adjustment."""

from gzvalue.valuation.formula import formula
from gzvalue.valuation.formulas.sources import MARKET, OWN, TEXTBOOK
from gzvalue.valuation.functions import Number, Numbers, total


@formula(
    key="adjusted_reference", name="修正后参照价值", symbol="Pᵢ", unit="元", source=MARKET,
    symbols={"reference": ("Qᵢ", "参照数据集价值", "元"), "quality": ("X₁", "质量调整系数", ""), "supply": ("X₂", "供求调整系数", ""),
             "date": ("X₃", "期日调整系数", ""), "volume": ("X₄", "容量调整系数", ""), "other": ("X₅", "其他调整系数", "")},
)  # fmt: skip
def adjusted_reference(reference: Number, quality: Number, supply: Number, date: Number, volume: Number, other: Number) -> Number:
    """The worth of one part of the object by one reference; coefficients > 0."""
    return reference * quality * supply * date * volume * other


@formula(
    key="mean_value", name="参照价值平均", symbol="Pᵢ", unit="元", source=TEXTBOOK,
    symbols={"values": ("Pₖ", "各参照修正后价值", "元"), "count": ("m", "参照个数", "")},
)  # fmt: skip
def mean_value(values: Numbers, count: Number) -> Number:
    """Arithmetic mean of several references of one part, after their adjustment."""
    return total(values) / count


@formula(
    key="market_value", name="市场法价值", symbol="P", unit="元", source=MARKET,
    symbols={"parts": ("Pᵢ", "各子数据集价值", "元")},
)  # fmt: skip
def market_value(parts: Numbers) -> Number:
    """Σ over the parts of the object; it is not a mean of comparables."""
    return total(parts)


@formula(
    key="comparison_factor", name="调整系数", symbol="X", unit="", source=MARKET,
    symbols={"subject": ("s", "待估数据指标值", ""), "reference": ("r", "参照数据指标值", "")},
)  # fmt: skip
def comparison_factor(subject: Number, reference: Number) -> Number:
    """A coefficient as the subject's figure over the reference's: quality scores, or price indices of two dates; both > 0."""
    return subject / reference


@formula(
    key="volume_factor", name="容量调整系数", symbol="X₄", unit="", source=OWN + "：容量递减幂",
    symbols={"subject": ("Vₛ", "待估数据容量", ""), "reference": ("Vᵣ", "参照数据容量", ""), "power": ("γ", "递减指数", "")},
)  # fmt: skip
def volume_factor(subject: Number, reference: Number, power: Number) -> Number:
    """Volume coefficient with a decreasing power, as value does not grow in line with volume; volumes > 0, 0 < γ ≤ 1."""
    return (subject / reference) ** power


@formula(
    key="weighted_reference", name="参照价值加权", symbol="Pᵢ", unit="元", source=OWN + "：权重由测算人员录入并说明理由",
    symbols={"weights": ("wₖ", "各参照权重", "%"), "values": ("Pₖ", "各参照修正后价值", "元")},
)  # fmt: skip
def weighted_reference(weights: Numbers, values: Numbers) -> Number:
    """Several references of one part by weights that sum to 1."""
    return total(w * v for w, v in zip(weights, values, strict=True))
