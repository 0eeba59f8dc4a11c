"""A lender's portfolio as blocks for paper, and as a sheet for Excel."""

import io
from collections.abc import Sequence

from gzvalue.financing.portfolio import STATES, Portfolio, Position, Share
from gzvalue.outputs.blocks import Block, Cell, Column, Heading, KeyFigure, KeyFigures, Marked, PageBreak, Paragraph, RowsTable, Tone
from gzvalue.schema.kinds import grouped, in_percent, in_wan

_LIGHTS: dict[str, tuple[str, Tone]] = {
    "green": ("正常", "good"),
    "yellow": ("关注", "attention"),
    "red": ("触发", "stop"),
    "grey": ("—", "quiet"),
}
_HEADS = ("文件", "状态", "企业", "统一社会信用代码", "行业", "地区", "报告编号", "测算结果（元）", "质押池（元）", "可支持（元）", "贷款（元）",
          "评估基准日", "凭证最早到期", "贷款到期", "提示", "说明")  # fmt: skip


def portfolio_blocks(found: Portfolio) -> tuple[Block, ...]:
    """The paper: totals, all rows, concentration, expiries."""
    figures = KeyFigures(
        (
            KeyFigure("核验通过", str(found.count("verified")), "份", f"共 {len(found.positions)} 个文件"),
            KeyFigure("测算结果合计", in_wan(found.value, 0), "万元", "未经评估"),
            KeyFigure("质押池合计", in_wan(found.pool, 0), "万元"),
            KeyFigure("贷款合计", in_wan(found.loan, 0), "万元"),
        ),
        per_row=4,
    )
    blocks: list[Block] = [
        PageBreak(landscape=True),
        Heading("数据资产质押组合", 1),
        Paragraph(f"统计日 {found.as_of.isoformat()}。只有核验通过的申报材料计入合计；每份材料的数字都由本软件重新计算。", "quiet"),
        figures,
        Heading("逐份明细", 2),
        _rows(found.positions),
        Heading("集中度", 2),
        _shares("行业", found.by_industry),
        _shares("地区", found.by_region),
    ]
    if found.expiring:
        blocks += [Heading("已到期或 180 天内到期", 2), _expiring(found.expiring)]
    if found.twice:
        blocks.append(Heading("同一数据出现在多份材料中", 2))
        rows: tuple[tuple[Cell, ...], ...] = tuple((digest[:16], "\n".join(places)) for digest, places in found.twice)
        blocks.append(RowsTable((Column("数据指纹", 2, "code"), Column("出现在", 6)), rows, caption="疑似重复质押"))
    return tuple(blocks)


def portfolio_pdf(found: Portfolio) -> bytes:
    """The paper as PDF."""
    from gzvalue.outputs.pdf.document import PageSet, render  # late: brings the typesetter

    return render(portfolio_blocks(found), PageSet("数据资产质押组合", "质押组合", "", "由本软件核验汇总", found.as_of))


def _rows(positions: Sequence[Position]) -> RowsTable:
    columns = (Column("文件", 2.6), Column("状态", 1.4), Column("企业", 2.6), Column("行业", 2), Column("测算结果", 1.6, "figure"),
               Column("质押池", 1.6, "figure"), Column("贷款", 1.6, "figure"), Column("凭证到期", 1.4, "code"), Column("提示", 0.9), Column("说明", 2.6))  # fmt: skip
    rows = tuple(
        (
            one.file,
            STATES[one.state],
            one.enterprise or "—",
            one.industry or "—",
            "—" if one.value is None else in_wan(one.value, 1),
            "—" if one.pool is None else in_wan(one.pool, 1),
            "—" if one.loan is None else in_wan(one.loan, 1),
            one.expires.isoformat() if one.expires else "—",
            Marked(*_LIGHTS[one.light]),
            one.words or "—",
        )
        for one in positions
    )
    return RowsTable(columns, rows, caption="申报材料与项目", unit="万元")


def _shares(what: str, shares: Sequence[Share]) -> RowsTable:
    rows = tuple((one.name, str(one.count), in_wan(one.loan, 1), in_percent(one.share, 1)) for one in shares)
    return RowsTable((Column(what, 4), Column("份数", 1, "figure"), Column("贷款", 2, "figure"), Column("占比", 1, "figure")), rows,
                     caption=f"按{what}", unit="万元", width=0.75)  # fmt: skip


def _expiring(rows: Sequence[Position]) -> RowsTable:
    told = tuple(
        (
            one.file,
            one.enterprise,
            one.expires.isoformat() if one.expires else "—",
            one.ends.isoformat() if one.ends else "—",
            Marked(*_LIGHTS[one.light]),
        )
        for one in rows
    )
    columns = (
        Column("文件", 3),
        Column("企业", 3),
        Column("凭证最早到期", 1.6, "code"),
        Column("贷款到期", 1.6, "code"),
        Column("提示", 1),
    )
    return RowsTable(columns, told, caption="到期提示")


def portfolio_workbook(found: Portfolio) -> bytes:
    """All rows as a sheet, with totals as formulas; texts are written as texts, never as formulas."""
    import xlsxwriter  # late: only this needs it

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("组合")
        head = book.add_format({"bold": True, "text_wrap": True, "bg_color": "#E8EEF4", "border": 1, "valign": "vcenter"})
        money, day = book.add_format({"num_format": "#,##0.00"}), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, _HEADS, head)
        for number, one in enumerate(found.positions, 1):
            texts = (one.file, STATES[one.state], one.enterprise, one.credit_code, one.industry, one.region, one.report)
            for column, text in enumerate(texts):
                sheet.write_string(number, column, text)
            for column, amount in enumerate((one.value, one.pool, one.lendable, one.loan), 7):
                if amount is not None:
                    sheet.write_number(number, column, float(amount), money)
            for column, when in enumerate((one.valued_on, one.expires, one.ends), 11):
                if when is not None:
                    sheet.write_datetime(number, column, when, day)
            sheet.write_string(number, 14, _LIGHTS[one.light][0])
            sheet.write_string(number, 15, one.words)
        last = len(found.positions)
        sheet.write_string(last + 1, 0, "核验通过的合计", head)
        for column, total in enumerate((found.value, found.pool, found.lendable, found.loan), 7):
            letter = chr(ord("A") + column)
            formula = f'=SUMIF($B$2:$B${last + 1},"{STATES["verified"]}",{letter}2:{letter}{last + 1})'
            sheet.write_formula(last + 1, column, formula, money, float(total))
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, last, len(_HEADS) - 1)
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 6, 18)
        sheet.set_column(7, 13, 16)
        sheet.set_column(14, 14, 8)
        sheet.set_column(15, 15, 50)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    return buffer.getvalue()


def totals_line(found: Portfolio) -> str:
    """The totals in a sentence."""
    return (
        f"核验通过 {found.count('verified')} 份（共 {len(found.positions)} 个文件）：测算结果 {grouped(found.value, 2)} 元，"
        f"质押池 {grouped(found.pool, 2)} 元，可支持 {grouped(found.lendable, 2)} 元，贷款 {grouped(found.loan, 2)} 元。"
        f"{'快速核验：逐个数字复算，没有逐字节重绘页面。' if found.quick else ''}"
    )
