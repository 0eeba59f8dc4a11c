"""What the self-check finds, as plain frozen values: chain, rights, answers, findings, result per data set."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from gzvalue.schema.problems import Problem

NOT_CHECKED, CLEAN, CONDITIONAL, EXCLUDED = "未自查", "自查未发现问题", "附条件", "不得纳入"
RESULTS = (CLEAN, CONDITIONAL, EXCLUDED, NOT_CHECKED)

HAS, HAS_NOT, OPEN = "有", "无", "待核"
"""State of a right."""

PROVEN, EXPIRED, UNPROVEN, EMPTY = "有证据", "证据过期", "缺证据", "未填"
"""State of a link of the chain."""


@dataclass(frozen=True)
class Proof:
    """A document that proves a link.

    Attributes:
        code, title: of the attachment.
        sha256: its fingerprint; empty if the original is not kept in the project.
        page: where in it.
        expires_on: ISO date, or empty.
        expired: on the day of judgement.
    """

    code: str
    title: str
    sha256: str
    page: str
    expires_on: str
    expired: bool


@dataclass(frozen=True)
class ChainLink:
    """One link: what is stated, and what proves it."""

    key: str
    label: str
    text: str
    state: str
    proofs: tuple[Proof, ...]


@dataclass(frozen=True)
class SourceReview:
    """One source of a data set with the rights that follow from it.

    Attributes:
        id: of the `SourceLink`; 0 where it was only inferred from the catalogue.
        scope: for which scope it was filled in; ``数据目录`` where inferred.
        source, part: its sort; which part of the data.
        in_registered: whether it is in the version to be registered.
        rights: hold, use, operate, each 有, 无 or 待核.
        rule: why, in a sentence; with the condition and its state.
        basis: where the rule stands, as it may be printed.
        links: the chain.
    """

    id: int
    scope: str
    source: str
    part: str
    in_registered: bool
    rights: tuple[str, str, str]
    rule: str
    basis: str
    links: tuple[ChainLink, ...]


@dataclass(frozen=True)
class Finding:
    """One finding: rule, level (exclude, condition, notice), sentence, basis; and the datum to which it leads."""

    rule: str
    level: str
    message: str
    basis: str
    printed: str
    form: str
    id: int
    key: str


@dataclass(frozen=True)
class Answered:
    """A question that applies to a data set, and the answer that counts for it.

    ``answer`` is empty where none was given, 待核 where two contradict; ``id`` is that of the answer, 0 for none.
    """

    question: str
    answer: str
    scope: str
    note: str
    proofs: tuple[str, ...]
    id: int


@dataclass(frozen=True)
class Years:
    """Years of collection and the consent, or other basis, that covers them; ``version`` is empty where none does."""

    first: int
    last: int
    version: str
    basis: str

    @property
    def words(self) -> str:
        """``2012–2016 年``."""
        return f"{self.first} 年" if self.first == self.last else f"{self.first}–{self.last} 年"


@dataclass(frozen=True)
class DataSetReview:
    """Everything that was found about one data set.

    Attributes:
        recorded: whether anything of chain, consents or answers speaks for it.
        chained: whether its chain was filled in, not only inferred from the catalogue.
        rights: by 持有权, 使用权, 经营权: 有, 无 or 待核.
        result: one of `RESULTS`.
        grade, proposed: of the catalogue; as the questions of the classification decide (empty: undecided).
        undecided: why no grade could be proposed.
        years: consents by years of collection; empty without personal information.
        applies: keys of the questions that are asked; `answers` has one item for each.
        excluded: why it may not be included, from chain and answers; empty if it may.
        excluded_key: the field of the data set to which that leads.
        opened: a satisfied condition permits it as security although its sort of source usually bars it.
    """

    id: int
    code: str
    name: str
    recorded: bool
    chained: bool
    sources: tuple[SourceReview, ...]
    rights: Mapping[str, str]
    result: str
    findings: tuple[Finding, ...]
    answers: tuple[Answered, ...]
    gradings: tuple[Answered, ...]
    years: tuple[Years, ...]
    grade: str
    proposed: str
    data_class: str
    undecided: str
    excluded: str
    excluded_key: str
    opened: bool

    @property
    def operate(self) -> str:
        """State of the right that a pledge needs."""
        return self.rights["经营权"]

    @property
    def answered(self) -> int:
        """How many of the questions that apply have an answer."""
        return sum(bool(one.answer) for one in self.answers)

    @cached_property
    def links(self) -> tuple[ChainLink, ...]:
        """All links of all sources."""
        return tuple(link for source in self.sources for link in source.links)


@dataclass(frozen=True)
class Review:
    """The self-check of a whole project.

    Attributes:
        data_sets: in the order of the catalogue.
        problems: what is to be mended, gathered by rule, for the list of problems.
        begun: whether anything of it was filled in.
    """

    data_sets: tuple[DataSetReview, ...]
    problems: tuple[Problem, ...]
    begun: bool

    @cached_property
    def by_code(self) -> Mapping[str, DataSetReview]:
        """Reviews by code of the data set."""
        return {one.code: one for one in self.data_sets if one.code}

    def counts(self) -> Mapping[str, int]:
        """How many data sets have each result, all results present."""
        results = [one.result for one in self.data_sets]
        return {result: results.count(result) for result in RESULTS}
