"""Text into set lines: measured, broken, and stretched, ready to be painted."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from gzvalue.outputs.glyphs import LOWERED, RAISED
from gzvalue.outputs.pdf.fonts import drawable, faces
from gzvalue.outputs.pdf.linebreak import HALF, OPENING, Line, advances, break_lines, wide
from gzvalue.outputs.pdf.style import SMALL_LEVEL, Style

LOOSEST = 0.15
"""A line is stretched by at most this part of the type size between two characters, or left as it is."""

_SPACE = 125
_MEETING = re.compile("(?<=[\u2e80-\u9fff\u3400-\u4dbf])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z%])(?=[\u2e80-\u9fff\u3400-\u4dbf])")
_POWER = re.compile(r"\^(\(|[−-]?[0-9A-Za-z.,%Α-ω]+)")
_SMALL = frozenset(LOWERED) | frozenset(RAISED)


class Run(NamedTuple):
    """Characters painted in one go: ``space`` is added after each, ``level`` is −1 lowered, 0, 1 raised."""

    text: str
    space: float = 0
    level: int = 0


class SetLine(NamedTuple):
    """A line ready to be painted; ``shift`` moves it right from the edge."""

    runs: tuple[Run, ...]
    width: float
    shift: float = 0

    @property
    def text(self) -> str:
        """The characters of the line."""
        return "".join(run.text for run in self.runs)


def set_text(text: str, style: Style, measure: float) -> list[SetLine]:
    """The lines of a text in a style, no wider than ``measure`` points."""
    text = drawable(text)
    widths = faces()[style.face]
    if not style.formula and _SMALL.isdisjoint(text):
        if "\n" not in text:
            width = sum(map(widths.__getitem__, text)) * style.size / 1000
            if width + style.indent * style.size <= measure and not style.spaced and text[:1] not in OPENING:
                return [SetLine((Run(text),), width)]
        return _plain_lines(text, style, measure, advances(text, widths))
    return _levelled_lines(text, style, measure, widths)


@lru_cache(maxsize=4096)
def width_of(text: str, style: Style) -> float:
    """The width of a text on one line."""
    lines = set_text(text, style, 1e9)
    return max(line.width for line in lines)


def widest_word(text: str, style: Style) -> float:
    """The width that a text needs at least, so that no word or figure in it is divided."""
    widths = faces()[style.face]
    words = re.split(r"[\s\u2e80-\uffef]+", drawable(text))
    return max((sum(map(widths.__getitem__, word)) for word in words), default=0) * style.size / 1000


def fitted(text: str, style: Style, measure: float) -> str:
    """The text on one line, cut with … where it does not fit: for running heads only."""
    text = drawable(text).replace("\n", " ")
    if width_of(text, style) <= measure:
        return text
    while text and width_of(text + "…", style) > measure:
        text = text[:-1]
    return text + "…"


def _plain_lines(text: str, style: Style, measure: float, each: list[int]) -> list[SetLine]:
    if style.spaced:
        for match in _MEETING.finditer(text):
            each[match.start() - 1] += _SPACE
    scale = 1000 / style.size
    lines = break_lines(text, each, measure * scale, style.indent * 1000)
    first = {0} | {i for i in range(1, len(lines)) if text[lines[i - 1].end : lines[i].start].count("\n")}
    widths = faces()[style.face]
    return [_set_line(text, style, measure, each, line, widths, indented=i in first) for i, line in enumerate(lines)]


def _set_line(
    text: str, style: Style, measure: float, each: Sequence[int], line: Line, widths: dict[str, int], *, indented: bool
) -> SetLine:
    shift = style.indent * style.size if indented else 0
    chars = text[line.start : line.end]
    width = line.width * style.size / 1000
    spare = measure - shift - width
    if chars[:1] in OPENING:
        shift -= HALF * style.size / 1000
    gaps = _gaps(chars) if style.justify and line.soft and spare > 0 else 0
    stretch = spare / gaps if gaps and spare / gaps <= LOOSEST * style.size else 0
    runs = _runs(chars, [each[i] - widths[text[i]] for i in range(line.start, line.end)], stretch, style.size)
    return SetLine(runs, width + stretch * gaps, shift)


def _stretches(before: str, after: str) -> bool:
    return before == " " or wide(before) or wide(after)


def _gaps(chars: str) -> int:
    return sum(_stretches(a, b) for a, b in pairwise(chars))


def _runs(chars: str, extra: Sequence[int], stretch: float, size: float) -> tuple[Run, ...]:
    """Characters grouped by what is added after them: the extra of a meeting of marks, and the stretch of the line."""
    if not stretch and not any(extra):
        return (Run(chars),)
    runs: list[Run] = []
    begin, space = 0, 0.0
    for i, char in enumerate(chars):
        after = chars[i + 1 : i + 2]
        own = round(extra[i] * size / 1000 + (stretch if after and _stretches(char, after) else 0), 3)
        if own != space and i > begin:
            runs.append(Run(chars[begin:i], space))
            begin = i
        space = own
    runs.append(Run(chars[begin:], space))
    return tuple(runs)


# --- formulas: lowered and raised characters -----------------------------------------------------


def _levelled_lines(text: str, style: Style, measure: float, widths: dict[str, int]) -> list[SetLine]:
    chars, levels = _levels(text, powers=style.formula)
    each = [widths[c] * (SMALL_LEVEL if level else 1) for c, level in zip(chars, levels, strict=True)]
    lines = break_lines(chars, each, measure * 1000 / style.size, style.indent * 1000)
    return [_levelled_line(chars, levels, line, style.size) for line in lines]


def _levelled_line(chars: str, levels: Sequence[int], line: Line, size: float) -> SetLine:
    runs: list[Run] = []
    for i in range(line.start, line.end):
        if runs and runs[-1].level == levels[i]:
            runs[-1] = Run(runs[-1].text + chars[i], 0, levels[i])
        else:
            runs.append(Run(chars[i], 0, levels[i]))
    shift = -HALF * size / 1000 if chars[line.start : line.start + 1] in OPENING and line.end > line.start else 0
    return SetLine(tuple(runs) or (Run(""),), line.width * size / 1000, shift)


def _levels(text: str, *, powers: bool) -> tuple[str, list[int]]:
    """The characters as drawn, with the level of each: small ones by what they are, powers by their ``^``."""
    raised = _powers(text) if powers else {}
    chars, levels = [], []
    for i, char in enumerate(text):
        if raised.get(i) is False:
            continue
        if char in LOWERED:
            chars.append(LOWERED[char])
            levels.append(-1 if i not in raised else 1)
        elif char in RAISED:
            chars.append(RAISED[char])
            levels.append(1)
        else:
            chars.append(char)
            levels.append(1 if i in raised else 0)
    return "".join(chars), levels


def _powers(text: str) -> dict[int, bool]:
    """Index → whether it is part of a power; the ``^`` itself is ``False`` and not drawn."""
    found: dict[int, bool] = {}
    for match in _POWER.finditer(text):
        begin, end = match.start() + 1, match.end()
        if match[1] == "(":
            end = _closing(text, begin)
        else:
            while end < len(text) and text[end] in _SMALL:
                end += 1
        found[match.start()] = False
        found.update(dict.fromkeys(range(begin, end), True))
    return found


def _closing(text: str, begin: int) -> int:
    """Behind the bracket that closes the one at ``begin``."""
    depth = 0
    for i in range(begin, len(text)):
        depth += {"(": 1, ")": -1}.get(text[i], 0)
        if not depth:
            return i + 1
    return len(text)
