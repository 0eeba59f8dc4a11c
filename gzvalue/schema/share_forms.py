"""How a share rate K is worked out: equivalent investment, range by weighted score, royalty, marginal analysis."""

from decimal import Decimal

from gzvalue.schema.field import Record, choice, declared, form, long_text, money, text
from gzvalue.schema.kinds import code_kind, ratio_kind, reference_kind, references_kind
from gzvalue.schema.sources import GUIDANCE

EQUIVALENT, RANGE, ROYALTY, MARGINAL = "约当投资量法", "区间与加权得分", "许可费率折算", "边际分析法"
"""Ways to work out K."""

BY_SCORES, BY_FACTORS = "综合评分", "因素评分"
"""Where the score within a range comes from."""

_MOST_PROFIT = Decimal(10)


@form("share_basis", "分成率测算", code="code")
class ShareBasis(Record):
    """One derivation of a share rate; units refer to it by its code."""

    code: str | None = declared(
        "测算编号", code_kind(), group="测算", required="error", help="在本项目内唯一；评估单元按编号引用", example="K01"
    )
    name: str | None = text("测算名称", 100, group="测算", help="说明用于哪些单元", example="内部场景分成率")
    method: str | None = choice("分成率方法", EQUIVALENT, RANGE, ROYALTY, MARGINAL, group="测算", required="error", source=GUIDANCE,
                                help="每种方法只用自己的几项", example=EQUIVALENT)  # fmt: skip
    data_sets: tuple[str, ...] | None = declared("涉及数据集", references_kind("data_set"), group="测算",
                                                 help="约当投资量法取其重置成本合计，区间法取其综合评分平均", example="D01、D03")  # fmt: skip
    basis: str | None = long_text(
        "依据", 1000, group="测算", required="notice", help="参数凭什么", example="软件、传感器与人员投入按 2025 年账面与工时归集"
    )
    asset_cost: Decimal | None = money(
        "数据资产投入 A", group="约当投资量法", help="留空则取涉及数据集的重置成本合计", example="17,640,000"
    )
    asset_profit_rate: Decimal | None = declared(
        "数据资产成本利润率 p", ratio_kind(most=_MOST_PROFIT), group="约当投资量法", help="可大于 100%", example="20%"
    )
    other_cost: Decimal | None = money(
        "其他资产投入 B", group="约当投资量法", help="共同产生收益的软件、设备、人力等", example="20,500,000"
    )
    other_profit_rate: Decimal | None = declared(
        "其他资产成本利润率 q", ratio_kind(most=_MOST_PROFIT), group="约当投资量法", help="可大于 100%", example="15%"
    )
    low: Decimal | None = declared("区间下限 m", ratio_kind(), group="区间与加权得分", help="可比许可或行业惯例的下限", example="16%")
    high: Decimal | None = declared("区间上限 n", ratio_kind(), group="区间与加权得分", help="可比许可或行业惯例的上限", example="27%")
    range_source: str | None = text(
        "区间来源", 300, group="区间与加权得分", help="来源与日期；25% 经验法则只可作交叉验证", example="同类许可合同三份，2025 年"
    )
    score_by: str | None = choice(
        "得分来源", BY_SCORES, BY_FACTORS, group="区间与加权得分", help="综合评分取步骤⑤的得分，因素评分取下表", example=BY_SCORES
    )
    royalty: Decimal | None = declared("销售收入分成率", ratio_kind(), group="许可费率折算", help="许可合同中按收入计的费率", example="4%")
    margin: Decimal | None = declared(
        "销售利润率", ratio_kind(), group="许可费率折算", help="同口径的利润率；折算为利润分成率", example="16%"
    )
    additional: Decimal | None = money("追加利润现值", group="边际分析法", help="因数据而增加的利润的现值合计", example="1,200,000")
    whole: Decimal | None = money("利润总额现值", group="边际分析法", help="同期全部利润的现值合计", example="3,000,000")


@form("share_factor", "分成率因素")
class ShareFactor(Record):
    """One factor within a range: its weight and how far it speaks for the upper end."""

    share_basis: str | None = declared("测算编号", reference_kind("share_basis"), required="error", help="用于哪项测算", example="K01")
    name: str | None = text("因素", 100, required="error", help="影响分成的因素", example="替代难度")
    weight: Decimal | None = declared("权重", ratio_kind(), required="error", help="同一测算合计 100%", example="30%")
    score: Decimal | None = declared("得分", ratio_kind(), required="error", help="0% 取下限，100% 取上限", example="60%")
    reason: str | None = text("打分理由", 300, help="凭什么", example="两家平台都依赖本数据")
