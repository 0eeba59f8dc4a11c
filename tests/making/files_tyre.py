"""The small data files of the tyre sample: cures of four presses, and what was found faulty; a few faults are planted."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

MARK = "示例数据"
START = datetime(2025, 3, 1)
Rows = list[list[str]]
Fault = tuple[int, str, str, str]
DEFECTS = {"气泡": ("硫化", 86.0), "缺胶": ("硫化", 102.0), "杂质": ("外检", 74.0), "胎体稀线": ("X光", 318.0), "接头开": ("成型", 265.0)}
"""Defect → where it is mostly found, and what one tyre of it costs in 元."""


def cures(chance: random.Random) -> tuple[list[str], Rows]:
    """D04: a row a cure."""
    head = ["mould_no", "press", "start_time", "inner_temperature", "mould_temperature", "inner_pressure", "cure_seconds", "result",
            "sample_mark"]  # fmt: skip
    rows = []
    for number in range(1, 801):
        press = (number - 1) % 4
        moment = START + timedelta(minutes=15 * ((number - 1) // 4), seconds=37 * press)
        inner = chance.gauss(196, 2.2)
        seconds = round(chance.gauss(780, 12))
        poor = inner < 191 or chance.random() < 0.012
        rows.append(
            [f"M{number:07d}", f"V{press + 1:02d}", f"{moment:%Y-%m-%d %H:%M:%S}", f"{inner:.1f}", f"{chance.gauss(168, 1.4):.1f}",
             f"{chance.gauss(2.65, 0.05):.2f}", str(seconds), "返检" if poor else "合格", MARK]
        )  # fmt: skip
    return head, rows


def defects(chance: random.Random) -> tuple[list[str], Rows]:
    """D07: a row a finding."""
    head = ["record_seq", "found_date", "process", "defect", "quantity", "loss", "disposal", "sample_mark"]
    rows = []
    for number in range(1, 361):
        day = START + timedelta(days=(number - 1) // 4)
        defect = chance.choices(list(DEFECTS), (30, 24, 22, 10, 14))[0]
        usual, cost = DEFECTS[defect]
        process = usual if chance.random() < 0.8 else "动平衡"
        quantity = chance.choices((1, 2, 3, 4, 6), (44, 28, 15, 9, 4))[0]
        disposal = chance.choices(("返修", "降级", "报废"), (46, 34, 20))[0]
        loss = quantity * cost * {"返修": 0.4, "降级": 0.8, "报废": 2.6}[disposal]
        rows.append([f"Q{number:06d}", f"{day:%Y-%m-%d}", process, defect, str(quantity), f"{loss:.2f}", disposal, MARK])
    return head, rows


FILES: dict[str, Callable[[random.Random], tuple[list[str], Rows]]] = {
    "D04_硫化温压时间曲线.csv": cures,
    "D07_不良品追溯与处置.csv": defects,
}
"""File name → what makes it. The name begins with the data set's code."""

FAULTS: dict[str, tuple[Fault, ...]] = {
    "D04_硫化温压时间曲线.csv": (
        (96, "inner_temperature", "传感器掉线", ""),
        (241, "inner_temperature", "超出量程", "999.9"),
        (388, "inner_pressure", "负数", "-0.10"),
        (502, "cure_seconds", "不是数字", "十三分"),
        (733, "press", "不在取值表中", "V9"),
    ),
    "D07_不良品追溯与处置.csv": (
        (57, "defect", "缺失（写作无）", "无"),
        (144, "quantity", "负数", "-2"),
        (219, "found_date", "日历上没有的日期", "2025-04-31"),
        (305, "record_seq", "主键重复", "Q000304"),
    ),
}
