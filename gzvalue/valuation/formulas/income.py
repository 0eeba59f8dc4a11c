"""Income approach: the income of a period, its discount factor, present values and the tax amortisation benefit.

Income in 元 per period, rates as ratios per year, exponents in years. Rate and income must be on the same
basis, before or after tax; that is checked by the callers, a formula knows only numbers.
"""

from gzvalue.valuation.formula import formula
from gzvalue.valuation.formulas.sources import COMMON, EXAM, INCOME, OWN, TEXTBOOK
from gzvalue.valuation.functions import Number, Numbers, choose, equal, total

_RATE = ("i", "折现率", "%")
_EXPONENTS = ("nₜ", "折现年期", "年")
_TAX = ("T", "所得税率", "%")


@formula(
    key="discount_factor", name="折现系数", symbol="v", unit="", source=INCOME,
    symbols={"rate": _RATE, "exponent": ("n", "折现年期", "年")},
)  # fmt: skip
def discount_factor(rate: Number, exponent: Number) -> Number:
    """Present worth of 1 元 after ``exponent`` years; rate > −1."""
    return 1 / (1 + rate) ** exponent


@formula(
    key="chained_factor", name="逐期折现系数", symbol="vₜ", unit="", source=TEXTBOOK,
    symbols={"previous": ("vₜ₋₁", "上期期末折现系数", ""), "rate": ("iₜ", "本期折现率", "%"), "part": ("s", "计入本期的部分", "年")},
)  # fmt: skip
def chained_factor(previous: Number, rate: Number, part: Number) -> Number:
    """Factor of a period with its own rate: the factor at the end of the period before, discounted by ``part`` of
    this period (1 its end, 0.5 its middle); rate > −1."""
    return previous / (1 + rate) ** part


@formula(
    key="present_value", name="收益现值", symbol="P", unit="元", source=INCOME,
    symbols={"income": ("Fₜ", "各期收益", "元"), "rate": _RATE, "exponents": _EXPONENTS},
)  # fmt: skip
def present_value(income: Numbers, rate: Number, exponents: Numbers) -> Number:
    """Σ of the incomes, each discounted over its own years (t at the end, t − 0.5 in the middle of a period); rate > −1."""
    return total(f / (1 + rate) ** n for f, n in zip(income, exponents, strict=True))


@formula(
    key="present_value_by_factors", name="收益现值", symbol="P", unit="元", source=INCOME,
    symbols={"income": ("Fₜ", "各期收益", "元"), "factors": ("vₜ", "各期折现系数", "")},
)  # fmt: skip
def present_value_by_factors(income: Numbers, factors: Numbers) -> Number:
    """Σ of the incomes times their discount factors; for rates that differ by period."""
    return total(f * v for f, v in zip(income, factors, strict=True))


@formula(
    key="income_after_tax", name="税后收益", symbol="F", unit="元", source=TEXTBOOK,
    symbols={"income": ("R", "税前收益", "元"), "tax": _TAX},
)  # fmt: skip
def income_after_tax(income: Number, tax: Number) -> Number:
    """Income less income tax at a flat rate, 0 ≤ tax < 1; a loss is taken to lower the tax of the same owner."""
    return income * (1 - tax)


@formula(
    key="counted_income", name="计入当期的收益", symbol="F", unit="元", source=OWN,
    symbols={"income": ("R", "全年收益", "元"), "portion": ("a", "计入部分", "%")},
)  # fmt: skip
def counted_income(income: Number, portion: Number) -> Number:
    """The part of a calendar year's income that lies after the valuation date and within the life; 0 ≤ portion ≤ 1."""
    return income * portion


@formula(
    key="shared_income", name="分成收益", symbol="F", unit="元", source=INCOME,
    symbols={"income": ("R", "收入或利润", "元"), "share": ("K", "分成率", "%")},
)  # fmt: skip
def shared_income(income: Number, share: Number) -> Number:
    """What of the revenue or profit of a product falls to the data; 0 ≤ share ≤ 1."""
    return income * share


@formula(
    key="contributory_charge", name="贡献资产回报", symbol="C", unit="元", source=COMMON,
    symbols={"value": ("A", "贡献资产公允价值", "元"), "rate": ("r", "回报率", "%")},
)  # fmt: skip
def contributory_charge(value: Number, rate: Number) -> Number:
    """What an asset beside the data may claim of the joint income in one year."""
    return value * rate


@formula(
    key="excess_income", name="超额收益", symbol="F", unit="元", source=INCOME,
    symbols={"income": ("R", "共同收益", "元"), "charges": ("Cₖ", "各项贡献资产回报", "元")},
)  # fmt: skip
def excess_income(income: Number, charges: Numbers) -> Number:
    """Joint income less the charges of all other contributing assets."""
    return income - total(charges)


@formula(
    key="incremental_income", name="增量收益", symbol="F", unit="元", source=INCOME,
    symbols={"with_asset": ("RY", "使用数据资产的息税前利润", "元"), "without_asset": ("RN", "不使用数据资产的息税前利润", "元")},
)  # fmt: skip
def incremental_income(with_asset: Number, without_asset: Number) -> Number:
    """Income with the data less income without it, by more revenue or by saved cost."""
    return with_asset - without_asset


@formula(
    key="royalty_income", name="许可费节省额", symbol="F", unit="元", source=TEXTBOOK,
    symbols={"revenue": ("R", "收入", "元"), "royalty": ("K", "许可费率", "%"), "tax": _TAX},
)  # fmt: skip
def royalty_income(revenue: Number, royalty: Number, tax: Number) -> Number:
    """Royalty that the owner need not pay, after tax; royalty on revenue net of VAT."""
    return revenue * royalty * (1 - tax)


@formula(
    key="capitalised_growing", name="单期超额收益资本化价值", symbol="P", unit="元", source=TEXTBOOK,
    symbols={"income": ("F", "单期收益", "元"), "growth": ("g", "增长率", "%"), "rate": ("r", "折现率", "%")},
)  # fmt: skip
def capitalised_growing(income: Number, growth: Number, rate: Number) -> Number:
    """Worth of an income that goes on for ever and grows from next year on; growth < rate."""
    return income * (1 + growth) / (rate - growth)


@formula(
    key="perpetual_tail", name="永续期现值", symbol="P₂", unit="元", source=EXAM,
    symbols={"income": ("A", "永续期年收益", "元"), "capitalisation_rate": ("r", "资本化率", "%"), "rate": _RATE, "exponent": ("n", "明确预测期", "年")},
)  # fmt: skip
def perpetual_tail(income: Number, capitalisation_rate: Number, rate: Number, exponent: Number) -> Number:
    """A level income for ever after the forecast, capitalised at its own rate > 0 and discounted with the last year's
    factor. Data of finite life takes no such tail."""
    return income / capitalisation_rate / (1 + rate) ** exponent


@formula(
    key="sum_of_values", name="价值合计", symbol="P", unit="元", source=TEXTBOOK,
    symbols={"values": ("Pₖ", "各部分价值", "元")},
)  # fmt: skip
def sum_of_values(values: Numbers) -> Number:
    """Σ of values of parts that do not overlap."""
    return total(values)


@formula(
    key="annuity_factor", name="年金现值系数", symbol="a", unit="", source=TEXTBOOK,
    symbols={"rate": ("r", "利率", "%"), "periods": ("n", "期数", "")},
)  # fmt: skip
def annuity_factor(rate: Number, periods: Number) -> Number:
    """Worth of 1 元 at the end of each of ``periods`` periods (not necessarily whole); rate > −1, and n where the rate is 0."""
    return choose(equal(rate, 0), lambda: periods, lambda: (1 - (1 + rate) ** -periods) / rate)


@formula(
    key="mid_year_annuity", name="年中年金现值系数", symbol="a′", unit="", source=COMMON,
    symbols={"annuity": ("a", "年金现值系数", ""), "rate": ("r", "折现率", "%"), "half": ("h", "提前年数", "年")},
)  # fmt: skip
def mid_year_annuity(annuity: Number, rate: Number, half: Number) -> Number:
    """An annuity paid ``half`` a year earlier (h = 0.5)."""
    return annuity * (1 + rate) ** half


@formula(
    key="tab_factor", name="税收摊销收益系数", symbol="f", unit="", source="税收摊销收益（TAB）通行公式；在我国仅当买方可税前摊销时适用（未核实，质押估值默认不用）",
    symbols={"tax": _TAX, "years": ("n", "税法摊销年限", "年"), "annuity": ("a", "年金现值系数", "")},
)  # fmt: skip
def tab_factor(tax: Number, years: Number, annuity: Number) -> Number:
    """By what the value before the benefit is multiplied; tax · annuity < years."""
    return 1 / (1 - tax / years * annuity)


@formula(
    key="value_with_tab", name="含税收摊销收益的价值", symbol="P", unit="元", source=TEXTBOOK,
    symbols={"value": ("P₀", "未计税收摊销收益的价值", "元"), "factor": ("f", "税收摊销收益系数", "")},
)  # fmt: skip
def value_with_tab(value: Number, factor: Number) -> Number:
    """The value with the benefit."""
    return value * factor


@formula(
    key="tab_benefit", name="税收摊销收益", symbol="TAB", unit="元", source=TEXTBOOK,
    symbols={"value": ("P", "含税收摊销收益的价值", "元"), "before": ("P₀", "未计税收摊销收益的价值", "元")},
)  # fmt: skip
def tab_benefit(value: Number, before: Number) -> Number:
    """The benefit itself."""
    return value - before


@formula(
    key="remaining_stock", name="存量数据留存比例", symbol="d", unit="%", source=COMMON,
    symbols={"attrition": ("a", "年衰减率", "%"), "years": ("t", "年数", "年")},
)  # fmt: skip
def remaining_stock(attrition: Number, years: Number) -> Number:
    """What is left of today's stock of data after so many years at a yearly loss, 0 ≤ attrition < 1."""
    return (1 - attrition) ** years


@formula(
    key="half_life_stock", name="存量数据留存比例（半衰期）", symbol="d", unit="%", source=COMMON,
    symbols={"years": ("t", "年数", "年"), "half_life": ("h", "半衰期", "年")},
)  # fmt: skip
def half_life_stock(years: Number, half_life: Number) -> Number:
    """What is left of today's stock after so many years when half of it is lost every ``half_life`` > 0 years."""
    return 1 / 2 ** (years / half_life)


@formula(
    key="straight_line_stock", name="存量数据留存比例（直线）", symbol="d", unit="%", source=COMMON,
    symbols={"years": ("t", "年数", "年"), "life": ("n", "收益期限", "年")},
)  # fmt: skip
def straight_line_stock(years: Number, life: Number) -> Number:
    """What is left of today's stock when it wears off evenly over its life; 0 ≤ years ≤ life."""
    return 1 - years / life
