"""Further methods of experts beside the weighted score: fuzzy evaluation, grey relation, rounds of questions, GM(1,1) forecasts.

They stand beside the score and the forecast of the enterprise; nothing of them enters by itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from gzvalue.schema.expert_forms import DelphiScore
from gzvalue.schema.kinds import rounded
from gzvalue.schema.problems import Problem
from gzvalue.schema.project import Project
from gzvalue.schema.scoring_forms import ExpertScore
from gzvalue.schema.valuation_forms import IncomeYear
from gzvalue.valuation.doubts import ZERO, Doubts
from gzvalue.valuation.formula import EXACT
from gzvalue.valuation.formulas.scoring import grade_score
from gzvalue.valuation.parameters import index_system
from gzvalue.valuation.procedures.unsolvable import Unsolvable
from gzvalue.valuation.result import DataSetScore, Scores

FUZZY_GRADES = (
    ("优", Decimal(90), Decimal(95)),
    ("良", Decimal(75), Decimal(82)),
    ("中", Decimal(60), Decimal(67)),
    ("差", Decimal(0), Decimal(40)),
)
"""Grades of the fuzzy evaluation: name, from which score an expert's mark belongs to it, and the score it counts (the program's own)."""

FUZZY_NOTE = (
    "隶属度为给出该等级的专家比例（90 分起为优、75 起为良、60 起为中，其余为差；等级分值 95、82、67、40），均为本软件默认值，非官方数值"
)
GREY_NOTE = "参考数列为各指标的最高平均分，分辨系数 0.5，均值化；关联度越接近 1 越接近各项最优"
LEAST_YEARS = 4
FORECAST_YEARS = 5


@dataclass(frozen=True)
class Compared:
    """One data set by three ways of putting its experts' marks together.

    Attributes:
        weighted, rank: the weighted score and its rank.
        fuzzy: degrees of membership of 优 良 中 差; they sum to 1.
        fuzzy_score: their mean by the grades' scores.
        grey: degree of relation to the best of every indicator.
    """

    code: str
    name: str
    weighted: Decimal
    rank: int
    fuzzy: tuple[Decimal, ...]
    fuzzy_score: Decimal
    fuzzy_rank: int
    grey: Decimal | None
    grey_rank: int | None


@dataclass(frozen=True)
class Round:
    """One round of questions: Kendall's W with its test, and per item mean and coefficient of variation.

    Attributes:
        w, chi_square, p: ``None`` where the round does not allow them (``fault`` says why).
        items: name, mean, coefficient of variation.
    """

    number: int
    experts: int
    w: Decimal | None
    chi_square: Decimal | None
    p: Decimal | None
    items: tuple[tuple[str, Decimal, Decimal | None], ...]
    fault: str = ""

    @property
    def agreed(self) -> bool:
        """Whether the experts agree more than by chance (p < 0.05)."""
        return self.p is not None and self.p < Decimal("0.05")


@dataclass(frozen=True)
class Proposal:
    """A GM(1,1) forecast of one kind of a unit's income from its actual years; entered only when a person takes it.

    Attributes:
        key: field of `IncomeYear`: transferable, internal or revenue.
        actual: year → amount.
        fitted: the model's own figures of the same years.
        forecast: year → amount, to the 分.
        error: mean relative error of the fitted years.
        ratio: posterior error ratio C (deviation of the residuals over that of the data).
        chance: small error probability P.
        grade: 好, 合格, 勉强 or 不合格 by C and P.
    """

    unit: str
    key: str
    version: str
    actual: Mapping[int, Decimal]
    fitted: Mapping[int, Decimal]
    forecast: Mapping[int, Decimal]
    error: Decimal
    ratio: Decimal
    chance: Decimal
    grade: str
    fault: str = ""


# --- scores -------------------------------------------------------------------------------------


def compared(project: Project, scores: Scores) -> tuple[Compared, ...]:
    """The scored data sets by weighted score, fuzzy evaluation and grey relation, in the order of their rank."""
    if not scores.data_sets:
        return ()
    from gzvalue.valuation.procedures.grey import grey_relation  # NumPy comes with it

    keys = [one.key for one in index_system().indicators]
    weights = [scores.weights[key] for key in keys]
    sheets: dict[str, list[ExpertScore]] = {}
    for row in project.expert_scores:
        sheets.setdefault(row.data_set or "", []).append(row)
    fuzzy = {one.code: _fuzzy(sheets[one.code], keys, weights) for one in scores.data_sets}
    best = [max(one.indicators[key] for one in scores.data_sets) for key in keys]
    try:
        grey: Mapping[str, float] = grey_relation(best, {one.code: [one.indicators[key] for key in keys] for one in scores.data_sets})
    except Unsolvable:
        grey = {}
    with localcontext(EXACT):
        points = {code: rounded(grade_score(vector, [count for _, _, count in FUZZY_GRADES]), 2) for code, vector in fuzzy.items()}
    degrees = {code: rounded(Decimal(repr(degree)), 4) for code, degree in grey.items()}
    by_fuzzy, by_grey = _ranks(points), _ranks(degrees)
    return tuple(_compared(one, fuzzy, points, by_fuzzy, degrees, by_grey) for one in sorted(scores.data_sets, key=lambda one: one.rank))


def rank_correlations(found: Sequence[Compared]) -> tuple[Decimal, Decimal | None] | None:
    """Spearman's correlation of the ranks by weighted score with those by fuzzy evaluation and by grey relation; ``None`` below three."""
    if len(found) < 3:
        return None
    grey = [one.grey_rank for one in found if one.grey_rank is not None]
    own = [one.rank for one in found]
    return _spearman(own, [one.fuzzy_rank for one in found]), _spearman(own, grey) if len(grey) == len(own) else None


def _spearman(one: Sequence[int], other: Sequence[int]) -> Decimal:
    count = len(one)
    apart = sum((a - b) ** 2 for a, b in zip(one, other, strict=True))
    with localcontext(EXACT):
        return rounded(1 - Decimal(6 * apart) / (count * (count * count - 1)), 3)


def _compared(
    one: DataSetScore, fuzzy: Mapping[str, tuple[Decimal, ...]], points: Mapping[str, Decimal], by_fuzzy: Mapping[str, int],
    degrees: Mapping[str, Decimal], by_grey: Mapping[str, int],
) -> Compared:  # fmt: skip
    code = one.code
    return Compared(
        code, one.name, one.total, one.rank, tuple(rounded(part, 4) for part in fuzzy[code]), points[code], by_fuzzy[code], degrees.get(code),
        by_grey.get(code),
    )  # fmt: skip


def _fuzzy(rows: Sequence[ExpertScore], keys: Sequence[str], weights: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Membership of each grade: weights times the share of experts who gave it."""
    with localcontext(EXACT):
        vector = [ZERO] * len(FUZZY_GRADES)
        for key, weight in zip(keys, weights, strict=True):
            marks = [value for row in rows if (value := getattr(row, key)) is not None]
            for mark in marks:
                vector[_grade_of(mark)] += weight / len(marks)
        return tuple(vector)


def _grade_of(mark: Decimal) -> int:
    return next(at for at, (_, least, _) in enumerate(FUZZY_GRADES) if mark >= least or at == len(FUZZY_GRADES) - 1)


def _ranks(figures: Mapping[str, Decimal]) -> dict[str, int]:
    return {code: rank for rank, code in enumerate(sorted(figures, key=lambda code: (-figures[code], code)), 1)}


# --- rounds of questions ------------------------------------------------------------------------


def rounds(project: Project) -> tuple[Round, ...]:
    """Every round with its agreement; a round with gaps is judged by the experts who scored every item."""
    rows: dict[int, list[DelphiScore]] = {}
    for row in project.all(DelphiScore):
        if row.round is not None and row.expert and row.item and row.score is not None:
            rows.setdefault(row.round, []).append(row)
    return tuple(_round(number, rows[number]) for number in sorted(rows))


def delphi_problems(project: Project) -> tuple[Problem, ...]:
    """Marks given twice by one expert for one item of one round."""
    doubts, seen = Doubts(), set()
    for row in project.all(DelphiScore):
        key = (row.round, row.expert, row.item)
        if None not in key and key in seen:
            doubts.error(row, "item", f"专家 {row.expert} 在第 {row.round} 轮对“{row.item}”评了两次，请删去一行")
        seen.add(key)
    return doubts.found


def _round(number: int, rows: Sequence[DelphiScore]) -> Round:
    from gzvalue.valuation.procedures.delphi import agreement

    marks = {(row.expert, row.item): row.score for row in rows}
    items = list(dict.fromkeys(row.item or "" for row in rows))
    experts = list(dict.fromkeys(row.expert or "" for row in rows))
    whole = [one for one in experts if all((one, item) in marks for item in items)]
    if len(whole) < 2 or len(items) < 2:
        return Round(number, len(whole), None, None, None, (), "至少要有 2 位专家评完全部事项、且至少 2 个事项，才能计算协调系数")
    try:
        found = agreement([[marks[one, item] for item in items] for one in whole])
    except Unsolvable as wrong:
        return Round(number, len(whole), None, None, None, (), str(wrong))
    figures = [Decimal(repr(value)) for value in (found.w, found.chi_square, found.p)]
    listed = tuple(
        (item, rounded(Decimal(repr(mean)), 2), None if spread is None else rounded(Decimal(repr(spread)), 4))
        for item, mean, spread in zip(items, found.means, found.variations, strict=True)
    )
    left = len(experts) - len(whole)
    fault = f"另有 {left} 位专家没有评完全部事项，没有计入协调系数" if left else ""
    return Round(number, len(whole), rounded(figures[0], 4), rounded(figures[1], 3), rounded(figures[2], 4), listed, fault)


# --- forecasts ----------------------------------------------------------------------------------


def proposals(project: Project) -> tuple[Proposal, ...]:
    """GM(1,1) forecasts for every unit and kind of income with at least four consecutive actual years."""
    rows: dict[tuple[str, str, str], dict[int, Decimal]] = {}
    for row in project.income_years:
        if row.basis == "实际" and row.unit and row.year is not None and row.version:
            for key in ("revenue", "transferable", "internal"):
                amount = getattr(row, key)
                if amount is not None:
                    rows.setdefault((row.unit, key, row.version), {})[row.year] = amount
    return tuple(one for key, years in sorted(rows.items()) if (one := _proposal(*key, years)) is not None)


def _proposal(unit: str, key: str, version: str, years: Mapping[int, Decimal]) -> Proposal | None:
    last = max(years)
    run = [last]
    while run[-1] - 1 in years:
        run.append(run[-1] - 1)
    run.reverse()
    if len(run) < LEAST_YEARS or not any(years[year] for year in run):
        return None
    from gzvalue.valuation.procedures.grey import gm11

    actual = {year: years[year] for year in run}
    if min(actual.values()) < 0:
        return _unfit(unit, key, version, actual, "GM(1,1) 不能用于有负数的数列，请换用其他预测方法")
    try:
        found = gm11(list(actual.values()), FORECAST_YEARS)
    except Unsolvable as wrong:
        return _unfit(unit, key, version, actual, str(wrong))
    fitted = [Decimal(repr(value)) for value in found.fitted]
    error, ratio, chance = _errors(list(actual.values()), fitted)
    forecast = {last + n: rounded(Decimal(repr(value)), 2) for n, value in enumerate(found.forecast, 1)}
    return Proposal(
        unit, key, version, actual, dict(zip(run, (rounded(value, 2) for value in fitted), strict=True)), forecast,
        error, ratio, chance, accuracy(ratio, chance),
    )  # fmt: skip


def _unfit(unit: str, key: str, version: str, actual: Mapping[int, Decimal], fault: str) -> Proposal:
    return Proposal(unit, key, version, actual, {}, {}, ZERO, ZERO, ZERO, "", fault)


def _errors(actual: Sequence[Decimal], fitted: Sequence[Decimal]) -> tuple[Decimal, Decimal, Decimal]:
    """Mean relative error, posterior error ratio C = S₂ ÷ S₁, and P = P(|e − ē| < 0.6745·S₁)."""
    with localcontext(EXACT):
        count = len(actual)
        rests = [a - f for a, f in zip(actual, fitted, strict=True)]
        relative = [abs(rest / a) for rest, a in zip(rests[1:], actual[1:], strict=True) if a]
        mean, mean_rest = sum(actual, ZERO) / count, sum(rests, ZERO) / count
        spread = (sum(((a - mean) ** 2 for a in actual), ZERO) / count).sqrt()
        rest_spread = (sum(((r - mean_rest) ** 2 for r in rests), ZERO) / count).sqrt()
        if not spread:  # a level series: nothing to explain, and the model repeats it
            return sum(relative, ZERO) / max(len(relative), 1), ZERO, Decimal(1)
        near = sum(abs(rest - mean_rest) < Decimal("0.6745") * spread for rest in rests)
        return rounded(sum(relative, ZERO) / max(len(relative), 1), 4), rounded(rest_spread / spread, 4), rounded(Decimal(near) / count, 4)


def accuracy(ratio: Decimal, chance: Decimal) -> str:
    """Grade of a grey forecast by C and P, as textbooks have it."""
    for word, most, least in (("好", "0.35", "0.95"), ("合格", "0.5", "0.8"), ("勉强", "0.65", "0.7")):
        if ratio <= Decimal(most) and chance >= Decimal(least):
            return word
    return "不合格"


def forecast_rows(project: Project, proposal: Proposal) -> list[tuple[int | None, int, Decimal]]:
    """What taking a proposal would write: the id of a forecast row that is there already (or ``None``), its year, the amount."""
    there = {
        row.year: row.id
        for row in project.all(IncomeYear)
        if (row.unit, row.basis, row.version) == (proposal.unit, "预测", proposal.version) and row.year is not None
    }
    return [(there.get(year), year, amount) for year, amount in proposal.forecast.items()]
