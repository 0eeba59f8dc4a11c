"""A sheet as paper: title, what is to be mended, the body, where to sign, what it is not."""

from collections.abc import Iterator

from gzvalue.outputs.blocks import NOT_FILLED, Block, Heading, Panel, Panels, Paragraph, RecordTable, SignatureLines, Together
from gzvalue.outputs.pdf.document import PageSet, Rendered, typeset
from gzvalue.outputs.sheets import SheetKind
from gzvalue.outputs.sheets.sheet import Sheet, SheetInput
from gzvalue.outputs.words import text_of
from gzvalue.schema.problems import Level

_MOST = 12
"""Problems that a panel names; the rest is counted."""


def sheet_blocks(kind: SheetKind, given: SheetInput, sheet: Sheet) -> tuple[Block, ...]:
    """The whole paper."""
    return tuple(_blocks(kind, given, sheet))


def _blocks(kind: SheetKind, given: SheetInput, sheet: Sheet) -> Iterator[Block]:
    yield Heading(kind.title, 1)
    yield RecordTable(
        (
            ("编制单位", text_of(given.project.enterprise.name)),
            ("数据集", f"{given.code} {text_of(given.data_set.name)}".strip()),
            ("统一社会信用代码", text_of(given.project.enterprise.credit_code)),
            ("编制日期", NOT_FILLED if given.as_of is None else given.as_of.isoformat()),
        ),
        columns=2, card=True,
    )  # fmt: skip
    panels = tuple(_panels(sheet))
    if panels:
        yield Panels(panels)
    yield from sheet.blocks
    last: tuple[Block, ...] = (Paragraph("".join((kind.limits, *sheet.limits)), "small"),)
    yield Together((*last, SignatureLines(sheet.signatures)) if sheet.signatures else last)


def _panels(sheet: Sheet) -> Iterator[Panel]:
    wrong, doubtful = _told(sheet, "error"), _told(sheet, "notice")
    if wrong:
        yield Panel(f"待补正 {len(wrong)} 处，补正前为草稿", _shortened(wrong), "stop")
    if doubtful:
        yield Panel(f"提示 {len(doubtful)} 处", _shortened(doubtful), "attention")


def _told(sheet: Sheet, level: Level) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.message for one in sheet.problems if one.level == level))


def _shortened(texts: tuple[str, ...]) -> tuple[str, ...]:
    return texts if len(texts) <= _MOST else (*texts[: _MOST - 1], f"另有 {len(texts) - _MOST + 1} 处，见软件“其他用途”。")


def sheet_pdf(kind: SheetKind, given: SheetInput, sheet: Sheet) -> Rendered:
    """The pages."""
    project = given.project
    page = PageSet(
        title=kind.title,
        short_name=given.code or kind.title,
        owner=project.enterprise.name or "",
        subject=f"{given.code} {given.data_set.name or ''} {kind.title}".strip(),
        as_of=given.as_of,
        draft=sheet.draft,
        sample_mark=project.head.sample_mark or "",
        number=given.data_set.name or "",
    )
    return typeset(sheet_blocks(kind, given, sheet), page)
