"""Freezing: everything a dossier is made from as one canonical JSON text, and back. Its form: docs/frozen.md, docs/frozen.schema.json."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

from gzvalue import __version__
from gzvalue.frozen.canonical import Digests, NotCanonical, canonical_bytes, digests, read_canonical
from gzvalue.frozen.parts import Json, LogLine, log_of, options_from, options_plain, parameters, project_from, records_of
from gzvalue.frozen.plain import plain
from gzvalue.outputs.content import Content
from gzvalue.outputs.options import Options
from gzvalue.outputs.proof import Proof
from gzvalue.schema.project import Project

SCHEMA = 1
"""Version of the form of frozen data; a later program reads all earlier ones."""

KIND = "gzvalue-frozen"

_NO_RESULTS = {"project", "unprintable", "proof"}
"""Fields of `Content` that are records, or about this very issue."""

Gather = Callable[[Project], Content]
"""What computes everything from the records: the same function for issuing and for verifying."""


@dataclass(frozen=True)
class Head:
    """Which report it is.

    Attributes:
        number: the report number.
        version: which issue of it, from 1.
        draft: made to be looked at, not issued.
    """

    number: str
    version: int
    draft: bool


@dataclass(frozen=True)
class Frozen:
    """A frozen copy.

    Attributes:
        data: the canonical JSON.
        value: the same as a value.
        digests: of those bytes.
        content: everything computed from the copy, ready for the chapters, with its proof.
        options: what was chosen for the paper.
        head: which report.
    """

    data: bytes
    value: Json
    digests: Digests
    content: Content
    options: Options
    head: Head

    @property
    def proof(self) -> Proof:
        """What the pages print of it."""
        assert self.content.proof is not None
        return self.content.proof


@dataclass(frozen=True)
class Thawed:
    """Frozen data read back.

    Attributes:
        value: the whole JSON value.
        project: the records.
        options: the choices.
        head: which report.
        digests: of the bytes it was read from.
    """

    value: Json
    project: Project
    options: Options
    head: Head
    digests: Digests

    @property
    def log_head(self) -> str:
        """Hash of the last entry of the log."""
        return str(self.value["log"]["head"])

    @property
    def proof(self) -> Proof:
        """What the pages must print of it."""
        return Proof(self.head.number, self.head.version, self.head.draft, self.digests.sha256, self.digests.sm3, self.log_head)


def freeze(project: Project, options: Options, head: Head, log: Iterable[LogLine], gather: Gather) -> Frozen:
    """Freeze a project with everything computed from it.

    What is computed, and what the pages will show, comes from the frozen records read back, never from ``project`` itself.
    """
    records = read_canonical(canonical_bytes(records_of(project)))
    content = gather(project_from(records))
    value = {
        "kind": KIND,
        "schema": SCHEMA,
        "made_with": {"program": "gzvalue", "version": __version__},
        "report": {"number": head.number, "version": head.version, "draft": head.draft},
        "options": options_plain(options),
        "project": records,
        "parameters": parameters(),
        "results": results_of(content),
        "log": log_of(log),
    }
    data = canonical_bytes(value)
    found = digests(data)
    proof = Proof(head.number, head.version, head.draft, found.sha256, found.sm3, value["log"]["head"])
    return Frozen(data, value, found, replace(content, proof=proof), options, head)


def results_of(content: Content) -> Json:
    """Everything that was computed, in plain values; whatever a later version adds to `Content` is in it."""
    return {one.name: plain(getattr(content, one.name)) for one in fields(content) if one.name not in _NO_RESULTS}


def thaw(data: bytes) -> Thawed:
    """Read frozen data.

    Raises:
        NotCanonical: it is not what this program, or an earlier one, froze; the message says why.
    """
    value = read_canonical(data)
    wrong = misfit(value)
    if wrong:
        raise NotCanonical(wrong)
    report = value["report"]
    head = Head(report["number"], report["version"], report["draft"])
    return Thawed(value, project_from(value["project"]), options_from(value["options"]), head, digests(data))


def misfit(value: Any) -> str:
    """Why a value does not have the form of frozen data; empty when it has."""
    from gzvalue.frozen.schema import first_fault, frozen_schema  # late: schema needs every form laid out

    if not isinstance(value, dict) or value.get("kind") != KIND:
        return "不是本软件的冻结数据"
    if not isinstance(value.get("schema"), int) or value["schema"] > SCHEMA:
        return f"由更新的版本生成（数据格式第 {value.get('schema')} 版），请用新版软件核验"
    return first_fault(value, frozen_schema())
