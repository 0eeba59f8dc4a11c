"""The embedded engine: DuckDB in this process, offline, within a bound of memory."""

import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from gzvalue.errors import UserError
from gzvalue.quality.engines.engine import Rows
from gzvalue.quality.engines.waiting import Waiting
from gzvalue.quality.plan import CHUNK_CELLS, TOP, counted_each

MEMORY = "700MB"
"""What DuckDB may hold before it moves to the disk; the process needs some 300 MB beside it."""

_ONE_BY_ONE = 8

SETTINGS = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "memory_limit": MEMORY,
}


class UnreadableText(Exception):
    """DuckDB's reader refused a text file; the careful reader takes over."""


class Embedded:
    """DuckDB over a table that is loaded once; see `gzvalue.quality.engines.engine.Engine`."""

    name = "duckdb"
    chunk_cells = CHUNK_CELLS

    def __init__(self, beat: Callable[[str], None]) -> None:
        import duckdb  # 0.1 s that the window and the other commands need not wait for

        self.version = str(duckdb.__version__)
        self.table, self.row = "t", "r"
        self.folder = Path(tempfile.mkdtemp(prefix="gzvalue-"))
        self._errors = duckdb.Error
        self._full = (duckdb.OutOfMemoryException, duckdb.IOException)
        self._connection: duckdb.DuckDBPyConnection = duckdb.connect(":memory:", config={**SETTINGS, "temp_directory": str(self.folder)})
        self._waiting = Waiting(beat, self._connection.interrupt)

    def ask(self, sql: str, words: str = "") -> Rows:
        """See `Engine.ask`."""
        try:
            return self._waiting.run(lambda: self._connection.execute(sql).fetchall(), words)
        except self._full as wrong:
            raise UserError(f"测量时内存或临时磁盘空间不足（临时文件夹 {self.folder.parent}）；请清出磁盘空间后再试。") from wrong

    def do(self, sql: str, words: str = "") -> None:
        """Run a statement that returns nothing of interest.

        Raises:
            UserError: memory and disk do not suffice.
        """
        self.ask(sql, words)

    def relation(self, columns: Sequence[int]) -> str:
        """See `Engine.relation`; only the columns asked for, since naming a thousand costs more than counting one."""
        names = "".join(f", c{k}" for k in columns)
        return f"(SELECT {self.row} AS r{names} FROM {self.table}) AS data"

    def counted(self, columns: Sequence[int]) -> str:
        """See `Engine.counted`: few columns one by one, which is faster; many in one pass, since planning as many would cost more."""
        if len(columns) <= _ONE_BY_ONE:
            return counted_each(dict.fromkeys(columns, self.table))
        numbers, names = ", ".join(map(str, columns)), ", ".join(f"c{k}" for k in columns)
        return f"SELECT k, x, count(*) AS n FROM (SELECT unnest([{numbers}]) AS k, unnest([{names}]) AS x FROM {self.table}) GROUP BY k, x"

    def tops(self, v: str) -> str:
        """See `Engine.tops`: kept while the values go by, where a window would sort them all."""
        best = f"SELECT k, unnest(min({{'less': -n, 'x': x}}, {TOP})) AS best FROM {v} WHERE t <> 'm' GROUP BY k"
        return f"SELECT k, best.x AS x, -best.less AS n FROM ({best})"

    def keep(self, sql: str, name: str, words: str = "") -> str:
        """See `Engine.keep`."""
        self.do(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}", words)
        return name

    def digest(self, columns: Sequence[int]) -> str | None:
        """See `Engine.digest`."""
        return f"hash({', '.join(f'c{k}' for k in columns)})"

    def whole(self, columns: Sequence[int]) -> str:
        """See `Engine.whole`: one list, since grouping by a thousand keys takes minutes to plan."""
        return f"[{', '.join(f'c{k}' for k in columns)}]"

    def reference(self, n: int) -> str:
        """See `Engine.reference`: `gzvalue.quality.references.set_aside` made the table."""
        return f"ref{n}"

    def described(self, sql: str) -> list[tuple[str, str]]:
        """Names and types of what a statement gives.

        Raises:
            UnreadableText: it cannot be asked.
        """
        try:
            return [(str(row[0]), str(row[1])) for row in self.ask(f"DESCRIBE {sql}")]
        except (self._errors, UserError) as wrong:
            raise UnreadableText(str(wrong)) from None

    def load(self, sql: str, words: str, row: str) -> None:
        """Make the table from a reader of a file; ``row`` is the row number as an expression over it.

        Raises:
            UnreadableText: the file is not what the reader was told.
        """
        self.table, self.row = "t", row
        try:
            self.do(f"CREATE OR REPLACE TABLE t AS {sql}", words)
        except UserError as wrong:
            if "CSV" in str(wrong.__cause__):
                raise UnreadableText(str(wrong.__cause__)) from None
            raise
        except self._errors as wrong:
            raise UnreadableText(str(wrong)) from None

    def close(self) -> None:
        """See `Engine.close`."""
        self._waiting.close()
        self._connection.close()
        shutil.rmtree(self.folder, ignore_errors=True)
