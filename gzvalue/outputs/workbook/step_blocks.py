"""A step as rows of symbols, meanings and figures with a live formula under them: for pages without a table of their own."""

from decimal import Decimal

from gzvalue.outputs.workbook.draft import Draft, amount, live, takes_stated
from gzvalue.outputs.workbook.page import Column, Content, Linked, Live, Number, Page, Ref
from gzvalue.schema.measurement_form import MeasurementRecord
from gzvalue.valuation.formulas import BY_KEY
from gzvalue.valuation.result import Input, Step

STEP_COLUMNS = (Column("符号", 12), Column("含义", 44), Column("数值", 22, True), Column("单位", 8), Column("公式、来源", 70))
NUMBERS: dict[str, Number] = {"元": "money", "%": "ratio", "年": "years", "万元": "whole"}


def step_block(draft: Draft, page: Page, step: Step, *, words: str = "", formula: str = "") -> Ref:
    """Lay one step out on a page with `STEP_COLUMNS`; the cell of its result.

    Args:
        draft: the workbook.
        page: where; a blank row is left before the block.
        step: of one number.
        words: heading, if not the step's own name.
        formula: a cell formula instead of the step's own, with ``{0}``, ``{1}`` … for the cells of its first sequence
            or argument; for what a spreadsheet can choose itself (a median).
    """
    page.next()
    page.band(words or step.name)
    page.put(0, step.source, role="note")
    page.next()
    cells = {key: _argument(draft, page, step, key, one) for key, one in zip(BY_KEY[step.formula].symbols, step.inputs, strict=True)}
    page.put(0, "结果", role="total")
    page.put(1, step.name, role="total")
    content: Content = Live(formula, amount(step)) if formula else live(BY_KEY[step.formula], page, amount(step), **cells)
    ref = page.put(2, content, NUMBERS.get(step.unit, "number"), "total")
    page.put(3, step.unit, role="total")
    page.put(4, step.written, role="total")
    page.next()
    draft.links.place(step.id, ref)
    return ref


def _argument(draft: Draft, page: Page, step: Step, key: str, one: Input) -> Ref | list[Ref]:
    """The cells of an argument: one, or one for each item of a sequence."""
    stated, number = takes_stated(step, key), NUMBERS.get(one.unit, "number")
    values = one.value if isinstance(one.value, tuple) else (one.value,)
    origins = one.origins if one.origins else (one.origin if not isinstance(one.value, tuple) else None,) * len(values)
    found = []
    for value, origin in zip(values, origins, strict=True):
        assert isinstance(value, Decimal)
        page.put(0, one.symbol)
        page.put(1, one.meaning)
        if isinstance(origin, tuple) and origin[0] == MeasurementRecord.form.name:
            found.append(page.put(2, value, number, "entered"))  # counted in the data themselves: nothing to recalculate here
        else:
            found.append(page.put(2, Linked(origin, value, stated and isinstance(origin, str)), number, "live"))
        page.put(3, one.unit)
        page.put(4, _from(draft, origin), role="plain")
        page.next()
    return found if isinstance(one.value, tuple) else found[0]


def _from(draft: Draft, origin: object) -> str | None:
    """Which datum or step a figure comes from, in words."""
    if isinstance(origin, tuple):
        if origin[0] == MeasurementRecord.form.name:
            return "质量实测结果"
        record = draft.material.project.get(origin[0], origin[1])
        if record is not None and origin[2] in record.form.fields:
            return f"{record.words or record.form.label} {record.form.fields[origin[2]].label}"
    if isinstance(origin, str) and origin in draft.material.steps:
        return draft.material.steps[origin].name
    return None
