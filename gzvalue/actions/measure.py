"""Measure the quality of real data files, for the window and the command alike."""

from pathlib import Path

from gzvalue.quality.measure import Options, measure_file
from gzvalue.quality.measurement import Json, Measurement
from gzvalue.tables.sheet import Progress


def measure(source: Path, options: Options | None = None, progress: Progress | None = None) -> Measurement:
    """Measure a file or folder.

    Raises:
        UserError: it cannot be read.
        Cancelled: stopped.
    """
    return measure_file(source, options, progress)


def as_json(measurement: Measurement) -> Json:
    """The measurement as plain JSON (docs/measure.md)."""
    return measurement.as_json()
