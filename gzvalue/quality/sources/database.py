"""A database's table as a source: counted where it lies, its digest made of the rows' digests in order."""

from collections.abc import Sequence

from gzvalue.errors import UserError
from gzvalue.quality.engines.engine import Engine
from gzvalue.quality.engines.server import Ask, Server, Session
from gzvalue.quality.fingerprint import Digests, Fingerprint
from gzvalue.quality.rules import Reference
from gzvalue.quality.sources.address import Address
from gzvalue.quality.sources.heads import unique_names
from gzvalue.quality.sources.loaded import Loaded

_PARTS = 40
"""Arguments of one ``concat``; PostgreSQL takes a hundred."""


def session_at(address: Address, ask: Ask | None) -> Session:
    """A read-only session of the database at an address.

    Raises:
        UserError: no library, no connection, or a wrong password.
    """
    if address.engine == "postgres":
        from gzvalue.quality.engines.postgres import Postgres

        return Postgres(address, ask)
    from gzvalue.quality.engines.mysql import MySql

    return MySql(address, ask)


def chosen_table(session: Session, address: Address, table: str | None) -> str:
    """The table that is meant; the only one if none is named.

    Raises:
        UserError: none is named and there are several, or none at all.
    """
    wanted = table or address.table
    if wanted:
        return wanted
    listed = session.tables()
    if len(listed) == 1:
        return listed[0]
    if not listed:
        raise UserError(f"{address.shown} 里没有当前用户可见的表；请核对库名和权限。")
    raise UserError(
        f"请说明要测量哪张表（地址末尾加 ?table=表名，或 --sheet 表名）；可见的表：{'、'.join(listed[:30])}{'…' if len(listed) > 30 else ''}。"
    )


def loaded_table(server: Server, address: Address) -> Loaded:
    """What is known of a table before it is counted.

    Raises:
        UserError: it may not be read, or has no columns.
    """
    facts = server.table
    if not facts.columns:
        raise UserError(f"表“{facts.name}”没有列，没有可测量的内容。")
    rows = int(server.ask(f"SELECT count(*) FROM {facts.path}", "统计行数")[0][0])
    names, notes = unique_names([column for column, _ in facts.columns], len(facts.columns))
    more = () if facts.key else ("这张表没有主键，行没有固定次序，坏单元格样本不带行号",)
    numbered = ("行号为按主键排序的次序",) if facts.key else ()
    binary = (f"二进制列 {'、'.join(sorted(facts.binary)[:5])} 按十六进制文字计",) if facts.binary else ()
    where = f"{address.shown}?table={'.'.join(part for part in (facts.schema, facts.name) if part)}"
    fingerprint = TableDigest(server, range(len(names)), [column for column, _ in facts.columns])
    return Loaded(
        where, "table", names, tuple(type for _, type in facts.columns), rows, fingerprint, None, (*notes, *more, *numbered, *binary),
        row_numbers=bool(facts.key),
    )  # fmt: skip


def set_aside_tables(server: Server, references: Sequence[Reference]) -> None:
    """Find the tables that the rules refer to; a reference's ``source`` is the name of a table in the same database.

    Raises:
        UserError: no such table or column.
    """
    for one in references:
        facts = server.session.facts(one.source.name)
        listed = [column for column, _ in facts.columns]
        missing = [column for column in one.to if column not in listed]
        if missing:
            raise UserError(f"references 的表“{facts.name}”没有列“{missing[0]}”；它的列有：{'、'.join(listed[:20])}。")
        server.references.append((facts, one.to))


class TableDigest:
    """The canonical ordered digest of a table: SHA-256 of each row, these in order, in 4,096 parts, and of the parts both digests.

    A cell counts as its length and its text, null as a mark of its own; so equal tables have equal digests whatever the order of
    their rows. It is made when asked, in the same snapshot as the counts.
    """

    def __init__(self, engine: Engine, columns: Sequence[int], names: Sequence[str]) -> None:
        self._engine, self._columns, self._names = engine, columns, names

    def result(self) -> Fingerprint:
        """Wait for it; ``bytes`` are those of the rows' canonical texts."""
        digests = Digests()
        for column in self._names:
            digests.label(column)
        total = 0
        for part, digest, rows, size in self._engine.ask(digest_statement(self._engine, self._columns), "计算表的指纹"):
            digests.label(f"{part} {digest} {int(rows)}")
            total += int(size)
        found = digests.result()
        return Fingerprint(found.sha256, found.sm3, total)

    def stop(self) -> None:
        """Nothing runs before it is asked."""


def digest_statement(engine: Engine, columns: Sequence[int]) -> str:
    """The parts of a table's digest, in order."""
    cells = [f"CASE WHEN c{k} IS NULL THEN '-;' ELSE concat(CAST(length(c{k}) AS VARCHAR), ':', c{k}, ';') END" for k in columns]
    while len(cells) > 1:
        cells = [f"concat({', '.join(cells[start : start + _PARTS])})" for start in range(0, len(cells), _PARTS)]
    rows = f"SELECT gz_sha256(line) AS h, gz_bytes(line) AS b FROM (SELECT {cells[0]} AS line FROM {engine.relation(columns)}) AS lines_"
    return (
        "SELECT part, gz_sha256(gz_joined(h)) AS digest, count(*) AS n, sum(b) AS size FROM "
        f"(SELECT substr(h, 1, 3) AS part, h, b FROM ({rows}) AS hashed) AS parted GROUP BY part ORDER BY part"
    )
