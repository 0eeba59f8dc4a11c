"""What the books come to, as values. All amounts are Decimal in 元, to the 分, and historical cost."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from gzvalue.accounting.recognition import Decision
from gzvalue.accounting.rules import TableRule
from gzvalue.schema.accounting_forms import AssetMovement, BookedAsset, BookedCost
from gzvalue.schema.figures import shortened
from gzvalue.schema.problems import Problem

ZERO = Decimal(0)
_NAMED = 20
"""How many characters of a name a check repeats."""

CAPITALISED, EXPENSED_NOW, EXPENSED_EARLIER, NEVER_BOOKED, UNDECIDED = OUTCOMES = ("计入成本", "费用化", "以前已费用化", "不入账", "待定")
"""What becomes of a cost."""


@dataclass(frozen=True)
class Period:
    """The reporting period; both days belong to it. ``assumed``: nobody stated it."""

    begins: date
    ends: date
    assumed: bool = False

    def holds(self, day: date) -> bool:
        """Whether the day lies in the period."""
        return self.begins <= day <= self.ends


@dataclass(frozen=True)
class CostLine:
    """One cost, or the part of a common one that a data set bears.

    Attributes:
        data_set, asset: codes; empty where there is none.
        outcome: one of `OUTCOMES`; into: the class and way it becomes part of, empty unless capitalised.
        reason: why, in a sentence.
        entered_on: when it enters the cost of the asset; ``None`` unless capitalised.
    """

    record: BookedCost
    data_set: str
    asset: str
    item: str
    amount: Decimal
    outcome: str
    into: str
    reason: str
    entered_on: date | None = None


@dataclass(frozen=True)
class Entry:
    """One movement of an account of an asset; ``amount`` is positive, ``sign`` +1 or −1. ``record`` is ``None`` where it was worked out."""

    asset: str
    on: date
    block: str
    kind: str
    amount: Decimal
    sign: int
    record: AssetMovement | None = None


@dataclass(frozen=True)
class Segment:
    """A stretch of straight-line amortisation.

    Attributes:
        start: first month (see `months`); stop: the month after its last one, before which the next segment takes over.
        change: what was added to the carrying amount at its start (negative: written off, impaired).
        base: carrying amount spread; months: over how many months from ``start``.
    """

    start: int
    stop: int
    change: Decimal
    base: Decimal
    months: int


@dataclass(frozen=True)
class Month:
    """One month's amortisation, what is amortised in total by its end, and what remains of the carrying amount."""

    month: int
    amount: Decimal
    accumulated: Decimal
    remaining: Decimal


@dataclass(frozen=True)
class Schedule:
    """The amortisation of one asset.

    Attributes:
        note: why there is none, or what is wrong with it; empty if all is well.
        right_until: the day on which the right ends, if it does.
        allowed: how many months the life may have at most; ``None`` without limit.
        opening: amortised before the first month listed (assets taken over from the ledger).
    """

    asset: str
    start: int | None
    life: int | None
    segments: tuple[Segment, ...]
    months: tuple[Month, ...]
    note: str
    right_until: date | None = None
    allowed: int | None = None
    opening: Decimal = ZERO

    @property
    def too_long(self) -> bool:
        """Whether it runs beyond the right."""
        return self.allowed is not None and self.life is not None and self.life > self.allowed

    def by_year(self) -> Mapping[int, Decimal]:
        """Amortisation by calendar year."""
        found: dict[int, Decimal] = {}
        for one in self.months:
            found[one.month // 12] = found.get(one.month // 12, ZERO) + one.amount
        return found


@dataclass(frozen=True)
class Balance:
    """An account of an asset at both ends of the period, and its movements by kind."""

    opening: Decimal = ZERO
    increases: Mapping[str, Decimal] = field(default_factory=dict)
    decreases: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def closing(self) -> Decimal:
        """Opening + increases − decreases."""
        return self.opening + sum(self.increases.values(), ZERO) - sum(self.decreases.values(), ZERO)


@dataclass(frozen=True)
class AssetBook:
    """One booked asset: its accounts by block, its schedule, and how far its life goes on."""

    record: BookedAsset
    code: str
    name: str
    data_set: str
    asset_class: str
    way: str
    blocks: Mapping[str, Balance]
    schedule: Schedule
    remaining_months: int | None
    charged: Decimal
    """Amortisation of the period."""
    by_schedule: Decimal | None
    """What the schedule has amortised by the end of the period; ``None`` where there is none to compare with."""

    @property
    def label(self) -> str:
        """Code and name, as checks name the asset."""
        return f"{self.code} {shortened(self.name, _NAMED)}".strip()

    def carrying(self, closing: bool = True) -> Decimal:
        """Cost (or development spending) less amortisation less impairment, at the end or the beginning."""

        def at(block: str) -> Decimal:
            one = self.blocks.get(block, Balance())
            return one.closing if closing else one.opening

        return at("账面原值") - at("累计摊销") - at("减值（跌价）准备")

    def spending(self, closing: bool = True) -> Decimal:
        """What stands in development."""
        one = self.blocks.get("开发支出", Balance())
        return one.closing if closing else one.opening


@dataclass(frozen=True)
class Table:
    """A filled disclosure table: row key → column key → amount; headings have no amounts. The last column is ``total``."""

    rule: TableRule
    amounts: Mapping[str, Mapping[str, Decimal]]

    def at(self, row: str, column: str) -> Decimal:
        """One amount; 0 where there is none."""
        return self.amounts.get(row, {}).get(column, ZERO)


@dataclass(frozen=True)
class Check:
    """One thing that must be equal (or not more): left against right."""

    name: str
    left: Decimal
    right: Decimal
    ok: bool
    why: str = ""

    @property
    def difference(self) -> Decimal:
        """Left − right."""
        return self.left - self.right


@dataclass(frozen=True)
class Pledge:
    """A booked asset whose data set secures a debt, or is meant to."""

    code: str
    name: str
    data_set: str
    carrying: Decimal
    charged: Decimal
    state: str
    basis: str


@dataclass(frozen=True)
class Recognised:
    """The decision on one data set."""

    data_set: str
    name: str
    decision: Decision
    booked: tuple[str, ...]
    """Classes under which it stands in the books."""


@dataclass(frozen=True)
class Accounts:
    """Everything that is known of the books."""

    period: Period | None
    recognition: tuple[Recognised, ...]
    costs: tuple[CostLine, ...]
    assets: tuple[AssetBook, ...]
    tables: Mapping[str, Table]
    pledged: tuple[Pledge, ...]
    important: tuple[AssetBook, ...]
    checks: tuple[Check, ...]
    problems: tuple[Problem, ...]

    @property
    def booked(self) -> bool:
        """Whether anything stands in the books."""
        return bool(self.assets)
