"""Scores and the consistency of judgements. Weights are ratios that sum to 1."""

from gzvalue.valuation.formula import formula
from gzvalue.valuation.formulas.sources import TEXTBOOK
from gzvalue.valuation.functions import Number, Numbers, total


@formula(
    key="weighted_score", name="加权得分", symbol="S", unit="分", source=TEXTBOOK,
    symbols={"weights": ("wₖ", "权重", "%"), "scores": ("sₖ", "得分", "分")},
)  # fmt: skip
def weighted_score(weights: Numbers, scores: Numbers) -> Number:
    """Σ of the scores by their weights."""
    return total(w * s for w, s in zip(weights, scores, strict=True))


@formula(
    key="mean_score", name="专家平均分", symbol="s", unit="分", source=TEXTBOOK,
    symbols={"scores": ("sₑ", "各专家评分", "分"), "count": ("m", "专家人数", "人")},
)  # fmt: skip
def mean_score(scores: Numbers, count: Number) -> Number:
    """Arithmetic mean of the experts' scores."""
    return total(scores) / count


@formula(
    key="combined_weight", name="组合权重（线性）", symbol="w", unit="%", source=TEXTBOOK,
    symbols={"alpha": ("α", "主观权重占比", "%"), "subjective": ("wₛ", "主观权重", "%"), "objective": ("wₒ", "客观权重", "%")},
)  # fmt: skip
def combined_weight(alpha: Number, subjective: Number, objective: Number) -> Number:
    """A subjective and an objective weight, linearly; 0 ≤ α ≤ 1."""
    return alpha * subjective + (1 - alpha) * objective


@formula(
    key="consistency_index", name="一致性指标 CI", symbol="CI", unit="", source=TEXTBOOK + "：层次分析法",
    symbols={"lambda_max": ("λ", "最大特征根", ""), "size": ("n", "阶数", "")},
)  # fmt: skip
def consistency_index(lambda_max: Number, size: Number) -> Number:
    """How far the greatest eigenvalue lies above that of a consistent matrix; size ≥ 2."""
    return (lambda_max - size) / (size - 1)


@formula(
    key="consistency_ratio", name="一致性比例 CR", symbol="CR", unit="", source=TEXTBOOK + "：层次分析法，CR＜0.10 为可接受",
    symbols={"ci": ("CI", "一致性指标", ""), "ri": ("RI", "平均随机一致性指标", "")},
)  # fmt: skip
def consistency_ratio(ci: Number, ri: Number) -> Number:
    """CI over the mean CI of random matrices of that size; RI > 0, so size ≥ 3."""
    return ci / ri


@formula(
    key="grade_score", name="模糊综合得分", symbol="S", unit="分", source=TEXTBOOK + "：模糊综合评价，加权平均",
    symbols={"membership": ("bⱼ", "各等级隶属度", ""), "scores": ("sⱼ", "各等级分值", "分")},
)  # fmt: skip
def grade_score(membership: Numbers, scores: Numbers) -> Number:
    """Mean of the grades' scores by degree of membership; Σ of the degrees > 0."""
    return total(b * s for b, s in zip(membership, scores, strict=True)) / total(membership)
