"""The repayments of principal that a person states: whether they fit the loan asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from gzvalue.schema.field import Record
from gzvalue.schema.kinds import grouped, rounded
from gzvalue.schema.rights_forms import Financing, PrincipalPayment
from gzvalue.valuation.doubts import ZERO, Doubts
from gzvalue.valuation.procedures.schedule import month_after

BY_INSTALMENTS = (None, "分期还本")
"""Ways of repayment for which a plan counts; an empty one is taken as 分期还本."""

_UNUSED = "还本计划没有用于测算"


class Instalment(NamedTuple):
    """One stated repayment: its day, 元 to the 分, and id of its record."""

    on: date
    amount: Decimal
    id: int


@dataclass(frozen=True)
class StatedPlan:
    """A plan that fits the loan asked for. ``rest`` is what the plan leaves to the ``end`` of the term."""

    loan: Decimal
    start: date
    end: date
    payments: tuple[Instalment, ...]
    rest: Decimal


def is_sound(record: Record, key: str) -> bool:
    """Whether a datum is there and within its range; that it is not is said where it is first needed."""
    value = getattr(record, key)
    return value is not None and record.form.fields[key].kind.verdict(value) is None


def first_day(financing: Financing, as_of: date | None) -> date | None:
    """The day of drawdown, else that of preparation; ``None`` without either, or with one beyond all reason."""
    start = financing.drawdown_on or as_of
    return start if start is not None and financing.form.fields["drawdown_on"].kind.verdict(start) is None else None


def stated_plan(financing: Financing, payments: Sequence[PrincipalPayment], as_of: date | None, doubts: Doubts) -> StatedPlan | None:
    """The plan if it can be used; what is wrong with it, or that it is missing, goes to ``doubts``."""
    if financing.repayment not in BY_INSTALMENTS:
        if payments:
            said = f"还款方式为“{financing.repayment}”，{_UNUSED}；按计划还本的请改为“分期还本”，否则请删除还本计划"
            doubts.notice(financing, "repayment", said)
        return None
    if not payments:
        if financing.repayment:
            doubts.notice(financing, "repayment", "还款方式为分期还本，没有填还本计划，按每月等额本金估算；请在还本计划中逐笔填写")
        return None
    start = first_day(financing, as_of)
    known = [_instalment(one, doubts) for one in payments]
    sound = [one for one in known if one is not None]
    if start is None or not financing.loan_asked or not all(is_sound(financing, key) for key in ("loan_asked", "term_months")):
        return None
    assert financing.term_months is not None
    end = month_after(start, financing.term_months)
    named = {one.id: one for one in payments}
    fits = [_within(named[one.id], one.on, start, end, given=financing.drawdown_on is not None, doubts=doubts) for one in sound]
    rest = _rest(named, sound, rounded(financing.loan_asked, 2), end, doubts)
    if len(sound) < len(known) or not all(fits) or rest is None:
        return None
    return StatedPlan(rounded(financing.loan_asked, 2), start, end, tuple(sorted(sound)), rest)


def _instalment(one: PrincipalPayment, doubts: Doubts) -> Instalment | None:
    on, amount = (doubts.value(one, key, _UNUSED) for key in ("due_on", "amount"))
    if on is None or amount is None:
        return None
    if not amount:
        doubts.error(one, "amount", f"{one.name_for_people} 的还本金额为 0，{_UNUSED}；请填写金额，或删除这一笔")
        return None
    return Instalment(on, rounded(amount, 2), one.id)


def _within(one: PrincipalPayment, on: date, start: date, end: date, *, given: bool, doubts: Doubts) -> bool:
    if start < on <= end:
        return True
    first = f"{'拟放款日期 ' if given else '测算起始日（未填拟放款日期）'}{start.isoformat()}"
    words = f"不晚于{first}" if on <= start else f"晚于贷款到期日 {end.isoformat()}"
    doubts.error(one, "due_on", f"{one.name_for_people} {words}，{_UNUSED}；请改正日期，或改拟放款日期、期限")
    return False


def _rest(named: dict[int, PrincipalPayment], sound: Sequence[Instalment], loan: Decimal, end: date, doubts: Doubts) -> Decimal | None:
    """What the plan leaves of the loan; ``None`` if it repays more than the loan."""
    paid = ZERO
    for one in sorted(sound):
        paid += one.amount
        if paid > loan:
            more = f"还到这一笔合计 {grouped(paid, 2)} 元，超过申请贷款金额 {grouped(loan, 2)} 元"
            doubts.error(named[one.id], "amount", f"{named[one.id].name_for_people}：{more}，{_UNUSED}；请改正金额")
            return None
    if paid < loan and sound:
        last = named[max(sound).id]
        less = f"还本计划合计 {grouped(paid, 2)} 元，比申请贷款金额少 {grouped(loan - paid, 2)} 元"
        doubts.notice(last, "amount", f"{less}，差额按到期日 {end.isoformat()} 一次还清测算；请补齐还本计划")
    return loan - paid
