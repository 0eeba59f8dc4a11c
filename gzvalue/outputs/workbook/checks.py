"""核对: every stated figure as the program found it beside the workbook's formula, with the difference."""

from decimal import Decimal

from gzvalue.outputs.workbook.draft import Draft
from gzvalue.outputs.workbook.page import Column, Jump, Live, Number, Page, Ref, span

_COLUMNS = (
    Column("项目", 44), Column("底稿位置", 18), Column("程序结果", 19, True), Column("底稿公式结果", 19, True), Column("差异（底稿－程序）", 16, True),
    Column("单位", 7), Column("核对", 9),
)  # fmt: skip
_NUMBERS: dict[str, Number] = {"元": "money", "万元": "whole", "%": "ratio", "分": "score"}
_NEAR = {"元": "0.005", "万元": "0.5", "%": "0.000000001", "分": "0.005"}


def lay_checks(draft: Draft) -> Ref | None:
    """The page that holds the workbook against the program; the cell with the sum of differences."""
    if not draft.figures:
        return None
    page = draft.page("核对", "H2", "逐项核对：程序结果、底稿公式结果与差异；差异合计为 0.00 即完全一致", _COLUMNS)
    page.heading(
        "程序结果为生成本底稿时的数值，不随改动变化；改动输入后，差异即为改动的影响。",
        "程序按十进制 34 位有效数字计算，表格软件为二进制浮点：单项金额在 100 亿元以内与程序相差不超过 0.01 元。取整均为四舍五入，负数按绝对值四舍五入。",
    )
    page.next()
    page.put(0, "差异合计（各金额差异的绝对值之和，元）", role="label")
    overall, row = page.ref(2), page.row
    page.next(2)
    page.heads(freeze=True, columns=1)
    first = page.row
    money = [figure for figure in draft.figures if figure.unit == "元"]
    others = [figure for figure in draft.figures if figure.unit != "元"]
    for figure in (*money, *others):
        _line(page, figure.words, figure.ref, figure.value, figure.unit)
        page.next()
    differences = span(page.ref(4, first), page.ref(4, first + len(money) - 1), page)
    page.put(2, Live(f'=SUMIF({differences},">0")-SUMIF({differences},"<0")', Decimal(0)), "money", "key", row=row)
    page.filtered = (first - 1, page.row - 1)
    draft.name(overall, "差异合计")
    return overall


def _line(page: Page, words: str, ref: Ref, value: Decimal, unit: str) -> None:
    number = _NUMBERS[unit]
    page.put(0, words)
    page.put(1, Jump(f"{ref.page.name} {ref.fixed.rpartition('!')[2].replace('$', '')}", ref))
    own = page.put(2, value, number, "plain")
    found = page.put(3, Live(f"={ref.on(page)}", value), number)
    places = 12 if unit == "%" else 4
    gap = page.put(4, Live(f"=ROUND({found.on(page)}-{own.on(page)},{places})", Decimal(0)), "factor" if unit == "%" else "money")
    page.put(5, unit)
    page.put(6, Live(f'=IF(ABS({gap.on(page)})<={_NEAR[unit]},"一致","有差异")', "一致"))
