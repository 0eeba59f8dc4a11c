"""Registration kits of a project file: the forms alone as PDF, then whole packages on disk."""

import sys
import tempfile
import time
from pathlib import Path

from benchmarks.child import report


def main() -> None:
    path, whole = Path(sys.argv[1]), sys.argv[2] == "whole"
    from gzvalue.actions.register import Wanted, form_pdf, kits_of, make_kits
    from gzvalue.registries.known import find
    from gzvalue.store.open import Store

    registry = find("national")
    with Store.open(path, write=False) as store:
        wanted = Wanted(registry, registry.forms[0], tuple(one.code or "" for one in store.project.data_sets))
        if whole:
            with tempfile.TemporaryDirectory() as folder:
                started = time.perf_counter()
                made = make_kits(store, wanted, Path(folder))
                report(seconds=time.perf_counter() - started, kits=len(made.kits))
            return
        started, cpu = time.perf_counter(), time.process_time()
        sizes = [len(form_pdf(kit)) for kit in kits_of(store.project, wanted)]
    report(seconds=time.perf_counter() - started, cpu=time.process_time() - cpu, kits=len(sizes), kilobytes=sum(sizes) / 1024)


if __name__ == "__main__":
    main()
