"""The conclusion of a project as a function of its levers, exact or over draws.

The life of the income decides which years there are, so it is no number within the steps: for each life the
project is valued once more, and its steps give a program of their own. Lives move by quarters of a year.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, DecimalException
from functools import cached_property, partial
from math import ceil
from types import MappingProxyType
from typing import Any

from gzvalue.schema.field import Record
from gzvalue.schema.project import Project, Rows
from gzvalue.schema.uncertainty_forms import LEVERS, LIFE, LIFE_STEP
from gzvalue.schema.valuation_forms import ValuationUnit
from gzvalue.valuation.doubts import ZERO
from gzvalue.valuation.evaluate import evaluate
from gzvalue.valuation.figures import total_step
from gzvalue.valuation.procedures.unsolvable import Unsolvable
from gzvalue.valuation.result import Valuation
from gzvalue.valuation.simulation.levers import Lever
from gzvalue.valuation.simulation.program import Program, compiled

MOST_VARIANTS = 120
"""So many combinations of lives at most: each is a valuation of its own."""

Progress = Callable[[int, int], None]
"""``progress(done, total)``, in draws; may raise to stop."""


class ProjectModel:
    """The total of a project's valuation as a function of changes of its levers; 0 everywhere gives the total itself.

    The total is not rounded to the 分 on the way, as the stated one is.
    """

    def __init__(self, project: Project, valuation: Valuation, levers: Sequence[Lever]) -> None:
        self.project, self.valuation, self.levers = project, valuation, tuple(levers)
        self._programs: dict[tuple[int, ...], Program] = {}
        self._lives = [at for at, lever in enumerate(self.levers) if lever.key == LIFE]

    @cached_property
    def moved_by(self) -> tuple[bool, ...]:
        """For each lever whether the total depends on it."""
        within = self._program(self._as_they_are).moved_by
        return tuple(self._moves_life(lever) if lever.key == LIFE else at in within for at, lever in enumerate(self.levers))

    @property
    def _as_they_are(self) -> tuple[int, ...]:
        return (0,) * len(self._lives)

    def exact(self, changes: Mapping[Lever, Decimal]) -> Decimal:
        """The total after these changes (ratios, or years for the life, brought to quarters), in 34 digits.

        Raises:
            Unsolvable: the changed numbers have no value (a rate of −100 %, a life of no years).
        """
        given = [changes.get(lever, ZERO) for lever in self.levers]
        lives = tuple(int((given[at] / LIFE_STEP).to_integral_value()) for at in self._lives)
        try:
            return self._program(lives).exact(given)
        except DecimalException:
            moved = "、".join(lever.label for lever, change in changes.items() if change)
            raise Unsolvable(
                "model", f"参数变动后没有结果（{moved}），例如折现率不大于 −100% 或收益增长率不小于折现率，请缩小变动"
            ) from None

    def arrays(self, changes: Mapping[Lever, Any], progress: Progress = lambda done, total: None) -> Any:
        """The totals of many draws; one array per lever, all of one length. Lives are brought to quarters of a year."""
        import numpy as np

        count = len(next(iter(changes.values())))
        none = np.zeros(count)
        given = [np.asarray(changes.get(lever, none), dtype=float) for lever in self.levers]
        if not self._lives:
            return self._program(()).arrays(given, lambda done: progress(done, count))
        found, done = np.empty(count), 0
        lives, which = np.unique(
            np.rint(np.stack([given[at] for at in self._lives]) / float(LIFE_STEP)).astype(int), axis=1, return_inverse=True
        )
        if lives.shape[1] > MOST_VARIANTS:
            raise Unsolvable(LIFE, f"收益期限的变动组合超过 {MOST_VARIANTS} 种，请缩小各单元期限的变动范围，或让全部单元一起变动")
        for at, several in enumerate(lives.T.tolist()):
            own = np.flatnonzero(which.ravel() == at)
            found[own] = self._program(tuple(several)).arrays([one[own] for one in given], partial(_after, progress, done, count))
            done += len(own)
        return found

    # --- programs -------------------------------------------------------------------------------

    def _program(self, lives: tuple[int, ...]) -> Program:
        if lives not in self._programs:
            self._programs[lives] = self._compiled(self._valued(lives))
        return self._programs[lives]

    def _compiled(self, valuation: Valuation) -> Program:
        total = total_step(valuation)
        if total is None:
            raise Unsolvable("model", "项目还没有结论，不能作敏感性与不确定性分析")
        steps = {one.id: one for one in valuation.steps}
        units = {one.id: one.code or "" for one in self.project.units}
        return compiled(steps, total.id, self.levers, units)

    def _moves_life(self, lever: Lever) -> bool:
        return any(one.periods and one.value is not None for one in self.valuation.units if lever.unit in ("", one.code))

    def _valued(self, lives: tuple[int, ...]) -> Valuation:
        if not any(lives):
            return self.valuation
        shifts = {self.levers[at]: LIFE_STEP * count for at, count in zip(self._lives, lives, strict=True) if count}
        project = with_lives(self.project, self.valuation, shifts)
        changed = evaluate(project, self.valuation)
        lost = [
            new.code for old, new in zip(self.valuation.units, changed.units, strict=True) if old.value is not None and new.value is None
        ]
        if lost:
            words = "、".join(f"{lever.label} {years.normalize():+f} 年" for lever, years in shifts.items()).replace("-", "−")
            raise Unsolvable(LIFE, f"{words} 后 {'、'.join(lost[:5])} 没有结果，请缩小收益期限的变动范围")
        return changed


def _after(progress: Progress, before: int, count: int, part: int) -> None:
    progress(before + part, count)


def with_lives(project: Project, valuation: Valuation, shifts: Mapping[Lever, Decimal]) -> Project:
    """The project with longer or shorter lives of its income, in years.

    Years that the forecast does not reach repeat its last year (the program's own rule for simulations, said with the result).
    """
    rows: dict[str, Rows] = dict(project.rows)
    units: dict[int, Record] = dict(rows["valuation_unit"])
    index: _ByUnit | None = None
    added: dict[str, dict[int, Record]] = {}
    for one in valuation.units:
        years = sum((count for lever, count in shifts.items() if lever.unit in ("", one.code)), ZERO)
        old = units.get(one.id)
        if not years or not one.periods or not isinstance(old, ValuationUnit):
            continue
        life = sum((period.part for period in one.periods), ZERO) + years
        if life <= 0:
            raise Unsolvable(LIFE, f"{one.code} 的收益期限变动 {years.normalize():+f} 年后不大于 0，请缩小变动范围".replace("-", "−"))
        units[one.id] = replace(old, life_years=life)
        if years > 0:
            index = _by_unit(rows) if index is None else index
            _extend(rows, index.get(one.code, {}), added, one.periods[-1].year, ceil(years))
    for form, more in added.items():
        rows[form] = MappingProxyType({**rows[form], **more})
    rows["valuation_unit"] = MappingProxyType(units)
    return replace(project, rows=MappingProxyType(rows))


_ByUnit = dict[str, dict[str, list[Record]]]
"""Code of a unit → form → its rows that tell something by year."""


def _by_unit(rows: Mapping[str, Rows]) -> _ByUnit:
    found: _ByUnit = {}
    for form, records in rows.items():
        for row in records.values():
            if not _tells_by_year(row):
                continue
            found.setdefault(getattr(row, "unit", None) or "", {}).setdefault(form, []).append(row)
    return found


def _extend(rows: Mapping[str, Rows], own: Mapping[str, list[Record]], added: dict[str, dict[int, Record]], last: int, years: int) -> None:
    """Repeats the last year of every table that tells something of a unit by year, so far as a longer life asks for it."""
    for form, found in own.items():
        forecast = [row for row in found if getattr(row, "basis", "预测") == "预测"]
        there = {getattr(row, "year", None) for row in forecast}
        wanted = [year for year in range(last + 1, last + years + 1) if year not in there]
        if not forecast or not wanted:
            continue
        repeated = [row for row in forecast if getattr(row, "year", None) == max(y for y in there if y is not None and y <= last)]
        more = added.setdefault(form, {})
        more.update(_repeated(repeated, wanted, max(rows[form]) + 1 + len(more)))


def _tells_by_year(row: Record) -> bool:
    return "unit" in row.form.fields and "year" in row.form.fields and getattr(row, "year", None) is not None


def _repeated(rows: Sequence[Record], years: Iterable[int], first_id: int) -> dict[int, Record]:
    made: dict[int, Record] = {}
    for year in years:
        for row in rows:
            made[first_id] = replace(row, id=first_id, year=year)  # type: ignore[call-arg]
            first_id += 1
    return made


def project_levers(project: Project, valuation: Valuation) -> tuple[Lever, ...]:
    """The levers of all units together on which the total of this project depends, in their usual order."""
    every = tuple(Lever(key) for key in LEVERS)
    moved = ProjectModel(project, valuation, every).moved_by
    return tuple(lever for lever, moves in zip(every, moved, strict=True) if moves)
