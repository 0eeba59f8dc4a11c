"""Exclusive licences, and what they leave to others."""

from datetime import date

from gzvalue.circulation.standing import Around
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.product_forms import EXCLUSIVE, SOLE, DataLicence

_FIRST, _LAST = date.min, date.max


def exclusive_over(around: Around, one: DataSet, on: date | None) -> tuple[DataLicence, ...]:
    """Licences of the data set that let nobody else in on that day; without a day all that have not ended by their own words."""
    return tuple(
        licence for licence in around.project.all(DataLicence)
        if licence.data_set == one.code and licence.exclusivity in (EXCLUSIVE, SOLE) and (on is None or covers(licence, on))
    )  # fmt: skip


def covers(licence: DataLicence, on: date) -> bool:
    """Whether the term holds that day; an open end never ends."""
    return (licence.starts or _FIRST) <= on <= (licence.ends or _LAST)


def overlap(first: DataLicence, second: DataLicence) -> bool:
    """Whether two terms share a day."""
    return (first.starts or _FIRST) <= (second.ends or _LAST) and (second.starts or _FIRST) <= (first.ends or _LAST)
