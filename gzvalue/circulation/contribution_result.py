"""What a contribution comes to, as plain values: who brings what, who holds how much before and after, and the checks."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from gzvalue.circulation.contribution_shares import stated
from gzvalue.schema.problems import Problem

MET, TO_DO, UNSURE = "符合", "需处理", "无法判断"
"""Results of a check."""


@dataclass(frozen=True)
class Subscription:
    """One line of what is brought in.

    Attributes:
        id: of the `Contributor` record; 0 where the line was made from the terms alone.
        name: of the shareholder.
        kind: 货币, 数据 or 其他非货币.
        amount: what is brought in, 元.
        units: shares got, or registered capital in 分.
        capital: the part that is registered capital, 元.
        premium: the rest, to the capital reserve, 元; 0 where the amount does not cover the capital.
        shortfall: what the amount lacks to cover the capital, 元; amount = capital + premium − shortfall.
    """

    id: int
    name: str
    kind: str
    amount: Decimal
    units: int
    capital: Decimal
    premium: Decimal
    shortfall: Decimal = Decimal(0)


@dataclass(frozen=True)
class Holder:
    """One shareholder before and after. Units are whole; shares in per cent foot to 100 over all holders."""

    name: str
    units_before: int
    units_new: int
    units_after: int
    share_before: Decimal
    share_after: Decimal

    @property
    def change(self) -> Decimal:
        """Percentage points won; negative is dilution. Over all holders 0 in an increase."""
        return self.share_after - self.share_before


@dataclass(frozen=True)
class ShareTable:
    """The shareholders of the company before and after the contribution.

    Attributes:
        increase: an increase of capital; else the company is newly founded and nothing is held before.
        by_shares: units are shares; else they are 分 of registered capital.
        subscriptions: all lines brought in, in the order of the records.
        holders: in the order in which they are first named.
        capital_before, capital_after: registered capital, 元.
        units_before, units_after: sums over the holders.
        worth_before, worth_after: pre- and post-money value, 元; ``None`` for a founding.
        price: of one share, or of 1 元 of registered capital, in 元, to eight decimals; ``None`` for a founding.
        places: decimals of the percentages.
        unplaced: units that nobody has subscribed or that belong to holders not listed.
        uneven: shares were given out by largest remainder, as a subscription is no whole number of them.
    """

    increase: bool
    by_shares: bool
    subscriptions: tuple[Subscription, ...]
    holders: tuple[Holder, ...]
    capital_before: Decimal
    capital_after: Decimal
    units_before: int
    units_after: int
    worth_before: Decimal | None
    worth_after: Decimal | None
    price: Decimal | None
    places: int
    unplaced: int = 0
    uneven: bool = False

    @property
    def data(self) -> tuple[Subscription, ...]:
        """The lines that are data."""
        return tuple(one for one in self.subscriptions if one.kind == "数据")

    @property
    def premium(self) -> Decimal:
        """All that goes to the capital reserve, 元."""
        return sum((one.premium for one in self.subscriptions), Decimal(0))

    @property
    def shortfall(self) -> Decimal:
        """All that is subscribed without being covered by what is brought in, 元."""
        return sum((one.shortfall for one in self.subscriptions), Decimal(0))

    @property
    def brought(self) -> Decimal:
        """All that is brought in, 元."""
        return sum((one.amount for one in self.subscriptions), Decimal(0))

    @property
    def data_units(self) -> int:
        """Units that the data get."""
        return sum(one.units for one in self.data)

    @property
    def data_capital(self) -> Decimal:
        """Registered capital that the data make up, 元."""
        return sum((one.capital for one in self.data), Decimal(0))

    @property
    def data_share(self) -> Decimal:
        """占注册资本比例 (of shares: of all shares) of the data afterwards, in per cent, half up to ``places``."""
        return stated(Fraction(100 * self.data_units, self.units_after), self.places) if self.units_after else Decimal(0)


@dataclass(frozen=True)
class Check:
    """One question of the law or of practice, answered from what was filled in.

    Attributes:
        key: stable English name.
        title: what is asked.
        result: 符合, 需处理 or 无法判断.
        reason: why, in a sentence.
        clause: where the rule stands.
        caveat: what must be said beside it; may be empty.
        form, id, field: the datum to which it leads.
    """

    key: str
    title: str
    result: str
    reason: str
    clause: str
    caveat: str = ""
    form: str = "contribution"
    id: int = 0
    field: str = ""


@dataclass(frozen=True)
class Worth:
    """Values beside each other, never mixed. 元; ``None`` where there is none.

    Attributes:
        appraised: of an appraiser's report.
        agreed: the price between the shareholders.
        measured: what this program works out for the same data, not an appraisal.
        measured_of: of what that is the sum, in words.
        unmeasured: codes of contributed data sets without a value.
    """

    appraised: Decimal | None
    agreed: Decimal | None
    measured: Decimal | None
    measured_of: str
    unmeasured: tuple[str, ...] = ()


@dataclass(frozen=True)
class ToDo:
    """One thing that remains: what, who, why, and how it stands."""

    what: str
    who: str
    basis: str
    state: str


@dataclass(frozen=True)
class ContributionResult:
    """Everything about one contribution.

    Attributes:
        table: who holds what; ``None`` where it cannot be worked out (a problem says why).
        refused: the sentence by which the contribution cannot stand; empty if it can.
        refused_key: the field to which that leads.
        problems: what is missing or contradictory for the arithmetic.
    """

    table: ShareTable | None
    refused: str
    refused_key: str
    problems: tuple[Problem, ...]
    worth: Worth
    checks: tuple[Check, ...]
    todo: tuple[ToDo, ...]
