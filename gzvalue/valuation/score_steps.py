"""The derivation of one data set's score, made when somebody asks for it: means, dimensions, total."""

from decimal import localcontext

from gzvalue.schema.data_set import DataSet
from gzvalue.schema.project import Project
from gzvalue.schema.scoring_forms import ExpertScore
from gzvalue.valuation.formula import EXACT, given, step
from gzvalue.valuation.formulas.scoring import mean_score, weighted_score
from gzvalue.valuation.parameters import Dimension, IndexSystem, index_system
from gzvalue.valuation.result import Scores, Step
from gzvalue.valuation.scores import weights_within


def score_steps(project: Project, scores: Scores, id: int) -> tuple[Step, ...]:
    """Steps of one data set's score; the last one is the total. Empty for a data set that has no score.

    The figures are unrounded; `Scores` states them to two decimals.
    """
    with localcontext(EXACT):
        return _steps(project, scores, id)


def _steps(project: Project, scores: Scores, id: int) -> tuple[Step, ...]:
    one = project.get(DataSet.form.name, id)
    if not isinstance(one, DataSet) or all(row.id != id for row in scores.data_sets):
        return ()
    label, about, system = one.code or str(id), (one.form.name, id), index_system()
    sheets = [row for row in project.expert_scores if row.data_set == one.code]
    means = {indicator.key: _mean(sheets, indicator.key, indicator.name, label, about) for indicator in system.indicators}
    steps = list(means.values())
    parts: tuple[Dimension | IndexSystem, ...] = (*system.dimensions, system)
    for part in parts:
        weights = weights_within(part.indicators, scores.weights)
        name = f"{part.name}得分" if isinstance(part, Dimension) else "综合评分"
        steps.append(
            step(
                weighted_score,
                id=f"{label}/综合评分/{name}",
                about=about,
                name=name,
                weights=weights,
                scores=[means[i.key] for i in part.indicators],
            )
        )
    return tuple(steps)


def _mean(sheets: list[ExpertScore], key: str, name: str, label: str, about: tuple[str, int]) -> Step:
    values = [given(getattr(row, key), (row.form.name, row.id, key)) for row in sheets if getattr(row, key) is not None]
    return step(mean_score, id=f"{label}/综合评分/{key}", about=about, name=f"{name}（专家平均）", scores=values, count=len(values))
