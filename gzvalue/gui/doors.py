"""Which step stands behind a figure on the screen."""

from gzvalue.valuation.result import Step, UnitValue, Valuation

TOTAL = "合计/测算价值"
RATE = "折现率/累加法"
_VALUE_OF_METHOD = ("/收益现值", "/单元成本价值")


def total_step(valuation: Valuation) -> Step | None:
    """The step of the total value."""
    return next((step for step in reversed(valuation.steps) if step.id == TOTAL), None)


def rate_step(valuation: Valuation) -> Step | None:
    """The step of the built-up discount rate; ``None`` if it was entered or is incomplete."""
    return next((step for step in valuation.steps if step.id == RATE), None)


def method_step(unit: UnitValue, method: str) -> Step | None:
    """The step of a unit's value by one method."""
    return next((step for step in unit.steps if f"/{method}/" in step.id and step.id.endswith(_VALUE_OF_METHOD)), None)


def difference_step(unit: UnitValue, method: str) -> Step | None:
    """The step of how far a method lies from the main one."""
    return next((step for step in unit.steps if step.id.endswith(f"/{method}/差异率")), None)


def share_step(unit: UnitValue, code: str) -> Step | None:
    """The step of a data set's part of a unit; the unit's value itself where it has one member only."""
    found = next((step for step in unit.steps if step.id.endswith(f"/分摊/{code}")), None)
    return found or (method_step(unit, unit.main_method) if unit.main_method else None)


def cost_step(valuation: Valuation, data_set: int) -> Step | None:
    """The step of a data set's value by the cost approach."""
    about = ("data_set", data_set)
    return next((step for step in valuation.steps if step.about == about and step.id.endswith("/成本法/数据集成本价值")), None)
