"""Quality: what was measured with its figures, and what is only the applicant's word, which says so."""

from gzvalue.outputs.blocks import NOT_MEASURED, Block, Cell, Column, Heading, PageBreak, Panel, Panels, Paragraph, RowsTable
from gzvalue.outputs.chapters.quality_measured import measured_blocks
from gzvalue.outputs.content import Content
from gzvalue.outputs.options import Options
from gzvalue.outputs.words import filled, listed, text_of
from gzvalue.schema.data_set import DeclaredQuality
from gzvalue.schema.quality_scores import quality_scores

MARK = "申报·未实测"
SCORES = ("conformity", "completeness", "accuracy", "consistency", "timeliness", "accessibility")


def chapter(content: Content, options: Options) -> tuple[Block, ...]:
    """What was measured, then what is only declared; absent when there is neither."""
    measured = measured_blocks(content)
    if not content.declared and not measured:
        return ()
    blocks: list[Block] = [PageBreak(), Heading("质量评价", 1)]
    if measured:
        text = "本章先列实测结果，再列企业申报的分数。两者分开列示；价值计算中按质量调整的只取实测分，申报分不能代替。"
        blocks += [Paragraph(text), *measured]
    blocks += _declared(content, heading=bool(measured))
    return tuple(blocks)


def _declared(content: Content, *, heading: bool) -> list[Block]:
    scores = quality_scores(content.project)
    silent = [code for code, one in scores.items() if not one.measured and code not in content.declared]
    blocks: list[Block] = []
    if content.declared:
        text = "以下分数由企业按 GB/T 36344-2018 的六个维度自行申报，没有对实际数据文件逐项测量，不能替代第三方数据质量评价报告。"
        blocks += [Heading("申报分", 2)] if heading else []
        blocks += [Panels((Panel(MARK, (text,), "attention"),)), _table(content)]
    if silent:
        blocks.append(Paragraph(f"其余 {len(silent)} 项数据集质量{NOT_MEASURED}，也未申报：{listed(silent, 60)}。"))
    return [*blocks, *_basis(content)] if content.declared else blocks


def _table(content: Content) -> RowsTable:
    fields = DeclaredQuality.form.fields
    columns = (Column("编号", 1, "code"), Column("数据名称", 4.5), *(Column(fields[key].label, 1.3, "figure") for key in SCORES))
    rows = tuple(_row(content, code, one) for code, one in sorted(content.declared.items()))
    return RowsTable(
        columns, rows, caption=f"质量分数（{MARK}）", unit="分（0–100）", note=f"“未填写”表示企业未申报；本表各项均为申报，{NOT_MEASURED}。"
    )


def _row(content: Content, code: str, one: DeclaredQuality) -> tuple[Cell, ...]:
    record = content.project.by_code["data_set"].get(code)
    name = getattr(record, "name", None) or "目录中没有这一编号"
    return (code, name, *(filled(one, key, unit=False) for key in SCORES))


def _basis(content: Content) -> list[Block]:
    rows = tuple(
        (code, text_of(one.basis), text_of(one.declared_by), filled(one, "declared_on")) for code, one in sorted(content.declared.items())
    )
    columns = (Column("编号", 1, "code"), Column("申报依据", 6), Column("申报人", 2), Column("申报日期", 1.8, "code"))
    return [Heading("申报依据", 2), RowsTable(columns, rows, caption="凭什么这样申报")]
