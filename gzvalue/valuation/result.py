"""What a valuation yields: values per unit and data set, the total, and the steps by which each came about."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from gzvalue.schema.problems import Problem

Figure = Decimal | tuple[Decimal, ...]


@dataclass(frozen=True)
class Input:
    """One argument of a step: its symbol, Chinese meaning, value and unit.

    ``origin`` says where the value comes from: ``(form, id, key)`` of a datum, or the ``Step.id`` that
    computed it, or ``None`` for a constant of the formula.
    """

    symbol: str
    meaning: str
    value: Figure | str
    unit: str = ""
    origin: tuple[str, int, str] | str | None = None


@dataclass(frozen=True)
class Step:
    """One computed figure with its derivation.

    Attributes:
        id: stable path, e.g. ``U01/收益法-直接/收益现值``; unique in a valuation.
        name: Chinese name of the figure.
        formula: key of the formula in `gzvalue.valuation.formulas`.
        written: the formula with symbols, as printed.
        inputs: the arguments, in the formula's order.
        value: unrounded, unless the formula rounds.
        unit: ``元``, ``%`` or empty.
        source: clause or the program's own rule.
        about: ``(form, id)`` of the record the figure is about.
    """

    id: str
    name: str
    formula: str
    written: str
    inputs: tuple[Input, ...]
    value: Figure
    unit: str
    source: str
    about: tuple[str, int]


@dataclass(frozen=True)
class UnitValue:
    """One valuation unit: the value by its main method, the others beside it, and its split to data sets.

    Money in 元, rounded to the 分; ``None`` where a figure cannot be computed (a problem says why).
    """

    id: int
    code: str
    name: str
    main_method: str | None
    value: Decimal | None
    by_method: Mapping[str, Decimal | None]
    transferable: Decimal | None
    internal: Decimal | None
    shares: Mapping[str, Decimal]
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class DataSetValue:
    """One data set: what the units allocate to it, and its own figures beside that.

    Attributes:
        method: main methods of the units it serves, joined with 、; empty if it serves none.
        value: sum of the allocations, in 元; ``None`` if it serves no unit that has a value.
        cost: cost approach, replacement cost × δ; a cross-check unless the unit's main method is cost.
        income: the part of ``value`` that comes from units valued by income.
        replacement_cost: C, own items and share of common ones.
        adjustment: δ.
    """

    id: int
    code: str
    name: str
    method: str
    value: Decimal | None
    cost: Decimal | None
    income: Decimal | None
    replacement_cost: Decimal | None
    adjustment: Decimal | None


@dataclass(frozen=True)
class Valuation:
    """The valuation of a whole project. ``total`` is the sum of the units' main-method values."""

    total: Decimal
    by_method: Mapping[str, Decimal]
    units: tuple[UnitValue, ...]
    data_sets: tuple[DataSetValue, ...]
    steps: tuple[Step, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class DataSetScore:
    """One data set's score: 0–100 in total and per dimension, its grade and rank (1 is best)."""

    id: int
    code: str
    name: str
    total: Decimal
    dimensions: Mapping[str, Decimal]
    indicators: Mapping[str, Decimal]
    experts: int
    grade: str
    rank: int


@dataclass(frozen=True)
class Consistency:
    """The consistency of one comparison matrix; ``worst`` names the pair with the largest |ln(a·w_j/w_i)|."""

    group: str
    size: int
    lambda_max: Decimal
    ci: Decimal
    ri: Decimal
    cr: Decimal
    accepted: bool
    worst: tuple[str, str] | None


@dataclass(frozen=True)
class Scores:
    """Scores of all scored data sets, the weights behind them, and how these came about.

    ``weights`` maps a dimension key, or an indicator key, to its weight; indicator weights are
    within the whole (they sum to 1), dimension weights likewise.
    """

    method: str
    own_default: bool
    weights: Mapping[str, Decimal]
    consistency: tuple[Consistency, ...]
    data_sets: tuple[DataSetScore, ...]
    problems: tuple[Problem, ...]
