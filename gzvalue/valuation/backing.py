"""Which data a valuation stands on, and which of them have a document behind them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from gzvalue.schema.forms import form_of
from gzvalue.schema.project import Project
from gzvalue.schema.valuation_forms import EvidenceLink
from gzvalue.valuation.result import Origin, Step

Datum = tuple[str, int, str]
"""``(form, id, key)`` of one datum."""


@dataclass(frozen=True)
class Backing:
    """The filled-in data that steps took in, each once, in the order of the steps.

    Attributes:
        backed: those with evidence for the field or for the whole record.
        bare: those without.
    """

    backed: tuple[Datum, ...]
    bare: tuple[Datum, ...]

    @cached_property
    def count(self) -> int:
        """How many data the figures stand on."""
        return len(self.backed) + len(self.bare)

    @property
    def percent(self) -> int | None:
        """Share of the data with evidence in whole per cent, rounded down; ``None`` when there are no data."""
        return len(self.backed) * 100 // self.count if self.count else None


def backing(project: Project, steps: Iterable[Step]) -> Backing:
    """Sort the data behind these steps by whether a document proves them (依据齐备; the program's own count)."""
    proven = _proven(project)
    backed: list[Datum] = []
    bare: list[Datum] = []
    for datum in dict.fromkeys(data_of(steps)):
        form, id, key = datum
        record = project.get(form, id)
        if record is None or key not in form_of(form).fields or getattr(record, key) is None:
            continue
        (backed if datum in proven or (form, id, "") in proven else bare).append(datum)
    return Backing(tuple(backed), tuple(bare))


def data_of(steps: Iterable[Step]) -> Iterator[Datum]:
    """Every datum that is an argument of these steps, repeated where it is used again."""
    for step in steps:
        for one in step.inputs:
            for origin in (one.origin, *one.origins):
                if isinstance(origin, tuple):
                    yield origin


def evidence_of(project: Project, form: str, id: int, key: str) -> tuple[EvidenceLink, ...]:
    """The evidence of one datum: links to its field, then links to its whole record."""
    links = [link for link in project.evidence_links if (link.about_form, link.about_id) == (form, id)]
    return tuple(sorted((link for link in links if (link.about_key or "") in (key, "")), key=lambda link: not link.about_key))


def steps_by_id(steps: Iterable[Step]) -> dict[str, Step]:
    """Steps by their path, to follow `Origin` texts."""
    return {step.id: step for step in steps}


def origins_of(origin: Origin, origins: tuple[Origin, ...]) -> tuple[Origin, ...]:
    """The places that one argument comes from, without those that are constants of the formula."""
    return tuple(one for one in (origin, *origins) if one is not None)


def _proven(project: Project) -> set[Datum]:
    return {
        (link.about_form, link.about_id, link.about_key or "")
        for link in project.evidence_links
        if link.about_form and link.about_id is not None and link.evidence
    }
