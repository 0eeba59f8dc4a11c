"""The manifest of an issued PDF: digests of what is on its pages and beside them, and every figure printed, in sequence."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pikepdf

from gzvalue.frozen.canonical import Digests, sha256
from gzvalue.frozen.figures import Printed
from gzvalue.frozen.freeze import Head
from gzvalue.frozen.manifest_parts import Attachment
from gzvalue.frozen.pdf_objects import Teller
from gzvalue.frozen.renderer import renderer
from gzvalue.outputs.pdf.document import Slot

Json = dict[str, Any]

KIND = "gzvalue-manifest"
SCHEMA = 1


def manifest_of(
    pdf: pikepdf.Pdf, figures: Iterable[Printed], slots: Iterable[Slot], attachments: Sequence[Attachment], head: Head, data: Digests
) -> Json:
    """The manifest of a drawn PDF and the files that will be attached to it."""
    teller = Teller(pdf)
    return {
        "kind": KIND,
        "schema": SCHEMA,
        "report": {"number": head.number, "version": head.version, "draft": head.draft},
        "data": {"sha256": data.sha256, "sm3": data.sm3},
        "renderer": renderer(),
        "document": teller.document(),
        "pages": [page_of(teller, page) for page in pdf.pages],
        "fonts": fonts_of(teller, pdf),
        "pictures": pictures_of(teller, pdf),
        "attachments": [{"name": one.name, "sha256": sha256(one.content), "bytes": len(one.content)} for one in attachments],
        "signature_places": [{"role": one.role, "page": one.page, "rect": [f"{side:.2f}" for side in one.rect]} for one in slots],
        "figures": [list(one) for one in figures],
    }


def page_of(teller: Teller, page: pikepdf.Page) -> Json:
    """The digests of a page: its drawing instructions, and all the rest of it."""
    return {"content": sha256(teller.content(page)), "rest": teller.rest(page)}


def fonts_of(teller: Teller, pdf: pikepdf.Pdf) -> list[Json]:
    """Every font that a page uses, by name: the font with its table of characters, and its file."""
    found: dict[str, pikepdf.Object] = {}
    for page in pdf.pages:
        for font in teller.fonts(page).values():
            found.setdefault(str(font.get("/BaseFont")), font)
    return [{"name": name.lstrip("/"), "sha256": teller.of(font)} for name, font in sorted(found.items())]


def pictures_of(teller: Teller, pdf: pikepdf.Pdf) -> list[Json]:
    """Every picture with the first page that shows it."""
    return list(_pictures(teller, pdf))


def _pictures(teller: Teller, pdf: pikepdf.Pdf) -> Iterator[Json]:
    seen: set[str] = set()
    for number, page in enumerate(pdf.pages, 1):
        for name, digest in teller.pictures(page):
            if digest not in seen:
                seen.add(digest)
                yield {"page": number, "name": name.lstrip("/"), "sha256": digest}
