"""What a dossier is made from: the project and everything computed from it, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from gzvalue.accounting.stated import StatedBooks
from gzvalue.financing.lending import Lending
from gzvalue.financing.result import FinancingPlan, PoolRow
from gzvalue.outputs.proof import Proof
from gzvalue.power.assessment import Assessment
from gzvalue.registries.state import RegistrationState
from gzvalue.rights.result import Review
from gzvalue.schema.data_set import DataField, DataSet, DeclaredQuality
from gzvalue.schema.problems import Problem
from gzvalue.schema.project import Project
from gzvalue.schema.rights_forms import Certificate
from gzvalue.valuation.backing import Backing, backing, steps_by_id
from gzvalue.valuation.equivalent_rate import EquivalentRate
from gzvalue.valuation.expert_methods import Compared, Round
from gzvalue.valuation.price_result import Price
from gzvalue.valuation.result import DataSetScore, DataSetValue, Scores, Step, UnitValue, Valuation
from gzvalue.valuation.simulation.options import OptionValue
from gzvalue.valuation.simulation.study import Study


@dataclass(frozen=True)
class Content:
    """Everything that the chapters may speak of.

    Attributes:
        project: the records.
        valuation: the value; `evaluate(project)`.
        scores: the scores; `score(project)`.
        financing: the test of the loan; ``None`` leaves its chapter out.
        problems: what is wrong or missing, of records and results, and what the paper cannot print.
        unprintable: those of the problems that name characters which the paper cannot print.
        review: the self-check of rights and compliance.
        power: the profile of electricity; ``None`` without one, or without a valid written authorisation.
        uncertainty: how sensitive the conclusion is; ``None`` where there is none.
        real_options: evidence beside it.
        compared_scores, expert_rounds: further methods of experts beside the scores.
        lending: gates of the borrower, lender's page, stress table; ``None`` without a loan asked for.
        prices: what the project prices, by the open calculator; none unless it says so.
        books: how data resources stand in the books, at historical cost; ``None`` where nothing is booked.
        equivalent_rates: the discount rate on the other side of income tax.
        registration: terms of certificates, differences between papers, fingerprints, materials.
        proof: number and digests of this issue; ``None`` where nothing was frozen.
    """

    project: Project
    valuation: Valuation
    scores: Scores
    financing: FinancingPlan | None
    problems: tuple[Problem, ...]
    unprintable: tuple[Problem, ...] = ()
    proof: Proof | None = None
    registration: RegistrationState | None = None
    lending: Lending | None = None
    uncertainty: Study | None = None
    real_options: tuple[OptionValue, ...] = ()
    compared_scores: tuple[Compared, ...] = ()
    expert_rounds: tuple[Round, ...] = ()
    review: Review | None = None
    power: Assessment | None = None
    prices: tuple[Price, ...] = ()
    books: StatedBooks | None = None
    equivalent_rates: tuple[EquivalentRate, ...] = ()

    @property
    def draft(self) -> bool:
        """Whether it was not issued, or errors remain: then every page carries the mark 草稿."""
        return self.faulty or (self.proof is not None and self.proof.draft)

    @property
    def faulty(self) -> bool:
        """Whether errors remain."""
        return any(one.level == "error" for one in self.problems)

    @property
    def sample_mark(self) -> str:
        """What every page of a sample says."""
        return self.project.head.sample_mark or ""

    @property
    def valued(self) -> bool:
        """Whether any unit has a value."""
        return any(unit.value is not None for unit in self.valuation.units)

    @property
    def loan_asked(self) -> bool:
        """Whether there is a loan to be tested."""
        return self.financing is not None and self.project.financing.loan_asked is not None

    @cached_property
    def values(self) -> Mapping[str, DataSetValue]:
        """Values by code of the data set."""
        return {one.code: one for one in self.valuation.data_sets}

    @cached_property
    def scored(self) -> Mapping[str, DataSetScore]:
        """Scores by code of the data set."""
        return {one.code: one for one in self.scores.data_sets}

    @cached_property
    def pooled(self) -> Mapping[str, PoolRow]:
        """Rows of the pledge pool by code of the data set."""
        return {} if self.financing is None else {row.code: row for row in self.financing.rows}

    @cached_property
    def declared(self) -> Mapping[str, DeclaredQuality]:
        """Declared quality by code of the data set."""
        return {one.data_set: one for one in reversed(self.project.declared_quality) if one.data_set}

    @cached_property
    def certificates(self) -> Mapping[str, list[Certificate]]:
        """Certificates by code of the data set that they cover."""
        found: dict[str, list[Certificate]] = {}
        for one in self.project.certificates:
            for code in one.data_sets or ():
                found.setdefault(code, []).append(one)
        return found

    @cached_property
    def fields_of(self) -> Mapping[str, list[DataField]]:
        """The field dictionary by code of the data set."""
        found: dict[str, list[DataField]] = {}
        for one in self.project.data_fields:
            if one.data_set:
                found.setdefault(one.data_set, []).append(one)
        return found

    @cached_property
    def steps(self) -> Mapping[str, Step]:
        """All steps by their path."""
        found = steps_by_id(self.valuation.steps)
        for unit in self.valuation.units:
            found.update(steps_by_id(unit.steps))
        if self.financing is not None:
            found.update(steps_by_id(self.financing.steps))
        return found

    @cached_property
    def evidence_codes(self) -> Mapping[tuple[str, int], list[tuple[str, str]]]:
        """Record → (key or empty for the whole record, code of the evidence)."""
        found: dict[tuple[str, int], list[tuple[str, str]]] = {}
        for link in self.project.evidence_links:
            if link.about_form and link.about_id is not None and link.evidence:
                found.setdefault((link.about_form, link.about_id), []).append((link.about_key or "", link.evidence))
        return found

    def evidence_of(self, form: str, id: int, key: str) -> list[str]:
        """Codes of the evidence that proves a datum, through its field or its whole record."""
        return [code for about, code in self.evidence_codes.get((form, id), ()) if about in (key, "")]

    @cached_property
    def backing(self) -> Backing:
        """Which inputs of the value have evidence."""
        return backing(self.project, self.valuation.steps)

    @cached_property
    def units(self) -> tuple[UnitValue, ...]:
        """The units, largest value first; those without one last."""
        return tuple(sorted(self.valuation.units, key=lambda unit: (unit.value is None, -(unit.value or 0), unit.code)))

    @cached_property
    def served(self) -> tuple[DataSet, ...]:
        """Data sets that serve a unit, in the order of the catalogue."""
        members = {one.data_set for one in self.project.unit_members}
        return tuple(one for one in self.project.data_sets if one.code in members)
