"""The two sorts of sheets of our workbook: one row a record, and 字段 / 内容 for what a project holds once."""

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from gzvalue.outputs import excel_cells
from gzvalue.outputs.excel_cells import Place
from gzvalue.outputs.excel_look import Look, lines, width
from gzvalue.schema.field import Field, Form, Record
from gzvalue.schema.project import Project
from gzvalue.tables.ledger import written
from gzvalue.tables.names import words

_PAGE_WIDTH = 150.0
"""Characters of 10.5 points that fit the width of an A4 landscape page at a readable scale."""

_LINE = 15.5
"""Points of one line of body text; spreadsheets do not find the height of wrapped rows on opening."""

_ROW = 20.0
_MOST_LINES = 6
_SINGLE_WIDTHS = (24.0, 46.0, 8.0, 66.0)
_SAMPLE = 200

Row = Callable[[int], None]


def first_data_row(form: Form) -> int:
    """The row (from 0) of the first record below title, hint, groups and head."""
    return 4 if any(field.group for field in form.fields.values()) else 3


def code_ranges(forms: Sequence[Form]) -> dict[str, str]:
    """For the forms of this workbook with a code: the range where their codes stand, for drop-down lists."""
    ranges = {}
    for form in forms:
        if form.code and next(iter(form.fields)) == form.code:
            first = first_data_row(form) + 1
            ranges[form.name] = f"='{form.label}'!$A${first}:$A${first + 2000}"
    return ranges


def write_rows(
    sheet: Any, project: Project, form: Form, records: Sequence[Record], look: Look, ranges: dict[str, str], done: Row, *, examples: bool
) -> dict[int, dict[str, str]]:
    """A sheet with one row a record; gives the digests of what was written, by id and key."""
    fields = list(form.fields.values())
    first = first_data_row(form)
    texts = [[written(field, getattr(record, field.key)) for record in records[:_SAMPLE]] for field in fields]
    widths = [width(field, texts[column] if records else [excel_cells.example(field)]) for column, field in enumerate(fields)]
    for column, field in enumerate(fields):
        sheet.set_column(column, column, widths[column], look.body(field))
        excel_cells.offer(sheet, (first, excel_cells.last_row(first, len(records))), column, field, ranges)
    sheet.set_column(len(fields), len(fields), 8, look.named("quiet"), {"hidden": True})
    _top(sheet, form, look, first)
    _heads(sheet, fields, look, first - 1)
    places = [Place(field, wide, look) for field, wide in zip(fields, widths, strict=True)]
    digests = {}
    for number, record in enumerate(records):
        done(number)
        digests[record.id] = _record(sheet, project, record, first + number, places)
        sheet.write_number(first + number, len(fields), record.id, look.named("quiet"))
    if not records and examples:
        _example(sheet, fields, look, first, widths)
    _set_up(sheet, fields, first, len(records), sum(widths))
    return digests


def _top(sheet: Any, form: Form, look: Look, first: int) -> None:
    sheet.set_row(0, 30, look.named("plain"))
    sheet.set_row(1, 18, look.named("plain"))
    sheet.write_string(0, 0, form.label, look.named("title"))
    hint = f"从第 {first + 1} 行起填写，一行一条；列可以移动、隐藏或增加。把鼠标停在表头上可看说明和示例。"
    sheet.write_string(1, 0, hint, look.named("quiet"))


def _heads(sheet: Any, fields: Sequence[Field], look: Look, row: int) -> None:
    if row == 3:
        sheet.set_row(2, 18, look.named("plain"))
        column = 0
        for group, members in groupby(fields, key=lambda field: field.group):
            count = len(list(members))
            if group:
                sheet.write_string(2, column, group, look.named("band"))
            column += count
    sheet.set_row(row, 34)
    for column, field in enumerate(fields):
        sheet.write_string(row, column, field.head, look.head(field))
        excel_cells.explain(sheet, row, column, field)
    sheet.write_string(row, len(fields), words()["record_id"][0], look.head())


def _record(sheet: Any, project: Project, record: Record, row: int, places: Sequence[Place]) -> dict[str, str]:
    digests = {}
    high = 1
    for column, place in enumerate(places):
        key = place.field.key
        ready = place.put(sheet, row, column, getattr(record, key), _raw(project, record, key))
        digests[key] = ready.digest
        high = max(high, ready.high)
    _heighten(sheet, row, high)
    return digests


def _raw(project: Project, record: Record, key: str) -> str | None:
    """The unread text kept for a datum."""
    raw = project.raw_texts.get((record.form.name, record.id, key)) if project.raw_texts else None
    return None if raw is None else raw.text or ""


def _heighten(sheet: Any, row: int, high: int) -> None:
    """Room for wrapped text, but not for a text as long as the screen is high."""
    if high > 1:
        sheet.set_row(row, _LINE * min(high, _MOST_LINES) + _ROW - _LINE)


def _example(sheet: Any, fields: Sequence[Field], look: Look, row: int, widths: Sequence[float]) -> None:
    mark = words()["example"]
    high = 1
    for column, field in enumerate(fields):
        text = excel_cells.example(field)
        shown = f"{mark}：{text}" if column == 0 and text else (mark if column == 0 else text)
        if shown:
            sheet.write_string(row, column, shown, look.example(field))
            high = max(high, lines(shown, widths[column]))
    _heighten(sheet, row, high)


def _set_up(sheet: Any, fields: Sequence[Field], first: int, count: int, total: float) -> None:
    """Frozen head, filter, and paper: A4 landscape, the head on every page, as few pages across as stay readable."""
    named = 2 if len(fields) > 8 and fields[1].key == "name" else 1
    sheet.freeze_panes(first, named)
    sheet.autofilter(first - 1, 0, max(first + count - 1, first), len(fields) - 1)
    sheet.repeat_rows(first - 1)
    across = max(1, round(total / _PAGE_WIDTH + 0.3))
    if across > 1:
        sheet.repeat_columns(0, named - 1)
    sheet.print_area(0, 0, max(first + count - 1, first + 11), len(fields) - 1)
    paper(sheet, across)


def paper(sheet: Any, across: int = 1, *, landscape: bool = True) -> None:
    """Rows with air, no grid lines; A4 with margins and page numbers."""
    sheet.set_default_row(_ROW)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})  # identifiers are meant to be text
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    if landscape:
        sheet.set_landscape()
    sheet.set_margins(left=0.7, right=0.5, top=0.6, bottom=0.6)
    sheet.fit_to_pages(across, 0)
    sheet.set_footer("&L&9&A&R&9第 &P 页，共 &N 页")


def write_single(
    sheet: Any, project: Project, form: Form, record: Record, look: Look, ranges: dict[str, str]
) -> dict[int, dict[str, str]]:  # fmt: skip
    """A sheet of 字段, 内容, 单位 and 说明; gives the digests of what was written."""
    for column, wide in enumerate(_SINGLE_WIDTHS):
        sheet.set_column(column, column, wide, look.named("plain"))
    sheet.set_column(4, 4, 8, look.named("quiet"), {"hidden": True})
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, form.label, look.named("title"))
    sheet.write_string(1, 0, "在“内容”一列填写；其他列不必改动。", look.named("quiet"))
    label, value = words()["vertical_label"][0], words()["vertical_value"][0]
    for column, text in enumerate((label, value, words()["vertical_unit"][0], "说明与示例", words()["record_id"][0])):
        sheet.write_string(2, column, text, look.head())
    sheet.set_row(2, 24)
    digests: dict[str, str] = {}
    row = 3
    for group, fields in groupby(form.fields.values(), key=lambda field: field.group):
        if group:
            for column in range(4):
                sheet.write_blank(row, column, None, look.named("group"))
            sheet.write_string(row, 0, group, look.named("group"))
            row += 1
        for field in fields:
            digests[field.key] = _single_field(sheet, project, record, field, row, look, ranges)
            row += 1
    sheet.freeze_panes(3, 1)
    sheet.repeat_rows(2)
    sheet.print_area(0, 0, row - 1, 3)
    paper(sheet)
    return {record.id: digests}


def _single_field(
    sheet: Any, project: Project, record: Record, field: Field, row: int, look: Look, ranges: dict[str, str]
) -> str:  # fmt: skip
    sheet.write_string(row, 0, field.label, look.named("line"))
    sheet.write_blank(row, 1, None, look.body(field))
    ready = Place(field, _SINGLE_WIDTHS[1], look).put(sheet, row, 1, getattr(record, field.key), _raw(project, record, field.key))
    sheet.write_string(row, 2, field.kind.unit, look.named("line"))
    help = excel_cells.note(field).replace("\n", "；")
    sheet.write_string(row, 3, help, look.named("quiet_wrapped"))
    _heighten(sheet, row, max(lines(help, _SINGLE_WIDTHS[3] * 1.08), ready.high))
    sheet.write_number(row, 4, record.id, look.named("quiet"))
    excel_cells.offer(sheet, (row, row), 1, field, ranges)
    return ready.digest
