"""其他步骤 and 待补正: steps that no other page lays out, each live, and what is still to be mended."""

from decimal import Decimal

from gzvalue.outputs.workbook.draft import Draft, amount, live, takes_stated
from gzvalue.outputs.workbook.page import Column, Linked, Number, Page, Ref
from gzvalue.schema.forms import form_of
from gzvalue.schema.problems import LEVEL_WORDS, Problem
from gzvalue.valuation.formulas import BY_KEY
from gzvalue.valuation.result import Input, Step

_STEPS = (Column("符号", 12), Column("含义", 44), Column("数值", 22, True), Column("单位", 8), Column("公式、来源", 70))
_OPEN = (Column("级别", 8), Column("表", 16), Column("内容", 110))
_NUMBERS: dict[str, Number] = {"元": "money", "%": "ratio", "年": "years"}


def lay_others(draft: Draft) -> None:
    """Steps without a place so far; left out where there are none."""
    left = [step for step in draft.material.valuation.steps if not draft.links.placed(step.id) and isinstance(step.value, Decimal)]
    if not left:
        return
    page = draft.page("其他步骤", "X1", "未在其他页列示的计算步骤，逐步列出公式、参数与结果", _STEPS)
    page.heading()
    for step in left:
        page.next()
        page.band(f"{step.id}　{step.name}")
        page.put(0, step.source, role="note")
        page.next()
        cells = {key: _argument(page, step, key, one) for key, one in zip(BY_KEY[step.formula].symbols, step.inputs, strict=True)}
        page.put(0, "结果", role="total")
        page.put(1, step.name, role="total")
        ref = page.put(2, live(BY_KEY[step.formula], page, amount(step), **cells), _NUMBERS.get(step.unit, "number"), "total")
        page.put(3, step.unit, role="total")
        page.put(4, step.written, role="total")
        page.next()
        draft.links.place(step.id, ref)


def _argument(page: Page, step: Step, key: str, one: Input) -> Ref | list[Ref]:
    """The cells of an argument: one, or one for each item of a sequence."""
    stated, number = takes_stated(step, key), _NUMBERS.get(one.unit, "number")
    values = one.value if isinstance(one.value, tuple) else (one.value,)
    origins = one.origins if one.origins else (one.origin if not isinstance(one.value, tuple) else None,) * len(values)
    found = []
    for value, origin in zip(values, origins, strict=True):
        assert isinstance(value, Decimal)
        page.put(0, one.symbol)
        page.put(1, one.meaning)
        found.append(page.put(2, Linked(origin, value, stated and isinstance(origin, str)), number, "live"))
        page.put(3, one.unit)
        page.put(4, None)
        page.next()
    return found if isinstance(one.value, tuple) else found[0]


def lay_open_points(draft: Draft) -> None:
    """Errors first, then notices; left out where there is nothing to mend."""
    problems = sorted(draft.material.problems, key=lambda one: one.level != "error")
    if not problems:
        return
    page = draft.page("待补正", "H3", "项目中尚待补正的错误与提醒", _OPEN)
    errors = sum(one.level == "error" for one in problems)
    page.heading(f"错误 {errors} 处，提醒 {len(problems) - errors} 处。错误未补正前，申报材料标为草稿。")
    page.next()
    page.heads(freeze=True)
    first = page.row
    for one in problems:
        page.put(0, LEVEL_WORDS[one.level], role="attention" if one.level == "error" else "plain")
        page.put(1, _form(one))
        page.put(2, one.message, role="wrapped")
        page.next()
    page.filtered = (first - 1, page.row - 1)


def _form(one: Problem) -> str:
    return form_of(one.form).label
