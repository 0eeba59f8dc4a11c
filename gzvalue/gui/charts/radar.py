"""Radar: scores of 0–100 on equal axes for one to three things, told apart by line and mark as well as by hue."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from gzvalue.gui import theme
from gzvalue.gui.charts import canvas
from gzvalue.gui.tokens import HELP, Tokens
from gzvalue.schema.kinds import grouped

MOST_SERIES = 3
_LINES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine)
_NAME_ROW = 22
_FOOT = 14
"""Room for the label of an axis that points straight down."""


@dataclass(frozen=True)
class Series:
    """One thing with its score per axis; ``None`` where it has none."""

    label: str
    values: tuple[Decimal | None, ...]


class Radar(canvas.Chart):
    """A web of axes from 0 in the middle to 100 outside; a figure at each axis when there is one thing only."""

    def __init__(self, title: str, axes: Sequence[str], *, height: int = 190, parent: QWidget | None = None) -> None:
        super().__init__(title, parent=parent)
        self._axes = tuple(axes)
        self._height = height
        self._names_at = height + (_FOOT if len(self._axes) % 2 == 0 else 0)
        self._series: tuple[Series, ...] = ()

    def show_series(self, series: Sequence[Series]) -> None:
        """Show the first three of these."""
        if self._series == tuple(series[:MOST_SERIES]):
            return
        self._series = tuple(series[:MOST_SERIES])
        self.describe("；".join(self._words(one) for one in self._series))

    @property
    def series(self) -> tuple[Series, ...]:
        """What is shown."""
        return self._series

    def sizeHint(self) -> QSize:
        """The web and one line per thing."""
        return QSize(248, self._names_at + _NAME_ROW * len(self._series))

    def draw(self, painter: QPainter, tokens: Tokens) -> None:
        """Web, then things, then names."""
        middle = QPointF(self.width() / 2, self._height * 0.54)
        reach = min(self.width() / 2 - 62, self._height / 2 - 24)
        self._web(painter, tokens, middle, reach)
        for number, one in enumerate(self._series):
            self._shape(painter, tokens, middle, reach, number, one)
        for number, one in enumerate(self._series):
            self._name(painter, tokens, number, one)

    def _web(self, painter: QPainter, tokens: Tokens, middle: QPointF, reach: float) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for share in (0.25, 0.5, 0.75, 1.0):
            painter.setPen(QPen(QColor(tokens.line), 1))
            painter.drawPolygon(QPolygonF([self._spot(middle, reach * share, axis) for axis in range(len(self._axes))]))
        for axis, label in enumerate(self._axes):
            end = self._spot(middle, reach, axis)
            canvas.rule(painter, middle.x(), middle.y(), end.x(), end.y(), tokens.line)
            self._axis_label(painter, tokens, middle, reach, axis, label)

    def _axis_label(self, painter: QPainter, tokens: Tokens, middle: QPointF, reach: float, axis: int, label: str) -> None:
        alone = self._series[0].values[axis] if len(self._series) == 1 else None
        text = label if alone is None else f"{label} {grouped(alone, 0)}"
        spot = self._spot(middle, reach + 8, axis)
        width = self.ink_width(text, HELP) + 2
        side = math.sin(self._angle(axis))
        left = spot.x() - width / 2 if abs(side) < 0.2 else (spot.x() if side > 0 else spot.x() - width)
        down = -math.cos(self._angle(axis))
        top = spot.y() - 18 if down < -0.9 else spot.y() - 9 if down < 0.5 else spot.y() - 2
        canvas.words(painter, QRectF(left, top, width, 18), text, tokens.ink, theme.font(HELP))

    def _shape(self, painter: QPainter, tokens: Tokens, middle: QPointF, reach: float, number: int, one: Series) -> None:
        colour = QColor(tokens.data[number])
        spots = [
            self._spot(middle, reach * float(min(max(value, Decimal(0)), Decimal(100))) / 100, axis)
            for axis, value in enumerate(one.values)
            if value is not None
        ]
        wash = QColor(colour)
        wash.setAlpha(36 if number == 0 else 0)
        painter.setBrush(wash)
        painter.setPen(QPen(colour, 2, _LINES[number]))
        painter.drawPolygon(QPolygonF(spots))
        for spot in spots:
            _mark(painter, colour, spot, number)

    def _name(self, painter: QPainter, tokens: Tokens, number: int, one: Series) -> None:
        row = QRectF(0, self._names_at + number * _NAME_ROW, self.width(), _NAME_ROW)
        colour = QColor(tokens.data[number])
        wide = min(self.ink_width(one.label, HELP) + 34, self.width())
        left = (self.width() - wide) / 2
        painter.setPen(QPen(colour, 2, _LINES[number]))
        painter.drawLine(QPointF(left, row.center().y()), QPointF(left + 26, row.center().y()))
        _mark(painter, colour, QPointF(left + 13, row.center().y()), number)
        canvas.words(painter, QRectF(left + 34, row.top(), wide - 34, _NAME_ROW), one.label, tokens.ink, theme.font(HELP))

    def _angle(self, axis: int) -> float:
        return 2 * math.pi * axis / len(self._axes)

    def _spot(self, middle: QPointF, reach: float, axis: int) -> QPointF:
        angle = self._angle(axis)
        return QPointF(middle.x() + reach * math.sin(angle), middle.y() - reach * math.cos(angle))

    def _words(self, one: Series) -> str:
        scores = "、".join(
            f"{axis} {'无' if value is None else grouped(value, 1)}" for axis, value in zip(self._axes, one.values, strict=True)
        )
        return f"{one.label}：{scores}（0–100 分）"


def _mark(painter: QPainter, colour: QColor, spot: QPointF, number: int) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    if number == 0:
        painter.drawEllipse(spot, 3.5, 3.5)
    elif number == 1:
        painter.drawRect(QRectF(spot.x() - 3, spot.y() - 3, 6, 6))
    else:
        corners = [QPointF(spot.x(), spot.y() - 4.5), QPointF(spot.x() - 4, spot.y() + 3), QPointF(spot.x() + 4, spot.y() + 3)]
        painter.drawPolygon(QPolygonF(corners))
