"""What one block of the income approach is made from: a unit, a method, the engine's steps of it, and its cells so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from gzvalue.outputs.workbook.draft import Draft, arguments
from gzvalue.outputs.workbook.inputs import forecast
from gzvalue.outputs.workbook.page import Column, Page, Ref, span
from gzvalue.schema.income_forms import Increment
from gzvalue.schema.valuation_forms import IncomeYear, ValuationUnit
from gzvalue.valuation.evaluate_unit import method_id
from gzvalue.valuation.formula import Formula
from gzvalue.valuation.formulas import BY_KEY
from gzvalue.valuation.formulas.income import present_value_by_factors
from gzvalue.valuation.formulas.unit_income import (
    excess_unit_income,
    incremental_unit_income,
    royalty_unit_income,
    shared_unit_revenue,
    value_in_parts,
)
from gzvalue.valuation.income_terms import INCREMENT, ROYALTY, SHARE
from gzvalue.valuation.result import Input, Step, UnitValue

COLUMNS = (
    Column("年度", 9, True), Column("相距年数 k", 10, True), Column("可转让收益（元）", 17, True), Column("内部收益（元）", 17, True),
    Column("起点 s（年）", 11, True), Column("计入部分 a", 10, True), Column("折现年期 t（年）", 14, True), Column("折现系数 v", 11, True),
    Column("当期收益 F（元）", 17, True), Column("现值 F×v（元）", 17, True), Column("取到分（元）", 17, True),
)  # fmt: skip
K, OUT, IN, START, PART, WHEN, FACTOR, INCOME, PRESENT, STATED = range(1, 11)
EXTRA = {
    "locked": Column("合同已锁定（元）", 17, True), "stock": Column("留存比例 d", 11, True), "kept": Column("计入部分 a′\n（衰减后）", 12, True),
    "last": Column("计入的\n折现年期（年）", 12, True),
}  # fmt: skip
"""Columns that only some projects need, behind the others."""

Cell = tuple[Ref, Decimal]


@dataclass(frozen=True)
class Block:
    """One unit by one method.

    Attributes:
        unit: what the engine found.
        record: the unit's data.
        method: the income method.
        path: what ids of its steps begin with.
        value: the step of its value.
        explicit: the step of the present value of the forecast; the value itself unless upkeep or a tail stand beside it.
        incomes: year → the step of its income.
        factors: year → the step of its discount factor.
        rows: forecast rows by year, also of years that do not count; empty for increments.
        increments: the increments, for that method.
        locked: the step of what contracts have locked in, where something was said of it.
    """

    unit: UnitValue
    record: ValuationUnit
    method: str
    path: str
    value: Step
    explicit: Step
    incomes: Mapping[int, Step]
    factors: Mapping[int, Step]
    rows: Mapping[int, IncomeYear] = field(default_factory=dict)
    increments: Sequence[Increment] = ()
    locked: Step | None = None

    @property
    def formula(self) -> Formula:
        """By which the income of a year is worked out."""
        return BY_KEY[next(iter(self.incomes.values())).formula]

    @property
    def sample(self) -> Mapping[str, Input]:
        """The arguments of some year's income: tax and share are the same in all."""
        return arguments(next(iter(self.incomes.values())))

    @property
    def of_revenue(self) -> bool:
        """Whether the income is a part of revenue."""
        return self.formula.key in (shared_unit_revenue.key, royalty_unit_income.key)

    @property
    def of_increments(self) -> bool:
        """Whether the income is what the data adds."""
        return self.formula.key == incremental_unit_income.key

    @property
    def of_excess(self) -> bool:
        """Whether contributory assets claim a part of the income."""
        return self.formula.key == excess_unit_income.key

    @property
    def main(self) -> bool:
        """Whether the unit's conclusion rests on it."""
        return self.method == self.unit.main_method

    @property
    def worn(self) -> bool:
        """Whether today's stock of data wears off."""
        return bool(self.record.attrition)

    @property
    def years(self) -> list[int]:
        """All years of the forecast, also those that do not count."""
        return sorted({*self.rows, *(one.year for one in self.increments if one.year is not None and one.kind)})

    @property
    def locks(self) -> bool:
        """Whether it says what contracts have locked in."""
        return self.locked is not None


def block_of(draft: Draft, unit: UnitValue, method: str) -> Block | None:
    """The block of a unit by a method, if the method discounts year by year."""
    steps = draft.material.steps
    label = draft.material.label("valuation_unit", unit.id)
    value = steps.get(method_id(label, method))
    record = draft.material.project.get(ValuationUnit.form.name, unit.id)
    path = f"{label}/{method}"
    explicit = steps.get(f"{path}/明确预测期现值") if value is not None and value.formula == value_in_parts.key else value
    if value is None or explicit is None or explicit.formula != present_value_by_factors.key or not isinstance(record, ValuationUnit):
        return None
    given = arguments(explicit)
    incomes, factors = {}, {}
    for one, other in zip(given["income"].origins, given["factors"].origins, strict=True):
        income, factor = steps.get(str(one)), steps.get(str(other))
        if income is None or factor is None or not {"portion", "tax"} <= set(BY_KEY[income.formula].symbols):
            return None
        year = int(income.id.rpartition("/")[2])
        incomes[year], factors[year] = income, factor
    rows = {} if method == INCREMENT else {row.year or 0: row for row in forecast(draft.material, record)}
    added = draft.material.ledger.increments.get(record.code or "", ()) if method == INCREMENT else ()
    return Block(unit, record, method, path, value, explicit, incomes, factors, rows, added, steps.get(f"{path}/合同已锁定部分"))


def share_words(block: Block) -> str:
    """How the rate that is taken of the income is called."""
    return "许可费率 K" if block.method == ROYALTY else "分成率 K" if block.method == SHARE else ""


@dataclass
class Sheet:
    """Cells of one block while it is laid out: parameters, and the range of every column of years."""

    page: Page
    extra: Mapping[str, int]
    rate: Cell
    life: Cell
    tax: Cell
    share: Cell
    first: int = 0

    def column(self, place: int) -> str:
        """The cells of all years in a column."""
        return span(self.page.ref(place, self.first), self.page.ref(place, self.page.row - 1), self.page)
