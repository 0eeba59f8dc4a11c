"""企业用电画像 as a whole: from tables and settings to indicators, score, curves, and what was wrong in the source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from gzvalue.errors import UserError
from gzvalue.power.basis import Basis, basis_of
from gzvalue.power.calendar import Calendar, calendar_of
from gzvalue.power.clean import cleaned, cleaned_zones, look_for_totals
from gzvalue.power.conventions import rules
from gzvalue.power.facts import Facts, Settings, year_before
from gzvalue.power.hours import spans_of
from gzvalue.power.indicators import Indicator, all_indicators
from gzvalue.power.load_curve import DayCurve, day_curve
from gzvalue.power.scoring import Score, score
from gzvalue.power.source import DAY, Remark, Tables

NO_AUTHORISATION = "没有登记用电企业的书面授权：本画像只供企业自查，不得提供给他人使用。"


@dataclass(frozen=True)
class Profile:
    """The profile of one enterprise.

    Attributes:
        meters: number of readings by meter.
        calendar: energy by day and month; None where only bills or events were given.
        indicators, score: as computed; missing ones say why.
        basis: what stays of the source to compute indicators again when an entered figure changes.
        curve: what a day looks like; None without intervals of up to an hour.
        remarks: what was wrong or left out in the source.
    """

    meters: tuple[tuple[str, int], ...]
    calendar: Calendar | None
    indicators: tuple[Indicator, ...]
    score: Score
    basis: Basis
    curve: DayCurve | None
    remarks: tuple[Remark, ...]
    settings: Settings
    as_of: date

    @property
    def months(self) -> Mapping[date, float]:
        """kWh of the whole months."""
        return {} if self.calendar is None else self.calendar.months

    def as_json(self) -> dict[str, Any]:
        """Plain data; the keys are documented in docs/power.md and stay stable."""
        from gzvalue.power.plain import profile_json  # late: it spells out what this module defines

        return profile_json(self)


def profile(tables: Tables, settings: Settings) -> Profile:
    """Compute the profile.

    Raises:
        UserError: two meters in one column, or weights that cannot be used.
    """
    meters = cleaned(tables, settings.as_of)
    look_for_totals(meters, tables)
    calendar = calendar_of(meters, float(rules()["constants"]["most_missing"])) if meters else None
    as_of = settings.as_of or _last_day(tables, calendar)
    facts = Facts(
        calendar=calendar or Calendar({}, {}, {}, (), (), as_of, as_of), zones=cleaned_zones(tables, settings.as_of), demands=tables.demands,
        bills=tables.bills, events=tables.events, events_told=tables.events_told, settings=_with_hours(settings),
        capacity=settings.capacity or tables.capacity, factor=settings.factor or tables.factor, as_of=as_of,
    )  # fmt: skip
    indicators = all_indicators(facts)
    remarks = [*tables.remarks, *_about_months(calendar), *_about_capacity(indicators)]
    if not settings.authorisation:
        remarks.append(Remark("error", "", NO_AUTHORISATION))
    basis = basis_of(facts, tables)
    return Profile(
        tuple((meter, len(found.readings)) for meter, found in meters.items()), calendar, indicators,
        score(indicators, basis.counts, settings.weights, settings.revenue), basis, _curve(calendar), tuple(remarks), facts.settings, as_of,
    )  # fmt: skip


def _curve(calendar: Calendar | None) -> DayCurve | None:
    if calendar is None:
        return None
    border = (year_before(calendar.last) + timedelta(days=1)).toordinal() * DAY
    return day_curve(tuple(one for one in calendar.load if one[0] >= border))


def _last_day(tables: Tables, calendar: Calendar | None) -> date:
    days = [one.due_on for one in tables.bills if one.due_on is not None] + [one.on for one in tables.events]
    if calendar is not None:
        days.append(calendar.last)
    if not days:
        told = next((one.message for one in tables.remarks if one.level == "error" or "未计入" in one.message), "")
        raise UserError(f"数据中没有任何可以计入的电量、账单或记录；{told or '请核对时间列的写法（例如 2025-01-31）。'}")
    return max(days)


def _with_hours(settings: Settings) -> Settings:
    hours = rules()["hours"]
    return replace(settings, peak=settings.peak or spans_of(hours["peak"]), valley=settings.valley or spans_of(hours["valley"]))


def _about_capacity(indicators: Sequence[Indicator]) -> list[Remark]:
    use = next((one.value for one in indicators if one.code == "capacity_use"), None)
    if use is None or use <= float(rules()["constants"]["doubtful_capacity_use"]):
        return []
    return [Remark("notice", "", f"设备利用率 {use:.0%}：最大负荷明显高于合同容量，请核对合同容量、功率因数、倍率和电量单位。")]


def _about_months(calendar: Calendar | None) -> list[Remark]:
    if calendar is None:
        return []
    found = []
    if calendar.missing:
        shown = "、".join(f"{month:%Y-%m}" for month in calendar.missing[:12])
        found.append(Remark("notice", "", f"缺少 {len(calendar.missing)} 个月的完整电量（{shown}）：涉及这些月份的指标不计算。"))
    if calendar.gaps:
        shown = "、".join(f"{month:%Y-%m}（缺 {_lack(share)}）" for month, share in list(calendar.gaps.items())[:6])
        more = f"等 {len(calendar.gaps)} 个月" if len(calendar.gaps) > 6 else ""
        found.append(Remark("notice", "", f"{shown}{more}有少量读数缺失，按已有读数计，不作推算。"))
    inside = [month for month in calendar.partial if month not in calendar.missing]
    if inside:
        shown = "、".join(f"{month:%Y-%m}（{calendar.partial[month]:.0%}）" for month in inside[:6])
        found.append(Remark("notice", "", f"{shown} 只有部分电量，不作为完整月份。"))
    return found


def _lack(share: float) -> str:
    """What is missing of a month, never nothing."""
    return "不足 0.1%" if 1 - share < 0.001 else f"{1 - share:.1%}"
