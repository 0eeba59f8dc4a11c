"""Every bad cell of a source by row and column, with why it is bad, as it may be shown to people.

The counts of a measurement say how many; this says which. The same expressions of the plan are asked, so that both agree.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from gzvalue.quality import classes, identifier_sql, identifiers, plan, references
from gzvalue.quality.counted import Counted
from gzvalue.quality.identifiers import Found
from gzvalue.quality.masking import discreet, masked
from gzvalue.quality.measurement import Json
from gzvalue.quality.profile import Profiled
from gzvalue.quality.rule_check import RuleCheck
from gzvalue.quality.rules import place_of
from gzvalue.quality.sources.folder import ROWS_OF_A_FILE
from gzvalue.quality.sources.loaded import Loaded
from gzvalue.quality.sql_text import as_read

MISSING, TYPE, IDENTIFIER, RULE, REFERENCE = "missing", "type", "identifier", "rule", "reference"

REASONS = {MISSING: "缺失", TYPE: "类型不符", IDENTIFIER: "标识符无效", RULE: "违反规则", REFERENCE: "引用找不到"}
"""Why a cell is bad: key → Chinese name."""

TYPES = {
    "integer": "整数",
    "decimal": "数字",
    "date": "日期",
    "datetime": "日期时间",
    "boolean": "是/否",
    "text": "文本",
    "empty": "空列",
}
"""Types as meant, by their name in the JSON."""

_LIKE = {"date": "，如 2024-02-03", "datetime": "，如 2024-02-03 08:30", "integer": "，如 1200", "decimal": "，如 1200.50"}

OF_A_REASON = 20_000
"""Cells listed for one column and reason; the rest is counted (project's own rule)."""

OF_ALL = 200_000
"""Cells listed in all (project's own rule)."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One bad cell; ``text`` is masked where it may be of a person. ``row`` counts as a spreadsheet does, ``None`` where rows have no number.

    Attributes:
        at: the row as the engine numbers it.
        column: place of its column.
    """

    at: int | None
    row: int | None
    file: str | None
    column: int
    text: str
    reason: str
    why: str


@dataclass(frozen=True)
class Group:
    """Bad cells of one column for one reason: how many there are, and how many are listed."""

    column: int
    reason: str
    why: str
    total: int
    listed: int


@dataclass
class BadCells:
    """All bad cells, or as many as are listed.

    Attributes:
        names: heads of the source.
        cells: column by column, each reason's cells in the order of rows.
        groups: what is listed and what there is.
    """

    names: tuple[str, ...]
    cells: list[Cell] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)

    @property
    def total(self) -> int:
        """Bad cells in all; a cell that is bad for two reasons counts in both."""
        return sum(one.total for one in self.groups)

    @property
    def left_out(self) -> int:
        """Bad cells that are counted but not listed."""
        return self.total - len(self.cells)

    def as_json(self) -> Json:
        """For the JSON: cells by name of column."""
        return {
            "total": self.total,
            "cells": [
                {"row": one.row, "column": self.names[one.column], "text": one.text, "reason": one.reason, "why": one.why}
                | ({} if one.file is None else {"file": one.file})
                for one in self.cells
            ],
        }


def bad_cells(counted: Counted, each: int = OF_A_REASON, most: int = OF_ALL) -> BadCells:
    """The bad cells of a source.

    Args:
        counted: the measured source.
        each: cells listed for one column and reason.
        most: cells listed in all.

    Raises:
        Cancelled: stopped.
    """
    found = BadCells(counted.loaded.names)
    for one in _groups(counted):
        room = min(each, most - len(found.cells))
        cells = [] if room <= 0 else [_cell(counted, one, at, text) for at, text in one.rows(room)]
        found.cells += cells
        found.groups.append(Group(one.column, one.reason, one.why, one.total, len(cells)))
    return found


def whole_rows(counted: Counted, at: Sequence[int], columns: Sequence[int]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The named rows with the cells of some columns as they may be shown, in the order of rows.

    Raises:
        Cancelled: stopped.
    """
    names = "".join(f", c{k}" for k in columns)
    relation = counted.engine.relation(columns)
    for start in range(0, len(at), _ROWS_AT_ONCE):
        numbers = ", ".join(map(str, at[start : start + _ROWS_AT_ONCE]))
        rows = counted.engine.ask(f"SELECT r{names} FROM {relation} WHERE r IN ({numbers}) ORDER BY r", "取出有问题的行")
        for row, *cells in rows:
            yield int(row), tuple(shown(counted.profiled[k], text) for k, text in zip(columns, cells, strict=True))


_ROWS_AT_ONCE = 2_000


def numbered(loaded: Loaded, at: int | None) -> tuple[int | None, str | None]:
    """The row as a spreadsheet numbers it, and the file of a folder it stands in."""
    if at is None or not loaded.row_numbers:
        return None, None
    if loaded.files:
        place, row = divmod(at, ROWS_OF_A_FILE)
        return row, loaded.files[place]
    return at, None


def shown(profiled: Profiled, text: str | None) -> str:
    """A cell as it may be shown: masked where its column is of people, else only what looks like a number of a person."""
    if text is None:
        return ""
    found = profiled.found
    if found is not None and identifiers.identifier(found.name).personal:
        return masked(text, found.name)
    return discreet(text)


# --- what is asked ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Asked:
    """Bad cells of one reason: how many, and the statement that gives their rows up to a limit."""

    counted: Counted
    column: int
    reason: str
    why: str
    total: int
    sql: str

    def rows(self, most: int) -> list[tuple[int | None, str | None]]:
        words = f"列出“{self.counted.loaded.names[self.column]}”的坏单元格"
        return [(row, text) for row, text in self.counted.engine.ask(f"{self.sql} ORDER BY r LIMIT {most}", words)]


def _groups(counted: Counted) -> Iterator[_Asked]:
    for places in _chunks(counted):
        typed = [k for k in places if counted.profiled[k].column.invalid and counted.profiled[k].found is None]
        wrong = _wrong_by_type(counted, typed) if typed else ""
        for k in places:
            one = counted.profiled[k]
            if one.column.missing:
                yield _Asked(counted, k, MISSING, "没有内容", one.column.missing, _missing(counted, k))
            if one.column.invalid:
                texts = _wrong_by_identifier(counted, k, one.found) if one.found is not None else f"SELECT x FROM {wrong} WHERE k = {k}"
                reason, why = _invalid_words(one)
                sql = f"SELECT r, c{k} FROM {counted.engine.relation([k])} WHERE c{k} IN ({texts})"
                yield _Asked(counted, k, reason, why, one.column.invalid, sql)
    check = RuleCheck(counted.engine, counted.loaded, counted.profiled, counted.reading, counted.today)
    for asked, broken in zip(check.asked(counted.rules), counted.broken, strict=True) if counted.broken else ():
        if broken.rows:
            yield _Asked(counted, asked.columns[0], RULE, f"违反规则：{asked.name}", broken.rows, check.rows(asked))
    yield from _lost(counted)


def _chunks(counted: Counted) -> list[list[int]]:
    """Columns whose wrong texts are found by one statement, whose planning costs more than its work; singly where nothing is kept."""
    every = range(len(counted.profiled))
    return plan.chunks(every, counted.loaded.rows) if counted.engine.name == "duckdb" else [[k] for k in every]


def _missing(counted: Counted, k: int) -> str:
    test = classes.missing(f"c{k}", f"s{k}", counted.reading, k=str(k))
    return f"SELECT r, c{k} FROM (SELECT r, c{k}, {as_read(f'c{k}')} AS s{k} FROM {counted.engine.relation([k])}) AS read_ WHERE {test}"


def _wrong_by_type(counted: Counted, places: Sequence[int]) -> str:
    """The texts of some columns that fail their column's type, kept; asked of the distinct values, as counting does."""
    letter = classes.cell_class(counted.reading)
    types: dict[str, list[int]] = {}
    for k in places:
        types.setdefault(counted.profiled[k].column.type, []).append(k)
    right = " OR ".join(f"(k IN ({', '.join(map(str, columns))}) AND {classes.classes_fit(type)})" for type, columns in types.items())
    seen = f"SELECT k, x, {as_read('x')} AS s FROM ({counted.engine.counted(places)}) AS counted"
    wrong = (
        f"SELECT k, x FROM (SELECT k, x, {letter} AS t FROM ({seen}) AS seen) AS classed WHERE t <> '{classes.MISSING}' AND NOT ({right})"
    )
    return counted.engine.keep(wrong, "wrong_by_type", "列出坏单元格")


def _wrong_by_identifier(counted: Counted, k: int, found: Found) -> str:
    """The texts of a column that fail its identifier."""
    gone = classes.missing("x", "s", counted.reading, k="k")
    right = f"coalesce({identifier_sql.test(found.asked.identifier, counted.today, heading=found.asked.heading)}, FALSE)"
    seen = f"SELECT k, x, {as_read('x')} AS s FROM ({counted.engine.counted([k])}) AS counted"
    return f"SELECT x FROM ({seen}) AS seen WHERE NOT {gone} AND NOT {right}"


def _invalid_words(one: Profiled) -> tuple[str, str]:
    if one.found is not None:
        return IDENTIFIER, f"不是有效的{identifiers.identifier(one.found.name).label}"
    return TYPE, f"应为{TYPES[one.column.type]}{_LIKE.get(one.column.type, '')}"


def _lost(counted: Counted) -> Iterator[_Asked]:
    for n, one in enumerate(counted.rules.references):
        places = [place_of(name, counted.loaded.names, "references 的 columns") for name in one.columns]
        relation = references.judged(counted.engine, places, n, counted.reading)
        lost = int(counted.engine.ask(f"SELECT count(*) FROM {relation} WHERE NOT hit", "检查引用")[0][0])
        if lost:
            sql = f"SELECT r, c{places[0]} FROM {relation} WHERE NOT hit"
            yield _Asked(counted, places[0], REFERENCE, f"在“{one.source.name}”的 {'＋'.join(one.to)} 中找不到", lost, sql)


def _cell(counted: Counted, group: _Asked, at: int | None, text: str | None) -> Cell:
    row, file = numbered(counted.loaded, at)
    profiled = counted.profiled[group.column]
    why = group.why
    if group.reason == MISSING:
        word = (text or "").strip()
        return Cell(at, row, file, group.column, word[:20], MISSING, f"“{word[:20]}”按缺失计" if word else "空白")
    if text is not None and classes.BAD_MARK in text:
        why = "含无法读出的字符，文件在此处的编码有误"
    return Cell(at, row, file, group.column, shown(profiled, text), group.reason, why)
