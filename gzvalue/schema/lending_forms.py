"""What a credit officer asks beside the loan itself: need of working capital, gates of the borrower, structure, due diligence, monitoring."""

from datetime import date
from decimal import Decimal

from gzvalue.schema.field import OWN_DEFAULT, Record, choice, declared, form, long_text, money, text
from gzvalue.schema.kinds import date_kind, integer_kind, number_kind, ratio_kind, reference_kind, references_kind, score_kind

_FORMULA = "流动资金贷款需求量测算参考（金融监管规则附件，以官方文本为准）"
_ANSWERS = ("否", "是", "待核")


@form("working_capital", "流动资金需求", single=True)
class WorkingCapital(Record):
    """The need of working capital by the formula that banks use."""

    revenue: Decimal | None = money("上年度销售收入", group="营运资金量", source=_FORMULA, help="利润表营业收入", example="126,000,000")
    margin: Decimal | None = declared("上年度销售利润率", ratio_kind(least=Decimal(-1), most=Decimal(1)), group="营运资金量", source=_FORMULA,
                                      help="利润总额÷营业收入", example="8%")  # fmt: skip
    growth: Decimal | None = declared(
        "预计销售收入年增长率", ratio_kind(least=Decimal(-1)), group="营运资金量", source=_FORMULA, help="须有依据", example="6%"
    )
    stock_days: Decimal | None = declared(
        "存货周转天数", number_kind("天"), group="周转天数", source=_FORMULA, help="360×平均存货÷营业成本", example="12"
    )
    receivable_days: Decimal | None = declared("应收账款周转天数", number_kind("天"), group="周转天数", source=_FORMULA, help="360×平均应收账款÷营业收入",
                                               example="45")  # fmt: skip
    payable_days: Decimal | None = declared("应付账款周转天数", number_kind("天"), group="周转天数", source=_FORMULA, help="360×平均应付账款÷营业成本",
                                            example="30")  # fmt: skip
    prepaid_days: Decimal | None = declared("预付账款周转天数", number_kind("天"), group="周转天数", source=_FORMULA, help="360×平均预付账款÷营业成本",
                                            example="5")  # fmt: skip
    advance_days: Decimal | None = declared("预收账款周转天数", number_kind("天"), group="周转天数", source=_FORMULA, help="360×平均预收账款÷营业收入",
                                            example="8")  # fmt: skip
    own_funds: Decimal | None = money("自有营运资金", group="已有来源", source=_FORMULA, help="可用于周转的自有资金", example="5,000,000")
    present_loans: Decimal | None = money(
        "现有流动资金贷款", group="已有来源", source=_FORMULA, help="尚未归还的流动资金贷款", example="3,000,000"
    )
    other_channels: Decimal | None = money(
        "其他渠道营运资金", group="已有来源", source=_FORMULA, help="股东借款、供应链融资等", example="0"
    )
    basis: str | None = text("数据依据", 300, group="已有来源", help="取自哪份报表", example="2025 年审计报告")


@form("borrower_check", "借款人准入", single=True)
class BorrowerCheck(Record):
    """What is asked of the borrower before any figure."""

    hidden_debt: str | None = choice("涉及地方政府隐性债务", *_ANSWERS, group="准入",
                                     help="借款人或资金用途是否列入隐性债务名单；由银行另行查询", example="否")  # fmt: skip
    public_institution: str | None = choice("属于机关、事业单位或以公益为目的的单位", *_ANSWERS, group="准入",
                                            help="这类单位原则上不得提供担保", example="否")  # fmt: skip
    dishonest: str | None = choice("失信、重大涉诉或欠税", *_ANSWERS, group="准入", help="执行、税务公开信息", example="否")
    credit_report: str | None = choice(
        "企业征信报告", "已取得", "未取得", group="准入", help="由银行查询的，写明查询日期", example="已取得"
    )
    credit_report_on: date | None = declared("征信报告日期", date_kind(), group="准入", help="", example="2026-05-10")
    guarantees_given: Decimal | None = money("对外担保余额", group="准入", help="为他人提供的担保", example="0")
    fee_rights_pledged: str | None = choice("门票、观光车等收费权已质押", "否", "是", "不适用", "待核", group="重叠",
                                            help="已质押的收费权与数据收益可能重叠", example="否")  # fmt: skip
    receivables_pledged: str | None = choice(
        "租金等应收账款已质押或转让", "否", "是", "不适用", "待核", group="重叠", help="登记系统可查", example="否"
    )
    resolution: str | None = choice("内部决议", "已通过", "办理中", "未办理", group="授权",
                                    help="股东会或董事会同意借款与提供担保的决议", example="已通过")  # fmt: skip
    resolution_on: date | None = declared("决议日期", date_kind(), group="授权", help="", example="2026-05-15")
    state_approval: str | None = choice("国资审批或备案", "不适用", "已取得", "办理中", "未办理", group="授权",
                                        help="国有企业按出资人规定办理；评估结果的核准或备案另有规定", example="办理中")  # fmt: skip
    note: str | None = long_text("说明", 1000, group="授权", help="", example="")


@form("pledge_structure", "担保结构")
class PledgeStructure(Record):
    """A legal form of the security that is chosen, beside others that may be."""

    kind: str | None = choice("结构", "数据知识产权质押", "数据资产质押", "著作权质押", "应收账款或收费权质押", "动产或不动产抵押", "保证", required="error",
                              help="每种结构的后果、登记机构和风险见说明", example="数据资产质押")  # fmt: skip
    data_sets: tuple[str, ...] | None = declared(
        "涉及数据集", references_kind("data_set"), help="编号，可多个；留空为质押池全部", example="D06"
    )
    contracts: tuple[str, ...] | None = declared("涉及合同", references_kind("contract"), help="应收账款质押必须写明合同", example="H01")
    registered: str | None = choice("登记或备案", "已办理", "办理中", "未办理", help="由质权人办理的，写明进度", example="未办理")
    note: str | None = text("说明", 300, help="", example="")


@form("diligence_item", "尽职调查")
class DiligenceItem(Record):
    """The state of one item of the lender's check list."""

    item: str | None = text("项目", 20, required="error", help="清单中的编号，如 A1", example="A1")
    state: str | None = choice("状态", "已核", "部分", "缺", "不适用", required="error", help="已核须有证据", example="已核")
    evidence: str | None = declared("附件编号", reference_kind("evidence"), help="证明它的附件", example="A01")
    page: str | None = text("页码", 40, help="附件中的页", example="3–5")
    note: str | None = text("说明", 300, help="", example="")


@form("monitoring", "贷后监测", single=True)
class Monitoring(Record):
    """Lines at which something is to be done after the loan; empty ones take the program's default."""

    report_fall: Decimal | None = declared(
        "价值下降报告线", ratio_kind(), help=f"较质押时下降达到即报告；默认 20%（{OWN_DEFAULT}）", example="20%"
    )
    collateral_fall: Decimal | None = declared(
        "价值下降补充担保线", ratio_kind(), help=f"下降达到即补充担保；默认 30%（{OWN_DEFAULT}）", example="30%"
    )
    certificate_days: int | None = declared(
        "凭证到期提醒", integer_kind("天"), help=f"到期前多少天提醒；默认 180 天（{OWN_DEFAULT}）", example="180"
    )
    update_times: Decimal | None = declared(
        "更新停止线", number_kind("倍"), help=f"超过更新周期多少倍没有更新；默认 2 倍（{OWN_DEFAULT}）", example="2"
    )
    quality_drop: Decimal | None = declared(
        "质量下降线", score_kind(), help=f"任一维度较质押时下降多少分；默认 10 分（{OWN_DEFAULT}）", example="10"
    )
    income_fall: Decimal | None = declared(
        "合同收入下降线", ratio_kind(), help=f"年收入较质押时下降；默认 20%（{OWN_DEFAULT}）", example="20%"
    )
    every_months: int | None = declared("监测周期", integer_kind("月"), help=f"默认 3 个月（{OWN_DEFAULT}）", example="3")
    responsible: str | None = text("监测责任人", 60, help="企业一方", example="信息部 王敏")
    report_to: str | None = text("报告对象", 100, help="贷款银行经办机构", example="示例银行 信贷部")
    note: str | None = text("说明", 300, help="", example="")
