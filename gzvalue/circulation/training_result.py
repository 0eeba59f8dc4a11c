"""What a training set comes to, as plain values: its parts, its questions, and the split of its joint value."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from gzvalue.circulation.contribution_result import Check
from gzvalue.schema.problems import Problem
from gzvalue.schema.training_forms import TrainingPart

Combination = frozenset[str]


@dataclass(frozen=True)
class Composition:
    """Samples of a training set.

    Attributes:
        parts: its rows in the order of the records.
        players: codes of the data sets that train, in the order in which they are first named: between these the value is split.
        others: codes of those that only validate or test.
        by_role: role → samples; every role present.
        total: all samples; ``None`` where a part does not say.
    """

    parts: tuple[TrainingPart, ...]
    players: tuple[str, ...]
    others: tuple[str, ...]
    by_role: Mapping[str, int]
    total: int | None


@dataclass(frozen=True)
class Gain:
    """One combination: its data sets in order, what it brings, and whether that was filled in from what it contains."""

    data_sets: tuple[str, ...]
    gain: Decimal
    filled: bool = False


@dataclass(frozen=True)
class PlayerShare:
    """What falls to one data set.

    Attributes:
        code: of the data set.
        by_size: average of what it adds to combinations of 0, 1, … others; their mean is the Shapley value. Empty where
            scenarios are split.
        value: the Shapley value in the unit of the gains, unrounded.
        share: of the whole, in per cent; foots to 100.
        amount: 元, to the 分; the amounts sum to the joint value. ``None`` without one.
    """

    code: str
    by_size: tuple[Decimal, ...]
    value: Decimal
    share: Decimal
    amount: Decimal | None


@dataclass(frozen=True)
class Split:
    """The joint value among the data sets.

    Attributes:
        basis: by which of the ways of `gzvalue.schema.training_forms`.
        unit: of the gains: the metric, or 元.
        gains: the combinations, by size; or the scenarios in their order.
        whole: what all together bring.
        joint: 元 that are split; ``None`` where only proportions are known.
        joint_from: where that amount comes from.
        shares: by data set, in the order of the composition.
        places: decimals of the percentages.
    """

    basis: str
    unit: str
    gains: tuple[Gain, ...]
    whole: Decimal
    joint: Decimal | None
    joint_from: str
    shares: tuple[PlayerShare, ...]
    places: int

    @property
    def filled(self) -> tuple[Gain, ...]:
        """The combinations that were filled in."""
        return tuple(one for one in self.gains if one.filled)


@dataclass(frozen=True)
class TrainingResult:
    """Everything about one training set; ``split`` is ``None`` where nothing is to be split or it cannot be (a problem says why)."""

    composition: Composition
    split: Split | None
    checks: tuple[Check, ...]
    problems: tuple[Problem, ...]
