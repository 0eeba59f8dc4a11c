"""The self-check of rights and compliance of a project file, and its JSON (docs/rights.md)."""

from collections import Counter
from pathlib import Path
from typing import Any

from gzvalue.actions.value import problem_as_json
from gzvalue.rights.result import HAS, HAS_NOT, Answered, ChainLink, DataSetReview, Finding, Proof, Review, SourceReview
from gzvalue.rights.review import review
from gzvalue.rights.tables import LEVELS, questions, vocabularies
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.project import Project
from gzvalue.store.open import Store

Json = dict[str, Any]

_TRUTH = {HAS: True, HAS_NOT: False}


def review_file(path: Path) -> tuple[Project, Review]:
    """The self-check of a project file, also while a window has it open.

    Raises:
        UserError: the file cannot be read.
    """
    with Store.open(path, write=False) as store:
        return store.project, review(store.project)


def as_json(project: Project, found: Review) -> Json:
    """The whole as plain JSON."""
    head = project.head
    as_of = head.as_of or head.valuation_date
    return {
        "mark": head.sample_mark or "",
        "as_of": as_of.isoformat() if as_of else None,
        "begun": found.begun,
        "summary": _summary(found),
        "vocabularies": [
            {"key": one.key, "code": one.code, "right": one.right, "old": one.old, "new": one.new, "meaning": one.meaning}
            for one in vocabularies()
        ],
        "data_sets": [_data_set(project, one) for one in found.data_sets],
        "problems": [problem_as_json(one) for one in found.problems],
    }


def _summary(found: Review) -> Json:
    levels = Counter(finding.level for one in found.data_sets for finding in one.findings)
    operate = Counter(one.operate for one in found.data_sets)
    return {
        "data_sets": len(found.data_sets),
        "results": dict(found.counts()),
        "operate": {word: operate[word] for word in ("有", "无", "待核")},
        "asked": sum(len(one.answers) for one in found.data_sets),
        "answered": sum(one.answered for one in found.data_sets),
        "findings": {level: levels[level] for level in LEVELS},
    }


def _data_set(project: Project, one: DataSetReview) -> Json:
    record = project.get(DataSet.form.name, one.id)
    declared = record.rights if isinstance(record, DataSet) else None
    by_key = {words.key: one.rights[words.right] for words in vocabularies()}
    return {
        "code": one.code,
        "name": one.name,
        "recorded": one.recorded,
        "chained": one.chained,
        "chain": [_link(number, link) for number, source in enumerate(one.sources, 1) for link in source.links],
        "sources": [_source(number, source) for number, source in enumerate(one.sources, 1)],
        "rights": {key: _TRUTH.get(state) for key, state in by_key.items()},
        "rights_status": by_key,
        "declared_rights": list(declared or ()),
        "result": one.result,
        "excluded": one.excluded,
        "grade": one.grade or None,
        "proposed_grade": one.proposed or None,
        "class": one.data_class or None,
        "undecided": one.undecided,
        "consents": [{"from": run.first, "to": run.last, "version": run.version or None, "basis": run.basis or None} for run in one.years],
        "answers": [_answer(each) for each in one.answers],
        "classification": [_answer(each) for each in one.gradings],
        "findings": [_finding(each) for each in one.findings],
    }


def _link(number: int, link: ChainLink) -> Json:
    return {
        "source": number,
        "link": link.key,
        "label": link.label,
        "text": link.text,
        "state": link.state,
        "evidence": [_proof(one) for one in link.proofs],
    }


def _proof(one: Proof) -> Json:
    return {
        "code": one.code,
        "title": one.title,
        "sha256": one.sha256 or None,
        "page": one.page or None,
        "expires_on": one.expires_on or None,
        "expired": one.expired,
    }


def _source(number: int, one: SourceReview) -> Json:
    rights = dict(zip((words.key for words in vocabularies()), one.rights, strict=True))
    return {
        "source": number,
        "kind": one.source,
        "part": one.part or None,
        "scope": one.scope,
        "in_registered": one.in_registered,
        "rights": rights,
        "rule": one.rule,
        "basis": one.basis,
    }


def _answer(one: Answered) -> Json:
    question = questions().get(one.question)
    return {
        "question": one.question,
        "answer": one.answer or None,
        "scope": one.scope or None,
        "note": one.note or None,
        "evidence": list(one.proofs),
        **({"status": question.status, "verified": question.basis.verified} if question else {}),
    }


def _finding(one: Finding) -> Json:
    about = {"form": one.form, "id": one.id, "key": one.key}
    return {"rule": one.rule, "level": one.level, "message": one.message, "basis": one.basis, "about": about}
