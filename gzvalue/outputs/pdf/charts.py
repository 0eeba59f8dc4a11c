"""Charts as vectors: zero baseline, figures at the shapes, unit stated, told apart in grey by lightness and pattern."""

from collections.abc import Sequence
from decimal import Decimal
from math import cos, pi, sin

from gzvalue.outputs import palette
from gzvalue.outputs.blocks import Bar, BarChart, ColumnChart, RadarChart
from gzvalue.outputs.pdf.fonts import REGULAR
from gzvalue.outputs.pdf.pen import Pen
from gzvalue.outputs.pdf.pieces import Piece
from gzvalue.outputs.pdf.style import CELL, LABEL, TONES, Style
from gzvalue.outputs.pdf.typesetting import set_text, width_of
from gzvalue.schema.kinds import grouped

_TEXT = Style(REGULAR, 8.5, 11)
_LEGEND = 18.0


def part_color(number: int, parts: int) -> str:
    """The hue of a part; two parts stand far apart on the ladder of lightness."""
    return palette.DATA[(1, 3)[number]] if parts == 2 else palette.DATA[number % len(palette.DATA)]


def legend(pen: Pen, x: float, top: float, names: Sequence[str]) -> None:
    """Small squares with names, from left to right."""
    for number, name in enumerate(names):
        pen.box(x, top + 3, 8, 8, fill=part_color(number, len(names)))
        pen.text(x + 12, top + 1.5, name, _TEXT)
        x += 12 + width_of(name, _TEXT) + 18


class Bars(Piece):
    """Horizontal bars, or some of them where a chart needs several pages."""

    def __init__(self, chart: BarChart, measure: float, bars: Sequence[Bar] | None = None) -> None:
        self.chart, self.measure = chart, measure
        self.bars = chart.bars if bars is None else bars
        widest = max((width_of(bar.label, _TEXT) for bar in chart.bars), default=0)
        self.label = min(widest, measure * 0.36)
        self.figure = max((width_of(bar.text, _TEXT) for bar in chart.bars), default=0) + 6
        self.labels = [set_text(bar.label, _TEXT, self.label) for bar in self.bars]
        step = 15.0 if len(chart.bars) > 12 else 19.0
        self.steps = [max(step, len(lines) * _TEXT.leading + 4) for lines in self.labels]
        self.top = (_LEGEND if chart.parts else 0) + (14 if chart.mark else 0)
        self.height = self.top + sum(self.steps) + 6
        self.before, self.after = 2, 6

    @property
    def least(self) -> float:
        """Six bars."""
        return min(self.height, self.top + sum(self.steps[:6]) + 6)

    def split(self, room: float) -> tuple[Piece | None, Piece | None]:
        """Between bars, three of which stay on either side."""
        used, fits = self.top + 6, 0
        for step in self.steps:
            if used + step > room:
                break
            used, fits = used + step, fits + 1
        fits = min(fits, len(self.bars) - 3)
        if fits < 3:
            return None, self
        return Bars(self.chart, self.measure, self.bars[:fits]), Bars(self.chart, self.measure, self.bars[fits:])

    def paint(self, pen: Pen, x: float, top: float) -> None:
        """Legend, bars, figures, the mark across."""
        chart = self.chart
        if chart.parts:
            legend(pen, x + self.label + 8, top, chart.parts)
        begin = x + self.label + 8
        room = self.measure - self.label - 8 - self.figure
        longest = max((float(sum(bar.parts)) for bar in chart.bars), default=1)
        marked = float(chart.mark[0]) if chart.mark else 0
        scale = room / (float(chart.most) if chart.most else max(longest, marked) or 1)
        y = top + self.top
        line = begin + marked * scale
        if chart.mark:
            pen.stroke([(line, y - 3), (line, y + sum(self.steps) + 2)], 1, palette.STOP, dash=(4, 2))
        for bar, lines, step in zip(self.bars, self.labels, self.steps, strict=True):
            pen.lines(x + self.label - max(line.width for line in lines), y + (step - len(lines) * _TEXT.leading) / 2, lines, _TEXT)
            end = self._bar(pen, bar, begin, y, step, scale)
            wide = width_of(bar.text, _TEXT)
            if chart.mark and end + 2 < line < end + 6 + wide:  # the figure stands free of the line
                pen.box(end + 2, y + (step - _TEXT.leading) / 2 - 1, wide + 4, _TEXT.leading + 2, fill=palette.PAPER)
            pen.text(end + 4, y + (step - _TEXT.leading) / 2, bar.text, _TEXT)
            y += step
        pen.stroke([(begin, top + self.top - 2), (begin, y + 2)], 0.6, palette.INK)
        if chart.mark:
            self._mark(pen, line, begin, top + self.top)

    def _bar(self, pen: Pen, bar: Bar, x: float, y: float, step: float, scale: float) -> float:
        thick = min(step - 5, 12)
        for number, part in enumerate(bar.parts):
            width = max(float(part), 0) * scale
            if width > 0:
                color = (
                    TONES[bar.tone] if bar.tone != "plain" else part_color(number, max(len(self.chart.parts), 1) if self.chart.parts else 2)
                )
                pen.box(x, y + (step - thick) / 2, width, thick, fill=color)
                if number == 1 and len(self.chart.parts) == 2:
                    pen.hatch(x, y + (step - thick) / 2, width, thick, palette.PAPER)
            x += width
        return x

    def _mark(self, pen: Pen, x: float, begin: float, top: float) -> None:
        assert self.chart.mark is not None
        text = self.chart.mark[1]
        half = width_of(text, _TEXT)
        align = 1 if x + half / 2 > begin + self.measure - self.label - 8 else 0.5
        pen.text(x, top - 14, text, _TEXT.colored(palette.STOP), align=align)


class Columns(Piece):
    """Upright columns by year from a zero line; falling ones stand below it."""

    DEPTH = 120.0

    def __init__(self, chart: ColumnChart, measure: float) -> None:
        self.chart, self.measure = chart, measure
        self.height = (_LEGEND if len(chart.series) > 1 else 0) + self.DEPTH + 34
        self.before, self.after = 2, 6

    def paint(self, pen: Pen, x: float, top: float) -> None:
        """Legend, columns with figures, years below."""
        chart = self.chart
        names = [name for name, _ in chart.series]
        if len(names) > 1:
            legend(pen, x, top, names)
            top += _LEGEND
        top += 12
        values = [float(v) for _, series in chart.series for v in series if v is not None]
        high = max([*values, float(chart.mark[0]) if chart.mark else 0, 0]) or 1
        low = min([*values, 0])
        scale = self.DEPTH / (high - low)
        zero = top + high * scale
        band = self.measure / max(len(chart.years), 1)
        for number, year in enumerate(chart.years):
            self._band(pen, x + band * number, band, zero, scale, [series[number] for _, series in chart.series])
            pen.text(x + band * (number + 0.5), top + self.DEPTH + 8, year, _TEXT, align=0.5)
        pen.rule(x, zero, self.measure, 0.6)
        if chart.mark:
            y = zero - float(chart.mark[0]) * scale
            pen.stroke([(x, y), (x + self.measure, y)], 0.8, palette.STOP, dash=(4, 2))
            pen.text(x + self.measure, y - 12, chart.mark[1], _TEXT.colored(palette.STOP), align=1)

    def _band(self, pen: Pen, x: float, band: float, zero: float, scale: float, values: Sequence[Decimal | None]) -> None:
        wide = min(band * 0.74 / len(values), 46)
        left = x + (band - wide * len(values)) / 2
        for number, value in enumerate(values):
            if value is None:
                pen.text(left + wide / 2, zero - 12, "—", _TEXT, align=0.5)
            else:
                height = float(value) * scale
                color = part_color(number, len(values)) if len(values) > 1 else palette.DATA[1]
                pen.box(left + 1, zero - max(height, 0), wide - 2, abs(height), fill=color)
                text = grouped(value, self.chart.decimals).replace("-", "−")
                pen.text(left + wide / 2, zero - height - 12 if height >= 0 else zero - height + 1, text, _TEXT, align=0.5)
            left += wide


class Radar(Piece):
    """A star of axes from 0 to 100, one closed line for each series."""

    RADIUS = 92.0
    _DASHES: tuple[tuple[float, ...], ...] = ((), (5, 2), (1.5, 2))

    def __init__(self, chart: RadarChart, measure: float) -> None:
        self.chart, self.measure = chart, measure
        self.height = 2 * self.RADIUS + 56
        self.before, self.after = 2, 6

    def paint(self, pen: Pen, x: float, top: float) -> None:
        """Rings, axes with names, lines, and the names of the lines beside."""
        centre_x = x + self.measure * 0.36
        centre_y = top + self.RADIUS + 28
        axes = len(self.chart.axes)
        for ring in (20, 40, 60, 80, 100):
            points = [self._point(centre_x, centre_y, i, axes, ring) for i in range(axes)]
            pen.stroke(points, 0.4, palette.LINE if ring < 100 else palette.QUIET, closed=True)
            pen.text(centre_x + 3, centre_y - self.RADIUS * ring / 100 - 5, str(ring), _TEXT.colored(palette.QUIET))
        for i, name in enumerate(self.chart.axes):
            end = self._point(centre_x, centre_y, i, axes, 100)
            pen.stroke([(centre_x, centre_y), end], 0.4, palette.LINE)
            self._axis(pen, i, axes, name, centre_x, centre_y)
        for number, (_, values) in enumerate(self.chart.series):
            color = palette.DATA[(1, 3, 0)[number % 3]]
            points = [self._point(centre_x, centre_y, i, axes, float(v)) for i, v in enumerate(values)]
            pen.stroke(points, 1.6, color, dash=self._DASHES[number % 3], closed=True)
            for point in points:
                pen.dot(*point, 2, color)
        self._names(pen, x + self.measure * 0.70, top + 30)

    def _point(self, x: float, y: float, number: int, axes: int, value: float) -> tuple[float, float]:
        angle = 2 * pi * number / axes
        reach = self.RADIUS * value / 100
        return x + reach * sin(angle), y - reach * cos(angle)

    def _axis(self, pen: Pen, number: int, axes: int, name: str, x: float, y: float) -> None:
        angle = 2 * pi * number / axes
        at_x, at_y = x + (self.RADIUS + 12) * sin(angle), y - (self.RADIUS + 12) * cos(angle)
        align = 0.5 if abs(sin(angle)) < 0.2 else (0 if sin(angle) > 0 else 1)
        pen.text(at_x, at_y - _TEXT.leading / 2, name, CELL, align=align)

    def _names(self, pen: Pen, x: float, y: float) -> None:
        for number, (name, values) in enumerate(self.chart.series):
            color = palette.DATA[(1, 3, 0)[number % 3]]
            pen.stroke([(x, y + 6), (x + 22, y + 6)], 1.6, color, dash=self._DASHES[number % 3])
            lines = set_text(name, CELL, self.measure * 0.30 - 28)
            pen.lines(x + 28, y, lines, CELL)
            y += len(lines) * CELL.leading + 2
            for axis, value in zip(self.chart.axes, values, strict=True):
                pen.text(x + 28, y, axis, LABEL)
                pen.text(x + 28 + 78, y, grouped(value, 1), LABEL, align=1)
                y += LABEL.leading
            y += 8
