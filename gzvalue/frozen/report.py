"""What a verification found: checks with their faults, every figure green or red, and the whole as JSON (docs/verify.md)."""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

State = Literal["ok", "bad", "note"]

_LONGEST = 40

MOST_FAULTS = 200
"""How many faults of one check are listed; the rest are counted."""


@dataclass(frozen=True)
class Fault:
    """One thing that does not hold: where, what, and what was expected and found."""

    place: str
    words: str
    expected: str = ""
    found: str = ""

    @property
    def compared(self) -> str:
        """What was expected and found, digests cut short; empty where there is neither."""
        if not self.expected and not self.found:
            return ""
        return f"　应为 {_cut(self.expected)}，实为 {_cut(self.found)}"


def _cut(text: str) -> str:
    return "无" if not text else text if len(text) <= _LONGEST else text[:12] + "…"


@dataclass(frozen=True)
class Check:
    """One check: ``ok`` green, ``bad`` red, ``note`` neither (it could not be made, or only tells something)."""

    key: str
    name: str
    state: State
    words: str
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class FigureCheck:
    """One figure on a page: green or red with the reason; ``key`` names the result that it prints, where one is known."""

    page: int
    order: int
    key: str
    text: str
    state: State
    reason: str


@dataclass(frozen=True)
class Signer:
    """One signature: whose certificate, in which role, when by the signer's clock, and whether it holds."""

    name: str
    role: str
    issuer: str
    time: str
    timestamp: str
    intact: bool
    trusted: bool
    words: str


@dataclass(frozen=True)
class Report:
    """Everything that a verification found; it holds only when no check is red.

    ``damaged``: the file could not be read, or its attachments are gone, though it bears marks of this program: it is incomplete.
    ``unread``: the verifying itself was ended (time, memory, stopped, not started), which says nothing of the file.
    """

    file: str
    number: str
    version: int
    draft: bool
    sha256: str
    sm3: str
    pages: int
    recomputed: int
    checks: tuple[Check, ...]
    figures: tuple[FigureCheck, ...] = field(default=(), repr=False)
    signers: tuple[Signer, ...] = ()
    versions: dict[str, str] = field(default_factory=dict)
    damaged: bool = False
    unread: bool = False

    @property
    def ok(self) -> bool:
        """Whether all holds."""
        return bool(self.checks) and all(one.state != "bad" for one in self.checks)

    def as_json(self) -> dict[str, Any]:
        """For ``gzvalue verify --json``."""
        red = sum(1 for one in self.figures if one.state == "bad")
        keyed = sum(1 for one in self.figures if one.key)
        return {
            "ok": self.ok,
            "file": self.file,
            "damaged": self.damaged,
            "report": {"number": self.number, "version": self.version, "draft": self.draft, "pages": self.pages},
            "digests": {"sha256": self.sha256, "sm3": self.sm3},
            "recomputed": self.recomputed,
            "printed": {"figures": len(self.figures), "keyed": keyed, "red": red},
            "checks": [asdict(one) for one in self.checks],
            "signatures": [asdict(one) for one in self.signers],
            "versions": self.versions,
            "figures": [asdict(one) for one in self.figures],
        }


def refused(file: str, words: str, *, damaged: bool = False, unread: bool = False) -> Report:
    """The report of a file that was not read any further; ``damaged`` where it was a paper of ours."""
    return Report(file, "", 0, False, "", "", 0, 0, (Check("file", "文件结构", "bad", words),), damaged=damaged, unread=unread)


def judged(key: str, name: str, good: str, bad: str, faults: list[Fault]) -> Check:
    """A check that is red where there are faults."""
    if not faults:
        return Check(key, name, "ok", good)
    more = f"（列出前 {MOST_FAULTS} 处）" if len(faults) > MOST_FAULTS else ""
    return Check(key, name, "bad", f"{bad}，{len(faults)} 处{more}", tuple(faults[:MOST_FAULTS]))
