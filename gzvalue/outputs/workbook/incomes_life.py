"""How long the income of a block counts: the limits of the life, worked out live, and the least of them where that counts."""

from collections.abc import Sequence
from decimal import Decimal

from gzvalue.outputs.workbook.draft import Draft, live
from gzvalue.outputs.workbook.page import Linked, Live, Page, Ref
from gzvalue.schema.valuation_forms import ValuationUnit
from gzvalue.valuation.formulas.period import decay_life, least_life, years_until
from gzvalue.valuation.income_life import FIXED, LIMITS, Limit, limits_of
from gzvalue.valuation.income_sources import rights_of
from gzvalue.valuation.result import Step

Cell = tuple[Ref, Decimal]


def lay_life(draft: Draft, page: Page, unit: ValuationUnit, path: str, base: Ref, whole: Cell) -> Cell:
    """The cell with the life that counts; ``whole`` reaches to the end of the forecast, for units that name no life.

    Args:
        draft: the workbook.
        page: the page of the income approach, in a row of its own.
        unit: whose life.
        path: what step ids of the method begin with.
        base: the cell of the valuation date.
        whole: from the valuation date to the end of the last forecast year.
    """
    limits = _limits(draft, unit, path) if unit.renewable is not None else ()
    cells = [_limit(draft, page, unit, one, base) for one in limits]
    entered = None
    if unit.life_years is not None:
        origin = (unit.form.name, unit.id, "life_years")
        page.put(0, "收益期限 n（年）", role="label")
        entered = (page.put(3, Linked(origin, unit.life_years), "number", "live"), unit.life_years)
        page.next()
    least = draft.material.steps.get(f"{path}/收益期限/取最短")
    if unit.renewable == FIXED and least is not None:
        return _least(draft, page, least, [*([entered] if entered else []), *cells])
    return entered or whole


def _limits(draft: Draft, unit: ValuationUnit, path: str) -> Sequence[Limit]:
    ledger = draft.material.ledger
    contracts = tuple(ledger.contracts[code] for code in unit.contracts or () if code in ledger.contracts)
    return limits_of(unit, path, rights_of(unit.code or "", ledger), contracts, draft.material.project.head.valuation_date)


def _limit(draft: Draft, page: Page, unit: ValuationUnit, one: Limit, base: Ref) -> Cell:
    page.put(0, f"{LIMITS[one.key]}（年）：{one.words}", role="label")
    if one.ends is not None:
        until = page.put(5, Decimal(one.ends.toordinal() - 693594), "date", "constant")
        days = (one.ends - draft.material.project.head.valuation_date).days  # type: ignore[operator]
        left = page.put(6, Live(f"={until.on(page)}-{base.on(page)}", Decimal(days)), "integer")
        ref = page.put(3, live(years_until, page, one.years, days=left), "years")
    elif isinstance(one.figure, Step):
        floor, attrition = (
            page.put(column, Linked((unit.form.name, unit.id, key), getattr(unit, key)), "ratio", "live")
            for column, key in ((5, "decay_floor"), (6, "attrition"))
        )
        ref = page.put(3, live(decay_life, page, one.years, floor=floor, attrition=attrition), "years")
    else:
        ref = page.put(3, Linked(one.figure.origin, one.years), "number", "live")
    if isinstance(one.figure, Step):
        draft.links.place(one.figure.id, ref)
    page.next()
    return ref, one.years


def _least(draft: Draft, page: Page, step: Step, cells: Sequence[Cell]) -> Cell:
    years = min(value for _, value in cells)
    page.put(0, f"{least_life.name} n（年）", role="label")
    ref = page.put(3, live(least_life, page, years, limits=[cell for cell, _ in cells]), "years")
    draft.links.place(step.id, ref)
    page.next()
    return ref, years
