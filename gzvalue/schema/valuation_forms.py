"""What the valuation is made from: units and their members, costs, incomes, contracts, comparables, the rate."""

from datetime import date
from decimal import Decimal

from gzvalue.schema.cost_forms import COST_CATEGORIES as COST_CATEGORIES
from gzvalue.schema.cost_forms import CostItem as CostItem
from gzvalue.schema.field import Record, choice, declared, department_field, filler_field, form, long_text, money, text
from gzvalue.schema.figures import shortened
from gzvalue.schema.income_forms import ContributoryAsset as ContributoryAsset
from gzvalue.schema.income_forms import IncomeChange as IncomeChange
from gzvalue.schema.income_forms import Increment as Increment
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
from gzvalue.schema.market_forms import Comparable as Comparable
from gzvalue.schema.rate_forms import Discount as Discount

METHODS = ("收益法-直接", "收益法-分成", "收益法-超额", "收益法-增量", "收益法-许可费节省", "收益法-单期超额", "成本法", "市场法")
"""Main methods that a unit may choose."""

ALLOCATION_KEYS = ("按录入比例", "按重置成本", "按综合评分", "按记录数", "按存储量", "按沙普利值", "平均")
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
    share_basis: str | None = declared("分成率测算编号", reference_kind("share_basis"), group="收益",
                                       help="填了就采用该项测算的结果，不用录入的 K", example="K01")  # fmt: skip
    share_reason: str | None = text("分成率依据", 300, group="收益", help="约当投资量、可比许可、专家评分…", example="约当投资量法")
    discount_rate: Decimal | None = declared("折现率（录入）", ratio_kind(least=Decimal("-0.99"), most=Decimal(1)), group="收益",
                                             help="留空则用折现率表的结果", example="14%")  # fmt: skip
    life_years: Decimal | None = declared("收益期限", number_kind("年", most=Decimal(50)), group="收益", required="notice",
                                          help="自评估基准日起可取得收益的年数；长于收益预测年份时列为待补正", example="5")  # fmt: skip
    life_reason: str | None = text(
        "收益期限依据", 300, group="收益", help="法律、合同、更新、衰减各年限及为何取此值", example="更新可持续，合同可续签"
    )
    royalty_rate: Decimal | None = declared("许可费率", ratio_kind(), group="收益", help="许可费节省法必填：取得同样数据须付的许可费占收入的比例",
                                            example="6%")  # fmt: skip
    royalty_reason: str | None = text(
        "许可费率依据", 300, group="收益", help="可比许可合同、行业费率区间…", example="两份可比数据许可合同，5%～8%"
    )
    single_year: int | None = declared(
        "单期收益年度", year_kind(), group="收益", help="单期超额法必填：取哪一年的收益作为正常年收益", example="2025"
    )
    growth: Decimal | None = declared("长期增长率", ratio_kind(least=Decimal("-0.5"), most=Decimal("0.2")), group="收益",
                                      help="单期超额法用；须小于折现率，不增长填 0", example="0%")  # fmt: skip
    renewable: str | None = choice("可否续期", "可续期", "不可续期", group="收益期限",
                                   help="不可续期时，收益期限取法律、合同、更新、衰减各年限与所填期限中最短的；留空只用所填期限", example="可续期")  # fmt: skip
    renewal_reason: str | None = text(
        "续期判断理由", 300, group="收益期限", help="选了可否续期的必填：凭什么能或不能续", example="合同约定到期自动续展"
    )
    life_legal: Decimal | None = declared("法律年限", number_kind("年", most=Decimal(100)), group="收益期限",
                                          help="留空则由成员数据集的权利期限至推得（取最早）", example="10")  # fmt: skip
    life_contract: Decimal | None = declared("合同年限", number_kind("年", most=Decimal(100)), group="收益期限",
                                             help="留空则由本单元所列合同的截止日期推得（取最晚）", example="3")  # fmt: skip
    life_update: Decimal | None = declared("更新年限", number_kind("年", most=Decimal(100)), group="收益期限",
                                           help="不再更新时，数据在技术与业务上还能用几年", example="4")  # fmt: skip
    life_decay: Decimal | None = declared("衰减年限", number_kind("年", most=Decimal(100)), group="收益期限",
                                          help="留空则由年衰减率与留存下限推得", example="6")  # fmt: skip
    decay_floor: Decimal | None = declared(
        "留存下限", ratio_kind(), group="收益期限", help="存量数据的价值衰减到这个比例时视为收益期限届满", example="20%"
    )
    attrition: Decimal | None = declared("年衰减率", ratio_kind(), group="存量与维护",
                                         help="现有存量数据每年失去的价值比例；与维护更新成本二选一", example="15%")  # fmt: skip
    upkeep: Decimal | None = money("维护更新成本（年）", group="存量与维护",
                                   help="为保持数据不衰减每年须花、且未在收益中扣除的成本（与收益同口径，税前）；与年衰减率二选一", example="120,000")  # fmt: skip
    terminal: str | None = choice(
        "终值", "不计", "计入", group="终值", help="数据收益期限有限，一般不计；计入时须填理由、年收益与资本化率", example="不计"
    )
    terminal_income: Decimal | None = money(
        "永续期年收益", group="终值", help="预测期之后每年归于数据的收益（与收益同口径，分成之后）", example="100,000"
    )
    capitalisation_rate: Decimal | None = declared("资本化率", ratio_kind(), group="终值", help="把永续期年收益化为价值的比率，一般不低于折现率",
                                                   example="20%")  # fmt: skip
    terminal_reason: str | None = text("计终值的理由", 500, group="终值", help="为什么预测期之后仍有收益；单期超额法同样须填", example="")
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
