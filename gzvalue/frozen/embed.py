"""The drawn PDF made into PDF/A-3b with its files inside: metadata, colour profile, attachments; the same input gives the same bytes."""

import hashlib
import io
from collections.abc import Sequence
from datetime import date
from typing import Any
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from gzvalue.frozen.canonical import canonical_bytes
from gzvalue.frozen.figures import Known
from gzvalue.frozen.freeze import Frozen
from gzvalue.frozen.manifest import manifest_of
from gzvalue.frozen.manifest_parts import MANIFEST, Attachment
from gzvalue.frozen.pdf_objects import annotations
from gzvalue.outputs.pdf.document import Rendered
from gzvalue.paths import resource

_PRINTED = 4
"""The flag by which PDF/A asks that a link is not hidden on paper."""

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
<dc:format>application/pdf</dc:format><dc:language><rdf:Bag><rdf:li>zh-CN</rdf:li></rdf:Bag></dc:language>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<xmp:CreatorTool>{creator}</xmp:CreatorTool><xmp:CreateDate>{moment}</xmp:CreateDate><xmp:ModifyDate>{moment}</xmp:ModifyDate>
<pdf:Producer>{producer}</pdf:Producer>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


def embedded(drawn: Rendered, frozen: Frozen, attachments: Sequence[Attachment], as_of: date | None) -> bytes:
    """The finished PDF; see `rebuilt`."""
    return rebuilt(drawn, frozen, attachments, as_of)[0]


def rebuilt(drawn: Rendered, frozen: Frozen, attachments: Sequence[Attachment], as_of: date | None) -> tuple[bytes, dict[str, Any]]:
    """The finished PDF, and the manifest in it.

    Args:
        drawn: the pages.
        frozen: what they were drawn from.
        attachments: everything to be attached but the manifest, the frozen data first.
        as_of: date of the document; the clock is never asked.
    """
    with pikepdf.open(io.BytesIO(drawn.data)) as pdf:
        _tidied(pdf)
        _metadata(pdf, as_of or date(2000, 1, 1))
        _colours(pdf)
        figures = Known.of(frozen.value).printed(drawn.drawn)
        manifest = manifest_of(pdf, figures, drawn.slots, attachments, frozen.head, frozen.digests)
        every = [
            *attachments,
            Attachment(
                MANIFEST, canonical_bytes(manifest), "application/json", "Supplement", "清单：各页、字体、附件的指纹与印出的每个数字"
            ),
        ]
        _attach(pdf, every)
        out = io.BytesIO()
        pdf.save(
            out,
            min_version="1.7",
            deterministic_id=True,
            fix_metadata_version=False,
            compress_streams=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
        return out.getvalue(), manifest


def _tidied(pdf: pikepdf.Pdf) -> None:
    """Without what PDF/A does not want, and with the flag it wants on links."""
    for page in pdf.pages:
        if "/Trans" in page.obj:
            del page.obj["/Trans"]
        for note in annotations(page):
            note["/F"] = _PRINTED


def _metadata(pdf: pikepdf.Pdf, day: date) -> None:
    info = pdf.docinfo
    for key in ("/Keywords", "/Trapped"):
        if key in info:
            del info[key]
    told = {key: _xml(str(info[f"/{key.title()}"])) for key in ("title", "author", "subject", "creator", "producer")}
    told["moment"] = f"{day:%Y-%m-%d}T00:00:00+08:00"
    stream = pdf.make_stream(_XMP.format(**told).encode(), {"/Type": Name("/Metadata"), "/Subtype": Name("/XML")})
    pdf.Root["/Metadata"] = stream


def _xml(text: str) -> str:
    return escape("".join(char if char.isprintable() else " " for char in text))


def _colours(pdf: pikepdf.Pdf) -> None:
    profile = pdf.make_stream(resource("standards", "srgb.icc").read_bytes(), {"/N": 3})
    pdf.Root["/OutputIntents"] = Array([
        Dictionary(
            Type=Name("/OutputIntent"), S=Name("/GTS_PDFA1"), OutputConditionIdentifier=String("sRGB"), Info=String("sRGB IEC61966-2.1"),
            DestOutputProfile=profile,
        )
    ])  # fmt: skip


def _attach(pdf: pikepdf.Pdf, attachments: Sequence[Attachment]) -> None:
    specs = {one.name: pdf.make_indirect(_file(pdf, one)) for one in attachments}
    names = Array([part for name, spec in sorted(specs.items()) for part in (String(name), spec)])
    pdf.Root["/Names"] = Dictionary(EmbeddedFiles=Dictionary(Names=names))
    pdf.Root["/AF"] = Array(list(specs.values()))


def _file(pdf: pikepdf.Pdf, one: Attachment) -> Dictionary:
    moment = pdf.docinfo["/ModDate"]
    # the check sum is MD5 by ISO 32000; it is no protection, the manifest's SHA-256 is
    params = Dictionary(Size=len(one.content), CheckSum=String(hashlib.md5(one.content, usedforsecurity=False).digest()), ModDate=moment)
    stream = pdf.make_stream(one.content, {"/Type": Name("/EmbeddedFile"), "/Subtype": Name(f"/{one.mime}"), "/Params": params})
    return Dictionary(
        Type=Name("/Filespec"), F=String(one.name), UF=String(one.name), Desc=String(one.words), AFRelationship=Name(f"/{one.relationship}"),
        EF=Dictionary(F=stream, UF=stream),
    )  # fmt: skip
