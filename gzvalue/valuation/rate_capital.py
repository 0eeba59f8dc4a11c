"""Cost of capital: CAPM for equity, the weighted average with debt. After tax, as ratios."""

from dataclasses import dataclass

from gzvalue.schema.enterprise import ValuationHead
from gzvalue.schema.rate_forms import Discount
from gzvalue.valuation.doubts import ONE, ZERO, Doubts
from gzvalue.valuation.formula import Given, given, step
from gzvalue.valuation.formulas.rate import capital_weight, capm_rate, levered_beta, wacc_rate
from gzvalue.valuation.result import Step

EQUITY_COST, AVERAGE_COST = "折现率/资本成本/权益", "折现率/资本成本/加权平均"
_EQUITY_KEYS = ("risk_free", "market_premium", "specific")
_AVERAGE_KEYS = ("equity_value", "debt_value", "cost_debt")


@dataclass(frozen=True)
class Capital:
    """A cost of capital with the steps that lead to it; the last one is the cost itself."""

    cost: Step
    steps: tuple[Step, ...]


def datum(discount: Discount, key: str) -> Given:
    """A figure of the rate's form with its origin."""
    return given(getattr(discount, key), (discount.form.name, discount.id, key))


def can_be_averaged(discount: Discount, head: ValuationHead) -> bool:
    """Whether everything for the weighted average is filled in, so that it can stand beside another method."""
    beta = discount.beta if discount.beta is not None else discount.unlevered_beta
    filled = all(getattr(discount, key) is not None for key in (*_EQUITY_KEYS, *_AVERAGE_KEYS))
    return filled and beta is not None and head.tax_rate is not None


def equity_cost(discount: Discount, head: ValuationHead, doubts: Doubts, without: str) -> Capital | None:
    """Ke by CAPM; β as entered, or levered from the one without debt."""
    for key in _EQUITY_KEYS:
        doubts.value(discount, key, without)
    steps: tuple[Step, ...] = ()
    beta: Given | Step | None
    if discount.beta is not None:
        doubts.sound(discount, "beta", without)
        beta = datum(discount, "beta")
    else:
        beta = _levered(discount, head, doubts, without)
        steps = (beta,) if isinstance(beta, Step) else ()
    if doubts.blocked or beta is None:
        return None
    cost = step(
        capm_rate, id=EQUITY_COST, about=(discount.form.name, discount.id), risk_free=datum(discount, "risk_free"), beta=beta,
        market_premium=datum(discount, "market_premium"), specific=datum(discount, "specific"),
    )  # fmt: skip
    return Capital(cost, (*steps, cost))


def _levered(discount: Discount, head: ValuationHead, doubts: Doubts, without: str) -> Step | None:
    if discount.unlevered_beta is None:
        doubts.block(discount, "beta", f"折现率未填“权益系统风险系数 β”，也未填“无财务杠杆的 β”，{without}")
        return None
    for key in ("unlevered_beta", "equity_value", "debt_value"):
        doubts.value(discount, key, without)
    doubts.value(head, "tax_rate", without)
    if discount.equity_value is not None and discount.equity_value <= ZERO:
        doubts.block(discount, "equity_value", f"权益价值 E 须大于 0，才能换算 β，{without}")
    if doubts.blocked:
        return None
    return step(
        levered_beta, id="折现率/资本成本/β", about=(discount.form.name, discount.id), unlevered=datum(discount, "unlevered_beta"),
        tax=_tax(head), debt=datum(discount, "debt_value"), equity=datum(discount, "equity_value"),
    )  # fmt: skip


def average_cost(discount: Discount, head: ValuationHead, doubts: Doubts, without: str) -> Capital | None:
    """WACC after tax by the values of equity and debt."""
    equity = equity_cost(discount, head, doubts, without)
    for key in _AVERAGE_KEYS:
        doubts.value(discount, key, without)
    doubts.value(head, "tax_rate", without)
    if discount.equity_value is not None and discount.debt_value is not None and discount.equity_value + discount.debt_value <= ZERO:
        doubts.block(discount, "equity_value", f"权益价值与有息负债都为 0，没有比重，{without}")
    if doubts.blocked or equity is None:
        return None
    about = (discount.form.name, discount.id)
    own, lent = datum(discount, "equity_value"), datum(discount, "debt_value")
    weights = (
        step(capital_weight, id="折现率/资本成本/权益比重", about=about, name="权益比重", part=own, other=lent),
        step(capital_weight, id="折现率/资本成本/债务比重", about=about, name="债务比重", part=lent, other=own),
    )
    cost = step(
        wacc_rate, id=AVERAGE_COST, about=about, cost_equity=equity.cost, weight_equity=weights[0],
        cost_debt=datum(discount, "cost_debt"), tax=_tax(head), weight_debt=weights[1],
    )  # fmt: skip
    return Capital(cost, (*equity.steps, *weights, cost))


def _tax(head: ValuationHead) -> Given:
    return given(ONE * head.tax_rate if head.tax_rate is not None else ZERO, (head.form.name, head.id, "tax_rate"))
