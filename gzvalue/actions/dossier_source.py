"""What a dossier holds besides its pages: the log as digests, its number, and the files to be attached."""

import hashlib
import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from gzvalue.errors import UserError
from gzvalue.frozen.freeze import Frozen, Head
from gzvalue.frozen.manifest_parts import DATA, MEASUREMENTS, WORKBOOK, Attachment
from gzvalue.frozen.number import head_of
from gzvalue.frozen.parts import LogLine
from gzvalue.schema.edit import Change
from gzvalue.store.log import LogEntry, canonical
from gzvalue.store.open import Store

DATA_SUFFIX, WORKBOOK_SUFFIX = "_冻结数据.json", "_测算底稿.xlsx"
"""What the plain files beside an issued PDF are called, behind its own name."""

LARGEST_EVIDENCE = 20 * 1024 * 1024
"""Evidence above this many bytes is not attached: banks' mail refuses more."""

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MIME = {".pdf": "application/pdf", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".xlsx": _XLSX}


@dataclass(frozen=True)
class Source:
    """What the project file adds to its records.

    Attributes:
        log: the log, as digests.
        head: number, version, draft or not; a draft of the first version if not given.
        evidence: evidence whose content is wanted inside: code, file name, bytes.
        workbook: whether the 测算底稿 is attached; a preview does without it.
    """

    log: tuple[LogLine, ...] = ()
    head: Head | None = None
    evidence: tuple[tuple[str, str, bytes], ...] = ()
    workbook: bool = True


def source_of(store: Store, *, draft: bool, evidence: Sequence[str] | None = (), workbook: bool = True) -> Source:
    """All that of an open project file; ``evidence`` names what is wanted inside, ``None`` wants all.

    Raises:
        UserError: evidence that does not exist, was not kept in the file, or is too large.
    """
    issued = [one.number for one in store.issues()]
    head = head_of(store.project, issued, draft=draft)
    return Source(tuple(log_lines(store.log())), head, tuple(_evidence(store, evidence)), workbook)


def log_lines(entries: Iterable[LogEntry]) -> Iterator[LogLine]:
    """Entries of a log with digests in the place of values."""
    for one in entries:
        changes = one.changes
        yield LogLine(
            no=one.no, time=one.time, user=one.user, label=one.label, reason=one.reason, records=len(changes),
            before=_digest((change, change.before) for change in changes), after=_digest((change, change.after) for change in changes),
            previous=one.previous, hash=one.hash,
        )  # fmt: skip


def _digest(sides: Iterable[tuple[Change, object]]) -> str:
    told = [[change.form, change.id, None if cells is None else cells] for change, cells in sides]
    return hashlib.sha256(canonical(told).encode()).hexdigest()


def _evidence(store: Store, codes: Sequence[str] | None) -> Iterator[tuple[str, str, bytes]]:
    known = {one.code or "": one for one in store.project.evidence}
    for code in known if codes is None else codes:
        one = known.get(code)
        if one is None:
            raise UserError(f"没有编号为“{code}”的证据附件，没有生成。请核对编号。")
        content = store.content(one.sha256) if one.sha256 else None
        if content is None:
            if codes is None:
                continue
            raise UserError(f"证据附件“{code}”的内容没有存入项目文件，不能嵌入。请先在“证据附件”中加入文件。")
        if len(content) > LARGEST_EVIDENCE:
            raise UserError(f"证据附件“{code}”超过 {LARGEST_EVIDENCE // 1024 // 1024} MB，不能嵌入。请压缩后再加入，或另行提交。")
        yield code, one.file_name or code, content


def attachments_of(frozen: Frozen, source: Source) -> tuple[Attachment, ...]:
    """The files inside the PDF, the frozen data first."""
    found = [Attachment(DATA, frozen.data, "application/json", "Source", "冻结数据：材料由它生成，指纹印在封面与签署页")]
    if source.workbook:
        found.append(Attachment(WORKBOOK, _workbook(frozen), _XLSX, "Alternative", "测算底稿：含公式的 Excel 工作簿"))
    measured = frozen.content.project.measurements
    if measured:
        records = [{**one.form.to_cells(one), "document": json.loads(one.document) if one.document else None} for one in measured]
        text = json.dumps(records, ensure_ascii=False, indent=1).encode()
        found.append(Attachment(MEASUREMENTS, text, "application/json", "Data", "质量实测记录"))
    for number, (code, name, content) in enumerate(source.evidence, 1):
        suffix = PurePath(name).suffix.lower() if PurePath(name).suffix.isascii() else ""
        mime = _MIME.get(suffix, "application/octet-stream")
        found.append(Attachment(f"evidence-{number:03d}{suffix}", content, mime, "Supplement", f"证据附件 {code}：{name}"))
    return tuple(found)


def _workbook(frozen: Frozen) -> bytes:
    from gzvalue.outputs.workbook.book import write_workpaper  # late: drafts in the window do without
    from gzvalue.outputs.workbook.draft import Material

    content = frozen.content
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "workbook.xlsx"
        material = Material(
            content.project, content.valuation, content.scores, content.problems, content.review, content.uncertainty, content.real_options
        )
        write_workpaper(material, path, lambda *_: None)
        return path.read_bytes()


def beside(pdf: Path, suffix: str) -> Path:
    """The plain file beside a PDF."""
    return pdf.with_name(pdf.stem + suffix)
