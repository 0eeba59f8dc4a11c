"""Make the small data files that lie with the samples: synthetic, seeded, with planted and listed faults.

Nothing in them was recorded anywhere. `files_NAME.py` says what a sample's files hold (`FILES`: file name → head and
rows; `FAULTS`: file name → what is planted). `faults.csv` beside them lists every planted fault with its row, counted
from 1 below the header, so that a measurement can be held against it. Without names it does all samples:

    python tests/making/sample_files.py tourism grid
"""

import csv
import importlib.util
import random
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parents[1] / "resources" / "samples"


def names() -> list[str]:
    """The samples that have data files."""
    return sorted(path.stem.removeprefix("files_") for path in HERE.glob("files_*.py"))


def made(name: str = "tourism") -> Iterator[tuple[str, str]]:
    """Every file with its text, the list of faults last, where any was planted."""
    source = _module(name)
    listed: list[list[str]] = []
    for file, make in source.FILES.items():
        head, rows = make(random.Random(f"gzvalue 20251231 {file}"))
        for row, column, kind, text in source.FAULTS.get(file, ()):
            before = rows[row - 1][head.index(column)]
            rows[row - 1][head.index(column)] = text
            listed.append([file, str(row), column, kind, before, text])
        yield file, _text(head, rows)
    if listed:
        yield "faults.csv", _text(["file", "row", "column", "fault", "before", "planted"], listed)


def _module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"files_{name}", HERE / f"files_{name}.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"no sample of that name has data files: {name}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _text(head: list[str], rows: list[list[str]]) -> str:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue()


def main(wanted: list[str]) -> None:
    """Write the files of the named samples."""
    for name in wanted:
        folder = SAMPLES / name / "files"
        folder.mkdir(parents=True, exist_ok=True)
        for file, text in made(name):
            (folder / file).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:] or names())
