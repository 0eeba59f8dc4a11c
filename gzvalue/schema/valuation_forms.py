"""What the valuation is made from: units and their members, costs, incomes, contracts, comparables, the rate."""

from datetime import date
from decimal import Decimal

from gzvalue.schema.field import OWN_DEFAULT, Record, choice, declared, department_field, filler_field, form, long_text, money, text
from gzvalue.schema.figures import shortened
from gzvalue.schema.kinds import (
    choices_kind,
    code_kind,
    date_kind,
    integer_kind,
    number_kind,
    ratio_kind,
    reference_kind,
    references_kind,
    year_kind,
)

METHODS = ("收益法-直接", "收益法-分成", "成本法")
"""Main methods that a unit may choose."""

ALLOCATION_KEYS = ("按录入比例", "按重置成本", "按综合评分", "按记录数", "按存储量", "平均")
"""Keys by which a unit's value is split to its data sets."""

_GUIDANCE = "中评协〔2023〕17号（以官方文本为准）"


@form("valuation_unit", "评估单元", code="code")
class ValuationUnit(Record):
    """A data product or a group of scenarios: income, rate, life and method belong to it."""

    code: str | None = declared("单元编号", code_kind(), group="单元", required="error", help="在本项目内唯一", example="U01")
    name: str | None = text("单元名称", 100, group="单元", required="error", help="数据产品或场景组的名称", example="客流指数服务")
    kind: str | None = choice(
        "单元类型", "数据产品", "场景组", group="单元", required="notice", help="对外的产品，或内部使用的场景组", example="数据产品"
    )
    version: str | None = choice("估值版本", "登记版", "原始版", group="单元", required="error",
                                 help="收益来自拟登记（匿名化、聚合）的版本还是原始数据；两者分开填收益", example="登记版")  # fmt: skip
    main_method: str | None = choice("主要方法", *METHODS, group="方法", required="error", source=_GUIDANCE,
                                     help="结论采用的方法；另一种方法只作交叉验证，不平均", example="收益法-直接")  # fmt: skip
    method_reason: str | None = long_text("方法选择理由", 1000, group="方法", required="notice", source=_GUIDANCE, help="为什么用、为什么不用其他方法",
                                          example="有合同与发票，可单独核算收益；无活跃市场，未用市场法。")  # fmt: skip
    cross_methods: tuple[str, ...] | None = declared(
        "交叉验证方法",
        choices_kind(*METHODS),
        group="方法",
        help="与结论并列展示、不参与平均的方法；留空时收益法单元用成本法验证",
        example="成本法",
    )
    share_base: str | None = choice("分成基数", "收益", "收入", group="收益", source=_GUIDANCE,
                                    help="分成法必填：K 乘在（可转让＋内部）收益上，还是乘在收入上；K 须与所选基数配套", example="收益")  # fmt: skip
    share_rate: Decimal | None = declared("分成率 K", ratio_kind(), group="收益", help="分成法必填：收益中归于数据的比例", example="47.31%")
    share_reason: str | None = text("分成率依据", 300, group="收益", help="约当投资量、可比许可、专家评分…", example="约当投资量法")
    discount_rate: Decimal | None = declared("折现率（录入）", ratio_kind(least=Decimal("-0.99"), most=Decimal(1)), group="收益",
                                             help="留空则用折现率表的结果", example="14%")  # fmt: skip
    life_years: Decimal | None = declared("收益期限", number_kind("年", most=Decimal(50)), group="收益", required="notice",
                                          help="自评估基准日起可取得收益的年数；长于收益预测年份时列为待补正", example="5")  # fmt: skip
    life_reason: str | None = text(
        "收益期限依据", 300, group="收益", help="法律、合同、更新、衰减各年限及为何取此值", example="更新可持续，合同可续签"
    )
    tax_rate: Decimal | None = declared("所得税率（单元）", ratio_kind(), group="收益", help="留空则用基本事项中的所得税率", example="25%")
    income_basis: str | None = choice(
        "收益口径", "税前", "税后", group="收益", required="notice", help="收益预测填的是税前还是税后金额", example="税前"
    )
    rate_basis: str | None = choice(
        "折现率口径", "税前", "税后", group="收益", required="notice", help="须与计税后的收益口径一致", example="税后"
    )
    allocation: str | None = choice("分摊依据", *ALLOCATION_KEYS, group="分摊", required="error",
                                    help="单元价值按什么分到各数据集（分到分，尾差按编号次序）", example="按录入比例")  # fmt: skip
    certificates: tuple[str, ...] | None = declared(
        "权属凭证", references_kind("certificate"), group="依据", help="覆盖本单元的凭证编号", example="Z01"
    )
    contracts: tuple[str, ...] | None = declared(
        "合同", references_kind("contract"), group="依据", help="产生收益的合同编号", example="H01"
    )
    department: str | None = department_field()
    filler: str | None = filler_field()
    note: str | None = long_text("备注", 1000, group="责任分工", help="其他需要说明的", example="")


@form("unit_member", "单元成员")
class UnitMember(Record):
    """A data set that serves a unit."""

    unit: str | None = declared("单元编号", reference_kind("valuation_unit"), required="error", help="哪个评估单元", example="U01")
    data_set: str | None = declared("数据集编号", reference_kind("data_set"), required="error", help="哪个数据集", example="D01")
    share: Decimal | None = declared("分摊比例", ratio_kind(), help="分摊依据选“按录入比例”时填，各成员合计 100%", example="50%")
    note: str | None = text("用途说明", 200, help="在该单元中起什么作用", example="提供历史订单")

    @property
    def name_for_people(self) -> str:
        """By the unit and the data set."""
        return f"{self.form.label} {shortened(self.unit or '？')}–{shortened(self.data_set or '？')}"


COST_CATEGORIES = (
    "前期费用",
    "直接成本-采集",
    "直接成本-清洗加工",
    "直接成本-标注",
    "直接成本-存储安全",
    "直接成本-其他",
    "间接成本",
    "机会成本",
    "相关税费",
    "合理利润",
)
"""Categories of 中评协〔2023〕17号; 合理利润 is not among them and warned of when 机会成本 is present too."""


@form("cost_item", "成本明细")
class CostItem(Record):
    """One cost at replacement level."""

    data_set: str | None = declared("数据集编号", reference_kind("data_set"), help="留空为共同成本，按所选依据分摊", example="D01")
    category: str | None = choice("成本类别", *COST_CATEGORIES, required="error", source=_GUIDANCE, help="按指导意见的成本构成",
                                  aliases={"前期": "前期费用", "采集": "直接成本-采集", "直接成本-清洗": "直接成本-清洗加工", "清洗": "直接成本-清洗加工", "清洗加工": "直接成本-清洗加工", "标注": "直接成本-标注",
                                           "直接成本-存储": "直接成本-存储安全", "存储": "直接成本-存储安全", "存储安全": "直接成本-存储安全", "直接成本": "直接成本-其他", "间接": "间接成本", "机会": "机会成本", "税费": "相关税费", "利润": "合理利润"},
                                  example="直接成本-采集")  # fmt: skip
    name: str | None = text("成本名称", 100, required="notice", help="具体花在哪里", example="闸机与服务器折旧")
    amount: Decimal | None = money("金额", required="error", help="评估基准日的重置水平；填历史成本时另填物价指数", example="510,000")
    incurred_on: date | None = declared("发生日期", date_kind(), help="历史成本的发生日", example="2019-06-30")
    index_then: Decimal | None = declared("发生时物价指数", number_kind(), help="与现行指数同一口径", example="100")
    index_now: Decimal | None = declared("基准日物价指数", number_kind(), help="与发生时指数同一口径", example="108.5")
    allocation: str | None = choice("共同成本分摊依据", "按记录数", "按存储量", "平均", help="仅共同成本需要", example="按存储量")
    basis: str | None = text("依据", 200, help="合同、发票、工时表…", example="2019 年闸机采购合同")
    department: str | None = department_field()
    filler: str | None = filler_field()


@form("income_year", "收益预测")
class IncomeYear(Record):
    """Income of one unit in one calendar year, net of VAT, split into transferable and internal."""

    unit: str | None = declared("单元编号", reference_kind("valuation_unit"), required="error", help="哪个评估单元", example="U01")
    year: int | None = declared("年度", year_kind(), required="error", help="日历年", example="2026")
    version: str | None = choice("版本", "登记版", "原始版", required="error", help="收益来自哪个版本的数据", example="登记版")
    basis: str | None = choice("性质", "实际", "预测", required="error", help="实际年份用于说明预测的来历，不进入折现", example="预测")
    revenue: Decimal | None = money("收入", help="不含增值税；收入提成法以此为基数", example="1,152,000")
    transferable: Decimal | None = money("可转让收益", negative=True, help="来自与他人合同的息税前收益；受让人可承接", example="668,160")
    internal: Decimal | None = money("内部收益", negative=True, help="自用带来的增收节支；受让人不能承接", example="0")
    contracted: Decimal | None = money("其中合同已锁定", help="可转让收益中已有合同覆盖的部分", example="668,160")
    note: str | None = text("依据", 300, help="合同、发票、测算过程", example="2025 年实际 96 万元，增长 20%")

    @property
    def name_for_people(self) -> str:
        """By the unit and the year."""
        return f"{self.form.label} {shortened(self.unit or '？')} {self.year or '？'} 年"


@form("contract", "合同", code="code")
class Contract(Record):
    """A contract: one that earns, one that authorises, or one that limits."""

    code: str | None = declared("合同编号", code_kind(), group="合同", required="error", help="在本项目内唯一", example="H01")
    name: str | None = text("合同名称", 200, group="合同", required="error", help="合同封面名称", example="客流指数数据服务合同")
    kind: str | None = choice(
        "合同类别",
        "数据产品收入",
        "数据取得授权",
        "委托处理",
        "许可使用",
        "其他",
        group="合同",
        help="合同起什么作用",
        example="数据产品收入",
    )
    party: str | None = text(
        "签约主体（我方）", 100, group="合同", help="须为申报企业；子公司签约的写明", example="示例峰林旅游集团有限公司"
    )
    counterparty: str | None = text("对方", 200, group="合同", required="notice", help="合同相对方", example="文旅平台、户外广告")
    signed_on: date | None = declared("签订日期", date_kind(), group="期限", help="", example="2024-01-10")
    starts: date | None = declared("开始日期", date_kind(), group="期限", help="", example="2024-01-01")
    ends: date | None = declared(
        "截止日期", date_kind(), group="期限", required="notice", help="到期须续签才能继续锁定收益", example="2027-12-31"
    )
    annual_amount: Decimal | None = money("年金额", group="金额", help="不含增值税", example="920,000")
    total_amount: Decimal | None = money("合同总额", group="金额", help="不含增值税", example="2,760,000")
    data_sets: tuple[str, ...] | None = declared(
        "涉及数据集", references_kind("data_set"), group="合同", help="编号，可多个", example="D06"
    )
    pledged: str | None = choice("应收账款是否已质押", "否", "是", "待核", group="金额", help="已质押的须说明重叠", example="否")
    note: str | None = text("备注", 400, group="合同", help="转让、转授权限制等", example="")


@form("comparable", "可比案例")
class Comparable(Record):
    """A deal or listing kept for the market approach."""

    unit: str | None = declared("单元编号", reference_kind("valuation_unit"), help="用于哪个评估单元", example="U01")
    subset: str | None = text("对应子数据集", 100, help="市场法按部分求和时，对应哪一部分", example="客流指数")
    name: str | None = text("案例名称", 200, required="error", help="成交或挂牌的数据产品", example="某景区客流指数年度授权")
    source: str | None = text("信息来源", 200, required="notice", help="公开渠道与查询日期", example="某交易所公开页，2026-03-01 查询")
    deal_date: date | None = declared("交易日期", date_kind(), required="notice", help="没有日期的案例不能使用", example="2025-09-01")
    value: Decimal | None = money("案例价值", required="error", help="参照数据集的价值", example="900,000")
    quality: Decimal | None = declared("质量调整系数", number_kind(most=Decimal(100)), source=_GUIDANCE, help="1 为不调整", example="1.05")
    supply: Decimal | None = declared("供求调整系数", number_kind(most=Decimal(100)), source=_GUIDANCE, help="1 为不调整", example="1")
    timing: Decimal | None = declared("期日调整系数", number_kind(most=Decimal(100)), source=_GUIDANCE, help="1 为不调整", example="1.02")
    volume: Decimal | None = declared("容量调整系数", number_kind(most=Decimal(100)), source=_GUIDANCE, help="1 为不调整", example="0.9")
    other: Decimal | None = declared("其他调整系数", number_kind(most=Decimal(100)), source=_GUIDANCE, help="1 为不调整", example="1")


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
        "管理风险报酬", ratio_kind(), group="风险报酬", source=_GUIDANCE, help="数据管理水平", example="2%"
    )
    circulation: Decimal | None = declared(
        "流通风险报酬", ratio_kind(), group="风险报酬", source=_GUIDANCE, help="流通与变现的不确定", example="3%"
    )
    security: Decimal | None = declared(
        "数据安全风险报酬", ratio_kind(), group="风险报酬", source=_GUIDANCE, help="泄露、损毁等", example="2%"
    )
    regulation: Decimal | None = declared(
        "监管风险报酬", ratio_kind(), group="风险报酬", source=_GUIDANCE, help="法规变化与合规要求", example="2.5%"
    )
    note: str | None = text("说明", 400, group="方法", help="交叉验证等", example="")


@form("evidence", "证据附件", code="code")
class Evidence(Record):
    """A document that proves something; kept by its digest."""

    code: str | None = declared("附件编号", code_kind(), required="error", help="在本项目内唯一", example="A01")
    title: str | None = text("附件名称", 200, required="error", help="封面名称", example="客流指数数据服务合同（扫描件）")
    file_name: str | None = text("文件名", 260, help="加入时的文件名", example="合同.pdf")
    sha256: str | None = text("SHA-256", 64, help="文件指纹，加入时自动计算", example="")
    size: int | None = declared("大小", integer_kind("字节"), help="加入时自动记录", example="1,204,331")
    pages: int | None = declared("页数", integer_kind("页"), help="PDF 自动读取，其他可填", example="12")
    issued_on: date | None = declared("文件日期", date_kind(), help="文件上的日期", example="2024-01-10")
    expires_on: date | None = declared("有效期至", date_kind(), help="没有可不填", example="2027-12-31")
    note: str | None = text("说明", 300, help="", example="")


@form("evidence_link", "证据对应")
class EvidenceLink(Record):
    """Which evidence proves which datum, on which page, and how strongly."""

    evidence: str | None = declared("附件编号", reference_kind("evidence"), required="error", help="哪份附件", example="A01")
    about_form: str | None = text("表", 60, required="error", help="证明的是哪张表", example="data_set")
    about_id: int | None = declared("记录", integer_kind(), required="error", help="证明的是哪条记录", example="1")
    about_key: str | None = text("字段", 60, help="证明的是哪个字段；空为整条记录", example="rights")
    page: str | None = text("页码", 40, help="附件中的页", example="3–5")
    strength: str | None = choice("证明力", "强", "中", "弱", help="原件、第三方为强；自制说明为弱", example="强")
    source: str | None = text("来源", 200, help="谁出具", example="数据交易所")
    prepared_by: str | None = text("整理人", 40, help="", example="王敏")
    prepared_on: date | None = declared("整理日期", date_kind(), help="", example="2026-05-20")
