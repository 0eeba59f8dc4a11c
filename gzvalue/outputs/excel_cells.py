"""One datum into one cell: text as text and never as a formula, figures exact or as text, dates as dates."""

import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from gzvalue.outputs.excel_look import Look, lines
from gzvalue.schema.field import Field
from gzvalue.tables.ledger import of_value, written

_FIRST_DAY = datetime.date(1900, 3, 1)
"""Before it spreadsheets disagree about serial numbers."""

_LIST_LIMIT = 255
_EMPTY_ROWS = 500
_REMEMBERED = 20_000


class Prepared(NamedTuple):
    """A datum ready for its cell: what is written, its digest for the ledger, how many lines it takes."""

    content: Any
    digest: str
    high: int


class Place:
    """Where one field's data go: its formats, its width, and what was prepared before, since data repeat."""

    def __init__(self, field: Field, wide: float, look: Look) -> None:
        self.field = field
        self.wide = wide
        self._body = look.body(field)
        self._unread = look.unread(field)
        self._known: dict[Any, Prepared] = {}

    def put(self, sheet: Any, row: int, column: int, value: Any, raw: str | None) -> Prepared:
        """Write a datum so that reading it back gives the same value."""
        if raw is not None:
            ready = _prepared(self.field, value, raw, self.wide)
            sheet.write_string(row, column, ready.content, self._unread)
            return ready
        known = self._known.get(value)
        if known is None:
            known = _prepared(self.field, value, None, self.wide)
            if len(self._known) < _REMEMBERED:
                self._known[value] = known
        if isinstance(known.content, str):
            if known.content:
                sheet.write_string(row, column, known.content, self._body)
        elif isinstance(known.content, datetime.datetime):
            sheet.write_datetime(row, column, known.content, self._body)
        else:
            sheet.write_number(row, column, known.content, self._body)
        return known


def _prepared(field: Field, value: Any, raw: str | None, wide: float) -> Prepared:
    digest = of_value(field, value, raw)
    number = None if raw is not None else _exact(field, value)
    if number is not None:
        return Prepared(number, digest, 1)
    if raw is None and isinstance(value, datetime.date) and value >= _FIRST_DAY:
        return Prepared(datetime.datetime(value.year, value.month, value.day), digest, 1)
    text = written(field, value, raw)
    return Prepared(text, digest, lines(text, wide))


def _exact(field: Field, value: Any) -> float | int | None:
    """The figure as a spreadsheet's number, if its 15 digits hold it; else it is written as text."""
    if not field.kind.numeric or not isinstance(value, int | Decimal):
        return None
    exact = Decimal(value)
    number = float(exact)
    return number if abs(number) < 1e15 and Decimal(f"{number:.15g}") == exact else None


def offer(sheet: Any, rows: tuple[int, int], column: int, field: Field, lists: dict[str, str]) -> None:
    """A drop-down list for choices and for codes of other sheets; other text is warned of, not refused.

    Args:
        sheet: the worksheet.
        rows: first and last row.
        column: the column.
        field: what stands there.
        lists: form name → range of its codes in this workbook.
    """
    source: list[str] | str | None = None
    if field.kind.name in {"choice", "flag"} and len(",".join(field.kind.choices)) <= _LIST_LIMIT:
        source = list(field.kind.choices)
    elif field.kind.name == "reference":
        source = lists.get(field.kind.target)
    if source is None:
        return
    words = "请从下拉列表中选择；如确需填写其他内容，点“是”保留，导入时会提示。"
    sheet.data_validation(
        rows[0], column, rows[1], column,
        {"validate": "list", "source": source, "ignore_blank": True, "error_type": "warning", "error_title": "不在可选范围", "error_message": words},
    )  # fmt: skip


def explain(sheet: Any, row: int, column: int, field: Field) -> None:
    """A note on a head: what it is, whether it must be filled, an example, the source."""
    text = note(field)
    if text:
        lines = sum(1 + len(line) // 18 for line in text.split("\n"))
        sheet.write_comment(
            row, column, text, {"author": "", "x_scale": 2.0, "height": 22 + 17 * lines, "font_name": "微软雅黑", "font_size": 9}
        )


def note(field: Field) -> str:
    """The words of help for a field."""
    parts = [field.help]
    if field.required == "error":
        parts.append("必填")
    if field.kind.choices:
        several = "（可多选，用“、”分开）" if field.kind.name == "choices" else ""
        parts.append(f"可选{several}：" + "、".join(field.kind.choices))
    if field.kind.name == "references":
        parts.append("可填多个编号，用“、”分开")
    if field.example:
        parts.append(f"示例：{field.example}")
    if field.source:
        parts.append(f"来源：{field.source}")
    return "\n".join(part for part in parts if part)


def example(field: Field) -> str:
    """How a filled cell looks."""
    if field.kind.name == "flag":
        return field.example or "是"
    return field.example or (field.kind.choices[0] if field.kind.name == "choice" else "")


def last_row(first: int, count: int) -> int:
    """The last row that drop-down lists reach: some hundred empty rows below the records."""
    return first + count + _EMPTY_ROWS
