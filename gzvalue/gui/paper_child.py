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

Parts = tuple[tuple[Record, ...], ...]


class Order(NamedTuple):
    """A paper to be made: all records in parts, the highest ids given, where it shall lie, of which project file, and what sort."""

    parts: Parts
    last_ids: dict[str, int]
    out: str
    file: str = ""
    sort: str = "draft"


class Paper(NamedTuple):
    """A paper that was made: where it lies, width and height of each page in points, and for an issue what the project keeps of it."""

    path: Path
    sizes: tuple[tuple[float, float], ...]
    prepared: Any = None


class Report(NamedTuple):
    """What the child says: ``progress`` (done, total, what), ``done`` (`Paper`), ``refused`` or ``failed`` (text)."""

    kind: str
    content: Any


def send(connection: Connection, order: Order) -> None:
    """Hand an order over in parts: pickling all of a large project at once would stop every thread of the window."""
    connection.send((len(order.parts), order.last_ids, order.out, order.file, order.sort))
    for part in order.parts:
        connection.send(part)


def _received(connection: Connection) -> Order | None:
    head = connection.recv()
    if head is None:
        return None
    count, *rest = head
    return Order(tuple(connection.recv() for _ in range(count)), *rest)


def serve(connection: Connection) -> None:
    """Make one paper after the other until told to stop or left alone."""
    dossier = import_module("gzvalue.actions.window_dossier")  # heavy: only the child pays for it

    while True:
        try:
            order = _received(connection)
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
        project = project_of((record for part in order.parts for record in part), order.last_ids)
        file = Path(order.file) if order.file else None
        result, prepared = dossier.dossier_for_window(project, file, Path(order.out), order.sort, progress)
    except UserError as wrong:
        return Report("refused", str(wrong))
    except Exception:  # crosses the process: the parent raises it where faults are handled
        return Report("failed", traceback.format_exc())
    return Report("done", Paper(result.path, _sizes(result.path), prepared))


def _sizes(path: Path) -> tuple[tuple[float, float], ...]:
    """Read here, because two thousand pages are too many for the window's own thread."""
    import pypdfium2  # heavy, as above

    document = pypdfium2.PdfDocument(path)
    try:
        return tuple(document.get_page_size(number) for number in range(len(document)))
    finally:
        document.close()
