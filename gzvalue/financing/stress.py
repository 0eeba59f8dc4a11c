"""What becomes of the value and the pool when something goes wrong; each figure is that of the project with that one input changed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, localcontext
from types import MappingProxyType
from typing import Literal

from gzvalue.financing.pool import plan
from gzvalue.financing.result import FinancingPlan
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.kinds import rounded
from gzvalue.schema.project import Project
from gzvalue.schema.uncertainty_forms import LIFE
from gzvalue.schema.valuation_forms import Contract, IncomeYear
from gzvalue.valuation.doubts import ZERO
from gzvalue.valuation.evaluate import evaluate
from gzvalue.valuation.figures import total_step
from gzvalue.valuation.formula import EXACT
from gzvalue.valuation.procedures.unsolvable import Unsolvable
from gzvalue.valuation.result import Valuation
from gzvalue.valuation.simulation.levers import Lever
from gzvalue.valuation.simulation.model import with_lives
from gzvalue.valuation.simulation.program import Program, compiled

RATE = Lever("折现率")
_FROM_ROWS = (Lever("可转让收益"), Lever("内部收益"))
_FROM_INCREMENTS = "收益法-增量"

_INCOME_FALLS = (10, 20, 30, 40, 50)
_RATE_RISES = (1, 2, 3, 4, 5)
_LIFE_CUTS = (1, 2, 3)
_MOST_TRIES = 60
_NEAR = Decimal("0.001")
"""元 between what is carried and what must be: the break-even is found."""


Kind = Literal["income", "rate", "life", "contract", "right", "largest"]


@dataclass(frozen=True)
class Stress:
    """One line of the stress table. Money in 元, to the 分.

    Attributes:
        key: stable English key, e.g. ``income-10``.
        kind: which input is changed.
        name: what happens, in words.
        value: the conclusion then; ``None`` where there is none, ``why`` says so.
        fall: how far it fell, as a ratio of the present conclusion.
        pool, lendable: the pool and what it carries at the same pledge rate.
        loan_to_pool: loan ÷ pool; ``None`` without either.
        carried: whether ``lendable`` reaches the loan.
    """

    key: str
    kind: Kind
    name: str
    value: Decimal | None
    fall: Decimal | None
    pool: Decimal | None
    lendable: Decimal | None
    loan_to_pool: Decimal | None
    carried: bool | None
    why: str = ""


@dataclass(frozen=True)
class BreakEven:
    """How far an input may change until the pool just carries what is to be carried.

    Attributes:
        change: −0.35 for a fall of income by 35 %, 0.03 for three points of rate; ``None`` where ``words`` tell why.
    """

    key: Literal["income", "rate", "life"]
    name: str
    change: Decimal | None
    words: str


@dataclass(frozen=True)
class StressTable:
    """All lines, the break-evens, and against what: the loan, or what the other securities leave to the data."""

    lines: tuple[Stress, ...]
    break_evens: tuple[BreakEven, ...]
    carried_by_data: Decimal | None
    note: str


def stress_table(project: Project, valuation: Valuation, financing: FinancingPlan) -> StressTable:
    """The stress table of a project; empty where there is no value to stress.

    Income and rate go through the program that is compiled from the valuation's own steps, which rounds nothing on the way: it differs
    from valuing the changed project anew by the rounding of its units to the 分 alone. Lives and losses are valued anew.
    """
    if not valuation.total or not financing.pool:
        return StressTable((), (), None, "没有质押池价值，不作压力测试。")
    with localcontext(EXACT):
        return _Bench(project, valuation, financing).table()


class _Bench:
    """Holds what all lines share."""

    def __init__(self, project: Project, valuation: Valuation, financing: FinancingPlan) -> None:
        self.project, self.valuation, self.financing = project, valuation, financing
        self._steps = {one.id: one for one in (*valuation.steps, *financing.steps)}
        self._units = {one.id: one.code or "" for one in project.units}
        increments = [unit.code for unit in valuation.units if unit.main_method == _FROM_INCREMENTS]
        self._income = (*_FROM_ROWS, *(Lever("收益水平", code) for code in increments))
        self._programs: dict[str, Program] = {}
        self._lives: dict[int, Stress] = {}

    def table(self) -> StressTable:
        lines = (*self._by_lever("income", _INCOME_FALLS, -1, "收益下降 {}%"),
                 *self._by_lever("rate", _RATE_RISES, 1, "折现率上升 {} 个百分点"),
                 *(self._shorter(years) for years in _LIFE_CUTS), *self._losses())  # fmt: skip
        target = self._target()
        ends = () if target is None else (self._break_even("income", target), self._break_even("rate", target), self._life_end(target))
        return StressTable(lines, ends, target, "各行只改一项输入，其余不变；损益平衡点指质押池恰好支持须由数据承担的金额。")

    def _target(self) -> Decimal | None:
        """What the data must carry: the loan, less what other securities carry, but no more than it carries today."""
        loan = self.financing.loan
        if loan is None:
            return None
        others = sum((row.carries or ZERO for row in self.financing.securities if row.form == "other_security"), ZERO)
        return max(ZERO, loan - others)

    # --- by the compiled program ----------------------------------------------------------------

    def _program(self, result: str) -> Program:
        if result not in self._programs:
            self._programs[result] = compiled(self._steps, result, (*self._income, RATE), self._units)
        return self._programs[result]

    def _at(self, result: str, income: Decimal, rate: Decimal) -> Decimal:
        return self._program(result).exact((*(income for _ in self._income), rate))

    def _by_lever(self, kind: Kind, sizes: Sequence[int], sign: int, words: str) -> list[Stress]:
        found = []
        for size in sizes:
            change = Decimal(sign * size) / 100
            income, rate = (change, ZERO) if kind == "income" else (ZERO, change)
            value = self._at(self._total_id(), income, rate)
            pool = self._at("融资/质押池价值", income, rate)
            found.append(self._line(f"{kind}{sign * size:+d}", kind, words.format(size), value, pool))
        return found

    def _total_id(self) -> str:
        step = total_step(self.valuation)
        assert step is not None
        return step.id

    def _line(self, key: str, kind: Kind, name: str, value: Decimal, pool: Decimal) -> Stress:
        value, pool = rounded(value, 2), rounded(pool, 2)
        lendable = rounded(pool * self.financing.pledge_rate, 2)
        loan = self.financing.loan
        fall = (self.valuation.total - value) / self.valuation.total
        ratio = loan / pool if loan is not None and pool > 0 else None
        return Stress(key, kind, name, value, fall, pool, lendable, ratio, None if loan is None else lendable >= loan)

    # --- by valuing anew ------------------------------------------------------------------------

    def _anew(self, key: str, kind: Kind, name: str, project: Project, *, same_rights: bool = True) -> Stress:
        valuation = evaluate(project, self.valuation)
        pool = self._pool(valuation) if same_rights else plan(project, valuation, self.financing).pool
        return self._line(key, kind, name, valuation.total, pool)

    def _pool(self, valuation: Valuation) -> Decimal:
        """The pool with the rights as they are, as `plan` sums it."""
        known = {row.code: row.coefficient for row in self.financing.rows}
        return sum((rounded((one.value or ZERO) * known.get(one.code, ZERO), 2) for one in valuation.data_sets), ZERO)

    def _shorter(self, years: int) -> Stress:
        if years not in self._lives:
            self._lives[years] = self._with_shorter_lives(years)
        return self._lives[years]

    def _with_shorter_lives(self, years: int) -> Stress:
        key, name = f"life-{years}", f"收益期限缩短 {years} 年"
        try:
            return self._anew(key, "life", name, with_lives(self.project, self.valuation, {Lever(LIFE): Decimal(-years)}))
        except Unsolvable as wrong:
            return Stress(key, "life", name, None, None, None, None, None, None, str(wrong.args[-1]))

    def _losses(self) -> list[Stress]:
        found = []
        contract = largest_contract(self.project)
        if contract is not None:
            name = f"失去最大合同 {contract.code}（{contract.name or ''}）"
            found.append(self._anew("contract", "contract", name, without_contract(self.project, contract)))
        rows = sorted(self.financing.rows, key=lambda row: (-row.pooled, row.code))
        if rows and rows[0].pooled:
            code = rows[0].code
            found.append(self._anew("right", "right", f"{code} 失去经营权", without_right(self.project, rows[0].id), same_rights=False))
            found.append(
                self._anew("largest", "largest", f"失去价值最大的数据集 {code}", without_data_set(self.project, self.valuation, code))
            )
        return found

    # --- break-evens ----------------------------------------------------------------------------

    def _carries(self, income: Decimal, rate: Decimal) -> Decimal:
        return self._at("融资/质押池价值", income, rate) * self.financing.pledge_rate

    def _break_even(self, key: Literal["income", "rate"], target: Decimal) -> BreakEven:
        name = "收益" if key == "income" else "折现率"
        end = Decimal(-1) if key == "income" else Decimal(1)
        at: Callable[[Decimal], Decimal] = (lambda x: self._carries(x, ZERO)) if key == "income" else (lambda x: self._carries(ZERO, x))
        if at(ZERO) < target:
            return BreakEven(key, name, None, "数据现在已不足以承担，没有余量")
        if at(end) >= target:
            return BreakEven(key, name, None, "下降到零仍可承担" if key == "income" else "上升 100 个百分点仍可承担")
        low = _crossing(at, target, end)
        shown = rounded(low * 100, 1)
        return BreakEven(key, name, low, f"下降 {-shown}%" if key == "income" else f"上升 {shown} 个百分点")

    def _life_end(self, target: Decimal) -> BreakEven:
        if self.financing.lendable < target:
            return BreakEven("life", "收益期限", None, "数据现在已不足以承担，没有余量")
        years = 0
        while years < 50:
            line = self._shorter(years + 1)
            if line.lendable is None or line.lendable < target:
                break
            years += 1
        return BreakEven("life", "收益期限", Decimal(-years), f"可缩短 {years} 年" if years else "缩短 1 年即不足")


def _crossing(at: Callable[[Decimal], Decimal], target: Decimal, end: Decimal) -> Decimal:
    """Where a falling curve meets the target between 0 and ``end``: false position, halving the weight of an end that stays."""
    low, high = ZERO, end
    above, below = at(low) - target, at(high) - target
    kept = 0
    for _ in range(_MOST_TRIES):
        guess = low + (high - low) * above / (above - below)
        found = at(guess) - target
        if abs(found) < _NEAR:
            return guess
        if found > 0:
            low, above = guess, found
            below = below / 2 if kept == 1 else below
            kept = 1
        else:
            high, below = guess, found
            above = above / 2 if kept == -1 else above
            kept = -1
    return low


# --- changed projects ---------------------------------------------------------------------------


def largest_contract(project: Project) -> Contract | None:
    """The contract with the greatest yearly amount among those that earn and have not ended."""
    base = project.head.valuation_date or date.min
    earning = [
        one for one in project.contracts if one.kind == "数据产品收入" and one.annual_amount and (one.ends is None or one.ends >= base)
    ]
    return max(earning, key=lambda one: (one.annual_amount or ZERO, one.code or ""), default=None)


def without_contract(project: Project, contract: Contract) -> Project:
    """The project after a contract is lost: the units that name it lose what it earns a year, in revenue and in proportion in income."""
    amount = contract.annual_amount or ZERO
    units = {one.code for one in project.units if contract.code in (one.contracts or ())}
    rows = dict(project.rows[IncomeYear.form.name])
    share = Decimal(1) / len(units) if units else ZERO
    for id, row in rows.items():
        if isinstance(row, IncomeYear) and row.unit in units and row.basis == "预测":
            rows[id] = _less(row, amount * share)
    return replace(project, rows=MappingProxyType({**project.rows, IncomeYear.form.name: MappingProxyType(rows)}))


def _less(row: IncomeYear, amount: Decimal) -> IncomeYear:
    """A year whose revenue falls by an amount, its transferable income by the same proportion; nothing falls below zero."""
    base = row.revenue if row.revenue else row.transferable
    if not base or base <= 0:
        return row
    left = max(ZERO, base - amount) / base
    changed = {
        key: rounded(value * left, 2)
        for key in ("revenue", "transferable", "contracted")
        if (value := getattr(row, key)) is not None and value > 0
    }
    return replace(row, **changed)  # type: ignore[arg-type]


def without_right(project: Project, id: int) -> Project:
    """The project after a data set lost its 经营权."""
    return _changed(project, id, lambda one: replace(one, rights=tuple(right for right in one.rights or () if right != "经营权")))


def without_data_set(project: Project, valued: Valuation, code: str) -> Project:
    """The project after a data set can no longer be used: its members leave their units, whose income falls by their share of the value."""
    parts = _shares(valued, code)
    members = {id: row for id, row in project.rows["unit_member"].items() if getattr(row, "data_set", None) != code}
    incomes = dict(project.rows[IncomeYear.form.name])
    for id, row in incomes.items():
        if isinstance(row, IncomeYear) and row.unit in parts and row.basis == "预测":
            incomes[id] = _scaled(row, 1 - parts[row.unit or ""])
    data_sets = {id: row for id, row in project.rows[DataSet.form.name].items() if getattr(row, "code", None) != code}
    changed = {"unit_member": members, IncomeYear.form.name: incomes, DataSet.form.name: data_sets}
    return replace(project, rows=MappingProxyType({**project.rows, **{form: MappingProxyType(rows) for form, rows in changed.items()}}))


def _shares(valuation: Valuation, code: str) -> Mapping[str, Decimal]:
    """For each unit the share of its value that a data set carries."""
    found = {}
    for unit in valuation.units:
        if unit.value and code in unit.shares:
            found[unit.code] = unit.shares[code] / unit.value
    return found


def _scaled(row: IncomeYear, factor: Decimal) -> IncomeYear:
    keys = ("revenue", "transferable", "internal", "contracted")
    changed = {key: rounded(value * factor, 2) for key in keys if (value := getattr(row, key)) is not None}
    return replace(row, **changed)  # type: ignore[arg-type]


def _changed(project: Project, id: int, change: Callable[[DataSet], DataSet]) -> Project:
    rows = dict(project.rows[DataSet.form.name])
    one = rows[id]
    assert isinstance(one, DataSet)
    rows[id] = change(one)
    return replace(project, rows=MappingProxyType({**project.rows, DataSet.form.name: MappingProxyType(rows)}))
