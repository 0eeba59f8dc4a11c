"""The loan asked for, and its test: what the data alone carries, and the combination that does."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from gzvalue.financing.result import FinancingPlan, Maturity, SecurityRow
from gzvalue.outputs.blocks import (
    NOT_APPLICABLE,
    Bar,
    BarChart,
    Block,
    Cell,
    Column,
    Heading,
    Marked,
    PageBreak,
    Paragraph,
    RecordTable,
    RowsTable,
    StepList,
    Tone,
)
from gzvalue.outputs.content import Content
from gzvalue.outputs.options import Options
from gzvalue.outputs.steps import step_lines
from gzvalue.outputs.words import capital_words, figure, items, percent, wan, wan_words, yuan
from gzvalue.schema.field import OWN_DEFAULT
from gzvalue.schema.forms import BY_NAME
from gzvalue.schema.rights_forms import Financing

_TERMS = (
    "lender", "loan_kind", "use_of_funds", "repayment_source", "term_months", "annual_rate", "drawdown_on", "repayment",
    "budget", "own_capital", "other_debt", "pledge_rate", "existing_pledges", "repeated_pledge", "note",
)  # fmt: skip


def chapter(content: Content, options: Options) -> tuple[Block, ...]:
    """Absent while no loan is asked for."""
    plan = content.financing
    if plan is None or not content.loan_asked:
        return ()
    blocks: list[Block] = [PageBreak(), Heading("融资与担保方案", 1), Heading("贷款条件", 2), _terms(content)]
    blocks.append(Heading("申请金额的检验", 2))
    if plan.stopped:
        blocks.append(Paragraph(f"数据不得出质：{plan.stopped}"))
    blocks += [Paragraph(sentence.text) for sentence in plan.sentences]
    blocks += [_bars(plan), _limits(plan)]
    if plan.rows:
        blocks += [Heading("质押池", 2), *_pool(plan)]
    if plan.securities:
        blocks += [Heading("担保组合", 2), *_combination(plan)]
    if plan.schedule_stated:
        blocks += [Heading("还本付息计划", 2), _schedule(plan)]
    if plan.cover:
        blocks += [Heading("还款能力", 2), *_cover(plan)]
    if plan.maturities:
        blocks += [Heading("期限衔接", 2), _maturities(content, plan)]
    if plan.steps:
        blocks += [Heading("检验过程", 2), StepList(step_lines(content, plan.steps))]
    return tuple(blocks)


def short_blocks(content: Content, plan: FinancingPlan) -> Iterator[Block]:
    """The loan's terms, its bounds and the combination on one page."""
    financing = content.project.financing
    yield RecordTable(tuple(items(financing, "lender", "loan_kind", "term_months", "annual_rate", "repayment", "use_of_funds")), dense=True)
    yield from (Paragraph(sentence.text) for sentence in plan.sentences[:4])
    yield _bars(plan)
    yield _limits(plan)
    if plan.cover:
        yield next(block for block in _cover(plan) if isinstance(block, RowsTable))


def _terms(content: Content) -> RecordTable:
    financing = content.project.financing
    assert financing.loan_asked is not None
    asked: tuple[tuple[str, Cell], ...] = (
        (Financing.form.fields["loan_asked"].label, f"{yuan(financing.loan_asked)} 元"),
        ("大写金额", capital_words(financing.loan_asked)),
    )
    return RecordTable((*asked, *items(financing, *_TERMS)), dense=True)


def _bars(plan: FinancingPlan) -> BarChart:
    bars = [Bar("数据质押单独可支持", (plan.lendable.scaleb(-4),), f"{wan(plan.lendable)} 万元")]
    bars += [
        Bar(limit.name, (limit.amount.scaleb(-4),), f"{wan(limit.amount)} 万元")
        for limit in plan.limits
        if limit.amount is not None and limit.key != "pledge"
    ]
    if plan.securities:
        bars.append(Bar("担保组合合计", (plan.combined.scaleb(-4),), f"{wan(plan.combined)} 万元"))
    loan = plan.loan or Decimal(0)
    title = "数据质押单独可以支持申请金额" if plan.carried else "数据质押单独不足以支持申请金额"
    if not plan.carried and plan.loan and plan.lendable:
        title = f"数据质押单独可支持申请金额的 {percent(plan.lendable / plan.loan, 0)}"
    return BarChart(title, "万元", tuple(bars), mark=(loan.scaleb(-4), f"申请 {wan(loan)} 万元"))


def _limits(plan: FinancingPlan) -> RowsTable:
    rows: list[tuple[Cell, ...]] = []
    for limit in plan.limits:
        least = limit.key == plan.limit_by and limit.amount is not None
        name: Cell = f"{limit.name}（最小，为准）" if least else limit.name
        rows.append((name, yuan(limit.amount), limit.how or NOT_APPLICABLE))
    columns = (Column("约束", 2.2), Column("可支持金额", 2, "figure"), Column("计算", 6))
    default = f"质押率 {percent(plan.pledge_rate, 0)} 为{OWN_DEFAULT}。" if plan.rate_is_default else ""
    note = f"可贷金额取各项中最小的一项；未能计算的一项不作约束，贷款人应另行核定。{default}"
    return RowsTable(columns, tuple(rows), caption="贷款金额的三项约束", unit="元", note=note)


def _pool(plan: FinancingPlan) -> Iterator[Block]:
    yield Paragraph(
        f"质押池只计入有价值且权利可质押的数据集：分摊价值乘以权利状态系数。质押池 {yuan(plan.pool)} 元，乘以质押率 {percent(plan.pledge_rate, 0)}，"
        f"可支持 {yuan(plan.lendable)} 元。权利状态系数与质押率是两道扣减，前者反映权利是否完整，后者反映处置折价，贷款人可择一从严，不宜重复加码。"
    )
    potential = any(row.potential for row in plan.rows)
    columns = [
        Column("编号", 1, "code"),
        Column("数据名称", 3.6),
        Column("分摊价值", 2.3, "figure"),
        Column("权利状态", 1.8),
        Column("系数", 1, "figure"),
        Column("计入质押池", 2.3, "figure"),
        Column("理由", 4.2),
    ]
    rows = tuple(
        (
            row.code,
            row.name,
            yuan(row.value),
            row.status,
            figure(row.coefficient, 2),
            yuan(row.pooled),
            row.reason or "—",
        )
        for row in plan.rows
    )
    sums = ("合计", f"{len(plan.rows)} 项", yuan(plan.value), "—", "—", yuan(plan.pool), "—")
    note = f"申请中的凭证按 0 计入；取得后可另增 {yuan(plan.potential)} 元，仅供参考。" if potential else ""
    yield RowsTable(tuple(columns), rows, (sums,), caption="质押池明细", unit="元", note=note)


def _combination(plan: FinancingPlan) -> Iterator[Block]:
    columns = (
        Column("层次", 0.8, "code"),
        Column("担保", 2.6),
        Column("价值依据", 2.8),
        Column("价值", 2.2, "figure"),
        Column("担保率", 1.1, "figure"),
        Column("可支持", 2.2, "figure"),
        Column("重叠", 4.4),
    )
    rows = tuple(_security(number, one) for number, one in enumerate(plan.securities, 1))
    sums = ("合计", "剔除重叠后", "—", "—", "—", yuan(plan.combined), f"重叠 {yuan(plan.overlapped)} 元" if plan.overlapped else "—")
    note = "同一收益不得两次作为担保：与其他担保收益来源相同的评估单元，其价值已从数据质押池中剔除。"
    yield RowsTable(columns, rows, (sums,), caption="各层担保", unit="元", note=note)
    if plan.combined_gap:
        yield Paragraph(f"组合之后仍有缺口 {wan_words(plan.combined_gap)}，须另行增加担保或调减申请金额。")
    elif plan.gap:
        yield Paragraph("数据质押不足的部分由上述担保覆盖；各项担保须由质权人在动产融资统一登记公示系统等处查询确认没有在先权利。")


def _security(number: int, one: SecurityRow) -> tuple[Cell, ...]:
    overlaps = "；".join(f"{o.unit} {o.name}" for o in one.overlaps)
    said = "。".join(part for part in (overlaps, one.overlap_note) if part)
    name = f"{one.kind}：{one.name}" if one.kind and one.kind not in one.name else one.name
    return (str(number), name or "未填写", one.basis or "未填写", yuan(one.value), percent(one.rate, 0), yuan(one.carries), said or "—")


def _schedule(plan: FinancingPlan) -> RowsTable:
    columns = (Column("日期", 1.4, "code"), Column("还本", 2, "figure"), Column("付息", 2, "figure"), Column("还后余额", 2, "figure"))
    rows = tuple(
        (one.on.isoformat(), *(yuan(amount) if amount else "—" for amount in (one.principal, one.interest)), yuan(one.balance))
        for one in plan.schedule
    )
    principal = sum((one.principal for one in plan.schedule), Decimal(0))
    interest = sum((one.interest for one in plan.schedule), Decimal(0))
    sums = ("合计", yuan(principal), yuan(interest), "—")
    note = f"{plan.schedule_note}。“—”表示当日没有该项。"
    return RowsTable(columns, rows, (sums,), caption="本笔贷款各期应还本金与利息", unit="元", note=note)


def _cover(plan: FinancingPlan) -> Iterator[Block]:
    columns = (
        Column("年度", 1, "code"),
        Column("可用于偿债的现金", 2.2, "figure"),
        Column("既有债务还本付息", 2.2, "figure"),
        Column("本笔还本", 2, "figure"),
        Column("本笔付息", 2, "figure"),
        Column("偿债备付率", 1.4, "figure"),
    )
    rows = tuple(
        (str(one.year), wan(one.cash), wan(one.existing), wan(one.principal), wan(one.interest), _ratio(one.ratio)) for one in plan.cover
    )
    yield RowsTable(columns, rows, caption="贷款期内各年的偿债备付率", unit="万元", note=plan.cover_note)


def _ratio(ratio: Decimal | None) -> Cell:
    if ratio is None:
        return NOT_APPLICABLE
    tone: Tone = "stop" if ratio < 1 else "attention" if ratio < Decimal("1.2") else "plain"
    return Marked(figure(ratio, 2), tone)


def _maturities(content: Content, plan: FinancingPlan) -> RowsTable:
    words = {True: Marked("覆盖", "good"), False: Marked("不足", "stop"), None: Marked("不明", "attention")}
    columns = (Column("项目", 6), Column("有效期至", 2, "code"), Column("至少应到", 2, "code"), Column("结论", 1.2, "code"))
    gathered: dict[tuple[object, ...], list[Maturity]] = {}
    for one in plan.maturities:
        gathered.setdefault((one.form, one.until, one.needed, one.holds), []).append(one)
    rows = tuple(
        (
            _together(content, few),
            few[0].until.isoformat() if few[0].until else "未填写",
            few[0].needed.isoformat(),
            words[few[0].holds],
        )
        for few in gathered.values()
    )
    return RowsTable(columns, rows, caption="凭证、权利与测算的有效期能否覆盖贷款期限", note="“不明”表示没有填写到期日。")


def _together(content: Content, few: Sequence[Maturity]) -> str:
    """One name, or the form's name with the codes of its records."""
    if len(few) == 1 or few[0].form not in BY_NAME:
        return "、".join(one.name for one in few)
    form = BY_NAME[few[0].form]
    codes = [str(getattr(content.project.get(one.form, one.id), form.code, None) or one.name) for one in few]
    what = "权利期限" if form.name == "data_set" else form.label
    return f"{what}：{'、'.join(codes)}（{len(few)} 项）"
