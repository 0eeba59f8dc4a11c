"""Who answers for what, and empty boxes for signatures and seals."""

from gzvalue.outputs.blocks import (
    Block,
    Cell,
    Column,
    Heading,
    PageBreak,
    Paragraph,
    ProofPanel,
    RowsTable,
    SignatureBox,
    SignatureBoxes,
    SigningSlots,
)
from gzvalue.outputs.content import Content
from gzvalue.outputs.options import Options
from gzvalue.outputs.words import filled
from gzvalue.schema.figures import shortened

_NAME = 12
"""Characters of a person's name below a box; more is no name."""

SIGNERS = (("enterprise", "企业"), ("appraiser", "评估专业人员"), ("reviewer", "复核人"))
"""Who may sign electronically, in turn: role and its name; a page has a place for each."""


def chapter(content: Content, options: Options, *, duties: bool = True) -> tuple[Block, ...]:
    """Always present; ``duties`` adds who filled which step."""
    head, enterprise = content.project.head, content.project.enterprise
    blocks: list[Block] = [PageBreak(), Heading("签署", 1)]
    blocks.append(Paragraph("下列各框留空，由签署人手写签名并加盖实物印章；软件不生成印章图样。", "quiet"))
    boxes = (
        SignatureBox("企业（公章）"),
        SignatureBox("法定代表人或授权签字人", shortened(enterprise.legal_representative or "", _NAME)),
        SignatureBox("财务负责人"),
        SignatureBox("编制人", shortened(head.preparer or "", _NAME)),
        SignatureBox("复核人", shortened(head.reviewer or "", _NAME)),
        SignatureBox("数据管理与安全负责人"),
    )
    blocks.append(SignatureBoxes(boxes))
    blocks.append(Paragraph("骑缝章加盖于各页右侧页边；电子签名写入下列虚线框，与纸质签章任选其一。", "quiet"))
    blocks.append(SigningSlots(SIGNERS))
    if content.proof is not None:
        blocks.append(ProofPanel(content.proof))
    shared = content.project.step_duties
    if shared and duties:
        columns = (Column("步骤", 3), Column("责任部门", 3), Column("填报人", 2), Column("要求完成日期", 2, "code"))
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            tuple(filled(duty, key) for key in ("step", "department", "filler", "due_on")) for duty in shared
        )
        blocks.append(RowsTable(columns, rows, caption="填报分工"))
    return tuple(blocks)
