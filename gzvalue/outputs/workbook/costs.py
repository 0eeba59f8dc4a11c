"""The cost approach: cost items, common costs and their split, C × δ per data set, and the parts of units."""

from collections.abc import Sequence
from decimal import Decimal

from gzvalue.outputs.workbook.apportioning import SPLIT_COLUMNS, Split, split_cells
from gzvalue.outputs.workbook.draft import Draft, amount, arguments, live, unit_words
from gzvalue.outputs.workbook.page import Column, Linked, Live, Number, Page, Ref, span
from gzvalue.outputs.workbook.step_blocks import STEP_COLUMNS, step_block
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.kinds import rounded
from gzvalue.schema.valuation_forms import CostItem
from gzvalue.valuation.evaluate_unit import COST, method_id
from gzvalue.valuation.formulas.cost import cost_value, indexed_cost, life_adjustment, replacement_cost
from gzvalue.valuation.formulas.income import sum_of_values
from gzvalue.valuation.result import Step, UnitValue

_ITEMS = (
    Column("数据集", 9), Column("成本类别", 18), Column("成本名称", 34), Column("金额（元）", 17, True), Column("发生时物价指数", 10, True),
    Column("基准日物价指数", 10, True), Column("现行成本（元）", 17, True),
)  # fmt: skip
_COMMON = (Column("数据集", 9), Column("数据名称", 34), Column("分摊基数", 15, True), *SPLIT_COLUMNS)
_SETS = (
    Column("数据集", 9), Column("数据名称", 34), Column("重置成本 C（元）", 17, True), Column("剩余使用年限 n₁（年）", 11, True),
    Column("已使用年限 n₀（年）", 11, True), Column("价值调整系数 δ", 11, True), Column("成本价值 P（元）", 17, True),
    Column("C 取到分（元）", 17, True), Column("P 取到分（元）", 17, True),
)  # fmt: skip
_UNITS = (
    Column("评估单元", 9), Column("数据集", 9), Column("数据名称", 34), Column("成本价值（元）", 17, True), Column("所服务的单元数", 9, True),
    Column("本单元的次序", 9, True), Column("归本单元的部分（元）", 17, True),
)  # fmt: skip

Cells = dict[int, tuple[Ref, Ref]]
"""Data set id → first and last cell of its current costs."""


def lay_costs(draft: Draft) -> None:
    """All pages of the cost approach; a page without rows is left out."""
    sets = [one for one in draft.material.project.data_sets if _step(draft, one, "重置成本") is not None]
    if not sets:
        return
    _lay_common(draft)
    cells = _lay_items(draft, sets)
    _lay_quality(draft, sets)
    _lay_sets(draft, sets, cells)
    _lay_units(draft)


def _step(draft: Draft, one: DataSet, end: str) -> Step | None:
    return draft.material.steps.get(f"{draft.material.label(one.form.name, one.id)}/成本法/{end}")


# --- common costs -------------------------------------------------------------------------------


def _lay_common(draft: Draft) -> None:
    items = [(item, steps) for item in draft.material.ledger.common_costs if (steps := _parts_of(draft, item))]
    if not items:
        return
    page = draft.page("共同成本", "D1", "共同成本按所选依据分摊到各数据集，分到分，合计等于总额", _COMMON)
    page.heading("最大余数法：先按基数分摊并截到分，余下的分按余数从大到小逐个补给，余数相同的按编号次序。")
    for item, steps in items:
        page.next()
        _common_block(draft, page, item, steps)


def _parts_of(draft: Draft, item: CostItem) -> list[tuple[DataSet, Step]]:
    sets = draft.material.ledger.data_sets
    found = ((sets[code], _step(draft, sets[code], f"共同成本{item.id}")) for code in sorted(sets))
    return [(one, step) for one, step in found if step is not None]


def _common_block(draft: Draft, page: Page, item: CostItem, steps: Sequence[tuple[DataSet, Step]]) -> None:
    page.band(f"{item.name or item.category or '共同成本'}　{item.allocation or ''}")
    given = arguments(steps[0][1])["value"]
    assert isinstance(given.value, Decimal)
    current = draft.material.steps.get(given.origin) if isinstance(given.origin, str) else None
    if current is not None:
        _indexed_total(draft, page, current)
    page.put(1, "待分摊金额（元）", role="label")
    total = page.put(2, Linked(given.origin, given.value, stated=True), "money", "total")
    page.next()
    page.heads()
    first = page.row
    keys: Number = "integer" if item.allocation in ("按记录数", "按使用次数") else "number"
    weights = []
    for one, step in steps:
        page.put(0, one.code or "", role="code")
        page.put(1, one.name or "")
        weight = arguments(step)["weight"]
        assert isinstance(weight.value, Decimal)
        if item.allocation == "平均":
            weights.append((page.put(2, weight.value, keys, "constant"), weight.value))
        else:
            weights.append((draft.linked(page, 2, weight, keys), weight.value))
        page.next()
    last = page.row - 1
    whole = page.put(
        2, Live(f"=SUM({span(page.ref(2, first), page.ref(2, last), page)})", sum((w for _, w in weights), Decimal(0))), keys, "total"
    )
    split = Split((total, given.value), weights, [amount(step) for _, step in steps])
    refs = split_cells(page, first, 3, split, whole)
    for (_, step), ref in zip(steps, refs, strict=True):
        draft.links.place(step.id, ref, ref)
    _foot(page, "合计", 7, (first, last), given.value, 2)


def _indexed_total(draft: Draft, page: Page, step: Step) -> None:
    """An amount that is rolled forward before it is split."""
    given = arguments(step)
    for key, words in (("historic_cost", "历史成本（元）"), ("index_now", "基准日物价指数"), ("index_then", "发生时物价指数")):
        page.put(1, words, role="label")
        draft.linked(page, 2, given[key], "money" if key == "historic_cost" else "number")
        page.next()
    cells = {key: page.ref(2, page.row - back) for key, back in (("historic_cost", 3), ("index_now", 2), ("index_then", 1))}
    page.put(1, step.name, role="label")
    ref = page.put(2, live(indexed_cost, page, amount(step), **cells), "money")
    draft.links.place(step.id, ref)
    page.next()


def _foot(page: Page, words: str, column: int, rows: tuple[int, int], value: Decimal, taken: int) -> Ref:
    """The line with a column's sum, below a table; another column (``taken``) has its own sum there already."""
    page.put(0, words, role="total")
    for place in range(1, len(page.columns)):
        if place not in (column, taken):
            page.put(place, None, role="total")
    ref = page.put(column, Live(f"=SUM({span(page.ref(column, rows[0]), page.ref(column, rows[1]), page)})", value), "money", "total")
    page.next()
    return ref


# --- items --------------------------------------------------------------------------------------


def _lay_items(draft: Draft, sets: Sequence[DataSet]) -> Cells:
    page = draft.page("成本明细", "D2", "各数据集的成本明细：原值、物价指数与现行成本，含分摊的共同成本", _ITEMS)
    page.heading(f"填有两个物价指数的按 {indexed_cost.written} 调整，其余按录入的重置水平；来源：{indexed_cost.source}。")
    page.next()
    page.heads(freeze=True, columns=1)
    found: Cells = {}
    for one in sets:
        step = _step(draft, one, "重置成本")
        assert step is not None
        items = step.inputs[0]
        assert isinstance(items.value, tuple)
        first = page.row
        for value, origin in zip(items.value, items.origins, strict=True):
            page.put(0, one.code or one.name_for_people, role="code")
            if isinstance(origin, str):
                _computed(draft, page, draft.material.steps[origin])
            elif isinstance(origin, tuple):
                _entered(draft, page, origin, value)
            page.next()
        found[one.id] = (page.ref(6, first), page.ref(6, page.row - 1))
    return found


def _entered(draft: Draft, page: Page, origin: tuple[str, int, str], value: Decimal) -> None:
    item = draft.material.project.get(origin[0], origin[1])
    assert isinstance(item, CostItem)
    _named(page, item)
    ref = page.put(3, Linked(origin, value), "money")
    page.put(4, None)
    page.put(5, None)
    page.put(6, Live(f"={ref.on(page)}", value), "money")


def _named(page: Page, item: CostItem) -> None:
    page.put(1, item.category or "")
    page.put(2, item.name or "")


def _computed(draft: Draft, page: Page, step: Step) -> None:
    """An indexed item, or a part of a common one."""
    given = arguments(step)
    if step.formula != indexed_cost.key:
        page.put(1, "共同成本分摊")
        page.put(2, step.name)
        for column in (3, 4, 5):
            page.put(column, None)
        page.put(6, Linked(step.id, amount(step)), "money")
        return
    origin = given["historic_cost"].origin
    item = draft.material.project.get(origin[0], origin[1]) if isinstance(origin, tuple) else None
    if isinstance(item, CostItem):
        _named(page, item)
    cells = {
        "historic_cost": draft.linked(page, 3, given["historic_cost"], "money"),
        "index_then": draft.linked(page, 4, given["index_then"], "number"),
        "index_now": draft.linked(page, 5, given["index_now"], "number"),
    }
    draft.links.place(step.id, page.put(6, live(indexed_cost, page, amount(step), **cells), "money"))


# --- data sets ----------------------------------------------------------------------------------


def _lay_quality(draft: Draft, sets: Sequence[DataSet]) -> None:
    """δ from measured quality with its bounds; left out where no data set takes it from there."""
    ends = ("价值调整系数", "价值调整系数/下限", "价值调整系数/上限")
    found = [
        (one, step) for one in sets for end in ends if (step := _step(draft, one, end)) is not None and step.formula != life_adjustment.key
    ]
    if not found:
        return
    page = draft.page("质量系数", "D5", "由实测质量得出的价值调整系数 δ 及其上下限", STEP_COLUMNS)
    page.heading("质量得分为实测结果（程序值）；权重除另行录入外为本软件默认值，非官方数值；未测量的维度不计入 δ，只影响上下限。")
    for one, step in found:
        ref = step_block(draft, page, step, words=f"{one.code or ''} {one.name or ''}　{step.name}")
        draft.figure(("data_set", str(one.id), step.id.rpartition("/")[2]), f"{one.code} {step.name}", ref, amount(step), "%")


def _lay_sets(draft: Draft, sets: Sequence[DataSet], cells: Cells) -> None:
    page = draft.page("成本法", "D3", "逐个数据集：重置成本 C、价值调整系数 δ、成本价值 P", _SETS)
    page.heading(
        f"{replacement_cost.written}；{cost_value.written}；{life_adjustment.written}。来源：{cost_value.source}。",
        "系数 δ 由剩余与已用年限或实测质量（见“质量系数”）算出；浅灰为录入的 δ（理由见“输入参数”）。金额在计算中不取整，结论与合计取到分。",
    )
    page.next()
    page.heads(freeze=True, columns=2)
    first = page.row
    for one in sets:
        _set_row(draft, page, one, cells[one.id])
        page.next()
    last, valuation = page.row - 1, draft.material.valuation
    stated = page.put(7, Live(f"=SUM({span(page.ref(7, first), page.ref(7, last), page)})", valuation.replacement_cost), "money", "total")
    whole = _foot(page, "合计", 8, (first, last), valuation.cost, 7)
    draft.name(stated, "重置成本合计")
    draft.name(whole, "成本法合计")
    draft.figure(("replacement_cost",), "重置成本合计", stated, valuation.replacement_cost)
    draft.figure(("cost",), "成本法合计（全部数据集）", whole, valuation.cost)


def _set_row(draft: Draft, page: Page, one: DataSet, cells: tuple[Ref, Ref]) -> None:
    cost, value = _step(draft, one, "重置成本"), _step(draft, one, "数据集成本价值")
    assert cost is not None
    code = one.code or str(one.id)
    page.put(0, code, role="code")
    page.put(1, one.name or "")
    whole = page.put(2, live(replacement_cost, page, amount(cost), items=span(*cells, page)), "money")
    stated = page.put(7, Live(f"=ROUND({whole.on(page)},2)", rounded(amount(cost), 2)), "money")
    draft.links.place(cost.id, whole, stated)
    draft.figure(("data_set", str(one.id), "replacement"), f"{code} 重置成本", stated, rounded(amount(cost), 2))
    if value is None:
        page.put(8, "未得出")
        return
    delta = _delta(draft, page, value)
    own = page.put(6, live(cost_value, page, amount(value), cost=whole, adjustment=delta), "money")
    stated = page.put(8, Live(f"=ROUND({own.on(page)},2)", rounded(amount(value), 2)), "money")
    draft.links.place(value.id, own, stated)
    draft.name(stated, "成本价值", code)
    draft.figure(("data_set", str(one.id), "cost"), f"{code} 成本价值", stated, rounded(amount(value), 2))


def _delta(draft: Draft, page: Page, value: Step) -> Ref:
    """δ from years, or as it was entered."""
    given = arguments(value)["adjustment"]
    if not isinstance(given.origin, str):
        return draft.linked(page, 5, given, "ratio", role="aid")
    step = draft.material.steps[given.origin]
    if step.formula != life_adjustment.key:
        return draft.linked(page, 5, given, "percent")
    years = arguments(step)
    remaining, used = draft.linked(page, 3, years["remaining"], "number"), draft.linked(page, 4, years["used"], "number")
    ref = page.put(5, live(life_adjustment, page, amount(step), remaining=remaining, used=used), "percent")
    draft.links.place(step.id, ref)
    return ref


# --- units --------------------------------------------------------------------------------------


def _lay_units(draft: Draft) -> None:
    material = draft.material
    found = [(unit, step) for unit in material.valuation.units if (step := material.steps.get(_unit_step(draft, unit))) is not None]
    if not found:
        return
    page = draft.page("成本法单元", "D4", "评估单元的成本法结果：成员数据集的成本价值；服务多个单元的在各单元间平均，分到分", _UNITS)
    page.heading("一个数据集服务 m 个单元时，成本价值截到分后平均，余下的分按单元编号次序补给，不重复计算。")
    page.next()
    page.heads(freeze=True, columns=2)
    for unit, step in found:
        _unit_block(draft, page, unit, step)


def _unit_step(draft: Draft, unit: UnitValue) -> str:
    return method_id(draft.material.label("valuation_unit", unit.id), COST)


def _unit_block(draft: Draft, page: Page, unit: UnitValue, step: Step) -> None:
    first = page.row
    values, origins = step.inputs[0].value, step.inputs[0].origins
    assert isinstance(values, tuple)
    members = draft.material.ledger.members[unit.code]
    for member, value, origin in zip(members, values, origins, strict=True):
        code = member.data_set or ""
        page.put(0, unit.code, role="code")
        page.put(1, code, role="code")
        page.put(2, draft.material.ledger.data_sets[code].name or "")
        _member(draft, page, unit, code, Linked(origin, value, stated=True))
        page.next()
    page.put(0, f"{unit_words(unit)} 合计", role="total")
    for column in range(1, 6):
        page.put(column, None, role="total")
    ref = page.put(
        6, live(sum_of_values, page, amount(step), values=span(page.ref(6, first), page.ref(6, page.row - 1), page)), "money", "total"
    )
    draft.links.place(step.id, ref)
    page.next(2)


def _member(draft: Draft, page: Page, unit: UnitValue, code: str, part: Linked) -> None:
    """The cost value of a member: all of it, or its part where it serves several units."""
    shared = draft.material.steps.get(part.origin) if isinstance(part.origin, str) else None
    if shared is None or shared.formula != "cost_part":
        whole = page.put(3, part, "money")
        page.put(4, Decimal(1), "integer", "constant")
        page.put(5, None)
        page.put(6, Live(f"={whole.on(page)}", part.value), "money")
        return
    given = arguments(shared)
    value, served = given["value"], draft.material.ledger.served[code]
    assert isinstance(value.value, Decimal)
    whole = page.put(3, Linked(value.origin, value.value, stated=True), "money")
    count = page.put(4, Decimal(len(served)), "integer", "constant")
    place = page.put(5, Decimal(served.index(unit.code) + 1), "integer", "constant")
    fen, units = f"ROUND({whole.on(page)}*100,0)", count.on(page)
    base = f"INT({fen}/{units})"
    formula = f"=({base}+IF({place.on(page)}<={fen}-{units}*{base},1,0))/100"
    ref = page.put(6, Live(formula, part.value), "money")
    draft.links.place(shared.id, ref, ref)
