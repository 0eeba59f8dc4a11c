"""The yearly cost C of a data product: the cost items of its data sets with their shares of common ones, annualised."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from gzvalue.schema.data_set import DataSet
from gzvalue.schema.kinds import plain, rounded
from gzvalue.schema.problems import Problem
from gzvalue.schema.valuation_forms import CostItem
from gzvalue.valuation.doubts import ONE, ZERO, number
from gzvalue.valuation.formula import Given, given, step
from gzvalue.valuation.formulas.price import price_cost
from gzvalue.valuation.price_ground import Ground, Refused, Terms, rule
from gzvalue.valuation.price_result import CostPart
from gzvalue.valuation.result import Step

_PROFIT = "合理利润"


@dataclass(frozen=True)
class YearlyCost:
    """C with its parts, the years and where they come from, its step, the steps behind it, and what is doubtful."""

    amount: Decimal
    parts: tuple[CostPart, ...]
    years: Decimal
    years_words: str
    share: Decimal
    further: Decimal
    step: Step
    steps: tuple[Step, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class _Item:
    """One cost item with its amount as it stands in the replacement cost, and whose it is."""

    code: str
    item: CostItem
    amount: Given
    behind: tuple[Step, ...]


def yearly_cost(ground: Ground, terms: Terms) -> YearlyCost:
    """C of one product, to the 分.

    Raises:
        Refused: nothing was spent on it, or what was spent is not clear.
    """
    record = terms.record
    yearly = frozenset(record.yearly_categories or ())
    items = [item for one in _data_sets(ground, terms) for item in _items(ground, one)]
    further = record.further_cost or ZERO
    years, words = _years(terms)
    share = ONE if record.cost_share is None else record.cost_share
    once = [one.amount for one in items if one.item.category not in yearly]
    each = [one.amount for one in items if one.item.category in yearly]
    made = step(
        price_cost, id=f"{terms.path}/年成本", about=terms.about, once=once or (ZERO,), years=years, yearly=each or (ZERO,),
        share=given(share, terms.origin("cost_share")), further=given(further, terms.origin("further_cost")),
    )  # fmt: skip
    amount = rounded(number(made), 2)
    if amount <= ZERO:
        raise _without_cost(ground, terms, bool(items))
    parts = tuple(_parts(items, yearly, Decimal(number(years)), share))
    if further:
        parts += (CostPart("", record.further_note or "产品化年度成本", "", False, further, True, further),)
    behind = tuple({step.id: step for one in items for step in one.behind}.values())
    problems = tuple(_problems(ground, terms, items))
    return YearlyCost(amount, parts, number(years), words, share, further, made, behind, problems)


def _data_sets(ground: Ground, terms: Terms) -> list[DataSet]:
    """The data sets of the product, each once; codes that name none are told as problems."""
    known = ground.ledger.data_sets
    found = {terms.one.code: terms.one}
    for code in terms.record.others or ():
        if code in known:
            found.setdefault(code, known[code])
    return list(found.values())


def _items(ground: Ground, one: DataSet) -> Iterator[_Item]:
    """The items of a data set's replacement cost, own ones first, as the cost approach adds them up.

    Raises:
        Refused: it has cost items, but they cannot be added up.
    """
    code = one.code or ""
    listed = (*ground.ledger.own_costs.get(code, ()), *ground.ledger.common_costs)
    if not listed:
        return
    whole = ground.steps.get(f"{ground.label(one)}/成本法/重置成本")
    if whole is None:
        raise Refused(f"{code} 的成本还不能合计，没有算价格：{_why(ground, one, listed)}", one, "code")
    (given_items,) = whole.inputs
    values = given_items.value if isinstance(given_items.value, tuple) else ()
    origins = given_items.origins or (None,) * len(values)
    for item, value, origin in zip(listed, values, origins, strict=True):
        behind = ground.steps.get(origin) if isinstance(origin, str) else None
        first = next((ground.steps.get(part.origin) for part in behind.inputs if isinstance(part.origin, str)), None) if behind else None
        yield _Item(code, item, given(value, origin), tuple(step for step in (behind, first) if step is not None))


def _why(ground: Ground, one: DataSet, items: tuple[CostItem, ...]) -> str:
    """What the valuation says stands in the way of a data set's cost."""
    about = {(item.form.name, item.id) for item in items} | {(one.form.name, one.id)}
    without = "重置成本未得出"
    told = [problem.message for problem in ground.valuation.problems if (problem.form, problem.id) in about and without in problem.message]
    said = told or [problem.message for problem in ground.valuation.problems if without in problem.message]
    return said[0] if said else ground.valuation.stopped or "请核对成本明细的金额、物价指数与分摊依据。"


def _years(terms: Terms) -> tuple[Given, str]:
    """Over how many years what was spent once is spread, and where that number comes from."""
    if terms.record.years is not None:
        return given(terms.record.years, terms.origin("years")), "本次指定" if "years" in terms.asked else "填报"
    left = terms.one.remaining_years
    if left:
        return given(left, (terms.one.form.name, terms.one.id, "remaining_years")), f"取 {terms.one.code} 的剩余使用年限"
    return given(rule("years"), None), "没有填摊销年数和剩余使用年限，取本软件默认值"


def _parts(items: list[_Item], yearly: frozenset[str], years: Decimal, share: Decimal) -> Iterator[CostPart]:
    for one in items:
        recurs = one.item.category in yearly
        amount = number(one.amount)
        yield CostPart(
            one.code, one.item.name or "", one.item.category or "", one.item.data_set is None, amount, recurs,
            amount * share if recurs else amount / years * share,
        )  # fmt: skip


def _without_cost(ground: Ground, terms: Terms, listed: bool) -> Refused:
    one, code = terms.one, terms.one.code or ""
    if terms.record.cost_share == ZERO:
        return Refused(f"数据集 {code} 的成本计入比例为 0，没有成本就没有价格。请填写本产品承担的比例。", terms.record, "cost_share")
    if ground.valuation.stopped:
        return Refused(f"{ground.valuation.stopped}，数据集 {code} 没有算价格。", one, "code")
    said = "成本合计为 0" if listed else "没有成本明细，也没有分摊到的共同成本"
    return Refused(
        f"数据集 {code} {said}，没有成本就没有价格。请在“价值测算”的成本明细中填写它的采集、加工、存储等成本，或在“产品定价”中填写产品化年度成本。",
        one, "code",
    )  # fmt: skip


def _problems(ground: Ground, terms: Terms, items: list[_Item]) -> Iterator[Problem]:
    lost = [code for code in terms.record.others or () if code not in ground.ledger.data_sets]
    if lost:
        yield terms.problem("notice", "others", f"其他组成数据集“{'、'.join(lost)}”在数据目录中没有，其成本没有计入。")
    bare = [one.code or "" for one in _data_sets(ground, terms) if not any(item.code == one.code for item in items)]
    if bare and (items or terms.record.further_cost):
        yield terms.problem("notice", "data_set", f"{'、'.join(bare)} 没有成本明细，年成本中没有它的采集、加工、存储等成本，请补充。")
    if any(one.item.category == _PROFIT and number(one.amount) for one in items):
        yield terms.problem("notice", "margin", f"成本明细中列有{_PROFIT}，又加目标利润率，利润可能算了两次，请只留一项。")
    if terms.record.years is None and not terms.one.remaining_years and any(one.amount for one in items):
        yield terms.problem(
            "notice", "years",
            f"没有填成本摊销年数，{terms.one.code} 也没有填剩余使用年限，一次性成本暂按 {plain(rule('years'))} 年摊销（本软件默认值，非官方数值）。",
        )  # fmt: skip
