"""Indicators in the words of window and paper: figures with their unit, inputs by their Chinese names."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from gzvalue.power.indicators import Indicator
from gzvalue.schema.figures import grouped

NONE = "—"

INPUT_WORDS: dict[str, tuple[str, str]] = {
    "active_days": ("活跃天数", "天"),
    "days": ("期内天数", "天"),
    "line_kwh": ("界线", "kWh"),
    "now_kwh": ("本期", "kWh"),
    "before_kwh": ("上年同期", "kWh"),
    "sum_xy": ("离差积之和", ""),
    "sum_xx": ("月序离差平方和", ""),
    "months": ("月数", "月"),
    "mean_kwh": ("月均", "kWh"),
    "standard_deviation_kwh": ("标准差", "kWh"),
    "sum_of_steadiness": ("各月稳定性之和", ""),
    "calendar_months": ("可比日历月", "个"),
    "mean_kw": ("平均负荷", "kW"),
    "peak_kw": ("最高负荷", "kW"),
    "capacity_kva": ("合同容量", "kVA"),
    "power_factor": ("功率因数", ""),
    "peak_kwh": ("峰段电量", "kWh"),
    "valley_kwh": ("谷段电量", "kWh"),
    "daily_kwh": ("本月日均", "kWh"),
    "base_daily_kwh": ("基期日均", "kWh"),
    "open": ("开工", ""),
    "after_daily_kwh": ("事件后日均", "kWh"),
    "before_daily_kwh": ("事件前日均", "kWh"),
    "before_days": ("事件前天数", "天"),
    "after_days": ("事件后天数", "天"),
    "days_reached": ("达到天数", "天"),
    "on_time": ("按期缴清", "笔"),
    "due": ("到期账单", "笔"),
    "overdue_days": ("逾期天数合计", "天"),
    "bills_yuan": ("12 个月电费", "元"),
    "revenue_yuan": ("年收入", "元"),
    "violations": ("记录数", "次"),
    "theft": ("其中窃电", "次"),
    "status_events": ("记录数", "次"),
    "states": ("状态", ""),
    "months_in_a_row": ("连续月数", "月"),
}
"""Key of an input → its word and unit."""

_SMALL = 10


def decimal_of(value: float, places: int) -> Decimal:
    """A measured figure to so many decimals, half up."""
    return Decimal(repr(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def figure(value: float, places: int) -> str:
    """A figure with separators and a true minus sign; nothing is ever minus nought."""
    found = decimal_of(value, places)
    return grouped(abs(found) if found == 0 else found, places).replace("-", "−")


def percent(value: float, places: int = 1) -> str:
    """A ratio as per cent."""
    return figure(value * 100, places) + "%"


def shown(one: Indicator) -> str:
    """The value with its unit; — where there is none."""
    if one.value is None:
        return NONE
    match one.unit:
        case "比例":
            return percent(one.value)
        case "每月":
            return percent(one.value, 2) + "/月"
        case "天":
            return figure(one.value, 1) + " 天"
        case "倍":
            return figure(one.value, 2) + " 倍"
    return f"{figure(one.value, 0)} {one.unit}"


def inputs_words(inputs: Mapping[str, float | int | str]) -> str:
    """``活跃天数 352 天，期内天数 365 天``."""
    return "，".join(f"{name} {text}" for name, text in input_lines(inputs))


def input_lines(inputs: Mapping[str, float | int | str]) -> list[tuple[str, str]]:
    """Each input by its name, with its figure and unit; empty texts are left out."""
    found = []
    for key, value in inputs.items():
        name, unit = INPUT_WORDS.get(key, (key, ""))
        if value != "":
            found.append((name, f"{_input(value)} {unit}".strip()))
    return found


def _input(value: float | int | str) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return f"{value:,}"
    return figure(value, 4 if abs(value) < _SMALL else 2 if abs(value) < 1000 else 0)
