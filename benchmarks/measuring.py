"""The benchmark of measuring: the program beside hand-written SQL and other tools, in one run, each in a process of its own."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure_data import TEN, tickets, wide, workbook

Row = tuple[str, str, str]

OTHERS = {"ydata": "GZVALUE_YDATA_PYTHON", "expectations": "GZVALUE_GX_PYTHON"}
"""Tools that need an environment of their own, and the variable that names its Python; without it they are left out."""


def run(tool: str, path: Path, python: str = sys.executable) -> dict:
    """The figures of one case; ``process`` is the time of the whole process."""
    out = path.with_name(f"{tool}.json")
    started = time.monotonic()
    done = subprocess.run(
        [python, "-m", "benchmarks.case_measure", tool, str(path), str(out)], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"{tool} failed:\n{done.stderr[-3000:]}")
    return {**json.loads(done.stdout.strip().splitlines()[-1]), "process": time.monotonic() - started, "found": json.loads(out.read_text())}


def differences(ours: dict, other: dict, keys: tuple[str, ...]) -> list[str]:
    """Where two ways found different figures."""
    wrong = [key for key in ("rows", "duplicates") if ours[key] != other[key]]
    for name, one in other["columns"].items():
        for key in keys:
            if key not in one:
                continue
            mine, theirs = ours["columns"][name].get(key), one[key]
            if not _same(mine, theirs):
                wrong.append(f"{name}.{key}: {mine} / {theirs}")
    return wrong


def _same(one: object, other: object) -> bool:
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(_same(a, b) for a, b in zip(one, other, strict=True))
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= 1e-9 * max(1.0, abs(one))
    return one == other


_FIGURES = ("missing", "distinct", "invalid", "quantiles", "outliers", "future", "length", "patterns")


def beside_hand(path: Path, what: str, rounds: int) -> Iterator[Row]:
    """Ratio to hand-written SQL, whose results must be equal."""
    pairs = [(run("hand", path), run("ours", path)) for _ in range(rounds)]
    hand, ours = (
        min((pair[0] for pair in pairs), key=lambda one: one["process"]),
        min((pair[1] for pair in pairs), key=lambda one: one["process"]),
    )
    wrong = differences(ours["found"], hand["found"], _FIGURES)
    yield (
        f"{what}: ratio to hand-written DuckDB SQL", "≤ 1.3",
        f"{ours['process'] / hand['process']:.2f} ({ours['process']:.1f} s, peak {ours['peak_mb']:.0f} MB / {hand['process']:.1f} s, {hand['peak_mb']:.0f} MB; "
        f"of the processor {ours['cpu']:.1f} / {hand['cpu']:.1f} s)",
    )  # fmt: skip
    yield "— results equal", "yes", "yes" if not wrong else f"NO: {wrong[:3]}"


def measuring(folder: Path) -> Iterator[Row]:
    """One million rows of twenty columns."""
    path = tickets(folder / "1m.csv", 1_000_000)
    yield from beside_hand(path, "1 M × 20 CSV", 2)
    ours = run("ours", path)
    fast = run("summarize", path)
    yield (
        "— ratio to SUMMARIZE (which counts approximately and knows no types of text)",
        "",
        f"{ours['process'] / fast['process']:.1f} ({fast['process']:.1f} s)",
    )
    other = run("pandas", path)
    wrong = differences(ours["found"], other["found"], ("missing", "distinct", "quantiles", "outliers", "length"))
    yield (
        "— pandas doing the same checks, times slower",
        "≥ 3",
        f"{other['process'] / ours['process']:.1f} ({other['process']:.1f} s, {other['peak_mb']:.0f} MB)",
    )
    yield "— pandas found the same", "yes", "yes" if not wrong else f"NO: {wrong[:3]}"
    for tool, variable in OTHERS.items():
        python = os.environ.get(variable)
        if python is None:
            yield f"— {tool}", "≥ 5", f"left out: {variable} names no Python that has it"
            continue
        other = run(tool, path, python)
        yield (
            f"— {tool}, times slower",
            "≥ 5",
            f"{other['process'] / ours['process']:.1f} ({other['process']:.1f} s, {other['peak_mb']:.0f} MB)",
        )


def shapes(folder: Path) -> Iterator[Row]:
    """Wide tables and workbooks."""
    many, few = run("ours", wide(folder / "wide.csv", 20_000, 1000)), run("ours", wide(folder / "narrow.csv", 1_000_000, 20))
    yield (
        "20,000 × 1,000 CSV: ratio to as many cells in 20 columns", "≤ 1.5",
        f"{many['process'] / few['process']:.2f} ({many['process']:.1f} s, {many['peak_mb']:.0f} MB / {few['process']:.1f} s)",
    )  # fmt: skip
    book = workbook(folder / "100k.xlsx", 100_000)
    ours, other = run("ours", book), run("pandas", book)
    yield (
        "100,000 × 20 xlsx: pandas with openpyxl, times slower",
        "≥ 5",
        f"{other['process'] / ours['process']:.1f} ({other['process']:.1f} s / {ours['process']:.1f} s)",
    )


def large(folder: Path) -> Iterator[Row]:
    """Ten million rows of ten columns, and a million of the same."""
    small, path = tickets(folder / "1m10.csv", 1_000_000, TEN), tickets(folder / "10m.csv", 10_000_000, TEN)
    yield from beside_hand(path, f"10 M × 10 CSV ({path.stat().st_size / 1e9:.2f} GB)", 1)
    one, ten = run("ours", small), run("ours", path)
    yield "— peak memory", "≤ 1,200 MB", f"{ten['peak_mb']:.0f} MB"
    yield (
        "— growth from 1 M to 10 M rows",
        "≤ 10",
        f"{ten['process'] / one['process']:.1f} ({one['process']:.1f} s → {ten['process']:.1f} s)",
    )
    yield "— cancelled at four moments, the longest wait", "≤ 0.5 s", f"{run('cancelled', path)['worst']:.2f} s"
