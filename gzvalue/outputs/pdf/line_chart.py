"""Lines over an ordered scale from a zero baseline: months, hours; each line named at its end, told apart by dash and lightness."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from gzvalue.outputs import palette
from gzvalue.outputs.blocks import LineChart
from gzvalue.outputs.pdf.fonts import REGULAR
from gzvalue.outputs.pdf.pen import Pen
from gzvalue.outputs.pdf.pieces import Piece
from gzvalue.outputs.pdf.style import Style
from gzvalue.outputs.pdf.typesetting import width_of
from gzvalue.outputs.scales import shown_labels, ticks
from gzvalue.schema.kinds import grouped

_TEXT = Style(REGULAR, 8.5, 11)
_LOOKS: tuple[tuple[str, float, tuple[float, ...]], ...] = (
    (palette.DATA[1], 1.8, ()),
    (palette.DATA[3], 1.4, (5, 2)),
    (palette.DATA[0], 1.2, (1.5, 2)),
    (palette.DATA[2], 1.2, (7, 2, 1.5, 2)),
)
"""Colour, width and dash of the lines; the first is the one that matters."""

_LABEL_GAP = 6.0


class Lines(Piece):
    """The whole chart; it is never split."""

    DEPTH = 118.0

    def __init__(self, chart: LineChart, measure: float) -> None:
        self.chart, self.measure = chart, measure
        values = [float(one) for _, series in chart.series for one in series if one is not None]
        self.ticks = ticks(max(values, default=0.0))
        self.left = max(width_of(self._mark(one), _TEXT) for one in self.ticks) + _LABEL_GAP
        self.right = max((width_of(name, _TEXT) for name, _ in chart.series), default=0.0) + 2 * _LABEL_GAP
        self.height = self.DEPTH + 32
        self.before, self.after = 2, 6

    def _mark(self, value: float) -> str:
        return grouped(Decimal(repr(value)), 0 if self.ticks[1] >= 1 and self.ticks[1] == int(self.ticks[1]) else 2)

    def paint(self, pen: Pen, x: float, top: float) -> None:
        """Grid, scale, lines, names at their ends."""
        top += 8
        begin, wide = x + self.left, self.measure - self.left - self.right
        scale = self.DEPTH / self.ticks[-1]
        zero = top + self.DEPTH
        for value in self.ticks:
            y = zero - value * scale
            pen.rule(begin, y, wide, 0.6 if value == 0 else 0.3, palette.INK if value == 0 else palette.LINE)
            pen.text(begin - _LABEL_GAP, y - _TEXT.leading / 2, self._mark(value), _TEXT.colored(palette.QUIET), align=1)
        step = wide / max(len(self.chart.labels) - 1, 1)
        for number in shown_labels([width_of(one, _TEXT) for one in self.chart.labels], step):
            pen.text(begin + step * number, zero + 5, self.chart.labels[number], _TEXT, align=0.5)
        ends: list[tuple[float, str, str]] = []
        for number, (name, values) in reversed(list(enumerate(self.chart.series))):
            color, thick, dash = _LOOKS[number % len(_LOOKS)]
            points = [None if one is None else (begin + step * n, zero - float(one) * scale) for n, one in enumerate(values)]
            for run in _runs(points):
                if len(run) > 1:
                    pen.stroke(run, thick, color, dash=dash)
                else:
                    pen.dot(*run[0], 1.6, color)
            known = [one for one in points if one is not None]
            if known:
                ends.append((known[-1][1], name, color))
        self._names(pen, begin + wide + _LABEL_GAP, ends)

    def _names(self, pen: Pen, x: float, ends: Sequence[tuple[float, str, str]]) -> None:
        """Names beside the ends of their lines, moved apart where they would meet."""
        y = float("-inf")
        for at, name, color in sorted(ends):
            y = max(at - _TEXT.leading / 2, y + _TEXT.leading)
            pen.text(x, y, name, _TEXT.colored(color if palette.lightness(color) < 60 else palette.ATTENTION))


def _runs(points: Sequence[tuple[float, float] | None]) -> Iterator[list[tuple[float, float]]]:
    """Stretches without a gap."""
    run: list[tuple[float, float]] = []
    for point in [*points, None]:
        if point is not None:
            run.append(point)
        elif run:
            yield run
            run = []
