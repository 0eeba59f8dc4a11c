"""The rows under a head: records as text by key, and the rows that are none."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from gzvalue.schema.field import Field
from gzvalue.schema.kinds import plain
from gzvalue.tables.names import is_word, squeeze, words
from gzvalue.tables.sheet import Mark, Row, Sheet

RATIO_NOTE = "这种格式的文件读不出百分比格式：比例中不大于 1 的数按比例理解（0.25 即 25%）；如有误请另存为 .xlsx 再导入"


@dataclass(frozen=True)
class Column:
    """One column that is read.

    Attributes:
        place: from 0.
        head: as it stands on the sheet.
        field: what it fills.
        factor: by what plain numbers are multiplied.
    """

    place: int
    head: str
    field: Field
    factor: Decimal = Decimal(1)

    @cached_property
    def scaled(self) -> bool:
        """Whether plain numbers are multiplied at all."""
        return self.factor != 1


class CellText(NamedTuple):
    """One cell: the text to read (scaled to the field's unit), the text as it stands, where it stands, and its mark.

    ``sheet`` is filled only where the cells of one record come from several sheets.
    """

    text: str
    shown: str
    row: int
    place: int
    mark: Mark | None = None
    sheet: str = ""


class TableRow(NamedTuple):
    """One record on a sheet: row number, the id our own export wrote (or empty), its filled cells by key.

    On a sheet of 字段 and 内容 blank cells stand among the cells too, since there are no columns to tell of them.
    """

    number: int
    record_id: str
    cells: Mapping[str, CellText]


class Skipped(NamedTuple):
    """A row that is no record: its number, its beginning, and why."""

    number: int
    text: str
    reason: str


def body_rows(
    sheet: Sheet, after: int, columns: Sequence[Column], record_id: int | None, heads: Sequence[str], as_ratio: frozenset[int]
) -> tuple[tuple[TableRow, ...], tuple[Skipped, ...]]:
    """The rows below the head, those that are no records apart; ``as_ratio`` are columns as of `ratio_columns`."""
    rows, skipped = [], []
    carried = _carried(sheet, after, columns)
    head_texts = [squeeze(text) for text in heads]
    for row in sheet.rows:
        if row.number <= after:
            continue
        id_text = row.cells[record_id] if record_id is not None and record_id < len(row.cells) else ""
        reason = "" if id_text.isdigit() else _no_record(row, columns, head_texts)
        if reason:
            skipped.append(Skipped(row.number, next(cell for cell in row.cells if cell)[:40], reason))
            continue
        found = ((c.field.key, _cell(sheet, row, c, carried, c.place in as_ratio)) for c in columns)
        cells = {key: cell for key, cell in found if cell is not None}
        if cells:
            rows.append(TableRow(row.number, id_text, cells))
        elif id_text.isdigit():
            skipped.append(Skipped(row.number, f"记录号 {id_text}", "整行已清空；记录未删除，如需删除请在程序中删除"))
    return tuple(rows), tuple(skipped)


def _cell(sheet: Sheet, row: Row, column: Column, carried: Mapping[tuple[int, int], str], as_ratio: bool) -> CellText | None:
    place = column.place
    shown = row.cells[place] if place < len(row.cells) else ""
    if not shown and carried:
        shown = carried.get((row.number, place), "")
    if not shown:
        return None
    mark = sheet.marks.get((row.number, place)) if sheet.marks else None
    if not column.scaled or mark in {"percent", "formula", "error"} or as_ratio:
        return CellText(shown, shown, row.number, place, mark)
    return CellText(scaled(shown, column.factor), shown, row.number, place, mark)


_PLAIN = re.compile(r"[+-]?[¥￥]?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?(e[+-]?\d{1,3})?", re.IGNORECASE)


def scaled(text: str, factor: Decimal) -> str:
    """A plain number times ``factor``; text with a unit of its own (``150万``, ``25%``) and other text as it is."""
    digits = unicodedata.normalize("NFKC", text).replace(" ", "").replace("−", "-")
    negative = digits.startswith("(") and digits.endswith(")")
    digits = digits[1:-1] if negative else digits
    if not _PLAIN.fullmatch(digits) or not any(c.isdigit() for c in digits):
        return text
    number = Decimal(re.sub("[,¥￥]", "", digits))
    if abs(number.adjusted()) > 30:
        return text
    return plain(number * (-factor if negative else factor))


def ratio_columns(sheet: Sheet, after: int, columns: Sequence[Column]) -> frozenset[int]:
    """Of formats whose per-cent cells cannot be told from plain numbers: the columns in which all numbers are ratios."""
    found: set[int] = set()
    if sheet.formats_known:
        return frozenset()
    for column in columns:
        if column.field.kind.unit != "%" or column.factor == 1:
            continue
        texts = [row.cells[column.place] for row in sheet.rows if row.number > after and column.place < len(row.cells)]
        numbers = [Decimal(text) for text in texts if re.fullmatch(r"-?\d+(\.\d+)?", text)]
        if numbers and all(abs(number) <= 1 for number in numbers):
            found.add(column.place)
    return frozenset(found)


def _carried(sheet: Sheet, after: int, columns: Sequence[Column]) -> dict[tuple[int, int], str]:
    """Texts of cells merged downwards, for every row they cover; figures are not repeated, they would count twice."""
    by_place = {column.place: column for column in columns}
    texts = {row.number: row.cells for row in sheet.rows} if sheet.merges else {}
    carried: dict[tuple[int, int], str] = {}
    for merge in sheet.merges:
        column = by_place.get(merge.left)
        if merge.top <= after or merge.bottom == merge.top or column is None or column.field.kind.numeric:
            continue
        cells = texts.get(merge.top, ())
        if merge.left < len(cells) and cells[merge.left]:
            for number in range(merge.top + 1, min(merge.bottom, merge.top + 100_000) + 1):
                carried[number, merge.left] = cells[merge.left]
    return carried


_EXAMPLE = re.compile(rf"{words()['example']}(?:$|[:：\s(（]|行|数据行)")
_REMARK = re.compile(r"(?:注|备注|说明|提示|填表说明|填报说明)\d*\s*[:：.、]")


def _no_record(row: Row, columns: Sequence[Column], head_texts: Sequence[str]) -> str:
    """Why a row is no record, or an empty text."""
    filled = [(place, text) for place, text in enumerate(row.cells) if text]
    first = filled[0][1]
    if _EXAMPLE.match(first):
        return "示例行"
    repeated = sum(1 for place, text in filled if place < len(head_texts) and squeeze(text) == head_texts[place])
    if repeated >= 2 and repeated * 2 > len(filled):
        return "重复的表头"
    if _is_total(row, columns):
        return "合计行"
    if _REMARK.match(first) or (len(filled) <= 6 and _is_footer(first)):
        return "表尾说明"
    if not any(column.place < len(row.cells) and row.cells[column.place] for column in columns):
        return "" if len(filled) > 1 else "没有可识别的内容"
    return ""


def _is_total(row: Row, columns: Sequence[Column]) -> bool:
    """A word like 合计 in one of the first texts, and no code beside it."""
    texts = [(place, text) for place, text in enumerate(row.cells) if text][:3]
    code = next((c.place for c in columns if c.field.kind.name == "code"), None)
    for place, text in texts:
        word = squeeze(text).partition("(")[0].rstrip(":")
        if is_word(word, "totals") or (word.endswith(("小计", "合计")) and len(word) <= 12 and _mostly_figures(row, place)):
            return code is None or code == place or code >= len(row.cells) or not row.cells[code]
    return False


def _mostly_figures(row: Row, place: int) -> bool:
    others = [text for at, text in enumerate(row.cells) if text and at != place]
    return bool(others) and all(re.fullmatch(r"[\d.,%¥￥()+-]+(万|亿)?元?", text) for text in others)


def _is_footer(text: str) -> bool:
    word, colon, _ = text.replace("：", ":").partition(":")
    return bool(colon) and is_word(word, "footers")
