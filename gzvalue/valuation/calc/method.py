"""A method as a calculator: what it takes, what it gives, and the sheet on which it works."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from gzvalue.valuation.calc.readings import Field, choice
from gzvalue.valuation.calc.wrong import WrongInput
from gzvalue.valuation.formula import Formula, step
from gzvalue.valuation.result import Figure, Input, Step

SILENT = Decimal("1e-6")
"""Deviation of a sum of weights, or of reciprocity, that is taken for rounding."""

BEARABLE = Decimal("0.02")
"""Deviation up to which there is a warning; above it is an error."""

TINY_RATE = Decimal("1e-15")
"""A rate closer to 0 than this, but not 0, loses its figures in an annuity factor and is refused there."""


@dataclass(frozen=True)
class Warning:
    """Something that is allowed but worth a look."""

    code: str
    message: str


class Sheet:
    """The sheet of one calculation: steps and warnings in their order."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.warnings: list[Warning] = []

    def work(self, formula: Formula, name: str | None = None, **arguments: Any) -> Step:
        """Compute one figure by its formula; earlier steps may be arguments."""
        found = step(formula, id=str(len(self.steps) + 1), about=("calc", 0), name=name, **arguments)
        self.steps.append(found)
        return found

    def note(self, name: str, *, written: str, source: str, value: Figure, inputs: Iterable[Input] = (), unit: str = "") -> None:
        """Record what a procedure found."""
        self.steps.append(Step(str(len(self.steps) + 1), name, "", written, tuple(inputs), value, unit, source, ("calc", 0)))

    def warn(self, code: str, message: str) -> None:
        """Give a warning beside the result."""
        self.warnings.append(Warning(code, message))


Inputs = Mapping[str, Any]
Result = dict[str, Any]


@dataclass(frozen=True)
class Method:
    """One method of `gzvalue calc`.

    Attributes:
        name: stable English name.
        title: Chinese name.
        source: where it comes from.
        fields: what it takes.
        gives: what it gives, name → Chinese meaning.
        run: the calculation; raises `WrongInput`.
    """

    name: str
    title: str
    source: str
    fields: tuple[Field, ...]
    gives: Mapping[str, str]
    run: Callable[[Inputs, Sheet], Result]


# --- fields and checks that several methods share -------------------------------------------------

TIMING = Field("timing", "收益时点：end 期末，mid 期中", choice("end", "mid"), optional=True, default="end")

_BASIS = choice("pre_tax", "post_tax")
BASES = (
    Field("income_basis", "收益口径：pre_tax 税前，post_tax 税后", _BASIS, optional=True),
    Field("rate_basis", "折现率口径：pre_tax 税前，post_tax 税后", _BASIS, optional=True),
)


def check_basis(given: Inputs, sheet: Sheet) -> None:
    """Refuse income and rate of different tax bases, once a ``tax`` has been applied.

    Raises:
        WrongInput: they differ.
    """
    income, rate, taxed = given["income_basis"], given["rate_basis"], bool(given.get("tax"))
    if taxed and income == "post_tax":
        sheet.warn("taxed_twice", "收益已注明为税后口径，又填了所得税率，将再次扣税，请核对")
    effective = "post_tax" if taxed and income is not None else income
    if effective is not None and rate is not None and effective != rate:
        words = {"pre_tax": "税前", "post_tax": "税后"}
        raise WrongInput("basis", "rate_basis", f"折现率为{words[rate]}口径，计税后的收益为{words[effective]}口径，两者须一致")


def check_rate(rate: Decimal, name: str, sheet: Sheet) -> None:
    """Warn of a rate above 100 %, most often a percentage typed as a ratio."""
    if rate > 1:
        sheet.warn("rate_above_1", f"“{name}”大于 1（即超过 100%），请确认不是把百分数填成了比率")


def check_weights(weights: Sequence[Decimal], path: str, sheet: Sheet) -> None:
    """Judge a sum of weights: up to 1e-6 off in silence, up to 0.02 with a warning.

    Raises:
        WrongInput: it is farther off.
    """
    off = abs(sum(weights, Decimal(0)) - 1)
    if off > BEARABLE:
        raise WrongInput("weights_sum", path, f"“{path}”合计应为 1，现为 {_plain(sum(weights, Decimal(0)))}")
    if off > SILENT:
        sheet.warn("weights_sum", f"“{path}”合计为 {_plain(sum(weights, Decimal(0)))}，与 1 略有出入，已按原值计算")


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
