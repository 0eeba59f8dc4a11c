"""A database that answers the plan itself: one read-only session, one snapshot, nothing copied and nothing written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from gzvalue.errors import Cancelled, UserError
from gzvalue.quality import plan
from gzvalue.quality.engines.dialect import Dialect, written
from gzvalue.quality.engines.engine import Rows
from gzvalue.quality.engines.waiting import Waiting
from gzvalue.quality.sql_text import name as quoted


@dataclass(frozen=True)
class TableFacts:
    """A table as the database describes it.

    Attributes:
        schema: the schema (of MySQL: the database).
        name: of the table.
        columns: name and type of each column.
        binary: columns of bytes, which are read as hexadecimal text.
        key: columns of the primary key; by them rows are numbered.
    """

    schema: str
    name: str
    columns: tuple[tuple[str, str], ...]
    binary: frozenset[str] = frozenset()
    key: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """The table's name as SQL; quotes in it are doubled, so that no name can be more than a name."""
        return f"{quoted(self.schema)}.{quoted(self.name)}" if self.schema else quoted(self.name)

    def text(self, column: str) -> str:
        """A column as text, compared by bytes."""
        return f"{'gz_hex' if column in self.binary else 'gz_text'}({quoted(column)})"


class Session:
    """What differs between databases: running, stopping, and what went wrong in words.

    Attributes:
        name: as in ``--engine``.
        version: of the server.
        dialect: of SQLGlot.
        collation: of MySQL's comparison byte by byte.
    """

    name: str
    version: str
    dialect: Dialect
    collation = ""

    def rows(self, sql: str) -> Rows:
        """All rows of a statement in the database's own dialect."""
        raise NotImplementedError

    def stop(self) -> None:
        """End the statement that is running; called from another thread."""
        raise NotImplementedError

    def tables(self) -> list[str]:
        """The tables and views that may be read, with their schema."""
        raise NotImplementedError

    def facts(self, table: str) -> TableFacts:
        """What is known of a table; raises `UserError` where there is none."""
        raise NotImplementedError

    def sentence(self, wrong: Exception) -> str | None:
        """What a failed statement means for people; ``None`` if it is no error of the database."""
        raise NotImplementedError

    def close(self) -> None:
        """End the session."""
        raise NotImplementedError


class Server:
    """The plan pushed down into a database; see `gzvalue.quality.engines.engine.Engine`.

    A read-only session may make no tables, so that what other engines keep is asked again each time.
    """

    chunk_cells = 50_000_000

    def __init__(self, session: Session, table: TableFacts, beat: Callable[[str], None]) -> None:
        self.name, self.version = session.name, session.version
        self.session, self.table = session, table
        self._waiting = Waiting(beat, session.stop)
        self.references: list[tuple[TableFacts, tuple[str, ...]]] = []

    def ask(self, sql: str, words: str = "") -> Rows:
        """See `Engine.ask`."""
        text = written(sql, self.session.dialect, self.session.collation)
        try:
            return plain(self._waiting.run(lambda: self.session.rows(text), words))
        except Cancelled:
            raise
        except Exception as wrong:
            sentence = self.session.sentence(wrong)
            if sentence is None:
                raise
            raise UserError(sentence) from None

    def relation(self, columns: Sequence[int]) -> str:
        """See `Engine.relation`; rows are numbered in the order of the primary key, where there is one."""
        row = f"row_number() OVER (ORDER BY {', '.join(map(quoted, self.table.key))})" if self.table.key else "CAST(NULL AS BIGINT)"
        return f"(SELECT {row} AS r{self._texts(columns)} FROM {self.table.path}) AS data"

    def _texts(self, columns: Sequence[int]) -> str:
        return "".join(f", {self.table.text(self.table.columns[k][0])} AS c{k}" for k in columns)

    def counted(self, columns: Sequence[int]) -> str:
        """See `Engine.counted`."""
        return plan.counted_each({k: f"(SELECT 1 AS one{self._texts([k])} FROM {self.table.path}) AS data{k}" for k in columns})

    def tops(self, v: str) -> str:
        """See `Engine.tops`."""
        return plan.tops(v)

    def keep(self, sql: str, name: str, words: str = "") -> str:
        """See `Engine.keep`: the statement itself."""
        return f"({sql}) AS {name}"

    def digest(self, columns: Sequence[int]) -> str | None:
        """See `Engine.digest`: databases have none that all agree on."""
        return None

    def whole(self, columns: Sequence[int]) -> str:
        """See `Engine.whole`."""
        return ", ".join(f"c{k}" for k in columns)

    def reference(self, n: int) -> str:
        """See `Engine.reference`: another table of the same database."""
        table, columns = self.references[n]
        texts = ", ".join(f"{table.text(column)} AS v{m}" for m, column in enumerate(columns))
        return f"(SELECT {texts} FROM {table.path}) AS ref{n}"

    def close(self) -> None:
        """See `Engine.close`."""
        self._waiting.close()
        self.session.close()


def plain(rows: Rows) -> Rows:
    """Rows with sums as whole numbers, which databases hand over as exact decimals."""
    return [tuple(int(value) if isinstance(value, Decimal) else value for value in row) for row in rows]


def fitting(found: Sequence[str], wanted: str) -> str | None:
    """Which of the listed tables a person means, with or without its schema."""
    if wanted in found:
        return wanted
    same = [one for one in found if one.split(".", 1)[-1] == wanted]
    return same[0] if len(same) == 1 else None


def missing_extra(module: str, extra: str, what: str) -> UserError:
    """The sentence for a library that the office package leaves out."""
    return UserError(
        f"测量{what}需要另外安装组件：pip install 'gzvalue[{extra}]'（缺少 {module}）；没有网络时请在能联网的电脑上下载后安装。"
    )


Ask = Callable[[str], str]
"""Asks a person for a password with a prompt; what it returns is used once and forgotten."""

Row = tuple[Any, ...]
