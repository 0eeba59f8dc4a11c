"""Sheets of two columns, 字段 and 内容, for forms of which a project holds one record."""

import re
from decimal import Decimal
from typing import NamedTuple

from gzvalue.schema.field import Form
from gzvalue.tables.body import RATIO_NOTE, CellText, TableRow, scaled
from gzvalue.tables.names import IMPORTED, Head, factor, is_word, vocabulary
from gzvalue.tables.sheet import Row, Sheet

_LABELS_WITHIN = 3


class Vertical(NamedTuple):
    """A form found down a column: how many labels were known, its one record, labels that are unknown with the reason."""

    matched: int
    form: Form
    row: TableRow
    unknown: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def find_vertical(sheet: Sheet, named: Form | None) -> Vertical | None:
    """The form whose labels stand below each other, or ``None``."""
    forms = [named] if named is not None and named.single else [one for one in IMPORTED if one.single]
    if named is not None and not named.single:
        return None
    least = 1 if named is not None else 3
    best: Vertical | None = None
    for form in forms:
        for column in range(min(_LABELS_WITHIN, sheet.width)):
            found = _down(sheet, form, column)
            if found.matched >= least and (best is None or found.matched > best.matched):
                best = found
    return best


class _Where(NamedTuple):
    value: int
    unit: int | None
    record_id: int | None


def _down(sheet: Sheet, form: Form, column: int) -> Vertical:
    names = vocabulary(form)
    where = _Where(column + 1, None, None)
    cells: dict[str, CellText] = {}
    unknown: list[tuple[str, str]] = []
    record_id, first = "", 0
    for row in sheet.rows:
        label = _at(row, column)
        stated = _heads(row, column)
        if stated is not None:
            where = stated
            continue
        if not label or row.cells.count("") == len(row.cells) - 1:
            continue  # a title or the name of a group
        head = names.head(label)
        if head is None or head.wrong or head.key in cells:
            if _at(row, where.value) and first:
                unknown.append((label, head.wrong if head and head.wrong else ("重复的字段" if head else "不认识的字段，内容未导入")))
            continue
        first = first or row.number
        record_id = record_id or (_at(row, where.record_id) if where.record_id is not None else "")
        cells[head.key] = _cell(sheet, row, form, head, where)
    percents = [cell.shown for key, cell in cells.items() if form.fields[key].kind.unit == "%"]
    ratios = any(_below_one(sheet, text) for text in percents)
    ids = record_id if record_id.isdigit() else ""
    return Vertical(len(cells), form, TableRow(first, ids, cells), tuple(unknown), (RATIO_NOTE,) if ratios else ())


def _heads(row: Row, column: int) -> _Where | None:
    """Where 内容 and 单位 stand, if this row is the head."""
    if not is_word(_at(row, column), "vertical_label"):
        return None
    value, unit, record_id = column + 1, None, None
    for place, text in enumerate(row.cells):
        if place > column and is_word(text, "vertical_value"):
            value = place
        elif place > column and is_word(text, "vertical_unit"):
            unit = place
        elif is_word(text, "record_id"):
            record_id = place
    return _Where(value, unit, record_id)


def _cell(sheet: Sheet, row: Row, form: Form, head: Head, where: _Where) -> CellText:
    shown = _at(row, where.value)
    mark = sheet.marks.get((row.number, where.value))
    scale = head.factor
    stated = _at(row, where.unit) if where.unit is not None else ""
    if stated and not head.unit:
        scale = factor(stated, form.fields[head.key].kind.unit) or scale
    ratio = form.fields[head.key].kind.unit == "%" and _below_one(sheet, shown)
    if not shown or scale == Decimal(1) or ratio or mark in {"percent", "formula", "error"}:
        return CellText(shown, shown, row.number, where.value, mark)
    return CellText(scaled(shown, scale), shown, row.number, where.value, mark)


def _below_one(sheet: Sheet, text: str) -> bool:
    """Of formats whose per-cent cells cannot be told from plain numbers: a number that is a ratio by its size."""
    return not sheet.formats_known and re.fullmatch(r"-?[01](\.\d+)?", text) is not None and abs(Decimal(text)) <= 1


def _at(row: Row, place: int | None) -> str:
    return row.cells[place] if place is not None and place < len(row.cells) else ""
