"""Reading an Excel of so many data sets into an empty project, with the longest stand-still of the window's event loop."""

import sys
import time
from itertools import pairwise
from pathlib import Path

from benchmarks.child import report


def main() -> None:
    folder, count = Path(sys.argv[1]), int(sys.argv[2])
    from PySide6.QtCore import QTimer

    from benchmarks.projects import project
    from gzvalue.actions.sheets import export, plan_import
    from gzvalue.gui.app import make_app
    from gzvalue.gui.session import Session
    from gzvalue.gui.work import Work
    from gzvalue.schema.project import Project
    from gzvalue.store.open import Store

    sheet = folder / f"catalogue-{count}.xlsx"
    if not sheet.exists():
        export(project(count), sheet)
    app = make_app([])
    session = Session(Store.create(folder / f"empty-{count}.gzv", Project()))
    work = Work(session)
    beats = [time.perf_counter()]
    timer = QTimer(interval=5, timeout=lambda: beats.append(time.perf_counter()))
    timer.start()
    started = time.perf_counter()
    taken: dict[str, float] = {}

    def planned(plan) -> None:
        taken["plan"] = time.perf_counter() - started
        beats.append(time.perf_counter())
        session.apply(plan.edit)
        taken["all"] = time.perf_counter() - started
        app.quit()

    work.run("导入", plan_import, session.project, sheet, then=planned)
    app.exec()
    gaps = [b - a for a, b in pairwise(beats)]
    report(rows=len(session.project.data_sets), plan=taken["plan"], seconds=taken["all"], worst_gap=max(gaps))
    session.close()
    work.close()


if __name__ == "__main__":
    main()
