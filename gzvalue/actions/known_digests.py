"""The double-pledge guard: fingerprints of data sets in dossiers issued on this computer, kept in the user's folder outside all projects.

It knows only what this user issued on this computer; that limit is said wherever it speaks.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from gzvalue.errors import UserError, reason_of
from gzvalue.paths import user_data
from gzvalue.schema.project import Project
from gzvalue.schema.quality_scores import quality_scores

LIMIT = "只能查到本机当前用户签发过的材料；他人电脑上的质押、登记系统中的在先登记须由质权人查询。"
_MOST = 200_000


@dataclass(frozen=True)
class KnownDigest:
    """One data set of one issued dossier: its fingerprint, report number and version, code, and day of the valuation."""

    sha256: str
    report: str
    version: int
    code: str
    day: str


@dataclass(frozen=True)
class Twice:
    """A data set whose fingerprint stands in another issued dossier."""

    code: str
    name: str
    other: KnownDigest

    @property
    def words(self) -> str:
        """In a sentence."""
        return f"{self.code} 的数据指纹已出现在本机签发的 {self.other.report}（{self.other.code}）中，可能重复质押，请核对。"


def fingerprints(project: Project) -> dict[str, str]:
    """Code → SHA-256 of the newest measuring, or of the newest deposit where nothing was measured."""
    found = {one.data_set: one.sha256 for one in project.rows["deposit"].values() if getattr(one, "sha256", None)}  # type: ignore[attr-defined]
    for code, one in quality_scores(project).items():
        if one.measurement is not None and one.measurement.sha256:
            found[code] = one.measurement.sha256
    return {code: digest for code, digest in found.items() if code and digest}


def remember(project: Project, report: str, version: int) -> None:
    """Note the fingerprints of a dossier that was just issued; a folder that cannot be written to is no reason not to issue."""
    day = project.head.valuation_date.isoformat() if project.head.valuation_date else ""
    new = [KnownDigest(digest, report, version, code, day) for code, digest in sorted(fingerprints(project).items())]
    kept = [one for one in known() if (one.report, one.version) != (report, version)]
    if new:
        _write([*kept, *new][-_MOST:])


def known() -> tuple[KnownDigest, ...]:
    """All that is remembered; a list that cannot be read counts as empty."""
    return tuple(_read())


def forget() -> int:
    """Empty the list; how many entries it had.

    Raises:
        UserError: it cannot be removed.
    """
    count = len(known())
    try:
        _path().unlink(missing_ok=True)
    except OSError as wrong:
        raise UserError(f"清空本机指纹清单失败（{reason_of(wrong)}）。") from wrong
    return count


def twice(project: Project, report: str) -> tuple[Twice, ...]:
    """Data sets of a project whose fingerprint stands in a dossier of another number."""
    others = {one.sha256: one for one in known() if one.report != report}
    if not others:
        return ()
    names = {one.code: one.name or "" for one in project.data_sets}
    return tuple(
        Twice(code, names.get(code, ""), others[digest]) for code, digest in sorted(fingerprints(project).items()) if digest in others
    )


def description_digest(project: Project, codes: set[str]) -> str | None:
    """One SHA-256 over the fingerprints of the pledged data sets, for the description of the collateral; ``None`` without any.

    It is taken over lines ``code sha256`` in order of the codes, so that anyone can compute it again from the list.
    """
    lines = [f"{code} {digest}" for code, digest in sorted(fingerprints(project).items()) if code in codes]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest() if lines else None


def _path() -> Path:
    return user_data() / "issued_digests.json"


def _read() -> Iterator[KnownDigest]:
    try:
        told: Any = json.loads(_path().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return
    for one in told if isinstance(told, list) else ():
        if isinstance(one, dict) and set(one) == {"sha256", "report", "version", "code", "day"}:
            yield KnownDigest(str(one["sha256"]), str(one["report"]), int(one["version"]), str(one["code"]), str(one["day"]))


def _write(every: list[KnownDigest]) -> None:
    path = _path()
    scratch = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        scratch.write_text(json.dumps([asdict(one) for one in every], ensure_ascii=False), encoding="utf-8")
        os.replace(scratch, path)
    except OSError:
        scratch.unlink(missing_ok=True)
