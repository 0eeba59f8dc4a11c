"""Whole copies of a file, made by SQLite itself: also of a file that is open, never half."""

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


_PAGES = 512
"""Pages (of 4 KB) between two reports."""


def copy_whole(db: "Database", path: Path, progress: Callable[[int, int], None] | None = None) -> None:
    """A copy of the database as the new file ``path``; nothing is left of it when it fails.

    Args:
        db: the open file.
        path: the new file.
        progress: told (pages done, pages in all); may raise to stop.

    Raises:
        sqlite3.Error, OSError: the place cannot be written to.
    """

    def tell(status: int, left: int, total: int) -> None:
        if progress is not None:
            progress(total - left, total)

    part = path.with_name(path.name + ".part")
    try:
        part.unlink(missing_ok=True)
        with closing(sqlite3.connect(part)) as target:
            db.conn.backup(target, pages=_PAGES, progress=tell) if progress is not None else db.conn.backup(target)
        part.rename(path)
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
