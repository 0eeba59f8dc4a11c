"""The rates of the valuation: the discount rate by its method with its checks, and the share rates that are worked out."""

from collections.abc import Iterator

from gzvalue.outputs.blocks import NOT_APPLICABLE, Block, Column, Heading, Paragraph, RecordTable, RowsTable, StepList
from gzvalue.outputs.content import Content
from gzvalue.outputs.steps import step_lines
from gzvalue.outputs.words import items, percent, yuan
from gzvalue.schema.market_forms import MarketState
from gzvalue.schema.rate_forms import AssetReturn, Discount, RiskFactor
from gzvalue.schema.share_forms import ShareBasis
from gzvalue.valuation.equivalent_rate import FORMULA, NOTE


def discount_rate(content: Content) -> Iterator[Block]:
    """The rate, its parts with sources, scored factors, and what it is held against."""
    discount, project = content.project.discount, content.project
    keys = [key for key in Discount.form.fields if getattr(discount, key) is not None]
    if content.valuation.rate is None:
        yield Paragraph("项目折现率未得出；另行录入折现率的单元见各单元测算过程。")
    else:
        yield Paragraph(f"项目折现率为 {percent(content.valuation.rate, 2)}（{discount.basis or '口径未填'}），由企业按下列各项确定。")
    if keys:
        yield RecordTable(items(discount, *keys))
    factors = project.all(RiskFactor)
    if factors:
        columns = (
            Column("风险类别", 1.6, "code"),
            Column("因素", 3),
            Column("权重", 1, "figure"),
            Column("得分", 1, "figure"),
            Column("打分理由", 4),
        )
        rows = tuple(
            (one.risk or "—", one.name or "—", percent(one.weight), percent(one.score), one.reason or NOT_APPLICABLE) for one in factors
        )
        note = "得分 0% 取区间下限，100% 取上限；常用区间未经核实，不作官方依据。"
        yield RowsTable(columns, rows, caption="四类数据风险的因素评分", note=note)
    assets = project.all(AssetReturn)
    if assets:
        heads = (
            Column("资产", 2),
            Column("价值", 2.2, "figure"),
            Column("回报率来源", 2.2),
            Column("回报率（录入）", 1.4, "figure"),
            Column("依据", 3),
        )
        lines = tuple(
            (one.name or "—", yuan(one.value), one.return_by or "—", percent(one.return_rate, 2), one.basis or NOT_APPLICABLE)
            for one in assets
        )
        yield RowsTable(heads, lines, caption="各类资产的回报率（核对折现率用）", unit="元")
    steps = [step for step in content.valuation.steps if step.id.startswith("折现率/")]
    if steps:
        yield StepList(step_lines(content, steps))
    yield from _equivalents(content)


def _equivalents(content: Content) -> Iterator[Block]:
    """The rate on the other side of tax; absent where no tax is known."""
    found = content.equivalent_rates
    if not found:
        return
    columns = (
        Column("适用", 3), Column("口径", 1.2, "code"), Column("折现率", 1.3, "figure"), Column("所得税率", 1.3, "figure"),
        Column("等值口径", 1.4, "code"), Column("等值折现率（迭代）", 2.8, "figure"), Column("近似值", 1.6, "figure"),
    )  # fmt: skip
    rows = tuple(
        (f"单元 {one.unit}" if one.unit else "采用项目折现率的各单元合计", one.basis, percent(one.rate, 2), percent(one.tax, 2), one.other,
         NOT_APPLICABLE if one.equivalent is None else percent(one.equivalent, 2), percent(one.approximate, 2))
        for one in found
    )  # fmt: skip
    wrong = "".join(f"{one.wrong}。" for one in found if one.wrong)
    yield RowsTable(
        columns, rows, caption="税前、税后折现率的换算", note=f"{FORMULA}，r 为税后、r′ 为税前折现率，T 为所得税率。{NOTE}{wrong}"
    )


def share_rates(content: Content) -> Iterator[Block]:
    """Derivations of share rates; absent where K is entered everywhere."""
    bases = content.project.all(ShareBasis)
    steps = [step for step in content.valuation.steps if step.id.startswith("分成率/")]
    if not bases or not steps:
        return
    yield Heading("分成率", 2)
    yield Paragraph("评估单元引用下列测算结果作为分成率 K；没有引用的单元采用录入的 K，依据见各单元测算过程。")
    for basis in bases:
        own = [step for step in steps if step.about == (basis.form.name, basis.id)]
        if own:
            yield RecordTable(items(basis, *(key for key in basis.form.fields if getattr(basis, key) is not None)), dense=True)
            yield StepList(step_lines(content, own))


def comparables(content: Content) -> Iterator[Block]:
    """The market approach: what is declared of the market and the comparables; absent where none is recorded."""
    state, found = content.project.single(MarketState), content.project.comparables
    if not found:
        return
    yield Heading("市场法与可比案例", 2)
    keys = [key for key in MarketState.form.fields if getattr(state, key) is not None]
    if keys:
        yield RecordTable(items(state, *keys), dense=True)
    adjusted = {step.about[1]: step.value for step in content.valuation.steps if step.formula == "adjusted_reference"}
    columns = (Column("单元", 1, "code"), Column("案例", 3.2), Column("来源与日期", 3), Column("案例价值", 2, "figure"),
               *(Column(words, 0.9, "figure") for words in ("质量", "供求", "期日", "容量", "其他")), Column("修正后", 2, "figure"))  # fmt: skip
    rows = []
    for one in found:
        factors = (getattr(one, key) for key in ("quality", "supply", "timing", "volume", "other"))
        value = adjusted.get(one.id)
        source = "，".join(part for part in (one.source, one.deal_date.isoformat() if one.deal_date else "没有日期，未采用") if part)
        rows.append((
            one.unit or "—", one.name or "—", source, yuan(one.value), *(NOT_APPLICABLE if f is None else f"{f.normalize():f}" for f in factors),
            NOT_APPLICABLE if value is None or isinstance(value, tuple) else yuan(value),
        ))  # fmt: skip
    note = "系数 1 为不调整；“—”由两项指标相除得出，见各单元测算过程。没有活跃市场的声明时不采用市场法，案例仅作记录。"
    yield RowsTable(columns, tuple(rows), caption="可比案例与五项调整系数", unit="元", note=note)
