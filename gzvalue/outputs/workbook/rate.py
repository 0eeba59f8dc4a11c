"""折现率: how the project's discount rate is built up, or that it was entered."""

from gzvalue.outputs.workbook.draft import Draft, amount, arguments, live
from gzvalue.outputs.workbook.page import Column, Linked, Page
from gzvalue.schema.valuation_forms import Discount
from gzvalue.valuation.formulas import BY_KEY
from gzvalue.valuation.result import Step

_COLUMNS = (Column("项目", 30), Column("数值", 16, True), Column("来源、说明", 74))
_STEP = "折现率/累加法"


def lay_rate(draft: Draft) -> None:
    """The page of the rate; left out where there is none."""
    discount, value = draft.material.project.discount, draft.material.valuation.rate
    if value is None:
        return
    page = draft.page("折现率", "C1", f"折现率的确定（{discount.method}，{discount.basis or '口径未填'}）", _COLUMNS, landscape=False)
    step = draft.material.steps.get(_STEP)
    page.heading(f"确定方法：{discount.method}；口径：{discount.basis or '未填'}。各项风险报酬为企业自行判断，须由使用者复核。")
    page.next()
    page.heads()
    if step is None:
        _entered(draft, page, discount)
    else:
        _built_up(draft, page, discount, step)
    if discount.note:
        page.next()
        page.wide(discount.note)


def _entered(draft: Draft, page: Page, discount: Discount) -> None:
    value = draft.material.valuation.rate
    assert value is not None
    page.put(0, "折现率 r", role="total")
    ref = page.put(1, Linked(("discount", discount.id, "entered_rate"), value), "ratio", "total")
    page.put(2, discount.entered_reason or "", role="total")
    page.next()
    draft.name(ref, "折现率结果")
    draft.figure(("rate",), "折现率", ref, value, "%")


def _built_up(draft: Draft, page: Page, discount: Discount, step: Step) -> None:
    given = arguments(step)
    own = draft.linked(page, 1, given["risk_free"], "ratio")
    page.put(0, discount.form.fields["risk_free"].label)
    page.put(2, " ".join(part for part in (discount.risk_free_source, str(discount.risk_free_date or "")) if part), role="wrapped")
    page.next()
    values = given["premiums"].value
    assert isinstance(values, tuple)
    premiums = []
    for value, origin in zip(values, given["premiums"].origins, strict=True):
        assert isinstance(origin, tuple)
        field = discount.form.fields[origin[2]]
        page.put(0, field.label)
        premiums.append(page.put(1, Linked(origin, value), "ratio", "live"))
        page.put(2, field.help, role="wrapped")
        page.next()
    page.put(0, "折现率 r", role="total")
    ref = page.put(1, live(BY_KEY[step.formula], page, amount(step), risk_free=own, premiums=premiums), "ratio", "total")
    page.put(2, f"{step.written}　{step.source}", role="total")
    page.next()
    draft.links.place(step.id, ref)
    draft.name(ref, "折现率结果")
    draft.figure(("rate",), "折现率", ref, amount(step), "%")
