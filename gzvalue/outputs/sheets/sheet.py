"""What a sheet is made from and what it yields: the same two values for every kind of sheet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from gzvalue.circulation.around import around_of
from gzvalue.circulation.sample_rows import ProductSample
from gzvalue.circulation.standing import Around
from gzvalue.financing.pool import plan
from gzvalue.financing.result import FinancingPlan
from gzvalue.outputs.blocks import Block
from gzvalue.rights.result import DataSetReview
from gzvalue.rights.review import review
from gzvalue.schema.data_set import DataField, DataSet
from gzvalue.schema.field import Record
from gzvalue.schema.price_forms import ProductPrice
from gzvalue.schema.problems import Problem
from gzvalue.schema.project import Project
from gzvalue.schema.quality_scores import QualityScores, quality_scores
from gzvalue.schema.rights_forms import Certificate
from gzvalue.valuation.evaluate import evaluate
from gzvalue.valuation.price import prices_of
from gzvalue.valuation.result import DataSetValue, Valuation


@dataclass(frozen=True)
class SheetInput:
    """A project and the data set that a sheet speaks of; what has to be computed is computed when first asked for.

    Attributes:
        project: the records as they are printed (`gzvalue.outputs.fitting.fitted`).
        data_set: a record of that project.
        known: a valuation made already; the window has one.
        sample: rows of a data file at hand, masked; only the listing shows them.
    """

    project: Project
    data_set: DataSet
    known: Valuation | None = None
    sample: ProductSample | None = None

    @property
    def code(self) -> str:
        """Of the data set."""
        return self.data_set.code or ""

    @property
    def as_of(self) -> date | None:
        """The day by which terms are judged: of preparation, else of valuation; never the clock."""
        return self.project.head.as_of or self.project.head.valuation_date

    @cached_property
    def valuation(self) -> Valuation:
        """The value of the whole project."""
        return evaluate(self.project) if self.known is None else self.known

    @cached_property
    def value(self) -> DataSetValue | None:
        """What the units allocate to the data set; ``None`` if it is not valued at all."""
        return next((one for one in self.valuation.data_sets if one.code == self.code), None)

    @cached_property
    def financing(self) -> FinancingPlan:
        """The pledge pool and the test of the loan."""
        return plan(self.project, self.valuation)

    @cached_property
    def around(self) -> Around:
        """What stands around products, licences and trades; pool and prices are worked out only where there is a loan or a pricing."""
        asked = self.project.financing.loan_asked is not None
        prices = prices_of(self.project, self.valuation) if self.project.all(ProductPrice) else ()
        return around_of(self.project, self.financing if asked else None, prices)

    @cached_property
    def review(self) -> DataSetReview | None:
        """The self-check of rights and compliance of the data set."""
        return review(self.project).by_code.get(self.code)

    @cached_property
    def quality(self) -> QualityScores | None:
        """Measured and declared quality of the data set."""
        return quality_scores(self.project).get(self.code)

    @cached_property
    def fields(self) -> tuple[DataField, ...]:
        """Its field dictionary."""
        return tuple(one for one in self.project.data_fields if one.data_set == self.code)

    @cached_property
    def certificates(self) -> tuple[Certificate, ...]:
        """Certificates that cover it: one in force first, of several the newest."""
        mine = [one for one in self.project.certificates if self.code in (one.data_sets or ())]
        return tuple(sorted(mine, key=lambda one: (one.state != "已发证", one.state == "已失效", -_ordinal(one.issued_on), one.id)))

    def evidence_of(self, record: Record, key: str) -> tuple[str, ...]:
        """Codes of the attachments that prove a datum, through its field or its whole record."""
        return tuple(
            link.evidence for link in self.project.evidence_links
            if link.evidence and link.about_form == record.form.name and link.about_id == record.id and link.about_key in (None, "", key)
        )  # fmt: skip


def _ordinal(day: date | None) -> int:
    return 0 if day is None else day.toordinal()


@dataclass(frozen=True)
class SheetField:
    """One field of a sheet as printed: English key, label, text (empty: not filled in), and where the text comes from."""

    key: str
    label: str
    text: str
    origin: str = ""


@dataclass(frozen=True)
class Sheet:
    """A sheet of some kind for one data set.

    Attributes:
        blocks: the body; the title, the list of what is to be mended and what the paper is not are put around it.
        problems: what is missing or doubtful: errors (待补正) mark the paper 草稿, notices (提示) do not.
        fields: its data in order, for JSON.
        data: further figures for JSON, already plain (docs of the kind name the keys).
        signatures: who signs: a line each.
        limits: sentences that say what this paper is not, besides those of its kind.
        records: what was typed for this paper; their faults that the rules of the kind do not know are added to the problems.
    """

    blocks: tuple[Block, ...]
    problems: tuple[Problem, ...] = ()
    fields: tuple[SheetField, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)
    signatures: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    records: tuple[Record, ...] = ()

    @property
    def draft(self) -> bool:
        """Whether something that the sheet requires is missing or wrong."""
        return any(one.level == "error" for one in self.problems)
