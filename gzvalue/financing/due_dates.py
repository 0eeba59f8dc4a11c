"""All days on which something is due after the loan: repayments, interest, certificates, contracts, monitoring."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from gzvalue.financing.maturities import loan_end
from gzvalue.financing.monitoring import lines_of
from gzvalue.financing.result import FinancingPlan
from gzvalue.schema.kinds import grouped
from gzvalue.schema.project import Project
from gzvalue.valuation.parameters import parameters
from gzvalue.valuation.procedures.schedule import month_after

ALARMS = (180, 90, 30)
"""Days before the end of a certificate on which to be reminded."""

_MOST = 400


@dataclass(frozen=True)
class DueDate:
    """One day; ``key`` tells it from all others of the project and stays the same from run to run."""

    on: date
    key: str
    title: str
    words: str


def due_dates(project: Project, financing: FinancingPlan, after: date) -> tuple[DueDate, ...]:
    """Everything due after a day, in order of time."""
    found = [*_payments(financing), *_certificates(project), *_ends(project), *_monitoring(project, financing), *_valuation(project)]
    return tuple(sorted((one for one in found if one.on >= after), key=lambda one: (one.on, one.key)))[:_MOST]


def _payments(financing: FinancingPlan) -> Iterable[DueDate]:
    for row in financing.schedule:
        parts = [f"还本 {grouped(row.principal, 2)} 元"] if row.principal else []
        parts += [f"付息 {grouped(row.interest, 2)} 元"] if row.interest else []
        if parts:
            yield DueDate(
                row.on, f"payment-{row.on.isoformat()}", "，".join(parts), f"付后余额 {grouped(row.balance, 2)} 元；以借款合同为准"
            )


def _certificates(project: Project) -> Iterable[DueDate]:
    for one in project.certificates:
        if one.valid_until is None or one.state != "已发证":
            continue
        name = f"{one.kind or '权属凭证'} {one.code or ''}".strip()
        yield DueDate(one.valid_until, f"certificate-{one.id}-end", f"{name} 到期", one.name or "")
        for days in ALARMS:
            on = one.valid_until - timedelta(days=days)
            yield DueDate(on, f"certificate-{one.id}-{days}", f"{name} 还有 {days} 天到期，办理续期", one.name or "")


def _ends(project: Project) -> Iterable[DueDate]:
    for one in project.contracts:
        if one.ends is not None:
            yield DueDate(one.ends, f"contract-{one.id}", f"合同 {one.code or ''} 到期", one.name or "")
    for row in project.data_sets:
        if row.right_until is not None:
            yield DueDate(row.right_until, f"right-{row.id}", f"{row.code or ''} 的权利期限届满", row.name or "")


def _monitoring(project: Project, financing: FinancingPlan) -> Iterable[DueDate]:
    start, end = project.financing.drawdown_on, loan_end(project)
    months = int(lines_of(project)[0]["every_months"])
    if start is None or end is None or months < 1 or financing.loan is None:
        return
    for n in range(1, _MOST):
        on = month_after(start, n * months)
        if on > end:
            return
        yield DueDate(on, f"monitoring-{on.isoformat()}", "贷后监测：重新测量、重新测算并报告", project.financing.lender or "")


def _valuation(project: Project) -> Iterable[DueDate]:
    base = project.head.valuation_date
    if base is not None:
        until = month_after(base, int(parameters("financing")["valuation_usable_months"].value))
        yield DueDate(until, "valuation", "测算结论满一年，须重新测算", "自评估基准日起算")
