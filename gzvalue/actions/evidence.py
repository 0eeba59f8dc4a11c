"""Attachments: reading a document so that it can be kept, with its fingerprint, size and number of pages."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gzvalue.errors import UserError, reason_of

LARGEST = 50 * 1024 * 1024
"""Attachments above this many bytes are refused: the project is one file that people mail and copy."""

PICTURES = (".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".webp")


@dataclass(frozen=True)
class Document:
    """A document as it was read.

    Attributes:
        file_name: its name, without the folder.
        content: its bytes.
        sha256: their fingerprint.
        pages: number of pages; ``None`` where the program cannot tell.
    """

    file_name: str
    content: bytes
    sha256: str
    pages: int | None

    def texts(self, code: str) -> dict[str, str]:
        """The texts of an 证据附件 record with that number."""
        return {
            "code": code,
            "title": Path(self.file_name).stem,
            "file_name": self.file_name,
            "sha256": self.sha256,
            "size": str(len(self.content)),
            "pages": "" if self.pages is None else str(self.pages),
        }


def read_documents(paths: list[Path], progress: Callable[[int, int, str], None] | None = None) -> list[Document]:
    """Read documents one after the other.

    Raises:
        UserError: one cannot be read, is empty, a folder, or too large; then none is taken.
        Cancelled: the progress callback stopped it.
    """
    found = []
    for number, path in enumerate(paths):
        if progress is not None:
            progress(number, len(paths), f"正在读取 {path.name}")
        found.append(read_document(path))
    return found


def read_document(path: Path) -> Document:
    """Read one document. Raises `UserError` as `read_documents` does."""
    try:
        if path.is_dir():
            raise UserError(f"“{path.name}”是文件夹，请选择其中的文件。")
        if path.stat().st_size > LARGEST:
            raise UserError(f"“{path.name}”超过 {LARGEST // 1024 // 1024} MB，没有加入。请压缩或降低扫描精度后再试。")
        content = path.read_bytes()
    except OSError as wrong:
        raise UserError(f"不能读取“{path.name}”（{reason_of(wrong)}），没有加入。请检查文件是否还在、是否有权限。") from wrong
    if not content:
        raise UserError(f"“{path.name}”是空文件，没有加入。")
    return Document(path.name, content, hashlib.sha256(content).hexdigest(), _pages(path, content))


def _pages(path: Path, content: bytes) -> int | None:
    if content.startswith(b"%PDF"):
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


def next_code(taken: set[str], letter: str = "A") -> str:
    """The next free number: A01, A02 …"""
    number = 1
    while f"{letter}{number:02d}" in taken:
        number += 1
    return f"{letter}{number:02d}"
