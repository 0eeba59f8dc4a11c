"""Attachments: reading a document so that it can be kept, with its fingerprint, size and number of pages."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gzvalue.errors import UserError, reason_of
from gzvalue.store.beside import BESIDE_MOST, INSIDE_MOST, lay_beside

LARGEST = BESIDE_MOST
"""Attachments above this many bytes are refused."""

PICTURES = (".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".webp")


@dataclass(frozen=True)
class Document:
    """A document as it was read.

    Attributes:
        file_name: its name, without the folder.
        content: its bytes; empty for a large one, which lies beside the project already.
        sha256: their fingerprint.
        pages: number of pages; ``None`` where the program cannot tell.
        size: how many bytes.
    """

    file_name: str
    content: bytes
    sha256: str
    pages: int | None
    size: int

    def texts(self, code: str) -> dict[str, str]:
        """The texts of an 证据附件 record with that number."""
        return {
            "code": code,
            "title": Path(self.file_name).stem,
            "file_name": self.file_name,
            "sha256": self.sha256,
            "size": str(self.size),
            "pages": "" if self.pages is None else str(self.pages),
        }


def read_documents(paths: list[Path], project: Path, progress: Callable[[int, int, str], None] | None = None) -> list[Document]:
    """Read documents one after the other; large ones are laid beside the project file at once.

    Raises:
        UserError: one cannot be read, is empty, a folder, or too large; then none is taken.
        Cancelled: the progress callback stopped it.
    """
    found = []
    for number, path in enumerate(paths):
        if progress is not None:
            progress(number, len(paths), f"正在读取 {path.name}")
        found.append(read_document(path, project, _within(progress, number, len(paths), path.name)))
    return found


def _within(progress: Callable[[int, int, str], None] | None, number: int, of: int, name: str) -> Callable[[int, int], None] | None:
    if progress is None:
        return None
    return lambda done, total: progress(number * 100 + done * 100 // max(total, 1), of * 100, f"正在存入 {name}")


def read_document(path: Path, project: Path | None = None, progress: Callable[[int, int], None] | None = None) -> Document:
    """Read one document; without a project nothing is laid beside it. Raises `UserError` as `read_documents` does."""
    try:
        if path.is_dir():
            raise UserError(f"“{path.name}”是文件夹，请选择其中的文件。")
        size = path.stat().st_size
        if size > LARGEST:
            raise UserError(f"“{path.name}”超过 {_amount(LARGEST)}，没有加入。请压缩或降低扫描精度后再试。")
        if not size:
            raise UserError(f"“{path.name}”是空文件，没有加入。")
        if size > INSIDE_MOST and project is not None:
            sha256, laid = lay_beside(project, path, progress)
            return Document(path.name, b"", sha256, _pages(path, laid), size)
        content = path.read_bytes()
    except OSError as wrong:
        raise UserError(f"不能读取“{path.name}”（{reason_of(wrong)}），没有加入。请检查文件是否还在、是否有权限。") from wrong
    return Document(path.name, content, hashlib.sha256(content).hexdigest(), _pages(path, content), len(content))


def _amount(count: int) -> str:
    return f"{count >> 30} GB" if count >= 1 << 30 else f"{count >> 20} MB" if count >= 1 << 20 else f"{count} 字节"


def _pages(path: Path, content: bytes | Path) -> int | None:
    head = content[:1024] if isinstance(content, bytes) else _head(content)
    if b"%PDF" in head:
        import pypdfium2  # late: 4 MB that only documents need

        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError:
            return None
        try:
            return len(document)
        finally:
            document.close()
    return 1 if path.suffix.lower() in PICTURES else None


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(1024)


def next_code(taken: set[str], letter: str = "A") -> str:
    """The next free number: A01, A02 …"""
    number = 1
    while f"{letter}{number:02d}" in taken:
        number += 1
    return f"{letter}{number:02d}"
