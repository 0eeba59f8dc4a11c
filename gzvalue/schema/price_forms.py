"""数据产品定价 by the program's own open calculator: margin, coefficients with their ranges, ways of charging, prices got elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gzvalue.schema.cost_forms import COST_CATEGORIES
from gzvalue.schema.field import OWN_DEFAULT, Record, choice, declared, department_field, filler_field, form, long_text, money, text
from gzvalue.schema.figures import shortened
from gzvalue.schema.kinds import choices_kind, code_kind, date_kind, integer_kind, number_kind, ratio_kind, reference_kind, references_kind

OWN_RULE = "本软件约定，非任何交易场所的计价规则"
"""Said wherever a coefficient or its range is shown."""

SOLE, OPEN = "独家", "非独家"
"""Whether one buyer gets the whole, or several share it."""

ONE_OFF, PER_CALL, BY_VOLUME, SUBSCRIPTION, TIERED, REVENUE_SHARE, AUCTION, NEGOTIATED, FREE_TRIAL, COST_PLUS = PRICE_MODES = (
    "一口价",
    "按次",
    "按量",
    "包月/包年订阅",
    "阶梯套餐",
    "收益分成",
    "拍卖或竞价",
    "协议议价",
    "免费试用",
    "公共数据成本加成",
)
"""How a data product is charged for."""

MODE_ALIASES = {
    "一次性": ONE_OFF, "买断": ONE_OFF, "按调用次数": PER_CALL, "按次计费": PER_CALL, "次": PER_CALL, "按条": BY_VOLUME, "按GB": BY_VOLUME,
    "按量(条/GB)": BY_VOLUME, "按量（条/GB）": BY_VOLUME, "订阅": SUBSCRIPTION, "包月": SUBSCRIPTION, "包年": SUBSCRIPTION, "按年订阅": SUBSCRIPTION,
    "按月订阅": SUBSCRIPTION, "套餐": TIERED, "阶梯": TIERED, "分成": REVENUE_SHARE, "拍卖": AUCTION, "竞价": AUCTION, "议价": NEGOTIATED,
    "面议": NEGOTIATED, "协议": NEGOTIATED, "试用": FREE_TRIAL, "免费": FREE_TRIAL, "成本加成": COST_PLUS,
}  # fmt: skip

QUOTE_KINDS = ("其他工具测算", "银行测算", "同类成交", "公开挂牌", "买方报价", "其他")
"""Where a price to compare with comes from; which tool it was is what the user types."""

WHOLE, PER_BUYER, PER_UNIT = QUOTE_BASES = ("全部买方合计·每年", "每个买方·每年", "每计价单位")
"""What a price got elsewhere is a price of."""


@dataclass(frozen=True)
class Range:
    """A coefficient: key of its field, its sign and name, and the range it may not leave."""

    key: str
    sign: str
    label: str
    low: Decimal
    high: Decimal

    @property
    def words(self) -> str:
        """``0.6–1.2``."""
        return f"{self.low:f}–{self.high:f}"


def _ranges(*told: tuple[str, str, str, str, str]) -> Mapping[str, Range]:
    return {key: Range(key, sign, label, Decimal(low), Decimal(high)) for key, sign, label, low, high in told}


COEFFICIENTS = _ranges(
    ("quality", "Kq", "质量系数", "0.6", "1.2"),
    ("scarcity", "Ks", "稀缺系数", "0.8", "1.5"),
    ("timeliness", "Kt", "时效系数", "0.7", "1.2"),
    ("application", "Ka", "应用系数", "0.8", "1.6"),
    ("risk", "Kr", "权利风险系数", "0.5", "1.0"),
    ("demand", "Kd", "供求系数", "0.8", "1.3"),
)
"""The six coefficients by key, in the order of the formula; their ranges are the program's own rule."""

_PRODUCT, _COST, _K, _FACTS, _SALE = "产品", "成本与利润", "调整系数", "系数的依据", "销售"


def _coefficient(key: str, help: str, example: str) -> Decimal | None:
    one = COEFFICIENTS[key]
    return declared(  # type: ignore[no-any-return]
        f"{one.label} {one.sign}", number_kind(least=one.low, most=one.high), group=_K, source=OWN_RULE, example=example,
        help=f"{help}；范围 {one.words}；留空由程序按项目数据建议",
    )  # fmt: skip


def _reason(key: str, example: str) -> str | None:
    return text(f"{COEFFICIENTS[key].sign} 取值理由", 200, group=_K, help="自行填写系数时写明凭什么", example=example)  # type: ignore[no-any-return]


@form("product_price", "数据产品定价", code="code")
class ProductPrice(Record):
    """What the price of one data product is made from."""

    code: str | None = declared("定价编号", code_kind(), group=_PRODUCT, required="notice", help="在本项目内唯一", example="J01")
    name: str | None = text("产品名称", 100, group=_PRODUCT, required="notice", help="对外提供的数据产品或数据集", example="客流指数服务")
    data_set: str | None = declared("数据集编号", reference_kind("data_set"), group=_PRODUCT, required="notice",
                                    help="由哪个数据集做成；成本、质量、权利都从它取", example="D01")  # fmt: skip
    others: tuple[str, ...] | None = declared(
        "其他组成数据集", references_kind("data_set"), group=_PRODUCT, help="同一产品还用到的数据集，其成本一并计入", example="D02"
    )
    cost_share: Decimal | None = declared("成本计入比例", ratio_kind(), group=_COST, example="60%",
                                          help="同一数据集做成几个产品时，本产品承担的部分；留空为 100%")  # fmt: skip
    years: Decimal | None = declared("成本摊销年数", number_kind("年", least=Decimal("0.1"), most=Decimal(50)), group=_COST, example="5",
                                     help="把一次性投入摊到几年；留空取数据集的剩余使用年限，再没有取 5 年（" + OWN_DEFAULT + "）")  # fmt: skip
    yearly_categories: tuple[str, ...] | None = declared(
        "按年发生的成本类别", choices_kind(*COST_CATEGORIES), group=_COST, help="成本明细中本来就是一年金额、不再摊销的类别", example="直接成本-存储安全"
    )  # fmt: skip
    further_cost: Decimal | None = money("产品化年度成本", group=_COST, example="60,000",
                                         help="成本明细之外，每年为提供产品发生的：接口开发、渠道维护、托管、分析服务、报告编写")  # fmt: skip
    further_note: str | None = text("产品化成本说明", 200, group=_COST, help="包括哪些、凭什么", example="接口托管 4 万元，渠道维护 2 万元")
    margin: Decimal | None = declared("目标利润率", ratio_kind(most=Decimal(10)), group=_COST, source=OWN_RULE, example="15%",
                                      help=f"成本之上的利润；留空为 15%（{OWN_DEFAULT}）")  # fmt: skip
    quality: Decimal | None = _coefficient("quality", "六维质量得分越高越大", "1.05")
    quality_reason: str | None = _reason("quality", "第三方质量评价报告 92 分")
    scarcity: Decimal | None = _coefficient("scarcity", "可比的数据源越少越大", "1.2")
    scarcity_reason: str | None = _reason("scarcity", "全州仅此一家有闸机原始数据")
    timeliness: Decimal | None = _coefficient("timeliness", "更新越勤、数据越新越大", "1.1")
    timeliness_reason: str | None = _reason("timeliness", "每日更新，延迟不超过一小时")
    application: Decimal | None = _coefficient("application", "已验证的应用场景越多越大", "1.2")
    application_reason: str | None = _reason("application", "两个场景有验收报告")
    risk: Decimal | None = _coefficient("risk", "权利越完整、限制越少越大", "0.9")
    risk_reason: str | None = _reason("risk", "凭证已发，授权合同两年后到期")
    demand: Decimal | None = _coefficient("demand", "询价与买方多于同类供给时变大", "1.1")
    demand_reason: str | None = _reason("demand", "三家询价，同类产品一个")
    sources: int | None = declared(
        "可比数据源个数", integer_kind("个", most=1000), group=_FACTS, help="市场上能取得同类数据的来源有几个；用于建议 Ks", example="2"
    )
    scenario_count: int | None = declared("已验证场景数", integer_kind("个", most=1000), group=_FACTS, example="3",
                                          help="有合同、验收或使用证明的应用场景；留空按已有实际收益的评估单元数；用于建议 Ka")  # fmt: skip
    enquiries: int | None = declared(
        "询价或意向买方数", integer_kind("家", most=10000), group=_FACTS, help="近一年内；留空按有效的收入合同数；用于建议 Kd", example="4"
    )
    offers: int | None = declared(
        "同类供给数", integer_kind("个", most=10000), group=_FACTS, help="市场上在售的同类产品；用于建议 Kd", example="2"
    )
    exclusive: str | None = choice("交易方式", SOLE, OPEN, group=_SALE, aliases={"独占": SOLE, "排他": SOLE, "非独占": OPEN}, example=OPEN,
                                   help="独家时全部价格由一个买方承担；留空为非独家")  # fmt: skip
    buyers: int | None = declared(
        "预计买方数", integer_kind("家", least=1, most=100000), group=_SALE, help="非独家时一年内预计的买方；留空为 1", example="5"
    )
    note: str | None = long_text("说明", 1000, group=_SALE, help="其他需要说明的", example="价格每年复核一次")
    department: str | None = department_field()
    filler: str | None = filler_field()


def _of_price() -> str | None:
    return declared("定价编号", reference_kind("product_price"), required="notice", help="属于哪一项定价", example="J01")  # type: ignore[no-any-return]


@form("price_mode", "计价方式")
class PriceMode(Record):
    """One way of charging for a product, with what is expected to be sold that way."""

    price: str | None = _of_price()
    mode: str | None = choice("计价方式", *PRICE_MODES, aliases=MODE_ALIASES, required="notice", help="按什么收费", example=PER_CALL)
    quantity: Decimal | None = declared("预计数量（年）", number_kind(), example="200,000",
                                        help="一年内预计：一口价、议价、竞价填成交份数，按次填次数，按量填条数或 GB，订阅填订户数；留空为预计买方数")  # fmt: skip
    unit: str | None = choice("计量单位", "次", "条", "千条", "万条", "GB", "份", "户", help="按量计价须选；其他可留空", example="次")
    period: str | None = choice("订阅周期", "月", "季", "年", help="仅订阅需要；留空为月", example="月")
    term_years: Decimal | None = declared("许可年数", number_kind("年", least=Decimal("0.1"), most=Decimal(50)), example="1",
                                          help="一口价、竞价、议价一次许可几年；留空为 1 年")  # fmt: skip
    portion: Decimal | None = declared("承担比例", ratio_kind(), example="100%",
                                       help="全年价格中由本方式收回的部分；几种方式供选择时都留空（各为 100%），同时采用时合计 100%")  # fmt: skip
    discount: Decimal | None = declared("折扣率", ratio_kind(most=Decimal("0.95")), help="预计平均让利；0 为不打折", example="0%")
    share: Decimal | None = declared("分成比例", ratio_kind(), help="仅收益分成：从买方收益中分得的比例；留空由程序求出", example="8%")
    base: Decimal | None = money("买方年收益", help="仅收益分成：买方因本产品每年取得的收入，合计", example="2,000,000")
    note: str | None = text("说明", 200, help="这种计价方式的补充约定", example="按自然月结算，不足一次按一次计")

    @property
    def name_for_people(self) -> str:
        """By the price and the way."""
        return f"{self.form.label} {shortened(self.price or '？')} {self.mode or '？'}"


@form("price_tier", "阶梯套餐档次")
class PriceTier(Record):
    """One tier of a tiered package: so many units, so many buyers, so much off."""

    price: str | None = _of_price()
    name: str | None = text("档次名称", 60, required="notice", help="基础版、专业版…", example="基础版")
    units: Decimal | None = declared(
        "每份含量", number_kind(), required="notice", help="一份套餐一年含多少次、条或 GB；各档同一单位", example="10,000"
    )
    sold: Decimal | None = declared("预计份数（年）", number_kind(), required="notice", help="一年内预计售出多少份", example="6")
    discount: Decimal | None = declared(
        "折扣率", ratio_kind(most=Decimal("0.95")), help="比基准单价便宜多少；量大的一般更低", example="10%"
    )


@form("price_quote", "外来价格")
class PriceQuote(Record):
    """A price got elsewhere, to hold beside the program's own."""

    price: str | None = _of_price()
    kind: str | None = choice(
        "价格来历", *QUOTE_KINDS, required="notice", help="谁给出的价格；银行自行测算的选“银行测算”", example="银行测算"
    )
    source: str | None = text(
        "出处", 200, required="notice", help="哪家机构、哪个工具或哪份合同，由填报人写明", example="示例银行 信贷部测算表"
    )
    given_on: date | None = declared("取得日期", date_kind(), required="notice", help="价格会变，没有日期难以比较", example="2026-05-20")
    amount: Decimal | None = money("金额", required="notice", help="与下面的口径一致", example="150,000")
    basis: str | None = choice(
        "口径", *QUOTE_BASES, required="notice", help="这个金额是什么的价格；每计价单位的另选计价方式", example=PER_BUYER
    )
    mode: str | None = choice(
        "计价方式", *PRICE_MODES, aliases=MODE_ALIASES, help="口径为每计价单位时：与本定价中的哪种方式比较", example=PER_CALL
    )
    note: str | None = text("说明", 200, help="包含什么、期限多长", example="含一年更新")
