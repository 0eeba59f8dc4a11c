"""The conclusion of a valuation as people state it: whole 万元, value type, approaches with reasons, differences explained."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True)
class Answer:
    """One question of applicability and what was answered; ``answer`` is empty where nobody has."""

    key: str
    text: str
    answer: str
    note: str
    favours: bool | None
    """Whether the answer speaks for the approach; ``None`` where that cannot be said."""


@dataclass(frozen=True)
class ApproachUse:
    """One of the three approaches.

    Attributes:
        approach: 收益法, 成本法 or 市场法.
        use: what the units make of it: 采用, 交叉验证 or 不采用.
        units: codes of the units that rest on it, or hold it against their conclusion.
        reason: why it is used or not, as written; empty where nobody has.
        answers: all questions asked of it.
    """

    approach: str
    use: str
    units: tuple[str, ...]
    reason: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Difference:
    """A method that lies further from a conclusion than must be explained.

    Attributes:
        unit: code of the unit; empty for the totals.
        method: the other method.
        conclusion: what it is held against, in 元.
        other: what the method gives.
        gap: |other − conclusion| ÷ conclusion.
        reason: the explanation as written; empty where nobody has.
    """

    unit: str
    method: str
    conclusion: Decimal
    other: Decimal
    gap: Decimal
    reason: str


@dataclass(frozen=True)
class Conclusion:
    """What is concluded.

    Attributes:
        wan: whole 万元, rounded half up; ``None`` while no unit has a conclusion.
        exact: the total to the 分, beside it.
        value_type: 价值类型.
        premise: 价值前提.
        approaches: the three approaches with their reasons.
        differences: what must be explained.
        weights: unit code → method → weight, of units whose conclusion is weighted.
        weight_reasons: unit code → why, as written.
    """

    wan: Decimal | None = None
    exact: Decimal = Decimal("0.00")
    value_type: str = ""
    premise: str = ""
    approaches: tuple[ApproachUse, ...] = ()
    differences: tuple[Difference, ...] = ()
    weights: Mapping[str, Mapping[str, Decimal]] = field(default_factory=dict)
    weight_reasons: Mapping[str, str] = field(default_factory=dict)

    @property
    def amount(self) -> Decimal | None:
        """The conclusion in 元: whole 万元 written out."""
        return None if self.wan is None else self.wan * 10000
