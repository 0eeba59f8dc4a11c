"""What stands beside the forecast: the cost of keeping the data up, and a terminal value where one was chosen with a reason."""

from collections.abc import Sequence

from gzvalue.schema.valuation_forms import ValuationUnit
from gzvalue.valuation.doubts import ZERO, Doubts, number
from gzvalue.valuation.formula import Given, given, step
from gzvalue.valuation.formulas.income import income_after_tax, perpetual_tail
from gzvalue.valuation.formulas.unit_income import upkeep_present_value
from gzvalue.valuation.income_yearly import Plan
from gzvalue.valuation.result import Step

COUNTED = "计入"


def check_terminal(unit: ValuationUnit, fixed: bool, doubts: Doubts, without: str) -> None:
    """A terminal value needs a reason, an income and a rate, and an income that can go on."""
    code = unit.code or ""
    if unit.terminal != COUNTED:
        if unit.terminal_income is not None:
            doubts.notice(unit, "terminal", f"{code} 填了永续期年收益，但没有选择计入终值，未计入")
        return
    for key in ("terminal_income", "capitalisation_rate"):
        doubts.value(unit, key, without)
    if unit.capitalisation_rate is not None and unit.capitalisation_rate == ZERO:
        doubts.block(unit, "capitalisation_rate", f"{code} 的资本化率须大于 0，{without}")
    if not unit.terminal_reason:
        doubts.block(unit, "terminal_reason", f"{code} 计入终值而没有写理由，{without}；数据收益期限有限，一般不计终值")
    if fixed:
        doubts.block(unit, "terminal", f"{code} 已判断为不可续期，不能再计终值，{without}")
    if unit.attrition:
        doubts.block(unit, "terminal", f"{code} 的存量数据逐年衰减，衰减完即无收益，不能再计终值，{without}")


def upkeep_step(plan: Plan, factors: Sequence[Step]) -> Step | None:
    """What keeping the data up costs over the life, at today's worth; ``None`` where nothing is spent."""
    unit = plan.unit
    if not unit.upkeep:
        return None
    return step(upkeep_present_value, id=f"{plan.path}/维护更新成本现值", about=plan.about, upkeep=given(unit.upkeep, (*plan.about, "upkeep")),
                portions=plan.portions, tax=plan.tax, factors=factors)  # fmt: skip


def tail_steps(plan: Plan) -> tuple[Step, ...]:
    """The terminal value, last; before it the income after tax where tax is due. Empty where none was chosen."""
    unit = plan.unit
    if unit.terminal != COUNTED or unit.terminal_income is None or unit.capitalisation_rate is None:
        return ()
    income: Given | Step = given(unit.terminal_income, (*plan.about, "terminal_income"))
    taxed: tuple[Step, ...] = ()
    if number(plan.tax):
        income = step(
            income_after_tax,
            id=f"{plan.path}/永续期年收益（税后）",
            about=plan.about,
            name="永续期年收益（税后）",
            income=income,
            tax=plan.tax,
        )
        taxed = (income,)
    rate = given(unit.capitalisation_rate, (*plan.about, "capitalisation_rate"))
    tail = step(perpetual_tail, id=f"{plan.path}/终值现值", about=plan.about, name="终值现值", income=income, capitalisation_rate=rate,
                rate=plan.rate, exponent=plan.spans[-1].exponent)  # fmt: skip
    return (*taxed, tail)
