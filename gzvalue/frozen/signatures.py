"""Who signed a PDF, and whether the signatures hold; offline, so that revocation is not asked."""

import io
import logging
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from gzvalue.frozen.reading import Reading, SignaturePlace
from gzvalue.frozen.report import Check, Fault, Signer, judged

Json = dict[str, Any]

NAME = "电子签名"
UNSIGNED = "未签名，只证明前后一致，不证明出自何人"
FIELD = "gzvalue-"
"""How the names of our signature fields begin; the role follows."""


def signature_check(
    data: bytes, reading: Reading, manifest: Json, required: bool, trust: Sequence[Path]
) -> tuple[Check, tuple[Signer, ...]]:
    """The check of all signatures, and who signed."""
    if not any(one.signed for one in reading.signatures):
        faults = [Fault(one.name, "有签名域但没有签名") for one in reading.signatures]
        if required:
            faults.append(Fault("文件", "要求有电子签名，但文件没有签名"))
        return (judged("signature", NAME, "", UNSIGNED, faults) if faults else Check("signature", NAME, "note", UNSIGNED)), ()
    if find_spec("pyhanko") is None:
        return Check("signature", NAME, "bad", "文件带有电子签名，但本机没有安装核验签名的组件；请安装 gzvalue[verify]"), ()
    signers, faults = _validated(data, trust)
    faults += [fault for one in reading.signatures for fault in _misplaced(one, manifest)]
    names = "、".join(f"{one.name}（{one.role}）" for one in signers)
    trusted = "" if all(one.trusted for one in signers) else "；证书未追溯到受信任的根，不证明签名人身份属实" if not trust else ""
    return judged("signature", NAME, f"签名有效，签名后没有改动：{names}{trusted}", "签名不成立", faults), tuple(signers)


def _misplaced(place: SignaturePlace, manifest: Json) -> list[Fault]:
    """A visible signature stands in the place that was left for it: elsewhere it could cover a figure."""
    visible = len(place.rect) == 4 and place.rect[2] > place.rect[0] and place.rect[3] > place.rect[1]
    if not place.signed:
        return [Fault(place.name, "有签名域但没有签名")]
    if not visible or place.page == 0:
        return []
    for one in manifest["signature_places"]:
        left, bottom, right, top = (float(side) for side in one["rect"])
        inside = left - 1 <= place.rect[0] and bottom - 1 <= place.rect[1] and place.rect[2] <= right + 1 and place.rect[3] <= top + 1
        if one["page"] == place.page and inside:
            return []
    return [Fault(f"第 {place.page} 页", f"签名“{place.name[:40]}”不在为它留出的位置上，可能遮盖页面内容")]


def _validated(data: bytes, trust: Sequence[Path]) -> tuple[list[Signer], list[Fault]]:
    from pyhanko.keys import load_certs_from_pemder  # late: only a signed file needs it
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.validation.errors import SignatureValidationError

    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # what does not hold is told as faults
    logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)
    roots = list(load_certs_from_pemder([str(path) for path in trust])) if trust else []  # type: ignore[no-untyped-call]
    signers: list[Signer] = []
    faults: list[Fault] = []
    try:
        embedded = PdfFileReader(io.BytesIO(data)).embedded_signatures
        for number, one in enumerate(embedded, 1):
            signer, wrong = _one(one, roots, last=number == len(embedded), judged_by_roots=bool(trust))
            signers.append(signer)
            faults += wrong
    except (PdfError, SigningError, SignatureValidationError, ValueError, KeyError, TypeError, IndexError) as why:
        faults.append(Fault("签名", f"签名无法读取，可能被改动过（{type(why).__name__}）"))
    return signers, faults


def _one(embedded: Any, roots: list[Any], *, last: bool, judged_by_roots: bool) -> tuple[Signer, list[Fault]]:
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    status = validate_pdf_signature(embedded, ValidationContext(trust_roots=roots, allow_fetching=False))
    role = embedded.field_name.removeprefix(FIELD)
    name = status.signing_cert.subject.native.get("common_name") or status.signing_cert.subject.human_friendly
    sound = bool(status.intact and status.valid and status.docmdp_ok)
    faults = []
    if not status.intact:
        faults.append(Fault(f"签名 {role}", "签名之后内容被改动"))
    elif not status.valid:
        faults.append(Fault(f"签名 {role}", "签名与证书不符"))
    elif not status.docmdp_ok or (last and status.coverage is not SignatureCoverageLevel.ENTIRE_FILE):
        faults.append(Fault(f"签名 {role}", "签名之后文件又被追加过签名以外的内容"))
        sound = False
    if judged_by_roots and not status.trusted:
        faults.append(Fault(f"签名 {role}", "证书不能追溯到所给的受信任的根证书"))
    stamp = status.timestamp_validity
    signer = Signer(
        name=str(name), role=role, issuer=status.signing_cert.issuer.human_friendly, time=_time(status.signer_reported_dt),
        timestamp=_time(stamp.timestamp) if stamp is not None and stamp.intact and stamp.valid else "", intact=sound, trusted=bool(status.trusted),
        words="有效" if sound else "不成立",
    )  # fmt: skip
    return signer, faults


def _time(moment: Any) -> str:
    return "" if moment is None else str(moment.isoformat())
