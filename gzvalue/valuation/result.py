"""What a valuation yields: values per unit and data set, the total, and the steps by which each came about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Context, Decimal
from typing import NamedTuple

from gzvalue.schema.problems import Problem
from gzvalue.valuation.conclusion_result import Conclusion

Figure = Decimal | tuple[Decimal, ...]
Origin = tuple[str, int, str] | str | None
"""``(form, id, key)`` of a datum, the ``Step.id`` that computed a figure, or nothing."""


class Input(NamedTuple):
    """One argument of a step: its symbol, Chinese meaning, value and unit. A tuple, as there are tens of thousands.

    ``origin`` says where the value comes from: ``(form, id, key)`` of a datum, or the ``Step.id`` that
    computed it, or ``None`` for a constant of the formula. For a sequence whose items come from different
    places, ``origins`` holds one origin per item instead.
    """

    symbol: str
    meaning: str
    value: Figure | str
    unit: str = ""
    origin: Origin = None
    origins: tuple[Origin, ...] = ()


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
class Period:
    """One period of a unit's income, as the table of a report shows it. Money in 元, unrounded.

    Attributes:
        year: the calendar year whose income it takes.
        part: how much of that year lies in the period, 0 … 1 (a stub has less than 1).
        exponent: years from the valuation date to the moment at which the income is discounted.
        factor: discount factor.
        transferable: income before share and tax that others pay under contracts, of this part of the year.
        internal: the same, of the effect inside the enterprise.
        income: what is discounted: after the data's share and after tax.
    """

    year: int
    part: Decimal
    exponent: Decimal
    factor: Decimal
    transferable: Decimal
    internal: Decimal
    income: Decimal

    @property
    def present(self) -> Decimal:
        """What the income is worth at the valuation date: one summand of the present value."""
        return _EXACT.multiply(self.income, self.factor)


_EXACT = Context(prec=34)


@dataclass(frozen=True)
class UnitValue:
    """One valuation unit: the value by its main method, the others beside it, and its split to data sets.

    Money in 元, rounded to the 分; ``None`` where a figure cannot be computed (a problem says why).

    Attributes:
        value: what enters the total: the value by the main method less the parts of excluded data sets.
        by_method: value of the whole unit by each method that was tried, before exclusions.
        transferable: the part of ``value`` that comes from contracts with others; ``None`` for the cost method.
        internal: the rest of it.
        shares: data set code → its part of ``value``; sums to it exactly; empty where it cannot be split.
        transferable_shares: data set code → the transferable part of its share.
        excluded: data set code → the part taken out because that data set may not be valued.
        difference: largest |other method − main method| ÷ main method, a ratio; ``None`` without a second method.
        rate: discount rate used, ``None`` for the cost method.
        periods: the table of the main income method; empty for other methods.
        weights: method → weight of a weighted conclusion; empty where the main method decides alone.
        life: years of income that count; ``None`` where only the forecast limits them, or for other methods.
        locked: what contracts have locked in of the main income method's value, beside it; ``None`` where nothing was said of it.
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
    transferable_shares: Mapping[str, Decimal] = field(default_factory=dict)
    excluded: Mapping[str, Decimal] = field(default_factory=dict)
    difference: Decimal | None = None
    rate: Decimal | None = None
    periods: tuple[Period, ...] = ()
    weights: Mapping[str, Decimal] = field(default_factory=dict)
    life: Decimal | None = None
    locked: Decimal | None = None


@dataclass(frozen=True)
class DataSetValue:
    """One data set: what the units allocate to it, and its own figures beside that. Money in 元, to the 分.

    Attributes:
        method: main methods of the units it serves, joined with 、; empty if it serves none.
        value: sum of the allocations; ``None`` if it serves no unit that has a value, or may not be valued.
        cost: cost approach, replacement cost × δ; a cross-check unless the unit's main method is cost.
        income: the part of ``value`` that comes from units valued by income.
        replacement_cost: C, own items and share of common ones.
        adjustment: δ, unrounded.
        transferable: the part of ``income`` that comes from contracts with others.
        internal: the rest of ``income``.
        by_unit: unit code → what that unit allocates to it.
        excluded: why the data set may not enter the conclusion; empty if it may.
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
    transferable: Decimal | None = None
    internal: Decimal | None = None
    by_unit: Mapping[str, Decimal] = field(default_factory=dict)
    excluded: str = ""


@dataclass(frozen=True)
class Valuation:
    """The valuation of a whole project. Money in 元, to the 分.

    Attributes:
        total: the sum of the units' values.
        by_method: the total split by main method, every method present; sums to ``total``.
        cross_check: method → sum of what it gives for units whose main method is another.
        checked: method → sum of the main-method values of those same units, to hold against ``cross_check``.
        transferable: the part of ``total`` that comes from contracts with others.
        internal: the part that comes from effects inside the enterprise.
        cost: sum of the cost approach over all data sets that have one, used in units or not.
        replacement_cost: sum of their replacement costs.
        rate: the project's discount rate, ``None`` if it cannot be computed.
        stopped: why nothing is valued at all; empty normally.
        conclusion: the total in whole 万元 with what must be said of it.
        memory: what `evaluate` may use again; no part of the result.
    """

    total: Decimal
    by_method: Mapping[str, Decimal]
    units: tuple[UnitValue, ...]
    data_sets: tuple[DataSetValue, ...]
    steps: tuple[Step, ...]
    problems: tuple[Problem, ...]
    cross_check: Mapping[str, Decimal] = field(default_factory=dict)
    checked: Mapping[str, Decimal] = field(default_factory=dict)
    transferable: Decimal = Decimal(0)
    internal: Decimal = Decimal(0)
    cost: Decimal = Decimal(0)
    replacement_cost: Decimal = Decimal(0)
    rate: Decimal | None = None
    stopped: str = ""
    conclusion: Conclusion = field(default_factory=Conclusion)
    memory: object = field(default=None, compare=False, repr=False)

    def __getstate__(self) -> dict[str, object]:
        """What goes to another process: the result without its memory."""
        return {**self.__dict__, "memory": None}


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
    within the whole (they sum to 1), dimension weights likewise. It is empty, and so is
    ``data_sets``, where the chosen method gives no weights: a problem says why.

    Attributes:
        method: how the weights came about, e.g. 层次分析法.
        own_default: the weights are the program's own and must say so.
        note: one sentence on the weights, for screen and paper (method, RI table, defaults taken).
        high_from: total from which the grade is 高.
        middle_from: total from which the grade is 中; below it is 低.
        memory: what `score` may use again; no part of the result.
    """

    method: str
    own_default: bool
    weights: Mapping[str, Decimal]
    consistency: tuple[Consistency, ...]
    data_sets: tuple[DataSetScore, ...]
    problems: tuple[Problem, ...]
    note: str = ""
    high_from: Decimal = Decimal(78)
    middle_from: Decimal = Decimal(62)
    memory: object = field(default=None, compare=False, repr=False)

    def __getstate__(self) -> dict[str, object]:
        """What goes to another process: the result without its memory."""
        return {**self.__dict__, "memory": None}
