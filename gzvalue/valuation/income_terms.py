"""What an income is discounted and taxed with: rate, tax that brings income and rate to one basis, share and royalty rates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from gzvalue.schema.enterprise import ValuationHead
from gzvalue.schema.income_forms import ContributoryAsset, IncomeChange, Increment
from gzvalue.schema.valuation_forms import Contract, IncomeYear, ValuationUnit
from gzvalue.valuation.doubts import ZERO, Doubts
from gzvalue.valuation.evaluate_rate import ProjectRate
from gzvalue.valuation.evaluate_share import ShareRate
from gzvalue.valuation.formula import Given, given
from gzvalue.valuation.income_life import Right
from gzvalue.valuation.result import Step

DIRECT, SHARE, EXCESS, INCREMENT, ROYALTY, SINGLE = (
    "收益法-直接",
    "收益法-分成",
    "收益法-超额",
    "收益法-增量",
    "收益法-许可费节省",
    "收益法-单期超额",
)
BY_EXCESS = (EXCESS, SINGLE)
"""Methods that leave to the data what no other asset claims: good for one data set, or for one group as a whole."""


@dataclass(frozen=True)
class Terms:
    """What holds for all units of a project."""

    head: ValuationHead
    rate: ProjectRate
    shares: Mapping[str, ShareRate] = field(default_factory=dict)
    """Share rates that are worked out, by code."""

    @property
    def key(self) -> tuple[object, ...]:
        """What of it bears on a unit's value."""
        head = self.head
        return head.id, head.valuation_date, head.timing, head.tax_rate, self.rate.value, self.rate.basis


class IncomeSources(NamedTuple):
    """What the income of one unit is made from.

    Attributes:
        rows: income years, actual and forecast, of both versions.
        assets: contributory assets.
        increments: what the data adds, item by item.
        changes: the bridge from actual years.
        rights: when the rights in the members end.
        contracts: those the income stands on.
        rivals: other units valued by excess earnings, which this one may not be at the same time.
        share: the share rate where it is worked out and not entered.
    """

    rows: tuple[IncomeYear, ...] = ()
    assets: tuple[ContributoryAsset, ...] = ()
    increments: tuple[Increment, ...] = ()
    changes: tuple[IncomeChange, ...] = ()
    rights: tuple[Right, ...] = ()
    contracts: tuple[Contract, ...] = ()
    rivals: tuple[str, ...] = ()
    share: Step | None = None


def rate_of(unit: ValuationUnit, terms: Terms, doubts: Doubts, without: str) -> Given | None:
    """The unit's own rate, else the project's."""
    if unit.discount_rate is not None:
        own = doubts.sound(unit, "discount_rate", without)
        return None if own is None else given(own, (unit.form.name, unit.id, "discount_rate"))
    rate = terms.rate.rate
    if rate is None:
        doubts.blocked = True  # the problems of the rate itself say why
        return None
    return rate if isinstance(rate, Given) else given(rate.value, rate.id)


def tax_of(unit: ValuationUnit, terms: Terms, method: str, doubts: Doubts, without: str) -> Given | None:
    """The tax to take off the income so that it stands on the basis of the rate; a royalty on revenue is before tax by nature."""
    code, income, rate = unit.code or "", unit.income_basis or "税前", unit.rate_basis or terms.rate.basis
    if rate is None:
        doubts.block(unit, "rate_basis", f"{code} 的折现率口径（税前或税后）未填，{without}")
        return None
    if unit.discount_rate is None and terms.rate.basis is not None and rate != terms.rate.basis:
        doubts.block(unit, "rate_basis", f"{code} 的折现率口径填{rate}，而所用的折现率表为{terms.rate.basis}，{without}")
        return None
    if method == ROYALTY and income == "税后":
        doubts.block(
            unit, "income_basis", f"{code} 的收益口径为税后，而许可费按收入计算，属税前口径，{without}；请把收益口径改为税前，由程序扣税"
        )
        return None
    if method == SHARE and unit.share_base == "收入" and income == "税后":
        doubts.notice(unit, "income_basis", f"{code} 的收益口径为税后，而收入提成按收入计算，一般属税前口径，没有再扣所得税；请核对")
    if income == rate:
        return given(ZERO, None)
    if income == "税后":
        doubts.block(unit, "income_basis", f"{code} 的收益为税后、折现率为税前，口径不一致，{without}；请改用税前收益或税后折现率")
        return None
    record, key = (unit, "tax_rate") if unit.tax_rate is not None else (terms.head, "tax_rate")
    if getattr(record, key) is None:
        doubts.block(record, key, f"{code} 的收益为税前、折现率为税后，口径不一致：须填所得税率扣税后才能折现，{without}")
        return None
    tax = doubts.sound(record, key, without)
    return None if tax is None else given(tax, (record.form.name, record.id, key))


def share_of(unit: ValuationUnit, worked_out: Step | None, doubts: Doubts, without: str) -> Given | None:
    """K of the unit: worked out where it names a derivation, else entered."""
    doubts.value(unit, "share_base", without)
    if unit.share_basis is not None:
        if worked_out is None:
            doubts.block(unit, "share_basis", f"{unit.code or ''} 的分成率测算 {unit.share_basis} 没有结果，{without}")
            return None
        return given(worked_out.value, worked_out.id)
    return _positive(unit, "share_rate", "分成率 K", doubts, without)


def royalty_of(unit: ValuationUnit, doubts: Doubts, without: str) -> Given | None:
    """The royalty rate on revenue."""
    if unit.royalty_rate is not None and not unit.royalty_reason:
        doubts.error(unit, "royalty_reason", f"{unit.code or ''} 未写许可费率依据，请写明可比许可或费率区间")
    return _positive(unit, "royalty_rate", "许可费率", doubts, without)


def _positive(unit: ValuationUnit, key: str, words: str, doubts: Doubts, without: str) -> Given | None:
    found = doubts.value(unit, key, without)
    if found is None:
        return None
    if found == ZERO:
        doubts.block(unit, key, f"{unit.code or ''} 的{words}须大于 0，{without}")
        return None
    return given(found, (unit.form.name, unit.id, key))
