"""Cost approach: replacement cost, roll-forward by price index, the adjustment δ. Money in 元."""

from gzvalue.valuation.formula import formula
from gzvalue.valuation.formulas.sources import COST, EXAM, OWN
from gzvalue.valuation.functions import Number, Numbers, total


@formula(
    key="replacement_cost", name="重置成本", symbol="C", unit="元", source=COST,
    symbols={"items": ("cₖ", "各项成本", "元")},
)  # fmt: skip
def replacement_cost(items: Numbers) -> Number:
    """Σ of what it would cost at the valuation date to make the same data: 前期, 直接, 间接, 机会成本, 相关税费."""
    return total(items)


@formula(
    key="indexed_cost", name="物价指数调整后成本", symbol="C", unit="元", source=EXAM,
    symbols={"historic_cost": ("H", "历史成本", "元"), "index_now": ("I₁", "基准日物价指数", ""), "index_then": ("I₀", "发生时物价指数", "")},
)  # fmt: skip
def indexed_cost(historic_cost: Number, index_now: Number, index_then: Number) -> Number:
    """A past cost at today's prices; both indices > 0 and of one series."""
    return historic_cost * index_now / index_then


@formula(
    key="allocated_cost", name="分摊的共同成本", symbol="c", unit="元", source=OWN,
    symbols={"cost": ("C", "共同成本", "元"), "own": ("k", "本数据集分摊基数", ""), "all": ("kⱼ", "各数据集分摊基数", "")},
)  # fmt: skip
def allocated_cost(cost: Number, own: Number, all: Numbers) -> Number:
    """One data set's part of a common cost by rows, storage, hours or use, before rounding; Σ of the keys > 0."""
    return cost * own / total(all)


@formula(
    key="life_adjustment", name="价值调整系数（剩余年限）", symbol="δ", unit="%", source=COST,
    symbols={"remaining": ("n₁", "剩余收益年限", "年"), "used": ("n₀", "已使用年限", "年")},
)  # fmt: skip
def life_adjustment(remaining: Number, used: Number) -> Number:
    """What part of the whole economic life is still to come."""
    return remaining / (used + remaining)


@formula(
    key="quality_adjustment", name="价值调整系数（数据质量）", symbol="δ", unit="%", source=OWN + "：δ＝Σ 权重×质量得分",
    symbols={"weights": ("wₖ", "质量维度权重", "%"), "scores": ("qₖ", "质量维度得分", "%")},
)  # fmt: skip
def quality_adjustment(weights: Numbers, scores: Numbers) -> Number:
    """δ from measured quality: scores 0…1 per dimension, weights that sum to 1."""
    return total(w * q for w, q in zip(weights, scores, strict=True))


@formula(
    key="quality_adjustment_measured", name="价值调整系数（实测质量）", symbol="δ", unit="%", source=OWN + "：δ＝Σ 权重×质量得分，未测量的维度不计入，权重按已测维度折算",
    symbols={"weights": ("wₖ", "已测维度权重", "%"), "scores": ("qₖ", "已测维度得分", "%")},
)  # fmt: skip
def quality_adjustment_measured(weights: Numbers, scores: Numbers) -> Number:
    """δ over the dimensions that were measured: scores 0…1, weights > 0 in all; those not measured are left out."""
    return total(w * q for w, q in zip(weights, scores, strict=True)) / total(weights)


@formula(
    key="quality_adjustment_bound", name="价值调整系数的界限", symbol="δ", unit="%", source=OWN + "：未测量的维度按 0 得下限，按满分得上限",
    symbols={"weights": ("wₖ", "已测维度权重", "%"), "scores": ("qₖ", "已测维度得分", "%"), "missing": ("uⱼ", "未测维度权重", "%"),
             "mark": ("f", "未测维度的得分（下限 0，上限 1）", "")},
)  # fmt: skip
def quality_adjustment_bound(weights: Numbers, scores: Numbers, missing: Numbers, mark: Number) -> Number:
    """The least or the greatest δ that the dimensions not measured leave open: they get 0, or 1; all weights together > 0."""
    return (total(w * q for w, q in zip(weights, scores, strict=True)) + mark * total(missing)) / (total(weights) + total(missing))


@formula(
    key="cost_value", name="成本法价值", symbol="P", unit="元", source=COST,
    symbols={"cost": ("C", "重置成本", "元"), "adjustment": ("δ", "价值调整系数", "%")},
)  # fmt: skip
def cost_value(cost: Number, adjustment: Number) -> Number:
    """Replacement cost times δ for the gap between the full input and the actual state; δ > 0, above 1 only with reasons."""
    return cost * adjustment


@formula(
    key="multiplied_cost", name="倍加系数法重置成本", symbol="C", unit="元", source=EXAM + "：倍加系数法",
    symbols={"material": ("M", "物化劳动", "元"), "creativity": ("β₁", "创造性劳动倍加系数", ""), "labour": ("V", "活劳动", "元"),
             "research_risk": ("β₂", "科研平均风险率", "%"), "profit_rate": ("r", "投资报酬率", "%")},
)  # fmt: skip
def multiplied_cost(material: Number, creativity: Number, labour: Number, research_risk: Number, profit_rate: Number) -> Number:
    """Cost of creative work: material and multiplied labour, borne by the projects that succeed, with a return; 0 ≤ β₂ < 1."""
    return (material + creativity * labour) / (1 - research_risk) * (1 + profit_rate)


@formula(
    key="cost_after_loss", name="扣除贬值后价值", symbol="P", unit="元", source=EXAM,
    symbols={"cost": ("C", "重置成本", "元"), "loss_rate": ("d", "贬值率", "%")},
)  # fmt: skip
def cost_after_loss(cost: Number, loss_rate: Number) -> Number:
    """Replacement cost less its loss of value; 0 ≤ loss rate < 1."""
    return cost * (1 - loss_rate)
