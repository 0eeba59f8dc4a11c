"""Projects with books, for the tests of accounting."""

from datetime import date
from decimal import Decimal
from typing import Any

from gzvalue.schema.accounting_forms import AccountingAnswer, AccountingPeriod, AssetMovement, BookedAsset, BookedCost
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.enterprise import Enterprise
from gzvalue.schema.field import Record
from gzvalue.schema.project import Project, project_of

D = Decimal
YEAR = AccountingPeriod(begins=date(2026, 1, 1), ends=date(2026, 12, 31), preparer="李会计", reviewer="陈主任")
IN_HOUSE = "自行开发（自行加工）"
OWN_USE = {"R1": "是", "R2": "是", "R3": "是", "R4": "是", "R5": "是", "C1": "否", "C2": "是", "C3": "是", "C4": "否", "C5": "是", "P1": "是",
           "D1": "是", "D2": "是", "D3": "是", "D4": "是", "D5": "是", "U1": "是"}  # fmt: skip


def answers(code: str, given: dict[str, str], first: int = 1) -> list[AccountingAnswer]:
    return [AccountingAnswer(id=first + n, data_set=code, question=key, answer=word) for n, (key, word) in enumerate(given.items())]


def cost(id: int, code: str | None, amount: Any, on: date, **more: Any) -> BookedCost:
    given = {"name": f"支出{id}", "item": "数据清洗", "phase": "开发阶段", **more}
    return BookedCost(id=id, data_set=code, amount=None if amount is None else D(amount), incurred_on=on, **given)


def asset(id: int, code: str, **more: Any) -> BookedAsset:
    given = {"name": f"资产{id}", "asset_class": "无形资产", "way": IN_HOUSE, "life": "使用寿命有限", "life_basis": "合同期限", **more}
    return BookedAsset(id=id, code=f"K{id:02d}", data_set=code, **given)


def moved(id: int, code: str, on: date | None, block: str | None, kind: str | None, amount: Any) -> AssetMovement:
    return AssetMovement(id=id, asset=code, entered_on=on, block=block, kind=kind, amount=None if amount is None else D(amount))


def project(*records: Record, period: AccountingPeriod = YEAR, codes: tuple[str, ...] = ("D01", "D02", "D03", "D04")) -> Project:
    given = {one.code for one in records if isinstance(one, DataSet)}
    sets = [DataSet(id=n, code=code, name=f"数据{n}", record_count=n) for n, code in enumerate(codes, 1) if code not in given]
    return project_of([Enterprise(name="示例企业"), period, *sets, *records])


def everything() -> Project:
    """Every class and way, disposal, impairment, spending on what is still made, a pledge, answers."""
    return project(
        DataSet(id=1, code="D01", name="自用", record_count=10, right_until=date(2030, 12, 31)),
        *answers("D01", OWN_USE),
        *answers("D02", {"R1": "是", "R2": "是", "R3": "是", "R4": "是", "R5": "是", "C1": "是", "C4": "是"}, 100),
        asset(1, "D01", recognised_on=date(2025, 6, 30), ready_from="2025-07", life_months=36, restricted="用于担保", important=True),
        asset(2, "D02", asset_class="存货", way="外购", recognised_on=date(2026, 2, 1)),
        asset(3, "D03", asset_class="开发支出"),
        asset(4, "D04", way="外购", recognised_on=date(2026, 3, 10), ready_from="2026-03", life_months=24),
        asset(5, "D04", way="其他方式", amounts_from="按账载发生额", opening_cost=D("60000"), opening_amortisation=D("10000"), opening_impairment=D(0),
              ready_from="2025-08", life_months=60),
        asset(6, "D03", asset_class="存货", recognised_on=date(2026, 1, 1)),
        cost(1, "D01", "100000.01", date(2025, 3, 1)),
        cost(2, "D01", "20000", date(2025, 2, 1), phase="研究阶段"),
        cost(3, "D02", "50000", date(2026, 2, 1), item="购买价款", phase="购入"),
        cost(4, "D03", "7000.55", date(2025, 12, 1), asset="K03"),
        cost(5, "D03", "800", date(2026, 5, 1), asset="K03"),
        cost(6, "D04", "33333.33", date(2026, 3, 1), item="购买价款", phase="购入", asset="K04"),
        cost(7, "D03", "4000", date(2026, 5, 1), item="数据采集", phase="加工", asset="K06"),
        moved(1, "K02", date(2026, 8, 1), "账面原值", "出售", "12000"),
        moved(2, "K02", date(2026, 12, 31), "减值（跌价）准备", "计提", "3000"),
        moved(3, "K01", date(2026, 6, 30), "减值（跌价）准备", "计提", "5000"),
        moved(4, "K05", date(2026, 12, 31), "累计摊销", "计提", "10909.09"),
        moved(5, "K04", date(2026, 9, 15), "账面原值", "处置", "33333.33"),
        moved(6, "K04", date(2026, 9, 15), "累计摊销", "处置", "8333.33"),
    )  # fmt: skip
