"""The address of a database table, as people write it; what is secret in it never leaves here."""

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from gzvalue.errors import UserError

SCHEMES = {"postgresql": "postgres", "postgres": "postgres", "mysql": "mysql", "mariadb": "mysql"}
"""Schemes of addresses, and the engine each belongs to."""

_PORTS = {"postgres": 5432, "mysql": 3306}
_FORM = "postgresql://用户@主机:5432/库?table=模式.表（MySQL 写 mysql://）"


@dataclass(frozen=True)
class Address:
    """Where a table lies and who asks for it.

    Attributes:
        engine: ``postgres`` or ``mysql``.
        host, port, database, user: as written; ``None`` where left out.
        password: never shown, stored or part of `shown`; not in the ``repr`` either.
        table: with its schema, if told.
        socket: folder or file of a local socket, from ``?host=`` or ``?socket=``.
    """

    engine: str
    host: str | None
    port: int | None
    database: str
    user: str | None
    password: str | None = field(default=None, repr=False)
    table: str | None = None
    socket: str | None = None

    @property
    def shown(self) -> str:
        """The address without user and password."""
        scheme = {"postgres": "postgresql"}.get(self.engine, self.engine)
        return f"{scheme}://{self.host or 'localhost'}:{self.port or _PORTS[self.engine]}/{self.database}"


def is_address(text: str) -> bool:
    """Whether a source is given by an address rather than a path."""
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]+://?[^/\\]", text) is not None


def address_of(text: str) -> Address:
    """An address taken apart.

    Raises:
        UserError: not of a database that can be measured, or not whole; no part of the text is repeated, it may hold a password.
    """
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise UserError(f"数据库地址看不懂（地址未显示，以免泄露密码）；请写成 {_FORM}，密码中的特殊字符用 %XX 表示。") from None
    engine = SCHEMES.get(parts.scheme.lower().split("+")[0])
    if engine is None:
        raise UserError(f"给出的是网址，不能测量（地址未显示，以免泄露密码）；数据库请写成 {_FORM}，网上的文件请先下载。")
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    database = unquote(parts.path.lstrip("/"))
    if not database:
        raise UserError(f"数据库地址里没有库名（地址未显示，以免泄露密码）；请写成 {_FORM}。")
    user = unquote(parts.username) if parts.username else query.get("user")
    password = unquote(parts.password) if parts.password is not None else query.get("password")
    socket = query.get("socket") or (query["host"] if query.get("host", "").startswith("/") else None)
    return Address(engine, parts.hostname or query.get("host"), port, database, user, password, query.get("table"), socket)
