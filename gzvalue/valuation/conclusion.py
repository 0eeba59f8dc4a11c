"""From the units' values to the conclusion: whole 万元, why each approach is used or not, differences that must be explained."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from gzvalue.paths import resource
from gzvalue.schema.conclusion_forms import APPROACHES, USES, Approach, ApproachAnswer, ConclusionNote, UnitConclusion
from gzvalue.schema.field import Record
from gzvalue.schema.kinds import in_percent, rounded
from gzvalue.schema.problems import Level, Problem
from gzvalue.schema.project import Project
from gzvalue.valuation.conclusion_result import Answer, ApproachUse, Conclusion, Difference
from gzvalue.valuation.doubts import ZERO
from gzvalue.valuation.formula import given, step
from gzvalue.valuation.formulas.conclusion import value_in_wan
from gzvalue.valuation.parameters import parameters
from gzvalue.valuation.result import Step, UnitValue

IN_WAN = "合计/结论（万元）"
"""Id of the step of the conclusion in whole 万元."""

USED, CHECKED, UNUSED = USES
_MARKET_VALUE = "市场价值"


@dataclass(frozen=True)
class Question:
    """A question of applicability: its key, the approach it is about, and which answer speaks for that approach."""

    key: str
    approach: str
    text: str
    speaks_for: str


@cache
def questions() -> tuple[Question, ...]:
    """All questions, in order; worded by the program after the conditions of 中评协〔2023〕17号."""
    read = json.loads(resource("parameters", "applicability.json").read_text("utf-8"))
    return tuple(Question(**one) for one in read["questions"])


def approach_of(method: str) -> str:
    """The approach that a method belongs to: 收益法-直接 → 收益法."""
    return method.partition("-")[0]


@dataclass(frozen=True)
class Concluded:
    """The conclusion with its step, if there is one, and what is still to be said."""

    conclusion: Conclusion
    step: Step | None
    problems: tuple[Problem, ...]


def conclude(
    project: Project,
    units: Sequence[UnitValue],
    total: Decimal,
    total_id: str,
    cross: Mapping[str, Decimal],
    checked: Mapping[str, Decimal],
) -> Concluded:
    """What is concluded from the units.

    Args:
        project: all records.
        units: the units' values.
        total: their sum to the 分.
        total_id: id of the step of the total.
        cross: method → what it gives for units with another main method.
        checked: method → the main-method values of those units.
    """
    head, note = project.head, project.single(ConclusionNote)
    found = Conclusion(exact=total, value_type=head.value_type or "", premise=head.premise or "")
    concluded = [unit for unit in units if unit.value is not None]
    if not concluded:
        return Concluded(found, None, ())
    made = step(value_in_wan, id=IN_WAN, about=(head.form.name, head.id), value=given(total, total_id))
    made = replace(made, value=rounded(total / 10000, 0))
    choices = {one.unit: one for one in project.all(UnitConclusion) if one.unit}
    differences = (*_of_units(concluded, choices, note), *_of_totals(cross, checked, note))
    weighted = [unit for unit in concluded if unit.weights]
    found = replace(
        found, wan=rounded(total / 10000, 0), approaches=_approaches(project, concluded), differences=differences,
        weights={unit.code: unit.weights for unit in weighted},
        weight_reasons={unit.code: choices[unit.code].weight_reason or "" for unit in weighted if unit.code in choices},
    )  # fmt: skip
    problems = (*_of_statement(project, note), *_of_approaches(project, found), *_of_differences(project, found, concluded, choices))
    return Concluded(found, made, problems)


# --- approaches ---------------------------------------------------------------------------------


def _approaches(project: Project, units: Sequence[UnitValue]) -> tuple[ApproachUse, ...]:
    said = {one.approach: one for one in reversed(project.all(Approach))}
    answers = {one.item: one for one in project.all(ApproachAnswer)}
    return tuple(_approach(approach, said.get(approach), answers, units) for approach in APPROACHES)


def _approach(
    approach: str, said: Approach | None, answers: Mapping[str | None, ApproachAnswer], units: Sequence[UnitValue]
) -> ApproachUse:
    used = [unit.code for unit in units if approach in _concluding(unit)]
    checking = [
        unit.code
        for unit in units
        if any(approach_of(method) == approach and value is not None for method, value in unit.by_method.items())
    ]
    use = USED if used else CHECKED if checking else UNUSED
    asked = tuple(_answer(one, answers.get(one.key)) for one in questions() if one.approach == approach)
    return ApproachUse(approach, use, tuple(used or checking), (said.reason or "") if said else "", asked)


def _concluding(unit: UnitValue) -> set[str]:
    """The approaches that a unit's conclusion rests on."""
    return {approach_of(method) for method in (unit.weights or (unit.main_method or "",))}


def _answer(question: Question, given_answer: ApproachAnswer | None) -> Answer:
    answer = (given_answer.answer or "") if given_answer else ""
    favours = None if answer not in ("是", "否") else answer == question.speaks_for
    return Answer(question.key, question.text, answer, (given_answer.note or "") if given_answer else "", favours)


# --- differences --------------------------------------------------------------------------------


def _limit() -> Decimal:
    return parameters("valuation")["explain_above"].value


def _of_units(units: Iterable[UnitValue], choices: Mapping[str, UnitConclusion], note: ConclusionNote) -> Iterable[Difference]:
    for unit in units:
        if unit.difference is None or unit.difference <= _limit():
            continue
        own = choices.get(unit.code)
        reason = (own.difference_reason if own else None) or note.difference_reason or ""
        for one in unit.steps:
            if one.formula == "difference_of_methods" and isinstance(one.value, Decimal) and one.value > _limit():
                conclusion, other = (part.value for part in one.inputs)
                assert isinstance(conclusion, Decimal)
                assert isinstance(other, Decimal)
                yield Difference(unit.code, one.id.split("/")[-2], conclusion, other, one.value, reason)


def _of_totals(cross: Mapping[str, Decimal], checked: Mapping[str, Decimal], note: ConclusionNote) -> Iterable[Difference]:
    for method, other in cross.items():
        whole = checked.get(method, ZERO)
        gap = abs(other - whole) / whole if whole > ZERO else ZERO
        if gap > _limit():
            yield Difference("", method, whole, other, gap, note.difference_reason or "")


# --- problems -----------------------------------------------------------------------------------


def _problem(level: Level, record: Record, key: str, message: str) -> Problem:
    return Problem(level, record.form.name, record.id, key, message)


def _of_statement(project: Project, note: ConclusionNote) -> Iterable[Problem]:
    head = project.head
    if not head.premise:
        yield _problem("notice", head, "premise", "未填“价值前提”，结论须同时写明价值类型与价值前提")
    if head.value_type and head.value_type != _MARKET_VALUE and not note.value_type_reason:
        yield _problem("notice", note, "value_type_reason", f"价值类型选了“{head.value_type}”，须写明不用市场价值的理由")


def _of_approaches(project: Project, found: Conclusion) -> Iterable[Problem]:
    """Every approach asks for its reason: an error where nothing is written anywhere, a notice where the units' own reasons stand."""
    level: Level = "notice" if all(unit.method_reason for unit in project.units) else "error"
    said = {one.approach: one for one in reversed(project.all(Approach))}
    for one in found.approaches:
        record = said.get(one.approach)
        if not one.reason:
            words = f"{one.approach}{one.use}，须写明{'不' if one.use == UNUSED else ''}采用的理由（价值测算“适用性与结论”）"
            yield Problem(level, Approach.form.name, record.id if record else 0, "reason", words)
        if record is not None and record.use is not None and record.use != one.use:
            words = f"{one.approach}的采用情况填了“{record.use}”，而各评估单元的方法显示为“{one.use}”，请核对"
            yield _problem("notice", record, "use", words)


def _of_differences(
    project: Project, found: Conclusion, units: Sequence[UnitValue], choices: Mapping[str, UnitConclusion]
) -> Iterable[Problem]:
    ids = {unit.code: unit.id for unit in units}
    limit = in_percent(_limit(), 0)
    for one in found.differences:
        if one.reason:
            continue
        words = f"与结论相差 {in_percent(one.gap, 1)}（以结论为分母），超过 {limit}，请说明差异原因"
        if not one.unit:
            yield Problem(
                "error", ConclusionNote.form.name, 1, "difference_reason", f"{one.method}的合计{words}（结论说明“方法间差异的分析”）"
            )
        elif one.unit in choices:
            yield _problem("error", choices[one.unit], "difference_reason", f"{one.unit} 的{one.method}{words}")
        else:
            yield Problem(
                "error", "valuation_unit", ids[one.unit], "method_reason", f"{one.unit} 的{one.method}{words}（单元结论“差异说明”）"
            )
