"""Value a project: valuation, scores and everything to mend, as the window, the command and the JSON show it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from gzvalue.actions.check import problems
from gzvalue.schema.forms import form_of
from gzvalue.schema.kinds import plain, rounded
from gzvalue.schema.problems import Problem
from gzvalue.schema.project import Project
from gzvalue.store.open import Store
from gzvalue.valuation.backing import backing
from gzvalue.valuation.conclusion_result import Conclusion
from gzvalue.valuation.equivalent_rate import FORMULA, EquivalentRate, equivalent_rates
from gzvalue.valuation.evaluate import evaluate
from gzvalue.valuation.parameters import Parameter, listed_parameters
from gzvalue.valuation.result import DataSetValue, Figure, Input, Origin, Period, Scores, Step, UnitValue, Valuation
from gzvalue.valuation.scores import score

Json = dict[str, Any]


@dataclass(frozen=True)
class Valued:
    """A project with what it is worth, its scores, and what is to be mended in both."""

    project: Project
    valuation: Valuation
    scores: Scores
    problems: tuple[Problem, ...]


def value(project: Project) -> Valued:
    """The valuation of a project. Loan and pledge are left out: they are tested against the value, elsewhere."""
    valuation, scores = evaluate(project), score(project)
    return Valued(project, valuation, scores, problems(project, valuation, scores))


def value_file(path: Path) -> Valued:
    """The valuation of a project file, also while a window has it open.

    Raises:
        UserError: the file cannot be read.
    """
    with Store.open(path, write=False) as store:
        return value(store.project)


# --- JSON ---------------------------------------------------------------------------------------


def as_json(valued: Valued) -> Json:
    """The whole as plain JSON (docs/json.md): money as decimal strings in 元 with two decimals, other figures as they are."""
    valuation, head = valued.valuation, valued.project.head
    return {
        "total": _money(valuation.total),
        "conclusion": _conclusion(valuation.conclusion),
        "by_method": _moneys(valuation.by_method),
        "data_sets": [_data_set(one) for one in valuation.data_sets],
        "units": [_unit(one) for one in valuation.units],
        "cross_check": _moneys(valuation.cross_check),
        "checked": _moneys(valuation.checked),
        "transferable": _money(valuation.transferable),
        "internal": _money(valuation.internal),
        "cost": _money(valuation.cost),
        "replacement_cost": _money(valuation.replacement_cost),
        "rate": _figure(valuation.rate),
        "equivalent_rates": [_equivalent(one) for one in equivalent_rates(valued.project, valuation)],
        "valuation_date": None if head.valuation_date is None else head.valuation_date.isoformat(),
        "mark": head.sample_mark or "",
        "stopped": valuation.stopped,
        "scores": _scores(valued.scores),
        "evidence": _evidence(valued),
        "parameters": [_parameter(one) for _, group in listed_parameters() for one in group],
        "steps": [step_as_json(one) for one in valuation.steps],
        "problems": [problem_as_json(one) for one in valued.problems],
    }


def _equivalent(one: EquivalentRate) -> Json:
    return {
        "unit": one.unit or None, "basis": one.basis, "rate": plain(one.rate), "tax": plain(one.tax), "equivalent_basis": one.other,
        "equivalent": None if one.equivalent is None else plain(one.equivalent), "approximate": plain(one.approximate), "formula": FORMULA,
        "wrong": one.wrong,
    }  # fmt: skip


def _evidence(valued: Valued) -> Json:
    """How many inputs the figures stand on, how many have a document behind them, and which have none."""
    found = backing(valued.project, valued.valuation.steps)
    return {
        "inputs": found.count,
        "with_evidence": len(found.backed),
        "without": [
            {"form": form, "id": id, "key": key, "record": _named(valued.project, form, id), "label": form_of(form).fields[key].label}
            for form, id, key in found.bare
        ],
    }


def _parameter(one: Parameter) -> Json:
    return {"key": one.key, "label": one.label, "value": plain(one.value), "unit": one.unit, "source": one.source,
            "in_force_since": one.in_force_since.isoformat(), "verified": one.verified, "own_default": one.own_default}  # fmt: skip


def _named(project: Project, form: str, id: int) -> str:
    record = project.get(form, id)
    return "" if record is None else record.name_for_people


def problem_as_json(one: Problem) -> Json:
    """One problem."""
    return {"level": one.level, "form": one.form, "id": one.id, "key": one.key, "message": one.message}


def _money(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{rounded(amount, 2):f}"


def _moneys(amounts: Mapping[str, Decimal] | Mapping[str, Decimal | None]) -> dict[str, str | None]:
    return {key: _money(amount) for key, amount in amounts.items()}


def _figure(figure: Figure | str | None) -> str | list[str] | None:
    if figure is None or isinstance(figure, str):
        return figure
    return [plain(one) for one in figure] if isinstance(figure, tuple) else plain(figure)


def _data_set(one: DataSetValue) -> Json:
    return {
        "code": one.code, "name": one.name, "method": one.method, "value": _money(one.value), "cost": _money(one.cost), "income": _money(one.income),
        "transferable": _money(one.transferable), "internal": _money(one.internal), "replacement_cost": _money(one.replacement_cost),
        "adjustment": _figure(one.adjustment), "by_unit": _moneys(one.by_unit), "excluded": one.excluded,
    }  # fmt: skip


def _unit(one: UnitValue) -> Json:
    return {
        "code": one.code, "name": one.name, "main_method": one.main_method, "value": _money(one.value), "by_method": _moneys(one.by_method),
        "transferable": _money(one.transferable), "internal": _money(one.internal), "rate": _figure(one.rate), "difference": _figure(one.difference),
        "life": _figure(one.life), "locked": _money(one.locked),
        "weights": {method: _figure(weight) for method, weight in one.weights.items()}, "shares": _moneys(one.shares), "excluded": _moneys(one.excluded), "periods": [_period(period) for period in one.periods],
    }  # fmt: skip


def _conclusion(one: Conclusion) -> Json:
    """The conclusion in whole 万元 beside the exact total, with what must be said of it."""
    return {
        "wan": None if one.wan is None else f"{one.wan:f}", "amount": _money(one.amount), "exact": _money(one.exact),
        "value_type": one.value_type, "premise": one.premise,
        "approaches": [
            {"approach": use.approach, "use": use.use, "units": list(use.units), "reason": use.reason,
             "answers": [{"question": a.key, "text": a.text, "answer": a.answer, "note": a.note} for a in use.answers]}
            for use in one.approaches
        ],
        "differences": [
            {"unit": gap.unit, "method": gap.method, "conclusion": _money(gap.conclusion), "other": _money(gap.other), "gap": _figure(gap.gap),
             "reason": gap.reason}
            for gap in one.differences
        ],
        "weights": {
            unit: {"weights": {method: _figure(weight) for method, weight in weights.items()}, "reason": one.weight_reasons.get(unit, "")}
            for unit, weights in one.weights.items()
        },
    }  # fmt: skip


def _period(one: Period) -> Json:
    return {
        "year": one.year, "part": _figure(one.part), "exponent": _figure(one.exponent), "factor": _figure(one.factor),
        "transferable": _money(one.transferable), "internal": _money(one.internal), "income": _money(one.income), "present": _money(one.present),
    }  # fmt: skip


def _scores(scores: Scores) -> Json:
    return {
        "method": scores.method, "own_default": scores.own_default, "note": scores.note,
        "weights": {key: _figure(weight) for key, weight in scores.weights.items()},
        "consistency": [
            {"group": one.group, "size": one.size, "lambda_max": _figure(one.lambda_max), "ci": _figure(one.ci), "ri": _figure(one.ri),
             "cr": _figure(one.cr), "accepted": one.accepted, "worst": one.worst}
            for one in scores.consistency
        ],
        "data_sets": [
            {"code": one.code, "name": one.name, "total": _figure(one.total), "grade": one.grade, "rank": one.rank, "experts": one.experts,
             "dimensions": {key: _figure(v) for key, v in one.dimensions.items()}, "indicators": {key: _figure(v) for key, v in one.indicators.items()}}
            for one in scores.data_sets
        ],
    }  # fmt: skip


def step_as_json(one: Step) -> Json:
    """One step."""
    return {
        "id": one.id, "name": one.name, "formula": one.formula, "written": one.written, "inputs": [_input(part) for part in one.inputs],
        "value": _figure(one.value), "unit": one.unit, "source": one.source, "about": {"form": one.about[0], "id": one.about[1]},
    }  # fmt: skip


def _input(one: Input) -> Json:
    found: Json = {
        "symbol": one.symbol,
        "meaning": one.meaning,
        "value": _figure(one.value),
        "unit": one.unit,
        "origin": _origin(one.origin),
    }
    if one.origins:
        found["origins"] = [_origin(origin) for origin in one.origins]
    return found


def _origin(origin: Origin) -> Json | str | None:
    return {"form": origin[0], "id": origin[1], "key": origin[2]} if isinstance(origin, tuple) else origin
