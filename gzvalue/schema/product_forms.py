"""Data offered to others: the product as it is listed, licences granted, trades made.

Every field may stay empty: what catalogue, certificates, measurements and the field dictionary say already is taken from
there (`gzvalue.circulation`); what is typed here stands in its place.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from gzvalue.schema.field import Record, choice, declared, form, long_text, money, text
from gzvalue.schema.industry import industry_kind
from gzvalue.schema.kinds import choices_kind, code_kind, date_kind, flag_kind, number_kind, ratio_kind, reference_kind, references_kind
from gzvalue.schema.price_forms import MODE_ALIASES, PRICE_MODES

_USUAL = "交易机构产品说明书的通行字段，未经官方文本核对"
_OWN = "本软件约定"
_PRODUCT, _OFFER, _PROOF, _MARKET = "产品", "交付与计价", "合规与凭证", "挂牌"
_PARTIES, _GRANT, _DUTIES, _MONEY = "当事人与标的", "许可范围", "约定", "价款与文件"
_DEAL, _DELIVERY, _PAYMENT = "标的与渠道", "交付验收", "价款与票据"

PRODUCT_TYPES = ("数据集", "API", "报告", "指数", "模型", "应用")
PRODUCT_CATEGORIES = ("数据产品和服务", "数据资源", "算法模型", "高质量数据集")
DELIVERIES = ("API", "文件", "隐私计算", "可信数据空间", "现场")
EXCLUSIVE, SOLE, PLAIN = "独占许可", "排他许可", "普通许可"
"""Nobody else, the licensor neither; nobody else; others too."""
LICENSED_RIGHTS = ("使用权", "经营权")
ON_EXCHANGE, OFF_EXCHANGE = "场内", "场外"
TRADE_STATES = ("洽谈", "已签约", "已交付", "已结清", "已终止")

_DELIVERY_ALIASES = {
    "接口": "API",
    "API接口": "API",
    "文件传输": "文件",
    "离线文件": "文件",
    "现场查询": "现场",
    "数据空间": "可信数据空间",
}


def _mode(group: str, source: str) -> Any:
    return choice("计价方式", *PRICE_MODES, group=group, required="notice", aliases=MODE_ALIASES, source=source,
                  help="怎样收费", example="按次")  # fmt: skip


def _delivery(group: str, source: str) -> Any:
    return declared("交付方式", choices_kind(*DELIVERIES, aliases=_DELIVERY_ALIASES), group=group, required="notice", source=source,
                    help="可多选；含个人信息或不宜离场的数据宜用隐私计算、可信数据空间或现场", example="API")  # fmt: skip


@form("data_product", "数据产品", code="code")
class DataProduct(Record):
    """A product made of one or several data sets, as it is offered."""

    code: str | None = declared("产品编号", code_kind(), group=_PRODUCT, required="notice", help="在本项目内唯一", example="CP01")
    name: str | None = text(
        "产品名称", 100, group=_PRODUCT, required="notice", source=_USUAL, help="对外使用的名称", example="景区客流热力指数"
    )
    data_sets: tuple[str, ...] | None = declared(
        "所用数据集",
        references_kind("data_set"),
        group=_PRODUCT,
        required="notice",
        help="由哪些数据集加工而成；编号，可多个",
        example="D06",
    )
    type: str | None = choice("产品类型", *PRODUCT_TYPES, group=_PRODUCT, required="notice", source=_USUAL,
                              aliases={"接口": "API", "数据接口": "API", "数据报告": "报告", "数据应用": "应用", "算法模型": "模型"}, help="买方拿到的是什么形态", example="指数")  # fmt: skip
    category: str | None = choice(
        "所属分类", *PRODUCT_CATEGORIES, group=_PRODUCT, required="notice", source="公开的交易目录分类；以交易机构的分类为准", help="向交易机构申请时归入哪一类", example="数据产品和服务"
    )  # fmt: skip
    industry: str | None = declared(
        "行业领域", industry_kind(100), group=_PRODUCT, source=_USUAL + "；GB/T 4754", help="留空取数据目录的所属行业",
        example="水利、环境和公共设施管理业-公共设施管理业",
    )  # fmt: skip
    scenario_tags: str | None = text(
        "场景标签", 200, group=_PRODUCT, source=_USUAL, help="用顿号分开；留空取数据目录的应用场景", example="客源预测、商圈选址"
    )
    summary: str | None = long_text(
        "产品简介", 500, group=_PRODUCT, required="notice", source=_USUAL, help="说什么、给谁用、解决什么问题", example="按小时输出景区分区域客流指数，供商户排班与选址使用。"
    )  # fmt: skip
    buyers: str | None = text("适用对象", 200, group=_PRODUCT, help="谁可以购买；有资质要求的写明", example="在本地经营的商户、研究机构")
    frequency: str | None = choice("更新频率", "实时", "按天", "按周", "按月", "按季", "按年", "按需", "其他", "不更新", group=_PRODUCT,
                                   aliases={"每天": "按天", "日": "按天", "每日": "按天", "每周": "按周", "每月": "按月", "每季": "按季", "每年": "按年"},
                                   help="产品的更新频率；留空取数据目录", example="按天")  # fmt: skip
    sample: str | None = long_text("样例数据", 4000, group=_PRODUCT, source=_USUAL,
                                   help="首行为字段名，以下每行一条，用逗号或制表符分开；只贴脱敏的或虚构的行，印出前还会遮盖。留空取实测的取值样例",
                                   example="日期,区域,指数\n2026-05-01,东区,72")  # fmt: skip
    sample_file: str | None = text("样例文件", 200, group=_PRODUCT, source=_USUAL, help="另附的样例文件名", example="客流指数样例.csv")

    delivery: tuple[str, ...] | None = _delivery(_OFFER, _USUAL)
    pricing_mode: str | None = _mode(_OFFER, _USUAL)
    price: Decimal | None = money(
        "价格", group=_OFFER, source=_USUAL, help="每计价单位多少元；面议的留空并把“价格面议”填“是”", example="0.5"
    )
    price_unit: str | None = text("计价单位", 20, group=_OFFER, help="一个价格买多少", example="次")
    pricing: str | None = declared(
        "定价编号",
        reference_kind("product_price"),
        group=_OFFER,
        help="在“产品定价”中测算过的填写，用于核对价格；留空按数据集取",
        example="J01",
    )
    negotiable: bool | None = declared("价格面议", flag_kind(), group=_OFFER, source=_USUAL, help="不公开标价的填“是”", example="否")
    use_constraints: str | None = long_text(
        "使用约束", 1000, group=_OFFER, required="notice", source=_USUAL, help="不得转售、不得出境、不得还原到个人等",
        example="仅限自用；不得转售；不得与其他数据结合识别个人；不得出境。",
    )  # fmt: skip
    support: str | None = text("服务与支持", 300, group=_OFFER, help="可用率、响应时间、联系人", example="工作日 8 小时内响应")

    compliance_opinion: str | None = declared(
        "合规评估意见附件", reference_kind("evidence"), group=_PROOF, required="notice", source=_USUAL, help="律师事务所意见书等附件的编号", example="A12"
    )  # fmt: skip
    compliance_words: str | None = text(
        "合规评估结论", 300, group=_PROOF, help="照抄意见书的结论，写明出具机构与日期", example="示例律师事务所 2026-05-08：可以在约定范围内流通"
    )  # fmt: skip
    certificate_number: str | None = text(
        "登记凭证编号", 60, group=_PROOF, source=_USUAL, help="留空取覆盖该数据集、在有效期内的权属凭证", example="SJ5212025080001"
    )

    venue: str | None = text("拟挂牌平台", 100, group=_MARKET, help="交易机构或平台的全称，由企业填写", example="示例数据交易所")
    listing_state: str | None = choice(
        "挂牌状态", "未申请", "已申请", "已挂牌", "已下架", group=_MARKET, help="在交易机构办到哪一步", example="未申请"
    )
    listing_number: str | None = text("挂牌编号", 60, group=_MARKET, help="平台给出的编号", example="示例挂〔2026〕001号")
    note: str | None = text("备注", 300, group=_MARKET, help="其他需要说明的", example="首批试用客户三家")


@form("data_licence", "数据许可", code="code")
class DataLicence(Record):
    """A licence of one data set: to whom, for what, where, how long, and what else is agreed."""

    code: str | None = declared("许可编号", code_kind(), group=_PARTIES, required="notice", help="在本项目内唯一", example="XK01")
    data_set: str | None = declared(
        "数据集编号", reference_kind("data_set"), group=_PARTIES, required="notice", help="许可哪个数据集", example="D06"
    )
    licensor: str | None = text("许可方", 100, group=_PARTIES, source=_OWN, help="留空为本企业", example="示例峰林旅游集团有限公司")
    licensee: str | None = text(
        "被许可方", 100, group=_PARTIES, required="notice", source=_OWN, help="全称，须与合同一致", example="示例智慧出行科技有限公司"
    )
    right: str | None = choice("许可的权利", *LICENSED_RIGHTS, group=_GRANT, required="notice", source="国数综政策〔2026〕35号 第三条（以官方文本为准）；" + _OWN,
                               aliases={"数据使用权": "使用权", "数据经营权": "经营权", "USE": "使用权", "OPERATE": "经营权"},
                               help="自己用为使用权；再向他人提供为经营权", example="使用权")  # fmt: skip
    exclusivity: str | None = choice("许可方式", EXCLUSIVE, SOLE, PLAIN, group=_GRANT, required="notice", source=_OWN,
                                     aliases={"独占": EXCLUSIVE, "排他": SOLE, "普通": PLAIN, "非独占": PLAIN, "非排他": PLAIN},
                                     help="独占：许可方自己也不得使用；排他：许可方可用，不再许可他人；普通：可许可多人", example="普通许可")  # fmt: skip
    field_of_use: str | None = text(
        "许可用途", 300, group=_GRANT, required="notice", source=_OWN, help="用在哪个领域、哪些场景；越具体越好", example="客流预测模型的训练与运行"
    )  # fmt: skip
    territory: str | None = text(
        "地域范围", 100, group=_GRANT, required="notice", source=_OWN, help="可以在哪里使用", example="中华人民共和国境内（不含港澳台）"
    )
    export: str | None = choice("出境", "禁止出境", "允许出境", group=_GRANT, required="notice", source=_OWN,
                                help="允许出境的，另须按数据出境的规定办理", example="禁止出境")  # fmt: skip
    starts: date | None = declared(
        "许可期限起", date_kind(), group=_GRANT, required="notice", source=_OWN, help="被许可人从哪一天起可以使用", example="2026-07-01"
    )
    ends: date | None = declared(
        "许可期限止", date_kind(), group=_GRANT, required="notice", source=_OWN, help="不得晚于许可方自己的权利", example="2028-06-30"
    )
    sublicence: str | None = choice("再许可", "不允许", "经书面同意", "允许", group=_DUTIES, required="notice", source=_OWN,
                                    help="被许可方能否再许可他人", example="不允许")  # fmt: skip
    derived: str | None = choice("衍生数据归属", "许可方", "被许可方", "双方共有", "另行约定", group=_DUTIES, required="notice", source=_OWN,
                                 help="加工得到的数据与模型归谁", example="被许可方")  # fmt: skip
    delivery: tuple[str, ...] | None = _delivery(_DUTIES, _OWN)
    update_duty: str | None = text(
        "更新义务", 200, group=_DUTIES, required="notice", source=_OWN, help="多久更新一次、质量不符怎么办；没有填“无”", example="按月更新，至期满"
    )  # fmt: skip
    audit: str | None = text(
        "审计与核查", 200, group=_DUTIES, required="notice", source=_OWN, help="许可方怎样核查用途；没有填“无”", example="每年一次，提前 10 日通知"
    )  # fmt: skip
    personal_clause: str | None = choice("个人信息条款", "不涉及", "已约定", "未约定", group=_DUTIES, required="notice", source=_OWN,
                                         help="涉及个人信息的，应约定处理目的、方式、种类与保护措施", example="不涉及")  # fmt: skip
    security_clause: str | None = choice("数据安全条款", "已约定", "未约定", group=_DUTIES, required="notice", source=_OWN,
                                         help="保密、访问控制、期满删除、事故通知", example="已约定")  # fmt: skip
    pricing_mode: str | None = _mode(_MONEY, _OWN)
    price: Decimal | None = money(
        "许可费", group=_MONEY, required="notice", source=_OWN, help="按计价方式；收益分成的填保底额，免费填 0", example="120,000"
    )
    price_note: str | None = text("许可费说明", 200, group=_MONEY, help="分成比例、结算周期、是否含税", example="每年，不含税")
    lender_consent: str | None = choice("质权人同意", "未质押", "已取得", "未取得", group=_MONEY, source="民法典 第四百四十四条（类推，有不同意见）",
                                        help="数据已质押的，许可前宜取得质权人书面同意", example="未质押")  # fmt: skip
    consent_evidence: str | None = declared(
        "同意书附件", reference_kind("evidence"), group=_MONEY, help="质权人同意书的附件编号", example="A13"
    )
    contract: str | None = declared("合同编号", reference_kind("contract"), group=_MONEY, help="合同表中的编号", example="H10")
    record_number: str | None = text(
        "备案或登记号", 60, group=_MONEY, source=_OWN, help="办理了备案或登记的填写", example="示例备〔2026〕001号"
    )
    signed_on: date | None = declared("签约日期", date_kind(), group=_MONEY, help="许可合同签署的日期；未签的留空", example="2026-06-20")
    note: str | None = text("备注", 300, group=_MONEY, help="其他约定", example="期满前 60 日协商续期")


@form("data_trade", "数据交易", code="code")
class DataTrade(Record):
    """One deal in data: what, between whom, by which channel, at what price, how far it has come."""

    code: str | None = declared("交易编号", code_kind(), group=_DEAL, required="notice", help="在本项目内唯一", example="JY01")
    product: str | None = declared("产品编号", reference_kind("data_product"), group=_DEAL, help="卖的是哪个产品", example="CP01")
    data_sets: tuple[str, ...] | None = declared(
        "数据集编号", references_kind("data_set"), group=_DEAL, required="notice", help="涉及哪些数据集；填了产品的可留空", example="D06"
    )
    seller: str | None = text("卖方", 100, group=_DEAL, source=_OWN, help="留空为本企业", example="示例峰林旅游集团有限公司")
    buyer: str | None = text(
        "买方", 100, group=_DEAL, required="notice", source=_OWN, help="全称，须与合同一致", example="示例商业研究有限公司"
    )
    channel: str | None = choice("交易渠道", ON_EXCHANGE, OFF_EXCHANGE, group=_DEAL, required="notice", source=_OWN,
                                 aliases={"场内交易": ON_EXCHANGE, "场外交易": OFF_EXCHANGE}, help="经交易机构为场内，双方直接签约为场外", example="场内")  # fmt: skip
    exchange: str | None = text(
        "交易机构", 100, group=_DEAL, source=_OWN, help="场内交易填写机构全称，由企业填写", example="示例数据交易所"
    )
    right: str | None = choice("交易的权利", *LICENSED_RIGHTS, "产品与服务", group=_DEAL, required="notice", source=_OWN,
                               aliases={"服务": "产品与服务"}, help="买方得到什么", example="使用权")  # fmt: skip
    licence: str | None = declared("许可编号", reference_kind("data_licence"), group=_DEAL, help="权利范围另有许可的填写", example="XK01")
    state: str | None = choice("进度", *TRADE_STATES, group=_DEAL, required="notice", help="这笔交易办到哪一步", example="已签约")
    signed_on: date | None = declared("签约日期", date_kind(), group=_DEAL, help="交易合同签署的日期；未签的留空", example="2026-06-20")

    delivery: tuple[str, ...] | None = _delivery(_DELIVERY, _OWN)
    delivered_on: date | None = declared("交付日期", date_kind(), group=_DELIVERY, help="首次交付或开通的日期", example="2026-06-25")
    acceptance: str | None = choice(
        "验收",
        "未验收",
        "验收通过",
        "验收不通过",
        group=_DELIVERY,
        required="notice",
        source=_OWN,
        help="买方按验收标准验收的结果",
        example="验收通过",
    )
    accepted_on: date | None = declared("验收日期", date_kind(), group=_DELIVERY, help="买方签署验收单的日期", example="2026-06-30")
    acceptance_terms: str | None = text(
        "验收标准", 300, group=_DELIVERY, required="notice", source=_OWN, help="字段、行数、质量、可用率", example="接口可用率不低于 99%，抽查 100 条无误"
    )  # fmt: skip

    pricing_mode: str | None = _mode(_PAYMENT, _OWN)
    price: Decimal | None = money("单价", group=_PAYMENT, required="notice", source=_OWN, help="每计价单位多少元", example="0.5")
    price_unit: str | None = text("计价单位", 20, group=_PAYMENT, help="一个单价买多少", example="次")
    quantity: Decimal | None = declared(
        "数量", number_kind(), group=_PAYMENT, required="notice", source=_OWN, help="按计价单位；一口价填 1", example="400,000"
    )
    amount: Decimal | None = money(
        "成交金额", group=_PAYMENT, required="notice", source=_OWN, help="合同约定的总额；分成的填已结算额", example="200,000"
    )
    tax_included: bool | None = declared("含税", flag_kind(), group=_PAYMENT, help="成交金额是否含增值税", example="是")
    tax_rate: Decimal | None = declared(
        "增值税税率", ratio_kind(), group=_PAYMENT, help="由企业按其纳税人身份与业务性质填写；本软件不判断", example="6%"
    )
    tax_note: str | None = text("税务说明", 300, group=_PAYMENT, help="适用税目、优惠与依据，由财务填写", example="按信息技术服务开票")
    payment_terms: str | None = text(
        "付款条件", 300, group=_PAYMENT, required="notice", source=_OWN, help="何时付多少", example="验收后 30 日内一次付清"
    )
    paid: Decimal | None = money("已收款", group=_PAYMENT, help="累计", example="200,000")
    invoice_kind: str | None = choice("发票种类", "增值税专用发票", "增值税普通发票", "未开票", group=_PAYMENT, required="notice", source=_OWN,
                                      help="向买方开具哪一种发票", example="增值税专用发票")  # fmt: skip
    invoice_numbers: str | None = text("发票号码", 300, group=_PAYMENT, help="多张用顿号分开", example="26522000000000000001")
    invoiced: Decimal | None = money("已开票金额", group=_PAYMENT, help="累计，与成交金额同一口径", example="200,000")
    contract: str | None = declared("合同编号", reference_kind("contract"), group=_PAYMENT, help="合同表中的编号", example="H10")
    registration_number: str | None = text(
        "交易登记或备案号", 60, group=_PAYMENT, source=_OWN, help="交易机构或主管部门给出的编号", example="示例登〔2026〕001号"
    )
    note: str | None = text("备注", 300, group=_PAYMENT, help="其他需要说明的", example="首次交易")
