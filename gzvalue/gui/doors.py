"""Which step stands behind a figure of the screens, beyond those that `gzvalue.valuation.figures` finds."""

from gzvalue.schema.rate_forms import BUILD_UP, CAPM, WACC
from gzvalue.valuation.figures import unit_step
from gzvalue.valuation.result import Step, UnitValue, Valuation

_RATES = {f"折现率/{method}" for method in (BUILD_UP, CAPM, WACC)}


def rate_step(valuation: Valuation) -> Step | None:
    """The step of the discount rate, built up or from the cost of capital; ``None`` if it was entered or is incomplete."""
    return next((step for step in valuation.steps if step.id in _RATES), None)


def difference_step(unit: UnitValue, method: str) -> Step | None:
    """The step of how far a method lies from the main one."""
    return next((step for step in unit.steps if step.id.endswith(f"/{method}/差异率")), None)


def share_step(unit: UnitValue, code: str) -> Step | None:
    """The step of a data set's part of a unit; the unit's value itself where it has one member only."""
    return next((step for step in unit.steps if step.id.endswith(f"/分摊/{code}")), None) or unit_step(unit)
