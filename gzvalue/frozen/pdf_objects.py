"""What is inside a PDF, told apart object by object: digests that change with anything that can be seen or read.

Strict on purpose: only what our own writer makes is understood, anything else is refused in words. No object is ever executed.
"""

import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf

from gzvalue.frozen.canonical import sha256

MOST_BYTES = 150_000_000
"""No stream may be larger than this when unpacked."""

_DEEPEST = 40
_PACKING = {"/Length", "/Filter", "/DecodeParms", "/DL"}
_NOT_THE_DOCUMENT = {
    "/Pages", "/Names", "/AF", "/AcroForm", "/DSS", "/Perms", "/Outlines", "/Extensions", "/Version", "/Type",
}  # fmt: skip

_TOLD = ("/Title", "/Author", "/Subject", "/Creator", "/CreationDate")


class Refused(ValueError):
    """A PDF that is not read any further; the message says why, in Chinese."""


class Damaged(Refused):
    """A PDF whose bytes are broken; ``ours`` says that they still bear a mark of this program."""

    def __init__(self, words: str, *, ours: bool = False) -> None:
        super().__init__(words)
        self.ours = ours


def unpacked(stream: pikepdf.Object, most: int = MOST_BYTES) -> bytes:
    """The bytes of a stream.

    Raises:
        Refused: it is packed in a way we never use, is damaged, or larger than ``most``.
    """
    packing = stream.get("/Filter")
    if isinstance(packing, pikepdf.Array):
        if len(packing) > 1:
            raise Refused("含有多重压缩的内容")
        packing = packing[0] if len(packing) else None
    raw = stream.read_raw_bytes()
    if packing is None:
        return _within(raw, most)
    if packing != "/FlateDecode" or _predicted(stream.get("/DecodeParms")):
        raise Refused("含有本软件不使用的压缩方式")
    unpacking = zlib.decompressobj()
    try:
        data = unpacking.decompress(raw, most + 1)
    except zlib.error:
        raise Damaged("压缩内容已损坏") from None
    return _within(data, most)


def _predicted(parms: Any) -> bool:
    return parms is not None and parms != pikepdf.Array([None]) and "/Predictor" in str(parms)


def _within(data: bytes, most: int) -> bytes:
    if len(data) > most:
        raise Refused(f"解压后超过 {most // 1_000_000} MB")
    return data


class Teller:
    """Tells the objects of one document by digests; what was told once is remembered."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._known: dict[tuple[int, int], str] = {}
        self._pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}

    def of(self, value: Any, depth: int = 0) -> str:
        """The digest of a value with all it refers to; pages are told by their number."""
        if not isinstance(value, pikepdf.Object):
            return repr(value) if value is None or isinstance(value, bool | int) else str(value)
        identity = value.objgen if value.is_indirect else None
        if identity in self._pages:
            return f"page {self._pages[identity]}"
        if identity is not None and identity in self._known:
            return self._known[identity]
        if depth > _DEEPEST:
            raise Refused("内容层层嵌套，没有尽头")
        if identity is not None:
            self._known[identity] = "cycle"
        told = self._told(value, depth)
        if identity is not None:
            self._known[identity] = told
        return told

    def _told(self, value: pikepdf.Object, depth: int) -> str:
        if isinstance(value, pikepdf.Stream):
            parts = [f"{key} {self.of(value.get(key), depth + 1)}" for key in sorted(set(value.keys()) - _PACKING)]
            return sha256("\n".join([*parts, sha256(unpacked(value))]).encode())
        if isinstance(value, pikepdf.Dictionary):
            return sha256("\n".join(f"{key} {self.of(value.get(key), depth + 1)}" for key in sorted(value.keys())).encode())
        if isinstance(value, pikepdf.Array):
            return sha256("\n".join(self.of(one, depth + 1) for one in value).encode())
        return str(value.unparse())

    # --- pages -------------------------------------------------------------------------------

    def content(self, page: pikepdf.Page) -> bytes:
        """The drawing instructions of a page, unpacked."""
        given = page.obj.get("/Contents")
        streams = list(given) if isinstance(given, pikepdf.Array) else [] if given is None else [given]
        if any(not isinstance(one, pikepdf.Stream) for one in streams):
            raise Refused("页面内容不是绘图指令")
        return b"\n".join(unpacked(one) for one in streams)

    def fonts(self, page: pikepdf.Page) -> dict[str, pikepdf.Object]:
        """The fonts of a page by the name under which it uses them."""
        found = page.obj.get("/Resources")
        fonts = found.get("/Font") if isinstance(found, pikepdf.Dictionary) else None
        return {key: fonts[key] for key in fonts.keys()} if isinstance(fonts, pikepdf.Dictionary) else {}  # noqa: SIM118 - no Mapping

    def rest(self, page: pikepdf.Page) -> str:
        """Digest of everything else of a page: size, pictures, links, marks laid over it; places of signatures are told apart."""
        parts = [f"{key} {self.of(page.obj.get(key))}" for key in sorted(set(page.obj.keys()) - {"/Parent", "/Contents", "/Annots"})]
        parts += [f"/Annots {self.of(note)}" for note in annotations(page) if not is_signature(note)]
        return sha256("\n".join(parts).encode())

    def pictures(self, page: pikepdf.Page) -> Iterator[tuple[str, str]]:
        """Name and digest of each picture or drawing that a page takes in."""
        found = page.obj.get("/Resources")
        drawn = found.get("/XObject") if isinstance(found, pikepdf.Dictionary) else None
        if isinstance(drawn, pikepdf.Dictionary):
            for key in sorted(drawn.keys()):
                yield key, self.of(drawn[key])

    # --- the document ------------------------------------------------------------------------

    def document(self) -> str:
        """Digest of what belongs to no page: title, language, view, colour profile, bookmarks."""
        root = self._pdf.Root
        parts = [f"{key} {self.of(root.get(key))}" for key in sorted(set(root.keys()) - _NOT_THE_DOCUMENT)]
        info = self._pdf.docinfo
        parts += [f"info {key} {info[key]}" for key in _TOLD if key in info]
        return sha256("\n".join([*parts, *self._bookmarks()]).encode())

    def _bookmarks(self) -> Iterator[str]:
        outlines = self._pdf.Root.get("/Outlines")
        waiting = [outlines.get("/First")] if isinstance(outlines, pikepdf.Dictionary) else []
        seen: set[tuple[int, int]] = set()
        while waiting:
            item = waiting.pop()
            if not isinstance(item, pikepdf.Dictionary):
                continue
            if item.objgen in seen:
                raise Refused("书签首尾相连，没有尽头")
            if item.is_indirect:
                seen.add(item.objgen)
            kept = sorted(set(item.keys()) - {"/Parent", "/Prev", "/Next", "/First", "/Last"})
            yield "bookmark " + " ".join(f"{key} {self.of(item.get(key))}" for key in kept)
            waiting += [item.get("/Next"), item.get("/First")]


def annotations(page: pikepdf.Page) -> list[pikepdf.Object]:
    """What lies over a page: links, notes, fields."""
    given = page.obj.get("/Annots")
    return [one for one in given if isinstance(one, pikepdf.Dictionary)] if isinstance(given, pikepdf.Array) else []


def is_signature(note: pikepdf.Object) -> bool:
    """Whether it is the place of a signature."""
    return note.get("/Subtype") == "/Widget" and note.get("/FT") == "/Sig"
