"""The value: basis, result by unit, structure, cross-check, allocation to data sets, rate, assumptions."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from gzvalue.outputs.blocks import (
    NOT_APPLICABLE,
    Bar,
    BarChart,
    Block,
    Cell,
    Column,
    Heading,
    Items,
    PageBreak,
    Paragraph,
    RecordTable,
    RowsTable,
)
from gzvalue.outputs.chapters import valuation_approaches, valuation_rates
from gzvalue.outputs.content import Content
from gzvalue.outputs.options import Options
from gzvalue.outputs.words import items, percent, wan, wan_words, yuan
from gzvalue.schema.conclusion_forms import ConclusionNote
from gzvalue.schema.valuation_forms import METHODS
from gzvalue.valuation.result import UnitValue

_SHOWN = 20
_ZERO = Decimal(0)

_ASSUMPTIONS = (
    "企业填报的数据目录、权利、成本、收益、合同与财务信息真实、完整。",
    "数据在收益期限内持续更新、合法使用，所依据的合同到期后能够续签；不能续签的部分已在收益预测中反映。",
    "国家关于数据产权、个人信息保护、数据安全和税收的现行规定不发生重大不利变化。",
    "收益不含增值税；与其他资产共同形成的收益已按分成率分割，同一收益不在两个评估单元重复计算。",
    "没有考虑数据被强制处置、快速变现时的折价，也没有考虑数据泄露、停用等突发事件。",
    "结论只适用于所载测算目的与评估基准日；按惯例，自评估基准日起超过一年的，应重新测算（以官方文本为准）。",
)


def chapter(content: Content, options: Options) -> tuple[Block, ...]:
    """Absent without valuation units."""
    project, valuation = content.project, content.valuation
    if not project.units:
        return ()
    blocks: list[Block] = [PageBreak(), Heading("价值测算", 1)]
    head = project.head
    keys = ("valuation_date", "purpose", "value_type", "premise", "timing", "tax_rate", "preparer", "reviewer")
    blocks += [Heading("测算基本事项", 2), RecordTable(items(head, *keys), dense=True)]
    if valuation.stopped:
        blocks.append(Paragraph(f"本项目不予测算：{valuation.stopped}"))
        return tuple(blocks)
    blocks += valuation_approaches.forming(content)
    blocks += valuation_approaches.applicability(content)
    blocks += [Heading("测算结果", 2), Paragraph(_result_words(content)), _units_table(content)]
    if content.valued:
        blocks.append(_structure(content))
    blocks += _cross_check(content)
    blocks += [Heading("分摊到数据集", 2), *_allocation(content)]
    blocks += [Heading("折现率", 2), *valuation_rates.discount_rate(content)]
    blocks += valuation_rates.share_rates(content)
    blocks += valuation_rates.comparables(content)
    blocks += [Heading("假设与限制条件", 2), Items((*_ASSUMPTIONS, *_own_limits(content)), numbered=True)]
    return tuple(blocks)


def _own_limits(content: Content) -> tuple[str, ...]:
    """What the enterprise adds to the limits, one a line."""
    return tuple(line.strip() for line in (content.project.single(ConclusionNote).limits or "").splitlines() if line.strip())


# --- result --------------------------------------------------------------------------------------


def _result_words(content: Content) -> str:
    valuation = content.valuation
    if not content.valued:
        return "尚无评估单元得出结论，原因见“待补正事项”。"
    concluded = [unit for unit in valuation.units if unit.value is not None]
    text = (
        f"{len(concluded)} 个评估单元按各自主要方法得出的价值合计 {yuan(valuation.total)} 元（约 {wan_words(valuation.total)}），未经评估。"
        f"其中可转让收益（来自与他人的合同）形成 {wan_words(valuation.transferable)}，内部收益（增收节支）形成 {wan_words(valuation.internal)}。"
        "每个单元的价值先四舍五入到分再相加，合计取整到万元为结论；其他方法只作交叉验证，不参与平均。"
    )
    missing = [unit.code for unit in valuation.units if unit.value is None]
    if missing:
        text += f"{'、'.join(missing)} 未得出结论，没有计入。"
    return text


def _units_table(content: Content) -> RowsTable:
    columns = (
        Column("单元", 1, "code"),
        Column("单元名称", 3.6),
        Column("主要方法", 1.8, "code"),
        Column("折现率", 1.1, "figure"),
        Column("可转让", 2.2, "figure"),
        Column("内部", 2.2, "figure"),
        Column("价值", 2.4, "figure"),
        Column("占比", 1.1, "figure"),
    )
    total = content.valuation.total
    rows = tuple(_unit_row(unit, total) for unit in content.units)
    valuation = content.valuation
    sums: tuple[Cell, ...] = (
        "合计",
        "—",
        "—",
        "—",
        yuan(valuation.transferable),
        yuan(valuation.internal),
        yuan(total),
        _share(total, total),
    )
    note = "成本法、市场法单元不区分可转让与内部收益。占比四舍五入，合计以金额为准。"
    return RowsTable(columns, rows, (sums,), caption="各评估单元的价值（按金额排列）", unit="元", note=note)


def _unit_row(unit: UnitValue, total: Decimal) -> tuple[Cell, ...]:
    return (
        unit.code or NOT_APPLICABLE,
        unit.name or NOT_APPLICABLE,
        unit.main_method or "未填写",
        percent(unit.rate, 2),
        yuan(unit.transferable),
        yuan(unit.internal),
        yuan(unit.value),
        _share(unit.value, total),
    )


def _share(part: Decimal | None, total: Decimal) -> str:
    return percent(part / total) if part is not None and total else NOT_APPLICABLE


def _structure(content: Content) -> BarChart:
    units = [unit for unit in content.units if unit.value is not None]
    total = content.valuation.total
    shown, rest = units[:_SHOWN], units[_SHOWN:]
    bars = [_bar(f"{unit.code} {unit.name}", [unit], total) for unit in shown]
    if rest:
        bars.append(_bar(f"其余 {len(rest)} 个单元", rest, total))
    five = sum((unit.value or _ZERO for unit in units[:5]), _ZERO)
    title = "测算结果的构成"
    if total and len(units) > 5:
        title = f"前五个评估单元占测算结果的 {percent(five / total, 0)}，内部收益占 {percent(content.valuation.internal / total, 0)}"
    elif total:
        title = f"内部收益占测算结果的 {percent(content.valuation.internal / total, 0)}"
    return BarChart(title, "万元", tuple(bars), ("可转让收益或成本", "内部收益"))


def _bar(label: str, units: Sequence[UnitValue], total: Decimal) -> Bar:
    internal = sum((unit.internal or _ZERO for unit in units), _ZERO)
    value = sum((unit.value or _ZERO for unit in units), _ZERO)
    parts = ((value - internal).scaleb(-4), internal.scaleb(-4))
    return Bar(label, parts, f"{wan(value)}（{_share(value, total)}）")


# --- cross-check and allocation ------------------------------------------------------------------


def _cross_check(content: Content) -> Iterator[Block]:
    valuation = content.valuation
    methods = [method for method in METHODS if method in valuation.cross_check]
    if not methods:
        return
    yield Heading("交叉验证与差异分析", 2)
    columns = (
        Column("单元", 1, "code"),
        Column("单元名称", 3.4),
        Column("主要方法", 1.8, "code"),
        Column("主要方法结果", 2.4, "figure"),
        *(Column(f"验证：{method}", 2.4, "figure") for method in methods),
        Column("最大差异率", 1.4, "figure"),
    )
    units = [unit for unit in content.units if any(method != unit.main_method for method in unit.by_method)]
    rows = tuple(_check_row(unit, methods) for unit in units)
    totals = tuple(_check_total(content, method, methods) for method in methods)
    note = "差异率以结论（主要方法或加权的结果）为分母。合计只含同时有两种结果的单元。"
    yield RowsTable(columns, rows, totals, caption="主要方法与其他方法的比较（不平均）", unit="元", note=note)
    yield Paragraph("结论采用各单元的主要方法（或写明理由的加权），其他方法只并列对照；各单元理由见测算过程。")
    yield from valuation_approaches.differences(content)


def _check_row(unit: UnitValue, methods: Sequence[str]) -> tuple[Cell, ...]:
    main = unit.by_method.get(unit.main_method or "")
    others = (yuan(unit.by_method.get(method)) if method != unit.main_method else NOT_APPLICABLE for method in methods)
    return (unit.code, unit.name or NOT_APPLICABLE, unit.main_method or "未填写", yuan(main), *others, percent(unit.difference))


def _check_total(content: Content, method: str, methods: Sequence[str]) -> tuple[Cell, ...]:
    checked, cross = content.valuation.checked[method], content.valuation.cross_check[method]
    others = (yuan(cross) if one == method else NOT_APPLICABLE for one in methods)
    gap = percent(abs(cross - checked) / checked) if checked else NOT_APPLICABLE
    return ("合计", f"有{method}结果的单元", NOT_APPLICABLE, yuan(checked), *others, gap)


def _allocation(content: Content) -> Iterator[Block]:
    valued = [one for one in content.valuation.data_sets if one.value is not None]
    if not valued:
        yield Paragraph("尚无数据集分到价值。")
        return
    yield Paragraph(
        "单元价值按所选依据分摊到成员数据集，分到分，各部分之和等于单元价值。分摊只用于登记、质押与核对，不表示数据集可以脱离单元单独取得该收益。"
    )
    columns = (
        Column("编号", 1, "code"),
        Column("数据名称", 3.8),
        Column("所属单元", 1.8),
        Column("可转让", 2.2, "figure"),
        Column("内部", 2.2, "figure"),
        Column("分摊价值", 2.4, "figure"),
        Column("占比", 1.1, "figure"),
        Column("成本法（参考）", 2.4, "figure"),
    )
    total = content.valuation.total
    rows = tuple(
        (
            one.code,
            one.name,
            "、".join(one.by_unit),
            yuan(one.transferable),
            yuan(one.internal),
            yuan(one.value),
            _share(one.value, total),
            yuan(one.cost),
        )
        for one in valued
    )
    cost = sum((one.cost or _ZERO for one in valued), _ZERO)
    valuation = content.valuation
    sums = (
        "合计",
        f"{len(valued)} 项",
        "—",
        yuan(valuation.transferable),
        yuan(valuation.internal),
        yuan(total),
        _share(total, total),
        yuan(cost),
    )
    yield RowsTable(columns, rows, (sums,), caption="各数据集的分摊价值", unit="元")
    out = [one for one in content.valuation.data_sets if one.excluded]
    if out:
        rows_out = tuple((one.code or "—", one.name or "—", one.excluded) for one in out)
        yield RowsTable((Column("编号", 1, "code"), Column("数据名称", 3), Column("原因", 7)), rows_out, caption="不纳入结论的数据集")
