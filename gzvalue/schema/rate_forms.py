"""What the discount rate is made from: build-up with scored risks, CAPM, WACC, and the check by returns of all assets."""

from datetime import date
from decimal import Decimal

from gzvalue.schema.field import OWN_DEFAULT, Record, choice, declared, form, money, text
from gzvalue.schema.kinds import date_kind, number_kind, ratio_kind
from gzvalue.schema.sources import GUIDANCE

BUILD_UP, CAPM, WACC, ENTERED = "累加法", "CAPM", "WACC", "直接录入"
"""How the project's rate is found."""

RISKS = {"management": "管理风险", "circulation": "流通风险", "security": "数据安全风险", "regulation": "监管风险"}
"""The four data risks of 中评协〔2023〕17号: key of the premium's field and Chinese name."""

BY_ENTRY, BY_FACTORS = "录入", "因素评分"
"""Where the premiums of the four risks come from."""

RETURN_ENTERED, RETURN_LPR_1, RETURN_LPR_5, RETURN_RATE = "录入", "1年期LPR（税后）", "5年期以上LPR（税后）", "折现率"
"""Where the return of an asset comes from."""

_RANGE_HELP = "留空为常用区间（未核实，不作官方依据）"
_LEAST_RATE = Decimal("-0.99")


@form("discount", "折现率", single=True)
class Discount(Record):
    """The discount rate by build-up: risk-free rate plus premiums, each with its source."""

    method: str | None = choice(
        "确定方法",
        BUILD_UP,
        CAPM,
        WACC,
        ENTERED,
        group="方法",
        required="error",
        help="累加法＝无风险利率＋各项风险报酬；CAPM、WACC 另加数据资产附加报酬",
        example="累加法",
    )
    entered_rate: Decimal | None = declared(
        "折现率（录入）", ratio_kind(least=_LEAST_RATE), group="方法", help="选直接录入时填", example="14%"
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
    premium_by: str | None = choice("四类风险报酬的来源", BY_ENTRY, BY_FACTORS, group="风险报酬",
                                    help="留空为录入；因素评分时按“风险因素”表在区间内取值", example="录入")  # fmt: skip
    management_low: Decimal | None = declared("管理风险报酬下限", ratio_kind(), group="风险报酬区间", help=_RANGE_HELP, example="0%")
    management_high: Decimal | None = declared("管理风险报酬上限", ratio_kind(), group="风险报酬区间", help=_RANGE_HELP, example="5%")
    circulation_low: Decimal | None = declared("流通风险报酬下限", ratio_kind(), group="风险报酬区间", help=_RANGE_HELP, example="0%")
    circulation_high: Decimal | None = declared("流通风险报酬上限", ratio_kind(), group="风险报酬区间", help=_RANGE_HELP, example="5%")
    security_low: Decimal | None = declared("数据安全风险报酬下限", ratio_kind(), group="风险报酬区间", help=_RANGE_HELP, example="0%")
    security_high: Decimal | None = declared("数据安全风险报酬上限", ratio_kind(), group="风险报酬区间", help=_RANGE_HELP, example="5%")
    regulation_low: Decimal | None = declared("监管风险报酬下限", ratio_kind(), group="风险报酬区间", help=_RANGE_HELP, example="0%")
    regulation_high: Decimal | None = declared("监管风险报酬上限", ratio_kind(), group="风险报酬区间", help=_RANGE_HELP, example="5%")
    beta: Decimal | None = declared("权益系统风险系数 β", number_kind(least=Decimal(-5), most=Decimal(20)), group="资本成本",
                                    help="有财务杠杆的 β；填了就不再由无杠杆 β 换算", example="1.1")  # fmt: skip
    unlevered_beta: Decimal | None = declared("无财务杠杆的 β", number_kind(least=Decimal(-5), most=Decimal(20)), group="资本成本",
                                              help="可比公司平均；按本企业负债与权益换算", example="0.75")  # fmt: skip
    market_premium: Decimal | None = declared(
        "市场风险溢价 ERP", ratio_kind(), group="资本成本", help="自行查询填写；本软件不提供现行数值", example="6.5%"
    )
    specific: Decimal | None = declared(
        "企业特定风险报酬 α", ratio_kind(least=_LEAST_RATE), group="资本成本", help="规模、单一景区等；没有填 0%", example="2%"
    )
    equity_value: Decimal | None = money("权益价值 E", group="资本成本", help="市场价值；没有时用账面值并说明", example="529,000,000")
    debt_value: Decimal | None = money("有息负债 D", group="资本成本", help="与权益同一日期", example="326,000,000")
    cost_debt: Decimal | None = declared(
        "债务资本成本 Kd", ratio_kind(), group="资本成本", help="税前；可参照 LPR 与实际借款利率", example="4.7%"
    )
    capital_source: str | None = text(
        "资本成本参数来源", 400, group="资本成本", help="β、ERP、α、Kd 的来源与日期", example="同花顺可比公司，2025-12-31"
    )
    asset_premium: Decimal | None = declared("数据资产附加报酬率", ratio_kind(least=_LEAST_RATE), group="资本成本",
                                             help="数据资产的回报高于资本成本的部分；没有填 0%", example="5.85%")  # fmt: skip
    asset_premium_reason: str | None = text("附加报酬理由", 300, group="资本成本", help="为什么是这么多", example="流通性差于企业整体资产")
    lpr_one: Decimal | None = declared(
        "1年期 LPR", ratio_kind(), group="贷款市场报价利率", help="自行查询填写；本软件不提供现行数值", example="3.0%"
    )
    lpr_five: Decimal | None = declared(
        "5年期以上 LPR", ratio_kind(), group="贷款市场报价利率", help="自行查询填写；本软件不提供现行数值", example="3.5%"
    )
    lpr_date: date | None = declared("LPR 日期", date_kind(), group="贷款市场报价利率", help="报价公布日", example="2025-12-20")
    lpr_source: str | None = text("LPR 来源", 200, group="贷款市场报价利率", help="查询渠道", example="全国银行间同业拆借中心")


@form("risk_factor", "风险因素")
class RiskFactor(Record):
    """One sub-factor of one of the four data risks: weight and score give the premium within its range."""

    risk: str | None = choice("风险类别", *RISKS.values(), required="error", source=GUIDANCE, help="四类数据风险之一", example="管理风险")
    name: str | None = text("因素", 100, required="error", help="具体看什么", example="数据管理制度")
    weight: Decimal | None = declared("权重", ratio_kind(), required="error", help="同一类别合计 100%", example="40%")
    score: Decimal | None = declared(
        "风险得分", ratio_kind(), required="error", help="0% 风险最小取下限，100% 风险最大取上限", example="40%"
    )
    reason: str | None = text("打分理由", 300, help="凭什么", example="制度齐备，执行记录不全")


@form("asset_return", "资产回报")
class AssetReturn(Record):
    """One sort of asset in the check of the rate by the returns of all assets (WARA)."""

    name: str | None = text("资产", 100, required="error", help="营运资金、固定资产、数据资产、其他无形资产…", example="固定资产")
    value: Decimal | None = money("价值", required="error", help="评估基准日；与资产负债表核对", example="612,000,000")
    return_by: str | None = choice("回报率来源", RETURN_ENTERED, RETURN_LPR_1, RETURN_LPR_5, RETURN_RATE, required="error",
                                   help="数据资产取折现率；营运资金常取 1 年期、固定资产常取 5 年期 LPR（常用做法，未核实）", example=RETURN_LPR_5)  # fmt: skip
    return_rate: Decimal | None = declared("回报率（录入）", ratio_kind(), help="来源选录入时填；税后口径", example="6%")
    basis: str | None = text("依据", 200, help="", example="2025 年审计报表")
