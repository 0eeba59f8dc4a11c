"""Real options by Black–Scholes with a cost of delay, and the probability of the binomial tree. Supporting evidence only.

Continuous compounding: S spot (present value of the expected income), K strike (further investment), r risk-free
rate, q cost of delay or dividend yield, σ volatility per year, T years.
"""

from gzvalue.valuation.formula import formula
from gzvalue.valuation.formulas.sources import TEXTBOOK
from gzvalue.valuation.functions import Number, exp, ln, normal_cdf, sqrt

_SOURCE = TEXTBOOK + "：Black–Scholes（含延迟成本）"
_D1, _D2 = ("d₁", "d₁", ""), ("d₂", "d₂", "")
_SPOT, _STRIKE = ("S₀", "标的现值（计延迟成本）", "元"), ("K₀", "执行价格现值", "元")


@formula(
    key="option_d1", name="期权参数 d₁", symbol="d₁", unit="", source=_SOURCE,
    symbols={"spot": ("S", "标的现值", "元"), "strike": ("K", "执行价格", "元"), "rate": ("r", "无风险利率（连续）", "%"),
             "dividend_yield": ("q", "延迟成本率", "%"), "volatility": ("σ", "年波动率", "%"), "years": ("T", "年限", "年")},
)  # fmt: skip
def option_d1(spot: Number, strike: Number, rate: Number, dividend_yield: Number, volatility: Number, years: Number) -> Number:
    """Distance of spot from strike in standard deviations; spot, strike, volatility, years > 0."""
    return (ln(spot / strike) + (rate - dividend_yield + volatility**2 / 2) * years) / (volatility * sqrt(years))


@formula(
    key="option_d2", name="期权参数 d₂", symbol="d₂", unit="", source=_SOURCE,
    symbols={"d1": _D1, "volatility": ("σ", "年波动率", "%"), "years": ("T", "年限", "年")},
)  # fmt: skip
def option_d2(d1: Number, volatility: Number, years: Number) -> Number:
    """d₁ less one standard deviation over the whole time."""
    return d1 - volatility * sqrt(years)


@formula(
    key="continuous_present_value", name="连续折现现值", symbol="P", unit="元", source=TEXTBOOK,
    symbols={"amount": ("A", "金额", "元"), "rate": ("r", "连续利率", "%"), "years": ("T", "年限", "年")},
)  # fmt: skip
def continuous_present_value(amount: Number, rate: Number, years: Number) -> Number:
    """An amount after so many years, discounted continuously."""
    return amount * exp(-rate * years)


@formula(
    key="call_value", name="看涨期权价值", symbol="c", unit="元", source=_SOURCE,
    symbols={"spot": _SPOT, "d1": _D1, "strike": _STRIKE, "d2": _D2},
)  # fmt: skip
def call_value(spot: Number, d1: Number, strike: Number, d2: Number) -> Number:
    """A European call from discounted spot and strike; N is the standard normal distribution (double precision)."""
    return spot * normal_cdf(d1) - strike * normal_cdf(d2)


@formula(
    key="put_value", name="看跌期权价值", symbol="p", unit="元", source=_SOURCE,
    symbols={"spot": _SPOT, "d1": _D1, "strike": _STRIKE, "d2": _D2},
)  # fmt: skip
def put_value(spot: Number, d1: Number, strike: Number, d2: Number) -> Number:
    """A European put from discounted spot and strike."""
    return strike * normal_cdf(-d2) - spot * normal_cdf(-d1)


@formula(
    key="risk_neutral_probability", name="风险中性概率", symbol="p", unit="%", source=TEXTBOOK + "：二叉树",
    symbols={"rate": ("r", "无风险利率（连续）", "%"), "step_years": ("Δt", "每步年数", "年"), "up": ("u", "上升倍数", ""), "down": ("d", "下降倍数", "")},
)  # fmt: skip
def risk_neutral_probability(rate: Number, step_years: Number, up: Number, down: Number) -> Number:
    """Probability of an up step under which the spot grows at the risk-free rate; d < e^(r·Δt) < u."""
    return (exp(rate * step_years) - down) / (up - down)
