"""The price of a data product by the program's own open calculator (docs/price.md): P = C × (1 + m) × K, with a band and ways of charging.

A pure function of the records and of the valuation, recomputed each time, never stored. What is stated — C, P₀, P, a
band, a unit price — is rounded once, to the 分 or finer, and the next figure takes the stated one: a reader with a pocket
calculator arrives at the printed figures. No price of any exchange is reproduced, and no coefficient is ever solved from
a price wished for.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal, DecimalException, localcontext
from typing import Any

from gzvalue.schema.data_set import DataSet
from gzvalue.schema.kinds import in_percent, plain, rounded
from gzvalue.schema.price_forms import AUCTION, NEGOTIATED, ONE_OFF, SOLE, TIERED, PriceMode, PriceQuote, ProductPrice
from gzvalue.schema.problems import Problem
from gzvalue.schema.project import Project
from gzvalue.valuation.doubts import ONE, ZERO, number
from gzvalue.valuation.formula import EXACT, Given, given, step
from gzvalue.valuation.formulas.price import price_base, price_bound, price_coefficient, price_per_buyer, product_price
from gzvalue.valuation.price_coefficients import Taken, coefficients_of
from gzvalue.valuation.price_compare import compared, cross_checks
from gzvalue.valuation.price_cost import YearlyCost, yearly_cost
from gzvalue.valuation.price_ground import Ground, Refused, Terms, rule
from gzvalue.valuation.price_modes import DEFAULT_MODES, Whole, fault_of, mode_price
from gzvalue.valuation.price_result import ENTERED, ModePrice, Price
from gzvalue.valuation.result import Step, Valuation

_TOO_LARGE = "的数字超出可计算的范围，没有算价格。请核对金额、年数与系数。"


def prices_of(project: Project, valuation: Valuation) -> tuple[Price, ...]:
    """The price of every 数据产品定价 of the project, in the order of the records; without such records nothing is computed."""
    records = project.all(ProductPrice)
    if not records:
        return ()
    ground = Ground(project, valuation)
    return tuple(price_of(ground, record) for record in records)


def price_problems(project: Project, valuation: Valuation) -> tuple[Problem, ...]:
    """What is doubtful or wrong in the prices, all as notices: what is optional holds up no dossier."""
    found = (problem for one in prices_of(project, valuation) for problem in one.problems)
    return tuple(dict.fromkeys(replace(problem, level="notice") for problem in found))


def records_for(project: Project, code: str) -> tuple[ProductPrice, ...]:
    """The prices made mainly from a data set; else those to which it contributes; none where the project does not price it."""
    records = project.all(ProductPrice)
    return tuple(one for one in records if one.data_set == code) or tuple(one for one in records if code in (one.others or ()))


def price_of(ground: Ground, record: ProductPrice, asked: Mapping[str, Any] | None = None, quotes: Iterable[PriceQuote] = ()) -> Price:
    """One price; never raises: without cost, or with a figure out of range, `Price.refused` says why there is none.

    Args:
        ground: the project with its valuation.
        record: what the price is made from; id 0 for a data set without a record.
        asked: fields of the record given only this time, e.g. ``{"margin": Decimal("0.2")}``.
        quotes: further prices to compare with, given only this time.
    """
    given_now = dict(asked or {})
    changed = replace(record, **given_now)
    one = ground.project.by_code[DataSet.form.name].get(changed.data_set or "")
    if not isinstance(one, DataSet):
        named = f"定价 {changed.code or changed.name or changed.id}"
        said = f"的数据集编号“{changed.data_set}”在数据目录中没有" if changed.data_set else "没有填数据集编号"
        return _refused(changed, None, Refused(f"{named} {said}，没有算价格。请改正编号。", changed, "data_set"))
    terms = Terms(changed, frozenset(given_now), one)
    try:
        with localcontext(EXACT):
            return _price(ground, terms, tuple(quotes))
    except Refused as why:
        return _refused(changed, one, why)
    except DecimalException:
        return _refused(changed, one, Refused(f"数据集 {one.code} {_TOO_LARGE}", one, "code"))


def _refused(record: ProductPrice, one: DataSet | None, why: Refused) -> Price:
    about = why.record if why.record.id else one or record
    key = why.key if why.key in about.form.fields else "code"
    found = Problem("error", about.form.name, about.id, key, why.message)
    name = record.name or (one.name if one is not None else None) or ""
    return Price(record.id, record.code or "", name, record.data_set or "", refused=found.message, problems=(found,))


def _price(ground: Ground, terms: Terms, quotes: tuple[PriceQuote, ...]) -> Price:
    terms.checked()
    record, about, path = terms.record, terms.about, terms.path
    cost = yearly_cost(ground, terms)
    taken = coefficients_of(ground, terms)
    margin = given(rule("margin"), None) if record.margin is None else given(record.margin, terms.origin("margin"))
    base = step(price_base, id=f"{path}/基础价格", about=about, cost=given(cost.amount, cost.step.id), margin=margin)
    base_price = rounded(number(base), 2)
    figures: dict[str, Any] = {key: one.figure for key, one in taken.items()}
    k = step(price_coefficient, id=f"{path}/调整系数", about=about, **figures)
    whole = step(product_price, id=f"{path}/测算价格", about=about, base=given(base_price, base.id), coefficient=k)
    price = rounded(number(whole), 2)
    stated = given(price, whole.id)
    ends = _ends(terms, stated)
    low, high = (rounded(number(end), 2) for end in ends)
    exclusive = record.exclusive == SOLE
    buyers = 1 if exclusive else record.buyers or 1
    each = step(
        price_per_buyer, id=f"{path}/每个买方的价格", about=about, price=stated,
        buyers=given(Decimal(buyers), None if exclusive else terms.origin("buyers")),
    )  # fmt: skip
    per_buyer = rounded(number(each), 2)
    parts = Whole(
        stated,
        given(low, ends[0].id),
        given(high, ends[1].id),
        given(base_price, base.id),
        given(Decimal(buyers), terms.origin("buyers")),
        path,
    )
    modes = tuple(mode_price(row, parts, ground.tiers(record.code or "")) for row in _modes(ground, terms))
    mine = ((price, low, high, stated), _per_buyer(per_buyer, low, high, buyers, each))
    rows = (*ground.quotes(record.code or ""), *quotes)
    others = tuple(one for row in rows if (one := compared(row, path, *mine, modes)) is not None)
    checks = cross_checks(ground, terms, stated)
    steps: tuple[Step, ...] = (
        *cost.steps, cost.step, *(one for part in taken.values() for one in part.steps), base, k, whole, *ends, each,
        *(one for mode in modes for one in mode.steps), *(one.step for one in others if one.step is not None),
        *(one for check in checks for one in check.steps),
    )  # fmt: skip
    return Price(
        id=record.id, code=record.code or "", name=record.name or terms.one.name or "", data_set=terms.one.code or "",
        others=tuple(code for code in record.others or () if code in ground.ledger.data_sets and code != terms.one.code),
        costs=cost.parts, years=cost.years, years_words=cost.years_words, share=cost.share, further=cost.further, cost_per_year=cost.amount,
        margin=number(margin), base_price=base_price, coefficients={key: one.coefficient for key, one in taken.items()}, coefficient=number(k),
        price=price, low=low, high=high, exclusive=exclusive, buyers=buyers, price_per_buyer=per_buyer, modes=modes, compared=others,
        cross_checks=checks, steps=tuple({one.id: one for one in steps}.values()),
        problems=tuple(_problems(ground, terms, cost, taken, modes)),
    )  # fmt: skip


def _ends(terms: Terms, price: Given) -> tuple[Step, Step]:
    band = rule("band")
    return (
        step(price_bound, id=f"{terms.path}/区间下限", about=terms.about, name="价格区间下限", price=price, deviation=-band),
        step(price_bound, id=f"{terms.path}/区间上限", about=terms.about, name="价格区间上限", price=price, deviation=band),
    )


def _per_buyer(price: Decimal, low: Decimal, high: Decimal, buyers: int, each: Step) -> tuple[Decimal, Decimal, Decimal, Given]:
    return price, rounded(low / buyers, 2), rounded(high / buyers, 2), given(price, each.id)


def _modes(ground: Ground, terms: Terms) -> tuple[PriceMode, ...]:
    """The ways of charging as entered, else those that need no more than the number of buyers."""
    entered = ground.modes(terms.record.code or "")
    return entered or tuple(PriceMode(id=0, mode=mode) for mode in DEFAULT_MODES)


def _several_copies(ground: Ground, record: ProductPrice) -> Iterator[Problem]:
    """A sale to one buyer alone that counts on several copies."""
    for row in ground.modes(record.code or ""):
        if row.mode in (ONE_OFF, AUCTION, NEGOTIATED) and (row.quantity or ZERO) > ONE:
            words = f"交易方式为独家，计价方式“{row.mode}”却按 {plain(row.quantity or ZERO)} 份计算，请核对。"
            yield Problem("notice", row.form.name, row.id, "quantity", words)


def _problems(
    ground: Ground, terms: Terms, cost: YearlyCost, taken: Mapping[str, Taken], modes: tuple[ModePrice, ...]
) -> Iterator[Problem]:
    record, one = terms.record, terms.one
    value = ground.values.get(one.code or "")
    if value is not None and value.excluded:
        about, id = one.form.name, one.id
        yield Problem("error", about, id, "rights", f"数据集 {one.code} {value.excluded}；测算结果只供内部参考，不得据以流通。")
    yield from cost.problems
    for key, part in taken.items():
        found = part.coefficient
        if found.basis == ENTERED and not getattr(record, f"{key}_reason"):
            yield terms.problem("notice", f"{key}_reason", f"{found.range.label} {found.range.sign} 为自行填写，请写明理由。")
    if record.exclusive == SOLE and (record.buyers or 1) > 1:
        yield terms.problem("notice", "buyers", "交易方式为独家，只按一个买方计算，预计买方数没有采用。")
    if record.exclusive == SOLE:
        yield from _several_copies(ground, record)
    if record.exclusive != SOLE and record.buyers is None:
        yield terms.problem("notice", "buyers", "没有填预计买方数，暂按 1 个买方计算每个买方的价格。")
    portions = [row.portion for row in ground.modes(record.code or "") if row.portion is not None]
    if portions and sum(portions) != ONE:
        yield terms.problem(
            "notice", "code", f"各计价方式的承担比例合计 {in_percent(Decimal(sum(portions)), 2)}，同时采用时应为 100%，请核对。"
        )
    yield from _of_modes(ground, record, modes)


def _of_modes(ground: Ground, record: ProductPrice, modes: tuple[ModePrice, ...]) -> Iterator[Problem]:
    """Ways of charging without a unit price, rows without a way, tiers that no way takes up."""
    code = record.code or ""
    entered = {row.id: row for row in ground.modes(code)}
    for mode in modes:
        if mode.id and mode.unit_price is None:
            wrong = fault_of(entered[mode.id])
            key = "quantity" if wrong is None else wrong[0]
            yield Problem(
                "notice" if wrong is None else "error", PriceMode.form.name, mode.id, key, f"计价方式“{mode.mode}”没有单价：{mode.words}。"
            )
    for row in ground.project.all(PriceMode):
        if code and row.price == code and not row.mode:
            yield Problem("notice", row.form.name, row.id, "mode", f"{row.name_for_people}：没有可识别的计价方式，这一行没有采用，请选择。")
    tiers = ground.tiers(code)
    if tiers and not any(mode.mode == TIERED for mode in modes):
        yield Problem(
            "notice", tiers[0].form.name, tiers[0].id, "price", f"填有阶梯套餐档次，计价方式中没有“{TIERED}”，档次没有采用，请添加。"
        )
