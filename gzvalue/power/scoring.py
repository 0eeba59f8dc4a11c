"""The score of the profile: open weights and scales, what was not measured stays out and is said, vetoes stand above it."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gzvalue.errors import UserError
from gzvalue.power.breaches import OFFENCES, recent
from gzvalue.power.conventions import rules
from gzvalue.power.facts import BILL_MONTHS, YEAR, Facts
from gzvalue.power.indicators import Indicator
from gzvalue.power.payment import overdue_days

_ARREARS_DAYS = 90


@dataclass(frozen=True)
class Part:
    """One part of the score: weight, points 0–100 (None where its indicator is missing), and the scale it came by."""

    key: str
    name: str
    weight: float
    value: float | None
    points: float | None
    scale: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Score:
    """The score out of 100 over the parts that could be measured.

    Attributes:
        total: Σ weight × points ÷ Σ weight over the measured parts; None where there is none.
        measured: share of the weights that could be measured.
        grade: by the lines of the resource; the lowest where a veto stands.
        vetoes: sentences of what forces the lowest grade.
        signs: signs of a shell company.
    """

    total: float | None
    measured: float
    grade: str
    parts: tuple[Part, ...]
    vetoes: tuple[str, ...]
    signs: tuple[str, ...]


def weights_of(entered: Mapping[str, float]) -> dict[str, float]:
    """The default weights, replaced by those entered.

    Raises:
        UserError: an unknown key, a negative weight, or none above zero.
    """
    known = {key: float(value) for key, value in rules()["weights"].items()}
    for key, value in entered.items():
        if key not in known:
            raise UserError(f"评分权重中没有“{key[:30]}”这一项；可用的有：{'、'.join(known)}。")
        if not 0 <= value < 1e6:
            raise UserError(f"评分权重“{key}”须为不小于 0 的数字。")
        known[key] = value
    if not any(known.values()):
        raise UserError("评分权重全部为零，无法计分；请至少给一项正的权重。")
    return known


@dataclass(frozen=True)
class Counts:
    """What forces the lowest grade, counted up to the day of the profile.

    Attributes:
        thefts, breaches: within 24 months.
        arrears: bills unpaid for more than 90 days.
        closures: supply closed within 12 months.
    """

    thefts: int = 0
    breaches: int = 0
    arrears: int = 0
    closures: int = 0


def counts_of(facts: Facts) -> Counts:
    """Count what forces the lowest grade."""
    offences = [one.kind for one in recent(facts, OFFENCES, BILL_MONTHS)]
    unpaid = [one for one in facts.bills if one.paid_on is None and one.asks and overdue_days(one, facts.as_of) > _ARREARS_DAYS]
    closed = [one for one in recent(facts, None, YEAR) if one.kind == "销户"]
    return Counts(offences.count("theft"), offences.count("breach"), len(unpaid), len(closed))


def score(indicators: Sequence[Indicator], counts: Counts, weights: Mapping[str, float], revenue: float | None) -> Score:
    """Weigh the indicators; the rules stand in ``indicators.json``.

    Args:
        indicators: as computed.
        counts: what forces the lowest grade.
        weights: entered weights by key of the part; the others are the defaults.
        revenue: declared revenue of a year, 元.

    Raises:
        UserError: weights that cannot be used.
    """
    by_code = {one.code: one for one in indicators}
    parts = []
    for key, weight in weights_of(weights).items():
        told = rules()["scales"][key]
        value = by_code[told["of"]].value
        points = tuple((float(x), float(y)) for x, y in told["points"])
        parts.append(Part(key, by_code[told["of"]].name, weight, value, None if value is None else on_scale(value, points), points))
    whole = sum(one.weight for one in parts)
    measured = [one for one in parts if one.points is not None and one.weight > 0]
    share = sum(one.weight for one in measured)
    total = sum(one.weight * (one.points or 0.0) for one in measured) / share if share else None
    vetoes = _vetoes(counts)
    return Score(total, share / whole, _grade(total, bool(vetoes)), tuple(parts), vetoes, _signs(by_code, revenue))


def on_scale(value: float, points: Sequence[tuple[float, float]]) -> float:
    """Points by straight lines between the marks of a scale; beyond its ends the end's points."""
    if value <= points[0][0]:
        return points[0][1]
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        if value <= x1:
            return y0 + (y1 - y0) * (value - x0) / (x1 - x0)
    return points[-1][1]


def _grade(total: float | None, vetoed: bool) -> str:
    grades = rules()["grades"]
    if vetoed:
        return str(grades[-1][0])
    if total is None:
        return ""
    return next(str(name) for name, line in grades if total >= line)


def _vetoes(counts: Counts) -> tuple[str, ...]:
    told = rules()["veto"]
    standing = (("theft", counts.thefts), ("violation", counts.breaches), ("arrears", counts.arrears), ("closed", counts.closures))
    return tuple(f"{told[key]}（{number} 次）" if key != "arrears" else f"{told[key]}（{number} 笔）" for key, number in standing if number)


def _signs(indicators: Mapping[str, Indicator], revenue: float | None) -> tuple[str, ...]:
    shell = indicators["shell_months"]
    months = int(rules()["constants"]["shell_months"])
    if shell.value is not None and shell.value >= months and revenue:
        return (f"月用电量连续 {int(shell.value)} 个月低于行业中位数的 10%，而申报有收入：疑似空壳，须实地核查。",)
    return ()
