"""收益法-单期超额: one year's excess earnings, capitalised, as a block of its own."""

from decimal import Decimal
from typing import Any, NamedTuple

from gzvalue.outputs.workbook.draft import Draft, amount, arguments, live, unit_words
from gzvalue.outputs.workbook.incomes_block import IN, OUT, PART
from gzvalue.outputs.workbook.incomes_items import lay_charges
from gzvalue.outputs.workbook.incomes_results import result
from gzvalue.outputs.workbook.page import Live, Page
from gzvalue.schema.kinds import rounded
from gzvalue.schema.valuation_forms import ValuationUnit
from gzvalue.valuation.evaluate_unit import method_id
from gzvalue.valuation.formulas.income import capitalised_growing
from gzvalue.valuation.formulas.unit_income import excess_unit_income, proportional_part
from gzvalue.valuation.income_terms import SINGLE
from gzvalue.valuation.result import Step, UnitValue


class Single(NamedTuple):
    """A unit with one capitalised year: its excess and its value."""

    unit: UnitValue
    record: ValuationUnit
    excess: Step
    value: Step


def singles(draft: Draft) -> list[Single]:
    """All units that have a value by single-period excess earnings."""
    found = []
    for unit in draft.material.valuation.units:
        label = draft.material.label("valuation_unit", unit.id)
        record = draft.material.project.get(ValuationUnit.form.name, unit.id)
        value = draft.material.steps.get(method_id(label, SINGLE))
        excess = draft.material.steps.get(f"{label}/{SINGLE}/{getattr(record, 'single_year', '')}")
        if value is not None and excess is not None and isinstance(record, ValuationUnit):
            found.append(Single(unit, record, excess, value))
    return found


def lay_single(draft: Draft, page: Page, one: Single) -> None:
    """The block of one unit."""
    main = one.unit.main_method == SINGLE
    path = method_id(draft.material.label("valuation_unit", one.unit.id), SINGLE).rpartition("/")[0]
    page.band(f"{unit_words(one.unit)}　{SINGLE}（{'主要方法' if main else '交叉验证'}）")
    page.put(0, f"{excess_unit_income.written}；{capitalised_growing.written}；理由：{one.record.terminal_reason or ''}", role="note")
    page.next()
    assets = [a for a in draft.material.ledger.assets.get(one.record.code or "", ()) if a.year in (None, one.record.single_year)]
    charges = lay_charges(draft, page, path, assets, {})
    given, capital = arguments(one.excess), arguments(one.value)
    for place, words in (
        (0, "年度"),
        (OUT, "可转让收益（元）"),
        (IN, "内部收益（元）"),
        (4, "所得税率 T"),
        (PART, "折现率 r"),
        (6, "增长率 g"),
    ):
        page.put(place, words, "number" if place else "text", "label")
    page.next()
    page.put(0, one.record.single_year, "year", "code")
    out, inside = draft.linked(page, OUT, given["transferable"], "money"), draft.linked(page, IN, given["internal"], "money")
    tax, rate, growth = (
        draft.linked(page, place, argument, "ratio")
        for place, argument in ((4, given["tax"]), (PART, capital["rate"]), (6, capital["growth"]))
    )
    page.next()
    cells: dict[str, Any] = {
        "transferable": out,
        "internal": inside,
        "charges": [charges[a.id][0] for a in assets],
        "portion": "1",
        "tax": tax,
    }
    excess, excess_stated = result(
        page, f"{one.record.single_year} 年超额收益 F", live(excess_unit_income, page, amount(one.excess), **cells), amount(one.excess)
    )
    draft.links.place(one.excess.id, excess, excess_stated)
    value = amount(one.value)
    exact, stated = result(page, "资本化价值 P", live(capitalised_growing, page, value, income=excess, growth=growth, rate=rate), value)
    draft.links.place(one.value.id, exact, stated)
    step = draft.material.steps.get(f"{path}/可转让部分")
    part_value = amount(step) if step is not None else value if not one_sided(given["internal"].value) else Decimal(0)
    text = proportional_part.cell(
        value=exact.on(page), transferable=[out.on(page)], internal=[inside.on(page)], portions=["1"], factors=["1"]
    )
    part, part_stated = result(page, "其中：可转让部分", Live(f"=IFERROR({text[1:]},0)", part_value), part_value)
    draft.links.place(f"{path}/可转让部分", part, part_stated)
    if main:
        draft.transferable[one.unit.id] = (part_stated, rounded(part_value, 2))
        draft.name(stated, "收益现值", one.unit.code)
    draft.figure(("unit", str(one.unit.id), SINGLE), f"{unit_words(one.unit)} {SINGLE}", stated, rounded(value, 2))


def one_sided(internal: object) -> bool:
    """Whether there is internal income at all."""
    return isinstance(internal, Decimal) and bool(internal)
