"""The child process that makes papers: it gets records and a path, tells how far it is, and knows no window.

Making pages in the window's own process would stop its event loop for a fifth of a second at a time.
"""

import time
import traceback
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

from gzvalue.errors import UserError
from gzvalue.schema.field import Record
from gzvalue.schema.project import project_of

_EVERY = 0.05  # seconds between two reports


class Order(NamedTuple):
    """A paper to be made: all records, the highest ids given, and where it shall lie."""

    records: tuple[Record, ...]
    last_ids: dict[str, int]
    out: str


class Report(NamedTuple):
    """What the child says: ``progress`` (done, total, what), ``done`` (pages), ``refused`` or ``failed`` (text)."""

    kind: str
    content: Any


def serve(connection: Connection) -> None:
    """Make one paper after the other until told to stop or left alone."""
    dossier = import_module("gzvalue.actions.dossier")  # heavy: only the child pays for it

    while True:
        try:
            order = connection.recv()
        except (EOFError, OSError):
            return
        if order is None:
            return
        connection.send(_made(dossier, order, connection))


def _made(dossier: Any, order: Order, connection: Connection) -> Report:
    last = 0.0

    def progress(done: int, total: int, what: str = "") -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _EVERY or done == total:
            last = now
            connection.send(Report("progress", (done, total, what)))

    try:
        result = dossier.make_dossier(project_of(order.records, order.last_ids), Path(order.out), progress=progress)
    except UserError as wrong:
        return Report("refused", str(wrong))
    except Exception:  # crosses the process: the parent raises it where faults are handled
        return Report("failed", traceback.format_exc())
    return Report("done", result.pages)
