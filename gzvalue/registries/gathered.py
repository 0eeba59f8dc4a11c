"""What a kit is filled from: the project, one data set of it, its certificate, fields and measurement, found once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from gzvalue.registries.registry import Registry
from gzvalue.schema.data_set import DataField, DataSet
from gzvalue.schema.field import Record
from gzvalue.schema.measurement_form import MeasurementRecord
from gzvalue.schema.project import Project
from gzvalue.schema.registration_forms import Deposit, RegistrationEntry
from gzvalue.schema.rights_forms import Certificate
from gzvalue.schema.valuation_forms import Contract, Evidence, EvidenceLink


class Gathered:
    """The records of a project by the data set they belong to."""

    def __init__(self, project: Project) -> None:
        self.project = project

    @cached_property
    def fields(self) -> Mapping[str, Sequence[DataField]]:
        """The field dictionary."""
        found: dict[str, list[DataField]] = defaultdict(list)
        for one in self.project.data_fields:
            found[one.data_set or ""].append(one)
        return found

    @cached_property
    def certificates(self) -> Mapping[str, Sequence[Certificate]]:
        """Certificates that cover each data set."""
        found: dict[str, list[Certificate]] = defaultdict(list)
        for one in self.project.certificates:
            for code in one.data_sets or ():
                found[code].append(one)
        return found

    @cached_property
    def contracts(self) -> Mapping[str, Sequence[Contract]]:
        """Contracts that concern each data set."""
        found: dict[str, list[Contract]] = defaultdict(list)
        for one in self.project.contracts:
            for code in one.data_sets or ():
                found[code].append(one)
        return found

    @cached_property
    def measurements(self) -> Mapping[str, MeasurementRecord]:
        """The newest measurement of each data set."""
        return {one.data_set: one for one in self.project.measurements if one.data_set}

    @cached_property
    def deposits(self) -> Mapping[str, Sequence[Deposit]]:
        """Deposits of each data set."""
        found: dict[str, list[Deposit]] = defaultdict(list)
        for one in self.project.deposits:
            found[one.data_set or ""].append(one)
        return found

    @cached_property
    def entries(self) -> Mapping[tuple[str, str, str, str], RegistrationEntry]:
        """Texts written by hand, by (registry, form, code of the data set or empty, field); of doubles the last."""
        return {
            (one.registry or "", one.form_name or "", one.data_set or "", one.field or ""): one for one in self.project.registration_entries
        }

    @cached_property
    def links(self) -> Mapping[tuple[str, int], Sequence[EvidenceLink]]:
        """Links of evidence by the record they prove."""
        found: dict[tuple[str, int], list[EvidenceLink]] = defaultdict(list)
        for one in self.project.evidence_links:
            found[one.about_form or "", one.about_id or 0].append(one)
        return found

    @cached_property
    def evidence(self) -> Mapping[str, Evidence]:
        """Attachments by their number."""
        return {one.code: one for one in reversed(self.project.evidence) if one.code}

    def certificate_of(self, data_set: DataSet, registry: Registry) -> Certificate | None:
        """The certificate of this registry for a data set: one in force before one applied for, the newest of several."""
        mine = [one for one in self.certificates.get(data_set.code or "", ()) if one.kind in registry.certificate_kinds]
        return max(mine, key=lambda one: (one.state == "已发证", one.state != "已失效", str(one.issued_on or ""), one.id), default=None)


@dataclass(frozen=True)
class Case:
    """What one form is filled for.

    Attributes:
        data_sets: what it covers.
        data_set: the one data set of a form that covers one.
        certificate: its certificate of this registry, if there is one.
    """

    gathered: Gathered
    registry: Registry
    data_sets: tuple[DataSet, ...]
    data_set: DataSet | None = None
    certificate: Certificate | None = None

    @property
    def project(self) -> Project:
        """The records."""
        return self.gathered.project

    def record(self, form: str) -> Record | None:
        """The record that a template means by the name of a form."""
        if form == "data_set":
            return self.data_set
        if form == "certificate":
            return self.certificate
        return self.project.get(form, 1)


def case_of(gathered: Gathered, registry: Registry, data_set: DataSet) -> Case:
    """The case of a form that covers one data set."""
    return Case(gathered, registry, (data_set,), data_set, gathered.certificate_of(data_set, registry))
