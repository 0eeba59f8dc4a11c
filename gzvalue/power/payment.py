"""How bills are paid."""

import math
from datetime import date

from gzvalue.power.facts import BILL_MONTHS, YEAR, Counting, Facts, Found, Missing, since, span
from gzvalue.power.source import Bill
from gzvalue.power.stamps import next_month


def _due(facts: Facts) -> tuple[list[Bill], date]:
    """Bills that fell due within 24 months up to the day of the profile; a bill over nothing, or a credit, asks for no payment."""
    if not facts.bills:
        raise Missing("没有账单。")
    first = since(facts.as_of, BILL_MONTHS)
    found = [one for one in facts.bills if one.due_on is not None and first <= one.due_on <= facts.as_of and one.asks]
    if not found:
        raise Missing("近 24 个月没有到期账单。")
    return found, first


def _punctuality(facts: Facts) -> Found:
    found, first = _due(facts)
    on_time = sum(one.paid_on is not None and one.due_on is not None and one.paid_on <= one.due_on for one in found)
    return {"on_time": on_time, "due": len(found)}, span(first, facts.as_of)


def overdue_days(bill: Bill, as_of: date) -> int:
    """Days by which a bill was, or up to now is, paid too late; never below 0."""
    if bill.due_on is None:
        return 0
    return max(0, ((bill.paid_on or as_of) - bill.due_on).days)


def _overdue(facts: Facts) -> Found:
    found, first = _due(facts)
    return {"overdue_days": sum(overdue_days(one, facts.as_of) for one in found), "due": len(found)}, span(first, facts.as_of)


def billed(facts: Facts) -> tuple[float, str]:
    """Bills of the last twelve months in 元 and that window; a bill counts on the day it fell due, else on the last day of its month.

    Raises:
        Missing: no bill of that time tells its amount.
    """
    first = since(facts.as_of, YEAR)
    amounts = []
    for one in facts.bills:
        day = one.due_on or (None if one.month is None else date.fromordinal(next_month(one.month).toordinal() - 1))
        if one.amount is not None and day is not None and first <= day <= facts.as_of:
            amounts.append(one.amount)
    if not amounts:
        raise Missing("近 12 个月的账单没有金额。" if facts.bills else "没有账单。")
    return math.fsum(amounts), span(first, facts.as_of)


def _bill_to_revenue(facts: Facts) -> Found:
    if not facts.settings.revenue:
        raise Missing("没有录入年收入。")
    total, window = billed(facts)
    return {"bills_yuan": total, "revenue_yuan": facts.settings.revenue}, window


COUNTED: dict[str, Counting] = {"punctuality": _punctuality, "overdue_days": _overdue, "bill_to_revenue": _bill_to_revenue}
