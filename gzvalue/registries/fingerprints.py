"""The record of a deposit (存证): what digests the data had when they were measured, and where they were lodged.

A digest proves content at a time, neither ownership nor truth (form M, project's own rule).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from gzvalue.registries.gathered import Gathered
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.registration_forms import Deposit


@dataclass(frozen=True)
class Fingerprint:
    """The digests of a data set's file.

    Attributes:
        file_name, sha256, sm3, size, rows, columns, taken_at: of the newest measurement, or of the file at hand.
        deposits: where it was lodged.
        faults: what does not fit together, in sentences.
    """

    file_name: str
    sha256: str
    sm3: str
    size: int | None
    rows: int | None
    columns: int | None
    taken_at: str
    deposits: tuple[Deposit, ...]
    faults: tuple[str, ...]


def fingerprint_of(gathered: Gathered, one: DataSet) -> Fingerprint | None:
    """The fingerprint from the newest measurement; ``None`` if the data set was never measured nor lodged."""
    found = gathered.measurements.get(one.code or "")
    deposits = tuple(gathered.deposits.get(one.code or "", ()))
    if found is None and not deposits:
        return None
    if found is None:
        last = deposits[-1]
        return Fingerprint(
            last.file_name or "", (last.sha256 or "").lower(), (last.sm3 or "").lower(), last.size, last.rows, None, "", deposits,
            (f"{one.code} 尚未实测，摘要取自存证记录，未与数据文件核对。",),
        )  # fmt: skip
    return Fingerprint(
        found.source_name or "", (found.sha256 or "").lower(), (found.sm3 or "").lower(), _size(found.document), found.rows, found.columns,
        found.measured_at or "", deposits, tuple(_faults(one, (found.sha256 or "").lower(), deposits)),
    )  # fmt: skip


def _size(document: str | None) -> int | None:
    """Bytes of the source, which only the document tells; it begins with its columns, so only its end is looked at."""
    if not document:
        return None
    at = document.rfind('"source":{')
    if at < 0:
        return None
    try:
        source, _ = json.JSONDecoder().raw_decode(document, at + len('"source":'))
    except ValueError:
        return None
    size = source.get("bytes") if isinstance(source, dict) else None
    return size if isinstance(size, int) else None


def _faults(one: DataSet, sha256: str, deposits: Sequence[Deposit]) -> list[str]:
    other = [d for d in deposits if d.sha256 and sha256 and d.sha256.lower() != sha256]
    return [
        f"{one.code} 的存证记录 {d.number or d.platform or d.id} 的 SHA-256 与最近一次实测的文件不同：存证之后数据有变动，或存证的是另一版本，请核对。"
        for d in other
    ]
