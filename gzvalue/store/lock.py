"""One writer per file: a lock of the operating system on a small file beside it, gone when closed.

The lock lies beside the project, not in the user's folder, so that it also holds between users and computers.
SQLite's own locks cannot serve: they would keep readers out.

Unlinking a lock file has a known race: one process opens the old file just before it is unlinked and locks it, a third makes
and locks a new one, and both hold "the" lock. Here the holder unlinks *before* it releases, and filelock, after locking,
looks whether the file still has a name and starts over if it has none (``st_nlink == 0``); so the second process never
believes in a lock on a nameless file. On Windows an open file cannot be unlinked: there the holder unlinks after the release,
and fails harmlessly when another has opened it meanwhile.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from gzvalue.errors import UserError, reason_of

if TYPE_CHECKING:
    from filelock import FileLock


class WriterLock:
    """Held from construction to `release`.

    Raises:
        UserError: another window or command holds it, or the folder cannot be written to.
    """

    def __init__(self, path: Path) -> None:
        self._place = lock_path(path)
        self._lock = _take(path, self._place)

    def release(self) -> None:
        """Let go and leave nothing behind."""
        if not self._lock.is_locked:
            return
        if os.name == "posix":
            with suppress(OSError):
                self._place.unlink()
            self._lock.release()
        else:
            self._lock.release()
            with suppress(OSError):
                self._place.unlink()


def lock_path(path: Path) -> Path:
    """Where the lock of a project lies: beside the real file, so that a link to it does not open a second door."""
    return Path(os.path.realpath(path) + ".lock")


def _take(path: Path, place: Path) -> "FileLock":
    import filelock  # 0.05 s that the start page does not need

    lock = filelock.FileLock(place, timeout=0, mode=0o666, thread_local=False, fallback_to_soft=False)
    try:
        lock.acquire()
    except filelock.Timeout as wrong:
        raise UserError(
            f"“{path.name}”正被另一个窗口打开，不能同时修改。请先关闭那个窗口；若在另一台电脑上打开着，请在那里关闭。"
        ) from wrong
    except PermissionError as wrong:
        raise UserError(f"“{path.name}”所在的文件夹是只读的，不能修改。请把文件复制到可写的文件夹（例如“文档”）后再打开。") from wrong
    except (OSError, NotImplementedError) as wrong:
        raise UserError(f"“{path.name}”所在的位置不能加锁（{_reason(wrong)}），无法安全修改。请把文件复制到本机磁盘后再打开。") from wrong
    return lock


def _reason(wrong: BaseException) -> str:
    return reason_of(wrong) if isinstance(wrong, OSError) else "文件系统不支持"
