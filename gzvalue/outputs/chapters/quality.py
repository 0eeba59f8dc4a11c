"""Quality as declared: every figure is the applicant's word, and says so."""

from gzvalue.outputs.blocks import NOT_MEASURED, Block, Cell, Column, Heading, PageBreak, Panel, Panels, Paragraph, RowsTable
from gzvalue.outputs.content import Content
from gzvalue.outputs.options import Options
from gzvalue.outputs.words import filled, listed, text_of
from gzvalue.schema.data_set import DeclaredQuality

MARK = "申报·未实测"
SCORES = ("conformity", "completeness", "accuracy", "consistency", "timeliness", "accessibility")


def chapter(content: Content, options: Options) -> tuple[Block, ...]:
    """A warning, the declared scores, and which data sets have none; absent when nothing was declared."""
    if not content.declared:
        return ()
    blocks: list[Block] = [PageBreak(), Heading("质量评价", 1)]
    text = "本章分数由企业按 GB/T 36344-2018 的六个维度自行申报，没有对实际数据文件逐项测量，不能替代第三方数据质量评价报告。"
    blocks += [Panels((Panel(MARK, (text,), "attention"),)), _table(content)]
    silent = [one.code or one.name_for_people for one in content.project.data_sets if one.code not in content.declared]
    if silent:
        blocks.append(Paragraph(f"其余 {len(silent)} 项数据集质量{NOT_MEASURED}，也未申报：{listed(silent, 60)}。"))
    blocks += _basis(content)
    return tuple(blocks)


def _table(content: Content) -> RowsTable:
    fields = DeclaredQuality.form.fields
    columns = (Column("编号", 1, "code"), Column("数据名称", 4.5), *(Column(fields[key].label, 1.3, "figure") for key in SCORES))
    rows = tuple(_row(content, code, one) for code, one in sorted(content.declared.items()))
    return RowsTable(
        columns, rows, caption=f"质量分数（{MARK}）", unit="分（0–100）", note=f"“未填写”表示企业未申报；各项均{NOT_MEASURED}。"
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
