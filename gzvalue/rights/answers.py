"""Answers of the self-check: the one that counts for a data set, what follows from it, and what contradicts."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from gzvalue.rights.result import Answered, Finding
from gzvalue.rights.saying import Saying
from gzvalue.rights.scopes import Scope, once_per_rows, scope_of
from gzvalue.rights.tables import Grading, Question, contradictions, gradings, questions
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.field import Record
from gzvalue.schema.project import Project
from gzvalue.schema.rights_chain_forms import GRADINGS, SCOPES, ComplianceAnswer

_NONE: Mapping[str, tuple[ComplianceAnswer, ...]] = {}
_OPEN, _NOT_APPLICABLE = "待核", "不适用"
_MEMORY = "_answered"
_ABOUT_PERSONAL = frozenset({"Q02", "Q03", "Q04", "Q05", "Q08", "Q09"})

Index = Mapping[Scope, Mapping[str, tuple[ComplianceAnswer, ...]]]


def answers_by_scope(project: Project) -> Index:
    """Answers by scope and question."""

    def make(rows: Mapping[int, Record]) -> Index:
        found: dict[Scope, dict[str, list[ComplianceAnswer]]] = defaultdict(lambda: defaultdict(list))
        for row in rows.values():
            answer = cast(ComplianceAnswer, row)
            scope = scope_of(answer)
            if scope is not None and answer.question and answer.answer:
                found[scope][answer.question].append(answer)
        return {scope: {key: tuple(several) for key, several in by.items()} for scope, by in found.items()}

    return once_per_rows(project, ComplianceAnswer.form.name, "answers", make)


def counting(index: Index, scopes: Sequence[Scope]) -> dict[str, tuple[ComplianceAnswer, ...]]:
    """By question the answers of the narrowest scope that answers it; several where one scope answers twice."""
    found: dict[str, tuple[ComplianceAnswer, ...]] = {}
    for scope in reversed(scopes):
        found.update(index.get(scope, _NONE))
    return found


def word_of(answers: Sequence[ComplianceAnswer]) -> str:
    """The answer; 待核 where there are two different ones."""
    if len(answers) == 1:
        return answers[0].answer or ""
    words = {one.answer for one in answers}
    return _OPEN if len(words) > 1 else next(iter(words), "") or ""


def answered(key: str, answers: Sequence[ComplianceAnswer]) -> Answered:
    """The answer to a question as it counts; empty where there is none."""
    if not answers:
        return Answered(key, "", "", "", (), 0)
    one = answers[-1]
    if len(answers) > 1:
        return _as_answered(key, word_of(answers), one)
    memory: dict[str, Any] = vars(one)
    found = memory.get(_MEMORY)
    if found is None:  # one answer counts for many data sets, and never changes
        found = memory[_MEMORY] = _as_answered(key, one.answer or "", one)
    return cast(Answered, found)


def _as_answered(key: str, word: str, one: ComplianceAnswer) -> Answered:
    return Answered(key, word, one.scope_words, one.note or "", one.evidence or (), one.id)


def asked(facts: Mapping[str, Any]) -> tuple[Question, ...]:
    """The questions that apply."""
    return tuple(one for one in questions().values() if one.applies(facts))


def outcomes(
    one: DataSet, asked_now: Sequence[Question], given: Mapping[str, Sequence[ComplianceAnswer]], facts: Mapping[str, Any], found: str
) -> Iterator[Finding]:
    """What follows from the answers.

    Args:
        one: the data set.
        asked_now: questions that apply to it.
        given: its answers by question.
        facts: see `facts_of`.
        found: personal information that measuring found, in words; empty if none.
    """
    open_questions = []
    for question in asked_now:
        answers = given.get(question.key, ())
        if not answers:
            open_questions.append(question.key)
            continue
        yield from _of_answer(question, answers, facts, found)
    if open_questions:
        shown = "、".join(open_questions[:12]) + (" 等" if len(open_questions) > 12 else "")
        yield Saying(one)("unanswered", "", count=len(open_questions), questions=shown)
    for key in GRADINGS:
        several = given.get(key, ())
        if len(several) > 1 and len({answer.answer for answer in several}) > 1:
            yield _double(key, several)


def _double(key: str, answers: Sequence[ComplianceAnswer]) -> Finding:
    words = "、".join(dict.fromkeys(one.answer or "" for one in answers))
    return Saying(answers[-1])("double_answer", "answer", question=key, answers=words)


def _of_answer(question: Question, answers: Sequence[ComplianceAnswer], facts: Mapping[str, Any], found: str) -> Iterator[Finding]:
    answer, record = word_of(answers), answers[-1]
    if len(answers) == 1 and answer in question.good:
        return
    say = Saying(record)
    if len({one.answer for one in answers}) > 1:
        yield _double(question.key, answers)
        return
    case = next((one for one in question.outcomes.get(answer, ()) if one.when(facts)), None)
    if case is not None:
        made = say.other(question.key, case.level, f"{question.key} {case.message}", question.basis, "answer")
        yield replace(made, printed=question.printed)
    elif answer == _OPEN:
        yield say("answer_open", "answer", question=f"{question.key} {question.question}")
    elif answer == _NOT_APPLICABLE and not question.not_applicable:
        yield say("answer_not_applicable", "answer", question=question.key, why=question.question)
    elif answer == _NOT_APPLICABLE and not record.note:
        yield say("answer_unexplained", "note", question=question.key)
    if found and answer == _NOT_APPLICABLE and question.key in _ABOUT_PERSONAL - {"Q05"}:
        yield say("measured_answer", "answer", question=question.key, answer=answer, found=found)


def contradicting(
    one: DataSet, asked_now: Sequence[Question], facts: Mapping[str, Any], given: Mapping[str, Sequence[ComplianceAnswer]]
) -> Iterator[Finding]:
    """Answers and facts that cannot hold together; each leads to the answer that it names first, else to the data set."""
    keys = {question.key for question in asked_now} | set(GRADINGS)
    own = {key for key, answers in given.items() if answers[-1].scope_kind == SCOPES[3]}
    mine = {**facts, "answers": {key: word for key, word in facts["answers"].items() if key in keys or key in own}}
    for rule in contradictions():
        if rule.when(mine if rule.of_facts else facts):
            about: Record = given[rule.message[:3]][-1] if rule.message[:3] in given else one
            key = "answer" if isinstance(about, ComplianceAnswer) else "personal_information"
            yield Saying(about).other(f"contradiction_{rule.key}", rule.level, f"答复自相矛盾：{rule.message}", rule.basis, key)


def proposed_grade(given: Mapping[str, str]) -> tuple[str, str]:
    """The grade that the questions of the classification decide, and why none could be decided; one of the two is empty.

    The first question answered 是 decides; a question before it without a plain answer leaves it open.
    """
    for one in gradings():
        answer = given.get(one.key, "")
        if answer == "是":
            return one.grade, ""
        if answer not in ("否", "不适用"):
            return "", _open_words(one, answer, given)
    return "", "分类分级问题都答“否”，没有一级适用，请核对"


def _open_words(one: Grading, answer: str, given: Mapping[str, str]) -> str:
    if not any(given.get(each.key) for each in gradings()):
        return "没有回答分类分级问题"
    return f"{one.key} {'待核' if answer else '未答'}，不能定级"
