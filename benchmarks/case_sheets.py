"""Reading an Excel of so many data sets into an empty project, with the longest stand-still of the window's event loop.

Arguments: a folder, how many data sets, and ``all`` sheets of them or only the ``catalogue``. The steps are those of
从 Excel 导入 in the window, without the pause in which a person looks at the differences.
"""

import sys
import time
from itertools import pairwise
from pathlib import Path

from benchmarks.child import report


def main() -> None:
    folder, count, what = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    from PySide6.QtCore import QTimer

    from benchmarks.projects import project
    from gzvalue.actions.sheets import plan_import
    from gzvalue.gui.app import make_app
    from gzvalue.gui.session import Session, prepare
    from gzvalue.gui.work import Work
    from gzvalue.outputs.excel import write_workbook
    from gzvalue.outputs.excel_scope import records_of
    from gzvalue.schema.project import Project
    from gzvalue.store.open import Store

    sheet = folder / f"{what}-{count}.xlsx"
    if not sheet.exists():
        filled = project(count)
        scope = {form: records for form, records in records_of(filled).items() if what == "all" or form.name == "data_set"}
        write_workbook(filled, scope, sheet, "")
    app = make_app([])
    session = Session(Store.create(folder / f"empty-{what}-{count}.gzv", Project()))
    work = Work(session)
    beats = [time.perf_counter()]
    timer = QTimer(interval=5, timeout=lambda: beats.append(time.perf_counter()))
    timer.start()
    before, known = session.project, session.known
    started, spent = time.perf_counter(), time.process_time()
    taken: dict[str, float] = {}

    def read(progress):
        plan = plan_import(before, sheet, progress)
        taken["plan"], taken["plan_cpu"] = time.perf_counter() - started, time.process_time() - spent
        return plan, prepare(before, plan.edit, known)

    def planned(found) -> None:
        timer.stop()
        plan, prepared = found
        beats.append(time.perf_counter())
        session.apply(plan.edit, prepared)
        beats.append(time.perf_counter())
        app.quit()

    work.run("导入", read, then=planned)
    app.exec()
    taken["seconds"], taken["cpu"] = time.perf_counter() - started, time.process_time() - spent
    gaps = [b - a for a, b in pairwise(beats)]
    report(rows=len(session.project.data_sets), worst_gap=max(gaps[:-1]), write=gaps[-1], **taken)
    session.close()
    work.close()


if __name__ == "__main__":
    main()
