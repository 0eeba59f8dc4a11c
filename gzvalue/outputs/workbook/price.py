"""产品定价: every price of the project step by step, live, with the figures that are held against the program."""

from decimal import Decimal

from gzvalue.outputs.workbook.draft import Draft, amount
from gzvalue.outputs.workbook.page import Column, Live, Page, Ref
from gzvalue.outputs.workbook.step_blocks import STEP_COLUMNS, step_block
from gzvalue.schema.kinds import plain, rounded
from gzvalue.valuation.price_result import CAVEAT, ModePrice, Price
from gzvalue.valuation.result import Step

_PATH = "定价/"
_FIGURES = {
    "年成本": "年成本", "基础价格": "基础价格", "测算价格": "测算价格（年）", "区间下限": "价格区间下限", "区间上限": "价格区间上限",
    "每个买方的价格": "每个买方的价格（年）",
}  # fmt: skip
"""Last part of a step's id → words of the figure that is stated to the 分."""


def lay_prices(draft: Draft) -> None:
    """The page of prices; left out where the project prices nothing. It refers to the costs."""
    prices = [one for one in draft.material.prices if not one.refused]
    if not prices:
        return
    columns = (*STEP_COLUMNS[:4], Column(STEP_COLUMNS[4].head, 78))
    page = draft.page("产品定价", "G9", "数据产品定价：成本、系数、价格、各计价方式，逐步列出公式、参数与结果", columns)
    page.heading(CAVEAT, "金额在每一步按所列位数取整后进入下一步；系数的范围与取值规则为本软件约定。")
    for one in prices:
        _price(draft, page, one)


def _price(draft: Draft, page: Page, one: Price) -> None:
    page.next()
    page.put(0, " ".join(f"{one.code} {one.name}（{one.data_set}）".split()), role="section")
    page.next()
    for part in one.coefficients.values():
        page.put(0, part.range.sign)
        page.put(1, f"{part.range.label}（{part.range.words}）")
        page.put(2, plain(part.value), role="plain")
        page.put(4, " ".join(f"{part.basis_words}：{part.reason}".split()), role="wrapped")
        page.next()
    for step in one.steps:
        if step.id.startswith(_PATH) and not draft.links.placed(step.id):
            _step(draft, page, one, step)
    for mode in one.modes:
        if mode.words:
            page.wide(f"{mode.mode}：{_mode_words(mode)}")


def _step(draft: Draft, page: Page, one: Price, step: Step) -> None:
    ref = step_block(draft, page, step, words=f"{one.code or one.data_set} {step.name}")
    words = _FIGURES.get(step.id.rpartition("/")[2])
    if words is not None and step.about[1] == one.id:
        stated = _stated(page, ref, step)
        draft.figure(("price", str(one.id), words), f"{one.code} {words}", stated, rounded(amount(step), 2))


def _stated(page: Page, ref: Ref, step: Step) -> Ref:
    """The figure as it is stated, under its unrounded result."""
    value = rounded(amount(step), 2)
    page.put(0, "取整", role="total")
    page.put(1, "四舍五入到分", role="total")
    stated = page.put(2, Live(f"=ROUND({ref.on(page)},2)", value), "money", "total")
    page.put(3, step.unit, role="total")
    page.next()
    return stated


def _mode_words(mode: ModePrice) -> str:
    price = "" if mode.unit_price is None else f"{_shown(mode.unit_price)} {mode.unit}；"
    return " ".join(f"{price}{mode.words}".split())


def _shown(value: Decimal) -> str:
    return f"{value:,f}"
