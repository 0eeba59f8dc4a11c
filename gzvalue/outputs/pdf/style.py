"""The paper's measures: page, type scale, distances. Points unless said otherwise."""

from dataclasses import dataclass, replace

from gzvalue.outputs import palette
from gzvalue.outputs.pdf.fonts import BOLD, REGULAR

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)

XS, S, M, L, XL, XXL = 4.0, 8.0, 12.0, 16.0, 24.0, 32.0
"""The only distances between things."""

SMALL_LEVEL = 0.66
"""Size of lowered and raised characters, as a part of the type size."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set.

    Attributes:
        indent: what the first line of a paragraph lacks, in characters.
        justify: stretch full lines to the measure.
        spaced: an eighth of a character between ideographs and Latin letters or figures.
        formula: what follows ``^`` is raised.
    """

    face: str
    size: float
    leading: float
    color: str = palette.INK
    indent: float = 0
    justify: bool = False
    spaced: bool = False
    formula: bool = False

    def colored(self, color: str) -> "Style":
        """The same in another colour."""
        return replace(self, color=color)

    @property
    def drop(self) -> float:
        """From the top of a line to its baseline: the ideographs stand in the middle of the leading."""
        return self.leading / 2 + 0.38 * self.size


BODY = Style(REGULAR, 10.5, 16, indent=2, justify=True, spaced=True)
LEAD = Style(REGULAR, 11.5, 19, justify=True, spaced=True)
NOTE = Style(REGULAR, 9, 13.5, palette.QUIET, justify=True, spaced=True)
SMALL = Style(REGULAR, 8, 12, palette.QUIET, justify=True, spaced=True)
LIST = replace(BODY, indent=0)
NARROW = replace(NOTE, justify=False)
PANEL_TEXT = replace(LIST, justify=False)
FORMULA = Style(REGULAR, 9.5, 15, formula=True)
HEADINGS = (Style(BOLD, 18, 26), Style(BOLD, 14, 21), Style(BOLD, 11.5, 18))
CAPTION = Style(BOLD, 9, 13.5)
UNIT = Style(REGULAR, 8, 13.5, palette.QUIET)
CELL = Style(REGULAR, 9, 13)
CELL_BOLD = Style(BOLD, 9, 13)
HEAD = Style(BOLD, 8.5, 12)
LABEL = Style(REGULAR, 8.5, 13, palette.QUIET)
DENSE = Style(REGULAR, 8.5, 12)
DENSE_LABEL = Style(REGULAR, 8, 12, palette.QUIET)
DENSE = Style(REGULAR, 8.5, 12)
DENSE_LABEL = Style(REGULAR, 8, 12, palette.QUIET)
FIGURE = Style(BOLD, 24, 30)
FIGURE_LARGE = Style(BOLD, 30, 36)
RUNNING = Style(REGULAR, 8, 10, palette.QUIET)
RUNNING_MARK = Style(BOLD, 8, 10, palette.ATTENTION)

TONES = {
    "plain": palette.INK,
    "quiet": palette.QUIET,
    "good": palette.GOOD,
    "attention": palette.ATTENTION,
    "stop": palette.STOP,
}


@dataclass(frozen=True)
class Sheet:
    """One format of page: its size and margins. The binding edge is the left one, on landscape pages the upper one."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float

    @property
    def measure(self) -> float:
        """Width of the text."""
        return self.width - self.left - self.right

    @property
    def depth(self) -> float:
        """Height of the text."""
        return self.height - self.top - self.bottom


PORTRAIT = Sheet(A4[0], A4[1], 25 * MM, 20 * MM, 22 * MM, 20 * MM)
LANDSCAPE = Sheet(A4[1], A4[0], 22 * MM, 20 * MM, 25 * MM, 20 * MM)
