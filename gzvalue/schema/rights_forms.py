"""Certificates of right, and the loan that is asked for."""

from datetime import date
from decimal import Decimal

from gzvalue.schema.data_set import rights_kind
from gzvalue.schema.field import OWN_DEFAULT, Record, choice, declared, form, long_text, money, text
from gzvalue.schema.kinds import code_kind, date_kind, flag_kind, integer_kind, ratio_kind, references_kind

CERTIFICATE_KINDS = (
    "数据产权登记凭证",
    "数据知识产权登记证书",
    "数据要素登记凭证",
    "数据资源持有权证书",
    "公共数据资源登记",
    "数据商凭证",
    "其他",
)
CERTIFICATE_STATES = ("拟申请", "已提交", "已受理", "审查中", "公示中", "已发证", "已失效")


@form("certificate", "权属凭证", code="code")
class Certificate(Record):
    """A certificate of registration, or the application for one."""

    code: str | None = declared("凭证序号", code_kind(), group="凭证", required="error", help="在本项目内唯一的短编号", example="Z01")
    kind: str | None = choice("凭证种类", *CERTIFICATE_KINDS, group="凭证", required="error", help="哪一套登记", example="数据要素登记凭证")
    registry: str | None = text("登记机构", 100, group="凭证", required="notice", help="凭证上的机构全称", example="示例登记机构")
    number: str | None = text("凭证编码", 60, group="凭证", help="已发证的必填；全国统一凭证为 SJ 开头 15 位", example="")
    name: str | None = text(
        "凭证所载名称",
        100,
        group="凭证",
        required="notice",
        help="须与合同、测算一致",
        example="2009年至2025年兴义市公共设施管理业景区客流统计数据集",
    )
    holder: str | None = text(
        "凭证所载权利人", 100, group="凭证", required="notice", help="须为申报企业", example="示例峰林旅游集团有限公司"
    )
    rights: tuple[str, ...] | None = declared(
        "所载权利", rights_kind(), group="凭证", required="error", help="质押须含经营权", example="持有权、使用权、经营权"
    )
    state: str | None = choice(
        "状态", *CERTIFICATE_STATES, group="期限", required="error", help="未发证的权利状态系数按 0 计", example="已发证"
    )
    applied_on: date | None = declared("申请日期", date_kind(), group="期限", help="", example="2025-06-10")
    issued_on: date | None = declared("发证日期", date_kind(), group="期限", help="", example="2025-08-15")
    valid_until: date | None = declared(
        "有效期至", date_kind(), group="期限", required="notice", help="须晚于贷款到期日", example="2028-08-14"
    )
    registration_number: str | None = text("登记号", 60, group="凭证", help="数据知识产权登记证书另有 16 位登记号；没有的不填", example="")
    accepted_on: date | None = declared("受理日期", date_kind(), group="期限", help="登记机构受理的日期", example="2025-06-12")
    published_on: date | None = declared("公示开始日期", date_kind(), group="期限", help="登记结果开始公示的日期", example="2025-07-28")
    scope: str | None = text("权利范围与条件", 400, group="凭证", help="凭证所载的行使条件、地域、场景；没有填“无”", example="无")
    data_sets: tuple[str, ...] | None = declared(
        "覆盖数据集", references_kind("data_set"), group="凭证", required="error", help="编号，可多个", example="D06"
    )
    note: str | None = text("备注", 400, group="凭证", help="查封、权利行使条件等", example="")


@form("financing", "融资与担保方案", single=True)
class Financing(Record):
    """The loan asked for. It is tested against the value, never solved back into it."""

    loan_asked: Decimal | None = money(
        "申请贷款金额", group="贷款", required="error", help="以元填写；只用于检验，不参与估值", example="40,000,000"
    )
    lender: str | None = text("贷款银行", 100, group="贷款", required="notice", help="", example="示例银行")
    loan_kind: str | None = choice(
        "贷款品种",
        "流动资金贷款",
        "固定资产贷款",
        "项目贷款",
        "其他",
        group="贷款",
        required="notice",
        help="决定额度测算与支付方式",
        example="固定资产贷款",
    )
    use_of_funds: str | None = text("资金用途", 300, group="贷款", required="notice", help="具体到项目", example="设备更新与智慧化改造")
    repayment_source: str | None = text(
        "还款来源", 300, group="贷款", required="notice", help="第一还款来源是什么", example="景区经营现金流"
    )
    term_months: int | None = declared("期限", integer_kind("月", most=360), group="贷款", required="error", help="月数", example="24")
    annual_rate: Decimal | None = declared("年利率", ratio_kind(), group="贷款", required="notice", help="单利年化", example="4.2%")
    drawdown_on: date | None = declared("拟放款日期", date_kind(), group="贷款", help="", example="2026-06-20")
    repayment: str | None = choice(
        "还款方式", "到期一次还本", "分期还本", "等额本金", "等额本息", group="贷款", help="", example="分期还本"
    )
    day_count: str | None = choice("计息方式", "按月", "实际天数/360", "实际天数/365", group="贷款",
                                   help="留空：有还本计划的按实际天数÷360，其余按月；以借款合同为准", example="实际天数/360")  # fmt: skip
    interest_cycle: str | None = choice("付息周期", "按季", "按月", "到期付息", group="贷款",
                                        help="按季为每季末月 20 日；按实际天数计息时有效，留空按季", example="按季")  # fmt: skip
    grace_months: int | None = declared("宽限期", integer_kind("月", most=360), group="贷款", help="只付息不还本的月数", example="6")
    chain_margin: int | None = declared("期限链余量", integer_kind("月", most=120), group="质押",
                                        help="凭证、授权应晚于贷款到期日多少个月，供处置之用；留空为 0", example="6")  # fmt: skip
    budget: Decimal | None = money("项目总投资", group="额度", help="固定资产或项目贷款填", example="65,000,000")
    own_capital: Decimal | None = money("自有资金", group="额度", help="资本金与自筹", example="21,000,000")
    other_debt: Decimal | None = money("其他已落实融资", group="额度", help="同一用途的其他借款", example="0")
    pledge_rate: Decimal | None = declared(
        "拟质押率上限",
        ratio_kind(),
        group="质押",
        required="error",
        help="质押率＝贷款÷质押池价值；默认 40%，超过 50% 提醒（" + OWN_DEFAULT + "）",
        example="40%",
    )
    existing_pledges: str | None = long_text(
        "已有担保情况", 1000, group="质押", required="notice", help="已质押、抵押的收费权、应收账款、数据等；没有填“无”", example="无"
    )
    repeated_pledge: bool | None = declared(
        "拟质押数据已质押给他人", flag_kind(), group="质押", required="error", help="如实填写", example="否"
    )
    note: str | None = long_text("说明", 1000, group="质押", help="", example="")


@form("other_security", "其他担保")
class OtherSecurity(Record):
    """Security beside the data: receivables, fee rights, guarantee."""

    kind: str | None = choice(
        "担保种类", "应收账款质押", "收费权质押", "保证", "抵押", "其他", required="error", help="", example="应收账款质押"
    )
    name: str | None = text("担保物或保证人", 200, required="error", help="", example="商铺租金应收账款")
    basis: str | None = text("价值依据", 300, required="notice", help="怎样算出来的", example="合同年租金 1,050 万元 × 2 年")
    value: Decimal | None = money("担保价值", required="error", help="", example="21,000,000")
    rate: Decimal | None = declared("担保率", ratio_kind(), required="error", help="可担保金额÷价值", example="60%")
    overlaps: tuple[str, ...] | None = declared(
        "与数据收益重叠的单元", references_kind("valuation_unit"), help="收益来源相同的评估单元编号", example="U15"
    )
    overlap_note: str | None = text("重叠说明", 300, help="如何避免同一收益算两次", example="同一租金不再计入数据价值")


@form("principal_payment", "还本计划")
class PrincipalPayment(Record):
    """One stated repayment of principal of the loan asked for; together they are the plan of a 分期还本."""

    due_on: date | None = declared(
        "还本日期", date_kind(), required="error", help="晚于拟放款日期，不晚于贷款到期日；同一日期只填一笔", example="2026-12-20"
    )
    amount: Decimal | None = money(
        "还本金额", required="error", help="只填本金，利息由程序按实际天数测算；各笔合计等于申请贷款金额", example="4,000,000"
    )
    note: str | None = text("说明", 200, help="资金从何而来等", example="旺季回款后")

    @property
    def words(self) -> str:
        """The day names it."""
        return self.due_on.isoformat() if self.due_on else ""
