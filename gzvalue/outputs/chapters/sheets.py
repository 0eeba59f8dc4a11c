"""One page for each chosen data set: what it is, whose it is, what it is good for, what it is worth."""

from collections.abc import Iterator, Sequence

from gzvalue.outputs.blocks import (
    NOT_APPLICABLE,
    NOT_FILLED,
    Block,
    Cell,
    Column,
    Heading,
    KeyFigure,
    KeyFigures,
    Marked,
    OnePage,
    PageBreak,
    Paragraph,
    RecordTable,
    RowsTable,
)
from gzvalue.outputs.chapters.catalogue import span
from gzvalue.outputs.chapters.quality import MARK
from gzvalue.outputs.chapters.quality_measured import points
from gzvalue.outputs.content import Content
from gzvalue.outputs.options import Options
from gzvalue.outputs.words import figure, grouped_keys, items, percent, text_of, wan, yuan
from gzvalue.schema.data_set import DataField, DataSet
from gzvalue.schema.quality_scores import quality_scores
from gzvalue.schema.scoring_forms import DIMENSIONS

_FIELDS = 16
_NOT_HERE = {"code", "name", "span_start", "span_end"}
_ONLY_FILLED = {
    "adjustment",
    "adjustment_reason",
    "note",
    "filler",
    "authoriser",
    "personal_note",
    "cost_note",
    "storage_mode",
    "dictionary",
}
"""Data that are not asked of every data set: their line stands only where they are filled in."""
_LAST = ("登记与质押", "价值调整", "责任分工")


def chapter(content: Content, options: Options) -> tuple[Block, ...]:
    """Absent when no data set is chosen."""
    chosen = _chosen(content, options)
    if not chosen:
        return ()
    blocks: list[Block] = [PageBreak(), Heading("数据集说明", 1)]
    blocks.append(Paragraph(f"本章逐页说明所选 {len(chosen)} 项数据集；其余数据集见数据目录。质量分数均为{MARK}。"))
    blocks.append(_overview(content, chosen))
    for one in chosen:
        blocks += (PageBreak(), OnePage(tuple(_sheet(content, one))))
    return tuple(blocks)


def _overview(content: Content, chosen: Sequence[DataSet]) -> RowsTable:
    columns = (
        Column("编号", 1, "code"),
        Column("数据名称", 4.5),
        Column("业务域", 2),
        Column("分摊价值（万元）", 1.8, "figure"),
        Column("综合评分", 1.2, "figure"),
        Column("等级", 1, "code"),
        Column("权利状态系数", 1.4, "figure"),
    )
    return RowsTable(columns, tuple(_overview_row(content, one) for one in chosen), caption="所选数据集一览")


def _overview_row(content: Content, one: DataSet) -> tuple[Cell, ...]:
    code = one.code or ""
    value, score, row = content.values.get(code), content.scored.get(code), content.pooled.get(code)
    return (
        text_of(one.code),
        text_of(one.name),
        text_of(one.business_domain),
        wan(value.value, 1) if value is not None else NOT_APPLICABLE,
        figure(score.total, 1) if score is not None else NOT_APPLICABLE,
        score.grade if score is not None else NOT_APPLICABLE,
        figure(row.coefficient, 2) if row is not None else NOT_APPLICABLE,
    )


def _chosen(content: Content, options: Options) -> Sequence[DataSet]:
    if options.sheets is None:
        return content.served
    wanted = set(options.sheets)
    return [one for one in content.project.data_sets if one.code in wanted]


def _sheet(content: Content, one: DataSet) -> Iterator[Block]:
    yield Heading(f"{text_of(one.code)} {text_of(one.name)}", 2)
    yield KeyFigures(tuple(_figures(content, one)), 3)
    groups = grouped_keys(one)
    for group, keys in groups.items():
        if group not in _LAST:
            yield RecordTable(_lines(content, one, keys), caption=group, dense=True)
    rest = [key for group in _LAST for key in groups.get(group, ())]
    yield RecordTable(_lines(content, one, rest), caption="登记、价值调整与分工", dense=True)
    yield RecordTable(tuple(_more(content, one)), columns=1, caption="测算、评分、质量与凭证", dense=True)


def _lines(content: Content, one: DataSet, keys: Sequence[str]) -> tuple[tuple[str, Cell], ...]:
    shown = [key for key in keys if key not in _NOT_HERE and not (key in _ONLY_FILLED and getattr(one, key) is None)]
    if content.sample_mark and one.note == content.sample_mark:
        shown = [key for key in shown if key != "note"]
    if content.fields_of.get(one.code or ""):
        shown = [key for key in shown if key != "dictionary"]
    lines = items(one, *shown)
    return (*lines, ("时间跨度", span(one))) if "span_start" in keys else lines


def _figures(content: Content, one: DataSet) -> Iterator[KeyFigure]:
    code = one.code or ""
    value = content.values.get(code)
    if value is not None and value.value is not None:
        yield KeyFigure(
            "分摊价值（未经评估）", wan(value.value, 1), "万元", f"单元 {'、'.join(value.by_unit)}；{value.method or '方法未填'}"
        )
    else:
        reason = value.excluded if value is not None and value.excluded else "不属于有结论的评估单元"
        yield KeyFigure("分摊价值（未经评估）", "—", "", reason, "quiet")
    score = content.scored.get(code)
    if score is not None:
        yield KeyFigure("综合评分", figure(score.total, 1), "分", f"等级“{score.grade}”，第 {score.rank} 名，{score.experts} 位专家")
    else:
        yield KeyFigure("综合评分", "—", "", "未评分", "quiet")
    row = content.pooled.get(code)
    if row is not None:
        yield KeyFigure("权利状态系数", figure(row.coefficient, 2), "", f"{row.status}；计入质押池 {wan(row.pooled, 1)} 万元")
    else:
        yield KeyFigure("权利状态系数", "—", "", "没有进入质押池的价值", "quiet")


def _more(content: Content, one: DataSet) -> Iterator[tuple[str, Cell]]:
    code = one.code or ""
    value = content.values.get(code)
    if value is not None and value.cost is not None:
        cost = f"{yuan(value.cost)} 元（重置成本 {yuan(value.replacement_cost)} 元 × δ {percent(value.adjustment, 2)}）"
        yield "成本法（参考）", cost
    if value is not None and len(value.by_unit) > 1:
        yield "各单元分摊", "；".join(f"{unit} {yuan(part)} 元" for unit, part in value.by_unit.items())
    score = content.scored.get(code)
    if score is not None:
        yield "各维度得分", "；".join(f"{name} {figure(score.dimensions.get(key), 1)}" for key, name in DIMENSIONS.items())
    yield _quality(content, code)
    for certificate in content.certificates.get(code, []):
        until = f"，至 {certificate.valid_until.isoformat()}" if certificate.valid_until else ""
        words = (
            f"{certificate.code or ''} {text_of(certificate.kind)}，{text_of(certificate.registry)}，{text_of(certificate.state)}{until}"
        )
        yield "权属凭证", words.strip()
    fields = content.fields_of.get(code, [])
    if fields:
        yield "字段字典", _dictionary(fields)


def _quality(content: Content, code: str) -> tuple[str, Cell]:
    """Measured and declared scores, each marked as what it is."""
    one = quality_scores(content.project).get(code)
    if one is None or (not one.measured and one.declared is None):
        return "质量", Marked("未测量，也未申报", "quiet")
    measured = "；".join(f"{part.label} {points(part)}" for part in one.measured)
    rest = [part for part in one.dimensions.values() if part not in one.measured]
    said = "；".join(f"{part.label} {figure(part.score * 100, 0) if part.score is not None else NOT_FILLED}" for part in rest)
    if not measured:
        return "质量", f"{MARK}：{said}"
    return "质量", f"实测：{measured}" + (
        f"。{MARK}：{said}" if any(part.score is not None for part in rest) else f"。其余 {len(rest)} 个维度未测量"
    )


def _dictionary(fields: Sequence[DataField]) -> str:
    """``共 11 个字段：order_seq 订单号（主键）、order_time 下单时间 …``."""
    said = []
    for field in fields[:_FIELDS]:
        marks = [word for word, flag in (("主键", field.key), ("个人信息", field.personal)) if flag]
        name = " ".join(part for part in (field.name, field.label) if part)
        said.append(f"{name}（{'、'.join(marks)}）" if marks else name)
    more = " 等" if len(fields) > _FIELDS else ""
    return f"共 {len(fields)} 个字段：{'、'.join(said)}{more}"
