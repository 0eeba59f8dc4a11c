"""The two checks of figures: the engine computes what was frozen; the pages print, in sequence, what is listed and what is computed."""

from collections.abc import Iterator, Mapping
from typing import Any

from gzvalue.frozen.figures import figures_in, flat, leaves_of, number_of, path_of, prints
from gzvalue.frozen.reading import Reading
from gzvalue.frozen.report import Check, Fault, FigureCheck, judged
from gzvalue.valuation.formulas import BY_KEY

Json = dict[str, Any]

TOLERANCE = 1e-6
"""Simulated figures, and those of procedures in double precision, may differ by this part of themselves between machines."""

_DOUBLE_PRECISION = {"uncertainty", "simulation", "sensitivity", "scores", "real_options", "power"}
"""Parts of the results that are computed in double precision."""


def recompute_check(value: Json, results: Json) -> tuple[Check, int]:
    """Hold everything computed now against everything frozen; the check, and how many figures were computed."""
    frozen, now = flat(value["results"], "results"), flat(results, "results")
    numbers = sum(1 for leaf in now.values() if number_of(leaf) is not None)
    loose = _loose_steps(results)
    faults = list(_differences(frozen, now, loose))
    return judged("recompute", "复算", f"引擎重新算得 {numbers:,} 个数字，与冻结数据逐一相同", "复算结果与冻结数据不同", faults), numbers


def _differences(frozen: Mapping[str, Any], now: Mapping[str, Any], loose: frozenset[str]) -> Iterator[Fault]:
    missing = object()  # what a later version computes besides is no fault of an older paper
    for path, leaf in frozen.items():
        computed = now.get(path, missing)
        if computed is missing:
            yield Fault(path, "冻结数据中有，复算没有得到", str(leaf))
        elif computed != leaf and not (_is_loose(path, loose) and _close(computed, leaf)):
            yield Fault(path, "复算结果不同", str(computed)[:80], str(leaf)[:80])


def _loose_steps(results: Json) -> frozenset[str]:
    """Beginnings of paths of steps that are procedures, not closed formulas."""
    found = set()
    for part, told in results.items():
        steps = told.get("steps") if isinstance(told, dict) else None
        if isinstance(steps, dict):
            found |= {f"results/{part}/steps/{key}/" for key, step in steps.items() if step.get("formula") not in BY_KEY}
    return frozenset(found)


def _is_loose(path: str, loose: frozenset[str]) -> bool:
    return path.split("/")[1] in _DOUBLE_PRECISION or any(path.startswith(one) for one in loose)


def _close(one: Any, other: Any) -> bool:
    first, second = number_of(one), number_of(other)
    if first is None or second is None:
        return False
    return abs(float(first) - float(second)) <= TOLERANCE * max(abs(float(first)), abs(float(second)), 1e-12)


# --- what is printed -----------------------------------------------------------------------------


def printed_check(reading: Reading, manifest: Json, value: Json, results: Json) -> tuple[Check, tuple[FigureCheck, ...]]:
    """Hold every figure on the pages against the list, in sequence, and against the result that it prints."""
    leaves = leaves_of({**value, "results": results})
    listed: dict[int, list[tuple[str, str]]] = {}
    for page, _, key, text in manifest["figures"]:
        listed.setdefault(page, []).append((key, text))
    found = tuple(_figures(reading, listed, leaves))
    faults = [Fault(f"第 {one.page} 页第 {one.order} 个数字", one.reason) for one in found if one.state == "bad"]
    keyed = sum(1 for one in found if one.key)
    good = f"各页 {len(found):,} 个数字与清单逐个依次一致，其中 {keyed:,} 个与复算结果对上"
    return judged("figures", "印出的数字", good, "印出的数字不符", faults), found


def _figures(reading: Reading, listed: Mapping[int, list[tuple[str, str]]], leaves: Mapping[str, Any]) -> Iterator[FigureCheck]:
    for number in range(1, max([len(reading.pages), *listed]) + 1):
        there = list(figures_in(reading.pages[number - 1].lines)) if number <= len(reading.pages) else []
        wanted = listed.get(number, [])
        for order in range(1, max(len(there), len(wanted)) + 1):
            text = there[order - 1] if order <= len(there) else ""
            key, expected = wanted[order - 1] if order <= len(wanted) else ("", "")
            yield _figure(number, order, key, expected, text, leaves)


def _figure(page: int, order: int, key: str, expected: str, text: str, leaves: Mapping[str, Any]) -> FigureCheck:
    if text != expected:
        reason = f"清单为“{expected or '无'}”，页面印“{text or '无'}”"
    elif key and not prints(text, key, leaves.get(path_of(key))):
        reason = f"印“{text}”，复算的 {path_of(key)} 为“{leaves.get(path_of(key), '无')}”"
    else:
        return FigureCheck(page, order, key, text, "ok", "与清单和复算一致" if key else "与清单一致")
    return FigureCheck(page, order, key, text, "bad", reason)
