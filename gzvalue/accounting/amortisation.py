"""Straight-line amortisation by month, to the 分, with exact footing.

From the month in which the asset is ready for use, residual zero (财会〔2023〕11号 §3.2 of our notes: to be checked against the
official text). What is amortised after k of n months is the base × k ÷ n, rounded half up once; a month is the difference
of two such sums, so that all months sum to the base exactly. When the carrying amount changes (addition, write-off,
impairment) the remainder is spread anew over the remaining months.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gzvalue.accounting import months
from gzvalue.accounting.result import ZERO, Month, Schedule, Segment

MOST_MONTHS = 1200


@dataclass(frozen=True)
class Change:
    """The carrying amount changes by ``amount`` before the amortisation of ``month``."""

    month: int
    amount: Decimal


def amortised(base: Decimal, passed: int, total: int) -> Decimal:
    """base × passed ÷ total, half up to the 分 in whole numbers; ``passed`` is held between 0 and ``total``."""
    fen = int(base.scaleb(2).to_integral_value())
    k = min(max(passed, 0), total)
    sign = -1 if fen < 0 else 1
    return Decimal(sign * ((2 * abs(fen) * k + total) // (2 * total))).scaleb(-2)


def straight_line(
    asset: str, ready: int, life: int, changes: Sequence[Change], right_until: date | None = None, opening: Decimal = ZERO
) -> Schedule:
    """The schedule of an asset.

    Args:
        asset: its code.
        ready: the month from which it is amortised.
        life: in months from ``ready``, 1 to 1200.
        changes: what makes up the carrying amount, in any order; those before ``ready`` count from ``ready``.
        right_until: last day of the right, if it ends.
        opening: what had been amortised before the first change, for assets taken over with their balance.
    """
    allowed = None if right_until is None else months.full_months_until(ready, right_until)
    end = ready + life
    by_month: dict[int, Decimal] = {}
    for one in changes:
        place = max(one.month, ready)
        by_month[place] = by_month.get(place, ZERO) + one.amount
    if not by_month:
        return Schedule(asset, ready, life, (), (), "没有计入成本的金额，不摊销", right_until, allowed, opening)
    segments = tuple(_segments(sorted(by_month.items()), end))
    note = ""
    if any(one.months <= 0 and one.base for one in segments):
        note = f"摊销期到 {months.text(end - 1)} 为止，其后的增加额没有剩余月份可以摊销"
    elif any(one.base < 0 for one in segments):
        note = "减少额大于当时的账面价值，请核对处置、减值和转出的累计摊销"
    return Schedule(asset, ready, life, segments, tuple(_months(segments, opening)), note, right_until, allowed, opening)


def _segments(changes: Sequence[tuple[int, Decimal]], end: int) -> list[Segment]:
    found: list[Segment] = []
    for place, (start, change) in enumerate(changes):
        base = change
        if found:
            last = found[-1]
            base += last.base - amortised(last.base, start - last.start, max(last.months, 1)) if last.months > 0 else last.base
        stop = changes[place + 1][0] if place + 1 < len(changes) else max(end, start)
        found.append(Segment(start, stop, change, base, max(end - start, 0)))
    return found


def _months(segments: Sequence[Segment], opening: Decimal) -> list[Month]:
    found, total = [], opening
    for one in segments:
        before = ZERO
        for month in range(one.start, min(one.stop, one.start + one.months)):
            passed = amortised(one.base, month - one.start + 1, one.months)
            total += passed - before
            found.append(Month(month, passed - before, total, one.base - passed))
            before = passed
    return found


def charged(schedule: Schedule, begins: date, ends: date) -> Decimal:
    """The amortisation of the months whose last day lies in the period."""
    return sum((one.amount for one in schedule.months if begins <= months.last_day(one.month) <= ends), ZERO)


def remaining_at(schedule: Schedule, day: date) -> Decimal:
    """The carrying amount that the schedule leaves at the end of a day: all its changes less what was amortised.

    A schedule holds no change that happened after its period; one that first counts later (an impairment of the last month,
    what is recognised before it is ready for use) has happened all the same.
    """
    done = sum((one.amount for one in schedule.months if months.last_day(one.month) <= day), ZERO)
    return sum((one.change for one in schedule.segments), ZERO) - done
