"""Papers made in a child process, seen from the window: one child, kept warm, ended when the person cancels."""

import multiprocessing
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

from gzvalue.errors import Cancelled, UserError
from gzvalue.gui.paper_child import Order, Paper, Report, send, serve
from gzvalue.gui.work import Progress
from gzvalue.schema.project import Project

_PART = 300  # records that are pickled at a time
_PATIENCE = 0.1  # seconds between two looks whether the person has cancelled


def order_of(project: Project, out: Path, file: Path | None = None, sort: str = "draft") -> Order:
    """A project as plain values that another process can take; ``sort`` as in `gzvalue.actions.window_dossier`."""
    records = [record for rows in project.rows.values() for record in rows.values()]
    parts = tuple(tuple(records[at : at + _PART]) for at in range(0, len(records), _PART))
    return Order(parts, dict(project.last_ids), str(out), str(file or ""), sort)


class PaperMaker:
    """The child process. `make` blocks: call it in a work thread, never on the window's own."""

    def __init__(self) -> None:
        self._process: SpawnProcess | None = None
        self._connection: Connection | None = None

    def start(self) -> None:
        """Start the child, so that the first paper need not wait for it."""
        if self._process is not None and self._process.is_alive():
            return
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=serve, args=(theirs,), name="gzvalue-paper", daemon=True)
        process.start()
        self._process = process  # only one that runs can be killed
        theirs.close()
        self._connection = ours

    def make(self, order: Order, *, progress: Progress) -> Paper:
        """Make a paper.

        Raises:
            UserError: it cannot be made or written, with the reason.
            Cancelled: the person stopped it.
        """
        self.start()
        connection = self._connection
        assert connection is not None
        far: tuple[int, int, str] = (0, 0, "")
        try:
            send(connection, order)
            while True:
                progress(*far)
                if not connection.poll(_PATIENCE):
                    continue
                report: Report = connection.recv()
                if report.kind != "progress":
                    break
                far = report.content
        except Cancelled:
            self.close()
            raise
        except (EOFError, OSError):
            self.close()
            raise UserError("生成材料的进程意外结束，没有生成文件；请再试一次，仍不行请减少列入的部分。") from None
        return _paper(report)

    def close(self) -> None:
        """End the child."""
        if self._process is not None:
            self._process.kill()
            self._process.join(5)
            self._process.close()
        if self._connection is not None:
            self._connection.close()
        self._process = self._connection = None


def _paper(report: Report) -> Paper:
    if report.kind == "refused":
        raise UserError(report.content)
    if report.kind == "failed":
        raise RuntimeError(f"the paper process failed:\n{report.content}")
    assert isinstance(report.content, Paper)
    return report.content
