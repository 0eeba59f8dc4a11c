"""Ways of charging: from the price of a year to the price of a call, a row, a month, a package, a share; and back to what that brings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from gzvalue.schema.field import Record
from gzvalue.schema.kinds import in_percent, plain, rounded
from gzvalue.schema.price_forms import (
    AUCTION,
    BY_VOLUME,
    COST_PLUS,
    FREE_TRIAL,
    NEGOTIATED,
    ONE_OFF,
    PER_CALL,
    REVENUE_SHARE,
    SUBSCRIPTION,
    TIERED,
    PriceMode,
    PriceTier,
)
from gzvalue.valuation.doubts import ONE, ZERO, number
from gzvalue.valuation.formula import Given, given, step
from gzvalue.valuation.formulas.price import (
    mode_revenue,
    mode_unit_price,
    needed_share,
    price_bound,
    share_revenue,
    tier_price,
    tier_revenue,
    tier_unit_price,
)
from gzvalue.valuation.price_ground import rule
from gzvalue.valuation.price_result import ModePrice, Tier
from gzvalue.valuation.result import Origin, Step

PERIODS = {"月": Decimal(12), "季": Decimal(4), "年": Decimal(1)}
DEFAULT_MODES = (ONE_OFF, SUBSCRIPTION, AUCTION, NEGOTIATED)
"""Shown where no way of charging was entered: those that need no more than the number of buyers."""

_SHARE_PLACES, _LEAST, _MOST = 4, 2, 8
LEAST_PRICE = Decimal(1).scaleb(-_MOST)
"""The smallest unit price that is stated, in 元."""


@dataclass(frozen=True)
class Whole:
    """What the ways of charging divide: P, the ends of its band and P₀ with their steps, buyers, beginning of step ids."""

    price: Given
    low: Given
    high: Given
    base: Given
    buyers: Given
    path: str


def mode_price(row: PriceMode, whole: Whole, tiers: tuple[PriceTier, ...]) -> ModePrice:
    """The stated unit price of one way of charging, and what it brings back in a year."""
    mode = row.mode or ONE_OFF
    one = _Row(row, mode, whole, tiers)
    wrong = next((found for each in (row, *(tiers if mode == TIERED else ())) if (found := fault_of(each)) is not None), None)
    return one.without(wrong[1], "%" if mode == REVENUE_SHARE else "元") if wrong is not None else _MAKERS[mode](one)


def fault_of(row: Record) -> tuple[str, str] | None:
    """The first figure of a row outside its range, as (key, sentence): no price is worked out of it; ``None`` if all are fine."""
    for key, field in row.form.fields.items():
        value = getattr(row, key)
        wrong = field.kind.verdict(value) if field.kind.numeric and value is not None else None
        if wrong is not None:
            return key, f"“{field.label}”{wrong}，请改正"
    return None


def places_of(value: Decimal) -> int:
    """Decimals of a stated unit price: to the 分, finer where four figures need it (0.002800 元/次)."""
    return min(_MOST, max(_LEAST, 3 - value.adjusted())) if value else _LEAST


def _count(value: Decimal) -> str:
    """A number of pieces for people: ``2,345,678``."""
    return PriceMode.form.fields["quantity"].kind.format(value)


@dataclass(frozen=True)
class _Row:
    row: PriceMode
    mode: str
    whole: Whole
    tiers: tuple[PriceTier, ...]

    @property
    def about(self) -> tuple[str, int]:
        return (self.row.form.name, self.row.id)

    @property
    def path(self) -> str:
        return f"{self.whole.path}/{self.mode}#{self.row.id}"

    def origin(self, key: str) -> Origin:
        return (*self.about, key) if self.row.id and getattr(self.row, key) is not None else None

    def figure(self, key: str, default: Decimal) -> Given:
        value = getattr(self.row, key)
        return given(default if value is None else value, self.origin(key))

    @property
    def portion(self) -> Given:
        return self.figure("portion", ONE)

    def target(self, price: Given) -> Decimal:
        return rounded(number(price) * number(self.portion), 2)

    def without(self, words: str, unit: str) -> ModePrice:
        return ModePrice(self.row.id, self.mode, unit, None, target=self.target(self.whole.price), words=words)


# --- by quantity --------------------------------------------------------------------------------


def _by_quantity(one: _Row, unit: str, quantity: Given, periods: Decimal, words: str, *, price: Given | None = None) -> ModePrice:
    """One list price for everything that is sold; years of licence count only where one payment covers them."""
    whole = price or one.whole.price
    years = one.figure("term_years", ONE) if one.mode in (ONE_OFF, AUCTION, NEGOTIATED, COST_PLUS) else given(ONE, None)
    discount = one.figure("discount", ZERO)
    made = step(
        mode_unit_price, id=f"{one.path}/单价", about=one.about, name=f"{one.mode}单价", price=whole, portion=one.portion, years=years,
        quantity=quantity, periods=periods, discount=discount,
    )  # fmt: skip
    places = places_of(number(made))
    stated = rounded(number(made), places)
    if not stated and number(made):
        return one.without(f"单价不足 {LEAST_PRICE:f} 元，无法标价，请核对预计数量与计量单位", unit)
    brought = step(
        mode_revenue, id=f"{one.path}/预计年收入", about=one.about, name=f"{one.mode}预计年收入", unit_price=given(stated, made.id),
        quantity=quantity, periods=periods, discount=discount, years=years,
    )  # fmt: skip
    low, high = _band(one, made, places)
    revenue, target = rounded(number(brought), 2), one.target(whole)
    return ModePrice(
        one.row.id, one.mode, unit, stated, rounded(number(low), places), rounded(number(high), places), number(quantity), target, revenue,
        revenue - target, words=words, steps=(made, low, high, brought),
    )  # fmt: skip


def _band(one: _Row, made: Step, places: int) -> tuple[Step, Step]:
    stated = given(rounded(number(made), places), made.id)
    band = rule("band")
    low, high = (
        step(price_bound, id=f"{one.path}/{word}", about=one.about, name=f"{one.mode}单价{word}", price=stated, deviation=deviation)
        for word, deviation in (("下限", -band), ("上限", band))
    )
    return low, high


def _copies(one: _Row) -> ModePrice:
    quantity = one.figure("quantity", number(one.whole.buyers)) if one.row.quantity is not None else one.whole.buyers
    if number(quantity) <= ZERO:
        return one.without("预计数量为 0，请填写一年内预计成交的份数", "元/份")
    years = one.row.term_years or ONE
    unit = f"元/份（{plain(years)} 年）"
    asked = f"按每年 {_count(number(quantity))} 份计"
    if one.mode == AUCTION:
        asked += "；起拍价可取区间下限，最高限价可取区间上限"
    elif one.mode == NEGOTIATED:
        asked += "；在区间内商定"
    if one.mode != COST_PLUS:
        return _by_quantity(one, unit, quantity, ONE, asked)
    return _by_quantity(one, unit, quantity, ONE, asked + "；只按成本加利润，不乘调整系数", price=one.whole.base)


def _counted(one: _Row) -> ModePrice:
    sort = one.row.unit or ("次" if one.mode == PER_CALL else "条")
    if one.row.quantity is None or one.row.quantity <= ZERO:
        return one.without(f"填写一年预计数量（{sort}）后得出单价", f"元/{sort}")
    words = f"按每年 {_count(one.row.quantity)} {sort}计"
    return _by_quantity(one, f"元/{sort}", given(one.row.quantity, one.origin("quantity")), ONE, words)


def _subscribed(one: _Row) -> ModePrice:
    period = one.row.period or "月"
    quantity = one.whole.buyers if one.row.quantity is None else given(one.row.quantity, one.origin("quantity"))
    if number(quantity) <= ZERO:
        return one.without("预计订户为 0，请填写一年内的平均订户数", f"元/户·{period}")
    words = f"按 {_count(number(quantity))} 户、每年 {plain(PERIODS[period])} 期计"
    return _by_quantity(one, f"元/户·{period}", quantity, PERIODS[period], words)


# --- tiers, shares, trials ----------------------------------------------------------------------


def _tiered(one: _Row) -> ModePrice:
    sort = one.row.unit or "单位"
    rows = [row for row in one.tiers if (row.units or ZERO) > ZERO and (row.sold or ZERO) > ZERO]
    if not rows:
        return one.without("填写阶梯套餐的各档含量与预计份数后得出价格", f"元/{sort}")
    units, sold = ([given(getattr(row, key), (row.form.name, row.id, key)) for row in rows] for key in ("units", "sold"))
    off = [given(row.discount or ZERO, (row.form.name, row.id, "discount") if row.discount is not None else None) for row in rows]
    made = step(
        tier_unit_price,
        id=f"{one.path}/基准单价",
        about=one.about,
        price=one.whole.price,
        portion=one.portion,
        units=units,
        sold=sold,
        discounts=off,
    )
    places = places_of(number(made))
    stated = given(rounded(number(made), places), made.id)
    priced = [
        step(tier_price, id=f"{one.path}/档次{row.id}", about=(row.form.name, row.id), name=f"套餐价格：{row.name or row.id}", unit_price=stated,
             units=unit, discount=discount)
        for row, unit, discount in zip(rows, units, off, strict=True)
    ]  # fmt: skip
    prices = [rounded(number(one), 2) for one in priced]
    brought = step(
        tier_revenue, id=f"{one.path}/预计年收入", about=one.about,
        prices=[given(price, by.id) for price, by in zip(prices, priced, strict=True)], sold=sold,
    )  # fmt: skip
    tiers = tuple(
        Tier(row.name or "", number(unit), number(count), number(discount), price)
        for row, unit, count, discount, price in zip(rows, units, sold, off, prices, strict=True)
    )
    revenue, target = rounded(number(brought), 2), one.target(one.whole.price)
    low, high = _band(one, made, places)
    return ModePrice(
        one.row.id, one.mode, f"元/{sort}", number(stated), rounded(number(low), places), rounded(number(high), places),
        sum((tier.units * tier.sold for tier in tiers), ZERO), target, revenue, revenue - target, tiers, f"{len(tiers)} 档，基准单价折扣前",
        (made, low, high, *priced, brought),
    )  # fmt: skip


def _shared(one: _Row) -> ModePrice:
    base = one.row.base
    if base is None or base <= ZERO:
        return one.without("填写买方因本产品每年取得的收入后得出应得分成比例", "%")
    origin = given(base, one.origin("base"))
    made = step(needed_share, id=f"{one.path}/应得分成比例", about=one.about, price=one.whole.price, portion=one.portion, base=origin)
    needed = rounded(number(made), _SHARE_PLACES)
    entered = one.row.share
    taken = needed if entered is None else entered
    words = f"收回价格应得 {in_percent(needed, 2)}" + ("" if entered is None else f"，约定 {in_percent(entered, 2)}")
    if needed > ONE:
        words += "；买方年收益承担不了这个价格，请核对"
    figure = given(taken, made.id if entered is None else one.origin("share"))
    brought = step(share_revenue, id=f"{one.path}/预计年收入", about=one.about, base=origin, share=figure)
    low, high = (
        step(
            needed_share,
            id=f"{one.path}/应得分成比例{word}",
            about=one.about,
            name=f"应得分成比例{word}",
            price=price,
            portion=one.portion,
            base=origin,
        )
        for word, price in (("下限", one.whole.low), ("上限", one.whole.high))
    )
    revenue, target = rounded(number(brought), 2), one.target(one.whole.price)
    return ModePrice(
        one.row.id, one.mode, "%", taken, rounded(number(low), _SHARE_PLACES), rounded(number(high), _SHARE_PLACES), base, target, revenue,
        revenue - target, words=words, steps=(made, low, high, brought),
    )  # fmt: skip


def _free(one: _Row) -> ModePrice:
    quantity = one.row.quantity
    given_away = "" if quantity is None else f"每年 {_count(quantity)} 份；"
    return ModePrice(
        one.row.id, one.mode, "元/份", ZERO, ZERO, ZERO, quantity, ZERO, ZERO, ZERO,
        words=f"{given_away}试用不收费，成本由其他计价方式收回",
    )  # fmt: skip


_MAKERS: Mapping[str, Callable[[_Row], ModePrice]] = {
    ONE_OFF: _copies,
    PER_CALL: _counted,
    BY_VOLUME: _counted,
    SUBSCRIPTION: _subscribed,
    TIERED: _tiered,
    REVENUE_SHARE: _shared,
    AUCTION: _copies,
    NEGOTIATED: _copies,
    FREE_TRIAL: _free,
    COST_PLUS: _copies,
}
