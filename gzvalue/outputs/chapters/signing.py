"""Who answers for what, and empty boxes for signatures and seals."""

from gzvalue.outputs.blocks import Block, Cell, Column, Heading, PageBreak, Paragraph, RowsTable, SignatureBox, SignatureBoxes
from gzvalue.outputs.content import Content
from gzvalue.outputs.options import Options
from gzvalue.outputs.words import filled


def chapter(content: Content, options: Options) -> tuple[Block, ...]:
    """Always present."""
    head, enterprise = content.project.head, content.project.enterprise
    blocks: list[Block] = [PageBreak(), Heading("签署", 1)]
    blocks.append(Paragraph("下列各框留空，由签署人手写签名并加盖实物印章；软件不生成印章图样。", "quiet"))
    boxes = (
        SignatureBox("企业（公章）"),
        SignatureBox("法定代表人或授权签字人", enterprise.legal_representative or ""),
        SignatureBox("财务负责人"),
        SignatureBox("编制人", head.preparer or ""),
        SignatureBox("复核人", head.reviewer or ""),
        SignatureBox("数据管理与安全负责人"),
    )
    blocks.append(SignatureBoxes(boxes))
    duties = content.project.step_duties
    if duties:
        columns = (Column("步骤", 3), Column("责任部门", 3), Column("填报人", 2), Column("要求完成日期", 2, "code"))
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            tuple(filled(duty, key) for key in ("step", "department", "filler", "due_on")) for duty in duties
        )
        blocks.append(RowsTable(columns, rows, caption="填报分工"))
    return tuple(blocks)
