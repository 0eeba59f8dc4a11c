"""Every sample built, valued, exported, imported back and issued, one after the other in one process."""

import sys
import time
from pathlib import Path

from benchmarks.child import report

INDUSTRIES = ("tourism", "grid", "tyre", "aluminium", "beverage", "cloud")


def main() -> None:
    out = Path(sys.argv[1])
    started, cpu = time.perf_counter(), time.process_time()
    from gzvalue.actions.demo import make_demo

    took, pages = {}, 0
    for name in INDUSTRIES:
        began = time.perf_counter()
        made = make_demo(out / name, industry=name)
        took[name] = time.perf_counter() - began
        pages += made.pages
        assert made.proven, name
    report(
        seconds=time.perf_counter() - started,
        cpu=time.process_time() - cpu,
        pages=pages,
        longest=max(took.values()),
        longest_name=max(took, key=took.__getitem__),
    )


if __name__ == "__main__":
    main()
