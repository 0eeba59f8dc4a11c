"""分摊: each unit's value split to its data sets, to the 分, and what of it is counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from gzvalue.outputs.workbook.apportioning import SPLIT_COLUMNS, Split, split_cells
from gzvalue.outputs.workbook.draft import Draft, amount, arguments, unit_words
from gzvalue.outputs.workbook.page import Column, Linked, Live, Number, Page, Ref, span
from gzvalue.schema.kinds import rounded
from gzvalue.schema.valuation_forms import ValuationUnit
from gzvalue.valuation.apportion import apportion
from gzvalue.valuation.evaluate_unit import source_id
from gzvalue.valuation.result import Step, UnitValue

_COLUMNS = (
    Column("数据集", 9), Column("数据名称", 30), Column("分摊基数", 15, True), *SPLIT_COLUMNS, Column("计入", 6, True),
    Column("计入额（元）", 16, True), *(Column(f"可转让\n{one.head}", one.width, True) for one in SPLIT_COLUMNS), Column("可转让\n计入额（元）", 16, True),
)  # fmt: skip
_WEIGHT, _FIRST, _PART, _FLAG, _COUNTED, _SECOND, _SECOND_PART, _LAST = 2, 3, 7, 8, 9, 10, 14, 15
_NUMBERS: dict[str, Number] = {
    "按录入比例": "ratio",
    "按重置成本": "money",
    "按综合评分": "score",
    "按记录数": "integer",
    "按沙普利值": "money",
}


@dataclass(frozen=True)
class _Unit:
    """A unit that is split: its record, its value by the main method, its members by code with their parts."""

    value: UnitValue
    record: ValuationUnit
    main: Step
    codes: Sequence[str]
    steps: Sequence[Step | None]

    @property
    def parts(self) -> dict[str, Decimal]:
        """What each member gets, also those that may not be valued."""
        return {**self.value.shares, **self.value.excluded}


def lay_splits(draft: Draft) -> None:
    """The page of splits; units whose value is not split are left out."""
    found = [unit for value in draft.material.valuation.units if (unit := _unit(draft, value))]
    if not found:
        return
    page = draft.page("分摊", "G1", "单元价值按所选依据分摊到各数据集，分到分；不得纳入的数据集扣除", _COLUMNS)
    page.broken = (_SECOND,)
    page.heading(
        "最大余数法：按基数分摊并截到分，余下的分按余数从大到小逐个补给，余数相同的按编号次序；各部分合计等于总额。",
        "可转让部分按同一基数另行分摊，且不超过该数据集的分摊额（已到上限的余数记 −1）。计入为 1，不得纳入结论的为 0（原因见“数据集价值”）。",
    )
    alone = [unit for unit in found if len(unit.codes) == 1]
    if alone:
        page.next()
        _alone(draft, page, alone)
    for unit in found:
        if len(unit.codes) > 1:
            page.next()
            _block(draft, page, unit)


def _unit(draft: Draft, value: UnitValue) -> _Unit | None:
    record = draft.material.project.get(ValuationUnit.form.name, value.id)
    label = draft.material.label("valuation_unit", value.id)
    main = draft.material.steps.get(source_id(label, value))
    codes = sorted({**value.shares, **value.excluded})
    if main is None or not codes or not isinstance(record, ValuationUnit):
        return None
    steps = [draft.material.steps.get(f"{label}/分摊/{code}") for code in codes]
    if len(codes) > 1 and None in steps:
        return None
    return _Unit(value, record, main, codes, steps)


def _alone(draft: Draft, page: Page, units: Sequence[_Unit]) -> None:
    """Units of a single data set, one line each: the whole value is its part."""
    page.band("只有一个数据集的评估单元：全额归属")
    idle = (_WEIGHT, *range(_FIRST, _PART), *range(_SECOND, _SECOND_PART))
    page.heads(words={1: "评估单元", **dict.fromkeys(idle, "")})
    for unit in units:
        code, value = unit.codes[0], unit.value
        for column in idle:
            page.put(column, None)
        page.put(0, code, role="code")
        page.put(1, unit_words(value))
        part = page.put(_PART, Linked(unit.main.id, rounded(amount(unit.main), 2), stated=True), "money")
        page.put(_FLAG, Decimal(int(code in value.shares)), "integer", "constant")
        (concluded,) = _counted(page, unit, page.row, [part], _COUNTED, unit.parts)
        second, transferable = None, draft.transferable.get(value.id)
        if transferable is not None:
            own = page.put(_SECOND_PART, Live(f"={transferable[0].on(page)}", transferable[1]), "money")
            (second,) = _counted(page, unit, page.row, [own], _LAST, {code: transferable[1]})
        _conclude(draft, unit, concluded, second)
        _parts(draft, unit, [concluded], None if second is None else [second])
        page.next()


def _conclude(draft: Draft, unit: _Unit, concluded: Ref, transferable: Ref | None) -> None:
    """Remember where the unit's conclusion stands, and the transferable part of it."""
    if unit.value.value is not None:
        draft.concluded[unit.value.id] = concluded
    if unit.value.transferable is not None and transferable is not None:
        draft.transferable_concluded[unit.value.id] = transferable
    id = f"{draft.material.label('valuation_unit', unit.value.id)}/结论"
    if id in draft.material.steps:
        draft.links.place(id, concluded)


def _parts(draft: Draft, unit: _Unit, counted: Sequence[Ref], transferable: Sequence[Ref] | None) -> None:
    """Remember where each data set's part stands."""
    for place, code in enumerate(unit.codes):
        if code in unit.value.shares:
            draft.parts[unit.value.id, code] = (counted[place], None if transferable is None else transferable[place])
            key = ("part", str(unit.value.id), code)
            draft.figure(key, f"{unit.value.code} 分摊到 {code}", counted[place], unit.value.shares[code])


def _block(draft: Draft, page: Page, unit: _Unit) -> None:
    page.band(f"{unit_words(unit.value)}　{unit.value.main_method}　{unit.record.allocation or ''}")
    whole = rounded(amount(unit.main), 2)
    page.put(1, "单元价值（元）", role="label")
    total = (page.put(_WEIGHT, Linked(unit.main.id, whole, stated=True), "money", "total"), whole)
    part = draft.transferable.get(unit.value.id)
    of_part: tuple[Ref, Decimal] | None = None
    if part is not None:
        page.next()
        page.put(1, "其中可转让（元）", role="label")
        of_part = (page.put(_WEIGHT, Live(f"={part[0].on(page)}", part[1]), "money", "total"), part[1])
    page.next()
    page.heads()
    first = page.row
    weights = _weights(draft, page, unit)
    sum_of_weights = page.put(_WEIGHT, _sum(page, _WEIGHT, first, sum((w for _, w in weights), Decimal(0))), _number(unit), "total")
    parts = _split_whole(page, unit, first, total, weights, sum_of_weights)
    for step, ref in zip(unit.steps, parts, strict=True):
        if step is not None:
            draft.links.place(step.id, ref, ref)
    counted = _counted(page, unit, first, parts, _COUNTED, unit.parts)
    second = None
    if of_part is not None:
        second = _split_part(page, unit, first, (of_part, total), weights, parts, sum_of_weights)
    _feet(draft, page, unit, first, second is not None)
    _parts(draft, unit, counted, second)


def _number(unit: _Unit) -> Number:
    return _NUMBERS.get(unit.record.allocation or "", "number")


def _sum(page: Page, column: int, first: int, value: Decimal) -> Live:
    return Live(f"=SUM({span(page.ref(column, first), page.ref(column, page.row - 1), page)})", value)


def _weights(draft: Draft, page: Page, unit: _Unit) -> list[tuple[Ref, Decimal]]:
    """The rows with codes, names and weights."""
    found = []
    for code, step in zip(unit.codes, unit.steps, strict=True):
        page.put(0, code, role="code")
        one = draft.material.ledger.data_sets.get(code)
        page.put(1, (one.name if one else "") or "")
        if step is None:
            found.append((page.put(_WEIGHT, Decimal(1), "number", "constant"), Decimal(1)))
        else:
            weight = arguments(step)["weight"]
            assert isinstance(weight.value, Decimal)
            found.append((draft.linked(page, _WEIGHT, weight, _number(unit), stated=True), weight.value))
        page.put(_FLAG, Decimal(int(code in unit.value.shares)), "integer", "constant")
        page.next()
    return found


def _split_whole(
    page: Page, unit: _Unit, first: int, total: tuple[Ref, Decimal], weights: Sequence[tuple[Ref, Decimal]], whole: Ref
) -> list[Ref]:
    parts = [unit.parts[code] for code in unit.codes]
    return split_cells(page, first, _FIRST, Split(total, weights, parts), whole)


def _split_part(
    page: Page,
    unit: _Unit,
    first: int,
    amounts: tuple[tuple[Ref, Decimal], tuple[Ref, Decimal]],
    weights: Sequence[tuple[Ref, Decimal]],
    rooms: Sequence[Ref],
    whole: Ref,
) -> list[Ref]:
    """The transferable part, split by the same weights and never above the parts of the whole."""
    part, total = amounts
    at_most = unit.parts if 0 <= part[1] <= total[1] else None
    found = apportion(part[1], {code: value for code, (_, value) in zip(unit.codes, weights, strict=True)}, at_most)
    values = [(ref, unit.parts[code]) for code, ref in zip(unit.codes, rooms, strict=True)]
    split = Split(part, weights, [found[code] for code in unit.codes], values, total)
    refs = split_cells(page, first, _SECOND, split, whole)
    return _counted(page, unit, first, refs, _LAST, found)


def _counted(page: Page, unit: _Unit, first: int, parts: Sequence[Ref], column: int, values: dict[str, Decimal]) -> list[Ref]:
    found = []
    for place, (code, ref) in enumerate(zip(unit.codes, parts, strict=True)):
        row = first + place
        value = values[code] if code in unit.value.shares else Decimal(0)
        flag = page.ref(_FLAG, row).on(page)
        found.append(page.put(column, Live(f"={ref.on(page)}*{flag}", value), "money", "live", row=row))
    return found


def _feet(draft: Draft, page: Page, unit: _Unit, first: int, with_part: bool) -> None:
    value = unit.value
    page.put(0, "合计", role="total")
    filled = {0, _WEIGHT, _PART, _COUNTED, *((_SECOND_PART, _LAST) if with_part else ())}
    for column in range(len(page.columns)):
        if column not in filled:
            page.put(column, None, role="total")
    page.put(_PART, _sum(page, _PART, first, rounded(amount(unit.main), 2)), "money", "total")
    concluded = page.put(_COUNTED, _sum(page, _COUNTED, first, value.value or Decimal(0)), "money", "total")
    transferable = None
    if with_part:
        page.put(_SECOND_PART, _sum(page, _SECOND_PART, first, draft.transferable[value.id][1]), "money", "total")
        transferable = page.put(_LAST, _sum(page, _LAST, first, value.transferable or Decimal(0)), "money", "total")
    _conclude(draft, unit, concluded, transferable)
    page.next()
