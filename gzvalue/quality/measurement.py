"""What was measured, as one frozen value, and its JSON (docs/measure.md)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
Bound: TypeAlias = int | float | str | None

FORMAT = "gzvalue-measurement 1"
"""Tells a measurement from any other JSON."""

DIMENSIONS = {
    "conformity": "规范性",
    "completeness": "完整性",
    "accuracy": "准确性",
    "consistency": "一致性",
    "timeliness": "时效性",
    "accessibility": "可访问性",
}
"""The six dimensions of GB/T 36344-2018 by their key in the JSON."""


@dataclass(frozen=True)
class BadCell:
    """A bad cell as it may be shown: row as the spreadsheet numbers it, column, masked text."""

    row: int | None
    column: str
    text: str
    file: str | None = None

    def as_json(self) -> Json:
        """For the JSON."""
        found: Json = {"row": self.row, "column": self.column, "text": self.text}
        return found if self.file is None else {**found, "file": self.file}


@dataclass(frozen=True)
class Indicator:
    """One indicator of GB/T 36344.

    Attributes:
        code: e.g. 0201, as transcribed in public texts.
        name: Chinese name.
        numerator: elements that meet the requirement.
        denominator: elements examined.
        formula: how the two are counted.
        in_score: its figures enter the dimension's score; others are shown beside it, since one count must not punish twice.
        sample: some of the elements that fail.
    """

    code: str
    name: str
    numerator: int
    denominator: int
    formula: str
    in_score: bool = True
    sample: tuple[BadCell, ...] = ()

    @property
    def score(self) -> float | None:
        """Share from 0 to 1; ``None`` where nothing was examined."""
        return self.numerator / self.denominator if self.denominator else None

    def as_json(self) -> Json:
        """For the JSON."""
        return {
            "code": self.code, "name": self.name, "numerator": self.numerator, "denominator": self.denominator, "score": self.score,
            "formula": self.formula, "in_score": self.in_score, "sample": [one.as_json() for one in self.sample],
        }  # fmt: skip


@dataclass(frozen=True)
class Dimension:
    """A dimension's indicators; its score pools those that enter it: all numerators over all denominators."""

    indicators: tuple[Indicator, ...]

    @property
    def score(self) -> float | None:
        """Share from 0 to 1."""
        counted = [one for one in self.indicators if one.in_score]
        examined = sum(one.denominator for one in counted)
        return sum(one.numerator for one in counted) / examined if examined else None

    def as_json(self) -> Json:
        """For the JSON."""
        return {"score": self.score, "aggregation": "pooled", "indicators": [one.as_json() for one in self.indicators]}


@dataclass
class Column:
    """What was counted in one column; see docs/measure.md for each figure."""

    name: str
    type: str
    stored: str
    count: int
    missing: int
    distinct: int
    least: Bound = None
    most: Bound = None
    quantiles: tuple[float, float, float] | None = None
    top: tuple[tuple[str, int], ...] = ()
    identifier: str | None = None
    invalid: int = 0
    length: tuple[int, int] | None = None
    outliers: tuple[int, int] | None = None
    future: int | None = None
    before: int | None = None
    patterns: tuple[tuple[str, int], ...] = ()
    pattern_count: int = 0
    missing_texts: Mapping[str, int] = field(default_factory=dict)
    sample: tuple[BadCell, ...] = ()

    @property
    def filled(self) -> int:
        """Cells that are not missing."""
        return self.count - self.missing

    def as_json(self) -> Json:
        """For the JSON."""
        return {
            "name": self.name,
            "type": self.type,
            "count": self.count,
            "missing": self.missing,
            "distinct": self.distinct,
            "min": self.least,
            "max": self.most,
            "quantiles": None if self.quantiles is None else list(self.quantiles),
            "top": [{"value": value, "count": count} for value, count in self.top],
            "identifier": self.identifier,
            "invalid": self.invalid,
            "stored": self.stored,
            "length": None if self.length is None else {"min": self.length[0], "max": self.length[1]},
            "outliers": None if self.outliers is None else {"low": self.outliers[0], "high": self.outliers[1]},
            "future": self.future,
            "before": self.before,
            "patterns": [{"value": value, "count": count} for value, count in self.patterns],
            "pattern_count": self.pattern_count,
            "missing_texts": dict(self.missing_texts),
            "sample": [one.as_json() for one in self.sample],
        }


@dataclass(frozen=True)
class Personal:
    """Personal information found in a column."""

    column: str
    identifier: str
    cells: int
    share: float
    whole: bool
    sensitive: bool
    sample: tuple[BadCell, ...] = ()

    def as_json(self) -> Json:
        """For the JSON."""
        return {
            "column": self.column, "identifier": self.identifier, "cells": self.cells, "share": self.share, "whole_column": self.whole,
            "sensitive": self.sensitive, "sample": [one.as_json() for one in self.sample],
        }  # fmt: skip


@dataclass(frozen=True)
class SourceFacts:
    """What was measured: name without credentials, fingerprint, size, encoding."""

    name: str
    kind: str
    sha256: str | None
    sm3: str | None
    bytes: int | None
    encoding: str | None
    rows: int
    columns: int

    def as_json(self) -> Json:
        """For the JSON."""
        return {
            "name": self.name, "sha256": self.sha256, "sm3": self.sm3, "bytes": self.bytes, "encoding": self.encoding, "rows": self.rows,
            "columns": self.columns, "kind": self.kind,
        }  # fmt: skip


@dataclass(frozen=True)
class Measurement:
    """Everything that one measuring found."""

    source: SourceFacts
    columns: tuple[Column, ...]
    duplicates: int
    faulty_rows: int
    dimensions: Mapping[str, Dimension | None]
    personal: tuple[Personal, ...]
    engine: str
    engine_version: str
    rules: Json | None
    measured_at: str
    notes: Sequence[str] = ()
    detail: Json | None = None
    updates: Json | None = None

    @property
    def not_measured(self) -> tuple[str, ...]:
        """Dimensions that nobody could measure."""
        return tuple(key for key in DIMENSIONS if self.dimensions.get(key) is None)

    def as_json(self) -> Json:
        """The JSON of ``gzvalue measure --json``."""
        dimensions = {key: None if (one := self.dimensions.get(key)) is None else one.as_json() for key in DIMENSIONS}
        return {
            "format": FORMAT,
            "source": self.source.as_json(),
            "columns": [one.as_json() for one in self.columns],
            "rows": {"duplicates": self.duplicates, "faulty": self.faulty_rows},
            "dimensions": dimensions,
            "not_measured": list(self.not_measured),
            "personal_information": [one.as_json() for one in self.personal],
            "engine": self.engine,
            "engine_version": self.engine_version,
            "rules": self.rules,
            "measured_at": self.measured_at,
            "notes": list(self.notes),
            "updates": self.updates,
            "detail": self.detail,
        }
