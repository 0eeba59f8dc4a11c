"""Automatic backups: one verified copy at each opening for writing, the last ten, in the user's own folder."""

import hashlib
import os
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from gzvalue import paths
from gzvalue.errors import UserError, reason_of
from gzvalue.store import log
from gzvalue.store.copying import copy_whole
from gzvalue.store.database import connect, telling
from gzvalue.store.recognise import faults, look_at_new_place, look_through

if TYPE_CHECKING:
    from sqlite_utils import Database

KEPT = 10
"""How many copies of one file are kept."""

_STAMP = "%Y%m%dT%H%M%S%fZ"


@dataclass(frozen=True)
class Backup:
    """One kept copy.

    Attributes:
        path: where it lies.
        made: when, UTC.
        size: bytes.
        head: first characters of the hash of its log's last entry.
    """

    path: Path
    made: datetime
    size: int
    head: str


def folder_of(path: Path) -> Path:
    """Where the copies of a project file lie, whether any exist or not."""
    place = os.path.normcase(Path(path).resolve())
    return paths.user_data() / "backups" / hashlib.sha256(place.encode("utf-8", "surrogateescape")).hexdigest()[:24]


def backups_of(path: Path) -> tuple[Backup, ...]:
    """The kept copies of a project file, newest first."""
    found = []
    for copy in folder_of(path).glob("*.gzv"):
        stamp, _, head = copy.stem.partition("-")
        with suppress(ValueError, OSError):  # a foreign file in that folder is none of ours
            made = datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
            found.append(Backup(copy, made, copy.stat().st_size, head))
    return tuple(sorted(found, key=lambda backup: backup.made, reverse=True))


def restore_as(backup: Backup, target: Path) -> None:
    """Put a kept copy back under a new name, after checking it once more.

    Raises:
        UserError: a file of that name exists, the copy is damaged, or the place cannot be written to.
    """
    target = Path(target).absolute()
    look_at_new_place(target)
    with telling(target), closing(connect(backup.path, "ro")) as db:
        look_through(db, backup.path)
        try:
            copy_whole(db, target)
        except OSError as wrong:
            raise UserError(f"无法写入“{target}”（{reason_of(wrong)}）。请换一个位置。") from wrong


def keep_backup(db: "Database", path: Path) -> tuple[str, ...]:
    """Keep a verified copy of the open file, unless the newest copy already holds the same history.

    A backup that cannot be made never keeps anyone from working: the sentences returned say what went wrong.
    """
    head = log.head(db)[:12]
    try:
        kept = backups_of(path)
        if kept and kept[0].head == head:
            return tuple(log.broken_chain(db))
        found = _copy_and_check(db, path, head)
        for old in backups_of(path)[KEPT:]:
            old.path.unlink()
    except (OSError, sqlite3.Error):
        return ("这次打开没有做成自动备份：用户数据文件夹写不进去。请检查磁盘空间和权限，并自行另存副本。",)
    return found


def _copy_and_check(db: "Database", path: Path, head: str) -> tuple[str, ...]:
    """Copy, open the copy, check it; a copy that fails is not kept, so that it never pushes out a good one."""
    folder = folder_of(path)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "origin.txt").write_text(f"{path}\n", "utf-8", "surrogateescape")
    unchecked = folder / "unchecked.tmp"
    unchecked.unlink(missing_ok=True)
    copy_whole(db, unchecked)
    with closing(connect(unchecked, "ro")) as copy:
        if faults(copy):
            told = ["自动备份检查未通过，没有保留。请另存副本并检查磁盘。"]
        else:
            told = [f"{sentence}这次没有做自动备份。" for sentence in log.broken_chain(copy)]
    if told:
        unchecked.unlink(missing_ok=True)
        return tuple(told)
    unchecked.rename(folder / f"{datetime.now(UTC):{_STAMP}}-{head}.gzv")
    return ()
