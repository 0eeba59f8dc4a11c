"""数据集价值 and 结论: what each data set gets, the units' values side by side, totals, cross-checks, whole 万元."""

from collections.abc import Sequence
from decimal import Decimal

from gzvalue.outputs.workbook.draft import Draft, amount, arguments
from gzvalue.outputs.workbook.page import Column, Linked, Live, Page, Ref, span
from gzvalue.schema.kinds import rounded
from gzvalue.schema.valuation_forms import METHODS
from gzvalue.valuation.conclusion import IN_WAN
from gzvalue.valuation.evaluate_unit import method_id, source_id
from gzvalue.valuation.evaluate_whole import TOTAL
from gzvalue.valuation.formulas.allocation import difference_of_methods
from gzvalue.valuation.formulas.income import sum_of_values
from gzvalue.valuation.result import DataSetValue, UnitValue

_SETS = (
    Column("数据集", 9), Column("数据名称", 34), Column("所服务的评估单元", 20), Column("价值（元）", 17, True), Column("其中可转让（元）", 17, True),
    Column("成本法结果，对照（元）", 17, True), Column("不纳入的原因", 40),
)  # fmt: skip
_METHOD, _BY = 2, 3


class _Places:
    """Where the columns of the conclusion stand: one for each method that some unit tried, and those behind."""

    def __init__(self, units: Sequence[UnitValue]) -> None:
        self.methods = tuple(method for method in METHODS if any(method in unit.by_method for unit in units)) or METHODS[:1]
        self.main = _BY + len(self.methods)
        self.taken, self.value, self.out, self.inside, self.gap = range(self.main + 1, self.main + 6)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The heads."""
        return (
            Column("评估单元", 9), Column("单元名称", 26), Column("主要方法", 15), *(Column(f"{method}（元）", 17, True) for method in self.methods),
            Column("主要方法或加权结果（元）", 17, True), Column("扣除不得纳入（元）", 14, True), Column("结论（元）", 17, True),
            Column("其中可转让（元）", 17, True), Column("其中内部（元）", 17, True), Column("与其他方法的最大差异率", 12, True),
        )  # fmt: skip


_WAN = Decimal(10000)


# --- data sets ----------------------------------------------------------------------------------


def lay_values(draft: Draft) -> None:
    """The page of data sets; left out while there are none."""
    found = draft.material.valuation.data_sets
    if not found:
        return
    page = draft.page("数据集价值", "G2", "每个数据集从各评估单元分得的价值之和，成本法结果并列对照", _SETS)
    page.heading("价值＝各单元分摊额之和；没有服务任何单元或不得纳入的数据集不计价值。成本法结果只作对照，不与价值相加。")
    page.next()
    page.heads(freeze=True, columns=2)
    first = page.row
    for one in found:
        _set_row(draft, page, one)
        page.next()
    _sets_total(page, found, first)


def _set_row(draft: Draft, page: Page, one: DataSetValue) -> None:
    page.put(0, one.code or str(one.id), role="code")
    page.put(1, one.name)
    units = [unit for unit in draft.material.valuation.units if (unit.id, one.code) in draft.parts]
    page.put(2, "、".join(unit.code for unit in units))
    _set_value(draft, page, one, units)
    cost = draft.material.steps.get(f"{draft.material.label('data_set', one.id)}/成本法/数据集成本价值")
    if one.cost is None or cost is None:
        page.put(5, "—", "number")
    else:
        page.put(5, Linked(cost.id, one.cost, stated=True), "money")
    page.put(6, one.excluded, role="wrapped")


def _set_value(draft: Draft, page: Page, one: DataSetValue, units: Sequence[UnitValue]) -> None:
    step = draft.material.steps.get(f"{draft.material.label('data_set', one.id)}/价值/各单元分摊合计")
    if one.value is None or step is None:
        page.put(3, "—", "number")
        page.put(4, "—", "number")
        return
    parts = [draft.parts[unit.id, one.code] for unit in units]
    ref = page.put(3, Live(_added([part for part, _ in parts], page), one.value), "money")
    draft.links.place(step.id, ref)
    draft.name(ref, "数据集价值", one.code)
    draft.figure(("data_set", str(one.id), "value"), f"{one.code} 价值", ref, one.value)
    transferable = [part for _, part in parts if part is not None]
    if one.transferable is not None and transferable:
        page.put(4, Live(_added(transferable, page), one.transferable), "money")
    else:
        page.put(4, "—", "number")


def _added(cells: Sequence[Ref], page: Page) -> str:
    return sum_of_values.cell(values=[cell.on(page) for cell in cells])


def _sets_total(page: Page, found: Sequence[DataSetValue], first: int) -> None:
    page.put(0, "合计", role="total")
    sums = {3: [one.value for one in found], 4: [one.transferable for one in found], 5: [one.cost for one in found]}
    for column in range(1, len(page.columns)):
        if column not in sums:
            page.put(column, None, role="total")
            continue
        value = sum((one for one in sums[column] if one is not None), Decimal(0))
        page.put(column, Live(f"=SUM({_column(page, column, first)})", value), "money", "total")
    page.next()


def _column(page: Page, column: int, first: int, *, fixed: bool = False) -> str:
    return span(page.ref(column, first), page.ref(column, page.row - 1), page, fixed=fixed)


# --- conclusion ---------------------------------------------------------------------------------


def lay_conclusion(draft: Draft) -> None:
    """The page of the conclusion."""
    valuation = draft.material.valuation
    concluded = [unit for unit in valuation.units if unit.value is not None]
    at = _Places(concluded)
    page = draft.page("结论", "H1", "各评估单元的结论、不同方法的结果与合计", at.columns)
    page.heading(
        "合计＝各评估单元按主要方法（或有理由的加权）的结果之和（扣除不得纳入的数据集）；其他方法只作交叉验证，不平均、不相加。",
        "本底稿为企业自行测算，未经评估，不是资产评估报告；价值均以评估基准日为准。",
    )
    if valuation.stopped:
        page.next()
        page.wide(valuation.stopped, "attention")
        return
    page.next()
    top = page.row
    page.next(3)
    page.heads()
    first = page.row
    for unit in concluded:
        _unit_row(draft, page, unit, at)
        page.next()
    if not concluded:
        page.put(0, "没有得出结论的评估单元")
        page.next()
    total = _totals(draft, page, concluded, first, at)
    _sums_by_method(draft, page, concluded, (first, page.row - 2), at)
    _without_value(draft, page)
    _reasons(draft, page)
    _key_figures(draft, page, top, total)


def _key_figures(draft: Draft, page: Page, row: int, total: Ref) -> None:
    value = draft.material.valuation.total
    page.put(0, "测算价值合计（元）", role="label", row=row)
    page.put(_BY, Live(f"={total.on(page)}", value), "money", "key", row=row)
    page.put(0, "取整（万元）", role="label", row=row + 1)
    ref = page.put(_BY, Live(f"=ROUND({total.on(page)}/{_WAN},0)", rounded(value / _WAN, 0)), "whole", "key", row=row + 1)
    step = draft.material.steps.get(IN_WAN)
    if step is not None:
        draft.links.place(step.id, ref)
    draft.name(ref, "测算价值合计_万元")
    draft.figure(("total_wan",), "测算价值合计，取整", ref, rounded(value / _WAN, 0), "万元")


def _unit_row(draft: Draft, page: Page, unit: UnitValue, at: _Places) -> None:
    page.put(0, unit.code, role="code")
    page.put(1, f"{unit.name}{'（加权结论）' if unit.weights else ''}")
    page.put(_METHOD, unit.main_method or "")
    methods = _method_cells(draft, page, unit, at)
    assert unit.value is not None
    whole = unit.value + sum(unit.excluded.values(), Decimal(0))
    own = page.put(at.main, Linked(source_id(draft.material.label("valuation_unit", unit.id), unit), whole, stated=True), "money")
    source = draft.concluded.get(unit.id, own)
    value = Live(f"={source.on(page)}", unit.value)
    ref = page.put(at.value, value, "money", "strong")
    page.put(at.taken, Live(f"={own.on(page)}-{ref.on(page)}", whole - unit.value), "money")
    draft.name(ref, "结论", unit.code)
    draft.figure(("unit", str(unit.id), "value"), f"{unit.code} 结论", ref, unit.value)
    _sources(draft, page, unit, ref, at)
    _gaps(draft, page, unit, methods | {"": own}, at)


def _method_cells(draft: Draft, page: Page, unit: UnitValue, at: _Places) -> dict[str, Ref]:
    found = {}
    label = draft.material.label("valuation_unit", unit.id)
    for place, method in enumerate(at.methods):
        value = unit.by_method.get(method)
        if value is None:
            page.put(_BY + place, "—", "number")
            continue
        found[method] = page.put(_BY + place, Linked(method_id(label, method), value, stated=True), "money")
    return found


def _sources(draft: Draft, page: Page, unit: UnitValue, ref: Ref, at: _Places) -> None:
    """What of the conclusion comes from contracts with others, and the rest."""
    source = draft.transferable_concluded.get(unit.id)
    if source is None and unit.id in draft.transferable and unit.id not in draft.concluded:
        source = draft.transferable[unit.id][0]
    if unit.transferable is None or unit.internal is None or source is None:
        page.put(at.out, "—", "number")
        page.put(at.inside, "—", "number")
        return
    own = page.put(at.out, Live(f"={source.on(page)}", unit.transferable), "money")
    rest = page.put(at.inside, Live(f"={ref.on(page)}-{own.on(page)}", unit.internal), "money")
    draft.figure(("unit", str(unit.id), "transferable"), f"{unit.code} 其中可转让", own, unit.transferable)
    draft.figure(("unit", str(unit.id), "internal"), f"{unit.code} 其中内部", rest, unit.internal)


def _gaps(draft: Draft, page: Page, unit: UnitValue, methods: dict[str, Ref], at: _Places) -> None:
    label = draft.material.label("valuation_unit", unit.id)
    steps = [step for method in methods if (step := draft.material.steps.get(f"{label}/{method}/差异率")) is not None]
    if unit.difference is None or not steps:
        page.put(at.gap, "—", "number")
        return
    main = methods[""].on(page)
    others = {step.id.split("/")[-2]: step for step in steps}
    texts = [difference_of_methods.cell(conclusion=main, other=methods[method].on(page))[1:] for method in others]
    ref = page.put(at.gap, Live("=" + (texts[0] if len(texts) == 1 else f"MAX({','.join(texts)})"), unit.difference), "percent")
    for step in steps:
        assert arguments(step)
        draft.links.place(step.id, ref)


def _totals(draft: Draft, page: Page, units: Sequence[UnitValue], first: int, at: _Places) -> Ref:
    valuation = draft.material.valuation
    page.put(0, "合计", role="total")
    sums = {at.main: sum((unit.value + sum(unit.excluded.values(), Decimal(0)) for unit in units if unit.value is not None), Decimal(0)), at.value: valuation.total,
            at.out: valuation.transferable, at.inside: valuation.internal}  # fmt: skip
    sums[at.taken] = sums[at.main] - valuation.total
    refs = {}
    for column in range(1, len(page.columns)):
        if column not in sums:
            page.put(column, None, role="total")
            continue
        formula = sum_of_values.cell(values=_column(page, column, first))
        refs[column] = page.put(column, Live(formula, sums[column]), "money", "total")
    step = draft.material.steps.get(TOTAL)
    if step is not None:
        assert amount(step) == valuation.total
        draft.links.place(step.id, refs[at.value])
    draft.name(refs[at.value], "测算价值合计")
    for key, words, column, value in (
        ("total", "测算价值合计", at.value, valuation.total), ("transferable", "其中可转让合计", at.out, valuation.transferable),
        ("internal", "其中内部合计", at.inside, valuation.internal),
    ):  # fmt: skip
        draft.figure((key,), words, refs[column], value)
    page.next()
    return refs[at.value]


def _sums_by_method(draft: Draft, page: Page, units: Sequence[UnitValue], rows: tuple[int, int], at: _Places) -> None:
    """Sums by main method, and what every other method gives for the same units."""
    valuation = draft.material.valuation
    used = [method for method in at.methods if any(unit.main_method == method for unit in units) or method in valuation.cross_check]
    if not units or not used:
        return
    page.next()
    for place, words in (
        (0, "按方法汇总"),
        (_BY, "主要方法合计（元）"),
        (_BY + 1, "交叉验证合计（元）"),
        (_BY + 2, "同一批单元主要方法结果（元）"),
    ):
        page.put(place, words, "number" if place else "text", "head")
    for place in (1, 2):
        page.put(place, None, role="head")
    page.heights[page.row] = 34
    page.next()

    def column(place: int) -> str:
        return span(page.ref(place, rows[0]), page.ref(place, rows[1]), page, fixed=True)

    main, values, wholes = column(_METHOD), column(at.value), column(at.main)
    for method in used:
        page.put(0, method)
        page.put(1, None)
        page.put(2, None)
        ref = page.put(_BY, Live(f'=SUMIF({main},"{method}",{values})', valuation.by_method[method]), "money")
        draft.figure(("by_method", method), f"{method} 合计", ref, valuation.by_method[method])
        own = column(_BY + at.methods.index(method))
        if method in valuation.cross_check:
            cross = page.put(_BY + 1, Live(f'=SUMIF({main},"<>{method}",{own})', valuation.cross_check[method]), "money")
            same = f'=SUMIFS({wholes},{main},"<>{method}",{own},">-1")'
            checked = page.put(_BY + 2, Live(same, valuation.checked[method]), "money")
            draft.figure(("cross_check", method), f"{method} 交叉验证合计", cross, valuation.cross_check[method])
            draft.figure(("checked", method), f"{method} 交叉验证所对的主要方法结果", checked, valuation.checked[method])
        else:
            page.put(_BY + 1, "—", "number")
            page.put(_BY + 2, "—", "number")
        page.next()


def _reasons(draft: Draft, page: Page) -> None:
    """Why each unit's method was chosen, in the words of the project."""
    found = [(unit.code, unit.method_reason) for unit in draft.material.project.units if unit.method_reason]
    if not found:
        return
    page.next()
    page.put(0, "方法选择理由", role="section")
    page.next()
    for code, reason in found:
        page.put(0, code or "", role="code")
        page.wide(" ".join((reason or "").split()), first=1)


def _without_value(draft: Draft, page: Page) -> None:
    """Units that have no conclusion, by name."""
    units = [unit for unit in draft.material.valuation.units if unit.value is None]
    if units:
        page.next()
        names = "、".join(f"{unit.code} {unit.name}".strip() for unit in units[:60]) + ("等" if len(units) > 60 else "")
        page.wide(f"没有结论的评估单元（{len(units)} 个，原因见“待补正”）：{names}", "attention")
