"""From a figure on screen or paper to the step that gives it."""

from typing import Literal

from gzvalue.valuation.evaluate_unit import method_id
from gzvalue.valuation.evaluate_whole import TOTAL
from gzvalue.valuation.result import Step, UnitValue, Valuation

DataSetFigure = Literal["value", "cost", "replacement", "adjustment"]
_DATA_SET_ENDS: dict[DataSetFigure, str] = {
    "value": "/价值/各单元分摊合计", "cost": "/成本法/数据集成本价值", "replacement": "/成本法/重置成本", "adjustment": "/成本法/价值调整系数",
}  # fmt: skip


def total_step(valuation: Valuation) -> Step | None:
    """The step of the total; ``None`` where nothing was valued."""
    return next((one for one in reversed(valuation.steps) if one.id == TOTAL), None)


def unit_step(unit: UnitValue, method: str | None = None) -> Step | None:
    """The step of a unit's value by a method; without one, of its conclusion."""
    if method is None:
        concluded = next((one for one in unit.steps if one.id.endswith("/结论")), None)
        if concluded is not None:
            return concluded
    wanted = method or unit.main_method
    return next((one for one in unit.steps if wanted is not None and one.id.endswith(method_id("", wanted))), None)


def data_set_step(valuation: Valuation, id: int, figure: DataSetFigure = "value") -> Step | None:
    """The step of one figure of a data set; ``None`` where it has none (an entered δ has no step)."""
    return next((one for one in valuation.steps if one.about == ("data_set", id) and one.id.endswith(_DATA_SET_ENDS[figure])), None)
