"""The project file: made, opened, changed edit by edit, copied, closed."""

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from gzvalue.errors import UserError, reason_of
from gzvalue.schema import edit as edits
from gzvalue.schema.edit import Edit
from gzvalue.schema.project import Project
from gzvalue.store import issued, layout, log
from gzvalue.store.backups import keep_backup
from gzvalue.store.copying import copy_whole
from gzvalue.store.database import connect, telling, transaction
from gzvalue.store.issued import Issue
from gzvalue.store.lock import WriterLock
from gzvalue.store.log import LogEntry
from gzvalue.store.migrate import fill, migrate_copy, migrate_file
from gzvalue.store.places import warnings_about
from gzvalue.store.recognise import look_at_bytes, look_at_marks, look_at_new_place, look_through
from gzvalue.store.rows import count_up, read_project, write_edit, write_records

if TYPE_CHECKING:
    from sqlite_utils import Database

SUFFIX = ".gzv"
"""How project files end."""

_INSERT_CONTENT = "INSERT OR IGNORE INTO content (sha256, bytes) VALUES (?, ?)"


class Store:
    """An open project file. Use `Store.create` or `Store.open`; use and close it on one thread.

    Attributes:
        path: the file, as an absolute path.
        warnings: sentences about risks of the place where the file lies, or about its log.
    """

    def __init__(self, path: Path, db: "Database", lock: WriterLock | None, warnings: tuple[str, ...]) -> None:
        self.path = path
        self.warnings = warnings
        self._db = db
        self._lock = lock
        self._project = read_project(db, path.name)

    # --- opening and closing ---------------------------------------------------------------

    @classmethod
    def create(
        cls, path: Path, project: Project | None = None, label: str = "新建项目", contents: Iterable[tuple[str, bytes]] = ()
    ) -> "Store":
        """Make a new file with the given records and attachments' contents (SHA-256, bytes); its making is the log's first entry.

        Raises:
            UserError: a file of that name exists, or the place cannot be written to.
        """
        path = Path(path).absolute()
        look_at_new_place(path)
        lock = WriterLock(path)
        db = None
        try:
            with telling(path):
                db = connect(path, "rwc")
                with transaction(db):
                    fill(db)
                    db.conn.executemany(_INSERT_CONTENT, contents)
                    log.append(db, label, write_records(db, project or Project()))
            return cls(path, db, lock, warnings_about(path))
        except BaseException:
            if db is not None:
                db.close()
            with suppress(OSError):
                path.unlink(missing_ok=True)
            lock.release()
            raise

    @classmethod
    def open(cls, path: Path, *, write: bool = True) -> "Store":
        """Open a project file, for the window to write or for a command to read while the window may hold it.

        For writing the file is locked, and brought to the present version after a copy was laid aside.
        A verified backup is kept; where that fails the file opens all the same and `warnings` says so.

        Raises:
            UserError: not there, not ours, damaged, of a newer version, read-only, or open in another window.
        """
        path = Path(path).absolute()
        look_at_bytes(path)
        if not write:
            return cls._open_to_read(path)
        if not os.access(path, os.W_OK):
            raise UserError(f"“{path.name}”是只读文件，不能修改。请在文件属性中取消只读，或复制一份再打开。")
        lock = WriterLock(path)
        db = None
        try:
            with telling(path):
                db = connect(path, "rw")
                look_at_marks(db, path)
                db.execute("PRAGMA journal_mode = DELETE")
                _sweep(db, path)
                look_through(db, path)
                told = (migrate_file(db, path),) if layout.version(db) < layout.VERSION else ()
                return cls(path, db, lock, warnings_about(path) + told + keep_backup(db, path))
        except BaseException:
            if db is not None:
                db.close()
            lock.release()
            raise

    @classmethod
    def _open_to_read(cls, path: Path) -> "Store":
        db = None
        try:
            with telling(path):
                db = _connect_to_read(path)
                look_at_marks(db, path)
                look_through(db, path)
                if layout.version(db) < layout.VERSION:
                    db = migrate_copy(db)
                with _snapshot(db):
                    return cls(path, db, None, warnings_about(path))
        except BaseException:
            if db is not None:
                db.close()
            raise

    def close(self) -> None:
        """Close the file and let others write; nothing is left beside it. May be called twice."""
        self._db.close()
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, kind: type[BaseException] | None, wrong: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    # --- records ---------------------------------------------------------------------------

    @property
    def project(self) -> Project:
        """All records, as of the last edit applied here."""
        return self._project

    @property
    def read_only(self) -> bool:
        """Whether this store was opened to read."""
        return self._lock is None

    def apply(self, edit: Edit, after: Project | None = None) -> Project:
        """Write one edit with its log entry, both or neither; the project afterwards.

        ``after`` is the present project with the edit applied, where someone has worked it out already (a large import).

        Raises:
            UserError: opened to read only; the disk is full or fails; another program changed the file.
                The file and `project` are then as before.
        """
        if not edit:
            return self._project
        if self.read_only:
            raise UserError(f"“{self.path.name}”以只读方式打开，不能修改。")
        after = edits.apply(self._project, edit) if after is None else after
        with telling(self.path), transaction(self._db):
            write_edit(self._db, edit, self.path.name)
            touched = {change.form for change in edit.changes}
            count_up(self._db, {form: last for form, last in after.last_ids.items() if form in touched})
            log.append(self._db, edit.label, edit.changes, edit.reason)
        self._project = after
        return after

    # --- the log ---------------------------------------------------------------------------

    def log(self, after: int = 0) -> Iterator[LogEntry]:
        """All entries, first to last; only those behind number ``after``."""
        with telling(self.path):
            yield from log.entries(self._db, after)

    def log_from(self, key: str) -> Iterator[LogEntry]:
        """The entries from the first one that names a datum with this key on; none if there is none."""
        with telling(self.path):
            first = log.first_naming(self._db, key)
            yield from () if first is None else log.entries(self._db, first - 1)

    @property
    def log_head(self) -> str:
        """The hash of the last entry: it stands for the whole history."""
        with telling(self.path):
            return log.head(self._db)

    def verify_log(self) -> list[str]:
        """What is wrong with the log, in sentences that name the entry or record; empty when all agrees.

        The chain of hashes is followed first; where it holds, the records are compared with what the log says of them.
        """
        with telling(self.path):
            return log.broken_chain(self._db) or log.strayed_cells(self._db)

    # --- issued dossiers -------------------------------------------------------------------

    def issue(self, number: str, version: int, digests: tuple[str, str], log_head: str, data: bytes) -> Issue:
        """Keep the frozen data of an issued dossier for good, with SHA-256 and SM3, and note it in the log.

        Raises:
            UserError: opened to read only; the project was changed since it was frozen; the disk is full or fails.
        """
        if self.read_only:
            raise UserError(f"“{self.path.name}”以只读方式打开，不能签发。")
        with telling(self.path), transaction(self._db):
            if log.head(self._db) != log_head:
                raise UserError("冻结之后项目又有修改，没有签发。请再签发一次。")
            return issued.append(self._db, number, version, digests, log_head, data)

    def issues(self) -> tuple[Issue, ...]:
        """All issued dossiers, first to last."""
        with telling(self.path):
            return tuple(issued.issues(self._db))

    def issued_data(self, no: int) -> bytes | None:
        """The frozen data of one of them, or ``None``."""
        with telling(self.path):
            return issued.data_of(self._db, no)

    # --- contents of attachments -----------------------------------------------------------

    def add_content(self, content: bytes) -> str:
        """Keep the bytes of an attachment once; its SHA-256."""
        digest = hashlib.sha256(content).hexdigest()
        if self.read_only:
            raise UserError(f"“{self.path.name}”以只读方式打开，不能加入附件。")
        with telling(self.path), transaction(self._db):
            self._db.execute(_INSERT_CONTENT, (digest, content))
        return digest

    def content(self, sha256: str) -> bytes | None:
        """The bytes of an attachment, or ``None`` if the file does not hold them."""
        with telling(self.path):
            row = self._db.execute("SELECT bytes FROM content WHERE sha256 = ?", (sha256,)).fetchone()
        return row[0] if row else None

    def has_content(self, sha256: str) -> bool:
        """Whether the file holds those bytes."""
        with telling(self.path):
            return self._db.execute("SELECT 1 FROM content WHERE sha256 = ?", (sha256,)).fetchone() is not None

    def contents(self) -> Iterator[tuple[str, bytes]]:
        """All attachments' contents with their SHA-256, one at a time."""
        with telling(self.path):
            yield from self._db.execute("SELECT sha256, bytes FROM content ORDER BY sha256")

    # --- copies ----------------------------------------------------------------------------

    def save_copy(self, path: Path, progress: Callable[[int, int], None] | None = None) -> None:
        """另存副本: the whole file with its log under another name; this store stays with its own file.

        Args:
            path: the new file.
            progress: told (done, total); may raise `gzvalue.errors.Cancelled`, then nothing is left.

        Raises:
            UserError: a file of that name exists, or the place cannot be written to.
        """
        path = Path(path).absolute()
        look_at_new_place(path)
        with telling(path):
            try:
                copy_whole(self._db, path, progress)
            except OSError as wrong:
                raise UserError(f"无法写入“{path}”（{reason_of(wrong)}）。请换一个位置。") from wrong


def _sweep(db: "Database", path: Path) -> None:
    """Remove what a process killed at the very start of a write left beside the file: SQLite ignores it, people do not."""
    if _journal(path).exists():
        with transaction(db):
            db.execute(f"PRAGMA user_version = {layout.version(db)}")


def _journal(path: Path) -> Path:
    return Path(os.path.realpath(path) + "-journal")


@contextmanager
def _snapshot(db: "Database") -> Iterator[None]:
    """Read all tables as of one moment, whatever the window writes meanwhile."""
    db.execute("BEGIN")
    try:
        yield
    finally:
        db.rollback()


def _connect_to_read(path: Path) -> "Database":
    """A read-only connection; a write that was killed half-way is first undone, where the place allows it."""
    db = connect(path, "ro")
    try:
        db.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.OperationalError:
        db.close()
        if not _journal(path).exists():
            raise
        with closing(connect(path, "rw")) as mending:
            mending.execute("SELECT count(*) FROM sqlite_master")
        return connect(path, "ro")
    except BaseException:
        db.close()
        raise
    return db
