"""Issued dossiers: the frozen data of each, kept in the project file for good."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from gzvalue.store import log
from gzvalue.store.log import user_name

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True)
class Issue:
    """One issued dossier.

    Attributes:
        no: running number from 1.
        time: UTC, ISO 8601, by the clock of the computer.
        user: name under which the person was logged in.
        number: report number.
        version: which issue of that number, from 1.
        sha256: SHA-256 of the frozen data.
        sm3: SM3 of it.
        log_head: hash of the last entry of the log when it was frozen.
    """

    no: int
    time: str
    user: str
    number: str
    version: int
    sha256: str
    sm3: str
    log_head: str


_FACTS = "no, time, user, number, version, sha256, sm3, log_head"


def append(db: "Database", number: str, version: int, digests: tuple[str, str], log_head: str, data: bytes) -> Issue:
    """Keep one more, and note it in the log; call inside a transaction."""
    row = db.execute("SELECT coalesce(max(no), 0) + 1 FROM issued").fetchone()
    one = Issue(row[0], datetime.now(UTC).isoformat(timespec="milliseconds"), user_name(), number, version, *digests, log_head)
    db.execute(f"INSERT INTO issued ({_FACTS}, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (*vars(one).values(), zlib.compress(data)))  # noqa: S608
    log.append(db, f"签发申报材料 {number} 第 {version} 版（数据指纹 {one.sha256[:16]}）", ())
    return one


def issues(db: "Database") -> Iterator[Issue]:
    """All of them, first to last, without their data."""
    for row in db.execute(f"SELECT {_FACTS} FROM issued ORDER BY no"):  # noqa: S608
        yield Issue(*row)


def data_of(db: "Database", no: int) -> bytes | None:
    """The frozen data of one, or ``None`` if there is none of that number."""
    row = db.execute("SELECT data FROM issued WHERE no = ?", (no,)).fetchone()
    return zlib.decompress(row[0]) if row else None
