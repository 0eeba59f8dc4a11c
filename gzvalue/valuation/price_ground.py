"""What prices are made from besides their own records: the valuation with its steps, who serves whom, measured quality."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from gzvalue.schema.data_set import DataSet
from gzvalue.schema.field import Record
from gzvalue.schema.price_forms import COEFFICIENTS, PriceMode, PriceQuote, PriceTier, ProductPrice
from gzvalue.schema.problems import Level, Problem
from gzvalue.schema.project import Project
from gzvalue.schema.quality_scores import QualityScores, quality_scores
from gzvalue.schema.valuation_forms import Comparable, Contract, ValuationUnit
from gzvalue.valuation.backing import steps_by_id
from gzvalue.valuation.ledger import Ledger, ledger_of
from gzvalue.valuation.parameters import parameters
from gzvalue.valuation.result import DataSetValue, Origin, Step, UnitValue, Valuation


def rule(key: str) -> Decimal:
    """A number of the open calculator from ``resources/parameters/price.json``.

    Raises:
        KeyError: there is none of that key.
    """
    return parameters("price")[key].value


class Refused(Exception):
    """There is no price; the sentence says why, of which datum, and what to do."""

    def __init__(self, message: str, record: Record, key: str) -> None:
        super().__init__(message)
        self.message, self.record, self.key = message, record, key


@dataclass(frozen=True)
class Ground:
    """A project with its valuation; everything else is looked up once, when first asked for."""

    project: Project
    valuation: Valuation

    @cached_property
    def ledger(self) -> Ledger:
        """Who owns what."""
        return ledger_of(self.project)

    @cached_property
    def steps(self) -> Mapping[str, Step]:
        """The steps of the valuation by path."""
        return steps_by_id(self.valuation.steps)

    @cached_property
    def quality(self) -> Mapping[str, QualityScores]:
        """What is known of each data set's quality, by code."""
        return quality_scores(self.project)

    @cached_property
    def values(self) -> Mapping[str, DataSetValue]:
        """What the valuation says of each data set, by code."""
        return {one.code: one for one in self.valuation.data_sets if one.code}

    @cached_property
    def unit_values(self) -> Mapping[str, UnitValue]:
        """What the valuation says of each unit, by code."""
        return {one.code: one for one in self.valuation.units if one.code}

    @cached_property
    def day(self) -> date | None:
        """The day of judgement: the valuation date, else that of preparation; never the clock."""
        return self.project.head.valuation_date or self.project.head.as_of

    @cached_property
    def comparables(self) -> Mapping[str, tuple[Comparable, ...]]:
        """Similar deals by unit code."""
        found: dict[str, list[Comparable]] = {}
        for one in self.project.comparables:
            if one.unit:
                found.setdefault(one.unit, []).append(one)
        return {unit: tuple(several) for unit, several in found.items()}

    def label(self, one: DataSet) -> str:
        """The name of a data set within step ids."""
        return self.ledger.labels[one.form.name, one.id]

    def units(self, code: str) -> tuple[ValuationUnit, ...]:
        """The units that a data set serves."""
        return tuple(self.ledger.units[unit] for unit in self.ledger.served.get(code, ()))

    def running(self, contract: Contract) -> bool:
        """Whether a contract that earns is not over on the day of judgement."""
        over = contract.ends is not None and self.day is not None and contract.ends < self.day
        return contract.kind == "数据产品收入" and not over

    def contracts(self, code: str) -> tuple[Contract, ...]:
        """Contracts that earn with a data set: those that name it, and those of its units; each once, in the order of the records."""
        of_units = {one for unit in self.units(code) for one in unit.contracts or ()}
        return tuple(
            one for one in self.project.contracts if self.running(one) and (code in (one.data_sets or ()) or (one.code or "") in of_units)
        )

    def modes(self, price: str) -> tuple[PriceMode, ...]:
        """The ways of charging of a price, by its code."""
        return tuple(one for one in self.project.all(PriceMode) if price and one.price == price and one.mode)

    def tiers(self, price: str) -> tuple[PriceTier, ...]:
        """The tiers of a price, by its code."""
        return tuple(one for one in self.project.all(PriceTier) if price and one.price == price)

    def rows_of(self, record: ProductPrice) -> tuple[Record, ...]:
        """The record of a price, where the project has one, with all rows that name it."""
        code = record.code or ""
        modes = (one for one in self.project.all(PriceMode) if code and one.price == code)
        return (record, *modes, *self.tiers(code), *self.quotes(code)) if record.id else ()

    def quotes(self, price: str) -> tuple[PriceQuote, ...]:
        """The prices got elsewhere for a price, by its code."""
        return tuple(one for one in self.project.all(PriceQuote) if price and one.price == price)


@dataclass(frozen=True)
class Terms:
    """The record of one price with what was asked for only this time.

    Attributes:
        record: the record, with what was asked for already in it; id 0 where there is none in the project.
        asked: keys of the fields that were given only this time.
        one: its data set.
    """

    record: ProductPrice
    asked: frozenset[str]
    one: DataSet

    @property
    def about(self) -> tuple[str, int]:
        """The record that figures are about: the price, or the data set where there is no record."""
        return (self.record.form.name, self.record.id) if self.record.id else (self.one.form.name, self.one.id)

    @property
    def path(self) -> str:
        """Beginning of all step ids."""
        return f"定价/{self.record.code or self.one.code or self.one.id}#{self.record.id}"

    def origin(self, key: str) -> Origin:
        """Where a field of the record comes from; ``None`` for what was only asked for, or is a default."""
        typed = self.record.id and key not in self.asked and getattr(self.record, key) is not None
        return (self.record.form.name, self.record.id, key) if typed else None

    def problem(self, level: Level, key: str, message: str) -> Problem:
        """Something to mend in the record, or at the data set where there is none."""
        form, id = self.about
        return Problem(level, form, id, key if self.record.id else "code", message)

    def checked(self) -> None:
        """Refuse figures that lie outside their range: a coefficient by naming its range.

        Raises:
            Refused: one does.
        """
        named = f"定价 {self.record.code}" if self.record.code else f"数据集 {self.one.code}"
        for key, field in self.record.form.fields.items():
            value = getattr(self.record, key)
            wrong = None if value is None or not field.kind.numeric else field.kind.verdict(value)
            if wrong is None:
                continue
            span = COEFFICIENTS.get(key)
            said = f"超出范围 {span.words}（现为 {value:f}）" if span is not None else wrong
            raise Refused(f"{named} 的“{field.label}”{said}，没有算价格。请改为范围内的数值。", self.record, key)
