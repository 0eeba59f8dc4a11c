"""The combination of securities: the data pool first, then receivables, fee rights, guarantees; overlaps taken out once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gzvalue.financing.result import Overlap, PoolRow, SecurityRow
from gzvalue.schema.kinds import rounded
from gzvalue.schema.project import Project
from gzvalue.schema.rights_forms import Financing, OtherSecurity
from gzvalue.valuation.doubts import ZERO, Doubts, number
from gzvalue.valuation.formula import Given, given, step
from gzvalue.valuation.formulas.income import sum_of_values
from gzvalue.valuation.formulas.loan import pledge_limit, pool_value
from gzvalue.valuation.result import Step, UnitValue, Valuation


@dataclass(frozen=True)
class Securities:
    """The layers, and what they carry together once each income counts only once.

    Attributes:
        rows: the data pool first, whole; then each other security.
        overlapped: value in the data pool whose income stands behind another security too.
        data: what the data pool carries without that value.
        combined: that, and what all other securities carry.
    """

    rows: tuple[SecurityRow, ...]
    overlapped: Decimal
    data: Decimal
    combined: Decimal
    steps: tuple[Step, ...]


def securities_of(
    project: Project, valuation: Valuation, pooled: Mapping[str, PoolRow], pool: Step, rate: Given, basis: str, doubts: Doubts
) -> Securities:
    """All layers of the combination.

    Args:
        project: its records.
        valuation: its valuation, for what each unit gives to each data set.
        pooled: data set code → its row in the pool.
        pool: step of the value of the pool.
        rate: pledge rate of the data.
        basis: how the data pool is made, in words.
        doubts: takes what is wrong with a security.
    """
    units = {unit.code: unit for unit in valuation.units if unit.value is not None}
    overlaps = {one.id: _overlaps(one, units, pooled) for one in project.other_security}
    twice = {overlap.unit: overlap.pooled for several in overlaps.values() for overlap in several}
    overlapped = sum(twice.values(), Decimal("0.00"))
    about = (Financing.form.name, 1)
    left = step(
        sum_of_values,
        id="融资/组合/扣除重叠后的质押池",
        about=about,
        name="扣除重叠后的质押池",
        values=[pool, *(-value for value in twice.values())],
    )
    data = step(pledge_limit, id="融资/组合/数据质押", about=about, name="数据质押可支持（扣除重叠后）", value=left, pledge_rate=rate)
    rows = [_data_row(pool, rate, basis)]
    steps = [left, data]
    carried = rounded(number(data), 2)
    for one in project.other_security:
        row, made = _row(one, overlaps[one.id], doubts)
        rows.append(row)
        steps.extend(made)
        carried += row.carries or ZERO
    return Securities(tuple(rows), overlapped, rounded(number(data), 2), carried, tuple(steps))


def _data_row(pool: Step, rate: Given, basis: str) -> SecurityRow:
    carries = rounded(pledge_limit(number(pool), number(rate)), 2)
    return SecurityRow(Financing.form.name, 1, "数据资产质押", "本方案数据质押池", basis, rounded(number(pool), 2), number(rate), carries)


def _row(one: OtherSecurity, overlaps: Sequence[Overlap], doubts: Doubts) -> tuple[SecurityRow, tuple[Step, ...]]:
    name = f"{one.kind or '其他担保'}“{one.name or one.id}”"
    value, rate = (doubts.value(one, key, f"{name} 没有计入组合") for key in ("value", "rate"))
    if any(overlap.pooled for overlap in overlaps) and not one.overlap_note:
        units = "、".join(overlap.unit for overlap in overlaps)
        doubts.notice(one, "overlap_note", f"{name} 与数据收益重叠（{units}），请说明如何避免同一收益算两次；组合中已从数据质押池扣除")
    words = (one.form.name, one.id, one.kind or "", one.name or "", one.basis or "")
    if value is None or rate is None:
        return SecurityRow(*words, value, rate, None, tuple(overlaps), one.overlap_note or ""), ()
    about = (one.form.name, one.id)
    made = step(
        pledge_limit, id=f"融资/组合/担保{one.id}", about=about, name=f"{one.name or one.kind or '其他担保'}可支持",
        value=given(value, (*about, "value")), pledge_rate=given(rate, (*about, "rate")),
    )  # fmt: skip
    return SecurityRow(*words, value, rate, rounded(number(made), 2), tuple(overlaps), one.overlap_note or ""), (made,)


def _overlaps(one: OtherSecurity, units: Mapping[str, UnitValue], pooled: Mapping[str, PoolRow]) -> tuple[Overlap, ...]:
    """Units named as overlapping, with what of them lies in the data pool."""
    found = []
    for code in one.overlaps or ():
        unit = units.get(code)
        if unit is not None:
            parts = [rounded(pool_value(part, pooled[data].coefficient), 2) for data, part in unit.shares.items() if data in pooled]
            found.append(Overlap(code, unit.name, sum(parts, Decimal("0.00"))))
    return tuple(found)
