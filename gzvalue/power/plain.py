"""The profile as plain data, for ``--json`` and for what is kept in a project."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from gzvalue.power.indicators import Indicator
from gzvalue.power.load_curve import DayCurve
from gzvalue.power.scoring import Score

if TYPE_CHECKING:
    from gzvalue.power.profile import Profile

Json = dict[str, Any]

CAVEAT = "指标公式、换算与权重均为本软件约定，非官方数值；不代表供电企业或征信机构的评价。"

_YEAR = 12


def profile_json(found: "Profile") -> Json:
    """The keys of docs/power.md."""
    calendar = found.calendar
    return {
        "as_of": found.as_of.isoformat(),
        "authorisation": found.settings.authorisation or None,
        "meters": [{"meter": meter, "readings": count} for meter, count in found.meters],
        "period": None if calendar is None else {"first": str(calendar.first), "last": str(calendar.last)},
        "indicators": [indicator_json(one) for one in found.indicators],
        "score": score_json(found.score),
        "months": months_json(found.months),
        "missing_months": [] if calendar is None else [f"{month:%Y-%m}" for month in calendar.missing],
        "seasonal": seasonal_json(found.months),
        "day_curve": curve_json(found.curve),
        "problems": [{"level": one.level, "meter": one.meter, "message": one.message} for one in found.remarks],
        "caveat": CAVEAT,
    }


def number(value: float | None) -> float | None:
    """Ten places are more than any figure of a meter has."""
    return None if value is None else round(value, 10)


def indicator_json(one: Indicator) -> Json:
    """One indicator."""
    inputs = {key: number(value) if isinstance(value, float) else value for key, value in one.inputs.items()}
    return {
        "code": one.code, "name": one.name, "value": number(one.value), "unit": one.unit, "formula": one.formula,
        "window": one.window, "source": one.source, "inputs": inputs, "why_not": one.why_not or None,
    }  # fmt: skip


def score_json(found: Score) -> Json:
    """The score with its parts."""
    parts = [
        {"key": one.key, "name": one.name, "weight": one.weight, "value": number(one.value), "points": number(one.points),
         "scale": [list(point) for point in one.scale]}
        for one in found.parts
    ]  # fmt: skip
    return {
        "total": number(found.total), "measured": number(found.measured), "grade": found.grade or None, "parts": parts,
        "vetoes": list(found.vetoes), "shell_signs": list(found.signs),
    }  # fmt: skip


def months_json(months: Mapping[date, float]) -> list[Json]:
    """Whole months in their order."""
    return [{"month": f"{month:%Y-%m}", "kwh": number(value)} for month, value in sorted(months.items())]


def seasonal_json(months: Mapping[date, float]) -> list[Json]:
    """Each calendar month of every year beside each other, and its change against the year before."""
    return [
        {"month": month, "years": [{"year": year, "kwh": number(kwh), "change": number(change)} for year, kwh, change in row]}
        for month, row in seasons(months)
    ]


def seasons(months: Mapping[date, float]) -> list[tuple[int, list[tuple[int, float, float | None]]]]:
    """Calendar month → (year, kWh, change against the year before or None), only calendar months that there are."""
    found = []
    for number_of_month in range(1, _YEAR + 1):
        row: list[tuple[int, float, float | None]] = []
        for month, kwh in sorted(months.items()):
            if month.month == number_of_month:
                before = months.get(month.replace(year=month.year - 1))
                row.append((month.year, kwh, None if not before else (kwh - before) / before))
        if row:
            found.append((number_of_month, row))
    return found


def curve_json(curve: DayCurve | None) -> Json | None:
    """The mean day and the day of the greatest load, in kW."""
    if curve is None:
        return None
    return {
        "minutes": curve.minutes, "days": curve.days, "mean_kw": [round(one, 3) for one in curve.mean],
        "peak_day": curve.peak_day.isoformat(), "peak_kw": [None if one is None else round(one, 3) for one in curve.peak],
    }  # fmt: skip
