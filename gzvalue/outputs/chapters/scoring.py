"""Scores: where the weights come from, whether they are consistent, ranking, radar, and every score."""

from collections.abc import Sequence
from decimal import Decimal

from gzvalue.outputs.blocks import Bar, BarChart, Block, Cell, Column, Heading, PageBreak, Paragraph, RadarChart, RowsTable
from gzvalue.outputs.chapters import experts
from gzvalue.outputs.content import Content
from gzvalue.outputs.options import Options
from gzvalue.outputs.words import figure, percent
from gzvalue.schema.field import OWN_DEFAULT
from gzvalue.schema.scoring_forms import DIMENSIONS, ExpertScore
from gzvalue.valuation.result import DataSetScore, Scores

_RANKED = 45


def chapter(content: Content, options: Options) -> tuple[Block, ...]:
    """Absent while no data set is scored."""
    scores = content.scores
    if not scores.data_sets:
        return ()
    blocks: list[Block] = [PageBreak(), Heading("综合评分", 1), Paragraph(_opening(content))]
    blocks += [Heading("指标与权重", 2), Paragraph(_weights_words(scores)), _weights(scores)]
    if scores.consistency:
        blocks += [Heading("判断矩阵的一致性", 2), _consistency(scores)]
    blocks += [Heading("得分结构", 2), _radar(scores.data_sets)]
    ranked = sorted(scores.data_sets, key=lambda one: one.rank)
    blocks += [Heading("排序", 2), _ranking(ranked)]
    blocks += [Heading("各数据集得分", 2), _table(ranked)]
    blocks += experts.blocks(content)
    return tuple(blocks)


def _opening(content: Content) -> str:
    scores = content.scores
    experts = len({one.expert for one in content.project.expert_scores if one.expert})
    grades = {grade: sum(1 for one in scores.data_sets if one.grade == grade) for grade in ("高", "中", "低")}
    counted = "、".join(f"“{grade}”{count} 项" for grade, count in grades.items() if count)
    return (
        f"{experts} 位专家对 {len(scores.data_sets)} 项数据集按百分制评分，结果为{counted}。"
        "评分反映数据资产的相对条件，用于分组、分摊和比较，不直接折算为价值。指标体系由本软件归纳，不是官方指标。"
    )


def _weights_words(scores: Scores) -> str:
    text = f"权重方法：{scores.method}。"
    if scores.own_default:
        text += f"所用权重为{OWN_DEFAULT}。"
    return text + scores.note


def _weights(scores: Scores) -> RowsTable:
    rows: list[tuple[Cell, ...]] = []
    fields = ExpertScore.form.fields
    groups = []
    for dimension, name in DIMENSIONS.items():
        if dimension not in scores.weights:
            continue
        groups.append((len(rows), f"{name}　{percent(scores.weights[dimension], 2)}"))
        keys = [key for key in fields if key.startswith(dimension + "_") and key in scores.weights]
        rows += [(fields[key].label, percent(scores.weights[key], 2), fields[key].help.partition("；0–100")[0]) for key in keys]
    if not rows:
        plain = tuple((name, percent(scores.weights.get(key), 2)) for key, name in DIMENSIONS.items())
        return RowsTable((Column("维度", 4), Column("权重", 1, "figure")), plain, caption="权重")
    columns = (Column("指标", 2), Column("在总分中的权重", 1.6, "figure"), Column("含义", 6))
    return RowsTable(columns, tuple(rows), caption="指标、权重与含义", note="每项指标按 0–100 分评，越高越有利。", groups=tuple(groups))


def name_of(key: str) -> str:
    """The Chinese name of a dimension, an indicator, or the comparison of dimensions."""
    if key == "criteria":
        return "五个维度之间"
    field = ExpertScore.form.fields.get(key)
    return field.label if field else DIMENSIONS.get(key, key)


def _consistency(scores: Scores) -> RowsTable:
    columns = (
        Column("比较层", 3),
        Column("阶数", 1, "figure"),
        Column("λmax", 1.3, "figure"),
        Column("CI", 1.2, "figure"),
        Column("RI", 1.2, "figure"),
        Column("CR", 1.2, "figure"),
        Column("结论", 2.2),
    )
    rows = tuple(
        (
            name_of(one.group),
            str(one.size),
            figure(one.lambda_max, 4),
            figure(one.ci, 4),
            figure(one.ri, 2),
            figure(one.cr, 4),
            "可以采用" if one.accepted else "不予采用",
        )
        for one in scores.consistency
    )
    return RowsTable(columns, rows, caption="一致性检验（CR 小于 0.1 方可采用）", note="CR＝CI÷RI；RI 因表而异，所用的表见上文。")


def _radar(scored: Sequence[DataSetScore]) -> RadarChart:
    keys = [key for key in DIMENSIONS if all(key in one.dimensions for one in scored)]
    count = len(scored)
    means = tuple(sum((one.dimensions[key] for one in scored), Decimal(0)) / count for key in keys)
    best = min(scored, key=lambda one: one.rank)
    names = [DIMENSIONS[key] for key in keys]
    high, low = names[means.index(max(means))], names[means.index(min(means))]
    title = f"平均看，{high}维度得分最高，{low}维度最低"
    series = [(f"全部 {count} 项的平均", means)]
    if count > 1:
        series.append((f"最高分：{best.code} {best.name}", tuple(best.dimensions[key] for key in keys)))
    return RadarChart(title, tuple(names), tuple(series), note="各维度 0–100 分，越高越有利；风险维度得分高表示风险低。")


def _ranking(ranked: Sequence[DataSetScore]) -> BarChart:
    shown = ranked[:_RANKED]
    bars = tuple(Bar(f"{one.code} {one.name}", (one.total,), f"{figure(one.total, 1)}　{one.grade}") for one in shown)
    title = f"{shown[0].code} 得分最高，为 {figure(shown[0].total, 1)} 分"
    note = f"图中为前 {len(shown)} 项，其余见下表。" if len(ranked) > len(shown) else ""
    return BarChart(title, "分", bars, most=Decimal(100), note=note)


def _table(ranked: Sequence[DataSetScore]) -> RowsTable:
    keys = list(DIMENSIONS)
    columns = (
        Column("名次", 1, "figure"),
        Column("编号", 1, "code"),
        Column("数据名称", 7),
        *(Column(DIMENSIONS[key], 1.1, "figure") for key in keys),
        Column("总分", 1.1, "figure"),
        Column("等级", 1, "code"),
        Column("专家数", 1.1, "figure"),
    )
    rows = tuple(
        (
            str(one.rank),
            one.code,
            one.name,
            *(figure(one.dimensions.get(key), 1) for key in keys),
            figure(one.total, 1),
            one.grade,
            str(one.experts),
        )
        for one in ranked
    )
    return RowsTable(columns, rows, caption="得分一览", unit="分")
