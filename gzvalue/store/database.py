"""The one door to SQLite: how a file is connected to, and what its failures mean in plain words."""

import importlib
import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING
from urllib.parse import quote_from_bytes

from gzvalue.errors import UserError

if TYPE_CHECKING:
    from sqlite_utils import Database

BUSY_SECONDS = 10.0
"""How long a command waits for a write that another process is just finishing."""


@cache
def library() -> ModuleType:
    """sqlite-utils, imported when the first file is opened.

    It imports pandas and numpy wherever it finds them, only to know their types as column types, which costs 0.4 s.
    No value of theirs ever reaches the store, so for the moment of that import both names are marked as absent:
    ``None`` in ``sys.modules`` is Python's own documented way to say so.
    """
    hidden = [name for name in ("pandas", "numpy") if name not in sys.modules]
    try:
        for name in hidden:
            sys.modules[name] = None  # type: ignore[assignment]
        return importlib.import_module("sqlite_utils")
    finally:
        for name in hidden:
            sys.modules.pop(name, None)


def connect(path: Path, mode: str) -> "Database":
    """A connection in ``ro``, ``rw`` or ``rwc`` mode, with every transaction under our own control.

    Raises:
        sqlite3.Error: the file cannot be opened; wrap the call in `telling`.
    """
    conn = sqlite3.connect(address(path, mode), uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        database: Database = library().Database(conn, recursive_triggers=False, execute_plugins=False)
        conn.execute("PRAGMA trusted_schema = OFF")
        conn.execute("PRAGMA cell_size_check = ON")
        if mode != "ro":
            conn.execute("PRAGMA synchronous = FULL")
    except BaseException:
        conn.close()
        raise
    return database


def address(path: Path, mode: str) -> str:
    """The path as SQLite's URI; also for a Windows share, whose server name must not be taken for a host."""
    text = path.as_posix()
    root = "" if text.startswith("/") else "/"
    return f"file://{root}{quote_from_bytes(os.fsencode(text), safe='/:')}?mode={mode}"


@contextmanager
def transaction(database: "Database") -> Iterator[None]:
    """All or nothing; the write lock is taken at once, so that what is read inside cannot change meanwhile."""
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
        database.commit()
    except BaseException:
        database.rollback()
        raise


_DAMAGED = "“{name}”已损坏，无法读取。请用自动备份恢复：每次打开时都留有一份经过检查的备份。"
_UNDECODED = "Could not decode to UTF-8"
"""How sqlite3 complains of a text whose bytes are damaged; SQLite itself, which checks pages and not letters, finds nothing wrong."""

_FAULTS = (
    ("SQLITE_FULL", "磁盘空间不足，“{name}”没有写入，先前的内容完好。请清理磁盘后重试。"),
    ("SQLITE_READONLY_DBMOVED", "“{name}”在打开期间被移动、改名、删除或替换了，这一步没有写入。请用“另存副本”保存窗口中的内容，再重新打开。"),
    ("SQLITE_READONLY_ROLLBACK", "“{name}”上次写入时被中断，需要在可写的位置打开一次才能恢复。请把它和同名的 -journal 文件一起复制到可写的文件夹后再打开。"),
    ("SQLITE_READONLY", "“{name}”或它所在的文件夹是只读的，不能写入。请取消只读，或复制到可写的文件夹后再打开。"),
    ("SQLITE_BUSY", "“{name}”正在被另一个程序写入。请稍候重试；若一直如此，请关闭另一个程序。"),
    ("SQLITE_LOCKED", "“{name}”正在被另一个程序写入。请稍候重试；若一直如此，请关闭另一个程序。"),
    ("SQLITE_IOERR", "读写“{name}”时磁盘出错，这一步没有写入，先前的内容完好。请检查磁盘、U 盘或网络连接后重试。"),
    ("SQLITE_CANTOPEN", "无法打开“{name}”。请检查文件是否还在、所在文件夹能否访问。"),
    ("SQLITE_PERM", "没有权限打开“{name}”。请检查文件权限。"),
    ("SQLITE_AUTH", "没有权限打开“{name}”。请检查文件权限。"),
    ("SQLITE_CORRUPT", _DAMAGED),
    ("SQLITE_NOTADB", "“{name}”不是本软件的项目文件，或已损坏。请另选文件，或用自动备份恢复。"),
)  # fmt: skip


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Turn failures of the disk or the file into a `UserError`; failures of ours stay what they are."""
    try:
        yield
    except UnicodeDecodeError as wrong:  # SQLite's own complaint quotes the damaged bytes
        raise UserError(_DAMAGED.format(name=path.name)) from wrong
    except sqlite3.Error as wrong:
        if str(wrong).startswith(_UNDECODED):
            raise UserError(_DAMAGED.format(name=path.name)) from wrong
        name = getattr(wrong, "sqlite_errorname", "") or ""
        for start, words in _FAULTS:
            if name.startswith(start):
                raise UserError(words.format(name=path.name)) from wrong
        raise
