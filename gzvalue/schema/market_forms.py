"""What the market approach is made from: deals or listings of like data, and what is said of the market."""

from datetime import date
from decimal import Decimal

from gzvalue.schema.field import OWN_DEFAULT, Record, choice, declared, form, long_text, money, text
from gzvalue.schema.kinds import date_kind, number_kind, ratio_kind, reference_kind
from gzvalue.schema.sources import GUIDANCE

MEAN, MEDIAN, WEIGHTED = "平均", "中位数", "加权"
"""How several comparables of one part of the object become one value."""

_PAIR = "两项都填且系数留空时由两者相除得出"


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
    quality_own: Decimal | None = declared("待估数据质量得分", number_kind(most=Decimal(1000)), help=_PAIR, example="92")
    quality_reference: Decimal | None = declared(
        "案例数据质量得分", number_kind(most=Decimal(1000)), help="与待估数据同一口径", example="88"
    )
    index_now: Decimal | None = declared("基准日价格指数", number_kind(), help=_PAIR, example="103")
    index_then: Decimal | None = declared("交易日价格指数", number_kind(), help="与基准日指数同一口径", example="101")
    volume_own: Decimal | None = declared("待估数据容量", number_kind(), help=_PAIR, example="1,200")
    volume_reference: Decimal | None = declared("案例数据容量", number_kind(), help="与待估数据同一单位", example="1,500")
    volume_power: Decimal | None = declared("容量递减指数 γ", number_kind(most=Decimal(1)), source=OWN_DEFAULT,
                                            help="价值不随容量同比增长：系数＝(待估÷案例)^γ；留空为 1", example="0.7")  # fmt: skip
    weight: Decimal | None = declared("权重", ratio_kind(), help="该子数据集选加权时填，合计 100%", example="50%")
    rights: str | None = text("案例的权利类型与交易方式", 200, help="须与待估数据相同或可比", example="使用权许可，年度，非独占")
    reason: str | None = long_text("调整理由", 1000, help="各系数凭什么", example="案例为单景区指数，本数据多一年历史，质量略高。")


@form("market_subset", "子数据集")
class MarketSubset(Record):
    """One part of a unit in the market approach: how its comparables become one value, and why so."""

    unit: str | None = declared("单元编号", reference_kind("valuation_unit"), required="error", help="哪个评估单元", example="U01")
    name: str | None = text("子数据集", 100, required="error", help="与可比案例中的“对应子数据集”一致", example="客流指数")
    combine: str | None = choice("取值方式", MEAN, MEDIAN, WEIGHTED, required="error", help="几个案例如何成为一个数", example=MEAN)
    reason: str | None = text("取值理由", 300, required="notice", help="为什么这样取值；中位数与加权必填", example="三个案例可比程度相近")


@form("market_state", "市场法前提", single=True)
class MarketState(Record):
    """What is declared of the market; without a lawful and active one the market approach is not used."""

    active: str | None = choice(
        "活跃市场", "是", "否", "待核", source=GUIDANCE, help="是否有合法、公开、活跃的交易市场；选“是”须写明理由", example="否"
    )
    active_reason: str | None = long_text("活跃市场的理由", 1000, source=GUIDANCE, help="成交笔数、参与者、信息是否公开、查询日期",
                                          example="某交易所 2025 年公开成交 46 笔同类数据产品。")  # fmt: skip
    main_market: str | None = text("主要交易市场", 200, source=GUIDANCE, help="交易场所名称与是否合法设立", example="某数据交易所")
    participants: str | None = text("市场参与者", 200, source=GUIDANCE, help="谁在买、谁在卖", example="文旅平台、广告公司")
    supply_demand: str | None = text("供求关系", 200, source=GUIDANCE, help="供给与需求的概况", example="同类供给少，需求季节性强")
