"""Reading a PDF that a stranger handed over: everything a verifier needs as plain values, or a refusal in words.

Nothing in the file is executed or written anywhere. Meant to run in a child process with limits of its own (`gzvalue.frozen.guard`).
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf

from gzvalue.frozen.canonical import sha256
from gzvalue.frozen.manifest import fonts_of, page_of, pictures_of
from gzvalue.frozen.manifest_parts import Attachment
from gzvalue.frozen.marks import damaged
from gzvalue.frozen.page_text import characters, lines_of
from gzvalue.frozen.pdf_objects import Damaged, Refused, Teller, annotations, is_signature, unpacked

LARGEST = 400_000_000
_MOST_OBJECTS = 400_000
_MOST_PAGES = 20_000
_MOST_TOGETHER = 300_000_000
_END = re.compile(rb"startxref\s+\d+\s+%%EOF")
_ACTIVE = {
    "/JavaScript": "脚本", "/JS": "脚本", "/Launch": "启动程序的动作", "/SubmitForm": "提交表单的动作", "/ImportData": "导入数据的动作",
    "/OpenAction": "打开时的动作", "/AA": "自动动作", "/XFA": "XFA 表单", "/RichMedia": "多媒体", "/Movie": "多媒体", "/Sound": "多媒体",
    "/3D": "三维内容", "/GoToR": "指向别的文件的链接", "/GoToE": "指向附件的链接", "/URI": "网址链接",
}  # fmt: skip


@dataclass(frozen=True)
class PageRead:
    """One page: digests of its drawing instructions and of all the rest, its set lines, and its own words for what cannot be read."""

    content: str
    rest: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class SignaturePlace:
    """Where a signature stands: name of its field, page from 1 (0: on none), (left, bottom, right, top), whether it is signed."""

    name: str
    page: int
    rect: tuple[float, ...]
    signed: bool


@dataclass(frozen=True)
class Reading:
    """What a PDF holds.

    Attributes:
        bytes: its length.
        revisions: how often it was written to; 1 for a file never added to.
        loose: bytes behind its end, or before its beginning.
        attachments: the files inside, by name.
        pages: its pages.
        fonts: name and digest of each font.
        pictures: page, name and digest of each picture.
        document: digest of what belongs to no page, as the file was first written.
        signatures: places of signatures.
    """

    bytes: int
    revisions: int
    loose: bool
    attachments: dict[str, Attachment]
    pages: tuple[PageRead, ...]
    fonts: tuple[dict[str, str], ...]
    pictures: tuple[dict[str, object], ...]
    document: str
    signatures: tuple[SignaturePlace, ...] = field(default=())


def file_bytes(path: Path) -> bytes:
    """The bytes of a PDF file.

    Raises:
        Refused: it is no PDF, cannot be read, or is too large.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise Refused(f"文件超过 {LARGEST // 1_000_000} MB，不予核验")
        data = path.read_bytes()
    except OSError:
        raise Refused("文件无法读取，请检查它是否还在、是否有权限") from None
    if not data.startswith(b"%PDF-"):
        raise damaged(data, "不是 PDF 文件，或文件开头已损坏")
    return data


def read(path: Path, data: bytes) -> Reading:
    """Everything in a PDF.

    Raises:
        Refused: it is damaged, encrypted, holds anything active, or is built to exhaust its reader; the message says which.
    """
    try:
        with pikepdf.open(path, attempt_recovery=False, suppress_warnings=True) as pdf:
            if pdf.is_encrypted:
                raise Refused("文件已加密，无法核验；请取得未加密的原件")
            _harmless(pdf)
            return _reading(pdf, data)
    except pikepdf.PasswordError:
        raise Refused("文件已加密，无法核验；请取得未加密的原件") from None
    except (pikepdf.PdfError, pikepdf.DataDecodingError):
        raise damaged(data, "文件结构已损坏，可能不完整或被改动过") from None
    except RecursionError:
        raise Refused("内容层层嵌套，没有尽头") from None
    except MemoryError:
        raise Refused("文件展开后过大，超出内存限制") from None
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, RuntimeError) as wrong:
        if isinstance(wrong, Damaged):
            raise damaged(data, str(wrong)) from None
        if isinstance(wrong, Refused):
            raise
        raise damaged(data, "文件结构与本软件生成的不同，无法读取") from None  # any oddity that our writer never makes


def attachment_of(path: Path, name: str) -> bytes:
    """One attachment of a PDF that was verified before, without reading its pages.

    Raises:
        Refused: it is not there, or the file was changed meanwhile.
    """
    try:
        with pikepdf.open(path, attempt_recovery=False, suppress_warnings=True) as pdf:
            return dict(_attachments(pdf))[name].content
    except (pikepdf.PdfError, pikepdf.DataDecodingError, KeyError, OSError):
        raise Refused("文件在核验之后被改动或移走") from None


def _harmless(pdf: pikepdf.Pdf) -> None:
    if len(pdf.objects) > _MOST_OBJECTS:
        raise Refused("文件内的对象过多")
    for one in pdf.objects:
        found = _active(one)
        if found:
            raise Refused(f"文件含有{_ACTIVE[found]}（{found}），本软件生成的材料不含此类内容，不予核验")
    root = pdf.Root
    for key in ("/OpenAction", "/AA"):
        if key in root:
            raise Refused(f"文件含有{_ACTIVE[key]}，本软件生成的材料不含此类内容，不予核验")


def _active(one: pikepdf.Object) -> str:
    if not isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
        return ""
    waiting, seen = [one], 0
    while waiting and seen < 2_000:
        seen += 1
        part = waiting.pop()
        for key in list(part.keys()):
            if key in _ACTIVE and key != "/Sound":
                return str(key)
            inner = part.get(key)
            if key in ("/S", "/Subtype") and isinstance(inner, pikepdf.Name) and str(inner) in _ACTIVE:
                return str(inner)
            if isinstance(inner, pikepdf.Dictionary) and not inner.is_indirect:
                waiting.append(inner)
    return ""


def _reading(pdf: pikepdf.Pdf, data: bytes) -> Reading:
    if len(pdf.pages) > _MOST_PAGES:
        raise Refused("页数过多")
    attachments = dict(_attachments(pdf))
    teller = Teller(pdf)
    fonts = {}
    pages = []
    for page in pdf.pages:
        used = teller.fonts(page)
        for font in used.values():
            if font.objgen not in fonts:
                fonts[font.objgen] = characters(font)
        tables = {name: fonts[font.objgen] for name, font in used.items()}
        told = page_of(teller, page)
        pages.append(PageRead(told["content"], told["rest"], tuple(lines_of(teller.content(page), tables))))
    ends = list(_END.finditer(data))
    loose = not ends or len(data[ends[-1].end() :].strip(b"\r\n")) > 0
    return Reading(
        len(data), len(ends), loose, attachments, tuple(pages), tuple(fonts_of(teller, pdf)), tuple(pictures_of(teller, pdf)),
        teller.document() if len(ends) < 2 else _first_document(data[: ends[0].end()]), tuple(_signatures(pdf)),
    )  # fmt: skip


def _first_document(data: bytes) -> str:
    """What belonged to no page when the file was first written: a signature stamps the date into the properties, which is no fault."""
    with pikepdf.open(io.BytesIO(data + b"\n"), attempt_recovery=False, suppress_warnings=True) as pdf:
        return Teller(pdf).document()


def _attachments(pdf: pikepdf.Pdf) -> Iterator[tuple[str, Attachment]]:
    names = pdf.Root.get("/Names")
    tree = names.get("/EmbeddedFiles") if isinstance(names, pikepdf.Dictionary) else None
    listed = tree.get("/Names") if isinstance(tree, pikepdf.Dictionary) else None
    if not isinstance(listed, pikepdf.Array):
        return
    together = 0
    for place in range(1, len(listed), 2):
        spec = listed[place]
        content = unpacked(spec.EF.F)
        together += len(content)
        if together > _MOST_TOGETHER:
            raise Refused("附件展开后过大")
        mime = str(spec.EF.F.get("/Subtype", "")).lstrip("/")
        relationship = str(spec.get("/AFRelationship", "")).lstrip("/")
        yield str(spec.UF), Attachment(str(spec.UF), content, mime, relationship, str(spec.get("/Desc", "")))


def _signatures(pdf: pikepdf.Pdf) -> Iterator[SignaturePlace]:
    form = pdf.Root.get("/AcroForm")
    fields = form.get("/Fields") if isinstance(form, pikepdf.Dictionary) else None
    if not isinstance(fields, pikepdf.Array):
        return
    where = {note.objgen: number for number, page in enumerate(pdf.pages, 1) for note in annotations(page) if is_signature(note)}
    for one in fields:
        rect = tuple(float(side) for side in one.get("/Rect", ()))
        yield SignaturePlace(str(one.get("/T", "")), where.get(one.objgen, 0), rect, "/V" in one)


def digest_of(attachment: Attachment) -> str:
    """SHA-256 of an attachment's content."""
    return sha256(attachment.content)
