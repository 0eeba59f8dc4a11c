"""A grid of tinted fields: things down, stretches across, darker the larger the share; told apart in grey by lightness alone."""

from collections.abc import Sequence

from gzvalue.outputs import palette
from gzvalue.outputs.blocks import HeatGrid
from gzvalue.outputs.pdf.fonts import REGULAR
from gzvalue.outputs.pdf.pen import Pen
from gzvalue.outputs.pdf.pieces import Piece
from gzvalue.outputs.pdf.style import Style
from gzvalue.outputs.pdf.typesetting import set_text, width_of

_TEXT = Style(REGULAR, 8.5, 11)
_ROW, _HEAD, _FIGURE = 13.0, 14.0, 44.0


class Heat(Piece):
    """Names at the left, fields, a figure at the right of each line."""

    def __init__(self, grid: HeatGrid, measure: float, rows: Sequence[tuple[str, tuple[float, ...], str]] | None = None) -> None:
        self.grid, self.measure = grid, measure
        self.rows = grid.rows if rows is None else rows
        self.label = min(max((width_of(row[0], _TEXT) for row in grid.rows), default=0), measure * 0.32) + 8
        self.height = _HEAD + _ROW * len(self.rows) + 4
        self.before, self.after = 2, 6

    @property
    def least(self) -> float:
        """Six lines."""
        return min(self.height, _HEAD + _ROW * 6 + 4)

    def split(self, room: float) -> tuple[Piece | None, Piece | None]:
        """Between lines, three of which stay on either side."""
        fits = min(int((room - _HEAD - 4) // _ROW), len(self.rows) - 3)
        if fits < 3:
            return None, self
        return Heat(self.grid, self.measure, self.rows[:fits]), Heat(self.grid, self.measure, self.rows[fits:])

    def paint(self, pen: Pen, x: float, top: float) -> None:
        """The ends of the scale above, then line by line."""
        begin, wide = x + self.label, self.measure - self.label - _FIGURE
        quiet = _TEXT.colored(palette.QUIET)
        pen.text(begin, top, self.grid.ends[0], quiet)
        if self.grid.ends[1]:
            pen.text(begin + wide, top, self.grid.ends[1], quiet, align=1)
        pen.text(x + self.measure, top, self.grid.head, quiet, align=1)
        y = top + _HEAD
        for name, shares, figure in self.rows:
            line = set_text(name, _TEXT, self.label - 6)[:1]
            pen.lines(x, y + (_ROW - _TEXT.leading) / 2, line, _TEXT)
            step = wide / max(len(shares), 1)
            for number, share in enumerate(shares):
                pen.box(begin + number * step, y + 1, max(step - 0.6, 0.4), _ROW - 2, fill=shade(share))
            pen.text(x + self.measure, y + (_ROW - _TEXT.leading) / 2, figure, _TEXT, align=1)
            y += _ROW


def shade(share: float) -> str:
    """The ground of a share: none the colour of panels, a trace seen already, all the darkest hue."""
    far = 0.0 if share <= 0 else 0.2 + 0.8 * min(share, 1.0)
    paper, ink = (tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5)) for colour in (palette.PANEL, palette.DATA[0]))
    return "#" + "".join(f"{round(low + (high - low) * far):02X}" for low, high in zip(paper, ink, strict=True))
