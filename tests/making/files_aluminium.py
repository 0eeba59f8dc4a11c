"""The small data files of the smelter sample: voltages of four pots, and daily electricity with output; a few faults are planted."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

MARK = "示例数据"
START = datetime(2025, 3, 1)
Rows = list[list[str]]
Fault = tuple[int, str, str, str]


def voltages(chance: random.Random) -> tuple[list[str], Rows]:
    """D01: four pots, a value every five minutes of a day and a half, with two anode effects."""
    head = ["sample_time", "pot", "voltage", "amperage", "noise", "state", "sample_mark"]
    rows = []
    effects = {(140, 2), (309, 4)}
    for step in range(432):
        moment = START + timedelta(minutes=5 * step)
        amperage = chance.gauss(400, 0.6)
        for pot in range(1, 5):
            effect = (step, pot) in effects
            changing = step % 288 in (96, 97, 98) and pot == 1 + step // 288
            volts = chance.uniform(22, 30) if effect else chance.gauss(3.97 if changing else 3.94, 0.02)
            noise = chance.uniform(60, 120) if effect or changing else chance.gauss(14, 3)
            state = "效应" if effect else "换极" if changing else "正常"
            rows.append(
                [f"{moment:%Y-%m-%d %H:%M:%S}", f"P10{pot}", f"{volts:.3f}", f"{amperage:.2f}", f"{max(0.0, noise):.1f}", state, MARK]
            )
    return head, rows


def electricity(chance: random.Random) -> tuple[list[str], Rows]:
    """D07: two rectifiers and the rest, a row a day; output is that of the potline, of both for the rest."""
    head = ["read_date", "meter", "kwh", "output", "unit_kwh", "sample_mark"]
    rows = []
    for day in range(92):
        moment = START + timedelta(days=day)
        whole = 0.0
        for meter in ("M01", "M02"):
            output = round(chance.gauss(411, 1.8), 2)
            whole += output
            kwh = round(output * chance.gauss(13265, 22))
            rows.append([f"{moment:%Y-%m-%d}", meter, str(kwh), f"{output:.2f}", f"{kwh / output:.1f}", MARK])
        kwh = round(chance.gauss(168000, 4200))
        rows.append([f"{moment:%Y-%m-%d}", "M03", str(kwh), f"{whole:.2f}", f"{kwh / whole:.1f}", MARK])
    return head, rows


FILES: dict[str, Callable[[random.Random], tuple[list[str], Rows]]] = {
    "D01_电解槽电压与系列电流.csv": voltages,
    "D07_整流供电与分项用电.csv": electricity,
}
"""File name → what makes it. The name begins with the data set's code."""

FAULTS: dict[str, tuple[Fault, ...]] = {
    "D01_电解槽电压与系列电流.csv": (
        (77, "voltage", "传感器掉线", ""),
        (512, "amperage", "超出量程", "999.99"),
        (901, "noise", "负数", "-8.0"),
        (1404, "pot", "编号大小写", "p104"),
    ),
    "D07_整流供电与分项用电.csv": (
        (40, "kwh", "带单位的数字", "545万度"),
        (131, "output", "缺失（写作短横）", "-"),
        (200, "unit_kwh", "离群值", "1326.5"),
    ),
}
