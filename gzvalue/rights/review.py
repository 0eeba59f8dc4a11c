"""The self-check of a project: chain, rights, consents, questions, classification and result of every data set.

Pure. What was found of a data set is remembered on its record with everything it was made from, so that after an edit
only what the edit touched is looked at again.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, cast

from gzvalue.rights import answers as replies
from gzvalue.rights import consents
from gzvalue.rights.chain import Around, Judged, combined, inferred, judge, of_covering
from gzvalue.rights.facts import facts_of
from gzvalue.rights.problems import problems_of
from gzvalue.rights.proofs import links_by_record
from gzvalue.rights.result import (
    CLEAN,
    CONDITIONAL,
    EXCLUDED,
    HAS,
    HAS_NOT,
    NOT_CHECKED,
    OPEN,
    DataSetReview,
    Finding,
    Review,
    SourceReview,
)
from gzvalue.rights.saying import Saying
from gzvalue.rights.scopes import by_scope, lost, narrowest, once_per_rows, scopes_of
from gzvalue.rights.tables import Question, classes, gradings, works
from gzvalue.schema.data_set import RIGHTS, DataSet
from gzvalue.schema.field import Record
from gzvalue.schema.measured_personal import PersonalFindings, personal_findings
from gzvalue.schema.project import Project
from gzvalue.schema.rights_chain_forms import ComplianceAnswer, ConsentVersion, Scoped, SourceLink
from gzvalue.schema.rules_within import folded
from gzvalue.schema.valuation_forms import Contract, Evidence

_OF_PROJECT, _OF_DATA_SET = "_review", "_reviewed"
_LEVELS = {"exclude": 0, "condition": 1, "notice": 2}
_OBTAINING = ("数据取得授权", "委托处理", "许可使用")
_DEIDENTIFIED = ("去标识", "哈希", "脱敏", "加密", "掩码")


def review(project: Project) -> Review:
    """The self-check of a project; remembered on the project, which never changes. Never raises on a draft."""
    memory: dict[str, Any] = vars(project)
    found = memory.get(_OF_PROJECT)
    if found is None:
        found = memory[_OF_PROJECT] = _review(project)
    return cast(Review, found)


def _review(project: Project) -> Review:
    head = project.head
    as_of = head.as_of or head.valuation_date
    chains, consented = by_scope(project, SourceLink), by_scope(project, ConsentVersion)
    given, proven = replies.answers_by_scope(project), links_by_record(project)
    measured = personal_findings(project)
    contracts = cast(Mapping[str, Contract], project.by_code["contract"])
    evidence = cast(Mapping[str, Evidence], project.by_code["evidence"])
    covering = once_per_rows(project, Contract.form.name, "covering", _covering)
    found = []
    for one in project.data_sets:
        scopes = scopes_of(one)
        links = narrowest(chains, scopes)
        versions = narrowest(consented, scopes)
        mine = replies.counting(given, scopes) if given else {}
        inputs = _Inputs(one, links, versions, mine, measured.get(one.code or ""), as_of, project.enterprise.name or "")
        around = _around(inputs, contracts, evidence, proven, covering.get(one.code or "", ()))
        found.append(_remembered(inputs, around))
    astray = [row for form in (SourceLink, ConsentVersion, ComplianceAnswer) for row in lost(project, form)]
    begun = any(project.rows[form.form.name] for form in (SourceLink, ConsentVersion, ComplianceAnswer))
    return Review(tuple(found), problems_of(found, [_astray(row) for row in astray], begun), begun)


class _Inputs:
    """Everything of the records that one data set's review is made from, besides contracts and documents."""

    def __init__(
        self, one: DataSet, links: tuple[SourceLink, ...], versions: tuple[ConsentVersion, ...],
        given: Mapping[str, tuple[ComplianceAnswer, ...]], measured: PersonalFindings | None, as_of: date | None, enterprise: str,
    ) -> None:  # fmt: skip
        self.one, self.links, self.versions, self.given = one, links, versions, given
        self.measured, self.as_of, self.enterprise = measured, as_of, enterprise


def _covering(rows: Mapping[int, Record]) -> Mapping[str, tuple[Contract, ...]]:
    """Contracts by which data are obtained, by the code of each data set that they list."""
    found: dict[str, list[Contract]] = {}
    for row in rows.values():
        contract = cast(Contract, row)
        if contract.kind in _OBTAINING:
            for code in contract.data_sets or ():
                found.setdefault(code, []).append(contract)
    return {code: tuple(several) for code, several in found.items()}


def _around(
    inputs: _Inputs,
    contracts: Mapping[str, Contract],
    evidence: Mapping[str, Evidence],
    proven: Mapping[Any, Any],
    covering: tuple[Contract, ...],
) -> Around:
    """Only those contracts, links and documents that this data set's chain can name."""
    named = {code: contracts[code] for code in (link.contract or "" for link in inputs.links) if code in contracts}
    abouts = [inputs.one, *inputs.links, *named.values()]
    links = {(row.form.name, row.id): proven[row.form.name, row.id] for row in abouts if (row.form.name, row.id) in proven}
    codes = {code for link in inputs.links for code in link.evidence or ()} | {
        one.evidence for several in links.values() for one in several
    }
    documents = {code: evidence[code] for code in sorted(codes & evidence.keys())}
    return Around(inputs.as_of, inputs.enterprise, named, documents, links, covering)


def _remembered(inputs: _Inputs, around: Around) -> DataSetReview:
    memory: dict[str, Any] = vars(inputs.one)
    key = (inputs.links, inputs.versions, inputs.given, inputs.measured, around)
    known = memory.get(_OF_DATA_SET)
    if known is None or known[0] != key:
        known = memory[_OF_DATA_SET] = (key, _look(inputs, around))
    return cast(DataSetReview, known[1])


# --- one data set -------------------------------------------------------------------------------


def _look(inputs: _Inputs, around: Around) -> DataSetReview:
    one, links, given = inputs.one, inputs.links, inputs.given
    words = {key: replies.word_of(several) for key, several in given.items()}
    facts = facts_of(one, links, inputs.measured, words)
    asked = replies.asked(facts)
    judged = [judge(one, link, around) for link in links]
    guess = None if links else inferred(one, around)
    sources = tuple(each.source for each in judged) or ((guess,) if guess is not None else ())
    rights = _rights(one, sources, inputs.as_of)
    years = consents.years_of(one, inputs.versions, inputs.as_of) if facts["personal"] and (inputs.versions or links) else ()
    proposed, undecided = replies.proposed_grade(words)
    recorded = bool(links or given or inputs.versions)
    findings = [*_catalogue(one, facts, inputs.measured, inputs.as_of), *of_covering(one, around, links)]
    findings += [finding for each in judged for finding in each.findings]
    if recorded:
        findings += _checked(inputs, facts, sources, rights, asked, proposed)
        findings += consents.gaps(one, years, inputs.versions)
    if rights["经营权"] == HAS_NOT:
        findings.append(Saying(one)("no_operate", "rights"))
    ordered = tuple(sorted(dict.fromkeys(findings), key=lambda finding: _LEVELS[finding.level]))
    excluded = _excluded(judged, findings)
    return DataSetReview(
        id=one.id, code=one.code or "", name=one.name or "", recorded=recorded, chained=bool(links), sources=sources, rights=rights,
        result=_result(recorded, ordered), findings=ordered,
        answers=tuple(replies.answered(question.key, given.get(question.key, ())) for question in asked),
        gradings=tuple(replies.answered(each.key, given.get(each.key, ())) for each in gradings()), years=years, grade=one.grade or "",
        proposed=proposed, data_class=classes().get(proposed or one.grade or "", ""), undecided=undecided, excluded=excluded,
        excluded_key="source_type" if excluded else "", opened=any(each.opened for each in judged),
    )  # fmt: skip


def _rights(one: DataSet, sources: Sequence[SourceReview], as_of: date | None) -> dict[str, str]:
    """What the chain supports, and of that what the catalogue claims; nothing once 权利期限 has ended; without any source 待核."""
    if one.right_until is not None and as_of is not None and one.right_until < as_of:
        return dict.fromkeys(RIGHTS, HAS_NOT)
    supported = dict(zip(RIGHTS, combined(sources), strict=True))
    claimed = one.rights or ()
    return {right: (state if not claimed or right in claimed else HAS_NOT) for right, state in supported.items()}


def _result(recorded: bool, findings: Sequence[Finding]) -> str:
    levels = {finding.level for finding in findings}
    if "exclude" in levels:
        return EXCLUDED
    if not recorded:
        return NOT_CHECKED
    return CONDITIONAL if "condition" in levels else CLEAN


_CATALOGUE_GATES = ("core_data", "principal_data", "registered_personal")


def _excluded(judged: Sequence[Judged], findings: Sequence[Finding]) -> str:
    """Why chain and answers exclude it; what the catalogue alone says is a gate of the valuation already."""
    found = [
        each for each in findings if each.level == "exclude" and not (each.form == DataSet.form.name and each.rule in _CATALOGUE_GATES)
    ]
    return f"合规自查：{found[0].message}" if found else ""


def _catalogue(one: DataSet, facts: Mapping[str, Any], measured: PersonalFindings | None, as_of: date | None) -> Iterator[Finding]:
    """What the catalogue and the measurements say by themselves."""
    say = Saying(one)
    if one.grade == "核心":
        yield say("core_data", "grade")
    if one.grade == "重要（待识别）":
        yield say("grade_important", "grade")
    if one.source_type == "受托处理" and not facts["sources"] - {"processed_for_principal"}:
        rule_words = "数据来源为受托处理，权利属于委托方"
        yield say("principal_data", "source_type", source="受托处理", explain=rule_words)
    if one.registered_personal == "是":
        yield say("registered_personal", "registered_personal")
    if one.right_until is not None and as_of is not None and one.right_until < as_of:
        yield say("term_expired", "right_until", what="权利期限", day=one.right_until)
    forms = [work.label for work in works() if any(word in (one.structure or "") for word in work.words)]
    if forms:
        yield say("copyright", "structure", forms="、".join(forms))
    if measured is not None and measured.found and one.personal_information is False:
        yield say("measured_personal", "personal_information", found=_found(measured))
    if measured is not None and measured.in_registered and one.registered_personal != "不登记":
        yield say("measured_registered", "registered_personal", found="、".join(part.words for part in measured.in_registered[:3]))


def _found(measured: PersonalFindings) -> str:
    return "、".join(part.words for part in measured.found[:3]) + (f" 等 {len(measured.found)} 项" if len(measured.found) > 3 else "")


def _checked(
    inputs: _Inputs,
    facts: Mapping[str, Any],
    sources: Sequence[SourceReview],
    rights: Mapping[str, str],
    asked: Sequence[Question],
    proposed: str,
) -> Iterator[Finding]:
    """What can be said once something was filled in."""
    one, links, measured = inputs.one, inputs.links, inputs.measured
    say = Saying(one)
    if not links:
        yield say("no_chain", "source_type")
    else:
        yield from _claims(one, links, sources, rights, say)
    if one.holder and inputs.enterprise and folded(one.holder) not in {folded(inputs.enterprise), "本企业", "本公司"}:
        yield say("holder_other", "holder", holder=one.holder)
    found = _found(measured) if measured is not None and measured.found else ""
    yield from replies.outcomes(one, asked, inputs.given, facts, found)
    yield from replies.contradicting(one, asked, facts, inputs.given)
    note = one.personal_note or ""
    if facts["personal"] and facts["answers"].get("Q09") != "是" and any(word in note for word in _DEIDENTIFIED):
        yield say("deidentified", "personal_note")
    if proposed and one.grade and proposed != one.grade:
        yield say("grade_differs", "grade", declared=one.grade, proposed=proposed)


def _claims(
    one: DataSet, links: Sequence[SourceLink], sources: Sequence[SourceReview], rights: Mapping[str, str], say: Saying
) -> Iterator[Finding]:
    """The catalogue's rights against the chain's; rights that are still open; statements that differ."""
    supported = dict(zip(RIGHTS, combined(sources), strict=True))
    more = [right for right in one.rights or () if supported[right] == HAS_NOT]
    if more:
        has = "、".join(right for right in RIGHTS if supported[right] == HAS) or "无"
        yield say("rights_exceed", "rights", declared="、".join(one.rights or ()), supported=has, more="、".join(more))
    unsure = [right for right in RIGHTS if rights[right] == OPEN]
    if unsure:
        which = "、".join(source.source for source in sources if OPEN in source.rights and source.in_registered) or "没有进入登记版的来源"
        rule = "operate_open" if unsure == ["经营权"] else "rights_unknown"
        yield say(rule, "rights", why=f"来源“{which}”的前提条件或约定没有核实" if sources else "没有来源")
    stated = {link.exclusive for link in links if link.exclusive and link.in_registered != "否"}
    if one.exclusive and stated and stated != {one.exclusive}:
        yield say("exclusivity_differs", "exclusive", declared=one.exclusive, stated="、".join(sorted(stated)))


def _astray(row: Scoped) -> Finding:
    return Saying(row)("lost_scope", "scope", kind=row.scope_kind, scope=row.scope)
