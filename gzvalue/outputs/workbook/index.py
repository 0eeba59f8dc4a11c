"""索引: what this workbook is and is not, whose it is, who prepared and checked it, and where things stand."""

from decimal import Decimal

from gzvalue import __version__
from gzvalue.outputs.words import day
from gzvalue.outputs.workbook.draft import Draft
from gzvalue.outputs.workbook.page import Column, Jump, Live, Page, Ref

TITLE = "测算底稿"
DISCLAIMER = "本底稿是企业自行测算的计算过程，供复核、重做之用，不是资产评估报告，不能代替资产评估机构出具的评估报告。"
_COLUMNS = (Column("底稿索引号", 14), Column("工作表", 16), Column("内容", 88))


def lay_index(draft: Draft) -> Page:
    """The first page, still without the list of sheets."""
    return draft.page("索引", "A1", "封面、目录与说明", _COLUMNS, title=TITLE, landscape=False)


def fill_index(draft: Draft, page: Page, overall: Ref | None) -> None:
    """Fill it when all other pages are laid out."""
    project = draft.material.project
    page.heading()
    page.put(0, project.enterprise.name or "企业名称未填写", role="section")
    page.next()
    if project.head.sample_mark:
        page.wide(project.head.sample_mark, "mark")
    page.next()
    page.wide(DISCLAIMER)
    page.heights[page.row - 1] = 36
    page.next()
    _facts(draft, page)
    page.next()
    _results(draft, page, overall)
    _people(draft, page)
    page.next()
    page.heads()
    for one in draft.pages:
        page.put(0, one.number, role="code")
        page.put(1, Jump(one.name, Ref(one, 0, 0)))
        page.put(2, one.about, role="wrapped")
        page.next()
    page.next()
    _legend(page)


def _facts(draft: Draft, page: Page) -> None:
    head = draft.material.project.head
    for words, value in (
        ("评估基准日", day(head.valuation_date)), ("编制日期", day(head.as_of)), ("测算目的", head.purpose or "未填写"),
        ("价值类型、前提", "；".join(part for part in (head.value_type, head.premise) if part) or "未填写"),
    ):  # fmt: skip
        page.put(0, words, role="label")
        page.wide(value, "wrapped", first=1)


def _results(draft: Draft, page: Page, overall: Ref | None) -> None:
    valuation = draft.material.valuation
    if valuation.stopped:
        page.wide(valuation.stopped, "attention")
        page.next()
        return
    total = draft.names.get("测算价值合计")
    if total is not None:
        page.put(0, "测算价值合计（元，未经评估）", role="label")
        page.put(2, Live(f"={total.on(page)}", valuation.total), "money", "key")
        page.next()
    if overall is not None:
        page.put(0, "与程序结果的差异合计（元）", role="label")
        page.put(2, Live(f"={overall.on(page)}", Decimal(0)), "money", "key")
        page.next()
    errors = sum(one.level == "error" for one in draft.material.problems)
    if errors:
        page.wide(f"草稿：项目中尚有 {errors} 处错误待补正，见“待补正”。", "attention")
    page.next()


def _people(draft: Draft, page: Page) -> None:
    head = draft.material.project.head
    for words, name in (("编制人", head.preparer), ("复核人", head.reviewer)):
        page.put(0, words, role="box")
        page.put(1, name or "", role="box")
        page.put(2, "签字：　　　　　　　　　　　　日期：　　　　年　　月　　日", role="box")
        page.heights[page.row] = 34
        page.next()


def _legend(page: Page) -> None:
    page.put(0, "怎样看、怎样改", role="section")
    page.next()
    for role, words in (
        ("input", "蓝底：输入，可以改。全部公式都引用“输入参数”“专家评分”中的这些单元格，改后整本重算。"),
        ("entered", "黄底斜体：程序值。由程序的算法（求权重等）得出后录入，不随改动变化；要改须回程序重算。"),
        ("aid", "灰字：中间计算。"),
        ("live", "黑字：公式结果。"),
    ):
        page.put(0, "示例", role=role)  # type: ignore[arg-type]
        page.wide(words, first=1)
    for words in (
        "改方法、口径、分摊依据、成员、年度行须在程序中进行；改数值、日期、期限、比率、折现时点在本底稿中即可。",
        "金额单位为元，比例为百分数；负数的取整按绝对值四舍五入。公式与来源写在各页表头上方；数据依据与证据写在“输入参数”。",
        f"由 gzvalue {__version__} 生成。",
    ):
        page.put(0, None)
        page.wide(words, first=1)
