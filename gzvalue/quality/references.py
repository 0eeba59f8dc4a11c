"""Referential checks between two sources: values of some columns that must be found in another table."""

from collections.abc import Callable, Sequence
from pathlib import Path

from gzvalue.quality import classes, plan
from gzvalue.quality.classes import Reading
from gzvalue.quality.engines.embedded import Embedded
from gzvalue.quality.engines.engine import Engine
from gzvalue.quality.measurement import BadCell, Dimension, Indicator
from gzvalue.quality.profile import Profiled, bad_cell
from gzvalue.quality.rules import Reference, place_of
from gzvalue.quality.sources.loaded import Loaded
from gzvalue.quality.sql_text import as_read


def set_aside(engine: Embedded, references: Sequence[Reference], load: Callable[[Path], Loaded]) -> None:
    """Keep what is referred to as tables of the engine, before the source itself is loaded.

    Raises:
        UserError: it cannot be read, or has no such column.
    """
    for n, one in enumerate(references):
        loaded = load(one.source)
        loaded.fingerprint.stop()
        places = [place_of(name, loaded.names, f"references 的 to（{one.source.name}）") for name in one.to]
        columns = ", ".join(f"c{k} AS v{m}" for m, k in enumerate(places))
        engine.do(f"CREATE OR REPLACE TABLE ref{n} AS SELECT DISTINCT {columns} FROM {engine.relation(places)}", f"读取“{one.source.name}”")


def consistency(
    engine: Engine, loaded: Loaded, profiled: Sequence[Profiled], references: Sequence[Reference], reading: Reading
) -> Dimension | None:
    """References found over references; rows in which a referring cell is missing are not examined.

    Raises:
        UserError: the source has no such column.
    """
    indicators = []
    for n, one in enumerate(references):
        places = [place_of(name, loaded.names, "references 的 columns") for name in one.columns]
        relation = judged(engine, places, n, reading)
        examined, found = engine.ask(f"SELECT count(*), coalesce(sum(CASE WHEN hit THEN 1 ELSE 0 END), 0) FROM {relation}", "检查引用")[0]
        sample: tuple[BadCell, ...] = ()
        if examined > found:
            k = places[0]
            rows = engine.ask(f"SELECT r, c{k} FROM {relation} WHERE NOT hit ORDER BY r LIMIT {plan.SAMPLES}", "检查引用")
            sample = tuple(bad_cell(loaded, row, profiled[k].column, x) for row, x in rows)
        words = f"{'＋'.join(one.columns)} 在“{one.source.name}”的 {'＋'.join(one.to)} 中找得到的行数 ÷ 这些列都有值的行数"
        indicators.append(Indicator("0402", "关联数据一致性", int(found), int(examined), words, sample=sample))
    return Dimension(tuple(indicators)) if indicators else None


def judged(engine: Engine, places: Sequence[int], n: int, reading: Reading) -> str:
    """Rows whose referring cells are all filled, with whether the ``n``-th reference is found (``hit``), as they stand behind FROM."""
    names = ", ".join(f"c{k}" for k in places)
    reads = "".join(f", {as_read(f'c{k}')} AS s{k}" for k in places)
    filled = " AND ".join(f"NOT {classes.missing(f'c{k}', f's{k}', reading, k=str(k))}" for k in places)
    equal = " AND ".join(f"ref{n}.v{m} = filled.c{k}" for m, k in enumerate(places))
    inner = f"(SELECT r, {names}{reads} FROM {engine.relation(places)}) AS read_"
    return f"(SELECT r, {names}, EXISTS (SELECT 1 FROM {engine.reference(n)} WHERE {equal}) AS hit FROM (SELECT r, {names} FROM {inner} WHERE {filled}) AS filled) AS judged"
