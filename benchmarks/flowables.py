"""The same text as a dossier's blocks, as prepared flowables of reportlab's own layout: what the dossier's time is held against.

Every text of every block is in it, tables as tables with the same columns and repeated heads; charts are left out, which favours
the side it is compared with.
"""

import io
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any
from xml.sax.saxutils import escape

from gzvalue.outputs.blocks import Block, Heading, Marked, PageBreak, RowsTable, flat
from gzvalue.outputs.pdf.fonts import BOLD, REGULAR, faces


def prepared(blocks: Iterable[Block]) -> list[Any]:
    """Flowables, not yet laid out."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import LongTable, Paragraph, Spacer, TableStyle
    from reportlab.platypus import PageBreak as NextPage

    faces()
    body = ParagraphStyle("body", fontName=REGULAR, fontSize=9.5, leading=15, wordWrap="CJK")
    cell = ParagraphStyle("cell", parent=body, fontSize=8, leading=11)
    head = ParagraphStyle("head", parent=body, fontName=BOLD, fontSize=13, leading=20, spaceBefore=10)
    rules = TableStyle([("FONT", (0, 0), (-1, -1), REGULAR, 8), ("LINEABOVE", (0, 0), (-1, 0), 0.8, "black"), ("LINEBELOW", (0, 0), (-1, 0), 0.5, "black"),
                        ("LINEBELOW", (0, -1), (-1, -1), 0.8, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")])  # fmt: skip

    def table(one: RowsTable) -> Any:
        wide = 450 * one.width / sum(column.share for column in one.columns)
        rows = [[Paragraph(escape(column.head), cell) for column in one.columns]]
        rows += [[Paragraph(escape(_text(value)), cell) if column.kind == "text" else _text(value) for value, column in zip(row, one.columns, strict=True)]
                 for row in (*one.rows, *one.totals)]  # fmt: skip
        return LongTable(rows, colWidths=[column.share * wide for column in one.columns], repeatRows=1, style=rules)

    found: list[Any] = []
    for one in flat(blocks):
        if isinstance(one, PageBreak):
            found.append(NextPage())
        elif isinstance(one, Heading):
            found.append(Paragraph(escape(f"{one.number} {one.text}"), head))
        elif isinstance(one, RowsTable):
            found += [*(Paragraph(escape(text), cell) for text in (one.caption, one.note) if text), table(one), Spacer(1, 6)]
        else:
            found += [Paragraph(escape(text), body) for text in _texts(one) if text.strip()]
    return found


def drawn(flowables: list[Any]) -> tuple[bytes, int]:
    """Lay them out and paint them."""
    from reportlab.platypus import SimpleDocTemplate

    buffer = io.BytesIO()
    document = SimpleDocTemplate(buffer, pagesize=(595.3, 841.9), leftMargin=70, rightMargin=70, topMargin=70, bottomMargin=60)
    document.build(flowables)
    return buffer.getvalue(), document.page


def _text(value: Any) -> str:
    return value.text if isinstance(value, Marked) else str(value)


def _texts(value: Any) -> Iterator[str]:
    """Every text inside a block, in order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in ("tone", "sort", "kind", "number"):
                yield from _texts(getattr(value, field.name))
