"""Runs one case in a process of its own and prints its figures as one line of JSON."""

import json
import resource
import subprocess
import sys
import time
from typing import Any


def figures_of(module: str, *arguments: str) -> dict[str, Any]:
    """The figures that ``python -m module arguments`` prints, with the seconds of the whole process beside them."""
    started = time.monotonic()
    done = subprocess.run([sys.executable, "-m", module, *arguments, f"{started:.6f}"], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{module} {' '.join(arguments)} failed:\n{done.stderr[-3000:]}")
    return {**json.loads(done.stdout.strip().splitlines()[-1]), "process": time.monotonic() - started}


def report(**figures: Any) -> None:
    """Print a case's figures, with the peak memory of this process in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**figures, "peak_mb": peak}))


def since_start() -> float:
    """Seconds since the parent started this process; the clock is the system's, the same in both."""
    return time.monotonic() - float(sys.argv[-1])
