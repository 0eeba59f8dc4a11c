"""What a project asks to be varied: parameters with their distributions, correlations and scenarios, read from its forms.

Knows no arrays, so that checking a project does not wait for them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gzvalue.schema.problems import Problem
from gzvalue.schema.project import Project
from gzvalue.schema.uncertainty_forms import (
    LIFE,
    LIFE_STEP,
    SCENARIO_LEVERS,
    ParameterCorrelation,
    UncertainParameter,
    UncertaintySetting,
    ValueScenario,
)
from gzvalue.valuation.doubts import ZERO, Doubts
from gzvalue.valuation.parameters import parameters
from gzvalue.valuation.simulation.levers import Lever

NEEDED = {
    "三角分布": ("low", "mode", "high"), "PERT 分布": ("low", "mode", "high"), "均匀分布": ("low", "high"), "正态分布": ("mean", "deviation"),
}  # fmt: skip
"""Which fields a distribution is made from."""


@dataclass(frozen=True)
class Varied:
    """One lever with its distribution.

    Attributes:
        code: of the parameter row; empty for one of the program's own.
        shape: 三角分布, PERT 分布, 正态分布, 均匀分布.
        values: what it is made from, as told: per cent, percentage points or years.
        own_default: the program's own choice.
    """

    code: str
    lever: Lever
    shape: str
    values: tuple[Decimal, ...]
    basis: str = ""
    own_default: bool = False

    @property
    def words(self) -> str:
        """The distribution for people: ``三角分布 −30 / 0 / 15 %``."""
        shown = " / ".join(f"{value.normalize():f}".replace("-", "−") for value in self.values)
        return f"{self.shape} {shown} {self.lever.measure}"


@dataclass(frozen=True)
class Case:
    """One scenario: changes as ratios, or years for the life."""

    name: str
    changes: Mapping[Lever, Decimal]
    basis: str = ""
    own_default: bool = False

    @property
    def words(self) -> str:
        """What it changes: ``折现率 +2 百分点，收益水平 −20%``."""
        return "，".join(told(lever, change) for lever, change in self.changes.items()) or "不变"


def told(lever: Lever, change: Decimal) -> str:
    """A change for people."""
    number = f"{(change / lever.scale).normalize():+f}".replace("-", "−")
    return f"{lever.label} {number}{'' if lever.measure == '%' else ' '}{lever.measure}"


@dataclass(frozen=True)
class Asked:
    """Everything that a study of uncertainty needs besides the valuation.

    Attributes:
        varied: what varies in the simulation; empty where a row is wrong (``problems`` say which).
        entered: the rows that are sound: their ranges are the tornado's, also where another row is wrong.
        correlations: pairs of levers with their rank correlation.
        cases: 悲观, 基准, 乐观, then the user's own.
        own_default: no distribution was entered; those of the program are used, and that must be said.
    """

    varied: tuple[Varied, ...]
    correlations: Mapping[tuple[Lever, Lever], Decimal]
    cases: tuple[Case, ...]
    draws: int
    seed: int
    own_default: bool
    problems: tuple[Problem, ...]
    entered: tuple[Varied, ...] = ()


def asked(project: Project, moving: Sequence[Lever]) -> Asked:
    """What is to be varied; never raises on a draft.

    Args:
        project: all records.
        moving: levers of all units on which the total depends; the program's own distributions are for these only.
    """
    doubts = Doubts()
    rows = project.all(UncertainParameter)
    varied = {row.code or str(row.id): one for row in rows if (one := _varied(row, doubts)) is not None}
    _name_twice(rows, doubts)
    setting, own = project.single(UncertaintySetting), parameters("uncertainty")
    draws, seed = (doubts.sound(setting, key, "模拟没有运行") for key in ("draws", "seed"))
    correlations = _correlations(project.all(ParameterCorrelation), varied, doubts)
    wrong = any(problem.level == "error" for problem in doubts.found)
    return Asked(
        varied=() if wrong else tuple(varied.values()) if rows else own_distributions(moving), correlations=correlations,
        cases=(*own_cases(moving), *(_case(row, doubts) for row in project.all(ValueScenario))),
        draws=int(draws or own["draws"].value), seed=int(own["seed"].value if seed is None else seed), own_default=not rows, problems=doubts.found,
        entered=tuple(varied.values()),
    )  # fmt: skip


def own_distributions(moving: Sequence[Lever]) -> tuple[Varied, ...]:
    """The program's own distributions of what moves the total of this project."""
    own, keys = parameters("uncertainty"), {lever.key for lever in moving}
    found = []
    for lever in moving:
        low, high = (own.get(f"simulation.{lever.key}.{end}") for end in ("low", "high"))
        if low is None or high is None or (lever.key == "内部收益" and "分成率" in keys):
            continue
        found.append(Varied("", lever, "三角分布", (low.value, ZERO, high.value), own_default=True))
    return tuple(found)


def own_cases(moving: Sequence[Lever]) -> tuple[Case, ...]:
    """悲观, 基准 and 乐观 by the program's own changes of what moves the total."""
    own, keys = parameters("uncertainty"), {lever.key for lever in moving}
    found = []
    for name in ("悲观", "基准", "乐观"):
        changes = {
            Lever(lever): own[f"scenario.{name}.{key}"].value
            for key, lever in SCENARIO_LEVERS.items()
            if lever in keys and f"scenario.{name}.{key}" in own
        }
        found.append(Case(name, changes, own_default=True))
    return tuple(found)


# --- rows ---------------------------------------------------------------------------------------


def _varied(row: UncertainParameter, doubts: Doubts) -> Varied | None:
    if row.lever is None or row.shape is None:
        missing = "lever" if row.lever is None else "shape"
        doubts.block(row, missing, f"{row.name_for_people} 未填“{row.form.fields[missing].label}”，模拟没有运行")
        return None
    lever = Lever(row.lever, row.unit or "")
    name = f"参数 {row.code or row.id}（{lever.key}{f'，{lever.unit}' if lever.unit else ''}）"
    values = [doubts.value(row, key, f"{name}的分布不完整，模拟没有运行") for key in NEEDED[row.shape]]
    if any(value is None for value in values):
        return None
    key, wrong = _fault(row.shape, values)
    if wrong:
        shown = "、".join(f"{row.form.fields[k].label} {getattr(row, k).normalize():f}" for k in NEEDED[row.shape])
        doubts.block(row, key, f"{name}的{row.shape}有误：{wrong}，现为 {shown}；模拟没有运行")
        return None
    if lever.key != LIFE and row.shape != "正态分布" and values[0] <= -100:
        doubts.block(row, "low", f"{name}的最低变动须大于 −100，模拟没有运行")
        return None
    return Varied(row.code or "", lever, row.shape, tuple(values), row.basis or "")


def _fault(shape: str, values: Sequence[Decimal]) -> tuple[str, str]:
    """The field at fault and what is wrong with it, or two empty texts."""
    if shape == "正态分布":
        return ("deviation", "标准差不能为负") if values[1] < 0 else ("", "")
    if values[0] > values[-1]:
        return "low", "最低变动不能大于最高变动"
    if len(values) == 3 and not values[0] <= values[1] <= values[2]:
        return "mode", "最可能变动须在最低与最高之间"
    return "", ""


def _name_twice(rows: Sequence[UncertainParameter], doubts: Doubts) -> None:
    seen: dict[tuple[str, str], UncertainParameter] = {}
    for row in rows:
        if row.lever is not None:
            first = seen.setdefault((row.lever, row.unit or ""), row)
            if first is not row:
                label = Lever(row.lever, row.unit or "").label
                doubts.block(row, "lever", f"参数 {first.code or first.id} 与 {row.code or row.id} 都是“{label}”，请删去一行；模拟没有运行")


def _correlations(rows: Sequence[ParameterCorrelation], varied: Mapping[str, Varied], doubts: Doubts) -> dict[tuple[Lever, Lever], Decimal]:
    found: dict[tuple[Lever, Lever], Decimal] = {}
    for row in rows:
        rho = doubts.value(row, "rho", "模拟没有运行")
        pair = [varied.get(code or "") for code in (row.first, row.second)]
        if rho is None:
            continue
        first, second = pair
        if first is None or second is None:
            doubts.block(
                row,
                "first" if first is None else "second",
                f"参数相关“{row.first or '？'}–{row.second or '？'}”所指的参数不存在或有误，模拟没有运行",
            )
        elif first is second:
            doubts.block(row, "second", f"参数 {row.first} 不能与自己相关，请删去这一行；模拟没有运行")
        elif abs(rho) >= 1:
            doubts.block(row, "rho", f"参数 {row.first} 与 {row.second} 的秩相关系数须在 −1 与 1 之间（不含两端），模拟没有运行")
        elif (first.lever, second.lever) in found or (second.lever, first.lever) in found:
            doubts.block(row, "first", f"参数 {row.first} 与 {row.second} 的相关填了两次，请删去一行；模拟没有运行")
        else:
            found[first.lever, second.lever] = rho
    return found


def _case(row: ValueScenario, doubts: Doubts) -> Case:
    changes: dict[Lever, Decimal] = {}
    for key, lever in SCENARIO_LEVERS.items():
        change = doubts.sound(row, key, f"情景“{row.name or row.code or row.id}”没有计入这一项")
        if change is not None and lever == LIFE and change % LIFE_STEP:
            doubts.error(row, key, f"情景“{row.name or row.code or row.id}”的收益期限变动须为 0.25 年的整倍数，没有计入这一项")
        elif change:
            changes[Lever(lever)] = change
    return Case(row.name or row.code or f"情景 {row.id}", changes, row.note or "")
