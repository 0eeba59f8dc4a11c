"""The rule tables of ``resources/rights`` as frozen values, read once. Every row is dated, names its basis, and says whether it was verified."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from gzvalue.paths import resource
from gzvalue.rights.conditions import Condition, compiled

LEVELS = ("exclude", "condition", "notice")
"""不得纳入, 附条件, 提示: from the gravest."""

TO_CHECK = "待核对官方文本"


@dataclass(frozen=True)
class Basis:
    """Where a rule comes from.

    Attributes:
        text: the law and article, or the project's own rule.
        verified: whether it was confirmed; what was not is never stated as law.
        own_rule: the program's own choice.
        as_of: state of the knowledge, year and month.
    """

    text: str
    verified: bool
    own_rule: bool
    as_of: str

    @property
    def words(self) -> str:
        """With its caveat where it has one."""
        return self.text if self.verified or self.own_rule or "待核" in self.text or "未核实" in self.text else f"{self.text}（{TO_CHECK}）"

    @property
    def printed(self) -> str:
        """As a paper may state it: an unverified provision is not named."""
        if self.verified:
            return self.text
        return "本软件自定规则" if self.own_rule else "依据待核对，未引用"


@dataclass(frozen=True)
class RightWords:
    """One of the three rights in the old and the new vocabulary."""

    key: str
    code: str
    right: str
    old: str
    old_source: str
    new: str
    new_source: str
    meaning: str


@dataclass(frozen=True)
class SourceRule:
    """Which rights follow from one sort of source.

    Attributes:
        key, name: stable English key; the choice of the form.
        registers_as: 数据来源 of the registration form; empty where it may not be registered.
        condition: what must hold; empty if nothing is asked.
        rights: by 前提条件满足 (是, 否, 待核, empty): three letters for hold, use, operate: y, n, ? or a (as agreed).
        needs_contract: a contract must be named.
        excluded: for which of those states the data may not be registered or valued at all.
        permits_pledge: a satisfied condition opens the gate that otherwise bars it from security.
        explain: the rule in a sentence.
        basis: where it stands.
    """

    key: str
    name: str
    registers_as: str
    condition: str
    rights: Mapping[str, str]
    needs_contract: bool
    excluded: frozenset[str]
    permits_pledge: bool
    explain: str
    basis: Basis


@dataclass(frozen=True)
class Case:
    """What follows if a condition holds: level, effect on hold, use, operate (- unchanged, ?, n), and the sentence."""

    when: Condition
    level: str
    rights: str
    message: str


@dataclass(frozen=True)
class Trap:
    """A special circumstance that a person ticks; the first case that holds counts."""

    key: str
    name: str
    why: str
    cases: tuple[Case, ...]
    basis: Basis


@dataclass(frozen=True)
class Rule:
    """A finding that the program makes: its level, its sentence with places to fill, its basis."""

    key: str
    level: str
    message: str
    basis: Basis


@dataclass(frozen=True)
class Question:
    """One question of the self-check.

    Attributes:
        key, number: ``Q05``, 5.
        topic: under which heading it stands.
        question, why: what is asked, and why.
        bases: laws with articles, each with its own mark.
        status: ``statute``, ``order``, ``to_check`` or ``unverified``.
        ask: the widest scope for which it is usually asked.
        applies: for which data sets it is asked at all.
        good: answers that leave nothing to do.
        not_applicable: whether 不适用 is a possible answer where it is asked.
        outcomes: by answer what follows.
    """

    key: str
    number: int
    topic: str
    question: str
    why: str
    bases: tuple[Basis, ...]
    status: str
    ask: str
    applies: Condition
    good: frozenset[str]
    not_applicable: bool
    outcomes: Mapping[str, tuple[Case, ...]]

    @property
    def basis(self) -> Basis:
        """All its laws in one text; verified only where every one is."""
        text = "；".join(one.words for one in self.bases)
        return Basis(text, all(one.verified for one in self.bases), False, self.bases[0].as_of)

    @property
    def printed(self) -> str:
        """The verified laws; that there is none to name, else."""
        found = [one.text for one in self.bases if one.verified]
        return "；".join(found) or "依据待核对，未引用"


@dataclass(frozen=True)
class Grading:
    """One question of the classification; the first that is answered 是 decides."""

    key: str
    question: str
    why: str
    grade: str
    basis: Basis


@dataclass(frozen=True)
class Contradiction:
    """Facts and answers that cannot hold together.

    ``of_facts``: a fact of the data set takes part; then an answer given for more than the data set counts only where
    its question is asked at all.
    """

    key: str
    level: str
    message: str
    when: Condition
    of_facts: bool
    basis: Basis


@dataclass(frozen=True)
class Work:
    """Content that may be a work under copyright law, told by words of 数据结构."""

    label: str
    words: tuple[str, ...]


def read(name: str) -> Mapping[str, Any]:
    """One resource file as it is."""
    return json.loads(resource("rights", f"{name}.json").read_text("utf-8"))  # type: ignore[no-any-return]


def _basis(row: Mapping[str, Any]) -> Basis:
    return Basis(row["basis"], row["verified"], row.get("own_rule", False), row["as_of"])


@cache
def vocabularies() -> tuple[RightWords, ...]:
    """Hold, use, operate, each in both vocabularies."""
    return tuple(RightWords(**{key: row[key] for key in RightWords.__dataclass_fields__}) for row in read("vocabularies")["records"])


@cache
def source_rules() -> Mapping[str, SourceRule]:
    """The rule table by the name of the source."""
    found = {}
    for row in read("sources")["records"]:
        found[row["name"]] = SourceRule(
            row["key"], row["name"], row["registers_as"], row["condition"], MappingProxyType(row["rights"]), row["needs_contract"],
            frozenset(row["excluded"]), row["permits_pledge"], row["explain"], _basis(row),
        )  # fmt: skip
    return MappingProxyType(found)


def _cases(rows: list[Mapping[str, Any]]) -> tuple[Case, ...]:
    return tuple(Case(compiled(row.get("when", {})), row["level"], row.get("rights", "---"), row["message"]) for row in rows)


@cache
def traps() -> Mapping[str, Trap]:
    """The special circumstances by name."""
    rows = read("traps")["records"]
    return MappingProxyType({row["name"]: Trap(row["key"], row["name"], row["why"], _cases(row["cases"]), _basis(row)) for row in rows})


@cache
def rules() -> Mapping[str, Rule]:
    """The program's findings by key."""
    return MappingProxyType(
        {row["key"]: Rule(row["key"], row["level"], row["message"], _basis(row)) for row in read("findings")["records"]}
    )


@cache
def questions() -> Mapping[str, Question]:
    """The 26 questions by key, in order."""
    found = {}
    for row in read("questions")["records"]:
        bases = tuple(Basis(f"{one['law']} {one['article']}".strip(), one["verified"], False, row["as_of"]) for one in row["basis"])
        outcomes = {answer: _cases(cases) for answer, cases in row["outcomes"].items()}
        found[row["key"]] = Question(
            row["key"], row["number"], row["topic"], row["question"], row["why"], bases, row["status"], row["ask"], compiled(row["applies"]),
            frozenset(row["good"]), row["not_applicable"], MappingProxyType(outcomes),
        )  # fmt: skip
    return MappingProxyType(found)


@cache
def gradings() -> tuple[Grading, ...]:
    """The questions of the classification, in the order in which they decide."""
    return tuple(Grading(row["key"], row["question"], row["why"], row["是"], _basis(row)) for row in read("grading")["records"])


@cache
def classes() -> Mapping[str, str]:
    """Grade → class: 核心数据, 重要数据（待识别）, 一般数据."""
    return MappingProxyType(dict(read("grading")["classes"]))


@cache
def contradictions() -> tuple[Contradiction, ...]:
    """What cannot hold together."""
    rows = read("contradictions")["records"]
    return tuple(
        Contradiction(
            row["key"], row["level"], row["message"], compiled({"all": row["all"]}), '"fact"' in json.dumps(row["all"]), _basis(row)
        )
        for row in rows
    )


@cache
def works() -> tuple[Work, ...]:
    """Sorts of content that may be works."""
    return tuple(Work(row["label"], tuple(row["words"])) for row in read("works")["records"])
