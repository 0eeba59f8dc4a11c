"""A unit's value split to its data sets by the chosen key, to the 分."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from gzvalue.schema.kinds import rounded
from gzvalue.schema.valuation_forms import UnitMember, ValuationUnit
from gzvalue.valuation.apportion import apportion
from gzvalue.valuation.doubts import ONE, ZERO, Doubts
from gzvalue.valuation.formula import Given, given, step
from gzvalue.valuation.formulas.allocation import allocated_value
from gzvalue.valuation.parameters import parameters
from gzvalue.valuation.result import Origin, Step

ENTERED = "按录入比例"

WEIGHT_WORDS = {
    ENTERED: "分摊比例", "按重置成本": "重置成本", "按综合评分": "综合评分", "按记录数": "记录数", "按存储量": "存储量", "按沙普利值": "沙普利值", "平均": "分摊基数",
}  # fmt: skip
"""What is missing where a member has no weight by that key."""


class Member(NamedTuple):
    """What a unit needs to know of one of its data sets.

    Attributes:
        row: the member row.
        code: of the data set.
        about: (form, id) of the data set.
        gate: why it may not be valued, or empty.
        serves: codes of all units it serves, this one among them.
        cost: its cost value, or ``None``.
        cost_step: id of the step of that.
        weight: its weight by the unit's allocation key, or ``None`` where that is not known.
        weight_origin: where the weight comes from.
    """

    row: UnitMember
    code: str
    about: tuple[str, int]
    gate: str
    serves: tuple[str, ...]
    cost: Decimal | None
    cost_step: Origin
    weight: Decimal | None
    weight_origin: Origin


@dataclass(frozen=True)
class Split:
    """The parts of a unit's value, of all members; ``excluded`` are those that may not be valued."""

    shares: Mapping[str, Decimal]
    transferable: Mapping[str, Decimal]
    excluded: tuple[str, ...]
    steps: tuple[Step, ...]


def split_value(
    unit: ValuationUnit, label: str, value: Decimal, transferable: Decimal | None, members: Sequence[Member], doubts: Doubts, source: str
) -> Split:
    """The split of a unit's value; without one the value stands whole, unless a part of it must be taken out.

    Args:
        unit: whose value.
        label: its name within step ids.
        value: to the 分.
        transferable: the part of it that others pay, or ``None``.
        members: the data sets.
        doubts: gathers problems.
        source: id of the step that gave the value.
    """
    excluded = tuple(member.code for member in members if member.gate)
    weights = _weights(unit, members, doubts)
    if weights is None:
        if excluded:
            doubts.block(unit, "allocation", f"{unit.code} 含不得纳入的数据集而又无法分摊，其部分无从扣除，整个单元不计入结论")
            return Split(dict.fromkeys(excluded, ZERO), {}, excluded, ())
        return Split({}, {}, (), ())
    shares = apportion(value, weights)
    parts: dict[str, Decimal] = {}
    if transferable is not None:
        parts = apportion(transferable, weights, shares if ZERO <= transferable <= value else None)
    return Split(shares, parts, excluded, _steps(unit, label, given(value, source), members, weights, shares))


def _weights(unit: ValuationUnit, members: Sequence[Member], doubts: Doubts) -> dict[str, Decimal] | None:
    """The members' weights, or ``None`` where the value cannot be split."""
    codes = [member.code for member in members]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        doubts.error(unit, "code", f"{unit.code} 的成员 {'、'.join(twice)} 重复，单元价值没有分摊；请删去重复的一行")
        return None
    if len(members) == 1 and (unit.allocation != ENTERED or members[0].weight is None):
        return {codes[0]: ONE}  # the whole of it, whatever the key
    key = doubts.value(unit, "allocation", "单元价值没有分摊到数据集")
    if key is None:
        doubts.blocked = False  # the unit's value does not depend on its split
        return None
    missing = [member for member in members if member.weight is None or member.weight < ZERO]
    if missing:
        names = "、".join(member.code for member in missing)
        doubts.error(missing[0].row, "share" if key == ENTERED else "data_set",
                     f"{unit.code} {key}分摊，但 {names} 没有可用的{WEIGHT_WORDS[key]}，单元价值没有分摊到数据集")  # fmt: skip
        return None
    weights = {member.code: member.weight or ZERO for member in members}
    return weights if _sum_is_sound(unit, key, sum(weights.values(), ZERO), members, doubts) else None


def _sum_is_sound(unit: ValuationUnit, key: str, whole: Decimal, members: Sequence[Member], doubts: Doubts) -> bool:
    """Whether the value can be split by these weights; entered shares must come to 100 %."""
    if not whole:
        doubts.error(unit, "allocation", f"{unit.code} 各成员的{WEIGHT_WORDS[key]}都为 0，单元价值没有分摊到数据集")
        return False
    if key != ENTERED:
        return True
    limits = parameters("valuation")
    off = abs(whole - ONE)
    shown = f"{rounded(whole * 100, 2).normalize():f}%"
    if off > limits["share_sum_noticed"].value:
        doubts.error(members[0].row, "share", f"{unit.code} 各成员的分摊比例合计为 {shown}，应为 100%，单元价值没有分摊到数据集")
        return False
    if off > limits["share_sum_silent"].value:
        doubts.notice(members[0].row, "share", f"{unit.code} 各成员的分摊比例合计为 {shown}，已按比例折算到 100%")
    return True


def _steps(
    unit: ValuationUnit,
    label: str,
    whole: Given,
    members: Sequence[Member],
    weights: Mapping[str, Decimal],
    shares: Mapping[str, Decimal],
) -> tuple[Step, ...]:
    """The derivation of each part; a single member takes the whole and needs none."""
    if len(members) == 1:
        return ()
    about = (unit.form.name, unit.id)
    all_weights = given(sum(weights.values(), ZERO), (*about, "allocation"))
    made = []
    for member in members:
        weight = given(weights[member.code], member.weight_origin)
        part = step(allocated_value, id=f"{label}/分摊/{member.code}", about=about, name=f"分摊到 {member.code}",
                    value=whole, weight=weight, weights=all_weights)  # fmt: skip
        made.append(replace(part, value=shares[member.code]))
    return tuple(made)
