"""A price beside others: those got elsewhere, and what the income and the market form give. None of them is averaged in."""

from decimal import Decimal

from gzvalue.schema.kinds import grouped, in_percent, rounded
from gzvalue.schema.price_forms import PER_BUYER, PER_UNIT, WHOLE, PriceQuote
from gzvalue.schema.valuation_forms import Comparable
from gzvalue.valuation.conclusion import approach_of
from gzvalue.valuation.doubts import ONE, ZERO, number
from gzvalue.valuation.evaluate_unit import conclusion_id
from gzvalue.valuation.evaluate_whole import INCOME
from gzvalue.valuation.formula import Given, given, step
from gzvalue.valuation.formulas.income import sum_of_values
from gzvalue.valuation.formulas.market import comparison_factor, mean_value
from gzvalue.valuation.formulas.price import income_form_price, level_income, market_form_price, price_gap
from gzvalue.valuation.price_ground import Ground, Terms
from gzvalue.valuation.price_result import Compared, CrossCheck, ModePrice
from gzvalue.valuation.result import Step, UnitValue

Own = tuple[Decimal, Decimal, Decimal, Given]
"""The program's own price with its band, and the figure as an argument."""

# --- prices got elsewhere -------------------------------------------------------------------------


def compared(quote: PriceQuote, path: str, whole: Own, each: Own, modes: tuple[ModePrice, ...]) -> Compared | None:
    """One price got elsewhere beside the program's own; ``None`` where no amount was entered.

    Args:
        quote: the record; id 0 where it was given only this time.
        path: beginning of step ids.
        whole: P with its band.
        each: the price of one buyer with its band.
        modes: the ways of charging, for a price of one unit.
    """
    if quote.amount is None:
        return None
    wrong = "应大于 0" if quote.amount == ZERO else quote.form.fields["amount"].kind.verdict(quote.amount)
    basis = quote.basis or WHOLE
    mode = (quote.mode or "") if basis == PER_UNIT else ""
    mine = whole if basis == WHOLE else each if basis == PER_BUYER else _of_unit(quote, modes)
    named = quote.source or quote.kind or "外来价格"
    told = (quote.id, quote.kind or "", quote.source or "", quote.given_on.isoformat() if quote.given_on else "", basis, quote.amount)
    shown = f"{named}{f'（{quote.given_on}）' if quote.given_on else ''}为 {_yuan(quote.amount)}（{_basis(quote)}）"
    if wrong is not None:
        return Compared(*told, None, None, None, None, None, None, f"{shown}；金额{wrong}，不能比较", mode=mode)
    if mine is None:
        want = f"“{quote.mode}”" if quote.mode else "计价方式"
        return Compared(*told, None, None, None, None, None, None, f"{shown}；本定价没有{want}的单价，不能比较", mode=mode)
    own, low, high, figure = mine
    about = (quote.form.name, quote.id)
    made = step(
        price_gap, id=f"{path}/外来价格#{quote.id}", about=about, name=f"与本测算的差异率：{named}", own=figure,
        other=given(quote.amount, (*about, "amount") if quote.id else None),
    )  # fmt: skip
    gap, within = number(made), low <= quote.amount <= high
    said = f"比本测算 {_yuan(own)}{'高' if gap > 0 else '低'} {in_percent(abs(gap), 2)}" if gap else f"与本测算 {_yuan(own)} 相同"
    place = f"在区间 {_figure(low)}–{_figure(high)} 元{'之内' if within else '之外，请说明差异原因'}"
    return Compared(*told, own, low, high, quote.amount - own, gap, within, f"{shown}，{said}，{place}。", made, mode)


def _of_unit(quote: PriceQuote, modes: tuple[ModePrice, ...]) -> Own | None:
    for one in modes:
        if one.mode == quote.mode and one.unit != "%" and one.unit_price and one.low is not None and one.high is not None:
            return one.unit_price, one.low, one.high, given(one.unit_price, one.steps[0].id if one.steps else None)
    return None


def _basis(quote: PriceQuote) -> str:
    basis = quote.basis or f"口径未填，暂按{WHOLE}"
    return f"{basis}，{quote.mode}" if basis == PER_UNIT and quote.mode else basis


def _figure(amount: Decimal) -> str:
    exponent = amount.as_tuple().exponent
    return grouped(amount, max(2, -exponent if isinstance(exponent, int) else 2))


def _yuan(amount: Decimal) -> str:
    return f"{_figure(amount)} 元"


# --- other forms of pricing -----------------------------------------------------------------------


def cross_checks(ground: Ground, terms: Terms, price: Given) -> tuple[CrossCheck, ...]:
    """The income form and the market form, where the project has what they take."""
    return tuple(one for one in (_income(ground, terms, price), _market(ground, terms)) if one is not None)


def _income(ground: Ground, terms: Terms, price: Given) -> CrossCheck | None:
    code = terms.one.code or ""
    found = [one for unit in ground.units(code) if (one := ground.unit_values.get(unit.code or "")) is not None and _earns(one, code)]
    if not found:
        return None
    weights = [given(one.shares[code] / (one.value or ONE), None) for one in found]
    labels = [ground.ledger.labels["valuation_unit", one.id] for one in found]
    values = [given(one.value or ZERO, conclusion_id(label, one)) for one, label in zip(found, labels, strict=True)]
    made = step(income_form_price, id=f"{terms.path}/收益法价格", about=terms.about, weights=weights, values=values)
    whole = rounded(number(made), 2)
    steps = [made]
    names = "、".join(one.code for one in found)
    words = f"数据在评估单元 {names} 收益现值中的份额，是整个收益期、税后、含内部收益的金额"
    per_year: Decimal | None = None
    rate: Decimal | None = None
    if all(sum((period.part * period.factor for period in one.periods), ZERO) > ZERO for one in found):
        levels = [_level(terms, one, code) for one in found]
        even = step(sum_of_values, id=f"{terms.path}/收益法等额年收益", about=terms.about, name="收益法等额年收益", values=levels)
        steps += [*levels, even]
        per_year = rounded(number(even), 2)
        rate = (per_year - number(price)) / number(price)
        words += "；折成等额年收益与年价格对照"
    return CrossCheck("income", "收益法形式", whole, per_year, rate, words, tuple(steps))


def _earns(one: UnitValue, code: str) -> bool:
    return approach_of(one.main_method or "") == INCOME and (one.value or ZERO) > ZERO and one.shares.get(code, ZERO) > ZERO


def _level(terms: Terms, one: UnitValue, code: str) -> Step:
    return step(
        level_income, id=f"{terms.path}/等额年收益/{one.code}", about=terms.about, name=f"等额年收益：{one.code}",
        value=given(one.shares[code], None), parts=[period.part for period in one.periods], factors=[period.factor for period in one.periods],
    )  # fmt: skip


def _market(ground: Ground, terms: Terms) -> CrossCheck | None:
    steps: list[Step] = []
    cases = [case for unit in ground.units(terms.one.code or "") for case in ground.comparables.get(unit.code or "", ())]
    priced = [made for case in cases if (made := _case(terms, case, steps)) is not None]
    if not priced:
        return None
    mean = step(
        mean_value,
        id=f"{terms.path}/市场法价格",
        about=terms.about,
        name="市场法价格（类似成交调整后平均）",
        values=priced,
        count=Decimal(len(priced)),
    )
    left = len(cases) - len(priced)
    words = f"{len(priced)} 个类似成交经质量、供求调整后的平均；案例的期限与范围按填报口径，可能不是一年的价格，只作参照"
    words += f"；另有 {left} 个案例缺调整系数，未用" if left else ""
    return CrossCheck("market", "市场法形式", rounded(number(mean), 2), None, None, words, (*steps, *priced, mean))


def _case(terms: Terms, case: Comparable, steps: list[Step]) -> Step | None:
    quality, supply = _factor(terms, case, steps), case.supply
    if case.value is None or case.value <= ZERO or quality is None or supply is None or supply <= ZERO:
        return None
    form = case.form.name
    return step(
        market_form_price, id=f"{terms.path}/类似成交{case.id}", about=(form, case.id), name=f"类似成交：{case.name or case.id}",
        deal=given(case.value, (form, case.id, "value")), quality=quality, supply=given(supply, (form, case.id, "supply")),
    )  # fmt: skip


def _factor(terms: Terms, case: Comparable, steps: list[Step]) -> Given | Step | None:
    form = case.form.name
    if case.quality is not None:
        return given(case.quality, (form, case.id, "quality")) if case.quality > ZERO else None
    own, reference = case.quality_own, case.quality_reference
    if not own or not reference or own < ZERO or reference < ZERO:
        return None
    made = step(
        comparison_factor, id=f"{terms.path}/类似成交{case.id}/质量调整系数", about=(form, case.id), name="质量调整系数",
        subject=given(own, (form, case.id, "quality_own")), reference=given(reference, (form, case.id, "quality_reference")),
    )  # fmt: skip
    steps.append(made)
    return made
