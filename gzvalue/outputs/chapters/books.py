"""数据资源入账情况: how the data resources stand in the books, and which of them secure a debt. Historical cost, never the value of this paper."""

from gzvalue.accounting.accounts import CAVEAT
from gzvalue.accounting.recognition import way_word
from gzvalue.accounting.stated import StatedAsset, StatedBooks
from gzvalue.outputs.blocks import Block, Column, Heading, PageBreak, Paragraph, RowsTable
from gzvalue.outputs.content import Content
from gzvalue.outputs.options import Options
from gzvalue.outputs.words import day, yuan

_NOTE = "“拟质押（尚未设立）”来自本文件的融资与担保方案，设立前不属于权利受限的资产；质押设立后应在财务报表附注中披露账面价值和本期摊销额。"


def chapter(content: Content, options: Options) -> tuple[Block, ...]:
    """Absent where nothing is booked."""
    books = content.books
    if books is None:
        return ()
    blocks: list[Block] = [
        PageBreak(),
        Heading("数据资源入账情况", 1),
        Paragraph(CAVEAT),
        Paragraph(
            f"报告期 {day(books.period.begins)} 至 {day(books.period.ends)}{'（未填全，暂定）' if books.period.assumed else ''}。"
            "账面价值与本文件的测算价值计量基础不同：前者为实际发生的历史成本减摊销和减值，后者未经评估；两者不相加、不互相替代。"
            + _checks(books)
        ),
        _lines(books),
        _assets(books),
    ]
    if books.pledged:
        blocks.append(_pledged(books))
    return tuple(blocks)


def _checks(books: StatedBooks) -> str:
    return f"勾稽检查 {books.checks} 项，" + (f"不符 {books.failed} 项，以下数字待核。" if books.failed else "全部相符。")


def _lines(books: StatedBooks) -> RowsTable:
    columns = (Column("资产负债表项目", 4), Column("期初", 2, "figure"), Column("期末", 2, "figure"))
    rows = tuple((f"{one.line}　其中：数据资源", yuan(one.opening), yuan(one.closing)) for one in books.lines)
    return RowsTable(columns, rows, caption="数据资源的列示", unit="元")


def _assets(books: StatedBooks) -> RowsTable:
    columns = (
        Column("账面资产", 3.4), Column("数据集", 1, "code"), Column("类别与取得方式", 2.4), Column("期末账面价值", 1.7, "figure"),
        Column("本期摊销", 1.5, "figure"), Column("剩余月数", 1.2, "figure"),
    )  # fmt: skip
    rows = tuple(
        (
            _name(one),
            one.data_set,
            f"{one.asset_class}，{way_word(one.asset_class, one.way)}",
            yuan(one.carrying),
            yuan(one.amortisation),
            _months(one),
        )
        for one in books.assets
    )
    return RowsTable(columns, rows, caption="账面资产", unit="元")


def _name(one: StatedAsset) -> str:
    return f"{one.code} {one.name}".strip()


def _months(one: StatedAsset) -> str:
    return "不摊销" if one.remaining_months is None else str(one.remaining_months)


def _pledged(books: StatedBooks) -> RowsTable:
    columns = (
        Column("账面资产", 3.4), Column("数据集", 1, "code"), Column("期末账面价值", 1.7, "figure"), Column("本期摊销", 1.5, "figure"), Column("状态", 2.3),
        Column("依据", 2.5),
    )  # fmt: skip
    rows = tuple(
        (f"{one.code} {one.name}".strip(), one.data_set, yuan(one.carrying), yuan(one.charged), one.state, one.basis)
        for one in books.pledged
    )
    return RowsTable(columns, rows, caption="用于担保、权利受限或拟质押的数据资源", unit="元", note=_NOTE)
