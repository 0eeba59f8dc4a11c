"""The first rows of a file, masked, for a registration that wants a sample."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from gzvalue.quality import identifiers
from gzvalue.quality.engines.embedded import Embedded
from gzvalue.quality.masking import discreet, masked
from gzvalue.quality.measure import Meter, Options, measured
from gzvalue.quality.measurement import Json
from gzvalue.quality.sources.files import load_file
from gzvalue.tables.sheet import Progress

MOST_ROWS, MOST_COLUMNS = 30, 60
"""A few tens of rows are what registries take (unverified); more columns fit no page."""


@dataclass(frozen=True)
class SampleRows:
    """Masked rows with what was measured of the file."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    columns: int
    document: Json


def sample_rows(path: Path, personal: Iterable[str] = (), progress: Progress | None = None, options: Options | None = None) -> SampleRows:
    """Measure a file and take its first rows; cells of columns that hold personal information are masked.

    Args:
        path: the data file.
        personal: heads of columns that the dictionary calls personal, besides what measuring finds.
        progress: told (done, total, words); may raise `gzvalue.errors.Cancelled`.
        options: see `Options`.

    Raises:
        UserError: it cannot be read.
        Cancelled: stopped.
    """
    options = options or Options()
    meter = Meter(progress)
    engine = Embedded(meter.beat)
    try:
        loaded = load_file(engine, path, meter.beat, header=options.header, sheet=options.sheet)
        try:
            found = measured(engine, loaded, options, meter)
            shown = list(range(min(len(loaded.names), MOST_COLUMNS)))
            rows = engine.ask(f"SELECT * FROM {engine.relation(shown)} ORDER BY r LIMIT {MOST_ROWS}", "抽取样例") if shown else []
        finally:
            loaded.fingerprint.stop()
    finally:
        engine.close()
    known = {one.column: one.identifier for one in found.personal} | {
        one.name: one.identifier for one in found.columns if one.identifier and identifiers.identifier(one.identifier).personal
    }
    secret = known | {name: known.get(name, "") for name in personal}
    heads = tuple(loaded.names[k] for k in shown)
    cells = tuple(tuple(_cell(value, secret.get(head)) for value, head in zip(row[1:], heads, strict=True)) for row in rows)
    return SampleRows(heads, cells, len(loaded.names), found.as_json())


def _cell(value: object, identifier: str | None) -> str:
    text = "" if value is None else str(value)
    if not text.strip():
        return ""
    return discreet(text) if identifier is None else masked(text, identifier or None)
