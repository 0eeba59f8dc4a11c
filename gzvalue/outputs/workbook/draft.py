"""A workbook while it is laid out: what it is made from, its pages, where things stand, which figures are checked."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from gzvalue.outputs.workbook.links import STATED, Links
from gzvalue.outputs.workbook.page import Column, Linked, Live, Number, Page, Ref, Role
from gzvalue.rights.result import Review
from gzvalue.schema.problems import Problem
from gzvalue.schema.project import Project
from gzvalue.schema.scoring_forms import ExpertScore
from gzvalue.valuation.formula import Formula
from gzvalue.valuation.formulas import BY_KEY
from gzvalue.valuation.ledger import Ledger, ledger_of
from gzvalue.valuation.price import prices_of
from gzvalue.valuation.price_result import Price
from gzvalue.valuation.result import Input, Scores, Step, UnitValue, Valuation
from gzvalue.valuation.simulation.options import OptionValue
from gzvalue.valuation.simulation.study import Study


@dataclass(frozen=True)
class Material:
    """What a workbook is made from; without ``review`` and ``uncertainty`` their pages are left out."""

    project: Project
    valuation: Valuation
    scores: Scores
    problems: tuple[Problem, ...]
    review: Review | None = None
    uncertainty: Study | None = None
    options: tuple[OptionValue, ...] = ()

    @cached_property
    def prices(self) -> tuple[Price, ...]:
        """What the project prices; none unless it says so."""
        return prices_of(self.project, self.valuation)

    @cached_property
    def ledger(self) -> Ledger:
        """The records by their owner, with the labels that step ids begin with."""
        return ledger_of(self.project)

    @cached_property
    def steps(self) -> Mapping[str, Step]:
        """All steps by id, those of prices included."""
        return {one.id: one for one in (*self.valuation.steps, *(step for price in self.prices for step in price.steps))}

    @cached_property
    def score_sheets(self) -> Mapping[str, tuple[ExpertScore, ...]]:
        """Data set code → the experts' sheets for it."""
        found: dict[str, list[ExpertScore]] = defaultdict(list)
        for one in self.project.expert_scores:
            found[one.data_set or ""].append(one)
        return {code: tuple(several) for code, several in found.items()}

    def label(self, form: str, id: int) -> str:
        """What the step ids of a unit or data set begin with."""
        return self.ledger.labels[form, id]


class Figure(NamedTuple):
    """A figure that is held against the program's: what it is, in words, where it stands, and what the program found."""

    key: tuple[str, ...]
    words: str
    ref: Ref
    value: Decimal
    unit: str = "元"


class Draft:
    """The pages so far, with the places of everything on them."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.links = Links(material.steps)
        self.pages: list[Page] = []
        self.figures: list[Figure] = []
        self.names: dict[str, Ref] = {}
        self._taken: set[str] = set()
        self.transferable: dict[int, tuple[Ref, Decimal]] = {}
        """Unit id → the transferable part of its value by the main method, to the 分."""
        self.concluded: dict[int, Ref] = {}
        """Unit id → its conclusion."""
        self.transferable_concluded: dict[int, Ref] = {}
        """Unit id → the transferable part of its conclusion."""
        self.parts: dict[tuple[int, str], tuple[Ref, Ref | None]] = {}
        """Unit id, data set code → its part of the conclusion, and the transferable part of that."""

    def page(
        self, name: str, number: str, about: str, columns: Sequence[Column], *, title: str | None = None, landscape: bool = True
    ) -> Page:
        """A new page behind the others."""
        made = Page(name, number, title or name, about, columns, landscape)
        self.pages.append(made)
        return made

    def name(self, ref: Ref, *words: str) -> str:
        """Give a cell a name of its own, made of these words; the name as it became."""
        plain = "_".join(re.sub(r"[^\w]+", "", word) for word in words if word)[:120] or "单元格"
        if not re.match(r"[^\W\d_]", plain) or plain.isascii():  # a bare code such as D01 would be taken for a cell
            plain = f"名_{plain}"
        made, number = plain, 2
        while made.casefold() in self._taken:
            made, number = f"{plain}_{number}", number + 1
        self._taken.add(made.casefold())
        self.names[made] = ref
        return made

    def figure(self, key: tuple[str, ...], words: str, ref: Ref, value: Decimal, unit: str = "元") -> None:
        """Hold a figure of the workbook against the program's."""
        self.figures.append(Figure(key, words, ref, value, unit))

    def linked(self, page: Page, column: int, argument: Input, number: Number, *, stated: bool = False, role: Role = "live") -> Ref:
        """A cell with an argument of a step, linked to where it comes from."""
        assert isinstance(argument.value, Decimal)
        return page.put(column, Linked(argument.origin, argument.value, stated), number, role)


def live(formula: Formula, page: Page, cached: Decimal, **cells: Ref | str | Sequence[Ref]) -> Live:
    """A formula of the valuation over cells, as a cell of ``page``."""
    named = {key: _text(one, page) for key, one in cells.items()}
    return Live(formula.cell(**named), cached)


def _text(one: Any, page: Page) -> Any:
    if isinstance(one, Ref):
        return one.on(page)
    return one if isinstance(one, str) else [item.on(page) for item in one]


def arguments(step: Step) -> dict[str, Input]:
    """The inputs of a step by the names of its formula's arguments."""
    return dict(zip(BY_KEY[step.formula].symbols, step.inputs, strict=True))


def takes_stated(step: Step, argument: str) -> bool:
    """Whether this argument takes figures rounded to the 分."""
    return argument in STATED.get(step.formula, set())


def amount(step: Step) -> Decimal:
    """The value of a step that is one number."""
    assert isinstance(step.value, Decimal)
    return step.value


def unit_words(unit: UnitValue) -> str:
    """How a unit is named in the workbook."""
    return f"{unit.code} {unit.name}".strip()
