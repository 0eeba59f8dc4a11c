"""What the discount rate is made from."""

from datetime import date
from decimal import Decimal

from gzvalue.schema.field import OWN_DEFAULT, Record, choice, declared, form, text
from gzvalue.schema.kinds import date_kind, ratio_kind
from gzvalue.schema.sources import GUIDANCE


@form("discount", "折现率", single=True)
class Discount(Record):
    """The discount rate by build-up: risk-free rate plus premiums, each with its source."""

    method: str | None = choice(
        "确定方法", "累加法", "直接录入", group="方法", required="error", help="累加法＝无风险利率＋各项风险报酬", example="累加法"
    )
    entered_rate: Decimal | None = declared(
        "折现率（录入）", ratio_kind(least=Decimal("-0.99")), group="方法", help="选直接录入时填", example="14%"
    )
    entered_reason: str | None = text("录入理由", 300, group="方法", help="选直接录入时必填", example="")
    basis: str | None = choice("折现率口径", "税前", "税后", group="方法", required="error", help="与收益口径一致", example="税后")
    risk_free: Decimal | None = declared(
        "无风险利率",
        ratio_kind(),
        group="无风险利率",
        required="notice",
        help="评估基准日国债到期收益率，自行查询填写；本软件不提供现行数值",
        example="1.85%",
    )
    risk_free_date: date | None = declared(
        "无风险利率日期", date_kind(), group="无风险利率", required="notice", help="取值日期", example="2025-12-31"
    )
    risk_free_source: str | None = text(
        "无风险利率来源", 200, group="无风险利率", required="notice", help="查询渠道", example="中国债券信息网 十年期国债"
    )
    industry_premium: Decimal | None = declared(
        "行业与经营风险报酬", ratio_kind(), group="风险报酬", help=OWN_DEFAULT + "，须自行判断", example="2.65%"
    )
    management: Decimal | None = declared(
        "管理风险报酬", ratio_kind(), group="风险报酬", source=GUIDANCE, help="数据管理水平", example="2%"
    )
    circulation: Decimal | None = declared(
        "流通风险报酬", ratio_kind(), group="风险报酬", source=GUIDANCE, help="流通与变现的不确定", example="3%"
    )
    security: Decimal | None = declared(
        "数据安全风险报酬", ratio_kind(), group="风险报酬", source=GUIDANCE, help="泄露、损毁等", example="2%"
    )
    regulation: Decimal | None = declared(
        "监管风险报酬", ratio_kind(), group="风险报酬", source=GUIDANCE, help="法规变化与合规要求", example="2.5%"
    )
    note: str | None = text("说明", 400, group="方法", help="交叉验证等", example="")
