"""The workbook of a project file, from records to an .xlsx on disk."""

import sys
import time
from pathlib import Path

from benchmarks.child import report


def main() -> None:
    path = Path(sys.argv[1])
    from gzvalue.actions.workbook import make_workbook
    from gzvalue.store.open import Store

    with Store.open(path, write=False) as store:
        project = store.project
    out = path.with_suffix(".xlsx")
    started = time.perf_counter()
    made = make_workbook(project, out)
    report(seconds=time.perf_counter() - started, figures=len(made.written.figures), kilobytes=out.stat().st_size / 1024)


if __name__ == "__main__":
    main()
