"""What the open price calculator yields for one data product, as plain frozen values. Money in 元, to the 分 where stated."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from gzvalue.schema.price_forms import Range
from gzvalue.schema.problems import Problem
from gzvalue.valuation.result import Step

ENTERED, ASKED, PROPOSED, NEUTRAL = "entered", "option", "proposed", "neutral"
"""Where a coefficient comes from: typed in the project, given on the command line or the slider, proposed from the project's data, or 1."""

BASIS_WORDS = {ENTERED: "填报", ASKED: "本次指定", PROPOSED: "程序建议", NEUTRAL: "没有依据，取 1"}

CAVEAT = "本测算是本软件自有的公开公式（成本×利润×系数），不是任何交易场所的定价工具，也不是评估价值；公式、系数范围与取值规则为本软件约定，成交价由交易双方商定。"
"""Said beside every price."""


@dataclass(frozen=True)
class CostPart:
    """One cost that a product bears.

    Attributes:
        data_set: code of the data set to which it belongs; empty for what only the product costs.
        name: of the cost item.
        category: of the cost item; empty for what only the product costs.
        common: whether it is a share of a cost common to several data sets.
        amount: of the cost item at the valuation date (its share of a common one), exact.
        yearly: whether it recurs every year; else it was spent once and is spread over the years.
        per_year: what of it one year of the product bears, exact.
    """

    data_set: str
    name: str
    category: str
    common: bool
    amount: Decimal
    yearly: bool
    per_year: Decimal


@dataclass(frozen=True)
class Coefficient:
    """One of the six coefficients as it enters the price.

    Attributes:
        range: sign, name and range.
        value: taken.
        basis: one of `ENTERED`, `ASKED`, `PROPOSED`, `NEUTRAL`.
        reason: in a sentence, for people.
        proposed: what the project's data propose, also where another value is taken; ``None`` without data.
        proposal: why so, or what is missing for a proposal.
        step: the derivation of the proposal; ``None`` where there is none.
    """

    range: Range
    value: Decimal
    basis: str
    reason: str
    proposed: Decimal | None
    proposal: str
    step: Step | None = None

    @property
    def basis_words(self) -> str:
        """The basis for people."""
        return BASIS_WORDS[self.basis]


@dataclass(frozen=True)
class Tier:
    """One tier of a tiered package with its stated price."""

    name: str
    units: Decimal
    sold: Decimal
    discount: Decimal
    price: Decimal


@dataclass(frozen=True)
class ModePrice:
    """One way of charging with its stated unit price and what that brings back.

    Attributes:
        id: of the `PriceMode`; 0 where it was not entered.
        mode: its name.
        unit: what the unit price is a price of, e.g. ``元/次``; ``%`` for a share.
        unit_price: stated: to the 分, finer where it is less than a few 元; a ratio for a share; ``None`` where it cannot be had.
        low, high: of the unit price within the band.
        quantity: expected in a year.
        target: what of the year's price this way is to bring back.
        revenue: what the stated unit price brings in a year; ``None`` without a quantity.
        gap: revenue less target: what rounding leaves, or what a share entered misses.
        tiers: of a tiered package.
        words: what to know of this way, in a sentence.
        steps: how it came about.
    """

    id: int
    mode: str
    unit: str
    unit_price: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    quantity: Decimal | None = None
    target: Decimal = Decimal(0)
    revenue: Decimal | None = None
    gap: Decimal | None = None
    tiers: tuple[Tier, ...] = ()
    words: str = ""
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Compared:
    """A price got elsewhere beside the program's own on the same basis.

    Attributes:
        id: of the `PriceQuote`; 0 where it was given on the command line.
        kind, source, given_on, basis: as entered; the date as ISO text or empty.
        amount: the other price.
        own, low, high: the program's own on that basis, with its band; ``None`` where it has none.
        difference: amount − own; rate: that as a part of own.
        within: whether the other lies within the band; ``None`` where nothing can be compared.
        words: a sentence for people.
        step: of the rate.
        mode: of a price of one unit, the way of charging with which it is compared.
    """

    id: int
    kind: str
    source: str
    given_on: str
    basis: str
    amount: Decimal
    own: Decimal | None
    low: Decimal | None
    high: Decimal | None
    difference: Decimal | None
    rate: Decimal | None
    within: bool | None
    words: str
    step: Step | None = None
    mode: str = ""


@dataclass(frozen=True)
class CrossCheck:
    """What another form of pricing gives, where the project has data for it: ``income`` or ``market``.

    Attributes:
        form: which; label: its Chinese name.
        whole: the price it gives as it stands: of the whole life (income), of a deal (market).
        per_year: the same as an even yearly amount, comparable with P; ``None`` where that cannot be said.
        rate: (per_year − P) ÷ P.
        words: what it is and is not, in a sentence.
        steps: its derivation.
    """

    form: str
    label: str
    whole: Decimal
    per_year: Decimal | None
    rate: Decimal | None
    words: str
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Price:
    """The price of one data product, or why there is none.

    Attributes:
        id: of the `ProductPrice`; 0 where the price was made without a record.
        code: of the record; empty likewise.
        name: of the product, else of its data set.
        data_set: code of the data set.
        others: codes of further data sets that it is made from.
        refused: why there is no price, in a sentence with what to do; empty where there is one. Then all below is empty.
        costs: what it costs, item by item.
        years: over which what was spent once is spread; years_words: where that number comes from.
        share: what part of the costs this product bears; further: what only the product costs in a year.
        cost_per_year: C; margin: m; base_price: P₀.
        coefficients: the six by key, in the order of the formula; coefficient: K, their product, exact.
        price: P of one year, all buyers together; low, high: its band.
        exclusive: whether sold to one alone; buyers: expected, 1 where exclusive; price_per_buyer: P ÷ buyers.
        modes: ways of charging; compared: prices got elsewhere; cross_checks: other forms of pricing.
        steps: all derivations, those of the cost items included.
        problems: what is doubtful or wrong.
    """

    id: int
    code: str
    name: str
    data_set: str
    others: tuple[str, ...] = ()
    refused: str = ""
    costs: tuple[CostPart, ...] = ()
    years: Decimal = Decimal(1)
    years_words: str = ""
    share: Decimal = Decimal(1)
    further: Decimal = Decimal(0)
    cost_per_year: Decimal = Decimal(0)
    margin: Decimal = Decimal(0)
    base_price: Decimal = Decimal(0)
    coefficients: Mapping[str, Coefficient] = field(default_factory=dict)
    coefficient: Decimal = Decimal(1)
    price: Decimal = Decimal(0)
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)
    exclusive: bool = False
    buyers: int = 1
    price_per_buyer: Decimal = Decimal(0)
    modes: tuple[ModePrice, ...] = ()
    compared: tuple[Compared, ...] = ()
    cross_checks: tuple[CrossCheck, ...] = ()
    steps: tuple[Step, ...] = ()
    problems: tuple[Problem, ...] = ()
