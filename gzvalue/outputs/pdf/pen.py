"""A pen over reportlab's canvas: coordinates from the top left, text in set lines, shapes in plain colours."""

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import groupby
from typing import Any

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.rl_accel import fp_str
from reportlab.pdfbase.pdfmetrics import getFont

from gzvalue.outputs import palette
from gzvalue.outputs.pdf.style import SMALL_LEVEL, Style
from gzvalue.outputs.pdf.typesetting import Run, SetLine, set_text, width_of

Shown = dict[tuple[str, str], tuple[tuple[int, str], ...]]
"""Face and text → the text in the subsets of the font, escaped: what one document writes for it, which repeats thousands of times."""

_MOST_SHOWN = 5_000


@cache
def _color(hex: str) -> Color:
    return HexColor(hex)


class Pen:
    """Paints on one canvas. Consecutive texts share one text object; shapes close it.

    Attributes:
        drawn: every text put onto the page, in the order of drawing: one set line each.
        slots: role → (left, bottom, right, top) of the places that were left for electronic signatures.
    """

    def __init__(self, canvas: Any, height: float, shown: Shown | None = None) -> None:
        """``shown`` is kept from page to page of one canvas."""
        self._shown: Shown = {} if shown is None else shown
        self.drawn: list[str] = []
        self.slots: dict[str, tuple[float, float, float, float]] = {}
        self._canvas = canvas
        self._height = height
        self._text: Any = None
        self._face = ("", 0.0)
        self._ink = ""
        self._space = 0.0
        self._rise = 0.0

    def line(self, x: float, top: float, line: SetLine, style: Style) -> None:
        """One set line whose upper edge is at ``top``."""
        self._runs(x + line.shift, top + style.drop, line.runs, style)

    def lines(self, x: float, top: float, lines: Iterable[SetLine], style: Style) -> None:
        """Set lines below one another."""
        for line in lines:
            self.line(x, top, line, style)
            top += style.leading

    def text(self, x: float, top: float, text: str, style: Style, align: float = 0) -> None:
        """A short text on one line; ``align`` 0 begins at ``x``, 0.5 is centred on it, 1 ends there."""
        (line, *_) = set_text(text, style, 1e9)
        self._runs(x + line.shift - width_of(text, style) * align, top + style.drop, line.runs, style)

    def _runs(self, x: float, baseline: float, runs: Sequence[Run], style: Style) -> None:
        if self._text is None:
            self._text = self._canvas.beginText()
            self._face, self._ink, self._space, self._rise = ("", 0.0), "", 0.0, 0.0
        out = self._text
        if self._ink != style.color:
            out.setFillColor(_color(style.color))
            self._ink = style.color
        out.setTextOrigin(x, self._height - baseline)
        self.drawn.append("".join([run.text for run in runs]))
        for text, space, level in runs:
            size = style.size * SMALL_LEVEL if level else style.size
            if self._face != (style.face, size):
                out.setFont(style.face, size)
                self._face = (style.face, size)
            if self._space != space:
                out.setCharSpace(space)
                self._space = space
            rise = level * style.size * (0.36 if level > 0 else 0.16)
            if self._rise != rise:
                out.setRise(rise)
                self._rise = rise
            out._code.append(self._written(out, text, style.face))

    def _written(self, out: Any, text: str, face: str) -> str:
        """As reportlab's ``textOut``, without measuring what was measured when the line was set, and each text taken apart once."""
        parts = self._shown.get((face, text))
        if parts is None:
            if len(self._shown) > _MOST_SHOWN:
                self._shown.clear()
            doc, escape = self._canvas._doc, self._canvas._escape
            parts = tuple((subset, escape(chars)) for subset, chars in getFont(face).splitString(text, doc))
            self._shown[face, text] = parts
        code = []
        for subset, chars in parts:
            if subset != out._curSubset:
                name = getFont(face).getSubsetInternalName(subset, self._canvas._doc)
                code.append(f"{name} {fp_str(out._fontsize)} Tf {fp_str(out._leading)} TL")
                out._curSubset = subset
            code.append(f"({chars}) Tj")
        return " ".join(code)

    def flush(self) -> None:
        """Put what was written onto the page, before a shape is drawn or the page ends."""
        if self._text is not None:
            if self._space:
                self._text.setCharSpace(0)
            if self._rise:
                self._text.setRise(0)
            self._canvas.drawText(self._text)
            self._text = None

    def rule(self, x: float, y: float, width: float, thickness: float = 0.5, color: str = palette.INK) -> None:
        """A horizontal rule."""
        self.stroke([(x, y), (x + width, y)], thickness, color)

    def stroke(
        self, points: Sequence[tuple[float, float]], thickness: float, color: str, *, dash: Sequence[float] = (), closed: bool = False
    ) -> None:
        """A line through points."""
        self._shape(points, stroke=color, thickness=thickness, dash=dash, closed=closed)

    def fill(self, points: Sequence[tuple[float, float]], color: str) -> None:
        """A filled shape through points."""
        self._shape(points, fill=color)

    def _shape(
        self,
        points: Sequence[tuple[float, float]],
        *,
        fill: str = "",
        stroke: str = "",
        thickness: float = 0,
        dash: Sequence[float] = (),
        closed: bool = False,
    ) -> None:
        self.flush()
        canvas = self._canvas
        path = canvas.beginPath()
        path.moveTo(points[0][0], self._height - points[0][1])
        for x, y in points[1:]:
            path.lineTo(x, self._height - y)
        if fill:
            path.close()
            canvas.setFillColor(_color(fill))
        if stroke:
            if closed:
                path.close()
            canvas.setStrokeColor(_color(stroke))
            canvas.setLineWidth(thickness)
            canvas.setDash(list(dash))
        canvas.drawPath(path, stroke=int(bool(stroke)), fill=int(bool(fill)))

    def box(self, x: float, top: float, width: float, height: float, *, fill: str = "", stroke: str = "", thickness: float = 0.5) -> None:
        """A rectangle, filled or framed or both."""
        corners = [(x, top), (x + width, top), (x + width, top + height), (x, top + height)]
        if fill:
            self.fill(corners, fill)
        if stroke:
            self.stroke(corners, thickness, stroke, closed=True)

    def dot(self, x: float, y: float, radius: float, color: str) -> None:
        """A filled circle."""
        self.flush()
        self._canvas.setFillColor(_color(color))
        self._canvas.circle(x, self._height - y, radius, stroke=0, fill=1)

    def hatch(self, x: float, top: float, width: float, height: float, color: str, gap: float = 4) -> None:
        """Slanting strokes inside a rectangle: a pattern that survives grey print."""
        along = gap
        while along < width + height:
            x1, y1 = (x + along, top) if along <= width else (x + width, top + along - width)
            x2, y2 = (x, top + along) if along <= height else (x + along - height, top + height)
            self.stroke([(x1, y1), (x2, y2)], 0.6, color)
            along += gap

    def squares(self, x: float, top: float, side: float, rows: Sequence[Sequence[int]]) -> None:
        """Black squares where ``rows`` has a 1, as one shape: a QR code."""
        self.flush()
        path = self._canvas.beginPath()
        for down, cells in enumerate(rows):
            begin = 0
            for dark, run in groupby(cells, bool):
                length = len(list(run))
                if dark:
                    path.rect(x + begin * side, self._height - top - (down + 1) * side, length * side, side)
                begin += length
        self._canvas.setFillColor(_color("#000000"))
        self._canvas.drawPath(path, stroke=0, fill=1)

    def slot(self, role: str, x: float, top: float, width: float, height: float) -> None:
        """Note a place that is left for the electronic signature of that role."""
        self.slots[role] = (x, self._height - top - height, x + width, self._height - top)

    def link(self, target: str, x: float, top: float, width: float, height: float) -> None:
        """A rectangle that leads to a bookmark when clicked."""
        self.flush()
        rect = (x, self._height - top - height, x + width, self._height - top)
        self._canvas.linkRect("", target, rect, thickness=0, Border="[0 0 0]")
