"""折现率: how the project's discount rate came about by the chosen method, what it is held against, or that it was entered."""

from gzvalue.outputs.workbook.draft import Draft, amount, arguments, live
from gzvalue.outputs.workbook.page import Column, Linked, Page
from gzvalue.outputs.workbook.step_blocks import STEP_COLUMNS, step_block
from gzvalue.schema.rate_forms import BUILD_UP, BY_FACTORS, Discount
from gzvalue.valuation.formulas import BY_KEY
from gzvalue.valuation.formulas.rate import wara_rate
from gzvalue.valuation.result import Step

_COLUMNS = (Column("项目", 30), Column("数值", 16, True), Column("来源、说明", 74))
_PATH = "折现率/"
_STEP = _PATH + BUILD_UP


def lay_rate(draft: Draft) -> None:
    """The pages of the rate; left out where there is none."""
    discount, value = draft.material.project.discount, draft.material.valuation.rate
    if value is None:
        return
    built = draft.material.steps.get(_STEP)
    leading = [step for step in _steps(draft) if step.id != _STEP]
    if built is None or discount.premium_by != BY_FACTORS:
        _lay_plain(draft, discount, built)
        _lay_steps(draft, discount, "折现率推算" if built is None else "折现率核对", leading)
    else:
        _lay_steps(draft, discount, "风险因素评分", [step for step in leading if step.id.startswith(f"{_PATH}风险报酬/")])
        _lay_plain(draft, discount, built)
        _lay_steps(draft, discount, "折现率核对", [step for step in leading if not step.id.startswith(f"{_PATH}风险报酬/")], "C3")
    _name_result(draft, discount)


def _steps(draft: Draft) -> list[Step]:
    return [step for step in draft.material.valuation.steps if step.id.startswith(_PATH)]


def _lay_steps(draft: Draft, discount: Discount, name: str, steps: list[Step], number: str = "C2") -> None:
    """The steps behind the rate, or those that it is held against; a page without any is left out."""
    if not steps:
        return
    page = draft.page(name, number, f"{name}：逐步列出公式、参数与结果", STEP_COLUMNS)
    said = [text for text in (discount.capital_source, _lpr(discount), discount.asset_premium_reason) if text]
    page.heading(*(f"来源与理由：{text}" for text in said))
    for step in steps:
        ref = step_block(draft, page, step)
        if step.formula == wara_rate.key:
            draft.figure(("wara",), step.name, ref, amount(step), "%")


def _lpr(discount: Discount) -> str:
    return " ".join(part for part in ("LPR", discount.lpr_source, str(discount.lpr_date)) if part) if discount.lpr_date else ""


def _lay_plain(draft: Draft, discount: Discount, built: Step | None) -> None:
    """The page with the rate itself: entered, or built up part by part; other methods stand on a page of steps."""
    value = draft.material.valuation.rate
    assert value is not None
    if built is None and any(step.id == f"{_PATH}{discount.method}" for step in _steps(draft)):
        return
    page = draft.page("折现率", "C1", f"折现率的确定（{discount.method}，{discount.basis or '口径未填'}）", _COLUMNS, landscape=False)
    page.heading(f"确定方法：{discount.method}；口径：{discount.basis or '未填'}。各项风险报酬为企业自行判断，须由使用者复核。")
    page.next()
    page.heads()
    if built is None:
        _entered(draft, page, discount)
    else:
        _built_up(draft, page, discount, built)
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


def _name_result(draft: Draft, discount: Discount) -> None:
    """The rate by a page of steps gets the same name and check as one built up."""
    step = draft.material.steps.get(f"{_PATH}{discount.method}")
    ref = None if step is None else draft.links.exact(step.id)
    if step is not None and ref is not None:
        draft.name(ref, "折现率结果")
        draft.figure(("rate",), "折现率", ref, amount(step), "%")


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
        name, said = _premium(draft, discount, origin)
        page.put(0, name)
        premiums.append(page.put(1, Linked(origin, value), "ratio", "live"))
        page.put(2, said, role="wrapped")
        page.next()
    page.put(0, "折现率 r", role="total")
    ref = page.put(1, live(BY_KEY[step.formula], page, amount(step), risk_free=own, premiums=premiums), "ratio", "total")
    page.put(2, f"{step.written}　{step.source}", role="total")
    page.next()
    draft.links.place(step.id, ref)


def _premium(draft: Draft, discount: Discount, origin: object) -> tuple[str, str]:
    """What a premium is called, and where it comes from."""
    if isinstance(origin, tuple):
        field = discount.form.fields[origin[2]]
        return field.label, field.help
    step = draft.material.steps[str(origin)]
    return step.name, "按因素评分在区间内取值，见“风险因素评分”"
