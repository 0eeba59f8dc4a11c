"""Bounds of a loan beside the pledge: need, cash flow, and what is not carried. Money in 元."""

from gzvalue.valuation.formula import formula
from gzvalue.valuation.formulas.sources import OWN, TEXTBOOK
from gzvalue.valuation.functions import Number, Numbers, largest, smallest, total


@formula(
    key="loan_need", name="资金需求", symbol="L", unit="元", source=OWN + "：总投资减自有资金与其他已落实融资",
    symbols={"budget": ("B", "项目总投资", "元"), "own": ("E", "自有资金", "元"), "other": ("D", "其他已落实融资", "元")},
)  # fmt: skip
def loan_need(budget: Number, own: Number, other: Number) -> Number:
    """What of a budget is still to be financed."""
    return largest([budget - own - other, 0])


@formula(
    key="cash_for_debt_service", name="可用于还本付息的资金", symbol="A", unit="元",
    source=OWN + "：经营活动现金流量净额（付息前）减维持性资本支出",
    symbols={"operating": ("O", "经营活动现金流量净额", "元"), "capex": ("X", "维持性资本支出", "元")},
)  # fmt: skip
def cash_for_debt_service(operating: Number, capex: Number) -> Number:
    """Cash of a year before interest and principal, after what keeps the business as it is; interest is never added back."""
    return operating - capex


@formula(
    key="service_due", name="当期应还本付息", symbol="D", unit="元", source=TEXTBOOK,
    symbols={"parts": ("dₖ", "各项应还本金与利息", "元")},
)  # fmt: skip
def service_due(parts: Numbers) -> Number:
    """Principal and interest of a year, of old and new debt."""
    return total(parts)


@formula(
    key="cash_capacity", name="现金流可承担的贷款额", symbol="L", unit="元",
    source=OWN + "：各年新增还本付息不超过 可用资金÷最低偿债备付率−既有还本付息，取最紧的一年",
    symbols={"cash": ("A", "可用于还本付息的资金", "元"), "minimum": ("m", "最低偿债备付率", ""), "existing": ("D₀", "既有还本付息", "元"),
             "service": ("s", "每 1 元贷款当年还本付息", "元")},
)  # fmt: skip
def cash_capacity(cash: Number, minimum: Number, existing: Number, service: Number) -> Number:
    """The largest principal whose service a year can bear; minimum and service > 0."""
    return largest([cash / minimum - existing, 0]) / service


@formula(
    key="least_limit", name="额度", symbol="L", unit="元", source=OWN + "：各项上限取最小",
    symbols={"limits": ("Lₖ", "各项上限", "元")},
)  # fmt: skip
def least_limit(limits: Numbers) -> Number:
    """The least of the bounds that are known."""
    return smallest(limits)


@formula(
    key="loan_gap", name="差额", symbol="g", unit="元", source=OWN,
    symbols={"loan": ("L", "申请金额", "元"), "carried": ("C", "可支持的金额", "元")},
)  # fmt: skip
def loan_gap(loan: Number, carried: Number) -> Number:
    """What of a loan is not carried; never negative."""
    return largest([loan - carried, 0])


_REGULATOR = "流动资金贷款需求量测算参考（金融监管规则附件，以官方文本为准）"


@formula(
    key="capital_turnover", name="营运资金周转次数", symbol="n", unit="次", source=_REGULATOR,
    symbols={"stock": ("S", "存货周转天数", "天"), "receivable": ("R", "应收账款周转天数", "天"), "prepaid": ("P", "预付账款周转天数", "天"),
             "payable": ("Y", "应付账款周转天数", "天"), "advance": ("V", "预收账款周转天数", "天")},
)  # fmt: skip
def capital_turnover(stock: Number, receivable: Number, prepaid: Number, payable: Number, advance: Number) -> Number:
    """Turns of working capital in a year of 360 days; the sum of days must be > 0."""
    return 360 / (stock + receivable + prepaid - payable - advance)


@formula(
    key="working_capital_need", name="营运资金量", symbol="W", unit="元", source=_REGULATOR,
    symbols={"revenue": ("R", "上年度销售收入", "元"), "margin": ("m", "上年度销售利润率", ""), "growth": ("g", "预计销售收入年增长率", ""),
             "turns": ("n", "营运资金周转次数", "次")},
)  # fmt: skip
def working_capital_need(revenue: Number, margin: Number, growth: Number, turns: Number) -> Number:
    """What is tied up in running the business; turns > 0."""
    return revenue * (1 - margin) * (1 + growth) / turns


@formula(
    key="new_working_loan", name="新增流动资金贷款额度", symbol="L", unit="元", source=_REGULATOR,
    symbols={"volume": ("W", "营运资金量", "元"), "own": ("E", "自有营运资金", "元"), "loans": ("B", "现有流动资金贷款", "元"),
             "others": ("O", "其他渠道营运资金", "元")},
)  # fmt: skip
def new_working_loan(volume: Number, own: Number, loans: Number, others: Number) -> Number:
    """What of it is still to be lent; never negative."""
    return largest([volume - own - loans - others, 0])
