"""Discount rates and share rates. Rates and shares are ratios (0.1 is 10 %)."""

from gzvalue.valuation.formula import formula
from gzvalue.valuation.formulas.sources import COMMON, EXAM, OWN, RATE, TEXTBOOK
from gzvalue.valuation.functions import Number, Numbers, total


@formula(
    key="build_up_rate", name="折现率（累加法）", symbol="r", unit="%", source=RATE,
    symbols={"risk_free": ("r₀", "无风险利率", "%"), "premiums": ("pₖ", "各项风险报酬率", "%")},
)  # fmt: skip
def build_up_rate(risk_free: Number, premiums: Numbers) -> Number:
    """Risk-free rate of the valuation date plus the premiums, among them 管理, 流通, 数据安全, 监管."""
    return risk_free + total(premiums)


@formula(
    key="within_range", name="区间内取值", symbol="K", unit="%", source=COMMON + "：区间 × 加权得分",
    symbols={"low": ("m", "区间下限", "%"), "high": ("n", "区间上限", "%"), "weights": ("wₖ", "因素权重", "%"), "scores": ("sₖ", "因素得分", "")},
)  # fmt: skip
def within_range(low: Number, high: Number, weights: Numbers, scores: Numbers) -> Number:
    """A share rate or a risk premium inside its usual range by weighted scores: scores 0…1, weights that sum to 1."""
    return low + (high - low) * total(w * s for w, s in zip(weights, scores, strict=True))


@formula(
    key="capm_rate", name="权益资本成本（CAPM）", symbol="Ke", unit="%", source=TEXTBOOK,
    symbols={"risk_free": ("rf", "无风险利率", "%"), "beta": ("β", "权益系统风险系数", ""), "market_premium": ("ERP", "市场风险溢价", "%"),
             "specific": ("α", "特定风险报酬率", "%")},
)  # fmt: skip
def capm_rate(risk_free: Number, beta: Number, market_premium: Number, specific: Number) -> Number:
    """Cost of equity after tax; α is a premium of size or of the single case."""
    return risk_free + beta * market_premium + specific


@formula(
    key="levered_beta", name="有财务杠杆的 β", symbol="βL", unit="", source=TEXTBOOK,
    symbols={"unlevered": ("βU", "无财务杠杆的 β", ""), "tax": ("T", "所得税率", "%"), "debt": ("D", "有息负债", "元"), "equity": ("E", "权益价值", "元")},
)  # fmt: skip
def levered_beta(unlevered: Number, tax: Number, debt: Number, equity: Number) -> Number:
    """β of the firm with its own debt; equity at market value > 0."""
    return unlevered * (1 + (1 - tax) * debt / equity)


@formula(
    key="wacc_rate", name="加权平均资本成本", symbol="WACC", unit="%", source=TEXTBOOK,
    symbols={"cost_equity": ("Ke", "权益资本成本", "%"), "weight_equity": ("We", "权益比重", "%"), "cost_debt": ("Kd", "债务资本成本", "%"),
             "tax": ("T", "所得税率", "%"), "weight_debt": ("Wd", "债务比重", "%")},
)  # fmt: skip
def wacc_rate(cost_equity: Number, weight_equity: Number, cost_debt: Number, tax: Number, weight_debt: Number) -> Number:
    """Cost of capital after tax; the weights sum to 1."""
    return cost_equity * weight_equity + cost_debt * (1 - tax) * weight_debt


@formula(
    key="wara_rate", name="加权平均资产回报率", symbol="WARA", unit="%", source=COMMON,
    symbols={"shares": ("wₖ", "各类资产占比", "%"), "returns": ("rₖ", "各类资产回报率", "%")},
)  # fmt: skip
def wara_rate(shares: Numbers, returns: Numbers) -> Number:
    """Σ of the returns of all assets by their shares; should come close to the cost of capital."""
    return total(w * r for w, r in zip(shares, returns, strict=True))


@formula(
    key="equivalent_investment_share", name="分成率（约当投资量法）", symbol="K", unit="%", source=EXAM + "：约当投资量法",
    symbols={"asset_cost": ("A", "数据资产重置成本", "元"), "asset_profit_rate": ("p", "数据资产成本利润率", "%"),
             "other_cost": ("B", "合作方资产成本", "元"), "other_profit_rate": ("q", "合作方资产成本利润率", "%")},
)  # fmt: skip
def equivalent_investment_share(asset_cost: Number, asset_profit_rate: Number, other_cost: Number, other_profit_rate: Number) -> Number:
    """The data's part of what both sides put in, each with its profit; not both costs 0."""
    return asset_cost * (1 + asset_profit_rate) / (asset_cost * (1 + asset_profit_rate) + other_cost * (1 + other_profit_rate))


@formula(
    key="profit_share_of_royalty", name="利润分成率", symbol="K", unit="%", source=EXAM,
    symbols={"royalty": ("Kₛ", "销售收入分成率", "%"), "margin": ("m", "销售利润率", "%")},
)  # fmt: skip
def profit_share_of_royalty(royalty: Number, margin: Number) -> Number:
    """Share of profit that equals a royalty on sales; margin > 0."""
    return royalty / margin


@formula(
    key="marginal_share", name="分成率（边际分析法）", symbol="K", unit="%", source=EXAM + "：边际分析法",
    symbols={"additional": ("P₁", "追加利润现值", "元"), "whole": ("P", "利润总额现值", "元")},
)  # fmt: skip
def marginal_share(additional: Number, whole: Number) -> Number:
    """Present value of the additional profit over that of the whole; whole > 0."""
    return additional / whole


@formula(
    key="asset_rate", name="折现率（资本成本加附加报酬）", symbol="r", unit="%", source=COMMON,
    symbols={"capital": ("k", "资本成本", "%"), "premium": ("p", "数据资产附加报酬率", "%")},
)  # fmt: skip
def asset_rate(capital: Number, premium: Number) -> Number:
    """Cost of equity or of all capital plus what data must return beyond the firm as a whole."""
    return capital + premium


@formula(
    key="capital_weight", name="资本比重", symbol="W", unit="%", source=TEXTBOOK,
    symbols={"part": ("A", "本项资本", "元"), "other": ("B", "另一项资本", "元")},
)  # fmt: skip
def capital_weight(part: Number, other: Number) -> Number:
    """The part of equity, or of debt, in both together; their sum > 0."""
    return part / (part + other)


@formula(
    key="rate_after_tax", name="税后利率", symbol="k", unit="%", source=TEXTBOOK,
    symbols={"rate": ("i", "税前利率", "%"), "tax": ("T", "所得税率", "%")},
)  # fmt: skip
def rate_after_tax(rate: Number, tax: Number) -> Number:
    """An interest rate less the income tax that interest saves."""
    return rate * (1 - tax)


@formula(
    key="asset_weight", name="资产占比", symbol="w", unit="%", source=TEXTBOOK,
    symbols={"value": ("V", "本类资产价值", "元"), "values": ("Vⱼ", "各类资产价值", "元")},
)  # fmt: skip
def asset_weight(value: Number, values: Numbers) -> Number:
    """One sort of asset in all assets by value; their sum > 0."""
    return value / total(values)


@formula(
    key="rate_gap", name="回报率之差", symbol="Δ", unit="%", source=OWN,
    symbols={"first": ("r₁", "加权平均资产回报率", "%"), "second": ("r₂", "加权平均资本成本", "%")},
)  # fmt: skip
def rate_gap(first: Number, second: Number) -> Number:
    """How far the returns of all assets lie above the cost of capital; should be near 0."""
    return first - second


@formula(
    key="share_in_range", name="分成率（区间×综合得分）", symbol="K", unit="%", source=COMMON + "：区间 × 加权得分",
    symbols={"low": ("m", "区间下限", "%"), "high": ("n", "区间上限", "%"), "score": ("S", "综合得分", "分")},
)  # fmt: skip
def share_in_range(low: Number, high: Number, score: Number) -> Number:
    """A share rate inside its range by the value score 0…100 of the data."""
    return low + (high - low) * score / 100
