"""The enterprise, its yearly accounts, and who fills which step."""

from datetime import date
from decimal import Decimal

from gzvalue.schema.field import Record, choice, declared, department_field, filler_field, form, long_text, money, text
from gzvalue.schema.industry import industry_kind
from gzvalue.schema.kinds import date_kind, identifier_kind, integer_kind, ratio_kind, year_kind

_LICENCE = "营业执照"
_REGISTER = "数据产权初次登记申请表（国数综政策〔2026〕35号 附件1，以官方文本为准）"


@form("enterprise", "企业概况", single=True)
class Enterprise(Record):
    """The firm that owns the data and asks for the loan."""

    name: str | None = text("企业名称", 100, group=_LICENCE, required="error", source=_REGISTER,
                            help="营业执照上的全称，与登记凭证、合同保持一字不差", example="示例峰林旅游集团有限公司")  # fmt: skip
    credit_code: str | None = declared("统一社会信用代码", identifier_kind(30), group=_LICENCE, required="error", source="GB 32100-2015（以官方文本为准）",
                                       help="18 位，最后一位为校验码；填错时会提示正确的校验码", example="91520000MAEXAMPL87")  # fmt: skip
    enterprise_type: str | None = text("企业类型", 60, group=_LICENCE, help="营业执照上的类型", example="有限责任公司（国有独资）")
    legal_representative: str | None = text(
        "法定代表人", 40, group=_LICENCE, required="notice", help="营业执照上的法定代表人", example="张某某"
    )
    registered_on: date | None = declared("成立日期", date_kind(), group=_LICENCE, help="营业执照上的成立日期", example="2001-05-18")
    registered_capital: Decimal | None = money("注册资本", group=_LICENCE, help="认缴注册资本", example="50,000,000")
    registered_address: str | None = text(
        "住所", 200, group=_LICENCE, required="notice", help="营业执照上的住所", example="贵州省黔西南州兴义市"
    )
    business_term: str | None = text("营业期限", 60, group=_LICENCE, help="起止日期或长期", example="长期")
    business_scope: str | None = long_text("经营范围", 4000, group=_LICENCE, help="照抄营业执照", example="游览景区管理；旅游客运…")
    status: str | None = choice(
        "存续情况", "存续", "迁出", "清算", "吊销", "注销", group=_LICENCE, help="登记机关公示的状态", example="存续"
    )
    industry: str | None = declared("所属行业", industry_kind(80), group="经营", help="GB/T 4754 门类-大类", required="notice", source=_REGISTER,
                                example="水利、环境和公共设施管理业-公共设施管理业")  # fmt: skip
    region: str | None = text("所在地区", 80, group="经营", help="省、市（州）、县（市、区）", example="贵州省黔西南州兴义市")
    ownership: str | None = choice("所有制", "国有独资", "国有控股", "国有参股", "民营", "外资", "集体", "其他", group="经营",
                                   help="国有企业另有决策与评估备案要求", example="国有独资")  # fmt: skip
    financing_platform: str | None = choice("是否融资平台公司", "否", "是", "已退出", "待核", group="经营", required="notice",
                                            help="银行首先查询的一项；如实填写", example="否")  # fmt: skip
    employees: int | None = declared("职工人数", integer_kind("人"), group="经营", help="上年末在册人数", example="860")
    business_summary: str | None = long_text("业务与数据概述", 2000, group="经营", help="主营业务、数据从哪里来、如何使用，三五句话",
                                             example="经营景区、观光车、酒店等业务，二十年来形成票务、客流、设备等数据。")  # fmt: skip
    contact_person: str | None = text(
        "联系人", 40, group="联系", required="notice", source=_REGISTER, help="办理本次申报的人", example="王敏"
    )
    contact_phone: str | None = text("联系电话", 40, group="联系", source=_REGISTER, help="固定电话带区号", example="0859-0000000")
    contact_address: str | None = text(
        "联系地址", 200, group="联系", source=_REGISTER, help="可收到纸质材料的地址", example="兴义市示例路 1 号"
    )
    contact_email: str | None = text("电子邮箱", 100, group="联系", help="没有可不填", example="data@example.cn")


_STATEMENT = "经审计的年度财务报表"


@form("finance_year", "财务数据", code="year")
class FinanceYear(Record):
    """One year of the borrower's accounts, in 元."""

    year: int | None = declared("年度", year_kind(), group="年度", required="error", help="会计年度", example="2025")
    revenue: Decimal | None = money(
        "营业收入", group="利润", required="notice", source=_STATEMENT, help="利润表 营业收入", example="261,800,000"
    )
    ebitda: Decimal | None = money(
        "息税折旧摊销前利润", negative=True, group="利润", help="EBITDA＝息税前利润＋折旧摊销", example="74,900,000"
    )
    depreciation: Decimal | None = money("折旧与摊销", group="利润", help="现金流量表补充资料", example="33,400,000")
    ebit: Decimal | None = money("息税前利润", negative=True, group="利润", help="EBIT＝利润总额＋利息支出－其他收益", example="41,500,000")
    interest: Decimal | None = money("利息支出", group="利润", help="含资本化利息以外的全部利息", example="15,600,000")
    other_income: Decimal | None = money("其他收益", negative=True, group="利润", help="政府补助等", example="1,800,000")
    profit_before_tax: Decimal | None = money("利润总额", negative=True, group="利润", help="税前利润；亏损填负数", example="27,700,000")
    income_tax: Decimal | None = money("所得税费用", negative=True, group="利润", help="利润表 所得税费用", example="6,930,000")
    net_profit: Decimal | None = money("净利润", negative=True, group="利润", help="亏损填负数", example="20,770,000")
    working_capital_change: Decimal | None = money(
        "营运资金变动（现金）", negative=True, group="现金流", help="占用增加为负", example="-2,400,000"
    )
    operating_cash_flow: Decimal | None = money("经营活动现金流量净额", negative=True, group="现金流", source=_STATEMENT,
                                                help="现金流量表；利息列在筹资活动，此数为付息前", example="67,370,000")  # fmt: skip
    maintenance_capex: Decimal | None = money("维持性资本支出", group="现金流", help="保持现有经营能力的投资", example="14,500,000")
    scheduled_principal: Decimal | None = money("当年应还本金", group="债务", help="既有债务当年到期本金", example="18,000,000")
    interest_bearing_debt: Decimal | None = money(
        "年末有息负债", group="债务", help="短期借款＋长期借款＋债券＋租赁负债", example="326,000,000"
    )
    total_assets: Decimal | None = money("资产总额", group="资产", source=_STATEMENT, help="资产负债表 资产总计", example="1,186,000,000")
    equity: Decimal | None = money(
        "所有者权益", negative=True, group="资产", source=_STATEMENT, help="资产负债表 所有者权益合计", example="529,000,000"
    )
    basis: str | None = choice(
        "口径", "审计", "未审计", "预测", group="年度", required="notice", help="该年度数字的可靠程度", example="审计"
    )
    note: str | None = text("说明", 500, group="年度", help="异常年度的原因", example="2022 年受疫情影响")


@form("step_duty", "步骤分工", code="step")
class StepDuty(Record):
    """Who answers for one step of the window."""

    step: str | None = choice("步骤", "企业概况", "数据目录", "权属与合规自查", "质量评价", "综合评分", "价值测算", "融资与担保方案", "申报材料",
                              group="责任分工", required="error", help="窗口左侧的步骤", example="数据目录")  # fmt: skip
    department: str | None = department_field()
    filler: str | None = filler_field()
    due_on: date | None = declared("要求完成日期", date_kind(), group="责任分工", help="内部安排", example="2026-06-10")


@form("valuation_head", "测算基本事项", single=True)
class ValuationHead(Record):
    """The head of the self-calculation: date, purpose, value type, people, and conventions."""

    valuation_date: date | None = declared("评估基准日", date_kind(), group="基本事项", required="error",
                                           help="价值对应的日期；通常取月末或年末", example="2025-12-31", source="资产评估惯例")  # fmt: skip
    as_of: date | None = declared("编制日期", date_kind(), group="基本事项", required="notice",
                                  help="材料编制日；存入文件，不随电脑时钟变化", example="2026-05-31")  # fmt: skip
    period: str | None = text("期次", 40, group="基本事项", help="第几期；复制为新一期时自动写入", example="2026 年第一期")
    purpose: str | None = text(
        "测算目的", 200, group="基本事项", required="error", help="一份结论只用于一个目的", example="为质押融资提供内部参考"
    )
    value_type: str | None = choice("价值类型", "市场价值", "投资价值", "在用价值", "清算价值", "其他", group="基本事项", required="error",
                                    help="融资参考一般为市场价值，另选须说明", example="市场价值", source="《资产评估价值类型指导意见》（以官方文本为准）")  # fmt: skip
    premise: str | None = text("价值前提", 200, group="基本事项", help="持续更新、持续使用、拟处置等", example="持续使用且数据持续更新")
    preparer: str | None = text("编制人", 40, group="人员", required="error", help="完成测算的人", example="李会计")
    reviewer: str | None = text("复核人", 40, group="人员", required="error", help="不得与编制人为同一人", example="陈主任")
    timing: str | None = choice("折现时点", "期中", "期末", aliases={"mid": "期中", "end": "期末"}, group="折现约定", required="error",
                                help="第 t 期收益视为在期中（t−0.5）或期末（t）流入", example="期中")  # fmt: skip
    tax_rate: Decimal | None = declared("所得税率", ratio_kind(), group="折现约定", required="error",
                                        help="收益口径为税后时使用；可按单元另填", example="25%")  # fmt: skip
    sample_mark: str | None = text(
        "示例标记", 40, group="基本事项", help="示例项目专用；填写后每页每屏都显示", example="示例数据·非企业真实记录"
    )
