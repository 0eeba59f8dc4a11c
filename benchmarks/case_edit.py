"""One finished input in the window: saved, revalued, repainted. Also the window's peak memory with that many data sets."""

import statistics
import sys
import time
from pathlib import Path

from benchmarks.child import report


def main() -> None:
    path, step = Path(sys.argv[1]), sys.argv[2]
    from gzvalue.gui.app import make_app
    from gzvalue.gui.window import Window
    from gzvalue.schema.edit import Entry

    app = make_app([])
    window = Window()
    window.resize(1920, 1080)
    window.open_project(path)
    window.show()
    window.workspace.show_step(step)
    for _ in range(5):
        app.processEvents()
    session = window.workspace.session
    session.ask_reason = lambda _words: "benchmark"  # the sample asks for a loan: a change of income wants a reason
    entries = {
        "valuation": lambda i: Entry("income_year", session.project.income_years[0].id, "transferable", str(700_000 + i)),
        "catalogue": lambda i: Entry("data_set", session.project.data_sets[0].id, "storage_gb", str(10 + i)),
    }[step]
    times = []
    for i in range(25):
        started = time.perf_counter()
        assert session.enter([entries(i)])
        app.processEvents()
        times.append(time.perf_counter() - started)
    report(median=statistics.median(times[5:]), worst=max(times[5:]))
    window.close()


if __name__ == "__main__":
    main()
