"""A file of an older version: copied aside, then brought to the present one; nothing of it is lost when that fails."""

import sqlite3
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from gzvalue import __version__
from gzvalue.store import layout, log
from gzvalue.store.copying import copy_whole
from gzvalue.store.database import library, transaction

if TYPE_CHECKING:
    from sqlite_utils import Database


def fill(db: "Database") -> None:
    """Lay out the tables of a new file."""
    layout.lay_out(db)
    db.execute("INSERT INTO meta (key, value) VALUES ('made_with', ?)", (__version__,))


def migrate_file(db: "Database", path: Path) -> str:
    """Bring an open file to the present version, after laying a copy of it aside; a sentence that says where."""
    old = layout.version(db)
    aside = _free_name(path, f"{path.stem}（升级前第{old}版 {date.today():%Y-%m-%d}）")
    copy_whole(db, aside)
    with transaction(db):
        _bring_up(db, old)
    return f"文件由第 {old} 版升级为第 {layout.VERSION} 版；升级前的原文件保存为“{aside.name}”。"


def migrate_copy(db: "Database") -> "Database":
    """The present version of an older file in memory, for a command that may only read; closes the file."""
    memory: Database = library().Database(
        sqlite3.connect(":memory:", isolation_level=None), recursive_triggers=False, execute_plugins=False
    )
    try:
        db.conn.backup(memory.conn)
        with transaction(memory):
            _bring_up(memory, layout.version(memory))
    except BaseException:
        memory.close()
        raise
    db.close()
    return memory


def _bring_up(db: "Database", old: int) -> None:
    layout.lay_out(db)
    log.append(db, f"升级文件：第 {old} 版改为第 {layout.VERSION} 版", ())


def _free_name(path: Path, stem: str) -> Path:
    found = path.with_name(f"{stem}{path.suffix}")
    number = 2
    while found.exists():
        found = path.with_name(f"{stem}-{number}{path.suffix}")
        number += 1
    return found
