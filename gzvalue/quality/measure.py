"""Measure a source: load it, count its columns, its rows and what the rules ask, and put the figures together."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from gzvalue.quality import classes, identifiers, indicators, personal, plan
from gzvalue.quality.engines.embedded import Embedded
from gzvalue.quality.engines.engine import Engine
from gzvalue.quality.measurement import Measurement, SourceFacts
from gzvalue.quality.profile import Profiled, Profiler
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
        today: what lies after it is in the future.
    """

    header: bool | None = None
    sheet: str | None = None
    today: date | None = None


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
        loaded = load_file(engine, Path(path), meter.beat, header=options.header, sheet=options.sheet)
        try:
            return measured(engine, loaded, options, meter)
        finally:
            loaded.fingerprint.stop()
    finally:
        engine.close()


def measured(engine: Engine, loaded: Loaded, options: Options, meter: Meter) -> Measurement:
    """Measure what is loaded."""
    today = (options.today or datetime.now(UTC).astimezone().date()).isoformat()
    reading = classes.Reading(
        missing_words(), (), tuple(k for k, name in enumerate(loaded.names) if identifiers.names_date(name)), loaded.broken
    )
    groups = plan.chunks(range(len(loaded.names)), loaded.rows)
    meter.total = len(groups) + 3
    profiler = Profiler(engine, loaded, reading, today)
    profiled: list[Profiled] = []
    for group in groups:
        meter.done += 1
        profiled += profiler.chunk(group)
    meter.done += 1
    duplicates = _duplicates(engine, loaded)
    meter.done += 1
    columns = tuple(one.column for one in profiled)
    facts = indicators.Facts(loaded.rows, columns, indicators.missing_sample(engine, loaded, columns))
    found_personal = personal.findings(engine, loaded, profiled)
    fingerprint = loaded.fingerprint.result()
    meter.done = meter.total
    meter.beat("测量完成")
    source = SourceFacts(
        loaded.name, loaded.kind, fingerprint.sha256, fingerprint.sm3, fingerprint.bytes, loaded.encoding, loaded.rows, len(loaded.names)
    )
    return Measurement(
        source, columns, duplicates, loaded.faulty_rows, indicators.dimensions(facts), found_personal, engine.name, engine.version, None,
        datetime.now(UTC).astimezone().isoformat(timespec="seconds"), loaded.notes,
    )  # fmt: skip


def _duplicates(engine: Engine, loaded: Loaded) -> int:
    if loaded.rows < 2 or not loaded.names:
        return 0
    columns = range(len(loaded.names))
    digest, data = engine.digest(columns), engine.relation(columns)
    if digest is not None and not engine.ask(plan.any_repeated(digest, data), "查找重复行"):
        return 0
    return int(engine.ask(plan.repeated(engine.whole(columns), digest, data), "查找重复行")[0][0])
