"""What the market approach is made from: deals or listings of like data, and what is said of the market."""

from datetime import date
from decimal import Decimal

from gzvalue.schema.field import Record, declared, form, money, text
from gzvalue.schema.kinds import date_kind, number_kind, reference_kind
from gzvalue.schema.sources import GUIDANCE


@form("comparable", "可比案例")
class Comparable(Record):
    """A deal or listing kept for the market approach."""

    unit: str | None = declared("单元编号", reference_kind("valuation_unit"), help="用于哪个评估单元", example="U01")
    subset: str | None = text("对应子数据集", 100, help="市场法按部分求和时，对应哪一部分", example="客流指数")
    name: str | None = text("案例名称", 200, required="error", help="成交或挂牌的数据产品", example="某景区客流指数年度授权")
    source: str | None = text("信息来源", 200, required="notice", help="公开渠道与查询日期", example="某交易所公开页，2026-03-01 查询")
    deal_date: date | None = declared("交易日期", date_kind(), required="notice", help="没有日期的案例不能使用", example="2025-09-01")
    value: Decimal | None = money("案例价值", required="error", help="参照数据集的价值", example="900,000")
    quality: Decimal | None = declared("质量调整系数", number_kind(most=Decimal(100)), source=GUIDANCE, help="1 为不调整", example="1.05")
    supply: Decimal | None = declared("供求调整系数", number_kind(most=Decimal(100)), source=GUIDANCE, help="1 为不调整", example="1")
    timing: Decimal | None = declared("期日调整系数", number_kind(most=Decimal(100)), source=GUIDANCE, help="1 为不调整", example="1.02")
    volume: Decimal | None = declared("容量调整系数", number_kind(most=Decimal(100)), source=GUIDANCE, help="1 为不调整", example="0.9")
    other: Decimal | None = declared("其他调整系数", number_kind(most=Decimal(100)), source=GUIDANCE, help="1 为不调整", example="1")
