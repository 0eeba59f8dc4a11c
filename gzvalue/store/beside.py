"""Large attachments lie beside the project, each under its SHA-256: a file that people mail must stay small."""

import hashlib
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

from gzvalue.errors import Cancelled, UserError, reason_of

INSIDE_MOST = 8 << 20
"""Attachments up to this many bytes are kept inside the project file, larger ones beside it (本软件约定)."""

BESIDE_MOST = 2 << 30
"""Attachments above this many bytes are refused."""

_BLOCK = 1 << 20


def folder_of(project: Path) -> Path:
    """The folder beside a project file: ``示例.gzv`` has ``示例.附件``."""
    return project.with_name(f"{project.stem}.附件")


def lay_beside(project: Path, source: Path, progress: Callable[[int, int], None] | None = None) -> tuple[str, Path]:
    """Copy a file into the folder beside a project, named by its digest; the SHA-256 and where it lies now.

    Args:
        project: the project file.
        source: the file.
        progress: told (bytes done, bytes in all); may raise `gzvalue.errors.Cancelled`, then nothing is left.

    Raises:
        UserError: it cannot be read or written.
    """
    folder = folder_of(project)
    draft = folder / f".{token_hex(8)}.part"
    digest = hashlib.sha256()
    try:
        total = source.stat().st_size
        folder.mkdir(exist_ok=True)
        with source.open("rb") as read, draft.open("xb") as written:
            done = 0
            while block := read.read(_BLOCK):
                digest.update(block)
                written.write(block)
                done += len(block)
                if progress is not None:
                    progress(done, total)
        sha256 = digest.hexdigest()
        target = folder / f"{sha256}{_suffix(source.name)}"
        os.replace(draft, target)
    except OSError as wrong:
        raise UserError(
            f"不能把“{source.name}”存入“{folder.name}”文件夹（{reason_of(wrong)}），没有加入。请检查磁盘空间与权限。"
        ) from wrong
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
    return sha256, target


def find_beside(project: Path, sha256: str) -> Path | None:
    """The file of that digest beside a project, by its name only; whoever uses it must verify it."""
    if len(sha256) != 64 or not sha256.isalnum() or not sha256.isascii():
        return None
    folder = folder_of(project)
    return next((path for path in sorted(folder.glob(f"{sha256.lower()}*")) if path.is_file()), None) if folder.is_dir() else None


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def copy_beside(project: Path, target: Path, digests: Iterable[str], progress: Callable[[int, int, str], None] | None = None) -> list[str]:
    """Take the large attachments along to a copy of the project; the digests of those that are not there.

    Args:
        project: the project file.
        target: its copy.
        digests: SHA-256 of its attachments, those kept inside among them.
        progress: told (bytes done, bytes in all, words); may raise `gzvalue.errors.Cancelled`, then none of those copied here is left.

    Raises:
        UserError: one cannot be copied.
    """
    found = {sha256: find_beside(project, sha256) for sha256 in dict.fromkeys(digests)}
    sources = [path for path in found.values() if path is not None and not (folder_of(target) / path.name).exists()]
    total, done, laid = sum(_size(path) for path in sources), 0, []
    try:
        for path in sources:
            place = folder_of(target) / path.name
            laid.append(place)
            _copy(path, place, _from(progress, done, total, path.name))
            done += _size(path)
    except Cancelled:
        for place in laid:
            place.unlink(missing_ok=True)
        with suppress(OSError):
            folder_of(target).rmdir()  # only where it is empty
        raise
    return [sha256 for sha256, path in found.items() if path is None]


def _from(progress: Callable[[int, int, str], None] | None, before: int, total: int, name: str) -> Callable[[int], None]:
    def tell(done: int) -> None:
        if progress is not None:
            progress(before + done, total, f"正在复制附件 {name[:12]}…")

    return tell


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _copy(found: Path, place: Path, tell: Callable[[int], None]) -> None:
    draft = place.with_name(f".{token_hex(8)}.part")
    try:
        place.parent.mkdir(exist_ok=True)
        try:
            os.link(found, draft)  # at once, where the disk can do it: a file named by its digest never changes
        except OSError:
            with found.open("rb") as read, draft.open("xb") as written:
                done = 0
                while block := read.read(_BLOCK):
                    written.write(block)
                    done += len(block)
                    tell(done)
        tell(_size(found))
        os.replace(draft, place)
    except OSError as wrong:
        raise UserError(
            f"副本已写好，但附件“{found.name}”没有复制到“{place.parent}”（{reason_of(wrong)}）。请手工复制该文件夹。"
        ) from wrong
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _suffix(name: str) -> str:
    suffix = Path(name).suffix.lower()
    return suffix if len(suffix) <= 8 and suffix[1:].isalnum() and suffix.isascii() else ""
