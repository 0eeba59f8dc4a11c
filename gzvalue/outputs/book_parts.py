"""One attachment of the volume: opened, its pages counted, or why it cannot stand in it."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PICTURES = (".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".webp", ".gif")
_MOST_PIXELS = 200_000_000
_PASSWORD = 4
"""pdfium's error for a document that wants a password."""


@dataclass
class Part:
    """One attachment.

    Attributes:
        code, title, file_name, sha256: as the index names it.
        source: its bytes or path; ``None`` if there is no file.
        pages: how many pages it takes in the volume.
        words: why it is not in the volume; then a page saying so stands in its place.
    """

    code: str
    title: str
    file_name: str
    sha256: str
    source: bytes | Path | None
    pages: int = 1
    words: str = ""
    document: Any = field(default=None, repr=False)
    pictures: list[Any] = field(default_factory=list, repr=False)

    @property
    def taken(self) -> bool:
        """Whether its pages stand in the volume."""
        return not self.words

    def close(self) -> None:
        """Give its file back."""
        if self.document is not None:
            self.document.close()
            self.document = None
        for picture in self.pictures:
            with suppress(OSError):
                picture.close()
        self.pictures = []


def opened(part: Part, counted: int | None) -> Part:
    """Open an attachment and count its pages; what cannot be taken keeps the pages that were entered for it."""
    if part.source is None:
        part.pages = counted or 1
        return part
    head = part.source[:1024] if isinstance(part.source, bytes) else _head(part.source)
    if b"%PDF" in head:
        _open_pdf(part)
    elif Path(part.file_name).suffix.lower() in PICTURES or head.startswith((b"\xff\xd8\xff", b"\x89PNG")):
        _open_picture(part)
    else:
        kind = Path(part.file_name).suffix or "未知格式"
        part.words = f"文件为 {kind[:12]}，不能并入附件册，请另行打印后插入此处，或另存为 PDF 重新加入。"
    if part.words:
        part.pages = counted or 1
    return part


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(1024)


def _open_pdf(part: Part) -> None:
    import pypdfium2  # late: 4 MB that only papers need

    try:
        part.document = pypdfium2.PdfDocument(part.source)
    except pypdfium2.PdfiumError as wrong:
        if getattr(wrong, "err_code", None) == _PASSWORD or "password" in str(wrong).lower():
            part.words = "PDF 设有打开密码，不能并入附件册；请去除密码后重新加入。"
        else:
            part.words = "PDF 已损坏，打不开；请重新扫描或重新导出后加入。"
        return
    part.document.init_forms()
    part.pages = len(part.document)
    if not part.pages:
        part.words = "PDF 里没有页面；请核对后重新加入。"
        return
    for number in range(part.pages):
        try:
            part.document[number].close()
        except pypdfium2.PdfiumError:
            part.words = f"PDF 第 {number + 1} 页已损坏，打不开；请重新扫描或重新导出后加入。"
            return


def _open_picture(part: Part) -> None:
    from PIL import Image, UnidentifiedImageError

    try:
        with _calm():
            picture = Image.open(io.BytesIO(part.source) if isinstance(part.source, bytes) else part.source)  # type: ignore[arg-type]
            if picture.width * picture.height > _MOST_PIXELS:
                part.words = f"图片有 {picture.width:,} × {picture.height:,} 像素，太大；请降低扫描精度后重新加入。"
                return
            picture.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        part.words = "图片已损坏或格式不认识，打不开；请重新扫描后加入。"
        return
    part.pictures = [picture]
    part.pages = int(getattr(picture, "n_frames", 1)) if picture.format in ("TIFF", "MPO") and picture.format == "TIFF" else 1


@contextmanager
def _calm() -> Iterator[None]:
    """Pillow warns of large pictures; we measure them ourselves."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def upright(part: Part, number: int) -> Any:
    """A picture of a part as it is to be drawn: turned as the camera says, without transparency; JPEG as it is where possible."""
    from PIL import Image, ImageOps

    with _calm():
        picture = part.pictures[0]
        if part.pages > 1:
            picture.seek(number)
        turned = int(picture.getexif().get(0x0112, 1) or 1)
        if picture.format == "JPEG" and turned == 1 and picture.mode in ("RGB", "L"):
            return io.BytesIO(part.source) if isinstance(part.source, bytes) else str(part.source)
        plain = ImageOps.exif_transpose(picture)
        if plain.mode in ("RGBA", "LA", "PA") or "transparency" in plain.info:
            ground = Image.new("RGB", plain.size, "white")
            clear = plain.convert("RGBA")
            ground.paste(clear, mask=clear.getchannel("A"))
            return ground
        return plain.convert("L" if plain.mode in ("1", "L", "I;16") else "RGB")
