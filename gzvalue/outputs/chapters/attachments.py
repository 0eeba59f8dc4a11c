"""The index of attached evidence, with the pages it takes in the volume of attachments and its digest."""

from gzvalue.outputs.blocks import NOT_APPLICABLE, Block, Cell, Column, Heading, PageBreak, Paragraph, RowsTable
from gzvalue.outputs.book_pages import place_words, places
from gzvalue.outputs.content import Content
from gzvalue.outputs.options import Options
from gzvalue.outputs.words import filled, text_of
from gzvalue.schema.rights_chain_forms import ComplianceAnswer, ConsentVersion, SourceLink
from gzvalue.schema.valuation_forms import Evidence


def chapter(content: Content, options: Options) -> tuple[Block, ...]:
    """Absent without evidence."""
    evidence = content.project.evidence
    if not evidence:
        return ()
    blocks: list[Block] = [PageBreak(), Heading("附件索引", 1)]
    blocks.append(
        Paragraph(
            "附件按下列次序装订成附件册，页码从 1 连续编号；缺少页数的附件之后不再推算页码。SHA-256 为文件指纹，文件有任何改动即不相同。"
        )
    )
    columns = (
        Column("编号", 1, "code"),
        Column("附件名称", 3.2),
        Column("证明项数", 1, "figure"),
        Column("页数", 0.9, "figure"),
        Column("册内页码", 1.4, "code"),
        Column("SHA-256", 5.6),
    )
    blocks.append(RowsTable(columns, tuple(_rows(content, evidence)), caption="证据附件", note="“证明项数”为与之对应的填报数据项数。"))
    return tuple(blocks)


def _rows(content: Content, evidence: tuple[Evidence, ...]) -> list[tuple[Cell, ...]]:
    links: dict[str, int] = {}
    project = content.project
    named = [link.evidence for link in project.evidence_links if link.evidence]
    for form in (SourceLink, ConsentVersion, ComplianceAnswer):
        named += [code for row in project.all(form) for code in row.evidence or ()]
    for code in named:
        links[code] = links.get(code, 0) + 1
    rows: list[tuple[Cell, ...]] = []
    for one, place in zip(evidence, places(one.pages for one in evidence), strict=True):
        count = str(links.get(one.code or "", 0))
        numbers = NOT_APPLICABLE if place is None else place_words(place)
        rows.append((text_of(one.code), text_of(one.title), count, filled(one, "pages", unit=False), numbers, one.sha256 or "未存入文件"))
    return rows
