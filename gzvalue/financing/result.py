"""What a financing plan yields: the pool, the limits, the test of the loan, the combination, and what to say about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from gzvalue.schema.problems import Problem
from gzvalue.valuation.result import Step

Tone = Literal["plain", "good", "attention", "stop"]


@dataclass(frozen=True)
class Sentence:
    """One finished sentence for screen and paper; ``tone`` says how it is meant, with a word, never colour alone."""

    key: str
    tone: Tone
    text: str


@dataclass(frozen=True)
class PoolRow:
    """One data set that has a value: what of it can secure a loan. Money in 元, to the 分.

    Attributes:
        status: the state of its rights in a word, e.g. 已发证、申请中.
        coefficient: 权利状态系数 h, 0 … 1.
        reason: why this coefficient, in a sentence.
        pooled: ``value × coefficient``.
        potential: what would come on top once a pending certificate is granted; shown, never counted.
        certificate: code of the certificate that counts; empty if none.
    """

    id: int
    code: str
    name: str
    value: Decimal
    status: str
    coefficient: Decimal
    reason: str
    pooled: Decimal
    potential: Decimal = Decimal(0)
    certificate: str = ""


@dataclass(frozen=True)
class Limit:
    """One bound of the loan: 数据质押、资金需求 or 现金流. ``amount`` is ``None`` where it cannot be computed."""

    key: Literal["pledge", "need", "cash"]
    name: str
    amount: Decimal | None
    how: str


@dataclass(frozen=True)
class Overlap:
    """A unit whose income also stands behind another security: its value in the pool would count twice."""

    unit: str
    name: str
    pooled: Decimal


@dataclass(frozen=True)
class SecurityRow:
    """One layer of the combination: the data pool first, then each other security. Money in 元, to the 分."""

    form: str
    id: int
    kind: str
    name: str
    basis: str
    value: Decimal | None
    rate: Decimal | None
    carries: Decimal | None
    overlaps: tuple[Overlap, ...] = ()
    overlap_note: str = ""


@dataclass(frozen=True)
class ScheduleRow:
    """What of the loan asked for is due on one day, and what is left of it then. Money in 元, to the 分."""

    on: date
    principal: Decimal
    interest: Decimal
    balance: Decimal


@dataclass(frozen=True)
class CoverYear:
    """One calendar year of the loan against the cash for debt service. Money in 元; ``ratio`` is 偿债备付率."""

    year: int
    cash: Decimal
    existing: Decimal
    principal: Decimal
    interest: Decimal
    ratio: Decimal | None


@dataclass(frozen=True)
class Maturity:
    """Whether something lasts until the loan ends: a certificate, a right, or the usable year of the valuation."""

    form: str
    id: int
    name: str
    until: date | None
    needed: date
    holds: bool | None


@dataclass(frozen=True)
class FinancingPlan:
    """The loan asked for, tested against what the inputs support; nothing here is solved back into a value.

    Attributes:
        rows: data sets with a value, by code.
        value: the total value that the pool is drawn from.
        pool: sum of ``pooled``.
        potential: sum of ``potential``.
        pledge_rate: the rate used; ``rate_is_default`` says that it is the program's own.
        lendable: ``pool × pledge_rate``: what the data alone carries.
        limits: each bound with its derivation; ``limit`` is the least of those known, ``limit_by`` its key.
        loan: the amount asked for.
        carried: whether ``lendable`` reaches the loan; ``None`` without a loan.
        loan_to_pool: 拟质押率, loan ÷ pool; ``None`` without either.
        gap: what the data does not carry, never negative.
        securities: the layers of the combination.
        combined: what they carry together, overlaps taken out of the data pool.
        overlapped: value in the pool that overlaps with other securities.
        combined_gap: what is missing even so, never negative.
        cover: years of the loan with its debt service; empty without accounts.
        cover_note: how ``cover`` was made, and its limits.
        schedule: payments of the loan asked for, by day; by the stated plan where it can be used, else monthly.
        schedule_note: how ``schedule`` was made, in words; may be empty.
        schedule_stated: whether ``schedule`` follows the stated plan.
        maturities: the chain of dates against the end of the loan.
        sentences: what to print and show, in order.
        stopped: why no data may be pledged at all; empty normally.
        status_counts: word of a state of rights → how many rows have it.
        memory: what `plan` may use again; no part of the result.
    """

    rows: tuple[PoolRow, ...]
    value: Decimal
    pool: Decimal
    potential: Decimal
    pledge_rate: Decimal
    rate_is_default: bool
    lendable: Decimal
    limits: tuple[Limit, ...]
    limit: Decimal | None
    limit_by: str
    loan: Decimal | None
    carried: bool | None
    loan_to_pool: Decimal | None
    gap: Decimal | None
    securities: tuple[SecurityRow, ...]
    combined: Decimal
    overlapped: Decimal
    combined_gap: Decimal | None
    cover: tuple[CoverYear, ...]
    cover_note: str
    maturities: tuple[Maturity, ...]
    sentences: tuple[Sentence, ...]
    steps: tuple[Step, ...]
    problems: tuple[Problem, ...]
    stopped: str = ""
    status_counts: Mapping[str, int] = field(default_factory=dict)
    schedule: tuple[ScheduleRow, ...] = ()
    schedule_note: str = ""
    schedule_stated: bool = False
    memory: object = field(default=None, compare=False, repr=False)

    def __getstate__(self) -> dict[str, object]:
        """What goes to another process: the result without its memory."""
        return {**self.__dict__, "memory": None}
