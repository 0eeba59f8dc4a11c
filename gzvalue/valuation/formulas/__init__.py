"""All formulas of the program, as one closed list. A new formula is added to its module and here."""

from gzvalue.valuation.formula import Formula
from gzvalue.valuation.formulas import (
    allocation,
    conclusion,
    cost,
    income,
    lending,
    loan,
    market,
    options,
    period,
    price,
    rate,
    scoring,
    unit_income,
)

FORMULAS: tuple[Formula, ...] = tuple(
    value
    for module in (cost, income, unit_income, period, allocation, market, rate, scoring, options, loan, lending, conclusion, price)
    for value in vars(module).values()
    if isinstance(value, Formula)
)
"""Every formula of the modules above, in their order."""

BY_KEY: dict[str, Formula] = {one.key: one for one in FORMULAS}

__all__ = ["BY_KEY", "FORMULAS"]
