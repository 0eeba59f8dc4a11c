"""The queue of measurings beside the window: one child process, states that can be read, cancelled at once."""

import multiprocessing
import shutil
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from threading import Event, Lock
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from gzvalue.actions.measure_job import Job, Outcome
from gzvalue.errors import Cancelled, UserError
from gzvalue.gui.measuring_child import serve
from gzvalue.gui.paper_child import Report

WAITING, RUNNING, DONE, FAILED, CANCELLED = "等待", "测量中", "已完成", "未成功", "已取消"
_PATIENCE = 0.1  # seconds between two looks whether the person has cancelled
_IDLE = 60_000  # milliseconds that the process waits for more work
_EVERY = 0.08  # seconds between two repaints of progress


@dataclass(eq=False)
class Entry:
    """One job in the queue.

    Attributes:
        job: what is measured.
        state: one of the words above.
        done, total, words: how far, as last reported; ``total`` 0 means that the end is not known.
        sentence: why it did not succeed, or what came out.
        started: `time.monotonic` at its start.
        seconds: how long it took.
    """

    job: Job
    state: str = WAITING
    done: int = 0
    total: int = 0
    words: str = ""
    sentence: str = ""
    started: float = 0.0
    seconds: float = 0.0
    stop: Event = field(default_factory=Event)

    @property
    def open(self) -> bool:
        """Whether it still waits or runs."""
        return self.state in (WAITING, RUNNING)

    def seconds_left(self) -> float | None:
        """How long it still takes if it goes on like this; ``None`` while that is not known."""
        spent = time.monotonic() - self.started
        if self.state != RUNNING or not self.total or not self.done or spent < 1:
            return None
        return spent / self.done * (self.total - self.done)


class MeasureQueue(QObject):
    """Jobs one after the other; a job that fails says why, and the others go on.

    Signals:
        changed(): an entry came, went, or is in another state.
        progressed(entry): it is further.
        measured(entry, outcome): a job is done; whoever listens keeps what came out and may set ``entry.sentence``.
    """

    changed = Signal()
    progressed = Signal(object)
    measured = Signal(object, object)
    _began = Signal(object)
    _moved = Signal(object)
    _returned = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="measure")
        self._child = _Child()
        self._closed = False
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(_IDLE)
        self._idle.timeout.connect(self._rest)
        self._began.connect(self._begin, Qt.ConnectionType.QueuedConnection)
        self._moved.connect(self.progressed, Qt.ConnectionType.QueuedConnection)
        self._returned.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def add(self, jobs: Sequence[Job]) -> list[Entry]:
        """Put jobs at the end."""
        made = [Entry(job) for job in jobs]
        self.entries += made
        for entry in made:
            self._thread.submit(self._run, entry)
        self.changed.emit()
        return made

    @property
    def running(self) -> Entry | None:
        """The job under way."""
        return next((one for one in self.entries if one.state == RUNNING), None)

    @property
    def busy(self) -> bool:
        """Whether anything waits or runs."""
        return any(one.open for one in self.entries)

    def cancel(self, entry: Entry) -> None:
        """Stop a job, or take it out of the line; nothing of it is kept."""
        if entry.open:
            entry.stop.set()
            if entry.state == RUNNING:
                entry.words = "正在取消…"
            else:
                entry.state = CANCELLED
            self.changed.emit()

    def cancel_all(self) -> None:
        """Stop everything."""
        for entry in self.entries:
            self.cancel(entry)

    def clear(self) -> None:
        """Take what is over out of the list."""
        self.entries = [one for one in self.entries if one.open]
        self.changed.emit()

    def close(self) -> None:
        """Stop everything and wait for its end."""
        self._closed = True
        for entry in self.entries:
            entry.stop.set()
        self._thread.shutdown(wait=True, cancel_futures=True)
        self._child.close()

    # --- in the thread ------------------------------------------------------------------------------

    def _run(self, entry: Entry) -> None:
        if entry.stop.is_set():
            return
        last = 0.0

        def progress(done: int, total: int, words: str) -> None:
            nonlocal last
            if entry.stop.is_set():
                raise Cancelled
            now = time.monotonic()
            if now - last >= _EVERY and (done, total, words) != (entry.done, entry.total, entry.words):
                entry.done, entry.total, entry.words, last = done, total, words, now
                self._moved.emit(entry)

        self._began.emit(entry)
        try:
            result, wrong = self._child.run(entry.job, progress), None
        except BaseException as caught:  # crosses a thread: it is raised again where the program handles it
            result, wrong = None, caught
        self._returned.emit(entry, result, wrong)

    # --- on the GUI thread --------------------------------------------------------------------------

    @Slot(object)
    def _begin(self, entry: Entry) -> None:
        if entry.state == WAITING:
            entry.state, entry.started = RUNNING, time.monotonic()
            self.changed.emit()

    def _rest(self) -> None:
        """Nothing to measure for a while: the process gives its memory back; the next one starts within a second."""
        if not self.busy:
            self._child.close()

    @Slot(object, object, object)
    def _take(self, entry: Entry, outcome: Outcome | None, wrong: BaseException | None) -> None:
        if self._closed:
            return
        entry.seconds = time.monotonic() - entry.started
        self._idle.start()
        if isinstance(wrong, Cancelled) or (entry.stop.is_set() and not isinstance(wrong, UserError)):
            entry.state, entry.words = CANCELLED, ""
        elif isinstance(wrong, UserError):
            entry.state, entry.sentence = FAILED, str(wrong)
        elif wrong is None:
            entry.state = DONE
            self.measured.emit(entry, outcome)
        else:
            entry.state, entry.sentence = FAILED, "测量时程序出错，已记入日志；其余文件继续测量"
        self.changed.emit()
        if wrong is not None and not isinstance(wrong, Cancelled | UserError):
            raise wrong


class _Child:
    """The process itself; used by one thread, ended by any."""

    def __init__(self) -> None:
        self._process: SpawnProcess | None = None
        self._connection: Connection | None = None
        self._scratch = ""
        self._lock = Lock()

    def _start(self) -> Connection:
        with self._lock:
            if self._process is None or not self._process.is_alive() or self._connection is None:
                self._end()
                context = multiprocessing.get_context("spawn")
                ours, theirs = context.Pipe()
                self._scratch = tempfile.mkdtemp(prefix="gzvalue-measure-")
                process = context.Process(target=serve, args=(theirs, self._scratch), name="gzvalue-measure", daemon=True)
                process.start()
                theirs.close()
                self._process, self._connection = process, ours
            return self._connection

    def run(self, job: Job, progress: Any) -> Outcome:
        """Run a job.

        Raises:
            UserError: it cannot be measured, with the reason.
            Cancelled: ``progress`` raised it; the process is ended.
        """
        connection = self._start()
        far: tuple[int, int, str] = (0, 0, "正在启动测量")
        try:
            connection.send(job)
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
            raise UserError(
                "测量的进程意外结束（可能是内存不足），这一项没有结果；请关闭其他程序后再试，或先把数据分成几个文件。"
            ) from None
        return _outcome(report)

    def close(self) -> None:
        """End the process and take away what it left."""
        with self._lock:
            self._end()

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join(5)
            self._process.close()
        if self._connection is not None:
            self._connection.close()
        if self._scratch:
            shutil.rmtree(self._scratch, ignore_errors=True)
        self._process, self._connection, self._scratch = None, None, ""


def _outcome(report: Report) -> Outcome:
    if report.kind == "refused":
        raise UserError(report.content)
    if report.kind == "failed":
        raise RuntimeError(f"the measuring process failed:\n{report.content}")
    assert isinstance(report.content, Outcome)
    return report.content
