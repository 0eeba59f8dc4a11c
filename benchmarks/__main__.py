"""Prints the table of measured figures; see README.md."""

import compileall
import os
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.child import figures_of
from benchmarks.measuring import large, measuring, shapes
from benchmarks.projects import project
from gzvalue.actions.samples import build_sample
from gzvalue.store.open import Store

Row = tuple[str, str, str]


def start(folder: Path) -> Iterator[Row]:
    sample = folder / "sample.gzv"
    build_sample("tourism", sample)
    median = {}
    for what in ("bare", "page", "sample"):
        arguments = (what, str(sample)) if what == "sample" else (what,)
        runs = [figures_of("benchmarks.case_start", *arguments) for _ in range(6)][1:]
        median[what] = statistics.median(r["seconds"] for r in runs)
        if what != "bare":
            yield f"{what}: pandas imported before first paint", "no", "yes" if runs[0]["pandas"] else "no"
    yield "bare PySide6 window, first paint", "—", f"{median['bare']:.3f} s"
    yield "start page, ratio to bare", "≤ 2", f"{median['page'] / median['bare']:.2f} ({median['page']:.3f} s)"
    yield "sample project open and usable, ratio to bare", "≤ 6", f"{median['sample'] / median['bare']:.2f} ({median['sample']:.3f} s)"


def edit(folder: Path) -> Iterator[Row]:
    for count, goal in ((45, "≤ 20 ms"), (1000, "≤ 100 ms")):
        path = _file(folder, count)
        for step in ("valuation", "catalogue"):
            got = figures_of("benchmarks.case_edit", str(path), step)
            yield (
                f"edit → saved, revalued, repainted, {count} data sets, step {step}",
                goal,
                f"{got['median'] * 1000:.0f} ms (worst {got['worst'] * 1000:.0f})",
            )
        if count == 1000:
            yield "peak memory of the window with 1,000 data sets", "≤ 350 MB", f"{got['peak_mb']:.0f} MB"


def sheets(folder: Path) -> Iterator[Row]:
    figures_of("benchmarks.case_sheets", str(folder), "45", "all")
    for what, words in (
        ("catalogue", "import of the catalogue of 1,000 data sets"),
        ("all", "import of 1,000 data sets with all their sheets"),
    ):
        got = figures_of("benchmarks.case_sheets", str(folder), "1000", what)
        yield f"{words}, revalued and saved", "≤ 3 s", f"{got['seconds']:.2f} s ({got['cpu']:.2f} s of the processor)"
        yield "— reading and comparing", "", f"{got['plan']:.2f} s ({got['plan_cpu']:.2f} s of the processor)"
        yield "— longest stand-still of the event loop meanwhile", "≤ 100 ms", f"{got['worst_gap'] * 1000:.0f} ms"
        yield "— writing it to the file, for which the window waits", "", f"{got['write'] * 1000:.0f} ms"


def dossier(folder: Path) -> Iterator[Row]:
    got = {count: figures_of("benchmarks.case_dossier", str(_file(folder, count))) for count in (45, 250, 1000)}
    for count, goal in ((45, "≤ 3 s"), (250, ""), (1000, "not above linear")):
        one = got[count]
        yield (
            f"dossier of {count} data sets", goal,
            f"{one['seconds']:.2f} s, {one['pages']} pages, {one['kilobytes']:.0f} KB, peak {one['peak_mb']:.0f} MB",
        )  # fmt: skip
    per_page = {count: one["seconds"] / one["pages"] * 1000 for count, one in got.items()}
    yield "— per page, 45 / 250 / 1,000", "not growing", " / ".join(f"{per_page[c]:.0f} ms" for c in (45, 250, 1000))
    for count, goal in ((45, "≤ 20 ms"), (1000, "≤ 400 ms")):
        yield f"full valuation with all steps, {count} data sets × 5 years", goal, f"{got[count]['evaluate'] * 1000:.0f} ms"


def verify(folder: Path) -> Iterator[Row]:
    for count, goals in ((45, ("≤ 5 s, ≤ 3 MB", "≤ 1.5", "≤ 3 s")), (1000, ("not above linear, ≤ 600 MB", "", ""))):
        path = _file(folder, count)
        got = figures_of("benchmarks.case_issue", str(path))
        yield (
            f"dossier of {count} data sets with everything embedded", goals[0],
            f"{got['seconds']:.2f} s, {got['pages']} pages, {got['kilobytes'] / 1024:.1f} MB, peak {got['peak_mb']:.0f} MB",
        )  # fmt: skip
        yield (
            "— ratio to reportlab drawing the same text from prepared flowables (to our own writer from prepared blocks)",
            goals[1],
            f"{got['seconds'] / got['flowed']:.2f} ({got['flowed']:.2f} s, {got['flowed_pages']} pages); {got['seconds'] / got['bare']:.2f} ({got['bare']:.2f} s)",
        )
        told = figures_of("benchmarks.case_verify", str(path.with_suffix(".issued.pdf")))
        words = f"{told['seconds']:.2f} s, {told['recomputed']:,} figures computed, {told['figures']:,} matched, {'holds' if told['ok'] else 'RED'}"
        yield f"verify of the dossier of {count} data sets", goals[2], words


def workbook(folder: Path) -> Iterator[Row]:
    for count, goal in ((45, "≤ 1 s"), (1000, "≤ 15 s")):
        got = figures_of("benchmarks.case_workbook", str(_file(folder, count)))
        yield f"workbook of {count} data sets", goal, f"{got['seconds']:.2f} s, {got['kilobytes']:.0f} KB, peak {got['peak_mb']:.0f} MB"


def valuation(folder: Path) -> Iterator[Row]:
    got = {count: figures_of("benchmarks.case_valuation", str(count)) for count in (45, 1000, 10_000)}
    for count, goal in ((45, "≤ 20 ms"), (1000, "≤ 400 ms"), (10_000, "linear")):
        yield (
            f"full valuation with {got[count]['steps']:,} steps, {count:,} data sets × 5 years",
            goal,
            f"{got[count]['seconds'] * 1000:.0f} ms",
        )
    yield "— 10,000 against ten times 1,000", "about 1", f"{got[10_000]['seconds'] / got[1000]['seconds'] / 10:.2f}"


def simulation(folder: Path) -> Iterator[Row]:
    got = figures_of("benchmarks.case_simulation")
    yield (
        "simulation of 45 data sets × 5 years × 100,000 draws, ratio to the same model by hand in NumPy", "≤ 1.5",
        f"{got['ratio']:.2f} ({got['seconds'] * 1000:.0f} ms against {got['hand'] * 1000:.0f} ms; results {got['apart']:.0e} apart)",
    )  # fmt: skip


def calc(folder: Path) -> Iterator[Row]:
    got = figures_of("benchmarks.case_calc")
    yield f"1,000 lines of calc in one batch, {got['methods']} methods, start of the command included", "≤ 2 s", f"{got['seconds']:.2f} s"


def rights(folder: Path) -> Iterator[Row]:
    for count, goal in ((45, ""), (1000, "≤ 0.5 s")):
        got = figures_of("benchmarks.case_rights", str(count))
        yield f"rules and questionnaire of {count} data sets, {got['asked']} answers asked", goal, f"{got['seconds']:.2f} s"
        yield "— again after one edit", "", f"{got['again'] * 1000:.0f} ms"


def lending(folder: Path) -> Iterator[Row]:
    for count, goal in ((45, ""), (1000, "≤ 1 s")):
        got = figures_of("benchmarks.case_lending", str(count))
        yield f"stress table of {count:,} data sets, {got['lines']} lines and the break-evens", goal, f"{got['stress']:.2f} s"
        yield "— the whole of the lender's page", "", f"{got['whole']:.2f} s"


def power(folder: Path) -> Iterator[Row]:
    got = figures_of("benchmarks.case_power", str(folder / "power.csv"))
    yield f"electricity profile of {got['readings']:,} readings", "≤ 1 s", f"{got['seconds']:.2f} s"


def demos(folder: Path) -> Iterator[Row]:
    got = figures_of("benchmarks.case_demos", str(folder / "demos"))
    yield (
        "all six industry demos in one run", "≤ 30 s",
        f"{got['seconds']:.1f} s ({got['cpu']:.1f} s of the processor), {got['pages']} pages, longest {got['longest_name']} {got['longest']:.1f} s,"
        f" peak {got['peak_mb']:.0f} MB",
    )  # fmt: skip


def register(folder: Path) -> Iterator[Row]:
    sample = folder / "register.gzv"
    build_sample("tourism", sample)
    got = figures_of("benchmarks.case_register", str(sample), "forms")
    yield (
        f"{got['kits']:.0f} registration forms as PDF",
        "≤ 3 s",
        f"{got['seconds']:.2f} s ({got['cpu']:.2f} s of the processor), {got['kilobytes']:.0f} KB",
    )
    for count in (45, 1000):
        got = figures_of("benchmarks.case_register", str(_file(folder, count)), "whole")
        words = f"registration packages (PDF, Excel, texts) of {count:,} data sets"
        yield words, "", f"{got['seconds']:.1f} s, {got['kits']:.0f} packages, peak {got['peak_mb']:.0f} MB"


def portfolio(folder: Path) -> Iterator[Row]:
    path = _file(folder, 45)
    figures_of("benchmarks.case_issue", str(path))
    paper = path.with_suffix(".issued.pdf")
    alone = figures_of("benchmarks.case_verify", str(paper))["seconds"]
    for count, how in ((12, "whole"), (12, "quick"), (1000, "quick")):
        got = figures_of("benchmarks.case_portfolio", str(paper), str(count), how)
        words = f"portfolio of {count:,} issued dossiers of 45 data sets, {'pages not drawn again' if how == 'quick' else 'all checks'}"
        told = f"{got['seconds'] / count:.2f} s each ({got['cpu'] / count:.2f} s of the processor; one `verify` {alone:.2f} s)"
        yield words, "not above verifying one", told
        yield (
            "— memory of the process after ten / at the end; largest child",
            "flat",
            f"{got['after_ten_mb']:.0f} / {got['peak_mb']:.0f} MB; {got['child_mb']:.0f} MB",
        )


PARTS: dict[str, Callable[[Path], Iterator[Row]]] = {
    "start": start,
    "edit": edit,
    "sheets": sheets,
    "dossier": dossier,
    "verify": verify,
    "workbook": workbook,
    "rights": rights,
    "register": register,
    "lending": lending,
    "power": power,
    "portfolio": portfolio,
    "demos": demos,
    "valuation": valuation,
    "simulation": simulation,
    "calc": calc,
    "measuring": measuring,
    "shapes": shapes,
    "large": large,
}


def _file(folder: Path, count: int) -> Path:
    path = folder / f"{count}.gzv"
    if not path.exists():
        Store.create(path, project(count)).close()
    return path


def main() -> None:
    wanted = sys.argv[1:] or list(PARTS)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    compileall.compile_dir(Path(__file__).parent.parent / "gzvalue", quiet=1)
    print("| what | goal | measured |\n|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_DATA_HOME"] = os.environ["XDG_CONFIG_HOME"] = os.environ["XDG_STATE_HOME"] = folder
        for name in wanted:
            for row in PARTS[name](Path(folder)):
                print("| " + " | ".join(row) + " |", flush=True)


if __name__ == "__main__":
    main()
