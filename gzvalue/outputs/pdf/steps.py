"""Steps in full: the figure, its formula, the same with its numbers, the arguments and where they come from."""

from collections.abc import Iterator

from gzvalue.outputs import palette
from gzvalue.outputs.blocks import StepFilled, StepInput, StepLines
from gzvalue.outputs.pdf.fonts import BOLD, REGULAR
from gzvalue.outputs.pdf.pen import Pen
from gzvalue.outputs.pdf.pieces import Parts, Piece, Text
from gzvalue.outputs.pdf.style import FORMULA, LABEL, Style
from gzvalue.outputs.pdf.typesetting import set_text, width_of

_NAME = Style(BOLD, 10, 16)
_SMALL = Style(REGULAR, 8.5, 12.5)
_SIGN = Style(REGULAR, 8.5, 12.5, formula=True)
_FILLED = Style(REGULAR, 8.5, 13, formula=True)
_QUIET = _SMALL.colored(palette.QUIET)
_HANG = 34.0


class StepHead(Piece):
    """Name of the figure left, the figure right, under a hairline."""

    def __init__(self, step: StepLines, measure: float) -> None:
        self.step, self.measure = step, measure
        self.lines = set_text(step.name, _NAME, measure - width_of(step.result, _NAME) - 16)
        self.height = 5 + len(self.lines) * _NAME.leading
        self.before, self.keep_next = 8, True

    def paint(self, pen: Pen, x: float, top: float) -> None:
        """Rule, name, figure."""
        pen.rule(x, top, self.measure, 0.5, palette.QUIET)
        pen.lines(x, top + 4, self.lines, _NAME)
        pen.text(x + self.measure, top + 4, self.step.result, _NAME, align=1)


class Labelled(Piece):
    """A short label in the margin and a text beside it."""

    def __init__(self, label: str, body: Text, *, keep_next: bool = False) -> None:
        self.label, self.body = label, body
        self.height, self.keep_next = body.height, keep_next

    @property
    def least(self) -> float:
        """As its text."""
        return self.body.least

    def split(self, room: float) -> Parts:
        """As its text; the label stays with the first part."""
        return self._halves(*self.body.split(room))

    def force(self, room: float) -> Parts:
        """As its text."""
        return self._halves(*self.body.force(room))

    def _halves(self, upper: Piece | None, lower: Piece | None) -> Parts:
        if not isinstance(upper, Text) or not isinstance(lower, Text):
            return None, self
        return Labelled(self.label, upper), Labelled("", lower, keep_next=self.keep_next)

    def paint(self, pen: Pen, x: float, top: float) -> None:
        """Label, text."""
        if self.label:
            pen.text(x, top + (self.body.style.leading - LABEL.leading) / 2, self.label, LABEL)
        self.body.paint(pen, x + _HANG, top)


class InputLine(Piece):
    """One argument: sign, meaning, figure flush right, origin."""

    def __init__(self, given: StepInput, measure: float, label: str) -> None:
        room = measure - _HANG
        self.label = label
        self.lefts = (_HANG, _HANG + room * 0.11, _HANG + room * 0.60, _HANG + room * 0.63)
        value_room = room * 0.27
        self.sign = set_text(given.symbol, _SIGN, room * 0.11 - 6)
        self.meaning = set_text(given.meaning, _SMALL, room * 0.22 - 6)
        self.value = set_text(given.value, _SMALL, value_room)
        self.origin = set_text(given.origin, _QUIET, room * 0.37)
        self.height = max(len(self.sign), len(self.meaning), len(self.value), len(self.origin)) * _SMALL.leading + 1

    def split(self, room: float) -> Parts:
        """An argument stays whole unless it is a very long list."""
        return (None, self) if self.height < 200 else self.force(room)

    def force(self, room: float) -> Parts:
        """Between lines."""
        lines = int((room - 1) / _SMALL.leading + 1e-6)
        if lines < 1:
            return None, self
        halves = []
        for part in (slice(0, lines), slice(lines, None)):
            half = object.__new__(InputLine)
            half.__dict__.update(self.__dict__)
            half.sign, half.meaning, half.value, half.origin = self.sign[part], self.meaning[part], self.value[part], self.origin[part]
            half.height = max(len(half.sign), len(half.meaning), len(half.value), len(half.origin), 1) * _SMALL.leading + 1
            halves.append(half)
        halves[1].label = ""
        return halves[0], halves[1]

    def paint(self, pen: Pen, x: float, top: float) -> None:
        """Four columns."""
        if self.label:
            pen.text(x, top, self.label, LABEL)
        sign, meaning, right, origin = self.lefts
        pen.lines(x + sign, top, self.sign, _SIGN)
        pen.lines(x + meaning, top, self.meaning, _SMALL)
        y = top
        for line in self.value:
            pen.line(x + right - line.width, y, line, _SMALL)
            y += _SMALL.leading
        pen.lines(x + origin, top, self.origin, _QUIET)


class FilledLine(Piece):
    """One of several steps by one formula: its name, the figures, the result flush right."""

    def __init__(self, one: StepFilled, measure: float, label: str, name_width: float) -> None:
        room = measure - _HANG
        self.label, self.measure, self.result, self.name_width = label, measure, one.result, name_width
        self.name = set_text(one.name, _SMALL, self.name_width - 6) if one.name else []
        wide = width_of(one.result, _SMALL) + 12
        self.filled = set_text(one.filled, _FILLED, room - self.name_width - wide)
        self.height = max(len(self.name) * _SMALL.leading, len(self.filled) * _FILLED.leading) + 1

    def paint(self, pen: Pen, x: float, top: float) -> None:
        """Name, figures, result."""
        if self.label:
            pen.text(x, top, self.label, LABEL)
        pen.lines(x + _HANG, top, self.name, _SMALL)
        pen.lines(x + _HANG + self.name_width, top, self.filled, _FILLED)
        pen.text(x + self.measure, top + max(self.height - 1 - _SMALL.leading, 0), self.result, _SMALL, align=1)


def step_pieces(step: StepLines, measure: float) -> Iterator[Piece]:
    """The pieces of one step, head and formula kept together."""
    room = measure - _HANG
    yield StepHead(step, measure)
    yield Labelled("公式", Text(set_text(step.written, FORMULA, room), FORMULA), keep_next=bool(step.filled or step.inputs))
    if len(step.filled) == 1:
        yield Labelled("代入", Text(set_text(step.filled[0].filled, FORMULA, room), FORMULA), keep_next=bool(step.inputs))
    else:
        widest = max((width_of(one.name, _SMALL) for one in step.filled), default=0) + 12
        for number, one in enumerate(step.filled):
            yield FilledLine(one, measure, "代入" if number == 0 else "", min(widest, room * 0.38))
    for number, given in enumerate(step.inputs):
        line = InputLine(given, measure, "参数" if number == 0 else "")
        line.keep_next = bool(step.source) and number == len(step.inputs) - 1
        yield line
    if step.source:
        yield Labelled("依据", Text(set_text(step.source, _QUIET, room), _QUIET))
