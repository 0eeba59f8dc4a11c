"""The bytes of an attachment, from inside the project or from beside it, verified against its digest each time."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from gzvalue.errors import Cancelled, UserError, reason_of
from gzvalue.schema.valuation_forms import Evidence
from gzvalue.store.beside import digest_of, find_beside, folder_of
from gzvalue.store.open import Store

INSIDE, BESIDE, MISSING, CHANGED, NO_FILE = "在项目文件内", "在附件文件夹", "缺失", "已被改动", "未加入文件"
"""Where an attachment's file is."""


@dataclass(frozen=True)
class Attachment:
    """The file behind an attachment.

    Attributes:
        evidence: the record.
        where: one of the five words above.
        content: its bytes, or ``None``; those beside are read only on demand, see `path`.
        path: where it lies, if beside.
        words: what is wrong and what to do; empty if it is there.
    """

    evidence: Evidence
    where: str
    content: bytes | None
    path: Path | None
    words: str

    @property
    def suffix(self) -> str:
        """The ending of its name, in small letters; empty if it has none that is safe."""
        suffix = Path(self.evidence.file_name or "").suffix.lower()
        return suffix if suffix[1:].isalnum() and suffix.isascii() and len(suffix) <= 8 else ""


def attachment_bytes(store: Store, evidence: Evidence) -> Attachment:
    """Where the file of an attachment is, with its bytes."""
    found = attachment_place(store, evidence)
    if found.path is None:
        return found
    try:
        return Attachment(evidence, found.where, found.path.read_bytes(), found.path, "")
    except OSError as wrong:
        words = f"附件 {_named(evidence)}的文件“{found.path.name}”读不出来（{reason_of(wrong)}）。"
        return Attachment(evidence, MISSING, None, None, words)


def attachment_place(store: Store, evidence: Evidence) -> Attachment:
    """Where the file of an attachment is; a large one is verified, not loaded."""
    sha256 = (evidence.sha256 or "").lower()
    if not sha256:
        return Attachment(evidence, NO_FILE, None, None, f"附件 {_named(evidence)}只有登记信息，没有加入文件，请选择文件重新加入。")
    content = store.content(sha256)
    if content is not None:
        if hashlib.sha256(content).hexdigest() == sha256:
            return Attachment(evidence, INSIDE, content, None, "")
        return Attachment(evidence, CHANGED, None, None, f"附件 {_named(evidence)}的内容与登记的 SHA-256 不符，没有使用；请重新加入原件。")
    return _beside(store, evidence, sha256)


def _beside(store: Store, evidence: Evidence, sha256: str) -> Attachment:
    folder = folder_of(store.path)
    path = find_beside(store.path, sha256)
    if path is None:
        words = f"附件 {_named(evidence)}的文件不在：项目文件内没有，旁边的“{folder.name}”文件夹里也没有 {sha256[:12]}… 开头的文件；请把该文件夹与项目文件放在一起，或重新加入原件。"
        return Attachment(evidence, MISSING, None, None, words)
    try:
        same = digest_of(path) == sha256
    except OSError as wrong:
        return Attachment(evidence, MISSING, None, None, f"附件 {_named(evidence)}的文件“{path.name}”读不出来（{reason_of(wrong)}）。")
    if not same:
        words = f"附件 {_named(evidence)}的文件“{folder.name}/{path.name}”已被改动（SHA-256 不符），没有使用；请换回原件。"
        return Attachment(evidence, CHANGED, None, None, words)
    return Attachment(evidence, BESIDE, None, path, "")


def copy_out(file: Path, evidence: Evidence, folder: Path, progress: Callable[[int, int, str], None] | None = None) -> Path:
    """The file of an attachment, verified, as a copy that people may open: changes to it stay outside the project.

    Args:
        file: the project file.
        evidence: the attachment.
        folder: where the copy is laid.
        progress: told (bytes done, bytes in all, words); may raise `gzvalue.errors.Cancelled`, then no copy is left.

    Raises:
        UserError: it is not there, was changed, or cannot be copied.
    """
    target = folder / (Path((evidence.file_name or "").replace("\\", "/")).name or "附件")
    with Store.open(file, write=False) as store:
        found = attachment_place(store, evidence)
    if found.words:
        raise UserError(found.words)
    try:
        if found.path is None:
            target.write_bytes(found.content or b"")
        else:
            _copied(found.path, target, progress)
    except OSError as wrong:
        raise UserError(f"附件 {_named(evidence)}不能打开（{reason_of(wrong)}）。请检查磁盘空间。") from wrong
    return target


def _copied(source: Path, target: Path, progress: Callable[[int, int, str], None] | None) -> None:
    total, done = source.stat().st_size, 0
    try:
        with source.open("rb") as read, target.open("wb") as written:
            while block := read.read(1 << 20):
                written.write(block)
                done += len(block)
                if progress is not None:
                    progress(done, total, f"正在取出 {target.name}")
    except Cancelled:
        target.unlink(missing_ok=True)
        raise


def _named(evidence: Evidence) -> str:
    title = (evidence.title or "")[:30]
    return f"{evidence.code or evidence.id}{f'《{title}》' if title else ''}"


def digests(evidence: tuple[Evidence, ...]) -> list[str]:
    """The digests of all attachments that have a file."""
    return [one.sha256.lower() for one in evidence if one.sha256]


def verify_all(file: Path, progress: Callable[[int, int, str], None] | None = None) -> list[Attachment]:
    """Every attachment of a project file held against its digest, without its bytes.

    Raises:
        UserError: the project cannot be read.
        Cancelled: the progress callback stopped it.
    """
    found = []
    with Store.open(file, write=False) as store:
        evidence = store.project.evidence
        for number, one in enumerate(evidence):
            if progress is not None:
                progress(number, len(evidence), f"核对 {one.code or ''}")
            found.append(replace(attachment_place(store, one), content=None))
    return found
