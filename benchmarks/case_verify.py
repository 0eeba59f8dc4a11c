"""Verifying an issued dossier as a receiver does: in a child process, from the call to the report."""

import sys
import time
from pathlib import Path

from benchmarks.child import report


def main() -> None:
    from gzvalue.actions.verify import verify_file

    path = Path(sys.argv[1])
    started = time.perf_counter()
    found = verify_file(path)
    report(seconds=time.perf_counter() - started, ok=found.ok, figures=len(found.figures), recomputed=found.recomputed)


if __name__ == "__main__":
    main()
