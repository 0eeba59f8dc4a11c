"""The one plan: what is asked of an engine, as SQL in DuckDB's dialect over a relation of text columns.

A relation of the source has a row number ``r`` and columns ``c0``, ``c1``, … of text. Columns are looked at in chunks of
about equal numbers of cells. For a chunk the distinct values of its columns with their counts (``k`` column, ``x`` value,
``n`` cells) are formed once; everything else about columns is asked of those values.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gzvalue.quality import classes, identifier_sql
from gzvalue.quality.classes import Reading
from gzvalue.quality.sql_text import as_folded, as_read, literal, matches, numbers

CHUNK_CELLS = 4_000_000
"""Cells that are looked at together: some columns of many rows, or many columns of few."""

CHUNK_COLUMNS = 50
"""Columns in one statement, so that its planning stays small beside its work."""

TOP = 10
SAMPLES = 5
LONGEST_TEXT = 200
"""Characters of a text that are shown; counting looks at the whole."""


def chunks(columns: Sequence[int], rows: int, cells: int = CHUNK_CELLS) -> list[list[int]]:
    """Columns in groups of at most so many cells; at least one column each."""
    size = max(1, min(CHUNK_COLUMNS, cells // max(rows, 1)))
    return [list(columns[start : start + size]) for start in range(0, len(columns), size)]


def values(counted: str, reading: Reading) -> str:
    """The distinct values of some columns with their counts, how they read, their class and the identifier they may be.

    ``counted`` gives ``k``, ``x`` and ``n``: `counted_each`, or what an engine does faster. ``f`` is how a text reads where that
    differs from its bytes, which is seldom; `seen_in` makes ``s`` of both.
    """
    return (
        f"SELECT k, x, n, f, t, {identifier_sql.guess()} AS i FROM ("
        f"SELECT k, x, n, f, s, {classes.cell_class(reading)} AS t FROM ("
        f"SELECT k, x, n, f, coalesce(f, x) AS s FROM (SELECT k, x, n, {as_folded('x')} AS f FROM ({counted}) AS counted) AS read_"
        ") AS seen) AS classed"
    )


def seen_in(kept: str) -> str:
    """What `values` gave, with the text as read."""
    return f"(SELECT k, x, n, coalesce(f, x) AS s, t, i FROM {kept}) AS v"


def counted_each(relations: Mapping[int, str]) -> str:
    """The distinct values of columns, each counted in its own relation."""
    return " UNION ALL ".join(f"SELECT {k} AS k, c{k} AS x, count(*) AS n FROM {data} GROUP BY c{k}" for k, data in relations.items())


def summary(v: str) -> str:
    """By column, class and identifier: distinct values, cells, least and greatest text, shortest and longest."""
    return (
        "SELECT k, t, i, count(*) AS values_, sum(n) AS cells, min(x) AS least, max(x) AS most, min(length(x)) AS short, max(length(x)) AS long_ "
        f"FROM {v} GROUP BY k, t, i"
    )


def tops(v: str) -> str:
    """The most frequent filled values of each column; equal counts by the bytes of the text."""
    return (
        "SELECT k, x, n FROM (SELECT k, x, n, row_number() OVER (PARTITION BY k ORDER BY n DESC, x) AS place "
        f"FROM {v} WHERE t <> 'm') AS placed WHERE place <= {TOP}"
    )


def classes_of(types: Mapping[int, str]) -> str:
    """Whether a value's class fits the type of its column."""
    by_type: dict[str, list[int]] = {}
    for column, type in types.items():
        by_type.setdefault(type, []).append(column)
    parts = [f"(k IN ({numbers(columns)}) AND {classes.classes_fit(type)})" for type, columns in sorted(by_type.items())]
    return f"({' OR '.join(parts)})" if parts else "FALSE"


def numbers_of(types: Mapping[int, str], v: str) -> str:
    """The figures of numeric columns with their cells."""
    return f"SELECT k, n, CAST(replace(s, ',', '') AS DOUBLE) AS d FROM {v} WHERE {classes_of(types)}"


def figures(cells: Mapping[int, int], u: str) -> str:
    """Order statistics of numeric columns: least, greatest, and the two cells beside each quartile, counted and not estimated.

    The line between the two neighbours is drawn outside, so that every engine gives the same figure. ``cells`` are the
    figures in each column; ``u`` is what `numbers_of` gave.
    """
    ranks, places = [], []
    for name, share in (("q1", 0.25), ("q2", 0.5), ("q3", 0.75)):
        for side, add in (("lo", 0), ("hi", 1)):
            ranks.append(f"min(CASE WHEN cum > at_{name}_{side} THEN d END) AS {name}_{side}")
            places.append((f"at_{name}_{side}", share, add))
    by_column = " UNION ALL ".join(
        f"SELECT {k} AS pk, " + ", ".join(f"{int((total - 1) * share) + add} AS {at}" for at, share, add in places)
        for k, total in cells.items()
    )
    return (
        f"SELECT k, min(d) AS least, max(d) AS most, {', '.join(ranks)} FROM ("
        "SELECT k, d, sum(n) OVER (PARTITION BY k ORDER BY d ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS cum "
        f"FROM {u}) AS ranked JOIN ({by_column}) AS places ON k = pk GROUP BY k"
    )


def outside(bounds: Mapping[int, tuple[float, float]], u: str) -> str:
    """How many cells of numeric columns lie below and above their fences."""
    by_column = " UNION ALL ".join(
        f"SELECT {k} AS pk, CAST({low!r} AS DOUBLE) AS low, CAST({high!r} AS DOUBLE) AS high" for k, (low, high) in bounds.items()
    )
    return (
        f"SELECT k, sum(CASE WHEN d < low THEN n ELSE 0 END) AS below, sum(CASE WHEN d > high THEN n ELSE 0 END) AS above "
        f"FROM {u} JOIN ({by_column}) AS fences ON k = pk GROUP BY k"
    )


def moment(s: str, t: str) -> str:
    """A date as ``2024-02-03``, a moment as ``2024-02-03 04:05``, so that texts compare as times do."""
    hour = f"lpad(regexp_replace(split_part({s}, ':', 1), '^.*[^0-9]', ''), 2, '0')"
    time = f"concat(' ', {hour}, ':', substr(split_part({s}, ':', 2), 1, 2))"
    whole = f"concat({classes.day(s)}, CASE WHEN {t} = 't' THEN {time} ELSE '' END)"
    ready = f"{t} = 't' AND {matches(s, '^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:')}"
    return f"CASE WHEN {ready} THEN concat(substr({s}, 1, 10), ' ', substr({s}, 12, 5)) ELSE {whole} END"


def days(types: Mapping[int, str], today: str, start: str, v: str) -> str:
    """First and last moment of columns of dates, the cells that lie after today, and those before the first day of the time span."""
    return (
        f"SELECT k, min(d) AS first_, max(d) AS last_, sum(CASE WHEN substr(d, 1, 10) > {literal(today)} THEN n ELSE 0 END) AS future, "
        f"sum(CASE WHEN substr(d, 1, 10) < {literal(start)} THEN n ELSE 0 END) AS before_ "
        f"FROM (SELECT k, n, {moment('s', 't')} AS d FROM {v} WHERE {classes_of(types)}) AS read_ GROUP BY k"
    )


LONGEST_PATTERN = 60
"""Characters of a text whose pattern is told; longer ones are prose."""

_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_HAN = "[\u3400-\u9fff]"
_SHAPES = "9" * 10 + "A" * 26 + "a" * 26


def patterns(columns: Sequence[int], v: str) -> str:
    """The most frequent patterns of texts: a figure as 9, a letter as A or a, Chinese characters in a row as 字; equal counts by bytes."""
    shaped = f"translate(s, {literal(_LETTERS)}, {literal(_SHAPES)})"
    folded = f"CASE WHEN {matches('s', _HAN)} THEN regexp_replace({shaped}, '{_HAN}+', '字', 'g') ELSE {shaped} END"
    pattern = f"CASE WHEN length(s) > {LONGEST_PATTERN} THEN '…' ELSE {folded} END"
    each = f"SELECT k, {pattern} AS p, n FROM {v} WHERE t <> 'm' AND k IN ({numbers(list(columns))})"
    counted = f"SELECT k, p, sum(n) AS n FROM ({each}) AS shaped GROUP BY k, p"
    placed = f"SELECT k, p, n, row_number() OVER (PARTITION BY k ORDER BY n DESC, p) AS place, count(*) OVER (PARTITION BY k) AS total FROM ({counted}) AS counted"
    return f"SELECT k, p, n, total FROM ({placed}) AS placed WHERE place <= {TOP}"


def days_held(k: int, type: str, data: str, reading: Reading) -> str:
    """The different days in a column of dates."""
    read = f"(SELECT c{k} AS x, {as_read(f'c{k}')} AS s, {k} AS k FROM {data}) AS read_"
    classed = f"(SELECT s, {classes.cell_class(reading)} AS t FROM {read}) AS classed"
    return f"SELECT DISTINCT {classes.day('s')} AS d FROM {classed} WHERE {classes.classes_fit(type)}"


@dataclass(frozen=True)
class IdentifierAsked:
    """One test of one column: which, and whether the head names it."""

    column: int
    identifier: str
    heading: bool


def identifier_counts(asked: Sequence[IdentifierAsked], today: str, v: str) -> str:
    """For each column and identifier asked: filled cells that pass, and cells that have at least the shape."""
    parts = []
    for one in asked:
        test = identifier_sql.test(one.identifier, today, heading=one.heading, ready=True)
        shape = identifier_sql.shape(one.identifier)
        judged = f"CASE WHEN {test} THEN 2 {f'WHEN {shape} THEN 1' if shape else ''} ELSE 0 END"
        cells = f"SELECT n, {judged} AS z FROM {identifier_sql.prepared(one.identifier, v)} WHERE k = {one.column} AND t <> 'm'"
        parts.append(
            f"SELECT {one.column} AS k, {literal(one.identifier)} AS identifier, sum(CASE WHEN z = 2 THEN n ELSE 0 END) AS passed, "
            f"sum(CASE WHEN z > 0 THEN n ELSE 0 END) AS shaped FROM ({cells}) AS judged"
        )
    return " UNION ALL ".join(parts)


def wrong_by_class(k: int, type: str, v: str) -> str:
    """Some of the texts of a column that do not fit its type, in the order of their bytes."""
    return f"SELECT {k} AS k, x, n FROM (SELECT x, n FROM {v} WHERE k = {k} AND t <> 'm' AND NOT {classes_of({k: type})} ORDER BY x LIMIT {SAMPLES}) AS w{k}"


def wrong_by_identifier(one: IdentifierAsked, today: str, v: str, *, right: bool = False) -> str:
    """Some of the texts of a column that fail its identifier (or that pass it)."""
    test = identifier_sql.test(one.identifier, today, heading=one.heading)
    found = test if right else f"NOT {test}"
    return (
        f"SELECT {one.column} AS k, x, n FROM (SELECT x, n FROM {v} WHERE k = {one.column} AND t <> 'm' AND {found} ORDER BY x LIMIT {SAMPLES}) "
        f"AS w{one.column}"
    )


def rows_of(k: int, texts: Sequence[str | None], data: str) -> str:
    """The first rows in which a column holds one of some texts."""
    kept = [text for text in texts if text is not None]
    parts = [f"c{k} IN ({', '.join(literal(text) for text in kept)})"] if kept else []
    if len(kept) < len(texts):
        parts.append(f"c{k} IS NULL")
    return f"SELECT r, c{k} FROM {data} WHERE {' OR '.join(parts)} ORDER BY r LIMIT {SAMPLES}"


def missing_texts(columns: Sequence[int], v: str) -> str:
    """The texts that were taken for missing, with the cells of each."""
    return f"SELECT k, x, n FROM {v} WHERE t = 'm' AND k IN ({numbers(list(columns))})"


def any_repeated(digest: str, data: str) -> str:
    """Whether some digest of a row occurs again: one row if so, none if not."""
    return f"SELECT h FROM (SELECT {digest} AS h FROM {data}) AS d GROUP BY h HAVING count(*) > 1 LIMIT 1"


def repeated(whole: str, digest: str | None, data: str) -> str:
    """How many rows repeat an earlier one, all cells compared byte by byte.

    ``whole`` is what makes up a row, as it stands behind GROUP BY. With a ``digest`` of a row only rows whose digest
    occurs again are compared whole: exact, and without sorting the whole table.
    """
    if digest is None:
        return f"SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM {data} GROUP BY {whole}) AS g WHERE n > 1"
    again = f"SELECT h FROM (SELECT {digest} AS h FROM {data}) AS d GROUP BY h HAVING count(*) > 1"
    return (
        f"SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM (SELECT *, {digest} AS h FROM {data}) AS d "
        f"WHERE h IN ({again}) GROUP BY {whole}) AS g WHERE n > 1"
    )
