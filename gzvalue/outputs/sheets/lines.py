"""Fields of a sheet as tables of paper and as JSON: label, text, length against its limit, where the text comes from."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import cache

from gzvalue.circulation.shown import Shown
from gzvalue.outputs.blocks import NOT_FILLED, Cell, Column, Marked, RowsTable
from gzvalue.outputs.sheets.sheet import SheetField
from gzvalue.outputs.words import minus
from gzvalue.schema.field import Form

_MOST = 20_000
_CUT = re.compile(r"…（下略，全文 ([\d,]+) 字）$")
"""How `gzvalue.outputs.fitting` ends a text that it cut."""

_NUMERIC = ("money", "ratio", "number", "integer")


@cache
def limit_of(form: Form, key: str) -> int:
    """Most characters that a text field takes (the program's own limit); 0 for other fields."""
    field = form.fields.get(key)
    if field is None or field.kind.name not in ("text", "long_text") or field.kind.choices:
        return 0
    verdict = field.kind.verdict
    return bisect_left(range(1, _MOST), True, key=lambda length: verdict("字" * length) is not None)


def field_table(form: Form, lines: Iterable[Shown], *, counted: bool = False) -> RowsTable:
    """All fields in one table under their groups; optional fields that nobody filled in are left out.

    Args:
        form: whose fields these are.
        lines: in their order; those of a group stand together.
        counted: with a column of lengths against the limits.
    """
    groups: dict[str, list[Shown]] = {}
    for one in lines:
        if one.text or one.required:
            groups.setdefault(one.group, []).append(one)
    rows: list[tuple[Cell, ...]] = []
    heads: list[tuple[int, str]] = []
    for group, members in groups.items():
        heads.append((len(rows), group))
        rows += [_row(form, one, counted) for one in members]
    columns = [Column("项目", 2.2), Column("内容", 7)]
    columns += [Column("字数", 1.4, "code")] if counted else []
    return RowsTable((*columns, Column("来源", 1.9)), tuple(rows), groups=tuple(heads))


def _row(form: Form, one: Shown, counted: bool) -> tuple[Cell, ...]:
    label = f"{one.label}（必填）" if one.missing else one.label
    text: Cell = minus(one.text) if _is_figure(form, one.key) else one.text
    shown = text if one.text else Marked(NOT_FILLED, "stop")
    length: tuple[Cell, ...] = (_length(form, one),) if counted else ()
    return (label, shown, *length, one.origin or "—")


def _is_figure(form: Form, key: str) -> bool:
    field = form.fields.get(key)
    return field is not None and field.kind.name in _NUMERIC


def _length(form: Form, one: Shown) -> Cell:
    most = limit_of(form, one.key)
    if not most or not one.text:
        return "—"
    cut = _CUT.search(one.text)
    count = int(cut[1].replace(",", "")) if cut else len(one.text)
    return Marked(f"{count}／{most}", "stop") if count > most else f"{count}／{most}"


def json_fields(lines: Iterable[Shown]) -> tuple[SheetField, ...]:
    """The fields for JSON, in order; optional ones that are empty too."""
    return tuple(SheetField(one.key, one.label, one.text, one.origin) for one in lines)


def json_records(records: Iterable[tuple[str, Iterable[Shown]]]) -> list[dict[str, object]]:
    """Several records of one sheet: code and fields of each."""
    return [
        {
            "code": code or None,
            "fields": [
                {"key": one.key, "label": one.label, "text": one.text or None, "origin": one.origin or None, "required": one.required}
                for one in lines
            ],
        }
        for code, lines in records
    ]
