"""How sensitive the conclusion is: tornado, spread of the simulation, where the spread comes from, scenarios, real options."""

from decimal import Decimal

from gzvalue.outputs.blocks import (
    Bar,
    BarChart,
    Block,
    Cell,
    Column,
    ColumnChart,
    Heading,
    KeyFigure,
    KeyFigures,
    PageBreak,
    Paragraph,
    RowsTable,
)
from gzvalue.outputs.content import Content
from gzvalue.outputs.options import Options
from gzvalue.outputs.words import percent, wan
from gzvalue.schema.field import OWN_DEFAULT
from gzvalue.valuation.simulation.options import OptionValue
from gzvalue.valuation.simulation.study import Simulated, Study

_COLUMNS = 10
"""So many columns of the histogram stand on a page with their labels."""


def chapter(content: Content, options: Options) -> tuple[Block, ...]:
    """Absent without a conclusion."""
    found = content.uncertainty
    if found is None:
        return ()
    blocks: list[Block] = [
        PageBreak(),
        Heading("敏感性与不确定性", 1),
        Paragraph(
            "本章说明结论对各项参数有多敏感、可能落在什么范围，只作佐证，结论不因此改变。各项数字由测算所用的同一组公式重新计算得出。"
        ),
    ]
    blocks += [Heading("敏感性", 2), *_tornado(found)]
    if found.simulated is not None:
        blocks += [Heading("模拟", 2), *_simulation(found, found.simulated)]
    if found.influences:
        blocks += [Heading("波动从何而来", 2), *_influences(found)]
    blocks += [Heading("情景", 2), _cases(found)]
    if content.real_options:
        blocks += [Heading("实物期权", 2), *_options(content.real_options)]
    blocks += [Paragraph(one, "quiet") for one in found.faults]
    return tuple(blocks)


def _tornado(found: Study) -> list[Block]:
    bars = []
    for one in found.swings:
        low, high = sorted((one.at_low, one.at_high))
        bars.append(Bar(one.words, (low.scaleb(-4), (high - low).scaleb(-4)), f"{wan(low)} 至 {wan(high)}"))
    first = found.swings[0] if found.swings else None
    if first is None:
        return [Paragraph("没有可以变动的参数。")]
    title = f"{first.lever.label}对结论影响最大：{first.words.removeprefix(first.lever.label).strip()}时，结论在 {wan(min(first.at_low, first.at_high))} 万元与 {wan(max(first.at_low, first.at_high))} 万元之间"
    note = "单一参数变动，其他不变。"
    if any(one.own_default for one in found.swings):
        note += f"未填写分布的参数，变动幅度为{OWN_DEFAULT}。"
    if found.extended:
        note += "收益期限延长的年份按最后一个预测年的收益持平（本软件约定，仅用于本章）。"
    return [
        BarChart(
            title, "万元", tuple(bars), parts=("较低一端", "变动范围"), mark=(found.base.scaleb(-4), f"结论 {wan(found.base)}"), note=note
        )
    ]


def _simulation(found: Study, one: Simulated) -> list[Block]:
    whose = f"；没有填写分布，所用分布为{OWN_DEFAULT}" if found.own_default else ""
    varied = "；".join(f"{part.lever.label} {part.words}" for part in found.varied)
    linked = "".join(f"；{a.label}与{b.label}的秩相关系数 {rho.normalize():f}".replace("-", "−") for a, b, rho in found.correlations)
    figures = KeyFigures(
        tuple(KeyFigure(name, wan(value), "万元") for name, value in (("P10", one.p10), ("P50（中位数）", one.p50), ("P90", one.p90)))
    )
    counts, edges = _merged(one)
    whole = Decimal(sum(counts))
    columns = tuple((Decimal(count) * 100 / whole).quantize(Decimal("0.1")) for count in counts)
    title = f"十次有八次落在 {wan(one.p10)} 万元至 {wan(one.p90)} 万元之间"
    chart = ColumnChart(title, "占全部次数的 %", tuple(wan(edge) for edge in edges[:-1]), (("占比", columns),), decimals=1,
                        note=f"横轴为各组下限（万元），最后一组到 {wan(edges[-1])} 万元为止；均值 {wan(one.mean)} 万元，标准差 {wan(one.deviation)} 万元。")  # fmt: skip
    return [
        Paragraph(f"模拟 {one.draws:,} 次，随机数种子 {one.seed}{whose}。参数分布（相对现值的变动）：{varied}{linked}。{one.method}。"),
        figures,
        *([chart] if len(counts) > 1 else [Paragraph(f"各次模拟的结果相同，为 {wan(one.p50)} 万元。")]),
    ]


def _merged(one: Simulated) -> tuple[list[int], list[Decimal]]:
    """The bins by fours, so that each column has room for its label."""
    step = max(len(one.counts) // _COLUMNS, 1)
    if one.edges[0] == one.edges[-1] or len(set(one.counts) - {0}) == 1:
        return [sum(one.counts)], [one.edges[0], one.edges[-1]]
    counts = [sum(one.counts[at : at + step]) for at in range(0, len(one.counts), step)]
    return counts, [*one.edges[:-1:step], one.edges[-1]]


def _influences(found: Study) -> list[Block]:
    bars = tuple(
        Bar(one.lever.label, (max(one.total, Decimal(0)) * 100,), f"{percent(one.total, 1)}（单独 {percent(one.first, 1)}）")
        for one in found.influences
    )
    linked = "填写的相关系数在这里不计。" if found.correlations else ""
    title = (
        f"{found.influences[0].lever.label}占结果波动的大部分"
        if found.influences[0].total > Decimal("0.5")
        else "没有一个参数独占结果的波动"
    )
    note = "索博尔总指数：该参数连同与其他参数共同作用所占的方差份额；括号内为单独所占。假定各参数互相独立。" + linked
    return [BarChart(title, "%", bars, most=Decimal(100), note=note)]


def _cases(found: Study) -> RowsTable:
    rows: list[tuple[Cell, ...]] = []
    for one in found.cases:
        against = "—" if one.against_base is None else ("+" if one.against_base > 0 else "") + percent(one.against_base, 1)
        basis = (OWN_DEFAULT if one.case.changes else "测算结论") if one.case.own_default else one.case.basis or "—"
        rows.append((one.case.name, "—" if one.value is None else wan(one.value), against, one.fault or one.case.words, basis))
    columns = (
        Column("情景", 1.6),
        Column("价值", 1.2, "figure"),
        Column("与结论相差", 1.4, "figure"),
        Column("变动", 4),
        Column("依据", 3),
    )
    return RowsTable(columns, tuple(rows), caption="情景下的结论", unit="万元")


def _options(options: tuple[OptionValue, ...]) -> list[Block]:
    columns = (Column("编号", 1, "code"), Column("期权", 3.4), Column("模型", 2), Column("期权价值", 1.4, "figure"), Column("说明", 3.4))
    rows = tuple(
        (one.code, one.name, one.model or "—", "—" if one.value is None else wan(one.value), one.fault or "只作佐证") for one in options
    )
    words = "等待、扩张或放弃的选择本身也有价值。下表只作佐证，不进入结论，也不与结论相加；波动率与利率由企业填写。"
    return [Paragraph(words), RowsTable(columns, rows, caption="实物期权价值", unit="万元")]
