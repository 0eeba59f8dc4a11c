"""Where Chinese lines end: 避头尾, words and figures kept whole, marks at the end of a line half as wide.

Pure: knows characters and advances, no fonts and no paper. Positions are indices into the text; a
line is ``text[start:end]``.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

CLOSING = frozenset("，。、：；！？）」』》〉】〕〗”’")
"""Full-width marks whose right half is blank: it may hang over the end of the line."""

OPENING = frozenset("（「『《〈【〔〖“‘")
"""Full-width marks whose left half is blank: it may hang over the beginning of the line."""

NO_START = CLOSING | frozenset("…—·～％‰℃々ー,.;:!?)]}%°′″›»")
"""A line never begins with these."""

NO_END = OPENING | frozenset("([{«‹¥￥$№＃#")
"""A line never ends with these."""

HALF = 500
"""Blank half of a full-width mark, in thousandths of the type size."""

_PAIRS = re.compile(f"[{''.join(CLOSING)}](?=[{''.join(CLOSING | OPENING)}])|[{''.join(OPENING)}](?=[{''.join(OPENING)}])")
_BREAKING = frozenset("-/_=&?")
"""A long word may be divided after these."""


class Line(NamedTuple):
    """One line: ``text[start:end]`` without the blanks at its end; ``soft`` ones may be stretched to the measure.

    ``width`` leaves out the blank halves of marks that hang over either end.
    """

    start: int
    end: int
    width: float
    soft: bool


def advances(text: str, widths: dict[str, int]) -> list[int]:
    """The advance of each character, with meeting marks drawn together (``）。``, ``“《``)."""
    found = [widths[c] for c in text]
    for match in _PAIRS.finditer(text):
        found[match.start()] -= HALF
    return found


def wide(char: str) -> bool:
    """Whether a line may break on either side of the character: ideographs, kana, full-width marks."""
    return char >= "\u2e80" or char in "“”‘’…—·"


def may_break(text: str, at: int) -> bool:
    """Whether a line may end before ``text[at]``."""
    before, after = text[at - 1], text[at]
    if before == " " or after == " ":
        before, after = text[:at].rstrip(" ")[-1:], text[at:].lstrip(" ")[:1]
        return after not in NO_START and before not in NO_END
    if after in NO_START or before in NO_END:
        return False
    if wide(before) or wide(after):
        return "\u00a0" not in (before, after)
    return before in _BREAKING and after.isalpha()


def break_lines(text: str, each: Sequence[float], measure: float, indent: float = 0) -> list[Line]:
    """The lines of a text.

    Args:
        text: any text; ``\\n`` ends a line.
        each: advance of each character.
        measure: width of a line, in the unit of the advances; a character wider than it still gets a line.
        indent: what the first line of each paragraph lacks.
    """
    sums = [0, *accumulate(each)]
    lines: list[Line] = []
    start = 0
    for part in text.split("\n"):
        end = start + len(part)
        lines += _paragraph(text, sums, start, end, measure, indent)
        start = end + 1
    return lines


def _paragraph(text: str, sums: Sequence[float], start: int, end: int, measure: float, indent: float) -> list[Line]:
    lines: list[Line] = []
    here, room = start, measure - indent
    while True:
        stop = _fitting(text, sums, here, end, room)
        lines.append(_line(text, sums, here, stop, soft=stop < end))
        if stop >= end:
            return _without_orphan(text, sums, lines, measure, indent)
        here, room = stop, measure
        while here < end and text[here] == " ":
            here += 1
        if here == end:
            lines[-1] = lines[-1]._replace(soft=False)
            return lines


def _line(text: str, sums: Sequence[float], start: int, stop: int, *, soft: bool) -> Line:
    end = stop
    while end > start and text[end - 1] == " ":
        end -= 1
    width = sums[end] - sums[start]
    if end > start and text[end - 1] in CLOSING:
        width -= HALF
    if end > start and text[start] in OPENING:
        width -= HALF
    return Line(start, end, max(width, 0), soft)


def _fitting(text: str, sums: Sequence[float], start: int, end: int, room: float) -> int:
    """Where the line that begins at ``start`` ends at the latest, by the rules where they can be kept."""
    if start < end and text[start] in OPENING:
        room += HALF
    most = bisect_right(sums, sums[start] + room + 1e-6, start, end + 1) - 1
    if most < end and text[most] in CLOSING and sums[most + 1] - HALF <= sums[start] + room + 1e-6:
        most += 1
    if most >= end:
        return end
    stop = most
    while stop > start and not may_break(text, stop):
        stop -= 1
    return stop if stop > start else max(most, start + 1)


def _without_orphan(text: str, sums: Sequence[float], lines: list[Line], measure: float, indent: float) -> list[Line]:
    """A last line of a single character takes one or two more from the line before."""
    if len(lines) < 2:
        return lines
    before, last = lines[-2], lines[-1]
    letters = [c for c in text[last.start : last.end] if c not in NO_START]
    if len(letters) != 1 or not wide(letters[0]):
        return lines
    room = measure - (indent if len(lines) == 2 else 0)
    for stop in range(before.end - 1, max(before.end - 5, before.start), -1):
        taken = _line(text, sums, before.start, stop, soft=True)
        if may_break(text, stop) and wide(text[stop]) and taken.width > room * 0.8:
            return [*lines[:-2], taken, _line(text, sums, stop, last.end, soft=False)]
    return lines
