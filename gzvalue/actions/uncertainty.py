"""How uncertain a project's value is, as the window, the command and the JSON show it."""

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from gzvalue.actions.value import problem_as_json
from gzvalue.errors import UserError
from gzvalue.schema.kinds import plain
from gzvalue.schema.project import Project
from gzvalue.schema.uncertainty_forms import UncertaintySetting
from gzvalue.store.open import Store
from gzvalue.valuation.evaluate import evaluate
from gzvalue.valuation.simulation.options import OptionValue, option_values
from gzvalue.valuation.simulation.study import Progress, Study, study

Json = dict[str, Any]


def study_of(project: Project, progress: Progress | None = None) -> tuple[Study | None, tuple[OptionValue, ...]]:
    """The study of uncertainty of a project, and its real options.

    Args:
        project: all records.
        progress: is told how far it is, and may raise to stop.
    """
    found = study(project, evaluate(project)) if progress is None else study(project, evaluate(project), progress=progress)
    return found, option_values(project)


def study_file(path: Path, draws: int | None = None, seed: int | None = None) -> tuple[Study, tuple[OptionValue, ...]]:
    """The study of a project file, also while a window has it open; draws and seed as in the file unless given.

    Raises:
        UserError: the file cannot be read, or there is no conclusion to study.
    """
    with Store.open(path, write=False) as store:
        project = store.project
    found, options = study_of(_set(project, draws, seed))
    if found is None:
        raise UserError("项目还没有结论，不能作敏感性与不确定性分析。请先完成价值测算（gzvalue check 列出缺什么）。")
    return found, options


def _set(project: Project, draws: int | None, seed: int | None) -> Project:
    form, now = UncertaintySetting.form, project.single(UncertaintySetting)
    setting = UncertaintySetting(draws=now.draws if draws is None else draws, seed=now.seed if seed is None else seed, note=now.note)
    for key in [key for key, value in (("draws", draws), ("seed", seed)) if value is not None]:
        if wrong := form.fields[key].kind.verdict(getattr(setting, key)):
            raise UserError(f"{form.fields[key].label}{wrong}。")
    return replace(project, rows=MappingProxyType({**project.rows, form.name: MappingProxyType({1: setting})}))


def as_json(found: Study, options: tuple[OptionValue, ...]) -> Json:
    """Plain JSON (docs/json.md): money as decimal strings in 元, changes as ratios or years."""
    simulated = found.simulated
    return {
        "base": plain(found.base),
        "own_default": found.own_default,
        "parameters": [
            {"code": one.code, "parameter": one.lever.key, "unit": one.lever.unit, "shape": one.shape, "values": [plain(v) for v in one.values],
             "measure": one.lever.measure, "basis": one.basis, "own_default": one.own_default}
            for one in found.varied
        ],
        "correlations": [{"first": a.label, "second": b.label, "rho": plain(rho)} for a, b, rho in found.correlations],
        "tornado": [
            {"parameter": one.lever.key, "unit": one.lever.unit, "low": plain(one.low), "high": plain(one.high), "at_low": plain(one.at_low),
             "at_high": plain(one.at_high), "own_default": one.own_default}
            for one in found.swings
        ],
        "scenarios": [
            {"name": one.case.name, "changes": {lever.label: plain(change) for lever, change in one.case.changes.items()},
             "value": None if one.value is None else plain(one.value), "against_base": None if one.against_base is None else plain(one.against_base),
             "own_default": one.case.own_default, "fault": one.fault}
            for one in found.cases
        ],
        "simulation": None if simulated is None else {
            "p10": plain(simulated.p10), "p50": plain(simulated.p50), "p90": plain(simulated.p90), "mean": plain(simulated.mean),
            "deviation": plain(simulated.deviation), "edges": [plain(edge) for edge in simulated.edges], "counts": list(simulated.counts),
            "draws": simulated.draws, "seed": simulated.seed, "method": simulated.method,
        },
        "sobol": [{"parameter": one.lever.key, "unit": one.lever.unit, "first": plain(one.first), "total": plain(one.total)} for one in found.influences],
        "options": [
            {"code": one.code, "name": one.name, "model": one.model, "value": None if one.value is None else plain(one.value), "fault": one.fault}
            for one in options
        ],
        "faults": list(found.faults),
        "problems": [problem_as_json(one) for one in found.problems],
    }  # fmt: skip
