"""A batch of 1,000 lines of `gzvalue calc`, every method among them, as a command of its own."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.child import report

LINES = 1000


def main() -> None:
    import json

    cases = json.loads((Path(__file__).parent.parent / "tests" / "examples" / "worked_cases.json").read_text("utf-8"))["cases"]
    lines = [json.dumps({"id": n, "name": (one := cases[n % len(cases)])["name"], "input": one["input"]}) for n in range(LINES)]
    with tempfile.TemporaryDirectory() as folder:
        batch = Path(folder) / "batch.jsonl"
        batch.write_text("\n".join(lines) + "\n", "utf-8")
        started = time.perf_counter()
        done = subprocess.run([sys.executable, "-m", "gzvalue", "calc", "--batch", str(batch)], capture_output=True, text=True, check=True)
        seconds = time.perf_counter() - started
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == LINES
    report(seconds=seconds, errors=sum("error" in one for one in answers), methods=len({one["name"] for one in cases}))


if __name__ == "__main__":
    main()
