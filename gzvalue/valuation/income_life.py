"""For how long a unit earns: limits by law, contract, update and decay, and which of them counts."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from gzvalue.schema.valuation_forms import Contract, ValuationUnit
from gzvalue.valuation.doubts import ONE, ZERO, Doubts, number
from gzvalue.valuation.formula import Given, given, step
from gzvalue.valuation.formulas.period import decay_life, least_life, years_until
from gzvalue.valuation.result import Origin, Step

LIMITS = {"life_legal": "法律年限", "life_contract": "合同年限", "life_update": "更新年限", "life_decay": "衰减年限"}
"""The fields that limit a life, with their names."""

FIXED = "不可续期"


class Right(NamedTuple):
    """When the right in a member ends."""

    code: str
    id: int
    until: date


class Limit(NamedTuple):
    """One limit of a life.

    Attributes:
        key: the field it may be entered in.
        figure: the years, entered or worked out.
        ends: the day it was worked out from, if any.
        words: what it was worked out from, in words.
    """

    key: str
    figure: Given | Step
    ends: date | None = None
    words: str = "录入"

    @property
    def years(self) -> Decimal:
        """How long, in years after the valuation date."""
        return number(self.figure)


class Life(NamedTuple):
    """The life that counts, ``None`` where only the forecast limits it; with the steps behind it."""

    figure: Given | Step | None
    steps: tuple[Step, ...]

    @property
    def years(self) -> Decimal | None:
        """How long income is counted, in years after the valuation date."""
        return None if self.figure is None else number(self.figure)


def limits_of(
    unit: ValuationUnit, label: str, rights: Sequence[Right], contracts: Sequence[Contract], base: date | None
) -> tuple[Limit, ...]:
    """What limits the life of a unit, each entered or worked out; those that nothing is known of are left out."""
    return tuple(_limits(unit, label, rights, contracts, base))


def _limits(unit: ValuationUnit, label: str, rights: Sequence[Right], contracts: Sequence[Contract], base: date | None) -> Iterator[Limit]:
    about = (unit.form.name, unit.id)
    for key in LIMITS:
        entered = getattr(unit, key)
        if entered is not None:
            yield Limit(key, given(entered, (*about, key)))
        elif key == "life_legal" and rights and base is not None:
            first = min(rights, key=lambda one: (one.until, one.code))
            yield _dated(
                key, label, about, base, first.until, ("data_set", first.id, "right_until"), f"{first.code} 权利期限至 {first.until}"
            )
        elif key == "life_contract" and base is not None and (ended := [one for one in contracts if one.ends is not None]):
            last = max(ended, key=lambda one: (one.ends or base, one.code or ""))
            assert last.ends is not None
            yield _dated(key, label, about, base, last.ends, ("contract", last.id, "ends"), f"合同 {last.code} 至 {last.ends}")
        elif key == "life_decay" and _wears_off(unit):
            floor, attrition = (given(getattr(unit, k), (*about, k)) for k in ("decay_floor", "attrition"))
            made = step(decay_life, id=f"{label}/收益期限/{LIMITS[key]}", about=about, floor=floor, attrition=attrition)
            yield Limit(key, made, words="由年衰减率与留存下限推得")


def _wears_off(unit: ValuationUnit) -> bool:
    floor, attrition = unit.decay_floor, unit.attrition
    return floor is not None and attrition is not None and ZERO < floor < ONE and ZERO < attrition < ONE


def _dated(key: str, label: str, about: tuple[str, int], base: date, ends: date, origin: Origin, words: str) -> Limit:
    days = given(Decimal((ends - base).days), origin)
    made = step(years_until, id=f"{label}/收益期限/{LIMITS[key]}", about=about, name=f"{LIMITS[key]}（至 {ends}）", days=days)
    return Limit(key, made, ends, words)


def life_of(
    unit: ValuationUnit, label: str, rights: Sequence[Right], contracts: Sequence[Contract], base: date | None, doubts: Doubts, without: str
) -> Life:
    """The entered life; where renewal cannot be assumed the least of all limits.

    Limits are worked out, and become steps, once it is said whether the income can be renewed.
    """
    entered = _entered(unit, "life_years", "收益期限", doubts, without)
    if unit.renewable is None:
        return Life(entered, ())
    code = unit.code or ""
    if not unit.renewal_reason:
        doubts.error(unit, "renewal_reason", f"{code} 选了“{unit.renewable}”，请写明续期判断理由")
    for key, words in LIMITS.items():
        _entered(unit, key, words, doubts, without)
    limits = limits_of(unit, label, rights, contracts, base)
    steps = tuple(one.figure for one in limits if isinstance(one.figure, Step))
    if unit.renewable != FIXED:
        return Life(entered, steps)
    for one in limits:
        if one.ends is not None and one.years <= ZERO:
            doubts.block(unit, one.key, f"{code} 不可续期，而{one.words}，不晚于评估基准日，没有剩余的收益期限，{without}")
    figures = [*([entered] if entered is not None else []), *(one.figure for one in limits)]
    if not figures:
        doubts.block(unit, "life_years", f"{code} 不可续期，须至少填收益期限或法律、合同、更新、衰减年限之一，{without}")
        return Life(None, steps)
    least = step(least_life, id=f"{label}/收益期限/取最短", about=(unit.form.name, unit.id), limits=figures)
    return Life(least, (*steps, least))


def _entered(unit: ValuationUnit, key: str, words: str, doubts: Doubts, without: str) -> Given | None:
    years = doubts.sound(unit, key, without)
    if years is None:
        return None
    if years == ZERO:
        doubts.block(unit, key, f"{unit.code or ''} 的{words}须大于 0 年，{without}")
    return given(years, (unit.form.name, unit.id, key))
