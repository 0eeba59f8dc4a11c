"""Value scores of data sets: experts' sheets averaged, weighted, graded and ranked.

A data set without a complete set of indicators gets no score; weights by an inconsistent matrix are refused,
and then nobody is scored by them.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, localcontext

from gzvalue.schema.data_set import DataSet
from gzvalue.schema.kinds import rounded
from gzvalue.schema.problems import Problem
from gzvalue.schema.project import Project
from gzvalue.schema.scoring_forms import ExpertScore, Weighting
from gzvalue.valuation.doubts import ONE, ZERO, Doubts
from gzvalue.valuation.formula import EXACT
from gzvalue.valuation.formulas.scoring import mean_score, weighted_score
from gzvalue.valuation.parameters import Indicator, index_system, parameters
from gzvalue.valuation.result import DataSetScore, Scores
from gzvalue.valuation.score_weights import Weights, weights_of

_PLACES = 2

Means = Mapping[str, Decimal]
"""Indicator key → mean over the experts, unrounded; only indicators that someone scored."""

Figures = Mapping[str, Decimal]
"""``total`` and each dimension key → score as stated."""


@dataclass(frozen=True)
class Sheets:
    """The sheets of one data set, and what they come to: means unrounded, and as they are shown."""

    rows: tuple[ExpertScore, ...]
    means: Means
    shown: Means
    problems: tuple[Problem, ...]

    @property
    def complete(self) -> bool:
        """Whether every indicator has a mean."""
        return len(self.means) == len(index_system().indicators)


@dataclass(frozen=True)
class Memory:
    """What the next scoring may use again: pure results by their inputs."""

    inputs: tuple[object, ...] = ()
    sheets: Mapping[int, Sheets] = field(default_factory=dict)
    weights: tuple[tuple[object, ...], Weights] | None = None
    totals: Mapping[int, tuple[object, Mapping[str, Decimal], DataSetScore]] = field(default_factory=dict)


def score(project: Project, previous: Scores | None = None) -> Scores:
    """Scores of all data sets with complete sheets; never raises on a draft.

    Args:
        project: all records.
        previous: earlier scores; what has not changed is taken over. The result is the same with and without it.
    """
    inputs = tuple(project.rows[name] for name in ("data_set", "expert_score", "judgement", "weighting"))
    memory = previous.memory if previous is not None and isinstance(previous.memory, Memory) else Memory()
    if previous is not None and len(memory.inputs) == len(inputs) and all(a is b for a, b in zip(memory.inputs, inputs, strict=True)):
        return previous
    with localcontext(EXACT):
        return _scored(project, inputs, memory)


def _scored(project: Project, inputs: tuple[object, ...], memory: Memory) -> Scores:
    by_code = {one.code: one for one in reversed(project.data_sets) if one.code}
    doubts = Doubts()
    sheets = _sheets(project, by_code, memory, doubts)
    high, middle = _thresholds(project.weighting, doubts)
    complete = [(by_code[code], found) for code, found in sorted(sheets.items()) if found.complete]
    weight_inputs = (
        project.weighting,
        project.judgements,
        tuple(found.means for _, found in complete) if _uses_scores(project.weighting) else (),
    )
    kept = memory.weights
    weights = (
        kept[1] if kept is not None and kept[0] == weight_inputs else weights_of(project.weighting, project.judgements, weight_inputs[2])
    )
    rows, totals = _rows(complete, weights, high, middle, memory) if weights.indicators else ((), {})
    problems = dict.fromkeys(
        [*weights.problems, *doubts.found, *(p for one in sheets.values() for p in one.problems), *_unscored(project, sheets)]
    )
    now = Memory(inputs, {by_code[code].id: found for code, found in sheets.items()}, (weight_inputs, weights), totals)
    return Scores(
        method=weights.method, own_default=weights.own_default, weights=weights.all, consistency=weights.consistency, data_sets=rows,
        problems=tuple(problems), note=weights.note, high_from=high, middle_from=middle, memory=now,
    )  # fmt: skip


def _uses_scores(weighting: Weighting) -> bool:
    return weighting.method in ("熵权法", "CRITIC 法", "组合权重")


# --- sheets -------------------------------------------------------------------------------------


def _sheets(project: Project, by_code: Mapping[str, DataSet], memory: Memory, doubts: Doubts) -> dict[str, Sheets]:
    rows: dict[str, list[ExpertScore]] = defaultdict(list)
    for row in project.expert_scores:
        if row.data_set in by_code and row.data_set is not None:
            rows[row.data_set].append(row)
        else:
            what = f"所指的数据集 {row.data_set} 不存在" if row.data_set else "未填数据集编号"
            doubts.error(row, "data_set", f"一张专家评分表{what}，没有计入")
    found = {}
    for code, several in rows.items():
        before = memory.sheets.get(by_code[code].id)
        own = tuple(several)
        found[code] = before if before is not None and before.rows == own else _averaged(by_code[code], own)
    return found


def _averaged(one: DataSet, rows: tuple[ExpertScore, ...]) -> Sheets:
    doubts = Doubts()
    code, experts = one.code or "", [row.expert for row in rows if row.expert]
    for expert in sorted({e for e in experts if experts.count(e) > 1}):
        doubts.error(rows[-1], "expert", f"专家 {expert} 对 {code} 有不止一张评分表，请删去重复的")
    means: dict[str, Decimal] = {}
    missing, partly = [], []
    for indicator in index_system().indicators:
        values = [value for row in rows if (value := doubts.sound(row, indicator.key, f"{code} 没有综合评分")) is not None]
        if not values:
            missing.append(indicator.name)
            continue
        if len(values) < len(rows):
            partly.append(indicator.name)
        means[indicator.key] = mean_score(tuple(values), Decimal(len(values)))
    if missing:
        doubts.error(rows[0], _key_of(missing[0]), f"{code} 的专家评分缺 {'、'.join(missing)}，没有综合评分")
    elif partly:
        doubts.notice(rows[0], _key_of(partly[0]), f"{code} 的 {'、'.join(partly)} 有专家没有评分，按已评的专家平均")
    if doubts.blocked:
        means = {}
    shown = {key: rounded(mean, _PLACES) for key, mean in means.items()}
    return Sheets(rows, means, shown, doubts.found)


def _key_of(name: str) -> str:
    return next(one.key for one in index_system().indicators if one.name == name)


def _unscored(project: Project, sheets: Mapping[str, Sheets]) -> list[Problem]:
    missing = [one for one in project.data_sets if one.code and one.code not in sheets]
    if not missing or not sheets:
        return []
    shown = "、".join(one.code or "" for one in missing[:8]) + ("等" if len(missing) > 8 else "")
    return [Problem("notice", ExpertScore.form.name, 0, "data_set", f"{len(missing)} 个数据集没有专家评分表，不参加评分与排名：{shown}")]


# --- totals -------------------------------------------------------------------------------------


def _rows(
    complete: Sequence[tuple[DataSet, Sheets]], weights: Weights, high: Decimal, middle: Decimal, memory: Memory
) -> tuple[tuple[DataSetScore, ...], dict[int, tuple[object, Figures, DataSetScore]]]:
    every, parts = weights.all, _parts(weights)
    found: list[tuple[DataSet, Sheets, Figures]] = []
    for one, sheets in complete:
        before = memory.totals.get(one.id)
        same = before is not None and before[0] == (sheets.means, every)
        found.append((one, sheets, before[1] if same and before is not None else _figures(sheets.means, parts)))
    found.sort(key=lambda row: (-row[2]["total"], row[0].code or ""))
    kept: dict[int, tuple[object, Figures, DataSetScore]] = {}
    rows = []
    for rank, (one, sheets, figures) in enumerate(found, start=1):
        before = memory.totals.get(one.id)
        row = _row(one, sheets, figures, grade(figures["total"], high, middle), rank, None if before is None else before[2])
        kept[one.id] = ((sheets.means, every), figures, row)
        rows.append(row)
    return tuple(rows), kept


def _row(one: DataSet, sheets: Sheets, figures: Figures, word: str, rank: int, before: DataSetScore | None) -> DataSetScore:
    """The score of one data set; the earlier one where nothing of it changed."""
    code, name, experts = one.code or "", one.name or "", len({row.expert or f"#{row.id}" for row in sheets.rows})
    if before is not None and (before.code, before.name, before.rank, before.grade, before.experts) == (code, name, rank, word, experts):
        dimensions = before.dimensions
        if (
            before.indicators is sheets.shown
            and before.total == figures["total"]
            and all(figures[key] == v for key, v in dimensions.items())
        ):
            return before
    dimensions = {d.key: figures[d.key] for d in index_system().dimensions}
    return DataSetScore(
        id=one.id,
        code=code,
        name=name,
        total=figures["total"],
        dimensions=dimensions,
        indicators=sheets.shown,
        experts=experts,
        grade=word,
        rank=rank,
    )


_Parts = Mapping[str, tuple[tuple[str, ...], tuple[Decimal, ...]]]
"""``total`` or a dimension → its indicators and their weights within it."""


def _parts(weights: Weights) -> _Parts:
    if not weights.indicators:
        return {}
    system = index_system()
    groups = {"total": system.indicators, **{dimension.key: dimension.indicators for dimension in system.dimensions}}
    return {key: (tuple(one.key for one in group), weights_within(group, weights.indicators)) for key, group in groups.items()}


def _figures(means: Means, parts: _Parts) -> Figures:
    """The total and each dimension, stated to two decimals."""
    return {part: rounded(weighted_score(own, tuple(means[key] for key in keys)), _PLACES) for part, (keys, own) in parts.items()}


def weights_within(indicators: Sequence[Indicator], weights: Mapping[str, Decimal]) -> tuple[Decimal, ...]:
    """Weights of some indicators, brought to the sum 1 among themselves.

    Indicators that all have weight 0 (constant columns of the entropy method) count alike.
    """
    own = [weights[one.key] for one in indicators]
    whole = sum(own, ZERO)
    if not whole:
        own, whole = [ONE] * len(indicators), Decimal(len(indicators))
    return tuple(w / whole for w in own)


def grade(total: Decimal, high: Decimal, middle: Decimal) -> str:
    """高, 中 or 低 by the thresholds."""
    return "高" if total >= high else "中" if total >= middle else "低"


def _thresholds(weighting: Weighting, doubts: Doubts) -> tuple[Decimal, Decimal]:
    """Where 高 and 中 begin: as entered, else the program's own default."""
    defaults = parameters("scoring")
    values = []
    for key in ("high_from", "middle_from"):
        entered = doubts.sound(weighting, key, "等级按默认起点划分")
        values.append(defaults[key].value if entered is None else entered)
    if values[1] > values[0]:
        doubts.error(weighting, "middle_from", "“中”等级起点高于“高”等级起点，等级无从划分，请改正；暂按默认起点划分")
        values = [defaults[key].value for key in ("high_from", "middle_from")]
    return values[0], values[1]
