"""市场法: comparables adjusted by five coefficients, one value per part, the sum of the parts; all live."""

from gzvalue.outputs.workbook.draft import Draft, amount, unit_words
from gzvalue.outputs.workbook.page import Page
from gzvalue.outputs.workbook.step_blocks import STEP_COLUMNS, step_block
from gzvalue.schema.kinds import rounded
from gzvalue.schema.market_forms import MEDIAN, Comparable, MarketState
from gzvalue.valuation.evaluate_market import MARKET
from gzvalue.valuation.evaluate_unit import method_id
from gzvalue.valuation.result import Step, UnitValue


def lay_market(draft: Draft) -> None:
    """The page of the market approach; left out where no unit has a value by it."""
    found = [(unit, step) for unit in draft.material.valuation.units if (step := _whole(draft, unit)) is not None]
    if not found:
        return
    state = draft.material.project.single(MarketState)
    page = draft.page(MARKET, "E9", "可比案例逐项修正、子数据集取值与求和", STEP_COLUMNS)
    page.heading(
        f"活跃市场的声明：{' '.join((state.active_reason or '').split())}", "系数为 1 即不调整；各系数与取值方式的理由由测算人员负责。"
    )
    for unit, step in found:
        page.next()
        page.put(0, unit_words(unit), role="section")
        page.next()
        for one in unit.steps:
            if one.id.startswith(step.id.rpartition("/")[0] + "/") and not one.id.endswith("/差异率"):
                _block(draft, page, one)
        ref = draft.links.exact(step.id)
        if ref is not None:
            draft.figure(("unit", str(unit.id), "market"), f"{unit.code} 市场法价值", ref, rounded(amount(step), 2))


def _whole(draft: Draft, unit: UnitValue) -> Step | None:
    return draft.material.steps.get(method_id(draft.material.label("valuation_unit", unit.id), MARKET))


def _block(draft: Draft, page: Page, step: Step) -> None:
    formula = ""
    if step.name.endswith(f"（{MEDIAN}）"):
        formula = _median(draft, page, step)
    step_block(draft, page, step, formula=formula)
    record = draft.material.project.get(*step.about)
    if isinstance(record, Comparable) and step.formula == "adjusted_reference":
        said = "；".join(part for part in (record.source, str(record.deal_date or ""), record.rights, record.reason) if part)
        page.wide(" ".join(said.split()))


def _median(draft: Draft, page: Page, step: Step) -> str:
    """The median of all adjusted references of the part, so that it follows when another one comes to lie in the middle."""
    path = step.id.rpartition("/")[0] + "/案例"
    cells = [
        ref.on(page)
        for one in draft.material.valuation.steps
        if one.id.startswith(path) and one.formula == "adjusted_reference" and (ref := draft.links.exact(one.id)) is not None
    ]
    return f"=MEDIAN({','.join(cells)})"
