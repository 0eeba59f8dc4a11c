"""Measure a source: load it, count its columns, its rows and what the rules ask, and put the figures together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from gzvalue.errors import UserError
from gzvalue.quality import classes, identifiers, indicators, personal, plan, references, timeliness
from gzvalue.quality.bad_cells import bad_cells
from gzvalue.quality.counted import Counted
from gzvalue.quality.engines.embedded import Embedded
from gzvalue.quality.engines.engine import Engine
from gzvalue.quality.measurement import Dimension, Json, Measurement, SourceFacts
from gzvalue.quality.missing_blocks import missing_blocks
from gzvalue.quality.profile import Profiled, Profiler
from gzvalue.quality.references import set_aside
from gzvalue.quality.rule_check import Broken, RuleCheck
from gzvalue.quality.rules import Rules, place_of
from gzvalue.quality.sources.files import load_file
from gzvalue.quality.sources.loaded import Loaded
from gzvalue.quality.words import missing_words
from gzvalue.tables.sheet import Progress


@dataclass(frozen=True)
class Options:
    """How to measure.

    Attributes:
        header: whether the first row is a head; found if not told.
        sheet: of a workbook, or table of an SQLite file; the only or largest one if not told.
        rules: what is asked besides.
        today: what lies after it is in the future.
        detail: also say where cells are missing and which are bad (key ``detail``).
        listing: called when all is counted, while the engine can still be asked about single rows.
    """

    header: bool | None = None
    sheet: str | None = None
    rules: Rules = field(default_factory=Rules)
    today: date | None = None
    detail: bool = False
    listing: Callable[[Counted], None] | None = None


class Meter:
    """Turns steps done into the progress callback; each call is a moment at which the person may stop."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self.done, self.total = 0, 1
        self._words = ""

    def beat(self, words: str = "") -> None:
        """Still at work; raises `gzvalue.errors.Cancelled` if the callback does."""
        self._words = words or self._words
        if self._progress is not None:
            self._progress(self.done, self.total, self._words)


def measure_file(path: Path, options: Options | None = None, progress: Progress | None = None) -> Measurement:
    """Measure a file or folder with the embedded engine.

    Args:
        path: CSV and its kin, a workbook, Parquet, JSON lines, SQLite, or a folder of files of one shape.
        options: see `Options`.
        progress: told (done, total, words); may raise `gzvalue.errors.Cancelled`.

    Raises:
        UserError: it cannot be read; says what it is and what to do.
        Cancelled: stopped.
    """
    options = options or Options()
    meter = Meter(progress)
    engine = Embedded(meter.beat)
    try:

        def load(one: Path) -> Loaded:
            return load_file(engine, one, meter.beat, header=options.header, sheet=options.sheet if one == path else None)

        set_aside(engine, options.rules.references, load)
        loaded = load(path)
        try:
            return measured(engine, loaded, options, meter)
        finally:
            loaded.fingerprint.stop()
    finally:
        engine.close()


def measured(engine: Engine, loaded: Loaded, options: Options, meter: Meter) -> Measurement:
    """Measure what is loaded.

    Raises:
        UserError: a rule names what is not there.
        Cancelled: stopped.
    """
    today = options.today or datetime.now(UTC).astimezone().date()
    rules = options.rules
    reading = _reading(loaded, rules)
    groups = plan.chunks(range(len(loaded.names)), loaded.rows, engine.chunk_cells)
    meter.total = len(groups) + 4
    declared = {place_of(name, loaded.names, "规则文件"): one.type for name, one in rules.columns.items() if one.type is not None}
    start = rules.span_from or (rules.timeliness.start if rules.timeliness else None)
    profiler = Profiler(engine, loaded, reading, today.isoformat(), declared, start.isoformat() if start else None)
    profiled: list[Profiled] = []
    for group in groups:
        meter.done += 1
        profiled += profiler.chunk(group)
    meter.done += 1
    duplicates = _duplicates(engine, loaded, profiled)
    meter.done += 1
    columns = tuple(one.column for one in profiled)
    broken_rows, broken = RuleCheck(engine, loaded, profiled, reading, today.isoformat()).broken(rules)
    facts = indicators.Facts(
        loaded.rows, columns, duplicates, indicators.missing_sample(engine, loaded, columns), broken_rows if broken else None, tuple(broken),
        loaded.faulty_rows if loaded.kind == "csv" else None,
    )  # fmt: skip
    timely = _timeliness(engine, loaded, profiled, reading, rules, today)
    dimensions = {
        **indicators.dimensions(facts),
        "consistency": references.consistency(engine, loaded, profiled, rules.references, reading),
        "timeliness": None if timely is None else timely[0],
        "accessibility": indicators.accessibility(rules.accessibility),
    }
    meter.done += 1
    counted = Counted(engine, loaded, profiled, reading, rules, today.isoformat(), tuple(broken))
    detail = in_detail(counted) if options.detail else None
    if options.listing is not None:
        options.listing(counted)
    found_personal = personal.findings(profiled)
    fingerprint = loaded.fingerprint.result()
    meter.done = meter.total
    meter.beat("测量完成")
    source = SourceFacts(
        loaded.name, loaded.kind, fingerprint.sha256, fingerprint.sm3, fingerprint.bytes, loaded.encoding, loaded.rows, len(loaded.names)
    )
    return Measurement(
        source, columns, duplicates, loaded.faulty_rows, {key: one if one and one.score is not None else None for key, one in dimensions.items()},
        found_personal, engine.name, engine.version, _rules_json(rules, broken),
        datetime.now(UTC).astimezone().isoformat(timespec="seconds"), loaded.notes, detail,
        None if timely is None else timely[1].as_json(),
    )  # fmt: skip


DETAIL_OF_A_REASON, DETAIL_OF_ALL = 20, 400
"""Bad cells that a measurement itself carries; all of them are listed by `Options.listing`."""


def in_detail(counted: Counted) -> Json:
    """Where cells are missing, and the first bad cells of each column and reason."""
    bad = bad_cells(counted, DETAIL_OF_A_REASON, DETAIL_OF_ALL)
    return {"missing_blocks": missing_blocks(counted), "bad_cells": bad.as_json()}


def _reading(loaded: Loaded, rules: Rules) -> classes.Reading:
    off = tuple(place_of(name, loaded.names, "规则文件") for name, one in rules.columns.items() if not one.missing_words)
    dates = tuple(k for k, name in enumerate(loaded.names) if identifiers.names_date(name))
    return classes.Reading(missing_words(), off, dates, loaded.broken)


def _timeliness(
    engine: Engine, loaded: Loaded, profiled: Sequence[Profiled], reading: classes.Reading, rules: Rules, today: date
) -> tuple[Dimension, timeliness.Updates] | None:
    asked = rules.timeliness
    if asked is None:
        return None
    dated = [k for k, one in enumerate(profiled) if one.column.type in {"date", "datetime"}]
    if asked.column is None and not dated:
        return None
    k = dated[0] if asked.column is None else place_of(asked.column, loaded.names, "timeliness ")
    if k not in dated:
        raise UserError(f"timeliness 的列“{loaded.names[k]}”不是日期列（测得类型 {profiled[k].column.type}）；请换一列。")
    rows = engine.ask(plan.days_held(k, profiled[k].column.type, engine.relation([k]), reading), "统计更新期数")
    held = [date.fromisoformat(day) for (day,) in rows if day[:4] != "0000"]
    return timeliness.timeliness(held, asked.frequency, asked.start, asked.end or today, loaded.names[k])


def _rules_json(rules: Rules, broken: Sequence[Broken]) -> Json | None:
    if rules.sha256 is None:
        return None
    return {"name": rules.name, "sha256": rules.sha256, "results": [one.as_json() for one in broken]}


def _duplicates(engine: Engine, loaded: Loaded, profiled: Sequence[Profiled]) -> int:
    if loaded.rows < 2 or not loaded.names or any(one.column.distinct == loaded.rows for one in profiled):
        return 0  # a column in which nothing occurs twice
    columns = range(len(loaded.names))
    digest, data = engine.digest(columns), engine.relation(columns)
    if digest is not None and not engine.ask(plan.any_repeated(digest, data), "查找重复行"):
        return 0
    return int(engine.ask(plan.repeated(engine.whole(columns), digest, data), "查找重复行")[0][0])
