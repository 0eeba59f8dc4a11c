"""The lender's page: gates of the borrower, ladder, stress, run-off, concentration, sale on default, public cases, due diligence."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from gzvalue.financing.borrower import BorrowerGate, State
from gzvalue.financing.diligence import DONE, Checked
from gzvalue.financing.lender import Concentration, LenderPage
from gzvalue.financing.lending import Lending
from gzvalue.financing.result import FinancingPlan
from gzvalue.financing.stress import Stress, StressTable
from gzvalue.outputs.blocks import (
    NOT_APPLICABLE,
    Bar,
    BarChart,
    Block,
    Cell,
    Column,
    ColumnChart,
    Heading,
    Marked,
    PageBreak,
    Paragraph,
    RowsTable,
    Tone,
)
from gzvalue.outputs.content import Content
from gzvalue.outputs.options import Options
from gzvalue.outputs.words import percent, wan, yuan
from gzvalue.schema.field import OWN_DEFAULT

_STATES: dict[State, Tone] = {"open": "good", "closed": "stop", "unknown": "attention"}
_DILIGENCE: dict[str, Tone] = {DONE: "good", "部分": "attention", "缺": "stop", "不适用": "quiet"}
_MOST_SHARES = 5


def chapter(content: Content, options: Options) -> tuple[Block, ...]:
    """Absent while no loan is asked for, or nothing of it was computed."""
    found, plan = content.lending, content.financing
    if found is None or plan is None or not content.loan_asked:
        return ()
    blocks: list[Block] = [
        PageBreak(),
        Heading("银行审查", 1),
        Paragraph(
            "本章供贷款人审查使用：先看准入，再看数据能承担多少、什么情况下承担不了。各项数字由测算所用的同一程序重新计算，未经评估。"
        ),
        Heading("借款人准入", 2),
        _gates(found.gates),
        Heading("质押率阶梯", 2),
        _ladder(found.lender, plan),
    ]
    if found.stress.lines:
        blocks += [Heading("压力测试", 2), *stress_blocks(found.stress, plan)]
    if len(found.lender.run_off) > 1:
        blocks += [Heading("价值消减与贷款余额", 2), *_run_off(found.lender)]
    blocks += [Heading("集中度", 2), *_concentration(found)]
    if plan.pool:
        blocks += [Heading("违约处置", 2), _sales(found.lender)]
    if found.lender.distance is not None:
        blocks += [Heading("与公开案例的距离", 2), Paragraph(found.lender.distance.words)]
    blocks += [Heading("尽职调查清单", 2), _diligence(found.diligence)]
    return tuple(blocks)


def _gates(gates: Sequence[BorrowerGate]) -> RowsTable:
    rows = tuple((one.name, Marked(one.word, _STATES[one.state]), one.words) for one in gates)
    note = "企业申明的事项由贷款人查询核实；“待核”须在放款前办结。"
    return RowsTable((Column("事项", 2), Column("状态", 1.3), Column("情况", 5.7)), rows, caption="借款人准入事项", note=note)


def _ladder(page: LenderPage, plan: FinancingPlan) -> RowsTable:
    rows = tuple(
        (
            percent(one.rate, 0) + ("（本方案）" if one.rate == plan.pledge_rate else ""),
            yuan(one.lendable),
            "" if one.carried is None else Marked("可以支持", "good") if one.carried else Marked("不足", "stop"),
        )
        for one in page.ladder
    )
    note = f"质押池 {yuan(plan.pool)} 元已乘权利状态系数，再乘质押率，是两次扣减。"
    return RowsTable(
        (Column("质押率", 2), Column("可支持金额", 3, "figure"), Column("申请金额", 2)), rows, caption="不同质押率下的可支持金额",
        unit="元", note=note, width=0.7,
    )  # fmt: skip


def stress_blocks(table: StressTable, plan: FinancingPlan) -> Iterator[Block]:
    """The stress table with its chart and its break-evens."""
    known = [one for one in table.lines if one.lendable is not None]
    bars = tuple(Bar(one.name, ((one.lendable or Decimal(0)).scaleb(-4),), f"{wan(one.lendable or Decimal(0))} 万元") for one in known)
    worst = min(known, key=lambda one: one.lendable or Decimal(0))
    title = f"最不利的一项是{worst.name.split('（')[0]}，可支持金额降到 {wan(worst.lendable or Decimal(0))} 万元"
    yield BarChart(title, "万元", bars, mark=(plan.lendable.scaleb(-4), f"现在 {wan(plan.lendable)} 万元"))
    columns = (Column("情形", 3.6), Column("测算结果", 2.2, "figure"), Column("下降", 1, "figure"), Column("质押池", 2.2, "figure"),
               Column("可支持金额", 2.2, "figure"), Column("贷款÷质押池", 1.4, "figure"))  # fmt: skip
    yield RowsTable(columns, tuple(_stress(one) for one in table.lines), caption="压力测试", unit="元", note=table.note)
    if table.break_evens:
        rows = tuple((one.name, one.words) for one in table.break_evens)
        note = f"须由数据承担的金额为申请金额减去其他担保，即 {yuan(table.carried_by_data or Decimal(0))} 元。"
        yield RowsTable((Column("输入", 2), Column("还可承受的变化", 4)), rows, caption="损益平衡点", note=note, width=0.7)


def _stress(one: Stress) -> tuple[Cell, ...]:
    if one.value is None or one.fall is None or one.pool is None or one.lendable is None:
        return (one.name, one.why or NOT_APPLICABLE, "—", "—", "—", "—")
    ratio = "—" if one.loan_to_pool is None else percent(one.loan_to_pool, 0)
    return (one.name, yuan(one.value), percent(one.fall, 1), yuan(one.pool), yuan(one.lendable), ratio)


def _run_off(page: LenderPage) -> Iterator[Block]:
    years = tuple(one.on.isoformat()[:7] for one in page.run_off)
    pools = tuple(one.pool.scaleb(-4) for one in page.run_off)
    balances = tuple(one.balance.scaleb(-4) for one in page.run_off)
    title = "不续期、不更新时，质押池逐年消减，与贷款余额对照"
    yield ColumnChart(title, "万元", years, (("质押池", pools), ("贷款余额", balances)))
    rows = tuple(
        (one.on.isoformat(), yuan(one.pool), yuan(one.balance), "—" if one.loan_to_pool is None else percent(one.loan_to_pool, 0))
        for one in page.run_off
    )
    columns = (
        Column("日期", 1.6, "code"),
        Column("质押池", 2.4, "figure"),
        Column("贷款余额", 2.4, "figure"),
        Column("余额÷质押池", 1.6, "figure"),
    )
    note = "每一行把评估基准日后移，收益期限相应缩短，重新测算；到期的合同、凭证不假定续期。"
    yield RowsTable(columns, rows, caption="价值消减与贷款余额", unit="元", note=note, width=0.85)


def _concentration(found: Lending) -> Iterator[Block]:
    page, rows = found.lender, []
    for one in (page.by_data_set, page.by_unit, page.by_contract):
        if one.shares:
            largest = "、".join(f"{code} {percent(share, 0)}" for code, _, share in one.shares[:_MOST_SHARES])
            rows.append((one.what, str(len(one.shares)), percent(one.top(1), 0), percent(one.top(3), 0), _index(one), largest))
    columns = (Column("按", 1.2), Column("个数", 0.8, "figure"), Column("最大一个", 1.1, "figure"), Column("前三", 1, "figure"),
               Column("集中指数", 1.1, "figure"), Column("最大的几个", 4.6))  # fmt: skip
    if rows:
        note = "集中指数为各占比平方之和，1 为全部集中于一个。"
        yield RowsTable(columns, tuple(rows), caption="集中度", note=note)
    if page.transferable:
        locked = percent(page.contracted / page.transferable, 0)
        yield Paragraph(f"首个预测年度可转让收益 {wan(page.transferable)} 万元，其中合同已锁定 {wan(page.contracted)} 万元（{locked}）。")
    if found.earned.years is not None:
        text = f"在期收入合同年金额 {wan(found.earned.contracted)} 万元；测算结果中来自可转让收益的部分相当于 {found.earned.years:.1f} 年的合同金额。"
        yield Paragraph(text)


def _index(one: Concentration) -> str:
    return f"{one.index:.2f}"


def _sales(page: LenderPage) -> RowsTable:
    rows = tuple(
        (one.name, percent(one.share, 0), yuan(one.proceeds), "—" if one.covers is None else percent(one.covers, 0)) for one in page.sales
    )
    columns = (Column("变现率", 1.2), Column("占质押池", 1.2, "figure"), Column("所得", 2.4, "figure"), Column("覆盖贷款", 1.4, "figure"))
    note = f"变现率为{OWN_DEFAULT}，数据质押处置的公开成交很少，须由贷款人判断；处置所得主要来自经营权与持续供应，一次性转让含个人信息的数据须另行取得同意。"
    return RowsTable(columns, rows, caption="违约时变价可能所得", unit="元", note=note, width=0.75)


def _diligence(checked: Sequence[Checked]) -> RowsTable:
    done = sum(one.state == DONE for one in checked)
    rows = tuple(
        (one.code, one.group, one.name, Marked(one.state, _DILIGENCE.get(one.state, "plain")), one.evidence or "—", one.note or "—")
        for one in checked
    )
    columns = (
        Column("编号", 0.8, "code"),
        Column("类别", 1.3),
        Column("事项", 3.2),
        Column("状态", 0.9),
        Column("附件", 1.3),
        Column("说明", 2.5),
    )
    note = f"清单为{OWN_DEFAULT}，贷款人另有要求的以贷款人为准。{len(checked)} 项中已核 {done} 项。"
    return RowsTable(columns, rows, caption="尽职调查清单", note=note)
