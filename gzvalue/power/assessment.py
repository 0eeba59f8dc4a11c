"""The kept profile of a project as it stands today: indicators combined again, score by the present weights, authorisation, what is out of date."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gzvalue.errors import UserError
from gzvalue.power.authorisation import SELF_ONLY, Authorisation, authorisation_of
from gzvalue.power.calendar import Calendar
from gzvalue.power.consumption import shell
from gzvalue.power.conventions import rules
from gzvalue.power.entered import asked_now, revenue_of, weights_in
from gzvalue.power.facts import Facts, Inputs, Missing, Settings
from gzvalue.power.indicators import Indicator, lacking, made_of
from gzvalue.power.kept import Counted, Kept, Unfit, read_kept
from gzvalue.power.load import capacity_inputs
from gzvalue.power.load_curve import DayCurve
from gzvalue.power.plain import seasons
from gzvalue.power.scoring import Score, score, weights_of
from gzvalue.power.source import Remark
from gzvalue.schema.figures import plain
from gzvalue.schema.power_forms import PARTS, PowerAccount, PowerProfile, PowerWeight
from gzvalue.schema.problems import Problem
from gzvalue.schema.project import Project

_WHOLE = Decimal(100)


@dataclass(frozen=True)
class Month:
    """Energy of one whole month, and its change against the same month of the year before."""

    month: date
    kwh: float
    change: float | None


@dataclass(frozen=True)
class Assessment:
    """The newest kept profile.

    Attributes:
        record: id of its record.
        measured_at: when the source was read.
        sources: names of its files with their SHA-256.
        rows: how many readings counted.
        as_of, first, last: the day of the profile, and the first and last day of readings.
        meters: masked meters and their readings.
        indicators: combined from the kept inputs and the figures entered now.
        score: by the weights entered now.
        weighed: key of each part of the score → whether its weight was entered, and the reason.
        months: whole months; ``missing``: those in between that are not whole.
        curve: the mean day; None without intervals of up to an hour.
        remarks: what was wrong or left out in the source.
        authorisation: as it stands.
        outdated: sentences of what was entered since and needs the source again.
    """

    record: int
    measured_at: str
    sources: tuple[tuple[str, str], ...]
    rows: int
    as_of: date
    first: date | None
    last: date | None
    meters: tuple[tuple[str, int], ...]
    indicators: tuple[Indicator, ...]
    score: Score
    weighed: tuple[tuple[str, bool, str], ...]
    months: tuple[Month, ...]
    missing: tuple[date, ...]
    curve: DayCurve | None
    remarks: tuple[Remark, ...]
    authorisation: Authorisation
    outdated: tuple[str, ...]

    def indicator(self, code: str) -> Indicator:
        """One of the indicators."""
        return next(one for one in self.indicators if one.code == code)

    @property
    def weights_sum(self) -> float:
        """Of all parts; 100 where they are as they should be."""
        return sum(one.weight for one in self.score.parts)


def newest(project: Project) -> PowerProfile | None:
    """The newest profile that was kept; None where there is none."""
    found = [one for one in project.all(PowerProfile) if one.document]
    return found[-1] if found else None


def assessed(project: Project) -> Assessment | None:
    """The newest kept profile of a project as it stands; None where none was kept or it cannot be read (then `power_problems` says why)."""
    record = newest(project)
    if record is None:
        return None
    try:
        kept = read_kept(record.document or "")
    except Unfit:
        return None
    weights, _ = usable_weights(project)
    revenue = revenue_of(project)
    indicators = tuple(_indicator(told, one, kept, project) for told, one in zip(rules()["indicators"], kept.indicators, strict=True))
    entered = {one.part: one for one in reversed(project.all(PowerWeight))}
    found = score(indicators, kept.basis.counts, weights, revenue)
    return Assessment(
        record.id, record.measured_at or "", _sources(record), record.rows or 0, kept.as_of, kept.first, kept.last, kept.meters, indicators, found,
        tuple((part.key, part.key in weights, _reason(entered.get(PARTS[part.key]))) for part in found.parts),
        _months(kept), kept.missing_months, kept.curve, kept.remarks, authorisation_of(project, day_of_record(record)),
        tuple(_outdated(project, kept)),
    )  # fmt: skip


def annex_of(project: Project) -> Assessment | None:
    """The profile as it may be shown to others: with a valid written authorisation, else none."""
    found = assessed(project)
    return found if found is not None and found.authorisation.valid else None


def _reason(weight: PowerWeight | None) -> str:
    return "" if weight is None else weight.reason or ""


def _sources(record: PowerProfile) -> tuple[tuple[str, str], ...]:
    names, digests = (record.sources or "").splitlines(), (record.sha256 or "").splitlines()
    return tuple((name, digests[n] if n < len(digests) else "") for n, name in enumerate(names))


def _months(kept: Kept) -> tuple[Month, ...]:
    changes = {(year, month): change for month, row in seasons(dict(kept.months)) for year, _, change in row}
    return tuple(Month(month, kwh, changes[month.year, month.month]) for month, kwh in sorted(kept.months))


def day_of_record(record: PowerProfile) -> date | None:
    """The day on which a profile was made."""
    try:
        return date.fromisoformat((record.measured_at or "")[:10])
    except ValueError:
        return None


# --- indicators anew ------------------------------------------------------------------------------


def _indicator(told: dict[str, str], one: Counted, kept: Kept, project: Project) -> Indicator:
    """An indicator from its kept inputs, those that stand on an entered figure from the figure as it stands now."""
    try:
        inputs, window = _ANEW[one.code](kept, project) if one.code in _ANEW else (dict(one.inputs), one.window)
        if not inputs:
            return lacking(told, one.why_not or "没有数据。")
        return made_of(told, inputs, window)
    except Missing as missing:
        return lacking(told, str(missing))
    except (KeyError, TypeError, ValueError, OverflowError, ZeroDivisionError):
        return lacking(told, "保存的画像缺这一项的数据，请重新生成。")


def _capacity(kept: Kept, project: Project) -> tuple[Inputs, str]:
    account = project.single(PowerAccount)
    capacity = float(account.capacity) if account.capacity else kept.basis.capacity
    factor = float(account.power_factor) if account.power_factor else kept.basis.factor
    if not capacity:
        raise Missing("没有合同容量（kVA）。")
    if kept.basis.peak_kw is None:
        raise Missing("没有分时负荷，也没有最大需量。")
    return capacity_inputs(kept.basis.peak_kw, capacity, factor), kept.basis.load_window


def _bills(kept: Kept, project: Project) -> tuple[Inputs, str]:
    revenue = revenue_of(project)
    if not revenue:
        raise Missing("没有录入年收入。")
    if kept.basis.bills_yuan is None:
        raise Missing("近 12 个月的账单没有金额。")
    return {"bills_yuan": kept.basis.bills_yuan, "revenue_yuan": revenue}, kept.basis.bills_window


def _shell(kept: Kept, project: Project) -> tuple[Inputs, str]:
    median = project.single(PowerAccount).sector_median
    months = dict(kept.months)
    day = kept.last or kept.as_of
    settings = Settings(sector_median=None if median is None else float(median))
    return shell(Facts(Calendar({}, months, {}, (), (), kept.first or day, day), {}, {}, (), (), False, settings, None, None, kept.as_of))


_ANEW = {"capacity_use": _capacity, "bill_to_revenue": _bills, "shell_months": _shell}


# --- what is wrong -------------------------------------------------------------------------------


def usable_weights(project: Project) -> tuple[dict[str, float], str]:
    """The entered weights, or none of them with the reason why they cannot be used."""
    weights = weights_in(project)
    try:
        weights_of(weights)
    except UserError as wrong:
        return {}, str(wrong)
    return weights, ""


def _outdated(project: Project, kept: Kept) -> list[str]:
    try:
        now = asked_now(project)
    except UserError as wrong:
        return [str(wrong)]
    words = {"as_of": "统计截止日", "event": "事件日期", "base": "基期", "peak": "峰段时间", "valley": "谷段时间"}
    changed = [label for key, label in words.items() if getattr(now, key) != getattr(kept.asked, key)]
    told = f"账户信息中的{'、'.join(changed)}与生成画像时所用的不同：请把账户信息改为一致，或者用原来的表格重新生成。"
    return [told] if changed else []


def power_problems(project: Project) -> tuple[Problem, ...]:
    """What is to be mended about the profile; all notices, as a pledge does not need one."""
    account, weight, profile = PowerAccount.form.name, PowerWeight.form.name, PowerProfile.form.name
    found: list[Problem] = []
    weights, wrong = usable_weights(project)
    whole = sum((Decimal(str(one)) for one in weights_of(weights).values()), Decimal(0))
    if wrong:
        found.append(Problem("notice", weight, 0, "weight", f"用电评分权重：{wrong}现按默认权重计分。"))
    elif project.all(PowerWeight) and whole != _WHOLE:
        found.append(Problem("notice", weight, 0, "weight", f"用电评分权重合计 {plain(whole)}，应为 100；现按各项所占比例计分。"))
    record = newest(project)
    if record is None:
        return tuple(found)
    try:
        kept = read_kept(record.document or "")
    except Unfit as unfit:
        return (*found, Problem("notice", profile, record.id, "document", f"用电画像无法读取：{unfit}；请用原来的表格重新生成。"))
    told = authorisation_of(project, day_of_record(record))
    if not told.valid:
        words = f"用电画像{SELF_ONLY}：{'；'.join(told.lacking)}。取得有效的书面授权之前，画像不附入申报材料"
        found.append(Problem("notice", account, 1, "authorisation_number", words))
    elif not told.evidence:
        found.append(Problem("notice", account, 1, "evidence", "用电画像的书面授权没有附证据：请在证据清单中加入授权书扫描件并填写编号。"))
    found += [Problem("notice", profile, record.id, "document", f"用电画像：{one}") for one in _outdated(project, kept)]
    return tuple(found)
