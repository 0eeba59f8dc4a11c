"""PostgreSQL and what speaks like it (openGauss, KingbaseES and others speak much of it; only PostgreSQL is tested)."""

import os
from typing import Any

from gzvalue.errors import UserError
from gzvalue.quality.engines.engine import Rows
from gzvalue.quality.engines.server import Ask, Session, TableFacts, fitting, missing_extra
from gzvalue.quality.sources.address import Address

_PATIENCE = 10
"""Seconds for a connection."""

_TABLES = """
SELECT n.nspname || '.' || c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg_toast%%'
ORDER BY 1"""

_COLUMNS = """
SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod) FROM pg_catalog.pg_attribute a
WHERE a.attrelid = %s AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum"""

_KEY = """
SELECT a.attname FROM pg_catalog.pg_index i JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)
WHERE i.indrelid = %s AND i.indisprimary ORDER BY array_position(i.indkey::int2[], a.attnum)"""

_ONE = """
SELECT c.oid, n.nspname, c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname || '.' || c.relname = %s"""


class Postgres(Session):
    """A read-only session of PostgreSQL; all statements see one snapshot.

    Args:
        address: where and who.
        ask: for the password, if the server wants one that neither the address, ``PGPASSWORD`` nor ``.pgpass`` has.

    Raises:
        UserError: the extra is missing, nobody answers, or the password is wrong.
    """

    name = "postgres"
    dialect = "postgres"

    def __init__(self, address: Address, ask: Ask | None = None) -> None:
        try:
            import psycopg
        except ImportError:
            raise missing_extra("psycopg", "postgres", " PostgreSQL 中的表") from None
        self._psycopg = psycopg
        self._address = address
        self._connection = self._connected(ask)
        settings = {"default_transaction_read_only": "on", "datestyle": "ISO, YMD", "intervalstyle": "iso_8601", "extra_float_digits": "1",
                    "client_encoding": "UTF8", "bytea_output": "hex", "timezone": "UTC"}  # fmt: skip
        for key, value in settings.items():
            self._connection.execute("SELECT set_config(%s, %s, false)", (key, value))
        self._connection.commit()
        self._connection.read_only = True
        self._connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        number = self._connection.info.server_version
        self.version = f"{number // 10000}.{number % 10000}"

    def _connected(self, ask: Ask | None) -> Any:
        try:
            return self._connect(self._address.password)
        except self._psycopg.OperationalError as wrong:
            text = str(wrong)
        if "no password supplied" in text and ask is not None and self._address.password is None:
            try:
                return self._connect(ask("数据库密码"))
            except self._psycopg.OperationalError as wrong:
                text = str(wrong)
        raise UserError(_connection_sentence(text, self._address))

    def _connect(self, password: str | None) -> Any:
        one = self._address
        given = {"host": one.socket or one.host, "port": one.port, "dbname": one.database, "user": one.user, "password": password}
        return self._psycopg.connect(
            **{key: value for key, value in given.items() if value is not None}, connect_timeout=_PATIENCE, application_name="gzvalue"
        )

    def rows(self, sql: str) -> Rows:
        """See `Session.rows`; the plan's texts hold per cents, so nothing is filled in."""
        with self._connection.cursor() as cursor:
            cursor.execute(sql.encode("utf-8"))
            return list(cursor.fetchall())

    def _filled(self, sql: str, *values: Any) -> Rows:
        with self._connection.cursor() as cursor:
            cursor.execute(sql, values)
            return list(cursor.fetchall())

    def stop(self) -> None:
        """See `Session.stop`."""
        self._connection.cancel()

    def tables(self) -> list[str]:
        """See `Session.tables`."""
        return [str(row[0]) for row in self._filled(_TABLES)]

    def facts(self, table: str) -> TableFacts:
        """See `Session.facts`."""
        listed = self.tables()
        chosen = fitting(listed, table)
        if chosen is None and f"public.{table}" in listed:
            chosen = f"public.{table}"
        if chosen is None:
            raise UserError(
                f"数据库“{self._address.database}”里没有表“{table}”，或当前用户看不到它；可见的表：{'、'.join(listed[:20]) or '（没有）'}。"
            )
        oid, schema, name = self._filled(_ONE, chosen)[0]
        columns = tuple((str(column), str(type)) for column, type in self._filled(_COLUMNS, oid))
        key = tuple(str(row[0]) for row in self._filled(_KEY, oid))
        binary = frozenset(column for column, type in columns if type == "bytea")
        return TableFacts(str(schema), str(name), columns, binary, key)

    def sentence(self, wrong: Exception) -> str | None:
        """See `Session.sentence`."""
        errors = self._psycopg.errors
        if isinstance(wrong, errors.InsufficientPrivilege):
            return "当前数据库用户没有读取这张表的权限；请让管理员授予 SELECT 权限（GRANT SELECT ON 表 TO 用户），或换一个有权限的用户。"
        if isinstance(wrong, errors.UndefinedTable):
            return "要测量的表在测量期间不见了；请核对表名后重新测量。"
        if isinstance(wrong, errors.InvalidRegularExpression):
            return "规则里的正则表达式 PostgreSQL 不认识；请只用 [ ]、{ }、( )、|、*、+、? 等通用写法。"
        if isinstance(wrong, self._psycopg.OperationalError):
            return "数据库中断了连接或停止了这次查询，测量没有完成；请检查网络和数据库后重新测量。"
        if isinstance(wrong, self._psycopg.Error):
            return f"数据库不能回答测量的查询（SQLSTATE {wrong.sqlstate}）；请把表导出为 CSV 或 Parquet 后测量文件。"
        return None

    def close(self) -> None:
        """See `Session.close`."""
        self._connection.close()


def _connection_sentence(text: str, address: Address) -> str:
    """Why there is no connection; the server's own words may repeat names, so they are not shown."""
    where = address.shown
    if "password authentication failed" in text:
        return f"{where} 不接受这个用户名或密码；请核对后重新输入。"
    if "no password supplied" in text:
        return f"{where} 需要密码；请在提示时输入，或设置环境变量 PGPASSWORD，或写入 {'%APPDATA%/postgresql/pgpass.conf' if os.name == 'nt' else '~/.pgpass'}。"
    if "does not exist" in text:
        return f"{where} 没有这个数据库，或没有这个用户；请核对地址。"
    return f"连不上 {where}；请核对主机、端口和网络，并确认数据库正在运行、允许从本机连接。"
