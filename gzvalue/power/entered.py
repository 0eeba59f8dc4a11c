"""What a project says of the account: the settings by which a profile is made, its revenue, its weights."""

from datetime import date

from gzvalue.power.authorisation import authorisation_of
from gzvalue.power.conventions import rules
from gzvalue.power.facts import Settings
from gzvalue.power.hours import spans_of
from gzvalue.power.kept import Asked, asked_of
from gzvalue.schema.kinds import first_day, last_day
from gzvalue.schema.power_forms import PARTS, PowerAccount, PowerWeight
from gzvalue.schema.project import Project

_MOST = 100


def settings_of(project: Project) -> Settings:
    """The settings that the project's account tells.

    Raises:
        UserError: hours that cannot be understood.
    """
    account = project.single(PowerAccount)
    told = authorisation_of(project)
    return Settings(
        as_of=account.as_of, capacity=_float(account.capacity), factor=_float(account.power_factor), event=account.event_on,
        base=_base(account), revenue=revenue_of(project), sector_median=_float(account.sector_median),
        peak=_hours(account.peak_hours, "peak"), valley=_hours(account.valley_hours, "valley"), weights=weights_in(project), authorisation=told.words,
    )  # fmt: skip


def asked_now(project: Project) -> Asked:
    """What of the account a profile made now would stand on.

    Raises:
        UserError: hours that cannot be understood.
    """
    return asked_of(settings_of(project))


def revenue_of(project: Project) -> float | None:
    """Revenue of a year in 元: as entered for the profile, else of the last year of accounts that is no forecast."""
    entered = project.single(PowerAccount).revenue
    if entered is not None:
        return float(entered)
    years = sorted(
        (one for one in project.finance_years if one.year and one.revenue is not None and one.basis != "预测"),
        key=lambda one: one.year or 0,
    )
    return float(years[-1].revenue) if years and years[-1].revenue is not None else None


def weights_in(project: Project) -> dict[str, float]:
    """Entered weights by key of the part of the score; the first of two counts, and one out of range does not."""
    keys = {label: key for key, label in PARTS.items()}
    found: dict[str, float] = {}
    for one in project.all(PowerWeight):
        if one.part in keys and one.weight is not None and 0 <= one.weight <= _MOST:
            found.setdefault(keys[one.part], float(one.weight))
    return found


def _float(value: object) -> float | None:
    return None if not value else float(str(value))


def _base(account: PowerAccount) -> tuple[date, date] | None:
    first, last = account.base_first or account.base_last, account.base_last or account.base_first
    if first is None or last is None:
        return None
    a, b = first_day(first).replace(day=1), last_day(last).replace(day=1)
    return (a, b) if a <= b else (b, a)


def _hours(text: str | None, zone: str) -> tuple[tuple[int, int], ...]:
    return spans_of(text.replace("，", ",").replace("、", ",").replace("；", ",").split(",") if text else rules()["hours"][zone])
