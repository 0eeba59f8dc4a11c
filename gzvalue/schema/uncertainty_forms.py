"""How uncertain the value is: what may vary and how far, scenarios, and a real option beside the conclusion."""

from dataclasses import replace
from decimal import Decimal

from gzvalue.schema.field import OWN_DEFAULT, Record, choice, declared, form, money, text
from gzvalue.schema.figures import read_number
from gzvalue.schema.kinds import Kind, code_kind, flag_kind, integer_kind, number_kind, ratio_kind, reference_kind

LEVERS = (
    "折现率",
    "收益水平",
    "可转让收益",
    "内部收益",
    "收益年增长",
    "分成率",
    "收益期限",
    "所得税率",
    "成本水平",
    "价值调整系数",
    "可比案例价值",
)
"""What may vary; nothing here knows of the loan."""

POINTS = ("折现率", "收益年增长", "所得税率")
"""Levers that move by percentage points; all others but the life move relative to what they are."""

LIFE = "收益期限"
"""The lever that moves by years, in quarters."""

LIFE_STEP = Decimal("0.25")
"""Lives move by quarters of a year."""

SHAPES = ("三角分布", "PERT 分布", "正态分布", "均匀分布")

_HOW_FAR = "折现率、年增长、税率填加减的百分点，收益期限填加减的年数（按季取整），其余填相对现值的百分数：−20 即降低 20%"


def _change_kind() -> Kind:
    plain = number_kind(least=None, most=Decimal(1000))
    return replace(plain, parse=lambda text: read_number(text, ("个百分点", "百分点", "%", "‰", "年")))


def _change(label: str, help: str, example: str) -> Decimal | None:
    return declared(label, _change_kind(), group="分布", help=help, example=example)  # type: ignore[no-any-return]


@form("uncertainty_setting", "模拟设置", single=True)
class UncertaintySetting(Record):
    """How the simulation is run; kept, so that it can be repeated to the digit."""

    draws: int | None = declared("模拟次数", integer_kind("次", least=100, most=1_000_000), help=f"留空为 20,000 次（{OWN_DEFAULT}）",
                                 example="20,000")  # fmt: skip
    seed: int | None = declared("随机数种子", integer_kind(most=2**53), help=f"同一种子得到同一结果；留空为 20251231（{OWN_DEFAULT}）",
                                example="20251231")  # fmt: skip
    note: str | None = text("说明", 400, help="各参数的波动范围从何而来", example="收益范围取合同续签情况，折现率范围取同类披露")


@form("uncertain_parameter", "参数分布", code="code")
class UncertainParameter(Record):
    """One thing that may vary, of all units or of one, and its distribution as changes from what it is."""

    code: str | None = declared("参数编号", code_kind(), group="参数", required="error", help="在本项目内唯一", example="X1")
    lever: str | None = choice("参数", *LEVERS, group="参数", required="error", help="哪个数可能偏离现在的取值", example="收益水平")
    unit: str | None = declared("评估单元", reference_kind("valuation_unit"), group="参数", help="留空为全部单元一起变动", example="U01")
    shape: str | None = choice("分布", *SHAPES, group="分布", required="error", help="三角、PERT 填最低、最可能、最高；均匀填最低、最高；正态填均值、标准差",
                               example="三角分布")  # fmt: skip
    low: Decimal | None = _change("最低变动", _HOW_FAR, "-30")
    mode: Decimal | None = _change("最可能变动", "0 即现在的取值", "0")
    high: Decimal | None = _change("最高变动", _HOW_FAR, "15")
    mean: Decimal | None = _change("均值", "仅正态分布", "0")
    deviation: Decimal | None = _change("标准差", "仅正态分布，不能为负", "5")
    basis: str | None = text("依据", 300, group="依据", help="为什么是这个范围", example="2026 年到期合同占 30%")


@form("parameter_correlation", "参数相关")
class ParameterCorrelation(Record):
    """Two parameters that move together."""

    first: str | None = declared("参数甲", reference_kind("uncertain_parameter"), required="error", help="参数分布的编号", example="X1")
    second: str | None = declared("参数乙", reference_kind("uncertain_parameter"), required="error", help="参数分布的编号", example="X2")
    rho: Decimal | None = declared("秩相关系数", number_kind(least=Decimal(-1), most=Decimal(1)), required="error",
                                   help="−1 与 1 之间：正数同向变动，负数反向变动", example="0.5")  # fmt: skip
    basis: str | None = text("依据", 300, help="为什么相关", example="需求下降时合同量与价格一同下降")


def _relative(label: str, help: str, example: str = "-20%") -> Decimal | None:
    return declared(label, ratio_kind(least=Decimal(-1), most=Decimal(10)), group="变动", help=help, example=example)  # type: ignore[no-any-return]


@form("value_scenario", "价值情景", code="code")
class ValueScenario(Record):
    """A named case of several changes at once; 悲观, 基准 and 乐观 stand beside it."""

    code: str | None = declared("情景编号", code_kind(), group="情景", required="error", help="在本项目内唯一", example="S1")
    name: str | None = text("情景名称", 60, group="情景", required="error", help="一句话说明发生了什么", example="最大客户不续签")
    rate: Decimal | None = _relative("折现率变动（百分点）", "2% 即由 14% 升到 16%", "2%")
    income: Decimal | None = _relative("收益水平变动", "全部收益相对现值的变动")
    transferable: Decimal | None = _relative("可转让收益变动", "只变动与他人合同的收益")
    internal: Decimal | None = _relative("内部收益变动", "只变动自用带来的收益")
    growth: Decimal | None = _relative("收益年增长变动（百分点）", "自第二个预测年起逐年累计", "-2%")
    share: Decimal | None = _relative("分成率变动", "相对现值")
    life: Decimal | None = declared("收益期限变动", number_kind("年", least=Decimal(-50), most=Decimal(50)), group="变动",
                                    help="按季，如 −0.5；延长的年份按最后一个预测年的收益持平", example="-1")  # fmt: skip
    tax: Decimal | None = _relative("所得税率变动（百分点）", "−10% 即由 25% 降到 15%", "-10%")
    cost: Decimal | None = _relative("成本水平变动", "重置成本相对现值", "10%")
    adjustment: Decimal | None = _relative("价值调整系数变动", "δ 相对现值", "-10%")
    market: Decimal | None = _relative("可比案例价值变动", "相对现值", "-10%")
    note: str | None = text("依据", 400, group="依据", help="为什么会这样", example="合同 2026-06 到期，对方已询价他家")


SCENARIO_LEVERS = {
    "rate": "折现率", "income": "收益水平", "transferable": "可转让收益", "internal": "内部收益", "growth": "收益年增长", "share": "分成率", "life": "收益期限",
    "tax": "所得税率", "cost": "成本水平", "adjustment": "价值调整系数", "market": "可比案例价值",
}  # fmt: skip
"""Field of a scenario → the lever it moves."""


@form("real_option", "实物期权", code="code")
class RealOption(Record):
    """The worth of being able to wait, extend or give up; supporting evidence, never part of the conclusion."""

    code: str | None = declared("期权编号", code_kind(), group="期权", required="error", help="在本项目内唯一", example="Q1")
    name: str | None = text("期权名称", 100, group="期权", required="error", help="可以选择做什么", example="两年内扩建数据产品二期")
    unit: str | None = declared("评估单元", reference_kind("valuation_unit"), group="期权", help="与哪个单元有关", example="U01")
    kind: str | None = choice("期权类型", "看涨（扩张、延迟）", "看跌（放弃）", group="期权", required="error",
                              help="扩张与等待是看涨，放弃或转让是看跌", example="看涨（扩张、延迟）")  # fmt: skip
    model: str | None = choice(
        "模型", "布莱克–斯科尔斯", "二叉树", group="期权", required="error", help="二叉树可以提前行权", example="布莱克–斯科尔斯"
    )
    spot: Decimal | None = money("标的现值", group="参数", required="error", help="项目预期收益的现值", example="1,200,000")
    strike: Decimal | None = money("执行价格", group="参数", required="error", help="扩张所需的投资，或放弃可得的金额", example="1,000,000")
    rate: Decimal | None = declared("无风险利率（连续）", ratio_kind(least=Decimal("-0.5")), group="参数", required="error",
                                    help="与期限相同的无风险利率，自行查询；本软件不提供现行数值", example="1.85%")  # fmt: skip
    volatility: Decimal | None = declared("年波动率", ratio_kind(most=Decimal(10)), group="参数", required="error",
                                          help="标的价值的年波动率，须有依据", example="30%")  # fmt: skip
    years: Decimal | None = declared(
        "期限", number_kind("年", most=Decimal(50)), group="参数", required="error", help="可以等待的年数", example="2"
    )
    delay_cost: Decimal | None = declared("延迟成本率", ratio_kind(), group="参数", help="每等待一年损失的收益比例；留空为 0", example="5%")
    steps: int | None = declared("二叉树步数", integer_kind("步", least=1, most=2000), group="参数", help="留空为 200 步", example="200")
    american: bool | None = declared("可提前行权", flag_kind(), group="参数", help="仅二叉树", example="否")
    basis: str | None = text("参数依据", 400, group="依据", required="notice", help="波动率等从何而来", example="近五年收入的对数变动")
