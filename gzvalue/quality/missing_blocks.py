"""Where cells are missing: counted per column and block of rows, for a picture of holes (a field that came late, a month that failed)."""

from itertools import pairwise

from gzvalue.quality import classes
from gzvalue.quality.counted import Counted
from gzvalue.quality.measurement import Json
from gzvalue.quality.sources.folder import ROWS_OF_A_FILE
from gzvalue.quality.sql_text import as_read

BLOCKS = 40
COLUMNS = 60
"""Most blocks and columns of the picture; the columns with most holes are taken."""


def missing_blocks(counted: Counted) -> Json | None:
    """Missing cells by block of rows, for the columns that miss any; ``None`` where rows have no number or nothing is missing.

    ``blocks`` gives each block's first and last row as a spreadsheet numbers them (of a folder its files), and its rows;
    ``columns`` the missing cells of each in the same order; ``left_out`` how many columns with holes are not among them.

    Raises:
        Cancelled: stopped.
    """
    loaded, engine = counted.loaded, counted.engine
    worst = sorted((k for k, one in enumerate(counted.profiled) if one.column.missing), key=lambda k: -counted.profiled[k].column.missing)
    if not worst or not loaded.row_numbers or not loaded.rows:
        return None
    places = sorted(worst[:COLUMNS])
    edges = _edges(counted)
    if len(edges) < 2:
        return None
    cases = " ".join(f"WHEN r < {edge} THEN {number}" for number, edge in enumerate(edges[1:]))
    reads = "".join(f", c{k}, {as_read(f'c{k}')} AS s{k}" for k in places)
    sums = "".join(
        f", sum(CASE WHEN {classes.missing(f'c{k}', f's{k}', counted.reading, k=str(k))} THEN 1 ELSE 0 END) AS m{k}" for k in places
    )
    inner = f"(SELECT r{reads} FROM {engine.relation(places)}) AS read_"
    rows = engine.ask(
        f"SELECT CASE {cases} END AS block, count(*) AS rows_, min(r) AS first_, max(r) AS last_{sums} FROM {inner} GROUP BY 1 ORDER BY 1",
        "统计缺失的分布",
    )
    return {
        "blocks": [_block(counted, first, last, count) for _, count, first, last, *_ in rows],
        "columns": [
            {"name": loaded.names[k], "missing": [int(row[4 + number] or 0) for row in rows]} for number, k in enumerate(places)
        ],
        "left_out": len(worst) - len(places),
    }  # fmt: skip


def _edges(counted: Counted) -> list[int]:
    """First row of each block, and one past the last."""
    files = len(counted.loaded.files)
    if files > 1:
        step = -(-files // BLOCKS)
        return [*(ROWS_OF_A_FILE * place for place in range(0, files, step)), ROWS_OF_A_FILE * files]
    first, last = counted.engine.ask(f"SELECT min(r), max(r) FROM {counted.engine.relation([])}", "统计缺失的分布")[0]
    if first is None:
        return []
    blocks = min(BLOCKS, last - first + 1)
    edges = [int(first + (last - first + 1) * number // blocks) for number in range(blocks + 1)]
    return [edge for edge, after in pairwise([*edges, edges[-1] + 1]) if edge != after]


def _block(counted: Counted, first: int, last: int, rows: int) -> Json:
    files = counted.loaded.files
    if not files:
        return {"from": int(first), "to": int(last), "rows": int(rows)}
    begin, end = first // ROWS_OF_A_FILE, last // ROWS_OF_A_FILE
    found: Json = {"from": int(first % ROWS_OF_A_FILE), "to": int(last % ROWS_OF_A_FILE), "rows": int(rows), "file": files[begin]}
    return found if begin == end else {**found, "last_file": files[end]}
