"""The full valuation of a project of so many data sets × 5 years with all its steps, from records to result."""

import statistics
import sys
import time

from benchmarks.child import report
from benchmarks.projects import project
from gzvalue.valuation.evaluate import evaluate


def main() -> None:
    given = project(int(sys.argv[1]))
    runs = 7 if len(given.data_sets) < 5000 else 3
    spent = []
    for _ in range(runs):
        started = time.perf_counter()
        found = evaluate(given)
        spent.append(time.perf_counter() - started)
    report(seconds=statistics.median(spent), steps=len(found.steps))


if __name__ == "__main__":
    main()
