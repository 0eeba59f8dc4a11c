"""Real options of a project by the formulas of `gzvalue.valuation.formulas.options`: supporting evidence, never in the conclusion."""

from dataclasses import dataclass
from decimal import Decimal, DecimalException, localcontext
from typing import Any

from gzvalue.schema.kinds import rounded
from gzvalue.schema.problems import Problem
from gzvalue.schema.project import Project
from gzvalue.schema.uncertainty_forms import RealOption
from gzvalue.valuation.doubts import ONE, ZERO, Doubts, number
from gzvalue.valuation.formula import EXACT, Given, given, step
from gzvalue.valuation.formulas.options import (
    call_value,
    continuous_present_value,
    option_d1,
    option_d2,
    put_value,
    risk_neutral_probability,
)
from gzvalue.valuation.result import Step

TREE_STEPS = 200
_NEEDED = ("kind", "model", "spot", "strike", "rate", "volatility", "years")


@dataclass(frozen=True)
class OptionValue:
    """One real option; ``value`` in 元, to the 分, ``None`` where it has none (``fault`` and ``problems`` say why)."""

    id: int
    code: str
    name: str
    model: str
    call: bool
    value: Decimal | None
    steps: tuple[Step, ...]
    fault: str
    problems: tuple[Problem, ...]


def option_values(project: Project) -> tuple[OptionValue, ...]:
    """All real options of a project, by id; never raises on a draft."""
    return tuple(_valued(row) for row in project.all(RealOption))


def option_problems(project: Project) -> tuple[Problem, ...]:
    """What is missing or wrong in them."""
    return tuple(problem for one in option_values(project) for problem in one.problems)


def _valued(row: RealOption) -> OptionValue:
    doubts = Doubts()
    label = row.code or str(row.id)
    for key in _NEEDED:
        doubts.value(row, key, f"期权 {label} 没有结果")
    for key in ("spot", "strike", "volatility", "years"):
        if getattr(row, key) == ZERO:
            doubts.block(row, key, f"期权 {label} 的“{row.form.fields[key].label}”须大于 0，没有结果")
    for key in ("delay_cost", "steps"):
        doubts.sound(row, key, f"期权 {label} 没有结果")
    steps: tuple[Step, ...] = ()
    if not doubts.blocked:
        try:
            with localcontext(EXACT):
                steps = _tree(row, label) if row.model == "二叉树" else _closed(row, label)
        except (DecimalException, ArithmeticError, ValueError):
            doubts.block(row, "volatility", f"期权 {label} 的参数超出可计算的范围，请核对波动率、利率与期限")
    value = rounded(number(steps[-1]), 2) if steps else None
    fault = "" if steps else "；".join(one.message for one in doubts.found)
    return OptionValue(
        row.id, label, row.name or "", row.model or "", (row.kind or "").startswith("看涨"), value, steps, fault, doubts.found
    )


def _datum(row: RealOption, key: str) -> Given:
    value = getattr(row, key)
    return given(ZERO if value is None else value, (row.form.name, row.id, key))


def _closed(row: RealOption, label: str) -> tuple[Step, ...]:
    """Black–Scholes with the cost of delay as a dividend yield."""
    about, path = (row.form.name, row.id), f"实物期权/{label}"
    rate, years, volatility, delay = (_datum(row, key) for key in ("rate", "years", "volatility", "delay_cost"))
    spot, strike = _datum(row, "spot"), _datum(row, "strike")
    d1 = step(
        option_d1,
        id=f"{path}/d1",
        about=about,
        spot=spot,
        strike=strike,
        rate=rate,
        dividend_yield=delay,
        volatility=volatility,
        years=years,
    )
    d2 = step(option_d2, id=f"{path}/d2", about=about, d1=d1, volatility=volatility, years=years)
    now = step(
        continuous_present_value, id=f"{path}/标的", about=about, name="标的现值（计延迟成本）", amount=spot, rate=delay, years=years
    )
    later = step(continuous_present_value, id=f"{path}/执行价格", about=about, name="执行价格现值", amount=strike, rate=rate, years=years)
    formula = call_value if (row.kind or "").startswith("看涨") else put_value
    return d1, d2, now, later, step(formula, id=f"{path}/期权价值", about=about, spot=now, d1=d1, strike=later, d2=d2)


def _tree(row: RealOption, label: str) -> tuple[Step, ...]:
    """A recombining tree with u = e^(σ√Δt), d = 1/u; the cost of delay lowers the growth of the spot."""
    import math

    from gzvalue.valuation.procedures.binomial import binomial_value  # NumPy comes with it

    count = row.steps or TREE_STEPS
    assert row.years is not None
    assert row.volatility is not None
    length = row.years / count
    up = Decimal(repr(math.exp(float(row.volatility) * math.sqrt(float(length)))))
    about, path = (row.form.name, row.id), f"实物期权/{label}"
    growth = _growth(row)
    chance = step(risk_neutral_probability, id=f"{path}/风险中性概率", about=about, rate=growth, step_years=length, up=up, down=ONE / up)
    probability = number(chance)
    if not ZERO < probability < ONE:
        raise ArithmeticError
    call = (row.kind or "").startswith("看涨")
    figures: dict[str, Any] = {"spot": row.spot, "strike": row.strike, "up": up, "down": ONE / up, "rate": row.rate, "step_years": length}
    found = binomial_value(
        **{key: float(value) for key, value in figures.items()}, steps=count, probability=float(probability), call=call, american=bool(row.american)
    )  # fmt: skip
    inputs = tuple(
        one for one in step(option_d1, id="", about=about, spot=_datum(row, "spot"), strike=_datum(row, "strike"), rate=_datum(row, "rate"),
                            dividend_yield=_datum(row, "delay_cost"), volatility=_datum(row, "volatility"), years=_datum(row, "years")).inputs
    )  # fmt: skip
    written = f"二叉树倒推，{count} 步，{'可提前行权' if row.american else '到期行权'}，u＝e^(σ√Δt)，d＝1÷u"
    value = Decimal(repr(found))
    return chance, Step(f"{path}/期权价值", "期权价值（二叉树）", "", written, inputs, value, "元", chance.source, about)


def _growth(row: RealOption) -> Given:
    """What the spot grows by in a risk-neutral world: the rate less the cost of delay."""
    if not row.delay_cost:
        return _datum(row, "rate")
    assert row.rate is not None
    return given(row.rate - row.delay_cost, (row.form.name, row.id, "rate"))
