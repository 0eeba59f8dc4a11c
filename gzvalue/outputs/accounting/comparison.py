"""Page 账面与测算价值对照: two bases side by side, in columns of their own; nothing on other pages refers to it."""

from gzvalue.outputs.accounting.sheaf import Sheaf
from gzvalue.outputs.workbook.page import Column, Live

_COLUMNS = (
    Column("数据集", 10), Column("名称", 28), Column("账面价值（元，历史成本）", 18, True), Column("测算价值（元，未经评估）", 18, True), Column("差额（元）", 16, True),
    Column("历史成本合计（元）", 18, True), Column("重置成本（元，测算用）", 18, True), Column("说明", 54),
)  # fmt: skip


def lay_comparison(sheaf: Sheaf) -> None:
    """A row per data set."""
    page = sheaf.draft.page("账面与测算价值对照", "H1", "账面价值与测算价值分列，说明差异，互不进入对方", _COLUMNS)
    page.heading("账面价值按历史成本；测算价值反映基准日的预期收益或重置水平，未经评估，不是入账依据。差额只作说明，不作账务处理。")
    page.heads(freeze=True, columns=2)
    for one in sheaf.facing:
        page.put(0, one.data_set, role="code")
        page.put(1, one.name, role="wrapped")
        book = page.put(2, "未入账" if one.book is None else one.book, "text" if one.book is None else "money")
        value = page.put(3, "没有" if one.appraised is None else one.appraised, "text" if one.appraised is None else "money", "entered" if one.appraised is not None else "plain")  # fmt: skip
        if one.difference is None:
            page.put(4, None)
        else:
            page.put(4, Live(f"={value.on(page)}-{book.on(page)}", one.difference), "money", "live")
        page.put(5, one.historical, "money")
        page.put(6, one.replacement, "money", "entered" if one.replacement is not None else "plain")
        page.put(7, one.words, role="wrapped")
        page.next()
    if not sheaf.facing:
        page.put(0, "没有可以对照的数据集。", role="note")
        page.next()
