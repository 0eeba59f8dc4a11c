"""The small data files of the grid sample: meters and bills of an invented mushroom firm, whose profile the sample shows.

No fault is planted: `gzvalue power` reads the whole folder. The daily file ends where the quarter-hours begin, so
that nothing is counted twice.
"""

import math
import random
from collections.abc import Callable
from datetime import date, datetime, timedelta

MARK = "示例数据"
Rows = list[list[str]]
FIRST, LAST = date(2024, 1, 1), date(2025, 12, 31)
QUARTERS_FROM = date(2025, 12, 1)
METERS = {"P000001": 760.0, "P000002": 210.0}
"""Meter → its mean power at the start, in kW: cooling and air of the growing rooms; packing and the rest."""

PRICE = {"峰": 0.86, "平": 0.56, "谷": 0.32}
SHARE = {"峰": 0.36, "平": 0.35, "谷": 0.29}
LATE = {"2024-03": 6, "2025-02": 3}
"""Months whose bill was paid late, by how many days."""


def _mean_power(meter: str, day: date, chance: random.Random) -> float:
    """The mean power of a day: growing by a tenth a year, more in summer, less at the spring festival."""
    years = (day - FIRST).days / 365.25
    summer = 1 + 0.14 * math.cos((day.timetuple().tm_yday - 205) / 365.25 * 2 * math.pi)
    holiday = 0.62 if day.month == 2 and 8 <= day.day <= 16 else 1.0
    weekday = 0.9 if day.weekday() == 6 and meter == "P000002" else 1.0
    return METERS[meter] * 1.1**years * summer * holiday * weekday * chance.gauss(1, 0.02)


def daily(chance: random.Random) -> tuple[list[str], Rows]:
    """D01: a row a day and meter, split by peak, flat and valley."""
    head = ["户号", "日期", "用电量", "峰电量", "平电量", "谷电量", "最大需量", "sample_mark"]
    rows = []
    for meter in METERS:
        for number in range((QUARTERS_FROM - FIRST).days):
            day = FIRST + timedelta(days=number)
            mean = _mean_power(meter, day, chance)
            parts = [round(mean * 24 * share * chance.gauss(1, 0.01), 1) for share in SHARE.values()]
            peak = mean * chance.uniform(1.36, 1.5)
            rows.append([meter, day.isoformat(), f"{sum(parts):.1f}", *(f"{part:.1f}" for part in parts), f"{peak:.1f}", MARK])
    return head, rows


def quarters(chance: random.Random) -> tuple[list[str], Rows]:
    """D02: mean power of each quarter of an hour of the last month."""
    head = ["户号", "时间", "有功功率", "sample_mark"]
    rows = []
    for meter in METERS:
        for number in range((LAST - QUARTERS_FROM).days + 1):
            day = QUARTERS_FROM + timedelta(days=number)
            mean = _mean_power(meter, day, chance)
            for step in range(96):
                moment = datetime(day.year, day.month, day.day) + timedelta(minutes=15 * step)
                shape = 0.66 + 0.78 * math.exp(-((step - 42) ** 2) / 300) + 0.45 * math.exp(-((step - 74) ** 2) / 140)
                rows.append([meter, f"{moment:%Y-%m-%d %H:%M}", f"{mean * shape * chance.gauss(1, 0.012):.1f}", MARK])
    return head, rows


def bills(chance: random.Random) -> tuple[list[str], Rows]:
    """D03: a bill a month and meter, due on the 20th of the next month."""
    head = ["户号", "账单月份", "电费", "应缴日期", "缴费日期", "sample_mark"]
    rows = []
    for meter in METERS:
        for number in range(24):
            first = date(2024 + number // 12, number % 12 + 1, 1)
            following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
            mean = _mean_power(meter, first + timedelta(days=14), chance)
            month_kwh = mean * 24 * (following - first).days
            price = sum(PRICE[part] * SHARE[part] for part in PRICE)
            due = following.replace(day=20)
            late = LATE.get(f"{first:%Y-%m}", 0)
            paid = due + timedelta(days=late) if late else due - timedelta(days=chance.randint(2, 9))
            rows.append([meter, f"{first:%Y-%m}", f"{month_kwh * price:.2f}", due.isoformat(), paid.isoformat(), MARK])
    return head, rows


def events(chance: random.Random) -> tuple[list[str], Rows]:
    """D04: what was noted of the firm: one month's suspension for the yearly overhaul, no breach."""
    head = ["户号", "发生日期", "类型", "说明", "sample_mark"]
    return head, [["P000002", "2024-02-08", "暂停", "春节停产检修，2024-02-17 恢复", MARK]]


FILES: dict[str, Callable[[random.Random], tuple[list[str], Rows]]] = {
    "D01_企业日用电量.csv": daily,
    "D02_企业十五分钟负荷.csv": quarters,
    "D03_企业电费账单.csv": bills,
    "D04_违约用电与业务变更.csv": events,
}
"""File name → what makes it. The name begins with the data set's code."""

FAULTS: dict[str, tuple[tuple[int, str, str, str], ...]] = {}
