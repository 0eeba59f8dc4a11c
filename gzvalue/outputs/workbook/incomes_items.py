"""Contributory assets and increments of a block, one line each: what the yearly incomes are made from besides income years."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from gzvalue.outputs.workbook.draft import Draft, amount, live
from gzvalue.outputs.workbook.page import Linked, Page, Ref
from gzvalue.schema.field import Record
from gzvalue.schema.income_forms import ContributoryAsset, Increment
from gzvalue.valuation.formulas.income import contributory_charge, incremental_income
from gzvalue.valuation.formulas.unit_income import added_revenue_profit, saved_cost

Cell = tuple[Ref, Decimal]


def lay_charges(draft: Draft, page: Page, path: str, assets: Sequence[ContributoryAsset], heads: Mapping[int, str]) -> dict[int, Cell]:
    """What each contributory asset claims in a year, by id of the asset."""
    if assets:
        _heads(page, {0: "贡献资产", 2: "公允价值（元）", 3: "要求回报率", 4: "年度", 8: "年回报 C（元）"}, heads)
    found = {}
    for one in assets:
        page.put(0, f"{one.kind or ''}{one.name or ''}")
        value = _datum(page, 2, one, "value")
        back = _datum(page, 3, one, "required_return", ratio=True)
        page.put(4, one.year if one.year is not None else "各年", "year" if one.year is not None else "text")
        step = draft.material.steps.get(f"{path}/贡献资产/{one.id}")
        charge = amount(step) if step is not None else contributory_charge(one.value or 0, one.required_return or 0)
        found[one.id] = (page.put(8, live(contributory_charge, page, charge, value=value, rate=back), "money"), charge)
        if step is not None:
            draft.links.place(step.id, found[one.id][0])
        page.next()
    return found


def lay_increments(draft: Draft, page: Page, path: str, rows: Sequence[Increment], heads: Mapping[int, str]) -> dict[int, Cell]:
    """What each increment is worth in its year, by id."""
    _heads(page, {0: "增量", 2: "使用数据后（元）", 3: "不使用数据（元）", 4: "增收利润率", 6: "性质", 8: "年增量 I（元）"}, heads)
    found = {}
    for one in rows:
        page.put(0, f"{one.year} {one.kind}{one.name or ''}")
        after, before = _datum(page, 2, one, "with_data"), _datum(page, 3, one, "without_data")
        page.put(6, one.belongs or "内部")
        first, second, margin = one.with_data or Decimal(0), one.without_data or Decimal(0), one.margin or Decimal(0)
        if one.kind == "增收":
            share = _datum(page, 4, one, "margin", ratio=True)
            value = added_revenue_profit(first, second, margin)
            content = live(added_revenue_profit, page, value, with_data=after, without_data=before, margin=share)
        elif one.kind == "节支":
            value = saved_cost(second, first)
            content = live(saved_cost, page, value, without_data=before, with_data=after)
        else:
            value = incremental_income(first, second)
            content = live(incremental_income, page, value, with_asset=after, without_asset=before)
        found[one.id] = (page.put(8, content, "money"), value)
        draft.links.place(f"{path}/增量/{one.id}", found[one.id][0])
        page.next()
    return found


def _heads(page: Page, words: Mapping[int, str], heads: Mapping[int, str]) -> None:
    page.heads(words={**heads, **dict.fromkeys(range(len(page.columns)), ""), **words})


def _datum(page: Page, column: int, record: Record, key: str, *, ratio: bool = False) -> Ref:
    value = getattr(record, key)
    held = Decimal(0) if value is None else value
    return page.put(column, Linked((record.form.name, record.id, key), held), "ratio" if ratio else "money", "live")
