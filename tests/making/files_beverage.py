"""The small data file of the beverage sample, and the faults planted in it; `sample_files.py` writes it."""

import random
from datetime import datetime, timedelta

MARK = "示例数据"
START = datetime(2025, 11, 3, 8)
DESIGN_SPEED = 24_000
"""Cans an hour of one line: 据公开报道，未核对原文."""
MACHINES = ("灌装机", "封罐机", "杀菌机", "装箱机")
STOPS = {"S01": "缺罐", "S07": "卡罐", "S12": "卷封报警", "S21": "下游堵塞"}


def line_states(chance: random.Random) -> tuple[list[str], list[list[str]]]:
    """D01: one machine of one line per minute; a stop lasts some minutes, good cans follow from the speed."""
    head = ["line_id", "minute", "machine", "state", "speed", "good_cans", "stop_code", "sample_mark"]
    rows = []
    stopped, code = 0, ""
    for number in range(720):
        moment = START + timedelta(minutes=number)
        if stopped == 0 and chance.random() < 0.035:
            stopped, code = chance.randint(1, 9), chance.choice(list(STOPS))
        running = stopped == 0
        speed = round(DESIGN_SPEED * chance.uniform(0.90, 1.0) / 10) * 10 if running else 0
        good = round(speed / 60 * (1 - chance.uniform(0.004, 0.011)))
        rows.append(
            [
                "L1",
                f"{moment:%Y-%m-%d %H:%M:%S}",
                MACHINES[0],
                "运行" if running else "故障",
                str(speed),
                str(good),
                "" if running else code,
                MARK,
            ]
        )
        stopped = max(0, stopped - 1)
    return head, rows


FILES = {"D01_灌装线设备状态.csv": line_states}
FAULTS = {
    "D01_灌装线设备状态.csv": [
        (12, "speed", "超过设计值", "42000"),
        (45, "good_cans", "缺失", ""),
        (88, "minute", "时间格式", "2025/11/3"),
        (140, "state", "编码外", "运转"),
        (233, "good_cans", "负值", "-5"),
        (301, "line_id", "缺失", ""),
        (420, "minute", "重复", "2025-11-03 14:58:00"),
        (512, "machine", "全角空格", "灌装机　"),
    ]
}
