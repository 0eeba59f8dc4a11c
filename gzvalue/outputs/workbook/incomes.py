"""收益法: one block per unit and method, years as rows: what counts, when it comes, factor, income, present value."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from gzvalue.outputs.workbook.draft import Draft, amount, arguments, live, unit_words
from gzvalue.outputs.workbook.inputs import TIMING, VALUATION_DATE, forecast
from gzvalue.outputs.workbook.page import Column, Linked, Live, Page, Ref, span
from gzvalue.schema.kinds import rounded
from gzvalue.schema.valuation_forms import IncomeYear, ValuationUnit
from gzvalue.valuation.evaluate_unit import COST, method_id
from gzvalue.valuation.formulas import BY_KEY
from gzvalue.valuation.formulas.income import discount_factor, present_value_by_factors
from gzvalue.valuation.formulas.period import counted_part, discount_years, first_stub, period_start
from gzvalue.valuation.formulas.unit_income import part_of_present_value, shared_unit_revenue
from gzvalue.valuation.periods import MOMENTS
from gzvalue.valuation.result import Input, Step, UnitValue

_COLUMNS = (
    Column("年度", 9, True), Column("相距年数 k", 10, True), Column("可转让收益（元）", 17, True), Column("内部收益（元）", 17, True),
    Column("起点 s（年）", 11, True), Column("计入部分 a", 10, True), Column("折现年期 t（年）", 12, True), Column("折现系数 v", 11, True),
    Column("当期收益 F（元）", 17, True), Column("现值 F×v（元）", 17, True), Column("取到分（元）", 17, True),
)  # fmt: skip
_K, _OUT, _IN, _START, _PART, _WHEN, _FACTOR, _INCOME, _PRESENT, _STATED = range(1, 11)
_YEARS = Decimal("0.000000001")
"""A life that is longer than the counted years by more than this is not covered by the forecast."""


@dataclass(frozen=True)
class _Time:
    """Cells and values that all blocks share."""

    date: Ref
    year: int
    stub: Ref
    stub_value: Decimal
    moment: Ref
    moment_value: Decimal


@dataclass(frozen=True)
class _Block:
    """What one block needs: the present value's step with the incomes and factors of the years that count."""

    unit: UnitValue
    record: ValuationUnit
    method: str
    value: Step
    incomes: Mapping[int, Step]
    factors: Mapping[int, Step]

    @property
    def sample(self) -> Mapping[str, Input]:
        """The arguments of some year's income: tax and share are the same in all."""
        return arguments(next(iter(self.incomes.values())))

    @property
    def of_revenue(self) -> bool:
        """Whether the income is a share of revenue."""
        return next(iter(self.incomes.values())).formula == shared_unit_revenue.key


def lay_incomes(draft: Draft) -> None:
    """The page of the income approach; left out where no unit has one. Methods of another shape are left to other pages."""
    blocks = [block for unit in draft.material.valuation.units for method in unit.by_method if (block := _block(draft, unit, method))]
    head = draft.material.project.head
    if not blocks or head.valuation_date is None or head.timing is None:
        return
    page = draft.page("收益法", "E1", "各评估单元逐年的收益、折现年期、折现系数与现值", _COLUMNS)
    page.heading(
        f"折现系数 {discount_factor.written}；{present_value_by_factors.written}。来源：{discount_factor.source}。",
        "计入部分由基准日、收益期限算出；没有计入的年度为 0。含税与分成按各单元参数；不设永续期。",
    )
    page.next()
    time = _time(draft, page)
    for block in blocks:
        page.next()
        _lay_block(draft, page, block, time)


def _block(draft: Draft, unit: UnitValue, method: str) -> _Block | None:
    steps = draft.material.steps
    value = steps.get(method_id(draft.material.label("valuation_unit", unit.id), method))
    record = draft.material.project.get(ValuationUnit.form.name, unit.id)
    if method == COST or value is None or value.formula != present_value_by_factors.key or not isinstance(record, ValuationUnit):
        return None
    given = arguments(value)
    pairs = [(steps.get(str(i)), steps.get(str(f))) for i, f in zip(given["income"].origins, given["factors"].origins, strict=True)]
    incomes, factors = {}, {}
    for income, factor in pairs:
        if income is None or factor is None or not {"portion", "tax"} <= set(BY_KEY[income.formula].symbols):
            return None
        year = int(income.id.rpartition("/")[2])
        incomes[year], factors[year] = income, factor
    return _Block(unit, record, method, value, incomes, factors)


# --- what all blocks share ----------------------------------------------------------------------


def _time(draft: Draft, page: Page) -> _Time:
    head = draft.material.project.head
    assert head.valuation_date is not None
    assert head.timing is not None
    date, timing = draft.links.data[VALUATION_DATE], draft.links.data[TIMING]
    days = (head.valuation_date.replace(month=12, day=31) - head.valuation_date).days
    page.put(0, "评估基准日", role="label")
    own = page.put(_IN, Live(f"={date.on(page)}", _serial(head.valuation_date.toordinal())), "date")
    page.next()
    page.put(0, "基准日至当年 12 月 31 日（天）", role="label")
    left = page.put(_IN, Live(f"=1*(DATE(YEAR({own.on(page)}),12,31)-{own.on(page)})", Decimal(days)), "integer")
    page.next()
    page.put(0, f"{first_stub.name} u（年）", role="label")
    stub_value = first_stub(Decimal(days))
    stub = page.put(_IN, live(first_stub, page, stub_value, days=left), "years")
    page.next()
    moment_value = MOMENTS["mid" if head.timing == "期中" else "end"]
    page.put(0, "折现时点 m（期末 1，期中 0.5）", role="label")
    moment = page.put(_IN, Live(f'=IF({timing.on(page)}="期中",0.5,1)', moment_value), "number")
    page.next()
    return _Time(own, head.valuation_date.year, stub, stub_value, moment, moment_value)


def _serial(ordinal: int) -> Decimal:
    """A day as spreadsheets count it."""
    return Decimal(ordinal - 693594)


# --- one block ----------------------------------------------------------------------------------


def _lay_block(draft: Draft, page: Page, block: _Block, time: _Time) -> None:
    main = "主要方法" if block.method == block.unit.main_method else "交叉验证"
    page.band(f"{unit_words(block.unit)}　{block.method}（{main}）")
    formula = BY_KEY[next(iter(block.incomes.values())).formula]
    page.put(0, f"{formula.written}；来源：{formula.source}", role="note")
    page.next()
    rows = forecast(draft.material, block.record)
    years = _years_of(block, rows, time)
    rate, life, tax, share = _parameters(draft, page, block, time, years[-1] - time.year)
    page.heads(words={_OUT: "收入（元）", _IN: ""} if block.of_revenue else None)
    first = page.row
    for row in rows:
        _year(draft, page, block, row, time, {"rate": rate, "life": life, "tax": tax, "share": share})
        page.next()
    _results(draft, page, block, first, tax, share, life)


_Cell = tuple[Ref, Decimal]


def _years_of(block: _Block, rows: list[IncomeYear], time: _Time) -> list[int]:
    return sorted(block.incomes) or [row.year or time.year for row in rows]


def _parameters(draft: Draft, page: Page, block: _Block, time: _Time, last: int) -> tuple[_Cell, _Cell, _Cell, _Cell]:
    """Rate, life, tax and share of the block, in a line of their own."""
    given, sample = arguments(next(iter(block.factors.values()))), block.sample
    words = ("折现率 i", "收益期限 n（年）", "所得税率 T", "分成率 K")
    places = (_OUT, _IN, _PART, _FACTOR)
    for place, word in zip(places, words, strict=True):
        page.put(place, word, "number", "label")
    page.next()
    rate = (draft.linked(page, _OUT, given["rate"], "ratio"), _value(given["rate"]))
    unit = block.record
    if unit.life_years is not None:
        life = (page.put(_IN, Linked((unit.form.name, unit.id, "life_years"), unit.life_years), "number", "live"), unit.life_years)
    else:  # up to the end of the last forecast year
        until = time.stub_value + last
        life = (page.put(_IN, Live(f"={time.stub.on(page)}+{last}", until), "years", "live"), until)
    tax = (draft.linked(page, _PART, sample["tax"], "ratio"), _value(sample["tax"]))
    if "share" in sample:
        share = (draft.linked(page, _FACTOR, sample["share"], "ratio"), _value(sample["share"]))
    else:
        share = (page.put(_FACTOR, Decimal(1), "ratio", "constant"), Decimal(1))
    page.next()
    return rate, life, tax, share


def _value(argument: Input) -> Decimal:
    assert isinstance(argument.value, Decimal)
    return argument.value


def _year(draft: Draft, page: Page, block: _Block, row: IncomeYear, time: _Time, common: Mapping[str, _Cell]) -> None:
    year = row.year or 0
    after, life = Decimal(year - time.year), common["life"]
    own = page.put(0, year, "year", "code")
    k = page.put(_K, Live(f"={own.on(page)}-YEAR({time.date.on(page)})", after), "integer")
    amounts = _amounts(draft, page, block, row)
    start_value = period_start(after, time.stub_value)
    start = page.put(_START, live(period_start, page, start_value, after=k, stub=time.stub), "years")
    counted = block.incomes.get(year)
    part_value = counted_part(after, time.stub_value, start_value, life[1])
    part = page.put(_PART, live(counted_part, page, part_value, after=k, stub=time.stub, start=start, life=life[0]), "percent")
    when_value = discount_years(start_value, part_value, time.moment_value)
    when = page.put(_WHEN, live(discount_years, page, when_value, start=start, part=part, moment=time.moment), "years")
    rate = common["rate"]
    factor_value = amount(block.factors[year]) if counted else discount_factor(rate[1], when_value)
    factor = page.put(_FACTOR, live(discount_factor, page, factor_value, rate=rate[0], exponent=when), "factor")
    formula = BY_KEY[next(iter(block.incomes.values())).formula]
    cells = {**amounts, "portion": part, "tax": common["tax"][0], "share": common["share"][0]}
    named = {key: cells[key] for key in formula.symbols}
    income_value = amount(counted) if counted else Decimal(0)
    income = page.put(_INCOME, live(formula, page, income_value, **named), "money")
    page.put(_PRESENT, Live(f"={income.on(page)}*{factor.on(page)}", income_value * factor_value), "money", "aid")
    page.put(_STATED, None)
    if counted is not None:
        draft.links.place(counted.id, income)
        draft.links.place(block.factors[year].id, factor)


def _amounts(draft: Draft, page: Page, block: _Block, row: IncomeYear) -> dict[str, Ref]:
    keys = {"revenue": _OUT} if block.of_revenue else {"transferable": _OUT, "internal": _IN}
    found = {}
    for key, column in keys.items():
        value = getattr(row, key)
        found[key] = page.put(column, Linked((row.form.name, row.id, key), Decimal(0) if value is None else value), "money", "live")
    if block.of_revenue:
        page.put(_IN, None)
    return found


# --- results ------------------------------------------------------------------------------------


def _results(draft: Draft, page: Page, block: _Block, first: int, tax: _Cell, share: _Cell, life: _Cell) -> None:
    last = page.row - 1

    def column(place: int) -> str:
        return span(page.ref(place, first), page.ref(place, last), page)

    value = amount(block.value)
    formula = live(present_value_by_factors, page, value, income=column(_INCOME), factors=column(_FACTOR))
    exact, stated = _result(page, "收益现值 P", formula, value)
    draft.links.place(block.value.id, exact, stated)
    main = block.method == block.unit.main_method
    label = draft.material.label("valuation_unit", block.unit.id)
    part, part_value = _transferable(
        draft, page, block, exact, {"portions": column(_PART), "factors": column(_FACTOR)}, column(_OUT), tax, share
    )
    part_exact, part_stated = _result(page, "其中：可转让部分", part, part_value)
    draft.links.place(f"{label}/{block.method}/可转让部分", part_exact, part_stated)
    if main:
        draft.transferable[block.unit.id] = (part_stated, rounded(part_value, 2))
        draft.name(stated, "收益现值", block.unit.code)
    words = f"{unit_words(block.unit)} {block.method}"
    draft.figure(("unit", str(block.unit.id), block.method), words, stated, rounded(value, 2))
    if block.record.life_years is not None:
        short = "收益期限超出预测年度，程序对此不给结果，请先补填预测"
        test = f'=IF(SUM({column(_PART)})<{life[0].on(page)}-{_YEARS:f},"{short}","")'
        page.put(0, Live(test, ""), role="attention")
        page.next()


def _result(page: Page, words: str, formula: Live, value: Decimal) -> tuple[Ref, Ref]:
    """A line with a result, unrounded and to the 分."""
    page.put(0, words, role="total")
    for place in range(1, _PRESENT):
        page.put(place, None, role="total")
    exact = page.put(_PRESENT, formula, "money", "total")
    stated = page.put(_STATED, Live(f"=ROUND({exact.on(page)},2)", rounded(value, 2)), "money", "total")
    page.next()
    return exact, stated


def _transferable(
    draft: Draft, page: Page, block: _Block, whole: Ref, columns: Mapping[str, str], incomes: str, tax: _Cell, share: _Cell
) -> tuple[Live, Decimal]:
    """What of the present value others pay; of a share of revenue all for a product, none for a group of own scenarios."""
    value = amount(block.value)
    if block.of_revenue:
        return (Live(f"={whole.on(page)}", value), value) if block.record.kind == "数据产品" else (Live("=0", Decimal(0)), Decimal(0))
    step = draft.material.steps.get(f"{draft.material.label('valuation_unit', block.unit.id)}/{block.method}/可转让部分")
    if step is not None:
        found = amount(step)
    else:  # the engine needs no formula where all of the income is of one sort
        counted = [row for row in forecast(draft.material, block.record) if row.year in block.incomes]
        found = value if not any(row.internal for row in counted) else Decimal(0)
    return live(part_of_present_value, page, found, transferable=incomes, **columns, share=share[0], tax=tax[0]), found
