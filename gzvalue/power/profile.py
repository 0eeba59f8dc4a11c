"""企业用电画像 as a whole: from tables and settings to indicators, score, curves, and what was wrong in the source."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from gzvalue.errors import UserError
from gzvalue.power.calendar import Calendar, calendar_of
from gzvalue.power.clean import cleaned
from gzvalue.power.conventions import rules
from gzvalue.power.indicators import Facts, Indicator, Settings, all_indicators
from gzvalue.power.scoring import Score, score
from gzvalue.power.source import Remark, Tables
from gzvalue.power.stamps import clock

NO_AUTHORISATION = "没有登记用电企业的书面授权：本画像只供企业自查，不得提供给他人使用。"
CAVEAT = "指标公式、换算与权重均为本软件约定，非官方数值；不代表供电企业或征信机构的评价。"


@dataclass(frozen=True)
class Profile:
    """The profile of one enterprise.

    Attributes:
        meters: number of readings by meter.
        calendar: energy by day and month; None where only bills or events were given.
        indicators, score: as computed; missing ones say why.
        remarks: what was wrong or left out in the source.
    """

    meters: tuple[tuple[str, int], ...]
    calendar: Calendar | None
    indicators: tuple[Indicator, ...]
    score: Score
    remarks: tuple[Remark, ...]
    settings: Settings
    as_of: date

    def as_json(self) -> dict[str, Any]:
        """Plain data; the keys are documented in docs/power.md and stay stable."""
        return {
            "as_of": self.as_of.isoformat(),
            "authorisation": self.settings.authorisation or None,
            "meters": [{"meter": meter, "readings": count} for meter, count in self.meters],
            "period": None if self.calendar is None else {"first": str(self.calendar.first), "last": str(self.calendar.last)},
            "indicators": [_indicator_json(one) for one in self.indicators],
            "score": _score_json(self.score),
            "months": _months_json(self.calendar),
            "missing_months": [] if self.calendar is None else [f"{month:%Y-%m}" for month in self.calendar.missing],
            "problems": [{"level": one.level, "meter": one.meter, "message": one.message} for one in self.remarks],
            "caveat": CAVEAT,
        }


def profile(tables: Tables, settings: Settings) -> Profile:
    """Compute the profile.

    Raises:
        UserError: two meters in one column, or weights that cannot be used.
    """
    meters = {meter: found for meter, found in cleaned(tables).items() if found}
    calendar = calendar_of(meters, float(rules()["constants"]["most_missing"])) if meters else None
    as_of = settings.as_of or _last_day(tables, calendar)
    facts = Facts(
        calendar=calendar or Calendar({}, {}, {}, (), (), as_of, as_of), zones=tables.zones, demands=tables.demands, bills=tables.bills,
        events=tables.events, events_told=tables.events_told, settings=_with_hours(settings), capacity=settings.capacity or tables.capacity,
        factor=settings.factor or tables.factor, as_of=as_of,
    )  # fmt: skip
    indicators = all_indicators(facts)
    remarks = [*tables.remarks, *_about_months(calendar)]
    if not settings.authorisation:
        remarks.append(Remark("error", "", NO_AUTHORISATION))
    counts = tuple((meter, len(found)) for meter, found in meters.items())
    return Profile(counts, calendar, indicators, score(indicators, facts), tuple(remarks), facts.settings, as_of)


def _last_day(tables: Tables, calendar: Calendar | None) -> date:
    days = [one.due_on for one in tables.bills if one.due_on is not None] + [one.on for one in tables.events]
    if calendar is not None:
        days.append(calendar.last)
    if not days:
        raise UserError("数据中没有任何可用的日期；请核对时间列的写法（例如 2025-01-31）。")
    return max(days)


def _with_hours(settings: Settings) -> Settings:
    hours = rules()["hours"]
    return replace(settings, peak=settings.peak or spans_of(hours["peak"]), valley=settings.valley or spans_of(hours["valley"]))


def spans_of(texts: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Hours such as ``08:00-12:00`` as minutes of the day; a span over midnight becomes two.

    Raises:
        UserError: a text is no span of hours.
    """
    found: list[tuple[int, int]] = []
    for text in texts:
        first, _, last = text.strip().partition("-")
        a, b = clock(first.strip()), clock(last.strip())
        if a is None or b is None:
            raise UserError(f"时段“{text[:30]}”无法识别；请写成 08:00-12:00 的样子，多段用逗号分开。")
        found += [(a, b)] if a < b else [(a, 24 * 60), (0, b)]
    return tuple(found)


def _about_months(calendar: Calendar | None) -> list[Remark]:
    if calendar is None:
        return []
    found = []
    if calendar.missing:
        shown = "、".join(f"{month:%Y-%m}" for month in calendar.missing[:12])
        found.append(Remark("notice", "", f"缺少 {len(calendar.missing)} 个月的完整电量（{shown}）：涉及这些月份的指标不计算。"))
    inside = [month for month in calendar.partial if month not in calendar.missing]
    if inside:
        shown = "、".join(f"{month:%Y-%m}（{calendar.partial[month]:.0%}）" for month in inside[:6])
        found.append(Remark("notice", "", f"{shown} 只有部分电量，不作为完整月份。"))
    return found


def _number(value: float | None) -> float | None:
    return None if value is None else round(value, 10)


def _indicator_json(one: Indicator) -> dict[str, Any]:
    inputs = {key: _number(value) if isinstance(value, float) else value for key, value in one.inputs.items()}
    return {
        "code": one.code, "name": one.name, "value": _number(one.value), "unit": one.unit, "formula": one.formula,
        "window": one.window, "source": one.source, "inputs": inputs, "why_not": one.why_not or None,
    }  # fmt: skip


def _score_json(found: Score) -> dict[str, Any]:
    parts = [
        {"key": one.key, "name": one.name, "weight": one.weight, "value": _number(one.value), "points": _number(one.points),
         "scale": [list(point) for point in one.scale]}
        for one in found.parts
    ]  # fmt: skip
    return {
        "total": _number(found.total), "measured": _number(found.measured), "grade": found.grade or None, "parts": parts,
        "vetoes": list(found.vetoes), "shell_signs": list(found.signs),
    }  # fmt: skip


def _months_json(calendar: Calendar | None) -> list[dict[str, Any]]:
    return [] if calendar is None else [{"month": f"{month:%Y-%m}", "kwh": _number(value)} for month, value in calendar.months.items()]
