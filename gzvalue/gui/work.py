"""Slow work beside the window: true progress, cancelling, and the result back on the GUI thread by one queued signal.

Widgets, the store and the undo stack belong to the GUI thread: a task gets frozen values and paths,
returns values, and whoever started it applies them.
"""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from gzvalue.errors import Cancelled, UserError

Progress = Callable[[int, int, str], None]
"""``progress(done, total, what)``: how far a task is; raises `gzvalue.errors.Cancelled` when the person stopped it.
``total`` 0 means that the end is not known."""

_EVERY = 0.05  # seconds between two reports: more would only keep the event loop busy


@dataclass
class Task:
    """One piece of work under way.

    Attributes:
        what: what is being done, for the progress strip: ``正在读取 目录.xlsx``.
        done, total: how far, as last reported.
        started: `time.monotonic` at the start.
    """

    what: str
    then: Callable[[Any], None]
    failed: Callable[[str], None] | None
    done: int = 0
    total: int = 0
    detail: str = ""
    started: float = field(default_factory=time.monotonic)
    stop: Event = field(default_factory=Event)
    last_report: float = 0.0

    def seconds_left(self) -> float | None:
        """How long it still takes if it goes on like this; ``None`` while that is not known."""
        spent = time.monotonic() - self.started
        if not self.total or not self.done or spent < 0.5:
            return None
        return spent / self.done * (self.total - self.done)


class Work(QObject):
    """The one executor of the window; tasks run one after the other.

    Signals:
        started(task), progressed(task), finished(task): for the progress strip.
        failed(text): a `UserError`'s sentence of a task whose starter did not take it itself.
    """

    started = Signal(object)
    progressed = Signal(object)
    finished = Signal(object)
    failed = Signal(str)
    _returned = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="work")
        self.tasks: list[Task] = []
        self._returned.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        what: str,
        function: Callable[..., Any],
        *arguments: Any,
        then: Callable[[Any], None],
        failed: Callable[[str], None] | None = None,
    ) -> Task:
        """Call ``function(*arguments, progress=…)`` in the work thread, then ``then(result)`` on the GUI thread.

        A `UserError` becomes ``failed(sentence)`` (or the signal of that name); `Cancelled` ends quietly; anything
        else is a fault of the program and reaches ``sys.excepthook`` on the GUI thread.
        """
        task = Task(what, then, failed)
        self.tasks.append(task)
        self.started.emit(task)
        self._pool.submit(self._call, task, function, arguments)
        return task

    def cancel(self, task: Task) -> None:
        """Ask a task to stop; it does so at its next report, and nothing of it is kept."""
        task.stop.set()

    def close(self) -> None:
        """Stop everything; waits until the running task has noticed."""
        for task in self.tasks:
            task.stop.set()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _call(self, task: Task, function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
        def progress(done: int, total: int, what: str = "") -> None:
            if task.stop.is_set():
                raise Cancelled
            task.done, task.total, task.detail = done, total, what
            now = time.monotonic()
            if now - task.last_report >= _EVERY:
                task.last_report = now
                self.progressed.emit(task)

        try:
            progress(0, 0)
            result, wrong = function(*arguments, progress=progress), None
        except BaseException as caught:  # crosses a thread: it is raised again where the program handles it
            result, wrong = None, caught
        self._returned.emit(task, result, wrong)

    @Slot(object, object, object)
    def _take(self, task: Task, result: Any, wrong: BaseException | None) -> None:
        self.tasks.remove(task)
        self.finished.emit(task)
        if wrong is None:
            if not task.stop.is_set():
                task.then(result)
        elif isinstance(wrong, UserError):
            (task.failed or self.failed.emit)(str(wrong))
        elif not isinstance(wrong, Cancelled):
            raise wrong
