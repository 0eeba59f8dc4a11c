"""The whole study of uncertainty of a project: tornado, scenarios, simulation and Sobol indices, on its own formulas."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from gzvalue.schema.kinds import rounded
from gzvalue.schema.problems import Problem
from gzvalue.schema.project import Project
from gzvalue.schema.uncertainty_forms import LEVERS, LIFE_STEP
from gzvalue.valuation.doubts import ZERO
from gzvalue.valuation.formula import EXACT
from gzvalue.valuation.parameters import parameters
from gzvalue.valuation.procedures.unsolvable import Unsolvable
from gzvalue.valuation.result import Valuation
from gzvalue.valuation.simulation.asked import Asked, Case, Varied, asked, told
from gzvalue.valuation.simulation.levers import Lever
from gzvalue.valuation.simulation.model import ProjectModel, project_levers

Progress = Callable[[int, int, str], None]
"""``progress(done, total, what)``; may raise to stop."""

_NORMAL_TENTH = Decimal("1.2816")
"""So many standard deviations from the mean lie P10 and P90 of a normal distribution."""


@dataclass(frozen=True)
class Swing:
    """One bar of the tornado: the total at the low and at the high end of one lever, the rest as it is. Money in 元, to the 分."""

    lever: Lever
    low: Decimal
    high: Decimal
    at_low: Decimal
    at_high: Decimal
    own_default: bool

    @property
    def span(self) -> Decimal:
        """How far the total moves."""
        return abs(self.at_high - self.at_low)

    @property
    def words(self) -> str:
        """What was changed: ``折现率 −2 至 +2 百分点``."""
        ends = [told(self.lever, one).removeprefix(self.lever.label).strip() for one in (self.low, self.high)]
        return f"{self.lever.label} {ends[0].removesuffix(self.lever.measure).strip()} 至 {ends[1]}"


@dataclass(frozen=True)
class CaseValue:
    """One scenario with its total, ``None`` where it has none (``fault`` says why)."""

    case: Case
    value: Decimal | None
    against_base: Decimal | None
    fault: str = ""


@dataclass(frozen=True)
class Simulated:
    """What the draws gave. Money in 元, to the 分; the histogram's edges likewise.

    Attributes:
        edges: borders of the bins, one more than ``counts``.
        method: how draws and correlations were made, in words.
    """

    p10: Decimal
    p50: Decimal
    p90: Decimal
    mean: Decimal
    deviation: Decimal
    edges: tuple[Decimal, ...]
    counts: tuple[int, ...]
    draws: int
    seed: int
    method: str


@dataclass(frozen=True)
class Influence:
    """Sobol indices of one parameter: its share of the variance alone, and with all it takes part in."""

    lever: Lever
    first: Decimal
    total: Decimal


@dataclass(frozen=True)
class Study:
    """Evidence of how sensitive the conclusion is; never the conclusion itself.

    Attributes:
        base: the total as it is.
        swings: widest first.
        cases: scenarios.
        varied, correlations, own_default: what was simulated.
        simulated: ``None`` where nothing could be simulated (``problems`` or ``faults`` say why).
        influences: widest first; empty where they were not asked for.
        faults: sentences on what could not be done.
    """

    base: Decimal
    swings: tuple[Swing, ...]
    cases: tuple[CaseValue, ...]
    varied: tuple[Varied, ...]
    correlations: tuple[tuple[Lever, Lever, Decimal], ...]
    own_default: bool
    simulated: Simulated | None
    influences: tuple[Influence, ...]
    problems: tuple[Problem, ...]
    faults: tuple[str, ...]
    extended: bool = False


_NOBODY: Progress = lambda done, total, what: None  # noqa: E731 - a default that does nothing
METHOD = "按各参数自己的分布抽样，相关用 Iman–Conover 法按联合正态得分重排（只改变次序，不改变各自的分布）；伪随机数 PCG64"


def study(project: Project, valuation: Valuation, *, indices: bool = True, progress: Progress = _NOBODY) -> Study | None:
    """Everything about how uncertain the total is; ``None`` where there is no conclusion yet.

    Args:
        project: all records.
        valuation: of that project.
        indices: also the Sobol indices, which take SciPy and some thousand further draws per parameter.
        progress: is told how far it is, and may raise to stop.
    """
    if not any(unit.value for unit in valuation.units):
        return None
    moving = project_levers(project, valuation)
    wish = asked(project, moving)
    levers = tuple(
        dict.fromkeys(
            [*moving, *(one.lever for one in (*wish.varied, *wish.entered)), *(lever for case in wish.cases for lever in case.changes)]
        )
    )
    model = ProjectModel(project, valuation, levers)
    faults: list[str] = []
    moves = dict(zip(levers, model.moved_by, strict=True))
    faults += [f"“{one.lever.label}”不影响这个项目的结论，没有参加模拟" for one in wish.varied if not moves[one.lever]]
    varied = tuple(one for one in wish.varied if moves[one.lever])
    progress(0, 0, "敏感性与情景")
    swings = _swings(model, [lever for lever in levers if moves[lever]], wish.entered, faults)
    cases = tuple(_case(model, case, valuation.total) for case in wish.cases)
    simulated: Simulated | None = None
    influences: tuple[Influence, ...] = ()
    try:
        simulated = _simulated(model, varied, wish, progress) if varied else None
        influences = _influences(model, varied, wish.seed, progress) if indices and len(varied) > 1 and simulated is not None else ()
    except Unsolvable as wrong:
        faults.append(str(wrong))
    return Study(
        base=valuation.total, swings=swings, cases=cases, varied=varied,
        correlations=tuple((one, other, rho) for (one, other), rho in wish.correlations.items()), own_default=wish.own_default,
        simulated=simulated, influences=influences, problems=wish.problems, faults=tuple(faults), extended=_reaches_further(varied, swings, cases),
    )  # fmt: skip


def _reaches_further(varied: Sequence[Varied], swings: Sequence[Swing], cases: Sequence[CaseValue]) -> bool:
    """Whether a life was made longer anywhere, so that the rule for years beyond the forecast must be told."""
    longer = [
        *(one.values[-1] for one in varied if one.lever.key == "收益期限"),
        *(one.high for one in swings if one.lever.key == "收益期限"),
    ]
    longer += [change for one in cases for lever, change in one.case.changes.items() if lever.key == "收益期限"]
    return any(one > 0 for one in longer)


# --- tornado and scenarios ----------------------------------------------------------------------


def _swings(model: ProjectModel, levers: Sequence[Lever], varied: Sequence[Varied], faults: list[str]) -> tuple[Swing, ...]:
    """One bar per lever: over the range that was entered for it, else over the program's own."""
    entered = {one.lever: _range(one) for one in varied if not one.own_default}
    own = parameters("uncertainty")
    found = []
    for lever in levers:
        usual = own[f"tornado.{lever.key}"].value
        low, high = entered.get(lever, (-usual, usual))
        try:
            ends = [rounded(model.exact({lever: change}), 2) for change in (low, high)]
        except Unsolvable as wrong:
            faults.append(str(wrong))
            continue
        found.append(Swing(lever, low, high, ends[0], ends[1], lever not in entered))
    order = {lever: at for at, lever in enumerate(levers)}
    return tuple(sorted(found, key=lambda one: (-one.span, order[one.lever])))


def _range(one: Varied) -> tuple[Decimal, Decimal]:
    """Low and high of a distribution as changes; of a normal one P10 and P90."""
    with localcontext(EXACT):
        if one.shape == "正态分布":
            mean, deviation = one.values
            ends = mean - _NORMAL_TENTH * deviation, mean + _NORMAL_TENTH * deviation
        else:
            ends = one.values[0], one.values[-1]
        if one.lever.key == "收益期限":
            ends = (ends[0] / LIFE_STEP).to_integral_value() * LIFE_STEP, (ends[1] / LIFE_STEP).to_integral_value() * LIFE_STEP
        return ends[0] * one.lever.scale, ends[1] * one.lever.scale


def _case(model: ProjectModel, case: Case, base: Decimal) -> CaseValue:
    try:
        value = rounded(model.exact(case.changes), 2) if case.changes else base
    except Unsolvable as wrong:
        return CaseValue(case, None, None, str(wrong))
    with localcontext(EXACT):
        return CaseValue(case, value, value / base - 1 if base else None)


# --- simulation ---------------------------------------------------------------------------------


def _simulated(model: ProjectModel, varied: Sequence[Varied], wish: Asked, progress: Progress) -> Simulated:
    from gzvalue.valuation.simulation.distributions import distribution_of  # brings NumPy, which a check of the forms need not wait for
    from gzvalue.valuation.uncertainty import monte_carlo

    levers = {one.lever.label: one.lever for one in varied}
    names = {lever: label for label, lever in levers.items()}
    chosen = {names[one]: one for one in levers.values()}

    def total(**changes: object) -> object:
        return model.arrays({chosen[label]: change for label, change in changes.items()}, lambda done, count: progress(done, count, "模拟"))

    found = monte_carlo(
        total, {names[one.lever]: distribution_of(one) for one in varied}, draws=wish.draws, seed=wish.seed,
        correlations={(names[a], names[b]): float(rho) for (a, b), rho in wish.correlations.items() if a in names and b in names},
    )  # fmt: skip
    return Simulated(
        _fen(found.p10), _fen(found.p50), _fen(found.p90), _fen(found.mean), _fen(found.deviation), tuple(map(_fen, found.edges)), found.counts,
        found.draws, found.seed, METHOD,
    )  # fmt: skip


def _fen(value: float) -> Decimal:
    return rounded(Decimal(repr(value)), 2)


def _influences(model: ProjectModel, varied: Sequence[Varied], seed: int, progress: Progress) -> tuple[Influence, ...]:
    from gzvalue.valuation.simulation.sobol import sobol_indices

    moving = [one for one in varied if len(set(one.values)) > 1 and not (one.shape == "正态分布" and one.values[1] == ZERO)]
    if len(moving) < 2:
        return ()
    samples = int(parameters("uncertainty")["sobol_samples"].value)
    found = sobol_indices(model, moving, samples, seed, lambda done, count: progress(done, count, "索博尔指数"))
    made = [Influence(one.lever, _index(first), _index(whole)) for one, (first, whole) in zip(moving, found, strict=True)]
    return tuple(sorted(made, key=lambda one: (-one.total, LEVERS.index(one.lever.key), one.lever.unit)))


def _index(value: float) -> Decimal:
    return rounded(Decimal(repr(value)), 4)
