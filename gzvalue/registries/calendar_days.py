"""Days as registries count them. A year mistyped far from ours, complained of elsewhere, stays within the calendar."""

from datetime import MAXYEAR, MINYEAR, date, timedelta


def working_days_after(day: date, count: int) -> date:
    """The day that is ``count`` working days later; Saturdays and Sundays are left out, public holidays are not known."""
    while count > 0 and day < date.max:
        day += timedelta(days=1)
        if day.weekday() < 5:
            count -= 1
    return day


def days_before(day: date, count: int) -> date:
    """The day so many days earlier."""
    return date.fromordinal(max(day.toordinal() - count, 1))


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier; the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return _last_possible(max(year, MINYEAR), month + 1, day.day)


def years_after(day: date, years: int) -> date:
    """The same day so many years later; 28 February for a leap day."""
    return _last_possible(min(day.year + years, MAXYEAR), day.month, day.day)


def _last_possible(year: int, month: int, day: int) -> date:
    for last in range(day, 27, -1):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    return date(year, month, min(day, 28))
