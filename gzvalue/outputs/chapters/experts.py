"""Other methods of experts beside the scores: do they rank alike, and did the rounds of questions end in agreement?"""

from decimal import Decimal

from gzvalue.outputs.blocks import Block, Cell, Column, Heading, Paragraph, RowsTable
from gzvalue.outputs.content import Content
from gzvalue.outputs.words import figure, percent
from gzvalue.valuation.expert_methods import FUZZY_NOTE, GREY_NOTE, Round, rank_correlations

_CLOSE = Decimal("0.8")


def blocks(content: Content) -> tuple[Block, ...]:
    """Sections of the chapter on scores; a part without data is absent."""
    return (*_compared(content), *_rounds(content.expert_rounds))


def _compared(content: Content) -> tuple[Block, ...]:
    found = rank_correlations(content.compared_scores)
    if found is None:
        return ()
    fuzzy, grey = found
    said = [f"模糊综合评价 {figure(fuzzy, 3)}", *([f"灰色关联 {figure(grey, 3)}"] if grey is not None else [])]
    alike = min(one for one in (fuzzy, grey) if one is not None) >= _CLOSE
    words = "三种方法的排序大体一致" if alike else "各方法的排序有明显差别，采用者应看具体指标而不只看名次"
    return (
        Heading("与其他综合方法的对照", 2),
        Paragraph(f"加权得分的名次与其他方法名次的斯皮尔曼相关系数：{'，'.join(said)}。{words}。其他方法只作对照，不改变评分。"),
        Paragraph(f"{FUZZY_NOTE}。{GREY_NOTE}。", "quiet"),
    )


def _rounds(rounds: tuple[Round, ...]) -> tuple[Block, ...]:
    if not rounds:
        return ()
    columns = (Column("轮次", 1), Column("专家", 0.8, "figure"), Column("协调系数 W", 1.2, "figure"), Column("χ²", 1, "figure"), Column("p", 1, "figure"),
               Column("各事项变异系数", 4), Column("结论", 3))  # fmt: skip
    rows: tuple[tuple[Cell, ...], ...] = tuple(_round(one) for one in rounds)
    note = "W 为肯德尔协调系数（含同分修正），越接近 1 意见越一致；p 小于 0.05 为显著一致。变异系数为标准差与均值之比。"
    return (Heading("德尔菲轮次", 2), RowsTable(columns, rows, caption="各轮专家意见的协调程度", note=note))


def _round(one: Round) -> tuple[Cell, ...]:
    figures = tuple("—" if value is None else figure(value, places) for value, places in ((one.w, 3), (one.chi_square, 2), (one.p, 4)))
    apart = "、".join(f"{item} {'—' if spread is None else percent(spread, 0)}" for item, _, spread in one.items) or "—"
    said = one.fault if one.w is None else ("意见显著一致" if one.agreed else "意见尚不一致") + (f"；{one.fault}" if one.fault else "")
    return (f"第 {one.number} 轮", str(one.experts), *figures, apart, said)
