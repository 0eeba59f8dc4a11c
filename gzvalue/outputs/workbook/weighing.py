"""加权结论: conclusions formed from several methods by entered weights, with the reasons."""

from gzvalue.outputs.workbook.draft import Draft, amount, unit_words
from gzvalue.outputs.workbook.step_blocks import STEP_COLUMNS, step_block
from gzvalue.schema.kinds import rounded
from gzvalue.valuation.evaluate_unit import source_id


def lay_weighted(draft: Draft) -> None:
    """The page of weighted conclusions; left out where there are none. It refers to all methods."""
    found = [unit for unit in draft.material.valuation.units if unit.weights]
    if not found:
        return
    page = draft.page("加权结论", "F2", "按录入权重由多种方法得出的单元结论与理由", STEP_COLUMNS)
    page.heading("加权须有书面理由，不是简单平均；其余单元采用主要方法的结果。")
    for unit in found:
        step = draft.material.steps[source_id(draft.material.label("valuation_unit", unit.id), unit)]
        ref = step_block(draft, page, step, words=f"{unit_words(unit)}　{step.name}")
        page.wide("加权理由：" + " ".join(draft.material.valuation.conclusion.weight_reasons.get(unit.code, "").split()))
        draft.figure(("unit", str(unit.id), "weighted"), f"{unit.code} 加权结论", ref, rounded(amount(step), 2))
