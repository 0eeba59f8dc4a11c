"""Verifying in a child process with limits: a file built to exhaust its reader ends the child, never the window or the shell.

Memory is limited where the system can (Linux, macOS); on Windows only the time is.
"""

import gc
import math
import multiprocessing
import os
import time
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from multiprocessing.connection import Connection
from pathlib import Path

from gzvalue.frozen.freeze import Gather
from gzvalue.frozen.report import Report, refused
from gzvalue.frozen.verify import Wanted, verify

READING_BYTES, COMPUTING_BYTES = 480_000_000, 1_500_000_000
READING_SECONDS = 4.0
"""Nothing of ours takes as long to open; a larger file gets two seconds more for each of its megabytes."""

COMPUTING_SECONDS = 300.0

BUSY = 6.0
"""Where the system counts the child's own time, the clock on the wall only stops one that sleeps: others may use the processor too."""

_COUNTED = find_spec("resource") is not None
_PATIENCE = BUSY if _COUNTED else 1.0


def guarded(path: Path, gather: tuple[str, str], wanted: Wanted, stopped: Callable[[], bool] = lambda: False) -> Report:
    """`verify` in a child of its own.

    Args:
        path: the PDF.
        gather: module and name of the function that computes everything from the records.
        wanted: what the receiver asks for.
        stopped: asked now and then whether to give up; then the report says so.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_serve, args=(theirs, str(path), gather, wanted), daemon=True)
    child.start()
    theirs.close()
    try:
        return _awaited(ours, path, stopped)
    finally:
        child.kill()
        child.join(5)
        child.close()
        ours.close()


def _awaited(connection: Connection, path: Path, stopped: Callable[[], bool]) -> Report:
    size = path.stat().st_size / 1e6 if path.is_file() else 0
    begun, limit = time.monotonic() + 120.0, 0.0  # a busy machine may take long to start a process, which harms nobody
    while True:
        if stopped():
            return refused(path.name, "核验已停止", unread=True)
        if connection.poll(0.05):
            try:
                told = connection.recv()
            except (EOFError, OSError):
                return refused(path.name, "文件展开后过大或层层嵌套，超出内存或时间限制，不予核验", unread=True)
            if isinstance(told, Report):
                return told
            limit = (READING_SECONDS + 2 * size) * _PATIENCE if told == "reading" else COMPUTING_SECONDS * _PATIENCE
            begun = time.monotonic()
        elif limit and time.monotonic() - begun > limit:
            return refused(path.name, "读取超过时间限制，不予核验：文件可能被做成耗尽资源的样子", unread=True)
        elif not limit and time.monotonic() > begun:
            return refused(path.name, "核验进程没有启动，请再试一次", unread=True)


def _serve(connection: Connection, path: str, gather: tuple[str, str], wanted: Wanted) -> None:
    """In the child."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.disable()  # one report and out: the search for cycles would take a tenth of the time
    compute: Gather = getattr(import_module(gather[0]), gather[1])
    size = Path(path).stat().st_size / 1e6 if Path(path).is_file() else 0
    _limit(READING_BYTES, READING_SECONDS + 2 * size)
    connection.send("reading")

    def computing(project: object) -> object:
        _limit(COMPUTING_BYTES, COMPUTING_SECONDS)
        connection.send("computing")
        return compute(project)  # type: ignore[arg-type]

    try:
        report = verify(Path(path), computing, wanted)  # type: ignore[arg-type]
    except MemoryError:
        report = refused(Path(path).name, "文件展开后过大，超出内存限制，不予核验")
    connection.send(report)


def _limit(most: int, seconds: float) -> None:
    """From now on the child may have that much memory and use the processor for so long; the system ends it otherwise."""
    if not _COUNTED:
        return
    import resource  # not on Windows

    used = resource.getrusage(resource.RUSAGE_SELF)
    for what, wanted in ((resource.RLIMIT_DATA, most), (resource.RLIMIT_CPU, math.ceil(used.ru_utime + used.ru_stime + seconds))):
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
