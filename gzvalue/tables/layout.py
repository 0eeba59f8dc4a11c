"""Where the table is on a sheet: its head (below titles, in one or two lines), its rows, and which form it fills."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from gzvalue.schema.field import Form
from gzvalue.tables.across import find_across
from gzvalue.tables.body import RATIO_NOTE, Column, Skipped, TableRow, body_rows, ratio_columns
from gzvalue.tables.names import IMPORTED, Head, Vocabulary, factor, is_word, squeeze, vocabulary
from gzvalue.tables.sheet import Row, Sheet, column_name
from gzvalue.tables.vertical import find_vertical

_LONGEST_HEAD = 120
_HEAD_WITHIN = 40
"""A head is looked for in the first so many rows that are not blank."""


class UnknownColumn(NamedTuple):
    """A column that is not read: letter, head, and why."""

    letter: str
    head: str
    reason: str


@dataclass(frozen=True)
class Table:
    """One sheet understood as records of one form.

    Attributes:
        sheet: name of the sheet.
        form: whose records the rows are.
        columns: the columns that are read.
        rows: the records, as text by key.
        unknown: columns that are not read.
        skipped: rows that are no records, with the reason.
        notes: what was concluded from the sheet and should be known, e.g. 单位：万元.
        head_rows: numbers of the rows of the head, empty for a sheet of 字段 and 内容.
        across: the records stand in columns side by side, one year each.
    """

    sheet: str
    form: Form
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]
    unknown: tuple[UnknownColumn, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()
    head_rows: tuple[int, ...] = ()
    across: bool = False


class _Found(NamedTuple):
    score: tuple[int, int]
    form: Form
    first: int
    last: int
    heads: tuple[str, ...]


def understand(sheet: Sheet, *, alone: bool = False) -> Table | None:
    """The table on a sheet, or ``None`` if it is none of ours.

    Args:
        sheet: the sheet.
        alone: the file has no other sheet, so that the catalogue is presumed.
    """
    named = form_by_name(sheet.name)
    vertical = find_vertical(sheet, named)
    found = _best_head(sheet, [named] if named else list(IMPORTED), alone)
    upright = vertical is not None and vertical.form is named  # one record, named by its sheet: no need to try all other forms
    if found is None and named is not None and not upright:
        found = _best_head(sheet, list(IMPORTED), alone)
    if vertical is not None and (found is None or vertical.matched > found.score[0]):
        return Table(
            sheet.name, vertical.form, (), (vertical.row,), tuple(UnknownColumn("A", *u) for u in vertical.unknown), (), vertical.notes
        )
    across = find_across(sheet, named)
    if across is not None and (found is None or across.matched >= found.score[0]):
        unknown = tuple(UnknownColumn(*one) for one in across.unknown)
        return Table(sheet.name, across.form, (), across.rows, unknown, across.skipped, across.notes, across.head_rows, across=True)
    return None if found is None else _table(sheet, found)


def form_by_name(name: str) -> Form | None:
    """The form that a sheet's name means: exactly, or with a remark behind it (``数据目录-票务部``, ``数据目录 (2)``)."""
    squeezed = squeeze(name)
    starts: list[tuple[int, Form]] = []
    for form in IMPORTED:
        names = vocabulary(form).sheets
        if squeezed in names:
            return form
        starts += [(len(one), form) for one in names if len(one) > 1 and re.match(re.escape(one) + r"[-_(·:、.\d]", squeezed)]
    return max(starts, key=lambda pair: pair[0])[1] if starts else None


def _best_head(sheet: Sheet, forms: Sequence[Form], alone: bool) -> _Found | None:
    rows = sheet.rows[:_HEAD_WITHIN]
    candidates = [(row, first, heads) for place, row in enumerate(rows) for first, heads in _candidates(sheet, rows, place)]
    best: _Found | None = None
    for form in forms:
        names = vocabulary(form)
        sure = len(forms) == 1
        for row, first, heads in candidates:
            found = _rated(names, row, first, heads, sure=sure, preferred=alone and form.name == "data_set")
            if found is not None and (best is None or found.score > best.score):
                best = found
    return best


def _candidates(sheet: Sheet, rows: Sequence[Row], place: int) -> Iterable[tuple[int, tuple[str, ...]]]:
    """The heads that a row may be: on its own, or under a row of groups directly above it."""
    row = rows[place]
    yield row.number, row.cells
    above = rows[place - 1] if place else None
    if above is not None and above.number == row.number - 1:
        yield above.number, _joined(_filled(sheet, above), row.cells)


def _filled(sheet: Sheet, row: Row) -> tuple[str, ...]:
    """A row with the texts of merged ranges carried to the right."""
    cells = list(row.cells)
    for merge in sheet.merges:
        if merge.top == row.number and merge.left < len(cells):
            cells.extend([""] * (merge.right + 1 - len(cells)))
            for column in range(merge.left + 1, merge.right + 1):
                cells[column] = cells[column] or cells[merge.left]
    return tuple(cells)


_BETWEEN = "\x1f"


def _joined(above: Sequence[str], below: Sequence[str]) -> tuple[str, ...]:
    """Heads in two lines: the lower one, the upper where that is blank, both kept where both are filled."""
    width = max(len(above), len(below))
    pairs = ((above[c] if c < len(above) else "", below[c] if c < len(below) else "") for c in range(width))
    return tuple(f"{up}{_BETWEEN}{down}" if up and down else up or down for up, down in pairs)


def _rated(names: Vocabulary, row: Row, first: int, heads: tuple[str, ...], *, sure: bool, preferred: bool) -> _Found | None:
    keys = {head.key for head in (match_head(names, text) for text in heads if text and len(text) <= _LONGEST_HEAD) if head is not None}
    filled = sum(1 for text in heads if text)
    enough = len(keys) >= 5 or (len(keys) >= 2 and len(keys) * 5 >= filled)
    if not keys or (not sure and not (enough and _identifies(names.form, keys))):
        return None
    if sure and len(keys) < min(2, len(names.form.fields)) and filled > 1:
        return None
    # of equal matches: the catalogue of a lone sheet, then the head in one line
    return _Found((len(keys), 2 * preferred + (first == row.number)), names.form, first, row.number, heads)


def _identifies(form: Form, keys: set[str]) -> bool:
    """Whether columns suffice to take rows for records of this form without the sheet's name saying so."""
    if form.code and form.code in keys:
        return True
    required = {key for key, field in form.fields.items() if field.required == "error"}
    return "name" in keys or len(required & keys) * 2 >= len(required)


def match_head(names: Vocabulary, text: str) -> Head | None:
    """The field meant by a head; of a head in two lines the lower line, or both read together."""
    up, between, down = text.partition(_BETWEEN)
    if not between:
        return names.head(text)
    return names.head(up + down) or names.head(down)


def _table(sheet: Sheet, found: _Found) -> Table:
    names = vocabulary(found.form)
    notes: list[str] = []
    unit = _sheet_unit(sheet, found.first)
    if unit:
        notes.append(f"表头上方写有“单位：{unit}”，未另注单位的金额列按{unit}换算为元")
    columns, unknown, record_id = _columns(names, found.heads, unit)
    as_ratio = ratio_columns(sheet, found.last, columns)
    if as_ratio:
        notes.append(RATIO_NOTE)
    rows, skipped = body_rows(sheet, found.last, columns, record_id, found.heads, as_ratio)
    return Table(
        sheet.name, found.form, columns, rows, unknown, skipped, tuple(notes), tuple(range(found.first, found.last + 1))
    )  # fmt: skip


_SHEET_UNIT = re.compile(r"(?:金额|货币|计量)?单位\s*[:：]\s*(?:人民币)?\s*([^\s,，;；()（）]+)")


def _sheet_unit(sheet: Sheet, head_row: int) -> str:
    """The unit of money that a line above the head states for the whole table, if it is not 元."""
    for row in sheet.rows:
        if row.number >= head_row:
            return ""
        for cell in row.cells:
            match = _SHEET_UNIT.search(cell)
            if match and factor(match[1], "元") not in {None, Decimal(1)}:
                return match[1]
    return ""


def _columns(names: Vocabulary, heads: Sequence[str], unit: str) -> tuple[tuple[Column, ...], tuple[UnknownColumn, ...], int | None]:
    columns: dict[str, Column] = {}
    unknown: list[UnknownColumn] = []
    record_id: int | None = None
    running: int | None = None
    for place, text in enumerate(heads):
        if not text:
            continue
        shown = " ".join(text.replace(_BETWEEN, "／").split())
        head = match_head(names, text)
        if record_id is None and is_word(text.rpartition(_BETWEEN)[2], "record_id"):
            record_id = place
        elif head is None and running is None and is_word(text.rpartition(_BETWEEN)[2], "running_number"):
            running = place
        elif head is None:
            reason = names.excuse(text.rpartition(_BETWEEN)[2]) or "不认识的列名，内容未导入"
            unknown.append(UnknownColumn(column_name(place), shown, reason))
        elif head.wrong:
            unknown.append(UnknownColumn(column_name(place), shown, head.wrong))
        elif head.key in columns:
            unknown.append(UnknownColumn(column_name(place), shown, f"与 {column_name(columns[head.key].place)} 列重复，只取前一列"))
        else:
            columns[head.key] = _column(names.form, place, shown, head, unit)
    _running_number(names.form, heads, running, columns, unknown)
    return tuple(columns.values()), tuple(unknown), record_id


def _column(form: Form, place: int, shown: str, head: Head, unit: str) -> Column:
    field = form.fields[head.key]
    scale = head.factor
    if unit and not head.unit and field.kind.unit == "元":
        scale = factor(unit, "元") or scale
    return Column(place, shown, field, scale)


def _running_number(form: Form, heads: Sequence[str], place: int | None, columns: dict[str, Column], unknown: list[UnknownColumn]) -> None:
    """序号 names a record only where the sheet has no column with its code."""
    if place is None:
        return
    field = form.fields.get(form.code) if form.code else None
    if field is None or field.key in columns or field.kind.name != "code":
        unknown.append(UnknownColumn(column_name(place), heads[place], "流水号，不是编号，未导入"))
    else:
        columns[field.key] = Column(place, heads[place], field)
