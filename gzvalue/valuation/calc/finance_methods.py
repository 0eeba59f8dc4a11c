"""Real options and loans as calculators."""

from decimal import Decimal

from gzvalue.valuation.calc.method import TINY_RATE, Inputs, Method, Result, Sheet, check_rate
from gzvalue.valuation.calc.readings import Field, choice, day, flag, number, rate, whole
from gzvalue.valuation.calc.weight_methods import exact
from gzvalue.valuation.calc.wrong import WrongInput
from gzvalue.valuation.formulas import loan
from gzvalue.valuation.formulas import options as o
from gzvalue.valuation.formulas.sources import TEXTBOOK
from gzvalue.valuation.procedures.binomial import MOST_STEPS, binomial_value
from gzvalue.valuation.procedures.schedule import MOST_MONTHS, Payment, Terms, schedule, spans
from gzvalue.valuation.result import Input

_EVIDENCE = "期权价值只作辅助证据，不作为评估结论"


def _black_scholes(given: Inputs, sheet: Sheet) -> Result:
    spot, strike, years, volatility = given["spot"], given["strike"], given["years"], given["volatility"]
    d1 = sheet.work(
        o.option_d1,
        spot=spot,
        strike=strike,
        rate=given["rate"],
        dividend_yield=given["dividend_yield"],
        volatility=volatility,
        years=years,
    )
    d2 = sheet.work(o.option_d2, d1=d1, volatility=volatility, years=years)
    now = sheet.work(o.continuous_present_value, "标的现值（计延迟成本）", amount=spot, rate=given["dividend_yield"], years=years)
    due = sheet.work(o.continuous_present_value, "执行价格现值", amount=strike, rate=given["rate"], years=years)
    formula = o.call_value if given["kind"] == "call" else o.put_value
    value = sheet.work(formula, spot=now, d1=d1, strike=due, d2=d2)
    sheet.warn("evidence_only", _EVIDENCE)
    return {"value": value.value, "d1": d1.value, "d2": d2.value}


def _binomial(given: Inputs, sheet: Sheet) -> Result:
    up, down, step_years = given["up"], given["down"], given["step_years"]
    if up <= down:
        raise WrongInput("range", "up", "上升倍数（up）须大于下降倍数（down）")
    probability = sheet.work(o.risk_neutral_probability, rate=given["rate"], step_years=step_years, up=up, down=down).value
    assert isinstance(probability, Decimal)
    if not 0 < probability < 1:
        raise WrongInput("range", "up", "风险中性概率不在 0 与 1 之间，请核对上升、下降倍数与利率")
    found = binomial_value(
        spot=float(given["spot"]), strike=float(given["strike"]), up=float(up), down=float(down), rate=float(given["rate"]),
        step_years=float(step_years), steps=given["steps"], probability=float(probability), call=given["kind"] == "call", american=given["american"],
    )  # fmt: skip
    value = exact([found])[0]
    inputs = [Input("p", "风险中性概率", probability, "%"), Input("N", "步数", Decimal(given["steps"]), "步")]
    sheet.note(
        "期权价值（二叉树）",
        written="V = e^(−r × Δt) × [p × Vᵤ + (1 − p) × V_d]，逐步倒推",
        source=TEXTBOOK + "：二叉树",
        value=value,
        inputs=inputs,
        unit="元",
    )
    sheet.warn("evidence_only", _EVIDENCE)
    return {"value": value, "probability": probability}


def _loan(given: Inputs, sheet: Sheet) -> Result:
    principal = given["principal"]
    if principal != principal.quantize(Decimal("0.01")):
        raise WrongInput("range", "principal", "贷款本金应精确到分，最多两位小数")
    if given["grace"] >= given["months"]:
        raise WrongInput("range", "grace", "只还利息的月数（grace）须小于总月数（months）")
    if given["day_count"] != "month" and given["start"] is None:
        raise WrongInput("missing", "start", "按实际天数计息须填写放款日（start）")
    if given["start"] is not None and given["start"].year + MOST_MONTHS // 12 >= 9999:
        raise WrongInput("range", "start", "放款日（start）超出日历范围，请核对")
    if 0 < given["annual_rate"] < TINY_RATE:
        raise WrongInput("range", "annual_rate", "年利率（annual_rate）过于接近 0，请填 0 或合理的利率")
    check_rate(given["annual_rate"], "annual_rate", sheet)
    terms = Terms(principal, given["annual_rate"], given["months"], given["method"], given["grace"], given["day_count"], given["start"])
    found = schedule(terms)
    if given["method"] == "annuity" and given["day_count"] == "month":
        sheet.work(loan.annuity_payment, principal=principal, rate=terms.monthly_rate, periods=terms.months - terms.grace)
    elif found.level is not None:
        sheet.note(loan.level_payment.name, written=loan.level_payment.written, source=loan.level_payment.source, value=found.level,
                   inputs=[Input("P", "贷款本金", principal, "元")], unit="元")  # fmt: skip
    days, year = spans(terms)[0]
    sheet.work(loan.period_interest, "首期利息（未取整）", balance=principal, annual_rate=terms.annual_rate, days=days, year=year)
    sheet.note("利息合计", written="各期利息分别四舍五入到分后相加，尾期结清", source=TEXTBOOK, value=found.total_interest, unit="元")
    return {
        "first_payment": found.payments[0].payment, "total_interest": found.total_interest,
        "schedule": [_row(one) for one in found.payments],
    }  # fmt: skip


def _row(one: Payment) -> Result:
    return {
        "month": Decimal(one.month),
        "payment": one.payment,
        "principal": one.principal,
        "interest": one.interest,
        "balance": one.balance,
    }


_AMOUNT = number(above=0)
_SPOT, _STRIKE = Field("spot", "标的现值", _AMOUNT, "元"), Field("strike", "执行价格（进一步投入）", _AMOUNT, "元")
_RATE = Field("rate", "无风险利率（连续复利）", rate(), "比率")
_KIND = Field("kind", "call 看涨，put 看跌", choice("call", "put"))
_YEARS = number(above=0, most=1000)

METHODS = (
    Method("black_scholes", "实物期权：Black–Scholes", o.option_d1.source,
           (_SPOT, _STRIKE, _RATE, Field("volatility", "年波动率", _AMOUNT, "比率"), Field("years", "年限", _YEARS, "年"),
            Field("dividend_yield", "延迟成本率（连续）", rate(), "比率", optional=True, default=Decimal(0)), _KIND),
           {"value": "期权价值，元", "d1": "d₁", "d2": "d₂"}, _black_scholes),
    Method("binomial", "实物期权：二叉树", o.risk_neutral_probability.source,
           (_SPOT, _STRIKE, Field("up", "上升倍数", _AMOUNT), Field("down", "下降倍数", _AMOUNT), _RATE, Field("step_years", "每步年数", _YEARS, "年"),
            Field("steps", "步数", whole(1, MOST_STEPS)), _KIND, Field("american", "是否可提前行权", flag(), optional=True, default=False)),
           {"value": "期权价值，元", "probability": "风险中性概率"}, _binomial),
    Method("loan", "贷款还本付息计划", TEXTBOOK,
           (Field("principal", "贷款本金", _AMOUNT, "元"), Field("annual_rate", "年利率", number(least=0), "比率"), Field("months", "期限", whole(1, MOST_MONTHS), "月"),
            Field("method", "annuity 等额本息，equal_principal 等额本金，bullet 按月付息到期还本", choice("annuity", "equal_principal", "bullet")),
            Field("grace", "期初只还利息的月数", whole(0, MOST_MONTHS), "月", optional=True, default=0),
            Field("day_count", "计息：month 按月，act/360、act/365 按实际天数", choice("month", "act/360", "act/365"), optional=True, default="month"),
            Field("start", "放款日", day(), optional=True)),
           {"first_payment": "首期还款，元", "total_interest": "利息合计，元", "schedule": "还款计划，元"}, _loan),
)  # fmt: skip
