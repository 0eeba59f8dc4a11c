"""The foot of a block: present value, upkeep, terminal value, the transferable part, what contracts have locked in."""

from decimal import Decimal

from gzvalue.outputs.workbook.draft import Draft, amount, live, unit_words
from gzvalue.outputs.workbook.incomes_block import FACTOR, IN, INCOME, OUT, PART, PRESENT, STATED, Block, Cell, Sheet
from gzvalue.outputs.workbook.page import Linked, Live, Page, Ref
from gzvalue.schema.kinds import rounded
from gzvalue.valuation.formulas.income import income_after_tax, perpetual_tail, present_value_by_factors
from gzvalue.valuation.formulas.unit_income import (
    locked_present_value,
    part_after_upkeep,
    part_of_present_value,
    proportional_part,
    upkeep_present_value,
    value_in_parts,
)
from gzvalue.valuation.result import Step

_YEARS = Decimal("0.000000001")
"""A life that is longer than the counted years by more than this is not covered by the forecast."""

_ZERO = Decimal(0)


def lay_results(draft: Draft, block: Block, sheet: Sheet) -> None:
    """All results of a block, each unrounded and to the 分."""
    page = sheet.page
    portions = sheet.column(sheet.extra["kept"] if block.worn else PART)
    ranges = {"portions": portions, "factors": sheet.column(FACTOR)}
    columns = {place: sheet.column(place) for place in (OUT, IN, INCOME, PART)}
    others = {key: sheet.column(place) for key, place in sheet.extra.items()}
    whole = block.value is block.explicit
    explicit = amount(block.explicit)
    formula = live(present_value_by_factors, page, explicit, income=columns[INCOME], factors=ranges["factors"])
    exact, stated = result(page, "收益现值 P" if whole else "明确预测期现值 P₁", formula, explicit)
    draft.links.place(block.explicit.id, exact, stated)
    part = _part(draft, block, sheet, exact, columns, ranges)
    assert isinstance(part.cached, Decimal)
    shown = result(page, "其中：可转让部分", part, part.cached)
    draft.links.place(f"{block.path}/可转让部分", *shown)
    if block.locked is not None:
        _locked(draft, block, sheet, block.locked, {"contracted": others["locked"], **ranges})
    value = amount(block.value)
    if not whole:
        stated, shown, part = _in_parts(draft, block, sheet, (exact, explicit), (shown, part.cached), ranges, others.get("last", ""))
    assert isinstance(part.cached, Decimal)
    if block.main:
        draft.transferable[block.unit.id] = (shown[1], rounded(part.cached, 2))
        draft.name(stated, "收益现值", block.unit.code)
    draft.figure(("unit", str(block.unit.id), block.method), f"{unit_words(block.unit)} {block.method}", stated, rounded(value, 2))
    if block.record.life_years is not None or block.record.renewable is not None:
        short = "收益期限超出预测年度，程序对此不给结果，请先补填预测"
        test = f'=IF(SUM({columns[PART]})<{sheet.life[0].on(page)}-{_YEARS:f},"{short}","")'
        page.put(0, Live(test, ""), role="attention")
        page.next()


def result(page: Page, words: str, formula: Live, value: Decimal) -> tuple[Ref, Ref]:
    """A line with a result, unrounded and to the 分."""
    page.put(0, words, role="total")
    for place in range(1, PRESENT):
        page.put(place, None, role="total")
    exact = page.put(PRESENT, formula, "money", "total")
    stated = page.put(STATED, Live(f"=ROUND({exact.on(page)},2)", rounded(value, 2)), "money", "total")
    page.next()
    return exact, stated


def _part(draft: Draft, block: Block, sheet: Sheet, whole: Ref, columns: dict[int, str], ranges: dict[str, str]) -> Live:
    """What of the present value others pay; of a part of revenue all for a product, none for a group of own scenarios."""
    page, value = sheet.page, amount(block.explicit)
    if block.of_revenue:
        return Live(f"={whole.on(page)}", value) if block.record.kind == "数据产品" else Live("=0", _ZERO)
    step = draft.material.steps.get(f"{block.path}/可转让部分")
    found = amount(step) if step is not None else _without_step(block, value)
    if block.of_excess:
        made = live(proportional_part, page, found, value=whole, transferable=columns[OUT], internal=columns[IN], **ranges)
        return Live(f"=IFERROR({made.formula[1:]},0)", found)
    return live(
        part_of_present_value,
        page,
        found,
        transferable=columns[OUT],
        **ranges,
        share=sheet.share[0] if _shares(block) else "1",
        tax=sheet.tax[0],
    )


def _shares(block: Block) -> bool:
    return "share" in block.formula.symbols


def _without_step(block: Block, value: Decimal) -> Decimal:
    """The engine needs no formula where all of the income is of one sort."""
    if block.of_increments:
        return value if all(one.belongs == "可转让" for one in block.increments if one.year in block.incomes) else _ZERO
    return value if not any(row.internal for year, row in block.rows.items() if year in block.incomes) else _ZERO


def _locked(draft: Draft, block: Block, sheet: Sheet, step: Step, ranges: dict[str, str]) -> None:
    value = amount(step)
    formula = live(locked_present_value, sheet.page, value, **ranges, share=sheet.share[0] if _shares(block) else "1", tax=sheet.tax[0])
    exact, stated = result(sheet.page, "另示：合同已锁定收益的现值（不另计价值）", formula, value)
    draft.links.place(step.id, exact, stated)
    key = ("unit", str(block.unit.id), block.method, "locked")
    draft.figure(key, f"{unit_words(block.unit)} {block.method} 合同已锁定", stated, rounded(value, 2))


def _in_parts(
    draft: Draft, block: Block, sheet: Sheet, explicit: Cell, part: tuple[tuple[Ref, Ref], Decimal | str], ranges: dict[str, str], last: str
) -> tuple[Ref, tuple[Ref, Ref], Live]:
    """Upkeep, tail, value and transferable part: the stated value, the part's cells and its formula."""
    page = sheet.page
    upkeep = _upkeep(draft, block, sheet, ranges)
    tail = _tail(draft, block, sheet, last)
    value = amount(block.value)
    made = live(value_in_parts, page, value, explicit=explicit[0], upkeep=upkeep[0] if upkeep else "0", tail=tail[0] if tail else "0")
    exact, stated = result(page, "收益现值 P", made, value)
    draft.links.place(block.value.id, exact, stated)
    assert isinstance(part[1], Decimal)
    refs, formula = part[0], Live(f"={part[0][0].on(page)}", part[1])
    if upkeep is not None:
        borne = part_after_upkeep(part[1], explicit[1], upkeep[1]) if explicit[1] else _ZERO
        text = part_after_upkeep.cell(part=part[0][0].on(page), explicit=explicit[0].on(page), upkeep=upkeep[0].on(page))
        formula = Live(f"=IFERROR({text[1:]},0)", borne)
        refs = result(page, "其中：可转让部分（扣维护成本后）", formula, borne)
        draft.links.place(f"{block.path}/可转让部分（扣维护成本后）", *refs)
    return stated, refs, formula


def _upkeep(draft: Draft, block: Block, sheet: Sheet, ranges: dict[str, str]) -> Cell | None:
    step = draft.material.steps.get(f"{block.path}/维护更新成本现值")
    if step is None:
        return None
    yearly = draft.links.data[block.record.form.name, block.record.id, "upkeep"]
    value = amount(step)
    exact, stated = result(
        sheet.page,
        "减：维护更新成本现值 M",
        live(upkeep_present_value, sheet.page, value, upkeep=yearly, **ranges, tax=sheet.tax[0]),
        value,
    )
    draft.links.place(step.id, exact, stated)
    return exact, value


def _tail(draft: Draft, block: Block, sheet: Sheet, last: str) -> Cell | None:
    step = draft.material.steps.get(f"{block.path}/终值现值")
    if step is None:
        return None
    page, unit = sheet.page, block.record
    taxed: Step | None = draft.material.steps.get(f"{block.path}/永续期年收益（税后）")
    before = unit.terminal_income or _ZERO
    page.put(0, "永续期年收益（税后，元）、资本化率 r", role="label")
    own = page.put(OUT, Linked((unit.form.name, unit.id, "terminal_income"), before), "money", "live")
    net = income_after_tax(before, sheet.tax[1])
    income = page.put(IN, live(income_after_tax, page, net, income=own, tax=sheet.tax[0]), "money")
    rate = page.put(PART, Linked((unit.form.name, unit.id, "capitalisation_rate"), unit.capitalisation_rate or _ZERO), "ratio", "live")
    if taxed is not None:
        draft.links.place(taxed.id, income)
    page.next()
    value = amount(step)
    exponent = f"MAX({last})"
    text = perpetual_tail.cell(income=income.on(page), capitalisation_rate=rate.on(page), rate=sheet.rate[0].on(page), exponent=exponent)
    exact, stated = result(page, "加：终值现值 P₂", Live(text, value), value)
    draft.links.place(step.id, exact, stated)
    return exact, value
