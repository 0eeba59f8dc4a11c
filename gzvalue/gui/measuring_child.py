"""The child process that measures: it gets jobs, tells how far it is, and knows no window.

Counting in the window's own process would share its memory and, where text is read by Python, stop its event loop.
"""

import tempfile
import time
import traceback
from importlib import import_module
from multiprocessing.connection import Connection
from typing import Any

from gzvalue.errors import UserError
from gzvalue.gui.paper_child import Report

_EVERY = 0.05  # seconds between two reports


def serve(connection: Connection, scratch: str) -> None:
    """Run one job after the other until told to stop or left alone; all that is temporary lies in ``scratch``."""
    tempfile.tempdir = scratch
    measure_job = import_module("gzvalue.actions.measure_job")
    while True:
        try:
            job = connection.recv()
        except (EOFError, OSError):
            return
        if job is None:
            return
        connection.send(_run(measure_job, job, connection))


def _run(measure_job: Any, job: Any, connection: Connection) -> Report:
    last, said = 0.0, ""

    def progress(done: int, total: int, what: str = "") -> None:
        nonlocal last, said
        now = time.monotonic()
        if now - last >= _EVERY or what != said:
            last, said = now, what
            connection.send(Report("progress", (done, total, what)))

    try:
        return Report("done", measure_job.run_job(job, progress))
    except UserError as wrong:
        return Report("refused", str(wrong))
    except Exception as wrong:  # crosses the process: the parent raises it where faults are handled
        # where and of which sort, without its words: an engine's may quote a cell, and logs hold no values
        return Report("failed", "".join(traceback.format_tb(wrong.__traceback__)) + type(wrong).__name__)
