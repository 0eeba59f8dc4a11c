"""What the records say about a contribution, gathered once for its checks."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from gzvalue.circulation.contribution_result import ShareTable, Worth
from gzvalue.rights.result import DataSetReview
from gzvalue.rights.review import review
from gzvalue.schema.contribution_forms import DATA, Contribution, Contributor
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.lending_forms import PledgeStructure
from gzvalue.schema.project import Project
from gzvalue.schema.rights_forms import Certificate
from gzvalue.schema.rules_within import folded
from gzvalue.valuation.result import Valuation

_STATE = ("国有独资", "国有控股")


@dataclass(frozen=True)
class Facts:
    """One contribution with everything that is said about it elsewhere.

    Attributes:
        project: the records.
        record: the terms.
        rows: the shareholders of this contribution.
        table: who holds what; ``None`` where it cannot be worked out.
        worth: appraised, agreed and measured, beside each other.
    """

    project: Project
    record: Contribution
    rows: tuple[Contributor, ...]
    table: ShareTable | None
    worth: Worth

    @property
    def as_of(self) -> date | None:
        """The day by which terms are judged: of preparation, else of valuation; never the clock."""
        return self.project.head.as_of or self.project.head.valuation_date

    @cached_property
    def contributor(self) -> str:
        """Who brings the data."""
        return contributor_of(self.project, self.record)

    @property
    def own(self) -> bool:
        """Whether the enterprise of the project itself brings them."""
        return folded(self.contributor) == folded(self.project.enterprise.name or "")

    @cached_property
    def data_sets(self) -> tuple[DataSet, ...]:
        """The contributed data sets that the catalogue knows."""
        known = self.project.by_code["data_set"]
        found = (known.get(code) for code in self.record.data_sets or ())
        return tuple(one for one in found if isinstance(one, DataSet))

    @cached_property
    def reviews(self) -> tuple[DataSetReview, ...]:
        """The self-check of rights of each of them."""
        known = review(self.project).by_code
        return tuple(known[one.code] for one in self.data_sets if one.code and one.code in known)

    @cached_property
    def certificates(self) -> tuple[Certificate, ...]:
        """The certificates that are named."""
        known = self.project.by_code["certificate"]
        found = (known.get(code) for code in self.record.certificates or ())
        return tuple(one for one in found if isinstance(one, Certificate))

    @property
    def state_owned(self) -> bool | None:
        """Whether a state-owned enterprise contributes; ``None`` where nobody said."""
        if self.record.state_owned is not None:
            return self.record.state_owned == "是"
        owner = self.project.enterprise.ownership if self.own else None
        return None if owner is None else owner in _STATE

    @cached_property
    def data_rows(self) -> tuple[Contributor, ...]:
        """The shareholders' rows that are data."""
        return tuple(one for one in self.rows if one.kind == DATA)

    @property
    def pledged(self) -> tuple[str, bool]:
        """Why the data are taken for pledged (empty: they are not known to be), and whether that is certain."""
        codes = set(self.record.data_sets or ())
        for row in self.project.all(PledgeStructure):
            touched = sorted(codes & set(row.data_sets or codes))
            if touched and row.registered in ("已办理", "办理中"):
                return f"{'、'.join(touched)}的{row.kind or '担保'}登记{row.registered}", row.registered == "已办理"
        if self.project.financing.repeated_pledge:
            return "企业声明拟质押数据已质押给他人", False
        return "", True


def contributor_of(project: Project, record: Contribution) -> str:
    """Who brings the data: as stated, else the one row of data, else the enterprise."""
    named = [one.name for one in project.all(Contributor) if one.contribution == record.code and one.kind == DATA and one.name]
    return record.contributor or (named[0] if len(named) == 1 else None) or project.enterprise.name or "（未填数据出资人）"


def worth_of(project: Project, record: Contribution, valuation: Valuation | None) -> Worth:
    """The three values; the measured one is that of the unit named, else the sum of what the data sets are allocated."""
    if valuation is None:
        return Worth(record.appraised_value, record.agreed_price, None, "")
    if record.unit:
        value = next((one.value for one in valuation.units if one.code == record.unit), None)
        return Worth(
            record.appraised_value, record.agreed_price, value, f"评估单元 {record.unit}", () if value is not None else (record.unit,)
        )
    values = {one.code: one.value for one in valuation.data_sets}
    codes = record.data_sets or ()
    known = [value for code in codes if (value := values.get(code)) is not None]
    lacking = tuple(code for code in codes if values.get(code) is None)
    total = sum(known[1:], known[0]) if known else None
    return Worth(record.appraised_value, record.agreed_price, total, "所出资数据集分得的价值合计", lacking)
