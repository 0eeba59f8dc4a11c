"""Pairwise judgements: complete matrices by group and expert, several experts by geometric mean, consistency."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from gzvalue.schema.scoring_forms import RI_TABLES, Judgement
from gzvalue.valuation.doubts import Doubts
from gzvalue.valuation.parameters import index_system
from gzvalue.valuation.procedures.ahp import Ahp, AhpMethod, ahp, group_matrix
from gzvalue.valuation.procedures.unsolvable import Unsolvable
from gzvalue.valuation.result import Consistency

CRITERIA = "criteria"
_METHODS: Mapping[str, AhpMethod] = {"特征向量法": "eigen", "和法": "sum", "方根法": "root"}

Pairs = Mapping[tuple[int, int], Fraction]


@dataclass(frozen=True)
class GroupResult:
    """Weights of one group with the consistency of its matrices, and how they came about in words."""

    weights: Mapping[str, Decimal]
    consistency: tuple[Consistency, ...]
    note: str = ""


@dataclass(frozen=True)
class _Names:
    """The members of one group: keys in order, with their Chinese names, and what the group itself is called."""

    title: str
    keys: tuple[str, ...]
    labels: tuple[str, ...]


def _groups() -> Mapping[str, _Names]:
    dimensions = index_system().dimensions
    found = {CRITERIA: _Names("五个维度之间", tuple(d.key for d in dimensions), tuple(d.name for d in dimensions))}
    for d in dimensions:
        found[d.key] = _Names(f"{d.name}维度内", tuple(one.key for one in d.indicators), tuple(one.name for one in d.indicators))
    return found


def _group_key(text: str | None) -> str | None:
    """The key of a group by its key or its Chinese name."""
    if text in (CRITERIA, "维度", "维度之间", "准则层"):
        return CRITERIA
    return next((d.key for d in index_system().dimensions if text in (d.key, d.name)), None)


def judged_groups(judgements: Sequence[Judgement], doubts: Doubts) -> Mapping[str, Sequence[Judgement]]:
    """The judgements by group; those of no known group are named and left out."""
    found: dict[str, list[Judgement]] = defaultdict(list)
    for row in judgements:
        key = _group_key(row.group)
        if key is None:
            doubts.error(row, "group", f"{row.name_for_people} 的比较层“{row.group or ''}”不在指标体系内，没有计入；请填“准则层”或维度名称")
        else:
            found[key].append(row)
    return found


def group_weights(group: str, rows: Sequence[Judgement], method: str, ri_table: str, doubts: Doubts) -> GroupResult | None:
    """Weights of one group; ``None`` where its matrix is incomplete, and no weights where it is inconsistent.

    Each expert's matrix must be consistent, and so must their geometric mean.
    """
    names = _groups()[group]
    if not rows:
        doubts.block(Judgement(id=0), "group", f"没有{names.title}的判断矩阵，层次分析法没有权重；请逐对比较或改用默认权重")
        return None
    by_expert: dict[str, list[Judgement]] = defaultdict(list)
    for row in rows:
        by_expert[row.expert or ""].append(row)
    matrices = {expert: _matrix(names, expert, own, doubts) for expert, own in sorted(by_expert.items())}
    complete = {expert: matrix for expert, matrix in matrices.items() if matrix is not None}
    if len(complete) < len(matrices):
        return None
    try:
        single = {expert: ahp(matrix, _METHODS[method], ri_table) for expert, matrix in complete.items()}
        whole = next(iter(single.values())) if len(single) == 1 else ahp(group_matrix(list(complete.values())), _METHODS[method], ri_table)
    except Unsolvable as wrong:
        doubts.block(Judgement(id=0), "group", str(wrong))
        return None
    found = [_consistency(group, names, whole)]
    if len(single) > 1:
        found.extend(_consistency(f"{group}/{expert or '共同判断'}", names, one) for expert, one in single.items())
    for expert, one in [*single.items(), ("", whole)]:
        if not one.accepted and one.worst is not None:
            _refuse(names, expert if len(single) > 1 else "", Decimal(str(one.cr)), one.worst, by_expert.get(expert, rows), doubts)
    weights = {} if doubts.blocked else {key: Decimal(str(w)) for key, w in zip(names.keys, whole.weights, strict=True)}
    return GroupResult(weights, tuple(found)) if weights else GroupResult(dict.fromkeys(names.keys, Decimal(0)), tuple(found))


def _matrix(names: _Names, expert: str, rows: Sequence[Judgement], doubts: Doubts) -> list[list[Fraction]] | None:
    """The reciprocal matrix of one expert, or ``None`` with what is missing or contradictory named."""
    who = f"专家 {expert} 的" if expert else ""
    before, doubts.blocked = doubts.blocked, False
    pairs: dict[tuple[int, int], Fraction] = {}
    for row in rows:
        place = _place(names, row, doubts)
        value = doubts.value(row, "value", f"{who}{names.title}的判断矩阵不完整，没有权重")
        if place is None or value is None:
            continue
        if value <= 0:
            doubts.block(row, "value", f"{row.name_for_people} 的判断值须大于 0")
            continue
        one = value if place[0] < place[1] else 1 / value
        place = (min(place), max(place))
        if pairs.setdefault(place, one) != one:
            doubts.block(row, "value", f"{who}{names.labels[place[0]]}与{names.labels[place[1]]}比较了两次，结果互相矛盾，请删去一行")
    missing = [(i, j) for i in range(len(names.keys)) for j in range(i + 1, len(names.keys)) if (i, j) not in pairs]
    if missing and not doubts.blocked:
        shown = "、".join(f"{names.labels[i]}–{names.labels[j]}" for i, j in missing[:6]) + ("等" if len(missing) > 6 else "")
        doubts.block(rows[0], "value", f"{who}{names.title}的判断矩阵缺 {len(missing)} 对比较：{shown}，没有权重")
    failed, doubts.blocked = doubts.blocked, doubts.blocked or before
    return None if failed else _filled(len(names.keys), pairs)


def _place(names: _Names, row: Judgement, doubts: Doubts) -> tuple[int, int] | None:
    places = []
    for key in ("first", "second"):
        text = getattr(row, key)
        found = next((i for i, (k, label) in enumerate(zip(names.keys, names.labels, strict=True)) if text in (k, label)), None)
        if found is None:
            doubts.block(row, key, f"{row.name_for_people} 的“{row.form.fields[key].label}”填“{text or ''}”，不是{names.title}的比较项")
            return None
        places.append(found)
    if places[0] == places[1]:
        doubts.block(row, "second", f"{row.name_for_people} 把“{names.labels[places[0]]}”与自己比较，请删去这一行")
        return None
    return places[0], places[1]


def _filled(size: int, pairs: Pairs) -> list[list[Fraction]]:
    def entry(i: int, j: int) -> Fraction:
        return Fraction(1) if i == j else pairs[i, j] if i < j else 1 / pairs[j, i]

    return [[entry(i, j) for j in range(size)] for i in range(size)]


def _consistency(group: str, names: _Names, one: Ahp) -> Consistency:
    worst = None if one.worst is None else (names.labels[one.worst[0]], names.labels[one.worst[1]])
    figures = (Decimal(str(one.lambda_max)), Decimal(str(one.ci)), one.ri, Decimal(str(one.cr)))
    return Consistency(group, len(names.keys), *figures, one.accepted, worst)


def _refuse(names: _Names, expert: str, cr: Decimal, worst: tuple[int, int], rows: Sequence[Judgement], doubts: Doubts) -> None:
    first, second = names.labels[worst[0]], names.labels[worst[1]]
    keys = {names.keys[i] for i in worst} | {first, second}
    row = next((r for r in rows if r.first in keys and r.second in keys), rows[0])
    who = f"专家 {expert} 的" if expert else ""
    doubts.block(row, "value", f"{who}{names.title}的判断矩阵一致性比例 CR＝{cr:.3f}，不小于 0.10，权重不予采用；"
                 f"最不一致的一对是“{first}”与“{second}”，请先复核这一对")  # fmt: skip


def ahp_words(method: str, ri_table: str, consistency: Sequence[Consistency]) -> str:
    """How the weights came about, with the RI table by name."""
    ratios = [one.cr for one in consistency]
    top = max(ratios, default=Decimal(0))
    return f"权重由层次分析法算出（{method}，随机一致性指标表 {RI_TABLES[ri_table]}，最大 CR＝{top:.3f}）"
