"""The books of data resources (财会〔2023〕11号): period, answers of the tests, historical cost, booked assets and their movements.

Book values are historical cost. Nothing here refers to an appraised value or to a cost at replacement level.
"""

from datetime import date
from decimal import Decimal

from gzvalue.schema.cost_forms import COMMON_KEYS, COST_CATEGORIES
from gzvalue.schema.field import Record, choice, declared, department_field, filler_field, form, long_text, money, text
from gzvalue.schema.figures import shortened
from gzvalue.schema.kinds import code_kind, date_kind, flag_kind, integer_kind, moment_kind, reference_kind, references_kind

RULES_2023 = "财会〔2023〕11号（以官方文本为准）"
"""《企业数据资源相关会计处理暂行规定》, from 2024-01-01; the official text was not at hand."""

YES, NO, OPEN = ANSWERS = ("是", "否", "待核")
"""How a question is answered."""

INTANGIBLE, INVENTORY, DEVELOPMENT, EXPENSED, UNBOOKED = ASSET_CLASSES = ("无形资产", "存货", "开发支出", "费用化", "不确认")
"""Where a data resource stands in the books; the last two are no assets."""

PURCHASED, IN_HOUSE, OTHERWISE = WAYS = ("外购", "自行开发（自行加工）", "其他方式")
"""The columns of the disclosure tables."""

FROM_COSTS, FROM_LEDGER = SOURCES_OF_AMOUNTS = ("按成本归集与摊销表", "按账载发生额")
"""What the disclosure of an asset is made from; the other one is compared with it."""

FINITE, INDEFINITE = LIVES = ("使用寿命有限", "使用寿命不确定")
"""Whether an intangible asset is amortised."""

STRAIGHT_LINE, OTHER_METHOD = METHODS = ("直线法", "其他方法")
"""How it is amortised; only the straight line is worked out here."""

COST, AMORTISATION, IMPAIRMENT, SPENDING = BLOCKS = ("账面原值", "累计摊销", "减值（跌价）准备", "开发支出")
"""The parts of an account that move."""

INCREASES = ("购入", "内部研发", "采集加工", "其他增加", "计提")
DECREASES = ("处置", "出售", "失效且终止确认", "转回", "转销", "确认为无形资产", "转入当期损益", "其他减少")
KINDS = INCREASES + DECREASES
"""What moves an account; which of them a block and class know is in ``resources/accounting/tables.json``."""

COST_ITEMS = (
    "购买价款",
    "相关税费",
    "保险费",
    "数据采集",
    "数据脱敏",
    "数据清洗",
    "数据标注",
    "数据整合",
    "数据分析",
    "数据可视化",
    "权属鉴证",
    "质量评估",
    "登记结算",
    "安全管理",
    "研发人员薪酬",
    "材料、算力与设备折旧",
    "其他直接支出",
    "管理费用",
    "培训与推广",
)
"""Cost items of the books; which may be capitalised in which way is in ``resources/accounting/costs.json``."""

PURCHASE_PHASE, RESEARCH, DEVELOPMENT_PHASE, PROCESSING, AFTERWARDS = PHASES = ("购入", "研究阶段", "开发阶段", "加工", "后续支出")
"""When a cost was incurred in the life of the asset."""

BY_RULE, CAPITALISE, EXPENSE = TREATMENTS = ("按规则", "计入成本", "费用化")
"""By whom the treatment of one cost is decided; what a rule forbids is not capitalised either way."""

QUESTIONS = tuple(f"R{number}" for number in range(1, 6)) + tuple(f"C{number}" for number in range(1, 6)) + (
    "P1", *(f"D{number}" for number in range(1, 6)), "U1")  # fmt: skip
"""Keys of ``resources/accounting/questions.json``: recognition, class, phase, the five conditions of development, ready for use."""

_PERIOD, _POLICY, _PEOPLE = "报告期", "会计政策", "人员"


@form("accounting_period", "会计期间与政策", single=True)
class AccountingPeriod(Record):
    """The reporting period, the policy and who answers for it."""

    begins: date | None = declared("报告期开始日", date_kind(), group=_PERIOD, help="财务报表的期初", example="2026-01-01")
    ends: date | None = declared("报告期截止日", date_kind(), group=_PERIOD, help="财务报表的期末（资产负债表日）", example="2026-12-31")
    standard: str | None = choice("执行的会计准则", "企业会计准则", "小企业会计准则", "政府会计准则", "其他", group=_POLICY, source=RULES_2023,
                                  help="暂行规定适用于执行企业会计准则的企业", example="企业会计准则")  # fmt: skip
    policy: str | None = long_text("会计政策", 2000, group=_POLICY, source=RULES_2023,
                                   help="确认、初始计量、后续计量的政策；变更的写明内容和理由",
                                   example="按历史成本初始计量；使用寿命有限的自可供使用当月起按直线法摊销，残值为零")  # fmt: skip
    important_from: Decimal | None = money("单项重要的账面价值下限", group=_POLICY, source=RULES_2023,
                                           help="期末账面价值不低于此数的单独披露；由企业自定，不填则只列勾选“单项重要”的", example="500,000")  # fmt: skip
    appraisal_effect: str | None = choice("评估结果对报表有重要影响", *ANSWERS, group=_POLICY, source=RULES_2023,
                                          help="有重要影响的，须披露评估依据的信息来源、假设与限制、方法选择和重要参数", example="否")  # fmt: skip
    basis: str | None = text("数据来源", 300, group=_POLICY, help="取自哪本账、哪份报表", example="2026 年无形资产明细账")
    preparer: str | None = text("编制人", 40, group=_PEOPLE, help="做账和填表的人", example="李会计")
    reviewer: str | None = text("复核人", 40, group=_PEOPLE, help="不宜与编制人为同一人", example="陈主任")


@form("accounting_answer", "入表判断")
class AccountingAnswer(Record):
    """The answer to one question of the recognition test or the decision on the class, for one data set."""

    data_set: str | None = declared("数据集编号", reference_kind("data_set"), help="回答的是哪个数据集", example="D01")
    question: str | None = choice("问题", *QUESTIONS, help="问题编号，原文见会计处理页", example="R1")
    answer: str | None = choice("答复", *ANSWERS, help="没有核实的选“待核”，按尚未满足处理", example="是")
    reason: str | None = text("理由", 400, help="为什么这样判断", example="自有系统在经营中生成，留有采集日志")
    evidence: tuple[str, ...] | None = declared("证据附件", references_kind("evidence"), help="附件编号，可多个", example="A10")
    page: str | None = text("页码", 40, help="附件中的页", example="3–5")

    @property
    def words(self) -> str:
        """Data set and question."""
        return " ".join(word for word in (self.data_set, self.question) if word)


@form("booked_cost", "历史成本归集")
class BookedCost(Record):
    """One cost as it was really incurred and stands in the books; never a cost at replacement level."""

    data_set: str | None = declared("数据集编号", reference_kind("data_set"), help="留空为共同支出，按所选依据分摊", example="D01")
    asset: str | None = declared("账面资产编号", reference_kind("booked_asset"), help="同一数据集有几项账面资产时填", example="K01")
    category: str | None = choice(
        "成本类别", *COST_CATEGORIES, help="与价值测算成本明细同一分类；机会成本、合理利润不入账", example="直接成本-清洗加工"
    )
    name: str | None = text("成本名称", 100, help="与成本明细同名的，视为同一项成本，两边金额并列对照", example="闸机数据清洗外包费")
    item: str | None = choice("会计成本项目", *COST_ITEMS, source=RULES_2023, help="留空则按成本类别归入", example="数据清洗")
    phase: str | None = choice("所处阶段", *PHASES, source=RULES_2023, help="研究阶段和后续支出费用化", example="开发阶段")
    incurred_on: date | None = declared("发生日期", date_kind(), help="记账日期；2024 年前已费用化的不得调整", example="2026-03-31")
    amount: Decimal | None = money("历史成本金额", help="实际发生额，不含可抵扣的增值税；不是评估基准日的重置水平", example="120,000")
    expensed_before: bool | None = declared("以前已计入损益", flag_kind(), source=RULES_2023, help="已费用化的不再资本化", example="否")
    treatment: str | None = choice("处理", *TREATMENTS, help="与规则不同的判断须写理由；规则禁止资本化的仍费用化", example="按规则")
    reason: str | None = text("理由", 300, help="与规则不同时填", example="投入使用后扩充字段，能带来新的经济利益")
    allocation: str | None = choice("共同支出分摊依据", *COMMON_KEYS, help="仅共同支出需要；工时、使用次数在数据集中填", example="按存储量")
    voucher: str | None = text("凭证号", 60, help="记账凭证字号", example="记-2026-03-0118")
    evidence: tuple[str, ...] | None = declared("证据附件", references_kind("evidence"), help="合同、发票、工时表", example="A11")
    department: str | None = department_field()
    filler: str | None = filler_field()


_ASSET, _LIFE, _OPENING, _DISCLOSED = "资产", "寿命与摊销", "期初余额", "披露"


@form("booked_asset", "账面资产", code="code")
class BookedAsset(Record):
    """A data resource as it stands in the books."""

    code: str | None = declared("账面资产编号", code_kind(), group=_ASSET, help="在本项目内唯一；资产卡片号亦可", example="K01")
    name: str | None = text("资产名称", 100, group=_ASSET, help="账上的名称", example="客流指数数据资源")
    data_set: str | None = declared("数据集编号", reference_kind("data_set"), group=_ASSET, help="对应数据目录中的哪一项", example="D06")
    asset_class: str | None = choice(
        "类别", *ASSET_CLASSES, group=_ASSET, source=RULES_2023, help="账上列作什么；与判断结论不一致会提示", example="无形资产"
    )
    way: str | None = choice("取得方式", *WAYS, group=_ASSET, source=RULES_2023,
                             aliases={"购入": PURCHASED, "自行开发": IN_HOUSE, "自行加工": IN_HOUSE, "内部研发": IN_HOUSE, "其他": OTHERWISE},
                             help="决定列在披露表的哪一栏", example="自行开发（自行加工）")  # fmt: skip
    amounts_from: str | None = choice("金额来源", *SOURCES_OF_AMOUNTS, group=_ASSET,
                                      help="留空为按成本归集与摊销表；两种来源都有的互相核对", example="按成本归集与摊销表")  # fmt: skip
    recognised_on: date | None = declared(
        "确认日期", date_kind(), group=_ASSET, help="入账的日期；不得早于 2024-01-01", example="2026-04-30"
    )

    ready_from: str | None = declared("可供使用的月份", moment_kind(), group=_LIFE, source=RULES_2023,
                                      help="达到预定用途的月份，从当月起摊销", example="2026-05")  # fmt: skip
    life: str | None = choice(
        "使用寿命", *LIVES, group=_LIFE, source=RULES_2023, help="不确定的不摊销，每年做减值测试", example="使用寿命有限"
    )
    life_months: int | None = declared("摊销月数", integer_kind("个月", least=1, most=1200), group=_LIFE, source=RULES_2023,
                                       help="不得长于权利的剩余期限", example="36")  # fmt: skip
    life_basis: str | None = text("寿命依据", 400, group=_LIFE, source=RULES_2023,
                                  help="更新频率、时效、技术、同类数据、业务模式、合同与权利期限", example="授权至 2029 年 4 月，数据逐日更新")  # fmt: skip
    method: str | None = choice(
        "摊销方法", *METHODS, group=_LIFE, help="直线法由本软件计算，残值为零；其他方法按账载发生额", example="直线法"
    )
    tested_on: date | None = declared(
        "减值测试日", date_kind(), group=_LIFE, source=RULES_2023, help="寿命不确定或尚未可供使用的每年测试", example="2026-12-31"
    )
    test_result: str | None = text("减值测试结论", 300, group=_LIFE, help="可收回金额与账面价值相比的结论和依据", example="未发生减值")

    opening_cost: Decimal | None = money("期初账面原值", group=_OPENING, help="按账载发生额时必填；新取得的填 0", example="0")
    opening_amortisation: Decimal | None = money("期初累计摊销", group=_OPENING, help="按账载发生额时必填", example="0")
    opening_impairment: Decimal | None = money("期初减值（跌价）准备", group=_OPENING, help="没有填 0", example="0")
    opening_spending: Decimal | None = money("期初开发支出", group=_OPENING, help="尚在开发的期初余额", example="0")

    important: bool | None = declared(
        "单项重要", flag_kind(), group=_DISCLOSED, source=RULES_2023, help="对报表重要的单项须披露内容、账面价值、剩余摊销期", example="是"
    )
    content: str | None = text(
        "内容", 300, group=_DISCLOSED, source=RULES_2023, help="单项重要时披露的内容", example="2009 年至今各景区逐日客流指数"
    )
    restricted: str | None = choice("权利受限", "无", "用于担保", "其他受限", group=_DISCLOSED, source=RULES_2023,
                                    help="已出质的选“用于担保”，拟质押的不选", example="无")  # fmt: skip
    note: str | None = text("备注", 300, group=_DISCLOSED, help="其他需要说明的", example="与 D09 同一项目研发")


@form("asset_movement", "账载发生额")
class AssetMovement(Record):
    """One entry of the ledger that moves an account of a booked asset."""

    asset: str | None = declared("账面资产编号", reference_kind("booked_asset"), help="动的是哪一项资产", example="K01")
    entered_on: date | None = declared("记账日期", date_kind(), help="在报告期内的才进披露表", example="2026-12-31")
    block: str | None = choice("账户", *BLOCKS, aliases={"原值": COST, "摊销": AMORTISATION, "减值准备": IMPAIRMENT, "跌价准备": IMPAIRMENT, "减值": IMPAIRMENT},
                               help="哪一部分发生变动", example="累计摊销")  # fmt: skip
    kind: str | None = choice("变动", *KINDS, help="增加或减少的原因，按披露表的行", example="计提")
    amount: Decimal | None = money("金额", help="一律填正数，增减由变动决定", example="40,000")
    voucher: str | None = text("凭证号", 60, help="记账凭证字号", example="记-2026-12-0230")
    note: str | None = text("说明", 300, help="其他需要说明的", example="按上年审计调整补记")

    @property
    def words(self) -> str:
        """Asset, block and kind."""
        return " ".join(shortened(word, 20) for word in (self.asset, self.block, self.kind) if word)
