"""数据产品定价测算表: cost, coefficients with ranges and reasons, price with its band, ways of charging, comparisons."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from gzvalue.errors import UserError
from gzvalue.outputs.blocks import (
    NOT_APPLICABLE,
    Bar,
    BarChart,
    Block,
    Cell,
    Column,
    Heading,
    KeyFigure,
    KeyFigures,
    Marked,
    PageBreak,
    Paragraph,
    RowsTable,
)
from gzvalue.outputs.chapters.price import FORMULA, band, compared_table
from gzvalue.outputs.sheets.sheet import Sheet, SheetField, SheetInput
from gzvalue.outputs.words import figure, minus, percent, yuan
from gzvalue.schema.kinds import plain
from gzvalue.schema.price_forms import PER_UNIT, ProductPrice
from gzvalue.valuation.price import price_of, records_for
from gzvalue.valuation.price_ground import Ground
from gzvalue.valuation.price_result import NEUTRAL, Compared, CostPart, ModePrice, Price

_MOST_COSTS = 12
"""Cost items that are printed one by one."""

_OWN = "公式、系数范围与取值规则为本软件约定，未经任何交易机构或主管部门确认。"


def price_sheet(given: SheetInput) -> Sheet:
    """Every product that the project prices of this data set, one after the other; without such a record the data set itself.

    Raises:
        UserError: there is no price: no cost, or a figure out of its range.
    """
    ground = Ground(given.project, given.valuation)
    records = records_for(given.project, given.code) or (ProductPrice(id=0, data_set=given.code),)
    every = [price_of(ground, record) for record in records]
    priced = [one for one in every if not one.refused]
    if not priced:
        raise UserError(every[0].refused)
    blocks: list[Block] = []
    for number, one in enumerate(priced):
        blocks += [PageBreak()] if number else []
        blocks += _product(one, several=len(priced) > 1)
    problems = tuple(dict.fromkeys(problem for one in every for problem in one.problems))
    return Sheet(
        tuple(blocks), problems, tuple(_fields(priced[0])), {"prices": [_data(one) for one in priced]},
        signatures=("编制、复核：", "日期："), limits=(_OWN,),
        records=tuple(row for record in records for row in ground.rows_of(record)),
    )  # fmt: skip


def _product(one: Price, *, several: bool) -> Iterator[Block]:
    level = 3 if several else 2
    if several:
        yield Heading(" ".join(part for part in (one.code, one.name) if part), 2)
    yield _key_figures(one)
    yield Paragraph(FORMULA, "formula")
    yield Paragraph(_filled(one), "formula")
    yield Heading("成本", level)
    yield _costs(one)
    yield Heading("系数", level)
    yield _coefficients(one)
    yield Heading("计价方式", level)
    yield _modes(one)
    for mode in one.modes:
        if mode.tiers:
            yield _tiers(mode)
    if one.compared:
        yield Heading("与外来价格比较", level)
        chart = _chart(one)
        if chart is not None:
            yield chart
        yield compared_table([(one, other) for other in one.compared])
    if one.cross_checks:
        yield Heading("其他形式的价格（只作对照，不平均）", level)
        yield _checks(one)


def _key_figures(one: Price) -> KeyFigures:
    if one.exclusive:
        each = KeyFigure("独家买方", yuan(one.price), "元", "全部价格由一个买方承担")
    else:
        each = KeyFigure("每个买方（年）", yuan(one.price_per_buyer), "元", f"非独家，预计 {one.buyers} 个买方")
    return KeyFigures(
        (
            KeyFigure("测算价格（年）", yuan(one.price), "元", "一年，全部买方合计"),
            KeyFigure("议价区间", band(one), "元", "上下 15%，本软件约定"),
            each,
        )
    )


def _filled(one: Price) -> str:
    product = " × ".join(plain(part.value) for part in one.coefficients.values())
    return f"＝ {yuan(one.cost_per_year)} ×（1＋{minus(plain(one.margin * 100))}%）× {product} ＝ {yuan(one.base_price)} × {figure(one.coefficient, 6)} ＝ {yuan(one.price)} 元"


def _costs(one: Price) -> RowsTable:
    columns = (
        Column("数据集", 1, "code"),
        Column("成本", 3.2),
        Column("类别", 2.2),
        Column("归集", 1.5),
        Column("金额（元）", 1.7, "figure"),
        Column("每年（元）", 1.7, "figure"),
    )
    whole = ("合计", "年成本 C", NOT_APPLICABLE, NOT_APPLICABLE, NOT_APPLICABLE, yuan(one.cost_per_year))
    share = "" if one.share == 1 else f"；本产品承担 {percent(one.share, 2)}"
    short = len(one.costs) > _MOST_COSTS
    left = "逐项见测算底稿。" if short else ""
    note = (
        f"一次性成本按 {plain(one.years)} 年摊销（{one.years_words}）{share}。成本明细与成本法相同，为评估基准日水平；"
        f"各行取整到分，合计按未取整数相加。{left}"
    )
    rows = _cost_sums(one) if short else [_cost_row(part) for part in one.costs]
    return RowsTable(columns, tuple(rows), (whole,), note=note)


def _cost_row(part: CostPart) -> tuple[Cell, ...]:
    how = ("共同成本分摊，" if part.common else "") + ("按年发生" if part.yearly else "一次性")
    name, category = part.name or NOT_APPLICABLE, part.category or "产品化成本"
    return (part.data_set or NOT_APPLICABLE, name, category, how, yuan(part.amount), yuan(part.per_year))


def _cost_sums(one: Price) -> list[tuple[Cell, ...]]:
    """A line for each data set and way of gathering, where single items would fill pages."""
    groups: dict[tuple[str, bool, bool], list[CostPart]] = {}
    for part in one.costs:
        groups.setdefault((part.data_set, part.common, part.yearly), []).append(part)
    rows: list[tuple[Cell, ...]] = []
    for (code, common, yearly), parts in groups.items():
        how = ("共同成本分摊，" if common else "") + ("按年发生" if yearly else "一次性")
        name = f"成本明细 {len(parts)} 项" if code else parts[0].name
        category = "各类合计" if code else "产品化成本"
        amounts = (sum((part.amount for part in parts), Decimal(0)), sum((part.per_year for part in parts), Decimal(0)))
        rows.append((code or NOT_APPLICABLE, name, category, how, *(yuan(amount) for amount in amounts)))
    return rows


def _coefficients(one: Price) -> RowsTable:
    columns = (Column("系数", 1.9), Column("范围", 1.1, "code"), Column("取值", 1, "figure"), Column("来历", 1.2), Column("理由", 5.8))
    rows: list[tuple[Cell, ...]] = []
    for part in one.coefficients.values():
        differs = part.proposed is not None and part.proposed != part.value
        reason = part.reason + (f"（程序建议 {plain(part.proposed or part.value)}：{part.proposal}）" if differs else "")
        basis = Marked("取 1", "quiet") if part.basis == NEUTRAL else part.basis_words
        rows.append(
            (f"{part.range.label} {part.range.sign}", part.range.words, figure(part.value, max(2, _places(part.value))), basis, reason)
        )
    total = ("调整系数 K", "0.11–4.49", figure(one.coefficient, 6), "六项相乘", NOT_APPLICABLE)
    return RowsTable(columns, tuple(rows), (total,), note="范围与取值规则为本软件约定，可改填并写明理由；超出范围的不能用。")


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _modes(one: Price) -> RowsTable:
    columns = (
        Column("方式", 2),
        Column("单价", 1.8, "code"),
        Column("单位", 1.8),
        Column("区间", 2.5, "code"),
        Column("预计年收入", 1.7, "figure"),
        Column("说明", 3.6),
    )
    entered = any(mode.id for mode in one.modes)
    note = "单价取整后按预计数量回算年收入，与应收回的价格相差只在取整。" + (
        "" if entered else "尚未填写计价方式，先按预计买方数列出几种。"
    )
    return RowsTable(columns, tuple(_mode(mode) for mode in one.modes), note=note)


def _mode(one: ModePrice) -> tuple[Cell, ...]:
    if one.unit_price is None:
        return (one.mode, Marked(NOT_APPLICABLE, "quiet"), NOT_APPLICABLE, NOT_APPLICABLE, NOT_APPLICABLE, one.words)
    shown = one.unit == "%"
    ends = [percent(end, 2) if shown else _price(end) for end in (one.low, one.high) if end is not None]
    price = percent(one.unit_price, 2) if shown else _price(one.unit_price)
    return (one.mode, price, "买方收益的比例" if shown else one.unit, "–".join(ends) if any(end for end in (one.low, one.high)) else NOT_APPLICABLE,
            yuan(one.revenue), one.words or NOT_APPLICABLE)  # fmt: skip


def _price(value: Decimal) -> str:
    return minus(f"{value:,f}")


def _tiers(mode: ModePrice) -> RowsTable:
    columns = (
        Column("档次", 3),
        Column("每份含量", 1.6, "figure"),
        Column("预计份数", 1.4, "figure"),
        Column("折扣率", 1.2, "figure"),
        Column("每份价格", 1.8, "figure"),
    )
    rows = tuple(
        (
            one.name or NOT_APPLICABLE,
            figure(one.units, _places(one.units)),
            figure(one.sold, _places(one.sold)),
            percent(one.discount, 2),
            yuan(one.price),
        )
        for one in mode.tiers
    )
    return RowsTable(columns, rows, caption="阶梯套餐", unit="元/年")


def _chart(one: Price) -> BarChart | None:
    """The prices of one basis as bars; the first basis that has a price got elsewhere."""
    found = [other for other in one.compared if other.own is not None and other.basis != PER_UNIT]
    same = [other for other in found if other.basis == found[0].basis] if found else []
    if len(same) < 2:  # one alone is said by the table
        return None
    own, low, high = same[0].own or Decimal(0), same[0].low or Decimal(0), same[0].high or Decimal(0)
    bars = [Bar("本测算", (own,), yuan(own), "good")] + [
        Bar(_source(other), (other.amount,), yuan(other.amount), "plain" if other.within else "attention") for other in same
    ]
    outside = sum(1 for other in same if not other.within)
    title = f"{len(same)} 个外来价格中有 {outside} 个在区间之外" if outside else f"{len(same)} 个外来价格都在区间之内"
    return BarChart(
        title, "元", tuple(bars), mark=(high, f"区间上限 {yuan(high)}"), note=f"{same[0].basis}；区间 {yuan(low)}–{yuan(high)} 元。"
    )


def _source(one: Compared) -> str:
    return one.source or one.kind or "外来价格"


def _checks(one: Price) -> RowsTable:
    columns = (
        Column("形式", 1.6),
        Column("价格（元）", 1.7, "figure"),
        Column("折成每年（元）", 1.9, "figure"),
        Column("与 P 相差", 1.2, "figure"),
        Column("说明", 5),
    )
    rows = tuple(
        (part.label, yuan(part.whole), yuan(part.per_year), NOT_APPLICABLE if part.rate is None else percent(part.rate, 1), part.words)
        for part in one.cross_checks
    )
    return RowsTable(columns, rows)


# --- JSON ---------------------------------------------------------------------------------------


def _fields(one: Price) -> Iterator[SheetField]:
    yield SheetField("name", "产品", one.name)
    yield SheetField("cost_per_year", "年成本 C（元）", yuan(one.cost_per_year), "成本明细")
    yield SheetField("margin", "目标利润率 m", percent(one.margin, 2))
    yield SheetField("base_price", "基础价格 P₀（元）", yuan(one.base_price))
    for key, part in one.coefficients.items():
        yield SheetField(key, f"{part.range.label} {part.range.sign}", plain(part.value), f"{part.basis_words}：{part.reason}")
    yield SheetField("coefficient", "调整系数 K", plain(one.coefficient))
    yield SheetField("price", "测算价格（年，元）", yuan(one.price))
    yield SheetField("band", "价格区间（元）", band(one))
    yield SheetField("buyers", "预计买方数", "独家" if one.exclusive else str(one.buyers))
    yield SheetField("price_per_buyer", "每个买方的价格（元）", yuan(one.price_per_buyer))


def _data(one: Price) -> dict[str, Any]:
    """The figures of a price in short; ``gzvalue price --json`` has them all."""
    return {
        "code": one.code, "name": one.name, "data_set": one.data_set, "cost_per_year": f"{one.cost_per_year:f}", "margin": plain(one.margin),
        "base_price": f"{one.base_price:f}", "coefficients": {key: plain(part.value) for key, part in one.coefficients.items()},
        "coefficient": plain(one.coefficient), "price": f"{one.price:f}", "band": {"low": f"{one.low:f}", "high": f"{one.high:f}"},
        "buyers": one.buyers, "exclusive": one.exclusive, "price_per_buyer": f"{one.price_per_buyer:f}",
    }  # fmt: skip
