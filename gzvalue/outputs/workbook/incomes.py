"""收益法: one block per unit and method, years as rows: what counts, when it comes, factor, income, present value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gzvalue.outputs.workbook.draft import Draft, amount, arguments, live, unit_words
from gzvalue.outputs.workbook.incomes_block import (
    COLUMNS,
    EXTRA,
    FACTOR,
    IN,
    INCOME,
    OUT,
    PART,
    PRESENT,
    START,
    STATED,
    WHEN,
    Block,
    Cell,
    K,
    Sheet,
    block_of,
    share_words,
)
from gzvalue.outputs.workbook.incomes_items import lay_charges, lay_increments
from gzvalue.outputs.workbook.incomes_life import lay_life
from gzvalue.outputs.workbook.incomes_results import lay_results
from gzvalue.outputs.workbook.incomes_single import lay_single, singles
from gzvalue.outputs.workbook.inputs import TIMING, VALUATION_DATE
from gzvalue.outputs.workbook.page import Linked, Live, Page, Ref
from gzvalue.valuation.formulas.income import discount_factor, present_value_by_factors, remaining_stock
from gzvalue.valuation.formulas.period import counted_part, discount_years, first_stub, period_start
from gzvalue.valuation.formulas.unit_income import remaining_portion
from gzvalue.valuation.periods import MOMENTS
from gzvalue.valuation.result import Input


@dataclass(frozen=True)
class _Time:
    """Cells and values that all blocks share."""

    date: Ref
    year: int
    stub: Ref
    stub_value: Decimal
    moment: Ref
    moment_value: Decimal


def lay_incomes(draft: Draft) -> None:
    """The page of the income approach; left out where no unit has one. Methods of another shape are left to other pages."""
    blocks = [block for unit in draft.material.valuation.units for method in unit.by_method if (block := block_of(draft, unit, method))]
    alone = singles(draft)
    head = draft.material.project.head
    if not (blocks or alone) or (blocks and (head.valuation_date is None or head.timing is None)):
        return
    needed = [key for key in EXTRA if any(_needs(block, key) for block in blocks)]
    extra = {key: len(COLUMNS) + place for place, key in enumerate(needed)}
    page = draft.page("收益法", "E1", "各评估单元逐年的收益、折现年期、折现系数与现值", (*COLUMNS, *(EXTRA[key] for key in needed)))
    page.heading(
        f"折现系数 {discount_factor.written}；{present_value_by_factors.written}。来源：{discount_factor.source}。",
        "计入部分由基准日、收益期限算出；没有计入的年度为 0。含税与分成按各单元参数；未写明理由的一律不计终值。",
    )
    page.next()
    if blocks:
        time = _time(draft, page)
        for block in blocks:
            page.next()
            _lay_block(draft, page, block, time, extra)
    for one in alone:
        page.next()
        lay_single(draft, page, one)


def _needs(block: Block, key: str) -> bool:
    if key == "locked":
        return block.locks
    return block.record.terminal == "计入" if key == "last" else block.worn


# --- what all blocks share ----------------------------------------------------------------------


def _time(draft: Draft, page: Page) -> _Time:
    head = draft.material.project.head
    assert head.valuation_date is not None
    assert head.timing is not None
    date, timing = draft.links.data[VALUATION_DATE], draft.links.data[TIMING]
    days = (head.valuation_date.replace(month=12, day=31) - head.valuation_date).days
    page.put(0, "评估基准日", role="label")
    own = page.put(IN, Live(f"={date.on(page)}", _serial(head.valuation_date.toordinal())), "date")
    page.next()
    page.put(0, "基准日至当年 12 月 31 日（天）", role="label")
    left = page.put(IN, Live(f"=1*(DATE(YEAR({own.on(page)}),12,31)-{own.on(page)})", Decimal(days)), "integer")
    page.next()
    page.put(0, f"{first_stub.name} u（年）", role="label")
    stub_value = first_stub(Decimal(days))
    stub = page.put(IN, live(first_stub, page, stub_value, days=left), "years")
    page.next()
    moment_value = MOMENTS["mid" if head.timing == "期中" else "end"]
    page.put(0, "折现时点 m（期末 1，期中 0.5）", role="label")
    moment = page.put(IN, Live(f'=IF({timing.on(page)}="期中",0.5,1)', moment_value), "number")
    page.next()
    return _Time(own, head.valuation_date.year, stub, stub_value, moment, moment_value)


def _serial(ordinal: int) -> Decimal:
    """A day as spreadsheets count it."""
    return Decimal(ordinal - 693594)


# --- one block ----------------------------------------------------------------------------------


def _lay_block(draft: Draft, page: Page, block: Block, time: _Time, extra: Mapping[str, int]) -> None:
    page.band(f"{unit_words(block.unit)}　{block.method}（{'主要方法' if block.main else '交叉验证'}）")
    page.put(0, f"{block.formula.written}；来源：{block.formula.source}", role="note")
    page.next()
    idle = {extra[key]: "" for key in extra if not _needs(block, key)}
    last = (max(block.incomes) if block.incomes else time.year) - time.year
    until = time.stub_value + last
    whole = None
    if block.record.life_years is None:  # up to the end of the last forecast year
        page.put(0, "至预测末年（年）", role="label")
        whole = (page.put(IN, Live(f"={time.stub.on(page)}+{last}", until), "years", "live"), until)
        page.next()
    life = lay_life(draft, page, block.record, block.path, time.date, whole or (time.stub, until))
    sheet = _parameters(draft, page, block, extra, life)
    items = _items(draft, page, block, idle)
    page.heads(words={**idle, **({OUT: "收入（元）", IN: ""} if block.of_revenue else {})})
    sheet.first = page.row
    for year in block.years:
        _year(draft, block, year, time, sheet, items)
        page.next()
    lay_results(draft, block, sheet)


def _parameters(draft: Draft, page: Page, block: Block, extra: Mapping[str, int], life: Cell) -> Sheet:
    """Rate, life, tax and share of the block, in a line of their own."""
    given, sample = arguments(next(iter(block.factors.values()))), block.sample
    words = ("折现率 i", "收益期限 n（年）", "所得税率 T", share_words(block))
    for place, word in zip((OUT, IN, PART, FACTOR), words, strict=True):
        page.put(place, word, "number", "label")
    page.next()
    rate = (draft.linked(page, OUT, given["rate"], "ratio"), _value(given["rate"]))
    counted = (page.put(IN, Live(f"={life[0].on(page)}", life[1]), "years", "live"), life[1])
    tax = (draft.linked(page, PART, sample["tax"], "ratio"), _value(sample["tax"]))
    share = next((sample[key] for key in ("share", "royalty") if key in sample), None)
    if share is not None:
        part = (draft.linked(page, FACTOR, share, "ratio"), _value(share))
    else:
        part = (page.put(FACTOR, Decimal(1) if share_words(block) else None, "ratio", "constant"), Decimal(1))
    page.next()
    return Sheet(page, extra, rate, counted, tax, part)


def _value(argument: Input) -> Decimal:
    assert isinstance(argument.value, Decimal)
    return argument.value


@dataclass(frozen=True)
class _Items:
    """Cells of charges and increments, by id of the record."""

    charges: Mapping[int, Cell]
    increments: Mapping[int, Cell]


def _items(draft: Draft, page: Page, block: Block, idle: Mapping[int, str]) -> _Items:
    assets = draft.material.ledger.assets.get(block.record.code or "", ())
    charges = lay_charges(draft, page, block.path, assets, idle) if block.of_excess else {}
    increments = (
        lay_increments(draft, page, block.path, [one for one in block.increments if one.kind and one.year], idle)
        if block.of_increments
        else {}
    )
    return _Items(charges, increments)


def _year(draft: Draft, block: Block, year: int, time: _Time, sheet: Sheet, items: _Items) -> None:
    page, after, life = sheet.page, Decimal(year - time.year), sheet.life
    own = page.put(0, year, "year", "code")
    k = page.put(K, Live(f"={own.on(page)}-YEAR({time.date.on(page)})", after), "integer")
    amounts = _amounts(draft, block, year, sheet, items)
    start_value = period_start(after, time.stub_value)
    start = page.put(START, live(period_start, page, start_value, after=k, stub=time.stub), "years")
    counted = block.incomes.get(year)
    part_value = counted_part(after, time.stub_value, start_value, life[1])
    part = page.put(PART, live(counted_part, page, part_value, after=k, stub=time.stub, start=start, life=life[0]), "percent")
    when_value = discount_years(start_value, part_value, time.moment_value)
    when = page.put(WHEN, live(discount_years, page, when_value, start=start, part=part, moment=time.moment), "years")
    factor_value = amount(block.factors[year]) if counted else discount_factor(sheet.rate[1], when_value)
    factor = page.put(FACTOR, live(discount_factor, page, factor_value, rate=sheet.rate[0], exponent=when), "factor")
    portion = _kept(draft, block, year, sheet, (part, part_value), (when, when_value))
    if "last" in sheet.extra and block.record.terminal == "计入":
        content = Live(f"=IF({part.on(page)}>0,{when.on(page)},0)", when_value if part_value else Decimal(0))
        page.put(sheet.extra["last"], content, "years", "aid")
    cells: dict[str, Ref | Sequence[Ref]] = {
        **amounts,
        "portion": portion,
        "tax": sheet.tax[0],
        "share": sheet.share[0],
        "royalty": sheet.share[0],
    }
    named = {key: cells[key] for key in block.formula.symbols}
    income_value = amount(counted) if counted else Decimal(0)
    income = page.put(INCOME, live(block.formula, page, income_value, **named), "money")
    page.put(PRESENT, Live(f"={income.on(page)}*{factor.on(page)}", income_value * factor_value), "money", "aid")
    page.put(STATED, None)
    if counted is not None:
        draft.links.place(counted.id, income)
        draft.links.place(block.factors[year].id, factor)


def _kept(draft: Draft, block: Block, year: int, sheet: Sheet, part: Cell, when: Cell) -> Ref:
    """What counts of a year: its part, times what is left of today's stock where that wears off."""
    unit, page = block.record, sheet.page
    if not unit.attrition:
        return part[0]
    stock_value = remaining_stock(unit.attrition, when[1])
    rate = draft.links.data[unit.form.name, unit.id, "attrition"]
    stock = page.put(sheet.extra["stock"], live(remaining_stock, page, stock_value, attrition=rate, years=when[0]), "percent")
    kept_value = remaining_portion(part[1], stock_value)
    kept = page.put(sheet.extra["kept"], live(remaining_portion, page, kept_value, portion=part[0], stock=stock), "percent")
    for words, ref in (("留存比例", stock), ("计入部分", kept)):
        id = f"{block.path}/{words}/{year}"
        if id in draft.material.steps:
            draft.links.place(id, ref)
    return kept


def _amounts(draft: Draft, block: Block, year: int, sheet: Sheet, items: _Items) -> dict[str, Ref | Sequence[Ref]]:
    page = sheet.page
    if block.of_increments:
        return {"increments": _added(draft, block, year, page, items)}
    row = block.rows[year]

    def datum(column: int, key: str) -> Ref:
        value = getattr(row, key)
        return page.put(column, Linked((row.form.name, row.id, key), Decimal(0) if value is None else value), "money", "live")

    if block.locks:
        datum(sheet.extra["locked"], "contracted")
    if block.of_revenue:
        page.put(IN, None)
        return {"revenue": datum(OUT, "revenue")}
    found: dict[str, Ref | Sequence[Ref]] = {"transferable": datum(OUT, "transferable"), "internal": datum(IN, "internal")}
    if block.of_excess:
        assets = draft.material.ledger.assets.get(block.record.code or "", ())
        found["charges"] = [items.charges[one.id][0] for one in assets if one.year in (None, year)]
    return found


def _added(draft: Draft, block: Block, year: int, page: Page, items: _Items) -> list[Ref]:
    """What is added in a year: by others' payments, and inside the enterprise."""
    found = []
    for column, others in ((OUT, True), (IN, False)):
        few = [
            items.increments[one.id] for one in block.increments if one.year == year and (one.belongs == "可转让") == others and one.kind
        ]
        text = "=" + ("+".join(ref.on(page) for ref, _ in few) or "0")
        found.append(page.put(column, Live(text, sum((value for _, value in few), Decimal(0))), "money"))
    id = f"{block.path}/可转让增量/{year}"
    if id in draft.material.steps:
        draft.links.place(id, found[0])
    return found
