"""Whether a data resource is an asset, and which: a path of questions, every step of it shown.

Sources: 财会〔2023〕11号 (scope, classes by holding purpose), CAS 6 and CAS 1; standing of each clause in the questions' file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gzvalue.accounting.rules import Question, questions
from gzvalue.schema.accounting_forms import (
    DEVELOPMENT,
    EXPENSED,
    IN_HOUSE,
    INTANGIBLE,
    INVENTORY,
    NO,
    OPEN,
    OTHERWISE,
    PURCHASED,
    UNBOOKED,
    YES,
)

DEFINITION = ("R1", "R2", "R3")
CONDITIONS = ("R4", "R5")
CAPITALISING = ("D1", "D2", "D3", "D4", "D5")
PENDING = "待核"
"""The conclusion while a question that decides is open."""


@dataclass(frozen=True)
class PathStep:
    """One question on the path: its answer (empty: not answered) and what it means."""

    question: Question
    answer: str
    outcome: str


@dataclass(frozen=True)
class Decision:
    """Where a data resource belongs.

    Attributes:
        asset_class: 无形资产, 存货, 开发支出, 费用化, 不确认, or 待核 while something that decides is open.
        way: 外购, 自行开发（自行加工）, 其他方式; empty while not known.
        path: the questions that led there, in order.
        open: keys of the questions still to be answered.
        reason: the conclusion in a sentence.
        recognised: whether it is an asset in the books (``None`` while pending).
        aside: keys that were answered but do not lie on the path.
    """

    asset_class: str
    way: str
    path: tuple[PathStep, ...]
    open: tuple[str, ...]
    reason: str
    recognised: bool | None
    aside: tuple[str, ...] = ()

    @property
    def way_words(self) -> str:
        """The way in one word: 自行开发 of what is used, 自行加工 of what is sold."""
        return way_word(self.asset_class, self.way)


def way_word(asset_class: str, way: str) -> str:
    """The way in one word: 自行开发 of what is used, 自行加工 of what is sold."""
    return ("自行加工" if asset_class == INVENTORY else "自行开发") if way == IN_HOUSE else way


class _Walk:
    """A walk along the questions."""

    def __init__(self, answers: Mapping[str, str]) -> None:
        self.answers = answers
        self.path: list[PathStep] = []
        self.open: list[str] = []

    def ask(self, key: str) -> str:
        """The answer, noted on the path."""
        question, answer = questions()[key], self.answers.get(key, "")
        outcome = {YES: question.yes, NO: question.no, OPEN: "待核实，按尚未满足处理"}.get(answer, "尚未回答")
        self.path.append(PathStep(question, answer, outcome))
        if answer not in (YES, NO):
            self.open.append(key)
        return answer

    def all_of(self, keys: Sequence[str]) -> str:
        """是 if all are, 否 if one is not, else open."""
        found = [self.ask(key) for key in keys]
        if NO in found:
            return NO
        return YES if all(one == YES for one in found) else OPEN

    def first_no(self, keys: Sequence[str]) -> str:
        """What the first 否 among these means."""
        return next(step.outcome for step in self.path if step.question.key in keys and step.answer == NO)

    def end(self, asset_class: str, way: str, reason: str) -> Decision:
        """The conclusion."""
        if asset_class in (UNBOOKED, EXPENSED):
            self.open.clear()  # what is still open cannot change it
        recognised = None if asset_class == PENDING else asset_class in (INTANGIBLE, INVENTORY, DEVELOPMENT)
        on_path = {step.question.key for step in self.path}
        aside = tuple(key for key in questions() if key in self.answers and key not in on_path)
        return Decision(asset_class, way, tuple(self.path), tuple(self.open), reason, recognised, aside)

    def pending(self, way: str, what: str) -> Decision:
        """No conclusion yet."""
        return self.end(PENDING, way, f"{what}，结论待定")


def decide(answers: Mapping[str, str]) -> Decision:
    """Walk the questions with the answers given (key → 是, 否 or 待核; missing = not answered)."""
    walk = _Walk(answers)
    recognised = walk.all_of(DEFINITION + CONDITIONS)
    if recognised == NO:
        return walk.end(UNBOOKED, "", walk.first_no(DEFINITION + CONDITIONS))
    if recognised != YES:
        return walk.pending("", f"确认条件中{_named(walk.open)}尚未核实")
    return _purpose(walk)


def _named(keys: Sequence[str]) -> str:
    return "、".join(keys) + f" 共 {len(keys)} 项" if len(keys) > 3 else "、".join(keys)


def _purpose(walk: _Walk) -> Decision:
    for_sale, own_use = walk.ask("C1"), walk.ask("C2")
    if for_sale == YES and own_use == YES:
        walk.open.extend(("C1", "C2"))
        return walk.pending("", "出售和自用只能选一种主要目的")
    if for_sale == YES:
        return _inventory(walk)
    if for_sale != NO or own_use not in (YES, NO):
        return walk.pending("", "持有目的尚未核实")
    if own_use == NO:
        return walk.end(UNBOOKED, "", questions()["C2"].no)
    return _intangible(walk)


def _way(walk: _Walk) -> str:
    """The way it was obtained; empty while not known."""
    bought, made = walk.ask("C4"), walk.ask("C5")
    if bought == YES and made == YES:
        walk.open.extend(("C4", "C5"))
        return ""
    if bought == YES:
        walk.open[:] = [key for key in walk.open if key != "C5"]
        return PURCHASED
    if bought != NO or made not in (YES, NO):
        return ""
    return IN_HOUSE if made == YES else OTHERWISE


def _inventory(walk: _Walk) -> Decision:
    walk.open[:] = [key for key in walk.open if key != "C2"]
    way = _way(walk)
    if not way:
        return walk.pending("", "形成方式尚未核实，或外购与自行加工都选了“是”")
    return walk.end(INVENTORY, way, f"{questions()['C1'].yes}；取得方式为{way}")


def _intangible(walk: _Walk) -> Decision:
    separable = walk.ask("C3")
    if separable == NO:
        return walk.end(EXPENSED, "", questions()["C3"].no)
    if separable != YES:
        return walk.pending("", "可辨认性尚未核实")
    way = _way(walk)
    if not way:
        return walk.pending("", "形成方式尚未核实，或外购与自行开发都选了“是”")
    return _developed(walk) if way == IN_HOUSE else _ready(walk, way)


def _ready(walk: _Walk, way: str) -> Decision:
    ready = walk.ask("U1")
    words = f"由企业使用、可辨认，取得方式为{way}"
    if ready == NO:
        return walk.end(INTANGIBLE, way, f"{words}；尚未达到预定用途，暂不摊销")
    if ready != YES:
        return walk.end(INTANGIBLE, way, f"{words}；是否可供使用待核，核实前不摊销")
    return walk.end(INTANGIBLE, way, f"{words}；已可供使用，自当月起摊销")


def _developed(walk: _Walk) -> Decision:
    phase = walk.ask("P1")
    if phase == NO:
        return walk.end(EXPENSED, IN_HOUSE, questions()["P1"].no)
    if phase != YES:
        return walk.pending(IN_HOUSE, "研发阶段尚未核实")
    capitalising = walk.all_of(CAPITALISING)
    if capitalising == NO:
        return walk.end(EXPENSED, IN_HOUSE, walk.first_no(CAPITALISING))
    if capitalising != YES:
        return walk.pending(IN_HOUSE, f"资本化条件中{_named([key for key in walk.open if key in CAPITALISING])}尚未核实")
    ready = walk.ask("U1")
    if ready == YES:
        return walk.end(INTANGIBLE, IN_HOUSE, "由企业使用、可辨认，五项资本化条件均满足，已可供使用，自当月起摊销")
    if ready == NO:
        return walk.end(DEVELOPMENT, IN_HOUSE, "五项资本化条件均满足，尚未达到预定用途，列开发支出")
    return walk.pending(IN_HOUSE, "是否可供使用尚未核实")
