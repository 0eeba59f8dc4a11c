"""Quality of each data set by dimension: measured where its data were measured, else declared, and it says which.

Pure: it reads the JSON that a measurement left in its record, once per record, and never the data themselves.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from gzvalue.schema.data_set import DeclaredQuality
from gzvalue.schema.field import Record
from gzvalue.schema.measurement_form import MeasurementRecord
from gzvalue.schema.project import Project

MEASURED, DECLARED = "实测", "申报"
MARK_DECLARED, MARK_NOTHING = "申报·未实测", "未测量"

DIMENSIONS: Mapping[str, str] = {
    key: DeclaredQuality.form.fields[key].label
    for key in ("conformity", "completeness", "accuracy", "consistency", "timeliness", "accessibility")
}
"""The six dimensions of GB/T 36344-2018: key in the JSON of a measurement and in the declaration → Chinese name."""

_MEMORY, _JOINED, _ALL = "_parts", "_scores", "_quality_scores"
_COMPACT = '"{key}":'


@dataclass(frozen=True)
class DimensionScore:
    """One dimension of one data set.

    Attributes:
        key, label: of `DIMENSIONS`.
        score: 0 to 1; ``None`` where it is neither measured nor declared.
        source: ``实测``, ``申报``, or empty.
        numerator, denominator: elements that meet the requirement over elements examined, pooled over the indicators
            that enter the score; only where measured.
    """

    key: str
    label: str
    score: Decimal | None = None
    source: str = ""
    numerator: int | None = None
    denominator: int | None = None


@dataclass(frozen=True)
class QualityScores:
    """What is known of one data set's quality.

    Attributes:
        code: of the data set.
        dimensions: all six by key, in the order of `DIMENSIONS`.
        measurement: the newest measuring, or ``None``.
        declared: what the applicant declares, or ``None``.
    """

    code: str
    dimensions: Mapping[str, DimensionScore]
    measurement: MeasurementRecord | None = None
    declared: DeclaredQuality | None = None

    @cached_property
    def measured(self) -> tuple[DimensionScore, ...]:
        """The dimensions that were measured."""
        return tuple(one for one in self.dimensions.values() if one.source == MEASURED)

    @property
    def measured_share(self) -> Decimal:
        """Measured dimensions over six."""
        return Decimal(len(self.measured)) / len(DIMENSIONS)

    @cached_property
    def mark(self) -> str:
        """``实测``, ``申报·未实测`` or ``未测量``: what must stand beside every score of this data set."""
        if self.measured:
            return MEASURED
        return MARK_DECLARED if any(one.source == DECLARED for one in self.dimensions.values()) else MARK_NOTHING


def quality_scores(project: Project) -> Mapping[str, QualityScores]:
    """The scores of every data set of the catalogue, by code; of several measurings the newest counts.

    Remembered on the project, which never changes.
    """
    memory: dict[str, Any] = vars(project)
    found: Mapping[str, QualityScores] | None = memory.get(_ALL)
    if found is None:
        newest = newest_measurements(project)
        declared = project.by_code["declared_quality"]
        found = memory[_ALL] = {code: _scores(code, newest.get(code), declared.get(code)) for code in project.by_code["data_set"]}
    return found


def newest_measurements(project: Project) -> Mapping[str, MeasurementRecord]:
    """The last recorded measuring of each data set that has one."""
    return {one.data_set: one for one in project.measurements if one.data_set and one.document}


def parts_of(record: MeasurementRecord) -> Mapping[str, Any]:
    """``dimensions`` and ``personal_information`` of a measurement's JSON; empty if it is no measurement.

    Remembered on the record, which never changes: a project of a thousand measurings is read once.
    """
    memory: dict[str, Any] = vars(record)
    found = memory.get(_MEMORY)
    if found is None:
        found = memory[_MEMORY] = _read(record.document or "")
    return found


def _read(document: str) -> Mapping[str, Any]:
    try:
        return {"dimensions": _part(document, "dimensions", "{"), "personal_information": _part(document, "personal_information", "[")}
    except (ValueError, KeyError, TypeError):
        return {"dimensions": {}, "personal_information": []}


def _part(document: str, key: str, opening: str) -> Any:
    """One part of a JSON text without reading the columns, which are by far the most of it.

    Written compactly, as the record is, the text ``"key":{`` can only be a key: within a text the quotation mark is
    escaped. What is written otherwise is read as a whole.
    """
    at = document.find(_COMPACT.format(key=key) + opening)
    if at < 0:
        return json.loads(document)[key]
    return json.JSONDecoder().raw_decode(document, at + len(key) + 3)[0]


def _scores(code: str, measurement: MeasurementRecord | None, declared: Record | None) -> QualityScores:
    """Remembered on the record that says most, together with what else it was made from."""
    assert declared is None or isinstance(declared, DeclaredQuality)
    holder = measurement or declared
    if holder is None:
        return QualityScores(code, {key: DimensionScore(key, label) for key, label in DIMENSIONS.items()})
    memory: dict[str, Any] = vars(holder)
    kept: tuple[str, DeclaredQuality | None, QualityScores] | None = memory.get(_JOINED)
    if kept is not None and kept[0] == code and kept[1] is declared:
        return kept[2]
    measured = {} if measurement is None else parts_of(measurement)["dimensions"]
    found = QualityScores(code, {key: _dimension(key, measured.get(key), declared) for key in DIMENSIONS}, measurement, declared)
    memory[_JOINED] = (code, declared, found)
    return found


def _dimension(key: str, measured: Mapping[str, Any] | None, declared: DeclaredQuality | None) -> DimensionScore:
    label = DIMENSIONS[key]
    numerator, denominator = pooled(measured)
    if denominator:
        return DimensionScore(key, label, Decimal(numerator) / Decimal(denominator), MEASURED, numerator, denominator)
    said = None if declared is None else getattr(declared, key)
    return DimensionScore(key, label) if said is None else DimensionScore(key, label, said / 100, DECLARED)


def pooled(dimension: Mapping[str, Any] | None) -> tuple[int, int]:
    """All numerators and all denominators of a dimension's indicators that enter its score; 0 and 0 where nothing was examined."""
    counted = [one for one in (dimension or {}).get("indicators", ()) if one.get("in_score", True)]
    return sum(int(one["numerator"]) for one in counted), sum(int(one["denominator"]) for one in counted)
