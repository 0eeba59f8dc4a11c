"""A training set, whole: what it is made of, its questions, and the split of its joint value. Pure (docs/training.md)."""

from collections.abc import Iterator

from gzvalue.circulation.training_checks import TrainingFacts, training_checks
from gzvalue.circulation.training_result import Composition, TrainingResult
from gzvalue.circulation.training_split import split_of
from gzvalue.schema.problems import Problem
from gzvalue.schema.project import Project
from gzvalue.schema.training_forms import ROLES, TrainingPart, TrainingSet
from gzvalue.valuation.result import Valuation

_TRAINS = ROLES[0]


def training(project: Project, record: TrainingSet, valuation: Valuation | None = None) -> TrainingResult:
    """Everything about one training set; never raises on a draft.

    Args:
        project: the records.
        record: one of its training sets.
        valuation: of the project; gives the joint value where only a unit is named.
    """
    made_of = composition(project, record)
    split, problems = split_of(project, record, made_of, valuation)
    asked = training_checks(TrainingFacts(project, record, made_of))
    return TrainingResult(made_of, split, asked, (*_of_parts(project, record, made_of), *problems))


def parts_of(project: Project, record: TrainingSet) -> tuple[TrainingPart, ...]:
    """The parts of a training set; where there is only one, rows without a number belong to it."""
    alone = len(project.all(TrainingSet)) == 1
    return tuple(one for one in project.all(TrainingPart) if one.training_set == record.code or (alone and one.training_set is None))


def composition(project: Project, record: TrainingSet) -> Composition:
    """The parts added up. Who trains shares the value; a data set that only validates or tests does not."""
    parts = parts_of(project, record)
    trains = tuple(dict.fromkeys(one.data_set for one in parts if one.data_set and one.role in (_TRAINS, None)))
    others = tuple(dict.fromkeys(one.data_set for one in parts if one.data_set and one.data_set not in trains))
    by_role = {role: sum(one.samples or 0 for one in parts if one.role == role) for role in ROLES}
    known = bool(parts) and all(one.samples is not None for one in parts)
    return Composition(parts, trains, others, by_role, sum(one.samples or 0 for one in parts) if known else None)


def training_sets_of(project: Project, code: str) -> tuple[TrainingSet, ...]:
    """The training sets of which a data set is a part."""
    return tuple(one for one in project.all(TrainingSet) if any(part.data_set == code for part in parts_of(project, one)))


def training_problems(project: Project) -> tuple[Problem, ...]:
    """What is missing or contradictory, for the list of problems of the project, which it never holds up."""
    return tuple(_problems(project))


def _problems(project: Project) -> Iterator[Problem]:
    for record in project.all(TrainingSet):
        made_of = composition(project, record)
        for one in (*_of_parts(project, record, made_of), *split_of(project, record, made_of, None)[1]):
            yield Problem("notice", one.form, one.id, one.key, one.message)


def _of_parts(project: Project, record: TrainingSet, made_of: Composition) -> Iterator[Problem]:
    if not made_of.parts:
        yield Problem("error", record.form.name, record.id, "code", f"{record.name_for_people}：还没有组成，请在训练集组成中加入数据集。")
    seen: dict[tuple[str, str], TrainingPart] = {}
    for one in made_of.parts:
        if one.data_set and one.role and seen.setdefault((one.data_set, one.role), one) is not one and not one.selection:
            first = seen[one.data_set, one.role]
            words = f"{one.name_for_people}：同一数据集、同一用途另有一行（第 {first.id} 条），请合并，或写明取用范围。"
            yield Problem("notice", one.form.name, one.id, "role", words)
