"""Whether the yearly accounts add up, and what the data earns under contract beside what it is said to be worth."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from gzvalue.schema.enterprise import FinanceYear
from gzvalue.schema.kinds import grouped, rounded
from gzvalue.schema.problems import Problem
from gzvalue.schema.project import Project
from gzvalue.valuation.doubts import ZERO
from gzvalue.valuation.result import Valuation

_TOLERANCE = Decimal(1)
"""Statements are printed in whole 元 or 万元; a difference of one 元 is their rounding."""

_SUMS = (
    ("ebit", "ebitda", "depreciation", "息税前利润应等于 EBITDA 减折旧摊销"),
    ("net_profit", "profit_before_tax", "income_tax", "净利润应等于利润总额减所得税"),
)


def statement_problems(years: Sequence[FinanceYear]) -> tuple[Problem, ...]:
    """Years whose figures do not add up, more equity than assets, a year told twice, and gaps between audited years."""
    found: list[Problem] = []
    for one in years:
        found += _sums(one)
        if one.total_assets is not None and one.equity is not None and one.equity > one.total_assets:
            found.append(_problem(one, "equity", f"{one.year} 年所有者权益大于资产总额，请核对报表"))
    audited = sorted(one.year for one in years if one.basis == "审计" and one.year is not None)
    gaps = [year for year in range(audited[0], audited[-1]) if year not in audited] if audited else []
    if gaps:
        last = next(one for one in years if one.basis == "审计" and one.year == audited[-1])
        found.append(Problem("notice", last.form.name, last.id, "year", f"缺少 {'、'.join(map(str, gaps))} 年的审计数据，请补齐连续年度"))
    return tuple(found)


def _sums(one: FinanceYear) -> list[Problem]:
    found = []
    for result, whole, part, words in _SUMS:
        told, first, second = (getattr(one, key, None) for key in (result, whole, part))
        if told is not None and first is not None and second is not None and abs(first - second - told) > _TOLERANCE:
            shown = f"{grouped(first, 2)} − {grouped(second, 2)} ≠ {grouped(told, 2)}"
            found.append(_problem(one, result, f"{one.year} 年{words}：{shown}，请核对报表"))
    return found


def _problem(one: FinanceYear, key: str, words: str) -> Problem:
    return Problem("notice", one.form.name, one.id, key, words)


@dataclass(frozen=True)
class Earned:
    """What the data earns under contract beside its value. Money in 元.

    Attributes:
        contracted: yearly amount of the contracts that earn and have not ended at the valuation date.
        transferable: the part of the value that comes from contracts with others.
        years: value of that part ÷ yearly amount: how many years of contracts it stands for; ``None`` without contracts.
    """

    contracted: Decimal
    transferable: Decimal
    years: Decimal | None


def earned(project: Project, valuation: Valuation) -> Earned:
    """The contracts held against the value."""
    base = project.head.valuation_date
    contracted = sum(
        (
            one.annual_amount or ZERO
            for one in project.contracts
            if one.kind == "数据产品收入" and (base is None or one.ends is None or one.ends >= base)
        ),
        ZERO,
    )
    years = rounded(valuation.transferable / contracted, 2) if contracted else None
    return Earned(contracted, valuation.transferable, years)
