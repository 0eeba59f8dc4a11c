"""The lender's page as rows and bars: what `LenderPage` shows, worked out without widgets."""

from decimal import Decimal

from gzvalue.financing.lender import LenderPage
from gzvalue.financing.lending import Lending
from gzvalue.financing.result import FinancingPlan
from gzvalue.financing.stress import BreakEven, Stress, StressTable
from gzvalue.gui.charts.run_off import Pair
from gzvalue.gui.charts.stress import Case
from gzvalue.gui.figure import NONE, wan
from gzvalue.gui.figures_table import Column, Line
from gzvalue.schema.field import OWN_DEFAULT
from gzvalue.schema.kinds import grouped, in_percent

LADDER = (
    Column("质押率", numeric=True, width=90),
    Column("可支持金额", numeric=True, width=130),
    Column("对申请金额", wide=True, width=150),
)
STRESS = (Column("情形", wide=True, width=190), Column("测算结果", numeric=True), Column("下降", numeric=True), Column("质押池", numeric=True),
          Column("可支持金额", numeric=True), Column("贷款÷质押池", numeric=True))  # fmt: skip
ENDS = (Column("输入", width=110), Column("还可承受的变化", wide=True, width=220))
RUN_OFF = (Column("日期", width=100), Column("质押池", numeric=True), Column("贷款余额", numeric=True),
           Column("余额÷质押池", numeric=True, wide=True))  # fmt: skip
SHARES = (Column("按", width=80), Column("编号", width=70), Column("名称", wide=True, width=180), Column("占比", numeric=True),
          Column("累计", numeric=True))  # fmt: skip
SALES = (Column("变现率", width=80), Column("占质押池", numeric=True), Column("可能所得", numeric=True),
         Column("覆盖贷款", numeric=True, wide=True))  # fmt: skip
SALES_NOTE = f"变现率为{OWN_DEFAULT}；数据质押处置的公开成交很少，须由贷款人判断。"
_MOST_SHARES = 5


def ladder(page: LenderPage, plan: FinancingPlan) -> list[Line]:
    """One row a rate; the plan's own in bold."""
    found = []
    for one in page.ladder:
        own = one.rate == plan.pledge_rate
        words = "" if one.carried is None else "可以支持" if one.carried else "不足"
        words += "　本方案" if own else ""
        found.append(Line(one.rate, (in_percent(one.rate, 0), wan(one.lendable, 1), words), bold=own))
    return found


def cases(table: StressTable, plan: FinancingPlan) -> list[Case]:
    """The present first, then every line in its order."""
    if not table.lines:
        return []
    now = Case("now", "现在", plan.lendable, wan(plan.lendable, 1))
    return [
        now,
        *(Case(one.key, one.name, one.lendable, "无法计算" if one.lendable is None else wan(one.lendable, 1)) for one in table.lines),
    ]


def target(table: StressTable) -> tuple[Decimal, str] | None:
    """What the data must carry, with its words."""
    if table.carried_by_data is None:
        return None
    return table.carried_by_data, f"须由数据承担 {wan(table.carried_by_data, 1)}"


def stress(table: StressTable) -> list[Line]:
    """One row a case."""
    return [_stress(one, table.carried_by_data) for one in table.lines]


def _stress(one: Stress, needed: Decimal | None) -> Line:
    if one.value is None or one.fall is None:
        return Line(one.key, (one.name, one.why or NONE, NONE, NONE, NONE, NONE), tone="quiet")
    ratio = NONE if one.loan_to_pool is None else in_percent(one.loan_to_pool, 0)
    short = needed is not None and one.lendable is not None and one.lendable < needed
    lendable = f"{wan(one.lendable, 1)}（不足）" if short else wan(one.lendable, 1)
    texts = (one.name, wan(one.value, 1), in_percent(one.fall, 1), wan(one.pool, 1), lendable, ratio)
    return Line(one.key, texts, tone="stop" if short else "")


def end(one: BreakEven) -> Line:
    """How far one input may change."""
    return Line(one.key, (one.name, one.words), tone="stop" if one.change is None and "不足以" in one.words else "")


def ends_note(table: StressTable) -> str:
    """Against what the break-evens are taken."""
    if table.carried_by_data is None:
        return ""
    return f"须由数据承担的金额 {wan(table.carried_by_data, 2)} 万元，即申请金额减去其他担保可支持的部分。"


def pairs(page: LenderPage) -> list[Pair]:
    """Pool and balance a year."""
    return [
        Pair(one.on, one.on.isoformat()[:7], one.pool, one.balance, wan(one.pool), wan(one.balance))
        for one in page.run_off
    ]  # fmt: skip


def run_off(page: LenderPage) -> list[Line]:
    """The same as rows."""
    found = []
    for one in page.run_off:
        ratio = NONE if one.loan_to_pool is None else in_percent(one.loan_to_pool, 0)
        found.append(Line(one.on, (one.on.isoformat(), wan(one.pool, 1), wan(one.balance, 1), ratio)))
    return found


def shares(page: LenderPage) -> list[Line]:
    """The largest of each kind with their running sum; a last row a kind says how concentrated the whole is."""
    found = []
    for one in (page.by_data_set, page.by_unit, page.by_contract):
        running = Decimal(0)
        for code, name, share in one.shares[:_MOST_SHARES]:
            running += share
            found.append(Line((one.what, code), (one.what, code, name, in_percent(share, 1), in_percent(running, 1))))
        if one.shares:
            words = f"共 {len(one.shares)} 个，集中指数 {grouped(one.index, 2)}（各占比平方之和，1 为全部集中于一个）"
            found.append(Line((one.what, ""), (one.what, "", words, "", ""), tone="quiet"))
    return found


def earned(found: Lending) -> str:
    """What contracts lock in beside what the data is said to be worth."""
    if found.earned.years is None:
        return "没有在期的收入合同：测算结果中的可转让收益没有合同锁定。" if found.lender.transferable else ""
    return f"在期收入合同年金额 {wan(found.earned.contracted, 1)} 万元；测算结果中来自可转让收益的部分相当于 {grouped(found.earned.years, 1)} 年的合同金额。"


def sales(page: LenderPage) -> list[Line]:
    """What a sale on default may bring."""
    found = []
    for one in page.sales:
        covers = NONE if one.covers is None else in_percent(one.covers, 0)
        found.append(Line(one.name, (one.name, in_percent(one.share, 0), wan(one.proceeds, 1), covers)))
    return found
