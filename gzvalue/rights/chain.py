"""The chain of one source: what is stated, what proves it, and which of the three rights follow from it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from gzvalue.rights.facts import CATALOGUE_SOURCES
from gzvalue.rights.proofs import Named, chain_link, linked, own, proofs
from gzvalue.rights.result import EMPTY, HAS, HAS_NOT, OPEN, UNPROVEN, ChainLink, Finding, SourceReview
from gzvalue.rights.saying import Saying
from gzvalue.rights.tables import SourceRule, Trap, source_rules, traps
from gzvalue.schema.data_set import RIGHTS, DataSet
from gzvalue.schema.rights_chain_forms import SourceLink
from gzvalue.schema.rules_within import folded
from gzvalue.schema.valuation_forms import Contract, Evidence, EvidenceLink

_WORD = {"y": HAS, "n": HAS_NOT, "?": OPEN}
_WORSE = {"-": 0, "y": 0, "?": 1, "n": 2}
_SOON = timedelta(days=180)
_MUST_BE_PROVEN = ("source", "collector", "basis", "rights")


@dataclass(frozen=True)
class Around:
    """What a chain is judged against: the day, the enterprise, contracts and attachments."""

    as_of: date | None
    enterprise: str
    contracts: Mapping[str, Contract]
    evidence: Mapping[str, Evidence]
    links: Mapping[tuple[str, int], tuple[EvidenceLink, ...]]
    covering: tuple[Contract, ...] = ()


class Judged(NamedTuple):
    """A source with what was found while judging it."""

    source: SourceReview
    findings: tuple[Finding, ...]
    excluded: bool
    opened: bool


def judge(one: DataSet, link: SourceLink, around: Around) -> Judged:
    """One recorded source: its rights by the rule table, lessened by traps, ended terms and missing titles."""
    say = Saying(link)
    rule = source_rules().get(link.source or "")
    contract = around.contracts.get(link.contract or "")
    findings = [*_of_contract(say, one, link, rule, contract, around), *_of_term(say, link, contract, around.as_of)]
    letters = "???" if rule is None else _letters(rule, link, contract)
    if "a" in letters:
        letters = _agreed(letters, link.agreed_rights)
        if link.agreed_rights is None:
            findings.append(say("rights_missing", "agreed_rights", source=link.source))
    excluded = rule is not None and (link.condition or "") in rule.excluded and link.in_registered != "否"
    if excluded and rule is not None:
        key = "principal_data" if rule.key == "processed_for_principal" else "excluded_source"
        findings.append(say(key, "source", source=rule.name, explain=rule.explain))
    for trap in (traps()[special] for special in link.special or ()):
        mask, found = _of_trap(trap, link, contract, around)
        letters = _lessened(letters, mask)
        findings.append(found)
        excluded = excluded or found.level == "exclude"
    if link.relation == "集团内企业" and link.group_authorised != "是":
        letters = _lessened(letters, "nnn" if link.group_authorised == "否" else "--?")
        findings.append(say("group_title", "group_authorised", collector=link.collector or "未填"))
    if any(found.rule == "term_expired" for found in findings):
        letters = "nnn"
    links = _links(one, link, contract, around)
    findings += _of_proofs(say, link, links)
    source = SourceReview(
        link.id, link.scope_words, link.source or "未填来源类型", link.part or "", link.in_registered != "否", _words(letters),
        _explained(rule, link.condition), "" if rule is None else rule.basis.printed, links,
    )  # fmt: skip
    opened = rule is not None and rule.permits_pledge and link.condition == "是" and letters[2] == "y"
    return Judged(source, tuple(findings), excluded, opened)


def inferred(one: DataSet, around: Around) -> SourceReview | None:
    """The chain as far as the catalogue tells it; ``None`` while the source is not filled in there."""
    rule = source_rules().get(CATALOGUE_SOURCES.get(one.source_type or "", ""))
    if rule is None:
        return None
    letters = rule.rights[""]
    if "a" in letters:
        letters = _agreed(letters, one.rights)
    named = linked(around.links.get((one.form.name, one.id), ()))
    until = one.right_until.isoformat() if one.right_until else "未约定期限"
    stated = (
        ("source", "来源", one.source_type, ("source_type", "source_system")),
        ("collector", "采集主体", one.authoriser, ("authoriser",)),
        ("basis", "合同或法律依据", one.right_path, ("right_path", "public_data")),
        ("rights", "权利", "、".join(one.rights or ()), ("rights", "holder")),
        ("limits", "限制", one.right_limits, ("right_limits",)),
        ("term", "期限", until if one.rights else "", ("right_until",)),
        ("exclusivity", "独占性", one.exclusive, ("exclusive",)),
    )
    links = tuple(chain_link(key, label, text or "", _exact(named, frozenset(keys), around)) for key, label, text, keys in stated)
    return SourceReview(0, "数据目录", rule.name, "", True, _words(letters), _explained(rule, None), rule.basis.printed, links)


def combined(sources: Sequence[SourceReview]) -> tuple[str, ...]:
    """What all sources of the registered version allow together: the least of each right; 待核 without any source."""
    counted = [one.rights for one in sources if one.in_registered]
    if not counted:
        return (OPEN, OPEN, OPEN)
    order = (HAS, OPEN, HAS_NOT)
    return tuple(max((rights[place] for rights in counted), key=order.index) for place in range(3))


# --- rights -------------------------------------------------------------------------------------


def _letters(rule: SourceRule, link: SourceLink, contract: Contract | None) -> str:
    """The row of the rule table; a contract that is named stands for a condition that was left open and asks for one."""
    state = link.condition or ""
    if not state and rule.needs_contract and not rule.permits_pledge and contract is not None:
        state = "是"
    return rule.rights[state]


def _agreed(letters: str, agreed: tuple[str, ...] | None) -> str:
    return "".join(
        ("?" if agreed is None else "y" if right in agreed else "n") if letter == "a" else letter
        for letter, right in zip(letters, RIGHTS, strict=True)
    )


def _lessened(letters: str, mask: str) -> str:
    return "".join(m if _WORSE[m] > _WORSE[letter] else letter for letter, m in zip(letters, mask, strict=True))


def _words(letters: str) -> tuple[str, str, str]:
    hold, use, operate = (_WORD[letter] for letter in letters)
    return hold, use, operate


def _explained(rule: SourceRule | None, condition: str | None) -> str:
    if rule is None:
        return "没有填来源类型，权利无从判断"
    asked = f"；前提：{rule.condition}（{condition or '未填'}）" if rule.condition else ""
    return f"{rule.explain}{asked}"


def _of_trap(trap: Trap, link: SourceLink, contract: Contract | None, around: Around) -> tuple[str, Finding]:
    facts: dict[str, Any] = {
        "in_registered": link.in_registered, "condition": link.condition or "",
        "contract_in_force": contract is not None and not _ended(contract.ends, around.as_of),
    }  # fmt: skip
    case = next(one for one in trap.cases if one.when(facts))
    return case.rights, Saying(link).other(f"trap_{trap.key}", case.level, case.message, trap.basis, "special")


# --- what is wrong with contract, term and proof ------------------------------------------------


def _of_contract(
    say: Saying, one: DataSet, link: SourceLink, rule: SourceRule | None, contract: Contract | None, around: Around
) -> Iterator[Finding]:
    if rule is not None and rule.needs_contract and not link.contract:
        yield say("no_contract", "contract", source=link.source)
    if link.contract and contract is None:
        yield say("contract_lost", "contract", code=link.contract)
    if contract is None:
        return
    yield from _of_party(say, one, contract, around.enterprise, "contract")
    if contract.data_sets and one.code not in contract.data_sets:
        yield say("contract_scope", "contract", code=contract.code, data_set=one.code or one.name or "")


def of_covering(one: DataSet, around: Around, named: Sequence[SourceLink]) -> Iterator[Finding]:
    """What is wrong with contracts of authorisation that list the data set but are named by none of its sources."""
    told = {link.contract for link in named}
    for contract in around.covering:
        if contract.code in told:
            continue
        say = Saying(contract)
        yield from _of_party(say, one, contract, around.enterprise, "party")
        if _ended(contract.ends, around.as_of):
            yield say("term_expired", "ends", what=f"合同 {contract.code or ''}", day=contract.ends)


def _of_party(say: Saying, one: DataSet, contract: Contract, enterprise: str, key: str) -> Iterator[Finding]:
    same = {folded(name) for name in (enterprise, one.holder, "本企业", "本公司") if name}
    if contract.party and folded(contract.party) not in same:
        holder = one.holder or enterprise or "未填"
        yield say("contract_party", key, code=contract.code, party=contract.party, holder=holder)


def _of_term(say: Saying, link: SourceLink, contract: Contract | None, as_of: date | None) -> Iterator[Finding]:
    ends = (("授权或合同期限", link.ends), (f"合同 {contract.code}" if contract else "", contract.ends if contract else None))
    for what, day in ends:
        if day is None or as_of is None:
            continue
        if day < as_of:
            yield say("term_expired", "ends", what=what, day=day.isoformat())
        elif day - as_of < _SOON:
            yield say("term_soon", "ends", what=what, day=day.isoformat())


def _ended(day: date | None, as_of: date | None) -> bool:
    return day is not None and as_of is not None and day < as_of


def _of_proofs(say: Saying, link: SourceLink, links: Sequence[ChainLink]) -> Iterator[Finding]:
    bare = [one.label for one in links if one.key in _MUST_BE_PROVEN and one.state in (UNPROVEN, EMPTY)]
    if bare:
        yield say("evidence_missing", "evidence", links="、".join(bare))
    shown = {proof.code: proof for one in links for proof in one.proofs}
    for code, proof in shown.items():
        if proof.expired:
            yield say("evidence_expired", "evidence", code=code, day=proof.expires_on)
    unkept = [code for code, proof in shown.items() if not proof.sha256]
    if unkept:
        yield say("evidence_unkept", "evidence", codes="、".join(unkept))


# --- links --------------------------------------------------------------------------------------

_FIELDS = {
    "source": ("来源", ("source", "part", "special")), "collector": ("采集主体", ("collector", "relation", "group_authorised")),
    "basis": ("合同或法律依据", ("basis", "contract", "law")), "rights": ("权利", ("condition", "agreed_rights")),
    "limits": ("限制", ("limits",)), "term": ("期限", ("starts", "ends")), "exclusivity": ("独占性", ("exclusive",)),
}  # fmt: skip
_OF_DATA_SET = {"source": ("source_type", "source_system"), "collector": ("authoriser",), "basis": ("right_path", "public_data"), "rights": ("rights",),
                "limits": ("right_limits",), "term": ("right_until",), "exclusivity": ("exclusive",)}  # fmt: skip


def _links(one: DataSet, link: SourceLink, contract: Contract | None, around: Around) -> tuple[ChainLink, ...]:
    named = (*own(link.evidence, link.page), *linked(around.links.get((link.form.name, link.id), ())))
    of_contract = () if contract is None else linked(around.links.get((contract.form.name, contract.id), ()))
    of_data_set = linked(around.links.get((one.form.name, one.id), ()))
    texts = _texts(link, contract)
    found = []
    for key, (label, fields) in _FIELDS.items():
        shown = proofs(named, frozenset(fields), around.evidence, around.as_of)
        if key in ("basis", "rights", "term") and of_contract:
            shown += _exact(tuple(("", code, page) for _, code, page in of_contract), frozenset(), around)
        shown += _exact(of_data_set, frozenset(_OF_DATA_SET[key]), around, whole=False)
        found.append(chain_link(key, label, texts[key], tuple(dict.fromkeys(shown))))
    return tuple(found)


def _exact(named: Sequence[Named], keys: frozenset[str], around: Around, *, whole: bool = True) -> tuple[Any, ...]:
    """Documents for exactly these fields, and for the record as a whole where asked."""
    return proofs([one for one in named if one[0] in keys or (whole and not one[0])], keys, around.evidence, around.as_of)


def _texts(link: SourceLink, contract: Contract | None) -> dict[str, str]:
    """What is stated on each link; empty where nothing is."""

    def join(*parts: str | None) -> str:
        return "，".join(part for part in parts if part)

    ends = link.ends or (contract.ends if contract else None)
    starts = link.starts or (contract.starts if contract else None)
    since = f"{starts.isoformat()} " if starts else ""
    term = f"{since}至 {ends.isoformat() if ends else '未约定'}" if starts or ends else "未约定期限"
    named = None if contract is None else f"{contract.code} {contract.name or ''}".strip()
    return {
        "source": join(link.source, link.part, "、".join(link.special or ())),
        "collector": join(link.collector, link.relation if link.relation != "本企业" else None),
        "basis": join(link.basis, named, link.law),
        "rights": join(f"前提条件：{link.condition}" if link.condition else None, "、".join(link.agreed_rights or ())) or "按来源类型",
        "limits": link.limits or "",
        "term": term,
        "exclusivity": link.exclusive or "",
    }
