"""Run one blocking call in a thread of its own, so that whoever waits can stop it within a tenth of a second."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from typing import TypeVar

from gzvalue.errors import Cancelled

T = TypeVar("T")

_BEAT = 0.1
"""Seconds between two looks at whether the person stopped."""


class Waiting:
    """Calls in one thread, one after the other; ``beat`` is called meanwhile and may raise `Cancelled`.

    Args:
        beat: told words about what is under way.
        interrupt: makes a running call end soon.
    """

    def __init__(self, beat: Callable[[str], None], interrupt: Callable[[], None]) -> None:
        self._beat, self._interrupt = beat, interrupt
        self._thread = ThreadPoolExecutor(1, "gzvalue-measure")

    def run(self, call: Callable[[], T], words: str = "") -> T:
        """The result of a call."""
        self._beat(words)
        future = self._thread.submit(call)
        while True:
            try:
                return future.result(_BEAT)
            except NotYet:
                if future.done():
                    raise
            try:
                self._beat(words)
            except Cancelled:
                self._interrupt()
                future.exception()  # wait until it has ended
                raise

    def close(self) -> None:
        """End the thread."""
        self._thread.shutdown()
