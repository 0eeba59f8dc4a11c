"""数据产品定价: what the project prices, in a short table; the sheet of one product has the whole derivation."""

from gzvalue.outputs.blocks import NOT_APPLICABLE, Block, Cell, Column, Heading, PageBreak, Paragraph, RowsTable
from gzvalue.outputs.content import Content
from gzvalue.outputs.options import Options
from gzvalue.outputs.words import figure, percent, yuan
from gzvalue.valuation.price_result import CAVEAT, Compared, Price

FORMULA = "P ＝ C ×（1＋m）× Kq × Ks × Kt × Ka × Kr × Kd"
"""As printed above every table of prices."""


def chapter(content: Content, options: Options) -> tuple[Block, ...]:
    """Absent where the project prices nothing."""
    priced = [one for one in content.prices if not one.refused]
    if not priced:
        return ()
    blocks: list[Block] = [
        PageBreak(),
        Heading("数据产品定价", 1),
        Paragraph(CAVEAT),
        Paragraph(FORMULA, "formula"),
        Paragraph(
            "C 为年成本（与成本法同一成本明细，一次性成本按年摊销），m 为目标利润率，各 K 为质量、稀缺、时效、应用、权利风险、供求系数。"
            "价格为一年、全部买方合计；区间为上下 15%。价格不进入价值测算，也不改变结论。"
        ),
        _prices(priced),
        _coefficients(priced),
    ]
    others = [(one, other) for one in priced for other in one.compared]
    if others:
        blocks += [Heading("与外来价格比较", 2), compared_table(others)]
    return tuple(blocks)


def _prices(priced: list[Price]) -> RowsTable:
    columns = (
        Column("产品", 3), Column("年成本 C", 1.5, "figure"), Column("K", 0.9, "figure"), Column("年价格 P", 1.6, "figure"),
        Column("区间", 2.7, "code"), Column("每个买方", 2.2, "code"),
    )  # fmt: skip
    rows = tuple(
        (_name(one), yuan(one.cost_per_year), figure(one.coefficient, 4), yuan(one.price), band(one), _buyers(one)) for one in priced
    )
    return RowsTable(columns, rows, caption="数据产品的测算价格", unit="元")


def _name(one: Price) -> str:
    return f"{' '.join(part for part in (one.code, one.name) if part)}（{'、'.join((one.data_set, *one.others))}）"


def band(one: Price) -> str:
    """``331,363.12–448,314.80``."""
    return f"{yuan(one.low)}–{yuan(one.high)}"


def _buyers(one: Price) -> str:
    return "独家" if one.exclusive else f"{yuan(one.price_per_buyer)}（{one.buyers} 家）"


def _coefficients(priced: list[Price]) -> RowsTable:
    first = priced[0].coefficients.values()
    columns = (Column("产品", 3), *(Column(f"{one.range.sign}（{one.range.words}）", 1.3, "figure") for one in first))
    rows = tuple((_name(one), *(figure(part.value, 2) for part in one.coefficients.values())) for one in priced)
    note = "范围与取值规则为本软件约定；各系数的来历与理由见各产品的定价测算表。"
    return RowsTable(columns, rows, caption="调整系数", note=note)


def compared_table(others: list[tuple[Price, Compared]]) -> RowsTable:
    """Prices got elsewhere beside the program's own."""
    columns = (
        Column("产品", 0.9, "code"), Column("出处", 3.4), Column("口径", 1.8), Column("外来价格（元）", 1.8, "figure"), Column("本测算（元）", 1.7, "figure"),
        Column("差异率", 1.1, "figure"), Column("区间之内", 1, "code"),
    )  # fmt: skip
    return RowsTable(columns, tuple(_compared(price, one) for price, one in others))


def _compared(price: Price, one: Compared) -> tuple[Cell, ...]:
    source = "，".join(part for part in (one.kind, one.source, one.given_on) if part)
    within = NOT_APPLICABLE if one.within is None else "是" if one.within else "否"
    rate = NOT_APPLICABLE if one.rate is None else ("+" if one.rate > 0 else "") + percent(one.rate, 2)
    return (
        price.code or price.data_set,
        source or NOT_APPLICABLE,
        f"{one.basis}，{one.mode}" if one.mode else one.basis,
        _unit(one),
        _own(one),
        rate,
        within,
    )


def _unit(one: Compared) -> str:
    exponent = one.amount.as_tuple().exponent
    return figure(one.amount, max(2, -exponent if isinstance(exponent, int) else 2))


def _own(one: Compared) -> str:
    if one.own is None:
        return NOT_APPLICABLE
    exponent = one.own.as_tuple().exponent
    return figure(one.own, max(2, -exponent if isinstance(exponent, int) else 2))
