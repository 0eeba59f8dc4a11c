"""The append-only log: every edit with before and after, chained by SHA-256 so that no entry can be changed unnoticed."""

import getpass
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from gzvalue.schema.edit import Change
from gzvalue.schema.forms import FORMS
from gzvalue.schema.kinds import Cell

if TYPE_CHECKING:
    from sqlite_utils import Database

START = "0" * 64
"""What the first entry names as the hash before it."""


def canonical(value: Any) -> str:
    """The one JSON text of a value: sorted keys, no blanks, characters as they are, no numbers that are not numbers."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True)
class LogEntry:
    """One line of the log.

    Attributes:
        no: running number from 1.
        time: UTC, ISO 8601.
        user: name under which the person was logged in to the computer.
        label: what the edit was called.
        changes_text: the changes as canonical JSON, exactly as stored and hashed.
        previous: hash of the entry before.
        hash: SHA-256 over the canonical JSON of all the above, and of the reason where there is one.
        reason: why it was done, in the person's words, where a reason is asked for; else empty.
    """

    no: int
    time: str
    user: str
    label: str
    changes_text: str
    previous: str
    hash: str
    reason: str = ""

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """The changes as values; empty cells of added and removed records are not named."""
        return tuple(Change(c["form"], c["id"], c["before"], c["after"]) for c in json.loads(self.changes_text))

    @property
    def right_hash(self) -> str:
        """The hash that these contents must have."""
        told = {"label": self.label, "no": self.no, "previous": self.previous, "time": self.time, "user": self.user}
        rest = canonical(told | {"reason": self.reason} if self.reason else told)  # entries without one are as they always were
        # the changes come first in the order of keys and are canonical already: no need to parse megabytes
        return hashlib.sha256(f'{{"changes":{self.changes_text},{rest[1:]}'.encode()).hexdigest()


def text_of(changes: Sequence[Change]) -> str:
    """Changes as canonical JSON; of records added or removed, empty cells are left out (an import has mostly those)."""

    def cells(of: Mapping[str, Cell] | None, whole: bool) -> dict[str, Cell] | None:
        return None if of is None else {key: cell for key, cell in of.items() if not whole or cell is not None}

    told = []
    for change in changes:
        whole = change.before is None or change.after is None
        told.append({"form": change.form, "id": change.id, "before": cells(change.before, whole), "after": cells(change.after, whole)})
    return canonical(told)


def append(db: "Database", label: str, changes: Sequence[Change], reason: str = "") -> LogEntry:
    """Add one entry; call inside the transaction that makes the changes."""
    row = db.execute("SELECT no, hash FROM log ORDER BY no DESC LIMIT 1").fetchone()
    no, previous = (row[0] + 1, row[1]) if row else (1, START)
    time = datetime.now(UTC).isoformat(timespec="milliseconds")
    blank = LogEntry(no, time, user_name(), label, text_of(changes), previous, "", reason)
    entry = replace(blank, hash=blank.right_hash)
    db.execute(
        'INSERT INTO log (no, time, "user", label, changes, previous, hash, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        (entry.no, entry.time, entry.user, entry.label, entry.changes_text, entry.previous, entry.hash, entry.reason or None),
    )
    return entry


def entries(db: "Database", after: int = 0) -> Iterator[LogEntry]:
    """All entries, first to last; only those behind number ``after``."""
    asked = "SELECT no, time, user, label, changes, previous, hash, coalesce(reason, '') FROM log WHERE no > ? ORDER BY no"
    for row in db.execute(asked, (after,)):
        yield LogEntry(*row)


def first_naming(db: "Database", key: str) -> int | None:
    """The number of the first entry whose changes name a datum with this key; ``None`` if none does."""
    row = db.execute("SELECT min(no) FROM log WHERE instr(changes, ?) > 0", (f'"{key}"',)).fetchone()
    return None if row is None else row[0]


def head(db: "Database") -> str:
    """The hash of the last entry: it stands for the whole history."""
    row = db.execute("SELECT hash FROM log ORDER BY no DESC LIMIT 1").fetchone()
    return row[0] if row else START


def broken_chain(db: "Database") -> list[str]:
    """What is wrong with the chain: the first entry that does not fit, in words; empty when all fit."""
    previous, expected = START, 1
    for entry in entries(db):
        if entry.no != expected:
            return [f"修改日志缺少第 {expected} 条（其后是第 {entry.no} 条）：日志被删改过。"]
        if entry.previous != previous:
            return [f"修改日志第 {entry.no} 条（{entry.label}）与前一条接不上：日志被改动过。"]
        if entry.hash != entry.right_hash:
            return [f"修改日志第 {entry.no} 条（{entry.label}）与其指纹不符：该条被改动过。"]
        previous, expected = entry.hash, expected + 1
    return ["修改日志是空的：文件没有建立记录。"] if expected == 1 else []


def strayed_cells(db: "Database") -> list[str]:
    """Records that are not what the log says they should be: changed past the program; empty when all agree."""
    told: dict[str, dict[int, dict[str, Cell]]] = {}
    for entry in entries(db):
        for change in entry.changes:
            rows = told.setdefault(change.form, {})
            if change.after is None:
                rows.pop(change.id, None)
            else:
                rows.setdefault(change.id, {}).update(change.after)
    found = []
    for form in FORMS:
        keys = list(form.fields)
        columns = ", ".join(f'"{key}"' for key in keys)
        rows = told.get(form.name, {})
        stored = {
            row[0]: dict(zip(keys, row[1:], strict=True))
            for row in db.execute(f'SELECT id, {columns} FROM "{form.name}" ORDER BY id')  # noqa: S608
        }
        for id in sorted({*rows, *stored}):
            expected = None if id not in rows else {key: rows[id].get(key) for key in keys}
            if expected != stored.get(id):
                found.append(f"{form.label} 第 {id} 条与修改日志不一致：它被其他程序改动过。")
    return found


def user_name() -> str:
    """The computer's name for the person at it; ``未知用户`` where the system does not tell."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "未知用户"
