"""Reading without pauses."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def undisturbed() -> Iterator[None]:
    """Without the search for what may be thrown away.

    Of a hundred thousand readings nothing is while they are read; the search takes a quarter of the time, and holds up
    the window meanwhile.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
