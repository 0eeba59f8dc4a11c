"""Documents that prove the links of a chain: by the record's own field, by links of evidence, by the contract it names."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import cast

from gzvalue.rights.result import EMPTY, EXPIRED, PROVEN, UNPROVEN, ChainLink, Proof
from gzvalue.rights.scopes import once_per_rows
from gzvalue.schema.field import Record
from gzvalue.schema.project import Project
from gzvalue.schema.valuation_forms import Evidence, EvidenceLink

Named = tuple[str, str, str]
"""Key of the field that is proven (empty: the whole record), code of the attachment, page."""


def links_by_record(project: Project) -> Mapping[tuple[str, int], tuple[EvidenceLink, ...]]:
    """Links of evidence by the record that they are about."""

    def make(rows: Mapping[int, Record]) -> Mapping[tuple[str, int], tuple[EvidenceLink, ...]]:
        found: dict[tuple[str, int], list[EvidenceLink]] = defaultdict(list)
        for row in rows.values():
            link = cast(EvidenceLink, row)
            if link.about_form and link.about_id and link.evidence:
                found[link.about_form, link.about_id].append(link)
        return {about: tuple(several) for about, several in found.items()}

    return once_per_rows(project, EvidenceLink.form.name, "about", make)


def own(codes: Iterable[str] | None, page: str | None) -> tuple[Named, ...]:
    """What a record's own field 证据附件 names."""
    return tuple(("", code, page or "") for code in codes or ())


def linked(links: Iterable[EvidenceLink]) -> tuple[Named, ...]:
    """What links of evidence name."""
    return tuple((link.about_key or "", link.evidence or "", link.page or "") for link in links)


def proofs(named: Iterable[Named], keys: frozenset[str], evidence: Mapping[str, Evidence], as_of: date | None) -> tuple[Proof, ...]:
    """The documents for some fields (or for the whole record), each once."""
    found: dict[tuple[str, str], Proof] = {}
    for key, code, page in named:
        document = evidence.get(code)
        if document is None or (key and key not in keys):
            continue
        until = document.expires_on
        found[code, page] = Proof(
            code, document.title or "", document.sha256 or "", page, until.isoformat() if until else "",
            until is not None and as_of is not None and until < as_of,
        )  # fmt: skip
    return tuple(found.values())


def chain_link(key: str, label: str, text: str, shown: tuple[Proof, ...]) -> ChainLink:
    """A link with its state: proven by at least one document in force, expired, unproven, or not filled in."""
    if not text:
        state = EMPTY
    elif any(not one.expired for one in shown):
        state = PROVEN
    else:
        state = EXPIRED if shown else UNPROVEN
    return ChainLink(key, label, text, state, shown)
