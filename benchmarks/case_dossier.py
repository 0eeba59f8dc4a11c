"""The dossier of a project file, from open to a PDF on disk; and the valuation alone."""

import statistics
import sys
import time
from pathlib import Path

from benchmarks.child import report


def main() -> None:
    path = Path(sys.argv[1])
    from gzvalue.actions.dossier import make_dossier
    from gzvalue.store.open import Store
    from gzvalue.valuation.evaluate import evaluate

    with Store.open(path, write=False) as store:
        project = store.project
    times = []
    for _ in range(5):
        started = time.perf_counter()
        evaluate(project)
        times.append(time.perf_counter() - started)
    out = path.with_suffix(".pdf")
    started = time.perf_counter()
    made = make_dossier(project, out)
    report(seconds=time.perf_counter() - started, pages=made.pages, kilobytes=out.stat().st_size / 1024, evaluate=statistics.median(times))


if __name__ == "__main__":
    main()
