"""What the dossier says of registration: terms of certificates, differences between papers, fingerprints, materials still wanted.

Plain values only, so that an issue can be frozen and recomputed.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from gzvalue.registries.board import STAGES, Card, board, registry_of
from gzvalue.registries.consistency import Difference, differences
from gzvalue.registries.fingerprints import fingerprint_of
from gzvalue.registries.gathered import Gathered, case_of
from gzvalue.registries.materials import AT_HAND, EXPIRED, MADE, MISSING, materials_of
from gzvalue.registries.registry import Registry
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.project import Project


@dataclass(frozen=True)
class Term:
    """One certificate's term: as printed."""

    code: str
    kind: str
    stage: str
    issued_on: str
    valid_until: str
    days_left: int | None
    alarm: int | None
    renewal: str
    words: str


@dataclass(frozen=True)
class PrintedFingerprint:
    """One data set's digests: as printed."""

    data_set: str
    file_name: str
    rows: int | None
    size: int | None
    sha256: str
    sm3: str
    taken_at: str
    deposit: str


@dataclass(frozen=True)
class Wanting:
    """One material of one registry: for how many applications under way it is at hand, can be made, or is missing."""

    registry: str
    verified: bool
    material: str
    required: bool
    at_hand: int
    made: int
    missing: tuple[str, ...]


@dataclass(frozen=True)
class RegistrationState:
    """All of it."""

    on: str
    terms: tuple[Term, ...] = ()
    differences: tuple[Difference, ...] = ()
    fingerprints: tuple[PrintedFingerprint, ...] = ()
    materials: tuple[Wanting, ...] = ()

    @property
    def empty(self) -> bool:
        """Nothing to say."""
        return not (self.terms or self.differences or self.fingerprints or self.materials)


def state_of(project: Project) -> RegistrationState:
    """The state as of the day of preparation; the clock is never asked."""
    on = project.head.as_of
    gathered = Gathered(project)
    return RegistrationState(
        on.isoformat() if on else "",
        tuple(_term(card) for card in board(project, on)),
        differences(project),
        tuple(_fingerprints(gathered)),
        tuple(_materials(gathered)),
    )


def _term(card: Card) -> Term:
    one = card.certificate
    renewal = f"{card.renewal[0]} 至 {card.renewal[1]}" if card.renewal else ""
    return Term(
        one.code or "", one.kind or "", STAGES[card.stage], str(one.issued_on or ""), str(one.valid_until or ""), card.days_left, card.alarm,
        renewal, "".join(card.words),
    )  # fmt: skip


def _fingerprints(gathered: Gathered) -> Iterator[PrintedFingerprint]:
    for one in gathered.project.data_sets:
        found = fingerprint_of(gathered, one)
        if found is None:
            continue
        last = found.deposits[-1] if found.deposits else None
        told = (last.platform, last.number, last.deposited_on) if last else ()
        yield PrintedFingerprint(
            one.code or "", found.file_name, found.rows, found.size, found.sha256, found.sm3, found.taken_at,
            " ".join(str(part) for part in told if part),
        )  # fmt: skip


def _materials(gathered: Gathered) -> Iterator[Wanting]:
    """Of registrations under way: those with a certificate that is not issued yet."""
    under_way: dict[str, tuple[Registry, dict[str, DataSet]]] = {}
    by_code = {one.code: one for one in gathered.project.data_sets}
    for certificate in gathered.project.certificates:
        registry = registry_of(certificate)
        if registry is None or certificate.state in ("已发证", "已失效", None):
            continue
        wanted = under_way.setdefault(registry.name, (registry, {}))[1]
        wanted.update({code: by_code[code] for code in certificate.data_sets or () if code in by_code})
    for registry, data_sets in under_way.values():
        yield from _of_registry(gathered, registry, data_sets)


def _of_registry(gathered: Gathered, registry: Registry, data_sets: dict[str, DataSet]) -> Iterator[Wanting]:
    form, on = registry.forms[0], gathered.project.head.as_of
    states: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for code, one in data_sets.items():
        made = frozenset({"form"} | ({"dictionary"} if gathered.fields.get(code) else set()) | _measured(gathered, one))
        for state in materials_of(case_of(gathered, registry, one), form, made, on):
            states[state.material.key][state.state].append(code)
    for material in form.materials:
        found = states[material.key]
        lacking = tuple(found[MISSING] + found[EXPIRED])
        yield Wanting(registry.short, material.verified, material.label, material.required, len(found[AT_HAND]), len(found[MADE]), lacking)


def _measured(gathered: Gathered, one: DataSet) -> set[str]:
    if (one.code or "") in gathered.measurements:
        return {"sample", "fingerprint"}
    return {"fingerprint"} if gathered.deposits.get(one.code or "") else set()
