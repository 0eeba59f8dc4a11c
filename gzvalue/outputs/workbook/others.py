"""其他步骤 and 待补正: steps that no other page lays out, each live, and what is still to be mended."""

from decimal import Decimal

from gzvalue.outputs.workbook.draft import Draft
from gzvalue.outputs.workbook.page import Column
from gzvalue.outputs.workbook.step_blocks import STEP_COLUMNS, step_block
from gzvalue.schema.forms import form_of
from gzvalue.schema.problems import LEVEL_WORDS, Problem

_OPEN = (Column("级别", 8), Column("表", 16), Column("内容", 110))


def lay_others(draft: Draft) -> None:
    """Steps without a place so far; left out where there are none."""
    left = [step for step in draft.material.valuation.steps if not draft.links.placed(step.id) and isinstance(step.value, Decimal)]
    if not left:
        return
    page = draft.page("其他步骤", "X1", "未在其他页列示的计算步骤，逐步列出公式、参数与结果", STEP_COLUMNS)
    page.heading()
    for step in left:
        step_block(draft, page, step, words=f"{step.id}　{step.name}")


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
