"""The simulation of a project's own formulas against the same model written by hand in NumPy, in one run, results checked equal."""

import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.child import report
from benchmarks.projects import project
from gzvalue.schema.project import Project, project_of
from gzvalue.schema.valuation_forms import UnitMember
from gzvalue.valuation.evaluate import evaluate
from gzvalue.valuation.simulation.levers import Lever
from gzvalue.valuation.simulation.model import ProjectModel

SETS, YEARS, DRAWS, RUNS = 45, 5, 100_000, 7
RATE, INCOME, GROWTH = Lever("折现率"), Lever("收益水平"), Lever("收益年增长")


def of_one_unit_each() -> Project:
    """45 data sets, each a unit of its own with five years of income."""
    whole = project(2 * SETS)
    units = {one.code: one for one in whole.units}
    kept = [
        one
        for form, rows in whole.rows.items()
        for one in rows.values()
        if form != "unit_member" and not (form == "data_set" and one.id > SETS)
    ]
    members = [UnitMember(id=n, unit=code, data_set=f"D{n:05d}") for n, code in enumerate(units, 1)]
    return project_of([*(one for one in kept if not _of_a_lost_set(one)), *members])


def _of_a_lost_set(one: Any) -> bool:
    code = getattr(one, "data_set", None) or ((getattr(one, "data_sets", None) or [""])[0] if one.form.name == "certificate" else "")
    return bool(code) and int(code[1:]) > SETS


def by_hand(given: Project, rate: float, draws: dict[Lever, Any]) -> Any:
    """The same model as a person writes it down: every data set's income of every year, after tax, discounted at mid-year."""
    tax = float(given.head.tax_rate or 0)
    scale = [(1 + draws[INCOME]) * (1 + draws[GROWTH]) ** t for t in range(YEARS)]
    factor = [1 / (1 + rate + draws[RATE]) ** (t + 0.5) for t in range(YEARS)]
    total = np.zeros(DRAWS)
    for unit in given.units:
        value = np.zeros(DRAWS)
        rows = sorted((row for row in given.income_years if row.unit == unit.code), key=lambda row: row.year or 0)
        for t, row in enumerate(rows):
            income = float(row.transferable or 0) * (1 - tax) * scale[t]
            value += income * factor[t]
        total += value
    return total


def median(run: Callable[[], Any]) -> float:
    """Median seconds of several runs after one to warm up."""
    run()
    spent = []
    for _ in range(RUNS):
        started = time.perf_counter()
        run()
        spent.append(time.perf_counter() - started)
    return statistics.median(spent)


def main() -> None:
    given = of_one_unit_each()
    valuation = evaluate(given)
    source = np.random.default_rng(1)
    draws = {
        RATE: source.triangular(-0.02, 0, 0.03, DRAWS),
        INCOME: source.triangular(-0.3, 0, 0.15, DRAWS),
        GROWTH: source.normal(0, 0.01, DRAWS),
    }
    model = ProjectModel(given, valuation, tuple(draws))
    rate = float(valuation.rate or 0)
    ours, theirs = model.arrays(draws), by_hand(given, rate, draws)
    apart = float(np.max(np.abs(ours / theirs - 1)))
    assert apart < 1e-12, apart
    assert len(valuation.units) == SETS
    seconds, hand = median(lambda: model.arrays(draws)), median(lambda: by_hand(given, rate, draws))
    report(seconds=seconds, hand=hand, ratio=seconds / hand, apart=apart, units=len(valuation.units))


if __name__ == "__main__":
    main()
