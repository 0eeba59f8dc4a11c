"""Constants that the figures rest on: value, source, since when, and whether they were confirmed in an official text."""

from gzvalue.outputs.blocks import Block, Cell, Column, Heading, Marked, PageBreak, Paragraph, RowsTable
from gzvalue.outputs.content import Content
from gzvalue.outputs.options import Options
from gzvalue.outputs.words import day, minus
from gzvalue.valuation.parameters import Parameter, listed_parameters

_ELSEWHERE = {"敏感性、情景与模拟的默认变动", "银行审查页与贷后监测的默认值"}
"""Told in their own chapters, where they are used."""


def chapter(content: Content, options: Options) -> tuple[Block, ...]:
    """Absent without a conclusion."""
    if not content.valued:
        return ()
    rows: list[tuple[Cell, ...]] = []
    groups: list[tuple[int, str]] = []
    for title, group in listed_parameters():
        if title in _ELSEWHERE:
            continue
        groups.append((len(rows), title))
        rows += [_row(one) for one in group]
    columns = (
        Column("参数", 4.6),
        Column("数值", 1.2, "figure"),
        Column("来源", 4.6),
        Column("起用日期", 1.6, "code"),
        Column("状态", 2.4),
    )
    words = "下表是本软件自带的系数、界限与默认值。除注明“已核对”的以外，不得当作法规或标准中的数值引用；填报项改写过的，以填报为准。"
    return (
        PageBreak(),
        Heading("程序参数与来源", 1),
        Paragraph(words),
        RowsTable(columns, tuple(rows), caption="程序参数", groups=tuple(groups)),
    )


def _row(one: Parameter) -> tuple[Cell, ...]:
    exact = f"{(one.value * 100).normalize():f}%" if one.unit in ("比例", "百分点") else f"{one.value.normalize():f} {one.unit}".strip()
    standing: Cell = one.standing if one.verified else Marked(one.standing, "quiet")
    return (one.label, minus(exact), one.source, day(one.in_force_since), standing)
