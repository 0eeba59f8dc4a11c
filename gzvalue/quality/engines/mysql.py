"""MySQL and MariaDB."""

import os
from typing import Any

from gzvalue.errors import UserError
from gzvalue.quality.engines.engine import Rows
from gzvalue.quality.engines.server import Ask, Session, TableFacts, fitting, missing_extra
from gzvalue.quality.sources.address import Address

_PATIENCE = 10
_NO_PASSWORD, _NO_RIGHTS, _NO_TABLE, _NO_DATABASE, _REGULAR = {1045, 1698}, {1142, 1143, 1044}, {1146}, {1049}, {1139, 3685, 3692, 3696}


class MySql(Session):
    """A read-only session of MySQL or MariaDB; all statements see one snapshot (of InnoDB tables).

    Args:
        address: where and who.
        ask: for the password, if the server wants one that neither the address nor ``MYSQL_PWD`` has.

    Raises:
        UserError: the extra is missing, nobody answers, or the password is wrong.
    """

    name = "mysql"
    dialect = "mysql"

    def __init__(self, address: Address, ask: Ask | None = None) -> None:
        try:
            import pymysql
        except ImportError:
            raise missing_extra("PyMySQL", "mysql", " MySQL 中的表") from None
        self._pymysql = pymysql
        self._address = address
        self._password = address.password if address.password is not None else os.environ.get("MYSQL_PWD", "")
        self._connection = self._connected(ask)
        self.version = str(self._connection.get_server_info())
        self.collation = self._collation()
        for statement in (
            f"SET NAMES utf8mb4 COLLATE {self.collation}",
            "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ",
            "SET SESSION TRANSACTION READ ONLY",
            "SET SESSION sql_mode = ''",
            "SET SESSION group_concat_max_len = 4294967295",
            "SET SESSION time_zone = '+00:00'",
            "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY",
        ):
            self.rows(statement)

    def _connected(self, ask: Ask | None) -> Any:
        try:
            return self._connect()
        except self._pymysql.err.OperationalError as wrong:
            code = wrong.args[0] if wrong.args else 0
        if code in _NO_PASSWORD and ask is not None and not self._password:
            self._password = ask("数据库密码")
            try:
                return self._connect()
            except self._pymysql.err.OperationalError as wrong:
                code = wrong.args[0] if wrong.args else 0
        where = self._address.shown
        if code in _NO_PASSWORD:
            raise UserError(f"{where} 不接受这个用户名或密码；请核对后在提示时输入，或设置环境变量 MYSQL_PWD。")
        if code in _NO_DATABASE | _NO_RIGHTS:
            raise UserError(f"{where} 没有这个数据库，或当前用户无权使用它；请核对地址。")
        raise UserError(f"连不上 {where}；请核对主机、端口和网络，并确认数据库正在运行、允许从本机连接。")

    def _connect(self) -> Any:
        one = self._address
        place = {"unix_socket": one.socket} if one.socket else {"host": one.host or "localhost", "port": one.port or 3306}
        return self._pymysql.connect(
            **place, user=one.user, password=self._password, database=one.database, charset="utf8mb4", connect_timeout=_PATIENCE,
            autocommit=False, program_name="gzvalue",
        )  # fmt: skip

    def _collation(self) -> str:
        """The comparison by bytes that does not skip blanks at the end; MySQL and MariaDB name it differently."""
        found = {str(row[0]) for row in self.rows("SHOW COLLATION WHERE Charset = 'utf8mb4'")}
        for name in ("utf8mb4_nopad_bin", "utf8mb4_0900_bin"):
            if name in found:
                return name
        raise UserError(
            f"{self._address.shown} 版本太旧，不能逐字节比较文字（需要 MySQL 8.0.17 或 MariaDB 10.2 以上）；请把表导出为 CSV 后测量。"
        )

    def rows(self, sql: str) -> Rows:
        """See `Session.rows`."""
        with self._connection.cursor() as cursor:
            cursor.execute(sql)
            return list(cursor.fetchall())

    def stop(self) -> None:
        """See `Session.stop`: the running statement is ended by a second connection."""
        other = self._connect()
        try:
            with other.cursor() as cursor:
                cursor.execute(f"KILL QUERY {int(self._connection.thread_id())}")
        finally:
            other.close()

    def _filled(self, sql: str, *values: Any) -> Rows:
        with self._connection.cursor() as cursor:
            cursor.execute(sql, values)
            return list(cursor.fetchall())

    def tables(self) -> list[str]:
        """See `Session.tables`."""
        found = self._filled(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = %s ORDER BY table_name", self._address.database
        )
        return [str(row[0]) for row in found]

    def facts(self, table: str) -> TableFacts:
        """See `Session.facts`."""
        listed = self.tables()
        prefix = f"{self._address.database}."
        chosen = fitting(listed, table.removeprefix(prefix)) or fitting(listed, table)
        if chosen is None:
            raise UserError(
                f"数据库“{self._address.database}”里没有表“{table}”，或当前用户看不到它；可见的表：{'、'.join(listed[:20]) or '（没有）'}。"
            )
        found = self._filled(
            "SELECT column_name, column_type, column_key, data_type FROM information_schema.columns WHERE table_schema = %s AND table_name = %s "
            "ORDER BY ordinal_position", self._address.database, chosen,
        )  # fmt: skip
        key = self._filled(
            "SELECT column_name FROM information_schema.key_column_usage WHERE table_schema = %s AND table_name = %s "
            "AND constraint_name = 'PRIMARY' ORDER BY ordinal_position", self._address.database, chosen,
        )  # fmt: skip
        columns = tuple((str(row[0]), _words(row[1])) for row in found)
        binary = frozenset(str(row[0]) for row in found if any(kind in _words(row[3]).lower() for kind in ("blob", "binary", "geometry")))
        return TableFacts(self._address.database, chosen, columns, binary, tuple(str(row[0]) for row in key))

    def sentence(self, wrong: Exception) -> str | None:
        """See `Session.sentence`."""
        if not isinstance(wrong, self._pymysql.err.Error):
            return None
        code = wrong.args[0] if wrong.args else 0
        if code in _NO_RIGHTS:
            return "当前数据库用户没有读取这张表的权限；请让管理员授予 SELECT 权限（GRANT SELECT ON 库.表 TO 用户），或换一个有权限的用户。"
        if code in _NO_TABLE:
            return "要测量的表在测量期间不见了；请核对表名后重新测量。"
        if code in _REGULAR:
            return "规则里的正则表达式 MySQL 不认识；请只用 [ ]、{ }、( )、|、*、+、? 等通用写法。"
        if code in {2006, 2013, 1317}:
            return "数据库中断了连接或停止了这次查询，测量没有完成；请检查网络和数据库后重新测量。"
        return f"数据库不能回答测量的查询（错误号 {code}）；请把表导出为 CSV 或 Parquet 后测量文件。"

    def close(self) -> None:
        """See `Session.close`."""
        self._connection.close()


def _words(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
