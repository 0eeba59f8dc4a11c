"""Lines over an ordered scale, such as months or hours: zero baseline, a gap stays a gap, each line named at its end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from gzvalue.gui import theme
from gzvalue.gui.charts import canvas
from gzvalue.gui.tokens import HELP, S, Tokens
from gzvalue.outputs.scales import shown_labels, ticks

MOST_SERIES = 4
_TOP, _FOOT, _ROW = 30, 26, 18
_LOOKS = (
    (1, 2.2, Qt.PenStyle.SolidLine),
    (3, 1.8, Qt.PenStyle.DashLine),
    (0, 1.4, Qt.PenStyle.DotLine),
    (2, 1.4, Qt.PenStyle.DashDotLine),
)
"""Data colour, width and dash; the first line is the one that matters."""


@dataclass(frozen=True)
class Series:
    """One line: its name and values, ``None`` where there is none."""

    label: str
    values: tuple[float | None, ...]


class LinesChart(canvas.Chart):
    """At most four lines. The parts of the scale are doors that say their figures."""

    def __init__(self, title: str, unit: str = "", *, height: int = 230, parent: QWidget | None = None) -> None:
        super().__init__(title, interactive=True, parent=parent)
        self._height, self._unit = height, unit
        self._labels: tuple[str, ...] = ()
        self._series: tuple[Series, ...] = ()

    def show_series(self, labels: Sequence[str], series: Sequence[Series], unit: str) -> None:
        """Show these lines over these labels."""
        self._labels, self._series, self._unit = tuple(labels), tuple(series[:MOST_SERIES]), unit
        self.describe("；".join(self._words(number) for number in range(len(self._labels))) if len(self._labels) <= 60 else self._ends())

    @property
    def series(self) -> tuple[Series, ...]:
        """What is shown."""
        return self._series

    def sizeHint(self) -> QSize:
        """One height; nothing without values."""
        return QSize(420, self._height if self._labels else 0)

    def draw(self, painter: QPainter, tokens: Tokens) -> None:
        """Scale, lines, names."""
        values = [one for series in self._series for one in series.values if one is not None]
        if not values:
            return
        marks = ticks(max(values))
        small = theme.font(HELP)
        left = max(*(self.ink_width(_mark(one, marks), HELP) + S for one in marks), self.ink_width(self._labels[0], HELP) / 2 + 2)
        right = max(self.ink_width(one.label, HELP) for one in self._series) + 2 * S
        area = QRectF(left, _TOP, max(self.width() - left - right, 20), self._height - _TOP - _FOOT)
        canvas.words(painter, QRectF(0, 0, self.width(), 20), f"单位：{self._unit}", tokens.quiet, small)
        for value in marks:
            y = area.bottom() - value / marks[-1] * area.height()
            canvas.rule(painter, area.left(), y, area.right(), y, tokens.quiet if value == 0 else tokens.line)
            canvas.words(painter, QRectF(0, y - 9, left - S, 18), _mark(value, marks), tokens.quiet, small, Qt.AlignmentFlag.AlignRight)
        step = area.width() / max(len(self._labels) - 1, 1)
        for number in shown_labels([self.ink_width(one, HELP) for one in self._labels], step):
            wide = self.ink_width(self._labels[number], HELP) + 4
            place = QRectF(area.left() + step * number - wide / 2, area.bottom() + 4, wide, 20)
            canvas.words(painter, place, self._labels[number], tokens.quiet, small, Qt.AlignmentFlag.AlignHCenter)
        self._lines(painter, tokens, area, step, marks[-1])
        for number in range(len(self._labels)):
            band = QRectF(area.left() + step * (number - 0.5), area.top(), step, area.height())
            self.door(number, band.intersected(QRectF(self.rect())), self._words(number))

    def _lines(self, painter: QPainter, tokens: Tokens, area: QRectF, step: float, most: float) -> None:
        ends: list[tuple[float, str]] = []
        for number, one in reversed(list(enumerate(self._series))):
            hue, thick, style = _LOOKS[number]
            painter.setPen(QPen(QColor(tokens.data[hue]), thick, style))
            spots = [
                None if value is None else QPointF(area.left() + step * place, area.bottom() - value / most * area.height())
                for place, value in enumerate(one.values)
            ]
            for run in _runs(spots):
                painter.setBrush(Qt.BrushStyle.NoBrush)
                if len(run) > 1:
                    painter.drawPolyline(QPolygonF(run))
                else:
                    painter.drawEllipse(run[0], 2, 2)
            known = [spot for spot in spots if spot is not None]
            if known:
                ends.append((known[-1].y(), one.label))
        y = float("-inf")
        for at, label in sorted(ends):
            y = max(at - _ROW / 2, y + _ROW)
            canvas.words(painter, QRectF(area.right() + S, y, self.width() - area.right() - S, _ROW), label, tokens.ink, theme.font(HELP))

    def _words(self, number: int) -> str:
        told = [f"{one.label} {_figure(value)} {self._unit}".strip() for one in self._series if (value := one.values[number]) is not None]
        return f"{self._labels[number]}：{'，'.join(told) or '没有完整的数据'}"

    def _ends(self) -> str:
        return "；".join(
            f"{one.label}：最高 {_figure(max(known))}，最低 {_figure(min(known))} {self._unit}"
            for one in self._series
            if (known := [value for value in one.values if value is not None])
        )


def _runs(spots: Sequence[QPointF | None]) -> Iterator[list[QPointF]]:
    """Stretches without a gap."""
    run: list[QPointF] = []
    for spot in [*spots, None]:
        if spot is not None:
            run.append(spot)
        elif run:
            yield run
            run = []


def _mark(value: float, marks: Sequence[float]) -> str:
    return f"{value:,.0f}" if marks[1] >= 1 and marks[1] == int(marks[1]) else f"{value:,.2f}"


def _figure(value: float) -> str:
    return f"{value:,.2f}" if abs(value) < 1000 else f"{value:,.0f}"
