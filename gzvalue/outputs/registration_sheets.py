"""Registration kits as workbooks: one for one registration, and the overview of a batch."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gzvalue.outputs.excel_look import Look, lines
from gzvalue.outputs.registration_form import REFERENCE, UNCHECKED, fingerprint_rows
from gzvalue.registries.kit import NO_SAMPLE, Kit
from gzvalue.registries.materials import MISSING

LONGEST_CELL = 32_000
"""A spreadsheet's cell holds 32,767 characters."""

_LINE, _MOST_LINES = 15.5, 24
Row = Sequence[str]


def write_kit(kit: Kit, path: Path) -> None:
    """One kit: 申请表, 材料清单, 数据样例, 数据字典, 存证指纹."""
    with _book(path) as (book, look):
        _form(book.add_worksheet("申请表"), look, kit)
        if kit.materials:
            rows = [
                (m.material.label, "必备" if m.material.required else m.material.when or "可选", m.state, m.words, m.material.source)
                for m in kit.materials
            ]
            _sheet(book.add_worksheet("材料清单"), look, ("材料", "要求", "状态", "附件或办法", "依据"), rows, (30, 16, 14, 56, 50))
        sample = book.add_worksheet("数据样例")
        if kit.sample is not None:
            _sheet(sample, look, kit.sample.heads, kit.sample.rows, (18,) * len(kit.sample.heads), kit.sample.note)
        else:
            _put(sample, 0, 0, NO_SAMPLE, look.named("plain"))
        if kit.dictionary:
            fields = [
                (f.name or "", f.label or "", f.type or "", "" if f.length is None else str(f.length), f.description or "")
                for f in kit.dictionary
            ]
            _sheet(book.add_worksheet("数据字典"), look, ("字段名", "中文名", "类型", "长度", "说明"), fields, (24, 24, 10, 8, 60))
        if kit.fingerprint is not None:
            _sheet(book.add_worksheet("存证指纹"), look, ("项目", "内容"), fingerprint_rows(kit.fingerprint), (14, 90))


def _form(sheet: Any, look: Look, kit: Kit) -> None:
    rows = []
    for one in kit.form.fields:
        field = one.field
        system = field.kind == "system"
        label = f"{field.label}{'' if field.verified else UNCHECKED}{'（必填）' if field.required and not system else ''}"
        limit = f"{len(one.text)}／{field.limit}" if field.limit else str(len(one.text))
        extra = f"超出部分：“{one.overlong.tail}”" if one.overlong else ""
        rows.append(
            (label, "（由登记系统产生，不填）" if system else one.text, limit, "".join(one.faults) + extra, field.help, field.source)
        )
    heads = ("字段", "填报文字", "字数", "须处理", "说明", "依据")
    title = f"{kit.form.form.label}　{kit.code} {kit.title}".strip()
    _sheet(sheet, look, heads, rows, (30, 70, 10, 44, 40, 44), f"{kit.registry.label}。{REFERENCE}", title)


def write_overview(kits: Iterable[Kit], path: Path) -> None:
    """A batch at a glance: one row a data set with its filled fields, then the materials, then what is to be done."""
    listed = list(kits)
    with _book(path) as (book, look):
        fields = [one.field for one in listed[0].form.fields if one.field.kind != "system"]
        rows = [
            (
                one.code,
                one.title,
                "可提交" if one.ready else f"{len(one.faults)} 处须处理",
                *(f.text for f in one.form.fields if f.field.kind != "system"),
            )
            for one in listed
        ]
        heads = ("编号", "数据名称", "状态", *(field.label for field in fields))
        _sheet(
            book.add_worksheet("填报总表"),
            look,
            heads,
            rows,
            (10, 30, 14, *(24 for _ in fields)),
            REFERENCE,
            listed[0].form.form.label,
            wrap=False,
        )
        materials = [one.material.label for one in listed[0].materials]
        states = [(one.code, one.title, *(m.state for m in one.materials)) for one in listed]
        lacking = [
            "" if not materials else f"缺 {sum(one.materials[n].state == MISSING for one in listed)} 项" for n in range(len(materials))
        ]
        _sheet(
            book.add_worksheet("材料总表"),
            look,
            ("编号", "数据名称", *materials),
            [*states, ("", "合计", *lacking)],
            (10, 36, *(20 for _ in materials)),
        )
        todo = [(one.code, one.title, fault) for one in listed for fault in one.faults]
        _sheet(book.add_worksheet("须处理"), look, ("编号", "数据名称", "须处理"), todo or [("", "", "没有须处理的事项")], (10, 36, 110))


@contextmanager
def _book(path: Path) -> Iterator[tuple[Any, Look]]:
    import xlsxwriter  # late: the first window does not need it
    from xlsxwriter.exceptions import FileCreateError

    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    book.set_properties({"title": "数据登记材料", "author": "gzvalue"})
    try:
        yield book, Look(book)
    except BaseException:
        book.fileclosed = True  # else its destructor complains of a workbook that nobody wants
        raise
    try:
        book.close()
    except FileCreateError as wrong:
        raise (wrong.args[0] if wrong.args and isinstance(wrong.args[0], OSError) else OSError(str(wrong))) from None


def _sheet(
    sheet: Any, look: Look, heads: Row, rows: Iterable[Row], widths: Sequence[float], note: str = "", title: str = "", *, wrap: bool = True
) -> None:
    """A title, a note, a frozen head, the rows as text; rows as high as their longest cell."""
    at = 0
    for text, style in ((title, "title"), (note, "quiet")):
        if text:
            _put(sheet, at, 0, text, look.named(style))
            at += 1
    body = look.of(num_format="@", text_wrap=wrap, valign="top", bottom=1, bottom_color="#D5DAE1")
    for column, wide in enumerate(widths):
        sheet.set_column(column, column, wide)
    for column, head in enumerate(heads):
        _put(sheet, at, column, head or "（无列名）", look.head())
    sheet.freeze_panes(at + 1, 0)
    for number, row in enumerate(rows, at + 1):
        high = max((lines(text, wide) for text, wide in zip(row, widths, strict=False)), default=1) if wrap else 1
        sheet.set_row(number, 5 + _LINE * min(high, _MOST_LINES))
        for column, text in enumerate(row):
            _put(sheet, number, column, text, body)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(at)


def _put(sheet: Any, row: int, column: int, text: str, style: Any) -> None:
    if len(text) > LONGEST_CELL:
        text = f"{text[:LONGEST_CELL]}……（单元格放不下，全文 {len(text):,} 字，见“填报文字”文件）"
    sheet.write_string(row, column, text, style)
