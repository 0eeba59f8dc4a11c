"""Lending: interest, equal payments, the limit of a pledge. Money in 元, rates per year as ratios."""

from gzvalue.valuation.formula import formula
from gzvalue.valuation.formulas.sources import COMMON, TEXTBOOK
from gzvalue.valuation.functions import Number, Numbers, choose, equal, total


@formula(
    key="period_interest", name="当期利息", symbol="I", unit="元", source=TEXTBOOK,
    symbols={"balance": ("B", "期初余额", "元"), "annual_rate": ("r", "年利率", "%"), "days": ("d", "计息天数或月数", ""), "year": ("Y", "一年的天数或月数", "")},
)  # fmt: skip
def period_interest(balance: Number, annual_rate: Number, days: Number, year: Number) -> Number:
    """Interest of one period, before rounding: by months (1 of 12) or by days (of 360 or 365)."""
    return balance * annual_rate * days / year


@formula(
    key="annuity_payment", name="等额本息每期还款", symbol="A", unit="元", source=TEXTBOOK,
    symbols={"principal": ("P", "贷款本金", "元"), "rate": ("m", "每期利率", "%"), "periods": ("n", "期数", "期")},
)  # fmt: skip
def annuity_payment(principal: Number, rate: Number, periods: Number) -> Number:
    """Equal payment at the end of each period that repays the principal, before rounding; P ÷ n where the rate is 0."""
    return choose(equal(rate, 0), lambda: principal / periods, lambda: principal * rate / (1 - (1 + rate) ** -periods))


@formula(
    key="pledge_limit", name="可贷额度", symbol="L", unit="元", source=COMMON,
    symbols={"value": ("V", "质押池价值", "元"), "pledge_rate": ("k", "质押率", "%")},
)  # fmt: skip
def pledge_limit(value: Number, pledge_rate: Number) -> Number:
    """What the pledged pool carries at that rate."""
    return value * pledge_rate


@formula(
    key="pool_value", name="计入质押池价值", symbol="V", unit="元", source=COMMON,
    symbols={"value": ("P", "测算价值", "元"), "status": ("s", "权利状态系数", "%")},
)  # fmt: skip
def pool_value(value: Number, status: Number) -> Number:
    """What of a value counts in the pool by the state of its rights; pending certificates count 0."""
    return value * status


@formula(
    key="loan_to_value", name="拟质押率", symbol="k", unit="%", source=COMMON,
    symbols={"loan": ("L", "贷款金额", "元"), "value": ("V", "质押池价值", "元")},
)  # fmt: skip
def loan_to_value(loan: Number, value: Number) -> Number:
    """Loan over the value of the pool > 0."""
    return loan / value


@formula(
    key="debt_service_coverage", name="偿债备付率", symbol="R", unit="", source=TEXTBOOK,
    symbols={"cash": ("A", "可用于还本付息的资金", "元"), "service": ("D", "当期应还本付息", "元")},
)  # fmt: skip
def debt_service_coverage(cash: Number, service: Number) -> Number:
    """Cash for debt service of a year over what is due in it > 0."""
    return cash / service


@formula(
    key="level_payment", name="等额还款（按实际天数）", symbol="A", unit="元", source=TEXTBOOK,
    symbols={"principal": ("P", "贷款本金", "元"), "factors": ("vₖ", "各期折现系数", "")},
)  # fmt: skip
def level_payment(principal: Number, factors: Numbers) -> Number:
    """Equal payment whose present value, by the loan's own interest of each period, is the principal; before rounding."""
    return principal / total(factors)


@formula(
    key="interest_factor", name="还款折现系数", symbol="vₖ", unit="", source=TEXTBOOK,
    symbols={"previous": ("vₖ₋₁", "上期折现系数", ""), "annual_rate": ("r", "年利率", "%"), "days": ("d", "本期天数", "天"), "year": ("Y", "一年的天数", "天")},
)  # fmt: skip
def interest_factor(previous: Number, annual_rate: Number, days: Number, year: Number) -> Number:
    """Discount factor at the end of a period of so many days, from that of the period before (1 at the start)."""
    return previous / (1 + annual_rate * days / year)
