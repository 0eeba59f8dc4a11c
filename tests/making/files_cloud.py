"""The small data file of the cloud sample, and the faults planted in it; `sample_files.py` writes it."""

import random
from datetime import datetime, timedelta

MARK = "示例数据"
START = datetime(2025, 12, 1)
CARDS = {"G1": 0.9, "G2": 1.4, "G3": 2.2}
INDUSTRIES = ("影视", "设计", "仿真", "科研")
ENDS = ("完成", "失败", "取消")


def jobs(chance: random.Random) -> tuple[list[str], list[list[str]]]:
    """D01: one job a line; it waits, runs, and its card hours are cards times hours."""
    head = ["job_seq", "submitted", "started", "ended", "card_type", "cards", "card_hours", "industry", "end_state", "sample_mark"]
    rows = []
    moment = START
    for number in range(1, 601):
        moment += timedelta(seconds=chance.randint(40, 900))
        kind = chance.choices(list(CARDS), (45, 35, 20))[0]
        started = moment + timedelta(seconds=round(chance.expovariate(1 / 420)))
        seconds = max(30, round(chance.lognormvariate(8.2, 0.9) / CARDS[kind]))
        cards = chance.choices((1, 2, 4, 8, 16), (40, 25, 20, 10, 5))[0]
        end = started + timedelta(seconds=seconds)
        state = chance.choices(ENDS, (93, 5, 2))[0]
        rows.append(
            [f"J{number:06d}", f"{moment:%Y-%m-%d %H:%M:%S}", f"{started:%Y-%m-%d %H:%M:%S}", f"{end:%Y-%m-%d %H:%M:%S}", kind, str(cards),
             f"{cards * seconds / 3600:.2f}", chance.choices(INDUSTRIES, (50, 25, 15, 10))[0], state, MARK]
        )  # fmt: skip
    return head, rows


FILES = {"D01_算力作业运行记录.csv": jobs}
FAULTS = {
    "D01_算力作业运行记录.csv": [
        (9, "card_hours", "缺失", ""),
        (37, "ended", "早于开始", "2025-11-30 23:00:00"),
        (102, "card_type", "编码外", "X9"),
        (188, "job_seq", "重复", "J000187"),
        (254, "card_hours", "离群", "99999"),
        (333, "cards", "负值", "-4"),
        (401, "submitted", "时间格式", "2025年12月3日"),
        (566, "industry", "缺失", ""),
    ]
}
