"""A registry as one frozen value: its forms, materials, numbers, time limits. `reading` makes it from a file (docs/registries.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

FORMAT = "gzvalue-registry 1"
"""Tells a registry's file from any other JSON."""

FieldKind = Literal["text", "long", "choice", "choices", "date", "system"]
PartKind = Literal["text", "digits", "code", "year", "month", "any"]
ProofKind = Literal["enterprise", "data_set", "contract", "certificate", "title", "made"]


@dataclass(frozen=True)
class Source:
    """Where a statement comes from, and the date of what was read; ``verified`` only after comparison with the official text."""

    title: str
    date: str
    note: str
    verified: bool


@dataclass(frozen=True)
class FormField:
    """One field of a registration form.

    Attributes:
        key: English name; texts written by hand are kept under it.
        label: as the registry calls it.
        kind: ``system`` is given by the registry and never asked.
        required: an empty one is a gap.
        limit: most characters; ``None`` if none is known.
        values: of a choice.
        fill: templates such as ``{enterprise.name}``; a part whose data are empty is left out.
        join: what stands between the parts.
        map: text that comes out of the templates → what the registry calls it.
        advice: how to shorten an over-long text: ``name`` by its parts, else by its sentences.
        help: what is meant.
        source: where the requirement comes from.
        verified: whether it was compared with the official text.
    """

    key: str
    label: str
    kind: FieldKind
    required: bool
    limit: int | None
    values: tuple[str, ...]
    fill: tuple[str, ...]
    join: str
    map: Mapping[str, str]
    advice: str
    help: str
    source: str
    verified: bool


@dataclass(frozen=True)
class Proof:
    """What counts as a material: evidence linked to a record (of contracts: of some kinds), or titled so, or made by the kit."""

    by: ProofKind
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Material:
    """One paper to hand in."""

    key: str
    label: str
    required: bool
    when: str
    help: str
    proofs: tuple[Proof, ...]
    source: str
    verified: bool


@dataclass(frozen=True)
class RegistryForm:
    """One application form with its materials; ``per`` says whether one covers one data set or all that were chosen."""

    name: str
    label: str
    per: Literal["data_set", "batch"]
    note: str
    fields: tuple[FormField, ...]
    materials: tuple[Material, ...]
    signers: tuple[str, ...]


@dataclass(frozen=True)
class NumberPart:
    """One stretch of an official number: fixed text, digits, letters or digits (``code``), a year, a month, or anything."""

    kind: PartKind
    count: int
    text: str
    label: str


@dataclass(frozen=True)
class NumberPattern:
    """How an official number is built.

    Attributes:
        field: the key of the certificate's field that holds it.
        dated: year and month are those of issue.
    """

    field: str
    label: str
    parts: tuple[NumberPart, ...]
    dated: bool
    words: str
    source: str
    verified: bool

    @property
    def length(self) -> int:
        """Characters of a right number."""
        return sum(part.count for part in self.parts)


@dataclass(frozen=True)
class TimeLimit:
    """How long a state may last, in working days from a date of the certificate."""

    state: str
    what: str
    working_days: int
    more: int
    since: str
    source: str
    verified: bool


@dataclass(frozen=True)
class Validity:
    """Term of a certificate; ``at_most`` says that a longer one is wrong, else the years are only usual."""

    years: int
    at_most: bool
    source: str
    verified: bool


@dataclass(frozen=True)
class Renewal:
    """When renewal may be asked for, counted back from the last day."""

    opens_months: int
    closes_days: int
    source: str
    verified: bool


@dataclass(frozen=True)
class Registry:
    """One registration scheme.

    Attributes:
        name: English name, as the command takes it.
        label, short: Chinese names.
        object: what is registered.
        filed_by: who files: 企业 or 银行.
        body: who registers.
        note: what a person should know first.
        certificate_kinds: kinds of 权属凭证 that this registry issues.
        states: the states of an application that it knows, in order.
        as_of: month of the facts.
        verified: whether the facts as a whole were compared with the official text.
        path: the file it came from.
    """

    name: str
    label: str
    short: str
    object: str
    filed_by: str
    body: str
    note: str
    certificate_kinds: tuple[str, ...]
    states: tuple[str, ...]
    forms: tuple[RegistryForm, ...]
    numbers: tuple[NumberPattern, ...]
    time_limits: tuple[TimeLimit, ...]
    validity: Validity | None
    renewal: Renewal | None
    sources: tuple[Source, ...]
    as_of: str
    verified: bool
    path: str = ""

    def form(self, name: str) -> RegistryForm | None:
        """The form of that name; the first one if no name is given."""
        if not name:
            return self.forms[0]
        return next((one for one in self.forms if name in (one.name, one.label)), None)
