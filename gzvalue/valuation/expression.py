"""Recorded expressions: what a formula's body does to its arguments, kept as a tree and rendered.

A formula's body is called with `Argument`s instead of numbers; the operators and the functions of
`gzvalue.valuation.functions` then build a tree. One renderer prints it, in three styles: with
symbols, with the numbers filled in, and as a spreadsheet formula.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any


class Expression:
    """A node of the tree. Arithmetic and order comparisons on it record; equality stays identity."""

    __slots__ = ()

    def __add__(self, other: Any) -> "Expression":
        return Binary("+", self, recorded(other))

    def __radd__(self, other: Any) -> "Expression":
        return Binary("+", recorded(other), self)

    def __sub__(self, other: Any) -> "Expression":
        return Binary("-", self, recorded(other))

    def __rsub__(self, other: Any) -> "Expression":
        return Binary("-", recorded(other), self)

    def __mul__(self, other: Any) -> "Expression":
        return Binary("*", self, recorded(other))

    def __rmul__(self, other: Any) -> "Expression":
        return Binary("*", recorded(other), self)

    def __truediv__(self, other: Any) -> "Expression":
        return Binary("/", self, recorded(other))

    def __rtruediv__(self, other: Any) -> "Expression":
        return Binary("/", recorded(other), self)

    def __pow__(self, other: Any) -> "Expression":
        return Binary("^", self, recorded(other))

    def __rpow__(self, other: Any) -> "Expression":
        return Binary("^", recorded(other), self)

    def __neg__(self) -> "Expression":
        return Negative(self)

    def __lt__(self, other: Any) -> "Expression":
        return Binary("<", self, recorded(other))

    def __le__(self, other: Any) -> "Expression":
        return Binary("<=", self, recorded(other))

    def __gt__(self, other: Any) -> "Expression":
        return Binary(">", self, recorded(other))

    def __ge__(self, other: Any) -> "Expression":
        return Binary(">=", self, recorded(other))

    def __bool__(self) -> bool:
        raise TypeError("a recorded comparison is neither true nor false; use choose()")


@dataclass(frozen=True, eq=False, slots=True)
class Literal(Expression):
    """A whole number of the formula itself."""

    value: int


@dataclass(frozen=True, eq=False, slots=True)
class Argument(Expression):
    """An argument: a single one, one item of a sequence (``index``), or ``each`` item of it."""

    key: str
    index: int | None = None
    each: bool = False


@dataclass(frozen=True, eq=False, slots=True)
class Binary(Expression):
    """Two operands and one of ``+ - * / ^ < <= > >= =``."""

    sign: str
    left: Expression
    right: Expression


@dataclass(frozen=True, eq=False, slots=True)
class Negative(Expression):
    """The operand with its sign changed."""

    operand: Expression


@dataclass(frozen=True, eq=False, slots=True)
class Call(Expression):
    """A function of the closed list."""

    name: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Sum(Expression):
    """A sum; of one item that speaks of ``each`` it is a Σ over the sequence."""

    items: tuple[Expression, ...]

    @property
    def over_each(self) -> bool:
        """Whether this is a Σ over a sequence rather than a list of items."""
        return len(self.items) == 1 and any(isinstance(n, Argument) and n.each for n in nodes(self.items[0]))


def recorded(value: Any) -> Expression:
    """The value as a node.

    Raises:
        TypeError: a formula holds a constant that is not a whole number.
    """
    if isinstance(value, Expression):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Literal(value)
    raise TypeError(f"a formula may hold whole numbers only, not {type(value).__name__}")


def nodes(expression: Expression) -> Iterator[Expression]:
    """The node and all below it."""
    yield expression
    for child in _children(expression):
        yield from nodes(child)


def _children(expression: Expression) -> tuple[Expression, ...]:
    match expression:
        case Binary(_, left, right):
            return (left, right)
        case Negative(operand):
            return (operand,)
        case Call(_, arguments):
            return arguments
        case Sum(items):
            return items
    return ()


# --- rendering ----------------------------------------------------------------------------------

_ORDER = {"<": 0, "<=": 0, ">": 0, ">=": 0, "=": 0, "+": 2, "-": 2, "*": 4, "/": 4, "^": 8}
_SERIES, _NEGATIVE, _ATOM = 3, 6, 10

Rendered = tuple[str, int]
"""Text and how tightly it binds: 0 comparison, 2 sum, 3 Σ, 4 product, 6 sign, 8 power, 10 atom."""


@dataclass(frozen=True)
class Style:
    """How the parts of a tree are written.

    Attributes:
        argument: the text of an argument; a leading minus sign is bracketed where needed.
        signs: text of each operator, with its blanks.
        minus: the sign of a negative.
        call: text of a function of rendered arguments.
        series: text and binding of a Σ over the rendered body.
    """

    argument: Callable[[Argument], str]
    signs: Mapping[str, str]
    minus: str
    call: Callable[[str, Sequence[str]], Rendered]
    series: Callable[[str, bool], Rendered]


def render(expression: Expression, style: Style) -> str:
    """The expression written in that style."""
    return _render(expression, style)[0]


def _render(expression: Expression, style: Style) -> Rendered:
    match expression:
        case Literal(value):
            return _atom(str(value), style)
        case Argument():
            return _atom(style.argument(expression), style)
        case Negative(operand):
            return style.minus + _operand(operand, _ATOM, style), _NEGATIVE
        case Binary(sign, left, right):
            own = _ORDER[sign]
            # a power binds its left side too, or a spreadsheet would read it from the left
            before = _operand(left, _ATOM if sign == "^" else own, style)
            after = _operand(right, _ATOM if sign == "^" else own + (sign != "+"), style, right=True)
            return before + style.signs[sign] + after, own
        case Call(name, arguments):
            return style.call(name, [render(a, style) for a in arguments])
        case Sum(items) if expression.over_each:
            text, binding = _render(items[0], style)
            return style.series(text, binding > _ORDER["+"])
        case Sum(items):
            if len(items) == 1:
                return _render(items[0], style)
            first, *rest = items
            parts = [_operand(first, _ORDER["+"], style), *(_operand(i, _ORDER["+"], style, right=True) for i in rest)]
            return style.signs["+"].join(parts), _ORDER["+"]
    raise TypeError(f"not a node of a formula: {type(expression).__name__}")


def _atom(text: str, style: Style) -> Rendered:
    return text, _NEGATIVE if text.startswith(style.minus) else _ATOM


def _operand(expression: Expression, least: int, style: Style, *, right: bool = False) -> str:
    text, binding = _render(expression, style)
    bracketed = binding < least or (right and text.startswith(style.minus))
    return f"({text})" if bracketed else text


_SIGNS = {"+": " + ", "-": " − ", "*": " × ", "/": " ÷ ", "^": "^", "<": " < ", "<=": " ≤ ", ">": " > ", ">=": " ≥ ", "=": " = "}
_NAMES = {"smallest": "min", "largest": "max", "exp": "exp", "ln": "ln", "sqrt": "√", "normal_cdf": "N"}


def _printed_call(name: str, arguments: Sequence[str]) -> Rendered:
    if name == "choose":
        condition, yes, no = arguments
        return f"若 {condition} 则 {yes}，否则 {no}", 0
    return f"{_NAMES[name]}({', '.join(arguments)})", _ATOM


def _printed_series(body: str, tight: bool) -> Rendered:
    return (f"Σ {body}" if tight else f"Σ ({body})"), _SERIES


def printed_style(argument: Callable[[Argument], str]) -> Style:
    """The style of a printed derivation."""
    return Style(argument, _SIGNS, "−", _printed_call, _printed_series)


_CELL_SIGNS = {sign: sign for sign in _SIGNS}
_CELL_NAMES = {"smallest": "MIN", "largest": "MAX", "exp": "EXP", "ln": "LN", "sqrt": "SQRT", "choose": "IF"}


def _cell_call(name: str, arguments: Sequence[str]) -> Rendered:
    if name == "normal_cdf":
        return f"_xlfn.NORM.S.DIST({arguments[0]},TRUE)", _ATOM
    return f"{_CELL_NAMES[name]}({','.join(arguments)})", _ATOM


def _cell_series(body: str, tight: bool) -> Rendered:
    plain_range = all(c not in body for c in "+-*/^(")
    return f"{'SUM' if plain_range else 'SUMPRODUCT'}({body})", _ATOM


def cell_style(argument: Callable[[Argument], str]) -> Style:
    """The style of a live spreadsheet formula; arguments are cell references or ranges."""
    return Style(argument, _CELL_SIGNS, "-", _cell_call, _cell_series)


_ONE_BY_ONE = {"smallest", "largest", "choose"}


def fits_ranges(expression: Expression) -> bool:
    """Whether whole ranges may stand for sequences: every ``each`` lies in a Σ without MIN, MAX or IF,
    or is itself what MIN or MAX ranges over."""
    match expression:
        case Sum(items) if expression.over_each:
            return not any(isinstance(n, Sum) or (isinstance(n, Call) and n.name in _ONE_BY_ONE) for n in nodes(items[0]))
        case Call("smallest" | "largest", (Argument(each=True),)):
            return True
        case Argument(each=True):
            return False
    return all(fits_ranges(child) for child in _children(expression))


def is_number(value: Any) -> bool:
    """Whether the value is one exact number."""
    return isinstance(value, Decimal | int) and not isinstance(value, bool)
