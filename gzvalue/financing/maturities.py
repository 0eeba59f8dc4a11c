"""The chain of dates: certificates and rights must outlast the loan, the valuation must be fresh at drawdown."""

from collections.abc import Iterable, Sequence
from datetime import date

from gzvalue.financing.result import Maturity, PoolRow
from gzvalue.financing.stated_plan import first_day, is_sound
from gzvalue.schema.problems import Problem
from gzvalue.schema.project import Project
from gzvalue.valuation.parameters import parameters
from gzvalue.valuation.procedures.schedule import MOST_MONTHS, month_after


def loan_end(project: Project) -> date | None:
    """When the loan asked for ends; ``None`` while drawdown or term are not known."""
    financing = project.financing
    if first_day(financing, None) is None or financing.term_months is None or not 0 < financing.term_months <= MOST_MONTHS:
        return None
    assert financing.drawdown_on is not None
    return month_after(financing.drawdown_on, financing.term_months)


def maturities_of(project: Project, rows: Sequence[PoolRow]) -> tuple[Maturity, ...]:
    """Everything that stands behind the pool, against the end of the loan; empty while that is not known."""
    end = loan_end(project)
    if end is None:
        return ()
    counted = [row for row in rows if row.coefficient]
    margin = project.financing.chain_margin or 0
    if 0 < margin <= MOST_MONTHS:
        end = month_after(end, margin)
    return (*_certificates(project, counted, end), *_rights(project, counted, end), *_valuation(project))


def _certificates(project: Project, rows: Sequence[PoolRow], end: date) -> Iterable[Maturity]:
    used = {row.certificate for row in rows}
    for one in project.certificates:
        if one.code in used:
            holds = None if one.valid_until is None else one.valid_until >= end
            yield Maturity(one.form.name, one.id, f"{one.kind or '权属凭证'} {one.code or ''}".strip(), one.valid_until, end, holds)


def _rights(project: Project, rows: Sequence[PoolRow], end: date) -> Iterable[Maturity]:
    counted = {row.id for row in rows}
    for one in project.data_sets:
        if one.id in counted and one.right_until is not None:
            yield Maturity(one.form.name, one.id, f"{one.code or ''} 的权利期限".strip(), one.right_until, end, one.right_until >= end)


def _valuation(project: Project) -> Iterable[Maturity]:
    base, drawdown = project.head.valuation_date, project.financing.drawdown_on
    if base is not None and drawdown is not None and is_sound(project.head, "valuation_date"):
        until = month_after(base, int(parameters("financing")["valuation_usable_months"].value))
        yield Maturity(project.head.form.name, 1, "测算结论（放款时）", until, drawdown, until >= drawdown)


_KEYS = {"certificate": "valid_until", "data_set": "right_until", "valuation_head": "valuation_date"}


def maturity_problems(maturities: Sequence[Maturity]) -> tuple[Problem, ...]:
    """What does not last, each named."""
    found = []
    for one in maturities:
        if one.holds is False and one.until is not None:
            what = "拟放款日" if one.form == "valuation_head" else "贷款到期日"
            words = f"{one.name}到 {one.until.isoformat()} 为止，早于{what} {one.needed.isoformat()}，请续期、缩短期限或重新测算"
            found.append(Problem("notice", one.form, one.id, _KEYS[one.form], words))
    return tuple(found)
