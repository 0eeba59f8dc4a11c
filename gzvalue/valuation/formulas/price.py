"""Price of a data product by the program's own open calculator. Money in 元; C, P₀ and P are of one year.

The inputs of any exchange's calculator are not public; none is reproduced here. Ranges and rules of the coefficients are
the program's own and lie in ``resources/parameters/price.json``.
"""

from gzvalue.valuation.formula import formula
from gzvalue.valuation.formulas.sources import OWN
from gzvalue.valuation.functions import Number, Numbers, largest, smallest, total

_OPEN = OWN + "：公开测算公式，非任何交易场所的计价规则"
_PROPOSED = OWN + "：由项目数据建议系数，可改填并写明理由"
_GUIDE = "收益法、市场法定价的一般公式（电力企业数据产品定价的公开转载资料，未与原文核对，不作官方依据）"


# --- cost, coefficients, price --------------------------------------------------------------------


@formula(
    key="price_cost", name="年成本", symbol="C", unit="元", source=_OPEN,
    symbols={"once": ("cₖ", "一次性成本", "元"), "years": ("n", "摊销年数", "年"), "yearly": ("bⱼ", "按年发生的成本", "元"),
             "share": ("s", "成本计入比例", "%"), "further": ("d", "产品化年度成本", "元")},
)  # fmt: skip
def price_cost(once: Numbers, years: Number, yearly: Numbers, share: Number, further: Number) -> Number:
    """What a product costs in a year: what was spent once is spread over the years > 0, what is spent yearly counts whole."""
    return (total(once) / years + total(yearly)) * share + further


@formula(
    key="price_base", name="基础价格", symbol="P₀", unit="元", source=_OPEN,
    symbols={"cost": ("C", "年成本", "元"), "margin": ("m", "目标利润率", "%")},
)  # fmt: skip
def price_base(cost: Number, margin: Number) -> Number:
    """Cost with the margin aimed at; margin ≥ 0."""
    return cost * (1 + margin)


@formula(
    key="price_coefficient", name="调整系数", symbol="K", unit="", source=_OPEN,
    symbols={"quality": ("Kq", "质量系数", ""), "scarcity": ("Ks", "稀缺系数", ""), "timeliness": ("Kt", "时效系数", ""),
             "application": ("Ka", "应用系数", ""), "risk": ("Kr", "权利风险系数", ""), "demand": ("Kd", "供求系数", "")},
)  # fmt: skip
def price_coefficient(quality: Number, scarcity: Number, timeliness: Number, application: Number, risk: Number, demand: Number) -> Number:
    """The product of the six coefficients, each within its range; so K lies between 0.10752 and 4.49280."""
    return quality * scarcity * timeliness * application * risk * demand


@formula(
    key="product_price", name="测算价格（年）", symbol="P", unit="元", source=_OPEN,
    symbols={"base": ("P₀", "基础价格", "元"), "coefficient": ("K", "调整系数", "")},
)  # fmt: skip
def product_price(base: Number, coefficient: Number) -> Number:
    """What the product is offered at for one year, to all buyers together."""
    return base * coefficient


@formula(
    key="price_bound", name="价格区间的界限", symbol="P′", unit="元", source=_OPEN + "；区间为上下 15%",
    symbols={"price": ("P", "测算价格", "元"), "deviation": ("e", "偏离", "%")},
)  # fmt: skip
def price_bound(price: Number, deviation: Number) -> Number:
    """An end of the band within which a price is talked over; deviation < 0 for the lower one."""
    return price * (1 + deviation)


@formula(
    key="price_per_buyer", name="每个买方的价格（年）", symbol="p", unit="元", source=_OPEN,
    symbols={"price": ("P", "测算价格", "元"), "buyers": ("N", "预计买方数", "家")},
)  # fmt: skip
def price_per_buyer(price: Number, buyers: Number) -> Number:
    """What each of N ≥ 1 buyers pays where the product is not sold to one alone."""
    return price / buyers


# --- proposals for the coefficients ---------------------------------------------------------------


@formula(
    key="price_quality_score", name="六维质量得分（已测维度）", symbol="q", unit="%", source=_PROPOSED + "；维度为 GB/T 36344-2018，权重为本软件默认值",
    symbols={"weights": ("wₖ", "已测维度权重", "%"), "scores": ("qₖ", "已测维度得分", "%")},
)  # fmt: skip
def price_quality_score(weights: Numbers, scores: Numbers) -> Number:
    """Mean of the measured dimensions by their weights, which are > 0 in all."""
    return total(w * q for w, q in zip(weights, scores, strict=True)) / total(weights)


@formula(
    key="coefficient_by_score", name="按得分建议的系数", symbol="K", unit="", source=_PROPOSED + "：在范围内按得分线性取值",
    symbols={"low": ("K₀", "范围下限", ""), "high": ("K₁", "范围上限", ""), "score": ("q", "得分", "%")},
)  # fmt: skip
def coefficient_by_score(low: Number, high: Number, score: Number) -> Number:
    """Linear over the range: score 0 gives its lower end, score 1 its upper end."""
    return low + (high - low) * score


@formula(
    key="coefficient_by_count", name="按个数建议的系数", symbol="K", unit="", source=_PROPOSED + "：个数从 0 到上限之间线性取值",
    symbols={"none": ("K₀", "个数为 0 时", ""), "many": ("K₁", "达到上限时", ""), "count": ("n", "个数", "个"), "most": ("n₁", "个数上限", "个")},
)  # fmt: skip
def coefficient_by_count(none: Number, many: Number, count: Number, most: Number) -> Number:
    """Linear from none to ``most`` > 0 of them; more say no more."""
    return none + (many - none) * smallest([count, most]) / most


@formula(
    key="price_freshness", name="新鲜度", symbol="f", unit="%", source=_PROPOSED,
    symbols={"age": ("a", "数据截止距基准日", "年"), "limit": ("a₁", "视为过时的年数", "年")},
)  # fmt: skip
def price_freshness(age: Number, limit: Number) -> Number:
    """1 for data that reach the valuation date, 0 from ``limit`` > 0 years on, linear between; age ≥ 0."""
    return 1 - smallest([age, limit]) / limit


@formula(
    key="price_timeliness", name="时效得分", symbol="q", unit="%", source=_PROPOSED + "：更新频率得分与新鲜度的平均",
    symbols={"frequency": ("u", "更新频率得分", "%"), "freshness": ("f", "新鲜度", "%")},
)  # fmt: skip
def price_timeliness(frequency: Number, freshness: Number) -> Number:
    """Mean of how often the data are renewed and how far they reach."""
    return (frequency + freshness) / 2


@formula(
    key="coefficient_by_rights", name="按权利状况建议的系数", symbol="Kr", unit="", source=_PROPOSED + "：自 1.0 起逐项扣减，不低于范围下限",
    symbols={"full": ("K₁", "范围上限", ""), "deductions": ("rₖ", "各项扣减", ""), "low": ("K₀", "范围下限", "")},
)  # fmt: skip
def coefficient_by_rights(full: Number, deductions: Numbers, low: Number) -> Number:
    """Full rights less a deduction for each lack or limit, never below the lower end of the range."""
    return largest([full - total(deductions), low])


@formula(
    key="coefficient_by_demand", name="按供求建议的系数", symbol="Kd", unit="", source=_PROPOSED + "：供给中含本产品自己，故加 1",
    symbols={"low": ("K₀", "范围下限", ""), "high": ("K₁", "范围上限", ""), "demand": ("D", "询价或买方数", "家"), "supply": ("S", "同类供给数", "个")},
)  # fmt: skip
def coefficient_by_demand(low: Number, high: Number, demand: Number, supply: Number) -> Number:
    """Share of demand among demand and supply, over the range; the product itself is one more on the side of supply."""
    return low + (high - low) * demand / (demand + supply + 1)


# --- ways of charging -----------------------------------------------------------------------------


@formula(
    key="mode_unit_price", name="单价", symbol="u", unit="元", source=_OPEN,
    symbols={"price": ("P", "测算价格（年）", "元"), "portion": ("a", "承担比例", "%"), "years": ("y", "许可年数", "年"),
             "quantity": ("Q", "预计数量（年）", ""), "periods": ("t", "每年期数", ""), "discount": ("z", "折扣率", "%")},
)  # fmt: skip
def mode_unit_price(price: Number, portion: Number, years: Number, quantity: Number, periods: Number, discount: Number) -> Number:
    """List price of one unit that brings the year's price back from what is expected to be sold; Q > 0, t > 0, z < 1."""
    return price * portion * years / (quantity * periods * (1 - discount))


@formula(
    key="mode_revenue", name="预计年收入", symbol="R", unit="元", source=_OPEN,
    symbols={"unit_price": ("u", "单价", "元"), "quantity": ("Q", "预计数量（年）", ""), "periods": ("t", "每年期数", ""),
             "discount": ("z", "折扣率", "%"), "years": ("y", "许可年数", "年")},
)  # fmt: skip
def mode_revenue(unit_price: Number, quantity: Number, periods: Number, discount: Number, years: Number) -> Number:
    """What the stated unit price brings in a year, to hold against the price it was made from; y > 0."""
    return unit_price * quantity * periods * (1 - discount) / years


@formula(
    key="tier_unit_price", name="套餐基准单价", symbol="u", unit="元", source=_OPEN,
    symbols={"price": ("P", "测算价格（年）", "元"), "portion": ("a", "承担比例", "%"), "units": ("mᵢ", "各档每份含量", ""),
             "sold": ("Nᵢ", "各档预计份数", ""), "discounts": ("zᵢ", "各档折扣率", "%")},
)  # fmt: skip
def tier_unit_price(price: Number, portion: Number, units: Numbers, sold: Numbers, discounts: Numbers) -> Number:
    """Price of one unit before the tiers' discounts; Σ of what is sold > 0."""
    return price * portion / total(m * n * (1 - z) for m, n, z in zip(units, sold, discounts, strict=True))


@formula(
    key="tier_price", name="套餐价格", symbol="pᵢ", unit="元", source=_OPEN,
    symbols={"unit_price": ("u", "套餐基准单价", "元"), "units": ("mᵢ", "每份含量", ""), "discount": ("zᵢ", "折扣率", "%")},
)  # fmt: skip
def tier_price(unit_price: Number, units: Number, discount: Number) -> Number:
    """What one package of a tier costs in a year."""
    return unit_price * units * (1 - discount)


@formula(
    key="tier_revenue", name="套餐预计年收入", symbol="R", unit="元", source=_OPEN,
    symbols={"prices": ("pᵢ", "各档价格", "元"), "sold": ("Nᵢ", "各档预计份数", "")},
)  # fmt: skip
def tier_revenue(prices: Numbers, sold: Numbers) -> Number:
    """What the stated prices of all tiers bring in a year."""
    return total(p * n for p, n in zip(prices, sold, strict=True))


@formula(
    key="needed_share", name="应得分成比例", symbol="g", unit="%", source=_OPEN,
    symbols={"price": ("P", "测算价格（年）", "元"), "portion": ("a", "承担比例", "%"), "base": ("B", "买方年收益", "元")},
)  # fmt: skip
def needed_share(price: Number, portion: Number, base: Number) -> Number:
    """What part of the buyers' yearly gain > 0 brings the price back; above 1 the gain does not carry it."""
    return price * portion / base


@formula(
    key="share_revenue", name="分成预计年收入", symbol="R", unit="元", source=_OPEN,
    symbols={"base": ("B", "买方年收益", "元"), "share": ("g", "分成比例", "%")},
)  # fmt: skip
def share_revenue(base: Number, share: Number) -> Number:
    """What a share of the buyers' gain brings in a year."""
    return base * share


# --- beside the open formula ----------------------------------------------------------------------


@formula(
    key="price_gap", name="与本测算的差异率", symbol="d", unit="%", source=OWN + "：以本测算价格为分母",
    symbols={"own": ("P", "本测算价格", "元"), "other": ("P′", "外来价格", "元")},
)  # fmt: skip
def price_gap(own: Number, other: Number) -> Number:
    """How far a price got elsewhere lies above (or below) the program's own > 0, as a part of it."""
    return (other - own) / own


@formula(
    key="income_form_price", name="收益法价格（整个收益期）", symbol="P", unit="元", source=_GUIDE,
    symbols={"weights": ("wₖ", "数据在各场景的贡献份额", "%"), "values": ("Vₖ", "各场景收益现值", "元")},
)  # fmt: skip
def income_form_price(weights: Numbers, values: Numbers) -> Number:
    """Σ over the scenarios of the data's share in the present value Σ R/(1+i)^t of each; of the whole life, not of a year."""
    return total(w * v for w, v in zip(weights, values, strict=True))


@formula(
    key="level_income", name="等额年收益", symbol="A", unit="元", source=OWN + "：收益现值÷年金系数，把整个收益期折成每年相同的金额",
    symbols={"value": ("V", "收益现值", "元"), "parts": ("hₜ", "各期年数", "年"), "factors": ("vₜ", "各期折现系数", "")},
)  # fmt: skip
def level_income(value: Number, parts: Numbers, factors: Numbers) -> Number:
    """The even yearly amount of the same present value; Σ of the periods' lengths by their factors > 0."""
    return value / total(h * v for h, v in zip(parts, factors, strict=True))


@formula(
    key="market_form_price", name="市场法价格", symbol="Pᵢ", unit="元", source=_GUIDE,
    symbols={"deal": ("Qᵢ", "类似成交价格", "元"), "quality": ("X₁", "质量调整系数", ""), "supply": ("X₂", "供求调整系数", "")},
)  # fmt: skip
def market_form_price(deal: Number, quality: Number, supply: Number) -> Number:
    """A similar deal adjusted for quality and for supply and demand; coefficients > 0."""
    return deal * quality * supply
