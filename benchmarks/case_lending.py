"""The lender's figures of a project of a given size: stress table, and everything of the lender's page."""

import sys
import time

from benchmarks.child import report
from benchmarks.projects import project


def main() -> None:
    from gzvalue.financing.lending import lending_of
    from gzvalue.financing.pool import plan
    from gzvalue.financing.stress import stress_table
    from gzvalue.valuation.evaluate import evaluate

    whole = project(int(sys.argv[1]))
    valuation = evaluate(whole)
    financing = plan(whole, valuation)
    started = time.perf_counter()
    table = stress_table(whole, valuation, financing)
    stress = time.perf_counter() - started
    started = time.perf_counter()
    lending_of(whole, valuation, financing)
    report(stress=stress, lines=len(table.lines), whole=time.perf_counter() - started)


if __name__ == "__main__":
    main()
