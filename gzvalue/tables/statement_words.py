"""Small readings of yearly statements: accounts without their ornaments, figures, dashes for nothing, units."""

import re
from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise

from gzvalue.tables.names import factor, is_word, squeeze, words
from gzvalue.tables.period_heads import Period, period_of
from gzvalue.tables.sheet import Row, Sheet

_ORDINAL = re.compile(r"^(?:\(?[一二三四五六七八九十]+\)?[、.．:]?(?=\D)|\(?\d{1,2}\)?[、.．)](?=\D))")
_WITHIN = re.compile(r"^(?:其中|加|减|含|★|△|▲|#|\*)+[:：]?")
_TRAILING = re.compile(r"\([^()]*(?:填列|列示|号)[^()]*\)$")


def bare_account(text: str) -> tuple[str, bool]:
    """An account without 一、, 减：, （亏损以“－”号填列）; and whether it is a part of another (其中)."""
    plain = squeeze(text)
    within = plain.startswith("其中")
    for _ in range(3):
        plain = _TRAILING.sub("", _WITHIN.sub("", _ORDINAL.sub("", plain)))
    return plain, within


def filled(sheet: Sheet, row: Row) -> tuple[str, ...]:
    """A row with the texts of merged ranges carried to the right."""
    cells = list(row.cells)
    for merge in sheet.merges:
        if merge.top <= row.number <= merge.bottom and merge.top == row.number and merge.left < len(cells):
            cells.extend([""] * (merge.right + 1 - len(cells)))
            for column in range(merge.left + 1, merge.right + 1):
                cells[column] = cells[column] or cells[merge.left]
    return tuple(cells)


def periods_in(row: Row) -> dict[int, Period]:
    """What heads of a row name years, by place."""
    found = ((at, period_of(text)) for at, text in enumerate(row.cells) if text)
    return {at: one for at, one in found if one is not None}


def cell_at(row: Row, place: int) -> str:
    """The text at a place of a row, empty beyond its end."""
    return row.cells[place] if place < len(row.cells) else ""


def is_figure(text: str) -> bool:
    """Whether a text is a number as accountants write it."""
    return re.fullmatch(r"[(（]?[-+−]?[¥￥]?[\d,.]+[)）]?[%％万亿元]*", text.strip()) is not None


def is_nil(text: str) -> bool:
    """A dash or the like, which accountants write for nothing."""
    return squeeze(text) in words()["periods"]["nil"]


def is_label_word(text: str) -> bool:
    """Whether a head stands above accounts: 科目, 项目, 资产."""
    return is_word(text, "vertical_label") or squeeze(text).partition("(")[0] in words()["periods"]["label"]


def is_note(text: str) -> bool:
    """Whether a head stands above references and remarks: 附注, 行次."""
    return squeeze(text) in words()["periods"]["note"]


def consecutive(periods: Mapping[int, Period]) -> bool:
    """Whether heads are years that follow each other, up or down."""
    years = [one.year for _, one in sorted(periods.items()) if one.year is not None]
    steps = {after - before for before, after in pairwise(years)}
    return len(years) == len(periods) and len(years) > 1 and steps in ({1}, {-1})


_UNIT = re.compile(r"(?:金额|货币|计量)?单位\s*[:：]\s*(?:人民币)?\s*([^\s,，;；()（）]+)")


def unit_above(sheet: Sheet, head_row: int) -> str:
    """The unit of money above the head, 元 included; a foreign one too, which `scale_of` does not know."""
    for row in sheet.rows:
        if row.number >= head_row:
            break
        for cell in row.cells:
            match = _UNIT.search(cell)
            if match and (scale_of(match[1]) is not None or squeeze(match[1]) in words()["foreign_units"]):
                return match[1]
    return ""


def unit_in(text: str) -> str:
    """The unit of money that a head names, or empty."""
    bare = squeeze(text).strip("()").removeprefix("单位:").removeprefix("金额(").strip("()")
    return bare if scale_of(bare) is not None else ""


def scale_of(unit: str) -> Decimal | None:
    """By what a number in a unit of money is multiplied to be 元; ``None`` without a unit or for a foreign one."""
    return factor(unit, "元") if unit else None
