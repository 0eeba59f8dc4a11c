"""Project files as a person handles them: new, open, copy, next period."""

from pathlib import Path

from gzvalue.actions.attachments import digests
from gzvalue.actions.recent import remember
from gzvalue.errors import UserError
from gzvalue.store import next_period as periods
from gzvalue.store.beside import copy_beside
from gzvalue.store.open import SUFFIX, Store


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


def save_copy(store: Store, path: Path) -> Path:
    """另存副本: the whole file under another name; work goes on in the old one. Where the copy lies.

    Raises:
        UserError: a file of that name exists, or the place cannot be written to.
    """
    target = with_suffix(path)
    store.save_copy(target)
    copy_beside(store.path, target, digests(store.project.evidence))
    return target


def next_period(source: Path, target: Path, period: str) -> Path:
    """新一期复制: where the new file lies. See `gzvalue.store.next_period`.

    Raises:
        UserError: the source cannot be read, or the target exists or cannot be written to.
    """
    target = with_suffix(target)
    periods.next_period(source, target, period)
    with Store.open(target, write=False) as store:
        copy_beside(source, target, digests(store.project.evidence))
    remember(target)
    return target
