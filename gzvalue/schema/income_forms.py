"""What some income methods need besides the yearly income: contributory assets, increments, the bridge from actual years."""

from decimal import Decimal

from gzvalue.schema.field import Record, choice, declared, form, money, text
from gzvalue.schema.figures import shortened
from gzvalue.schema.kinds import ratio_kind, reference_kind, year_kind

_GUIDANCE = "中评协〔2023〕17号（以官方文本为准）"


@form("contributory_asset", "贡献资产")
class ContributoryAsset(Record):
    """An asset beside the data that helps to earn the joint income of a unit, and what it may claim of it each year."""

    unit: str | None = declared(
        "单元编号", reference_kind("valuation_unit"), required="error", help="哪个评估单元（超额收益法）", example="U01"
    )
    kind: str | None = choice("贡献资产类别", "流动资金", "固定资产", "人力", "其他无形资产", "其他", required="error", source=_GUIDANCE,
                              help="除数据外共同形成收益的资产", example="固定资产")  # fmt: skip
    name: str | None = text("资产名称", 100, help="同类有几项时写明", example="服务器与闸机")
    year: int | None = declared("年度", year_kind(), help="留空为各年相同；各年不同时逐年各填一行", example="2026")
    value: Decimal | None = money("公允价值", required="error", help="该年平均占用的公允价值，应能与资产负债表对应", example="2,600,000")
    required_return: Decimal | None = declared(
        "要求回报率", ratio_kind(), required="error", help="与收益同一口径（税前或税后）的年回报率", example="5%"
    )
    basis: str | None = text(
        "依据", 300, required="notice", help="对应的报表项目、回报率的来源与日期", example="2025 年末固定资产净额；五年期贷款利率"
    )

    @property
    def name_for_people(self) -> str:
        """By unit and sort of asset."""
        whose = f"{shortened(self.unit or '？')} {self.kind or ''}{shortened(self.name or '')}"
        return f"{self.form.label} {whose}{f' {self.year} 年' if self.year else ''}".rstrip()


@form("increment", "增量收益")
class Increment(Record):
    """What the data adds in one year: more revenue, saved cost, or more profit, each with and without the data."""

    unit: str | None = declared(
        "单元编号", reference_kind("valuation_unit"), required="error", help="哪个评估单元（增量收益法）", example="U01"
    )
    year: int | None = declared("年度", year_kind(), required="error", help="日历年", example="2026")
    kind: str | None = choice("增量类别", "增收", "节支", "息税前利润", required="error", source=_GUIDANCE,
                              help="增收：收入增加额×利润率；节支：成本减少额；息税前利润：两种情形之差", example="增收")  # fmt: skip
    name: str | None = text("项目名称", 100, required="notice", help="哪项收入或成本", example="观光车调度油耗")
    with_data: Decimal | None = money(
        "使用数据后的金额", negative=True, required="error", help="使用数据的情形（之后），该年全年", example="5,200,000"
    )
    without_data: Decimal | None = money("不使用数据的金额", negative=True, required="error", help="不使用数据的情形（之前），同一年度、同一口径",
                                         example="4,800,000")  # fmt: skip
    margin: Decimal | None = declared("增收利润率", ratio_kind(), help="仅增收需要：增加的收入扣除相应成本后留下的比例", example="35%")
    belongs: str | None = choice("收益性质", "可转让", "内部", help="留空按内部收益：受让人不能承接", example="内部")
    basis: str | None = text("依据", 300, required="notice", help="对比的期间、口径与测算过程", example="2025 年同线路对照测试")

    @property
    def name_for_people(self) -> str:
        """By unit, year and sort."""
        return f"{self.form.label} {shortened(self.unit or '？')} {self.year or '？'} 年 {self.kind or ''}{shortened(self.name or '')}".rstrip()


@form("income_change", "收益衔接")
class IncomeChange(Record):
    """Why the income of a year differs from the year before: one contract and cause in one line."""

    unit: str | None = declared("单元编号", reference_kind("valuation_unit"), required="error", help="哪个评估单元", example="U01")
    year: int | None = declared("年度", year_kind(), required="error", help="变动到哪一年；与上一年的收益比较", example="2026")
    contract: str | None = declared("合同编号", reference_kind("contract"), help="变动来自哪份合同；不涉及合同的留空", example="H01")
    cause: str | None = choice(
        "变动原因", "价格", "数量", "新增", "流失", "其他", required="error", help="同一合同可分几行", example="新增"
    )
    amount: Decimal | None = money(
        "变动金额", negative=True, required="error", help="比上一年增加为正，减少为负；可转让与内部收益合计", example="192,000"
    )
    basis: str | None = text(
        "依据", 300, required="notice", help="合同条款、已签订单、续约函…", example="2026 年新增两家平台，年费各 9.6 万元"
    )

    @property
    def name_for_people(self) -> str:
        """By unit, year, contract and cause."""
        words = (shortened(self.unit or "？"), f"{self.year or '？'} 年", shortened(self.contract or ""), self.cause)
        return f"{self.form.label} {' '.join(word for word in words if word)}"
