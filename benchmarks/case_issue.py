"""An issued dossier with everything embedded, beside the bare drawing of the same pages by our writer and by reportlab's own layout."""

import sys
import time
from pathlib import Path

from benchmarks.child import report


def main() -> None:
    path = Path(sys.argv[1])
    from gzvalue.actions.dossier import make_dossier
    from gzvalue.actions.dossier_source import source_of
    from gzvalue.frozen.drawing import drawn
    from gzvalue.store.open import Store

    out = path.with_suffix(".issued.pdf")
    with Store.open(path, write=False) as store:
        project, source = store.project, source_of(store, draft=False)
    made = make_dossier(project, out, source=source)  # fonts and modules are loaded once, for both
    started = time.perf_counter()
    drawn(made.frozen.content, made.frozen.options)
    bare = time.perf_counter() - started
    from benchmarks import flowables
    from gzvalue.outputs.dossier import dossier_blocks

    ready = flowables.prepared(dossier_blocks(made.frozen.content, made.frozen.options))
    started = time.perf_counter()
    _, flowed_pages = flowables.drawn(ready)
    flowed = time.perf_counter() - started
    del made, project, source, ready  # the peak is to be that of one dossier
    started = time.perf_counter()
    with Store.open(path, write=False) as store:
        project, source = store.project, source_of(store, draft=False)
    made = make_dossier(project, out, source=source)
    report(
        seconds=time.perf_counter() - started,
        bare=bare,
        flowed=flowed,
        flowed_pages=flowed_pages,
        pages=made.pages,
        kilobytes=out.stat().st_size / 1024,
    )


if __name__ == "__main__":
    main()
