"""The small data files of the tourism sample, and the faults planted in them; `sample_files.py` writes them."""

import math
import random
from collections.abc import Callable
from datetime import datetime, timedelta

MARK = "示例数据"
START = datetime(2025, 10, 1)
Rows = list[list[str]]
Fault = tuple[int, str, str, str]
"""Row (from 1), column, what kind of fault, what was done."""

TICKETS = {"成人票": 80.0, "优惠票": 40.0, "套票": 120.0, "年卡预约": 0.0, "研学团": 35.0}
CHANNELS = ("小程序", "分销", "窗口", "旅行社")
PROVINCES = ("贵州", "云南", "广西", "四川", "重庆", "广东", "湖南", "其他")
WEATHER = ("晴", "多云", "阴", "雨", "雾")


def ticket_orders(chance: random.Random) -> tuple[list[str], Rows]:
    """D01, registered version: no person can be told from it."""
    head = ["order_seq", "order_time", "visit_date", "ticket_type", "channel", "quantity", "unit_price", "amount", "origin_province",
            "refunded", "remark", "sample_mark"]  # fmt: skip
    rows = []
    moment = START + timedelta(hours=6)
    for number in range(1, 1201):
        moment = _by_day(moment + timedelta(seconds=chance.randint(20, 420)), first=6, last=21)
        kind = chance.choices(list(TICKETS), (50, 20, 15, 10, 5))[0]
        quantity = chance.randint(15, 45) if kind == "研学团" else chance.choices((1, 2, 3, 4, 5, 6), (25, 40, 15, 12, 5, 3))[0]
        price = TICKETS[kind]
        visit = moment.date() + timedelta(days=chance.choices((0, 1, 2, 5), (55, 25, 15, 5))[0])
        rows.append(
            [f"T{number:06d}", f"{moment:%Y-%m-%d %H:%M:%S}", visit.isoformat(), kind, chance.choices(CHANNELS, (55, 25, 12, 8))[0],
             str(quantity), f"{price:.2f}", f"{price * quantity:.2f}", chance.choices(PROVINCES, (42, 14, 10, 9, 8, 7, 4, 6))[0],
             "是" if chance.random() < 0.03 else "否", "", MARK]
        )  # fmt: skip
    return head, rows


def _by_day(moment: datetime, first: int, last: int) -> datetime:
    """The moment, or the opening of the next day when it falls into the night."""
    if moment.hour < last:
        return moment
    return (moment + timedelta(days=1)).replace(hour=first, minute=moment.minute % 10)


def visitor_counts(chance: random.Random) -> tuple[list[str], Rows]:
    """D06: visitors per hour and gate, eleven hours a day."""
    head = ["hour_start", "gate", "visitors_in", "visitors_out", "in_park", "weather", "device_state", "sample_mark"]
    rows = []
    for day in range(40):
        weather = chance.choices(WEATHER, (35, 30, 20, 12, 3))[0]
        crowd = (2.2 if day < 7 else 1.4 if (START + timedelta(days=day)).weekday() >= 5 else 1.0) * (0.5 if weather in "雨雾" else 1.0)
        inside = 0
        for hour in range(8, 19):
            moment = START + timedelta(days=day, hours=hour)
            entered = [max(0, round(chance.gauss(160, 25) * crowd * share * _arrival(hour))) for share in (0.4, 0.3, 0.2, 0.1)]
            left = [min(inside // 4 + n // 4, round(chance.gauss(150, 25) * crowd * 0.25 * _departure(hour))) for n in entered]
            left = [max(0, n) for n in left]
            inside = max(0, inside + sum(entered) - sum(left))
            for gate in range(4):
                state = "补传" if chance.random() < 0.01 else "正常"
                rows.append(
                    [f"{moment:%Y-%m-%d %H:%M}", f"G{gate + 1}", str(entered[gate]), str(left[gate]), str(inside), weather, state, MARK]
                )
    return head, rows


def _arrival(hour: int) -> float:
    return math.exp(-((hour - 10) ** 2) / 8)


def _departure(hour: int) -> float:
    return math.exp(-((hour - 16) ** 2) / 6)


def parking(chance: random.Random) -> tuple[list[str], Rows]:
    """D16: one row per stay; the plate number is gone, its region stays."""
    head = ["entry_seq", "lot", "entry_time", "exit_time", "plate_region", "energy", "fee", "pay_method", "sample_mark"]
    regions = ("贵E", "贵A", "贵G", "云A", "云D", "桂A", "桂L", "川A", "渝", "粤A")
    rows = []
    moment = START + timedelta(hours=7)
    for number in range(1, 801):
        moment = _by_day(moment + timedelta(seconds=chance.randint(20, 420)), first=7, last=18)
        stay = max(0.2, chance.gauss(3.1, 1.3))
        out = moment + timedelta(seconds=round(stay * 3600))
        fee = min(30, 4 * math.ceil(stay))
        rows.append(
            [f"P{number:06d}", chance.choice(("P1", "P1", "P2", "P3")), f"{moment:%Y-%m-%d %H:%M:%S}", f"{out:%Y-%m-%d %H:%M:%S}",
             chance.choices(regions, (40, 14, 6, 9, 5, 8, 4, 5, 5, 4))[0], "新能源" if chance.random() < 0.37 else "燃油", f"{fee:.2f}",
             chance.choices(("扫码", "无感", "现金"), (60, 36, 4))[0], MARK]
        )  # fmt: skip
    return head, rows


def equipment(chance: random.Random) -> tuple[list[str], Rows]:
    """D30: six machines, a reading every five minutes of one working day and a half."""
    head = ["sample_time", "device", "motor_temperature", "vibration", "current", "speed", "state", "sample_mark"]
    rows = []
    for step in range(320):
        moment = START + timedelta(hours=8, minutes=5 * step)
        running = 8 <= moment.hour < 18
        for number in range(1, 7):
            load = chance.uniform(0.55, 0.95) if running else 0.0
            warm = 24 + 41 * load + chance.gauss(0, 1.5) + 0.8 * number
            state = "运行" if running else "停机" if moment.hour < 6 else "待机"
            rows.append(
                [f"{moment:%Y-%m-%d %H:%M:%S}", f"EQ{number:02d}", f"{warm:.1f}", f"{max(0.0, 0.3 + 3.6 * load + chance.gauss(0, 0.25)):.2f}",
                 f"{max(0.0, 96 * load + chance.gauss(0, 2) if running else 0):.1f}", f"{1480 * load if running else 0:.0f}", state, MARK]
            )  # fmt: skip
    return head, rows


def electricity(chance: random.Random) -> tuple[list[str], Rows]:
    """D37: three meters, a reading every quarter of an hour for five days."""
    head = ["read_time", "meter", "kwh", "power_factor", "tariff_period", "sample_mark"]
    rows = []
    for step in range(5 * 96):
        moment = START + timedelta(minutes=15 * step)
        hour = moment.hour
        period = "峰" if hour in (9, 10, 11, 17, 18, 19, 20) else "谷" if hour < 7 or hour == 23 else "平"
        day = math.exp(-((hour - 13) ** 2) / 18)
        for meter, floor, swing in (("M01", 62.0, 240.0), ("M02", 6.0, 120.0), ("M03", 34.0, 70.0)):
            used = floor + swing * day + chance.gauss(0, 4)
            rows.append([f"{moment:%Y-%m-%d %H:%M}", meter, f"{max(0.5, used):.1f}", f"{chance.uniform(0.91, 0.99):.3f}", period, MARK])
    return head, rows


FILES: dict[str, Callable[[random.Random], tuple[list[str], Rows]]] = {
    "D01_景区门票销售订单.csv": ticket_orders,
    "D06_景区分时客流统计.csv": visitor_counts,
    "D16_停车场进出与收费.csv": parking,
    "D30_设备运行监测.csv": equipment,
    "D37_分项用电监测.csv": electricity,
}
"""File name → what makes it. The name begins with the data set's code."""

FAULTS: dict[str, tuple[Fault, ...]] = {
    "D01_景区门票销售订单.csv": (
        (57, "origin_province", "缺失", ""),
        (133, "origin_province", "缺失（写作无）", "无"),
        (288, "quantity", "不是数字", "两张"),
        (402, "visit_date", "日历上没有的日期", "2025-11-31"),
        (511, "amount", "金额不等于张数×单价", "9999.00"),
        (640, "visit_date", "游玩日期早于下单", "2025-09-01"),
        (777, "remark", "残留个人信息（公开的客服示例号码）", "联系 13800138000"),
        (905, "ticket_type", "不在取值表中", "半价"),
        (1020, "order_seq", "主键重复", "T001019"),
    ),
    "D06_景区分时客流统计.csv": (
        (101, "visitors_in", "缺失（写作短横）", "-"),
        (350, "visitors_in", "负数", "-12"),
        (777, "visitors_in", "离群值", "98000"),
        (902, "weather", "缺失（写作 NULL）", "NULL"),
        (1204, "hour_start", "日期写法不同", "2025年10月28日 11:00"),
        (1500, "gate", "不在取值表中", "G9"),
    ),
    "D16_停车场进出与收费.csv": (
        (44, "plate_region", "残留车牌（虚构）", "贵E00000"),
        (168, "exit_time", "出场早于入场", "2025-09-30 08:00:00"),
        (290, "exit_time", "缺失", ""),
        (401, "fee", "负数", "-4.00"),
        (555, "pay_method", "缺失（全角空格）", "\u3000"),
        (702, "fee", "超过封顶", "300.00"),
    ),
    "D30_设备运行监测.csv": (
        (88, "motor_temperature", "传感器掉线", ""),
        (412, "motor_temperature", "超出量程", "999.9"),
        (413, "motor_temperature", "超出量程", "999.9"),
        (800, "vibration", "不是数字", "N/A"),
        (1333, "speed", "停机仍有转速", "1460"),
        (1700, "device", "设备编号大小写", "eq02"),
    ),
    "D37_分项用电监测.csv": (
        (77, "kwh", "负数", "-5.0"),
        (222, "kwh", "带单位的数字", "118.4度"),
        (640, "power_factor", "超过 1", "1.250"),
        (999, "kwh", "缺失", ""),
        (1203, "read_time", "同一表计时间重复", "2025-10-05 03:45"),
    ),
}  # fmt: skip
