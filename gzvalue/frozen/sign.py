"""Signing a finished PDF with a certificate: PAdES, added behind the file as it is, visible in the place left for the role."""

import io
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gzvalue.errors import UserError
from gzvalue.frozen.canonical import NotCanonical, read_canonical
from gzvalue.frozen.manifest_parts import MANIFEST
from gzvalue.frozen.pdf_objects import Refused
from gzvalue.frozen.reading import file_bytes, read
from gzvalue.frozen.signatures import FIELD
from gzvalue.outputs.chapters.signing import SIGNERS

ROLES = dict(SIGNERS)
"""Role → its Chinese name."""


@dataclass(frozen=True)
class Certificate:
    """What signs: the .p12 or .pfx file, its passphrase, and the address of a time stamp server where one is wanted."""

    file: Path
    passphrase: bytes | None
    timestamp_url: str = ""


def signed(pdf: Path, role: str, certificate: Certificate) -> tuple[bytes, str]:
    """The signed PDF, and the name in the certificate.

    Raises:
        UserError: the PDF is not one of ours or already signed in that role; the certificate or its passphrase is wrong.
    """
    data, place = _ready(pdf, role)
    signer = _signer(certificate)
    name = signer.signing_cert.subject.native.get("common_name") or signer.signing_cert.subject.human_friendly
    return _sign(data, role, place, signer, str(name), certificate.timestamp_url), str(name)


def _ready(pdf: Path, role: str) -> tuple[bytes, dict[str, Any] | None]:
    """The file, and the place for that role."""
    try:
        data = file_bytes(pdf)
        reading = read(pdf, data)
        manifest = read_canonical(reading.attachments[MANIFEST].content)
        places = {one["role"]: one for one in manifest["signature_places"]}
    except Refused as why:
        raise UserError(f"“{pdf.name}”不能签名：{why}。") from why
    except (KeyError, TypeError, NotCanonical) as why:
        raise UserError(f"“{pdf.name}”不是本软件生成的申报材料，不能签名。") from why
    taken = {one.name for one in reading.signatures}
    if FIELD + role in taken:
        raise UserError(f"“{pdf.name}”已有“{ROLES[role]}”的电子签名。")
    return data, places.get(role)


def _signer(certificate: Certificate) -> Any:
    from pyhanko.sign import signers  # late: 0.4 s

    if not certificate.file.is_file():
        raise UserError(f"找不到证书文件“{certificate.file}”。")
    found = signers.SimpleSigner.load_pkcs12(str(certificate.file), passphrase=certificate.passphrase)  # type: ignore[no-untyped-call]
    if found is None:
        raise UserError(f"证书文件“{certificate.file.name}”打不开：口令不对，或不是 .p12 / .pfx 证书（SM2 证书暂不支持）。")
    return found


def _sign(data: bytes, role: str, place: dict[str, Any] | None, signer: Any, name: str, url: str) -> bytes:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.timestamps import HTTPTimeStamper

    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    spec: dict[str, Any] = {"sig_field_name": FIELD + role}
    box = tuple(round(float(side)) for side in place["rect"]) if place else ()
    if place:
        spec |= {"on_page": place["page"] - 1, "box": box}
    fields.append_signature_field(writer, fields.SigFieldSpec(**spec))
    meta = signers.PdfSignatureMetadata(
        field_name=FIELD + role, subfilter=fields.SigSeedSubFilter.PADES, md_algorithm="sha256", reason=ROLES[role], name=name
    )  # fmt: skip
    stamper = HTTPTimeStamper(url) if url else None
    with tempfile.TemporaryDirectory() as folder:
        style = _style(Path(folder), role, name, signer, box) if box else None
        try:
            out = signers.PdfSigner(meta, signer=signer, timestamper=stamper, stamp_style=style).sign_pdf(writer)
        except (SigningError, OSError) as why:
            raise UserError(f"没有签名：{'时间戳服务器无法使用' if url else '证书不能用来签名'}（{type(why).__name__}）。") from why
    return bytes(out.getvalue())


def _style(folder: Path, role: str, name: str, signer: Any, box: tuple[int, ...]) -> Any:
    from pyhanko.stamp import StaticStampStyle

    from gzvalue.outputs.pdf.signature_face import signature_face

    issuer = signer.signing_cert.issuer.native.get("common_name") or signer.signing_cert.issuer.human_friendly
    lines = (
        f"签名人：{name}",
        f"颁发者：{issuer}",
        f"证书序号：{signer.signing_cert.serial_number:X}",
        f"签名时间（本机）：{datetime.now(UTC).astimezone():%Y-%m-%d %H:%M}",
    )
    path = folder / "face.pdf"
    path.write_bytes(signature_face(f"电子签名　{ROLES[role]}", lines, box[2] - box[0], box[3] - box[1]))
    return StaticStampStyle.from_pdf_file(str(path), border_width=0, background_opacity=1.0)
