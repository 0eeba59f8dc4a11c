"""The last step of every indicator: from its counted inputs to its value, for a profile just made and for one that was kept alike."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from gzvalue.power.facts import Missing

Counted: TypeAlias = Mapping[str, float | int | str]


def _figure(inputs: Counted, key: str) -> float:
    value = inputs[key]
    if isinstance(value, str):
        raise TypeError(f"{key} is no figure")
    return float(value)


def _share(above: str, below: str, why: str = "期内没有数据。") -> Callable[[Counted], float]:
    def value(inputs: Counted) -> float:
        whole = _figure(inputs, below)
        if whole == 0:
            raise Missing(why)
        return _figure(inputs, above) / whole

    return value


def _growth(inputs: Counted) -> float:
    before = _figure(inputs, "before_kwh")
    if before == 0:
        raise Missing("上年同期用电量为零，不能计算增长率。")
    return (_figure(inputs, "now_kwh") - before) / before


def _steadiness(inputs: Counted) -> float:
    return steady(_figure(inputs, "mean_kwh"), _figure(inputs, "standard_deviation_kwh"))


def steady(mean: float, deviation: float) -> float:
    """max(0, 1 − population standard deviation ÷ mean); 0 for nothing used at all."""
    return max(0.0, 1 - deviation / mean) if mean > 0 else 0.0


def _capacity_use(inputs: Counted) -> float:
    return _figure(inputs, "peak_kw") / (_figure(inputs, "capacity_kva") * _figure(inputs, "power_factor"))


def _count(key: str) -> Callable[[Counted], float]:
    return lambda inputs: _figure(inputs, key)


_BY_CODE: dict[str, Callable[[Counted], float]] = {
    "activity": _share("active_days", "days"),
    "growth": _growth,
    "growth_quarter": _growth,
    "growth_year": _growth,
    "trend": _share("sum_xy", "sum_xx"),
    "stability": _steadiness,
    "seasonal_stability": _share("sum_of_steadiness", "calendar_months"),
    "load_factor": _share("mean_kw", "peak_kw", "最高负荷为零。"),
    "capacity_use": _capacity_use,
    "peak_valley": _share("peak_kwh", "valley_kwh", "谷段电量为零。"),
    "operating": _share("daily_kwh", "base_daily_kwh", "基期用电量为零。"),
    "recovery": _share("after_daily_kwh", "before_daily_kwh", "事件前用电量为零。"),
    "full_production": _share("days_reached", "days"),
    "over_production": _share("days_reached", "days"),
    "punctuality": _share("on_time", "due"),
    "overdue_days": _share("overdue_days", "due"),
    "bill_to_revenue": _share("bills_yuan", "revenue_yuan", "年收入为零。"),
    "violations": _count("violations"),
    "status_events": _count("status_events"),
    "shell_months": _count("months_in_a_row"),
}


def combined(code: str, inputs: Counted) -> float:
    """The value of an indicator from its inputs, which stand beside it in JSON and on paper.

    Raises:
        Missing: the divisor is zero.
        KeyError, TypeError: the inputs are not those of that indicator.
    """
    return _BY_CODE[code](inputs)
