"""What becomes of each cost: part of an asset, expense, or nothing that was ever incurred. Only historical amounts come in here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gzvalue.accounting import months
from gzvalue.accounting.recognition import PENDING, Decision, way_word
from gzvalue.accounting.result import CAPITALISED, EXPENSED_EARLIER, EXPENSED_NOW, NEVER_BOOKED, UNDECIDED, ZERO, CostLine
from gzvalue.accounting.rules import cost_rules, effective_from, item_of_category
from gzvalue.schema.accounting_forms import (
    AFTERWARDS,
    CAPITALISE,
    DEVELOPMENT,
    DEVELOPMENT_PHASE,
    EXPENSE,
    EXPENSED,
    IN_HOUSE,
    INTANGIBLE,
    INVENTORY,
    RESEARCH,
    UNBOOKED,
    BookedAsset,
    BookedCost,
)
from gzvalue.schema.cost_forms import SPLIT_KEYS
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.kinds import rounded
from gzvalue.schema.problems import Problem
from gzvalue.valuation.apportion import apportion


@dataclass(frozen=True)
class Aim:
    """What a cost would become part of: the asset if one is booked, else what the decision says."""

    asset_class: str
    way: str
    asset: BookedAsset | None


Treated = tuple[str, str, str]
"""Outcome, what it becomes part of, and why."""


def collected(
    costs: Sequence[BookedCost], data_sets: Mapping[str, DataSet], assets: Sequence[BookedAsset], decisions: Mapping[str, Decision]
) -> tuple[tuple[CostLine, ...], tuple[Problem, ...]]:
    """Every cost with its treatment, common ones split to the 分 over the catalogue, and what is wrong with them."""
    made = _Collecting(data_sets, assets, decisions)
    lines = [line for cost in costs for line in made.lines_of(cost)]
    return tuple(lines), tuple(made.problems)


class _Collecting:
    def __init__(self, data_sets: Mapping[str, DataSet], assets: Sequence[BookedAsset], decisions: Mapping[str, Decision]) -> None:
        self.data_sets, self.decisions = data_sets, decisions
        self.by_code = {one.code: one for one in assets if one.code}
        self.by_data_set: dict[str, list[BookedAsset]] = {}
        for one in assets:
            self.by_data_set.setdefault(one.data_set or "", []).append(one)
        self.problems: list[Problem] = []

    def say(self, cost: BookedCost, key: str, words: str) -> None:
        """Note what is wrong with a cost."""
        self.problems.append(Problem("error", cost.form.name, cost.id, key, f"{_named(cost)}：{words}"))

    def lines_of(self, cost: BookedCost) -> Iterator[CostLine]:
        """The lines of one cost: one, or one per data set that bears a part."""
        if cost.amount is None or cost.amount < 0:
            self.say(cost, "amount", "未填历史成本金额，或金额为负，没有归集；请按凭证填写。")
            return
        if cost.incurred_on is None:
            self.say(cost, "incurred_on", "未填发生日期，没有归集；请按凭证填写。")
            return
        amount = rounded(cost.amount, 2)
        asset = self._named_asset(cost)
        if asset is not None:
            yield self._line(cost, asset.data_set or "", amount)
        elif cost.data_set is not None:
            yield self._line(cost, cost.data_set, amount)
        else:
            for code, part in self._split(cost, amount).items():
                yield self._line(cost, code, part)

    def _named_asset(self, cost: BookedCost) -> BookedAsset | None:
        if cost.asset is None:
            return None
        asset = self.by_code.get(cost.asset)
        if asset is None:
            self.say(cost, "asset", f"账面资产“{cost.asset}”不存在，请改正编号。")
        elif cost.data_set is not None and asset.data_set != cost.data_set:
            self.say(cost, "asset", f"账面资产 {cost.asset} 对应的数据集是 {asset.data_set or '（未填）'}，与 {cost.data_set} 不一致。")
        return asset

    def _split(self, cost: BookedCost, amount: Decimal) -> Mapping[str, Decimal]:
        """A common cost by data set, as common costs of the valuation are split."""
        if not self.data_sets:
            self.say(cost, "data_set", "数据目录是空的，共同支出无处分摊。")
            return {}
        if cost.allocation is None:
            self.say(cost, "allocation", "共同支出未选分摊依据，没有归集；请选择，或填写数据集编号。")
            return {}
        field, label = SPLIT_KEYS.get(cost.allocation, ("", ""))
        weights = {code: Decimal(getattr(one, field) or 0) if field else Decimal(1) for code, one in self.data_sets.items()}
        lacking = [code for code, one in self.data_sets.items() if field and (getattr(one, field) is None or getattr(one, field) < 0)]
        if lacking or not any(weights.values()):
            self.say(cost, "allocation", f"{len(lacking) or len(weights)} 个数据集的{label}未填、为负或全为 0，共同支出没有归集。")
            return {}
        return {code: part for code, part in apportion(amount, weights).items() if part}

    def aim(self, cost: BookedCost, code: str) -> Aim:
        """What this cost of this data set would become part of."""
        own = self.by_data_set.get(code, [])
        asset = self.by_code.get(cost.asset) if cost.asset else own[0] if len(own) == 1 else None
        if asset is not None and asset.asset_class is not None:
            return Aim(asset.asset_class, asset.way or "", asset)
        decision = self.decisions.get(code)
        return Aim(PENDING, "", asset) if decision is None else Aim(decision.asset_class, decision.way, asset)

    def _line(self, cost: BookedCost, code: str, amount: Decimal) -> CostLine:
        aim = self.aim(cost, code)
        item = cost.item or item_of_category().get(cost.category or "", "")
        several = len(self.by_data_set.get(code, ())) > 1 and cost.asset is None
        outcome, into, reason = (UNDECIDED, "", "同一数据集有几项账面资产，请填账面资产编号") if several else treated(cost, item, aim)
        if several:
            self.say(cost, "asset", f"{code} 有几项账面资产，请填账面资产编号。")
        named = aim.asset.code or "" if aim.asset else ""
        entered = _entered_on(cost, aim) if outcome == CAPITALISED else None
        return CostLine(cost, code, named, item, amount, outcome, into, reason, entered)


def _named(cost: BookedCost) -> str:
    return f"历史成本“{cost.name or cost.item or cost.category or cost.id}”"


def _entered_on(cost: BookedCost, aim: Aim) -> date | None:
    """The later of when it was incurred and when the asset was recognised; for spending on what is still made, when incurred."""
    assert cost.incurred_on is not None
    recognised = aim.asset.recognised_on if aim.asset else None
    if aim.asset_class == DEVELOPMENT or recognised is None:
        return cost.incurred_on
    return max(cost.incurred_on, recognised)


def treated(cost: BookedCost, item: str, aim: Aim) -> Treated:
    """What becomes of one cost; rules that forbid come first, the accountant's own judgement after them."""
    hard = _forbidden(cost, item)
    if hard is not None:
        return hard
    if cost.treatment == EXPENSE:
        return EXPENSED_NOW, "", f"按会计判断费用化{_because(cost)}"
    if aim.asset_class in (EXPENSED, UNBOOKED):
        return EXPENSED_NOW, "", f"数据资源的结论为“{aim.asset_class}”，有关支出费用化"
    if aim.asset_class == PENDING:
        return UNDECIDED, "", "数据资源的入表结论待核，结论得出前不计入成本"
    place = f"{INTANGIBLE if aim.asset_class == DEVELOPMENT else aim.asset_class}/{aim.way}"
    rule = cost_rules().get(item)
    if rule is None:
        return UNDECIDED, "", "未填成本类别或会计成本项目"
    if place not in rule.allowed:
        return (
            EXPENSED_NOW,
            "",
            f"“{item}”不属于{way_word(aim.asset_class, aim.way)}的{place.partition('/')[0]}的成本构成"
            + (f"：{rule.note}" if rule.note else ""),
        )
    return _by_time(cost, aim, item)


def _forbidden(cost: BookedCost, item: str) -> Treated | None:
    """What no judgement can capitalise."""
    if cost.category and not item_of_category()[cost.category]:
        return NEVER_BOOKED, "", f"{cost.category}不是实际发生的成本，只用于价值测算，不入账"
    before = cost.incurred_on is not None and cost.incurred_on < effective_from()
    if cost.expensed_before or (before and cost.expensed_before is not False):
        return EXPENSED_EARLIER, "", f"{effective_from().isoformat()} 前或以前期间已计入损益的支出不再调整"
    if cost.phase == RESEARCH:
        return EXPENSED_NOW, "", "研究阶段的支出费用化"
    rule = cost_rules().get(item)
    if rule is not None and not rule.allowed:
        return EXPENSED_NOW, "", f"“{item}”不计入成本：{rule.note}"
    return None


def _by_time(cost: BookedCost, aim: Aim, item: str) -> Treated:
    """Whether it falls into the time in which cost is collected."""
    assert cost.incurred_on is not None
    into = f"{aim.asset_class}（{way_word(aim.asset_class, aim.way)}）" if aim.way else aim.asset_class
    judged = cost.treatment == CAPITALISE and bool(cost.reason)
    doubt = ""
    if aim.asset_class != INVENTORY:
        ready = months.of_moment(aim.asset.ready_from) if aim.asset and aim.asset.ready_from else None
        if cost.phase == AFTERWARDS:
            doubt = "后续支出一般费用化"
        elif ready is not None and months.number(cost.incurred_on) > ready:
            doubt = f"发生在可供使用的 {months.text(ready)} 之后，按后续支出费用化"
        elif aim.way == IN_HOUSE and cost.phase != DEVELOPMENT_PHASE:
            doubt = "没有归入开发阶段；研究与开发分不清的全部费用化"
    if not doubt:
        return CAPITALISED, into, f"“{item}”计入{into}的成本"
    if judged:
        return CAPITALISED, into, f"按会计判断计入成本{_because(cost)}（规则：{doubt}）"
    return EXPENSED_NOW, "", doubt + ("；选了“计入成本”但没有写理由" if cost.treatment == CAPITALISE else "")


def _because(cost: BookedCost) -> str:
    return f"：{cost.reason}" if cost.reason else "（未写理由）"


def totals(lines: Sequence[CostLine]) -> Mapping[str, Decimal]:
    """The amounts by outcome."""
    found: dict[str, Decimal] = {}
    for one in lines:
        found[one.outcome] = found.get(one.outcome, ZERO) + one.amount
    return found
