"""All records of one file as one immutable value."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar, cast

from gzvalue.schema.data_set import DataField, DataSet, DeclaredQuality
from gzvalue.schema.dossier_choice import DossierChoice
from gzvalue.schema.enterprise import Enterprise, FinanceYear, StepDuty, ValuationHead
from gzvalue.schema.field import Record
from gzvalue.schema.forms import FORMS, RawText
from gzvalue.schema.measurement_form import MeasurementRecord, QualityRules
from gzvalue.schema.registration_forms import Deposit, RegistrationEntry, StatedName
from gzvalue.schema.rights_forms import Certificate, Financing, OtherSecurity, PrincipalPayment
from gzvalue.schema.scoring_forms import Expert, ExpertScore, Judgement, Weighting
from gzvalue.schema.valuation_forms import (
    Comparable,
    Contract,
    ContributoryAsset,
    CostItem,
    Discount,
    Evidence,
    EvidenceLink,
    IncomeChange,
    IncomeYear,
    Increment,
    UnitMember,
    ValuationUnit,
)

_R = TypeVar("_R", bound=Record)
Rows = Mapping[int, Record]


@dataclass(frozen=True)
class Project:
    """What one file holds.

    Attributes:
        rows: form name → id → record, ids ascending; every form present, single forms with id 1.
        last_ids: form name → the highest id ever given, so that no id names two records.
    """

    rows: Mapping[str, Rows] = field(default_factory=lambda: _empty_rows())
    last_ids: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({one.name: int(one.single) for one in FORMS}))

    def all(self, record: type[_R]) -> tuple[_R, ...]:
        """The records of one form, by id."""
        return cast(tuple[_R, ...], tuple(self.rows[record.form.name].values()))

    def single(self, record: type[_R]) -> _R:
        """The one record of a single form."""
        return cast(_R, self.rows[record.form.name][1])

    def get(self, form: str, id: int) -> Record | None:
        """One record, or ``None`` if it is not (or no longer) there."""
        return self.rows[form].get(id)

    @cached_property
    def by_code(self) -> Mapping[str, Mapping[str, Record]]:
        """Form name → code → record, for forms with a code; of two records with one code the first."""
        found: dict[str, dict[str, Record]] = {}
        for one in FORMS:
            if one.code:
                codes = found.setdefault(one.name, {})
                for row in self.rows[one.name].values():
                    code = getattr(row, one.code)
                    if code is not None:
                        codes.setdefault(str(code), row)
        return found

    @cached_property
    def raw_texts(self) -> Mapping[tuple[str, int, str], RawText]:
        """Unread text by (form, id, key)."""
        return {(r.about_form or "", r.about_id or 0, r.about_key or ""): r for r in self.all(RawText)}

    @property
    def enterprise(self) -> Enterprise:
        return self.single(Enterprise)

    @property
    def head(self) -> ValuationHead:
        return self.single(ValuationHead)

    @property
    def weighting(self) -> Weighting:
        return self.single(Weighting)

    @property
    def discount(self) -> Discount:
        return self.single(Discount)

    @property
    def financing(self) -> Financing:
        return self.single(Financing)

    @property
    def dossier_choice(self) -> DossierChoice:
        return self.single(DossierChoice)

    @property
    def finance_years(self) -> tuple[FinanceYear, ...]:
        return self.all(FinanceYear)

    @property
    def step_duties(self) -> tuple[StepDuty, ...]:
        return self.all(StepDuty)

    @property
    def data_sets(self) -> tuple[DataSet, ...]:
        return self.all(DataSet)

    @property
    def data_fields(self) -> tuple[DataField, ...]:
        return self.all(DataField)

    @property
    def declared_quality(self) -> tuple[DeclaredQuality, ...]:
        return self.all(DeclaredQuality)

    @property
    def measurements(self) -> tuple[MeasurementRecord, ...]:
        return self.all(MeasurementRecord)

    @property
    def quality_rules(self) -> tuple[QualityRules, ...]:
        return self.all(QualityRules)

    @property
    def certificates(self) -> tuple[Certificate, ...]:
        return self.all(Certificate)

    @property
    def contracts(self) -> tuple[Contract, ...]:
        return self.all(Contract)

    @property
    def deposits(self) -> tuple[Deposit, ...]:
        return self.all(Deposit)

    @property
    def registration_entries(self) -> tuple[RegistrationEntry, ...]:
        return self.all(RegistrationEntry)

    @property
    def stated_names(self) -> tuple[StatedName, ...]:
        return self.all(StatedName)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        return self.all(Evidence)

    @property
    def evidence_links(self) -> tuple[EvidenceLink, ...]:
        return self.all(EvidenceLink)

    @property
    def experts(self) -> tuple[Expert, ...]:
        return self.all(Expert)

    @property
    def expert_scores(self) -> tuple[ExpertScore, ...]:
        return self.all(ExpertScore)

    @property
    def judgements(self) -> tuple[Judgement, ...]:
        return self.all(Judgement)

    @property
    def units(self) -> tuple[ValuationUnit, ...]:
        return self.all(ValuationUnit)

    @property
    def unit_members(self) -> tuple[UnitMember, ...]:
        return self.all(UnitMember)

    @property
    def cost_items(self) -> tuple[CostItem, ...]:
        return self.all(CostItem)

    @property
    def income_years(self) -> tuple[IncomeYear, ...]:
        return self.all(IncomeYear)

    @property
    def contributory_assets(self) -> tuple[ContributoryAsset, ...]:
        return self.all(ContributoryAsset)

    @property
    def increments(self) -> tuple[Increment, ...]:
        return self.all(Increment)

    @property
    def income_changes(self) -> tuple[IncomeChange, ...]:
        return self.all(IncomeChange)

    @property
    def comparables(self) -> tuple[Comparable, ...]:
        return self.all(Comparable)

    @property
    def principal_payments(self) -> tuple[PrincipalPayment, ...]:
        return self.all(PrincipalPayment)

    @property
    def other_security(self) -> tuple[OtherSecurity, ...]:
        return self.all(OtherSecurity)


def _empty_rows() -> Mapping[str, Rows]:
    return MappingProxyType({one.name: MappingProxyType({1: one.record(id=1)} if one.single else {}) for one in FORMS})


def project_of(records: Iterable[Record], last_ids: Mapping[str, int] | None = None) -> Project:
    """A project from records in any order; single forms that are missing are added empty."""
    rows: dict[str, dict[int, Record]] = {one.name: {1: one.record(id=1)} if one.single else {} for one in FORMS}
    for record in records:
        rows[record.form.name][record.id] = record
    ordered = {name: MappingProxyType(dict(sorted(found.items()))) for name, found in rows.items()}
    given = last_ids or {}
    highest = {name: max([given.get(name, 0), *found]) for name, found in ordered.items()}
    return Project(MappingProxyType(ordered), MappingProxyType(highest))
