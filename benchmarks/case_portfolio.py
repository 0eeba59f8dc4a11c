"""A lender's folder of many dossiers: time per dossier, and the peak of this process and of its children.

Arguments: an issued dossier, how many copies of it, ``quick`` or ``whole``.
"""

import resource
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from benchmarks.child import report


def main() -> None:
    from gzvalue.actions.portfolio import portfolio_of

    path, count, how = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    peaks: list[int] = []
    with tempfile.TemporaryDirectory() as place:
        for number in range(count):
            (Path(place) / f"{number:04}.pdf").symlink_to(path.absolute())
        started = time.perf_counter()
        found = portfolio_of(
            Path(place),
            date(2026, 6, 30),
            lambda *_: peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss),
            quick=how == "quick",
        )
        seconds = time.perf_counter() - started
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    report(
        seconds=seconds,
        verified=found.count("verified"),
        cpu=children.ru_utime + children.ru_stime,
        after_ten_mb=peaks[min(10, count - 1)] / 1024,
        child_mb=children.ru_maxrss / 1024,
    )


if __name__ == "__main__":
    main()
