"""Project files as a person handles them: new, open, copy, next period."""

from collections.abc import Callable
from pathlib import Path

from gzvalue.actions.attachments import digests
from gzvalue.actions.recent import remember
from gzvalue.errors import Cancelled, UserError
from gzvalue.store import next_period as periods
from gzvalue.store.beside import copy_beside
from gzvalue.store.open import SUFFIX, Store

Progress = Callable[[int, int, str], None]


def with_suffix(path: Path) -> Path:
    """The path as a project file's: ``.gzv`` is added where it is missing.

    Raises:
        UserError: the path names no file.
    """
    if not path.name:
        raise UserError("没有写文件名，请写明，例如“数据资产.gzv”。")
    return path if path.suffix.lower() == SUFFIX else path.with_name(path.name + SUFFIX)


def new_project(path: Path) -> Store:
    """Make an empty project file and open it for writing.

    Raises:
        UserError: a file of that name exists, or the place cannot be written to.
    """
    store = Store.create(with_suffix(path))
    remember(store.path)
    return store


def open_project(path: Path) -> Store:
    """Open a project file for writing.

    Raises:
        UserError: see `gzvalue.store.open.Store.open`.
    """
    store = Store.open(path)
    remember(store.path)
    return store


def save_copy(source: Path, path: Path, progress: Progress | None = None) -> Path:
    """另存副本: the whole file with its attachments under another name, also while a window has it open. Where the copy lies.

    Args:
        source: the project file.
        path: the copy.
        progress: told (done, total, words); may raise `gzvalue.errors.Cancelled`, then nothing is left of the copy.

    Raises:
        UserError: a file of that name exists, or the place cannot be written to.
    """
    target, tell = with_suffix(path), progress or _silent
    with Store.open(source, write=False) as store:
        store.save_copy(target, lambda done, total: tell(done, total, "正在复制项目文件"))
        known = digests(store.project.evidence)
    _take_along(source, target, known, tell)
    return target


def next_period(source: Path, target: Path, period: str, progress: Progress | None = None) -> Path:
    """新一期复制: where the new file lies. See `gzvalue.store.next_period`.

    Args:
        source: the project file.
        target: the new one.
        period: name of the new period.
        progress: as of `save_copy`.

    Raises:
        UserError: the source cannot be read, or the target exists or cannot be written to.
    """
    target, tell = with_suffix(target), progress or _silent
    tell(0, 0, "正在复制项目文件")
    periods.next_period(source, target, period)
    with Store.open(target, write=False) as store:
        known = digests(store.project.evidence)
    _take_along(source, target, known, tell)
    remember(target)
    return target


def _take_along(source: Path, target: Path, known: list[str], tell: Progress) -> None:
    """The large attachments; a copy that is stopped here goes away again, which only this call has made."""
    try:
        copy_beside(source, target, known, tell)
    except Cancelled:
        target.unlink(missing_ok=True)
        raise


def _silent(done: int, total: int, words: str) -> None:
    """Nobody listens."""
