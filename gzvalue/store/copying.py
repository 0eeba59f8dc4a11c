"""Whole copies of a file, made by SQLite itself: also of a file that is open, never half."""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def copy_whole(db: "Database", path: Path) -> None:
    """A copy of the database as the new file ``path``; nothing is left of it when it fails.

    Raises:
        sqlite3.Error, OSError: the place cannot be written to.
    """
    part = path.with_name(path.name + ".part")
    try:
        part.unlink(missing_ok=True)
        with closing(sqlite3.connect(part)) as target:
            db.conn.backup(target)
        part.rename(path)
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
